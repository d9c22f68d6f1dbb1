"""What was assumed: for every table of the instance what its provenance says of it, which of it are placeholders, and what says nothing.

The provenance of an instance (instance.toml) is text under free keys. A key that begins with the name of a table, such as `supplies`,
`candidates.opening_cost` or `distances road`, is about that table; others are about the whole instance. A text that says
"placeholder" marks numbers that stand in for ones not known yet.
"""

import re

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import SCHEMA

WHOLE = "the whole instance"
"""What a text is about whose key names no table."""

PLACEHOLDER = re.compile(r"\bplaceholders?\b", re.IGNORECASE)
NO_PLACEHOLDER = re.compile(r"\b(?:no|without|not a) placeholders?\b", re.IGNORECASE)


def assumptions(instance: Instance) -> pd.DataFrame:
    """Return one row for every text of the provenance, and one for every table with rows that no text is about.

    about (a table, or WHOLE), key, rows (of the table; 0 for the whole), source ("" where none is stated), placeholder ("yes", "no").
    """
    texts = instance.settings.provenance
    rows = [(WHOLE, key, 0, text, _marks(text)) for key, text in texts.items() if _table_of(key) is None]
    for name in SCHEMA:
        count = len(instance[name])
        stated = [(name, key, count, text, _marks(text)) for key, text in texts.items() if _table_of(key) == name]
        rows += stated or ([(name, name, count, "", "no")] if count else [])
    return pd.DataFrame(rows, columns=["about", "key", "rows", "source", "placeholder"])


def _table_of(key: str) -> str | None:
    name = re.split(r"[. :]", key, maxsplit=1)[0]
    return name if name in SCHEMA else None


def _marks(text: str) -> str:
    return "yes" if PLACEHOLDER.search(NO_PLACEHOLDER.sub("", text)) else "no"
