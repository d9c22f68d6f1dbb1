"""The Sankey diagram: mass is conserved at every node as it is drawn, the flow goes forwards, and circles come to an end."""

import re

import pytest

from recyclenet.solution.report import report_of
from recyclenet.views.report.numbers import Scale
from recyclenet.views.report.ribbons import ribbons_of
from recyclenet.views.report.sankey import sankey
from recyclenet.views.report.sankey_layout import layers_of, spots
from tests.solution.solved import rich_plan, tutorial_plan

PLANS = pytest.mark.parametrize("plan", [rich_plan, tutorial_plan], ids=lambda plan: plan.__name__)


@PLANS
def test_what_comes_into_a_node_in_the_middle_leaves_it(plan):
    drawn = ribbons_of(report_of(plan()))
    comes = drawn.links.groupby("target")["amount_t"].sum()
    leaves = drawn.links.groupby("source")["amount_t"].sum()
    middle = comes.index.intersection(leaves.index)
    assert len(middle) > 0
    assert leaves[middle].to_dict() == pytest.approx(comes[middle].to_dict(), rel=2e-3)  # what recipes lose or add is drawn where it counts
    begins, ends = leaves.index.difference(middle), comes.index.difference(middle)
    assert leaves[begins].sum() == pytest.approx(comes[ends].sum(), rel=2e-3)


@PLANS
def test_ribbons_begin_and_end_within_their_nodes(plan):
    drawn = ribbons_of(report_of(plan()))
    svg = sankey(drawn, {}, Scale(1, "t", 0), label="x")
    bars = [tuple(map(float, found)) for found in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="9" height="([\d.]+)"', svg)]
    paths = re.findall(r'<path d="M([\d.]+) ([\d.]+)C.*? ([\d.]+) ([\d.]+)v([\d.]+)C.*? [\d.]+ ([\d.]+)z"', svg)
    assert len(paths) == len(drawn.links)
    for left, top, right, end, high, bottom in (tuple(map(float, found)) for found in paths):
        assert any(abs(x + 9 - left) < 0.2 and y - 0.2 <= top and bottom <= y + tall + 0.7 for x, y, tall in bars)
        assert any(abs(x - right) < 0.2 and y - 0.2 <= end and end + high <= y + tall + 0.7 for x, y, tall in bars)


def test_layers_go_with_the_flow():
    ends = {("a", "b"): 1.0, ("b", "c"): 1.0, ("a", "c"): 1.0, ("added", "c"): 1.0, ("b", "end"): 1.0, ("c", "end"): 1.0}
    assert layers_of(ends, ["end"], {"added": "c"}) == {"a": 0, "b": 1, "c": 2, "added": 1, "end": 3}


def test_a_circle_comes_to_an_end():
    layer = layers_of({("a", "b"): 2.0, ("b", "c"): 2.0, ("c", "b"): 1.0, ("c", "end"): 1.0}, ["end"], {})
    assert layer["a"] == 0
    assert layer["end"] == max(layer.values())


def test_nodes_are_as_high_as_what_flows_and_do_not_overlap():
    ends = {("a", "c"): 30.0, ("b", "c"): 10.0, ("c", "d"): 40.0}
    found = spots(ends, layers_of(ends, ["d"], {}), height=100, gap=20)
    # 40 t fill 100 - 20 where two nodes stand: 2 a tonne
    assert {node: spot.height for node, spot in found.items()} == pytest.approx({"a": 60, "b": 20, "c": 80, "d": 80})
    upper, lower = sorted((found["a"], found["b"]), key=lambda spot: spot.top)
    assert upper.top + upper.height + 20 == pytest.approx(lower.top)


def test_many_buyers_are_drawn_as_one_and_materials_by_stream(monkeypatch):
    monkeypatch.setattr("recyclenet.views.report.ribbons.MOST_ENDS", 0)
    shown = set(ribbons_of(report_of(tutorial_plan())).names.values())
    assert shown == {"battery", "Collection point", "Recycling works", "Buyers", "Disposal"}
