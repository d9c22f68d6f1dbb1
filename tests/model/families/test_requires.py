"""A technology, or a recipe of it, runs only where another kind is open near enough."""

import pytest

from tests.cases import tutorial, with_rows, with_values, without
from tests.model.families.by_hand import amounts, candidate, cost_of, grouped, plan_of, rows, sites

CENTRE = {"size": "one", "capacity_t": "1", "fixed_cost_per_year": "0", "variable_cost_per_t": "0"}


def centres(instance=None):
    """Return the tutorial with innovation centres that may open: at W for 2 000, at P for 1 200, at Q for 900."""
    instance = with_rows(instance or tutorial(), "technologies", {"technology": "centre", "kind": "innovation"})
    instance = with_rows(instance, "conversions", *(
        {"technology": "centre", "recipe": "trial", "material": material, "period": "*", "t_per_t": amount}
        for material, amount in (("collected", "-1"), ("residue", "1"))
    ))  # fmt: skip
    instance = with_rows(instance, "candidates", *(
        {"site": site, "technology": "centre", "opening_cost": cost, **CENTRE}
        for site, cost in (("W", "2000"), ("P", "1200"), ("Q", "900"))
    ))  # fmt: skip
    return with_rows(instance, "distances", *(
        {"origin": "W", "destination": site, "mode": "road", "distance_km": km} for site, km in (("P", "20"), ("Q", "40"))
    ))  # fmt: skip


def needing(scope, instance=None, **columns):
    """Return it where the works needs a centre in a scope."""
    return with_rows(centres(instance), "requires", {"technology": "works", "needs_kind": "innovation", "scope": scope, **columns})


def better_recipe(centre_at_q="900"):
    """Return it where near a centre the works gets 0.6 t of salt out of a tonne, for 20 - 60 + 0.4 x 40 = -24 in place of -10."""
    instance = with_values(without(tutorial(), "targets"), "compositions", "share", 0.16, material="salt")
    instance = with_rows(centres(instance), "conversions", *(
        {"technology": "works", "recipe": "better", "material": material, "period": "*", "t_per_t": amount}
        for material, amount in (("collected", "-1"), ("salt", "0.6"), ("residue", "0.4"))
    ))  # fmt: skip
    instance = with_values(instance, "candidates", "opening_cost", float(centre_at_q), site="Q", technology="centre")
    return with_rows(instance, "requires", {"technology": "works", "recipe": "better", "needs_kind": "innovation", "scope": "anywhere"})


def pairs():
    """Return the tutorial with Q at 1 600, where a point needs another one: P alone, 12 000, would be best; with Q 12 350."""
    dear = candidate(tutorial(), "Q", opening_cost=1600.0)
    return with_rows(dear, "requires", {"technology": "point", "needs_kind": "collection", "scope": "anywhere"})


NOTICED = {"requires": better_recipe()}

OPEN = {
    ("requires", "works / * / innovation", "W", "2026"):
        "siting.open[W,works,one,2026] - siting.open[W,centre,one,2026] - siting.open[P,centre,one,2026] <= 0.0",
}  # fmt: skip
RUN = {  # 300 t/yr is the largest capacity of the works
    ("requires", "works / better / innovation", "W", "2026"):
        "processing.throughput[W,works,one,better,2026] - 300.0*siting.open[W,centre,one,2026] - 300.0*siting.open[P,centre,one,2026] "
        "- 300.0*siting.open[Q,centre,one,2026] <= 0.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(needing("within_km", within_km="30", mode="road"), OPEN) == OPEN
    assert rows(better_recipe(), RUN) == RUN


@pytest.mark.parametrize(
    ("instance", "cost"),
    [
        (needing("anywhere"), 900),
        (needing("site"), 2000),
        (needing("group", grouped()), 1200),  # P is in the north, as W is
        (needing("within_km", within_km="30", mode="road"), 1200),  # P at 20 km, Q at 40
        (needing("within_km", within_km="40", mode="road"), 900),
    ],
    ids=["anywhere", "site", "group", "within 30 km", "within 40 km"],
)
def test_the_cheapest_centre_in_scope_opens(instance, cost):
    plan = plan_of(instance)
    assert plan.cost == pytest.approx(11350 + cost)
    assert list(plan["openings"]["technology"]).count("centre") == 1


def test_a_centre_raises_yields_where_it_pays():
    # 150 t x 14 = 2 100 for 900; a centre at 2 500 (or 1 200 at P) is not needed where it costs more than it brings
    plan = plan_of(better_recipe())
    assert plan.cost == pytest.approx(11350 - 2100 + 900)
    assert amounts(plan, "throughputs", "site", "recipe")["W", "better"] == 150
    dear = with_values(with_values(better_recipe("2500"), "candidates", "opening_cost", 2500.0, site="P", technology="centre"),
                       "candidates", "opening_cost", 2500.0, site="W", technology="centre")  # fmt: skip
    plan = plan_of(dear)
    assert plan.cost == pytest.approx(11350)
    assert amounts(plan, "throughputs", "site", "recipe")["W", "leach"] == 150


def test_a_candidate_is_not_another_one_to_itself():
    plan = plan_of(pairs())
    assert plan.cost == pytest.approx(12350)
    assert sites(plan) == "P Q W"


def test_what_cannot_be_met_is_not_opened():
    # no candidate of the kind: nothing may be recycled, and nothing need be
    assert cost_of(with_rows(without(tutorial(), "targets"), "requires",
                             {"technology": "works", "needs_kind": "reuse", "scope": "anywhere"})) == pytest.approx(30000)  # fmt: skip
