"""Objectives in order: the first is made best, what it reached is held, with its slack, for those that follow; the last is cost."""

from dataclasses import replace

import pytest

from recyclenet.errors import UsageError
from recyclenet.instance.instance import Instance, Objective
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from recyclenet.solve.marginal import marginal_values
from recyclenet.solve.stage import Progress, Stage
from recyclenet.terminal import SolveView
from tests.cases import formulate, starter, tutorial, with_values, without
from tests.model.families.by_hand import amounts, cheap_to_leave, over, plan_of, sites
from tests.model.families.test_emissions import counted

COST = Objective("cost")


def ordered(instance: Instance, *objectives: Objective) -> Instance:
    """Return the instance with objectives before cost."""
    return replace(instance, settings=replace(instance.settings, objectives=(*objectives, COST)))


def reached(plan):
    """Return what the plan's objectives reached, and the slack left to those after them."""
    return [
        (entry["measure"], entry["of"], pytest.approx(entry["value"]), pytest.approx(entry["slack"])) for entry in plan.run["objectives"]
    ]


@pytest.mark.parametrize(
    ("objective", "slack", "cost", "left"),
    [
        # a tonne of A by P emits 0.005 + 0.02 + 0.005 by the way and 0.1 at the works, of B 0.15 or more: the 90 t asked for are A's,
        # 11.7 t, and 60 t are left: 6 000 + 90 x 25 + 60 x 200
        (Objective("emissions", "CO2e"), 0, 20250, {"A": 10, "B": 50}),
        (Objective("emissions", "CO2e", slack=1.3), 1.3, 18500, {"B": 50}),  # 13 t: A whole, 6 000 + 2 500 + 10 000
        (Objective("emissions", "CO2e", slack_share=0.1), 1.17, 18675, {"A": 1, "B": 50}),  # 12.87 t: 99 t of A
        (Objective("emissions", "CO2e", slack=0.13, slack_share=0.1), 1.3, 18500, {"B": 50}),
    ],
)  # fmt: skip
def test_emissions_are_made_least_and_cost_with_what_slack_they_leave(objective, slack, cost, left):
    plan = plan_of(ordered(counted(), objective))
    assert plan.cost == pytest.approx(cost)
    assert amounts(plan, "uncollected", "region") == pytest.approx(left, abs=1e-4)
    assert reached(plan) == [("emissions", "CO2e", 11.7, slack)]


def test_a_search_begins_with_the_plan_of_the_one_before(monkeypatch):
    begun, ended, run = [], [], Stage.run

    def told(self, *what, within=None, **how):
        found = run(self, *what, within=within, **how)
        begun.append(None if within is None else within.start)
        ended.append(found.values)
        return found

    monkeypatch.setattr(Stage, "run", told)
    plan_of(ordered(counted(), Objective("emissions", "CO2e"), Objective("emissions", "CH4")))
    assert begun[0] is None
    assert begun[1] is ended[0]
    assert begun[2] is ended[1]


def test_each_gas_is_an_objective_of_its_own():
    # methane comes from the works alone: 90 t x 0.01, whose packs they are is left to cost
    plan = plan_of(ordered(counted(), Objective("emissions", "CH4")))
    assert reached(plan) == [("emissions", "CH4", 0.9, 0)]
    assert plan.cost == pytest.approx(20250)


@pytest.mark.parametrize(
    ("objective", "value", "slack", "cost"),
    [
        # to leave all behind costs 3 000; all 150 t are 14.25 t of cobalt in salt
        (Objective("recovered", "Co"), 14.25, 0, 11350),
        (Objective("recovered", "Co", slack=4.75), 14.25, 4.75, 9500),  # 9.5 t: 100 t of A, 6 000 + 2 500 + 50 x 20
        (Objective("collected"), 150, 0, 11350),
        (Objective("collected", slack=50), 150, 50, 9500),
        (Objective("collected", slack_share=0.4), 150, 60, 9450),  # 90 t of A: 6 000 + 2 250 + 60 x 20
        (Objective("uncollected"), 0, 0, 11350),
        (Objective("uncollected", slack=50), 0, 50, 9500),
        (Objective("uncollected", slack_share=0.5), 0, 0, 11350),  # half of nothing
    ],
    ids=str,
)
def test_more_is_recovered_and_collected_than_is_cheapest(objective, value, slack, cost):
    plan = plan_of(ordered(cheap_to_leave(), objective))
    assert plan.cost == pytest.approx(cost)
    assert reached(plan) == [(objective.measure, objective.of, pytest.approx(value, abs=1e-6), pytest.approx(slack, abs=1e-6))]
    assert plan.status == "optimal"


def test_measures_count_the_years_and_are_not_discounted():
    # 3 + 2 years of 150 t
    longer = over(cheap_to_leave(), {"2026": 3, "2027": 2}, rate=0.5)
    assert reached(plan_of(ordered(longer, Objective("collected")))) == [("collected", "", 750, 0)]


def test_a_second_objective_is_made_best_among_plans_best_in_the_first():
    # first as much as may be but 30 t: 120 t; then least emissions of these: A by P 0.13 a tonne, 20 t of B by Q 0.15 (by P 0.175): 16 t.
    # 6 600 + 2 500 + 20 x 45 + 30 x 200 = 16 000; by P alone it would be 15 900
    plan = plan_of(ordered(counted(), Objective("collected", slack=30), Objective("emissions", "CO2e")))
    assert reached(plan) == [("collected", "", 150, 30), ("emissions", "CO2e", 16, 0)]
    assert plan.cost == pytest.approx(16000)
    assert sites(plan) == "P Q W"


def test_the_order_decides():
    # least emissions first: nothing but the 90 t of the target is collected, whatever comes after
    plan = plan_of(ordered(counted(), Objective("emissions", "CO2e"), Objective("collected")))
    assert reached(plan) == [("emissions", "CO2e", 11.7, 0), ("collected", "", 90, 0)]
    assert plan.cost == pytest.approx(20250)


def test_what_people_keep_is_not_collected():
    # a rule by which everybody keeps half: 75 t of 150
    rule = {"access": "half", "within_km": 60.0, "share": 0.5, "stream": "battery", "kind": "collection", "mode": "road"}
    instance = cheap_to_leave()
    halved = replace(instance, tables={**instance.tables, "access": instance["access"].reindex([0]).assign(**rule)})
    assert reached(plan_of(ordered(halved, Objective("collected")))) == [("collected", "", 75, 0)]
    assert reached(plan_of(ordered(halved, Objective("uncollected")))) == [("uncollected", "", 75, 0)]


def test_cost_alone_leaves_no_trace_of_objectives():
    assert plan_of(tutorial()).run["objectives"] == []


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        (Objective("emissions", "CO2"), "objective emissions of 'CO2': the instance has no such gas; write one of CO2e, CH4"),
        (Objective("recovered", "Nd"), "objective recovered of 'Nd': the instance has no such element; write one of Co"),
    ],
)
def test_what_an_instance_does_not_have_is_refused(objective, said):
    with pytest.raises(UsageError, match=said):
        plan_of(ordered(counted(), objective))


def test_nothing_recovered_is_better_than_a_share_of_nothing():
    # salt that nobody buys: nothing can be recovered, and cost decides
    instance = without(cheap_to_leave(), "compositions")
    with pytest.raises(UsageError, match="no such element"):
        plan_of(ordered(instance, Objective("recovered", "Co")))
    landfilled = with_values(cheap_to_leave(), "outlets", "kind", "disposal", outlet="buyer")
    plan = plan_of(ordered(landfilled, Objective("recovered", "Co", slack_share=0.5)))
    assert plan.cost == pytest.approx(3000)


def test_a_search_interrupted_before_cost_gives_a_plan_that_is_believed_and_proves_nothing(monkeypatch):
    # the first of two priorities is left at half its way: no more is searched, and the record says what was reached
    instance = ordered(tutorial(), Objective("collected"), Objective("uncollected"))
    run = Stage.run

    def stopped(self, *arguments, **more):
        best = run(self, *arguments, **more)
        return replace(best, bound=best.bound - 1000.0)

    monkeypatch.setattr(Stage, "run", stopped)
    formulation = formulate(instance)
    plan = solve(formulation, gap=1e-6)
    assert plan.status == "feasible"
    assert plan.bound == float("-inf")
    assert [measure for measure, *_ in reached(plan)] == ["collected"]
    assert violations(instance, plan).empty
    assert len(marginal_values(formulation, plan))
    lacking = replace(plan, bound=plan.cost, gap=0.0, status="optimal")  # a plan that claims more must have them all
    assert "objectives" in set(violations(instance, lacking)["rule"])


def test_progress_tells_measures_in_tonnes_and_cost_in_money():
    instance = ordered(starter(), Objective("uncollected"))
    told: list[Progress] = []
    solve(formulate(instance), gap=0.0, progress=told.append)
    assert {(progress.phase, progress.unit) for progress in told} == {("uncollected", "t"), ("search", "")}
    view = SolveView("EUR")
    view.update(Progress(12.0, 10.0, 0.2, 1.0, "uncollected", "t"))
    assert "best plan 12 t   proven bound 10 t" in str(view.__rich__())
    view.update(Progress(12.0, 10.0, 0.2, 1.0, "search"))
    assert "best plan 12 EUR   proven bound 10 EUR" in str(view.__rich__())
