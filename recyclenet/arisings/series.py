"""Series: units by year of a product in an area, from the tables and on along the outlook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recyclenet.arisings.ranges import Range
from recyclenet.instance.columns import EVERY

Tables = Mapping[str, pd.DataFrame]
"""The tables of arisings by name, indexed by the line of the file a row stands on."""

DRIVERS = ("sales", "stocks")
"""Tables that hold a series: what is put into use, or what is in use."""


@dataclass(frozen=True)
class Series:
    """Units of a product in an area: the rows that state them, in order of year, and those of their outlook."""

    driver: str
    product: str
    area: str
    rows: pd.DataFrame
    outlook: pd.DataFrame

    @property
    def counted_as(self) -> str:
        """Return the product whose numbers these are: its own, or those of what it is sold with."""
        return str(self.rows["counted_as"].iloc[0])

    @property
    def last_year(self) -> int:
        """Return the last year that is stated or looked out on."""
        return int(max([self.rows["year"].max(), *self.outlook["until_year"]]))

    def units(self, years: np.ndarray) -> Range:
        """Return units by year: nothing before the first stated year; after the last stated one they grow along the outlook."""
        return Range(*(self._units(years, end) for end in ("low_", "", "high_")))

    def _units(self, years: np.ndarray, end: str) -> np.ndarray:
        stated, growths = _at_end(self.rows, "units", end), _at_end(self.outlook, "growth_share", end)
        known = dict(zip(self.rows["year"].to_numpy(int).tolist(), stated.tolist(), strict=True))
        year = max(known)
        for until, growth in zip(self.outlook["until_year"].tolist(), growths.tolist(), strict=True):
            while year < until:
                known[year + 1] = known[year] * (1 + growth)
                year += 1
        return np.array([known.get(int(one), 0.0) for one in years])


def series_of(tables: Tables) -> Iterator[Series]:
    """Yield the series of all products and areas."""
    key = ["product", "area"]
    outlooks = dict(list(tables["outlooks"].sort_values("until_year").groupby(key)))
    for driver in DRIVERS:
        for (product, area), rows in tables[driver].groupby(key, sort=False):
            counted_as = rows["counted_as"].iloc[0]
            outlook = outlooks.get((counted_as, area), outlooks.get((counted_as, EVERY), tables["outlooks"].iloc[:0]))
            ordered = rows if rows["year"].is_monotonic_increasing else rows.sort_values("year")
            yield Series(driver, str(product), str(area), ordered, outlook)


def _at_end(rows: pd.DataFrame, column: str, end: str) -> np.ndarray:
    """Return the low or high end of a column, or the column itself, which stands where no end is stated."""
    stated, ends = (rows[name].to_numpy(float) for name in (column, f"{end}{column}"))
    return np.asarray(np.where(np.isnan(ends), stated, ends), float)


def own_or_every(rows: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """Return the rows of a name, or, where it has none, those that hold for every one."""
    own = rows[rows[column] == name]
    return own if len(own) else rows[rows[column] == EVERY]
