"""RELOG's JSON, walked with the path in hand: what is missing, of the wrong kind or of the wrong length is named with its place."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from recyclenet.errors import Problem
from recyclenet.instance.tables import meant


@dataclass
class Findings:
    """What is wrong with a file, and what of it is not carried over."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Node:
    """A value in the file, with the path to it. After a fault it stands for nothing, and its reader goes on with zeros."""

    value: object
    path: tuple[str, ...]
    findings: Findings
    years: int = 1
    scalars: bool = False
    """Whether a number stands for a series of it."""

    def fault(self, found: str, remedy: str) -> None:
        """Note a problem here."""
        self.findings.problems.append(Problem(self.findings.file, 0, " > ".join(self.path), found, remedy))

    def note(self, text: str) -> None:
        """Note that something here is not carried over."""
        self.findings.notes.append(f"{' > '.join(self.path)}: {text}")

    def has(self, key: str) -> bool:
        """Return whether a key is there."""
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str, default: object = None) -> "Node":
        """Return the value of a key; a fault where it is missing and there is no default."""
        found = self.value.get(key, default) if isinstance(self.value, dict) else default
        node = replace(self, value=found, path=(*self.path, key))
        if isinstance(self.value, dict) and key not in self.value and default is None:
            node.fault("the key is missing", f'add "{key}": ...')
        return node

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Yield the keys of an object with their values."""
        if isinstance(self.value, dict):
            yield from ((key, replace(self, value=found, path=(*self.path, key))) for key, found in self.value.items())
        elif self.value is not None:
            self.fault(f"found {_shown(self.value)}", "write an object: {...}")

    def names(self) -> list[str]:
        """Return the keys of an object."""
        return [key for key, _ in self.items()]

    def elements(self) -> list["Node"]:
        """Return the elements of a list."""
        if isinstance(self.value, list):
            return [replace(self, value=found, path=(*self.path, str(number))) for number, found in enumerate(self.value, start=1)]
        if self.value is not None:
            self.fault(f"found {_shown(self.value)}", "write a list: [...]")
        return []

    def text(self, known: Sequence[str], what: str) -> str:
        """Return a name that is known; a fault where it is not."""
        if isinstance(self.value, str) and self.value in known:
            return self.value
        if self.value is not None:
            self.fault(
                f"{_shown(self.value)} is no {what}", meant(str(self.value), known) or f"write one of the file's: {', '.join(known)}"
            )
        return ""

    def number(self, least: float | None = 0.0) -> float:
        """Return a number of at least `least`."""
        value = self.value
        if value is None:
            return 0.0
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            self.fault(f"found {_shown(value)}", "write a number")
            return 0.0
        if least is not None and value < least:
            self.fault(f"found {value:g}", f"write at least {least:g}")
        return float(value)

    def series(self, least: float | None = 0.0) -> list[float]:
        """Return a number for each year."""
        return [0.0 if value is None else value for value in self._series(least, nulls=False)]

    def limits(self) -> list[float | None]:
        """Return a largest amount for each year, None where there is none."""
        return self._series(0.0, nulls=True)

    def _series(self, least: float | None, *, nulls: bool) -> list[float | None]:
        if self.value is None:
            return [None if nulls else 0.0] * self.years
        if self.scalars and isinstance(self.value, int | float):
            return [self.number(least)] * self.years
        values = self.elements()
        if isinstance(self.value, list) and len(values) != self.years:
            self.fault(f"{len(values)} numbers", f"write {self.years}, one for each year")
            return [0.0] * self.years
        for value in values:
            if value.value is None and not nulls:
                value.fault("found null", "write a number")
        return [None if nulls and value.value is None else value.number(least) for value in values] or [0.0] * self.years

    def only(self, *known: str, ignored: Sequence[str] = ()) -> None:
        """Look for keys that nothing reads: a probable slip is a fault, all else a note."""
        for key in self.value if isinstance(self.value, dict) else ():
            if key in ignored:
                self.note(f"'{key}' has no effect in RELOG and is left out")
            elif key not in known:
                hint = meant(key, known)
                node = replace(self, path=(*self.path, key))
                if hint:
                    node.fault("the key is unknown", hint)
                else:
                    node.note("unknown to RELOG and left out")


def _shown(value: object) -> str:
    text = {True: "true", False: "false"}.get(value, repr(value)) if isinstance(value, bool) else repr(value)  # as JSON says it
    return text if len(text) <= 60 else f"{text[:60]}..."
