"""Which arcs there are, and what haulage costs on one, in every period or in some."""

import numpy as np
import pandas as pd
import pytest

from recyclenet.geo import distance
from recyclenet.network import ways
from recyclenet.network.network import build_network
from recyclenet.network.ways import Ways
from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import cost_of, over


def test_haulage_may_cost_more_in_a_period():
    # 5 500 t km at 2 in place of 1, and 450 t handled at 2 a tonne, in 2027 only
    dearer = {"mode": "road", "goods_class": "general", "period": "2027", "cost_per_tkm": "2", "handling_cost_per_t": "2"}
    instance = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "haulage_costs", dearer)
    assert cost_of(instance) == pytest.approx(6600 + 2 * 4750 + 5500 + 900)


def scattered(count: int, reach_km: str, detour: str = "1.3"):
    """Return the tutorial with further regions at random spots, a reach of the road, and a stated way beyond that reach."""
    spots = np.random.default_rng(5).uniform((49.5, 9.0), (51.5, 12.0), (count, 2))
    regions = [{"region": f"r{number}", "lat_deg": str(lat), "lon_deg": str(lon)} for number, (lat, lon) in enumerate(spots)]
    supplies = [{"region": row["region"], "material": "packs", "period": "2026", "supply_t": "1"} for row in regions]
    far = {"region": "far", "lat_deg": "56", "lon_deg": "10"}
    stated = {"origin": "far", "destination": "P", "mode": "road", "distance_km": "30"}
    instance = with_rows(with_rows(tutorial(), "regions", *regions, far), "supplies", *supplies, {**supplies[0], "region": "far"})
    instance = with_values(with_rows(instance, "distances", stated), "modes", "detour", float(detour))
    return with_values(instance, "mode_rates", "reach_km", float(reach_km))


@pytest.mark.parametrize(("reach_km", "detour"), [("40", "1.3"), ("90", "1.0"), ("90", "0.9"), ("26000", "1.3"), ("nan", "1.3")])
def test_what_is_beyond_reach_is_never_built_and_nothing_else_is_lost(reach_km, detour, monkeypatch):
    instance = scattered(60, reach_km, detour)
    arcs = build_network(instance)["arcs"]
    # the dense way: all pairs, then those within reach
    monkeypatch.setattr(distance, "pairs_within", lambda *ends: np.nonzero(np.ones((len(ends[0]), len(ends[2])), dtype=bool)))
    monkeypatch.setattr(ways, "pairs_within", distance.pairs_within)
    pd.testing.assert_frame_equal(arcs, build_network(instance)["arcs"], check_exact=True)
    assert ("far", "P", "packs", "road") in arcs.index  # its stated 30 km are within reach, though the great circle is 600 km and more


def test_pairs_beyond_every_reach_are_not_looked_at():
    instance = scattered(60, "40")
    places = build_network(instance)["places"]
    looked_at = Ways(instance, places)
    codes = np.arange(len(places))
    rates = instance["mode_rates"].set_index("mode")["reach_km"]
    origin, _ = looked_at.pairs(codes, codes, rates)
    assert origin.size < 0.1 * codes.size**2
    everything, _ = looked_at.pairs(codes, codes, rates * float("nan"))
    assert everything.size == codes.size * (codes.size - 1)
