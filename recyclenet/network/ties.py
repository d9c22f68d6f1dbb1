"""Ties between a place and a site: what can be sent, and which technologies at the site use it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recyclenet.network.labels import Codes, Universes, codes
from recyclenet.network.reach import Edges

Tables = Mapping[str, pd.DataFrame]


def build_ties(tables: Tables, universes: Universes) -> dict[str, pd.DataFrame]:
    """Return the table `reach_ties` (origin, site, technology, period) with `most_t`: the most that can go from origin to site [t/yr].

    It has a row for every technology there that uses a material sent that way. Left out are pairs with a material that the site may send
    on, keep or be rid of without using it, and those that any amount may go between.
    """
    width, periods, sites = (len(universes[name]) for name in ("material", "period", "place"))
    arcs = tables["arcs"].index
    origin, destination, material = (codes(arcs, name, universes).astype(np.int64) for name in ("origin", "destination", "material"))
    way = np.unique((origin * sites + destination) * width + material)  # whatever the mode
    pairs, pair = np.unique(way // width, return_inverse=True)
    start, end, carried = pairs[pair] // sites, pairs[pair] % sites, way % width
    used = ~_left_unused(tables, universes)[end * width + carried]
    whole = np.bincount(pair, weights=~used, minlength=pairs.size) == 0
    most = np.zeros((pairs.size, periods))
    sent = np.zeros((sites * width, periods))
    table = tables["reach_sent"]
    where = codes(table.index, "place", universes) * width + codes(table.index, "material", universes)
    sent[where, codes(table.index, "period", universes)] = table["most_t"]
    np.add.at(most, pair, sent[start * width + carried])
    entry, user, _ = _users(tables, universes).follow((end * width + carried)[whole[pair]])
    tied = np.unique(pair[whole[pair]][entry] * (len(universes["technology"]) * periods) + user)
    pair, user = np.divmod(tied, len(universes["technology"]) * periods)
    technology, period = np.divmod(user, periods)
    bound = most[pair, period]
    kept = np.isfinite(bound) & (bound > 0)
    level_codes = [part[kept] for part in (pairs[pair] // sites, pairs[pair] % sites, technology, period)]
    names = ["origin", "site", "technology", "period"]
    index = pd.MultiIndex(levels=[universes[name] for name in names], codes=level_codes, names=names, verify_integrity=False)
    return {"reach_ties": pd.DataFrame({"most_t": bound[kept]}, index)}


def _left_unused(tables: Tables, universes: Universes) -> np.ndarray:
    """Return by place and material whether it may be sent on, kept or dealt with there, without being used."""
    width = len(universes["material"])
    loose = np.zeros(len(universes["place"]) * width, dtype=bool)
    for table, place in (("arcs", "origin"), ("storage", "place"), ("sales", "outlet")):
        index = tables[table].index
        loose[codes(index, place, universes).astype(np.int64) * width + codes(index, "material", universes)] = True
    return loose


def _users(tables: Tables, universes: Universes) -> Edges:
    """Return the technologies by period that use a material at a site: from site and material to technology and period."""
    takes = tables["conversions"].query("t_per_t < 0").index.droplevel("recipe").unique().to_frame(index=False)
    runs = tables["recipes"].index.droplevel(["size", "recipe"]).unique().to_frame(index=False)
    rows = runs.merge(takes, on=["technology", "period"])

    def code(name: str) -> Codes:
        return np.asarray(universes[name].get_indexer(rows[name]), dtype=np.int64)

    start = code("site") * len(universes["material"]) + code("material")
    return Edges(start, code("technology") * len(universes["period"]) + code("period"), np.ones(len(rows)))
