"""A solved plan in which every word an author of an instance may choose is a trap."""

from dataclasses import replace

from recyclenet.solution.solution import Solution
from tests.cases import with_rows
from tests.solution.solved import tutorial_plan

TRAPS = (
    "${window.__pwned = 1}",
    "</script><script>window.__pwned = 1</script>",
    "</style></svg><img src=x onerror='window.__pwned = 1'>",
    "{{ 7 * 7 }}{% raw %}",
    "\"><svg onload='window.__pwned = 1'>",
    "javascript:window.__pwned = 1",
    "赣州市 Ganzhou",
)


def hostile_plan(trap: str) -> Solution:
    """Return the tutorial's plan with a trap for every name, title and text."""
    plan = tutorial_plan()
    instance = with_rows(plan.instance, "gases", {"gas": trap, "period": "*"})
    instance = with_rows(instance, "processing_emissions", {"technology": "works", "gas": trap, "period": "*", "t_per_t": "2"})
    tables = dict(instance.tables)
    for table in ("regions", "sites", "outlets", "materials", "technologies", "modes"):
        tables[table] = tables[table].assign(name=trap)
    tables["materials"] = tables["materials"].assign(stream=trap)
    tables["regions"] = tables["regions"].assign(group=trap)
    tables["compositions"] = tables["compositions"].assign(element=trap)
    tables["targets"] = tables["targets"].assign(target=[f"1 {trap}", f"2 {trap}"], element=trap, stream=trap)
    settings = replace(
        instance.settings, title=trap, description=trap, currency=trap, provenance={trap: trap, "supplies": trap, "polygons": trap}
    )
    run = {**plan.run, "versions": {trap: trap}, "options": {trap: trap}}
    return replace(plan, instance=replace(instance, settings=settings, tables=tables), run=run)
