"""Files a screening leaves behind: every candidate site with its reason, and the rows a planner can take into the instance."""

from collections.abc import Sequence
from pathlib import Path

from recyclenet.errors import UsageError
from recyclenet.instance.change_files import add_rows
from recyclenet.instance.files import read_parts
from recyclenet.instance.folder_files import csv_text, put
from recyclenet.instance.schema import SCHEMA, Column, Table
from recyclenet.instance.screened import Screened, candidates_like
from recyclenet.instance.sheets import Sheet, cell_text, sheet_of

SCREENING_FOLDER = "screening"
"""Folder of what a screening leaves behind, inside that of the instance."""

TEXTS = ("site", "name", "region", "origin", "dropped_by", "reason")
CANDIDATE_SITES = Table("candidate_sites", "", ("site",), tuple(Column(name, "text", "") for name in TEXTS))


def write_screening(found: Screened, folder: Path) -> list[Path]:
    """Write candidate_sites.csv (all spots, why each was kept or dropped) and sites.csv (the kept, as the instance takes them)."""
    folder.mkdir(parents=True, exist_ok=True)
    spots = found.spots.assign(kept=["yes" if kept else "no" for kept in found.spots["kept"]]).round({"lat_deg": 6, "lon_deg": 6})
    columns = ["site", "name", "lat_deg", "lon_deg", "region", "origin", "kept", "dropped_by", "reason"]
    cells = [[cell_text(cell) for cell in spots[column]] for column in columns]
    put(folder / "candidate_sites.csv", csv_text(sheet_of(columns, list(zip(*cells, strict=True))), CANDIDATE_SITES))
    put(folder / "sites.csv", csv_text(_sites_sheet(found), SCHEMA["sites"]))
    return [folder / "candidate_sites.csv", folder / "sites.csv"]


def add_sites(found: Screened, folder: Path, like: str | None) -> int:
    """Add the kept sites to the sites.csv of an instance, and to its candidates.csv what may stand at the site `like`; return how many."""
    sheet = _sites_sheet(found)
    sites = [row[0] for row in sheet.rows]
    known = sorted(set(sites) & set(found.standing["site"]))
    if known:
        raise UsageError(f"sites.csv has '{known[0]}' already; take out what an earlier screening added, or set apart_km in screening.toml")
    candidates: Sequence[dict[str, str]] = []
    if like is not None:
        frame = candidates_like(read_parts(folder, ("regions", "candidates")).tables["candidates"], like, sites)
        candidates = [{str(column): cell_text(cell) for column, cell in row.items()} for row in frame.to_dict("records")]
    add_rows(folder, "sites", [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows])
    if candidates:
        add_rows(folder, "candidates", candidates)
    return len(sites)


def _sites_sheet(found: Screened) -> Sheet:
    kept = found.kept.round({"lat_deg": 6, "lon_deg": 6})
    columns = ["site", "name", "lat_deg", "lon_deg", "region"]
    return sheet_of(columns, list(zip(*([cell_text(cell) for cell in kept[column]] for column in columns), strict=True)))
