/* The page: one state, one view of the plan that follows from it, and the layers and panels that show the view. */
recyclenet.main = (() => {
  "use strict";

  const { legend, panels, popups, selection, view: page } = recyclenet;
  const { share, number } = recyclenet.format;
  const SHARE_BREAKS = [0, 0.2, 0.4, 0.6, 0.8];

  /** Return how regions are coloured: by which value, in which classes. */
  function measureOf(plan, state, scales) {
    const [colours, some] = [plan.colours.region, scales.supply.length > 0];
    if (state.measure === "share") {
      return { breaks: some ? SHARE_BREAKS : [], colours, text: share, value: ({ supply, uncollected }) => 1 - uncollected / supply };
    }
    return { breaks: scales.supply, colours, text: number, value: ({ supply }) => supply };
  }

  /** Return the colour of every region, null for one without supply. */
  function coloursOf(regions, { breaks, colours, value }) {
    return regions.map((region) => (region.supply > 0 ? colours[selection.classOf(value(region), breaks)] : null));
  }

  /** Return what a popup of a sign says. */
  function contentOf(plan, { state, view }, { station, outlet }) {
    if (outlet) return popups.outlet(plan, state, view.outlets[outlet.outlet]);
    return popups.station(
      plan,
      state,
      view.stations.find((seen) => seen.station === station.station),
    );
  }

  function startOf(plan) {
    return { period: 0, materials: new Set(plan.materialsOfStream.flat()), threshold: 0, steps: [0], measure: "supply", show: {} };
  }

  /** Build the layers of the map; `shown()` gives the state and the view of now. */
  function layersOf(map, plan, shown) {
    page.panes(map);
    const flows = new recyclenet.flows.FlowCanvas(plan.places, { pane: "flows", padding: 0.3 }).addTo(map);
    const pointer = recyclenet.pointer.on(map, plan, flows, { shown, options: page.popupOptions });
    const regions = recyclenet.regions.layer(map, plan, pointer);
    const stations = recyclenet.stations.layer(map, {
      content: (about) => contentOf(plan, shown(), about),
      hint: (sign) => popups.signHint(plan, sign),
      enter: pointer.leave,
      options: page.popupOptions,
    });
    return { flows, regions, stations };
  }

  /** Keep account of the popup that is open, so that it can follow the state. */
  function popupOf(map) {
    let open = null;
    map.on({ popupopen: ({ popup }) => (open = popup), popupclose: () => (open = null) });
    return { update: () => open && open.update() };
  }

  /** Draw the plan of a data block on a Leaflet map. */
  function show(map, text) {
    const plan = recyclenet.plan.read(text);
    const state = startOf(plan);
    let [view, scales] = [null, null];
    const { flows, regions, stations } = layersOf(map, plan, () => ({ state, view }));
    const popup = popupOf(map);

    function rescale() {
      scales = selection.scales(plan, state);
      panels.rescale(state, scales);
    }

    function draw() {
      view = selection.select(plan, state);
      const drawn = selection.drawn(plan, view, state);
      const measure = measureOf(plan, state, scales);
      regions.paint(coloursOf(view.regions, measure));
      flows.show({ arcs: drawn.arcs, colours: plan.streams.colour, largest: scales.flow, marked: null });
      panels.figures(plan, state, view);
      panels.hidden(state, drawn);
      showPeriod();
      legend.show({ plan, state, scales, measure, drawn, shown: place() });
      popup.update();
    }

    /** Place what depends on the zoom. */
    function place() {
      regions.showNames(state.show.names);
      return stations.show(plan, view, scales, state);
    }

    const showPeriod = panels.controls(plan, state, ({ materials }) => {
      if (materials) rescale();
      draw();
    });
    page.fold();
    panels.headline(plan);
    rescale();
    panels.comfort(state, plan);
    draw();
    page.controls(map, regions.bounds);
    map.on("zoomend", place);
    page.fit(map, regions.bounds);
    document.documentElement.dataset.ready = "yes";
  }

  return { show };
})();
