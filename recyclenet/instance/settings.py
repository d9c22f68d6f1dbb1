"""Settings: what an instance says of itself as a whole, from whatever file it stands in, checked, and written as TOML."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from recyclenet.errors import Problem
from recyclenet.instance.grammar import LARGEST
from recyclenet.instance.instance import Settings
from recyclenet.instance.objectives import objective_faults, objective_records, objectives_of
from recyclenet.instance.preset_files import PRESETS, origin_of
from recyclenet.instance.tables import meant

SETTINGS_FILE = "instance.toml"


@dataclass(frozen=True)
class Setting:
    """One key of the settings: the types its value may have, the last of which is what to write, and its meaning."""

    key: str
    kinds: tuple[type, ...]
    doc: str
    needed: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("name", (str,), "names the run folder: letters, digits, - and _", needed=True),
    Setting("title", (str,), "heading of maps and reports"),
    Setting("description", (str,), "what is planned, in a sentence"),
    Setting("currency", (str,), "one currency for all costs and prices ...", needed=True),
    Setting("price_year", (int,), "... of one year", needed=True),
    Setting("discount_rate", (int, float), "share per year", needed=True),
    Setting("targets", (list, str), "presets: a law's rules as targets, such as EU-2023-1542; one name, or a list"),
    Setting(
        "preset_shortfall_cost_per_t", (int, float), "price of each tonne a year short of a preset's target; without it all must be reached"
    ),
    Setting("objectives", (list,), "what is made best, in order; least cost if nothing is said"),
    Setting("provenance", (dict,), "where the numbers are from, and which are placeholders"),
)
BY_KEY = {setting.key: setting for setting in SETTINGS}
PLAIN = tuple(setting for setting in SETTINGS if setting.kinds[0] in (str, int))
"""Settings that are one value each."""

NEEDED = ", ".join(setting.key for setting in SETTINGS if setting.needed)


def settings_of(found: Mapping[str, object], problems: list[Problem]) -> Settings | None:
    """Return settings as found in a file; None, with the problems, where something is wrong with them."""
    faults = list(_key_faults(found))
    if not faults:
        faults = [*_value_faults(found), *_preset_faults(found), *objective_faults(SETTINGS_FILE, found.get("objectives", []))]
    problems += faults
    if faults:
        return None
    values = {key: value for key, value in found.items() if key in {setting.key for setting in PLAIN}}
    rate = float(str(found["discount_rate"]))
    objectives, provenance = objectives_of(found.get("objectives", [])), found.get("provenance", {})  # type: ignore[arg-type]
    stated = {"discount_rate": rate, "targets": _named(found), "objectives": objectives, "provenance": provenance}
    return Settings(**{**values, **stated})  # type: ignore[arg-type]


def settings_record(settings: Settings) -> dict[str, object]:
    """Return settings as they are stated: what says nothing is left out."""
    record: dict[str, object] = {setting.key: getattr(settings, setting.key) for setting in PLAIN}
    record = {key: value for key, value in record.items() if value not in ("", None) or BY_KEY[key].needed}
    if settings.targets:
        record["targets"] = settings.targets[0] if len(settings.targets) == 1 else list(settings.targets)
    if objectives := objective_records(settings.objectives):
        record["objectives"] = objectives
    if settings.provenance:
        record["provenance"] = dict(settings.provenance)
    return record


def without_presets(settings: Settings) -> Settings:
    """Return the settings of an instance whose presets are written out as rows: these name none, and tell where the rows are from."""
    origins = {f"targets {name}": origin_of(name) for name in settings.targets}
    return replace(settings, targets=(), preset_shortfall_cost_per_t=None, provenance={**settings.provenance, **origins})


def toml_text(settings: Settings, *, notes: bool = True) -> str:
    """Return settings as TOML, every key with a note of what it means."""
    record = settings_record(settings)
    lines = [_line(key, record[key]) + (f"  # {BY_KEY[key].doc}" if notes else "") for key in BY_KEY if key in record and _is_plain(key)]
    for objective in objective_records(settings.objectives):
        lines += ["", "[[objectives]]", *(_line(key, value) for key, value in objective.items())]
    if settings.provenance:
        note = f"  # {BY_KEY['provenance'].doc}" if notes else ""
        lines += ["", f"[provenance]{note}", *(_line(key, text) for key, text in settings.provenance.items())]
    return "\n".join(lines) + "\n"


def _is_plain(key: str) -> bool:
    return BY_KEY[key] in PLAIN or key == "targets"


def _named(found: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the presets that settings state: one, or a list."""
    stated = found.get("targets", [])
    return tuple(map(str, stated)) if isinstance(stated, list) else (str(stated),)


def _line(key: str, value: object) -> str:
    bare = re.fullmatch(r"[A-Za-z0-9_-]+", key)
    return f"{key if bare else _toml_value(key)} = {_toml_value(value)}"


def _toml_value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key_faults(found: Mapping[str, object]) -> Iterator[Problem]:
    for key, value in found.items():
        setting = BY_KEY.get(key)
        if setting is None:
            yield Problem(SETTINGS_FILE, 0, key, "the key is unknown", meant(key, list(BY_KEY)) or f"the keys are {', '.join(BY_KEY)}")
        elif not isinstance(value, setting.kinds) or isinstance(value, bool):
            yield Problem(SETTINGS_FILE, 0, key, f"found {value!r}", f"write a {setting.kinds[-1].__name__}")
    for setting in SETTINGS:
        if setting.needed and setting.key not in found:
            yield Problem(SETTINGS_FILE, 0, setting.key, "the key is missing", f"add {setting.key} = ...")


def _value_faults(found: Mapping[str, object]) -> Iterator[Problem]:
    name, rate, provenance = str(found["name"]), float(str(found["discount_rate"])), found.get("provenance", {})
    if not name or not name.isascii() or not all(letter.isalnum() or letter in "-_" for letter in name):
        yield Problem(SETTINGS_FILE, 0, "name", f"found '{name}'", "write letters, digits, - and _ only: it names folders")
    if not 0 <= rate < 1:
        yield Problem(SETTINGS_FILE, 0, "discount_rate", f"found {rate:g}", "write a share per year from 0 to below 1, such as 0.05")
    if isinstance(provenance, dict) and not all(isinstance(text, str) for text in provenance.values()):
        yield Problem(SETTINGS_FILE, 0, "provenance", "it holds something other than text", 'write key = "text" lines')
    if isinstance(provenance, dict) and "" in provenance:
        yield Problem(SETTINGS_FILE, 0, "provenance", "a text is about nothing", "write before it what it is about")
    for key, text in _texts(found):
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            yield Problem(SETTINGS_FILE, 0, key, "it holds half of a sign (a lone surrogate)", "write the whole sign")


def _preset_faults(found: Mapping[str, object]) -> Iterator[Problem]:
    names, price = _named(found), found.get("preset_shortfall_cost_per_t", 0)
    for name in dict.fromkeys(names):
        if name not in PRESETS:
            remedy = meant(name, PRESETS) or f"the presets are {', '.join(PRESETS)}"
            yield Problem(SETTINGS_FILE, 0, "targets", f"there is no preset '{name}'", remedy)
        elif names.count(name) > 1:
            yield Problem(SETTINGS_FILE, 0, "targets", f"'{name}' stands twice", "keep one of them")
    if not (isinstance(price, int | float) and 0 <= price <= LARGEST):
        yield Problem(SETTINGS_FILE, 0, "preset_shortfall_cost_per_t", f"found {price}", "write a price per tonne of at least 0")
    elif "preset_shortfall_cost_per_t" in found and not names:
        remedy = f"name a preset in targets ({', '.join(PRESETS)}), or leave it out"
        yield Problem(SETTINGS_FILE, 0, "preset_shortfall_cost_per_t", "there is no preset that it could be about", remedy)


def _texts(found: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield every text of settings with its key."""
    for key, value in found.items():
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            yield from ((key, f"{inner}{text}") for inner, text in value.items())
        elif isinstance(value, list):
            yield from ((key, str(record.get("of", ""))) for record in value if isinstance(record, dict))
