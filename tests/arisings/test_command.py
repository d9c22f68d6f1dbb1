"""The command: totals, the balance, and where the supplies are; supplies that an instance takes as they are."""

import json
import shutil
from importlib import resources
from pathlib import Path

import pytest

from recyclenet.cli import main
from recyclenet.instance.files import read_instance
from tests.arisings.folders import folder_of


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Run the command line in an empty folder; returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["arisings", *map(str, arguments)])
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return run


def test_totals_balance_and_places_are_printed(call):
    folder_of(Path("lamps"), losses="product,way,share\nlamp,exported,0.5\n")
    code, out, err = call("lamps")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "glass late 1.5 1.5 1.5 1.5 1.5 1.5" in lines
    assert "glass: 9.0 t went in = 0.0 in use + 9.0 come out, exported 4.5" in lines
    assert "supplies: lamps/out/supplies.csv" in lines
    assert Path("lamps/out/supplies.csv").read_text() == "region,material,period,supply_t\nAa,glass,early,0.75\nAa,glass,late,1.5\n"
    written = {file.name for file in Path("lamps/out").iterdir()}
    assert written == {f"{name}.csv" for name in ("supplies", "totals", "bands", "yearly", "elements", "balance", "origins")} | {
        "arisings.svg"
    }


def test_a_second_run_finds_the_folder_as_sound_as_the_first_and_writes_the_same(call):
    folder_of(Path("lamps"))
    call("lamps")
    first = {file.name: file.read_bytes() for file in Path("lamps/out").iterdir()}
    assert call("lamps")[0] == 0
    assert {file.name: file.read_bytes() for file in Path("lamps/out").iterdir()} == first


def test_placeholders_that_the_answer_stands_on_are_named(call):
    sales = "product,area,year,units\ne-bike motor,Aa,2020,1000\n"
    folder_of(
        Path("bikes"), sales=sales, lifetimes="", contents="", outlooks="product,area,until_year,growth_share\ne-bike motor,*,2023,0\n"
    )
    assert "placeholders, to be replaced by numbers of your own: lifetimes of e-bike motor, contents of e-bike motor" in call("bikes")[1]


def test_json_holds_totals_balance_origins_and_places(call):
    folder_of(Path("lamps"), arisings_toml="samples = 0\n")
    answer = json.loads(call("lamps", "--format", "json")[1])
    assert answer["totals"][0] == {"material": "glass", "period": "early", "base_t": 1.5, "elsewhere_t": 0.0, "low_t": 1.5, "high_t": 1.5}
    assert answer["balance"][0]["put_in_t"] == 9.0
    assert answer["files"]["supplies"] == "lamps/out/supplies.csv"
    assert {row["origin"] for row in answer["origins"]} == {"own"}


def test_a_folder_that_is_not_sound_is_refused_with_its_problems(call):
    folder_of(Path("lamps"), contents="product,material,mass_kg\nlamp,glass,-3\n")
    code, out, err = call("lamps")
    assert (code, out) == (3, "")
    assert err.splitlines() == [
        "1 problem in the tables of arisings:",
        "contents.csv line 2, mass_kg: found '-3'; write at least 0 kg: mass in one unit",
    ]


def test_warnings_are_said_and_the_answer_given(call):
    folder_of(Path("lamps"), contents="product,material,mass_kg\nlamp,glass,3\nlmap,glass,3\n")
    code, out, err = call("lamps")
    assert code == 0
    assert "supplies:" in out
    assert err.startswith("warning: contents.csv line 3, product: 'lmap' is neither in sales.csv nor in stocks.csv")


def test_an_instance_takes_the_supplies_as_they_are(call):
    with resources.as_file(resources.files("recyclenet.instance") / "starter") as starter:
        shutil.copytree(starter, "mine")
    instance = read_instance("mine")
    region, material = instance["supplies"][["region", "material"]].iloc[0]
    periods = "".join(f"{name},{2020 + 2 * number},{2021 + 2 * number}\n" for number, name in enumerate(instance["periods"]["period"]))
    folder_of(
        Path("lamps"),
        periods="period,first_year,last_year\n" + periods,
        sales=f"product,area,year,units\nlamp,{region},2019,1000\nlamp,{region},2020,2000\n",
        outlooks="product,area,until_year,growth_share\nlamp,*,2030,0\n",
        contents=f"product,material,mass_kg\nlamp,{material},3\n",
    )
    code, _, err = call("lamps", "--out", "mine/supplies.csv")
    assert code == 2
    assert err.strip() == "mine/supplies.csv is there already; give another name, or --replace"
    assert call("lamps", "--out", "mine/supplies.csv", "--replace")[0] == 0
    supplies = read_instance("mine")["supplies"]
    assert set(supplies["material"]) == {material}
    assert supplies["supply_t"].iloc[0] == 1.5
