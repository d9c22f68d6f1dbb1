"""Companions: what belongs to an instance in a folder and is no table of it - the rules and layers of a screening, and notes."""

import os
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from recyclenet.errors import Problem
from recyclenet.geo.rules import SCREENING_FILE

LAYERS_FOLDER = "layers"
"""Folder of the layers of a screening, inside that of the instance."""

NOTES = "*.md"


def companions(folder: Path) -> list[str]:
    """Return the companions in a folder, as paths inside it: notes, screening.toml, layers, and files elsewhere that its rules name.

    A file is taken with those of its name and another ending (a Shapefile is four). Hidden files and links out of the folder are not.
    """
    found = [*folder.glob(NOTES), *folder.glob(SCREENING_FILE), *(folder / LAYERS_FOLDER).rglob("*")]
    for name in _named(folder / SCREENING_FILE):
        found += (folder / name).parent.glob(f"{Path(name).stem}.*")
    inside = folder.resolve()
    names = {path.relative_to(folder).as_posix() for path in found if path.is_file() and path.resolve().is_relative_to(inside)}
    return sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))


def carry(source: Path, target: Path) -> None:
    """Copy the companions of an instance in a folder into another; each is there whole or not at all."""
    if source.resolve() == target.resolve():
        return
    for name in companions(source):
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.part")
        shutil.copyfile(source / name, part)
        os.replace(part, file)  # noqa: PTH105 - puts the file in the place of a link, too


def left_behind(source: Path, target: Path) -> Iterator[Problem]:
    """Yield a warning of each companion, layers together, that a workbook or a JSON file does not hold."""
    names = companions(source)
    layers = [name for name in names if name.startswith(f"{LAYERS_FOLDER}/")]
    for name in [name for name in names if name not in layers] + ([f"{LAYERS_FOLDER}/"] if layers else []):
        yield Problem(name, 0, "", f"{target.name} does not hold it: it is left behind", "convert to a folder to take it along", "warning")


def _named(file: Path) -> Iterator[str]:
    """Yield the names of files in the rules of a screening, those inside its folder; nothing where it cannot be read."""
    try:
        content = tomllib.loads(file.read_bytes().decode("utf-8-sig")) if file.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return
    rules = content.get("rules", [])
    named = [content.get("settlements"), *(rule.get("file") for rule in rules if isinstance(rule, dict))] if isinstance(rules, list) else []
    for name in named:
        if isinstance(name, str) and name and not Path(name).is_absolute() and ".." not in Path(name).parts:
            yield name
