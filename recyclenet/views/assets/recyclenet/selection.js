/* What is shown: the plan seen through the period, the materials and the layers selected. Only sums are made here, nothing is drawn. */
recyclenet.selection = (() => {
  "use strict";

  const { stands } = recyclenet.symbols;
  const CLASSES = 5;

  /** Return by region what arises and what is left behind. */
  function regionsOf(plan, state) {
    const { region, material, supply_t, uncollected_t } = plan.supplies;
    const regions = plan.regions.name.map(() => ({ supply: 0, uncollected: 0, rows: [] }));
    for (const row of plan.rows.supplies[state.period]) {
      if (!state.materials.has(material[row])) continue;
      const of = regions[region[row]];
      of.supply += supply_t[row];
      of.uncollected += uncollected_t[row];
      of.rows.push(row);
    }
    return regions;
  }

  /** Return the stage of a flow: what layer it belongs to. */
  function stageOf(plan, origin, destination) {
    if (plan.places[origin].role === "region") return "collecting";
    return plan.places[destination].role === "outlet" ? "selling" : "between";
  }

  /** Return flows added up by origin, destination and stream, the largest first. */
  function arcsOf(plan, state) {
    const { origin, destination, material, distance_km, flow_t } = plan.flows;
    const [places, streams] = [plan.places.length, plan.streams.name.length];
    const arcs = new Map();
    for (const row of plan.rows.flows[state.period]) {
      if (!state.materials.has(material[row])) continue;
      const stream = plan.materials.stream[material[row]];
      const key = (origin[row] * places + destination[row]) * streams + stream;
      let arc = arcs.get(key);
      if (!arc) {
        arc = { origin: origin[row], destination: destination[row], stream, flow: 0, tkm: 0, rows: [] };
        arc.stage = stageOf(plan, arc.origin, arc.destination);
        arcs.set(key, arc);
      }
      arc.flow += flow_t[row];
      arc.tkm += flow_t[row] * distance_km[row];
      arc.rows.push(row);
    }
    return [...arcs.values()].sort((a, b) => b.flow - a.flow);
  }

  /** Return how a station stands in the period: its status, size and use. */
  function stationOf(plan, state, station) {
    for (const candidate of station.candidates) {
      const row = plan.standing[candidate].get(state.period);
      if (row === undefined) continue;
      const existing = plan.candidates.status[candidate] === "existing";
      const status = existing ? "existing" : plan.openings.opens[row] ? "opens" : "open";
      return { station, status, candidate, capacity: plan.openings.capacity_t[row], throughput: plan.openings.throughput_t[row] };
    }
    const stood = station.candidates.some((candidate) => [...plan.standing[candidate].keys()].some((period) => period < state.period));
    return { station, status: stood ? "closed" : "candidate", candidate: null, capacity: 0, throughput: 0 };
  }

  /** Return the stations that take or make a material selected. */
  function stationsOf(plan, state) {
    const handles = plan.technologies.materials.map((materials) => materials.some((material) => state.materials.has(material)));
    return plan.stations.filter((station) => handles[station.technology]).map((station) => stationOf(plan, state, station));
  }

  /** Return by outlet what it takes. */
  function outletsOf(plan, state) {
    const outlets = plan.outlets.name.map((_, outlet) => ({ outlet, kind: plan.outlets.kind[outlet], sold: 0, rows: [] }));
    for (const row of plan.rows.sales[state.period]) {
      if (!state.materials.has(plan.sales.material[row])) continue;
      const of = outlets[plan.sales.outlet[row]];
      of.sold += plan.sales.sold_t[row];
      of.rows.push(row);
    }
    return outlets;
  }

  const sum = (items, value) => items.reduce((total, item) => total + value(item), 0);

  /** Return the plan of one period and the materials selected. */
  function select(plan, state) {
    const view = {
      regions: regionsOf(plan, state),
      arcs: arcsOf(plan, state),
      stations: stationsOf(plan, state),
      outlets: outletsOf(plan, state),
    };
    const standing = view.stations.filter(({ status }) => stands(status));
    const supply = sum(view.regions, (region) => region.supply);
    const moved = sum(view.arcs, (arc) => arc.flow);
    view.totals = {
      supply,
      collected: supply - sum(view.regions, (region) => region.uncollected),
      points: standing.filter(({ station }) => station.kind === "collection").length,
      plants: standing.filter(({ station }) => station.kind !== "collection").length,
      newPoints: standing.filter(({ station, status }) => station.kind === "collection" && status === "opens").length,
      newPlants: standing.filter(({ station, status }) => station.kind !== "collection" && status === "opens").length,
      haul: moved > 0 ? sum(view.arcs, (arc) => arc.tkm) / moved : 0,
    };
    return view;
  }

  /** Return a number rounded to two figures that count. */
  const rounded = (value) => Number(value.toPrecision(2));

  /** Return the lower ends of classes that hold about the same number of values each. */
  function breaksOf(values) {
    const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
    if (!sorted.length) return [];
    const ends = Array.from({ length: CLASSES - 1 }, (_, at) => rounded(sorted[Math.floor((sorted.length * (at + 1)) / CLASSES)]));
    return [0, ...new Set(ends)];
  }

  /** Return the scales of the materials selected: one for all periods, so that periods can be compared. */
  function scales(plan, state) {
    const views = plan.periods.name.map((_, period) => select(plan, { ...state, period }));
    const most = (values) => values.reduce((largest, value) => Math.max(largest, value), 0);
    const throughput = (plant) => (view) =>
      most(view.stations.filter(({ station }) => (station.kind !== "collection") === plant).map((station) => station.throughput));
    return {
      supply: breaksOf(views.flatMap((view) => view.regions.map((region) => region.supply))),
      flow: most(views.map((view) => (view.arcs.length ? view.arcs[0].flow : 0))),
      points: most(views.map(throughput(false))),
      plants: most(views.map(throughput(true))),
      sold: most(views.flatMap((view) => view.outlets.map((outlet) => outlet.sold))),
    };
  }

  /** Return the class of a value: how many of the lower ends it reaches, counted from 0. */
  const classOf = (value, breaks) => Math.max(0, breaks.filter((end) => value >= end).length - 1);

  /** Return the arcs to draw and what the threshold hides of the layers shown. */
  function drawn(plan, view, state) {
    const shown = view.arcs.filter((arc) => state.show[arc.stage]);
    const arcs = shown.filter((arc) => arc.flow >= state.threshold);
    const [all, kept] = [sum(shown, (arc) => arc.flow), sum(arcs, (arc) => arc.flow)];
    const within = arcs.filter(
      ({ origin, destination }) => plan.places[origin].latlng.join() === plan.places[destination].latlng.join(),
    ).length;
    return {
      arcs,
      within,
      count: shown.length,
      hidden: shown.length - arcs.length,
      hiddenT: all - kept,
      hiddenShare: all > 0 ? (all - kept) / all : 0,
    };
  }

  /** Return the arc of a view with the ends and stream of another; one without flow where there is none. */
  function same(view, arc) {
    const is = ({ origin, destination, stream }) => origin === arc.origin && destination === arc.destination && stream === arc.stream;
    return view.arcs.find(is) || { ...arc, flow: 0, tkm: 0, rows: [] };
  }

  return { classOf, drawn, same, scales, select };
})();
