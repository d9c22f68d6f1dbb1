/* Numbers as a planner reads them. */
recyclenet.format = (() => {
  "use strict";

  const SPACE = "\u202f"; // narrow, not broken: between a number and its unit
  const MINUS = "\u2212";

  /** Return a number with separators and about three figures that count. */
  function number(value) {
    const size = Math.abs(value);
    const decimals = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
    const text = size.toLocaleString("en-GB", { maximumFractionDigits: decimals });
    return value < 0 && text !== "0" ? MINUS + text : text;
  }

  /** Return tonnes in the unit that suits them: t, kt or Mt. */
  function tonnes(value) {
    const size = Math.abs(value);
    if (size >= 1e6) return number(value / 1e6) + SPACE + "Mt";
    if (size >= 1e4) return number(value / 1e3) + SPACE + "kt";
    return number(value) + SPACE + "t";
  }

  const perYear = (value) => `${tonnes(value)}/yr`;

  /** Return a share of 0 to 1 in per cent; a little is not rounded to nothing, nor nearly all to all. */
  function share(value) {
    if (!Number.isFinite(value)) return "\u2013";
    const percent = value * 100;
    if (percent < 0) return MINUS + share(-value);
    if (percent > 0 && percent < 0.1) return `< 0.1${SPACE}%`;
    if (percent < 100 && percent > 99.9) return `> 99.9${SPACE}%`;
    return percent.toLocaleString("en-GB", { maximumFractionDigits: 1 }) + SPACE + "%";
  }

  /** Return a gap in per cent, to a hundredth of one. */
  const gap = (value) => (value * 100).toLocaleString("en-GB", { maximumFractionDigits: value < 0.01 ? 2 : 1 }) + SPACE + "%";

  /** Return an amount of money in million or billion of a currency. */
  function money(value, currency) {
    const size = Math.abs(value);
    const [by, unit] = size >= 1e9 ? [1e9, `${SPACE}bn`] : size >= 1e6 ? [1e6, `${SPACE}M`] : [1, ""];
    const text = (size / by).toLocaleString("en-GB", unit ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: 0 });
    return `${currency}${SPACE}${value < 0 ? MINUS : ""}${text}${unit}`;
  }

  const km = (value) => number(value) + SPACE + "km";

  /** Return a change with its sign; `text` says an amount. */
  const change = (value, text) => (value > 0 ? "+" : "") + text(value);

  return { change, gap, km, money, number, perYear, share, tonnes };
})();
