"""Cards: what an object says of itself in a notebook, as a small HTML table. Names are data: shown, never interpreted."""

import unicodedata
from collections.abc import Mapping
from html import escape

POWERFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of signs that steer a terminal, turn the direction of writing, break lines, or have no shape of their own."""

CELL = 'style="text-align: left; padding: 0.1em 1.5em 0.1em 0"'


def plain(text: object) -> str:
    r"""Return text on one line without power over a terminal or page: control, format and bidirectional signs are written out as `\x1b`."""
    return "".join(_written_out(sign) if unicodedata.category(sign) in POWERFUL else sign for sign in str(text))


def card(title: object, lines: Mapping[str, object], note: object = "") -> str:
    """Return a title and named values as HTML that needs nothing else; a line whose value is "" is left out."""
    rows = "".join(
        f"<tr><th {CELL}>{escape(plain(name))}</th><td {CELL}>{escape(plain(value))}</td></tr>"
        for name, value in lines.items()
        if value != ""
    )
    said = f"<div><small>{escape(plain(note))}</small></div>" if note else ""
    return f"<div><strong>{escape(plain(title))}</strong><table><tbody>{rows}</tbody></table>{said}</div>"


def listed(counts: Mapping[str, int], most: int = 12) -> str:
    """Return counts as words, such as "100 regions, 129 sites"; the last of many are left to an ellipsis."""
    shown = [f"{count:,} {name}" for name, count in counts.items() if count]
    return ", ".join(shown[:most]) + (", ..." if len(shown) > most else "")


def _written_out(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
