"""What may become of candidates, and the rules on what stands: decided by looking."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle_all.facts import Facts, Row, blank


@dataclass(frozen=True)
class Course:
    """What becomes of a candidate: the periods it stands in, that in which it is opened, that in which it no longer stands."""

    stands: tuple[bool, ...]
    opened: int | None
    closed: int | None


def courses(facts: Facts, candidate: Row) -> Iterator[Course]:
    """Yield every course a candidate may take."""
    count = len(facts.periods)
    first, last = (facts.periods.index(c) if not blank(c := candidate[f"{side}_period"]) else None for side in ("first", "last"))
    closable, existing = not blank(candidate["closing_cost"]), candidate["status"] == "existing"
    building = [when for when in range(first or 0, count) if facts["periods"][when]["building"] != "no"]
    required = candidate["status"] == "required"
    deadline = last if last is not None else next(iter(building), first or 0)
    starts: list[int | None] = [0] if existing else [None, *range(first or 0, (count - 1 if last is None else last) + 1)]
    for start in starts:
        if start is not None and not existing and facts["periods"][start]["building"] == "no":
            continue
        ends = range(start + (0 if existing else 1), count) if closable and start is not None else ()
        for end in (None, *ends):
            stands = tuple(start is not None and start <= when and (end is None or when < end) for when in range(count))
            if not required or (stands[deadline] if closable else all(stands[deadline:])):
                yield Course(stands, None if existing else start, end)


Plan = tuple[Course, ...]


def standing_in(facts: Facts, plan: Plan, when: int) -> list[Row]:
    """Return the candidates that stand in a period."""
    return [candidate for candidate, course in zip(facts.candidates, plan, strict=True) if course.stands[when]]


def meets(facts: Facts, rule: Row, site: str, standing: list[Row]) -> bool:
    """Return whether what a technology at a site requires is open where it must be."""

    def near(other: str) -> bool:
        if rule["scope"] == "site":
            return other == site
        if rule["scope"] == "group":
            named = {row["group"] for row in (*facts["groups"], *facts["regions"]) if not blank(row["group"])}
            return any(facts.inside(site, group) and facts.inside(other, group) for group in named)
        return bool(rule["scope"] == "anywhere" or facts.way(site, other, rule["mode"]) <= rule["within_km"])

    return any(facts.kind[row["technology"]] == rule["needs_kind"] and near(row["site"]) for row in standing)


def allowed(facts: Facts, plan: Plan) -> bool:
    """Return whether the rules on what stands hold in every period."""
    for when, period in enumerate(facts.periods):
        standing = standing_in(facts, plan, when)
        if not alone(facts, [(row["site"], row["technology"]) for row in standing]):
            return False
        for rule in facts.when("network_size", period, "kind", "group"):
            count = sum(facts.kind[row["technology"]] == rule["kind"] and facts.inside(row["site"], rule["group"]) for row in standing)
            if (not blank(rule["least"]) and count < rule["least"]) or (not blank(rule["most"]) and count > rule["most"]):
                return False
        for rule in facts["requires"]:
            if rule["recipe"] == "*":
                sites = [row["site"] for row in standing if row["technology"] == rule["technology"]]
                if not all(meets(facts, rule, site, standing) for site in sites):
                    return False
        if not served(facts, period, standing):
            return False
    return True


def alone(facts: Facts, pairs: list[tuple[str, str]]) -> bool:
    """Return whether of each technology at a site, and of each exclusive group, no more than one stands."""
    groups = [[(row["site"], row["technology"]) for row in facts["exclusive"] if row["exclusive"] == label]
              for label in {row["exclusive"] for row in facts["exclusive"]}]  # fmt: skip
    return len(set(pairs)) == len(pairs) and all(sum(pair in pairs for pair in group) <= 1 for group in groups)


def served(facts: Facts, period: str, standing: list[Row]) -> bool:
    """Return whether the least shares of people have an open point near."""
    people = {row["region"]: row["population"] for row in facts["regions"] if not blank(row["population"])}
    for rule in facts.when("service", period, "service"):
        points = {row["site"] for row in standing if facts.kind[row["technology"]] == rule["kind"]}
        near = sum(count for region, count in people.items()
                   if any(facts.way(region, site, rule["mode"]) <= rule["within_km"] for site in points))  # fmt: skip
        if near < rule["share"] * sum(people.values()) - 1e-6:
            return False
    return True


def brought(facts: Facts, rule: str, region: str, standing: list[Row]) -> float:
    """Return the share of supply that people bring in under an access rule: that of the narrowest band with an open point."""
    for band in sorted((row for row in facts["access"] if row["access"] == rule), key=lambda row: row["within_km"]):
        sites = [row["site"] for row in standing if facts.kind[row["technology"]] == band["kind"]]
        if any(facts.way(region, site, band["mode"]) <= band["within_km"] for site in sites):
            return float(band["share"])
    return 0.0
