/* Popups and hints: what is known of a region, a station, an outlet or a flow of one plan, as elements of text. */
recyclenet.popups = (() => {
  "use strict";

  const { html } = recyclenet.dom;
  const { km, money, number, perYear, share, tonnes } = recyclenet.format;
  const { WORDS, stands, statusWords } = recyclenet.symbols;
  const { amounts, bars } = recyclenet.charts;

  function card(title, subtitle, ...parts) {
    return html("div", { class: "rn-popup" }, html("h2", {}, title), html("p", { class: "rn-quiet" }, subtitle), ...parts);
  }

  /** Return a table: the first column words, the others numbers. */
  function table(headings, rows, { total = false } = {}) {
    const cells = (tag, row) => html("tr", {}, ...row.map((cell) => html(tag, {}, cell)));
    const body = html("tbody", {}, ...rows.map((row) => cells("td", row)));
    if (total && rows.length > 1) body.lastChild.className = "rn-total";
    return html("table", {}, html("thead", {}, cells("th", headings)), body);
  }

  function list(pairs) {
    return html("dl", { class: "rn-list" }, ...pairs.flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]));
  }

  /** Return sums by a label of rows, largest first. */
  function sums(rows, label, value) {
    const found = new Map();
    for (const row of rows) found.set(label(row), (found.get(label(row)) || 0) + value(row));
    return [...found].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  }

  const total = (rows, of) => rows.reduce((amount, row) => amount + of[row], 0);

  /** Return the rows of a table that belong to a place, in the period shown or in all. */
  function rowsAt(tableOf, place, period = null) {
    const rows = [...tableOf.place.keys()].filter((row) => tableOf.place[row] === place);
    return period === null ? rows : rows.filter((row) => tableOf.period[row] === period);
  }

  /** Return what a place costs, emits and holds in stock, folded away; it is told of the place, whatever materials are chosen. */
  function accounts(plan, state, place) {
    const { costs, emissions, stocks } = plan;
    const now = rowsAt(costs, place, state.period);
    const parts = sums(
      now,
      (row) => costs.component[row],
      (row) => costs.cost[row],
    ).map(([component, amount]) => [component.replaceAll("_", " "), money(amount, "").trim()]);
    const gases = sums(
      rowsAt(emissions, place, state.period),
      (row) => emissions.gas[row],
      (row) => emissions.emitted_t[row],
    ).map(([gas, amount]) => [gas, perYear(amount)]);
    const stock = rowsAt(stocks, place, state.period).map((row) => [plan.materials.name[stocks.material[row]], tonnes(stocks.stock_t[row])]);
    if (!parts.length && !gases.length && !stock.length) return [];
    if (parts.length > 1) parts.push(["all", money(total(now, costs.cost), "").trim()]);
    const inAll = rowsAt(costs, place);
    const sections = [
      parts.length ? table([`cost, ${plan.currency} discounted`, plan.periods.name[state.period]], parts, { total: true }) : "",
      plan.periods.name.length > 1 && inAll.length ? list([["cost of all periods", money(total(inAll, costs.cost), plan.currency)]]) : "",
      gases.length ? table(["emits", "t/yr"], gases) : "",
      stock.length ? table(["in stock at the end", "t"], stock) : "",
    ];
    const names = [parts.length && "cost", gases.length && "emissions", stock.length && "stock"].filter(Boolean).join(", ");
    return [html("details", { class: "rn-accounts" }, html("summary", {}, `${names[0].toUpperCase()}${names.slice(1)} of this place`), ...sections)];
  }

  function region(plan, state, at) {
    const { material, supply_t, uncollected_t } = plan.supplies;
    const periods = plan.periods.name.map((_, period) =>
      plan.rows.supplies[period].filter((row) => plan.supplies.region[row] === at && state.materials.has(material[row])),
    );
    const rows = periods[state.period];
    const line = (name, supply, left) => [name, number(supply), number(supply - left), number(left)];
    const lines = rows.map((row) => line(plan.materials.name[material[row]], supply_t[row], uncollected_t[row]));
    if (rows.length > 1) lines.push(line("all", total(rows, supply_t), total(rows, uncollected_t)));
    const heading = [plan.regions.group[at], plan.periods.name[state.period]].filter(Boolean).join(" \u00b7 ");
    if (!rows.length) return card(plan.regions.name[at], heading, html("p", {}, "No supply of the materials selected."));
    const values = periods.map((of) => ({ whole: total(of, supply_t), part: total(of, supply_t) - total(of, uncollected_t) }));
    return card(
      plan.regions.name[at],
      heading,
      table(["t/yr", "supply", "collected", "left"], lines, { total: true }),
      plan.periods.name.length > 1 ? bars(plan, state.period, values, "Collected of supply, t/yr") : "",
      ...accounts(plan, state, at),
    );
  }

  /** Return the period in which a station opens, or null. */
  function opening(plan, station) {
    const row = plan.openings.candidate.findIndex((candidate, at) => station.candidates.includes(candidate) && plan.openings.opens[at]);
    return row < 0 ? null : plan.periods.name[plan.openings.period[row]];
  }

  /** Return the last period in which a station that is closed stood. */
  function until(plan, station) {
    const periods = station.candidates.flatMap((candidate) => [...plan.standing[candidate].keys()]);
    return plan.periods.name[Math.max(...periods)];
  }

  function since(plan, station, candidate) {
    const period = opening(plan, station);
    if (period !== null) return period;
    return candidate === null ? "never in this plan" : "stood before the first period";
  }

  /** Return what arrives at the site of a station and what leaves it, of the materials that the station takes or makes. */
  function passing(plan, state, { site, technology }) {
    const { origin, destination, material, flow_t } = plan.flows;
    const handled = new Set(plan.technologies.materials[technology]);
    const rowsOf = (end) => plan.rows.flows[state.period].filter((row) => end[row] === plan.siteStart + site && handled.has(material[row]));
    const of = (end) =>
      sums(
        rowsOf(end),
        (row) => material[row],
        (row) => flow_t[row],
      ).map(([what, amount]) => [plan.materials.name[what], number(amount)]);
    const section = (title, rows) => (rows.length ? [table([title, "t/yr"], rows)] : []);
    return [...section("arrives at the site", of(destination)), ...section("leaves the site", of(origin))];
  }

  /** Return capacity and throughput of a station by period. */
  function useOf(plan, station) {
    return plan.periods.name.map((_, period) => {
      const row = station.candidates.map((candidate) => plan.standing[candidate].get(period)).find((found) => found !== undefined);
      return row === undefined ? { whole: 0, part: 0 } : { whole: plan.openings.capacity_t[row], part: plan.openings.throughput_t[row] };
    });
  }

  /** Return the line under the name of a station: what it is and how it stands. */
  function described(plan, seen) {
    const { station } = seen;
    const what = plan.technologies.name[station.technology];
    const kind = `${WORDS[station.kind]}, ${statusWords(seen)}`;
    return what.toLowerCase() === WORDS[station.kind] ? kind : `${what} \u00b7 ${kind}`;
  }

  function station(plan, state, seen) {
    const { station: of, status, candidate, capacity, throughput } = seen;
    const use = useOf(plan, of);
    const chart =
      use.length > 1 && use.some(({ whole }) => whole > 0) ? bars(plan, state.period, use, "Throughput of capacity, t/yr") : "";
    if (candidate === null) {
      const sizes = of.candidates.map((at) => [plan.candidates.size[at], number(plan.candidates.capacity_t[at])]);
      return card(
        plan.sites.name[of.site],
        described(plan, seen),
        table(["sizes offered", "capacity t/yr"], sizes),
        list([status === "closed" ? ["stood until", until(plan, of)] : ["opens", since(plan, of, null)]]),
        chart,
      );
    }
    const built = plan.candidates.capacity_t[candidate];
    const added = capacity > built + 1e-3 ? [["of it added by expansion", perYear(capacity - built)]] : [];
    const meter = html("meter", { min: 0, max: 1, value: capacity > 0 ? throughput / capacity : 0, "aria-label": "utilisation" });
    return card(
      plan.sites.name[of.site],
      described(plan, seen),
      list([
        ["size", plan.candidates.size[candidate]],
        ["capacity", perYear(capacity)],
        ...added,
        ["throughput", perYear(throughput)],
        ["utilisation", share(throughput / capacity)],
      ]),
      meter,
      list([["opened", since(plan, of, candidate)]]),
      chart,
      ...passing(plan, state, of),
      ...accounts(plan, state, plan.siteStart + of.site),
    );
  }

  function outlet(plan, state, { outlet: at, kind, rows }) {
    const sold = rows.map((row) => [plan.materials.name[plan.sales.material[row]], number(plan.sales.sold_t[row])]);
    const chosen = (row) => plan.sales.outlet[row] === at && state.materials.has(plan.sales.material[row]);
    const byPeriod = plan.rows.sales.map((of) => total(of.filter(chosen), plan.sales.sold_t));
    return card(
      plan.outlets.name[at],
      `${WORDS[kind]} \u00b7 ${plan.periods.name[state.period]}`,
      table(["takes", "t/yr"], sold),
      amounts(plan, state.period, byPeriod, "Taken by period, t/yr"),
      ...accounts(plan, state, plan.outletStart + at),
    );
  }

  const wayOf = (plan, arc) => `${plan.places[arc.origin].name} \u2192 ${plan.places[arc.destination].name}`;

  /** Return the facts of a flow: from, to, what, how much, how far; with `views` of all periods also a chart of them. */
  function flow(plan, state, arc, views = null) {
    const { material, flow_t } = plan.flows;
    const materials = sums(
      arc.rows,
      (row) => material[row],
      (row) => flow_t[row],
    ).map(([what, amount]) => [plan.materials.name[what], perYear(amount)]);
    const period = plan.periods.name[state.period];
    const byPeriod = views ? views.map((view) => recyclenet.selection.same(view, arc).flow) : [];
    const chart = amounts(plan, state.period, byPeriod, "By period, t/yr");
    if (!arc.rows.length) return card(wayOf(plan, arc), `${period} \u00b7 nothing moves here`, chart);
    return card(wayOf(plan, arc), `${period} \u00b7 ${perYear(arc.flow)} over ${km(arc.tkm / arc.flow)}`, list(materials), chart);
  }

  /** Return a line or two for the pointer: name and the one number that matters. */
  const hint = (title, text) => html("div", {}, html("strong", {}, title), html("br"), text);

  function regionHint(plan, view, at) {
    const { supply, uncollected } = view.regions[at];
    const text =
      supply > 0 ? `supply ${perYear(supply)}, collected ${share(1 - uncollected / supply)}` : "no supply of the materials selected";
    return hint(plan.regions.name[at], text);
  }

  function signHint(plan, { about }) {
    if (about.outlet)
      return hint(plan.outlets.name[about.outlet.outlet], `${WORDS[about.outlet.kind]}, takes ${perYear(about.outlet.sold)}`);
    const { station: of, status, throughput, capacity } = about.station;
    const words = statusWords(about.station);
    const used = !stands(status) ? words : `${tonnes(throughput)} of ${perYear(capacity)}, ${words}`;
    return hint(`${plan.sites.name[of.site]}: ${plan.technologies.name[of.technology]}`, used);
  }

  return { card, flow, hint, list, outlet, region, regionHint, signHint, station, table, wayOf };
})();
