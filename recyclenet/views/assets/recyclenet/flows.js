/* Flows: all on one canvas, curved to the right of their way, with an arrow, as wide as they are large. */
recyclenet.flows = (() => {
  "use strict";

  const { svg } = recyclenet.dom;
  const WIDEST = 13; // px
  const NARROWEST = 0.9; // px
  const BEND = 0.13; // of the length, plus a little for each further stream so that streams lie side by side
  const SAMPLES = 18; // points of a curve that a pointer is compared with
  const REACH = 6; // px within which a pointer is on a flow

  /** Return the width in pixels of an amount; the area of ink grows with the root, so that small flows can still be seen. */
  const width = (flow, largest) => Math.max(NARROWEST, WIDEST * Math.sqrt(flow / (largest || 1)));

  /** Return the curve of an arc between two points: its ends and the point that bends it. */
  function curve(from, to, stream) {
    const bend = BEND + 0.05 * (stream % 4);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    return { from, to, length: Math.hypot(dx, dy), by: L.point((from.x + to.x) / 2 - dy * bend, (from.y + to.y) / 2 + dx * bend) };
  }

  /** Return a point of a curve, `part` of the way along. */
  function along({ from, by, to }, part) {
    const rest = 1 - part;
    return L.point(
      rest * rest * from.x + 2 * rest * part * by.x + part * part * to.x,
      rest * rest * from.y + 2 * rest * part * by.y + part * part * to.y,
    );
  }

  function drawArrow(context, path, thick) {
    const [tip, tail] = [along(path, 0.58), along(path, 0.54)];
    const angle = Math.atan2(tip.y - tail.y, tip.x - tail.x);
    const [long, half] = [4.5 + thick * 1.25, 2.4 + thick * 0.85];
    const at = (forward, side) => [
      tip.x + forward * Math.cos(angle) - side * Math.sin(angle),
      tip.y + forward * Math.sin(angle) + side * Math.cos(angle),
    ];
    context.beginPath();
    context.moveTo(...at(long * 0.6, 0));
    context.lineTo(...at(-long * 0.4, half));
    context.lineTo(...at(-long * 0.4, -half));
    context.fill();
  }

  /** Return a pen that draws on an SVG element what a canvas would show; only what flows need. */
  function penOn(paper) {
    paper.replaceChildren();
    const path = [];
    const line = (letter) => (...numbers) => path.push(letter + numbers.map((number) => number.toFixed(1)).join(" "));
    const put = (look) => paper.append(svg("path", { d: path.join(""), opacity: pen.globalAlpha, ...look }));
    const pen = {
      beginPath: () => (path.length = 0),
      moveTo: line("M"),
      lineTo: line("L"),
      quadraticCurveTo: line("Q"),
      stroke: () => put({ fill: "none", stroke: pen.strokeStyle, "stroke-width": pen.lineWidth }),
      fill: () => put({ fill: pen.fillStyle }),
    };
    return pen;
  }

  const FlowCanvas = L.Renderer.extend({
    initialize(places, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this.places = places;
      this.paths = [];
      this.scene = { arcs: [], colours: null, largest: 1, marked: null };
    },

    /** Show other arcs; `marked` is the one pointed at. */
    show(scene) {
      this.scene = { ...this.scene, ...scene };
      if (this._map) this._draw();
    },

    /** Draw as lines for paper, or on the canvas for the screen: in print the canvas would hide all that lies below it. */
    onPaper(wanted) {
      this._paper?.remove();
      this._paper = wanted ? svg("svg", { "aria-hidden": "true" }) : null;
      if (wanted) this.getPane().append(this._paper);
      this._container.hidden = wanted;
      this._update();
    },

    /** Return the arc under a layer point: the narrowest of those within reach. */
    under(point) {
      let found = null;
      for (const path of this.paths) {
        if (found && path.thick >= found.thick) continue;
        if (isOn(path, point)) found = path;
      }
      return found && found.arc;
    },

    _initContainer() {
      this._container = recyclenet.dom.html("canvas", { "aria-hidden": "true" });
      this._context = this._container.getContext("2d");
    },

    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },

    /** Fit the canvas to the part of the map in view; called by Leaflet when that changes. */
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const [size, ratio] = [this._bounds.getSize(), window.devicePixelRatio || 1];
      L.DomUtil.setPosition(this._container, this._bounds.min);
      [this._container.width, this._container.height] = [size.x * ratio, size.y * ratio];
      [this._container.style.width, this._container.style.height] = [`${size.x}px`, `${size.y}px`];
      this._context.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
      if (this._paper) this._fitPaper(size);
      this._draw();
    },

    _fitPaper({ x, y }) {
      const { min } = this._bounds;
      for (const [name, value] of Object.entries({ width: x, height: y, viewBox: `${min.x} ${min.y} ${x} ${y}` })) {
        this._paper.setAttribute(name, value);
      }
      L.DomUtil.setPosition(this._paper, min);
    },

    _updatePaths() {}, // Leaflet's own layers are not drawn here

    _draw() {
      const { arcs, colours, largest, marked } = this.scene;
      const { min, max } = this._bounds;
      this._context.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
      const context = this._paper ? penOn(this._paper) : this._context;
      const points = new Map();
      const point = (place) => {
        if (!points.has(place)) points.set(place, this._map.latLngToLayerPoint(this.places[place].latlng));
        return points.get(place);
      };
      this.paths = [];
      for (const arc of arcs) {
        const path = curve(point(arc.origin), point(arc.destination), arc.stream);
        if (path.length < 2 || isOutside(path, this._bounds)) continue;
        const thick = width(arc.flow, largest);
        this.paths.push({ ...path, arc, thick });
        context.globalAlpha = marked && marked !== arc ? 0.25 : thick < 2 ? 0.6 : 0.82;
        context.strokeStyle = context.fillStyle = colours(arc);
        context.lineWidth = thick;
        context.beginPath();
        context.moveTo(path.from.x, path.from.y);
        context.quadraticCurveTo(path.by.x, path.by.y, path.to.x, path.to.y);
        context.stroke();
        if (path.length > 16 + 3 * thick) drawArrow(context, path, thick);
      }
    },
  });

  /** Return whether no part of a curve can be within bounds; a curve stays within its ends and the point that bends it. */
  function isOutside({ from, by, to }, { min, max }) {
    return (
      Math.max(from.x, by.x, to.x) < min.x - WIDEST ||
      Math.min(from.x, by.x, to.x) > max.x + WIDEST ||
      Math.max(from.y, by.y, to.y) < min.y - WIDEST ||
      Math.min(from.y, by.y, to.y) > max.y + WIDEST
    );
  }

  function isOn(path, point) {
    const reach = Math.max(REACH, path.thick / 2 + 2);
    const { from, by, to } = path;
    if (point.x < Math.min(from.x, by.x, to.x) - reach || point.x > Math.max(from.x, by.x, to.x) + reach) return false;
    if (point.y < Math.min(from.y, by.y, to.y) - reach || point.y > Math.max(from.y, by.y, to.y) + reach) return false;
    let last = from;
    for (let sample = 1; sample <= SAMPLES; sample++) {
      const next = along(path, sample / SAMPLES);
      if (L.LineUtil.pointToSegmentDistance(point, last, next) <= reach) return true;
      last = next;
    }
    return false;
  }

  return { FlowCanvas, width };
})();
