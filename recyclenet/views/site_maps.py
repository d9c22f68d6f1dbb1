"""The map of a screening: candidate sites that were kept and dropped, each with its reason, and the layers the rules are about."""

from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping

from recyclenet.geo.layers import Layer
from recyclenet.geo.screening import APART
from recyclenet.instance.screened import Screened
from recyclenet.views.maps import PageLayers, PlanMap, SelfContainedFigure
from recyclenet.views.palette import LAYER_COLOURS, SITE_COLOURS
from recyclenet.views.polygons import UNITS_PER_DEG, encode, encode_lines

MODULES = ("dom", "view", "sites")
"""Our scripts in the order in which they need each other."""

MARGIN_DEG, FINENESS_DEG = 0.5, 0.002
"""Layers are drawn up to so far around the regions, and no finer than this (200 m)."""

UNITS = {"exclude": ("at least", "km away"), "near": ("at most", "km away"), "slope": ("at most", "degrees")}
"""How the number of a rule is said, by its kind."""


def site_layers(found: Screened) -> dict[str, Any]:
    """Return all that the map shows, ready for JSON."""
    shapes = np.array(list(found.polygons.values()), dtype=object)
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    frame = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    spots, rules = found.spots, list(found.dropped)
    words = {rule.name: " ".join((UNITS[rule.kind][0], f"{rule.limit:g}", UNITS[rule.kind][1])) for rule in found.rules}
    words[APART] = f"at least {found.apart_km:g} km" if found.apart_km else ""
    return {
        "title": f"Candidate sites: {found.name}",
        "units_per_deg": UNITS_PER_DEG,
        "bounds": [[south, west], [north, east]],
        "regions": [encode(mapping(_simple(polygon))) for polygon in shapes],
        "layers": [
            {"name": name, "colour": LAYER_COLOURS[number % len(LAYER_COLOURS)], **_drawn(layer, frame)}
            for number, (name, layer) in enumerate(found.layers.items())
        ],
        "rules": [{"name": name, "words": words.get(name, ""), "dropped": count} for name, count in found.dropped.items()],
        "spots": {
            **{column: spots[column].tolist() for column in ("site", "name", "origin", "reason")},
            **{end: spots[f"{end}_deg"].astype(float).round(5).tolist() for end in ("lat", "lon")},
            "rule": [rules.index(rule) if rule else -1 for rule in spots["dropped_by"]],
        },
        "standing": {
            "site": found.standing["site"].tolist(),
            **{end: found.standing[f"{end}_deg"].astype(float).round(5).tolist() for end in ("lat", "lon")},
        },
        "credit": list(found.credit),
        "colours": dict(SITE_COLOURS),
    }


class SiteMap(folium.Map):
    """The map of a screening as a folium map: shows itself in a notebook, saves itself with `save`."""

    default_js = [("leaflet", "leaflet.js"), *((module, f"recyclenet/{module}.js") for module in MODULES)]  # noqa: RUF012 (folium's type)
    default_css = PlanMap.default_css
    _template = PlanMap._template  # noqa: SLF001 (branca's name for it)

    def __init__(self, found: Screened) -> None:
        """Draw the screening; the view is fitted to its regions when the page opens."""
        west, south, east, north = shapely.total_bounds(np.array(list(found.polygons.values()), dtype=object)).tolist()
        super().__init__(location=[(south + north) / 2, (west + east) / 2], tiles=None, zoom_start=7, zoom_snap=0.25, zoom_delta=0.5)
        self._id = "sites"  # the name in the page; branca's would differ from one drawing to the next
        SelfContainedFigure(f"Candidate sites: {found.name}").add_child(self, name="map")
        self.add_child(PageLayers("sites", data=site_layers(found), panels="recyclenet/sites.html", module="sites"), name="sites")


def save_site_map(found: Screened, path: str | Path) -> Path:
    """Write the map of a screening as one self-contained HTML file and return its path; the same screening gives the same bytes."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(SiteMap(found).get_root().render(), encoding="utf-8", newline="\n")
    return target


def _drawn(layer: Layer, frame: tuple[float, float, float, float]) -> dict[str, Any]:
    """Return the polygons, lines and points of a layer within a frame."""
    near: NDArray[np.object_] = shapely.get_parts(shapely.clip_by_rect(layer.shapes, *frame))
    kinds = shapely.get_dimensions(near)
    areas, lines = (np.array([_simple(shape) for shape in near[kinds == kind]], dtype=object) for kind in (2, 1))
    return {
        "polygons": [ring for area in areas if not area.is_empty for ring in encode(mapping(area))],
        "lines": encode_lines(shapely.get_coordinates(line).tolist() for line in lines),
        "points": [[round(y, 5), round(x, 5)] for x, y in shapely.get_coordinates(near[kinds == 0]).tolist()],
    }


def _simple(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.simplify(shape, FINENESS_DEG)
