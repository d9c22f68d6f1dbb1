"""The instance: one planning question as a plain value, checked, with its tables, polygons and provenance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from recyclenet.cards import card, listed, plain
from recyclenet.instance.schema import SCHEMA

MEASURES = ("cost", "emissions", "recovered", "collected", "uncollected")
"""What a plan may be made best in; emissions and recovered need `of`: the gas, the element."""


@dataclass(frozen=True)
class Objective:
    """One of the priorities of a plan, in order: a measure is made best, and later ones may worsen it no more than the slack allows.

    `of` names the gas or element of emissions and recovered. The slack is `slack` [the measure's unit, over the horizon: currency,
    else t] plus `slack_share` of the best value.
    """

    measure: str
    of: str = ""
    slack: float = 0.0
    slack_share: float = 0.0


@dataclass(frozen=True)
class Settings:
    """What instance.toml says: name, money and time base, objectives in order, and where the data come from.

    `discount_rate` is a share per year; `targets` names the presets whose rules stand in the table of targets, and
    `preset_shortfall_cost_per_t` is the price of falling short of them (None: they must be reached). `provenance` maps
    free keys to text (sources, licences, placeholders). The last objective is always cost: among plans equally good in what comes before,
    the cheapest.
    """

    name: str
    currency: str
    price_year: int
    discount_rate: float
    title: str = ""
    description: str = ""
    targets: tuple[str, ...] = ()
    preset_shortfall_cost_per_t: float | None = None
    objectives: tuple[Objective, ...] = (Objective("cost"),)
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Instance:
    """One planning question.

    `tables` maps every table name of the schema to a data frame with the columns of the schema in its order, one row per line of the file
    (no rows where the file is absent). Labels and text are str, numbers float, whole numbers int. An optional cell that was left empty
    holds the column's default, or is missing (NaN / None): use `stated` to get only the rows that state it.
    `polygons` maps a region to its GeoJSON geometry (WGS 84). `presets` says how many rows of targets came from each preset of the
    settings. None of these is ever changed.
    """

    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    polygons: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    presets: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return a table of the schema, columns as in the file."""
        return self.tables[table]

    def keyed(self, table: str) -> pd.DataFrame:
        """Return a table indexed by its key columns."""
        return self.tables[table].set_index(list(SCHEMA[table].key))

    def stated(self, table: str, column: str) -> pd.Series:
        """Return an optional column of a table, indexed by the table's key, only where a value is stated."""
        return self.keyed(table)[column].dropna()

    def __repr__(self) -> str:
        """Return the instance in a line."""
        return f"Instance({plain(self.settings.name)}: {listed(self._counts())})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        settings, periods = self.settings, self.tables["periods"]
        horizon = f"{', '.join(periods['period'])} ({int(periods['years'].sum())} years)"
        money = f"{settings.currency} of {settings.price_year}, {settings.discount_rate:.3g} a year"
        tables = listed({name: len(rows) for name, rows in self.tables.items()}, most=len(self.tables))
        lines = {"is about": settings.description, "periods": horizon, "money": money, "holds": listed(self._counts()), "rows": tables}
        return card(f"Instance: {settings.title or settings.name}", lines, "instance[table] gives a table as a data frame")

    def _counts(self) -> dict[str, int]:
        names = ("regions", "sites", "candidates", "materials", "technologies", "outlets", "periods")
        return {name: len(self.tables[name]) for name in names}

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods in order of time."""
        return tuple(self.tables["periods"]["period"])
