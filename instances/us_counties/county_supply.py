"""What arises in every county: the nation's sales by recyclenet's cohort model, shared out by people, to the last digit."""

import csv
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from instances.us_counties.county_choices import ACQUISITION, FIRST_YEAR, LAST_YEAR
from instances.us_counties.county_people import all_counties
from recyclenet.arisings.files import read_arisings
from recyclenet.arisings.model import arisings

STATISTICS = Path(__file__).resolve().parent / "statistics"
AREA = "USA"

Rows = list[dict[str, Any]]


def spans(periods: int) -> dict[str, range]:
    """Return the years of so many periods of like length, by label."""
    each = (LAST_YEAR - FIRST_YEAR + 1) // periods
    firsts = range(FIRST_YEAR, LAST_YEAR + 1, each)
    return {str(first) if each == 1 else f"{first}-{first + each - 1}": range(first, first + each) for first in firsts}


def supplies(counties: pd.DataFrame, periods: int) -> Rows:
    """Return the supply of the counties; what is left of the nation's arises in the others."""
    everyone = all_counties()["population"]
    keys = [{"key": "population", "area": AREA, "region": county, "value": people, "planned": "yes" if county in counties.index else "no"}
            for county, people in everyone.items()]  # fmt: skip
    runs = [{"period": label, "first_year": years[0], "last_year": years[-1]} for label, years in spans(periods).items()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(STATISTICS, folder, dirs_exist_ok=True)
        _write(folder / "keys.csv", keys)
        _write(folder / "periods.csv", runs)
        found = arisings(read_arisings(folder)).supplies
    return [{**row, "acquisition_cost_per_t": ACQUISITION[row["material"]]} for row in found.to_dict("records")]


def _write(file: Path, rows: Rows) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
