"""The chain as a Sankey diagram: ribbons as wide as the tonnes they stand for, coloured by stream."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from recyclenet.views.report.heat import wrapped
from recyclenet.views.report.numbers import Scale
from recyclenet.views.report.sankey_layout import Spot, layers_of, spots
from recyclenet.views.report.svg import Drawing, fitted

WIDTH, HEIGHT, LEFT, RIGHT, BAR, GAP, TOP = 720.0, 430.0, 158.0, 138.0, 9.0, 15.0, 12.0
LINE, APART = 11.5, 3.0
NODE, UNKNOWN = "#22303f", "#6b7280"


@dataclass(frozen=True)
class Ribbons:
    """What is drawn: `links` has source, target (keys of nodes), stream, amount_t; `names` are shown for the keys.

    Nodes in `last` stand at the end, those in `early` right before another.
    """

    links: pd.DataFrame
    names: Mapping[str, str]
    last: tuple[str, ...]
    early: Mapping[str, str]


def sankey(ribbons: Ribbons, colours: Mapping[str, str], scale: Scale, *, label: str) -> str:
    """Return the diagram."""
    sums = ribbons.links.groupby(["source", "target"], sort=False)["amount_t"].sum()
    ends = {(str(source), str(target)): float(amount) for (source, target), amount in sums.items()}
    found = spots(ends, layers_of(ends, ribbons.last, ribbons.early), height=HEIGHT, gap=GAP)
    drawing = Drawing(WIDTH, HEIGHT + 2 * TOP, label)
    depth = max((spot.layer for spot in found.values()), default=0)
    step = (WIDTH - LEFT - RIGHT - BAR) / max(depth, 1)
    _ribbons(drawing, ribbons, found, colours, scale, step)
    for node, spot in found.items():
        hint = f"{ribbons.names[node]}: {scale(spot.amount)} {scale.unit}"
        drawing.rect(LEFT + step * spot.layer, TOP + spot.top, BAR, spot.height, fill=NODE, hint=hint)
    for layer in range(depth + 1):
        _names(drawing, {node: spot for node, spot in found.items() if spot.layer == layer}, ribbons.names, scale, (layer, depth, step))
    return drawing.render()


def _share(amount: float, spot: Spot) -> float:
    """Return how high a ribbon is at a node."""
    return spot.height * amount / spot.amount if spot.amount else 0.0


def _ribbons(drawing: Drawing, ribbons: Ribbons, found: Mapping[str, Spot], colours: Mapping[str, str], scale: Scale, step: float) -> None:
    """Draw ribbons: those of a node lie in the order of the nodes they come from and go to."""
    leaves, comes = _offsets(ribbons.links, found, "source", "target"), _offsets(ribbons.links, found, "target", "source")
    for row in ribbons.links.itertuples():
        source, target = found[row.source], found[row.target]
        x1, x2 = LEFT + step * source.layer + BAR, LEFT + step * target.layer
        y1, y2 = TOP + source.top + leaves[row.Index], TOP + target.top + comes[row.Index]
        high1, high2 = max(_share(row.amount_t, source), 0.5), max(_share(row.amount_t, target), 0.5)
        bend = (x1 + x2) / 2
        path = (
            f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}v{high2:.1f}"
            f"C{bend:.1f} {y2 + high2:.1f} {bend:.1f} {y1 + high1:.1f} {x1:.1f} {y1 + high1:.1f}z"
        )
        hint = f"{ribbons.names[row.source]} → {ribbons.names[row.target]}, {row.stream}: {scale(row.amount_t)} {scale.unit}"
        drawing.path(path, more=f' fill="{colours.get(row.stream, UNKNOWN)}" fill-opacity="0.42"', hint=hint)


def _offsets(links: pd.DataFrame, found: Mapping[str, Spot], end: str, other: str) -> dict[int, float]:
    """Return how far below the top of its node each ribbon begins."""
    ordered = links.assign(by=[found[name].top for name in links[other]]).sort_values(["by", "stream"], kind="stable")
    used: dict[str, float] = {}
    begins: dict[int, float] = {}
    for row in ordered.itertuples():
        node = getattr(row, end)
        begins[row.Index] = used.get(node, 0.0)
        used[node] = begins[row.Index] + _share(row.amount_t, found[node])
    return begins


def _names(drawing: Drawing, column: Mapping[str, Spot], names: Mapping[str, str], scale: Scale, place: tuple[int, int, float]) -> None:
    """Write names and tonnes of the nodes of a layer, one below the other without touching."""
    layer, depth, step = place
    x = LEFT + step * layer
    room = LEFT - 12 if layer == 0 else RIGHT - 8 if layer == depth else step - BAR - 6
    at, anchor, halo = (x - 6, "end", "") if layer == 0 else (x + BAR + 5, "start", "" if layer == depth else " halo")
    lowest = 0.0
    ordered = sorted(column.items(), key=lambda item: item[1].top)
    blocks = [(spot, [*wrapped(names[node], room)[:3], f"{scale(spot.amount)} {scale.unit}"]) for node, spot in ordered]
    room_left = sum(len(lines) * LINE + APART for _, lines in blocks)
    for spot, lines in blocks:
        high = len(lines) * LINE
        top = max(TOP + spot.top + spot.height / 2 - high / 2, lowest)
        top = min(top, max(drawing.height - room_left, lowest))
        room_left -= high + APART
        lowest = top + high + APART
        for number, line in enumerate(lines):
            soft = " soft" if number == len(lines) - 1 and not halo else ""
            drawing.text(at, top + LINE * (number + 0.8), fitted(line, room + 4, 10.5), anchor=anchor, kind=f"small{soft}{halo}")
