"""The answer in a few sentences, from the numbers of the plan."""

from recyclenet.solution.report import Report
from recyclenet.views.report.numbers import money, percent, rounded, tonnes

REACHED = 1e-6
"""How far a share reached may be below the one asked for [share] and count as reached."""


def sentences(report: Report) -> str:
    """Return what the plan does, costs and reaches."""
    return " ".join([_opens(report), _collects(report), _costs(report), _targets(report), _missed(report)]).strip()


def years(report: Report) -> str:
    """Return how long the horizon is."""
    count = sum(report.figures.years.values())
    return "one year" if count == 1 else f"{count} years"


def _opens(report: Report) -> str:
    """Say how many sites the plan opens in all."""
    opened = {kind: sum(periods.values()) for kind, periods in report.figures.opened.items()}
    points, others = opened.pop("collection", 0), sum(opened.values())
    parts = [f"{rounded(points)} collection point{'s' * (points != 1)}"] * (points > 0)
    parts += [f"{rounded(others)} yard{'s' * (others != 1)} or works"] * (others > 0)
    return f"The plan opens {' and '.join(parts)}." if parts else "The plan opens nothing."


def _collects(report: Report) -> str:
    figures = report.figures
    collected, supplied = (
        sum(sum(amounts.values()) for amounts in by_period.values())
        for by_period in (figures.collected_t_by_period, figures.supplied_t_by_period)
    )
    scale = tonnes([collected])
    share = f", {percent(collected / supplied)} of what arises," if supplied else ""
    return f"It collects {scale(collected)} {scale.unit}{share} in {years(report)}."


def _costs(report: Report) -> str:
    """Say what is spent, earned and left."""
    figures = report.figures
    spent = sum(value for value in figures.cost_by_component.values() if value > 0)
    earned = -sum(value for value in figures.cost_by_component.values() if value < 0)
    scale = money([spent, earned, figures.cost], figures.currency)
    if not earned:
        return f"It costs {scale(spent)} {scale.unit}."
    net = f"a net cost of {scale(figures.cost)}" if figures.cost >= 0 else f"a net income of {scale(-figures.cost)}"
    return f"{scale(spent)} {scale.unit} are spent and {scale(earned)} earned: {net}."


def _targets(report: Report) -> str:
    """Say whether targets are reached, and which of them only just."""
    asked = report.targets.dropna(subset="reached_share")
    if asked.empty:
        return ""
    slack = asked["reached_share"] - asked["asked_share"]
    short = asked[slack < -REACHED]
    if len(short):
        return f"{len(short)} of {len(asked)} targets are missed: {', '.join(dict.fromkeys(short['target']))}."
    just = list(dict.fromkeys(asked.loc[slack <= 1e-4, "target"]))
    return "Every target is reached" + (f"; only just: {', '.join(just)}." if just else ".")


def _missed(report: Report) -> str:
    limits = {str(row["name"]) for row in report.figures.shortfalls if row["rule"] != "target"}
    return f"Limits missed at their price: {', '.join(sorted(limits))}." if limits else ""
