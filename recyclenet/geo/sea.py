"""Ways by sea, on the network of sea lanes that searoute brings with it (needs the extra `sea`)."""

import math
import warnings
from importlib import metadata

from recyclenet.errors import UsageError
from recyclenet.geo.distance import great_circle_km


def sea_km(lat_deg: float, lon_deg: float, to_lat_deg: float, to_lon_deg: float) -> tuple[float, float, float]:
    """Return the way along sea lanes between two points, and the legs from the first and to the second point to the lanes [km].

    The way is infinite where no lane leads from one to the other.
    """
    try:
        from searoute import searoute  # noqa: PLC0415 - an extra, imported where it is needed
    except ImportError:
        raise UsageError("ways by sea need searoute: pip install 'recyclenet[sea]'") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that there is no way is told by its length
        route = searoute([lon_deg, lat_deg], [to_lon_deg, to_lat_deg], units="km")
    lane = route["geometry"]["coordinates"]
    if not lane:
        return math.inf, math.inf, math.inf
    first, last = lane[0], lane[-1]
    legs = great_circle_km([lat_deg, to_lat_deg], [lon_deg, to_lon_deg], [first[1], last[1]], [first[0], last[0]])
    return float(route["properties"]["length"]), float(legs[0]), float(legs[1])


def sea_source() -> str:
    """Return what ways by sea rest on, with its version."""
    return f"searoute {metadata.version('searoute')} (Apache-2.0), its bundled network of sea lanes"
