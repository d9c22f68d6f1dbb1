"""The section on what binds: what one more unit of a limit, a capacity or of supply changes in the cost."""

import pandas as pd

from recyclenet.solution.figures import names
from recyclenet.solution.report import Report
from recyclenet.views.report.html import Markup, heading, paragraph, subheading, table
from recyclenet.views.report.numbers import percent, rounded
from recyclenet.views.report.streams import names_of

MOST_LIMITS = 25
"""More limits than these are not listed."""

OF_CANDIDATES = ("capacity", "room", "utilisation")
"""Rules about single candidates, which are summed up."""

RULES = {
    "collection": "collection target", "recovery": "recovery target", "outlet_limit": "limit of an outlet",
    "site_capacity": "capacity of a site",
}  # fmt: skip
"""What rules are called."""


def binding_section(report: Report) -> list[Markup]:
    """Return what one more unit changes in the cost."""
    found = [heading("What binds, and what it is worth", "binding")]
    if report.marginal is None:
        how = (
            "Marginal values were not worked out for this plan. recyclenet solve --marginal-values saves them with a plan; "
            "recyclenet report --marginal-values works them out for a saved one."
        )
        return [*found, paragraph(how, "note")]
    values, money_of = report.marginal, report.figures.currency
    rules = values[~values["rule"].isin([*OF_CANDIDATES, "supply"])]
    note = (
        f"Change of cost, in {money_of} of a year of the period, when one more unit is allowed or arises; the sites are held. Where a plan "
        "is degenerate, one of several right values is shown."
    )
    return [*found, paragraph(note, "note"), *_listed_rules(report, rules), *_capacities(report, values), *_supplies(report, values)]


def _listed_rules(report: Report, rules: pd.DataFrame) -> list[Markup]:
    """Return the largest values of targets, limits and outlets, one by one."""
    found = [subheading("Targets, limits and outlets")]
    if rules.empty:
        return [*found, paragraph("None of them binds.")]
    largest = rules.reindex(rules["value_per_unit"].abs().sort_values(ascending=False, kind="stable").index).head(MOST_LIMITS)
    rows = [
        [
            RULES.get(row.rule, row.rule.replace("_", " ")),
            _named(report, row.what),
            row.period,
            rounded(row.value_per_unit, 0),
            _unit(report, row.unit),
        ]
        for row in largest.itertuples()
    ]
    return [*found, table(["rule", "what", "period", "value", "per unit"], rows, words_in=3)]


def _unit(report: Report, unit: str) -> str:
    return unit.replace("currency", report.figures.currency)


def _named(report: Report, what: str) -> str:
    """Return labels by the names shown."""
    known: dict[str, str] = {}
    for name in ("regions", "sites", "technologies", "outlets", "materials"):
        known |= names(report.plan, name)
    return ", ".join(known.get(part, part) for part in what.split(" / "))


def _capacities(report: Report, values: pd.DataFrame) -> list[Markup]:
    """Return the values of capacity, summed up by technology and period."""
    rows = values[values["rule"].isin(OF_CANDIDATES)]
    if rows.empty:
        return [subheading("Capacities"), paragraph("No capacity binds.")]
    shown = names(report.plan, "technologies")
    parts = rows["what"].str.split(" / ", expand=True)
    order = {period: number for number, period in enumerate(report.figures.years)}
    rows = rows.assign(technology=parts[1].map(shown).fillna(parts[1]), at=rows["period"].map(order)).sort_values(
        ["technology", "at"], kind="stable"
    )
    lines = [
        [name, rule, period, len(group), rounded(group["value_per_unit"].min()), rounded(group["value_per_unit"].max())]
        for (name, rule, period), group in rows.groupby(["technology", "rule", "period"], sort=False)
    ]
    heads = ["technology", "rule", "period", "how many bind", f"from {report.figures.currency}/t", f"to {report.figures.currency}/t"]
    return [subheading("Capacities"), table(heads, lines, words_in=3)]


def _supplies(report: Report, values: pd.DataFrame) -> list[Markup]:
    """Return what one more tonne arising costs, by material: over regions and periods the least, the middle and the most."""
    rows = values[values["rule"] == "supply"]
    if rows.empty:
        return []
    shown = names_of(report.plan.instance)
    material = rows["what"].str.split(" / ", expand=True)[1]
    lines = [
        [
            shown.get(name, name),
            *(rounded(float(group.quantile(share))) for share in (0.0, 0.5, 1.0)),
            percent(float((group > 0).mean()), 0),
        ]
        for name, group in rows["value_per_unit"].groupby(material, sort=False)
    ]
    unit = f"{report.figures.currency}/t"
    heads = ["one more tonne a year of", f"least, {unit}", f"middle, {unit}", f"most, {unit}", "of regions and periods where it costs"]
    return [subheading("Supply"), table(heads, lines)]
