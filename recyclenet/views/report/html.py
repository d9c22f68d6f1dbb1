"""Pieces of a page: headings, tables and figures as HTML, in which every word is escaped."""

from collections.abc import Iterable, Sequence

from recyclenet.views.report.svg import words


class Markup(str):
    """Text that is HTML already, made by a function of this folder."""

    __slots__ = ()


def cell(value: object) -> str:
    """Return what stands in a cell: HTML as it is, all else escaped."""
    return value if isinstance(value, Markup) else words(value)


def heading(text: str, anchor: str, *, page: bool = False) -> Markup:
    """Return the heading of a section; `page` begins a new page in print."""
    return Markup(f'<h2 id="{anchor}"{" class=page" if page else ""}>{words(text)}</h2>')


def subheading(text: str) -> Markup:
    """Return a heading within a section."""
    return Markup(f"<h3>{words(text)}</h3>")


def paragraph(text: object, kind: str = "") -> Markup:
    """Return a paragraph; `kind` is its class: lead, note, warn."""
    return Markup(f"<p{f' class={kind}' if kind else ''}>{cell(text)}</p>")


def figure(drawing: str, caption: object = "", legend: str = "") -> Markup:
    """Return a drawing with what it shows."""
    said = f"<figcaption>{cell(caption)}</figcaption>" if caption else ""
    return Markup(f"<figure>{drawing}{legend}{said}</figure>")


def tag(text: str, *, calm: bool = False) -> Markup:
    """Return a small mark."""
    return Markup(f'<span class="tag{" calm" if calm else ""}">{words(text)}</span>')


def table(
    heads: Sequence[object], rows: Iterable[Sequence[object]], *, words_in: int = 1, sums: int = 0, marked: Sequence[int] = ()
) -> Markup:
    """Return a table: the first `words_in` columns hold words, the others numbers; the last `sums` rows are sums, `marked` rows tinted."""
    body = list(rows)
    head = "".join(f"<th{_kind(number, words_in)}>{cell(text)}</th>" for number, text in enumerate(heads))
    lines = []
    for position, row in enumerate(body):
        classes = " ".join(["sum"] * (position >= len(body) - sums) + ["mark"] * (position in marked))
        cells = "".join(f"<td{_kind(number, words_in)}>{cell(value)}</td>" for number, value in enumerate(row))
        lines.append(f"<tr{f' class={chr(34)}{classes}{chr(34)}' if classes else ''}>{cells}</tr>")
    return Markup(f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>")


def _kind(number: int, words_in: int) -> str:
    return "" if number < words_in else ' class="n"'
