/* The page: one state, one view of the plan that follows from it, and the layers and panels that show the view. */
recyclenet.main = (() => {
  "use strict";

  const { at, html, svg } = recyclenet.dom;
  const { share, number } = recyclenet.format;
  const PANES = { regions: 350, flows: 420, names: 430, signs: 600 };
  const SHARE_BREAKS = [0, 0.2, 0.4, 0.6, 0.8];
  const NARROW = "(max-width: 700px), (max-height: 520px)";

  function panes(map) {
    for (const [name, order] of Object.entries(PANES)) map.createPane(name).style.zIndex = order;
    for (const name of ["names", "flows"]) map.getPane(name).style.pointerEvents = "none";
  }

  /** Return how regions are coloured: by which value, in which classes. */
  function measureOf(plan, state, scales) {
    const colours = plan.colours.region;
    if (state.measure === "share") {
      return { breaks: scales.supply.length ? SHARE_BREAKS : [], colours, text: share, value: (region) => 1 - region.uncollected / region.supply };
    }
    return { breaks: scales.supply, colours, text: number, value: (region) => region.supply };
  }

  /** Add a button below those for zooming. */
  function button(map, name, path, act) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const face = svg("svg", { viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: path, class: "rn-stroke" }));
      const pressed = html("button", { type: "button", class: "rn-button leaflet-bar", title: name, "aria-label": name }, face);
      L.DomEvent.disableClickPropagation(pressed);
      pressed.addEventListener("click", act);
      return pressed;
    };
    control.addTo(map);
  }

  /** Fit the regions into what the panels leave free of the map. */
  function fit(map, bounds) {
    const [side, foot] = [".rn-side", ".rn-foot"].map((name) => document.querySelector(name).getBoundingClientRect());
    const room = map.getContainer().getBoundingClientRect();
    const beside = side.width + foot.width < 0.7 * room.width;
    const options = beside
      ? { paddingTopLeft: [(at("legend").open ? foot.width : 40) + 24, 24], paddingBottomRight: [side.width + 24, 30] }
      : { paddingTopLeft: [12, Math.min(side.height + 20, room.height / 2)], paddingBottomRight: [12, foot.height + 60] };
    map.fitBounds(bounds, { ...options, animate: false });
  }

  function everything(map, bounds) {
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    button(map, "Show the whole plan", "M4 11 12 4l8 7M6 10v10h12V10", () => fit(map, bounds));
    if (!document.fullscreenEnabled) return;
    button(map, "Full screen", "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5", () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
    );
  }

  /** Return how popups stand: clear of the panels. */
  function popupOptions() {
    const side = document.querySelector(".rn-side").getBoundingClientRect();
    const narrow = window.matchMedia(NARROW).matches;
    return {
      minWidth: 240,
      maxWidth: 320,
      autoPanPaddingTopLeft: narrow ? [8, side.bottom + 8] : [56, 8],
      autoPanPaddingBottomRight: narrow ? [8, 8] : [side.width + 20, 8],
    };
  }

  /** Draw the plan of a data block on a Leaflet map. */
  function show(map, text) {
    const plan = recyclenet.plan.read(text);
    const state = { period: 0, materials: new Set(plan.materialsOfStream.flat()), threshold: 0, steps: [0], measure: "supply", show: {} };
    let [view, scales, drawn, hovered, open] = [null, null, null, null, null];
    panes(map);

    const flows = new recyclenet.flows.FlowCanvas(plan.places, { pane: "flows", padding: 0.3 }).addTo(map);
    const hint = L.tooltip({ className: "rn-hint", offset: [14, 0], direction: "right" });
    const popup = (latlng, content) => L.popup(popupOptions()).setLatLng(latlng).setContent(content).openOn(map);
    const arcAt = (event) => flows.under(map.mouseEventToLayerPoint(event.originalEvent));

    function point(arc) {
      if (flows.scene.marked !== arc) flows.show({ marked: arc });
    }

    function pick(event, region) {
      const arc = arcAt(event);
      if (arc) popup(event.latlng, () => recyclenet.popups.flow(plan, state, recyclenet.selection.same(view, arc)));
      else if (region !== null) popup(event.latlng, () => recyclenet.popups.region(plan, state, region));
    }

    function leave() {
      point(null);
      hint.remove();
    }

    function follow(event) {
      const arc = arcAt(event);
      point(arc);
      if (arc) hint.setContent(recyclenet.popups.flow(plan, state, arc));
      else if (hovered !== null) hint.setContent(recyclenet.popups.regionHint(plan, view, hovered));
      if (arc || hovered !== null) hint.setLatLng(event.latlng).addTo(map);
      else hint.remove();
    }

    const regions = recyclenet.regions.layer(map, plan, { pick, hover: (region) => (hovered = region) });
    const stations = recyclenet.stations.layer(map, {
      content: ({ station, outlet }) =>
        outlet
          ? recyclenet.popups.outlet(plan, state, view.outlets[outlet.outlet])
          : recyclenet.popups.station(plan, state, view.stations.find((seen) => seen.station === station.station)),
      hint: (sign) => recyclenet.popups.signHint(plan, sign),
      enter: leave,
      options: popupOptions,
    });
    map.on({
      click: (event) => pick(event, null),
      mousemove: follow,
      mouseout: leave,
      movestart: leave,
      zoomend: () => {
        regions.showNames(state.show.names);
        stations.show(plan, view, scales, state);
      },
      popupopen: (event) => (open = event.popup),
      popupclose: () => (open = null),
    });

    function draw() {
      view = recyclenet.selection.select(plan, state);
      drawn = recyclenet.selection.drawn(plan, view, state);
      const measure = measureOf(plan, state, scales);
      const paint = (region) => (region.supply > 0 ? measure.colours[recyclenet.selection.classOf(measure.value(region), measure.breaks)] : null);
      regions.paint(view.regions.map(paint));
      regions.showNames(state.show.names);
      flows.show({ arcs: drawn.arcs, colours: plan.streams.colour, largest: scales.flow, marked: null });
      const shown = stations.show(plan, view, scales, state);
      recyclenet.panels.figures(plan, state, view);
      recyclenet.panels.hidden(state, drawn);
      recyclenet.legend.show({ plan, state, scales, measure, drawn, shown });
      showPeriod();
      if (open) open.update();
    }

    const showPeriod = recyclenet.panels.controls(plan, state, ({ materials }) => {
      if (materials) rescale();
      draw();
    });

    function rescale() {
      scales = recyclenet.selection.scales(plan, state);
      recyclenet.panels.rescale(state, scales);
    }

    for (const panel of ["filter", "legend"]) at(panel).open = !window.matchMedia(NARROW).matches;
    recyclenet.panels.headline(plan);
    rescale();
    recyclenet.panels.comfort(state, plan.periods.name.map((_, period) => recyclenet.selection.select(plan, { ...state, period })));
    draw();
    everything(map, regions.bounds);
    fit(map, regions.bounds);
    document.documentElement.dataset.ready = "yes";
  }

  return { show };
})();
