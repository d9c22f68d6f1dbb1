/* Points, plants and outlets: one marker each; those at one place stand side by side, in rows. */
recyclenet.stations = (() => {
  "use strict";

  const { html } = recyclenet.dom;
  const { WORDS, lookOf, stands, statusWords, symbol } = recyclenet.symbols;
  const SIZES = { points: [10, 20], plants: [24, 42], outlets: [16, 28] }; // px, smallest and largest
  const SMALL_SCREEN = 0.7; // of these sizes
  const UNCHOSEN = 9; // px
  const IDLE = 13; // px; what stands and does nothing in the period
  const NEAR = 13; // px; signs nearer to each other stand together
  const ABREAST = 4; // signs in a row; more of them stand in rows below each other

  /** Return the smallest and the largest size of the signs of a layer on this screen. */
  const sizes = (layer) => SIZES[layer].map((size) => size * (window.innerWidth < 700 || window.innerHeight < 520 ? SMALL_SCREEN : 1));

  /** Return the size in pixels of an amount on the scale of its layer; the area of the sign grows with the amount. */
  function sizeOf(layer, amount, largest) {
    const [least, most] = sizes(layer);
    return Math.round(least + (most - least) * Math.sqrt(largest > 0 ? Math.min(1, amount / largest) : 0));
  }

  /** Return what is to be seen at a place: signs with their sizes, colours and words. */
  function signsOf(plan, view, scales, state) {
    const signs = [];
    for (const seen of view.stations) {
      const { station, status, throughput } = seen;
      const layer = station.kind === "collection" ? "points" : "plants";
      const unchosen = !stands(status);
      if (!state.show[layer] || (unchosen && !state.show.candidates)) continue;
      const idle = !unchosen && !(throughput > 0);
      signs.push({
        key: `s${station.site}/${station.technology}`,
        latlng: plan.places[plan.siteStart + station.site].latlng,
        kind: station.kind,
        colour: plan.colours.status[status],
        size: unchosen ? UNCHOSEN : idle ? IDLE : sizeOf(layer, throughput, scales[layer]),
        status,
        expanded: seen.expanded,
        look: lookOf(seen, plan.colours.status),
        idle,
        label: `${plan.sites.name[station.site]}: ${plan.technologies.name[station.technology]}, ${statusWords(seen)}${idle ? ", idle" : ""}`,
        about: { station: seen },
      });
    }
    for (const outlet of state.show.outlets ? view.outlets : []) {
      if (!outlet.sold) continue;
      signs.push({
        key: `o${outlet.outlet}`,
        latlng: [plan.outlets.lat[outlet.outlet], plan.outlets.lon[outlet.outlet]],
        kind: outlet.kind,
        colour: plan.colours.outlet[outlet.kind],
        size: sizeOf("outlets", outlet.sold, scales.sold),
        status: "outlet",
        look: {},
        label: `${plan.outlets.name[outlet.outlet]}: ${WORDS[outlet.kind]}`,
        about: { outlet },
      });
    }
    return signs;
  }

  /** Give signs that would lie on each other at this zoom their distance from where they belong, so that they stand in rows. */
  function lineUp(map, signs) {
    const groups = [];
    for (const sign of signs) {
      const point = map.latLngToLayerPoint(sign.latlng);
      let group = groups.find((other) => other.point.distanceTo(point) < NEAR);
      if (!group) groups.push((group = { point, members: [] }));
      group.members.push({ sign, point });
    }
    for (const { point, members } of groups) {
      const above = inRows(members.filter(({ sign }) => stands(sign.status)));
      const below = inRows(members.filter(({ sign }) => !stands(sign.status)));
      const half = height(above) / 2;
      stack(above, point, -half);
      stack(below, point, above.length ? half + 1 : -height(below) / 2);
    }
  }

  /** Return signs in rows, the largest first. */
  function inRows(members) {
    const sorted = [...members].sort((one, other) => other.sign.size - one.sign.size);
    const rows = [];
    while (sorted.length) rows.push(sorted.splice(0, ABREAST));
    return rows;
  }

  /** Return how high rows are together. */
  const height = (rows) => rows.reduce((total, [first]) => total + first.sign.size, 0);

  /** Set rows below each other, from so far below a point (negative: above it) on. */
  function stack(rows, point, top) {
    let y = top;
    for (const row of rows) {
      const { size } = row[0].sign;
      setOut(row, point.add([0, y + size / 2]));
      y += size;
    }
  }

  /** Set signs side by side around a point. */
  function setOut(members, middle) {
    let x = middle.x - members.reduce((total, { sign }) => total + sign.size, 0) / 2;
    for (const { sign, point } of members) {
      sign.shift = L.point(x + sign.size / 2, middle.y)
        .subtract(point)
        .round();
      x += sign.size;
    }
  }

  function iconOf(sign) {
    const size = sign.look.ring ? Math.round(sign.size * 1.22) : sign.size;
    const picture = symbol(sign.kind, sign.colour, size, sign.look);
    const { x, y } = sign.shift;
    return L.divIcon({
      className: `rn-sign rn-sign-${sign.status}${sign.idle ? " rn-sign-idle" : ""}`,
      html: html("span", {}, picture),
      iconSize: [size, size],
      iconAnchor: [size / 2 - x, size / 2 - y],
      popupAnchor: [x, y - size / 3],
      tooltipAnchor: [x, y - size / 2],
    });
  }

  /** Return the layer of signs; `content` and `hint` make the popup and the words under the pointer of a sign. */
  function layer(map, { content, hint, enter, popup }) {
    const markers = new Map();

    function add(sign) {
      const marker = L.marker(sign.latlng, { icon: iconOf(sign), pane: "signs", riseOnHover: true });
      marker.sign = sign;
      marker.bindPopup(popup(() => content(marker.sign.about)));
      marker.bindTooltip(() => hint(marker.sign), { direction: "top", className: "rn-hint" });
      marker.on({ mouseover: enter, popupopen: () => marker.closeTooltip() });
      return marker.addTo(map);
    }

    const lookOfSign = ({ kind, colour, size, shift, status, expanded, idle }) =>
      [kind, colour, size, shift.x, shift.y, status, expanded, idle].join();

    /** Put a sign on the map, or let the one that is there follow; what looks as before is not touched. */
    function put(sign) {
      const [there, marker] = [markers.has(sign.key), markers.get(sign.key) ?? add(sign)];
      const alike = there && lookOfSign(marker.sign) === lookOfSign(sign);
      if (there && !alike) marker.setIcon(iconOf(sign));
      marker.sign = sign;
      markers.set(sign.key, marker);
      if (alike) return;
      marker.setZIndexOffset(1000 - 20 * sign.size);
      marker.getElement().setAttribute("aria-label", sign.label);
    }

    /** Show these signs and no others. */
    function show(plan, view, scales, state) {
      const signs = signsOf(plan, view, scales, state);
      lineUp(map, signs);
      const wanted = new Set(signs.map((sign) => sign.key));
      for (const [key, marker] of markers) {
        if (wanted.has(key)) continue;
        marker.remove();
        markers.delete(key);
      }
      signs.forEach(put);
      return signs;
    }

    /** Open the popup of a sign. */
    const tell = (key) => markers.get(key)?.openPopup();

    return { show, tell };
  }

  return { layer, sizes };
})();
