"""The ways between places: as an instance states them, else great circle x detour of the mode."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.geo.distance import great_circle_km, pairs_within
from recyclenet.instance.instance import Instance
from recyclenet.network.labels import Codes, fold, unfold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HALF_ROUND_KM = 20_000.0
"""A reach beyond which nothing lies [km]: half the way round the Earth is 20 015 km."""


class Ways:
    """The length of the way between any two places by any mode [km]; places and modes are told by their codes."""

    def __init__(self, instance: Instance, places: pd.DataFrame) -> None:
        """Take coordinates and detours, and sort the stated distances by their folded key."""
        self.modes = pd.Index(instance["modes"]["mode"], name="mode")
        self._detour = instance["modes"]["detour"].to_numpy(dtype=float)
        self._lat, self._lon = places["lat_deg"].to_numpy(), places["lon_deg"].to_numpy()
        stated = instance["distances"]
        universes = {"origin": places.index, "destination": places.index, "mode": self.modes}
        self._sizes = [len(universe) for universe in universes.values()]
        keys = fold([universes[name].get_indexer(stated[name]) for name in universes], self._sizes)
        order = np.argsort(keys)
        self._keys, self._stated_km = keys[order], stated["distance_km"].to_numpy(dtype=float)[order]

    def pairs(self, origins: Codes, destinations: Codes, reach_km: pd.Series) -> tuple[Ints, Ints]:
        """Return the pairs of different places, sorted by both, that some mode might join.

        `reach_km` holds the reach of modes by their name, missing where a mode has none. Pairs beyond the reach of all are never made,
        unless the instance states a way between them.
        """
        reach = (reach_km / self._detour[self.modes.get_indexer(reach_km.index)]).max(skipna=False) * (1 + 1e-9)
        if np.isnan(reach) or reach > HALF_ROUND_KM:
            origin, destination = (side.ravel() for side in np.meshgrid(origins, destinations, indexing="ij"))
        else:
            ends = (self._lat[origins], self._lon[origins], self._lat[destinations], self._lon[destinations])
            start, end = pairs_within(*ends, reach)
            origin, destination = origins[start], destinations[end]
            stated = self._stated_pairs(origins, destinations)
            if stated.size:
                near = fold([origin, destination], self._sizes[:2])
                origin, destination = unfold(np.union1d(near, stated), self._sizes[:2])
        apart = origin != destination
        return origin[apart].astype(np.int64, copy=False), destination[apart].astype(np.int64, copy=False)

    def _stated_pairs(self, origins: Codes, destinations: Codes) -> Codes:
        """Return the folded codes of origin and destination where the instance states a way."""
        origin, destination, _ = unfold(self._keys, self._sizes)
        return fold([origin, destination], self._sizes[:2])[np.isin(origin, origins) & np.isin(destination, destinations)]

    def crow_km(self, origin: Codes, destination: Codes) -> Floats:
        """Return great-circle distances [km]."""
        crow: Floats = great_circle_km(self._lat[origin], self._lon[origin], self._lat[destination], self._lon[destination])
        return crow

    def km(self, origin: Codes, destination: Codes, mode: int, crow_km: Floats | None = None) -> Floats:
        """Return the ways from each origin to the destination beside it [km]; `crow_km` where it is known already."""
        crow = self.crow_km(origin, destination) if crow_km is None else crow_km
        way: Floats = crow * self._detour[mode]
        if not self._keys.size:
            return way
        wanted = fold([origin, destination, np.full(origin.size, mode)], self._sizes)
        found = np.minimum(np.searchsorted(self._keys, wanted), self._keys.size - 1)
        return np.where(self._keys[found] == wanted, self._stated_km[found], way)

    def within(self, origins: pd.Index, destinations: pd.Index, places: pd.Index, mode: str, km: float) -> pd.DataFrame:
        """Return the pairs of places, `origin` and `destination`, that are so near by a mode; a place is near itself."""
        start, end = (np.asarray(places.get_indexer(side)) for side in (origins, destinations))
        origin, destination = self.pairs(start, end, pd.Series({mode: km}))
        near = self.km(origin, destination, int(self.modes.get_loc(mode))) <= km
        same = np.intersect1d(start, end)
        found = (np.concatenate([side[near], same]) for side in (origin, destination))
        return pd.DataFrame({name: places.take(codes) for name, codes in zip(("origin", "destination"), found, strict=True)})
