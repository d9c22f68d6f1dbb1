"""The recipes of a technology divide its throughput in stated shares, at each site or over the network."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, candidate, plan_of, rows


def two_ways(instance=None):
    """Return the tutorial with a second recipe of the works: 0.4 t of salt, 0.6 t of residue, 20 - 40 + 24 = 4 a tonne in place of -10."""
    return with_rows(instance or tutorial(), "conversions", *(
        {"technology": "works", "recipe": "melt", "material": material, "period": "*", "t_per_t": amount}
        for material, amount in (("collected", "-1"), ("salt", "0.4"), ("residue", "0.6"))
    ))  # fmt: skip


def split(instance, scope, recipe="melt", **shares):
    """Return the instance with a share of a recipe."""
    return with_rows(instance, "splits", {"technology": "works", "recipe": recipe, "period": "*", "scope": scope, **shares})


def two_works():
    """Return it with works that stand at W (100 t, the landfill at 50 km now) and at Q (50 t, the landfill at 10 km).

    A goes by P to W and B by Q. At W residue costs 80 a tonne: leach 10, melt 28; at Q leach -10, melt 4. So 1 600 for the points,
    100 x (35 + 10) + 50 x (15 - 10) = 6 350.
    """
    instance = candidate(two_ways(), "W", status="existing", capacity_t=100.0)
    instance = with_rows(instance, "candidates", {"site": "Q", "technology": "works", "size": "one", "capacity_t": "50",
                         "opening_cost": "0",
                         "fixed_cost_per_year": "0", "variable_cost_per_t": "20", "status": "existing"})  # fmt: skip
    instance = with_rows(instance, "distances", {"origin": "Q", "destination": "buyer", "mode": "road", "distance_km": "0"},
                         {"origin": "Q", "destination": "landfill", "mode": "road", "distance_km": "10"})  # fmt: skip
    return with_values(instance, "distances", "distance_km", 50.0, origin="W", destination="landfill")


NOTICED = {
    "split_site_least": split(two_ways(), "site", least_share="0.2"),
    "split_site_most": split(two_ways(), "site", "leach", most_share="0.8"),
    "split_network_least": split(two_works(), "network", least_share="0.2"),
    "split_network_most": split(two_works(), "network", "leach", most_share="0.8"),
}

SITE = {
    ("split_site_least", "W", "works", "melt", "2026"):
        "0.0 <= -0.2*processing.throughput[W,works,one,leach,2026] + 0.8*processing.throughput[W,works,one,melt,2026]",
    ("split_site_most", "W", "works", "melt", "2026"):
        "-0.5*processing.throughput[W,works,one,leach,2026] + 0.5*processing.throughput[W,works,one,melt,2026] <= 0.0",
}  # fmt: skip
NETWORK = {
    ("split_network_least", "works", "melt", "2026"):
        "0.0 <= -0.2*processing.throughput[W,works,one,leach,2026] + 0.8*processing.throughput[W,works,one,melt,2026] "
        "- 0.2*processing.throughput[Q,works,one,leach,2026] + 0.8*processing.throughput[Q,works,one,melt,2026]",
    ("split_network_most", "works", "melt", "2026"):
        "-0.5*processing.throughput[W,works,one,leach,2026] + 0.5*processing.throughput[W,works,one,melt,2026] "
        "- 0.5*processing.throughput[Q,works,one,leach,2026] + 0.5*processing.throughput[Q,works,one,melt,2026] <= 0.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(split(two_ways(), "site", least_share="0.2", most_share="0.5"), SITE) == SITE
    assert rows(split(two_works(), "network", least_share="0.2", most_share="0.5"), NETWORK) == NETWORK


@pytest.mark.parametrize("instance", [NOTICED["split_site_least"], NOTICED["split_site_most"]], ids=["melt least", "leach most"])
def test_a_fifth_takes_the_worse_recipe(instance):
    # 30 t at 14 more; recovered are 0.48 x 0.19 / 0.1 = 91.2 % of the cobalt, 90 % are asked for
    plan = plan_of(instance)
    assert plan.cost == pytest.approx(11350 + 420)
    assert amounts(plan, "throughputs", "site", "recipe")["W", "melt"] == 30


def test_over_the_network_the_worse_recipe_runs_where_it_is_least_bad():
    # at Q melting costs 14 more, at W 18: all 30 t at Q
    plan = plan_of(split(two_works(), "network", least_share="0.2"))
    assert plan.cost == pytest.approx(6350 + 30 * 14)
    assert amounts(plan, "throughputs", "site", "recipe")["Q", "melt"] == 30


def test_at_each_site_every_works_has_its_part():
    # 20 t at W and 10 t at Q
    plan = plan_of(split(two_works(), "site", least_share="0.2"))
    assert plan.cost == pytest.approx(6350 + 20 * 18 + 10 * 14)
    assert amounts(plan, "throughputs", "site", "recipe")["W", "melt"] == 20
