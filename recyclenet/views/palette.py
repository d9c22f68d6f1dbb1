"""Colours of maps. Signs differ in shape and lightness too, so that nothing rests on hue alone.

Sources: `STATUS_COLOURS` and `STREAM_COLOURS` after Okabe & Ito (Color Universal Design, 2008) and P. Tol (Colour schemes, SRON
technical note, 2021); their distances under the three kinds of colour blindness are tested. `REGION_COLOURS` is a ramp of one hue
whose lightness falls in even steps, kept pale so that what lies on it stands out.
"""

from collections.abc import Iterable, Mapping

STREAM_COLOURS = ("#0072b2", "#aa3377", "#e69f00", "#56b4e9", "#332288", "#800000")
"""Colours of flows, by stream in order of appearance: blue, purple, orange, sky blue, indigo, maroon."""

OTHER_COLOUR = "#1f1f1f"
"""Streams beyond the last of STREAM_COLOURS share this black: more hues could not be told apart, and a grey is a purple to some."""

STATUS_COLOURS: Mapping[str, str] = {
    "existing": "#22303f",
    "opens": "#d55e00",
    "open": "#009e73",
    "expanded": "#e8ac00",
    "closed": "#a0522d",
    "candidate": "#66717a",
}
"""Colours of points and plants: stood before, opens in the period shown, opened earlier, is enlarged in the period shown, closed and not
chosen (both drawn hollow)."""

OUTLET_COLOURS: Mapping[str, str] = {"buyer": "#5b3f8c", "disposal": "#7a6a58"}
"""Colours of outlets by kind."""

REGION_COLOURS = ("#f7f4ea", "#e5e5d9", "#d0d7cd", "#b7c5c0", "#9bafaf")
"""Colours of regions from little to much: sand to slate."""

DIFFERENCE_COLOURS: Mapping[str, tuple[str, ...]] = {
    "plans": ("#c8500a", "#0072b2", "#3a4650"),
    "regions": ("#d99a5b", "#efd5b4", "#f4f2ea", "#c5d6ea", "#7fa8d4"),
}
"""Colours of two plans: only or more in the first, in the second, in both alike; regions from more in the first to more in the second."""

SITE_COLOURS: Mapping[str, str] = {"kept": "#009e73", "dropped": "#d55e00", "standing": "#22303f"}
"""Colours of candidate sites: passed all rules, dropped by one (drawn as a cross), stood before."""

LAYER_COLOURS = ("#7ba7c9", "#4f9da6", "#b58d6f", "#8c7bb0", "#c98a9c", "#8a8f94")
"""Colours of the layers that rules are about, in order, pale so that sites stand out: blue, teal, brown, violet, rose, grey."""


def stream_colours(streams: Iterable[str]) -> dict[str, str]:
    """Return a colour for every stream, in order of appearance; the last of them share black."""
    names = list(dict.fromkeys(streams))
    return {name: STREAM_COLOURS[position] if position < len(STREAM_COLOURS) else OTHER_COLOUR for position, name in enumerate(names)}
