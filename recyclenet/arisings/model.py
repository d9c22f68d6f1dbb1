"""Model: supply by region, material and period, with totals, bands, elements and the balance of mass; from a case that was checked."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from recyclenet.arisings.answer import Arisings, origins
from recyclenet.arisings.case import Case
from recyclenet.arisings.downscale import decimal_text, whole_units
from recyclenet.arisings.fleets import Fleet, fleets_of
from recyclenet.arisings.ranges import Array, Band, Sampled
from recyclenet.arisings.schema import WAYS
from recyclenet.arisings.sums import Key, Sums, summed
from recyclenet.errors import RecyclenetError

QUANTILES = {"p05_t": 0.05, "p50_t": 0.5, "p95_t": 0.95}
"""Sampled quantiles that are told."""

BAND = ["low_t", "base_t", "high_t"]
BLOCK_CELLS = 1_000_000
"""Most draws x years x areas (or cohorts) that are worked out at once."""

TOLERANCE = 1e-9
"""How far, as a share of what went in, the balance of mass may be open: rounding of floats, no more."""


def arisings(case: Case) -> Arisings:
    """Return what arises."""
    fleets = list(fleets_of(case.tables, case.years))
    band, sampled = summed(case, fleets, Band()), _sampled(case, fleets)
    supplies, totals = _supplies(case, band)
    periods = [str(name) for name in case.tables["periods"]["period"]]
    of_all = _frame(band.by_material, sampled.by_material, ["material"], "period", periods).drop(columns="base_t")
    return Arisings(
        supplies=supplies,
        totals=totals.merge(of_all, on=["material", "period"], how="left"),
        bands=_frame(band.regional, sampled.regional, ["region", "material"], "period", periods),
        yearly=_frame(band.yearly, sampled.yearly, ["material"], "year", [int(year) for year in case.years]),
        elements=_elements(case, totals),
        balance=_balance(band),
        origins=origins(case),
    )


def _sampled(case: Case, fleets: Sequence[Fleet]) -> Sums:
    """Return the sums of all samples, worked out in blocks that fit into memory; empty where none are asked for."""
    years, areas = len(case.years), max(len(fleet.areas) for fleet in fleets)
    draws = Sampled(case.settings.samples, case.settings.seed)
    blocks = [summed(case, fleets, block) for block in draws.blocks(max(1, BLOCK_CELLS // (years * max(years, areas))))]
    return Sums(
        regional={key: np.concatenate([block.regional[key] for block in blocks]) for key in (blocks[0].regional if blocks else ())},
        yearly={key: np.concatenate([block.yearly[key] for block in blocks]) for key in (blocks[0].yearly if blocks else ())},
    )


def _supplies(case: Case, sums: Sums) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return supplies and totals in whole units of the last decimal: what regions get is what their areas have."""
    decimals = case.settings.decimals
    in_plan = {key[0] for key in sums.regional}
    supplies: dict[tuple[str, str, str], int] = {}
    totals: dict[tuple[str, str], list[int]] = {}
    for (_, material), parts in sums.by_area.items():
        for number, period in enumerate(case.tables["periods"]["period"]):
            units = whole_units([float(amount[number]) for amount in parts.values()], decimals)
            for region, unit in zip(parts, units, strict=True):
                total = totals.setdefault((material, period), [0, 0])
                total[region not in in_plan] += unit
                if unit and region in in_plan:
                    supplies[region, material, period] = supplies.get((region, material, period), 0) + unit
    stated = [(*key, decimal_text(unit, decimals)) for key, unit in supplies.items()]
    summed = [(*key, *(decimal_text(unit, decimals) for unit in pair)) for key, pair in totals.items()]
    return (
        pd.DataFrame(stated, columns=["region", "material", "period", "supply_t"], dtype="str"),
        pd.DataFrame(summed, columns=["material", "period", "base_t", "elsewhere_t"], dtype="str"),
    )


def _frame(
    band: Mapping[Key, Array],
    sampled: Mapping[Key, Array],
    names: list[str],
    along: str,
    labels: list[str] | list[int],
) -> pd.DataFrame:
    """Return band and quantiles of tonnes [draw, label] as rows of a table."""
    rows: list[dict[str, object]] = []
    for key, tonnes in band.items():
        ends = np.stack([tonnes.min(axis=0), tonnes[0], tonnes.max(axis=0)])
        columns = dict(zip(BAND, ends, strict=True))
        if key in sampled:
            columns |= dict(zip(QUANTILES, np.quantile(sampled[key], list(QUANTILES.values()), axis=0), strict=True))
        rows += [
            {**dict(zip(names, key, strict=True)), along: label, **{name: float(values[number]) for name, values in columns.items()}}
            for number, label in enumerate(labels)
        ]
    return pd.DataFrame(rows, columns=[*names, along, *BAND, *(QUANTILES if sampled else ())])


def _elements(case: Case, totals: pd.DataFrame) -> pd.DataFrame:
    rows = case.tables["compositions"].replace({"material": dict(case.settings.materials)})
    found = totals.merge(rows, on="material")
    found["base_t"] = found["base_t"].astype(float) * found["share"]
    return found.groupby(["element", "period"], sort=False)["base_t"].sum().reset_index()


def _balance(sums: Sums) -> pd.DataFrame:
    table = pd.DataFrame.from_dict(sums.balance, orient="index").rename_axis("material").reset_index()
    table["arising_t"] = table["come_out_t"] - table[[f"{way}_t" for way in WAYS]].sum(axis=1)
    table["difference_t"] = table["put_in_t"] - table["in_use_t"] - table["come_out_t"]
    if (table["difference_t"].abs() > TOLERANCE * table["put_in_t"]).any():
        raise RecyclenetError(f"what went in is not what is in use and what came out:\n{table.to_string()}")
    return table
