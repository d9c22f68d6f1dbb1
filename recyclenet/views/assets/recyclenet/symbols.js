/* Signs of points, plants and outlets: the shape says the kind, the colour the status. */
recyclenet.symbols = (() => {
  "use strict";

  const { html, svg } = recyclenet.dom;

  /** Return the outline of a gear or a star: a ring of corners at changing distance from the middle. */
  function ring(radii, turns) {
    const corners = [];
    for (let turn = 0; turn < turns * radii.length; turn++) {
      const [angle, radius] = [(2 * Math.PI * (turn + 0.5)) / (turns * radii.length) - Math.PI / 2, radii[turn % radii.length]];
      corners.push(`${(12 + radius * Math.cos(angle)).toFixed(2)} ${(12 + radius * Math.sin(angle)).toFixed(2)}`);
    }
    return `M${corners.join("L")}Z`;
  }

  const circle = (radius) => `M${12 - radius} 12a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;

  const SHAPES = {
    collection: circle(10),
    dismantling: ring([11, 11, 8, 8], 8) + circle(3.2),
    pretreatment: "M6.5 2.5h11L23 12l-5.5 9.5h-11L1 12Z",
    recycling: "M1.5 22V11.5L8 15.5V11.5L14.5 15.5V2.5H21.500V22Z",
    reuse: "M6 2h12a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Z",
    innovation: ring([4.8, 11.5], 5),
    buyer: "M2 4.500h12L22.500 12 14 19.500H2Z",
    disposal: "M1.500 3h21L12 22Z",
  };

  const WORDS = {
    collection: "collection point",
    dismantling: "dismantling",
    pretreatment: "pre-treatment",
    recycling: "recycling plant",
    reuse: "reuse",
    innovation: "innovation centre",
    buyer: "buyer",
    disposal: "disposal",
  };

  const STATUS_WORDS = {
    existing: "stood before",
    opens: "opens now",
    open: "opened earlier",
    both: "in both plans",
    first: "only in A",
    second: "only in B",
    closed: "closed",
    candidate: "not chosen",
  };

  /** Return whether a station of this status stands. */
  const stands = (status) => status !== "candidate" && status !== "closed";

  const EXPANDED = "enlarged now";

  const NEWS = new Set(["opens", "first", "second"]); // statuses with a ring in their own colour

  /** Return how a sign is drawn beside its colour: hollow, or with a ring, in the colour of what is enlarged where it is. */
  function lookOf({ status, expanded = false }, colours) {
    const ring = expanded ? colours.expanded : NEWS.has(status) ? colours[status] : null;
    return { hollow: status === "candidate" || status === "closed", ring };
  }

  /** Return how a station stands, in words. */
  const statusWords = ({ status, expanded = false }) => (expanded ? `${STATUS_WORDS[status]}, ${EXPANDED}` : STATUS_WORDS[status]);

  /** Return a sign of a kind; `hollow` leaves only its outline, `ring` is the colour of a ring around it. */
  function symbol(kind, colour, size, { hollow = false, ring = null } = {}) {
    const ringed = ring !== null;
    const look = hollow
      ? { fill: "#ffffff", stroke: colour, "stroke-width": 4.5 }
      : { fill: colour, stroke: "#ffffff", "stroke-width": Math.min(3.4, 44 / size) };
    const shape = svg("path", { d: SHAPES[kind], "fill-rule": "evenodd", "stroke-linejoin": "round", "paint-order": "stroke", ...look });
    const around = ringed ? [svg("circle", { cx: 12, cy: 12, r: 14.6, fill: "none", stroke: ring, "stroke-width": 2.4 })] : [];
    const edge = ringed ? 5 : 2;
    return svg(
      "svg",
      { width: size, height: size, viewBox: `${-edge} ${-edge} ${24 + 2 * edge} ${24 + 2 * edge}`, "aria-hidden": "true" },
      ...around,
      shape,
    );
  }

  /** Return a small coloured box for a legend. */
  function swatch(colour, kind = "box") {
    const box = html("span", { class: `rn-swatch rn-swatch-${kind}` });
    box.style.background = colour;
    return box;
  }

  return { EXPANDED, STATUS_WORDS, WORDS, lookOf, stands, statusWords, swatch, symbol };
})();
