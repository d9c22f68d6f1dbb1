/* The legend: only what is drawn just now, on the scales it is drawn by. */
recyclenet.legend = (() => {
  "use strict";

  const { at, html, svg } = recyclenet.dom;
  const { number, perYear } = recyclenet.format;
  const { EXPANDED, STATUS_WORDS, WORDS, lookOf, stands, swatch, symbol } = recyclenet.symbols;

  const heading = (text, unit = "") => html("h3", {}, text, html("span", { class: "rn-quiet" }, unit && `, ${unit}`));
  const quiet = (text) => (text ? [html("p", { class: "rn-quiet" }, text)] : []);
  const items = (list, kind = "") => html("div", { class: `rn-items ${kind}` }, ...list);

  /** Return a ramp of colours with the lower end of each class below it. */
  function ramp(steps) {
    const parts = steps.map(([colour, end]) => html("span", { class: "rn-step" }, swatch(colour, "step"), html("span", {}, end)));
    return parts.length ? [html("div", { class: "rn-ramp" }, ...parts)] : [];
  }

  const regions = ({ title, unit, steps, note }) => [heading(title, unit), ...ramp(steps), ...quiet(note)];

  /** Return a few round amounts up to the largest flow. */
  function amounts(largest) {
    const top = 10 ** Math.floor(Math.log10(largest));
    const first = Math.floor(largest / top) * top;
    return [first, first / 5, first / 50];
  }

  function flows(plan, state, scales, drawn) {
    const differs = scales.views.length > 2 && state.shown === 2;
    const title = differs ? "Difference in flows" : "Flows";
    if (!drawn.arcs.length) return [heading(title), ...quiet("None shown.")];
    const line = (amount) => {
      const thick = recyclenet.flows.width(amount, scales.flow);
      const sample = svg(
        "svg",
        { width: 44, height: 14, "aria-hidden": "true" },
        svg("rect", { x: 0, y: 7 - thick / 2, width: 44, height: thick, class: "rn-ink" }),
      );
      return html("span", { class: "rn-item" }, sample, number(amount));
    };
    const entry = (colour, name) => html("span", { class: "rn-item" }, swatch(colour, "line"), name);
    const streams = [...new Set(drawn.arcs.map((arc) => arc.stream))].sort((a, b) => a - b);
    const colours = differs
      ? ["more in A", "more in B"].map((name, which) => entry(plan.colours.difference.plans[which], name))
      : streams.map((stream) => entry(plan.streams.colour[stream], plan.streams.name[stream]));
    return [heading(title, "t/yr"), items(amounts(scales.flow).map(line)), items(colours)];
  }

  function signs(plan, scales, shown) {
    if (!shown.length) return [heading("Points and plants"), ...quiet("None shown.")];
    const counts = new Map();
    const seen = shown.filter(({ status }) => stands(status));
    for (const { kind } of seen) counts.set(kind, (counts.get(kind) || 0) + 1);
    const colours = plan.colours.status;
    const ink = colours.existing;
    const kinds = Object.keys(WORDS)
      .filter((kind) => counts.has(kind))
      .map((kind) => {
        const sign = symbol(kind, plan.colours.outlet[kind] || ink, 16);
        return html("span", { class: "rn-item" }, sign, WORDS[kind], html("span", { class: "rn-quiet" }, ` ${counts.get(kind)}`));
      });
    const statuses = Object.keys(STATUS_WORDS)
      .filter((status) => shown.some((sign) => sign.status === status))
      .map((status) => {
        const sign = symbol("collection", colours[status], stands(status) ? 15 : 11, lookOf({ status }, colours));
        return html("span", { class: "rn-item" }, sign, STATUS_WORDS[status]);
      });
    if (shown.some(({ expanded }) => expanded)) {
      const sign = symbol("collection", "#b3bcc1", 15, { ring: colours.expanded });
      statuses.push(html("span", { class: "rn-item" }, sign, EXPANDED));
    }
    return [
      heading("Points and plants", "size by throughput"),
      items(kinds, "rn-items-two"),
      items(statuses, "rn-items-two"),
      ...sizes(scales, shown),
    ];
  }

  /** Return what the smallest and the largest signs of points and plants stand for. */
  function sizes(scales, shown) {
    const layers = [
      ["points", "collection", "point"],
      ["plants", "recycling", "plant"],
    ];
    const used = layers.filter(
      ([layer]) =>
        scales[layer] > 0 &&
        shown.some(({ kind, status }) => stands(status) && status !== "outlet" && (kind === "collection") === (layer === "points")),
    );
    const entries = used.map(([layer, kind, word]) =>
      html(
        "span",
        { class: "rn-item" },
        ...recyclenet.stations.sizes(layer).map((size) => symbol(kind, "#6b7780", size)),
        `largest ${word} ${perYear(scales[layer])}`,
      ),
    );
    return entries.length ? [items(entries)] : [];
  }

  /** Write the legend anew. */
  function show({ plan, state, scales, measure, drawn, shown }) {
    at("legend-regions").replaceChildren(...regions(measure));
    at("legend-flows").replaceChildren(...flows(plan, state, scales, drawn));
    at("legend-signs").replaceChildren(...signs(plan, scales, shown));
  }

  return { show };
})();
