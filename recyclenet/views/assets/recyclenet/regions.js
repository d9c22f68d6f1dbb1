/* Regions: polygons coloured by amount, borders of the larger units they belong to, and names. */
recyclenet.regions = (() => {
  "use strict";

  const { html } = recyclenet.dom;
  const MANY = 600; // more polygons than these are drawn on a canvas
  const NAMES_FROM_ZOOM = 9.5; // regions are named from here on, larger units before
  const MOST_NAMES = 400;
  const NOTHING = "#ffffff";

  /** Return the edges of polygons that lie between different groups, and those that lie outside. */
  function borders(plan) {
    const seen = new Map();
    plan.shapes.forEach((polygons, region) => {
      const group = plan.regions.group[region];
      for (const ring of (polygons || []).flat()) {
        for (let at = 0; at < ring.length; at++) {
          const [from, to] = [ring[at], ring[(at + 1) % ring.length]];
          const ends = [from.join(), to.join()].sort().join(" ");
          if (!seen.has(ends)) seen.set(ends, { line: [from, to], groups: [group] });
          else seen.get(ends).groups.push(group);
        }
      }
    });
    const edges = [...seen.values()];
    return {
      outer: edges.filter(({ groups }) => groups.length === 1).map(({ line }) => line),
      inner: edges.filter(({ groups }) => groups.length > 1 && groups.some((group) => group !== groups[0])).map(({ line }) => line),
    };
  }

  function label(map, latlng, text, kind) {
    const icon = L.divIcon({ className: `rn-name rn-name-${kind}`, html: html("span", {}, text), iconSize: [0, 0] });
    return L.marker(latlng, { icon, pane: "names", interactive: false, keyboard: false });
  }

  /** Return names of groups and of regions, each at the middle of what it names, those with the most supply first. */
  function names(map, plan) {
    const supply = plan.regions.name.map(() => 0);
    plan.supplies.region.forEach((region, row) => (supply[region] += plan.supplies.supply_t[row]));
    const weight = (list) => list.reduce((total, region) => total + supply[region], 0);
    const members = new Map();
    plan.regions.group.forEach((group, region) => {
      if (group) members.set(group, [...(members.get(group) || []), region]);
    });
    const middle = (list, of) => list.reduce((total, region) => total + of[region], 0) / list.length;
    const largestFirst = [...members].sort((one, other) => weight(other[1]) - weight(one[1]));
    const groups = largestFirst.map(([group, list]) =>
      label(map, [middle(list, plan.regions.lat), middle(list, plan.regions.lon)], group, "group"),
    );
    const few = plan.regions.name.length <= MOST_NAMES;
    const order = [...supply.keys()].sort((one, other) => supply[other] - supply[one]);
    const regions = few ? order.map((at) => label(map, plan.places[at].latlng, plan.regions.name[at], "region")) : [];
    return { groups: L.layerGroup(groups), regions: L.layerGroup(regions) };
  }

  /** Leave out the names that would lie on names before them. */
  function thin(markers) {
    const faces = markers.map((marker) => marker.getElement().firstChild);
    const boxes = faces.map((face) => face.getBoundingClientRect());
    const kept = [];
    boxes.forEach((box, at) => {
      const clash = kept.some((o) => box.left < o.right && o.left < box.right && box.top < o.bottom && o.top < box.bottom);
      faces[at].classList.toggle("rn-crowded", clash);
      if (!clash) kept.push(box);
    });
  }

  /** Return the layer of regions; `pick` is called with a click and a region, `hover` with a region or null. */
  function layer(map, plan, { pick, hover }) {
    const renderer = plan.regions.name.length > MANY ? L.canvas({ pane: "regions" }) : L.svg({ pane: "regions" });
    const base = { pane: "regions", renderer, color: "#ffffff", weight: 0.8, fillOpacity: 1 };
    const { outer, inner } = borders(plan);
    const still = { pane: "regions", renderer, interactive: false };
    L.polyline(outer, { ...still, color: "#ffffff", weight: 7, opacity: 0.9 }).addTo(map);
    const shapes = plan.shapes.map((shape, region) => {
      const drawn = shape ? L.polygon(shape, base) : L.circleMarker(plan.places[region].latlng, { ...base, radius: 9 });
      drawn.on({
        click: (event) => {
          L.DomEvent.stop(event);
          pick(event, region);
        },
        mouseover: () => hover(region),
        mouseout: () => hover(null),
      });
      return drawn.addTo(map);
    });
    L.polyline(inner, { ...still, color: "#ffffff", weight: 2.4 }).addTo(map);
    L.polyline(outer, { ...still, color: "#9aa5a8", weight: 1 }).addTo(map);
    const named = names(map, plan);
    let shownFor = "";

    function showNames(wanted) {
      const zoom = map.getZoom();
      if (shownFor === `${wanted} ${zoom}`) return;
      shownFor = `${wanted} ${zoom}`;
      const close = zoom >= NAMES_FROM_ZOOM || !named.groups.getLayers().length;
      for (const [group, shown] of [
        [named.groups, wanted && !close],
        [named.regions, wanted && close],
      ]) {
        if (shown) {
          group.addTo(map);
          thin(group.getLayers());
        } else group.remove();
      }
    }

    /** Colour the regions by a value each; null is nothing. */
    function paint(colours) {
      shapes.forEach((shape, region) => {
        const fillColor = colours[region] || NOTHING;
        if (shape.options.fillColor !== fillColor) shape.setStyle({ fillColor });
      });
    }

    const bounds = L.latLngBounds(plan.shapes.flatMap((shape, region) => (shape ? shape.flat(2) : [plan.places[region].latlng])));
    return { bounds, paint, showNames };
  }

  return { layer };
})();
