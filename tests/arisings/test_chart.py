"""The chart: a page that any browser draws, with every name harmless."""

from xml.etree import ElementTree as ET

import pandas as pd

from recyclenet.arisings.chart import chart

SVG = "{http://www.w3.org/2000/svg}"
YEARLY = pd.DataFrame(
    [("<b>", 2020, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), ("<b>", 2021, 1.0, 2.0, 3.0, 1.5, 2.0, 2.5), ("<b>", 2022, 2.0, 4.0, 9.5, 3.0, 4.0, 8.0)],
    columns=["material", "year", "low_t", "base_t", "high_t", "p05_t", "p50_t", "p95_t"],
)


def drawn(page):
    return ET.fromstring(page)  # noqa: S314 - our own text


def test_the_base_line_runs_from_the_first_year_to_the_last_and_the_bands_lie_about_it():
    page = drawn(chart(YEARLY, "R & D"))
    (line,) = page.iter(f"{SVG}polyline")
    points = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    # axis 0 to 10 t over 148 px (210 less margins 34 and 28), panel from 52: its foot at 52 + 210 - 28 = 234; 4 t at 234 - 59.2
    assert points == [(84, 234), (414, 204.4), (744, 174.8)]
    assert [shape.get("fill") for shape in page.iter(f"{SVG}polygon")] == ["#cfe3ec", "#8fbfd2"]
    assert [text.text for text in page.iter(f"{SVG}text")][-3:] == ["2020", "2021", "2022"]


def test_names_are_shown_and_never_obeyed():
    words = [text.text for text in drawn(chart(YEARLY, "R & D")).iter(f"{SVG}text")]
    assert "<b>" in words
    assert "R & D: tonnes arising per year" in words


def test_a_chart_without_samples_or_tonnes_is_drawn():
    nothing = YEARLY[["material", "year"]].assign(low_t=0.0, base_t=0.0, high_t=0.0)
    page = drawn(chart(nothing, "none"))
    assert len(list(page.iter(f"{SVG}polygon"))) == 1
