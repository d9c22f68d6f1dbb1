/* The plan: the columns of the data block, and what follows from them whatever is selected. */
recyclenet.plan = (() => {
  "use strict";

  /** Return for every period the rows of a table that belong to it. */
  function rowsByPeriod(table, count) {
    const rows = Array.from({ length: count }, () => []);
    table.period.forEach((period, row) => rows[period].push(row));
    return rows;
  }

  /** Return places in the order in which flows count them: regions, sites, outlets. */
  function placesOf(plan) {
    const of = (table, role) => table.name.map((name, index) => ({ name, role, index, latlng: [table.lat[index], table.lon[index]] }));
    return [...of(plan.regions, "region"), ...of(plan.sites, "site"), ...of(plan.outlets, "outlet")];
  }

  /** Return stations: a technology at a site, with its candidates, which are the sizes it may have. */
  function stationsOf(plan) {
    const stations = new Map();
    plan.candidates.site.forEach((site, candidate) => {
      const technology = plan.candidates.technology[candidate];
      const key = `${site} ${technology}`;
      if (!stations.has(key)) stations.set(key, { site, technology, kind: plan.technologies.kind[technology], candidates: [] });
      stations.get(key).candidates.push(candidate);
    });
    return [...stations.values()];
  }

  /** Return for every candidate the rows of openings that are its, by period. */
  function standingOf(plan) {
    const standing = plan.candidates.site.map(() => new Map());
    plan.openings.candidate.forEach((candidate, row) => standing[candidate].set(plan.openings.period[row], row));
    return standing;
  }

  /** Return the rings of an encoded polygon as [latitude, longitude] in degrees. */
  function decoded(polygons, unitsPerDeg) {
    return polygons.map((rings) =>
      rings.map((flat) => {
        let [x, y] = [0, 0];
        const points = [];
        for (let at = 0; at < flat.length; at += 2) {
          x += flat[at];
          y += flat[at + 1];
          points.push([y / unitsPerDeg, x / unitsPerDeg]);
        }
        return points;
      }),
    );
  }

  /** Return materials that arise, move, or are taken or made by a technology in any of the plans, by stream. */
  function materialsOf(plans) {
    const seen = new Set(plans.flatMap((plan) => [...plan.supplies.material, ...plan.flows.material, ...plan.technologies.materials.flat()]));
    const { streams, materials } = plans[0];
    return streams.name.map((_, stream) => [...seen].filter((material) => materials.stream[material] === stream).sort((a, b) => a - b));
  }

  /** Return a plan with what follows from its columns; `shared` is what all plans of the page have in common. */
  function planOf(own, shared) {
    const plan = { ...own, ...shared };
    const count = plan.periods.name.length;
    plan.stations = stationsOf(plan);
    plan.standing = standingOf(plan);
    plan.rows = {};
    for (const table of ["flows", "supplies", "sales"]) plan.rows[table] = rowsByPeriod(plan[table], count);
    return plan;
  }

  /** Return the plans of a data block: one, or two that are compared, with the places, materials and periods they share. */
  function read(text) {
    const { plans = [{}], ...data } = JSON.parse(text);
    const { regions, sites, colours } = data;
    [colours.status.first, colours.status.second, colours.status.both] = colours.difference.plans;
    const shared = { ...data, places: placesOf(data), siteStart: regions.name.length, outletStart: regions.name.length + sites.name.length };
    shared.shapes = regions.polygons.map((polygons) => polygons && decoded(polygons, regions.units_per_deg[0]));
    const read = plans.map((own) => planOf(own, shared));
    const materialsOfStream = materialsOf(read);
    for (const plan of read) plan.materialsOfStream = materialsOfStream;
    return read;
  }

  return { read };
})();
