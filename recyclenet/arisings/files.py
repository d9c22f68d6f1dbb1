"""Files of arisings: a folder of tables is read and checked, supplies and what belongs to them are written."""

import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pandas as pd

from recyclenet.arisings.answer import Arisings
from recyclenet.arisings.case import SETTINGS_FILE, Case, merged, settings_of
from recyclenet.arisings.chart import chart
from recyclenet.arisings.checks import has_errors, problems_of
from recyclenet.arisings.schema import SCHEMA, SHIPPED
from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.instance.columns import Column, Table
from recyclenet.instance.folder_files import csv_text, read_sheets, read_toml
from recyclenet.instance.schema import SCHEMA as INSTANCE_SCHEMA
from recyclenet.instance.sheets import cell_text, sheet_of
from recyclenet.instance.tables import frame_of, read_table

RESULTS = "out"
"""Folder, beside the tables, in which the answer is written."""


def read_arisings(folder: Path | str) -> Case:
    """Return the case in a folder; raise InstanceError with every problem where there is one."""
    case, problems = check_arisings(folder)
    if case is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"], "the tables of arisings")
    return case


def check_arisings(folder: Path | str) -> tuple[Case | None, list[Problem]]:
    """Return the case in a folder (None where it is refused) and all problems found, errors and warnings."""
    folder = Path(folder)
    if not folder.is_dir():
        raise UsageError(f"'{folder}' is no folder; give one with sales.csv (or stocks.csv) and periods.csv")
    problems: list[Problem] = []
    settings = settings_of(read_toml(folder / SETTINGS_FILE, problems) or {}, problems)
    case = Case(settings, merged(_read_tables(folder, problems), shipped_tables()))
    problems += problems_of(case, problems)
    return (None if has_errors(problems) else case), problems


def shipped_tables() -> dict[str, pd.DataFrame]:
    """Return the tables that come with recyclenet."""
    with resources.as_file(resources.files("recyclenet.arisings") / "data") as folder:
        problems: list[Problem] = []
        tables = _read_tables(folder, problems, {name: SCHEMA[name] for name in SHIPPED})
    if problems:
        raise InstanceError(problems, "the tables that come with recyclenet")
    return tables


def write_arisings(answer: Arisings, title: str, folder: Path | str, *, supplies: Path | str | None = None) -> dict[str, Path]:
    """Write the answer to `<folder>/out`, the table of supplies elsewhere if said so; return where each thing is."""
    results = Path(folder) / RESULTS
    target = Path(supplies) if supplies else results / "supplies.csv"
    table = INSTANCE_SCHEMA["supplies"]
    sheet = sheet_of(list(answer.supplies), [list(map(str, row)) for row in answer.supplies.itertuples(index=False)])
    places, texts = {"supplies": target, "chart": results / "arisings.svg"}, [csv_text(sheet, table), chart(answer.yearly, title)]
    for name in ("totals", "bands", "yearly", "elements", "balance", "origins"):
        places[name] = results / f"{name}.csv"
        texts.append(_csv_of(getattr(answer, name)))
    for file, text in zip(places.values(), texts, strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.part")
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, file)  # noqa: PTH105 - puts the file in the place of a link, too
    return places


def _csv_of(frame: pd.DataFrame) -> str:
    numeric = [pd.api.types.is_float_dtype(frame[name]) for name in frame]
    rows = [
        [f"{value:.10g}" if number else cell_text(value) for value, number in zip(row, numeric, strict=True)]
        for row in frame.itertuples(index=False)
    ]
    columns = tuple(Column(str(name), "number" if number else "text", "") for name, number in zip(frame, numeric, strict=True))
    return csv_text(sheet_of([str(name) for name in frame], rows), Table("", "", (), columns))


def _read_tables(folder: Path, problems: list[Problem], tables: Mapping[str, object] = SCHEMA) -> dict[str, pd.DataFrame]:
    sheets = read_sheets(folder, {name: SCHEMA[name] for name in tables}, problems)
    unread = {name for name, sheet in sheets.items() if sheet is None}
    return {
        name: frame_of([], [], SCHEMA[name]) if name in unread else read_table(f"{name}.csv", sheets.get(name), SCHEMA[name], problems)
        for name in tables
    }
