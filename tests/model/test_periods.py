"""The optimum over several periods is the best of all combinations of opening times, tried one by one on tiny instances."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recyclenet.errors import InfeasibleError
from recyclenet.instance.instance import Instance
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial, with_rows, with_table, with_values
from tests.oracles import cheapest

PERIODS = ("early", "late")


def over_two_periods(years=(1, 1), discount_rate=0.0) -> Instance:
    """Return the tutorial over two periods, twice the supply in the later one."""
    instance = with_table(tutorial(), "periods", tutorial()["periods"].iloc[:0])
    for period, count in zip(PERIODS, years, strict=True):
        instance = with_rows(instance, "periods", {"period": period, "years": str(count)})
    instance = with_table(instance, "supplies", instance["supplies"].iloc[:0])
    for region, amounts in (("A", (100, 200)), ("B", (50, 100))):
        for period, amount in zip(PERIODS, amounts, strict=True):
            row = {"region": region, "material": "packs", "period": period, "supply_t": str(amount)}
            instance = with_rows(instance, "supplies", row)
    return replace(instance, settings=replace(instance.settings, discount_rate=discount_rate))


def test_a_plan_over_two_periods_is_the_one_worked_out_by_hand():
    # early (2 years): A by P and B by Q as in the tutorial: 3 500 + 2 750 - 1 500 = 4 750 a year, openings 6 600;
    # late (3 years): A 200 by P (its capacity), B 100 by Q (its capacity), W 300: twice as much, 9 500 a year; no discount
    instance = over_two_periods(years=(2, 3))
    assert cheapest(instance) == pytest.approx(6600 + 2 * 4750 + 3 * 9500)
    assert solve(formulate(instance), gap=0.0).cost == pytest.approx(6600 + 2 * 4750 + 3 * 9500)


def test_what_is_dear_opens_when_it_pays():
    # Q costs 1 300 a year and saves, against B by P, 50 x (80 - 55) = 1 250 early; late P is full with A, and B would stay behind
    # for 100 x 200 = 20 000 instead of 3 500 + 1 300 + 100 x (55 - 10) = 9 300: Q opens late
    instance = with_values(over_two_periods(), "candidates", "opening_cost", 3500.0, site="Q")
    instance = with_values(instance, "candidates", "fixed_cost_per_year", 1300.0, site="Q")
    plan = solve(formulate(instance), gap=0.0)
    opened = plan["openings"].query("opens == 'yes'").set_index("site")["period"].to_dict()
    assert opened == {"P": "early", "W": "early", "Q": "late"}
    # early: 6 000 + 3 500 + 4 000 - 1 500 = 12 000; late: 3 500 + 1 300 + 2 x (3 500 + 2 750 - 1 500) = 14 300
    assert plan.cost == pytest.approx(26300)


amounts = st.integers(1, 220).map(float)
money = st.integers(0, 6000).map(float)
windows = st.sampled_from([(None, None), (None, None), ("late", None), (None, "early"), ("early", "late"), ("late", "late")])
statuses = st.sampled_from([*["candidate"] * 6, "existing", "required", "forbidden"])
BASE = over_two_periods()
FURTHER = {
    "targets": [{"target": "collect", "period": "late", "metric": "collection", "stream": "battery", "share": "0.5"}],
    "sales": [{"outlet": "buyer", "material": "salt", "period": "late", "price_per_t": "50", "limit_t": "60"}],
    "network_size": [{"kind": "collection", "period": "*", "most": "1"}, {"kind": "recycling", "period": "late", "least": "1"}],
}


@st.composite
def tiny(draw):
    """Draw an instance of two regions, three candidates and two periods whose limits bind."""
    settings = replace(BASE.settings, discount_rate=draw(st.sampled_from([0.0, 0.05, 0.3])))
    tables = {name: frame.copy() for name, frame in BASE.tables.items()}
    tables["periods"]["years"] = [draw(st.integers(1, 4)) for _ in PERIODS]
    tables["supplies"]["supply_t"] = [draw(amounts) for _ in range(4)]
    tables["candidates"] = _candidates(draw, tables["candidates"])
    tables["uncollected"]["cost_per_t"] = draw(st.integers(0, 300).map(float))
    tables["uncollected"]["limit_share"] = draw(st.sampled_from([0.7, 1.0, 1.0, None]))
    tables["targets"].loc[0, "share"] = draw(st.sampled_from([0.0, 0.3, 0.8]))
    instance = replace(BASE, settings=settings, tables=tables)
    for table, rows in FURTHER.items():
        instance = with_rows(instance, table, *[row for row in rows if draw(st.booleans())])
    return instance


def _candidates(draw, candidates):
    if draw(st.booleans()):  # a second size of P in place of Q
        candidates.loc[1, ["site", "size"]] = ["P", "two"]
    for row in candidates.index:
        status = draw(statuses)
        first, last = (None, None) if status == "existing" else draw(windows)
        candidates.loc[row, ["status", "first_period", "last_period"]] = [status, first, last]
        candidates.loc[row, ["opening_cost", "fixed_cost_per_year", "capacity_t"]] = [draw(money), draw(money) / 4, 60 + 2 * draw(amounts)]
    twice = (candidates["status"] == "existing") & candidates.duplicated(["site", "technology"])
    return candidates.assign(status=candidates["status"].mask(twice, "candidate"))


@settings(max_examples=40, deadline=None)
@given(instance=tiny())
def test_the_optimum_is_the_best_of_all_opening_times(instance):
    best = cheapest(instance)
    if best is None:
        with pytest.raises(InfeasibleError):
            solve(formulate(instance), gap=0.0)
        return
    plan = solve(formulate(instance), gap=0.0)
    assert plan.cost == pytest.approx(best, rel=1e-6, abs=1e-3)
    assert violations(instance, plan).empty
