"""What can reach a place: the most of every material that supply, passed on from recipe to recipe, can bring there."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.network.labels import Codes, Universes, codes, fold, unfold

Floats = NDArray[np.float64]
Tables = Mapping[str, pd.DataFrame]

Parts = tuple[Codes, Codes, Floats]
"""Pairs of two numbers, and a value for each."""

SOURCES_AT_ONCE = 512
"""So many sources are followed together: what each can reach is no concern of the others, and memory is that of these alone."""

BETTER = 1 + 1e-12
"""How much more a way must leave of a tonne than those known, to be followed."""


def build_reach(tables: Tables, universes: Universes) -> dict[str, pd.DataFrame]:
    """Return the tables `reach_sent` (place, material, period) and `reach_processed` (site, technology, period).

    Both tell the most that can happen in a year of the period, `most_t` [t/yr]: infinite where there may be any amount; they have no rows
    where recipes go in circles. A tonne supplied may be anywhere its material, or what recipes make of it, can be moved to: as the most
    that any one way leaves of it, since it cannot take two ways at once. But a recipe may make two materials of it at once: what it
    becomes, material by material, is its lineage, and lineages add up. Of what is kept in stock somewhere, or comes back, there may be any
    amount.
    """
    recipes = _recipes(tables)
    index, amounts = _supply(tables, universes)
    if _circular(recipes):
        index, amounts = index[:0], amounts[:0]
    width = len(universes["material"])
    node = codes(index, "region", universes) * width + codes(index, "material", universes)
    arcs = tables["arcs"].index
    ends = [codes(arcs, name, universes).astype(np.int64) for name in ("origin", "destination", "material")]
    ways = Edges(ends[0] * width + ends[2], ends[1] * width + ends[2], np.ones(len(arcs)))
    made = recipes[recipes["product"].isin(recipes["material"])]  # what no recipe takes goes to no site
    makes = Edges(_node(made, "material", universes), _node(made, "product", universes), made["each"].to_numpy())
    technologies = len(universes["technology"])
    technology = universes["technology"].get_indexer(recipes["technology"])
    stands = fold([universes["place"].get_indexer(recipes["place"]), technology], [0, technologies])
    uses = Edges(_node(recipes, "material", universes), stands, recipes["run"].to_numpy())
    sent, processed = (np.zeros((len(universes["place"]) * size, amounts.shape[1])) for size in (width, technologies))
    for begin in range(0, node.size, SOURCES_AT_ONCE):
        some = slice(begin, begin + SOURCES_AT_ONCE)
        lineage, where, part, first = _spread(node[some], ways, makes, width)
        amount = amounts[some][first]
        sent += _sums(where, part, lineage, amount, len(sent))
        entry, user, run = uses.follow(where)
        lineage, user, most = _best(lineage[entry], user, part[entry] * run)
        processed += _sums(user, most, lineage, amount, len(processed))
    return {
        "reach_sent": _table(sent, ["place", "material"], universes),
        "reach_processed": _table(processed, ["site", "technology"], universes),
    }


class Edges:
    """Edges of a graph by the number of their start: ends and factors, each pair of start and end once with its largest factor."""

    def __init__(self, start: Codes, end: Codes, factor: Floats) -> None:
        """Sort the edges by their start."""
        self.start, self.end, self.factor = _best(start, end, factor)

    def follow(self, where: Codes) -> Parts:
        """Return for each edge from each of the starts: the position in `where`, the end, the factor."""
        first, last = (np.searchsorted(self.start, where, side=side) for side in ("left", "right"))
        count = last - first
        entry = np.repeat(np.arange(where.size), count)
        edge = np.arange(entry.size) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        return entry, self.end[edge], self.factor[edge]


def _best(one: Codes, other: Codes, value: Floats) -> Parts:
    """Return each pair of numbers once, in rising order, with the largest of its values."""
    if not one.size:
        return one.astype(np.int64), other.astype(np.int64), value
    key = one.astype(np.int64) * (int(other.max()) + 1) + other
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    chosen = order[first]
    return one[chosen].astype(np.int64), other[chosen].astype(np.int64), np.maximum.reduceat(value[order], first)


def _joined(parts: Sequence[Parts]) -> Parts:
    """Return all pairs of several, each once with the largest of its values."""
    one, other = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    return _best(one, other, np.concatenate([part[2] for part in parts]))


def _spread(node: Codes, ways: Edges, makes: Edges, width: int) -> tuple[Codes, Codes, Floats, Codes]:
    """Return what of each lineage can be where: its number, node, and the largest part of a tonne; and the source each lineage begins with.

    A node is place x `width` + material. The lineages 0, 1, ... of the sources are those of the material as supplied.
    """
    lineages = Lineages(node.size)
    new: Parts = (np.arange(node.size, dtype=np.int64), node.astype(np.int64), np.ones(node.size))
    known: Parts = new
    while new[0].size:
        entry, end, factor = ways.follow(new[1])
        moved = (new[0][entry], end, new[2][entry] * factor)
        entry, end, factor = makes.follow(new[1])
        made = (lineages.of(new[0][entry] * width + end % width, new[0][entry]), end, new[2][entry] * factor)
        lineage, where, part = _joined([moved, made])
        span = 1 + int(max(where.max(initial=0), known[1].max(initial=0)))
        keys = known[0] * span + known[1]
        at = np.minimum(np.searchsorted(keys, lineage * span + where), known[0].size - 1)
        before = np.where((known[0][at] == lineage) & (known[1][at] == where), known[2][at], 0.0)
        more = part > before * BETTER
        new = (lineage[more], where[more], part[more])
        known = _joined([known, new])
    return *known, np.array(lineages.first, dtype=np.int64)


class Lineages:
    """Numbers of lineages: each is a source, or a lineage before it and the material made next."""

    def __init__(self, sources: int) -> None:
        """Number the sources."""
        self.first = list(range(sources))
        self.numbers: dict[int, int] = {}

    def of(self, keys: Codes, before: Codes) -> Codes:
        """Return the number of each key (lineage before, material made), new ones where it is met for the first time."""
        distinct, position, back = np.unique(keys, return_index=True, return_inverse=True)
        for key, one in zip(distinct.tolist(), position.tolist(), strict=True):
            if key not in self.numbers:
                self.numbers[key] = len(self.first)
                self.first.append(self.first[int(before[one])])
        return np.array([self.numbers[key] for key in distinct.tolist()], dtype=np.int64)[back]


def _sums(key: Codes, part: Floats, lineage: Codes, amounts: Floats, length: int) -> Floats:
    """Return the parts of all lineages times their amounts, summed by key, a column for each period."""
    return np.stack([np.bincount(key, weights=part * amount[lineage], minlength=length) for amount in amounts.T], axis=1)


def _table(totals: Floats, names: list[str], universes: Universes) -> pd.DataFrame:
    """Return sums by two dimensions and period as a table, where there is any."""
    rows, period = np.nonzero(totals)
    levels = [universes[names[0]], universes[names[1]], universes["period"]]
    level_codes = [*unfold(rows, [0, len(levels[1])]), period]
    index = pd.MultiIndex(levels=levels, codes=level_codes, names=[*names, "period"], verify_integrity=False)
    return pd.DataFrame({"most_t": totals[rows, period]}, index)


def _node(rows: pd.DataFrame, material: str, universes: Universes) -> Codes:
    places = universes["place"].get_indexer(rows["place"])
    return fold([places, universes["material"].get_indexer(rows[material])], [0, len(universes["material"])])


def _supply(tables: Tables, universes: Universes) -> tuple[pd.MultiIndex, Floats]:
    """Return what there is to begin with, by region (or site with stock) and supplied material, one column for each period [t/yr]."""
    arising = tables["supplies"]["supply_t"].reset_index()
    kept = tables["storage"].index.to_frame(index=False).rename(columns={"place": "region"})
    back = tables["returns"].index.to_frame(index=False)[["region", "returned", "return_period"]]
    back = back.rename(columns={"returned": "material", "return_period": "period"})
    any_amount = pd.concat([kept[["region", "material", "period"]], back]).assign(supply_t=np.inf)
    rows = pd.concat([arising[["region", "material", "period", "supply_t"]], any_amount])
    wide = rows.groupby(["region", "material", "period"])["supply_t"].sum().unstack("period").reindex(columns=universes["period"])
    return wide.index, wide.fillna(0.0).to_numpy()


def _recipes(tables: Tables) -> pd.DataFrame:
    """Return what recipes can make: place, technology, material taken, product, `each` product [t] and `run` throughput per tonne taken."""
    rows = tables["conversions"].reset_index()
    taken = rows[rows["t_per_t"] < 0].assign(taken=lambda found: -found["t_per_t"]).drop(columns="t_per_t")
    made = rows[rows["t_per_t"] > 0].rename(columns={"material": "product"})
    both = taken.merge(made, on=["technology", "recipe", "period"], how="left")
    both = both.assign(each=both["t_per_t"] / both["taken"], run=1.0 / both["taken"])
    both = both.groupby(["technology", "material", "product"], dropna=False, as_index=False)[["each", "run"]].max()
    stands = tables["candidates"].index.droplevel("size").unique().to_frame(index=False).rename(columns={"site": "place"})
    return stands.merge(both, on="technology")


def _circular(recipes: pd.DataFrame) -> bool:
    """Return whether a material can be made of itself."""
    edges = recipes[["material", "product"]].dropna().drop_duplicates()
    while len(edges):
        rest = edges[edges["material"].isin(edges["product"])]
        if len(rest) == len(edges):
            return True
        edges = rest
    return False
