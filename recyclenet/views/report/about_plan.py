"""Sections on the plan itself: the answer in figures, the map, what opens when and how much of it is used, who lives near."""

import math
from collections.abc import Mapping

import pandas as pd

from recyclenet.instance.schema import KINDS
from recyclenet.solution.report import Report
from recyclenet.views.palette import STATUS_COLOURS, STREAM_COLOURS
from recyclenet.views.report.cells import Cell, cell_bars
from recyclenet.views.report.gantt import Bar, bars_of, gantt, summed_bar
from recyclenet.views.report.html import Markup, figure, heading, paragraph, subheading
from recyclenet.views.report.numbers import money, percent, rounded, tonnes
from recyclenet.views.report.picture import picture
from recyclenet.views.report.streams import colours_of
from recyclenet.views.report.summary import sentences
from recyclenet.views.report.svg import legend, words

MOST_POINTS, MOST_BARS = 12, 40
"""More collection points than these stand in one row of their own; longer charts are cut off, and it is said."""


def headline(report: Report) -> list[Markup]:
    """Return the title and the key figures."""
    figures, settings = report.figures, report.plan.instance.settings
    tiles = "".join(f"<div><dt>{words(name)}</dt><dd>{value}</dd></div>" for name, value in _tiles(report).items())
    checked = report.plan.run.get("checked")
    doubt = "The checker does not believe this plan: see violations.csv in its run folder." if checked is False else ""
    doubt = doubt or ("" if checked else "No checker has looked at this plan.")
    return [
        Markup(f"<h1>{words(figures.title)}</h1>"),
        *([paragraph(settings.description, "lead")] if settings.description else []),
        *([paragraph(doubt, "warn")] if doubt else []),
        paragraph(sentences(report)),
        Markup(f'<dl class="tiles">{tiles}</dl>'),
        paragraph(_proof(report), "note"),
    ]


def _tiles(report: Report) -> dict[str, str]:
    """Return key figures as HTML by name; amounts of a year are those of the last period."""
    figures, last = report.figures, list(report.figures.years)[-1]
    years = figures.years[last]
    collected, supplied = (sum(amounts[last].values()) / years for amounts in (figures.collected_t_by_period, figures.supplied_t_by_period))
    amount, cost = tonnes([collected], "/yr"), money([figures.cost], figures.currency)
    points = figures.standing.get("collection", {}).get(last, 0)
    plants = sum(periods[last] for kind, periods in figures.standing.items() if kind != "collection")
    tiles = {
        "Net cost, all years, discounted": _big(cost(figures.cost), cost.unit),
        "Proven gap to the best possible": _big("none proven" if figures.gap is None else percent(figures.gap, 2)),
        f"Collected in {last}": _big(amount(collected), amount.unit),
        f"of what arises in {last}": _big(percent(collected / supplied if supplied else math.nan)),
        f"Collection points open in {last}": _big(rounded(points)),
        f"Works and yards standing in {last}": _big(rounded(plants)),
    }
    invested = sum(value for name, value in figures.cost_by_component.items() if name in ("opening", "expansion"))
    spent = money([invested], figures.currency)
    tiles["Invested, all years, discounted"] = _big(spent(invested), spent.unit)
    emitted = {gas: tonnage / years for gas, tonnage in figures.emitted_t_by_period[last].items()}
    for gas, tonnage in list(emitted.items())[:1]:
        scale = tonnes([tonnage], "/yr")
        tiles[f"{gas} emitted in {last}"] = _big(scale(tonnage), scale.unit)
    return tiles


def _big(value: str, unit: str = "") -> str:
    return f"{words(value)} <small>{words(unit)}</small>" if unit else words(value)


def _proof(report: Report) -> str:
    figures = report.figures
    bound = f"no plan costs less than {figures.bound:,.0f} {figures.currency}" if figures.bound is not None else "no bound is proven"
    rate = report.plan.instance.settings.discount_rate
    periods = ", ".join(f"{name} ({count} yr)" for name, count in figures.years.items())
    return (
        f"Money in {figures.currency} of {figures.price_year}, discounted at {percent(rate)} a year to the start of the first "
        f"period; proven: {bound}. Negative costs are income. Periods: {periods}."
    )


def map_section(report: Report, interactive: Markup) -> list[Markup]:
    """Return the map: the interactive one for the screen; the last period as a picture for print, or where there is no other."""
    last = list(report.figures.years)[-1]
    drawn = picture(report, last, colours_of(report.plan.instance))
    attribution = report.plan.instance.settings.provenance.get("polygons", "")
    caption = (
        f"{last}. Regions by what arises in them a year. Discs: collection points; squares: yards and works (hollow: not used); both sized "
        f"by what goes through. Diamonds: buyers and disposal. {drawn.note}" + (f" Boundaries: {attribution}." if attribution else "")
    )
    keys = legend([*drawn.statuses, *drawn.streams]) + legend(drawn.steps)
    return [heading("The network", "map"), interactive, figure(drawn.svg, caption, keys)]


def opening_section(report: Report) -> list[Markup]:
    """Return when what opens, grows and closes."""
    table = report.standing
    idle = table.groupby(["site", "technology", "size"])["throughput_t"].transform("max") <= 0
    stood = ~table.groupby(["site", "technology", "size"])["event"].transform(lambda events: (events == "opens").any())
    unused = table[idle & stood]
    in_order = table[~(idle & stood)].sort_values("kind", key=lambda kinds: kinds.map(KINDS.index), kind="stable")
    bars = _bars(in_order)
    caption = (
        "Each bar: capacity a year, and how much of it is used. ▲: capacity is added at the start of the period. A bar that ends "
        "before the last period: closed."
    )
    called = {"existing": "stood before", "opens": "opens in the period", "open": "opened earlier"}
    drawn = {part.status for bar in bars for part in bar.parts.values()}
    keys = legend((text, STATUS_COLOURS[status]) for status, text in called.items() if status in drawn)
    chart = gantt(bars[:MOST_BARS], report.figures.years, STATUS_COLOURS, label="When candidates open, grow and close")
    more = f"{len(bars) - MOST_BARS} more rows are in the run folder's openings.csv." if len(bars) > MOST_BARS else ""
    return [
        heading("What opens when", "openings"),
        figure(chart, caption, keys) if bars else paragraph("Nothing stands in this plan."),
        *([paragraph(more, "note")] if more else []),
        *([paragraph(_unused(unused), "note")] if len(unused) else []),
        *_utilisation(report),
    ]


def _bars(table: pd.DataFrame) -> list[Bar]:
    """Return the rows of the chart: plants one by one, collection points too where they are few."""
    points = table[table["kind"] == "collection"]
    many = points[["site", "technology", "size"]].drop_duplicates().shape[0] > MOST_POINTS
    bars = bars_of(table[table["kind"] != "collection"] if many else table)
    if many:
        summed = [summed_bar(str(name), str(size), rows) for (name, size), rows in points.groupby(["technology_name", "size"], sort=False)]
        return summed + bars
    return bars


def _unused(table: pd.DataFrame) -> str:
    named = table.drop_duplicates(["site", "technology", "size"])
    listed = "; ".join(f"{site} ({technology})" for site, technology in zip(named["site_name"], named["technology_name"], strict=True))
    return f"Stands, and is never used by this plan ({len(named)}): {listed}."


def _utilisation(report: Report) -> list[Markup]:
    """Return how much of the capacity of each technology is used, by period."""
    periods = list(report.figures.years)
    scale = tonnes(report.utilisation["capacity_t"], "/yr")
    rows = []
    for name, parts in report.utilisation.groupby("technology_name", sort=False):
        by_period = {row.period: row for row in parts.itertuples()}
        cells = [
            Cell(row.used_share, f"{percent(row.used_share, 0)} of {scale(row.capacity_t)} {scale.unit}",
                 hint=f"{row.number} stand: {scale(row.throughput_t)} of {scale(row.capacity_t)} {scale.unit} used")
            if (row := by_period.get(period)) else None
            for period in periods
        ]  # fmt: skip
        rows.append((str(name), cells))
    bars = cell_bars(rows, periods, label="Share of capacity used, by technology and period", colour=STATUS_COLOURS["open"])
    caption = "Share that is used of the capacity of all that stands."
    return [subheading("How much of it is used"), figure(bars, caption)] if rows else []


def people_section(report: Report) -> list[Markup]:
    """Return the share of people, or of supply, near an open collection point."""
    table, periods = report.nearby, list(report.figures.years)
    whose = table["of"].iloc[0]
    shares: Mapping[tuple[str, float], float] = {(row.period, row.within_km): row.share for row in table.itertuples()}
    rows = [
        (f"within {within:g} km", [Cell(shares[period, within], percent(shares[period, within])) for period in periods])
        for within in dict.fromkeys(table["within_km"])
    ]
    why = "by inhabitants" if whose == "people" else "by what arises there, since inhabitants are not stated for every region"
    caption = (
        f"Way by {table['mode'].iloc[0]} from the middle of a region to the nearest open collection point, as stated or great circle times "
        f"detour; regions count {why}."
    )
    title = "People with a collection point nearby" if whose == "people" else "Supply with a collection point nearby"
    return [heading(title, "people"), figure(cell_bars(rows, periods, label=title, colour=STREAM_COLOURS[0]), caption)]
