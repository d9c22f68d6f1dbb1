/* The map itself: its panes, its tools, and how the plan is fitted into what the panels leave free. */
recyclenet.view = (() => {
  "use strict";

  const { at, html, svg } = recyclenet.dom;
  const PANES = { regions: 350, flows: 420, signs: 600, names: 620, tape: 640 };
  const PHONE = "(max-width: 700px)"; // the panels stand above and below the map
  const NARROW = `${PHONE}, (max-height: 520px)`; // filters and legend start folded
  const MEDIUM = "(max-width: 1120px), (max-height: 700px)"; // the legend starts folded, so that the map has room
  const ICONS = {
    whole: "M4 11 12 4l8 7M6 10v10h12V10",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    search: "M10.500 4a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13ZM15.500 15.500 20.500 20.500",
    measure: "M3 16 16 3l5 5L8 21ZM7 12l2.500 2.500M10.500 8.500 12 10M14 5l2.500 2.500",
    print: "M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7Z",
  };

  const is = (media) => window.matchMedia(media).matches;
  const boxOf = (selector) => document.querySelector(selector).getBoundingClientRect();
  const onPaper = () => document.documentElement.classList.contains("rn-paper");

  /** Make the panes of the layers; names and flows let the pointer through. */
  function panes(map) {
    for (const [name, order] of Object.entries(PANES)) map.createPane(name).style.zIndex = order;
    for (const name of ["names", "flows", "tape"]) map.getPane(name).style.pointerEvents = "none";
  }

  /** Fold the panels there is no room for; on a phone only one of them is open at a time. */
  function fold() {
    const panels = ["filter", "legend"].map(at);
    for (const panel of panels) {
      panel.addEventListener("toggle", () => {
        if (panel.open && is(PHONE)) for (const other of panels) other.open = other === panel;
      });
    }
    at("filter").open = !is(NARROW);
    at("legend").open = !is(NARROW) && !is(MEDIUM);
    if (at("recovery")) at("recovery").open = !is(NARROW) && at("plans").hidden;
  }

  /** Return the corners that panels may take: on a wide map those beside the foot or above it, on a narrow one those above and below. */
  function roomLeft(map) {
    const [side, foot, room] = [boxOf(".rn-side"), boxOf(".rn-foot"), map.getSize()];
    if (is(PHONE) && !onPaper())
      return [{ paddingTopLeft: [12, Math.min(side.bottom + 10, room.y / 2)], paddingBottomRight: [12, foot.height + 60] }];
    const right = side.width + 24;
    return [
      { paddingTopLeft: [foot.width + 24, 24], paddingBottomRight: [right, 30] },
      { paddingTopLeft: [60, 54], paddingBottomRight: [right, foot.height + 50] },
    ];
  }

  /** Fit an area into the room that shows it largest. */
  function fit(map, bounds) {
    const zoom = ({ paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] }) =>
      map.getBoundsZoom(bounds, false, L.point(left + right, top + bottom));
    const [best] = roomLeft(map).sort((one, other) => zoom(other) - zoom(one));
    map.fitBounds(bounds, { ...best, animate: false });
  }

  /** Return the area seen between the panels. */
  function inView(map) {
    const { paddingTopLeft: topLeft, paddingBottomRight: bottomRight } = roomLeft(map)[0];
    const corners = [L.point(topLeft), map.getSize().subtract(bottomRight)];
    return L.latLngBounds(corners.map((corner) => map.containerPointToLatLng(corner)));
  }

  /** Return what popups keep clear of: the panels, as they are now. */
  function clearOfPanels() {
    const side = boxOf(".rn-side");
    if (is(PHONE)) return { autoPanPaddingTopLeft: [8, side.bottom + 8], autoPanPaddingBottomRight: [8, 8] };
    return { autoPanPaddingTopLeft: [56, 50], autoPanPaddingBottomRight: [side.width + 20, 8] };
  }

  const Popup = L.Popup.extend({
    _adjustPan() {
      Object.assign(this.options, clearOfPanels());
      L.Popup.prototype._adjustPan.call(this);
    },
  });

  /** Return a popup; its content is made anew whenever it is updated. */
  const popup = (content) => new Popup({ minWidth: 240, maxWidth: 330 }).setContent(content);

  function button({ name, icon, act }) {
    const face = svg(
      "svg",
      { viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true" },
      svg("path", { d: ICONS[icon], class: "rn-stroke" }),
    );
    const made = html("button", { type: "button", class: "rn-button", title: name, "aria-label": name }, face);
    made.addEventListener("click", () => act(made));
    return made;
  }

  /** Return the tools every map has: the whole of it and, where the browser can, full screen. */
  function common(map, bounds) {
    const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    const whole = { name: "Show the whole plan", icon: "whole", act: () => fit(map, bounds) };
    return document.fullscreenEnabled ? [whole, { name: "Full screen", icon: "full", act: toggle }] : [whole];
  }

  /** Add the scale and the tools; below these lies the board, on which a tool says or asks something. */
  function controls(map, bounds, more = []) {
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const row = html("div", { class: "rn-buttons", role: "toolbar", "aria-label": "Tools" }, ...[...common(map, bounds), ...more].map(button));
    const board = html("div", { class: "rn-card rn-board", id: "rn-board", role: "group", "aria-label": "Tool" });
    board.hidden = true;
    document.querySelector(".rn-side").prepend(html("div", { class: "rn-tools" }, row, board));
  }

  /** Put something on the board; "" takes it away. */
  function post(content) {
    at("board").hidden = content === "";
    at("board").replaceChildren(content);
  }

  return { controls, fit, fold, inView, panes, popup, post };
})();
