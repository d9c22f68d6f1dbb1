"""What may become of facilities, read from the columns that say what is open and what is built."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Ints, Plans
from recyclenet.solve.paths.columns import Columns


@dataclass(frozen=True)
class Facilities:
    """Pairs of a site and a technology, and the columns of their sizes: position in `open`, or -1, by facility, period and size."""

    site: Ints
    technology: Ints
    opened: Ints
    built: Ints

    def find(self, site: Ints, technology: Ints) -> Ints:
        """Return the facilities of sites and technologies, all of which must be known."""
        key, known = _pair(site, technology), _pair(self.site, self.technology)
        return np.searchsorted(known, key)


def facilities_of(known: dict[str, Columns], periods: int) -> Facilities:
    """Return the facilities of a programme."""
    opened, built = known["open"].codes, known["build"].codes
    keys, facility = np.unique(_pair(opened["site"], opened["technology"]), return_inverse=True)
    sizes = int(opened["size"].max(initial=-1)) + 1
    shape = (keys.size, periods, sizes)
    table = np.full(shape, -1, dtype=np.int64)
    table[facility, opened["period"], opened["size"]] = np.arange(facility.size)
    builds = np.full(shape, -1, dtype=np.int64)
    builder = np.searchsorted(keys, _pair(built["site"], built["technology"]))
    builds[builder, built["period"], built["size"]] = np.arange(builder.size)
    return Facilities(keys // SPAN, keys % SPAN, table, builds)


def plans_of(formulation: Formulation, known: dict[str, Columns], facilities: Facilities, surcharge: Floats, runs: Floats) -> Plans | None:
    """Return the plans of facilities, or None where one that must stand cannot; `runs` says where a size may run, by period."""
    opened, built = known["open"], known["build"]
    shape, exists, may = facilities.opened.shape, facilities.opened >= 0, facilities.built >= 0
    cost = np.where(exists, _at(opened.cost, facilities.opened), 0.0)
    must = exists & (_at(opened.lower, facilities.opened) > 0.5)
    never = exists & (_at(opened.upper, facilities.opened) < 0.5)
    stood = np.zeros(shape, dtype=bool)
    stood[exists] = formulation.network["standing"]["stood"].to_numpy()[facilities.opened[exists]] > 0
    price = np.where(may, _at(built.cost, facilities.built), 0.0)
    buildable = may & (_at(built.upper, facilities.built) > 0)
    kept = np.cumsum(cost[:, ::-1], axis=1)[:, ::-1] + np.where(stood, 0.0, price)
    lasting = np.flip(np.logical_and.accumulate(np.flip(exists & ~never, axis=1), axis=1), axis=1)
    standing, needs = np.asarray(must.any(axis=2)), np.asarray(must.any(axis=1))
    earlier = np.asarray(np.cumsum(standing, axis=1) - standing > 0)
    elsewhere = np.asarray(needs.sum(axis=1)[:, None] - needs > 0)
    others = np.asarray(stood.any(axis=(1, 2)))[:, None, None] & ~stood
    allowed: NDArray[np.bool_] = lasting & (stood | buildable) & ~earlier[:, :, None] & ~elsewhere[:, None, :] & ~others
    facility, first, size = np.nonzero(allowed)
    needed: NDArray[np.bool_] = np.asarray((must | stood).any(axis=(1, 2)))
    if not np.all(np.bincount(facility, minlength=shape[0])[needed] > 0):
        return None
    candidates = formulation.network["candidates"]["capacity_t"]
    labels = [formulation.network.universes[name].take(opened.codes[name]) for name in ("site", "technology", "size")]
    stated = candidates.reindex(candidates.index.__class__.from_arrays(labels, names=candidates.index.names)).to_numpy(dtype=float)
    capacity = np.where(exists & (runs > 0), _at(stated, facilities.opened), 0.0)
    columns = np.where(exists, facilities.opened + opened.start, -1)
    return Plans(facility, size, first, kept[allowed], needed, capacity, surcharge, columns)


SPAN = 1 << 31


def _pair(site: Ints, technology: Ints) -> Ints:
    return site * SPAN + technology


def _at(values: Floats, position: Ints) -> Floats:
    """Return values at positions; what stands for -1 does not matter."""
    return values[position] if values.size else np.zeros(position.shape)
