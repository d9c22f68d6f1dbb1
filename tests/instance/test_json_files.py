"""A JSON instance is read strictly; what is wrong is named with table, row and column."""

import pytest

from recyclenet.errors import InstanceError
from recyclenet.instance.files import convert, read_instance
from tests.cases import STARTER


@pytest.fixture
def file(tmp_path):
    """Return the starter instance as JSON."""
    convert(STARTER, tmp_path / "mine.json")
    return tmp_path / "mine.json"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"2026-2028", 200]', '"2026-2028", NaN]', "mine.json: it cannot be read (NaN is no number; leave the cell empty"),
        ('"2026-2028", 200]', '"2026-2028", 1e400]', "mine.json table supplies, row 1, supply_t: found '1e400'; write a number between"),
        ('"2026-2028", 200]', '"2026-2028", "x"]', "mine.json table supplies, row 1, supply_t: found 'x'; write a number"),
        ('"2026-2028", 200]', '"2026-2028", null]', "mine.json table supplies, row 1, supply_t: the cell is empty; write amount"),
        ('"2026-2028", 200]', '"2026-2028", true]', "mine.json table supplies, row 1, supply_t: found true; write yes or no as text"),
        ('"2026-2028", 200]', '"2026-2028", [2]]', 'mine.json table supplies, row 1, supply_t: found ["2"]; write a text, a number'),
        ('"2026-2028", 200]', '"2026-2028", 200, 7]', "mine.json table supplies, row 1: 5 cells; write 4"),
        ('["northtown", "battery", "2026-2028", 200]', "7", "mine.json table supplies, row 1: found 7; write a row: [...]"),
        ('["northtown", "battery"', '["Northtown", "battery"', "row 1, region: 'Northtown' is not in table regions; did you mean"),
        ('"midtown", "battery", "2026-2028"', '"northtown", "battery", "2026-2028"', "stands already on row 1; keep one of the two rows"),
        ('"supplies": {', '"suplies": {', "mine.json table suplies: no table has this name; did you mean 'supplies'?"),
        ('"supplies": {', '"sites": {', "mine.json: it cannot be read (within one object a key stands twice: 'sites')"),
        ('"rows"', '"row"', 'mine.json table periods: found {"columns": ["period", "years"], "row": ...; write {"columns"'),
        ('"settings": {', '"setting": {', "mine.json, setting: the key is unknown; did you mean 'settings'?"),
        ('"discount_rate": 0.05', '"discount_rate": 1e999', "mine.json settings: the number 1e999 is too large; write a smaller one"),
        ('"discount_rate": 0.05', '"discount_rate": "5"', "mine.json settings, discount_rate: found '5'; write a float"),
        ('"name": "starter"', '"name": "\\ud800"', "mine.json settings, name: found '\ud800'; write letters"),
        ('"title": "S', '"title": "\\ud800', "mine.json settings, title: it holds half of a sign (a lone surrogate)"),
        ('"all": "', '"": "', "mine.json settings, provenance: a text is about nothing; write before it what it is about"),
        ("[9.7, 50.15]", "[9.7, 1e999]", "mine.json: it cannot be read (the number 1e999 is too large)"),
        ('"northtown": {"type"', '"northtwn": {"type"', "mine.json polygons, region: 'northtwn' is not in table regions;"),
        ('"recyclenet instance 1"', '"recyclenet instance 9"', 'mine.json: it is no instance of recyclenet; let it begin with "format"'),
        ('"recyclenet instance 1"', '"x", "products": 1', "it looks like one of RELOG; convert it first, with --from relog"),
        ('{\n"format"', "[" * 100_000, "mine.json: it cannot be read (it is nested too deeply)"),
        ('{\n"format"', '\n"format"', "mine.json: it cannot be read (Extra data"),
    ],
)  # fmt: skip
def test_a_fault_in_json_is_named_with_its_place(file, old, new, said):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstanceError) as caught:
        read_instance(file)
    assert said in str(caught.value)


def test_names_may_be_written_as_numbers_and_stay_as_written(file):
    text = file.read_text(encoding="utf-8").replace('"2026-2028"', "1e2").replace('"2029-2031"', "2.0")
    file.write_text(text, encoding="utf-8")
    assert read_instance(file).periods == ("1e2", "2.0")


def test_text_that_is_no_utf_8_is_refused(file):
    file.write_bytes(file.read_bytes().replace(b"Northtown", b"\xff"))
    with pytest.raises(InstanceError, match=r"mine.json: it cannot be read \('utf-8' codec"):
        read_instance(file)
