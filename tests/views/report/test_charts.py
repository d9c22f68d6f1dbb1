"""The other charts: lengths are as the numbers are, words fit, and what is missed is seen."""

import re

import pytest

from recyclenet.views.palette import STATUS_COLOURS
from recyclenet.views.report.cells import MISSED, Cell, cell_bars
from recyclenet.views.report.columns import stacked_columns, ticks_between
from recyclenet.views.report.gantt import Bar, Part, gantt
from recyclenet.views.report.heat import heat_table, shade, wrapped
from recyclenet.views.report.numbers import Scale, money, percent, readable, rounded, tonnes
from recyclenet.views.report.svg import Drawing, fitted, ink_on, legend, width_of

EUR = Scale(1, "EUR", 0)


def rects(svg, colour):
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"[^>]*? fill="([^"]+)"', svg)
    return [tuple(map(float, numbers)) for *numbers, fill in found if fill == colour]


def test_columns_are_as_high_as_amounts_and_stand_on_the_line():
    svg = stacked_columns({"2026": {"a": 300.0, "b": 100.0, "c": -200.0}}, {"a": "#aa0000", "b": "#00aa00", "c": "#0000aa"}, EUR, label="x")
    ((_, top_a, _, high_a),), ((_, top_b, _, high_b),), ((_, top_c, _, high_c),) = (
        rects(svg, f"#{c}") for c in ("aa0000", "00aa00", "0000aa")
    )
    # 600 EUR from the lowest to the highest fill 250 - 14 - 30 = 206 units; 0.6 units between parts stay free
    assert (high_a, high_b, high_c) == pytest.approx((103 - 0.6, 206 / 6 - 0.6, 206 / 3 - 0.6), abs=0.11)
    assert top_a + high_a == pytest.approx(top_c, abs=0.7)  # the line of nothing
    assert top_b + high_b == pytest.approx(top_a, abs=0.7)


def test_the_net_of_a_column_is_marked():
    svg = stacked_columns({"p": {"a": 300.0, "c": -200.0}}, {"a": "#aa0000", "c": "#0000aa"}, EUR, label="x", net=True)
    assert ">100</text>" in svg


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (-3, 7, [-2, 0, 2, 4, 6]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1.0][:1]),
        (0, 0.012, [0, 0.0025, 0.005, 0.0075, 0.01]),
    ],
)
def test_ticks_are_round_numbers_within_the_amounts(low, high, ticks):
    assert ticks_between(low, high) == pytest.approx(ticks)


def test_a_bar_is_as_long_as_its_share_and_the_mark_is_at_what_is_asked():
    svg = cell_bars([("recover", [Cell(0.5, "50 %", 0.8, good=False), None])], ["2026", "2027"], label="x", colour="#009e73")
    ((left, _, long, _),) = rects(svg, MISSED)
    ((_, _, whole, _),) = rects(svg, "#e9ebed")
    assert long == pytest.approx(whole / 2, abs=0.1)
    assert float(re.findall(r'<line x1="([\d.]+)"[^>]*stroke="#111111"', svg)[0]) == pytest.approx(left + 0.8 * whole, abs=0.1)


def test_in_narrow_cells_the_bar_lies_under_a_shorter_text():
    cells = [Cell(0.5, "50.0 % · 1,234 t/yr")] * 12
    svg = cell_bars([("Co", cells)], [f"p{number}" for number in range(12)], label="x", colour="#009e73")
    assert svg.count(">50.0 %</text>") == 12
    assert rects(svg, "#009e73")[0][3] == 3


def test_bars_of_openings_are_as_long_as_the_years():
    parts = {"early": Part("opens", 500.0, 500.0, 0.5), "late": Part("open", 900.0, 400.0, 1.0)}
    svg = gantt([Bar("Yard", "Ganzhou", parts)], {"early": 2, "late": 3}, STATUS_COLOURS, label="x")
    ((_, _, early, _),), ((_, _, late, _),) = rects(svg, STATUS_COLOURS["opens"]), rects(svg, STATUS_COLOURS["open"])
    assert (early + 3, late) == pytest.approx((530 * 2 / 5, 530 * 3 / 5), abs=0.2)  # 720 - 190 units; an opening begins 3 later
    assert ">500 t/yr, 50 %</text>" in svg
    assert ">900 t/yr, 100 %</text>" in svg
    assert svg.count("l4 -6l4 6z") == 1  # only what grows has a mark


def test_cells_are_blue_where_they_earn_and_orange_where_they_cost():
    earns, costs, nothing = (shade(value, 100.0) for value in (-100.0, 100.0, 0.0))
    assert int(earns[5:7], 16) > int(earns[1:3], 16)
    assert int(costs[1:3], 16) > int(costs[5:7], 16)
    assert nothing == "#f7f7f4"


def test_a_cell_without_a_number_is_empty():
    svg = heat_table([("A", [float("nan"), 5.0])], ["x", "y"], label="x")
    assert svg.count("<rect") == 1
    assert "nan" not in svg


def test_names_of_columns_break_at_blanks_and_after_hyphens():
    assert wrapped("Air-conditioner rotor", 80) == ["Air-", "conditioner", "rotor"]
    assert wrapped("", 80) == [""]


def test_long_words_are_shortened_and_chinese_signs_take_more_room():
    assert fitted("short", 100) == "short"
    assert fitted("a very long name of a place", 60).endswith("…")
    assert width_of(fitted("a very long name of a place", 60)) <= 62
    assert width_of("赣州") > width_of("ab")


def test_words_are_light_on_dark_grounds_only():
    assert ink_on("#22303f") == "light"
    assert ink_on("#f7f7f4") == ""
    assert ink_on("#e69f00") == ""


def test_a_drawing_tells_what_it_shows():
    drawing = Drawing(10, 20, 'a "label" <b>')
    drawing.text(1, 2, "<b>", kind="soft")
    assert 'viewBox="0 0 10 20" role="img" aria-label="a &quot;label&quot; &lt;b&gt;"' in drawing.render()
    assert '<text x="1" y="2" class="soft">&lt;b&gt;</text>' in drawing.render()
    assert legend([]) == ""


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (rounded(-1234.5, 1), "−1,234.5"),
        (rounded(-0.001, 1), "0.0"),
        (percent(0.9549), "95.5 %"),
        (percent(float("nan")), "–"),
        (readable(0.14159), "0.142"),
        (readable(1234.6), "1,235"),
        (readable(0.0), "0"),
        (money([687.2e6], "CNY")(687.2e6), "687.2"),
        (money([687.2e6], "CNY").unit, "million CNY"),
        (money([11_350.0], "EUR")(11_350.0), "11,350"),
        (money([3e13], "IDR").unit, "billion IDR"),
        (tonnes([134_100.0], "/yr")(134_100.0), "134.1"),
        (tonnes([134_100.0], "/yr").unit, "kt/yr"),
        (tonnes([9_000.0]).unit, "t"),
        (tonnes([0.5])(0.5), "0.50"),
        (tonnes([])(0.0), "0.00"),
    ],
)
def test_numbers_are_shown_as_they_are_read(shown, expected):
    assert shown == expected
