/* The teller: what popups and hints say of what is shown just now, in the words of one plan or of two. */
recyclenet.teller = (() => {
  "use strict";

  const { pairs, popups, selection } = recyclenet;

  /** Return the teller of one plan. */
  function ofOne(now) {
    const plan = () => now().plans[now().state.shown];
    return {
      region: (at) => popups.region(plan(), now().state, at),
      station: (seen) => popups.station(plan(), now().state, seen),
      outlet: (seen) => popups.outlet(plan(), now().state, seen),
      flow(arc) {
        const { state, view, scales } = now();
        return popups.flow(plan(), state, selection.same(view, arc), scales.views[state.shown]);
      },
      flowHint: (arc) => popups.flow(plan(), now().state, arc),
      regionHint: (at) => popups.regionHint(plan(), now().view, at),
      signHint: (sign) => popups.signHint(plan(), sign),
    };
  }

  /** Return the teller of two plans. */
  function ofTwo(now) {
    const { plans, state } = now();
    const flow = (arc) => pairs.flow(plans, state, { ...arc, pair: now().view.views.map((view) => selection.same(view, arc)) });
    return {
      region: (at) => pairs.region(plans, state, now().view, at),
      station: (seen) => pairs.station(plans, state, seen),
      outlet: (seen) => pairs.outlet(plans, state, seen),
      flow,
      flowHint: flow,
      regionHint: (at) => pairs.regionHint(plans, now().view, at),
      signHint: (sign) => pairs.signHint(plans, sign),
    };
  }

  /** Return what tells of places and flows; `now()` is what is shown: plans, state, view and scales. */
  function of(now) {
    const words = () => (now().view.views ? ofTwo(now) : ofOne(now));
    const told = (name) => (thing) => words()[name](thing);

    /** Tell of a sign as it stands now, which may be otherwise than when it was drawn. */
    function sign({ station, outlet }) {
      const { view, plans } = now();
      if (outlet) return words().outlet(view.outlets[outlet.outlet]);
      const { site, technology } = station.station;
      const seen = view.stations.find(({ station: other }) => other.site === site && other.technology === technology);
      return seen ? words().station(seen) : popups.card(plans[0].sites.name[site], "not offered in this plan");
    }

    const names = ["region", "flow", "flowHint", "regionHint", "signHint"];
    return { sign, ...Object.fromEntries(names.map((name) => [name, told(name)])) };
  }

  return { of };
})();
