"""Plain text for a terminal. Names out of an instance are data: they are shown, never interpreted."""

import unicodedata

from rich.text import Text

POWERFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of signs that steer a terminal, turn the direction of writing, break lines, or have no shape of their own."""


def plain(text: object) -> str:
    r"""Return text on one line without power over a terminal: control, format and bidirectional signs are written out as `\x1b`."""
    return "".join(_written_out(sign) if unicodedata.category(sign) in POWERFUL else sign for sign in str(text))


def shown(text: object, style: str = "") -> Text:
    """Return text for a terminal that is never read as markup."""
    return Text(plain(text), style=style)


def _written_out(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
