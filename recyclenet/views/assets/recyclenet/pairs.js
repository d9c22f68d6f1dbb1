/* Popups and hints of two plans side by side: what one has, what the other has. */
recyclenet.pairs = (() => {
  "use strict";

  const { html } = recyclenet.dom;
  const { change, number, perYear, share } = recyclenet.format;
  const { WORDS, stands, statusWords } = recyclenet.symbols;
  const { card, hint, list, table, wayOf } = recyclenet.popups;
  const NONE = "\u2013";
  const ALIKE = 5e-4; // of the larger; what differs by less reads the same

  /** Return a row of two amounts and the change from the first to the second. */
  function row(name, pair, text = number) {
    const [first, second] = pair;
    const known = pair.every(Number.isFinite);
    const alike = Math.abs(second - first) <= ALIKE * Math.max(...pair.map(Math.abs));
    return [name, ...pair.map((value) => (Number.isFinite(value) ? text(value) : NONE)), !known ? NONE : alike ? "0" : change(second - first, text)];
  }

  /** Return a table of both plans. */
  const both = (name, rows) => html("div", { class: "rn-both" }, table([name, "A", "B", "B \u2212 A"], rows));
  const under = (plan, state, word) => `${word} \u00b7 ${plan.periods.name[state.period]}`;

  function region(plans, state, view, at) {
    const { pair } = view.regions[at];
    const access = plans.map((plan, which) => recyclenet.selection.access(plan, view.views[which])[at]);
    const collected = ({ supply, uncollected }) => supply - uncollected;
    return card(
      plans[0].regions.name[at],
      under(plans[0], state, "both plans"),
      both("t/yr", [
        row(
          "supply",
          pair.map(({ supply }) => supply),
        ),
        row("collected", pair.map(collected)),
        row(
          "share",
          pair.map((of) => (of.supply > 0 ? collected(of) / of.supply : NaN)),
          share,
        ),
        row("km to a point", access),
      ]),
    );
  }

  function station(plans, state, seen) {
    const { station: of, pair } = seen;
    const status = pair.map((one) => (one ? statusWords(one) : "not offered"));
    const amounts = (name) => pair.map((one) => (one && stands(one.status) ? one[name] : 0));
    const rows = [row("capacity", amounts("capacity")), row("throughput", amounts("throughput"))];
    const lines = list(status.map((words, which) => [`in ${"AB"[which]}`, words]));
    const what = `${plans[0].technologies.name[of.technology]}, ${statusWords(seen)}`;
    return card(plans[0].sites.name[of.site], under(plans[0], state, what), lines, both("t/yr", rows));
  }

  function outlet(plans, state, { outlet: at, kind, pair }) {
    const sold = pair.map((one, which) => new Map(one.rows.map((of) => [plans[which].sales.material[of], plans[which].sales.sold_t[of]])));
    const materials = [...new Set(sold.flatMap((of) => [...of.keys()]))].sort((a, b) => a - b);
    const rows = materials.map((material) =>
      row(
        plans[0].materials.name[material],
        sold.map((of) => of.get(material) ?? 0),
      ),
    );
    return card(plans[0].outlets.name[at], under(plans[0], state, WORDS[kind]), both("takes t/yr", rows));
  }

  function flow(plans, state, { pair, stream, ...arc }) {
    const amounts = pair.map((one) => (one ? one.flow : 0));
    return card(wayOf(plans[0], arc), under(plans[0], state, plans[0].streams.name[stream]), both("", [row("t/yr", amounts)]));
  }

  function regionHint(plans, view, at) {
    const [first, second] = view.regions[at].pair.map(({ supply, uncollected }) => supply - uncollected);
    return hint(plans[0].regions.name[at], `collected ${perYear(first)} in A, ${perYear(second)} in B`);
  }

  function signHint(plans, { about }) {
    if (about.outlet) {
      const [first, second] = about.outlet.pair.map(({ sold }) => sold);
      return hint(plans[0].outlets.name[about.outlet.outlet], `takes ${perYear(first)} in A, ${perYear(second)} in B`);
    }
    const { station: of, status } = about.station;
    return hint(`${plans[0].sites.name[of.site]}: ${plans[0].technologies.name[of.technology]}`, statusWords({ status }));
  }

  return { flow, outlet, region, regionHint, row, signHint, station };
})();
