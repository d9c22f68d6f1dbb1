"""Ranges: numbers with a low, a base and a high value, and the draws that take them somewhere between."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

Kind = Literal["units", "lifetime", "mass", "loss"]


@dataclass(frozen=True)
class Range:
    """Arrays of like shape: low <= base <= high."""

    low: Array
    base: Array
    high: Array

    def at(self, position: Array) -> Array:
        """Return the values [draw, ...] at positions [draw] from -1 (low) over 0 (base) to 1 (high), linear between."""
        along = position.reshape(-1, *[1] * self.base.ndim)
        below, above = np.minimum(along, 0.0), np.maximum(along, 0.0)
        return np.asarray(self.base + below * (self.base - self.low) + above * (self.high - self.base), float)

    @classmethod
    def stack(cls, ranges: Iterable["Range"]) -> "Range":
        """Return ranges of like shape as one with an axis before theirs."""
        given = list(ranges)
        return cls(*(np.stack([getattr(one, end) for one in given]) for end in ("low", "base", "high")))


class Draws(Protocol):
    """Where in their ranges the uncertain numbers are, draw by draw."""

    def position(self, kind: Kind, name: str) -> Array:
        """Return the positions [draw] of one uncertain number."""


@dataclass(frozen=True)
class Band:
    """Seven draws: base; then low and high amounts, each with short, base and long lifetimes, since either may bring more in a year."""

    def position(self, kind: Kind, name: str) -> Array:  # noqa: ARG002 - all numbers of a kind are at the same end
        """Return the positions [draw] of one uncertain number: losses are high where amounts are low."""
        amounts = np.array([0.0, -1, -1, -1, 1, 1, 1])
        return {"lifetime": np.array([0.0, -1, 0, 1, -1, 0, 1]), "loss": -amounts}.get(kind, amounts)


@dataclass(frozen=True)
class Sampled:
    """Draws by chance: each uncertain number on its own, triangular about its base, below and above it with like chance.

    A number has one position per draw for all years and areas. What a seed gives to a number does not hang on what other numbers there are.
    `first` and `end` cut a block out of the draws.
    """

    count: int
    seed: int
    first: int = 0
    end: int | None = None

    def position(self, kind: Kind, name: str) -> Array:
        """Return the positions [draw] of one uncertain number."""
        chance = np.random.default_rng([self.seed, zlib.crc32(f"{kind} {name}".encode())])
        return chance.triangular(-1.0, 0.0, 1.0, self.count)[self.first : self.end]

    def blocks(self, size: int) -> Iterator["Sampled"]:
        """Yield the same draws in blocks of a size."""
        for first in range(0, self.count, size):
            yield replace(self, first=first, end=first + size)


def over_years(rows: pd.DataFrame, column: str, years: Array) -> Range:
    """Return a column with its low and high end by year: linear between stated years, before the first and after the last as there."""
    stated = rows.sort_values("year")
    known = stated["year"].fillna(0).to_numpy(float)
    base = stated[column].to_numpy(float)
    ends = [stated[name].fillna(stated[column]).to_numpy(float) if name in stated else base for name in (f"low_{column}", f"high_{column}")]
    low, high = (np.asarray(np.interp(years, known, end), float) for end in ends)
    return Range(low, np.asarray(np.interp(years, known, base), float), high)
