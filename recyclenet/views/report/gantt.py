"""When what opens, grows and closes: a bar for each candidate along the years, with its capacity and how much of it is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from recyclenet.views.report.numbers import Scale, percent, tonnes
from recyclenet.views.report.svg import Drawing, fitted, width_of

WIDTH, ROOM, ROW, HEAD = 720.0, 190.0, 22.0, 24.0


@dataclass(frozen=True)
class Bar:
    """A row: its name, a heading it stands under, and for each period what stands (None: nothing): see `Part`."""

    heading: str
    name: str
    parts: Mapping[str, "Part"]


@dataclass(frozen=True)
class Part:
    """What stands in a period: status (existing, opens, open), capacity [t/yr], what was added [t/yr], share used, and how many."""

    status: str
    capacity_t: float
    added_t: float
    used_share: float
    number: int = 1


def bars_of(standing: pd.DataFrame) -> list[Bar]:
    """Return rows for a table of what stands (see recyclenet.solution.standing), one for each candidate."""
    found = []
    for (_, technology, _), rows in standing.groupby(["site", "technology", "size"], sort=False):
        first = rows.iloc[0]
        existing = first["event"] != "opens"
        parts = {
            row.period: Part(
                "opens" if row.event == "opens" else "existing" if existing else "open", row.capacity_t, row.added_t, row.used_share
            )
            for row in rows.itertuples()
        }
        found.append(Bar(first["technology_name"] or technology, first["site_name"], parts))
    return found


def summed_bar(heading: str, name: str, standing: pd.DataFrame) -> Bar:
    """Return one row for many candidates: their number and capacity, and by how much they grew."""
    parts = {}
    for period, rows in standing.groupby("period", sort=False):
        capacity = float(rows["capacity_t"].sum())
        used = float(rows["throughput_t"].sum()) / capacity if capacity else float("nan")
        opened = int((rows["event"] == "opens").sum())
        parts[str(period)] = Part("opens" if opened else "open", capacity, float(rows["added_t"].sum()), used, len(rows))
    return Bar(heading, name, parts)


def gantt(bars: Sequence[Bar], years: Mapping[str, int], colours: Mapping[str, str], *, label: str) -> str:
    """Return the chart; periods are as wide as they have years."""
    headings = list(dict.fromkeys(bar.heading for bar in bars))
    drawing = Drawing(WIDTH, HEAD + ROW * (len(bars) + len(headings)) + 4, label)
    edges = _edges(years)
    for period, (left, right) in edges.items():
        drawing.text((left + right) / 2, 14, fitted(period, right - left - 4), anchor="middle", kind="strong")
    for left, _ in edges.values():
        drawing.line(left, HEAD - 4, left, drawing.height, colour="#dfe3e6")
    top, scale = HEAD, tonnes((part.capacity_t for bar in bars for part in bar.parts.values()), "/yr")
    for heading in headings:
        drawing.text(0, top + 15, heading, kind="strong")
        top += ROW
        for bar in bars:
            if bar.heading == heading:
                _bar(drawing, bar, edges, top, colours, scale)
                top += ROW
    return drawing.render()


def _edges(years: Mapping[str, int]) -> dict[str, tuple[float, float]]:
    """Return the left and right edge of every period."""
    whole, passed, edges = sum(years.values()) or 1, 0, {}
    for period, count in years.items():
        edges[period] = tuple(ROOM + (WIDTH - ROOM) * at / whole for at in (passed, passed + count))
        passed += count
    return edges  # type: ignore[return-value]  # pairs, as the loop makes them


def _bar(
    drawing: Drawing, bar: Bar, edges: Mapping[str, tuple[float, float]], top: float, colours: Mapping[str, str], scale: Scale
) -> None:
    drawing.text(10, top + 15, fitted(bar.name, ROOM - 18))
    for period, part in bar.parts.items():
        left, right = edges[period]
        many = f"{part.number} open, " if part.number > 1 else ""
        size, used = f"{scale(part.capacity_t)} {scale.unit}", percent(part.used_share, 0)
        grown = f"; {scale(part.added_t)} {scale.unit} added" if part.added_t > 0 else ""
        hint = f"{bar.name}, {period}: {many}{size}, {used} used{grown}"
        drawing.rect(left + (3 if part.status == "opens" else 0), top + 3, right - left - (3 if part.status == "opens" else 0), 16,
                     fill=colours[part.status], hint=hint, more="")  # fmt: skip
        shown = [f"{many}{size}, {used}", f"{many}{size}", size, ""]
        mark = part.added_t > 0 and part.status != "opens"
        text = next(words for words in shown if width_of(words, 10) <= right - left - 20)
        drawing.text(left + (18 if mark else 9), top + 15, text, kind="light small")
        if mark:
            drawing.path(f"M{left + 5:.1f} {top + 14:.1f}l4 -6l4 6z", more=' fill="#ffffff"', hint=hint)
