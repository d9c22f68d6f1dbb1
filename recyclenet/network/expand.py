"""Rows for every period: tables in which `*` stands for all periods without a row of their own, written out."""

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY, SCHEMA


def by_period(instance: Instance, table: str) -> pd.DataFrame:
    """Return a table with a row for each period, indexed by its key; a row of a period's own goes before one for every period."""
    key = list(SCHEMA[table].key)
    frame = instance[table]
    if not len(frame):
        return frame.set_index(key)
    general = frame[frame["period"] == EVERY].drop(columns="period")
    spread = general.merge(pd.DataFrame({"period": list(instance.periods)}), how="cross")
    rows = pd.concat([frame[frame["period"] != EVERY], spread[frame.columns]])
    return rows.drop_duplicates(key, keep="first").set_index(key)
