"""The command on candidate sites: where a site may stand, and why not."""

from pathlib import Path
from typing import Annotated

import typer

from recyclenet.commands.common import Format, OutputFormat, print_json, say
from recyclenet.errors import UsageError


def sites(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of an instance, with regions.csv, regions.geojson and screening.toml.")
    ],
    add: Annotated[bool, typer.Option("--add", help="Add the sites that were kept to sites.csv.")] = False,
    like: Annotated[
        str | None,
        typer.Option(metavar="SITE", help="With --add: what may stand at this site may stand at the new ones, at the same cost."),
    ] = None,
    form: OutputFormat = Format.text,
) -> None:
    """Look for candidate sites and screen them by rules.

    screening.toml says where to look (a grid, settlements, greenfield suggestions) and what to obey (layers to keep away from or to be
    near to). DIR/screening gets all candidate sites with the reason why each was kept or dropped, the rows for sites.csv, and a map.
    """
    from recyclenet.instance.screened import screened
    from recyclenet.instance.screening_files import SCREENING_FOLDER, add_sites, write_screening
    from recyclenet.terminal import warn
    from recyclenet.views.site_maps import save_site_map

    if not folder.is_dir():
        raise UsageError(f"'{folder}' is no folder; give that of an instance (recyclenet convert makes one of a workbook)")
    if like is not None and not add:
        raise UsageError("--like goes with --add: it says what may stand at the sites that are added")
    found = screened(folder)
    warn(found.problems)
    files = [*write_screening(found, folder / SCREENING_FOLDER), save_site_map(found, folder / SCREENING_FOLDER / "map.html")]
    added = add_sites(found, folder, like) if add else 0
    if form is Format.json:
        counts = {"looked_at": len(found.spots), "kept": len(found.kept), "dropped": found.dropped, "added": added}
        print_json({**counts, "files": [str(file) for file in files], "warnings": [str(problem) for problem in found.problems]})
        return
    width = max(map(len, ["looked at", *found.dropped]))
    say(f"{'looked at':{width}} {len(found.spots):7,}")
    for rule, count in found.dropped.items():
        if count or rule in {each.name for each in found.rules}:
            say(f"{rule:{width}} {-count:7,}")
    say(f"{'kept':{width}} {len(found.kept):7,}")
    say(f"wrote {', '.join(map(str, files))}" + (f"; added {added:,} sites to {folder / 'sites.csv'}" if add else ""))
