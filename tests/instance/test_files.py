"""An instance is read as written or refused with the place, what was found and what to write; nothing is guessed."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recyclenet.errors import InstanceError
from recyclenet.instance.files import check_instance, instance_hash, read_instance, write_instance
from recyclenet.instance.grammar import fault
from recyclenet.instance.schema import SCHEMA
from tests.cases import STARTER, TUTORIAL


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the starter instance."""
    return shutil.copytree(STARTER, tmp_path / "mine")


@pytest.mark.parametrize("source", [STARTER, TUTORIAL], ids=["starter", "tutorial"])
def test_the_projects_instances_are_sound(source):
    instance, problems = check_instance(source)
    assert instance is not None
    assert not problems


@pytest.mark.parametrize("source", [STARTER, TUTORIAL], ids=["starter", "tutorial"])
def test_what_is_written_reads_back_the_same(source, tmp_path):
    instance = read_instance(source)
    write_instance(instance, tmp_path)
    again = read_instance(tmp_path)
    assert all(instance[name].equals(again[name]) for name in SCHEMA)
    assert again.settings == instance.settings
    assert instance_hash(again) == instance_hash(instance)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("periods.csv", "2026-2028,3", "2026-2028,3.5", "periods.csv line 2, years: found '3.5'; write a whole number, such as 3"),
        ("supplies.csv", "2026-2028,200", "2026-2028,NA", "supplies.csv line 2, supply_t: found 'NA'; write a number with a decimal point"),
        ("supplies.csv", "2026-2028,200", '2026-2028,"1,5"', "found '1,5'; write a number with a decimal point"),
        ("supplies.csv", "2026-2028,200", "2026-2028,1e400", "found '1e400'; write a number"),
        ("supplies.csv", "2026-2028,200", "2026-2028,-3", "found '-3'; write at least 0 t/yr"),
        ("supplies.csv", "2026-2028,200", "2026-2028,", "supplies.csv line 2, supply_t: the cell is empty; write amount"),
        ("supplies.csv", "2026-2028,200", "2026-2028,200,7", "supplies.csv line 2: 5 cells; write 4, one for each column"),
        ("supplies.csv", "northtown,battery", "Northtown,battery", "'Northtown' is not in regions.csv; did you mean 'northtown'?"),
        ("supplies.csv", "supply_t", "suply_t", "the column 'suply_t' is unknown; did you mean 'supply_t'?"),
        ("supplies.csv", "midtown,battery,2026-2028", "northtown,battery,2026-2028", "stands already on line 2; keep one of the two rows"),
        ("candidates.csv", "120000,420,,,", "120000,420,open,,", "found 'open'; write one of candidate, existing, required"),
        ("candidates.csv", "60000,900,,2029-2031,", "60000,900,,2029-2031,2026-2028", "last_period: '2026-2028' is before '2029-2031'"),
        ("sites.csv", "park,", "northtown,T,50,10,\npark,", "'northtown' is a place in regions.csv line 2 too"),
        ("conversions.csv", "battery-collected,*,-1", "battery-collected,*,-0.9", "recipe 'leach' of 'battery-plant' takes 0.9 t per"),
        ("conversions.csv", "nickel-salt,*,0.48", "nickel-salt,*,0.6", "makes 0.12 t of Ni out of 0.1 t"),
        ("targets.csv", "battery,Ni,0.9", "battery,Xx,0.9", "no material contains 'Xx'"),
        ("targets.csv", "battery,,0.5", "batery,,0.5", "no material is of stream 'batery'; did you mean 'battery'?"),
        ("network_size.csv", "*,,3", "*,4,3", "4 is more than most, 3"),
        ("materials.csv", "general,magnet\nresidue", "generel,magnet\nresidue", "no mode carries 'generel'; did you mean 'general'?"),
        ("compositions.csv", "nickel-salt,Co,0.08", "nickel-salt,Co,0.9", "add up to 1.1"),
        ("instance.toml", "discount_rate", "discount_rat", "the key is unknown; did you mean 'discount_rate'?"),
        ("instance.toml", '"starter"', '"../starter"', "write letters, digits, - and _ only"),
        ("regions.geojson", '"midtown"', '"midtwn"', "'midtwn' is not in regions.csv; did you mean 'midtown'?"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place_and_remedy(folder, file, old, new, said):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstanceError) as caught:
        read_instance(folder)
    assert said in str(caught.value)


def test_all_faults_are_told_at_once(folder):
    for file, old, new in (("periods.csv", ",3", ",x"), ("supplies.csv", ",200", ",y"), ("sites.csv", "50.29", "z")):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstanceError, match="3 problems in the instance"):
        read_instance(folder)


def test_a_file_that_would_be_overlooked_is_an_error(folder):
    (folder / "suplies.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(InstanceError, match=r"suplies.csv: no table has this name; did you mean 'supplies.csv'\?"):
        read_instance(folder)


def test_a_recipe_may_change_in_one_of_its_rows_only(folder):
    conversions = folder / "conversions.csv"
    rows = conversions.read_text(encoding="utf-8")
    conversions.write_text(rows + "battery-plant,leach,nickel-salt,2029-2031,0.49\n", encoding="utf-8")
    assert check_instance(folder)[0] is not None  # its input stands in the row for every period
    conversions.write_text(rows + "battery-plant,leach,nickel-salt,2029-2031,0.6\n", encoding="utf-8")
    with pytest.raises(InstanceError, match=r"recipe 'leach' of 'battery-plant' in 2029-2031 makes 0.12 t of Ni out of 0.1 t"):
        read_instance(folder)


def test_a_missing_table_is_named(folder):
    (folder / "modes.csv").unlink()
    with pytest.raises(InstanceError, match=r"modes.csv: it is missing; add it with the columns mode"):
        read_instance(folder)


def test_exchanged_latitude_and_longitude_are_a_warning(folder):
    text = (folder / "sites.csv").read_text(encoding="utf-8").replace("50.29,10.02", "10.02,50.29")
    (folder / "sites.csv").write_text(text, encoding="utf-8")
    _, problems = check_instance(folder)
    assert {(problem.severity, problem.file, problem.line) for problem in problems} == {("warning", "sites.csv", 2)}
    assert "latitude and longitude are probably exchanged" in {problem.remedy for problem in problems}


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_every_number_python_writes_is_read(value):
    assert fault(repr(value), SCHEMA["sales"].column("price_per_t")) is None


@given(st.text(max_size=8))
def test_no_text_but_a_plain_decimal_is_a_number(text):
    if fault(text, SCHEMA["sales"].column("price_per_t")) is None:
        assert text.isascii()
        assert abs(float(text)) <= 1e15
        assert not set(text) - set("0123456789+-.eE")


def test_every_column_says_what_it_means_and_every_number_its_unit():
    for table in SCHEMA.values():
        assert table.doc
        assert set(table.key) <= {column.name for column in table.columns}
        for column in table.columns:
            assert column.doc
            assert column.unit or column.kind != "number"
