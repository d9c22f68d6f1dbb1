/* Paper: the map as a picture or in print, without what can only be used on a screen. */
recyclenet.paper = (() => {
  "use strict";

  const PANELS = "details.rn-card, .rn-head details";

  /** Return what the address of the page asks for after its #: period, measure, plan, and whether it is to be a picture. */
  function asked() {
    return new URLSearchParams(window.location.hash.slice(1));
  }

  /** Lay the page out for paper. */
  function lay(map) {
    document.documentElement.classList.add("rn-paper");
    for (const panel of document.querySelectorAll(PANELS)) panel.open = true;
    map.invalidateSize({ animate: false, pan: false });
  }

  /** Return the part of an area that is in view, or what is in view where none of it is. */
  function seenOf(area, seen) {
    if (!area.intersects(seen)) return seen;
    const [south, west] = [Math.max(area.getSouth(), seen.getSouth()), Math.max(area.getWest(), seen.getWest())];
    const [north, east] = [Math.min(area.getNorth(), seen.getNorth()), Math.min(area.getEast(), seen.getEast())];
    return L.latLngBounds([south, west], [north, east]);
  }

  /** Show the whole plan as a picture, whatever size the window takes. */
  function picture(map, page, bounds) {
    lay(map);
    page.fit(map, bounds);
    map.on("resize", () => page.fit(map, bounds));
  }

  /** Print what is in view of the plan, and show the page as it was afterwards. */
  function on(map, flows, page, area) {
    let before = null;
    window.addEventListener("beforeprint", () => {
      if (before) return;
      const folded = [...document.querySelectorAll(PANELS)].filter(({ open }) => !open);
      before = { middle: map.getCenter(), zoom: map.getZoom(), folded, picture: document.documentElement.classList.contains("rn-paper") };
      const seen = seenOf(area, page.inView(map));
      map.closePopup();
      document.documentElement.classList.add("rn-sheet");
      lay(map);
      flows.onPaper(true);
      page.fit(map, seen);
    });
    window.addEventListener("afterprint", () => {
      if (!before) return;
      document.documentElement.classList.remove("rn-sheet");
      document.documentElement.classList.toggle("rn-paper", before.picture);
      for (const panel of before.folded) panel.open = false;
      map.invalidateSize({ animate: false, pan: false });
      flows.onPaper(false);
      map.setView(before.middle, before.zoom, { animate: false });
      before = null;
    });
  }

  return { asked, on, picture };
})();
