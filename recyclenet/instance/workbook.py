"""Workbooks: the cells of an .xlsx file as text, sheet by sheet.

Read from the file's XML itself: what a cell holds, not what a library makes of it. A number is as short as it reads back the same; a
formula counts by the value saved with it; dates, TRUE and errors have no text of their own and are refused, each in its cell. The file is
an archive that a stranger may have made: its unpacked size is limited, and XML that declares entities is refused.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn
from xml.etree import ElementTree as ET

from recyclenet.instance.sheets import number_text

MOST_UNPACKED_BYTES = 512 * 2**20
MOST_RATIO, RATIO_FROM_BYTES = 200, 10 * 2**20
"""Largest unpacked size per packed size, asked of workbooks that unpack to more than `RATIO_FROM_BYTES`; sheets of real data reach 60."""

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes a sign that XML cannot hold."""

DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of the built-in formats of dates and times."""


class Cell(NamedTuple):
    """A cell: its text, the decimals its number format shows (None: it does not say), or what is wrong with it and what to write."""

    text: str
    decimals: int | None = None
    found: str = ""
    remedy: str = ""


Rows = dict[int, dict[int, Cell]]
"""Cells that hold something, by row and column, both from 1."""


def read_workbook(file: Path) -> dict[str, Rows]:
    """Return the cells of every sheet by its name; raise ValueError where the file is no workbook, or one that should not be unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bombs(archive)
            return dict(_sheets(archive))
    except (zipfile.BadZipFile, ET.ParseError, KeyError, IndexError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"it is no .xlsx workbook ({error})") from None


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that is far larger than it looks; no part is read beyond the size the archive states."""
    unpacked, packed = (sum(getattr(part, size) for part in archive.infolist()) for size in ("file_size", "compress_size"))
    if unpacked > MOST_UNPACKED_BYTES:
        raise ValueError(f"it unpacks to {unpacked / 2**20:.0f} MB, more than {MOST_UNPACKED_BYTES / 2**20:.0f}")
    if unpacked > RATIO_FROM_BYTES and unpacked > MOST_RATIO * packed:
        raise ValueError(f"it unpacks to {unpacked / max(packed, 1):.0f} times its size, more than {MOST_RATIO}: that is no sheet of data")


class _NoDoctype(ET.TreeBuilder):
    """A builder of XML trees that takes no declarations: a workbook has none, an attack with entities needs them."""

    def doctype(self, *_: object) -> NoReturn:
        raise ValueError("its XML declares a document type, which a workbook never does")


def _xml(archive: zipfile.ZipFile, part: str) -> ET.Element:
    parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 - declarations are refused, sizes are limited
    parser.feed(archive.read(part))
    tree: ET.Element = parser.close()
    return tree


def _name(element: ET.Element) -> str:
    """Return an element's name without its namespace, of which there are two for workbooks."""
    return element.tag.rpartition("}")[2]


def _children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (child for child in element if _name(child) == name)


def _related(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Return what a part refers to: id, kind and name of the other part."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive.namelist():
        return []
    found = [(one.get("Id", ""), one.get("Type", ""), one.get("Target", "")) for one in _xml(archive, rels)]
    return [(key, kind.rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, target))[1:]) for key, kind, target in found]


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, Rows]]:
    book = next((target for _, kind, target in _related(archive, "") if kind == "officeDocument"), "xl/workbook.xml")
    related = _related(archive, book)
    parts = {kind: target for _, kind, target in related}
    texts = [_text(item) for item in _children(_xml(archive, parts["sharedStrings"]), "si")] if "sharedStrings" in parts else []
    formats = _formats(_xml(archive, parts["styles"])) if "styles" in parts else []
    worksheets = {key: target for key, kind, target in related if kind == "worksheet"}
    for group in _children(_xml(archive, book), "sheets"):
        for sheet in group:
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            if key in worksheets:
                yield sheet.get("name", ""), _rows(_xml(archive, worksheets[key]), texts, formats)


def _text(item: ET.Element) -> str:
    """Return the text of an item that may be written in several fonts; how it is pronounced is left out."""
    pieces = [
        child.text or ""
        for run in item
        for child in ([run] if _name(run) == "t" else run if _name(run) == "r" else [])
        if _name(child) == "t"
    ]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)


def _formats(styles: ET.Element) -> list[tuple[bool, int | None]]:
    """Return for every cell format whether it shows a date, and how many decimals it shows if it says so."""
    own = {int(found.get("numFmtId", 0)): found.get("formatCode", "") for group in _children(styles, "numFmts") for found in group}
    formats = []
    for group in _children(styles, "cellXfs"):
        for found in group:
            number = int(found.get("numFmtId", 0))
            code = own.get(number, {1: "0", 2: "0.00"}.get(number, ""))
            signs = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code)
            plain = re.fullmatch(r"0(?:\.(0+))?", code)
            formats.append((number in DATES or bool(set("dmyhsDMYHS") & set(signs)), len(plain[1] or "") if plain else None))
    return formats


def _rows(sheet: ET.Element, texts: list[str], formats: list[tuple[bool, int | None]]) -> Rows:
    rows: Rows = {}
    row_number = 0
    for group in _children(sheet, "sheetData"):
        for row in _children(group, "row"):
            row_number = int(row.get("r", row_number + 1))
            column = 0
            for element in _children(row, "c"):
                column = _column_number(element.get("r", "")) or column + 1
                cell = _cell(element, texts, formats)
                if cell.text or cell.found:
                    rows.setdefault(row_number, {})[column] = cell
    return rows


def _column_number(address: str) -> int:
    number = 0
    for letter in address.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cell(element: ET.Element, texts: list[str], formats: list[tuple[bool, int | None]]) -> Cell:
    kind, parts = element.get("t", "n"), {_name(child): child for child in element}
    value = (parts["v"].text or "") if "v" in parts else ""
    if "f" in parts and not value and kind != "str":
        return Cell("", None, "a formula without its value", "open and save the file in a spreadsheet programme, or write the value")
    if kind == "inlineStr":
        return Cell(_text(parts["is"]) if "is" in parts else "")
    if kind in ("s", "str"):
        return Cell(texts[int(value)] if kind == "s" and value else _unescaped(value))
    if not value:
        return Cell("")
    if kind == "b":
        return Cell("", None, f"found {'TRUE' if value == '1' else 'FALSE'}", "write yes or no")
    if kind == "e":
        return Cell("", None, f"found the error {value}", "mend it, or write the value")
    is_date, decimals = formats[int(element.get("s", 0))] if formats else (False, None)
    if is_date or kind == "d":
        return Cell("", None, "found a date or time", "format the cell as text and write it anew")
    return Cell(number_text(float(value)), decimals)
