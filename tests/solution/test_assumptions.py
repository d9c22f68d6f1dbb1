"""Assumptions and provenance: which text is about which table, what is a placeholder, what says nothing; how a plan was made."""

import math
from dataclasses import replace

import pytest

from recyclenet.solution.assumptions import assumptions
from recyclenet.solution.provenance import provenance
from tests.cases import tutorial
from tests.solution.solved import tutorial_plan


def stated(**texts):
    base = tutorial()
    return assumptions(replace(base, settings=replace(base.settings, provenance=texts))).set_index("key")


def test_a_key_that_begins_with_a_table_is_about_it():
    table = stated(**{"supplies": "census", "candidates.opening_cost": "a study", "distances road": "OSM", "licence": "CC0"})
    about = table["about"].to_dict()
    assert [about[key] for key in ("supplies", "candidates.opening_cost", "distances road")] == ["supplies", "candidates", "distances"]
    assert about["licence"] == "the whole instance"
    assert table.loc["supplies", ["rows", "source"]].tolist() == [2, "census"]


def test_a_table_no_text_is_about_is_listed_without_a_source():
    table = stated(supplies="census")
    assert table.loc["sales", ["rows", "source", "placeholder"]].tolist() == [2, "", "no"]
    assert "storage" not in table.index  # it has no rows


@pytest.mark.parametrize(
    ("text", "mark"),
    [("a placeholder until the survey", "yes"), ("Placeholders: all prices", "yes"), ("no placeholders", "no"), ("measured", "no"),
     ("no placeholder in costs; supplies are placeholders", "yes")],
)  # fmt: skip
def test_placeholders_are_marked_where_the_text_says_so(text, mark):
    assert stated(sales=text).loc["sales", "placeholder"] == mark


def test_provenance_names_hash_versions_bound_and_verdict():
    plan = tutorial_plan()
    lines = provenance(replace(plan, run={**plan.run, "checked": True}))
    assert len(lines["instance hash (SHA-256)"]) == 64
    assert lines["the run's instance"] == "the same"
    assert lines["proven bound"] == "11,350.00: no plan costs less"
    assert lines["checker"] == "believed: every rule and the cost hold"
    assert "highspy" in lines["versions"]
    assert "gap 1e-09" in lines["options"]
    assert "threads not set" in lines["options"]


def test_provenance_hides_no_doubt():
    plan = tutorial_plan()
    other = replace(plan.instance, settings=replace(plan.instance.settings, title="another"))
    lines = provenance(replace(plan, instance=other, bound=-math.inf, gap=math.inf, run={**plan.run, "checked": False, "violations": 3}))
    assert lines["the run's instance"].startswith("NOT the same: ")
    assert (lines["proven bound"], lines["gap"]) == ("none proven", "none proven")
    assert lines["checker"] == "NOT believed: 3 rules broken"
    bare = provenance(replace(plan, run={}))
    assert (bare["options"], bare["versions"], bare["size"], bare["the run's instance"]) == ("not stated",) * 4
    assert bare["checker"] == "not stated: this plan was saved without a check"
