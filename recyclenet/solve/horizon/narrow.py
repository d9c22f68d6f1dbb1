"""Narrowing: a case without the openings that no better plan has."""

from dataclasses import dataclass, replace

import numpy as np

from recyclenet.solve.horizon.case import Case, Columns, Flags, Floats


@dataclass(frozen=True)
class Part:
    """A part of all plans: the openings allowed (T, J) as path costs, which sites may stay closed, and their number in the whole case."""

    path: Floats
    idle: Flags
    sites: Columns

    def case(self, whole: Case) -> Case:
        """Return the part as a case of its own."""
        arrays = {name: getattr(whole, name)[:, self.sites] for name in ("haul", "process", "capacity")}
        return replace(whole, path=self.path, idle=self.idle, **arrays)

    def widened(self, opened: Columns, whole: Case) -> Columns:
        """Return openings of the part as openings of the whole: all other sites never open."""
        wide = np.full(whole.sites, whole.periods)
        wide[self.sites] = opened
        return wide

    def kept(self, allowed: Flags) -> "Part | None":
        """Return what is left with some openings allowed, never opening in the last row (T + 1, J); None where a site has no way left."""
        path, idle = np.where(allowed[:-1], self.path, np.inf), self.idle & allowed[-1]
        live = np.isfinite(path).any(axis=0)
        if (~live & ~idle).any():
            return None
        return Part(path[:, live], idle[live], self.sites[live])

    def split(self, stood: Floats) -> "tuple[Part, Part] | None":
        """Return two parts: a site stands in a period, or does not; the one least settled by how often each `stood`, if one is."""
        allowed = np.isfinite(self.path)
        early = np.logical_or.accumulate(allowed, axis=0)
        later = np.logical_or.accumulate(allowed[::-1], axis=0)[::-1]
        late = np.vstack([later[1:], np.zeros((1, allowed.shape[1]), dtype=bool)]) | self.idle
        doubt = np.where(early & late, np.minimum(stood, 1 - stood), -1.0)
        if doubt.max(initial=-1.0) < 0:
            return None
        period, site = np.unravel_index(int(doubt.argmax()), doubt.shape)
        by_then = np.ones((len(allowed) + 1, allowed.shape[1]), dtype=bool)
        after = by_then.copy()
        by_then[period + 1 :, site], after[: period + 1, site] = False, False
        stands, not_yet = self.kept(by_then), self.kept(after)
        return None if stands is None or not_yet is None else (stands, not_yet)
