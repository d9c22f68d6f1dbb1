"""Sound tables: a check across tables runs as far as the tables it asks for are sound, so that one fault does not hide another."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress

import pandas as pd

from recyclenet.errors import Problem


class UnsoundTableError(Exception):
    """A check asks for a table in which something is wrong already, of which nothing more can be said."""


class SoundTables(Mapping[str, pd.DataFrame]):
    """Tables by name, of which those that are unsound are not given out."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], unsound: Collection[str]) -> None:
        """Keep the tables, and the names of those that are unsound."""
        self._tables, self._unsound = tables, frozenset(unsound)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table; raise UnsoundTableError where something is wrong with it."""
        if name in self._unsound:
            raise UnsoundTableError(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of all tables."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._tables)


def found_by(check: Callable[[Mapping[str, pd.DataFrame]], Iterable[Problem]], tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return what a check finds, up to where it asks for an unsound table."""
    found: list[Problem] = []
    with suppress(UnsoundTableError):
        found.extend(check(tables))
    return found


def unsound_tables(problems: Iterable[Problem], names: Collection[str]) -> set[str]:
    """Return which of the tables named the errors are about; all of them where an error is about a file that none of them is."""
    found: set[str] = set()
    for problem in problems:
        table = problem.part.rpartition(" ")[2] if problem.part else problem.file.removesuffix(".csv")
        if problem.severity != "error":
            continue
        if table in names:
            found.add(table)
        elif problem.file.endswith((".csv", ".xlsx", ".json")):
            return set(names)
    return found
