"""The map of a plan: one HTML file that opens on a closed network, drawn by Leaflet and a few modules of our own."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from recyclenet.solution.solution import Solution
from recyclenet.views.inline import inline, text_asset
from recyclenet.views.layers import compared_layers, layers

OWN_MODULES = (
    "dom",
    "format",
    "plan",
    "symbols",
    "selection",
    "difference",
    "measures",
    "regions",
    "flows",
    "stations",
    "charts",
    "popups",
    "pairs",
    "legend",
    "figures",
    "panels",
    "pointer",
    "teller",
    "tape",
    "search",
    "paper",
    "view",
    "main",
)
"""Our scripts in the order in which they need each other."""

MAPPED = {
    "leaflet.js": "leaflet/leaflet.js",
    "leaflet.css": "leaflet/leaflet.css",
    "recyclenet.css": "recyclenet/recyclenet.css",
    **{f"recyclenet/{module}.js": f"recyclenet/{module}.js" for module in (*OWN_MODULES, "sites")},
}
"""Addresses a page may ask for, and the asset that takes their place."""

TEMPLATE_SIGNS = re.compile(r"\{(?=[{%#])|(?<=\$)\{")
"""A brace that a template engine or a template literal would act on. In compact JSON these stand in text only, never between values."""


def data_json(value: object) -> str:
    r"""Return a value as JSON that means nothing to HTML, to JavaScript or to a template: only ASCII, and <, >, &, ${, {{ as \uXXXX."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return TEMPLATE_SIGNS.sub(r"\\u007b", text)


class SelfContainedFigure(Figure):
    """A page of branca that is rendered with everything inside it and the network shut."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="en">\n'
        "<head>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{{ this.title | e }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n"
        "</head>\n"
        "<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>{{ this.script.render(**kwargs) }}</script>\n"
        "</body>\n"
        "</html>\n"
    )

    def __init__(self, title: str) -> None:
        """Make an empty page of that title."""
        written = title.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair could not be saved
        super().__init__(ratio="64%", title=written)
        self.header = type(self.header)()  # without branca's own <meta>; the policy must come first
        self.header._parent = self  # noqa: SLF001 (branca has no other way)

    def render(self, **kwargs: object) -> str:
        """Return the page, self-contained."""
        return inline(super().render(**kwargs), MAPPED)


class PageLayers(MacroElement):
    """All that a page of ours draws: one block of data, the panels around the map, and the call of our script that sets them to work."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        {{ this.panels }}
        <script type="application/json" id="{{ this.get_name() }}">{{ this.data }}</script>
        {% endmacro %}

        {% macro script(this, kwargs) %}
        recyclenet.{{ this.module }}.show({{ this._parent.get_name() }}, document.getElementById("{{ this.get_name() }}").textContent);
        {% endmacro %}
        """
    )

    def __init__(self, name: str, *, data: Mapping[str, object], panels: str, module: str) -> None:
        """Take what is shown, the asset of the panels, and the module of ours that shows it; `name` tells the block in the page."""
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it untyped
        self._name, self._id = "Layers", name
        self.panels, self.data, self.module = text_asset(panels), data_json(data), module


class PlanMap(folium.Map):
    """The map of a plan as a folium map: shows itself in a notebook, saves itself with `save`, takes further folium layers.

    A further layer that needs a script or stylesheet from the network is refused when the map is rendered (UnmappedAddressError).
    """

    default_js = [("leaflet", "leaflet.js"), *((module, f"recyclenet/{module}.js") for module in OWN_MODULES)]  # noqa: RUF012 (folium's type)
    default_css = [("leaflet_css", "leaflet.css"), ("recyclenet_css", "recyclenet.css")]  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <main class="folium-map" id="{{ this.get_name() }}" aria-label="Map of the plan"></main>
        {% endmacro %}

        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map("{{ this.get_name() }}", {
          center: {{ this.location | tojson }}, attributionControl: false, ...{{ this.options | tojavascript }}
        });
        {% endmacro %}
        """
    )

    def __init__(self, plan: Solution, *, compare: Solution | None = None, names: Sequence[str] = ()) -> None:
        """Draw the plan; the view is fitted to its regions and sites when the page opens.

        With `compare` the page shows either plan or the difference between them; `names` tell them apart (else their titles do).
        """
        regions = plan.instance["regions"]
        centre = [float(regions["lat_deg"].mean()), float(regions["lon_deg"].mean())]
        super().__init__(location=centre, tiles=None, zoom_start=7, zoom_snap=0.25, zoom_delta=0.5)
        self._id = "plan"  # the name in the page; branca's would differ from one drawing to the next
        data = layers(plan) if compare is None else compared_layers((plan, compare), _told_apart((plan, compare), names))
        titles = dict.fromkeys(_title(drawn) for drawn in (plan, compare) if drawn is not None)
        SelfContainedFigure(" | ".join(titles)).add_child(self, name="map")
        self.add_child(PageLayers("plan", data=data, panels="recyclenet/panels.html", module="main"), name="plan")


def save_map(plan: Solution, path: str | Path, *, compare: Solution | None = None, names: Sequence[str] = ()) -> Path:
    """Write the map of a plan, or of two, as one self-contained HTML file and return its path; the same plans give the same bytes.

    `compare` and `names` are those of PlanMap.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(PlanMap(plan, compare=compare, names=names).get_root().render(), encoding="utf-8", newline="\n")
    return target


def _title(plan: Solution) -> str:
    return plan.instance.settings.title or plan.instance.settings.name


def _told_apart(plans: Sequence[Solution], names: Sequence[str]) -> tuple[str, ...]:
    """Return names of two plans that differ: those given, else their titles, with a number where these are alike."""
    chosen = tuple(names) or tuple(_title(plan) for plan in plans)
    return chosen if len(set(chosen)) == len(plans) else tuple(f"{name} ({number})" for number, name in enumerate(chosen, 1))
