"""Numbers as they are read: with separators, rounded to what matters, in a unit that suits all that stands side by side."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A unit made larger, and how many decimals it then needs."""

    factor: float
    unit: str
    decimals: int

    def __call__(self, amount: float) -> str:
        """Return an amount in this unit, without it."""
        return "–" if not math.isfinite(amount) else rounded(amount / self.factor, self.decimals)


def money(amounts: Iterable[float], currency: str) -> Scale:
    """Return the unit for amounts of money that stand side by side: a million, unless that makes numbers too long to read."""
    return _scale(amounts, ((1e12, f"billion {currency}", 0), (1e6, f"million {currency}", 1), (1, currency, 0)), least=1.0)


def tonnes(amounts: Iterable[float], per: str = "") -> Scale:
    """Return the unit for tonnes that stand side by side; `per` is "/yr" for those of a year."""
    return _scale(amounts, ((1e6, f"Mt{per}", 2), (1e3, f"kt{per}", 1), (1, f"t{per}", 0)), least=10.0)


def rounded(amount: float, decimals: int = 0) -> str:
    """Return a number with separators; what rounds to nothing has no sign."""
    return f"{round(amount, decimals) + 0.0:,.{decimals}f}".replace("-", "−")


def readable(amount: float) -> str:
    """Return a single number to three figures or to the unit, whichever is more."""
    if not math.isfinite(amount):
        return "–"
    size = abs(amount)
    return rounded(amount, 0 if size >= 100 or size == 0 else min(2 - math.floor(math.log10(size)), 6))


def percent(share: float, decimals: int = 1) -> str:
    """Return a share as per cent."""
    return "–" if not math.isfinite(share) else f"{rounded(100 * share, decimals)} %"


def _scale(amounts: Iterable[float], steps: tuple[tuple[float, str, int], ...], least: float) -> Scale:
    largest = max((abs(amount) for amount in amounts if math.isfinite(amount)), default=0.0)
    for factor, unit, decimals in steps[:-1]:
        if largest >= least * factor:
            return Scale(factor, unit, decimals)
    factor, unit, decimals = steps[-1]
    return Scale(factor, unit, decimals if largest >= 100 else 2)
