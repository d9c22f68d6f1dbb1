/* The legend: only what is drawn just now, on the scales it is drawn by. */
recyclenet.legend = (() => {
  "use strict";

  const { at, html, svg } = recyclenet.dom;
  const { number, perYear } = recyclenet.format;
  const { STATUS_WORDS, WORDS, stands, swatch, symbol } = recyclenet.symbols;

  const heading = (text, unit = "") => html("h3", {}, text, html("span", { class: "rn-quiet" }, unit));

  /** Return a ramp of colours with the lower end of each class below it. */
  function ramp(colours, ends) {
    const steps = ends.map((end, step) => html("span", { class: "rn-step" }, swatch(colours[step], "step"), html("span", {}, end)));
    return html("div", { class: "rn-ramp" }, ...steps);
  }

  function regions(plan, state, measure) {
    const title = { supply: "Supply of a region", share: "Share collected of a region's supply" }[state.measure];
    if (!measure.breaks.length) return [heading(title), html("p", { class: "rn-quiet" }, "No supply of the materials selected.")];
    const ends = measure.breaks.map((end) => (end === 0 ? "> 0" : `\u2265 ${measure.text(end)}`));
    return [heading(title, state.measure === "supply" ? ", t/yr" : ""), ramp(measure.colours, ends)];
  }

  /** Return a few round amounts up to the largest flow. */
  function amounts(largest) {
    const top = 10 ** Math.floor(Math.log10(largest));
    const first = Math.floor(largest / top) * top;
    return [first, first / 5, first / 50];
  }

  function flows(plan, scales, drawn) {
    if (!drawn.arcs.length) return [heading("Flows"), html("p", { class: "rn-quiet" }, "None shown.")];
    const streams = [...new Set(drawn.arcs.map((arc) => arc.stream))].sort((a, b) => a - b);
    const line = (amount) => {
      const thick = recyclenet.flows.width(amount, scales.flow);
      const sample = svg(
        "svg",
        { width: 44, height: 14, "aria-hidden": "true" },
        svg("rect", { x: 0, y: 7 - thick / 2, width: 44, height: thick, class: "rn-ink" }),
      );
      return html("span", { class: "rn-item" }, sample, number(amount));
    };
    const colours = streams.map((stream) =>
      html("span", { class: "rn-item" }, swatch(plan.streams.colour[stream], "line"), plan.streams.name[stream]),
    );
    return [
      heading("Flows", ", t/yr"),
      html("div", { class: "rn-items" }, ...amounts(scales.flow).map(line)),
      html("div", { class: "rn-items" }, ...colours),
    ];
  }

  function signs(plan, scales, shown) {
    const counts = new Map();
    for (const sign of shown.filter(({ status }) => stands(status) || status === "outlet")) counts.set(sign.kind, (counts.get(sign.kind) || 0) + 1);
    if (!shown.length) return [heading("Points and plants"), html("p", { class: "rn-quiet" }, "None shown.")];
    const ink = plan.colours.status.existing;
    const kinds = Object.keys(WORDS)
      .filter((kind) => counts.has(kind))
      .map((kind) => {
        const sign = symbol(kind, plan.colours.outlet[kind] || ink, 16);
        return html("span", { class: "rn-item" }, sign, WORDS[kind], html("span", { class: "rn-quiet" }, ` ${counts.get(kind)}`));
      });
    const statuses = Object.keys(STATUS_WORDS)
      .filter((status) => shown.some((sign) => sign.status === status))
      .map((status) => {
        const look = { hollow: !stands(status), ringed: status === "opens" };
        return html(
          "span",
          { class: "rn-item" },
          symbol("collection", plan.colours.status[status], stands(status) ? 15 : 11, look),
          STATUS_WORDS[status],
        );
      });
    const group = (items) => html("div", { class: "rn-items rn-items-two" }, ...items);
    return [heading("Points and plants", ", size by throughput"), group(kinds), group(statuses), ...sizes(scales, shown)];
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
    const items = used.map(([layer, kind, word]) =>
      html(
        "span",
        { class: "rn-item" },
        ...recyclenet.stations.sizes(layer).map((size) => symbol(kind, "#6b7780", size)),
        `largest ${word} ${perYear(scales[layer])}`,
      ),
    );
    return items.length ? [html("div", { class: "rn-items" }, ...items)] : [];
  }

  /** Write the legend anew. */
  function show({ plan, state, scales, measure, drawn, shown }) {
    at("legend-regions").replaceChildren(...regions(plan, state, measure));
    at("legend-flows").replaceChildren(...flows(plan, scales, drawn));
    at("legend-signs").replaceChildren(...signs(plan, scales, shown));
  }

  return { show };
})();
