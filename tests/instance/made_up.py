"""A made-up document that uses every table and column of the schema, with names of one's own choice."""

from collections.abc import Sequence

from recyclenet.instance.document import Document
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.sheets import sheet_of

ROLES = (
    "early", "late", "north", "south", "yard", "works", "packs", "collected", "salt", "residue", "Co", "point", "plant", "small", "gather",
    "leach", "road", "general", "special", "buyer", "landfill", "CO2e", "basin", "battery", "rule",
)  # fmt: skip

TABLES: dict[str, list[str]] = {
    "periods": ["early 3 yes 2026", "late 2 no -"],
    "regions": ["north =text 50.0 10.00 1000 basin 1.25", "south - 49.5 10.5 - - -"],
    "sites": ["yard =text 50.1 10.1 north 500", "works - 50.2 10.2 - -"],
    "materials": ["packs =text general battery", "collected - general battery", "salt - special -", "residue - special -"],
    "compositions": ["packs Co 0.10", "collected Co 1e-1", "salt Co .2"],
    "supplies": ["north packs early 100 12.5", "north packs late 0.30000000000000004 -", "south packs early 200.0 -3"],
    "uncollected": ["packs * 200 0.5"],
    "technologies": ["point =text collection", "plant - recycling"],
    "conversions": ["point gather packs * -1", "point gather collected * 1", "plant leach collected early -1",
                    "plant leach collected late -1",
                    "plant leach salt early 0.5",
                    "plant leach residue late 0.25"],
    "candidates": ["yard point small 100 1000 50 5 candidate early late 0.1 300 50 7 0.5 20 10 3",
                   "works plant small 400 5000 0 12345678901234.567 required - - - - - - - - - -"],
    "modes": ["road =text 1.3"],
    "mode_rates": ["road general 0.5 3 120", "road special 0.25 - -"],
    "distances": ["north yard road 12", "yard works road 030.50"],
    "outlets": ["buyer =text buyer 50.3 10.3", "landfill - disposal 50.4 10.4"],
    "sales": ["buyer salt * 100 5000", "landfill residue * =price -"],
    "candidate_costs": ["yard point small late 900 40 4 6 0.25 15 5"],
    "haulage_costs": ["road general late 0.75 4"],
    "gases": ["CO2e * 60"],
    "processing_emissions": ["plant CO2e * -0.5"],
    "haulage_emissions": ["road general CO2e * 0.0001"],
    "storage": ["yard collected * 2 50"],
    "targets": ["rule * recovery battery Co 0.5 80 1000"],
    "network_size": ["collection basin * 0 2"],
    "groups": ["basin south"],
    "access": ["rule 25 0.9 battery collection road"],
    "service": ["rule * collection 50 road 0.5"],
    "limits": ["rule * sold basin - - battery collected buyer - 1 1e6 30", "basin * emissions - recycling plant - - - CO2e - 500 -"],
    "exclusive": ["rule works plant"],
    "requires": ["plant leach collection within_km 100 road"],
    "single_source": ["collected"],
    "splits": ["plant leach * site 0.1 1"],
    "standards": ["plant basin late no"],
    "returns": ["buyer salt south packs 1 0.05"],
}  # fmt: skip
"""Rows, cell by cell: a role stands for its name, - for an empty cell, =text and =price for what is given, all else for itself."""


def made_up(names: Sequence[str], text: str, price: str, settings: dict[str, object]) -> Document:
    """Return the document; `names` are those of `ROLES`, no two of them alike."""
    said = {**dict(zip(ROLES, names, strict=True)), "-": "", "=text": text, "=price": price}
    headers = {name: [column.name for column in table.columns] for name, table in SCHEMA.items()}
    sheets = {
        name: sheet_of(headers[name], [[_cell(cell, name, column, said) for cell, column in zip(row.split(" "), headers[name], strict=True)]
                                       for row in rows])
        for name, rows in TABLES.items()
    }  # fmt: skip
    corners = [[9.5, 49.25], [10.75, 49.25], [10.75, 50.5], [9.5, 49.25]]
    shape = {"type": "Polygon", "coordinates": [corners + [corners[0]] * 3000]}  # longer than a cell of a workbook
    return Document(settings, sheets, ((said["north"], shape), (said["south"], shape)))


def _cell(cell: str, table: str, column: str, said: dict[str, str]) -> str:
    kind = SCHEMA[table].column(column).kind
    return cell if kind in ("choice", "flag") and cell != "-" else said.get(cell, cell)
