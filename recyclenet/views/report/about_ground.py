"""Sections on what the plan stands on: what was assumed, and what it was made from."""

from recyclenet.solution.assumptions import WHOLE
from recyclenet.solution.report import Report
from recyclenet.views.report.course import course, gaps
from recyclenet.views.report.html import Markup, figure, heading, paragraph, subheading, table, tag
from recyclenet.views.report.numbers import money, rounded


def assumption_section(report: Report) -> list[Markup]:
    """Return where the numbers are from, table by table, placeholders marked, and what says nothing of itself."""
    rows: list[list[object]] = []
    marked: list[int] = []
    silent: list[str] = []
    for row in report.assumptions.itertuples():
        if not row.source:
            silent.append(f"{row.about} ({row.rows:,})")
            continue
        if row.placeholder == "yes":
            marked.append(len(rows))
        about = row.key if row.about == WHOLE else f"{row.key} ({row.rows:,} rows)"
        rows.append([about, tag("placeholder") if row.placeholder == "yes" else "", row.source])
    settings = report.plan.instance.settings
    found = [
        heading("What was assumed", "assumptions"),
        paragraph(
            f"Discount rate {settings.discount_rate:.2%} a year; money in {settings.currency} of {settings.price_year}. Supplies, prices "
            "and recipes are taken as given and certain."
        ),
    ]
    if rows:
        found.append(table(["about", "", "where it is from"], rows, words_in=3, marked=marked))
        if marked:
            found.append(paragraph("Placeholder: the text says that numbers stand in for ones not known yet.", "note"))
    if silent:
        said = (
            "Of these tables the instance does not say where they are from (rows): "
            if rows
            else "The instance does not say where its tables are from (rows): "
        )
        found.append(
            paragraph(
                f"{said}{', '.join(silent)}. A line under [provenance] in instance.toml that begins with a table's name says it.", "note"
            )
        )
    return found


def provenance_section(report: Report) -> list[Markup]:
    """Return what the plan was made from, with what, how surely, and whether the checker believed it."""
    rows = [[name, Markup(f'<span class="code">{value}</span>') if "hash" in name else value] for name, value in report.provenance.items()]
    return [heading("How this plan was made", "provenance"), table(["", ""], rows, words_in=2), *_search(report)]


def _search(report: Report) -> list[Markup]:
    """Return how the search went; nothing where its history is not known, or too short to show."""
    known = gaps(report.plan.history)
    if len(known) < 2:
        return []
    scale = money(known["incumbent"], report.figures.currency)
    caption = "Proven gap between the best plan and the bound, by seconds of the search. Discs: better plans."
    memory = report.plan.history["memory_mb"].max()
    caption += f" Memory of the process: up to {rounded(memory)} MB." if memory > 0 else ""
    return [subheading("How the search went"), figure(course(known, scale, label="Proven gap over time"), caption)]
