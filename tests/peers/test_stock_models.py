"""Cohorts against two published libraries: dynamic_stock_model (Pauliuk, 2015), and recorded figures of flodym (2026).

dynamic_stock_model puts a cohort into use at the end of its year, and knows fixed, normal and Weibull lifetimes; flodym knows all three
timings, log-normal lifetimes, and may give a year's outflow in its first year.
"""

import json

import numpy as np
import pytest
from dynamic_stock_model import DynamicStockModel

from recyclenet.arisings.lifetimes import survival, weibull_scale
from recyclenet.arisings.stocks import ages, in_use, inflow_of_stock, leaving
from tests.peers.flodym_figures import INFLOW, LIFETIMES, RECORDED, STOCK, figures

FLODYM = json.loads(RECORDED.read_text(encoding="utf-8"))


def ours(distribution, timing):
    lifetime = LIFETIMES[distribution]
    return in_use(survival(distribution, ages(len(INFLOW), timing), lifetime["mean"], lifetime["spread"]))


def library(**given):
    years = np.arange(len(INFLOW))
    lifetime = {"Type": "Weibull", "Shape": [3.5], "Scale": [float(weibull_scale(8.5, 3.5))]}
    return DynamicStockModel(t=years, lt=lifetime, **given)


def test_stock_and_outflow_of_given_sales_are_those_of_dynamic_stock_model():
    model, stays = library(i=np.array(INFLOW)), ours("weibull", "end")
    model.compute_s_c_inflow_driven()
    model.compute_o_c_from_s_c()
    assert np.array(INFLOW) @ stays == pytest.approx(model.s_c.sum(axis=1), rel=1e-12)
    assert np.array(INFLOW) @ leaving(stays) == pytest.approx(model.o_c.sum(axis=1), rel=1e-12, abs=1e-9)


def test_sales_and_outflow_of_a_given_stock_are_those_of_dynamic_stock_model():
    model, stays = library(s=np.array(STOCK)), ours("weibull", "end")
    model.compute_stock_driven_model()
    inflow = inflow_of_stock(np.array(STOCK), stays)
    assert inflow == pytest.approx(model.i, rel=1e-12)
    assert inflow @ leaving(stays) == pytest.approx(model.o_c.sum(axis=1), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("case", FLODYM)
def test_all_distributions_and_timings_give_what_flodym_gives(case):
    theirs, stays = FLODYM[case], ours(*case.split(", "))
    assert np.array(INFLOW) @ stays == pytest.approx(theirs["stock"], rel=1e-9)
    assert np.array(INFLOW) @ leaving(stays) == pytest.approx(theirs["outflow"], rel=1e-9, abs=1e-9)
    inflow = inflow_of_stock(np.array(STOCK), stays)
    assert inflow == pytest.approx(theirs["inflow of stock"], rel=1e-9, abs=1e-9)
    assert inflow @ leaving(stays) == pytest.approx(theirs["outflow of stock"], rel=1e-9, abs=1e-9)


def test_the_recorded_figures_are_what_flodym_gives():
    pytest.importorskip("flodym", reason="flodym is not installed; its figures are compared as recorded")
    assert figures().keys() == FLODYM.keys()
    for case, found in figures().items():
        for name, values in found.items():
            assert values == pytest.approx(FLODYM[case][name], rel=1e-12, abs=1e-12)
