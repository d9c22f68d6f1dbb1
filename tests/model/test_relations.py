"""Relations between instances that must hold whatever the optimum is: each says what an edit of an instance does to its cost.

The instances are made up (tests/generators.py), with limits at numbers that bind; how often they do is held in test_generators.py.
"""

from dataclasses import replace
from math import isinf

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recyclenet.instance.schema import SCHEMA
from recyclenet.network.candidates import COSTS
from tests.asked import LIMITS
from tests.cases import with_rows, with_table, with_values, without
from tests.drafts import PERIODS
from tests.features import FEATURES
from tests.generators import instances, tiny
from tests.oracle_all.facts import Facts
from tests.relating import (
    few,
    joined,
    labels,
    least_cost,
    no_more,
    plan_of,
    relation,
    renamed,
    same,
    weights,
    with_number,
    with_prices,
    with_tonnes,
)  # fmt: skip

any_instance = instances(more=5)
some_index = st.integers(0, 1_000_000)


# ------------------------------------------------------------------------------------------------- what changes nothing


@relation(instance=any_instance, seed=some_index)
def test_the_order_of_rows_is_irrelevant(instance, seed):
    mixed = {name: frame if name == "periods" else frame.sample(frac=1, random_state=seed) for name, frame in instance.tables.items()}
    assert same(least_cost(replace(instance, tables=mixed)), least_cost(instance))


@relation(instance=any_instance)
def test_names_are_irrelevant(instance):
    # names in the opposite order, so that no sorting of labels may decide anything
    names = {label: f"n{999 - number}" for number, label in enumerate(labels(instance))}
    assert same(least_cost(renamed(instance, names)), least_cost(instance))


@relation(instance=any_instance, degrees=st.sampled_from([-100.0, 37.0, 64.5]))
def test_turning_the_globe_changes_nothing(instance, degrees):
    turned = instance
    for table in ("regions", "sites", "outlets"):
        turned = with_number(turned, table, "lon_deg", lambda lon: lon + degrees)
    assert same(least_cost(turned), least_cost(instance))


@relation(instance=any_instance)
def test_rows_for_every_period_are_rows_for_each(instance):
    written = {}
    for name, frame in instance.tables.items():
        if "period" in frame and name != "periods":
            spread = [frame[frame["period"] == "*"].assign(period=period) for period in PERIODS]
            key = list(SCHEMA[name].key)
            written[name] = pd.concat([frame[frame["period"] != "*"], *spread]).drop_duplicates(key)
    assert same(least_cost(replace(instance, tables={**instance.tables, **written})), least_cost(instance))


@relation(instance=instances(more=5))
def test_stating_the_ways_changes_nothing(instance):
    facts = Facts(instance)
    ways = [{"origin": origin, "destination": end, "mode": mode, "distance_km": str(facts.way(origin, end, mode))}
            for origin in facts.point for end in facts.point for mode in instance["modes"]["mode"] if origin != end]  # fmt: skip
    assert same(least_cost(with_rows(without(instance, "distances"), "distances", *ways)), least_cost(instance))


@relation(instance=instances(but=["cost_factor"], more=5), factor=st.sampled_from([0.5, 2.5]))
def test_a_regional_factor_is_a_factor_on_what_candidates_cost(instance, factor):
    sites = instance["sites"].loc[instance["sites"]["region"] == "A", "site"]
    dearer = instance
    for table in ("candidates", "candidate_costs"):
        for column in [name for name in COSTS if name != "salvage_value"]:
            there = instance[table]["site"].isin(sites).to_numpy()
            costs = dearer[table][column]
            dearer = with_table(dearer, table, dearer[table].assign(**{column: costs.where(~there, costs * factor)}))
    assert same(least_cost(with_values(instance, "regions", "cost_factor", factor, region="A")), least_cost(dearer))


@relation(instance=any_instance)
def test_a_dearer_copy_of_a_mode_changes_nothing(instance):
    modes, rates = instance["modes"].query("mode == 'road'"), instance["mode_rates"].query("mode == 'road'")
    copy = with_table(instance, "modes", pd.concat([instance["modes"], modes.assign(mode="lane")]))
    rates = rates.assign(mode="lane", handling_cost_per_t=rates["handling_cost_per_t"] + 500)
    copy = with_table(copy, "mode_rates", pd.concat([copy["mode_rates"], rates]))
    for table, more in (("haulage_emissions", {}), ("distances", {}), ("haulage_costs", {"handling_cost_per_t": 500.0})):
        rows = instance[table].query("mode == 'road'").assign(mode="lane")
        rows = rows.assign(**{column: rows[column] + amount for column, amount in more.items()})
        copy = with_table(copy, table, pd.concat([copy[table], rows]))
    assert same(least_cost(copy), least_cost(instance))


@relation(instance=any_instance)
def test_a_group_of_all_places_is_all_places(instance):
    everywhere = [{"group": "world", "place": place} for table in ("regions", "outlets") for place in instance[table].iloc[:, 0]]
    named = with_rows(instance, "groups", *everywhere)
    for table in ("limits", "network_size"):
        named = with_number(named, table, "group", lambda group: group.replace("*", "world"))
    assert same(least_cost(named), least_cost(instance))


@relation(instance=instances(more=5, but=["access"]), share=st.sampled_from([0.3, 0.5]))
def test_a_region_may_be_told_as_two_at_the_same_point(instance, share):
    # the second half is where the first is, in the same groups; rules on single places must not name it
    assume(not len(instance["single_source"]) and "A" not in set(instance["storage"]["place"]) | set(instance["sales"]["outlet"]))
    assume("A" not in set(instance["returns"]["region"]))
    halves = instance
    for table, columns in (("regions", ["population"]), ("supplies", ["supply_t"]), ("groups", []), ("distances", [])):
        frame, place = instance[table], {"groups": "place", "distances": "origin"}.get(table, "region")
        mine = frame[frame[place] == "A"]
        first = frame.assign(**{column: frame[column].where(frame[place] != "A", frame[column] * share) for column in columns})
        second = mine.assign(**{place: "A2"}, **{column: mine[column] * (1 - share) for column in columns})
        halves = with_table(halves, table, pd.concat([first, second]))
    assert same(least_cost(halves), least_cost(instance))


HALVED = [name for name in FEATURES if name not in ("closing", "storage", "returns", "limit_investment", "statuses", "windows")]


@relation(instance=instances(but=[name for name in FEATURES if name not in HALVED], more=5), which=st.sampled_from(PERIODS))
def test_without_discount_a_period_may_be_told_as_two_like_halves(instance, which):
    # opening in the middle cannot pay: of the two halves the better one is the better for both, and the opening costs the same
    instance = replace(instance, settings=replace(instance.settings, discount_rate=0.0))
    whole = with_number(instance, "periods", "years", lambda years: 2 * years)
    halves = instance["periods"].assign(years=lambda rows: rows["years"].where(rows["period"] == which, 2 * rows["years"]))
    at = list(PERIODS).index(which)
    halves = pd.concat([halves.iloc[: at + 1], halves.iloc[at : at + 1].assign(period="half"), halves.iloc[at + 1 :]])
    told = with_table(instance, "periods", halves)
    for name, frame in instance.tables.items():
        if "period" in frame and name != "periods":
            told = with_table(told, name, pd.concat([frame, frame[frame["period"] == which].assign(period="half")]))
    assert same(least_cost(told), least_cost(whole))


@relation(instance=instances(need=["access"], more=4))
def test_access_with_a_share_of_one_everywhere_is_no_rule_where_a_point_stands(instance):
    assume(instance["candidates"].iloc[0][["first_period", "last_period", "closing_cost"]].isna().all())
    standing = with_number(instance, "candidates", "status", lambda status: status.where(np.arange(len(status)) > 0, "existing"))
    open_to_all = with_number(
        with_number(standing, "access", "share", lambda share: share * 0 + 1), "access", "within_km", lambda km: km + 2e4
    )
    assert same(least_cost(open_to_all), least_cost(without(standing, "access")))


@relation(instance=any_instance, row=some_index)
def test_a_forbidden_candidate_is_no_candidate(instance, row):
    chosen = row % len(instance["candidates"])
    forbidden = with_number(instance, "candidates", "status", lambda status: status.where(np.arange(len(status)) != chosen, "forbidden"))
    gone = instance["candidates"].drop(index=instance["candidates"].index[chosen])
    removed = with_table(instance, "candidates", gone)
    for table in ("candidate_costs", "exclusive"):
        key = [name for name in ("site", "technology", "size") if name in instance[table]]
        left = pd.MultiIndex.from_frame(gone[key])
        removed = with_table(removed, table, instance[table][pd.MultiIndex.from_frame(instance[table][key]).isin(left)])
    assert same(least_cost(forbidden), least_cost(removed))


# ------------------------------------------------------------------------------------------------- what changes the cost by a known amount


@pytest.mark.parametrize("unit", [1e-3, 1e-6])
def test_an_instance_that_counts_in_thousands_or_millions_has_the_same_plan(unit):
    # same() allows LITTLE of a unit: here it is of the unit that the instance counts in otherwise
    instance = tiny(0)
    assert same(least_cost(with_prices(instance, unit)) / unit, least_cost(instance))


@relation(instance=any_instance, factor=st.sampled_from([2.0, 7.0]))
def test_money_times_a_factor_is_cost_times_the_factor(instance, factor):
    assert same(least_cost(with_prices(instance, factor)) / factor, least_cost(instance))


@relation(instance=any_instance, factor=st.sampled_from([2.0, 5.0]))
def test_tonnes_and_lump_sums_times_a_factor_are_cost_times_the_factor(instance, factor):
    assert same(least_cost(with_tonnes(instance, factor)) / factor, least_cost(instance))


@relation(instance=instances(but=["storage", "limit_investment"], more=5))
def test_without_discount_twice_the_years_and_lump_sums_are_twice_the_cost(instance):
    instance = replace(instance, settings=replace(instance.settings, discount_rate=0.0))
    longer = with_number(instance, "periods", "years", lambda years: 2 * years)
    for table in ("candidates", "candidate_costs"):
        for column in ("opening_cost", "expansion_cost_per_t", "closing_cost", "salvage_value"):
            longer = with_number(longer, table, column, lambda cost: 2 * cost)
    assert same(least_cost(longer) / 2, least_cost(instance))


@relation(instance=instances(but=["access", "storage", "returns"], more=5), more=st.sampled_from([-700.0, 400.0]))
def test_a_price_on_all_that_leaves_or_stays_behind_costs_it_on_the_supply(instance, more):
    # recipes lose no mass: all that is supplied leaves in some form, or stays behind
    dearer = with_number(instance, "sales", "price_per_t", lambda price: price - more)
    dearer = with_number(dearer, "uncollected", "cost_per_t", lambda cost: cost + more)
    paid = more * float((instance["supplies"]["supply_t"] * instance["supplies"]["period"].map(weights(instance))).sum())
    assert same(least_cost(dearer), least_cost(instance) + paid)


@relation(instance=instances(but=["statuses", "windows", "closing", "limit_investment", "network_size"], more=5), row=some_index)
def test_what_stands_already_saves_what_opening_it_at_once_costs(instance, row):
    chosen = np.arange(len(instance["candidates"])) == row % len(instance["candidates"])
    frame = instance["candidates"]
    frame = frame.assign(status=frame["status"].where(~chosen, "required"), first_period=frame["first_period"].where(~chosen, "p1"))
    required = with_table(instance, "candidates", frame.assign(last_period=frame["last_period"].where(~chosen, "p1")))
    existing = with_table(instance, "candidates", instance["candidates"].assign(status=frame["status"].replace("required", "existing")))
    facts = Facts(instance)
    saved = facts.cost(facts.candidates[int(chosen.argmax())], "opening_cost", "p1")
    assert same(least_cost(existing) + saved, least_cost(required))


@relation(instance=instances(but=["statuses", "windows", "closing"], more=5), row=some_index)
def test_a_candidate_is_worth_the_best_of_never_and_of_any_time(instance, row):
    chosen = np.arange(len(instance["candidates"])) == row % len(instance["candidates"])

    def decided(status, period=None):
        frame = instance["candidates"]
        frame = frame.assign(status=frame["status"].where(~chosen, status))
        frame = frame.assign(**{f"{side}_period": frame[f"{side}_period"].where(~chosen, period) for side in ("first", "last")})
        return with_table(instance, "candidates", frame)

    costs = [least_cost(decided("forbidden")), *(least_cost(decided("required", period)) for period in PERIODS)]
    assert same(least_cost(instance), min(costs))


APART = ["network_size", "service", "requires", "collection_target", *LIMITS]


@relation(instance=instances(but=APART, more=5))
def test_two_worlds_that_do_not_meet_cost_what_each_costs(instance):
    names = {label: f"other {label}" for label in labels(instance) if label not in PERIODS}
    other = renamed(instance, names)
    for table in ("regions", "sites", "outlets"):
        other = with_number(other, table, "lon_deg", lambda lon: lon + 60)
    assert same(least_cost(joined(instance, other)) / 2, least_cost(instance))


PRICED = {
    "what stays behind": ([], "uncollected", "cost_per_t", "uncollected", "uncollected_t", 1),
    "what is sold": ([], "sales", "price_per_t", "sales", "sold_t", -1),
    "handling": (["haulage_costs"], "mode_rates", "handling_cost_per_t", "flows", "flow_t", 1),
    "processing": (["cost_factor", "candidate_costs"], "candidates", "variable_cost_per_t", "throughputs", "throughput_t", 1),
    "stock": ([], "storage", "cost_per_t", "stocks", "stock_t", 1),
    "emissions": ([], "gases", "price_per_t", "emissions", "emitted_t", 1),
}
"""Prices, each with the features that say it elsewhere, its column, the plan's amounts it is paid on, and its sign."""


@pytest.mark.parametrize("what", PRICED)
@few
@given(data=st.data())
def test_a_dearer_price_costs_between_what_is_paid_after_and_before_and_never_draws_more(what, data):
    # for plans x before and x' after: more * amount(x') <= cost' - cost <= more * amount(x), since either plan could stay
    but, table, column, amounts, name, sign = PRICED[what]
    need = {"stock": ["storage"], "emissions": ["gases"]}.get(what, [])
    instance, more = data.draw(instances(need=need, but=but, more=3)), sign * data.draw(st.sampled_from([300.0, 900.0]))
    assume(not isinf(least_cost(instance)))
    before, after = plan_of(instance), plan_of(with_number(instance, table, column, lambda price: price + more))
    paid = [float((plan[amounts][name] * plan[amounts]["period"].map(weights(instance))).sum()) for plan in (before, after)]
    assert no_more(abs(more) * paid[1], after.cost - before.cost)
    assert no_more(after.cost - before.cost, abs(more) * paid[0])
