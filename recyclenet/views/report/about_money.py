"""Sections on money: costs by component and period, what goods cost where they arise, what binds and what that is worth."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recyclenet.solution.figures import names
from recyclenet.solution.report import Report
from recyclenet.solution.serving import NO_REGION, levelised
from recyclenet.views.report.columns import stacked_columns
from recyclenet.views.report.heat import heat_table
from recyclenet.views.report.html import Markup, figure, heading, paragraph, table
from recyclenet.views.report.numbers import money, rounded
from recyclenet.views.report.streams import names_of
from recyclenet.views.report.svg import legend

COMPONENTS: Mapping[str, tuple[str, str]] = {
    "acquisition": ("paid to owners", "paid to owners"),
    "haulage": ("haulage", "haulage"),
    "processing": ("processing", "processing"),
    "fixed": ("fixed costs", "fixed costs"),
    "expansion_fixed": ("fixed costs of what is added", "fixed costs"),
    "opening": ("opening", "investment"),
    "expansion": ("expansion", "investment"),
    "closing": ("closing", "investment"),
    "salvage": ("salvage", "investment"),
    "uncollected": ("left behind", "other"),
    "storage": ("stock", "other"),
    "emissions": ("price of emissions", "other"),
    "target_shortfall": ("targets missed", "other"),
    "limit_breach": ("limits missed", "other"),
    "sales": ("sales less disposal", "sales less disposal"),
}
"""What a component is called, and the group it is drawn in."""

GROUP_COLOURS = {
    "paid to owners": "#e69f00", "processing": "#aa3377", "haulage": "#0072b2", "fixed costs": "#332288", "investment": "#56b4e9",
    "other": "#6b7280", "sales less disposal": "#009e73",
}  # fmt: skip
"""Colours of groups of components, in the order in which they are stacked; after Okabe & Ito and P. Tol, as in the palette of maps."""

MOST_PERIODS, MOST_REGIONS, MOST_MATERIALS = 8, 26, 8


def cost_section(report: Report) -> list[Markup]:
    """Return discounted cost by component and period, which adds up to the plan's cost."""
    figures = report.figures
    grouped = {period: _grouped(components) for period, components in figures.cost_by_period.items()}
    scale = money((value for parts in figures.cost_by_period.values() for value in parts.values()), figures.currency)
    used = {name: colour for name, colour in GROUP_COLOURS.items() if any(parts.get(name) for parts in grouped.values())}
    chart = stacked_columns(grouped, used, scale, label="Discounted cost by period and group of components", net=True, height=300)
    periods = list(figures.years) if len(figures.years) <= MOST_PERIODS else []
    whole = money([*figures.cost_by_component.values(), figures.cost], figures.currency)
    rows = [
        [_called(name), *(whole(figures.cost_by_period[period].get(name, 0.0)) for period in periods), whole(total)]
        for name, total in sorted(figures.cost_by_component.items(), key=lambda item: _place(item[0]))
    ]
    sums = [whole(sum(figures.cost_by_period[period].values())) for period in periods]
    rows.append(["sum = cost of the plan", *sums, whole(figures.cost)])
    caption = f"Discounted cost of each period, {scale.unit} of {figures.price_year}. Black line: net of income."
    return [
        heading("Costs", "costs", page=True),
        figure(chart, caption, legend(used.items())),
        table([f"{whole.unit}, discounted", *periods, "all years"], rows, sums=1),
    ]


def _grouped(components: Mapping[str, float]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for name, value in components.items():
        group = COMPONENTS.get(name, (name, "other"))[1]
        sums[group] = sums.get(group, 0.0) + value
    return sums


def _called(component: str) -> str:
    return COMPONENTS.get(component, (component, ""))[0]


def _place(component: str) -> int:
    return list(COMPONENTS).index(component) if component in COMPONENTS else len(COMPONENTS)


def serving_section(report: Report) -> list[Markup]:
    """Return what a tonne costs by where it arises and what it is, every cost laid on the tonnes it is spent on."""
    plan, figures = report.plan, report.figures
    laid = report.served[report.served["region"] != NO_REGION]
    if laid.empty:
        return [heading("Cost to serve", "serving"), paragraph("No cost is laid on a region.")]
    where, places = _places(report)
    laid = laid.assign(where=laid["region"].map(places))
    materials = list(dict.fromkeys(laid["material"]))
    columns = materials if len(materials) <= MOST_MATERIALS else []
    cells = levelised(laid, plan, ["where", "material"]).set_index(["where", "material"])["cost_per_t"]
    sums = levelised(laid, plan, ["where"])
    listed = sums.sort_values("cost", ascending=False, kind="stable")["where"].tolist()[:MOST_REGIONS]
    whole_of = sums.set_index("where")["cost_per_t"]
    of_all = levelised(laid.assign(every=""), plan, ["every", "material"]).set_index("material")["cost_per_t"]
    rows = [(name, [*(float(cells.get((name, material), np.nan)) for material in columns), float(whole_of[name])]) for name in listed]
    overall = float(levelised(laid.assign(every=""), plan, ["every"])["cost_per_t"].iloc[0])
    rows.append(("all", [*(float(of_all[material]) for material in columns), overall]))
    shown = names_of(plan.instance)
    heat = heat_table(rows, [*(shown[material] for material in columns), "all goods"], label="Cost to serve by place and material")
    missing = len(sums) - len(listed)
    caption = (
        f"{figures.currency} per tonne collected, levelised (discounted cost by discounted tonnes). Blue: a tonne earns; orange: it costs. "
        f"{where.capitalize()} in order of what they cost in all" + (f"; {missing} more are in the Excel file." if missing > 0 else ".")
    )
    rule = (
        "Costs follow the tonnes: haulage, purchase and sales fall on the tonnes moved or sold; running costs of a candidate on what goes "
        "through it in the period; opening and expansion evenly on all that ever goes through. Where goods mix, each tonne bears the same "
        "share of what follows."
    )
    return [heading("Cost to serve", "serving"), figure(heat, caption), paragraph(rule, "note"), _reconciled(report, laid, materials)]


def _places(report: Report) -> tuple[str, dict[str, str]]:
    """Return what rows of the table are, and the row of every region: groups where there are many regions and all have one."""
    regions, shown = report.plan.instance["regions"], names(report.plan, "regions")
    groups = regions.set_index("region")["group"]
    if len(regions) > MOST_REGIONS and groups.notna().all():
        return "groups of regions", groups.to_dict()
    return "regions", shown


def _reconciled(report: Report, laid: pd.DataFrame, materials: list[str]) -> Markup:
    """Return cost by material, which with what is laid on no region adds up to the plan's cost."""
    shown, figures = names_of(report.plan.instance), report.figures
    scale = money([*laid["cost"], figures.cost], figures.currency)
    by_material = levelised(laid.assign(every=""), report.plan, ["material"]).set_index("material")
    rows = [
        [
            shown[material],
            rounded(by_material["collected_t"][material]),
            scale(by_material["cost"][material]),
            rounded(by_material["cost_per_t"][material]),
        ]
        for material in materials
    ]
    rest = float(report.served.loc[report.served["region"] == NO_REGION, "cost"].sum())
    if rest:
        rows.append(["laid on no region: missed rules, what stands idle", "", scale(rest), ""])
    rows.append(["sum = cost of the plan", rounded(by_material["collected_t"].sum()), scale(figures.cost), ""])
    return table(["", "collected, t, all years", f"{scale.unit}, discounted", f"{figures.currency}/t, levelised"], rows, sums=1)
