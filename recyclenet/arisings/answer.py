"""Answer: what arises, as tables, and what it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from recyclenet.arisings.case import Case
from recyclenet.arisings.schema import SHIPPED


@dataclass(frozen=True)
class Arisings:
    """The answer, as tables; supplies and totals are decimal text that adds up to the last digit."""

    supplies: pd.DataFrame
    """region, material, period, supply_t [t/yr] of regions in the plan"""
    totals: pd.DataFrame
    """material, period, base_t (the sum of supplies), elsewhere_t (what regions outside the plan take), low_t, high_t, quantiles [t/yr]"""
    bands: pd.DataFrame
    """region, material, period, low_t, base_t, high_t, quantiles [t/yr]"""
    yearly: pd.DataFrame
    """material, year, low_t, base_t, high_t, quantiles [t/yr] of the regions in the plan together"""
    elements: pd.DataFrame
    """element, period, base_t [t/yr]; empty where no composition is known"""
    balance: pd.DataFrame
    """material, put_in_t, in_use_t, come_out_t, ways lost, arising_t, difference_t: all areas, all years to the last period's end"""
    origins: pd.DataFrame
    """table, product, origin (own or recyclenet), quality, source: what the answer stands on"""


def origins(case: Case) -> pd.DataFrame:
    """Return what the answer stands on: the rows of each table that are about what is sold, the user's own or those of recyclenet."""
    sold = {product for driver in ("sales", "stocks") for product in case.tables[driver]["product"]}
    return pd.DataFrame(_origins(case, sold), columns=["table", "product", "origin", "quality", "source"]).drop_duplicates()


def _origins(case: Case, sold: set[str]) -> Iterator[tuple[str, str, str, str, str]]:
    made = set(case.tables["contents"].loc[case.tables["contents"]["product"].isin(sold), "material"])
    for name in ("sales", "stocks", "outlooks", *SHIPPED, "losses"):
        rows, about = case.tables[name], SHIPPED.get(name, "product")
        for _, row in rows[rows[about].isin(sold if about == "product" else made)].iterrows():
            quality, source = ("" if pd.isna(row[mark]) else str(row[mark]) for mark in ("quality", "source"))
            yield name, str(row[about]), "recyclenet" if row["shipped"] else "own", quality, source
