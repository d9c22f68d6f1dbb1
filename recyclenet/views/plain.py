"""Plain text for a terminal. Names out of an instance are data: they are shown, never interpreted."""

from rich.text import Text

from recyclenet.cards import plain

__all__ = ["plain", "shown"]


def shown(text: object, style: str = "") -> Text:
    """Return text for a terminal that is never read as markup."""
    return Text(plain(text), style=style)
