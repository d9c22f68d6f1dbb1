/* Elements of the page. Text is only ever set as text: names out of an instance are data and never become markup. */
const recyclenet = {};

recyclenet.dom = (() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function filled(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  /** Return a new HTML element; children are elements or strings, which become text. */
  const html = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);

  /** Return a new SVG element. */
  const svg = (tag, attributes = {}, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

  /** Return the element of the page with that id. */
  const at = (id) => document.getElementById(`rn-${id}`);

  return { at, html, svg };
})();
