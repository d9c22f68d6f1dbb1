"""Provenance of a plan: what it was made from, with what, how surely, and whether the checker believed it."""

import math
from collections.abc import Mapping

from recyclenet.solution.files import instance_digest
from recyclenet.solution.solution import Solution


def provenance(plan: Solution) -> dict[str, str]:
    """Return what is known of how a plan was made, as text by name."""
    run, settings = plan.run, plan.instance.settings
    digest, stated = instance_digest(plan.instance), run.get("instance_hash")
    money = f"{settings.currency} of {settings.price_year}, discounted at {settings.discount_rate:.3g} a year"
    return {
        "instance": settings.name,
        "instance hash (SHA-256)": digest,
        "the run's instance": "the same" if stated == digest else (f"NOT the same: {stated}" if stated else "not stated"),
        "cost": f"{plan.cost:,.2f} {money}",
        "proven bound": f"{plan.bound:,.2f}: no plan costs less" if math.isfinite(plan.bound) else "none proven",
        "gap": f"{plan.gap:.4%}" if math.isfinite(plan.gap) else "none proven",
        "status": {"optimal": "optimal within the gap asked for", "feasible": "a plan, not proven to the gap asked for"}[plan.status],
        "checker": _verdict(run),
        "solved in": f"{plan.seconds:.1f} s",
        "size": f"{run['columns']:,} columns, {run['rows']:,} rows" if {"columns", "rows"} <= run.keys() else "not stated",
        "options": _listed(run.get("options")),
        "versions": _listed(run.get("versions")),
    }


def _verdict(run: Mapping[str, object]) -> str:
    if "checked" not in run:
        return "not stated: this plan was saved without a check"
    return "believed: every rule and the cost hold" if run["checked"] else f"NOT believed: {run.get('violations')} rules broken"


def _listed(values: object) -> str:
    if not isinstance(values, Mapping) or not values:
        return "not stated"
    return ", ".join(f"{name} {'not set' if value is None else value}" for name, value in values.items())
