"""What is open turns materials into others, within its capacity."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, candidate, plan_of, rows, sites


def small_works():
    """Return the tutorial with a works of 120 t a year."""
    return candidate(tutorial(), "W", capacity_t=120.0)


def two_recipes():
    """Return the tutorial with a second recipe of the works, for packs as they come: more residue, and no point needed; W takes 120 t."""
    recipe = {"technology": "works", "recipe": "raw", "period": "*"}
    amounts_t = (("packs", "-1"), ("salt", "0.4"), ("residue", "0.6"))
    ways = [{"origin": "A", "destination": "W", "mode": "road", "distance_km": "6"},
            {"origin": "B", "destination": "W", "mode": "road", "distance_km": "61"}]  # fmt: skip
    instance = with_rows(small_works(), "conversions", *({**recipe, "material": name, "t_per_t": amount} for name, amount in amounts_t))
    return with_values(with_rows(instance, "distances", *ways), "targets", "share", 0.7, target="recover")


NOTICED = {"capacity": small_works()}

ROWS = {
    ("capacity", "W", "works", "one", "2026"):
        "processing.throughput[W,works,one,leach,2026] + processing.throughput[W,works,one,raw,2026] - 120.0*siting.open[W,works,one,2026] "
        "<= 0.0",
    ("balance", "W", "residue", "2026"):
        "- haulage.flow[W,landfill,residue,road,2026] + 0.5*processing.throughput[W,works,one,leach,2026] "
        "+ 0.6*processing.throughput[W,works,one,raw,2026] == 0.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(two_recipes(), ROWS) == ROWS


def test_no_more_runs_than_the_capacity():
    # A and 20 t of B by P, 30 t left: 6 000 + 2 500 + 1 400 + 6 000; with Q 16 000
    plan = plan_of(small_works())
    assert plan.cost == pytest.approx(15900)
    assert amounts(plan, "throughputs", "site") == {"P": 120, "W": 120}


def test_recipes_share_the_capacity():
    # raw: 6 + 20 - 40 + 24 = 10 a tonne of A without any point. A raw, 20 t of B by Q: 5 000 + 600 + 1 000 + 20 x 45 + 30 x 200 = 13 500;
    # without a point 5 000 + 1 000 + 50 x 200 = 16 000
    plan = plan_of(two_recipes())
    assert plan.cost == pytest.approx(13500)
    assert sites(plan) == "Q W"
    assert amounts(plan, "throughputs", "site", "recipe") == {("Q", "gather"): 20, ("W", "leach"): 20, ("W", "raw"): 100}
