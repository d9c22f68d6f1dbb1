"""Sections on mass: tonnes through the chain, elements recovered against what is asked, what is emitted."""

import math

from recyclenet.solution.report import Report
from recyclenet.views.palette import OTHER_COLOUR, STREAM_COLOURS
from recyclenet.views.report.cells import Cell, cell_bars
from recyclenet.views.report.columns import stacked_columns
from recyclenet.views.report.html import Markup, figure, heading, paragraph, subheading
from recyclenet.views.report.numbers import percent, readable, tonnes
from recyclenet.views.report.ribbons import ribbons_of
from recyclenet.views.report.sankey import sankey
from recyclenet.views.report.streams import colours_of
from recyclenet.views.report.summary import years
from recyclenet.views.report.svg import legend

RECOVERED, ASKED = "#009e73", "#0072b2"


def chain_section(report: Report) -> list[Markup]:
    """Return the tonnes of all years through the chain."""
    drawn = ribbons_of(report)
    if drawn.links.empty:
        return [heading("Mass through the chain", "mass"), paragraph("Nothing is moved in this plan.")]
    colours = colours_of(report.plan.instance)
    scale = tonnes(drawn.links["amount_t"])
    streams = [(stream, colours.get(stream, OTHER_COLOUR)) for stream in dict.fromkeys(drawn.links["stream"])]
    grouped = dict.fromkeys(text for text, colour in streams if colour != OTHER_COLOUR)
    keys = [(text, colours[text]) for text in grouped]
    if others := [text for text, colour in streams if colour == OTHER_COLOUR]:
        keys.append((", ".join(others), OTHER_COLOUR))
    caption = (
        f"Tonnes over {years(report)}, in {scale.unit}. What comes into a bar leaves it: reagents "
        "and water that recipes bind come in, what they lose goes out."
    )
    diagram = sankey(drawn, colours, scale, label="Mass through the chain, from what arises to buyers and disposal")
    return [heading("Mass through the chain", "mass"), figure(diagram, caption, legend(keys))]


def recovery_section(report: Report) -> list[Markup]:
    """Return what targets ask and what is reached, and what comes back of every element."""
    periods = list(report.figures.years)
    found: list[Markup] = [heading("Recovery against targets", "recovery")]
    rows = []
    for target, parts in report.targets.groupby("target", sort=False):
        by_period = {row.period: row for row in parts.itertuples()}
        rows.append((str(target), [_target(by_period[period]) if period in by_period else None for period in periods]))
    if rows:
        caption = (
            "Bar: share reached; mark: share asked. Collection counts what arises of a stream, recovery an element in what is collected; "
            "unless the target states the tonnes it is a share of."
        )
        found.append(figure(cell_bars(rows, periods, label="Targets and what is reached", colour=RECOVERED), caption))
    else:
        found.append(paragraph("The instance sets no targets."))
    rows = []
    for element, parts in report.elements.groupby("element", sort=False):
        cells = [
            Cell(row.share, f"{percent(row.share)} · {readable(row.recovered_t / report.figures.years[row.period])} t/yr",
                 hint=f"{readable(row.recovered_t)} of {readable(row.collected_t)} t in {row.period}")
            if row.collected_t > 0 else None
            for row in parts.itertuples()
        ]  # fmt: skip
        rows.append((str(element), cells))
    if rows:
        caption = "Share of the element in collected goods that reaches buyers, and how much that is a year."
        found += [
            subheading("Elements that come back"),
            figure(cell_bars(rows, periods, label="Elements recovered", colour=ASKED, room=60), caption),
        ]
    return found


def _target(row: object) -> Cell:
    reached, asked = float(getattr(row, "reached_share")), float(getattr(row, "asked_share"))  # noqa: B009 - a row of a table
    text = f"{percent(reached)} (≥ {percent(asked, 1).replace('.0 %', ' %')})"
    return Cell(reached, text, asked, good=math.isnan(reached) or reached >= asked - 1e-6)


def emissions_section(report: Report) -> list[Markup]:
    """Return what is emitted a year, by source and period."""
    found: list[Markup] = [heading("Emissions by source", "emissions")]
    if report.emissions.empty:
        return [*found, paragraph("The instance counts no emissions.")]
    for gas, rows in report.emissions.groupby("gas", sort=False):
        sources = list(dict.fromkeys(rows["source"]))
        colours = {source: (*STREAM_COLOURS, OTHER_COLOUR)[min(number, len(STREAM_COLOURS))] for number, source in enumerate(sources)}
        amounts = {
            period: {row.source: row.emitted_t / years for row in rows[rows["period"] == period].itertuples()}
            for period, years in report.figures.years.items()
        }
        scale = tonnes((sum(parts.values()) for parts in amounts.values()), "/yr")
        chart = stacked_columns(amounts, colours, scale, label=f"{gas} by source and period", net=True, height=210)
        found.append(
            figure(chart, f"{gas}, {scale.unit}. What the instance states no emissions for is not counted.", legend(colours.items()))
        )
    return found
