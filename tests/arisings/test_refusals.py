"""Every refusal says where, what was found and what to write."""

import pytest

from recyclenet.arisings.files import check_arisings, read_arisings
from recyclenet.errors import InstanceError, UsageError
from tests.arisings.folders import LAMP, folder_of

ROWS_FOR_YEARS = "add a row for each year, with 0 units where there were none"
LEAVE_EMPTY = "leave the cell empty, or take its rows out of sales.csv and stocks.csv"
SALES = "product,area,year,units\n"
LED_AND_BULB = "product,variant,year,share\nlamp,LED,,0.7\nlamp,bulb,,{}\n"

CASES = {
    "nothing sold": (
        {"sales": ""},
        "sales.csv: neither sales nor stocks are stated; add sales.csv with product, area, year, units; or stocks.csv",
    ),
    "no periods": ({"periods": ""}, "periods.csv: it is missing; add it with the columns period, first_year, last_year"),
    "a missing year": (
        {"sales": LAMP["sales"].replace("lamp,Aa,2021,0\n", "")},
        "sales.csv line 4, year: 'lamp' in 'Aa': 2021 is missing between 2020 and 2022; " + ROWS_FOR_YEARS,
    ),
    "missing years": (
        {"sales": SALES + "lamp,Aa,2019,1000\nlamp,Aa,2023,0\n"},
        "sales.csv line 3, year: 'lamp' in 'Aa': 2020 to 2022 are missing between 2019 and 2023; " + ROWS_FOR_YEARS,
    ),
    "an end before the periods'": (
        {"sales": SALES + "lamp,Aa,2019,1000\n"},
        (
            "sales.csv line 2, year: 'lamp' in 'Aa' ends in 2019, the last period in 2023; "
            "add the years up to 2023, or a row with until_year 2023 to outlooks.csv"
        ),
    ),
    "a negative stock": (
        {"sales": "", "stocks": SALES + "lamp,Aa,2023,-5\n"},
        "stocks.csv line 2, units: found '-5'; write at least 0 units: units in use at the end of the year",
    ),
    "a year that is none": (
        {"sales": LAMP["sales"].replace("2021", "21")},
        "sales.csv line 4, year: found '21'; write at least 1900: calendar year",
    ),
    "a share over 1": (
        {"variants": LED_AND_BULB.format("1.3")},
        "variants.csv line 3, share: found '1.3'; write at most 1: share of the units sold",
    ),
    "shares over 1 together": (
        {"variants": LED_AND_BULB.format("0.4")},
        "variants.csv line 2, share: the shares of 'lamp' add up to 1.1; let them add up to 1 or less",
    ),
    "a stock of which a part is unknown": (
        {"sales": "", "stocks": SALES + "lamp,Aa,2022,0\nlamp,Aa,2023,5\n", "variants": LED_AND_BULB.format("0.2")},
        "variants.csv line 2, share: the shares of 'lamp' add up to 0.9; let them add up to 1: the stock in stocks.csv is of all variants",
    ),
    "losses over 1 together": (
        {"losses": "product,way,share\nlamp,exported,0.6\nlamp,hoarded,0.7\n"},
        (
            "losses.csv line 2, share: what is lost of 'lamp' in 'Aa' adds up to 1.3; let exported, hoarded and diverted, at "
            "their high ends, add up to 1 or less"
        ),
    ),
    "sales and stock": (
        {"stocks": SALES + "lamp,Aa,2023,5\n"},
        "stocks.csv line 2, product: sales.csv has 'lamp' in 'Aa' too; keep the sales, from which the stock follows, or the stock",
    ),
    "a stock that falls too fast": (
        {"sales": "", "stocks": SALES + "lamp,Aa,2021,0\nlamp,Aa,2022,100\nlamp,Aa,2023,80\n"},
        (
            "stocks.csv line 4, units: the stock of 'lamp' in 'Aa' falls to 80 in 2023, but by its lifetime 100 are still in use; "
            "correct the stock, or give a shorter lifetime in lifetimes.csv"
        ),
    ),
    "a stock that cannot last": (
        {
            "sales": "",
            "stocks": SALES + "lamp,Aa,2022,0\nlamp,Aa,2023,80\n",
            "lifetimes": "product,distribution,mean_years\nlamp,fixed,0.4\n",
        },
        (
            "stocks.csv line 2, units: 'lamp' in 'Aa' comes out in the year in which it is sold, and leaves no stock; "
            "give a longer lifetime in lifetimes.csv, or the sales instead of the stock"
        ),
    ),
    "no lifetime": (
        {"lifetimes": ""},
        "sales.csv line 2, product: 'lamp' has no row in lifetimes.csv; add it to lifetimes.csv",
    ),
    "a slip in a product's name": (
        {"sales": LAMP["sales"].replace("lamp", "air conditoner"), "lifetimes": "", "contents": ""},
        "sales.csv line 2, product: 'air conditoner' has no row in lifetimes.csv; did you mean 'air conditioner'?",
    ),
    "a variant without content": (
        {"variants": LED_AND_BULB.format("0.3"), "contents": "product,variant,material,mass_kg\nlamp,LED,chip,1\n"},
        "sales.csv line 2, product: 'lamp', variant 'bulb', has no row in contents.csv; add it to contents.csv",
    ),
    "a variant nobody sells": (
        {"contents": LAMP["contents"], "lifetimes": "product,variant,distribution,mean_years\nlamp,*,fixed,2\nlamp,LDE,fixed,2\n"},
        "lifetimes.csv line 3, variant: 'lamp' has no variant 'LDE'; add it to variants.csv",
    ),
    "a key nobody knows": (
        {"products": "product,key\nlamp,peple\n", "keys": "key,area,region,value\npeople,Aa,north,1\n"},
        "products.csv line 2, key: 'peple' is not in keys.csv; did you mean 'people'?",
    ),
    "an area that no key shares out": (
        {"products": "product,key\nlamp,people\n", "keys": "key,area,region,value\npeople,Bb,north,1\n"},
        "sales.csv line 2, area: keys.csv does not share 'Aa' out by 'people'; add rows with key people and area Aa",
    ),
    "a key of nothing": (
        {"products": "product,key\nlamp,people\n", "keys": "key,area,region,value\npeople,Aa,north,0\n"},
        "keys.csv line 2, value: 'people' is 0 in all of 'Aa'; write how much of it each region has",
    ),
    "a region in and out": (
        {"keys": "key,area,region,value,planned\npeople,Aa,north,1,yes\ncars,Aa,north,1,no\n"},
        "keys.csv line 3, planned: 'north' is no here and yes before; write the same for a region under all keys",
    ),
    "a part of nothing": (
        {"products": "product,key,sold_with\nstand,,lmap\n"},
        "products.csv line 2, sold_with: 'lmap' is neither in sales.csv nor in stocks.csv; did you mean 'lamp'?",
    ),
    "a part with numbers of its own": (
        {"products": "product,key,sold_with\nlamp,,lamp\n"},
        "products.csv line 2, sold_with: 'lamp' has numbers of its own; " + LEAVE_EMPTY,
    ),
    "an outlook elsewhere": (
        {"outlooks": "product,area,until_year,growth_share\nlamp,Bb,2030,0\n"},
        "outlooks.csv line 2, area: 'Bb' has neither sales nor stocks; correct the name",
    ),
    "drawers of what is sold abroad": (
        {"losses": "product,way,share,drawer_years\nlamp,exported,0.1,3\n"},
        "losses.csv line 2, drawer_years: what is exported does not come back; leave the cell empty",
    ),
    "two numbers of years in drawers": (
        {"losses": "product,way,year,share,drawer_years\nlamp,hoarded,2020,0.1,3\nlamp,hoarded,2022,0.1,\n"},
        "losses.csv line 3, drawer_years: found nothing after 3; write the same for all years of a product and area",
    ),
    "a low end above": (
        {"contents": "product,material,mass_kg,low_mass_kg\nlamp,glass,3,4\n"},
        "contents.csv line 2, low_mass_kg: 4 is above mass_kg, 3; exchange them",
    ),
    "a high end below": (
        {"contents": "product,material,mass_kg,high_mass_kg\nlamp,glass,3,2\n"},
        "contents.csv line 2, high_mass_kg: 2 is below mass_kg, 3; exchange them",
    ),
    "years and no year": (
        {"contents": "product,material,year,mass_kg\nlamp,glass,,3\nlamp,glass,2020,2\n"},
        "contents.csv line 2, year: the cell is empty, and other rows of the same state a year; write the year from which it holds",
    ),
    "a period that ends early": (
        {"periods": "period,first_year,last_year\np,2023,2020\n"},
        "periods.csv line 2, last_year: 2020 is before 2023; exchange them",
    ),
    "periods that overlap": (
        {"periods": "period,first_year,last_year\np,2020,2022\nq,2022,2023\n"},
        "periods.csv line 3, first_year: 2022 lies in another period; let periods follow each other",
    ),
    "a weibull lifetime without shape": (
        {"lifetimes": "product,distribution,mean_years\nlamp,weibull,2\n"},
        "lifetimes.csv line 2, shape: the cell is empty, and a weibull lifetime needs it; write shape, or another distribution",
    ),
    "mean and scale": (
        {"lifetimes": "product,distribution,mean_years,scale_years,shape\nlamp,weibull,2,2,2\n"},
        "lifetimes.csv line 2, mean_years: found 2, which a weibull lifetime with scale_years, shape does not have; leave it empty",
    ),
    "a lifetime that changes its kind": (
        {"lifetimes": "product,year,distribution,mean_years,shape\nlamp,2019,fixed,2,\nlamp,2020,weibull,2,2\n"},
        "lifetimes.csv line 3, distribution: found 'weibull' after 'fixed'; keep one for all years of a product and variant",
    ),
    "a table that is not there": (
        {"lifetimes": "product,distribution\nlamp,table\n"},
        "lifetimes.csv line 2, distribution: survivals.csv has no row of 'lamp'; add its ages and shares there",
    ),
    "survivors that rise": (
        {"lifetimes": "product,distribution\nlamp,table\n", "survivals": "product,age_years,share\nlamp,1,0.5\nlamp,2,0.6\nlamp,3,0\n"},
        "survivals.csv line 3, share: more of 'lamp' are in use than at a lower age; let the shares fall with age",
    ),
    "survivors for ever": (
        {"lifetimes": "product,distribution\nlamp,table\n", "survivals": "product,age_years,share\nlamp,1,0.5\n"},
        "survivals.csv line 2, share: 0.5 of 'lamp' never come out; add the age at which none is left, with share 0",
    ),
    "survivors that begin late": (
        {"lifetimes": "product,distribution\nlamp,table\n", "survivals": "product,age_years,share\nlamp,0,0.5\nlamp,1,0\n"},
        "survivals.csv line 2, share: found 0.5 at age 0; let all be in use at age 0",
    ),
    "an unknown setting": ({"arisings_toml": "sampels = 3\n"}, "arisings.toml, sampels: the key is unknown; did you mean 'samples'?"),
    "a setting of the wrong kind": ({"arisings_toml": "samples = true\n"}, "arisings.toml, samples: found True; write a whole number"),
    "too many samples": (
        {"arisings_toml": "samples = 1000000\n"},
        "arisings.toml, samples: found 1000000; write a number from 0 to 100000",
    ),
    "an unknown timing": (
        {"arisings_toml": 'timing = "noon"\n'},
        "arisings.toml, timing: found 'noon'; write one of start, middle, end: when in the year all is put into use",
    ),
    "a name that is none": (
        {"arisings_toml": "[materials]\nglass = 3\n"},
        'arisings.toml, materials: a name is no text; write lines such as lfp_pack = "lfp_pack_owner"',
    ),
    "another name for nothing": (
        {"arisings_toml": '[materials]\nglas = "g"\n'},
        "arisings.toml, materials: no row of contents.csv has the material 'glas'; did you mean 'glass'?",
    ),
    "settings that are no TOML": (
        {"arisings_toml": "samples 3\n"},
        "arisings.toml: it is not TOML (Expected '=' after a key in a key/value pair (at line 1, column 9)); mend the line",
    ),
    "a file with a slip in its name": ({"losess": "product\n"}, "losess.csv: no table has this name; did you mean 'losses.csv'?"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_says_where_what_and_what_to_write(tmp_path, case):
    changes, message = CASES[case]
    found, problems = check_arisings(folder_of(tmp_path, **changes))
    assert found is None
    assert message in [str(problem) for problem in problems if problem.severity == "error"]


def test_all_problems_are_told_at_once(tmp_path):
    folder = folder_of(
        tmp_path, sales=LAMP["sales"].replace("2000", "many").replace("1000", "-1"), periods="period,first_year\nearly,2020\n"
    )
    with pytest.raises(InstanceError) as refusal:
        read_arisings(folder)
    assert str(refusal.value).splitlines()[0] == "3 problems in the tables of arisings:"


def test_rows_that_nobody_uses_are_used_all_the_same_and_said(tmp_path):
    case, (found,) = check_arisings(folder_of(tmp_path, contents=LAMP["contents"] + "lmap,tin,1\n"))
    assert case is not None
    assert str(found) == "contents.csv line 3, product: 'lmap' is neither in sales.csv nor in stocks.csv; did you mean 'lamp'?"


def test_shares_of_the_user_that_leave_a_rest_are_said(tmp_path):
    case, (found,) = check_arisings(folder_of(tmp_path, variants=LED_AND_BULB.format("0.2")))
    assert case is not None
    assert str(found) == (
        "variants.csv line 2, share: the shares of 'lamp' add up to 0.9; "
        "the rest counts as without material; let them add up to 1 if it is not"
    )


def test_a_folder_that_is_not_there_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match=r"is no folder; give one with sales.csv \(or stocks.csv\) and periods.csv"):
        read_arisings(tmp_path / "nowhere")


def test_faults_of_several_kinds_are_told_at_once_even_in_one_table(tmp_path):
    stocks = SALES + "lamp,Aa,2019,-5\nlamp,Aa,2021,0\nlamp,Aa,2022,0\nlamp,Aa,2023,0\n"
    folder = folder_of(tmp_path, sales="", stocks=stocks, losses="product,way,share\nlamp,exported,1.2\n", arisings_toml="samples = -1\n")
    assert [problem.place for problem in check_arisings(folder)[1]] == [
        "arisings.toml, samples",
        "stocks.csv line 2, units",  # -5
        "losses.csv line 2, share",  # 1.2
        "stocks.csv line 3, year",  # 2020 is missing
    ]


def test_a_row_that_is_not_known_to_stand_makes_no_year_missing(tmp_path):
    folder = folder_of(tmp_path, sales=LAMP["sales"].replace("lamp,Aa,2020", "lamp,Aa,twenty"))
    assert [problem.place for problem in check_arisings(folder)[1]] == ["sales.csv line 3, year"]


def test_a_needed_table_that_cannot_be_read_is_not_called_missing(tmp_path):
    folder = folder_of(tmp_path)
    (folder / "periods.csv").write_text(LAMP["periods"], encoding="utf-16")
    assert [str(problem) for problem in check_arisings(folder)[1]] == [
        "periods.csv: it is in UTF-16, not in UTF-8; save it as CSV in UTF-8"
    ]
