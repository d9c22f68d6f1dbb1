/* Small charts of the periods, drawn as SVG; what they show is said in words too. */
recyclenet.charts = (() => {
  "use strict";

  const { html, svg } = recyclenet.dom;
  const { number } = recyclenet.format;
  const [WIDE, HIGH, GAP] = [240, 44, 5]; // in the units of the drawing
  const LONGEST_NAME = 11; // letters that fit under one of four bars

  /** Return bars by period of a part and the whole it is of, if any; the period shown stands out. A value is { part, whole }. */
  function bars(plan, period, values, caption) {
    const most = Math.max(...values.map(({ whole = 0, part }) => Math.max(whole, part)), 1e-9);
    const wide = WIDE / values.length;
    const every = Math.ceil((values.length * LONGEST_NAME) / 44); // names that fit
    const bar = (at, amount, shade) =>
      svg("rect", {
        x: at * wide + GAP / 2,
        width: Math.max(1, wide - GAP),
        y: HIGH - (HIGH * amount) / most,
        height: (HIGH * amount) / most,
        class: shade,
      });
    const name = (at) =>
      svg("text", { x: (at + 0.5) * wide, y: HIGH + 12, class: at === period ? "rn-now" : "" }, plan.periods.name[at]);
    const parts = values.flatMap(({ whole, part }, at) => [
      ...(whole === undefined ? [] : [bar(at, whole, "rn-bar-whole")]),
      bar(at, part, at === period ? "rn-bar-now" : "rn-bar-part"),
      ...(at % every && at !== period ? [] : [name(at)]),
    ]);
    const said = ({ whole, part }) => (whole === undefined ? number(part) : `${number(part)} of ${number(whole)}`);
    const words = values.map((value, at) => `${plan.periods.name[at]}: ${said(value)}`).join("; ");
    const drawing = svg(
      "svg",
      { viewBox: `0 0 ${WIDE} ${HIGH + 16}`, class: "rn-bars", role: "img", "aria-label": `${caption}. ${words}` },
      ...parts,
    );
    return html("figure", {}, html("figcaption", {}, caption), drawing);
  }

  /** Return bars of amounts by period, or nothing where there is one period or nothing at all. */
  function amounts(plan, period, values, caption) {
    if (values.length < 2 || !values.some((value) => value > 0)) return "";
    return bars(
      plan,
      period,
      values.map((part) => ({ part })),
      caption,
    );
  }

  return { amounts, bars };
})();
