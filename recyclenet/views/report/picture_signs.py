"""Signs on the map in print: points, plants and outlets, with the names of the largest."""

import math

import pandas as pd

from recyclenet.solution.figures import names
from recyclenet.solution.report import Report
from recyclenet.views.palette import OUTLET_COLOURS, STATUS_COLOURS
from recyclenet.views.report.picture_view import View
from recyclenet.views.report.svg import Drawing, number, width_of

MOST_NAMES = 12
"""So many of the largest plants are named."""


def stations(report: Report, period: str) -> pd.DataFrame:
    """Return what stands in a period and is used or new, one row a site and role, with its status."""
    rows, opened = report.standing, {(row.site, row.technology, row.size) for row in report.standing.itertuples() if row.event == "opens"}
    rows = rows[rows["period"] == period]
    ours = [key in opened for key in zip(rows["site"], rows["technology"], rows["size"], strict=True)]
    status = ["opens" if event == "opens" else "open" if own else "existing" for event, own in zip(rows["event"], ours, strict=True)]
    rows = rows.assign(status=status, plant=rows["kind"] != "collection")
    key = ["site", "site_name", "plant"]
    sums = rows.groupby(key, sort=False).agg(
        capacity_t=("capacity_t", "sum"), throughput_t=("throughput_t", "sum"), status=("status", "max")
    )
    return sums.reset_index().sort_values(["plant", "throughput_t"], kind="stable", ignore_index=True)


def draw_stations(drawing: Drawing, drawn: pd.DataFrame, points: pd.DataFrame, view: View) -> None:
    """Draw collection points as discs, plants as squares, both sized by use; name the largest plants."""
    largest = {plant: float(rows["throughput_t"].max()) or 1.0 for plant, rows in drawn.groupby("plant")}
    for row in drawn.itertuples():
        x, y = view.at(*points.loc[row.site, ["lat_deg", "lon_deg"]])
        size = math.sqrt(max(row.throughput_t, 0.0) / largest[row.plant])
        colour, hint = STATUS_COLOURS[row.status], f"{row.site_name}: {row.throughput_t:,.0f} of {row.capacity_t:,.0f} t/yr used"
        edge = f' stroke="{"#ffffff" if row.throughput_t > 0 else colour}" stroke-width="1"'
        fill = colour if row.throughput_t > 0 else "#ffffff"
        if row.plant:
            side = 5 + 9 * size
            drawing.rect(x - side / 2, y - side / 2, side, side, fill=fill, hint=hint, more=edge)
        else:
            drawing.circle(x, y, 2 + 3.5 * size, fill=fill, hint=hint, more=edge)
    named = drawn[drawn["plant"] & (drawn["throughput_t"] > 0)].sort_values("throughput_t", ascending=False, kind="stable")
    taken: list[tuple[float, float, float]] = []
    for row in named.head(MOST_NAMES).itertuples():
        x, y = view.at(*points.loc[row.site, ["lat_deg", "lon_deg"]])
        _place_name(drawing, row.site_name, x, y, 0.5 * (5 + 9 * math.sqrt(row.throughput_t / largest[True])), taken)


def _place_name(drawing: Drawing, name: str, x: float, y: float, reach: float, taken: list[tuple[float, float, float]]) -> None:
    """Write a name beside a sign, on the side and at the height where no other name stands; not at all where there is none."""
    wide = width_of(name, 10.5)
    for shift in (3.5, -9.0, 16.0):
        for left in (x + reach + 4, x - reach - 4 - wide):
            inside = left > 2 and left + wide < drawing.width - 2
            if inside and not any(abs(y + shift - other_y) < 12 and left < end and begin < left + wide for begin, end, other_y in taken):
                taken.append((left, left + wide, y + shift))
                drawing.text(left, y + shift, name, kind="small strong halo")
                return


def draw_outlets(drawing: Drawing, report: Report, flows: pd.DataFrame, view: View) -> None:
    """Draw the outlets that something goes to as diamonds."""
    labels, outlets = names(report.plan, "outlets"), report.plan.instance["outlets"]
    for row in outlets[outlets["outlet"].isin(flows["destination"])].itertuples():
        x, y = view.at(row.lat_deg, row.lon_deg)
        drawing.path(
            f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6 -6z",
            more=f' fill="{OUTLET_COLOURS[row.kind]}" stroke="#ffffff"',
            hint=labels[row.outlet],
        )
