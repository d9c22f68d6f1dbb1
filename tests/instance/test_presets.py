"""Presets: a law's rules become rows of targets by calendar year and by what the instance has, and can be read, changed and softened."""

import csv
import os
import shutil

import pandas as pd
import pytest

from recyclenet.errors import InfeasibleError, InstanceError
from recyclenet.instance.edits import with_tables
from recyclenet.instance.files import check_instance, convert, instance_hash, read_instance, write_instance
from recyclenet.instance.preset_files import NO_ROW, PRESETS, preset_rules
from recyclenet.solution.files import read_solution, write_solution
from recyclenet.solution.recovery import targets_reached
from recyclenet.solution.verify import violations
from recyclenet.solve.explain import shortfalls
from recyclenet.solve.highs import solve
from tests.cases import ROOT, STARTER, TUTORIAL, formulate

FACTS = ROOT.parent / "shared" / "data" / "tables" / "regulation_targets.csv"


def copied(source, folder, line, **files):
    """Return a copy of an instance with a line more in its settings, and some files (name without ending) written anew."""
    shutil.copytree(source, folder)
    settings = folder / "instance.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("\n[provenance]", f"{line}\n\n[provenance]"), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def rows_of(instance, preset):
    rows = instance["targets"]
    rows = rows[rows["target"].str.startswith(preset)]
    return {(row.target.removeprefix(f"{preset} "), row.period): row.share for row in rows.itertuples()}


def told(folder):
    return [(problem.severity, str(problem)) for problem in check_instance(folder)[1]]


def test_a_rule_holds_in_a_period_of_half_whose_years_it_is_in_force(tmp_path):
    # recovery of 90 % from 2028 on: of 2026-2028 one year in three, of 2029-2031 all; 95 % from 2032 on is in neither. No Li, no Pb.
    # The act's 25 % from 2030 on: two years of 2029-2031.
    instance = read_instance(copied(STARTER, tmp_path / "mine", 'targets = ["EU-2023-1542", "EU-CRMA"]'))
    late = "2029-2031"
    assert rows_of(instance, "EU-2023-1542") == {("recover Co", late): 0.9, ("recover Ni", late): 0.9}
    assert rows_of(instance, "EU-CRMA") == {("recover Co", late): 0.25, ("recover Nd", late): 0.25, ("recover Ni", late): 0.25}
    assert instance.presets == {"EU-2023-1542": 2, "EU-CRMA": 3}
    assert len(instance["targets"]) == 3 + 5  # its own stay


def test_years_may_be_said_beside_a_label_that_does_not(tmp_path):
    # 2032-2034 and 2035-2037: 95 % from 2032 on
    periods = "period,years,first_year\n2026-2028,3,2032\n2029-2031,3,2035\n"
    instance = read_instance(copied(STARTER, tmp_path / "mine", 'targets = "EU-2023-1542"', periods=periods))
    assert rows_of(instance, "EU-2023-1542")["recover Ni", "2026-2028"] == 0.95


def test_what_the_instance_has_nothing_of_is_left_out_and_said(tmp_path):
    found = told(copied(STARTER, tmp_path / "mine", 'targets = "EU-2023-1542"'))
    place, remedy = "instance.toml, targets: 'EU-2023-1542 ", "say it in materials.csv if there is one"
    assert found == [
        ("warning", f"{place}collect portable batteries' is left out: no material is of stream 'portable battery'; {remedy}"),
        ("warning", f"{place}collect LMT batteries' is left out: no material is of stream 'LMT battery' or 'e-bike battery'; {remedy}"),
        *(("warning", f"{place}recover {element}' is left out: no material contains {element}; say it in compositions.csv if there is one")
          for element in ("Cu", "Li", "Pb")),
    ]  # fmt: skip


@pytest.mark.parametrize("stream", ["LMT battery", "e-bike battery"])
def test_a_rule_takes_the_stream_of_its_kind_that_the_instance_has(tmp_path, stream):
    materials = (STARTER / "materials.csv").read_text(encoding="utf-8").replace(",magnet\n", f",{stream}\n")
    instance = read_instance(copied(STARTER, tmp_path / "mine", 'targets = "EU-2023-1542"', materials=materials))
    row = instance.keyed("targets").loc[("EU-2023-1542 collect LMT batteries", "2029-2031")]  # 51 % from 2029 on
    assert (row["metric"], row["stream"], row["share"]) == ("collection", stream, 0.51)


@pytest.mark.parametrize(("period", "left"), [("2029-2031", {}), ("*", {}), ("2026-2028", {("recover Co", "2029-2031"): 0.9})])
def test_a_row_of_ones_own_replaces_the_presets_of_that_target_and_period(tmp_path, period, left):
    own = f"target,period,metric,stream,element,share\neu-2023-1542 Recover Co,{period},recovery,*,Co,0.5\n"
    instance = read_instance(copied(STARTER, tmp_path / "mine", 'targets = "EU-2023-1542"', targets=own))
    assert rows_of(instance, "EU-2023-1542") == left | {("recover Ni", "2029-2031"): 0.9}
    assert instance["targets"]["share"].iloc[0] == 0.5
    assert instance.presets == {"EU-2023-1542": 1 + len(left)}


def test_a_share_of_consumption_is_asked_by_a_row_that_states_it(tmp_path):
    head, row = (
        "target,period,metric,stream,element,share,of_t,shortfall_cost_per_t\n",
        "EU-CRMA recover Co,2029-2031,recovery,*,Co,0.25,240,9\n",
    )
    instance = read_instance(copied(STARTER, tmp_path / "mine", 'targets = "EU-CRMA"', targets=head + row))
    key = ("EU-CRMA recover Co", "2029-2031")
    assert instance.keyed("targets")["of_t"].dropna().to_dict() == {key: 240}  # Nd and Ni: of what is collected
    plan = solve(formulate(instance), gap=1e-6)
    # all 57.6 t of Co a year are collected, 96 % of them come back: 55.296 t, where 25 % of 240 t are 60
    assert targets_reached(plan).set_index(["target", "period"]).loc[key, ["of_t", "counted_t"]].tolist() == pytest.approx([240, 55.296])
    assert plan["shortfalls"].set_index(["name", "period"])["amount"].to_dict() == pytest.approx({key: 4.704})


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("EU-CRMA", "the act means recycling capacity for that share of a year's consumption in the Union"),
        ("EU-2023-1542", "the law means of what is put on the market"),
        ("EU-2023-1542", "the law means what a recycler makes of the batteries it takes"),
        ("CN-2026", "the norm is asked of every listed plant, step by step"),
    ],
)
def test_how_a_law_is_read_goes_with_its_rows_wherever_they_are_written(tmp_path, preset, words):
    convert(copied(STARTER, tmp_path / "mine", f'targets = "{preset}"'), tmp_path / "rows", expand=True)
    assert words in read_instance(tmp_path / "rows").settings.provenance[f"targets {preset}"]


def test_every_row_whose_share_is_not_the_laws_own_says_how_it_is_read():
    rules = pd.concat([preset_rules(name) for name in PRESETS])
    assert (rules["reading"].notna() == (rules["metric"] != NO_ROW)).all()


REFUSED = [
    ('targets = "EU-2023-1524"', {}, "instance.toml, targets: there is no preset 'EU-2023-1524'; did you mean 'EU-2023-1542'?"),
    ('targets = "law"', {}, f"instance.toml, targets: there is no preset 'law'; the presets are {', '.join(PRESETS)}"),
    ('targets = ["EU-CRMA", "EU-CRMA"]', {}, "instance.toml, targets: 'EU-CRMA' stands twice; keep one of them"),
    ("targets = 5", {}, "instance.toml, targets: found 5; write a str"),
    ('targets = "EU-CRMA"\npreset_shortfall_cost_per_t = -1', {},
     "instance.toml, preset_shortfall_cost_per_t: found -1; write a price per tonne of at least 0"),
    ("preset_shortfall_cost_per_t = 1", {},
     "instance.toml, preset_shortfall_cost_per_t: there is no preset that it could be about; name a preset in targets"),
    ('targets = "EU-CRMA"', {"periods": "period,years,first_year\n2026-2028,3,\n2029-2031,3,2028\n"},
     "periods.csv line 3, period: '2029-2031' begins in 2028, before the last one has ended; let periods follow each other"),
    ('targets = "EU-CRMA"', {"periods": "period,years\n2026-2028,3\n2029-2031,2\n"},
     "periods.csv line 3, years: '2029-2031' has 2 years, which is not what its label says; write 3 years, or in the column first_year"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "files", "message"), REFUSED)
def test_a_preset_that_cannot_be_is_refused(tmp_path, line, files, message):
    (error,) = (text for severity, text in told(copied(STARTER, tmp_path / "mine", line, **files)) if severity == "error")
    assert error.startswith(message)


def test_periods_without_calendar_years_are_told_what_to_write(tmp_path):
    folder = copied(STARTER, tmp_path / "mine", 'targets = "EU-CRMA"')
    for file in folder.glob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace("2026-2028", "soon"), encoding="utf-8")
    with pytest.raises(InstanceError) as refusal:
        read_instance(folder)
    assert str(refusal.value.problems[0]) == (
        "periods.csv line 2, period: 'soon' names no calendar years, which presets of targets need; write a label such as 2026-2030, or in "
        "the column first_year the year it begins in"
    )


def test_presets_go_round_through_every_form_as_they_are_named(tmp_path):
    line = 'targets = ["EU-2023-1542", "CN-2026"]  # presets: a law\'s rules as targets, such as EU-2023-1542; one name, or a list'
    folder = copied(STARTER, tmp_path / "mine", line)
    convert(folder, tmp_path / "a.xlsx")
    convert(tmp_path / "a.xlsx", tmp_path / "b.json")
    convert(tmp_path / "b.json", tmp_path / "back")
    assert {file.name: file.read_bytes() for file in (tmp_path / "back").iterdir()} == {f.name: f.read_bytes() for f in folder.iterdir()}


def test_expanded_they_are_rows_to_change_and_the_same_instance(tmp_path):
    named = copied(STARTER, tmp_path / "mine", 'targets = "EU-2023-1542"\npreset_shortfall_cost_per_t = 250')
    convert(named, tmp_path / "rows", expand=True)
    settings = (tmp_path / "rows" / "instance.toml").read_text(encoding="utf-8")
    assert "\ntargets = " not in settings
    assert '"targets EU-2023-1542" = "preset EU-2023-1542 of recyclenet; waste-management-world.com' in settings
    with (tmp_path / "rows" / "targets.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["target"].startswith("EU")]
    assert [(row["target"], row["share"], row["shortfall_cost_per_t"]) for row in rows] == [
        ("EU-2023-1542 recover Co", "0.9", "250"), ("EU-2023-1542 recover Ni", "0.9", "250"),
    ]  # fmt: skip
    write_instance(read_instance(named), tmp_path / "written")
    for folder in ("rows", "written"):
        again = read_instance(tmp_path / folder)
        assert again.presets == {}
        assert again["targets"].equals(read_instance(named)["targets"])
        assert instance_hash(again) == instance_hash(read_instance(named))


def test_a_preset_beyond_the_yields_ends_in_a_sentence_that_says_so(tmp_path):
    # the works of the tutorial turn 0.1 t of Co into 0.5 x 0.19 t: 95 %. China's 96 % of at least 60 % of 150 t x 0.1 miss 0.01 x 9 t.
    instance = read_instance(copied(TUTORIAL, tmp_path / "mine", 'targets = "CN-2026"'))
    with pytest.raises(InfeasibleError):
        solve(formulate(instance))
    (sentence,) = shortfalls(instance)
    assert sentence.startswith("target 'CN-2026 recover Co' is missed by 0.09 t/yr in 2026; lower it")


def test_a_softened_preset_is_paid_for_and_believed_and_a_saved_plan_holds_its_rows(tmp_path):
    instance = read_instance(copied(TUTORIAL, tmp_path / "mine", 'targets = "CN-2026"\npreset_shortfall_cost_per_t = 1000'))
    plan = solve(formulate(instance))
    (short,) = plan["shortfalls"].to_dict("records")
    collected = 150 - plan["uncollected"]["uncollected_t"].sum()
    assert short["name"] == "CN-2026 recover Co"
    assert short["amount"] == pytest.approx(0.001 * collected)  # one hundredth of a tenth of what was collected
    assert plan.costs("component").get("target_shortfall") == pytest.approx(collected)  # at 1000 a tonne
    assert violations(instance, plan).empty
    harder = instance["targets"].assign(shortfall_cost_per_t=float("nan"))
    assert "CN-2026 recover Co" in violations(with_tables(instance, {"targets": harder}), plan).to_string()
    saved = read_solution(write_solution(plan, tmp_path))
    assert set(saved.instance["targets"]["target"]) == set(instance["targets"]["target"])
    assert saved.instance.settings.targets == ()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_rule_has_a_source_and_says_whether_a_document_was_seen(preset):
    rules = preset_rules(preset)
    assert (rules["source"].str.len() > 0).all()
    assert (rules["source"].str.contains("no document seen|draft") == (rules["verified"] == "no")).all()
    stated = rules[rules["metric"] == "recovery"]
    assert stated["element"].notna().all()
    assert rules.loc[rules["metric"] == "none", "note"].str.contains("no row: ").all()


def test_shares_and_marks_of_the_batteries_regulation_are_those_of_the_collected_facts():
    if not FACTS.exists():
        assert "CI" not in os.environ, "the collected facts are absent"
        pytest.skip("the collected facts (../shared/data) are absent")
    facts = pd.read_csv(FACTS)
    facts = facts[facts["instrument"].str.startswith("Reg. 2023/1542")]
    names = {"portable": "collect portable batteries", "LMT (e-bike)": "collect LMT batteries", "other (incl. NiMH)": "other batteries"}
    kinds = {"material recovery": "recover ", "recycling efficiency": "recycling efficiency ", "recycled content": "recycled content ",
             "collection rate": ""}  # fmt: skip
    # a date at the end of a year, or within it, is in force all through the next
    expected = {(kinds[row.metric] + names.get(row.material_or_stream, row.material_or_stream), int(row.from_date[:4]) + 1):
                (row.value / 100, "yes" if row.verified else "no") for row in facts.itertuples()}  # fmt: skip
    rules = preset_rules("EU-2023-1542")
    found = {(row.target, row.from_year): (row.share, row.verified) for row in rules.itertuples() if row.target != "collect EV batteries"}
    assert found == {key: (pytest.approx(share), verified) for key, (share, verified) in expected.items()}
