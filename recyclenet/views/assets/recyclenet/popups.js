/* Popups and hints: what is known of a region, a station, an outlet or a flow, as elements of text. */
recyclenet.popups = (() => {
  "use strict";

  const { html, svg } = recyclenet.dom;
  const { km, number, perYear, share, tonnes } = recyclenet.format;
  const { STATUS_WORDS, WORDS, stands } = recyclenet.symbols;

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

  /** Return bars by period of a part and a whole; the period shown stands out. */
  function bars(plan, state, values, caption) {
    const most = Math.max(...values.map(({ whole }) => whole), 1e-9);
    const [wide, high, gap] = [240 / values.length, 44, 5];
    const parts = values.flatMap(({ whole, part }, period) => {
      const bar = (amount, shade) =>
        svg("rect", {
          x: period * wide + gap / 2,
          width: wide - gap,
          y: high - (high * amount) / most,
          height: (high * amount) / most,
          class: shade,
        });
      const name = svg(
        "text",
        { x: (period + 0.5) * wide, y: high + 12, class: period === state.period ? "rn-now" : "" },
        plan.periods.name[period],
      );
      return [bar(whole, "rn-bar-whole"), bar(part, period === state.period ? "rn-bar-now" : "rn-bar-part"), name];
    });
    const words = values.map(({ whole, part }, period) => `${plan.periods.name[period]}: ${number(part)} of ${number(whole)}`).join("; ");
    const drawing = svg(
      "svg",
      { viewBox: `0 0 240 ${high + 16}`, class: "rn-bars", role: "img", "aria-label": `${caption}, t/yr. ${words}` },
      ...parts,
    );
    return html("figure", {}, html("figcaption", {}, caption), drawing);
  }

  /** Return sums by a label of rows, largest first. */
  function sums(rows, label, value) {
    const found = new Map();
    for (const row of rows) found.set(label(row), (found.get(label(row)) || 0) + value(row));
    return [...found].sort((a, b) => b[1] - a[1]);
  }

  function region(plan, state, at) {
    const { material, supply_t, uncollected_t } = plan.supplies;
    const periods = plan.periods.name.map((_, period) =>
      plan.rows.supplies[period].filter((row) => plan.supplies.region[row] === at && state.materials.has(material[row])),
    );
    const total = (rows, of) => rows.reduce((amount, row) => amount + of[row], 0);
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
      plan.periods.name.length > 1 ? bars(plan, state, values, "Collected of supply, t/yr") : "",
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

  function since(plan, { station, status }) {
    if (status === "existing") return "stood before the first period";
    const period = opening(plan, station);
    return period === null ? "never in this plan" : period;
  }

  /** Return what arrives at the site of a station and what leaves it, of the materials that the station takes or makes. */
  function passing(plan, state, { site, technology }) {
    const { origin, destination, material, flow_t } = plan.flows;
    const handled = new Set(plan.technologies.materials[technology]);
    const rowsAt = (end) => plan.rows.flows[state.period].filter((row) => end[row] === plan.siteStart + site && handled.has(material[row]));
    const of = (end) =>
      sums(
        rowsAt(end),
        (row) => material[row],
        (row) => flow_t[row],
      ).map(([what, amount]) => [plan.materials.name[what], number(amount)]);
    const section = (title, rows) => (rows.length ? [table([title, "t/yr"], rows)] : []);
    return [...section("arrives at the site", of(destination)), ...section("leaves the site", of(origin))];
  }

  function station(plan, state, seen) {
    const { station: of, status, candidate, capacity, throughput } = seen;
    const what = plan.technologies.name[of.technology];
    const kind = `${WORDS[of.kind]}, ${STATUS_WORDS[status]}`;
    const subtitle = what === WORDS[of.kind] ? kind : `${what} \u00b7 ${kind}`;
    if (candidate === null) {
      const sizes = of.candidates.map((at) => [plan.candidates.size[at], number(plan.candidates.capacity_t[at])]);
      return card(
        plan.sites.name[of.site],
        subtitle,
        table(["sizes offered", "capacity t/yr"], sizes),
        list([status === "closed" ? ["stood until", until(plan, of)] : ["opens", since(plan, seen)]]),
      );
    }
    const meter = html("meter", { min: 0, max: 1, value: capacity > 0 ? throughput / capacity : 0, "aria-label": "utilisation" });
    return card(
      plan.sites.name[of.site],
      subtitle,
      list([
        ["size", plan.candidates.size[candidate]],
        ["capacity", perYear(capacity)],
        ["throughput", perYear(throughput)],
        ["utilisation", share(throughput / capacity)],
      ]),
      meter,
      list([["opened", since(plan, seen)]]),
      ...passing(plan, state, of),
    );
  }

  function outlet(plan, state, { outlet: at, kind, rows }) {
    const sold = rows.map((row) => [plan.materials.name[plan.sales.material[row]], number(plan.sales.sold_t[row])]);
    return card(plan.outlets.name[at], `${WORDS[kind]} \u00b7 ${plan.periods.name[state.period]}`, table(["takes", "t/yr"], sold));
  }

  /** Return the facts of a flow: from, to, what, how much, how far. */
  function flow(plan, state, arc) {
    const { material, flow_t } = plan.flows;
    const materials = sums(
      arc.rows,
      (row) => material[row],
      (row) => flow_t[row],
    ).map(([what, amount]) => [plan.materials.name[what], perYear(amount)]);
    const title = `${plan.places[arc.origin].name} \u2192 ${plan.places[arc.destination].name}`;
    const period = plan.periods.name[state.period];
    if (!arc.rows.length) return card(title, `${period} \u00b7 nothing moves here`);
    return card(title, `${period} \u00b7 ${perYear(arc.flow)} over ${km(arc.tkm / arc.flow)}`, list(materials));
  }

  /** Return a line or two for the pointer: name and the one number that matters. */
  const hint = (title, text) => html("div", {}, html("strong", {}, title), html("br"), text);

  const regionHint = (plan, view, at) => {
    const { supply, uncollected } = view.regions[at];
    const text =
      supply > 0 ? `supply ${perYear(supply)}, collected ${share(1 - uncollected / supply)}` : "no supply of the materials selected";
    return hint(plan.regions.name[at], text);
  };

  const signHint = (plan, { about }) => {
    if (about.outlet)
      return hint(plan.outlets.name[about.outlet.outlet], `${WORDS[about.outlet.kind]}, takes ${perYear(about.outlet.sold)}`);
    const { station: of, status, throughput, capacity } = about.station;
    const used = !stands(status) ? STATUS_WORDS[status] : `${tonnes(throughput)} of ${perYear(capacity)}, ${STATUS_WORDS[status]}`;
    return hint(`${plan.sites.name[of.site]}: ${plan.technologies.name[of.technology]}`, used);
  };

  return { flow, outlet, region, regionHint, signHint, station };
})();
