"""The document: an instance as it stands in a file - settings, sheets of text, polygons - before it is believed, or to be written.

A folder, a workbook and a JSON file are three ways to write the same document. What is wrong with one is found here, in terms of the
folder's files; `placed` says the place as it is in the file at hand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from recyclenet.errors import Problem
from recyclenet.instance.checks import problems_across
from recyclenet.instance.columns import Column, Table
from recyclenet.instance.instance import Instance
from recyclenet.instance.objectives import unknown_names
from recyclenet.instance.oddities import oddities
from recyclenet.instance.polygons import POLYGONS_FILE, Polygons, polygons_of
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.settings import SETTINGS_FILE, settings_of, settings_record, without_presets
from recyclenet.instance.sheets import Sheet, cell_text, sheet_of
from recyclenet.instance.sound import unsound_tables
from recyclenet.instance.tables import frame_of, read_table
from recyclenet.instance.target_presets import with_presets


@dataclass(frozen=True)
class Document:
    """An instance as found in, or written to, a file.

    `file` names the one file it stands in ("" for a folder) and `part` what a table is called there ("sheet", "table"). `settings` is
    None, and a sheet is None, where something stands that could not be read, which was said already.
    """

    settings: Mapping[str, object] | None
    sheets: Mapping[str, Sheet | None]
    polygons: tuple[tuple[str, object], ...] = ()
    file: str = ""
    part: str = ""


def document_of(instance: Instance) -> Document:
    """Return an instance as it is written: what says nothing is left out, and presets stand as the rows they gave."""
    stated = {name: frame for name, frame in instance.tables.items() if len(frame) or not SCHEMA[name].optional}
    sheets = {name: _sheet_of_frame(stated[name], SCHEMA[name]) for name in SCHEMA if name in stated}
    return Document(settings_record(without_presets(instance.settings)), sheets, tuple(instance.polygons.items()))


def checked(document: Document, read: Sequence[Problem] = ()) -> tuple[Instance | None, list[Problem]]:
    """Return the instance in a document (None where it is refused) and all problems, errors and warnings, those of reading it first."""
    problems = list(read)
    settings = None if document.settings is None else settings_of(document.settings, problems)
    tables = {name: _table(document, table, problems) for name, table in SCHEMA.items()}
    polygons = polygons_of(document.polygons, list(tables["regions"]["region"]), problems)
    unsound = unsound_tables(problems, SCHEMA)
    problems += problems_across(tables, unsound)
    if settings and not {"gases", "compositions"} & unsound:
        names = {"emissions": tables["gases"]["gas"], "recovered": tables["compositions"]["element"]}
        problems += unknown_names(SETTINGS_FILE, settings.objectives, names)
    presets: dict[str, int] = {}
    if settings and not any(problem.severity == "error" for problem in problems):
        tables["targets"], presets = with_presets(settings, tables, problems)
    if not any(problem.severity == "error" for problem in problems):
        problems += oddities(tables, polygons)
    if settings is None or any(problem.severity == "error" for problem in problems):
        return None, [placed(problem, document) for problem in problems]
    found = Instance(settings, {name: frame.reset_index(drop=True) for name, frame in tables.items()}, polygons, presets)
    return found, [placed(problem, document) for problem in problems]


def parts(document: Document, names: Sequence[str]) -> tuple[dict[str, pd.DataFrame], Polygons, list[Problem]]:
    """Return some tables of a document (one that is not there is empty), its polygons, and all problems in these."""
    problems: list[Problem] = []
    there = {name: document.sheets.get(name) is not None for name in names}
    tables = {name: _table(document, SCHEMA[name], problems) if there[name] else frame_of([], [], SCHEMA[name]) for name in names}
    polygons = polygons_of(document.polygons, list(tables["regions"]["region"]), problems)
    return tables, polygons, [placed(problem, document) for problem in problems]


def placed(problem: Problem, document: Document) -> Problem:
    """Return a problem whose place is said as it is in the document's own file."""
    if not document.part or problem.part:
        return problem
    table = problem.file.removesuffix(".csv")
    sheet_name = {SETTINGS_FILE: "settings", POLYGONS_FILE: "polygons"}.get(problem.file, table)
    sheet = document.sheets.get(table)
    cell = ""
    if document.part == "sheet" and sheet and problem.line and problem.column in sheet.header:
        cell = f"{column_letters(sheet.header.index(problem.column) + 1)}{problem.line}"
    return replace(
        problem,
        file=document.file,
        part=f"{document.part} {sheet_name}" if document.part == "sheet" or table in SCHEMA else sheet_name,
        cell=cell,
        line=problem.line if document.part == "sheet" else max(problem.line - 1, 0),
        found=_in_words_of(document.part, problem.found),
        remedy=_in_words_of(document.part, problem.remedy),
    )


def with_all_columns(sheet: Sheet | None, table: Table) -> Sheet:
    """Return a sheet (None: there is none) with all columns of the schema in its order; what it did not say is left empty."""
    names = [column.name for column in table.columns]
    if sheet is None:
        return sheet_of(names, [])
    records = [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    return sheet_of(names, [[record.get(name, "") for name in names] for record in records])


def column_letters(number: int) -> str:
    """Return what a spreadsheet calls its column of that number, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_FILE = re.compile(rf"\b({'|'.join(SCHEMA)})\.csv\b")
_LINE = re.compile(r"\bline (\d+)")


def _in_words_of(part: str, text: str) -> str:
    """Return a message that speaks of sheets or tables instead of files; what stands in quotes is data and stays."""
    shift = 0 if part == "sheet" else 1
    pieces = re.split(r"('[^']*')", text)
    for number in range(0, len(pieces), 2):
        named = _FILE.sub(rf"{part} \1", pieces[number])
        pieces[number] = _LINE.sub(lambda line: f"row {int(line[1]) - shift}", named)
    return "".join(pieces)


def _table(document: Document, table: Table, problems: list[Problem]) -> pd.DataFrame:
    if table.name in document.sheets and document.sheets[table.name] is None:
        return frame_of([], [], table)
    return read_table(f"{table.name}.csv", document.sheets.get(table.name), table, problems)


def _sheet_of_frame(frame: pd.DataFrame, table: Table) -> Sheet:
    """Return a data frame of the schema as a sheet; optional columns that say nothing but their default are left out."""
    columns = [column for column in table.columns if not (column.optional and _says_nothing(frame[column.name], column))]
    cells = [[cell_text(value) for value in frame[column.name]] for column in columns]
    return sheet_of([column.name for column in columns], list(zip(*cells, strict=True)))


def _says_nothing(cells: pd.Series, column: Column) -> bool:
    default = None if column.default is None else frame_of([{}], [0], Table("", "", (), (column,)))[column.name].iloc[0]
    return bool((cells.isna() if default is None else cells == default).all())
