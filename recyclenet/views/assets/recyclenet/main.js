/* The page: one state, one view of the plans that follows from it, and the layers and panels that show the view. */
recyclenet.main = (() => {
  "use strict";

  const { difference, figures, legend, measures, panels, paper, search, selection, tape, teller, view: page } = recyclenet;
  const MEASURES = ["supply", "share", "access"];
  const PLANS = ["A", "B", "difference"];

  function startOf(plans, asked) {
    const [plan] = plans;
    const period = Math.max(0, plan.periods.name.indexOf(asked.get("period")));
    const measure = MEASURES.find((name) => name === asked.get("regions")) || "supply";
    const shown = plans.length < 2 ? 0 : Math.max(0, PLANS.indexOf(asked.get("plan") || "difference"));
    return { period, materials: new Set(plan.materialsOfStream.flat()), threshold: 0, steps: [0], measure, shown, show: {} };
  }

  /** Build the layers of the map. */
  function layersOf(map, plan, told) {
    page.panes(map);
    const flows = new recyclenet.flows.FlowCanvas(plan.places, { pane: "flows", padding: 0.3 }).addTo(map);
    const pointer = recyclenet.pointer.on(map, flows, { told, popup: page.popup });
    const regions = recyclenet.regions.layer(map, plan, pointer);
    const stations = recyclenet.stations.layer(map, {
      content: told.sign,
      hint: told.signHint,
      enter: pointer.leave,
      popup: page.popup,
    });
    return { flows, pointer, regions, stations };
  }

  /** Keep account of the popup that is open, so that it can follow the state. */
  function popupOf(map) {
    let open = null;
    map.on({ popupopen: ({ popup }) => (open = popup), popupclose: () => (open = null) });
    return { update: () => open && open.update() };
  }

  /** Return the tools of the map: search, measure, print. */
  function toolsOf(map, entries) {
    let [asking, button] = [false, null];
    const done = () => {
      asking = false;
      page.post("");
    };
    const measuring = tape.on(map, { say: page.post, pressed: (up) => button.setAttribute("aria-pressed", String(up)) });
    const ask = () => {
      if (asking) return done();
      if (measuring.up()) measuring.toggle();
      const box = search.box(entries, done);
      page.post(box.content);
      asking = true;
      return box.focus();
    };
    const measure = (pressed) => {
      button = pressed;
      if (asking) done();
      measuring.toggle();
    };
    return [
      { name: "Search for a place", icon: "search", act: ask },
      { name: "Measure a distance", icon: "measure", act: measure },
      { name: "Print or save as PDF", icon: "print", act: () => window.print() },
    ];
  }

  /** Draw the plans of a data block on a Leaflet map. */
  function show(map, text) {
    const plans = recyclenet.plan.read(text);
    const asked = paper.asked();
    const state = startOf(plans, asked);
    const [plan] = plans;
    let [view, scales, signs] = [null, null, []];
    const now = () => ({ plans, state, view, scales });
    const layers = layersOf(map, plan, teller.of(now));
    const { flows, regions, stations } = layers;
    const popup = popupOf(map);
    const colourOf = ({ more, stream }) => (more === undefined ? plan.streams.colour[stream] : plan.colours.difference.plans[more]);

    function rescale() {
      scales = selection.scales(plans, state);
      if (state.shown === plans.length) scales = difference.scales(scales);
      panels.rescale(state, scales);
    }

    function draw() {
      view = scales.views[state.shown][state.period];
      const drawn = selection.drawn(plan, view, state);
      const measure = measures.now(now());
      regions.paint(measure.fills);
      flows.show({ arcs: drawn.arcs, colours: colourOf, largest: scales.flow, marked: null });
      figures.show(now());
      panels.hidden(state, drawn);
      showPeriod();
      place();
      legend.show({ plan, state, scales, measure, drawn, shown: signs });
      popup.update();
    }

    /** Place what depends on the zoom. */
    function place() {
      regions.showNames(state.show.names);
      signs = stations.show(plans[state.shown] || plan, view, scales, state);
    }

    const showPeriod = panels.controls(plans, state, ({ rescaled, switched }) => {
      if (rescaled) rescale();
      if (switched) panels.comfort(state, scales);
      draw();
    });
    page.fold();
    figures.title(plans);
    rescale();
    panels.comfort(state, scales);
    draw();
    page.controls(
      map,
      regions.bounds,
      toolsOf(map, () => search.places(map, plan, signs, layers)),
    );
    map.on("zoomend", place);
    paper.on(map, flows, page, regions.bounds);
    if (asked.has("picture")) paper.picture(map, page, regions.bounds);
    else page.fit(map, regions.bounds);
    document.documentElement.dataset.ready = "yes";
  }

  return { show };
})();
