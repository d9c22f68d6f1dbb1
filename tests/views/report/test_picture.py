"""The map in print: places lie where they should, what is large is drawn, and what is not drawn is told."""

import re
from dataclasses import replace

import pytest

from recyclenet.solution.case import Case
from recyclenet.solution.report import report_of
from recyclenet.views.palette import REGION_COLOURS, STATUS_COLOURS
from recyclenet.views.report import picture as module
from recyclenet.views.report.picture import picture
from recyclenet.views.report.picture_view import MARGIN, WIDTH, outline, view_of
from tests.solution.solved import tutorial_plan


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude():
    plan = tutorial_plan()
    view = view_of(Case(plan.instance, plan).points, {})
    x1, y1 = view.at(50.0, 10.2)
    x2, y2 = view.at(50.1, 10.3)
    assert (x2 - x1) / (y1 - y2) == pytest.approx(0.6421, abs=1e-3)  # cosine of 50.05 degrees, the middle of the map
    assert y2 < y1  # north is up


def test_all_points_lie_within_the_drawing():
    plan = tutorial_plan()
    points = Case(plan.instance, plan).points
    view = view_of(points, plan.instance.polygons)
    for row in points.itertuples():
        x, y = view.at(row.lat_deg, row.lon_deg)
        assert MARGIN - 1e-6 <= x <= WIDTH - MARGIN + 1e-6
        assert MARGIN - 1e-6 <= y <= view.height - MARGIN + 1e-6


def test_an_outline_closes_and_drops_points_that_cannot_be_told_apart():
    plan = tutorial_plan()
    view = view_of(Case(plan.instance, plan).points, {})
    near = 0.1 / view.per_lat
    ring = [[10.2, 50.0], [10.2 + near, 50.0], [10.4, 50.0], [10.4, 50.1], [10.2, 50.0]]
    path = outline({"type": "Polygon", "coordinates": [ring]}, view)
    assert re.fullmatch(r"M[\d.]+ [\d.]+l(?:-?[\d.]+ -?[\d.]+ ?){3}z", path)
    assert outline({"type": "Polygon", "coordinates": [[ring[0], ring[1], ring[0]]]}, view) == ""


def test_regions_points_plants_and_flows_are_drawn():
    drawn = picture(report_of(tutorial_plan()), "2026", {})
    assert drawn.svg.count('stroke="#ffffff" stroke-width="0.7"') == 2  # both regions
    assert "Region A: 100 t/yr arise" in drawn.svg
    # flows: A to P, B to Q, P and Q to W, W to the buyer and the landfill
    assert drawn.svg.count('fill="none"') == 6
    assert "Point P: 100 of 200 t/yr used" in drawn.svg
    assert ">Works W</text>" in drawn.svg
    assert drawn.statuses == (("opens in 2026", STATUS_COLOURS["opens"]),)
    assert [colour for _, colour in drawn.steps] == list(REGION_COLOURS)
    assert drawn.note == "Lines are flows, the widest 100 t/yr."


def test_what_is_not_drawn_is_told(monkeypatch):
    monkeypatch.setattr(module, "MOST_FLOWS", 4)
    note = picture(report_of(tutorial_plan()), "2026", {}).note
    # 100 + 100 + 75 + 75 t of 450 t are drawn (A to P, P to W, salt and residue), 50 + 50 are not
    assert note == "Lines are flows, the widest 100 t/yr; 2 smaller ones (22.2 % of the tonnes) are not drawn."


def test_a_plan_that_moves_nothing_has_a_map():
    plan = tutorial_plan()
    idle = replace(plan, tables={**plan.tables, **{name: plan[name].iloc[:0] for name in ("flows", "openings", "throughputs", "sales")}})
    assert picture(report_of(idle), "2026", {}).note == "Nothing is moved in this period."
