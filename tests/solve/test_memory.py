"""What a solve tells of its memory: what the system says of the process, or nothing."""

import sys
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from recyclenet.solve import memory
from recyclenet.solve.highs import solve
from recyclenet.solve.stage import Progress
from tests.cases import formulate, starter


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Make this look like a system that keeps no file on a process."""
    monkeypatch.setattr(memory, "STATUS", tmp_path / "status")


@pytest.mark.skipif(not memory.STATUS.exists(), reason="the system keeps no file on a process")
def test_memory_grows_by_what_is_taken_and_falls_by_what_is_given_back():
    before = memory.memory_mb()
    assert before is not None
    taken = np.ones(25_000_000)  # of 8 bytes: 200 MB
    assert memory.memory_mb() == pytest.approx(before + 200, abs=20)
    del taken
    assert memory.memory_mb() == pytest.approx(before, abs=20)


@pytest.mark.parametrize(("platform", "megabytes"), [("freebsd14", 2048), ("darwin", 2)])  # 2 000 000 times 1024 bytes; macOS: bytes
@pytest.mark.usefixtures("elsewhere")
def test_without_that_file_the_peak_is_told(monkeypatch, platform, megabytes):
    told = SimpleNamespace(RUSAGE_SELF=0, getrusage=lambda _: SimpleNamespace(ru_maxrss=2_000_000))
    monkeypatch.setattr(memory, "resource", told)
    monkeypatch.setattr(sys, "platform", platform)
    assert memory.memory_mb() == megabytes


@pytest.mark.usefixtures("elsewhere")
def test_where_the_system_does_not_tell_nothing_is_told(monkeypatch):
    monkeypatch.setattr(memory, "resource", None)
    assert memory.memory_mb() is None


def test_a_file_that_says_something_else_is_passed_over(monkeypatch, tmp_path):
    (tmp_path / "status").write_text("Name: python\n", encoding="ascii")
    monkeypatch.setattr(memory, "STATUS", tmp_path / "status")
    monkeypatch.setattr(memory, "resource", None)
    assert memory.memory_mb() is None


def test_those_who_watch_are_told_the_memory_of_that_moment(monkeypatch):
    moments = count(1)
    monkeypatch.setattr(memory, "STATUS", SimpleNamespace(read_text=lambda **_: f"VmRSS:\t{15_625 * next(moments)} kB\n"))
    told: list[Progress] = []
    solve(formulate(starter()), progress=told.append)
    assert [progress.memory_mb for progress in told] == pytest.approx([16 * (k + 1) for k in range(len(told))])  # 15 625 x 1024 = 16 MB
    assert told
