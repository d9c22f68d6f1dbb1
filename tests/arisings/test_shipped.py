"""The tables that come with recyclenet: sound, each row with source and quality, and replaced by rows of the user's."""

import re
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from recyclenet.arisings.case import Settings
from recyclenet.arisings.files import read_arisings, shipped_tables
from recyclenet.arisings.model import arisings
from recyclenet.arisings.schema import QUALITIES, SCHEMA, SHIPPED
from tests.arisings.folders import folder_of

TABLES = shipped_tables()
PRODUCTS = sorted(set(TABLES["lifetimes"]["product"]))
NOTHING = {"lifetimes": "", "contents": ""}


def sales_of(product, units):
    return f"product,area,year,units\n{product},Aa,2020,{units}\n", f"product,area,until_year,growth_share\n{product},*,2023,0\n"


def of_product(path, product, units=1000, **own):
    sales, outlooks = sales_of(product, units)
    return arisings(read_arisings(folder_of(path, **{**NOTHING, "sales": sales, "outlooks": outlooks, **own})))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_row_has_a_source_and_a_mark_of_quality(name):
    assert TABLES[name]["quality"].isin(QUALITIES).all()
    assert TABLES[name]["source"].str.len().gt(4).all()


def test_what_no_document_was_seen_for_is_marked_as_a_placeholder():
    for table in TABLES.values():
        assert (
            table.loc[table["source"].str.contains("general knowledge|not seen") & ~table["source"].str.contains("range: "), "quality"]
            == "placeholder"
        ).all()


def test_batteries_and_magnets_are_there():
    made = set(TABLES["contents"]["material"])
    assert {"lfp_pack", "nmc_pack", "ebike_pack", "nimh_pack", "ev_magnet", "wind_magnet", "small_magnet", "disk_magnet"} <= made
    assert made - set(TABLES["compositions"]["material"]) == {"ebike_pack"}  # its chemistry is not known


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_product_that_ships_needs_nothing_but_its_sales(tmp_path, product):
    found = of_product(tmp_path, product, units=10**9)
    assert len(found.supplies) >= 1
    assert set(found.origins.loc[found.origins["table"] != "sales", "origin"]) == {"recyclenet", "own"}  # own: the outlook


def test_a_row_of_the_users_replaces_all_rows_of_that_product_in_that_table_and_no_others(tmp_path):
    own = "product,variant,distribution,mean_years\nelectric car battery,*,fixed,1\n"
    shipped, changed = of_product(tmp_path / "1", "electric car battery"), of_product(tmp_path / "2", "electric car battery", lifetimes=own)
    # fixed 1 year: all of 2020 in 2021, masses as shipped; 2020 lies a third between 2019 and 2022 of variants.csv:
    # BEV LFP 0.2517 + (0.4904 - 0.2517) / 3 = 0.33127, PHEV LFP 0.0683 + (0.1296 - 0.0683) / 3 = 0.08873; x 350 kg, x 148 kg
    in_2021 = changed.yearly.set_index(["material", "year"]).loc[("lfp_pack", 2021), "base_t"]
    assert in_2021 == pytest.approx(1000 * (0.331267 * 350 + 0.088733 * 148) / 1000, rel=1e-5)
    assert shipped.yearly["base_t"].tolist() != changed.yearly["base_t"].tolist()
    assert set(changed.origins.loc[changed.origins["table"] == "lifetimes", "origin"]) == {"own"}
    assert set(changed.origins.loc[changed.origins["table"] == "contents", "origin"]) == {"recyclenet"}


def test_a_composition_of_the_users_replaces_that_of_the_material(tmp_path):
    found = of_product(tmp_path, "e-bike motor", compositions="material,element,share\nsmall_magnet,Ce,0.3\n")
    assert set(found.elements["element"]) == {"Ce"}


def test_the_scale_and_the_mean_of_the_source_agree():
    # Tian et al. give scale 9.5 years at shape 3.5 for LFP packs of cars: mean 9.5 x gamma(1.2857) = 9.5 x 0.8998 = 8.55
    rows = TABLES["lifetimes"].set_index(["product", "variant"])
    assert pd.to_numeric(rows.loc[("electric car battery", "BEV LFP"), "mean_years"]).item() == pytest.approx(9.5 * 0.8998, abs=0.01)


def test_the_readme_names_every_table_with_every_column_and_every_setting():
    lines = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").splitlines()
    for name, table in SCHEMA.items():
        (line,) = [line for line in lines if line.startswith("|") and f"{name}.csv" in line.split("|")[1]]
        stated = {column.name for column in table.columns} - {"source", "quality"}
        assert {word for word in stated if not word.startswith(("low_", "high_"))} <= set(re.findall(r"\w+", line)), name
        assert {word.removeprefix("low_") for word in stated if word.startswith("low_")} == set(re.findall(r"\*(\w+)\*", line)), name
    (line,) = [line for line in lines if line.startswith("| arisings.toml")]
    assert {setting.name for setting in fields(Settings)} <= set(re.findall(r"\w+", line))
