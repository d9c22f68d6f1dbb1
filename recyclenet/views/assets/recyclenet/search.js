/* Search: places by name; what is chosen is moved into view and told of. */
recyclenet.search = (() => {
  "use strict";

  const { html } = recyclenet.dom;
  const { WORDS, stands, statusWords } = recyclenet.symbols;
  const NEAR_ZOOM = 9; // a place is looked at from at least so near
  const MOST = 6;

  /** Return text in which case and accents make no difference. */
  const plain = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase();

  /** Return the places found for some letters: those that begin with them first. */
  function find(entries, letters) {
    const wanted = plain(letters.trim());
    if (!wanted) return [];
    const found = entries.map((entry) => ({ entry, at: plain(entry.name).indexOf(wanted) })).filter(({ at }) => at >= 0);
    return found.sort((a, b) => Math.min(a.at, 1) - Math.min(b.at, 1)).map(({ entry }) => entry);
  }

  /** Return the places of a map by name, and what goes to each: what stands, then regions, then what was not chosen. */
  function places(map, plan, signs, { pointer, stations }) {
    const go = (latlng, tell) => () => {
      map.setView(latlng, Math.max(map.getZoom(), NEAR_ZOOM), { animate: false });
      tell();
    };
    const regions = plan.regions.name.map((name, at) => ({
      name,
      kind: ["region", plan.regions.group[at]].filter(Boolean).join(", "),
      go: go(plan.places[at].latlng, () => pointer.tellRegion(plan.places[at].latlng, at)),
    }));
    const entryOf = ({ key, latlng, about, kind, status, expanded }) => ({
      name: about.station ? plan.sites.name[about.station.station.site] : plan.outlets.name[about.outlet.outlet],
      kind: about.station
        ? `${plan.technologies.name[about.station.station.technology]}, ${statusWords({ status, expanded })}`
        : WORDS[kind],
      go: go(latlng, () => stations.tell(key)),
    });
    const [standing, others] = [true, false].map((wanted) => signs.filter(({ status }) => stands(status) === wanted));
    return [...standing.map(entryOf), ...regions, ...others.map(entryOf)];
  }

  /** Return a box to search in: `entries()` are [{ name, kind, go }], `closed` is called when it is left. */
  function box(entries, closed) {
    const list = html("ul", { id: "rn-found", role: "listbox", "aria-label": "Places found" });
    const count = html("p", { class: "rn-quiet", role: "status" });
    const input = html("input", {
      type: "search",
      placeholder: "Name of a place",
      "aria-label": "Search for a place by name",
      role: "combobox",
      "aria-controls": "rn-found",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      autocomplete: "off",
    });
    const all = entries();
    let [found, active] = [[], 0];

    function mark(to) {
      active = to;
      [...list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === active)));
      if (found.length) input.setAttribute("aria-activedescendant", `rn-found-${active}`);
      else input.removeAttribute("aria-activedescendant");
    }

    function choose(entry) {
      closed();
      entry.go();
    }

    function show() {
      const every = find(all, input.value);
      found = every.slice(0, MOST);
      const lines = found.map((entry, at) => {
        const line = html(
          "li",
          { role: "option", id: `rn-found-${at}` },
          html("span", {}, entry.name),
          html("span", { class: "rn-quiet" }, entry.kind),
        );
        line.addEventListener("click", () => choose(entry));
        return line;
      });
      list.replaceChildren(...lines);
      input.setAttribute("aria-expanded", String(found.length > 0));
      count.textContent = !input.value.trim() ? "" : every.length > MOST ? `${MOST} of ${every.length} places` : every.length ? "" : "No such place.";
      mark(0);
    }

    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && found.length) mark((active + step + found.length) % found.length);
      else if (event.key === "Enter" && found.length) choose(found[active]);
      else if (event.key === "Escape") closed();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return { content: html("div", { class: "rn-search" }, input, list, count), focus: () => input.focus() };
  }

  return { box, places };
})();
