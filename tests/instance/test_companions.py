"""What belongs to a folder and is no table goes along from folder to folder; a workbook or JSON says what it leaves behind."""

import pytest

from recyclenet.instance.companion_files import companions
from recyclenet.instance.files import convert, read_instance, write_instance
from tests.cases import starter

SCREENING = """
spacing_km = 10
settlements = "towns/towns.csv"
[[rules]]
name = "lake"
kind = "exclude"
file = "layers/lake.geojson"
buffer_km = 1
[[rules]]
name = "park"
kind = "exclude"
file = "parks.shp"
buffer_km = 1
"""
BELONGS = {
    "SOURCE.md": "where from", "screening.toml": SCREENING, "layers/lake.geojson": "{}", "layers/old/red.gpkg": "red", "parks.shp": "p",
    "parks.dbf": "d", "towns/towns.csv": "lat_deg,lon_deg\n",
}  # fmt: skip
ELSE = {"build.py": "print()", "screening/map.html": "<html>", "layers/.hidden": "no", "roads.graphml": "no"}


@pytest.fixture
def mine(tmp_path):
    folder = tmp_path / "mine"
    write_instance(starter(), folder)
    for name, text in {**BELONGS, **ELSE}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_notes_screening_layers_and_what_its_rules_name_belong_to_a_folder(mine):
    assert companions(mine) == sorted(BELONGS)


def test_from_folder_to_folder_they_go_along(mine, tmp_path):
    assert convert(mine, tmp_path / "other") == []
    for name, text in BELONGS.items():
        assert (tmp_path / "other" / name).read_text(encoding="utf-8") == text
    assert not [name for name in ELSE if (tmp_path / "other" / name).exists()]
    assert not list((tmp_path / "other").rglob("*.part"))


@pytest.mark.parametrize("name", ["mine.xlsx", "mine.json"])
def test_a_file_says_what_it_leaves_behind(mine, tmp_path, name):
    said = [str(problem) for problem in convert(mine, tmp_path / name)]
    remedy = f"{name} does not hold it: it is left behind; convert to a folder to take it along"
    left = ("SOURCE.md", "parks.dbf", "parks.shp", "screening.toml", "towns/towns.csv", "layers/")
    assert said == [f"{place}: {remedy}" for place in left]
    assert read_instance(tmp_path / name).settings == starter().settings


def test_converted_onto_itself_a_folder_keeps_them(mine):
    convert(mine, mine)
    assert companions(mine) == sorted(BELONGS)
    assert (mine / "screening.toml").read_text(encoding="utf-8") == SCREENING


@pytest.mark.parametrize(
    "text",
    ["not toml =", 'settlements = "../secret.csv"', 'rules = "none"', "[[rules]]\nfile = 3\n", 'settlements = "layers/../../secret.csv"'],
)
def test_rules_that_cannot_be_read_or_lead_out_of_the_folder_name_nothing(mine, text):
    (mine.parent / "secret.csv").write_text("secret", encoding="utf-8")
    (mine / "screening.toml").write_text(text, encoding="utf-8")
    assert companions(mine) == ["SOURCE.md", "layers/lake.geojson", "layers/old/red.gpkg", "screening.toml"]


def test_a_link_out_of_the_folder_is_left(mine):
    (mine.parent / "secret.md").write_text("secret", encoding="utf-8")
    (mine / "layers" / "linked.md").symlink_to(mine.parent / "secret.md")
    assert "layers/linked.md" not in companions(mine)
    assert (mine / "layers" / "linked.md").exists()
