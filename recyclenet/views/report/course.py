"""The course of a search: the proven gap over time, each tenth of it by the same step down."""

import math

import pandas as pd

from recyclenet.views.report.columns import ticks_between
from recyclenet.views.report.numbers import Scale, percent
from recyclenet.views.report.svg import Drawing

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720.0, 190.0, 64.0, 14.0, 12.0, 34.0

LEAST_GAP = 1e-6
"""Smaller gaps stand on the lowest line."""

COLOUR = "#0072b2"


def gaps(history: pd.DataFrame) -> pd.DataFrame:
    """Return the moments at which both a plan and a bound of its cost were known, with their gap as a share of the plan's cost.

    The bound is the best so far: one proven once holds from then on.
    """
    known = history[(history["unit"] == "") & history["incumbent"].notna() & history["bound"].notna()]
    bound = known["bound"].cummax()
    gap = (known["incumbent"] - bound) / known["incumbent"].abs().clip(lower=1e-9)
    return known.assign(bound=bound, gap=gap.clip(lower=0.0)).reset_index(drop=True)


def course(known: pd.DataFrame, scale: Scale, *, label: str) -> str:
    """Return the gap over time as stairs; `known` is that of `gaps`, money in the hints is told in the scale."""
    end = float(known["seconds"].iloc[-1])
    least = max(float(known["gap"].iloc[-1]), LEAST_GAP)
    decades = max(math.ceil(-math.log10(least) - 1e-9), 1)
    drawing = Drawing(WIDTH, HEIGHT, label)

    def x(seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * seconds / (end or 1.0)

    def y(gap: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * min(max(-math.log10(max(gap, LEAST_GAP)), 0.0), decades) / decades

    for power in range(decades + 1):
        drawing.line(LEFT, y(10.0**-power), WIDTH - RIGHT, y(10.0**-power), colour="#e3e6e9")
        drawing.text(LEFT - 8, y(10.0**-power) + 4, percent(10.0**-power, max(power - 2, 0)), anchor="end", kind="soft")
    for tick in ticks_between(0.0, end):
        drawing.text(x(tick), HEIGHT - 12, f"{tick:,.10g} s", anchor="middle" if x(tick) < WIDTH - 40 else "end", kind="soft")
    corners = [f"M{x(known['seconds'].iloc[0]):.1f} {y(known['gap'].iloc[0]):.1f}"]
    corners += [f"H{x(row.seconds):.1f}V{y(row.gap):.1f}" for row in known.iloc[1:].itertuples()]
    drawing.path("".join(corners), more=f' fill="none" stroke="{COLOUR}" stroke-width="2"')
    better = known[~(known["incumbent"] >= known["incumbent"].shift() - 1e-9 * known["incumbent"].abs())]
    for row in better.itertuples():
        hint = f"{row.seconds:,.1f} s: plan {scale(row.incumbent)}, bound {scale(row.bound)} {scale.unit}, gap {percent(row.gap, 2)}"
        drawing.circle(x(row.seconds), y(row.gap), 3.5, fill=COLOUR, hint=hint)
    return drawing.render()
