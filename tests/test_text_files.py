"""Text files that planners bring: what spreadsheets leave in them does no harm, what cannot be read is named with its place."""

import pytest

from recyclenet.errors import Problem
from recyclenet.text_files import cells_of, text_of, trimmed


def read(file):
    problems: list[Problem] = []
    return text_of(file, "a.csv", "CSV", problems), [str(problem) for problem in problems]


def cells(text):
    problems: list[Problem] = []
    return cells_of(text, "a.csv", problems), [str(problem) for problem in problems]


def test_a_file_in_utf_8_is_read_with_and_without_its_mark(tmp_path):
    (tmp_path / "a.csv").write_text("赣州", encoding="utf-8-sig")
    assert read(tmp_path / "a.csv") == ("赣州", [])


@pytest.mark.parametrize(
    ("encoding", "fault"),
    [
        ("gbk", "a.csv line 2: it is not UTF-8 (invalid start byte at byte 5); save it as CSV in UTF-8"),  # after "name" and the line's end
        ("utf-16", "a.csv: it is in UTF-16, not in UTF-8; save it as CSV in UTF-8"),
    ],
)
def test_another_encoding_is_told_with_its_line(tmp_path, encoding, fault):
    (tmp_path / "a.csv").write_text("name\n赣州\n", encoding=encoding, newline="")
    assert read(tmp_path / "a.csv") == (None, [fault])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "a.csv: it is empty; write a header and rows, or take the file away"),
        (",,\n,,\n", "a.csv: it is empty; write a header and rows, or take the file away"),
        ("a;b\n1,5;2\n", "a.csv line 1: its cells are divided by semicolons; "),
        ("a\tb\n1\t2\n", "a.csv line 1: its cells are divided by tabs; "),
        ('a,b\n1,"2\n', "a.csv line 2: it cannot be read ("),
    ],
)
def test_a_table_that_cannot_be_read_is_told(text, fault):
    found, (said,) = cells(text)
    assert found is None
    assert said.startswith(fault)


def test_blank_rows_and_blank_columns_are_left_out():
    # lines 3 and 4 are blank; the fourth column has neither name nor cells
    assert cells("a,b,,\n1,2,,\n,,,\n  ,\n3,,,\n") == ((("a", "b"), (("1", "2"), ("3", "")), (2, 5)), [])


def test_cells_beyond_the_header_stay_to_be_refused():
    assert trimmed(["a", "b", ""], [["1", "2", "3"], ["4", "5", ""]], [2, 3]) == (("a", "b", ""), (("1", "2", "3"), ("4", "5", "")), (2, 3))
    assert trimmed(["a", "b"], [["1", "2", "3"], ["4"]], [2, 3]) == (("a", "b"), (("1", "2", "3"), ("4",)), (2, 3))
