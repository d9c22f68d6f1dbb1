"""Reports as files: the page, and the workbook of all tables."""

from pathlib import Path

import pandas as pd

from recyclenet.solution.report import report_of
from recyclenet.solution.solution import Solution
from recyclenet.views.report.page import report_page
from recyclenet.views.report.workbook import workbook_bytes


def save_report(plan: Solution, path: str | Path, *, marginal_values: pd.DataFrame | None = None, live_map: bool = True) -> Path:
    """Write the report of a plan as one self-contained HTML file and return its path; the same plan gives the same bytes.

    `marginal_values` are those of recyclenet.marginal_values; without `live_map` the map is a picture only, and the file a third as large.
    """
    target = _made(path)
    target.write_text(report_page(report_of(plan, marginal_values), live_map=live_map), encoding="utf-8", newline="\n")
    return target


def save_tables(plan: Solution, path: str | Path, *, marginal_values: pd.DataFrame | None = None) -> Path:
    """Write every table of a plan, its report and its instance as a workbook (.xlsx) and return its path."""
    target = _made(path)
    target.write_bytes(workbook_bytes(report_of(plan, marginal_values)))
    return target


def _made(path: str | Path) -> Path:
    """Return a path in a folder that is there."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
