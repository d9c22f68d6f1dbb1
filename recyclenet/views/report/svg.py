"""Drawings in SVG: shapes and words put together as text. Words are data: escaped, and signs with power over a page written out."""

from collections.abc import Iterable
from html import escape

from recyclenet.views.plain import plain

NARROW, WIDE = frozenset("ijlIfrt.,:;'|!()[] -·"), frozenset("mwMW%@−≥")
"""Signs much narrower and wider than others in the typefaces that are likely."""

CHINESE = 0x2E80
"""From this code on signs are as wide as they are high."""


def words(text: object) -> str:
    """Return text that means nothing to a page."""
    return escape(plain(text))


def width_of(text: str, size: float = 11.0) -> float:
    """Return about how wide a text is, in the units of the drawing."""
    return size * sum(map(_width, text))


def _width(sign: str) -> float:
    """Return about how wide a sign is relative to the size of the type; rather too wide than too narrow."""
    if ord(sign) >= CHINESE:
        return 1.0
    if sign in NARROW or sign in WIDE:
        return 0.38 if sign in NARROW else 0.95
    return 0.7 if sign.isupper() else 0.63


def fitted(text: str, room: float, size: float = 11.0) -> str:
    """Return a text, shortened where it is wider than its room."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept, size) > room - size * 0.8:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def ink_on(colour: str) -> str:
    """Return the class of words on a ground of that colour: "light" on a dark one, "" (dark) on a pale one."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "light" if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.3 else ""


def number(value: float) -> str:
    """Return a coordinate with a decimal at most."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


class Drawing:
    """A picture that grows shape by shape; `render` gives it as an <svg> element that is as wide as there is room."""

    def __init__(self, width: float, height: float, label: str) -> None:
        """Begin an empty picture; `label` tells those who cannot see it what it shows."""
        self.width, self.height, self.label = width, height, label
        self.parts: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str, hint: str = "", rounded: float = 0, more: str = ""
    ) -> None:
        """Add a rectangle; `hint` is shown when a pointer rests on it."""
        corner = f' rx="{number(rounded)}"' if rounded else ""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(max(height, 0))}"'
        self._shape("rect", f'{place}{corner} fill="{fill}"{more}', hint)

    def circle(self, x: float, y: float, radius: float, *, fill: str, hint: str = "", more: str = "") -> None:
        """Add a disc."""
        self._shape("circle", f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{more}', hint)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = "#c9ced3", width: float = 1, more: str = "") -> None:
        """Add a straight line."""
        ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        self._shape("line", f'{ends} stroke="{colour}" stroke-width="{number(width)}"{more}')

    def path(self, path: str, *, more: str, hint: str = "") -> None:
        """Add a path, with its attributes in `more`."""
        self._shape("path", f'd="{path}"{more}', hint)

    def text(self, x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> None:
        """Add words; `kind` is their class in the stylesheet: strong, soft, light (on a dark ground), halo."""
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        named = f' class="{kind}"' if kind else ""
        self.parts.append(f'<text x="{number(x)}" y="{number(y)}"{where}{named}>{words(text)}</text>')

    def render(self) -> str:
        """Return the picture."""
        box = f'viewBox="0 0 {number(self.width)} {number(self.height)}" role="img" aria-label="{words(self.label)}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(self.parts)}</svg>'

    def _shape(self, name: str, attributes: str, hint: str = "") -> None:
        self.parts.append(f"<{name} {attributes}>" + (f"<title>{words(hint)}</title>" if hint else "") + f"</{name}>")


def legend(entries: Iterable[tuple[str, str]]) -> str:
    """Return a legend of colours and words as HTML."""
    sign = '<svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="{}"></rect></svg>'
    items = "".join(f"<li>{sign.format(colour)}{words(text)}</li>" for text, colour in entries)
    return f'<ul class="legend">{items}</ul>' if items else ""
