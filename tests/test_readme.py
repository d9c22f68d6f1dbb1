"""README says what is there: its code runs, and every table and column it names exists."""

import re
from typing import Any

import pytest

from recyclenet.instance.schema import SCHEMA
from tests.cases import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_code_of_the_notebook_runs(monkeypatch, tmp_path):
    (tmp_path / "instances").symlink_to(ROOT / "instances")
    monkeypatch.chdir(tmp_path)
    code = README.split("**Notebook**\n\n")[1].split("\n\nAn instance, a network")[0]
    names: dict[str, Any] = {}
    exec(compile("\n".join(line[4:] for line in code.splitlines()), "README.md", "exec"), names)  # noqa: S102 - the README's own code
    assert (tmp_path / "map.html").stat().st_size > 100_000
    assert (tmp_path / "report.html").stat().st_size > 100_000
    assert names["plan"].costs("component", "period").sum() == pytest.approx(names["plan"].cost)


def asked():
    """Yield the tables and columns of the last column of "What you can ask"."""
    rows = README.split("### What you can ask")[1].split("\n\n")[2].splitlines()[2:]
    for row in rows:
        for part in row.split("|")[2].split(";"):
            table, _, columns = part.strip().partition(":")
            named = re.sub(r"\(.*?\)", "", columns)
            yield table.strip(), [column.strip() for column in named.split(",") if column.strip()]


@pytest.mark.parametrize(("table", "columns"), [pair for pair in asked() if pair[0] in SCHEMA])
def test_every_column_a_planner_is_told_of_exists(table, columns):
    assert set(columns) <= {column.name for column in SCHEMA[table].columns}


def test_what_is_named_beside_tables_is_little():
    others = {table for table, _ in asked()} - set(SCHEMA)
    assert others == {
        "several sizes", "instance.toml", "sales at a region or site", "`recyclenet solve --marginal-values`",
        "`recyclenet solve --keep-sites RUN --shortfall-cost X`",
    }  # fmt: skip


def test_every_optional_table_is_told_of():
    told = {table for table, _ in asked()} | set(re.findall(r"[a-z_]+", README.split("| table | says |")[1].split("###")[0]))
    assert set(SCHEMA) <= told
