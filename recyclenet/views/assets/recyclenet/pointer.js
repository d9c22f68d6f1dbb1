/* The pointer: what is under it is named, what is clicked is told in a popup. A flow goes before the region it crosses. */
recyclenet.pointer = (() => {
  "use strict";

  /** Set the pointer to work on a map; `told` makes what is said, `popup` what it stands in. */
  function on(map, flows, { told, popup }) {
    const hint = L.tooltip({ className: "rn-hint", offset: [14, 0], direction: "right" });
    const under = (event) => flows.under(map.mouseEventToLayerPoint(event.originalEvent));
    const measuring = () => map.getContainer().classList.contains("rn-measuring");
    let hovered = null;

    function mark(arc) {
      if (flows.scene.marked !== arc) flows.show({ marked: arc });
    }

    function words(arc) {
      if (arc) return told.flowHint(arc);
      return hovered === null ? null : told.regionHint(hovered);
    }

    function follow(event) {
      if (measuring()) return;
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

    const tell = (latlng, content) => popup(content).setLatLng(latlng).openOn(map);
    const tellRegion = (latlng, region) => tell(latlng, () => told.region(region));

    /** Tell of the flow under a click or else of a region. */
    function pick(event, region = null) {
      if (measuring()) return;
      const arc = under(event);
      if (arc) tell(event.latlng, () => told.flow(arc));
      else if (region !== null) tellRegion(event.latlng, region);
    }

    map.on({ click: (event) => pick(event), mousemove: follow, mouseout: leave, movestart: leave });
    return { leave, pick, tellRegion, hover: (region) => (hovered = region) };
  }

  return { on };
})();
