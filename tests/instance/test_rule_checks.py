"""Rules and details that contradict each other, or name what is not there, are told with the line and what to write."""

import csv
from collections.abc import Callable
from dataclasses import replace

import pytest

from recyclenet.instance.files import check_instance, write_instance
from recyclenet.instance.instance import Instance, Objective
from tests.cases import starter, with_rows, with_values

Edit = Callable[[Instance], Instance]


def rows(table: str, *lines: str) -> Edit:
    """Return the edit that adds rows to a table, given as lines of CSV with their header."""
    return lambda instance: with_rows(instance, table, *csv.DictReader(lines))


def value(table: str, column: str, cell: object, **where: str) -> Edit:
    """Return the edit that writes a cell in the rows that match."""
    return lambda instance: with_values(instance, table, column, cell, **where)


def told(folder, *edits: Edit) -> list[tuple[str, str]]:
    """Return the problems of the starter instance after some edits, as written to a folder and read back: severity and text."""
    instance = starter()
    for edit in edits:
        instance = edit(instance)
    write_instance(instance, folder)
    return [(problem.severity, str(problem)) for problem in check_instance(folder)[1]]


LIMIT = "limit,period,metric,"
ACCESS = "access,within_km,share,stream,kind,mode"
REQUIRES = "technology,recipe,needs_kind,scope,within_km,mode"
SPLIT = "technology,recipe,period,scope,least_share,most_share"
BURN = rows("conversions", "technology,recipe,material,period,t_per_t", "battery-plant,burn,battery-collected,*,-1")
PLANT = {"site": "park", "technology": "battery-plant"}
SMALL = PLANT | {"size": "small"}
RETURN = "outlet,material,region,returned,lag_periods,share"

ERRORS = {
    "group of a limit": ([rows("limits", LIMIT + "group,most", "cap,*,sold,vally,5")],
                         "limits.csv line 2, group: no place is in a group 'vally'; did you mean 'valley'?"),
    "group of a size": ([rows("network_size", "kind,group,period,most", "recycling,coast,*,1")],
                        "network_size.csv line 3, group: no place is in a group 'coast'; write *, or a group of regions.csv or groups.csv"),
    "group of a standard": ([rows("standards", "technology,group,period", "battery-plant,coast,*")],
                            "standards.csv line 2, group: no place is in a group 'coast'"),
    "stream of a limit": ([rows("limits", LIMIT + "stream,most", "cap,*,sold,batery,5")],
                          "limits.csv line 2, stream: no material is of stream 'batery'; did you mean 'battery'?"),
    "stream of access": ([rows("access", ACCESS, "near,10,0.9,paper,collection,road")],
                         "access.csv line 2, stream: no material is of stream 'paper'; write * or a stream of materials.csv"),
    "kind of service": ([rows("service", "service,period,kind,within_km,mode,share", "all,*,reuse,30,road,0.9")],
                        "service.csv line 2, kind: no candidate is of kind reuse; add one to candidates.csv"),
    "bands disagree": ([rows("access", ACCESS, "near,10,0.9,battery,collection,road", "near,30,0.5,magnet,collection,road")],
                       "access.csv line 3, stream: 'magnet', but 'battery' in the first band of 'near'; let the bands of a rule agree"),
    "two access rules": ([rows("access", ACCESS, "near,10,0.9,battery,collection,road", "all,30,0.5,*,collection,road")],
                         "access.csv line 3, access: 'battery' is under 'near' already; give each supplied material one access rule"),
    "no inhabitants": ([value("regions", "population", float("nan")),
                        rows("service", "service,period,kind,within_km,mode,share", "all,*,collection,30,road,0.9")],
                       "service.csv line 2, share: no region has inhabitants; fill the column population of regions.csv"),
    "limit of nothing": ([rows("limits", LIMIT + "kind", "cap,*,jobs,recycling")],
                         "limits.csv line 2, least: neither least nor most is stated; state one of them, or leave the row out"),
    "size of nothing": ([rows("network_size", "kind,period,least", "collection,*,")],
                        "network_size.csv line 3, least: neither least nor most is stated"),
    "limit upside down": ([rows("limits", LIMIT + "least,most", "cap,*,sold,7,5")],
                          "limits.csv line 2, least: 7 is more than most, 5; exchange them"),
    "jobs by material": ([rows("limits", LIMIT + "material,most", "cap,*,jobs,battery,5")],
                         "limits.csv line 2, material: jobs is not counted by material, found 'battery'; leave it empty; jobs can be told"),
    "collected by kind": ([rows("limits", LIMIT + "kind,least", "cap,*,collected,collection,5")],
                          "limits.csv line 2, kind: collected is not counted by kind, found 'collection'"),
    "haulage by outlet": ([rows("limits", LIMIT + "outlet,most", "cap,*,haulage,smelter,5")],
                          "limits.csv line 2, outlet: haulage is not counted by outlet, found 'smelter'"),
    "emissions of no gas": ([rows("limits", LIMIT + "most", "cap,*,emissions,5")],
                            "limits.csv line 2, metric: no gas is counted; add gases.csv, and what emits them"),
    "kind of a technology": ([rows("limits", LIMIT + "kind,technology,most", "cap,*,jobs,collection,magnet-plant,5")],
                             "limits.csv line 2, kind: 'magnet-plant' is of kind recycling; leave the kind empty"),
    "stream of a material": ([rows("limits", LIMIT + "stream,material,most", "cap,*,sold,magnet,nickel-salt,5")],
                             "limits.csv line 2, stream: 'nickel-salt' is not of stream 'magnet'; write *: the material says it"),
    "emissions of both": ([rows("gases", "gas,period", "CO2e,*"),
                           rows("limits", LIMIT + "kind,material,most", "cap,*,emissions,recycling,battery,5")],
                          "limits.csv line 2, technology: nothing is emitted by a technology and in haulage of a material at once;"),
    "recipe that requires": ([rows("requires", REQUIRES, "battery-plant,leech,collection,anywhere,,")],
                             "requires.csv line 2, recipe: 'battery-plant' has no recipe 'leech'; did you mean 'leach'?"),
    "no way": ([rows("requires", REQUIRES, "battery-plant,*,collection,within_km,,road")],
               "requires.csv line 2, within_km: the cell is empty; write how near, in km, for scope within_km"),
    "no mode": ([rows("requires", REQUIRES, "battery-plant,*,collection,within_km,30,")],
                "requires.csv line 2, mode: the cell is empty; write by which mode the way is measured, for scope within_km"),
    "a way too many": ([rows("requires", REQUIRES, "battery-plant,*,collection,anywhere,30,road")],
                       "requires.csv line 2, within_km: found 30, but the scope is anywhere; leave it empty, or write scope within_km"),
    "no groups": ([value("regions", "group", None), rows("requires", REQUIRES, "battery-plant,*,collection,group,,")],
                  "requires.csv line 2, scope: no place is in a group; fill the column group of regions.csv, or groups.csv"),
    "recipe of a share": ([rows("splits", SPLIT, "battery-plant,burn,*,site,0.2,")],
                          "splits.csv line 2, recipe: 'battery-plant' has no recipe 'burn'; write one of leach"),
    "share upside down": ([rows("splits", SPLIT, "battery-plant,leach,*,site,0.8,0.2")],
                          "splits.csv line 2, least_share: 0.8 is more than most_share, 0.2; exchange them"),
    "least shares": ([BURN, rows("splits", SPLIT, "battery-plant,leach,*,site,0.8,", "battery-plant,burn,2029-2031,site,0.3,")],
                     "splits.csv line 3, least_share: the least shares of 'battery-plant' add up to 1.1; let them add up to 1 or less"),
    "most shares": ([BURN, rows("splits", SPLIT, "battery-plant,leach,*,site,,0.4", "battery-plant,burn,*,site,,0.5")],
                    "splits.csv line 2, most_share: the most shares of all recipes of 'battery-plant' add up to 0.9"),
    "exclusive": ([rows("exclusive", "exclusive,site,technology", "one,park,collection-point")],
                  "exclusive.csv line 2, technology: 'collection-point' is no candidate at 'park'; write one of battery-plant, magnet"),
    "single source": ([rows("single_source", "material", "battery"), rows("returns", RETURN, "smelter,nickel-salt,midtown,battery,0,0.1")],
                      "single_source.csv line 2, material: 'battery' comes back in the period it is sold in (returns.csv), so"),
    "less than it has": ([value("candidates", "most_capacity_t", 700.0, **SMALL)],
                         "candidates.csv line 8, most_capacity_t: 700 t/yr is less than capacity_t, 800; write the capacity with all"),
    "step too large": ([value("candidates", "most_capacity_t", 900.0, **SMALL), value("candidates", "expansion_step_t", 150.0, **SMALL)],
                       "candidates.csv line 8, expansion_step_t: a step of 150 t/yr is larger than the room of 100; raise most_capacity_t"),
    "step to nowhere": ([value("candidates", "expansion_step_t", 150.0, **SMALL)],
                        "candidates.csv line 8, most_capacity_t: the cell is empty, but there is an expansion_step_t; say how far it may"),
    "must open, cannot": ([value("candidates", "status", "required", **SMALL), value("candidates", "last_period", "2026-2028", **SMALL),
                           value("periods", "building", "no", period="2026-2028")],
                          "candidates.csv line 8, status: it must open by '2026-2028', but nothing may be built from '2026-2028'"),
    "two must open": ([value("candidates", "status", "required", **PLANT)],
                      "candidates.csv line 9, status: another size of this technology must stand at this site for good; keep one of them"),
    "must open beside": ([value("candidates", "status", "required", **SMALL),
                          value("candidates", "status", "existing", **PLANT, size="large")],
                         "candidates.csv line 8, status: another size of this technology must stand at this site for good"),
    "cost of no size": ([rows("candidate_costs", "site,technology,size,period,opening_cost", "park,battery-plant,huge,*,5")],
                        "candidate_costs.csv line 2, size: 'huge' of 'battery-plant' is no candidate at 'park'; write one of the sizes"),
    "cost of no candidate": ([rows("candidate_costs", "site,technology,size,period,opening_cost", "park,collection-point,small,*,5")],
                             "'small' of 'collection-point' is no candidate at 'park'; add it to candidates.csv"),
    "closing cost": ([rows("candidate_costs", "site,technology,size,period,closing_cost", "park,battery-plant,small,*,5")],
                     "candidate_costs.csv line 2, closing_cost: the candidate has no closing_cost in candidates.csv: it cannot be closed"),
    "rate of haulage": ([rows("haulage_costs", "mode,goods_class,period,cost_per_tkm", "road,generel,2026-2028,1")],
                        "haulage_costs.csv line 2, goods_class: 'road' carries no 'generel'; did you mean 'general'?"),
    "gas of haulage": ([rows("gases", "gas,period", "CO2e,*"),
                        rows("haulage_emissions", "mode,goods_class,gas,period,t_per_tkm", "road,post,CO2e,*,1")],
                       "haulage_emissions.csv line 2, goods_class: 'road' carries no 'post'; add its rate to mode_rates.csv"),
    "back from nowhere": ([rows("returns", RETURN, "smelter,residue,midtown,battery,1,0.1")],
                          "returns.csv line 2, material: 'smelter' takes no 'residue'; write one of nickel-salt, rare-earth-oxide"),
}  # fmt: skip

WARNINGS = {
    "nothing to bring to": ([rows("access", ACCESS, "near,10,0.9,battery,reuse,road")],
                            "access.csv line 2, kind: no candidate is of kind reuse; add one to candidates.csv, or leave the row out"),
    "nothing to lean on": ([rows("requires", REQUIRES, "battery-plant,*,innovation,anywhere,,")],
                           "requires.csv line 2, needs_kind: no candidate is of kind innovation"),
    "farther is better": ([rows("access", ACCESS, "near,30,0.9,battery,collection,road", "near,10,0.5,battery,collection,road")],
                          "access.csv line 3, share: 0.5 returned, but 0.9 in the next wider band; let the share fall as the way grows"),
    "salvage": ([value("candidates", "salvage_value", 5.0, **SMALL)],
                "candidates.csv line 8, salvage_value: found 5, but it cannot be closed; write a closing_cost"),
    "stock": ([rows("storage", "place,material,period,cost_per_t", "midtown,residue,*,1")],
              "storage.csv line 2, material: there is never any 'residue' at 'midtown'; leave the row out, or name another place"),
    "sale on the spot": ([rows("sales", "outlet,material,period,price_per_t", "north-yard,residue,*,-1")],
                         "sales.csv line 6, material: there is never any 'residue' at 'north-yard'"),
    "too late": ([rows("returns", RETURN, "smelter,nickel-salt,midtown,battery,2,0.1")],
                 "returns.csv line 2, lag_periods: 2 periods later is after the last of 2 periods: nothing comes back; write a shorter"),
}  # fmt: skip

SOUND = {
    "all kinds of limits": [
        rows("gases", "gas,period", "CO2e,*"),
        rows("limits", LIMIT + "group,kind,technology,stream,material,outlet,gas,least,most",
             "a,*,collected,valley,,*,battery,battery,*,*,1,", "b,*,uncollected,valley,,*,*,*,*,*,,900",
             "c,*,throughput,valley,recycling,battery-plant,battery,battery-collected,*,*,1,",
             "d,*,capacity,valley,recycling,*,*,*,*,*,,9000",
             "e,*,sold,*,,*,battery,*,smelter,*,1,", "f,*,emissions,valley,recycling,*,*,*,*,CO2e,,9",
             "g,*,emissions,*,,*,*,battery,*,CO2e,,9",
             "h,2026-2028,investment,*,,*,*,*,*,*,,9e7", "h,2029-2031,investment,*,,*,*,*,*,*,,8e7", "i,*,jobs,*,,*,*,*,*,*,,900",
             "j,*,haulage,*,,*,battery,*,*,*,,9e7"),
    ],
    "access of its own for each stream": [
        rows("access", ACCESS, "b,10,0.9,battery,collection,road", "b,30,0.5,battery,collection,road", "m,30,0.5,magnet,collection,road")],
    "shares that differ by period": [
        BURN, rows("splits", SPLIT, "battery-plant,leach,*,site,0.8,", "battery-plant,leach,2029-2031,site,0.6,0.6",
                   "battery-plant,burn,2029-2031,site,0.4,")],
    "a small plant that gives way to a large one": [
        value("candidates", "status", "existing", **SMALL), value("candidates", "closing_cost", 5.0, **SMALL),
        value("candidates", "salvage_value", 2.0, **SMALL), value("candidates", "status", "required", **PLANT, size="large"),
        rows("candidate_costs", "site,technology,size,period,closing_cost", "park,battery-plant,small,2026-2028,9")],
    "a plant that grows": [value("candidates", "most_capacity_t", 900.0, **SMALL), value("candidates", "expansion_step_t", 50.0, **SMALL)],
    "what must open later": [
        value("candidates", "status", "required", **SMALL), value("candidates", "last_period", "2029-2031", **SMALL),
        value("periods", "building", "no", period="2026-2028")],
    "stock and disposal where the material is": [
        rows("storage", "place,material,period,cost_per_t", "midtown,battery,*,1", "park,residue,*,1", "north-yard,battery,*,1"),
        rows("sales", "outlet,material,period,price_per_t", "midtown,battery,*,-900", "park,residue,*,-100")],
    "everything that may lean on something": [
        rows("requires", REQUIRES, "battery-plant,leach,collection,within_km,30,road", "magnet-plant,*,collection,group,,")],
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_a_contradiction_is_refused_with_its_line_and_remedy(case, tmp_path):
    edits, said = ERRORS[case]
    found = told(tmp_path, *edits)
    assert [severity for severity, text in found if said in text] == ["error"], found


@pytest.mark.parametrize("case", WARNINGS)
def test_what_is_probably_not_meant_is_a_warning_alone(case, tmp_path):
    edits, said = WARNINGS[case]
    ((severity, text),) = told(tmp_path, *edits)
    assert severity == "warning"
    assert said in text


@pytest.mark.parametrize("case", SOUND)
def test_what_is_sound_is_not_complained_of(case, tmp_path):
    assert told(tmp_path, *SOUND[case]) == []


@pytest.mark.parametrize(
    ("objectives", "said"),
    [
        ([Objective("recovered", of="nd")], "instance.toml, objectives, number 1: there is no 'nd' for recovered; did you mean 'Nd'?"),
        ([Objective("recovered", of="Xx")], "there is no 'Xx' for recovered; write one of Co, Nd, Ni"),
        ([Objective("emissions", of="CO2e")], "there is no 'CO2e' for emissions; write the gas, as in gases.csv; there is none yet"),
        ([Objective("cost"), Objective("collected")], "number 1: cost comes before another objective; put cost last"),
        ([Objective("collected"), Objective("cost", slack=5.0)], "number 2: cost has a slack, but no objective comes after it"),
        ([Objective("collected"), Objective("uncollected"), Objective("collected")], "number 1: the same objective stands again further"),
        ([Objective("collected", of="Nd")], "number 1: collected of 'Nd' is not counted apart; leave of out"),
    ],
)
def test_objectives_are_of_what_there_is_and_end_in_cost(objectives, said, tmp_path):
    found = told(tmp_path, lambda instance: replace(instance, settings=replace(instance.settings, objectives=tuple(objectives))))
    assert [severity for severity, text in found if said in text] == ["error"], found


def test_objectives_of_an_element_that_is_there_are_sound(tmp_path):
    objectives = (Objective("recovered", of="Nd", slack_share=0.1), Objective("recovered", of="Ni"), Objective("cost"))
    assert told(tmp_path, lambda instance: replace(instance, settings=replace(instance.settings, objectives=objectives))) == []


def test_faults_of_cells_names_and_rules_are_told_at_once(tmp_path):
    write_instance(starter(), tmp_path)
    for table, old, new in (
        ("regions", "60000", "-60000"),  # a cell
        ("supplies", "battery", "batteri"),  # a name that stands for nothing
    ):
        file = tmp_path / f"{table}.csv"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (tmp_path / "network_size.csv").write_text(
        "kind,period,least,most\ncollection,*,9,4\n", encoding="utf-8"
    )  # a rule that contradicts itself
    assert [(problem.file, problem.line, problem.column) for problem in check_instance(tmp_path)[1]] == [
        ("regions.csv", 2, "population"),
        ("supplies.csv", 2, "material"),
        ("network_size.csv", 2, "least"),
    ]
