/* Words that headquarters' change left without a place: taken back by hand, or deleted. */

import { h, icon } from "./dom.js";
import * as edits from "./overlay.js";
import { plain } from "./rich.js";

const texts = (value) => (value && typeof value === "object"
  ? Object.values(value.values || {}).filter((v) => typeof v === "string").map(plain).filter(Boolean).join(" · ")
  : plain(String(value ?? "")));

export class Parked {
  constructor(parts) {
    Object.assign(this, parts);
  }

  draw() {
    const entries = this.overlay().parked || [];
    this.root.hidden = !entries.length;
    const { say } = this;
    this.root.replaceChildren(...(entries.length ? [
      h("div", { class: "fblock__h" }, h("h2", {}, say("parked_title"))), h("p", { class: "soft small" }, say("parked_why")),
      h("ul", { class: "list" }, entries.map((entry) => this.entry(entry))),
    ] : []));
  }

  entry(entry) {
    const { say } = this;
    const place = this.place(entry);
    return h("li", {}, icon("history"), h("div", { class: "grow" },
      h("p", { class: "mid" }, place ? place.label : say("block")), h("p", { class: "small soft parked__words" }, texts(entry.value) || say("hidden"))),
    this.readonly ? null : h("span", { class: "row row--s row--wrap" },
      place ? h("button", { class: "btn btn--s", type: "button", onclick: () => this.back(entry, place) }, say("parked_back"))
        : h("span", { class: "small muted" }, say("parked_nowhere")),
      h("button", { class: "btn btn--s btn--quiet", type: "button", onclick: () => this.drop(entry) }, say("parked_delete"))));
  }

  /* Where it could stand now: its own block and field, or a container that offers its kind. */
  place(entry) {
    const template = this.template(), flat = edits.layout(this.overlay(), template);
    const made = edits.maker(flat, template, entry.id);
    if (entry.field) {
      if (!flat.home[entry.id]) return null; // it stood in something that is gone
      const field = made && made.fields.find((f) => f.name === entry.field);
      return field && field.mode !== "locked" ? { label: `${made.label}: ${field.label}`, id: entry.id, field } : null;
    }
    if (entry.value && entry.value.proto) {
      for (const cid of Object.keys(flat.rows)) {
        const offers = edits.offersOf(template, cid);
        const offer = offers.find((o) => o.id === entry.value.proto) || offers.find((o) => o.type === entry.kind);
        if (offer && !edits.fits(flat, template, cid, offer)) return { label: offer.label, cid, offer };
      }
    }
    return null;
  }

  back(entry, place) {
    const template = this.template();
    let next = edits.unpark(this.overlay(), entry), id = place.id;
    if (place.field) next = edits.setValue(next, template, id, place.field.name, entry.value);
    else [next, id] = edits.add(next, template, place.cid, place.offer, { values: { ...(entry.value.values || {}) } });
    this.view().opened.add(id);
    this.change(next, this.say("parked_copied", { what: place.label }));
    this.goto(id, place.field ? place.field.name : (place.offer.fields.find((f) => f.mode !== "locked") || {}).name);
  }

  drop(entry) {
    this.change(edits.unpark(this.overlay(), entry), this.say("parked_removed"));
    this.toast(this.say("parked_removed"));
  }
}
