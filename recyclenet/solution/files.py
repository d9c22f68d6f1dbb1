"""Saved plans: a run folder with the plan's tables, its manifest and a copy of the instance it answers."""

import json
import math
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from recyclenet.errors import PlanError
from recyclenet.instance.files import instance_hash, read_instance, write_instance
from recyclenet.instance.instance import Instance
from recyclenet.solution.solution import HISTORY_COLUMNS, TABLE_COLUMNS, Solution

MANIFEST = "manifest.json"
MARGINAL_VALUES = "marginal_values.csv"
PROGRESS = "progress.csv"
AMOUNTS = (
    "capacity_t", "throughput_t", "distance_km", "flow_t", "uncollected_t", "withheld_t", "stock_t", "sold_t", "emitted_t",
    "amount", "cost",
)  # fmt: skip


UNPROVEN = {"bound": -math.inf, "gap": math.inf}
"""What a plan holds where nothing is proven; JSON has null for it."""


def instance_digest(instance: Instance) -> str:
    """Return the hash that names an instance's content."""
    return instance_hash(instance)


def run_folder(instance: Instance, runs: Path | str, *, incumbent: bool = False) -> Path:
    """Return the run folder of an instance, or the one in which the best plan so far is kept while a search is at work."""
    return Path(runs) / f"{instance.settings.name}-{instance_hash(instance)[:12]}{'.incumbent' if incumbent else ''}"


def write_solution(plan: Solution, runs: Path | str, *, extra_files: Mapping[str, bytes] | None = None, incumbent: bool = False) -> Path:
    """Write a plan to `<runs>/<instance>-<hash12>` and return that folder; an `incumbent` goes to `<instance>-<hash12>.incumbent`.

    The folder is written under a temporary name, reaches the disk, and is put in place whole; one from an earlier run of the same
    instance is replaced. With a plan the incumbent that led to it goes.
    """
    runs = Path(runs)
    runs.mkdir(parents=True, exist_ok=True)
    folder = run_folder(plan.instance, runs, incumbent=incumbent)
    work = Path(tempfile.mkdtemp(prefix=".writing-", dir=runs))
    try:
        for name, columns in TABLE_COLUMNS.items():
            plan[name][list(columns)].to_csv(work / f"{name}.csv", index=False, lineterminator="\n")
        _write_history(plan.history, work / PROGRESS)
        write_instance(plan.instance, work / "instance")
        for name, content in (extra_files or {}).items():
            (work / name).write_bytes(content)
        (work / MANIFEST).write_text(json.dumps(_manifest(plan), indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
        work.chmod(0o755)
        _reach_the_disk(work)
        old = runs / f".old-{folder.name}-{os.getpid()}"
        if folder.exists():
            folder.rename(old)
        work.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if not incumbent:
        shutil.rmtree(run_folder(plan.instance, runs, incumbent=True), ignore_errors=True)
    return folder


def read_solution(folder: Path | str) -> Solution:
    """Return the plan saved in a run folder; raise PlanError where something is missing or cannot be read."""
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest |= {name: value for name, value in UNPROVEN.items() if manifest[name] is None}
        tables = {name: _read(folder / f"{name}.csv", columns) for name, columns in TABLE_COLUMNS.items()}
        history = _read_history(folder / PROGRESS)
        fields = {name: manifest[name] for name in ("status", "cost", "bound", "gap", "seconds", "run")}
    except (OSError, ValueError, KeyError) as error:
        raise PlanError(f"{folder.name} is not a run folder that recyclenet wrote ({error}); give a folder under runs/") from error
    return Solution(instance=read_instance(folder / "instance"), tables=tables, history=history, **fields)


def read_marginal_values(folder: Path | str) -> pd.DataFrame | None:
    """Return the marginal values saved with a plan (see recyclenet.solve.marginal); None where there are none.

    Raises PlanError where they cannot be read.
    """
    file = Path(folder) / MARGINAL_VALUES
    if not file.exists():
        return None
    try:
        text = pd.read_csv(file, dtype=str, keep_default_na=False)[["rule", "what", "period", "value_per_unit", "unit"]]
        return text.astype({"value_per_unit": float})
    except (OSError, ValueError, KeyError) as error:
        raise PlanError(
            f"{file.name} cannot be read ({error}); delete it, and recyclenet report --marginal-values works it out anew"
        ) from error


def _reach_the_disk(folder: Path) -> None:
    """Wait until every file of a folder is on the disk, so that no power cut leaves a folder in place with empty files."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())


def _manifest(plan: Solution) -> dict[str, object]:
    return {
        "instance": plan.instance.settings.name,
        "currency": plan.instance.settings.currency,
        "status": plan.status,
        "cost": plan.cost,
        **{name: getattr(plan, name) if math.isfinite(getattr(plan, name)) else None for name in UNPROVEN},
        "seconds": plan.seconds,
        "run": dict(plan.run),
    }


def _read(file: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    text = pd.read_csv(file, dtype=str, keep_default_na=False)[list(columns)]
    return text.astype({column: float for column in columns if column in AMOUNTS})


def _write_history(history: pd.DataFrame, file: Path) -> None:
    if len(history):
        rounded = history[list(HISTORY_COLUMNS)].round({"seconds": 3, "memory_mb": 1})
        rounded.to_csv(file, index=False, lineterminator="\n")


def _read_history(file: Path) -> pd.DataFrame:
    """Return the history of a search; empty where it was not kept."""
    if not file.exists():
        return pd.DataFrame(columns=list(HISTORY_COLUMNS))
    text = pd.read_csv(file, dtype=str, keep_default_na=False)[list(HISTORY_COLUMNS)]
    return text.assign(**{name: text[name].replace("", "nan").astype(float) for name in ("seconds", "incumbent", "bound", "memory_mb")})
