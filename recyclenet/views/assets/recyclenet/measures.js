/* What regions are coloured by: a value for each region, its classes and its words. */
recyclenet.measures = (() => {
  "use strict";

  const { access, most } = recyclenet.selection;
  const { km, number, share } = recyclenet.format;
  const CLASSES = 5;
  const SHARE_BREAKS = [0, 0.2, 0.4, 0.6, 0.8];
  const NOTHING = "No supply of the materials selected.";

  /** What a plan can be looked at by; a region without supply has no value, or `none` where the other plan has one. */
  const MEASURES = {
    supply: { title: "Supply of a region", unit: "t/yr", least: 0, none: 0, text: number, value: (plan, view, at) => view.regions[at].supply },
    share: {
      title: "Share collected of a region\u2019s supply",
      unit: "",
      text: share,
      change: { unit: "percentage points", text: (value) => number(value * 100) },
      value: (plan, view, at) => 1 - view.regions[at].uncollected / view.regions[at].supply,
    },
    access: {
      title: "Way to the nearest collection point",
      unit: "km, as the crow flies",
      least: 1,
      text: number,
      value: (plan, view, at) => access(plan, view)[at],
    },
  };

  /** Return a number rounded to two figures that count. */
  const rounded = (value) => Number(value.toPrecision(2));

  /** Return the lower ends of classes that hold about the same number of values each; those up to the least are left out of account. */
  function breaksOf(values, least) {
    const sorted = values.filter((value) => value > least).sort((a, b) => a - b);
    if (!sorted.length) return values.length ? [0] : [];
    const ends = Array.from({ length: CLASSES - 1 }, (_, at) => rounded(sorted[Math.floor((sorted.length * (at + 1)) / CLASSES)]));
    return [0, ...new Set(ends)];
  }

  /** Return the class of a value: how many of the lower ends it reaches, counted from 0. */
  const classOf = (value, breaks) => Math.max(0, breaks.filter((end) => value >= end).length - 1);

  /** Return the values of a measure by region, null for a region without supply or without a value. */
  function valuesOf(measure, plan, view) {
    return view.regions.map(({ supply }, at) => {
      const value = supply > 0 ? measure.value(plan, view, at) : null;
      return Number.isFinite(value) ? value : null;
    });
  }

  /** Return what is to be said beside the classes. */
  function note(name, plan, view) {
    if (!view.regions.some(({ supply }) => supply > 0)) return NOTHING;
    if (name !== "access") return "";
    let [tonnes, tkm] = [0, 0];
    access(plan, view).forEach((away, at) => {
      tonnes += view.regions[at].supply;
      tkm += view.regions[at].supply * away;
    });
    return Number.isFinite(tkm) ? `mean over all supply: ${km(tkm / tonnes)}` : "No collection point stands.";
  }

  /** Return how the regions of one plan are coloured, and the legend of it. */
  function ofPlan(name, plans, shown, scales, period) {
    const [measure, plan, view] = [MEASURES[name], plans[shown], scales.views[shown][period]];
    scales.breaks ??= {};
    if (!scales.breaks[name]) {
      const values = plans.flatMap((one, at) => scales.views[at].flatMap((seen) => valuesOf(measure, one, seen)));
      const known = values.filter((value) => value !== null);
      scales.breaks[name] = !known.length ? [] : name === "share" ? SHARE_BREAKS : breaksOf(known, measure.least);
    }
    const [breaks, colours] = [scales.breaks[name], plan.colours.region];
    const low = name === "supply" ? "> 0" : measure.text(0);
    return {
      title: measure.title,
      unit: measure.unit,
      fills: valuesOf(measure, plan, view).map((value) => (value === null ? null : colours[classOf(value, breaks)])),
      steps: breaks.map((end, step) => [colours[step], end === 0 ? low : `\u2265 ${measure.text(end)}`]),
      note: note(name, plan, view),
    };
  }

  /** Return differences from the first plan to the second, by region; null where they have no value. */
  function changes(measure, plans, pair) {
    const [first, second] = pair.map((view, at) => valuesOf(measure, plans[at], view));
    const { none = null } = measure;
    return first.map((value, at) => {
      if (value === null && second[at] === null) return null;
      const [from, to] = [value ?? none, second[at] ?? none];
      return from === null || to === null ? null : to - from;
    });
  }

  /** Return how regions are coloured by the difference of two plans: less, about the same, more in the second. */
  function ofDifference(name, plans, scales, period) {
    const [measure, colours] = [MEASURES[name], plans[0].colours.difference.regions];
    const all = scales.views[0].map((_, of) => changes(measure, plans, [scales.views[0][of], scales.views[1][of]]));
    const largest = most(all.flat().map((value) => Math.abs(value ?? 0)));
    const [little, much] = [rounded(largest / 10), rounded(largest / 2)];
    const place = (value) => (Math.abs(value) < Math.max(little, 1e-9) ? 2 : value < 0 ? (value <= -much ? 0 : 1) : value >= much ? 4 : 3);
    const { unit, text } = measure.change ?? measure;
    const ends = [-much, -little, 0, little, much].map(text);
    const words = [`\u2264 ${ends[0]}`, `\u2264 ${ends[1]}`, "alike", `\u2265 ${ends[3]}`, `\u2265 ${ends[4]}`];
    return {
      title: `${measure.title}: B less A`,
      unit,
      fills: all[period].map((value) => (value === null ? null : colours[place(value)])),
      steps: largest > 1e-9 ? words.map((text, step) => [colours[step], text]) : [],
      note: largest > 1e-9 ? "" : "The same in both plans.",
    };
  }

  /** Return how regions are coloured just now. */
  function now({ plans, state, scales }) {
    if (state.shown === plans.length) return ofDifference(state.measure, plans, scales, state.period);
    return ofPlan(state.measure, plans, state.shown, scales, state.period);
  }

  return { now };
})();
