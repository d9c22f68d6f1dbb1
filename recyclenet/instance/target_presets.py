"""Presets as targets: a law's rules become rows of targets, for the calendar years of an instance's periods and the materials it has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from recyclenet.errors import Problem
from recyclenet.instance.columns import EVERY
from recyclenet.instance.grammar import folded
from recyclenet.instance.instance import Settings
from recyclenet.instance.lookups import Tables, problem, streams
from recyclenet.instance.preset_files import NO_ROW, OR, preset_rules
from recyclenet.instance.rules import RULES
from recyclenet.instance.settings import SETTINGS_FILE
from recyclenet.instance.sheets import cell_text, number_text
from recyclenet.instance.tables import frame_of

TARGETS = next(table for table in RULES if table.name == "targets")
YEARS = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", re.ASCII)
"""A label of a period that says its calendar years: 2026-2030, or 2026."""


@dataclass(frozen=True)
class Rule:
    """What a preset asks of an instance: the target, the stream and element it is about there, and its share from each year on."""

    target: str
    metric: str
    stream: str
    element: str
    steps: tuple[tuple[int, float], ...]

    def share_in(self, years: range) -> float | None:
        """Return the share in force in at least half of some years, the latest of them; None where there is none yet."""
        shares = [share for year, share in self.steps if 2 * sum(year <= other for other in years) >= len(years)]
        return shares[-1] if shares else None


def with_presets(settings: Settings, tables: Tables, problems: list[Problem]) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the table of targets with the rows of the settings' presets after its own, and how many rows each preset gave.

    A row of the table replaces that of the same target and period, one for every period those of the same target. What the instance has no
    material for is left out, with a warning; periods that say no calendar years are errors.
    """
    own = tables["targets"]
    years = _calendar(tables["periods"], problems) if settings.targets else {}
    said = {(folded(row.target), row.period) for row in own.itertuples()}
    rows: list[dict[str, str]] = []
    counts: dict[str, int] = {}
    for preset in settings.targets:
        before = len(rows)
        for rule in _rules(preset, tables, problems):
            open_periods = [period for period in years if not {(folded(rule.target), period), (folded(rule.target), EVERY)} & said]
            rows += [_row(settings, rule, period, share) for period in open_periods if (share := rule.share_in(years[period])) is not None]
        counts[preset] = len(rows) - before
    added = frame_of(rows, [0] * len(rows), TARGETS)  # they stand on no line of a file
    return pd.concat([own, added]) if rows else own, counts


def _row(settings: Settings, rule: Rule, period: str, share: float) -> dict[str, str]:
    price = cell_text(settings.preset_shortfall_cost_per_t)
    return {"target": rule.target, "period": period, "metric": rule.metric, "stream": rule.stream, "element": rule.element,
            "share": number_text(share), "shortfall_cost_per_t": price}  # fmt: skip


def _rules(preset: str, tables: Tables, problems: list[Problem]) -> Iterator[Rule]:
    """Yield the rules of a preset that the instance has a stream or element for; the others are warnings."""
    rules = preset_rules(preset)
    known, elements = streams(tables), set(tables["compositions"]["element"])
    for name, steps in rules[rules["metric"] != NO_ROW].groupby("target", sort=False):
        first, target = steps.iloc[0], f"{preset} {name}"
        meant = [stream.strip() for stream in first["stream"].split(OR)]
        stream = next((stream for stream in meant if stream in [EVERY, *known]), None)
        element = "" if pd.isna(first["element"]) else str(first["element"])
        if stream is None:
            named = " or ".join(f"'{stream}'" for stream in meant)
            problems.append(_left_out(target, f"no material is of stream {named}", "materials.csv"))
        elif element and element not in elements:
            problems.append(_left_out(target, f"no material contains {element}", "compositions.csv"))
        else:
            in_order = steps.sort_values("from_year")
            yield Rule(target, first["metric"], stream, element, tuple(zip(in_order["from_year"], in_order["share"], strict=True)))


def _left_out(target: str, why: str, file: str) -> Problem:
    return Problem(SETTINGS_FILE, 0, "targets", f"'{target}' is left out: {why}", f"say it in {file} if there is one", "warning")


def _calendar(periods: pd.DataFrame, problems: list[Problem]) -> dict[str, range]:
    """Return the calendar years of every period; what does not say them is an error."""
    found: dict[str, range] = {}
    before = 0
    for line, row in periods.iterrows():
        label, count, stated = row["period"], row["years"], YEARS.fullmatch(row["period"])
        first = int(stated[1]) if stated else 0
        last = int(stated[2] or stated[1]) if stated else 0
        if not pd.isna(row["first_year"]):
            first, last = int(row["first_year"]), int(row["first_year"]) + count - 1
        if not first:
            remedy = "write a label such as 2026-2030, or in the column first_year the year it begins in"
            problems.append(problem("periods", line, "period", f"'{label}' names no calendar years, which presets of targets need", remedy))
        elif last - first + 1 != count:
            remedy = f"write {last - first + 1} years, or in the column first_year the year it begins in"
            problems.append(problem("periods", line, "years", f"'{label}' has {count} years, which is not what its label says", remedy))
        elif first <= before:
            remedy = "let periods follow each other, for presets of targets"
            problems.append(problem("periods", line, "period", f"'{label}' begins in {first}, before the last one has ended", remedy))
        found[label], before = range(first, first + count), max(before, last)
    return found
