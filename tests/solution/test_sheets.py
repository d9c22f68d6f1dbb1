"""The tables of a workbook: costs add up to the objective in every one of them, and each number has its unit."""

import pytest

from recyclenet.instance.schema import SCHEMA
from recyclenet.solution.report import report_of
from recyclenet.solution.sheets import SUM, cost_rows, key_rows, sheets
from recyclenet.solution.solution import TABLE_COLUMNS
from tests.solution.solved import rich_plan, tutorial_plan

WITHOUT_UNIT = {"value", "rows", "number"}
"""Columns of numbers whose unit stands in a column beside them, or that are counts."""


@pytest.fixture(scope="module")
def found():
    return {sheet.name: sheet for sheet in sheets(report_of(rich_plan()))}


def test_all_tables_of_report_plan_and_instance_are_there(found):
    with_rows = {f"instance_{name}" for name in SCHEMA if len(rich_plan().instance[name])}
    assert {f"plan_{name}" for name in TABLE_COLUMNS} | with_rows <= set(found)
    assert {"costs", "cost_to_serve", "chain", "targets", "elements", "standing", "nearby", "emissions", "assumptions"} <= set(found)
    assert all(len(name) <= 31 for name in found)  # what a workbook allows


def test_every_table_of_costs_adds_up_to_the_objective(found):
    cost = pytest.approx(rich_plan().cost)
    table = found["costs"].rows.set_index("component")
    assert table.drop(SUM)["all"].sum() == cost
    assert table.loc[SUM, "all"] == cost
    assert table.loc[SUM].drop("all").sum() == cost
    assert table.drop(SUM).drop(columns="all").sum().to_dict() == pytest.approx(table.loc[SUM].drop("all").to_dict())
    assert found["cost_to_serve"].rows["cost"].sum() == cost
    assert found["cost_to_serve"].rows[table.drop(SUM).index.tolist()].sum().sum() == cost
    assert found["plan_costs"].rows["cost"].sum() == cost


def test_by_hand_on_the_tutorial():
    table = cost_rows(report_of(tutorial_plan()).figures).set_index("component")["all"]
    assert table.to_dict() == pytest.approx({"haulage": 5500, "processing": 4500, "opening": 6600, "sales": -5250, SUM: 11_350})


def test_emissions_by_source_are_those_of_the_plan(found):
    plan = rich_plan()
    years = plan["emissions"]["period"].map(plan.instance.keyed("periods")["years"])
    said = (plan["emissions"]["emitted_t"] * years).groupby([plan["emissions"]["gas"], plan["emissions"]["period"]]).sum()
    ours = found["emissions"].rows.groupby(["gas", "period"])["emitted_t"].sum()
    assert ours.to_dict() == pytest.approx(said.to_dict())


def test_each_column_of_numbers_has_a_unit(found):
    bare = {
        f"{name}.{column}" for name, sheet in found.items() for column in sheet.rows.select_dtypes("number")
        if not sheet.units.get(str(column)) and column not in WITHOUT_UNIT
    }  # fmt: skip
    assert {label for label in bare if not label.startswith("instance_")} == set()
    assert {label.split(".")[1] for label in bare} <= {"least", "most", "first_year"}  # numbers open, and a calendar year


def test_units_of_money_name_the_currency(found):
    assert found["plan_costs"].heading("cost") == "cost [EUR, discounted]"
    assert found["instance_candidates"].heading("opening_cost") == "opening_cost [EUR]"
    assert found["plan_flows"].heading("flow_t") == "flow_t [t/yr]"
    assert found["plan_flows"].heading("origin") == "origin"


def test_key_figures_say_what_their_units_are():
    table = key_rows(report_of(tutorial_plan()).figures).set_index("figure")
    assert table.loc["cost", ["value", "unit"]].tolist() == [pytest.approx(11_350), "EUR, discounted"]
    assert table.loc["collected: packs", ["value", "unit"]].tolist() == [pytest.approx(150), "t"]
    assert table.loc["opened: collection", "value"] == 2
