"""A workbook is read cell by cell as text; what has no text of its own, or should not be unpacked, is refused with its cell."""

import re
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from recyclenet.errors import InstanceError
from recyclenet.instance import workbook
from recyclenet.instance.files import check_instance, convert, read_instance, write_template
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.workbook import read_workbook
from tests.cases import STARTER


@pytest.fixture
def book(tmp_path):
    """Return a workbook of the starter instance, ready to be changed as a planner would."""
    convert(STARTER, tmp_path / "mine.xlsx")
    return tmp_path / "mine.xlsx"


def change(book, sheet, cell, value):
    """Put a value into a cell with another programme: openpyxl, as a user of it would."""
    opened = load_workbook(book)
    opened[sheet][cell] = value
    opened.save(book)


def refusal(book):
    with pytest.raises(InstanceError) as caught:
        read_instance(book)
    return str(caught.value)


def with_part(book, part, old, new):
    """Change a part of the archive itself."""
    with zipfile.ZipFile(book) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert old in contents[part]
    contents[part] = contents[part].replace(old, new)
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("supplies", "D2", "=200+1", "mine.xlsx sheet supplies, cell D2: a formula without its value; open and save the file in a spread"),
        ("supplies", "D2", "NA", "mine.xlsx sheet supplies, cell D2, supply_t: found 'NA'; write a number with a decimal point"),
        ("supplies", "D2", "#N/A", "mine.xlsx sheet supplies, cell D2: found the error #N/A; mend it, or write the value"),
        ("supplies", "D2", -3, "mine.xlsx sheet supplies, cell D2, supply_t: found '-3'; write at least 0 t/yr"),
        ("supplies", "D2", date(2026, 1, 1), "mine.xlsx sheet supplies, cell D2: found a date or time; format the cell as text"),
        ("supplies", "D2", True, "mine.xlsx sheet supplies, cell D2: found TRUE; write yes or no"),
        ("supplies", "D2", None, "mine.xlsx sheet supplies, cell D2, supply_t: the cell is empty; write amount"),
        ("supplies", "A2", "Northtown", "cell A2, region: 'Northtown' is not in sheet regions; did you mean 'northtown'?"),
        ("supplies", "A3", "northtown", "mine.xlsx sheet supplies, cell A3, region: northtown, battery, 2026-2028 stands already on row 2"),
        ("supplies", "D1", "suply_t", "mine.xlsx sheet supplies, cell D1, suply_t: the column 'suply_t' is unknown; did you mean"),
        ("supplies", "E2", 7, "mine.xlsx sheet supplies, row 2: 5 cells; write 4, one for each column of the header"),
        ("supplies", "D1", "=A1", "mine.xlsx sheet supplies, cell D1: a formula without its value"),
        ("periods", "B2", 3.5, "mine.xlsx sheet periods, cell B2, years: found '3.5'; write a whole number, such as 3"),
        ("settings", "B6", "x", "mine.xlsx sheet settings, price_year: found 'x'; write a int"),
        ("settings", "A7", "discount_rat", "mine.xlsx sheet settings, discount_rat: the key is unknown; did you mean 'discount_rate'?"),
        ("settings", "A7", "currency", "mine.xlsx sheet settings, cell A7: 'currency' stands already above; keep one of them"),
        ("settings", "B7", "=0.05", "mine.xlsx sheet settings, cell B7: a formula without its value"),
        ("polygons", "A2", "northtwn", "mine.xlsx sheet polygons, region: 'northtwn' is not in sheet regions; did you mean 'northtown'?"),
        ("polygons", "B2", '{"type": 1, "type": 1}', "mine.xlsx sheet polygons, cell B2, northtown: it cannot be read ("),
        ("polygons", "B2", '{"type": "Point", "coordinates": [0, 0]}', "sheet polygons, geometry: that of 'northtown': it is a Point"),
    ],
)  # fmt: skip
def test_a_fault_in_a_workbook_is_named_with_sheet_and_cell(book, sheet, cell, value, said):
    change(book, sheet, cell, value)
    assert said in refusal(book)


def test_faults_in_several_cells_are_told_at_once(book):
    change(book, "supplies", "D2", "=1")
    change(book, "supplies", "D3", "x")
    change(book, "periods", "B2", "y")
    assert refusal(book).startswith("3 problems in the instance:")


def test_a_formula_counts_by_the_value_that_was_saved_with_it(book):
    change(book, "supplies", "D2", "=100+50")
    with_part(book, part_of(book, "supplies"), b"<f>100+50</f><v />", b"<f>100+50</f><v>150</v>")
    assert read_instance(book)["supplies"].loc[0, "supply_t"] == 150


def part_of(book, sheet):
    """Return the part of the archive that holds a sheet: openpyxl numbers them in order."""
    return f"xl/worksheets/sheet{load_workbook(book).sheetnames.index(sheet) + 1}.xml"


def test_a_number_is_what_it_says_and_a_name_that_looks_like_one_stays_text(book):
    change(book, "supplies", "D2", 0.1 + 0.2)
    change(book, "regions", "B2", "0001E5")
    change(book, "regions", "B3", 2026)  # typed as a number
    change(book, "regions", "B4", "=x")
    opened = load_workbook(book)
    assert opened["regions"]["B4"].data_type == "f"
    opened["regions"]["B4"].data_type = "s"
    opened.save(book)
    instance = read_instance(book)
    assert instance["supplies"].loc[0, "supply_t"] == 0.3  # openpyxl, like Excel's own cells, keeps 16 digits
    assert list(instance["regions"]["name"]) == ["0001E5", "2026", "=x"]


def test_shared_strings_of_several_fonts_and_their_pronunciation_read_as_excel_shows_them(book):
    part = part_of(book, "regions")
    with_part(book, part, b't="inlineStr"><is><t>Northtown</t></is>', b't="s"><v>0</v>')
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>赣</t></r><r><t xml:space="preserve">州 </t></r>'
        '<r><t>_x005F_x0041__x0042_</t></r><rPh sb="0" eb="1"><t>gan</t></rPh></si></sst>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    with_part(book, rels, b"</Relationships>", f'<Relationship Id="rIdX" Type="{kind}" Target="ss.xml"/></Relationships>'.encode())
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/ss.xml", strings)
    assert read_instance(book)["regions"].loc[0, "name"] == "赣州 _x0041_B"


def test_a_sheet_of_ones_own_is_left_alone_when_its_name_says_so(book):
    opened = load_workbook(book)
    opened.create_sheet("_my sums")["A1"] = "=1+1"
    opened.save(book)
    assert check_instance(book)[1] == []
    opened.create_sheet("suplies")
    opened.save(book)
    assert "mine.xlsx sheet suplies: no table has this name; did you mean 'supplies'?" in refusal(book)
    opened["suplies"].title = "zzz"
    opened.save(book)
    assert "mine.xlsx sheet zzz: no table has this name; take it out, or let its name begin with _" in refusal(book)


def test_missing_sheets_are_named(book):
    opened = load_workbook(book)
    del opened["modes"], opened["settings"]
    opened.save(book)
    said = refusal(book)
    assert "mine.xlsx sheet settings: it is missing; add it with rows for name, currency, price_year, discount_rate" in said
    assert "mine.xlsx sheet modes: it is missing; add it with the columns mode" in said


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_text("site,name\n", encoding="utf-8")
    assert "a.xlsx: it is no .xlsx workbook (File is not a zip file); save it as .xlsx" in refusal(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "b.xlsx: it is no .xlsx workbook" in refusal(tmp_path / "b.xlsx")


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_refused(book, monkeypatch):
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b" " * 30_000_000)  # 30 kB packed
    said = refusal(book)
    assert "times its size, more than 200: that is no sheet of data" in said
    monkeypatch.setattr(workbook, "MOST_UNPACKED_BYTES", 20 * 2**20)
    assert "mine.xlsx: it unpacks to 29 MB, more than 20" in refusal(book)


def test_an_archive_that_understates_its_sizes_is_not_unpacked_beyond_them(tmp_path):
    """The directory says 10 bytes; 30 MB lie behind it. Reading stops at 10, and the check sum does not fit."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", b" " * 30_000_000)
    content = (tmp_path / "a.xlsx").read_bytes()
    size = (30_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    (tmp_path / "a.xlsx").write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    assert "a.xlsx: it is no .xlsx workbook (Bad CRC-32" in refusal(tmp_path / "a.xlsx")


def test_xml_that_declares_entities_is_refused(book):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<!DOCTYPE w [<!ENTITY a0 "ha">{laughs}]><worksheet'.encode()
    with_part(book, part_of(book, "regions"), b"<worksheet", head)
    assert "mine.xlsx: its XML declares a document type, which a workbook never does" in refusal(book)


# ------------------------------------------------------------------------------------------------------------ what is written


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Workbook:
    """Return the template, opened by another programme."""
    file = tmp_path_factory.mktemp("template") / "new.xlsx"
    write_template(file)
    return load_workbook(file)


def header(template, sheet) -> dict[str, Cell]:
    return {cell.value: cell for cell in template[sheet][1]}


def test_every_column_of_the_template_has_a_note_with_meaning_unit_and_need(template):
    for name, table in SCHEMA.items():
        cells = header(template, name)
        for column in table.columns:
            note = cells[column.name].comment.text
            assert note.startswith(column.doc)
            assert column.unit in note
            assert ("May be left empty" in note) == column.optional
    assert header(template, "uncollected")["cost_per_t"].comment.text.endswith("\nIt is a number [currency/t].\nNeeded.")


def rules(template, sheet):
    """Return the source of the drop-down and whether it binds, by column."""
    titles = {cell.column_letter: name for name, cell in header(template, sheet).items()}
    return {
        titles[str(rule.sqref).rstrip("0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ") or str(rule.sqref)[0]]: (
            rule.formula1,
            rule.showErrorMessage,
        )
        for rule in template[sheet].data_validations.dataValidation
    }


def test_choices_flags_and_references_have_drop_downs(template):
    assert rules(template, "periods") == {"building": ('"yes,no"', True)}
    supplies = rules(template, "supplies")
    assert supplies["region"] == ("OFFSET(regions!$A$2,0,0,MAX(1,COUNTA(regions!$A:$A)-1),1)", True)
    assert set(supplies) == {"region", "material", "period"}
    candidates = rules(template, "candidates")
    assert candidates["status"] == ('"candidate,existing,required,forbidden"', True)
    assert rules(template, "sales")["period"][1] is False  # * may be written, too
    assert "outlet" not in rules(template, "sales")  # three sheets hold what may stand there


def test_headers_stay_in_sight_columns_are_wide_enough_and_text_stays_text(template):
    for name in SCHEMA:
        sheet = template[name]
        assert sheet.freeze_panes == "A2"
        for cell in sheet[1]:
            assert sheet.column_dimensions[cell.column_letter].width > len(cell.value)
    assert template["sites"].column_dimensions["A"].number_format == "@"
    assert template["sites"].column_dimensions["C"].number_format == "General"


def test_text_that_looks_like_a_formula_is_text_and_negative_numbers_are_numbers(tmp_path):
    convert(STARTER, tmp_path / "mine")
    sites = (tmp_path / "mine" / "sites.csv").read_text(encoding="utf-8")
    (tmp_path / "mine" / "sites.csv").write_text(sites.replace("Mid yard", "=HYPERLINK(1)"), encoding="utf-8")
    convert(tmp_path / "mine", tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    cell = book["sites"]["B3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)
    price = book["sales"]["D4"]
    assert (price.value, price.data_type) == (-90, "n")


def test_a_number_shows_the_decimals_it_was_written_with(book):
    cell = load_workbook(book)["compositions"]["C2"]
    assert (cell.value, cell.number_format) == (0.1, "0.00")  # 0.10 in compositions.csv


def test_cells_are_found_though_a_writer_leaves_out_their_addresses(tmp_path):
    convert(STARTER, tmp_path / "a.xlsx")
    plain = read_workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, re.sub(rb' r="[A-Z]*\d+"', b"", content) if "worksheets/sheet" in name else content)
    assert read_workbook(tmp_path / "b.xlsx")["supplies"] == plain["supplies"]
