"""The command on distances: ways worked out once and frozen into an instance."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from recyclenet.commands.common import say
from recyclenet.errors import UsageError


def distances(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an instance.")],
    roads: Annotated[Path | None, typer.Option(metavar="FILE", help="Shortest ways in a road graph: GraphML, or a vector file.")] = None,
    table: Annotated[Path | None, typer.Option(metavar="FILE", help="Ways of a CSV: origin, destination, distance_km.")] = None,
    sea: Annotated[bool, typer.Option("--sea", help="Ways along sea lanes.")] = False,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="The mode they are for; may be left out where there is one.")] = None,
    within: Annotated[float | None, typer.Option(min=0.0, metavar="KM", help="Longest way to keep, if less than the mode's reach.")] = None,
    snap: Annotated[float, typer.Option(min=0.0, metavar="KM", help="How far a place may be from the roads or sea lanes.")] = 50.0,
    layer: Annotated[str, typer.Option(metavar="NAME", help="Which layer of the road file.")] = "",
    source: Annotated[str, typer.Option(metavar="TEXT", help="Where the file is from, for the provenance.")] = "",
) -> None:
    """Work out ways once and freeze them into distances.csv.

    Those of the mode that were there are replaced. instance.toml notes the source. No service is asked: files and libraries only. Pairs
    without a row keep the great circle times the mode's detour.
    """
    from recyclenet.geo.road_files import read_roads
    from recyclenet.geo.sea import sea_source
    from recyclenet.instance.ways_frozen import freeze, places_of, ways_by_road, ways_by_sea, ways_of_table
    from recyclenet.terminal import complain

    if not folder.is_dir():
        raise UsageError(f"'{folder}' is no folder; give that of an instance (recyclenet convert makes one of a workbook)")
    if (roads is not None) + (table is not None) + sea != 1:
        raise UsageError("say where the ways come from: one of --roads FILE, --table FILE and --sea")
    given = roads or table
    if given is not None and not given.is_file():
        raise UsageError(f"'{given}' is not there; give the file with the {'roads' if roads else 'table'}")
    places = places_of(folder, mode, within)
    if roads is not None:
        ways, what = ways_by_road(read_roads(roads, layer), places, snap), "shortest ways in"
    elif table is not None:
        ways, what = ways_of_table(table, places), "table"
    else:
        ways, what = ways_by_sea(places, snap), sea_source()
    if ways.left_out:
        complain(
            f"warning: {len(ways.left_out)} places are farther than {snap:g} km from the {'sea lanes' if sea else 'roads'}, first "
            f"'{ways.left_out[0]}'; they keep the great circle times the detour"
        )
    if ways.rows.empty:
        raise UsageError("no way was found; look at the places' coordinates, --snap and --within")
    note = what if given is None else f"{what} {given.name}, SHA-256 {hashlib.sha256(given.read_bytes()).hexdigest()[:16]}"
    gone = freeze(folder, places.mode, ways, note + (f"; {source}" if source else ""))
    say(f"froze {len(ways.rows):,} ways by {places.mode} into {folder / 'distances.csv'}" + (f", in the place of {gone:,}" if gone else ""))
