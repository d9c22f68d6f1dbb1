"""The command line as a planner meets it: answers, files, exit codes, and silence where nobody watches."""

import contextlib
import importlib
import json
import math
import os
import pty
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from recyclenet import __version__
from recyclenet.doctor import LIBRARIES
from recyclenet.errors import Problem, SolverError

JSON_KEYS = {
    "status",
    "cost",
    "bound",
    "gap",
    "currency",
    "seconds",
    "run",
    "checked",
    "opened",
    "collected_t",
    "uncollected_t",
    "recovered_t",
}


@pytest.fixture
def starter(call):
    """Return the folder of a starter instance made by `new`."""
    assert call("new", "mine")[0] == 0
    return Path("mine")


def program(*arguments, **options):
    """Run the command line as a programme of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **options.pop("env", {})}
    return subprocess.Popen([sys.executable, "-m", "recyclenet", *arguments], env=environment, **options)


def append(folder, table, line):
    with (folder / table).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def read_to_the_end(terminal):
    """Return all that is written to a terminal until the programme behind it ends."""
    seen = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody is left
        while part := os.read(terminal, 65536):
            seen += part
    os.close(terminal)
    return seen.decode()


def numbers(value):
    """Return every number anywhere in a JSON value."""
    if isinstance(value, dict | list):
        return [number for part in (value.values() if isinstance(value, dict) else value) for number in numbers(part)]
    return [value] if isinstance(value, int | float) else []


# ------------------------------------------------------------------------------------------------------------ help and wrong calls


def test_version_is_that_of_the_package(call):
    assert call("--version") == (0, f"recyclenet {__version__}\n", "")


def test_help_names_every_command_and_the_exit_codes(call):
    code, out, _ = call("--help")
    assert code == 0
    for word in ("new", "validate", "convert", "solve", "map", "report", "formulation", "doctor", "Exit codes"):
        assert word in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("sovle",),
        ("solve",),
        ("solve", "nowhere"),
        ("validate", "nowhere"),
        ("solve", "mine", "--gap", "-1"),
        ("solve", "mine", "--gap", "nan"),
        ("solve", "mine", "--time-limit", "inf"),
        ("solve", "mine", "--threads", "0"),
        ("solve", "mine", "--format", "xml"),
        ("solve", "mine", "--out", "mine/instance.toml"),
        ("convert", "mine", "a.ods"),
        ("convert", "nowhere", "a.json"),
        ("convert", "mine", "a.json", "--capacity", "3"),
        ("convert", "mine", "a.json", "--from", "orlib", "--km-digits", "3"),
        ("convert", "mine", "a.json", "--from", "relog"),
        ("convert", "mine", "a.json", "--from", "excel"),
        ("new", "--excel", "a"),
        ("new", "a.xlsx"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("starter")
def test_a_wrong_call_leaves_with_2_and_says_why_on_standard_error(call, arguments):
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


# ------------------------------------------------------------------------------------------------------------ new and validate


def test_new_makes_an_instance_that_is_sound(call, starter):
    code, out, err = call("validate", starter)
    assert (code, err) == (0, "")
    assert "is sound" in out


def test_new_never_writes_over_what_is_there(call, starter):
    before = (starter / "instance.toml").read_bytes()
    (starter / "sites.csv").unlink()
    code, _, err = call("new", starter)
    assert code == 2
    assert "is there already" in err
    assert (starter / "instance.toml").read_bytes() == before
    assert not (starter / "sites.csv").exists()


def test_new_takes_a_folder_that_is_there_but_empty(call):
    Path("empty").mkdir()
    assert call("new", "empty")[0] == 0
    assert call("validate", "empty")[0] == 0


def test_validate_gives_the_number_of_rows_as_json(call, starter):
    code, out, _ = call("validate", starter, "--format", "json")
    answer = json.loads(out)
    assert (code, answer["valid"], answer["problems"]) == (0, True, [])
    assert answer["rows"]["periods"] >= 1


def test_invalid_data_leave_with_3_and_every_problem_with_its_place(call, starter):
    append(starter, "periods.csv", "never,0")
    append(starter, "modes.csv", ",Air,1.2")
    code, out, err = call("validate", starter)
    assert (code, out) == (3, "")
    assert "periods.csv line" in err
    assert "modes.csv line" in err


def test_invalid_data_as_json_hold_file_line_column_and_remedy(call, starter):
    append(starter, "periods.csv", "never,0")
    code, out, err = call("validate", starter, "--format", "json")
    answer = json.loads(out)
    assert (code, answer["valid"], err) == (3, False, "")
    problem = next(problem for problem in answer["problems"] if problem["column"] == "years")
    assert problem["file"] == "periods.csv"
    assert problem["line"] == len((starter / "periods.csv").read_text(encoding="utf-8").splitlines())
    assert problem["found"]
    assert problem["remedy"]


def test_what_is_odd_but_usable_is_a_warning(call, starter, monkeypatch):
    from recyclenet.instance import files

    check = files.check_instance
    odd = [Problem("sites.csv", line, "lat_deg", "far off", "look again", "warning") for line in range(2, 14)]
    monkeypatch.setattr(files, "check_instance", lambda folder: (check(folder)[0], odd))
    code, out, err = call("validate", starter)
    assert (code, "is sound" in out) == (0, True)
    assert err.splitlines()[0] == "warning: sites.csv line 2, lat_deg: far off; look again"
    assert err.splitlines()[10:] == ["warning: and 2 more; recyclenet validate --format json lists them all"]  # 12 odd, 10 shown
    answer = json.loads(call("validate", starter, "--format", "json")[1])
    assert (answer["valid"], len(answer["problems"])) == (True, 12)
    assert "warning: sites.csv line 2" in call("solve", starter)[2]


def test_solve_refuses_invalid_data_with_3_and_makes_no_run(call, starter):
    append(starter, "periods.csv", "never,0")
    code, out, _ = call("solve", starter)
    assert (code, out) == (3, "")
    assert not list(Path("runs").iterdir())


def test_names_out_of_an_instance_have_no_power_over_the_terminal(call, starter):
    append(starter, "periods.csv", "[bold red]\x1b[31mx,0")
    _, _, err = call("validate", starter)
    assert "\x1b" not in err
    assert "[bold red]" in err  # shown, not interpreted


# ------------------------------------------------------------------------------------------------------------ convert, workbooks


@pytest.mark.parametrize("name", ["a.xlsx", "a.json"])
def test_a_workbook_or_a_json_file_is_validated_and_solved_like_a_folder(call, starter, name):
    code, out, err = call("convert", starter, name)
    assert (code, out, err) == (0, f"wrote {name}\n", "")
    assert call("validate", name)[1] == call("validate", starter)[1]
    answers = [json.loads(call("solve", source, "--format", "json", "--no-map")[1]) for source in (starter, name)]
    assert answers[0]["cost"] == answers[1]["cost"]
    assert answers[0]["run"] == answers[1]["run"]  # the same instance, by its hash


def test_convert_does_not_write_over_what_is_there_unless_told_to(call, starter):
    Path("a.json").write_text("precious", encoding="utf-8")
    code, out, err = call("convert", starter, "a.json")
    assert (code, out) == (2, "")
    assert "a.json is there already; give another name, or --replace" in err
    assert Path("a.json").read_text(encoding="utf-8") == "precious"
    assert call("convert", starter, "a.json", "--replace")[0] == 0
    assert call("convert", "a.json", starter)[0] == 2
    assert call("convert", "a.json", starter, "--replace")[0] == 0


def test_the_template_is_made_sound_and_not_over_another_file(call):
    code, out, _ = call("new", "--excel", "new.xlsx")
    assert (code, out) == (0, "made new.xlsx; look into it, then: recyclenet solve new.xlsx\n")
    assert "starter is sound" in call("validate", "new.xlsx")[1]
    assert call("new", "--excel", "new.xlsx")[0] == 2


def test_a_fault_in_a_workbook_is_printed_with_its_cell(call, starter):
    append(starter, "periods.csv", "later,2")
    call("convert", starter, "a.xlsx")
    from openpyxl import load_workbook

    book = load_workbook("a.xlsx")
    book["periods"]["B4"] = "=1+1"
    book.save("a.xlsx")
    code, out, err = call("validate", "a.xlsx")
    assert (code, out) == (3, "")
    assert "a.xlsx sheet periods, cell B4: a formula without its value; open and save the file" in err
    problem = json.loads(call("validate", "a.xlsx", "--format", "json")[1])["problems"][0]
    assert (problem["file"], problem["part"], problem["cell"], problem["line"]) == ("a.xlsx", "sheet periods", "B4", 4)
    assert problem["place"] == "a.xlsx sheet periods, cell B4"


def test_files_of_other_programmes_become_instances(call):
    Path("cap.txt").write_text("1 1\n10 5\n3 6\n", encoding="ascii")  # a warehouse of 10 t for 5; a customer of 3 t, served for 6
    assert call("convert", "cap.txt", "cap", "--from", "orlib")[0] == 0
    assert json.loads(call("solve", "cap", "--format", "json", "--no-map")[1])["cost"] == pytest.approx(11)
    years = {"latitude (deg)": 0, "longitude (deg)": 0}
    size = {"opening cost ($)": [7], "fixed operating cost ($)": [1], "variable operating cost ($/tonne)": [2]}
    relog = {
        "parameters": {"time horizon (years)": 1, "distance metric": "driving"},
        "products": {"p": {"transportation cost ($/km/tonne)": [1], "initial amounts": {"c": {**years, "amount (tonne)": [3]}}}},
        "plants": {"f": {"input": "p", "locations": {"l": {**years, "capacities (tonne)": {"5": size}}}}},
    }
    Path("r.json").write_text(json.dumps(relog), encoding="utf-8")
    assert "'driving' needs data on roads" in call("convert", "r.json", "r", "--from", "relog")[2]
    assert call("convert", "r.json", "r", "--from", "relog", "--distance", "euclidean", "--km-digits", "2")[0] == 0
    assert json.loads(call("solve", "r", "--format", "json", "--no-map")[1])["cost"] == pytest.approx(7 + 1 + 3 * 2)
    assert "it looks like one of RELOG; convert it first, with --from relog" in call("validate", "r.json")[2]


# ------------------------------------------------------------------------------------------------------------ solve


def test_solve_prints_the_key_figures_and_leaves_a_run_folder(call, starter):
    code, out, err = call("solve", starter)
    assert (code, err) == (0, "")
    for words in ("What opens when", "What opens where", "collected", "total = objective", "proven bound", "gap", "believed"):
        assert words in out
    (run,) = Path("runs").iterdir()
    assert str(run) in out
    assert {"manifest.json", "openings.csv", "flows.csv", "costs.csv", "figures.json", "violations.csv", "map.html", "progress.csv"} <= {
        path.name for path in run.iterdir()
    }


def test_solve_as_json_is_one_object_of_finite_numbers(call, starter):
    code, out, err = call("solve", starter, "--format", "json", "--out", "here")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert set(answer) >= JSON_KEYS
    assert answer["checked"] is True
    assert answer["status"] == "optimal"
    assert answer["bound"] <= answer["cost"] + 1e-6 * abs(answer["cost"])
    assert answer["gap"] <= 1e-3
    assert all(math.isfinite(number) for number in numbers(answer))
    assert Path(answer["run"]).parent == Path("here")
    assert answer["collected_t"] + answer["uncollected_t"] == pytest.approx(answer["supplied_t"])
    assert sum(answer["cost_by_component"].values()) == pytest.approx(answer["cost"])


def test_the_run_folder_says_the_same_figures_and_the_verdict(call, starter):
    answer = json.loads(call("solve", starter, "--format", "json")[1])
    saved = json.loads((Path(answer["run"]) / "figures.json").read_text(encoding="utf-8"))
    assert saved == {key: answer[key] for key in saved}
    assert '"checked": true' in (Path(answer["run"]) / "manifest.json").read_text(encoding="utf-8")


def test_without_a_map_none_is_drawn_and_none_is_claimed(call, starter):
    answer = json.loads(call("solve", starter, "--format", "json", "--no-map")[1])
    assert answer["map"] is None
    assert not (Path(answer["run"]) / "map.html").exists()


def test_rules_that_no_plan_can_obey_leave_with_4(call, starter):
    period = (starter / "periods.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    (starter / "network_size.csv").write_text(f"kind,period,least,most\ncollection,{period},90,\n", encoding="utf-8")
    code, out, err = call("solve", starter)
    assert (code, out) == (4, "")
    assert err.strip()
    assert not list(Path("runs").iterdir())


def test_a_limit_that_ends_the_search_before_any_plan_leaves_with_5(call, starter):
    code, out, err = call("solve", starter, "--time-limit", "0")
    assert (code, out) == (5, "")
    assert err.strip()


def test_a_plan_the_checker_refuses_is_saved_shown_as_such_and_leaves_with_70(call, starter, monkeypatch):
    import pandas as pd

    fault = {"rule": "balance", "place": "somewhere", "period": "x", "what": "mass", "amount": 1.0, "unit": "t/yr"}
    monkeypatch.setattr("recyclenet.solution.verify.violations", lambda *_: pd.DataFrame([fault]))
    code, out, _ = call("solve", starter, "--format", "json", "--no-map")
    answer = json.loads(out)
    assert (code, answer["checked"]) == (70, False)
    assert "balance,somewhere" in (Path(answer["run"]) / "violations.csv").read_text(encoding="utf-8")


def test_an_interruption_without_a_plan_leaves_with_130(call, starter, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("recyclenet.network.network.build_network", interrupted)
    code, out, err = call("solve", starter)
    assert (code, out) == (130, "")
    assert "Traceback" not in err


def test_a_fault_of_recyclenet_leaves_with_70_one_line_and_a_hint(call, starter, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr("recyclenet.network.network.build_network", broken)
    code, out, err = call("solve", starter)
    assert (code, out) == (70, "")
    (line,) = err.splitlines()
    assert "ZeroDivisionError: a\\nb" in line
    assert "--debug" in line
    assert "Traceback" in call("--debug", "solve", starter)[2]


# ------------------------------------------------------------------------------------------------------------ map, formulation, doctor


def test_marginal_values_are_told_and_saved(call, starter):
    code, out, _ = call("solve", starter, "--no-map", "--marginal-values", "--format", "json")
    answer = json.loads(out)
    assert code == 0
    saved = pd.read_csv(Path(answer["run"]) / "marginal_values.csv")
    assert len(saved) == len(answer["marginal_values"]) > 0
    assert set(saved["rule"]) >= {"supply"}
    code, out, _ = call("solve", starter, "--no-map", "--marginal-values")
    assert "What one more unit changes in the cost" in out


def test_a_plan_without_marginal_values_is_saved_all_the_same(call, starter, monkeypatch):
    def none(*_):
        raise SolverError("with its sites fixed the plan cannot be solved again")

    monkeypatch.setattr(importlib.import_module("recyclenet.solve.marginal"), "marginal_values", none)
    code, out, err = call("solve", starter, "--no-map", "--marginal-values", "--format", "json")
    assert (code, "warning: no marginal values: with its sites fixed" in err) == (0, True)
    assert Path(json.loads(out)["run"], "costs.csv").is_file()


def test_the_sites_of_a_plan_are_kept_on_another_instance(call, starter):
    first = json.loads(call("solve", starter, "--no-map", "--format", "json")[1])
    supplies = (starter / "supplies.csv").read_text(encoding="utf-8")
    (starter / "supplies.csv").write_text(
        supplies.replace("midtown,battery,2029-2031,800", "midtown,battery,2029-2031,8000"), encoding="utf-8"
    )
    code, _, err = call("solve", starter, "--no-map", "--keep-sites", first["run"])
    assert (code, "no plan can obey all the rules" in err) == (4, True)
    code, out, _ = call("solve", starter, "--no-map", "--keep-sites", first["run"], "--shortfall-cost", "1e4", "--format", "json")
    priced = json.loads(out)
    assert (code, priced["checked"], priced["name"]) == (0, True, "starter-priced")
    assert priced["opened"] == first["opened"]
    assert priced["shortfalls"]
    assert Path(first["run"]).is_dir()  # the plan whose sites were kept is still there


def test_a_price_of_shortfalls_needs_sites_that_are_kept(call, starter):
    code, _, err = call("solve", starter, "--shortfall-cost", "100")
    assert (code, "--shortfall-cost goes with --keep-sites RUN" in err) == (2, True)


def test_map_draws_the_map_of_a_saved_plan_anew(call, starter):
    run = Path(json.loads(call("solve", starter, "--format", "json", "--no-map")[1])["run"])
    code, out, _ = call("map", run)
    assert code == 0
    assert (run / "map.html").stat().st_size > 10_000
    assert str(run / "map.html") in out
    assert call("map", run, "--output", "elsewhere.html")[0] == 0
    assert Path("elsewhere.html").read_bytes() == (run / "map.html").read_bytes()


def test_map_draws_two_plans_and_what_differs(call, starter):
    run = Path(json.loads(call("solve", starter, "--format", "json", "--no-map")[1])["run"])
    again = shutil.copytree(run, "again")
    code, out, _ = call("map", run, "--compare", again)
    assert (code, str(run / "compare.html") in out) == (0, True)
    page = (run / "compare.html").read_text(encoding="utf-8")
    assert f'"plan_name":"{run.name}"' in page  # titles are alike, so the folders tell the plans apart
    assert '"plan_name":"again"' in page


def test_map_takes_pictures_or_says_why_not(call, starter, monkeypatch):
    run = Path(json.loads(call("solve", starter, "--format", "json", "--no-map")[1])["run"])
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("recyclenet.views.picture_files.INSTALLED", {})
    code, out, err = call("map", run, "--png", "p.png")
    assert (code, f"map: {run / 'map.html'}" in out) == (2, True)  # the map itself is there
    assert "none was found; install one" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--png", "p.jpg"), "--png p.jpg: give a name that ends in .png"),
        (("--pdf", "p.png"), "--pdf p.png: give a name that ends in .pdf"),
        (("--period", "2099"), "--period 2099 is none of the plan's periods; give one of "),
    ],
)
def test_map_refuses_what_it_cannot_draw(call, starter, options, said):
    run = Path(json.loads(call("solve", starter, "--format", "json", "--no-map")[1])["run"])
    code, _, err = call("map", run, *options)
    assert (code, said in err) == (2, True)
    assert not (run / "map.html").exists()


def test_map_of_a_folder_that_is_no_run_is_refused_in_words(call, starter):
    code, out, err = call("map", starter)
    assert (code, out) == (3, "")
    assert "Traceback" not in err


def test_formulation_prints_or_writes_the_mathematics(call):
    code, out, _ = call("formulation")
    assert code == 0
    assert out.startswith("# ")
    assert call("formulation", "--output", "f.md")[0] == 0
    assert Path("f.md").read_text(encoding="utf-8") == out


def test_doctor_finds_this_installation_well(call):
    code, out, _ = call("doctor")
    assert code == 0, out
    for library in LIBRARIES:
        assert f"ok   {library}: " in out
    assert "ok   self-test: starter instance solved" in out


def test_doctor_warns_of_the_highs_release_that_returns_wrong_optima(call, monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda _: "1.14.0")
    code, out, _ = call("doctor")
    assert code == 70
    assert "BAD  highspy: 1.14.0; this release returns wrong optima" in out


# ------------------------------------------------------------------------------------------------------------ pipes and terminals


def test_a_reader_that_leaves_early_gets_no_traceback():
    process = program("formulation", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert err == b""


def test_output_for_an_encoding_without_the_signs_of_a_name_is_still_printed(tmp_path, starter):
    append(tmp_path / starter, "periods.csv", "later,赣州")
    process = program("validate", "mine", cwd=tmp_path, stderr=subprocess.PIPE, env={"PYTHONIOENCODING": "ascii"})
    _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert b"\\u8d63\\u5dde" in err


@pytest.mark.usefixtures("starter")
def test_where_nobody_watches_a_solve_says_nothing_but_its_answer(tmp_path):
    """A programme of its own, so that what the solver's C code prints would be seen too."""
    process = program("solve", "mine", "--format", "json", "--no-map", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out)["checked"] is True


@pytest.mark.usefixtures("starter")
def test_solve_follows_the_search_on_a_terminal_and_keeps_standard_output_clean(tmp_path):
    ours, theirs = pty.openpty()
    process = program(
        "solve", "mine", "--format", "json", cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, env={"TERM": "xterm", "COLUMNS": "200"}
    )
    os.close(theirs)
    with ThreadPoolExecutor() as pool:
        watched = pool.submit(read_to_the_end, ours)
        out, _ = process.communicate(timeout=120)
        seen = watched.result(timeout=60)
    assert process.returncode == 0
    assert "best plan" in seen
    assert "proven bound" in seen
    assert json.loads(out)["checked"] is True
