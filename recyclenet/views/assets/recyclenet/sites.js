/* The map of a screening: sites that were kept and dropped, the reason of each in a popup, and the layers of the rules. */
recyclenet.sites = (() => {
  "use strict";

  const { at, html, svg } = recyclenet.dom;
  const page = recyclenet.view;
  const DIAMOND = [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ];
  const SIGNS = {
    disc: "M4 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",
    diamond: "M8 1l7 7-7 7-7-7Z",
    square: "M4.500 4.500h7v7h-7Z",
    cross: "M4.500 4.500l7 7M11.500 4.500l-7 7",
  };
  const number = (value) => value.toLocaleString("en-GB");

  /** Return the rings or lines of an encoded shape as [latitude, longitude] in degrees. */
  function decoded(flat, unitsPerDeg) {
    let [x, y] = [0, 0];
    const points = [];
    for (let part = 0; part < flat.length; part += 2) {
      x += flat[part];
      y += flat[part + 1];
      points.push([y / unitsPerDeg, x / unitsPerDeg]);
    }
    return points;
  }

  /** Draw a spot on a canvas: a disc for one that stays, a diamond for a suggestion, a cross for one that is dropped. */
  const Spot = L.CircleMarker.extend({
    _updatePath() {
      const [context, { x, y }, { sign, radius, color }] = [this._renderer._ctx, this._point, this.options];
      if (!this._renderer._drawing || this._empty()) return;
      context.beginPath();
      if (sign === "cross") {
        for (const turn of [-1, 1]) {
          context.moveTo(x - radius, y - turn * radius);
          context.lineTo(x + radius, y + turn * radius);
        }
        Object.assign(context, { strokeStyle: color, lineWidth: 1.8, globalAlpha: 0.75 });
        context.stroke();
      } else {
        if (sign === "disc") context.arc(x, y, radius, 0, 2 * Math.PI);
        else if (sign === "square") context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
        else for (const [dx, dy] of DIAMOND) context.lineTo(x + dx * radius, y + dy * radius);
        context.closePath();
        Object.assign(context, { fillStyle: color, strokeStyle: "#ffffff", lineWidth: 1.2, globalAlpha: 1 });
        context.fill();
        context.stroke();
      }
      context.globalAlpha = 1;
    },
  });

  /** Return a sign for the legend, as the canvas draws it. */
  function sign(shape, colour) {
    const look = shape === "cross" ? { fill: "none", stroke: colour, "stroke-width": 1.8 } : { fill: colour };
    return svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: SIGNS[shape], ...look }));
  }

  function popup(title, kind, reason) {
    return html("div", { class: "rn-popup" }, html("h2", {}, title), html("p", { class: "rn-quiet" }, kind), html("p", {}, reason));
  }

  /** Return the spots in layers: the kept by origin, the dropped by rule. */
  function spotsOf(plan, options) {
    const { spots, colours } = plan;
    const kept = new Map();
    const dropped = plan.rules.map(() => L.layerGroup());
    spots.site.forEach((site, spot) => {
      const rule = spots.rule[spot];
      const suggested = spots.origin[spot] === "suggestion";
      const look =
        rule >= 0
          ? { sign: "cross", radius: suggested ? 5 : 3, color: colours.dropped }
          : { sign: suggested ? "diamond" : "disc", radius: suggested ? 8 : 4, color: colours.kept };
      const state = rule >= 0 ? `dropped by: ${plan.rules[rule].name}` : "kept";
      const marker = new Spot([spots.lat[spot], spots.lon[spot]], { ...options, ...look });
      const reason = spots.reason[spot] || "no rule speaks of it";
      marker.bindPopup(page.popup(() => popup(spots.name[spot], `${site} · ${state}`, reason)));
      if (rule >= 0) dropped[rule].addLayer(marker);
      else if (kept.has(spots.origin[spot])) kept.get(spots.origin[spot]).addLayer(marker);
      else kept.set(spots.origin[spot], L.layerGroup([marker]));
    });
    return { kept, dropped };
  }

  function standingOf(plan, options) {
    const { standing, colours } = plan;
    const markers = standing.site.map((site, spot) =>
      new Spot([standing.lat[spot], standing.lon[spot]], { ...options, sign: "square", radius: 4, color: colours.standing }).bindPopup(
        page.popup(() => popup(site, "in sites.csv already", "it stays; others keep away from it")),
      ),
    );
    return L.layerGroup(markers);
  }

  /** Return the shapes of a rule's layer. */
  function layerOf({ polygons, lines, points, colour }, unitsPerDeg) {
    const options = { pane: "regions", interactive: false, color: colour, weight: 2, fillOpacity: 0.55 };
    return L.layerGroup([
      ...polygons.map((rings) => L.polygon(rings.map((ring) => decoded(ring, unitsPerDeg)), { ...options, weight: 1 })),
      ...lines.map((line) => L.polyline(decoded(line, unitsPerDeg), options)),
      ...points.map((point) => L.circleMarker(point, { ...options, radius: 6, weight: 2 })),
    ]);
  }

  /** Add a box to the panel that shows and hides a layer. */
  function box(map, parent, layer, words, face) {
    const input = html("input", { type: "checkbox", checked: "" });
    const set = () => (input.checked ? layer.addTo(map) : layer.remove());
    input.addEventListener("change", set);
    set();
    at(parent).append(html("div", {}, html("label", {}, input, ...(face ? [face] : []), words)));
  }

  function headline(plan, count) {
    at("title").replaceChildren(plan.title);
    const figures = { "looked at": plan.spots.site.length, kept: count, dropped: plan.spots.site.length - count };
    const items = Object.entries(figures).map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, number(value))));
    at("figures").append(...items);
    at("credit").textContent = plan.credit.join(" · ");
  }

  function legend(plan) {
    const { kept, dropped, standing } = plan.colours;
    const items = [
      ["disc", kept, "kept"],
      ["diamond", kept, "greenfield suggestion, kept"],
      ["cross", dropped, "dropped"],
    ];
    if (plan.standing.site.length) items.push(["square", standing, "in sites.csv already"]);
    at("signs").append(...items.map(([shape, colour, words]) => html("span", { class: "rn-item" }, sign(shape, colour), words)));
  }

  /** Draw the screening of a data block on a Leaflet map. */
  function show(map, text) {
    const plan = JSON.parse(text);
    const shapes = plan.regions.map((polygons) => polygons.map((rings) => rings.map((ring) => decoded(ring, plan.units_per_deg))));
    page.panes(map);
    const renderer = L.canvas({ pane: "signs", tolerance: 4 });
    const land = { pane: "regions", interactive: false, color: "#b9c1c2", weight: 1, fillColor: "#f7f4ea", fillOpacity: 1 };
    for (const shape of shapes) L.polygon(shape, land).addTo(map);
    const { kept, dropped } = spotsOf(plan, { pane: "signs", renderer });
    for (const layer of plan.layers) {
      box(map, "layers", layerOf(layer, plan.units_per_deg), layer.name, sign("square", layer.colour));
    }
    plan.rules.forEach(({ name, words, dropped: count }, rule) => {
      if (words || count) box(map, "dropped", dropped[rule], `${name}${words ? ` (${words})` : ""}: ${number(count)}`);
    });
    const there = plan.standing.site.length;
    if (there) box(map, "kept", standingOf(plan, { pane: "signs", renderer }), `in sites.csv already: ${number(there)}`);
    for (const [origin, layer] of kept) box(map, "kept", layer, `${origin}: ${number(layer.getLayers().length)} kept`);
    page.fold();
    headline(plan, plan.spots.rule.filter((rule) => rule < 0).length);
    legend(plan);
    const bounds = L.latLngBounds(plan.bounds);
    page.controls(map, bounds);
    page.fit(map, bounds);
    document.documentElement.dataset.ready = "yes";
  }

  return { show };
})();
