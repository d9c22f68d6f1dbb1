"""The collected facts: tables of text, of which one number is read at a time, and polygons."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

Rows = list[dict[str, Any]]
Composition = dict[str, dict[str, float]]
"""Elements of materials [t/t]."""
Recipes = dict[tuple[str, str], dict[str, float]]
"""What comes out per tonne taken, by technology and material taken [t/t]."""


class Facts:
    """The collected facts: tables as text, one value at a time, and polygons."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder."""
        self.folder = folder
        self.tables: dict[str, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, every cell as text."""
        if name not in self.tables:
            self.tables[name] = pd.read_csv(self.folder / "tables" / f"{name}.csv", dtype=str, keep_default_na=False)
        return self.tables[name].copy()

    def value(self, table: str, column: str, **where: str) -> float:
        """Return the one number that stands where the named columns hold these texts."""
        rows = self.table(table)
        for name, text in where.items():
            rows = rows[rows[name] == text]
        (cell,) = rows[column]
        return float(cell)

    def features(self, name: str) -> list[dict[str, Any]]:
        """Return the features of a GeoJSON file."""
        features: list[dict[str, Any]] = json.loads((self.folder / "geo" / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
        return features

    def counties(self) -> list[dict[str, Any]]:
        """Return the counties of Jiangxi as GeoJSON features, in order of their code."""
        features = self.features("cn_jiangxi_counties")
        return sorted(features, key=lambda feature: str(feature["properties"]["adcode"]))
