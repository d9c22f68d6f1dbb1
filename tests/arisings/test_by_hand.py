"""What arises, worked out by hand: the whole way from a folder to supplies."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recyclenet.arisings.files import check_arisings, read_arisings
from recyclenet.arisings.model import arisings
from tests.arisings.folders import folder_of


def answer(path, **changes):
    return arisings(read_arisings(folder_of(path, **changes)))


def supplies(found):
    return {(row.region, row.material, row.period): float(row.supply_t) for row in found.supplies.itertuples()}


def test_a_lamp_of_two_years_comes_out_two_years_later_as_the_mean_of_its_period(tmp_path):
    # 1000 lamps of 3 kg sold in 2019 come out in 2021: 3 t, mean of 2020-2021 1.5. 2000 of 2020 come out in 2022: 6 t, mean 3.
    assert supplies(answer(tmp_path)) == {("Aa", "glass", "early"): 1.5, ("Aa", "glass", "late"): 3.0}


def test_the_balance_says_what_went_in_is_in_use_and_has_come_out(tmp_path):
    # as above, and 500 lamps of 2023 still in use: 3000 x 3 kg + 1.5 t = 10.5 t in, 9 t out
    sales = "product,area,year,units\nlamp,Aa,2019,1000\nlamp,Aa,2020,2000\nlamp,Aa,2021,0\nlamp,Aa,2022,0\nlamp,Aa,2023,500\n"
    (row,) = answer(tmp_path, sales=sales).balance.to_dict("records")
    assert {name: row[name] for name in ("put_in_t", "in_use_t", "come_out_t", "arising_t", "difference_t")} == pytest.approx(
        {"put_in_t": 10.5, "in_use_t": 1.5, "come_out_t": 9.0, "arising_t": 9.0, "difference_t": 0.0}
    )


def test_a_stock_brings_what_its_sales_would(tmp_path):
    # in use at the end of 2019: 1000; 2020: 3000; 2021: 2000, the first being gone; then nothing: the sales of the first test
    stocks = (
        "product,area,year,units\nlamp,Aa,2018,0\nlamp,Aa,2019,1000\nlamp,Aa,2020,3000\nlamp,Aa,2021,2000\nlamp,Aa,2022,0\nlamp,Aa,2023,0\n"
    )
    assert supplies(answer(tmp_path, sales="", stocks=stocks)) == {("Aa", "glass", "early"): 1.5, ("Aa", "glass", "late"): 3.0}


def test_variants_have_their_share_life_and_content_by_year_of_sale(tmp_path):
    found = answer(
        tmp_path,
        variants="product,variant,year,share\nlamp,LED,2018,0.2\nlamp,LED,2020,0.6\nlamp,bulb,2018,0.8\nlamp,bulb,2020,0.4\n",
        lifetimes="product,variant,distribution,mean_years\nlamp,LED,fixed,3\nlamp,*,fixed,1\n",
        contents="product,variant,material,year,mass_kg\nlamp,LED,chip,2019,1\nlamp,LED,chip,2020,2\nlamp,bulb,glass,,5\n",
    )
    # LED: share 0.4 in 2019, half way, of 1000 x 1 kg: 0.4 t, out in 2022; 0.6 of 2000 x 2 kg: 2.4 t, out in 2023: mean 1.4
    # bulb: 0.6 of 1000 x 5 kg: 3 t, out in 2020; 0.4 of 2000 x 5 kg: 4 t, out in 2021: mean 3.5
    assert supplies(found) == {("Aa", "chip", "late"): 1.4, ("Aa", "glass", "early"): 3.5}


def test_what_is_exported_hoarded_or_diverted_is_no_supply_and_is_told(tmp_path):
    losses = "product,area,way,year,share\nlamp,*,exported,,0.1\nlamp,*,hoarded,2021,0.2\nlamp,*,hoarded,2022,0.4\nlamp,Aa,diverted,,0.3\n"
    found = answer(tmp_path, losses=losses)
    # 2021: 3 t x (1 - 0.1 - 0.2 - 0.3) = 1.2, mean 0.6; 2022: 6 t x (1 - 0.1 - 0.4 - 0.3) = 1.2, mean 0.6
    assert supplies(found) == {("Aa", "glass", "early"): 0.6, ("Aa", "glass", "late"): 0.6}
    (row,) = found.balance.to_dict("records")
    # exported 0.9; hoarded 0.6 + 2.4; diverted 0.9 + 1.8
    assert [row[f"{way}_t"] for way in ("exported", "hoarded", "diverted")] == pytest.approx([0.9, 3.0, 2.7])


def test_what_is_hoarded_for_a_year_comes_out_of_its_drawer_a_year_later(tmp_path):
    # 3 t come out in 2021, half of it goes into drawers; 6 t in 2022, half hoarded, and the 1.5 t of 2021; in 2023 the 3 t of 2022
    found = answer(tmp_path, losses="product,area,way,share,drawer_years\nlamp,*,hoarded,0.5,1\n")
    assert supplies(found) == {("Aa", "glass", "early"): 0.75, ("Aa", "glass", "late"): (3 + 1.5 + 3) / 2}
    (row,) = found.balance.to_dict("records")
    assert (row["hoarded_t"], row["arising_t"], row["difference_t"]) == pytest.approx((0, 9, 0))


def test_what_is_still_in_drawers_at_the_end_is_hoarded_and_areas_have_years_of_their_own(tmp_path):
    # Aa: as above, two years: the 1.5 t of 2021 come in 2023, the 3 t of 2022 not before the end; Bb: 1000 lamps, never
    sales = "product,area,year,units\nlamp,Aa,2019,1000\nlamp,Aa,2020,2000\n" + "".join(f"lamp,Aa,{y},0\n" for y in (2021, 2022, 2023))
    sales += "lamp,Bb,2019,1000\n" + "".join(f"lamp,Bb,{y},0\n" for y in (2020, 2021, 2022, 2023))
    losses = "product,area,way,share,drawer_years\nlamp,Aa,hoarded,0.5,2\nlamp,Bb,hoarded,0.5,\n"
    found = answer(tmp_path, sales=sales, losses=losses)
    assert supplies(found) == {("Aa", "glass", "early"): 0.75, ("Aa", "glass", "late"): (3 + 1.5) / 2, ("Bb", "glass", "early"): 0.75}
    assert found.balance["hoarded_t"].tolist() == pytest.approx([3 + 1.5])


def test_sales_go_on_along_the_outlook(tmp_path):
    outlooks = "product,area,until_year,growth_share\nlamp,*,2020,0.5\nlamp,*,2023,0\n"
    found = answer(tmp_path, sales="product,area,year,units\nlamp,Aa,2019,1000\n", outlooks=outlooks)
    # 2019 1000, 2020 1500, then level; out in 2021: 3 t, 2022: 4.5 t, 2023: 4.5 t
    assert supplies(found) == {("Aa", "glass", "early"): 1.5, ("Aa", "glass", "late"): 4.5}


def test_a_part_is_sold_with_its_whole_and_lives_on_its_own(tmp_path):
    found = answer(
        tmp_path,
        products="product,key,sold_with\nlamp stand,,lamp\n",
        lifetimes="product,distribution,mean_years\nlamp,fixed,2\nlamp stand,fixed,1\n",
        contents="product,material,mass_kg\nlamp,glass,3\nlamp stand,steel,8\n",
    )
    # stands: 8 t in 2020, 16 t in 2021
    assert supplies(found)["Aa", "steel", "early"] == 12.0


NATION = {
    "products": "product,key\nlamp,people\n",
    "keys": "key,area,region,value,planned\npeople,Aa,north,1,yes\npeople,Aa,south,2,\npeople,Aa,abroad,3,no\n",
}


def test_a_nation_is_shared_out_over_its_regions_and_what_lies_outside_the_plan_is_told_apart(tmp_path):
    found = answer(tmp_path, **NATION)
    assert supplies(found) == {
        ("north", "glass", "early"): 0.25,
        ("south", "glass", "early"): 0.5,
        ("north", "glass", "late"): 0.5,
        ("south", "glass", "late"): 1.0,
    }
    assert found.totals[["base_t", "elsewhere_t"]].to_numpy().tolist() == [["0.75", "0.75"], ["1.5", "1.5"]]


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8).filter(sum), st.integers(1, 10**6), st.integers(0, 3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_supplies_add_up_to_the_total_of_the_nation_to_the_last_digit(tmp_path, key, units, decimals):
    rows = "".join(f"people,Aa,region {number},{value},\n" for number, value in enumerate(key))
    found = answer(
        tmp_path,
        sales=f"product,area,year,units\nlamp,Aa,2020,{units}\n",
        outlooks="product,area,until_year,growth_share\nlamp,*,2023,0\n",
        periods="period,first_year,last_year\nonly,2020,2023\n",
        products="product,key\nlamp,people\n",
        keys=f"key,area,region,value,planned\n{rows}",
        arisings_toml=f"samples = 0\ndecimals = {decimals}\n",
    )
    (total,) = found.totals["base_t"]
    assert sum(map(Decimal, found.supplies["supply_t"]), Decimal(0)) == Decimal(total)
    # sold level from 2020 on, out in 2022 and 2023: half of the four years' sales of 3 kg a unit
    assert float(total) == pytest.approx(units * 0.003 / 2, abs=0.5 * 10**-decimals + 1e-9)


RANGES = {
    "sales": "product,area,year,units,low_units,high_units\nlamp,Aa,2019,1000,800,1500\n",
    "outlooks": "product,area,until_year,growth_share\nlamp,*,2023,-0.9\n",
    "contents": "product,material,mass_kg,low_mass_kg,high_mass_kg\nlamp,glass,3,2,4\n",
    "lifetimes": "product,distribution,mean_years,low_mean_years,high_mean_years\nlamp,fixed,2,1,3\n",
    "losses": "product,way,share,low_share,high_share\nlamp,exported,0.5,0.4,0.75\n",
    "periods": "period,first_year,last_year\n2021,2021,2021\n",
}


def test_the_band_takes_each_number_at_its_end_and_lifetimes_at_the_worst(tmp_path):
    found = answer(tmp_path, **RANGES)
    # 2021, base: 1000 of 2019 x 3 kg x 0.5 = 1.5 t. low: life 1 year: 80 of 2020 (a tenth of 800) x 2 kg x 0.25 = 0.04 t; life 3: nothing.
    # high: life 2: 1500 x 4 kg x 0.6 = 3.6 t
    (row,) = found.bands.to_dict("records")
    assert [row["low_t"], row["base_t"], row["high_t"]] == pytest.approx([0, 1.5, 3.6])
    (total,) = found.totals.to_dict("records")
    assert [total["low_t"], total["high_t"]] == pytest.approx([0, 3.6])


def test_samples_lie_within_the_band_about_the_base_and_repeat_with_their_seed(tmp_path):
    certain_life = {**RANGES, "lifetimes": "product,distribution,mean_years\nlamp,fixed,2\n"}
    first, again = answer(tmp_path / "1", **certain_life).bands, answer(tmp_path / "2", **certain_life).bands
    other = answer(tmp_path / "3", **certain_life, arisings_toml="seed = 1\n").bands
    assert first.equals(again)
    assert not first.equals(other)
    (row,) = first.to_dict("records")
    assert row["low_t"] < row["p05_t"] < row["p50_t"] < row["p95_t"] < row["high_t"]
    assert row["p50_t"] == pytest.approx(row["base_t"], rel=0.1)


def test_another_product_does_not_change_the_samples_of_the_first(tmp_path):
    extra = {
        name: text + text.splitlines()[1].replace("lamp", "torch").replace("glass", "tin") + "\n"
        for name, text in RANGES.items()
        if name != "periods"
    }
    alone, beside = answer(tmp_path / "1", **RANGES).totals, answer(tmp_path / "2", **{**RANGES, **extra}).totals
    assert beside[beside["material"] == "glass"].equals(alone)
    assert beside["material"].tolist() == ["glass", "tin"]


def test_elements_are_told_where_a_composition_is_known(tmp_path):
    found = answer(tmp_path, compositions="material,element,share\nglass,Si,0.4\n").elements
    assert found.to_dict("records") == [
        {"element": "Si", "period": "early", "base_t": pytest.approx(0.6)},
        {"element": "Si", "period": "late", "base_t": pytest.approx(1.2)},
    ]


def test_a_material_may_go_by_the_name_it_has_in_the_instance(tmp_path):
    found = answer(tmp_path, arisings_toml='[materials]\nglass = "glass_at_home"\n', compositions="material,element,share\nglass,Si,0.4\n")
    assert set(found.supplies["material"]) == {"glass_at_home"}
    assert found.elements["base_t"].tolist() == pytest.approx([0.6, 1.2])


def test_the_order_of_rows_does_not_matter(tmp_path):
    text = NATION["keys"].splitlines()
    sales = "product,area,year,units\nlamp,Aa,2023,0\nlamp,Aa,2020,2000\nlamp,Aa,2022,0\nlamp,Aa,2019,1000\nlamp,Aa,2021,0\n"
    shuffled = {**NATION, "keys": "\n".join([text[0], *reversed(text[1:])]) + "\n", "sales": sales}
    assert supplies(answer(tmp_path / "1", **NATION)) == supplies(answer(tmp_path / "2", **shuffled))


def test_a_weibull_lifetime_may_be_given_by_its_scale(tmp_path):
    # gamma(1 + 1/2) = sqrt(pi) / 2: scale 2 is mean sqrt(pi)
    by_scale = answer(tmp_path / "1", lifetimes="product,distribution,scale_years,shape\nlamp,weibull,2,2\n")
    by_mean = answer(tmp_path / "2", lifetimes=f"product,distribution,mean_years,shape\nlamp,weibull,{math.sqrt(math.pi)!r},2\n")
    # sold in the middle of 2019: at the end of 2021, age 2.5, exp(-(2.5/2)^2) are left; by the end of 2019 exp(-(0.5/2)^2)
    assert supplies(by_scale) == supplies(by_mean)
    in_2021 = 3 * (np.exp(-(1.5**2) / 4) - np.exp(-(2.5**2) / 4)) + 6 * (np.exp(-(0.5**2) / 4) - np.exp(-(1.5**2) / 4))
    assert by_scale.yearly.set_index("year").loc[2021, "base_t"] == pytest.approx(in_2021)


def test_a_first_stock_that_counts_as_new_is_said(tmp_path):
    stocks = "product,area,year,units\nlamp,Aa,2022,100\nlamp,Aa,2023,100\n"
    _, (found,) = check_arisings(folder_of(tmp_path, sales="", stocks=stocks))
    assert str(found) == (
        "stocks.csv line 2, units: the first stock of 'lamp' in 'Aa', 100, counts as new; "
        "begin the series when there was next to nothing in use"
    )
    assert found.severity == "warning"
