/* Choosing a claim of the brand or a customer's voice: a list of what holds here and now, and its words below. */

import { h } from "./dom.js";

export const QUOTED = ["claim", "testimonial"];
const MOST = 90; // characters of one in the list

/* What the brand says under this number, if it is known. */
export function quote(template, field, value) {
  return QUOTED.includes(field.type) ? (template.quotes[field.type] || []).find((q) => q.id === value) : undefined;
}

const short = (words) => (words.length > MOST ? `${words.slice(0, MOST - 1)}…` : words);
const line = (q) => (q.by ? `${short(q.words)} (${q.by})` : short(q.words));

export function quoteField({ template, field, value, box, described, readonly, say, set }) {
  const known = (template.quotes[field.type] || []).filter((q) => q.words);
  const offered = known.filter((q) => q.usable);
  const words = h("p", { class: "fquote__words" });
  const by = h("p", { class: "small muted" });
  const below = h("blockquote", { class: "fquote", id: `${box}-words` }, words, by);
  const select = h("select", {
    class: "input", id: box, "aria-describedby": `${described} ${box}-words`, disabled: Boolean(readonly),
    onchange: () => { show(Number(select.value) || null); set(Number(select.value) || null); },
  });
  const show = (chosen) => {
    const found = known.find((q) => q.id === chosen);
    const past = found && !found.usable ? [h("option", { value: found.id }, say("quote_past", { words: line(found) }))] : [];
    const none = chosen && !found ? [h("option", { value: chosen }, "–")] : [];
    select.replaceChildren(h("option", { value: "" }, say("no_quote")), ...none, ...past, ...offered.map((q) => h("option", { value: q.id }, line(q))));
    select.value = chosen || "";
    words.textContent = found ? found.words : "";
    by.textContent = found ? found.by : "";
    below.hidden = !found;
  };
  show(value);
  const element = h("div", { class: "fquotes" }, select, below, offered.length ? null : h("p", { class: "field__help" }, say("quotes_none")));
  return { element, focus: select, put: (v) => show(v ?? null) };
}
