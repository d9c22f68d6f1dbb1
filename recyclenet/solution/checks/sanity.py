"""Sanity of a plan's tables: columns, numbers, keys and labels, before any rule is asked."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from recyclenet.instance.schema import NO, YES
from recyclenet.solution.case import Case
from recyclenet.solution.checks.findings import Row
from recyclenet.solution.solution import TABLE_COLUMNS

AMOUNT_COLUMNS = frozenset(
    (
        "capacity_t",
        "throughput_t",
        "distance_km",
        "flow_t",
        "uncollected_t",
        "withheld_t",
        "stock_t",
        "sold_t",
        "emitted_t",
        "amount",
        "cost",
    )
)
SIGNED = ("emitted_t", "cost")
"""Amounts that may be negative: what is avoided, what is earned."""


def sane(case: Case) -> list[Row]:
    """Every table has its columns; numbers are finite and not negative, keys do not repeat, labels are there, periods are known."""
    return [
        Row(rule, "", "", name, float(count), "rows")
        for name, columns in TABLE_COLUMNS.items()
        for rule, count in _faults(case, case.plan[name], columns)
        if count
    ]


def _faults(case: Case, table: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield rules of one table with the number of rows that break them."""
    missing = [column for column in columns if column not in table]
    yield "columns", len(missing)
    if missing:
        return
    labels = [column for column in columns if column not in AMOUNT_COLUMNS]
    for column in set(columns) - set(labels):
        numeric = pd.api.types.is_numeric_dtype(table[column])
        yield "numbers", int((~np.isfinite(table[column])).sum()) if numeric else len(table)
        yield "numbers", int((table[column] < 0).sum()) if numeric and column not in SIGNED else 0
    yield "keys", int(table.duplicated([label for label in labels if label != "opens"]).sum())
    yield "names", int((table[labels].isna().any(axis=1) | ~table["period"].isin(case.instance.periods)).sum())
    if "opens" in labels:
        yield "names", int((~table["opens"].isin([YES, NO])).sum())
