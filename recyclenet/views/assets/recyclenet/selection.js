/* What is shown: a plan seen through the period, the materials and the layers selected. Only sums are made here, nothing is drawn. */
recyclenet.selection = (() => {
  "use strict";

  const { stands } = recyclenet.symbols;
  const GRAIN = 1e-3; // t/yr; amounts are told to the kilogram
  const EARTH_KM = 6371;

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

  /** Return whether a candidate is larger in a period than it was before. */
  function isEnlarged(plan, candidate, period, row) {
    const before = plan.standing[candidate].get(period - 1);
    const was = before === undefined ? plan.candidates.capacity_t[candidate] : plan.openings.capacity_t[before];
    return plan.openings.capacity_t[row] > was + GRAIN;
  }

  /** Return how a station stands in a period: its status, whether it is enlarged, its size and use. */
  function stationOf(plan, period, station) {
    for (const candidate of station.candidates) {
      const row = plan.standing[candidate].get(period);
      if (row === undefined) continue;
      const existing = plan.candidates.status[candidate] === "existing";
      const status = plan.openings.opens[row] ? "opens" : existing ? "existing" : "open";
      const expanded = status !== "opens" && isEnlarged(plan, candidate, period, row);
      const [capacity, throughput] = [plan.openings.capacity_t[row], plan.openings.throughput_t[row]];
      return { station, status, expanded, candidate, capacity, throughput };
    }
    const stood = station.candidates.some((candidate) => [...plan.standing[candidate].keys()].some((earlier) => earlier < period));
    return { station, status: stood ? "closed" : "candidate", expanded: false, candidate: null, capacity: 0, throughput: 0 };
  }

  /** Return the stations that take or make a material selected. */
  function stationsOf(plan, state) {
    const handles = plan.technologies.materials.map((materials) => materials.some((material) => state.materials.has(material)));
    return plan.stations.filter((station) => handles[station.technology]).map((station) => stationOf(plan, state.period, station));
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
      period: state.period,
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

  /** Return a place as a point of a globe of radius 1. */
  function onGlobe([lat, lon]) {
    const [north, east] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
    return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
  }

  /** Return by region how far it is, as the crow flies, to the nearest collection point that stands [km]; infinite where none does. */
  function accessOf(plan, view) {
    const open = view.stations.filter(({ station, status }) => station.kind === "collection" && stands(status));
    const points = open.map(({ station }) => onGlobe(plan.places[plan.siteStart + station.site].latlng));
    return plan.regions.name.map((_, region) => {
      const [x, y, z] = onGlobe(plan.places[region].latlng);
      let near = -2;
      for (const point of points) near = Math.max(near, x * point[0] + y * point[1] + z * point[2]);
      return near < -1 - 1e-9 ? Infinity : EARTH_KM * Math.acos(Math.min(1, near));
    });
  }

  /** Return a view with its access; worked out when it is first asked for. */
  function access(plan, view) {
    view.access ??= accessOf(plan, view);
    return view.access;
  }

  const most = (values) => values.reduce((largest, value) => Math.max(largest, value), 0);

  /** Return the views of plans by period, and the scales of the materials selected: one for all, so that they can be compared. */
  function scales(plans, state) {
    const views = plans.map((plan) => plan.periods.name.map((_, period) => select(plan, { ...state, period })));
    const all = views.flat();
    const throughput = (plant) =>
      most(all.flatMap((view) => view.stations.map(({ station, throughput: t }) => ((station.kind !== "collection") === plant ? t : 0))));
    return {
      views,
      flow: most(all.map((view) => (view.arcs.length ? view.arcs[0].flow : 0))),
      points: throughput(false),
      plants: throughput(true),
      sold: most(all.flatMap((view) => view.outlets.map((outlet) => outlet.sold))),
    };
  }

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

  return { access, drawn, most, same, scales };
})();
