"""Key figures, each worked out by hand from the plan in tests/plans.py."""

import json
import math

import pytest

from recyclenet.solution.figures import key_figures
from tests.plans import hand_made_plan


@pytest.fixture
def figures():
    return key_figures(hand_made_plan())


def test_tonnes_are_summed_over_all_years_of_the_horizon(figures):
    whole = figures.as_json()
    assert whole["supplied_t"] == 800  # 100 x 2 years + 200 x 3 years
    assert whole["uncollected_t"] == 80  # 40 x 2 years
    assert whole["collected_t"] == 720  # the difference


def test_tonnes_by_period_and_material_add_up_to_the_whole(figures):
    assert figures.collected_t_by_period == {"early": {"pack": 120}, "late": {"pack": 600}}  # (100 - 40) x 2, 200 x 3
    assert figures.uncollected_t_by_period == {"early": {"pack": 80}, "late": {}}


def test_recovered_is_what_buyers_take_times_what_it_contains_and_disposal_does_not_count(figures):
    # buyers take 10 t/yr x 2 years and 30 t/yr x 3 years; a fifth of it is Co, a twentieth Li
    assert figures.recovered_t_by_period["early"] == pytest.approx({"Co": 4, "Li": 1})
    assert figures.recovered_t_by_period["late"] == pytest.approx({"Co": 18, "Li": 4.5})
    assert figures.as_json()["recovered_t"] == pytest.approx({"Co": 22, "Li": 5.5})


def test_costs_by_component_add_up_to_the_cost_of_the_plan(figures):
    assert figures.cost_by_component == {"haulage": 150, "opening": 1000, "sales": -200}
    assert sum(figures.cost_by_component.values()) == figures.cost
    assert figures.cost_by_period == {"early": {"haulage": 100, "opening": 1000}, "late": {"haulage": 50, "sales": -200}}


def test_opened_counts_what_the_plan_opens_and_standing_all_that_is_open(figures):
    assert figures.opened == {"collection": {"early": 1, "late": 0}, "recycling": {"early": 0, "late": 1}}
    assert figures.standing == {"collection": {"early": 1, "late": 1}, "recycling": {"early": 1, "late": 2}}


def test_an_opening_says_where_what_how_large_and_since_when(figures):
    found = {(entry.site_name, entry.technology_name, entry.opens, entry.capacity_t, entry.most_used_t) for entry in figures.openings}
    assert found == {
        ("Ganzhou", "collection point", "early", 500, 200),  # used most in the late period
        ("S3", "smelt", None, 300, 100),  # stood before; without a name the label stands
        ("S2", "smelt", "late", 400, 100),
    }


def test_a_bound_that_is_not_proven_is_null_in_json_and_every_number_is_finite():
    whole = key_figures(hand_made_plan(bound=-math.inf, gap=math.inf)).as_json()
    assert whole["bound"] is None
    assert whole["gap"] is None
    json.dumps(whole, allow_nan=False)


def test_json_holds_what_programs_rely_on(figures):
    whole = json.loads(json.dumps(figures.as_json()))
    assert {"status", "cost", "bound", "gap", "currency", "seconds", "opened", "collected_t", "uncollected_t", "recovered_t"} <= set(whole)
    assert (whole["status"], whole["cost"], whole["bound"], whole["currency"]) == ("optimal", 950, 949, "CNY")
