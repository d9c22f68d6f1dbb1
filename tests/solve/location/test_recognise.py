"""What is a single-echelon location problem is recognised and solved to HiGHS's optimum; what has one rule more is left alone."""

import time

import numpy as np
import pytest

from recyclenet.errors import InfeasibleError, NoPlanError
from recyclenet.model.build import build_formulation
from recyclenet.network.network import build_network
from recyclenet.solution.solution import Solution
from recyclenet.solution.verify import violations
from recyclenet.solve.extract import plan_tables
from recyclenet.solve.handover import compile_model, load
from recyclenet.solve.highs import solve
from recyclenet.solve.location.method import best_location
from recyclenet.solve.location.recognise import recognise
from recyclenet.solve.stage import Best
from tests.cases import formulate, tutorial
from tests.generators import seeded
from tests.solve.location.networks import network, rows_of


def compiled(instance):
    return compile_model(formulate(instance).model)


def plan_of(formulation, programme, best):
    """Return a plan as solve does."""
    load(programme, best.values)
    gap, tables = best.gap, plan_tables(formulation)
    return Solution(formulation.network.instance, "optimal", best.cost, best.bound, gap, 0.0, tables, {"objectives": []})


@pytest.mark.parametrize("seed", range(30))
def test_a_network_of_one_echelon_is_solved_to_highs_s_optimum_and_passes_the_checker(seed):
    instance = network(seed)
    formulation = formulate(instance)
    programme = compile_model(formulation.model)
    try:
        wanted = solve(formulate(instance), gap=1e-8, threads=1)
    except InfeasibleError:
        assert recognise(programme) is not None
        with pytest.raises(InfeasibleError, match="no plan can obey all the rules of made up"):
            best_location(programme, "made up", gap=1e-8)
        return
    best = best_location(programme, "made up", gap=1e-8)
    assert best is not None
    assert best.cost == pytest.approx(wanted.cost, rel=1e-6, abs=1e-3)
    assert best.bound <= wanted.cost + 1e-6 * abs(wanted.cost)
    assert best.gap <= 1e-7
    assert violations(instance, plan_of(formulation, programme, best)).empty


def test_it_is_recognised_without_the_rows_that_only_strengthen():
    formulation = build_formulation(build_network(network(3)), without={"tightening"})
    assert recognise(compile_model(formulation.model)) is not None


def test_the_tutorial_with_its_two_echelons_is_not_one():
    assert recognise(compiled(tutorial())) is None


def row(table, **cells):
    return {table: [*rows_of(3).get(table, []), cells]}


def changed(table, **cells):
    rows = rows_of(3)[table]
    return {table: [rows[0] | cells, *rows[1:]]}


def again(table, **cells):
    rows = rows_of(3)[table]
    return {table: [*rows, rows[-1] | cells]}


MORE = {
    "a second period": row("periods", period="p2", years=1),
    "a target": row("targets", target="t", period="p1", metric="collection", stream="battery", share=0.5),
    "a limit on what an outlet takes": changed("sales", limit_t=50),
    "a shared capacity of a site": changed("sites", capacity_t=500),
    "expansion": changed("candidates", most_capacity_t=9999, expansion_cost_per_t=5, status="candidate"),
    "closing": changed("candidates", closing_cost=5, status="candidate"),
    "least utilisation": changed("candidates", least_utilisation=0.5, status="candidate"),
    "a second size at a site": again("candidates", size="two", status="candidate"),
    "least number of works": row("network_size", kind="recycling", group="*", period="*", most=2),
    "single sourcing": row("single_source", kind="region", material="pack"),
    "participation by distance": row("access", access="a", within_km=50, share=0.5, stream="battery", kind="recycling", mode="road"),
    "a limit": row("limits", limit="l", period="p1", metric="uncollected", most=1),
}


def test_the_network_that_is_changed_is_one():
    assert recognise(compiled(network(3))) is not None


@pytest.mark.parametrize("rule", MORE)
def test_a_network_with_one_rule_more_is_not_one(rule):
    assert recognise(compiled(network(3, **MORE[rule]))) is None


def test_a_row_or_a_bound_added_by_hand_is_not_overlooked():
    formulation = formulate(network(3))
    flow = formulation.variables["flow"]
    flow[flow.labels[0]].setub(1.0)
    assert recognise(compile_model(formulation.model)) is None
    programme = compiled(network(3))
    programme.hold(np.ones(programme.cost.size), 1e9)
    assert recognise(programme) is None


def test_what_is_fixed_by_hand_is_kept():
    formulation = formulate(network(3))
    stands = formulation.variables["open"]
    stands[stands.labels[0]].fix(1)
    programme = compile_model(formulation.model)
    best = best_location(programme, "made up", gap=1e-8)
    assert best is not None
    assert best.values[np.flatnonzero(programme.integer)[0]] == 1


@pytest.mark.parametrize("seed", range(15))
def test_of_all_that_may_be_asked_nothing_is_taken_for_a_location_problem_that_is_none(seed):
    instance, _ = seeded(seed)
    programme = compiled(instance)
    best = None
    try:
        best = best_location(programme, "tiny", gap=1e-8)
    except InfeasibleError:
        with pytest.raises(InfeasibleError):
            solve(formulate(instance), threads=1)
    assert best is None or best.cost == pytest.approx(solve(formulate(instance), gap=1e-8, threads=1).cost, rel=1e-6)


def test_progress_and_better_plans_are_told_and_a_deadline_is_kept():
    kept: list[Best] = []
    programme, told = compiled(network(5)), []
    best = best_location(programme, "made up", gap=1e-8, report=lambda *line: told.append(line), keep=kept.append)
    assert best is not None
    assert kept[-1].cost == best.cost
    assert [line[0] for line in told] == sorted((line[0] for line in told), reverse=True)
    assert told[-1][:2] == pytest.approx((best.cost, best.bound))
    with pytest.raises(NoPlanError, match="no plan was found before the search was stopped; allow more time"):
        best_location(programme, "made up", gap=1e-8, deadline=time.perf_counter() - 1)
