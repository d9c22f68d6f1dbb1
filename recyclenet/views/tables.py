"""Tables of a plan for the terminal."""

from collections.abc import Iterator, Mapping

import pandas as pd
from rich import box
from rich.console import RenderableType
from rich.table import Table

from recyclenet.solution.figures import ByPeriod, KeyFigures, Opening, over_periods
from recyclenet.views.plain import shown

MOST_ROWS = 40
"""Longest list of candidates that is printed; the run folder holds them all."""

MOST_PERIODS = 6
"""More periods than these do not fit across a page; only the total is printed then."""

MOST_VALUES = 15
"""Longest list of marginal values that is printed."""

KIND_ORDER = ("recycling", "reuse", "pretreatment", "dismantling", "innovation", "collection")
"""Kinds of technology from the few and large to the many and small."""


def summary(figures: KeyFigures, *, checked: bool, faults: int, run: str, map_file: str | None) -> Iterator[RenderableType]:
    """Return what a planner reads after a solve: the answer, what opens, tonnes, costs, how sure it is, and where it lies."""
    yield shown(f"{figures.title}: {_verdict_on_status(figures)}", "bold")
    yield opening_counts(figures)
    yield from opening_list(figures)
    yield tonnes(figures)
    yield from missed(figures)
    yield from priorities(figures)
    yield costs(figures)
    yield proof(figures, checked=checked, faults=faults, run=run, map_file=map_file)


def opening_counts(figures: KeyFigures) -> Table:
    """Return how many open and stand, by kind and period."""
    table = _table("What opens when (opened in the period / standing in it)", "kind", *_columns(figures), "opened in all / at the end")
    last = list(figures.years)[-1]
    for kind in sorted(figures.standing, key=KIND_ORDER.index):
        standing, opened = figures.standing[kind], figures.opened[kind]
        if any(standing.values()):
            by_period = (f"+{opened[period]} / {standing[period]}" for period in _columns(figures))
            _row(table, kind, *by_period, f"+{sum(opened.values())} / {standing[last]}")
    return table


def opening_list(figures: KeyFigures) -> Iterator[RenderableType]:
    """Return the candidates that stand, plants first and the largest of them first; collection points only where they are few."""
    plants = [opening for opening in figures.openings if opening.kind != "collection"]
    listed = list(figures.openings) if len(figures.openings) <= MOST_ROWS else plants
    listed.sort(key=lambda opening: (KIND_ORDER.index(opening.kind), -opening.capacity_t))
    table = _table("What opens where", "kind", "what", "size", "where", "since", "capacity t/yr", "most used t/yr", left=5)
    for opening in listed[:MOST_ROWS]:
        _row(table, *_opening(opening))
    yield table
    unlisted = len(figures.openings) - len(listed[:MOST_ROWS])
    if unlisted:
        yield shown(f"  and {unlisted} more: openings.csv in the run folder lists them all")


def tonnes(figures: KeyFigures) -> Table:
    """Return what arises, is collected and is recovered, in tonnes per year by period and in all."""
    table = _table("Tonnes per year", "", *_columns(figures), "all years, t")
    _tonnes_row(table, "collected", figures, _sums(figures.collected_t_by_period))
    for material in over_periods(figures.supplied_t_by_period):
        amounts = {period: materials.get(material, 0.0) for period, materials in figures.collected_t_by_period.items()}
        _tonnes_row(table, f"  {material}", figures, amounts)
    _tonnes_row(table, "left behind", figures, _sums(figures.uncollected_t_by_period))
    if any(figures.on_the_spot_t_by_period.values()):
        _tonnes_row(table, "dealt with on the spot", figures, _sums(figures.on_the_spot_t_by_period))
    for element in over_periods(figures.recovered_t_by_period):
        amounts = {period: elements.get(element, 0.0) for period, elements in figures.recovered_t_by_period.items()}
        _tonnes_row(table, f"recovered {element}", figures, amounts)
    for gas in over_periods(figures.emitted_t_by_period):
        amounts = {period: gases.get(gas, 0.0) for period, gases in figures.emitted_t_by_period.items()}
        _tonnes_row(table, f"emitted {gas}", figures, amounts)
    return table


def missed(figures: KeyFigures) -> Iterator[RenderableType]:
    """Return by how much rules with a price are missed, where any is."""
    if figures.shortfalls:
        table = _table("Rules that are missed, at their price", "rule", "name", "period", "by, in its unit", left=3)
        for row in figures.shortfalls:
            _row(table, str(row["rule"]), str(row["name"]), str(row["period"]), _number(float(str(row["amount"])), 3))
        yield table


def priorities(figures: KeyFigures) -> Iterator[RenderableType]:
    """Return what was made best before cost, where anything was."""
    if figures.objectives:
        table = _table("Made best before cost, over all years", "objective", "value, t", "proven bound, t", "slack left, t")
        for row in figures.objectives:
            name = " of ".join(str(row[key]) for key in ("measure", "of") if row[key])
            _row(table, name, *(_number(float(str(row[key])), 3) for key in ("value", "bound", "slack")))
        yield table


def costs(figures: KeyFigures) -> Table:
    """Return the discounted cost by component and period, which adds up to the objective."""
    title = f"Discounted cost, million {figures.currency} of {figures.price_year}"
    table = _table(title, "", *_columns(figures), "all")
    for component, total in figures.cost_by_component.items():
        _row(table, component, *_millions(figures, figures.cost_by_period, component), _million(total))
    by_period = {period: {"total": sum(components.values())} for period, components in figures.cost_by_period.items()}
    table.add_section()
    _row(table, "total = objective", *_millions(figures, by_period, "total"), _million(figures.cost))
    return table


def proof(figures: KeyFigures, *, checked: bool, faults: int, run: str, map_file: str | None) -> Table:
    """Return how sure the answer is and where it lies."""
    table = Table.grid(padding=(0, 2))
    bound = "none proven" if figures.bound is None else f"{figures.bound:,.0f} {figures.currency}"
    gap = "none proven" if figures.gap is None else f"{figures.gap:.4%}"
    broken = f"NOT believed: {faults} rules broken, see violations.csv in the run folder"
    lines = {
        "cost": f"{figures.cost:,.0f} {figures.currency} of {figures.price_year}",
        "proven bound": f"{bound} (no plan costs less)" if figures.bound is not None else bound,
        "gap": gap,
        "solved in": f"{figures.seconds:.1f} s",
        "checker": "believed: every rule and the cost hold" if checked else broken,
        "run": run,
        "map": map_file or "not drawn",
    }
    for name, value in lines.items():
        table.add_row(shown(name), shown(value, "" if checked or name != "checker" else "bold red"))
    return table


def marginal_table(values: pd.DataFrame, currency: str) -> Table:
    """Return the largest marginal values; the run folder holds them all."""
    title = f"What one more unit changes in the cost, {currency} of a year of the period (all in marginal_values.csv)"
    table = _table(title, "rule", "what", "period", "value", "unit", left=3)
    largest = values.reindex(values["value_per_unit"].abs().sort_values(ascending=False, kind="stable").index)
    for row in largest.head(MOST_VALUES).itertuples():
        _row(table, row.rule, row.what, row.period, _number(row.value_per_unit, 2), row.unit)
    return table


def _verdict_on_status(figures: KeyFigures) -> str:
    return {"optimal": "optimal within the gap asked for", "feasible": "a plan, not proven to the gap asked for"}[figures.status]


def _opening(opening: Opening) -> tuple[str, ...]:
    where = opening.site_name if opening.site_name == opening.site else f"{opening.site_name} ({opening.site})"
    since = opening.opens or "stood before"
    return (
        opening.kind,
        opening.technology_name,
        opening.size,
        where,
        since,
        f"{opening.capacity_t:,.0f}",
        f"{opening.most_used_t:,.0f}",
    )


def _columns(figures: KeyFigures) -> list[str]:
    return list(figures.years) if len(figures.years) <= MOST_PERIODS else []


def _tonnes_row(table: Table, name: str, figures: KeyFigures, amounts: Mapping[str, float]) -> None:
    """Add a row of tonnes, with decimals where all of them are small."""
    shown_amounts = [*(amounts[period] / figures.years[period] for period in _columns(figures)), sum(amounts.values())]
    decimals = 2 if max(shown_amounts) < 1000 else 0
    _row(table, name, *(_number(amount, decimals) for amount in shown_amounts))


def _sums(amounts: ByPeriod) -> dict[str, float]:
    return {period: sum(labels.values()) for period, labels in amounts.items()}


def _millions(figures: KeyFigures, amounts: ByPeriod, name: str) -> list[str]:
    return [_million(amounts[period].get(name, 0.0)) for period in _columns(figures)]


def _million(amount: float) -> str:
    return _number(amount / 1e6, 3)


def _number(amount: float, decimals: int) -> str:
    """Return a number with separators; what rounds to nothing has no sign."""
    return f"{round(amount, decimals) + 0.0:,.{decimals}f}"


def _table(title: str, *headings: str, left: int = 1) -> Table:
    """Return an empty table; its first `left` columns hold words, the others numbers."""
    table = Table(title=shown(title, "bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for position, heading in enumerate(headings):
        words = position < left
        table.add_column(shown(heading), justify="left" if words else "right", no_wrap=not words, overflow="fold")
    return table


def _row(table: Table, *cells: str) -> None:
    table.add_row(*map(shown, cells))
