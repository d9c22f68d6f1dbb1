"""Files of instances: a folder, a workbook (.xlsx) or a JSON file (.json), all three the same document; and the hash of an instance."""

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import pandas as pd

from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.instance.companion_files import carry, left_behind
from recyclenet.instance.document import Document, checked, document_of, parts, with_all_columns
from recyclenet.instance.excel_files import read_excel_file
from recyclenet.instance.excel_writing import workbook_bytes
from recyclenet.instance.folder_files import folder_contents, read_folder, write_folder
from recyclenet.instance.instance import Instance
from recyclenet.instance.json_files import json_text, read_json_file
from recyclenet.instance.polygons import POLYGONS_FILE, Polygons
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.settings import settings_record, without_presets

EXCEL, JSON = ".xlsx", ".json"
OTHER_FORMATS = (".csv", ".xls", ".xlsm", ".xlsb", ".ods", ".toml", ".yaml", ".yml", ".zip", ".geojson", ".txt")
"""Endings of names that would not be meant for a folder."""


def read_instance(source: Path | str) -> Instance:
    """Return the instance in a folder, .xlsx or .json; raise InstanceError with every problem where there is one."""
    instance, problems = check_instance(source)
    if instance is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"])
    return instance


def check_instance(source: Path | str) -> tuple[Instance | None, list[Problem]]:
    """Return the instance in a folder, .xlsx or .json (None where it is refused) and all problems found, errors and warnings."""
    problems: list[Problem] = []
    document = read_document(source, problems)
    return checked(document, problems)


@dataclass(frozen=True)
class Parts:
    """Some tables of an instance, its polygons and the sources it states, with the warnings about these."""

    tables: Mapping[str, pd.DataFrame]
    polygons: Polygons
    provenance: Mapping[str, str]
    warnings: Sequence[Problem]


def read_parts(source: Path | str, names: Sequence[str]) -> Parts:
    """Return some tables of an instance that need not be whole, and its polygons.

    A table that is not there is empty. Raises InstanceError with every error in them; what else is wrong with the instance is no matter.
    """
    read: list[Problem] = []
    document = read_document(source, read)
    tables, polygons, problems = parts(document, names)
    files = {f"{name}.csv" for name in names} | {POLYGONS_FILE}
    problems = [problem for problem in read if problem.file in files or problem.part] + problems
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InstanceError(errors)
    stated = (document.settings or {}).get("provenance", {})
    provenance = {key: text for key, text in stated.items() if isinstance(text, str)} if isinstance(stated, dict) else {}
    return Parts(tables, polygons, provenance, problems)


def write_instance(instance: Instance, target: Path | str) -> None:
    """Write an instance as a folder, .xlsx or .json, by the target's name; reading it gives an equal instance."""
    write_document(document_of(instance), _written_out(instance), target)


def convert(source: Path | str, target: Path | str, *, expand: bool = False) -> list[Problem]:
    """Write the instance in a source as the target's name says, every cell as it stands; return the warnings about it.

    With `expand` the rows of its presets are written into the table of targets, and the presets are named no more. From folder to folder
    its companions (see recyclenet.instance.companion_files) go along; a workbook or a JSON file does not hold them, and the warnings say
    so. Raises InstanceError where the instance is not sound.
    """
    source, target = Path(source), Path(target)
    read: list[Problem] = []
    document = read_document(source, read)
    instance, problems = checked(document, read)
    if instance is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"])
    if expand:
        instance = _written_out(instance)
        rows = {name: sheet for name, sheet in document_of(instance).sheets.items() if name == "targets"}
        document = replace(document, sheets={**document.sheets, **rows})
    write_document(document, instance, target)
    if source.is_dir() and target.is_dir():
        carry(source, target)
    elif source.is_dir():
        problems += left_behind(source, target)
    return problems


def write_imported(instance: Instance, target: Path | str) -> list[Problem]:
    """Write an instance that an importer made, once it has passed the checks; return the warnings about it."""
    document = document_of(instance)
    found, problems = checked(document)
    if found is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"])
    write_document(document, found, target)
    return problems


def read_document(source: Path | str, problems: list[Problem]) -> Document:
    """Return what stands in a folder, .xlsx or .json; what cannot be read goes to `problems`."""
    source = Path(source)
    if source.is_dir():
        return read_folder(source, problems)
    if not source.exists():
        raise UsageError(f"'{source}' is not there; give the folder of an instance, an .xlsx or a .json")
    readers = {EXCEL: read_excel_file, JSON: read_json_file}
    if source.suffix.lower() not in readers:
        raise UsageError(f"'{source}' is neither a folder nor an .xlsx or .json; give one of these")
    return readers[source.suffix.lower()](source, problems)


def write_document(document: Document, instance: Instance, target: Path | str) -> None:
    """Write a document, from which an instance was read, as a folder, .xlsx or .json, by the target's name."""
    target = Path(target)
    suffix = target.suffix.lower()
    if suffix in OTHER_FORMATS:
        raise UsageError(f"'{target}' ends in {suffix}; give a name that ends in .xlsx or .json, or that of a folder")
    whole = Document(settings_record(instance.settings), document.sheets, document.polygons)
    if suffix == EXCEL:
        _put(target, workbook_bytes(whole))
    elif suffix == JSON:
        _put(target, json_text(whole).encode())
    else:
        write_folder(whole, instance.settings, target)


def write_template(target: Path | str) -> None:
    """Write the starter instance as a workbook to fill in: every table with all its columns."""
    with resources.as_file(resources.files("recyclenet.instance") / "starter") as folder:
        problems: list[Problem] = []
        document = read_document(folder, problems)
    sheets = {name: with_all_columns(document.sheets.get(name), table) for name, table in SCHEMA.items()}
    _put(Path(target), workbook_bytes(Document(document.settings, sheets, document.polygons)))


def instance_hash(instance: Instance) -> str:
    """Return the SHA-256 [hex] of the instance as it would be written: tables in row order, settings and polygons."""
    digest = hashlib.sha256()
    for name, content in sorted(folder_contents(document_of(instance), without_presets(instance.settings), notes=False).items()):
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()


def _written_out(instance: Instance) -> Instance:
    """Return the instance with its presets as rows alone."""
    return replace(instance, settings=without_presets(instance.settings), presets={})


def _put(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(part).chmod(0o644)
        os.replace(part, target)  # noqa: PTH105 - Path.replace says the same, this reads as the pair of mkstemp
    finally:
        Path(part).unlink(missing_ok=True)
