"""Case: all that arisings are worked out from - settings and tables, the user's own and those that come with recyclenet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from recyclenet.arisings.ranges import Array
from recyclenet.arisings.schema import SHIPPED
from recyclenet.arisings.stocks import TIMINGS
from recyclenet.errors import Problem
from recyclenet.instance.tables import meant

SETTINGS_FILE = "arisings.toml"


@dataclass(frozen=True)
class Settings:
    """What holds for all of a folder; each may be set in arisings.toml."""

    title: str = "Arisings"
    timing: str = "middle"
    decimals: int = 3
    samples: int = 1000
    seed: int = 0
    materials: Mapping[str, str] = field(default_factory=dict)


LIMITS = {"decimals": (0, 3), "samples": (0, 100_000), "seed": (0, 2**31 - 1)}
"""Least and most value of a setting; an instance takes no supply below a kilogram a year."""

WORDS = {str: "text in quotation marks", int: "whole number", dict: "table"}


@dataclass(frozen=True)
class Case:
    """Settings and tables (by name, indexed by line) that passed the checks; `shipped` rows are marked in the tables that may have some."""

    settings: Settings
    tables: Mapping[str, pd.DataFrame]

    @property
    def years(self) -> Array:
        """Return the calendar years from the first that is stated to the end of the last period."""
        first = min(self.tables[name]["year"].min() for name in ("sales", "stocks") if len(self.tables[name]))
        periods = self.tables["periods"]
        return np.arange(min(first, periods["first_year"].min()), periods["last_year"].max() + 1)


def with_parts(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with the series (column `counted_as`: whose they are) and keys of what is sold with another product."""
    products = tables["products"].copy()
    keys = products.dropna(subset=["key"]).set_index("product")["key"].to_dict()
    parts = products.dropna(subset=["sold_with"])
    products["key"] = [keys.get(part["product"], keys.get(part["sold_with"])) for _, part in products.iterrows()]
    found = {**tables, "products": products}
    for driver in ("sales", "stocks"):
        rows = tables[driver].assign(counted_as=tables[driver]["product"])
        copies = [rows[rows["product"] == part["sold_with"]].assign(product=part["product"]) for _, part in parts.iterrows()]
        found[driver] = pd.concat([rows, *copies])
    return found


def merged(own: Mapping[str, pd.DataFrame], shipped: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the user's tables with the shipped rows of those products (materials) that a table of the user's does not name."""
    tables = {name: frame.assign(shipped=False) for name, frame in own.items()}
    for name, column in SHIPPED.items():
        kept = shipped[name][~shipped[name][column].isin(tables[name][column])]
        tables[name] = pd.concat([tables[name], kept.assign(shipped=True)])
    return with_parts(tables)


def settings_of(found: Mapping[str, object], problems: list[Problem]) -> Settings:
    """Return the settings found in arisings.toml; what is wrong with them goes to `problems`."""
    faults = list(_faults(found))
    problems += faults
    return Settings() if faults else Settings(**found)  # type: ignore[arg-type]


def _faults(found: Mapping[str, object]) -> Iterator[Problem]:
    kinds = {"title": str, "timing": str, "materials": dict, **dict.fromkeys(LIMITS, int)}
    for key, value in found.items():
        if key not in kinds:
            yield _fault(key, "the key is unknown", meant(key, list(kinds)) or f"the keys are {', '.join(kinds)}")
        elif not isinstance(value, kinds[key]) or isinstance(value, bool):
            yield _fault(key, f"found {value!r}", f"write a {WORDS[kinds[key]]}")
        elif isinstance(value, int) and not LIMITS[key][0] <= value <= LIMITS[key][1]:
            yield _fault(key, f"found {value}", "write a number from {} to {}".format(*LIMITS[key]))
        elif key == "timing" and value not in TIMINGS:
            yield _fault(key, f"found '{value}'", f"write one of {', '.join(TIMINGS)}: when in the year all is put into use")
        elif isinstance(value, dict) and not all(isinstance(name, str) and name for name in value.values()):
            yield _fault(key, "a name is no text", 'write lines such as lfp_pack = "lfp_pack_owner"')


def _fault(key: str, found: str, remedy: str) -> Problem:
    return Problem(SETTINGS_FILE, 0, key, found, remedy)
