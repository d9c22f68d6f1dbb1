"""What is printed of a plan: the numbers a planner looks for, and names that stay names."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from recyclenet.solution.figures import key_figures
from recyclenet.views.plain import plain
from recyclenet.views.tables import MOST_ROWS, summary
from tests.plans import hand_made_instance, hand_made_plan


def printed(figures, *, checked=True, faults=0):
    paper = io.StringIO()
    console = Console(file=paper, width=140, force_terminal=False)
    for part in summary(figures, checked=checked, faults=faults, run="runs/by-hand-1", map_file="runs/by-hand-1/map.html"):
        console.print(part)
    return paper.getvalue()


def row(text, name):
    """Return the cells behind the name of a row."""
    (line,) = [line for line in text.splitlines() if line.strip().startswith(name)]
    return line.strip().removeprefix(name).split()


@pytest.fixture
def figures():
    return key_figures(hand_made_plan())


def test_tonnes_are_shown_per_year_by_period_and_for_all_years(figures):
    text = printed(figures)
    assert row(text, "collected") == ["60.00", "200.00", "720.00"]
    assert row(text, "left behind") == ["40.00", "0.00", "80.00"]
    assert row(text, "recovered Co") == ["2.00", "6.00", "22.00"]  # 10 x 0.2 and 30 x 0.2 a year


def test_costs_are_shown_by_component_and_add_up_to_the_objective(figures):
    text = printed(replace(figures, cost=950e6, cost_by_period={"early": {"haulage": 100e6, "opening": 1000e6}, "late": {"sales": -150e6}}))
    assert row(text, "haulage") == ["100.000", "0.000", "100.000"]
    assert row(text, "sales") == ["0.000", "-150.000", "-150.000"]
    assert row(text, "total = objective") == ["1,100.000", "-150.000", "950.000"]


def test_large_tonnages_are_shown_without_decimals_and_a_rounded_nothing_without_a_sign(figures):
    text = printed(replace(figures, uncollected_t_by_period={"early": {"pack": -0.001}, "late": {"pack": -5400.4}}))
    assert row(text, "collected") == ["100", "2,000", "6,200"]  # 200.001 / 2, (600 + 5400.4) / 3, both together
    assert row(text, "left behind") == ["0.00", "-1,800.13", "-5,400.40"]


def test_openings_are_counted_by_kind_and_listed_by_place(figures):
    text = printed(figures)
    (counts,) = [line for line in text.splitlines() if line.count("/") == 3 and "recycling" in line]
    assert counts.split() == ["recycling", "+0", "/", "1", "+1", "/", "2", "+1", "/", "2"]
    assert "Ganzhou (S1)" in text
    assert "stood before" in text


def test_where_there_are_many_only_plants_are_listed_and_the_rest_is_counted(figures):
    point, *_ = [entry for entry in figures.openings if entry.kind == "collection"]
    plants = [entry for entry in figures.openings if entry.kind != "collection"]
    text = printed(replace(figures, openings=(*plants, *[point] * MOST_ROWS)))
    assert "Ganzhou" not in text
    assert f"and {MOST_ROWS} more: openings.csv" in text


def test_proof_and_verdict_are_shown(figures):
    text = printed(figures)
    assert "949 CNY (no plan costs less)" in text
    assert "0.1053%" in text  # 1 / 950
    assert "believed" in text
    assert "runs/by-hand-1/map.html" in text


def test_a_plan_the_checker_refuses_is_called_not_believed(figures):
    assert "NOT believed: 3 rules broken" in printed(figures, checked=False, faults=3)


def test_without_a_bound_none_is_claimed(figures):
    text = printed(replace(figures, bound=None, gap=None))
    assert text.count("none proven") == 2
    assert "no plan costs less" not in text


def test_a_name_that_looks_like_markup_is_shown_as_it_is():
    text = printed(key_figures(hand_made_plan(hand_made_instance(title="[bold red]x[/bold red] [link=a]\\"))))
    assert "[bold red]x[/bold red] [link=a]\\:" in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),  # would clear the screen
        ("a\nb", "a\\nb"),  # would start a line of its own
        ("\x9b31m", "\\x9b31m"),  # the one-byte form of the same
        ("\u202eevil", "\\u202eevil"),  # would turn the direction of writing
        ("\udcff", "\\udcff"),  # half of a pair, from a file name that is no text
        ("赣州 Ganzhou é", "赣州 Ganzhou é"),
    ],
)
def test_signs_with_power_over_a_terminal_are_written_out(name, shown):
    assert plain(name) == shown
