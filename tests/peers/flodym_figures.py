"""Figures of flodym (1.1.0, MIT), which brings 170 MB of plotting libraries and is therefore not installed for the tests.

    pip install flodym==1.1.0 && python -m tests.peers.flodym_figures

prints what stands in `flodym_1.1.0.json`; tests/peers/test_stock_models.py compares ours with it.
"""

import json
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).with_name("flodym_1.1.0.json")

INFLOW = [8.0, 13, 18, 75, 331, 507, 777, 1256, 1206, 1367, 3521, 6887, 9495, 12866, 16490, 0]
STOCK = [5.0, 17, 40, 80, 140, 200, 290, 400, 480, 590, 640, 700, 720, 750, 755, 760]
LIFETIMES: dict[str, dict[str, Any]] = {
    "weibull": {"mean": 8.5, "spread": 3.5},
    "log-normal": {"mean": 6.0, "spread": 2.5},
    "fixed": {"mean": 4.0, "spread": 1.0},
}


def figures() -> dict[str, dict[str, list[float]]]:
    """Return flodym's stock and outflow of a given inflow, and its inflow and outflow of a given stock, by distribution and timing."""
    import flodym

    years = flodym.Dimension(name="time", letter="t", items=list(range(2011, 2011 + len(INFLOW))), dtype=int)
    dims = flodym.DimensionSet(dim_list=[years])
    found = {}
    for name, lifetime in LIFETIMES.items():
        for timing in ("start", "middle", "end"):
            model = _lifetime(name, dims=dims, inflow_at=timing, **lifetime)
            driven = flodym.InflowDrivenDSM(dims=dims, lifetime_model=model)
            driven.inflow.values[...] = INFLOW
            driven.compute()
            asked = flodym.StockDrivenDSM(dims=dims, lifetime_model=model)
            asked.stock.values[...] = STOCK
            asked.compute()
            found[f"{name}, {timing}"] = {
                "stock": driven.stock.values.tolist(),
                "outflow": driven.outflow.values.tolist(),
                "inflow of stock": asked.inflow.values.tolist(),
                "outflow of stock": asked.outflow.values.tolist(),
            }
    return found


def _lifetime(name: str, mean: float, spread: float, **common: Any) -> Any:
    import flodym
    from scipy.special import gamma

    if name == "weibull":
        return flodym.WeibullLifetime(weibull_scale=mean / gamma(1 + 1 / spread), weibull_shape=spread, **common)
    if name == "log-normal":
        return flodym.LogNormalLifetime(mean=mean, std=spread, **common)
    return flodym.FixedLifetime(mean=mean, **common)


if __name__ == "__main__":
    print(json.dumps(figures(), indent=1))  # noqa: T201 - its answer
