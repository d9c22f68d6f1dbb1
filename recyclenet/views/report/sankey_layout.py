"""Where the nodes and ribbons of a Sankey diagram lie: nodes in layers along the flow, sorted so that ribbons cross little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Ends = Mapping[tuple[str, str], float]
"""Amounts of ribbons by (source, target)."""

SWEEPS = 12


@dataclass
class Spot:
    """A node: its layer, how much flows through it, and its place and height in the drawing."""

    layer: int
    amount: float
    top: float = 0.0
    height: float = 0.0


def layers_of(ends: Ends, last: Sequence[str], early: Mapping[str, str]) -> dict[str, int]:
    """Return the layer of every node: after all that flows into it. `last` stand in the last layer; `early` right before another node.

    Where material goes in circles the layers are those of as many steps as there are nodes.
    """
    nodes = list(dict.fromkeys(node for pair in ends for node in pair))
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for source, target in ends:
            if source not in early and layer[target] <= layer[source] < len(nodes):
                layer[target], moved = layer[source] + 1, True
        if not moved:
            break
    deepest = max((layer[node] for node in nodes if node not in last), default=0)
    layer |= {node: deepest + 1 for node in last if node in layer}
    layer |= {node: max(layer[before] - 1, 0) for node, before in early.items() if node in layer}
    used = sorted(set(layer.values()))
    return {node: used.index(number) for node, number in layer.items()}


def spots(ends: Ends, layer: Mapping[str, int], *, height: float, gap: float, least: float = 1.5) -> dict[str, Spot]:
    """Return where every node lies between 0 and `height`, nodes of a layer apart by `gap`, and none flatter than `least`."""
    arriving, leaving = dict.fromkeys(layer, 0.0), dict.fromkeys(layer, 0.0)
    for (source, target), amount in ends.items():
        leaving[source] += amount
        arriving[target] += amount
    found = {node: Spot(layer[node], max(arriving[node], leaving[node])) for node in layer}
    columns: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in layer:
        columns[layer[node]].append(node)
    fullest = max((sum(found[node].amount for node in column) for column in columns), default=0.0) or 1.0
    crowded = max((len(column) for column in columns), default=1)
    per_unit = max(height - gap * (crowded - 1), height * 0.4) / fullest
    for spot in found.values():
        spot.height = max(spot.amount * per_unit, least)
    for column in columns:
        _stack(column, found, height, gap)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            column.sort(key=lambda node: _middle(node, ends, found))
            _stack(column, found, height, gap)
    return found


def _stack(column: Sequence[str], found: Mapping[str, Spot], height: float, gap: float) -> None:
    """Put the nodes of a layer one below the other, around the middle."""
    whole = sum(found[node].height for node in column) + gap * (len(column) - 1)
    top = max((height - whole) / 2, 0.0)
    for node in column:
        found[node].top = top
        top += found[node].height + gap


def _middle(node: str, ends: Ends, found: Mapping[str, Spot]) -> float:
    """Return the mean height of a node's neighbours, weighted by what flows."""
    pull = weight = 0.0
    for (source, target), amount in ends.items():
        other = target if source == node else source if target == node else None
        if other is not None:
            pull += (found[other].top + found[other].height / 2) * amount
            weight += amount
    return pull / weight if weight else found[node].top
