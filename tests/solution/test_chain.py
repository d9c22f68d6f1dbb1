"""Mass through the chain: nothing is lost or made at any node, and it says what the plan's tables say."""

from dataclasses import replace

import pytest

from recyclenet.solution.chain import chain
from tests.cases import with_table
from tests.solution.solved import rich_plan, tutorial_plan

PLANS = pytest.mark.parametrize("plan", [rich_plan, tutorial_plan], ids=lambda plan: plan.__name__)
ENDS = ("buyer", "disposal", "on the spot", "kept", "stock put by", "lost")


def by_hand(links):
    return links.set_index(["source", "target", "material"])["amount_t"].to_dict()


def test_by_hand_on_the_tutorial():
    # 150 t of packs, all collected; half of them salt, half residue
    assert by_hand(chain(tutorial_plan())) == pytest.approx({
        ("packs", "point", "packs"): 150, ("point", "works", "collected"): 150,
        ("works", "buyer", "salt"): 75, ("works", "landfill", "residue"): 75,
    })  # fmt: skip


@PLANS
def test_what_comes_into_a_technology_leaves_it_in_every_period(plan):
    links = chain(plan())
    comes = links[links["target_role"] == "technology"].groupby(["target", "period"])["amount_t"].sum()
    leaves = links[links["source_role"] == "technology"].groupby(["source", "period"])["amount_t"].sum()
    assert len(comes) > 0
    assert leaves.to_dict() == pytest.approx(comes.to_dict(), rel=1e-6)


@PLANS
def test_what_arises_and_is_added_ends_somewhere(plan):
    links = chain(plan())
    begins = links.loc[links["source_role"] != "technology"]
    ends = links.loc[links["target_role"] != "technology"]
    assert set(ends["target_role"]) <= set(ENDS)
    assert ends["amount_t"].sum() == pytest.approx(begins["amount_t"].sum())
    assert links["amount_t"].min() > 0


def test_ends_are_what_the_rich_plan_says():
    plan = rich_plan()
    links, years = chain(plan), plan.instance.keyed("periods")["years"]

    def total(table, amount):
        return float((plan[table][amount] * plan[table]["period"].map(years)).sum())

    by_role = links.groupby("target_role")["amount_t"].sum()
    assert by_role["kept"] == pytest.approx(total("uncollected", "uncollected_t") + total("withheld", "withheld_t"))
    assert by_role[["buyer", "disposal", "on the spot"]].sum() == pytest.approx(total("sales", "sold_t"))
    assert by_role["stock put by"] == pytest.approx(plan["stocks"]["stock_t"].sum())
    through = links[links["target_role"] == "technology"].groupby("target")["amount_t"].sum()
    assert through.sum() == pytest.approx(total("throughputs", "throughput_t"))


def test_a_recipe_that_binds_reagents_has_a_link_that_adds_them():
    plan = tutorial_plan()
    recipes = plan.instance["conversions"]
    richer = recipes.assign(t_per_t=recipes["t_per_t"].where(recipes["material"] != "salt", 0.7))  # 0.7 + 0.5 out of 1: 0.2 are added
    sold = plan["sales"].assign(sold_t=plan["sales"]["sold_t"].where(plan["sales"]["material"] != "salt", 105.0))
    instance = with_table(plan.instance, "conversions", richer)
    links = by_hand(chain(replace(plan, instance=instance, tables={**plan.tables, "sales": sold})))
    assert links["added", "works", ""] == pytest.approx(150 * 0.2)
    assert links["works", "buyer", "salt"] == pytest.approx(105)


def test_links_are_told_apart_by_period():
    links = chain(rich_plan())
    assert set(links["period"]) == set(rich_plan().instance.periods)
    assert not links.drop(columns="amount_t").duplicated().any()
