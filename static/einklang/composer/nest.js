/* Lists of blocks and what may be put into them: a region, the columns of a block, at any depth. */

import { h, key, pictogram } from "./dom.js";
import * as edits from "./overlay.js";

/* "2 of 4", or only "2" where there is no limit. */
export function count(view, cid) {
  const { max } = edits.frameOf(view.template, cid);
  const n = edits.visible(view.flat, cid).length;
  return max === null ? String(n) : view.say("of", { n, max });
}

export function region(view, id, made) {
  const heading = key(id, "h");
  return h("section", { class: "fblock", role: "group", id: key(id), "aria-labelledby": heading, "data-block": id },
    h("div", { class: "fblock__h" }, h("h2", { id: heading, tabindex: "-1" }, view.name(id)),
      h("span", { class: "muted small" }, count(view, id))),
    view.slot(id), view.open(made).length ? view.fields(id, made) : null, list(view, id));
}

/* The columns of a block, side by side where there is room. */
export function columns(view, id) {
  const inner = edits.containersIn(view.flat, view.template, id);
  return h("div", { class: "fcols" }, inner.map((cid) => column(view, cid)));
}

function column(view, cid) {
  const heading = key(cid, "h");
  return h("div", { class: "fcol", id: key(cid), role: "group", "aria-labelledby": heading },
    h("div", { class: "fblock__h" }, h("h3", { id: heading, tabindex: "-1" }, view.name(cid)),
      h("span", { class: "muted small" }, count(view, cid))),
    view.slot(cid), list(view, cid));
}

function list(view, cid) {
  const items = (view.flat.rows[cid] || []).map((id) => view.item(id)).filter(Boolean);
  const offers = edits.offersOf(view.template, cid);
  return [
    items.length ? items : h("p", { class: "soft small" }, view.say("empty_region")),
    view.readonly || !offers.length ? null : h("div", { class: "fadd" }, offers.map((offer) => adder(view, cid, offer))),
  ];
}

function adder(view, cid, offer) {
  const why = refusal(view, cid, offer);
  const id = key(cid, `add-${offer.id}`);
  return h("div", {}, h("button", {
    class: "drop fadd__b", type: "button", id, "data-add": cid, "aria-disabled": why ? "true" : undefined,
    "aria-describedby": why ? `${key(cid, "h")} ${id}-why` : key(cid, "h"),
    onclick: () => { if (!why) view.act.add(cid, offer); },
  }, pictogram(offer.pictogram), view.say("add", { what: offer.label })),
  why ? h("p", { class: "small muted fadd__why", id: `${id}-why` }, why) : null);
}

/* Why no more of this fits, in words; "" where it does. */
export function refusal(view, cid, offer) {
  const why = edits.fits(view.flat, view.template, cid, offer);
  if (why === "full") return view.say("full", { max: edits.frameOf(view.template, cid).max });
  return why ? view.say("used_up", { max: offer.limit }) : "";
}

/* Where a container is, for somebody who does not see it: its block and its own name. */
export function where(view, cid) {
  const block = edits.blockOf(view.flat, view.template, cid);
  return block === cid ? view.name(cid) : `${view.name(block)}, ${view.name(cid)}`;
}
