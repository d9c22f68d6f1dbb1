/* The tape: distances between points that are clicked one after the other, as the crow flies. */
recyclenet.tape = (() => {
  "use strict";

  const { html } = recyclenet.dom;
  const { km } = recyclenet.format;
  const LINE = { pane: "tape", color: "#d1006c", weight: 2.5, dashArray: "6 5", interactive: false };
  const KNOT = { pane: "tape", radius: 4.5, color: "#ffffff", weight: 1.5, fillColor: "#d1006c", fillOpacity: 1, interactive: false };

  /** Return the tape of a map: `toggle` takes it up and puts it away; `say` shows a line of words, "" none. */
  function on(map, { say, pressed }) {
    const drawn = L.layerGroup();
    let points = null;

    function draw() {
      const ways = points.slice(1).map((point, at) => point.distanceTo(points[at]) / 1000);
      const whole = ways.reduce((total, way) => total + way, 0);
      drawn.clearLayers().addLayer(L.polyline(points, LINE));
      for (const point of points) drawn.addLayer(L.circleMarker(point, KNOT));
      const last = ways.length > 1 ? ` (last ${km(ways[ways.length - 1])})` : "";
      const found = ways.length ? `${km(whole)} as the crow flies${last}. ` : "";
      say(html("p", {}, html("strong", {}, found), "Click points on the map; Enter takes its middle, Esc ends."));
    }

    function add(latlng) {
      points.push(latlng);
      draw();
    }

    function press(event) {
      if (event.key === "Escape") toggle();
      if (event.key === "Enter" && event.target === map.getContainer()) add(map.getCenter());
    }

    const click = (event) => add(event.latlng);

    function toggle() {
      const up = points === null;
      points = up ? [] : null;
      map.closePopup();
      map.getContainer().classList.toggle("rn-measuring", up);
      pressed(up);
      map[up ? "on" : "off"]("click", click);
      document[up ? "addEventListener" : "removeEventListener"]("keydown", press);
      if (up) {
        drawn.addTo(map);
        draw();
        map.getContainer().focus({ preventScroll: true });
      } else {
        drawn.clearLayers().remove();
        say("");
      }
    }

    return { toggle, up: () => points !== null };
  }

  return { on };
})();
