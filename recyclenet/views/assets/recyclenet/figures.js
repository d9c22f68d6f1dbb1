/* The head of the page: title, cost and proof, and the key figures of what is shown. */
recyclenet.figures = (() => {
  "use strict";

  const { at, html } = recyclenet.dom;
  const { gap, km, money, number, share, tonnes } = recyclenet.format;

  const proofOf = (plan) =>
    plan.gap === null ? "no bound proven" : plan.gap < 5e-5 ? "proven optimal" : `proven within ${gap(plan.gap)} of the optimum`;

  /** Write what does not follow the controls: title and credits. */
  function title(plans) {
    at("title").textContent = plans.length > 1 ? "Two plans compared" : plans[0].title;
    at("credit").textContent = ["Leaflet", ...new Set(plans.flatMap((plan) => plan.attribution))].join(" \u00b7 ");
  }

  /** Return sums of the rows of a table that fall into a period, by a label. */
  function byLabel(table, label, amount, period) {
    const found = new Map();
    table[label].forEach((name, row) => {
      if (table.period[row] === period) found.set(name, (found.get(name) || 0) + table[amount][row]);
    });
    return [...found];
  }

  /** Return what is recovered a year, by element, with the share of what was collected of it. */
  function recoveredOf({ recovered }, period) {
    const rows = recovered.element.map((name, row) => ({
      name,
      period: recovered.period[row],
      recovered: recovered.recovered_t[row],
      collected: recovered.collected_t[row],
    }));
    return rows.filter((row) => row.period === period && row.recovered > 0);
  }

  /** Write what is recovered, emitted and missed, all materials together. */
  function more(plan, state) {
    const elements = recoveredOf(plan, state.period).map(({ name, recovered, collected }) =>
      html(
        "li",
        {},
        html("b", {}, name),
        html("span", {}, tonnes(recovered)),
        html("span", { class: "rn-quiet" }, collected > 0 ? share(recovered / collected) : ""),
      ),
    );
    at("recovery").hidden = !elements.length;
    at("recovered-share").hidden = false;
    at("recovered").replaceChildren(html("ul", { class: "rn-elements" }, ...elements));
    const gases = byLabel(plan.emissions, "gas", "emitted_t", state.period).map(([gas, amount]) => `${gas} ${tonnes(amount)}`);
    at("emitted").textContent = gases.length ? `Emitted a year: ${gases.join(", ")}` : "";
    const missed = plan.shortfalls.name.map((name, row) => [name, plan.shortfalls.period[row], plan.shortfalls.amount[row]]);
    const now = missed.filter(([, period, amount]) => period === state.period && amount > 0);
    at("missed").textContent = now.length
      ? `Rules missed at their price: ${now.map(([name, , amount]) => `${name} by ${number(amount)}`).join(", ")}`
      : "";
  }

  /** Return the key figures of a view: [value, name, what is new]. */
  function keyFigures({ totals }) {
    const opened = (count) => (count ? ` +${count}` : "");
    return [
      [tonnes(totals.collected), "collected a year", ""],
      [share(totals.supply > 0 ? totals.collected / totals.supply : NaN), `of ${tonnes(totals.supply)} supply`, ""],
      [number(totals.points), "points open", opened(totals.newPoints)],
      [number(totals.plants), "plants open", opened(totals.newPlants)],
      [tonnes(totals.supply - totals.collected), "left behind a year", ""],
      [km(totals.haul), "mean haul", ""],
    ];
  }

  function ofOne(plan, state, view) {
    at("proof").replaceChildren(
      html("strong", {}, money(plan.cost, plan.currency)),
      ` discounted, prices of ${plan.price_year} \u00b7 `,
      html("span", { id: "rn-gap" }, proofOf(plan)),
    );
    const cells = keyFigures(view).map(([value, name, change]) =>
      html("div", {}, html("dt", {}, name), html("dd", {}, value, html("span", { class: "rn-change" }, change))),
    );
    at("figures").replaceChildren(...cells);
    more(plan, state);
  }

  /** Return the lines of the table of two plans. */
  function linesOf(plans, state, views) {
    const { row } = recyclenet.pairs;
    const total = (of) => views.map(({ totals }) => of(totals));
    const lines = [
      row(
        `cost, ${plans[0].currency}`,
        plans.map(({ cost }) => cost),
        (value) => money(value, "").trim(),
      ),
      ["proven gap", ...plans.map((plan) => (plan.gap === null ? "none" : gap(plan.gap))), ""],
      row(
        "supply a year",
        total((of) => of.supply),
        tonnes,
      ),
      row(
        "collected a year",
        total((of) => of.collected),
        tonnes,
      ),
      row(
        "share collected",
        total((of) => (of.supply > 0 ? of.collected / of.supply : NaN)),
        share,
      ),
      row(
        "points open",
        total((of) => of.points),
      ),
      row(
        "plants open",
        total((of) => of.plants),
      ),
      row(
        "mean haul, km",
        total((of) => of.haul),
      ),
    ];
    const gases = plans.map((plan) => new Map(byLabel(plan.emissions, "gas", "emitted_t", state.period)));
    for (const gas of new Set(gases.flatMap((of) => [...of.keys()]))) {
      const emitted = gases.map((of) => of.get(gas) ?? 0);
      lines.push(row(`${gas} a year`, emitted, tonnes));
    }
    return lines;
  }

  /** Return the lines of what two plans recover. */
  function recoveredLines(plans, state) {
    const recovered = plans.map((plan) => new Map(recoveredOf(plan, state.period).map(({ name, recovered: amount }) => [name, amount])));
    return [...new Set(recovered.flatMap((of) => [...of.keys()]))].map((element) =>
      recyclenet.pairs.row(
        element,
        recovered.map((of) => of.get(element) ?? 0),
        tonnes,
      ),
    );
  }

  function ofTwo(plans, state, views) {
    const period = plans[0].periods.name[state.period];
    at("proof").textContent = `Discounted cost of all periods, prices of ${plans[0].price_year}; the rest in ${period}`;
    const table = (label, lines) => {
      const made = recyclenet.popups.table(["", "A", "B", "B \u2212 A"], lines);
      made.setAttribute("aria-label", label);
      return html("div", { class: "rn-popup rn-both" }, made);
    };
    const figures = table("Key figures of both plans", linesOf(plans, state, views));
    at("figures").replaceChildren(html("div", { class: "rn-both" }, html("dt", {}, "both plans"), html("dd", {}, figures)));
    const lines = recoveredLines(plans, state);
    at("recovery").hidden = !lines.length;
    at("recovered-share").hidden = true;
    at("recovered").replaceChildren(table("Recovered by both plans", lines));
    for (const name of ["emitted", "missed"]) at(name).textContent = "";
  }

  /** Write the figures of what is shown: one plan, or two side by side. */
  function show({ plans, state, view }) {
    if (view.views) ofTwo(plans, state, view.views);
    else ofOne(plans[state.shown], state, view);
  }

  return { show, title };
})();
