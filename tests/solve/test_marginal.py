"""Marginal values tell what a plan with the same sites costs when one more unit arises or is allowed."""

from dataclasses import replace

import pytest

from recyclenet.instance.instance import Objective
from recyclenet.model.keep import keep_sites
from recyclenet.solve.highs import solve
from recyclenet.solve.marginal import marginal_values
from tests.cases import formulate, starter, tutorial, with_rows, with_values

LITTLE = 0.01


def values_of(instance):
    formulation = formulate(instance)
    plan = solve(formulation, gap=0.0)
    return plan, marginal_values(formulation, plan).set_index(["rule", "what", "period"])["value_per_unit"]


def test_the_tutorials_supply_is_worth_what_its_way_costs():
    # a pack from A by P: A-P, processing, P-W, works, sale; see the README: the cost per tonne of each way is worked out there
    plan, values = values_of(tutorial())
    for region in ("A", "B"):
        more = with_values(
            tutorial(), "supplies", "supply_t", plan.instance.stated("supplies", "supply_t")[region, "packs", "2026"] + 1, region=region
        )
        formulation = formulate(more)
        keep_sites(formulation, plan)
        assert solve(formulation, gap=0.0).cost - plan.cost == pytest.approx(values["supply", f"{region} / packs", "2026"])


def limited():
    """Return the starter with targets, limits, access and a share that may stay behind, all of which supply enters."""
    instance = with_values(starter(), "uncollected", "limit_share", 0.5)
    instance = with_rows(instance, "access", *(
        {"access": "near", "within_km": within, "share": share, "stream": "battery", "kind": "collection", "mode": "road"}
        for within, share in (("40", "0.95"), ("400", "0.85"))
    ))  # fmt: skip
    return with_rows(
        instance,
        "limits",
        {"limit": "enough", "period": "*", "metric": "collected", "stream": "magnet", "least": "30"},
        {"limit": "oxide", "period": "*", "metric": "sold", "material": "rare-earth-oxide", "most": "8"},
    )


@pytest.mark.parametrize("instance", [starter(), limited()], ids=["starter", "limited"])
def test_supply_is_worth_what_a_little_more_of_it_costs(instance):
    plan, values = values_of(instance)
    weights = {"2026-2028": 0.0, "2029-2031": 0.0}
    rate = instance.settings.discount_rate
    for start, period in enumerate(weights):
        weights[period] = sum((1 + rate) ** -year for year in range(3 * start, 3 * start + 3))
    checked = 0
    for row in instance["supplies"].itertuples():
        more = with_values(
            instance, "supplies", "supply_t", row.supply_t + LITTLE, region=row.region, material=row.material, period=row.period
        )
        less = with_values(
            instance, "supplies", "supply_t", row.supply_t - LITTLE, region=row.region, material=row.material, period=row.period
        )
        costs = []
        for changed in (less, more):
            formulation = formulate(changed)
            keep_sites(formulation, plan)
            costs.append(solve(formulation, gap=0.0).cost)
        below, above = (plan.cost - costs[0]) / LITTLE, (costs[1] - plan.cost) / LITTLE
        value = values.get(("supply", f"{row.region} / {row.material}", row.period), 0.0) * weights[row.period]
        assert min(below, above) - 1 <= value <= max(below, above) + 1  # between its two one-sided slopes, which mostly are the same
        checked += abs(above - below) < 1
    assert checked > len(instance["supplies"]) / 2


def test_a_binding_limit_is_worth_what_one_more_unit_saves():
    # magnets give 0.095 x 160 t = 15.2 t/yr of oxide in the second period: 8 t/yr bind there, in no other
    row = {"limit": "oxide", "period": "*", "metric": "sold", "material": "rare-earth-oxide", "most": "8"}
    instance = with_rows(starter(), "limits", row)
    plan, values = values_of(instance)
    assert set(values["limit_most_sold"].index) == {("oxide", "2029-2031")}
    formulation = formulate(with_values(instance, "limits", "most", 8 + LITTLE))
    keep_sites(formulation, plan)
    weight = sum((1 + instance.settings.discount_rate) ** -year for year in range(3, 6))
    saved = (solve(formulation, gap=0.0).cost - plan.cost) / LITTLE
    assert saved < 0
    assert values["limit_most_sold", "oxide", "2029-2031"] * weight == pytest.approx(saved, rel=1e-4)


def test_what_goes_before_cost_is_held():
    first = Objective("collected")
    instance = replace(starter(), settings=replace(starter().settings, objectives=(first, Objective("cost"))))
    _, values = values_of(instance)
    supply = values["supply"]
    assert (supply > 0).any()  # among plans that collect all, a further tonne of what loses money costs money


def test_capacity_that_is_not_open_has_no_value():
    plan, values = values_of(starter())
    standing = {" / ".join(key) for key in plan["openings"][["site", "technology", "size"]].itertuples(index=False)}
    assert {what for rule, what, _ in values.index if rule == "capacity"} <= standing


def test_supply_of_nothing_spoils_no_other_value():
    some = limited()
    row = some["supplies"].iloc[0]
    none = with_values(some, "supplies", "supply_t", 0.0, region=row.region, material=row.material, period=row.period)
    _, values = values_of(none)
    assert values.notna().all()
    what = f"{row.region} / {row.material}"
    assert ("supply", what, row.period) not in values.index
    assert len(values["supply"]) > len(none["supplies"]) / 2
