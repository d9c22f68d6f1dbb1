/* The pointer: what is under it is named, what is clicked is told in a popup. A flow goes before the region it crosses. */
recyclenet.pointer = (() => {
  "use strict";

  const { popups, selection } = recyclenet;

  /** Set the pointer to work on a map; `shown()` gives the state and the view of now, `options()` those of a popup. */
  function on(map, plan, flows, { shown, options }) {
    const hint = L.tooltip({ className: "rn-hint", offset: [14, 0], direction: "right" });
    const under = (event) => flows.under(map.mouseEventToLayerPoint(event.originalEvent));
    let hovered = null;

    function mark(arc) {
      if (flows.scene.marked !== arc) flows.show({ marked: arc });
    }

    function words(arc) {
      const { state, view } = shown();
      if (arc) return popups.flow(plan, state, arc);
      return hovered === null ? null : popups.regionHint(plan, view, hovered);
    }

    function follow(event) {
      const arc = under(event);
      const content = words(arc);
      mark(arc);
      if (content) hint.setContent(content).setLatLng(event.latlng).addTo(map);
      else hint.remove();
    }

    function leave() {
      mark(null);
      hint.remove();
    }

    function tell(latlng, content) {
      L.popup(options()).setLatLng(latlng).setContent(content).openOn(map);
    }

    /** Tell of the flow under a click or else of a region; the content is made anew whenever the popup is updated. */
    function pick(event, region = null) {
      const arc = under(event);
      if (arc) tell(event.latlng, () => popups.flow(plan, shown().state, selection.same(shown().view, arc)));
      else if (region !== null) tell(event.latlng, () => popups.region(plan, shown().state, region));
    }

    map.on({ click: (event) => pick(event), mousemove: follow, mouseout: leave, movestart: leave });
    return { leave, pick, hover: (region) => (hovered = region) };
  }

  return { on };
})();
