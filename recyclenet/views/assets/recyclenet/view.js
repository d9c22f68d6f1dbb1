/* The map itself: its panes, its buttons, and how the plan is fitted into what the panels leave free. */
recyclenet.view = (() => {
  "use strict";

  const { at, html, svg } = recyclenet.dom;
  const PANES = { regions: 350, flows: 420, names: 430, signs: 600 };
  const NARROW = "(max-width: 700px), (max-height: 520px)"; // filters and legend start folded
  const MEDIUM = "(max-width: 1120px), (max-height: 700px)"; // the legend starts folded, so that the map has room
  const HOME = "M4 11 12 4l8 7M6 10v10h12V10";
  const FULL_SCREEN = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

  const is = (media) => window.matchMedia(media).matches;
  const boxOf = (selector) => document.querySelector(selector).getBoundingClientRect();

  /** Make the panes of the layers; names and flows let the pointer through. */
  function panes(map) {
    for (const [name, order] of Object.entries(PANES)) map.createPane(name).style.zIndex = order;
    for (const name of ["names", "flows"]) map.getPane(name).style.pointerEvents = "none";
  }

  /** Fold the panels there is no room for. */
  function fold() {
    at("filter").open = !is(NARROW);
    at("legend").open = !is(NARROW) && !is(MEDIUM);
  }

  /** Return the corners that panels may take: on a wide map those beside the foot or above it, on a narrow one those above and below. */
  function roomLeft(map) {
    const [side, foot, room] = [boxOf(".rn-side"), boxOf(".rn-foot"), map.getSize()];
    if (is(NARROW)) return [{ paddingTopLeft: [12, Math.min(side.bottom + 10, room.y / 2)], paddingBottomRight: [12, foot.height + 60] }];
    const right = side.width + 24;
    return [
      { paddingTopLeft: [foot.width + 24, 24], paddingBottomRight: [right, 30] },
      { paddingTopLeft: [60, 24], paddingBottomRight: [right, foot.height + 50] },
    ];
  }

  /** Fit an area into the room that shows it largest. */
  function fit(map, bounds) {
    const zoom = ({ paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] }) =>
      map.getBoundsZoom(bounds, false, L.point(left + right, top + bottom));
    const [best] = roomLeft(map).sort((one, other) => zoom(other) - zoom(one));
    map.fitBounds(bounds, { ...best, animate: false });
  }

  /** Return how popups stand: clear of the panels. */
  function popupOptions() {
    const side = boxOf(".rn-side");
    const [topLeft, bottomRight] = is(NARROW)
      ? [
          [8, side.bottom + 8],
          [8, 8],
        ]
      : [
          [56, 8],
          [side.width + 20, 8],
        ];
    return { minWidth: 240, maxWidth: 320, autoPanPaddingTopLeft: topLeft, autoPanPaddingBottomRight: bottomRight };
  }

  function button(map, name, path, act) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const face = svg(
        "svg",
        { viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true" },
        svg("path", { d: path, class: "rn-stroke" }),
      );
      const pressed = html("button", { type: "button", class: "rn-button leaflet-bar", title: name, "aria-label": name }, face);
      L.DomEvent.disableClickPropagation(pressed);
      pressed.addEventListener("click", act);
      return pressed;
    };
    control.addTo(map);
  }

  /** Add the scale, and buttons for the whole plan and, where the browser has it, full screen. */
  function controls(map, bounds) {
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    button(map, "Show the whole plan", HOME, () => fit(map, bounds));
    if (!document.fullscreenEnabled) return;
    const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    button(map, "Full screen", FULL_SCREEN, toggle);
  }

  return { controls, fit, fold, panes, popupOptions };
})();
