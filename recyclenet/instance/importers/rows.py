"""Rows of an instance that is made from another programme's file: values by column, table by table."""

from collections.abc import Mapping, Sequence

import pandas as pd

from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.sheets import cell_text
from recyclenet.instance.tables import frame_of

Row = dict[str, object]


def tables_of(rows: Mapping[str, Sequence[Row]]) -> dict[str, pd.DataFrame]:
    """Return all tables of the schema; a column that a row does not state takes its default or is missing."""
    return {name: _frame(name, rows.get(name, ())) for name in SCHEMA}


def _frame(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    records = [{column: cell_text(value) for column, value in row.items()} for row in rows]
    return frame_of(records, range(len(records)), SCHEMA[name])
