"""Stacked columns: amounts by period, what is paid above the line and what is earned below it, with the net between."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recyclenet.views.report.numbers import Scale
from recyclenet.views.report.svg import Drawing, fitted, ink_on

WIDTH, LEFT, TOP, BOTTOM = 720.0, 64.0, 14.0, 30.0

MOST_LABELS = 12
"""More columns than these are named only in part."""

Parts = Mapping[str, float]
"""Amounts by name of the part."""


@dataclass(frozen=True)
class _Chart:
    """A drawing with a scale upwards."""

    drawing: Drawing
    scale: Scale
    low: float
    high: float

    def y(self, amount: float) -> float:
        """Return how far down an amount is."""
        room = self.drawing.height - TOP - BOTTOM
        return TOP + (self.high - amount) / ((self.high - self.low) or 1.0) * room


def stacked_columns(
    amounts: Mapping[str, Parts], colours: Mapping[str, str], scale: Scale, *, label: str, net: bool = False, height: float = 250
) -> str:
    """Return columns of amounts by period and part; the parts are stacked in the order of `colours`. `net` marks the sum."""
    highest = max((sum(value for value in parts.values() if value > 0) for parts in amounts.values()), default=0.0)
    lowest = min((sum(value for value in parts.values() if value < 0) for parts in amounts.values()), default=0.0)
    chart = _Chart(Drawing(WIDTH, height, label), scale, lowest, highest if highest > lowest else lowest + 1.0)
    for tick in ticks_between(lowest / scale.factor, highest / scale.factor):
        at = chart.y(tick * scale.factor)
        chart.drawing.line(LEFT, at, WIDTH, at, colour="#7d868e" if tick == 0 else "#e3e6e9")
        chart.drawing.text(LEFT - 8, at + 4, f"{tick:,.10g}".replace("-", "−"), anchor="end", kind="soft")
    step = (WIDTH - LEFT) / max(len(amounts), 1)
    wide = min(step * 0.62, 130)
    named = math.ceil(len(amounts) / MOST_LABELS)
    for position, (period, parts) in enumerate(amounts.items()):
        left = LEFT + step * (position + 0.5) - wide / 2
        for sign in (1, -1):
            signed = {name: parts[name] for name in colours if parts.get(name, 0.0) * sign > 0}
            _stack(chart, period, signed, colours, left, wide)
        if net:
            _net(chart, sum(parts.values()), left, wide, room=step - wide)
        if position % named == 0:
            chart.drawing.text(left + wide / 2, height - 8, fitted(period, step * named), anchor="middle", kind="strong")
    return chart.drawing.render()


def ticks_between(low: float, high: float) -> Sequence[float]:
    """Return round numbers from the lowest to the highest amount, with 0 among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    raw = ((high - low) or 1.0) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * number, 10) + 0.0 for number in range(first, last + 1)]


def _stack(chart: _Chart, period: str, parts: Parts, colours: Mapping[str, str], left: float, wide: float) -> None:
    """Draw parts of one sign from the line outwards."""
    reached = 0.0
    for name, value in parts.items():
        top, bottom = sorted((chart.y(reached), chart.y(reached + value)))
        hint = f"{period}, {name}: {chart.scale(value)} {chart.scale.unit}"
        chart.drawing.rect(left, top, wide, max(bottom - top - 0.6, 0.4), fill=colours[name], hint=hint)
        if bottom - top >= 13 and wide > 44:
            shown = chart.scale(value)
            chart.drawing.text(left + wide / 2, (top + bottom) / 2 + 4, shown, anchor="middle", kind=ink_on(colours[name]))
        reached += value


def _net(chart: _Chart, value: float, left: float, wide: float, *, room: float) -> None:
    """Mark the sum of a column."""
    at = chart.y(value)
    chart.drawing.line(left - 5, at, left + wide + 5, at, colour="#111111", width=2)
    if room > 50:
        chart.drawing.text(left + wide + 9, at + 4, chart.scale(value), kind="strong halo")
