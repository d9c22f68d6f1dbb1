"""Errors: a message for people tells what is alike once it has been told often enough; the problems themselves stay all there."""

from recyclenet.errors import MOST_ALIKE, InstanceError, Problem


def test_a_column_full_of_the_same_fault_does_not_drown_the_others():
    same = [Problem("sales.csv", line, "units", f"found '{line},5'", "write a decimal point") for line in range(2, 2002)]  # 2 000
    error = InstanceError([*same, Problem("periods.csv", 0, "", "it is missing", "add it")])
    lines = str(error).splitlines()
    assert len(lines) == 1 + MOST_ALIKE + 1 + 1  # headline, the first, how many more, the other one
    assert lines[0] == "2001 problems in the instance:"
    assert lines[-2] == "... and 1,980 more in sales.csv, units; write a decimal point"
    assert lines[-1] == "periods.csv: it is missing; add it"
    assert len(error.problems) == 2001


def test_as_many_as_may_be_told_are_told():
    same = [Problem("sales.csv", line, "units", "found 'x'", "write a number") for line in range(MOST_ALIKE)]
    assert len(str(InstanceError(same)).splitlines()) == 1 + MOST_ALIKE
