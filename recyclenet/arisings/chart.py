"""Chart: what arises by year as SVG, a panel for each material with its base line, its band and its sampled band."""

import math
from collections.abc import Iterator
from html import escape

import pandas as pd

WIDTH, PANEL, LEFT, RIGHT, TOP, BOTTOM = 760, 210, 84, 16, 34, 28
"""Sizes [px] of the page and of a panel's margins."""

BASE, BAND, SAMPLED = "#0b4f6c", "#cfe3ec", "#8fbfd2"
"""Colours: dark on light, told apart without hue as well."""


def chart(yearly: pd.DataFrame, title: str) -> str:
    """Return the page; `yearly` as in Arisings."""
    panels = [(str(name), rows) for name, rows in yearly.groupby("material", sort=False)]
    height = 60 + PANEL * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="{LEFT}" y="24" font-size="16" font-weight="bold">{escape(title)}: tonnes arising per year</text>',
        *_legend(sampled="p05_t" in yearly),
    ]
    for number, (name, rows) in enumerate(panels):
        parts += _panel(name, rows, 52 + number * PANEL)
    return "\n".join([*parts, "</svg>", ""])


def _legend(*, sampled: bool) -> Iterator[str]:
    entries = [(BASE, "base"), (BAND, "low to high"), *([(SAMPLED, "5 to 95 % of samples")] if sampled else [])]
    for number, (colour, words) in enumerate(entries):
        x = LEFT + 130 * number
        yield f'<rect x="{x}" y="36" width="14" height="10" fill="{colour}"/><text x="{x + 20}" y="45">{words}</text>'


def _panel(name: str, rows: pd.DataFrame, top: float) -> Iterator[str]:
    most, step = _axis(float(rows["high_t"].max()))
    years = [float(year) for year in rows["year"]]
    first, span = years[0], max(years[-1] - years[0], 1.0)

    def x(year: float) -> float:
        return LEFT + (year - first) / span * (WIDTH - LEFT - RIGHT)

    def y(tonnes: float) -> float:
        return top + PANEL - BOTTOM - tonnes / most * (PANEL - TOP - BOTTOM)

    def points(column: str, *, back: bool = False) -> str:
        pairs = [f"{x(year):.1f},{y(tonnes):.1f}" for year, tonnes in zip(years, rows[column], strict=True)]
        return " ".join(reversed(pairs) if back else pairs)

    yield f'<text x="{LEFT}" y="{top + 20}" font-weight="bold">{escape(name)}</text>'
    for number in range(round(most / step) + 1):
        tonnes = number * step
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tonnes):.1f}" y2="{y(tonnes):.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y(tonnes) + 4:.1f}" text-anchor="end">{tonnes:,g}</text>'
    yield f'<polygon points="{points("low_t")} {points("high_t", back=True)}" fill="{BAND}"/>'
    if "p05_t" in rows:
        yield f'<polygon points="{points("p05_t")} {points("p95_t", back=True)}" fill="{SAMPLED}"/>'
    yield f'<polyline points="{points("base_t")}" fill="none" stroke="{BASE}" stroke-width="2"/>'
    for year in years[:: max(1, math.ceil(len(years) / 12))]:
        yield f'<text x="{x(year):.1f}" y="{top + PANEL - 10}" text-anchor="middle">{year:.0f}</text>'


def _axis(most: float) -> tuple[float, float]:
    """Return the top of an axis and its step: 1, 2 or 5 times a power of ten, at most five steps."""
    if most <= 0:
        return 1.0, 1.0
    power = 10.0 ** math.floor(math.log10(most / 5))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power * 5 >= most)
    return math.ceil(most / step - 1e-9) * step, step
