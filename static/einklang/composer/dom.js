/* Elements without markup in strings: text is always text. */

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function icon(name, label = "", more = "") {
  return drawing(`#i-${name}`, label, more);
}

/* The picture of a kind of block, from its own file. */
export function pictogram(file) {
  const svg = drawing(`${file}#k`);
  svg.setAttribute("viewBox", "0 0 24 24");
  return svg;
}

function drawing(address, label = "", more = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `ic ${more}`.trim());
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", address);
  svg.append(use);
  return svg;
}

/* How long ago, in words: "vor 3 Minuten". */
export function ago(at, say, now = Date.now()) {
  const minutes = Math.round((now - new Date(at)) / 60000);
  if (minutes < 1) return say("just_now");
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  if (minutes < 60) return words.format(-minutes, "minute");
  return minutes < 1440 ? words.format(-Math.round(minutes / 60), "hour") : words.format(-Math.round(minutes / 1440), "day");
}

/* Words about whoever saved: by name where the server knows one, else the plain ones. */
export function blame(key, saved, say) {
  if (!saved || !saved.at || !(saved.you || saved.by)) return say(key);
  return say(`${key}_${saved.you ? "you" : "by"}`, { who: saved.by, when: ago(saved.at, say) });
}

/* The anchor of a block, a container, or one of its parts. */
export const key = (id, name = "") => `f-${id.replace("/", "_")}${name ? `-${name}` : ""}`;

/* Words with their {gaps} filled in. */
export function speaker(words) {
  return (key, gaps = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => gaps[name] ?? all);
}
