"""Presets on the command line: shown with their sources, counted by `validate`, written out by `convert`."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def mine(call):
    """Return a starter instance that names a preset."""
    assert call("new", "mine")[0] == 0
    settings = Path("mine/instance.toml")
    text = settings.read_text(encoding="utf-8").replace("\n[provenance]", 'targets = "EU-2023-1542"\n\n[provenance]')
    settings.write_text(text, encoding="utf-8")
    return Path("mine")


def test_presets_are_shown_with_share_date_mark_and_source(call):
    code, out, _ = call("presets", "EU-2023-1542")
    assert code == 0
    row = next(line for line in out.splitlines() if line.strip().startswith("recover Li") and "2032" in line)
    assert row.split()[2:6] == ["2032", "recovery", "80%", "yes"]
    assert "waste-management-world.com" in row
    assert "EU-CRMA" not in out
    assert "read as: recover Co, recover Cu, recover Li, recover Ni, recover Pb: over the whole chain" in out


def test_presets_as_json_are_all_their_rules(call):
    code, out, _ = call("presets", "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert list(found) == ["EU-2023-1542", "EU-CRMA", "CN-2026"]
    lithium = next(rule for rule in found["CN-2026"] if rule["target"] == "recover Li")
    assert (lithium["from_year"], lithium["share"], lithium["verified"]) == (2025, 0.88, "yes")
    assert found["EU-2023-1542"][0]["element"] is None


def test_a_misspelt_preset_is_refused_with_what_was_meant(call):
    code, _, err = call("presets", "EU-CMRA")
    assert code == 2
    assert "there is no preset 'EU-CMRA'; did you mean 'EU-CRMA'?" in err


def test_validate_says_how_many_targets_a_preset_gave(call, mine):
    code, out, err = call("validate", str(mine))
    assert code == 0
    assert "5 targets (2 of EU-2023-1542)" in out  # three of its own; Co and Ni in 2029-2031
    assert "warning: instance.toml, targets: 'EU-2023-1542 recover Pb' is left out: no material contains Pb" in err
    code, out, _ = call("validate", str(mine), "--format", "json")
    assert json.loads(out)["presets"] == {"EU-2023-1542": 2}


def test_convert_writes_the_rows_out_only_when_told_to(call, mine):
    assert call("convert", str(mine), "named")[0] == call("convert", str(mine), "rows", "--expand")[0] == 0
    assert 'targets = "EU-2023-1542"' in Path("named/instance.toml").read_text(encoding="utf-8")
    assert "EU-2023-1542" not in Path("named/targets.csv").read_text(encoding="utf-8")
    assert "EU-2023-1542 recover Ni,2029-2031,recovery,*,Ni,0.9\n" in Path("rows/targets.csv").read_text(encoding="utf-8")
    code, out, err = call("validate", "rows")
    assert code == 0
    assert "5 targets," in out + ","
    assert err == ""


def test_files_of_other_programmes_have_nothing_to_expand(call, mine):
    code, _, err = call("convert", str(mine), "other", "--from", "relog", "--expand")
    assert code == 2
    assert "--expand is for instances of recyclenet" in err
