"""Files of presets: the rules of a law by the year from which they hold, each with its source; they come with recyclenet."""

import csv
from functools import cache
from importlib import resources

import pandas as pd

from recyclenet.errors import InstanceError, Problem
from recyclenet.instance.columns import Column, Table
from recyclenet.instance.sheets import sheet_of
from recyclenet.instance.tables import read_table

PRESETS = ("EU-2023-1542", "EU-CRMA", "CN-2026")
"""Names of the presets: the EU's batteries regulation, its Critical Raw Materials Act, China's measures in force in 2026."""

NO_ROW, OR = "none", "|"
"""The metric of a rule that cannot be a row of targets; what stands between the streams that a rule may be about."""

RULES = Table(
    "preset",
    "Rules of a law: from a year on a least share, as in targets.csv.",
    ("target", "from_year"),
    (
        Column("target", "name", "label; in an instance the preset's name stands before it"),
        Column("from_year", "whole", "first calendar year in all of which it is in force", least=1900, most=2200),
        Column(
            "metric", "choice", "what the share is of; none = it cannot be a row of targets", choices=("collection", "recovery", NO_ROW)
        ),
        Column("stream", "name", f"stream of materials; * = all; a {OR} b = the first of them that the instance has", every=True),
        Column("element", "name", "the element, for recovery", optional=True),
        Column("share", "number", "least share", "share", least=0, most=1),
        Column("verified", "flag", "was a document seen"),
        Column("source", "text", "where the number is from"),
        Column("reading", "text", "what the row asks for, where the law means something else", optional=True),
        Column("note", "text", "article and date, or why there is no row", optional=True),
    ),
)


@cache
def preset_rules(name: str) -> pd.DataFrame:
    """Return the rules of a preset, one row for each step of each."""
    problems: list[Problem] = []
    text = (resources.files("recyclenet.instance") / "presets" / f"{name}.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines(), strict=True)
    rules = read_table(f"{name}.csv", sheet_of(header, rows), RULES, problems)
    if problems:
        raise InstanceError(problems, "the presets that come with recyclenet")
    return rules.reset_index(drop=True)


def origin_of(name: str) -> str:
    """Return where the rows of a preset are from, which of them no document was seen for, and how they are read."""
    rules = preset_rules(name)
    rules = rules[rules["metric"] != NO_ROW]
    unseen = dict.fromkeys(rules.loc[rules["verified"] == "no", "target"])
    sources = "; ".join(dict.fromkeys(rules.loc[rules["verified"] == "yes", "source"]))
    marks = f"not verified: {', '.join(unseen)}" if unseen else ""
    return "; ".join(filter(None, (f"preset {name} of recyclenet", sources, marks, *readings_of(rules))))


def readings_of(rules: pd.DataFrame) -> list[str]:
    """Return how rules are read where the law means something else, a sentence for all the targets that are read alike."""
    read = rules.dropna(subset=["reading"]).groupby("reading", sort=False)["target"].unique()
    return [f"{', '.join(targets)}: {reading}" for reading, targets in read.items()]
