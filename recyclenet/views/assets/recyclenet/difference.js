/* The difference between two plans: what stands, moves and is taken in one, the other or both. Only sums are made here. */
recyclenet.difference = (() => {
  "use strict";

  const { stands } = recyclenet.symbols;
  const GRAIN = 1e-3; // t/yr; what differs by less is alike

  /** Return pairs of the items of two lists with the same key; what one list lacks is null. */
  function paired(lists, key) {
    const pairs = new Map();
    lists.forEach((list, plan) => {
      for (const item of list) {
        const name = key(item);
        if (!pairs.has(name)) pairs.set(name, [null, null]);
        pairs.get(name)[plan] = item;
      }
    });
    return [...pairs.values()];
  }

  const amount = (item, of) => (item ? item[of] : 0);

  /** Return flows that differ, the largest difference first; `more` is the plan in which more moves. */
  function arcsOf(views) {
    const pairs = paired(
      views.map((view) => view.arcs),
      ({ origin, destination, stream }) => `${origin} ${destination} ${stream}`,
    );
    const arcs = pairs.map((pair) => {
      const { origin, destination, stream, stage } = pair[0] || pair[1];
      const change = amount(pair[1], "flow") - amount(pair[0], "flow");
      return { origin, destination, stream, stage, flow: Math.abs(change), more: change > 0 ? 1 : 0, pair, rows: [] };
    });
    return arcs.filter(({ flow }) => flow > GRAIN).sort((a, b) => b.flow - a.flow);
  }

  /** Return stations with where they stand: in both plans, in the first or second only, in neither. */
  function stationsOf(views) {
    const pairs = paired(
      views.map((view) => view.stations),
      ({ station }) => `${station.site} ${station.technology}`,
    );
    return pairs.map((pair) => {
      const [first, second] = pair.map((seen) => Boolean(seen) && stands(seen.status));
      const status = first && second ? "both" : first ? "first" : second ? "second" : "candidate";
      const throughput = Math.max(...pair.map((seen) => amount(seen, "throughput")));
      return { station: (pair[0] || pair[1]).station, status, throughput, capacity: 0, pair };
    });
  }

  /** Return the difference between two views of one period, in the shape of a view. */
  function of(views) {
    return {
      period: views[0].period,
      regions: views[0].regions.map((region, at) => ({ pair: [region, views[1].regions[at]] })),
      arcs: arcsOf(views),
      stations: stationsOf(views),
      outlets: views[0].outlets.map((outlet, at) => {
        const pair = [outlet, views[1].outlets[at]];
        return { ...outlet, sold: Math.max(...pair.map(({ sold }) => sold)), pair };
      }),
      views,
    };
  }

  /** Return the scales by which differences are drawn: those of the plans, but for flows. */
  function scales({ views, ...both }) {
    const differences = views[0].map((_, period) => of(views.map((of_plan) => of_plan[period])));
    const flow = recyclenet.selection.most(differences.map(({ arcs }) => (arcs.length ? arcs[0].flow : 0)));
    return { ...both, views: [...views, differences], flow };
  }

  return { scales };
})();
