"""The map as a picture for print: regions by supply, flows by stream, points and plants by status, in one period."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from recyclenet.solution.case import Case
from recyclenet.solution.figures import names
from recyclenet.solution.report import Report
from recyclenet.views.palette import OTHER_COLOUR, REGION_COLOURS, STATUS_COLOURS
from recyclenet.views.report.numbers import percent, tonnes
from recyclenet.views.report.picture_signs import draw_outlets, draw_stations, stations
from recyclenet.views.report.picture_view import View, outline, view_of
from recyclenet.views.report.streams import streams_of
from recyclenet.views.report.svg import Drawing, number

MOST_FLOWS = 300
"""The largest flows are drawn; of the others it is said how much they are."""


@dataclass(frozen=True)
class Picture:
    """A drawn map, and what its legend needs: steps of supply [t/yr], streams drawn, statuses drawn, and what is hidden."""

    svg: str
    steps: tuple[tuple[str, str], ...]
    streams: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    note: str


def picture(report: Report, period: str, colours: Mapping[str, str]) -> Picture:
    """Return the map of a period; `colours` are those of streams."""
    plan = report.plan
    points = Case(plan.instance, plan).points
    drawn = stations(report, period)
    flows = _flows(report, period)
    shown_places = pd.Index([*plan.instance["regions"]["region"], *drawn["site"], *flows["origin"], *flows["destination"]]).unique()
    view = view_of(points.loc[shown_places], plan.instance.polygons)
    drawing = Drawing(view.width, view.height, f"Map of the plan in {period}")
    steps = _regions(drawing, report, period, view)
    note, streams = _draw_flows(drawing, flows, points, view, colours)
    draw_outlets(drawing, report, flows, view)
    draw_stations(drawing, drawn, points, view)
    statuses = [(name, STATUS_COLOURS[name]) for name in ("existing", "opens", "open") if name in set(drawn["status"])]
    said = {"existing": "stood before", "opens": f"opens in {period}", "open": "opened earlier"}
    return Picture(drawing.render(), tuple(steps), tuple(streams), tuple((said[name], colour) for name, colour in statuses), note)


def _regions(drawing: Drawing, report: Report, period: str, view: View) -> list[tuple[str, str]]:
    """Draw regions by what arises in them; return the steps of the colours."""
    instance, labels = report.plan.instance, names(report.plan, "regions")
    supply = instance["supplies"]
    amounts = supply[supply["period"] == period].groupby("region")["supply_t"].sum().reindex(instance["regions"]["region"]).fillna(0.0)
    limits = [float(amounts.quantile(share)) for share in (0.2, 0.4, 0.6, 0.8)]
    scale = tonnes(amounts, "/yr")
    for row in instance["regions"].itertuples():
        amount = float(amounts[row.region])
        fill = REGION_COLOURS[sum(amount > limit for limit in limits)]
        hint = f"{labels[row.region]}: {scale(amount)} {scale.unit} arise"
        if row.region in instance.polygons:
            drawing.path(
                outline(instance.polygons[row.region], view), more=f' fill="{fill}" stroke="#ffffff" stroke-width="0.7"', hint=hint
            )
        else:
            drawing.circle(*view.at(row.lat_deg, row.lon_deg), 7, fill=fill, hint=hint, more=' stroke="#9aa3a9" stroke-width="0.7"')
    edges = [
        f"up to {scale(limits[0])}",
        *(f"to {scale(limit)}" for limit in limits[1:]),
        f"more, to {scale(float(amounts.max()))} {scale.unit}",
    ]
    return list(zip(edges, REGION_COLOURS, strict=True)) if len(amounts) else []


def _flows(report: Report, period: str) -> pd.DataFrame:
    """Return the flows of a period by origin, destination and stream, largest first; of a kilogram a year or more."""
    rows = report.plan["flows"]
    rows = rows[(rows["period"] == period) & (rows["flow_t"] >= 1e-3)]
    rows = rows.assign(stream=rows["material"].map(streams_of(report.plan.instance)))
    sums = rows.groupby(["origin", "destination", "stream"], sort=False, as_index=False)["flow_t"].sum()
    return sums.sort_values("flow_t", ascending=False, kind="stable", ignore_index=True)


def _draw_flows(
    drawing: Drawing, flows: pd.DataFrame, points: pd.DataFrame, view: View, colours: Mapping[str, str]
) -> tuple[str, list[tuple[str, str]]]:
    """Draw the largest flows; return what is hidden, and the streams drawn."""
    shown = flows.head(MOST_FLOWS)
    largest = float(flows["flow_t"].max()) if len(flows) else 1.0
    for row in shown[::-1].itertuples():
        (x1, y1), (x2, y2) = (view.at(*points.loc[place, ["lat_deg", "lon_deg"]]) for place in (row.origin, row.destination))
        bend = 0.12
        middle = ((x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend)
        width = max(8 * math.sqrt(row.flow_t / largest), 0.5)
        colour = colours.get(row.stream, OTHER_COLOUR)
        path = f"M{number(x1)} {number(y1)}Q{number(middle[0])} {number(middle[1])} {number(x2)} {number(y2)}"
        drawing.path(
            path, more=f' fill="none" stroke="{colour}" stroke-width="{number(width)}" stroke-opacity="0.6" stroke-linecap="round"'
        )
    hidden = flows["flow_t"].iloc[MOST_FLOWS:]
    share = float(hidden.sum() / flows["flow_t"].sum()) if len(hidden) else 0.0
    said = f"; {len(hidden)} smaller ones ({percent(share)} of the tonnes) are not drawn" if len(hidden) else ""
    note = f"Lines are flows, the widest {largest:,.0f} t/yr{said}." if len(flows) else "Nothing is moved in this period."
    return note, [(stream, colours.get(stream, OTHER_COLOUR)) for stream in dict.fromkeys(shown["stream"])]
