"""The instance: one planning question as a plain value, checked, with its tables, polygons and provenance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from recyclenet.instance.schema import SCHEMA


@dataclass(frozen=True)
class Settings:
    """What instance.toml says: name, money and time base, and where the data come from.

    `discount_rate` is a share per year; `provenance` maps free keys to text (sources, licences, placeholders).
    """

    name: str
    currency: str
    price_year: int
    discount_rate: float
    title: str = ""
    description: str = ""
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Instance:
    """One planning question.

    `tables` maps every table name of the schema to a data frame with the columns of the schema in its order, one row per line of the file
    (no rows where the file is absent). Labels and text are str, numbers float, whole numbers int. An optional cell that was left empty
    holds the column's default, or is missing (NaN / None): use `stated` to get only the rows that state it.
    `polygons` maps a region to its GeoJSON geometry (WGS 84). Neither is ever changed.
    """

    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    polygons: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return a table of the schema, columns as in the file."""
        return self.tables[table]

    def keyed(self, table: str) -> pd.DataFrame:
        """Return a table indexed by its key columns."""
        return self.tables[table].set_index(list(SCHEMA[table].key))

    def stated(self, table: str, column: str) -> pd.Series:
        """Return an optional column of a table, indexed by the table's key, only where a value is stated."""
        return self.keyed(table)[column].dropna()

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods in order of time."""
        return tuple(self.tables["periods"]["period"])
