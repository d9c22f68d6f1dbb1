"""Errors of recyclenet: each says where, what was found and what to do, and carries the exit code of the command line."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


class RecyclenetError(Exception):
    """Any error recyclenet raises on purpose; `exit_code` is what the command line returns for it."""

    exit_code = 70


class UsageError(RecyclenetError):
    """A call that cannot be carried out as written: a wrong option, a folder that is not there."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong in an instance: the place, what was found and what to write instead.

    The place is a file, a line of it and a column. `line` counts as a text editor does (the header is line 1); 0 where the whole file is
    meant. `column` is "" where the whole line is meant. A file of several tables has `part` ("sheet supplies", "table supplies") and, in
    a workbook, `cell` ("D7"). `severity` is "error" (the instance is refused) or "warning" (it is used, and said).
    """

    file: str
    line: int
    column: str
    found: str
    remedy: str
    severity: str = "error"
    part: str = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """Return the place in words, from the large to the small."""
        if not self.part:
            row = f" line {self.line}" if self.line else ""
        elif self.cell:
            row = f", cell {self.cell}"
        else:
            row = f", row {self.line}" if self.line else ""
        return " ".join(filter(None, (self.file, self.part))) + row + (f", {self.column}" if self.column else "")

    def __str__(self) -> str:
        """Return the problem on one line, place first."""
        return f"{self.place}: {self.found}; {self.remedy}"


MOST_ALIKE = 20
"""So many problems of a column with the same remedy are told one by one; the rest are counted."""


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield the problems as text; of many that are alike the first, and how many more there are."""
    kinds = Counter((problem.file, problem.part, problem.column, problem.remedy) for problem in problems)
    seen: Counter[tuple[str, ...]] = Counter()
    for problem in problems:
        kind = (problem.file, problem.part, problem.column, problem.remedy)
        seen[kind] += 1
        if seen[kind] <= MOST_ALIKE:
            yield str(problem)
        if seen[kind] == MOST_ALIKE < kinds[kind]:
            left = kinds[kind] - MOST_ALIKE
            yield f"... and {left:,} more in {problem.file}{f', {problem.column}' if problem.column else ''}; {problem.remedy}"


class InstanceError(RecyclenetError):
    """An instance, or other data, that is refused; `problems` holds every problem found, not only the first."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem], what: str = "the instance") -> None:
        """Keep the problems; the message lists them all."""
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__("\n".join([f"{count} problem{'s' if count != 1 else ''} in {what}:", *_told(self.problems)]))


def gathered(*readers: Callable[[], Any]) -> tuple[Any, ...]:
    """Return what each reader returns; raise InstanceError with the problems of all that refuse, not of the first alone."""
    found: list[Any] = []
    problems: list[Problem] = []
    for reader in readers:
        try:
            found.append(reader())
        except InstanceError as error:
            problems += error.problems
    if problems:
        raise InstanceError(problems)
    return tuple(found)


class PlanError(RecyclenetError):
    """A saved plan that cannot be read, or that does not belong to the instance it is read with."""

    exit_code = 3


class InfeasibleError(RecyclenetError):
    """No plan can obey all the rules of the instance."""

    exit_code = 4


class NoPlanError(RecyclenetError):
    """The search stopped at its limit, or was interrupted, before it had found any plan."""

    exit_code = 5


class SolverError(RecyclenetError):
    """The solver failed, or gave an answer that does not bear checking."""

    exit_code = 70
