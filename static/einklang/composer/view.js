/* What the person sees of a campaign: the outline, the blocks with their fields, the findings.
   Draws from (template, overlay, findings); every wish of the person goes to `act`. */

import { h, icon, key, pictogram } from "./dom.js";
import { ROOT } from "./merge.js";
import { columns, count, region } from "./nest.js";
import * as edits from "./overlay.js";
import { QUOTED, quote, quoteField } from "./quotes.js";
import { plain, richField } from "./rich.js";

const MODES = {
  editable: ["open", "pen"], choice: ["choice", "choice"], must_change: ["must", "must"], locked: ["shut", "lock"],
};
const WORD = { editable: "open", choice: "choice", must_change: "must_change", locked: "locked" };
const SOFT = ["field.must_change", "field.required"];

export class View {
  /* roots: {outline, blocks, progress: [elements]}; act: {set, add, remove, show, move, carry, duplicate, picture, company} */
  constructor({ roots, say, act, readonly }) {
    Object.assign(this, { roots, say, act, readonly });
    this.opened = new Set();
    this.controls = new Map();
    this.findings = [];
  }

  draw({ template, overlay, findings, pictures }) {
    const focus = this.remember();
    Object.assign(this, { template, overlay, pictures });
    this.flat = edits.layout(overlay, template);
    this.controls.clear();
    this.roots.blocks.replaceChildren(...this.flat.rows[ROOT].map((id) => this.section(id)).filter(Boolean));
    this.outline();
    this.counts();
    this.show(findings);
    this.progressSaid = "";
    this.progress();
    this.restore(focus);
  }

  /* A value changed while typing: nothing is drawn anew, so nothing loses its place. */
  touched(overlay) {
    this.overlay = overlay;
    this.flat = edits.layout(overlay, this.template);
    this.counts();
    this.names();
    this.progress();
  }

  names() {
    for (const at of document.querySelectorAll("[data-name]")) at.textContent = this.name(at.dataset.name);
    for (const at of document.querySelectorAll("[data-amount]")) at.textContent = this.amount(at.dataset.amount);
  }

  /* The price in the head of a folded offer. */
  amount(id) {
    const price = edits.maker(this.flat, this.template, id).fields.find((f) => f.type === "price");
    const said = price ? String(edits.valueOf(this.flat, this.template, id, price) || "") : "";
    return said && /\d$/.test(said) ? `${said} €` : said;
  }

  remember() {
    const at = document.activeElement && document.activeElement.closest("[id^='f-']");
    if (!at) return null;
    return { id: at.id, start: at.selectionStart ?? null, end: at.selectionEnd ?? null };
  }

  restore(focus) {
    if (!focus || document.activeElement.id === focus.id) return;
    const at = document.getElementById(focus.id);
    if (!at) return;
    at.focus({ preventScroll: true });
    if (focus.start !== null && at.setSelectionRange && !["date", "time"].includes(at.type)) {
      try { at.setSelectionRange(focus.start, focus.end); } catch { /* types without a selection */ }
    }
  }

  /* -- blocks */

  name(id) {
    const made = edits.maker(this.flat, this.template, id);
    const frame = edits.frameOf(this.template, id);
    if (!made) return frame ? this.say("column", { what: frame.title }) : this.say("block");
    if (made.region) return made.region.title || made.label;
    if (made.columns) { // by the first words in it
      const first = edits.containersIn(this.flat, this.template, id).flatMap((cid) => edits.visible(this.flat, cid))[0];
      return first ? `${made.label}: ${this.name(first)}` : made.label;
    }
    const field = made.fields.find((f) => f.name === made.summary || QUOTED.includes(f.type));
    const value = field ? edits.valueOf(this.flat, this.template, id, field) : "";
    const own = QUOTED.includes(field?.type) ? quote(this.template, field, value)?.words : plain(String(value || "")).trim();
    return this.flat.home[id] === ROOT || !own ? made.label : own;
  }

  open(made) {
    return made.fields.filter((f) => f.mode !== "locked");
  }

  section(id) {
    const made = edits.maker(this.flat, this.template, id);
    if (!made) return null;
    const hidden = edits.isHidden(this.flat, id);
    const heading = key(id, "h");
    if (made.region) return region(this, id, made);
    const tools = this.tools(id, made, hidden);
    const label = this.flat.own[id] ? this.say("own") : "";
    const head = h("div", { class: "fblock__h" }, h("h2", { id: heading, tabindex: "-1" }, made.label),
      label ? h("span", { class: "muted small" }, label) : null,
      hidden ? h("span", { class: "badge" }, icon("eyeoff"), this.say("hidden")) : null,
      this.open(made).length || made.columns ? null : h("span", { class: "lock lock--shut" }, icon("lock"), this.say("locked")));
    return h("section", { class: "fblock", role: "group", id: key(id), "aria-labelledby": heading, "data-block": id, "data-hidden": hidden },
      head, this.slot(id), hidden ? null : this.fields(id, made), hidden || !made.columns ? null : columns(this, id), tools);
  }

  item(id) {
    const made = edits.maker(this.flat, this.template, id);
    if (!made) return null;
    const hidden = edits.isHidden(this.flat, id);
    const details = h("details", { class: "fitem", id: key(id), "data-block": id, "data-hidden": hidden, open: this.opened.has(id) && !hidden },
      h("summary", { id: key(id, "h") }, pictogram(made.pictogram),
        h("span", { class: "mid fitem__name", "data-name": id }, this.name(id)),
        h("span", { class: "muted small nowrap", "data-amount": id }, this.amount(id)),
        this.flat.own[id] ? null : h("span", { class: "muted small fitem__hq" }, this.say("from_hq")),
        hidden ? h("span", { class: "badge" }, icon("eyeoff"), this.say("hidden")) : null,
        h("span", { class: "push row row--s" }, h("span", { class: "fitem__mark", "data-mark": id }), icon("chev", "", "ic--s"))),
      this.slot(id), hidden ? null : this.fields(id, made), hidden || !made.columns ? null : columns(this, id), this.tools(id, made, hidden));
    details.addEventListener("toggle", () => { if (details.open) this.opened.add(id); else this.opened.delete(id); });
    return details;
  }

  tools(id, made, hidden) {
    if (this.readonly) return null;
    const buttons = [];
    const button = (name, glyph, act, { off = false, danger = false } = {}) => buttons.push(h("button", {
      class: `btn btn--s${danger ? " btn--danger push" : ""}`, type: "button", disabled: off, id: key(id, name),
      "aria-label": `${this.say(name)}: ${this.name(id)}`, onclick: act,
    }, icon(glyph, "", "ic--s"), this.say(name)));
    if (hidden) {
      const cid = this.flat.home[id];
      const frame = edits.frameOf(this.template, cid);
      const full = frame && frame.max !== null && edits.visible(this.flat, cid).length >= frame.max;
      button("show", "eye", () => this.act.show(id), { off: full });
      if (full) buttons.push(h("span", { class: "small muted" }, this.say("full", { max: frame.max })));
    } else {
      if (edits.mayMove(this.flat, this.template, id)) {
        button("up", "up", () => this.act.move(id, -1), { off: edits.neighbour(this.flat, this.template, id, -1) === null });
        button("down", "down", () => this.act.move(id, 1), { off: edits.neighbour(this.flat, this.template, id, 1) === null });
      }
      if (this.flat.own[id] || made.copyable) {
        button("duplicate", "copy", () => this.act.duplicate(id), { off: !edits.mayDuplicate(this.flat, this.template, id) });
      }
      if (edits.targets(this.flat, this.template, id).length) button("carry", "right", () => this.act.carry(id));
      if (this.flat.own[id]) button("remove", "trash", () => this.act.remove(id), { danger: true });
      else if (made.rights.remove) button("hide", "eyeoff", () => this.act.remove(id));
    }
    return buttons.length ? h("div", { class: "row row--wrap ftools" }, buttons) : null;
  }

  /* -- fields */

  fields(id, made) {
    const open = this.open(made);
    const shut = made.fields.filter((f) => f.mode === "locked");
    const out = [];
    const small = open.filter((f) => ["price", "date", "time", "option", "colour"].includes(f.type));
    for (const field of open) {
      if (!small.includes(field)) out.push(this.field(id, made, field));
      else if (field === small[0]) out.push(h("div", { class: "fgrid" }, small.map((f) => this.field(id, made, f))));
    }
    if (shut.length) out.push(this.shut(id, made, shut, !open.length));
    return h("div", { class: "ffields" }, out);
  }

  /* Locked parts: what they hold, why, and whom to ask. */
  shut(id, made, fields, all) {
    const legal = made.type === "legal";
    const rows = fields.filter((f) => f.shown || f.value).map((f) => [
      h("dt", {}, f.label), h("dd", {}, f.type === "picture" ? this.thumb(f.value) : plain(f.shown) || this.say("none"))]);
    return h("details", { class: "fshut", id: key(id, "shut") },
      h("summary", {}, icon("lock"), h("span", {}, all ? made.why || this.say("by_hq") : this.say("n_locked", { n: fields.length })),
        h("span", { class: "muted small fshut__names" }, all ? "" : fields.map((f) => f.label).join(", ")),
        icon("chev", "", "ic--s")),
      h("div", { class: "finding finding--lock" }, icon("lock"),
        h("p", { class: "finding__title" }, made.why || this.say(legal ? "from_company" : "why_default")),
        h("p", { class: "finding__text" }, this.ask(made.ask)),
        legal ? h("div", { class: "finding__act" }, h("a", { class: "btn btn--s", href: this.act.company }, this.say("change_company"))) : null),
      rows.length ? h("dl", { class: "kv" }, rows) : null);
  }

  ask(who) {
    if (!who.includes("@")) return who.endsWith(".") ? who : `${this.say("ask")}: ${who}`;
    return h("span", {}, `${this.say("ask")}: `, h("a", { href: `mailto:${encodeURIComponent(who).replace("%40", "@")}` }, who));
  }

  thumb(picture) {
    const found = this.pictures[String(picture)];
    if (!found) return this.say("no_picture");
    return h("img", { class: "fthumb", src: found.url, alt: found.alt || "", width: found.width, height: found.height, loading: "lazy" });
  }

  field(id, made, field) {
    const box = key(id, field.name);
    const value = edits.valueOf(this.flat, this.template, id, field);
    const helps = this.helps(field);
    const described = [helps ? `${box}-help` : "", `${box}-finding`].filter(Boolean).join(" ");
    const control = this.control(id, made, field, value, box, described);
    const top = h("div", { class: "field__top" },
      control.labelled ? h("span", { class: "field__label", id: `${box}-label` }, field.label)
        : h("label", { class: "field__label", for: box }, field.label),
      this.mode(field), field.required && field.mode !== "must_change" ? h("span", { class: "vh" }, this.say("required_empty")) : null,
      field.max && control.text ? h("span", { class: "field__count", "data-count": box }) : null);
    this.controls.set(`${id}\n${field.name}`, { id, field, box, control });
    return h("div", { class: `field field--${field.mode}`, "data-field": field.name }, top, control.element,
      h("div", { class: "ffind", id: `${box}-finding`, "data-find": `${id}\n${field.name}` }),
      helps ? h("p", { class: "field__help", id: `${box}-help` }, helps) : null,
      this.readonly ? null : h("button", {
        class: "btn btn--s btn--quiet freset", type: "button", hidden: true, "data-reset": box, "aria-label": `${this.say("reset")}: ${field.label}`,
        onclick: () => { this.act.set(id, field, undefined, { draw: true }); document.getElementById(box)?.focus(); },
      }, icon("undo", "", "ic--s"), this.say("reset")));
  }

  mode(field) {
    const [look, glyph] = MODES[field.mode];
    return h("span", { class: `lock lock--${look} fmode` }, icon(glyph), this.say(WORD[field.mode]));
  }

  helps(field) {
    const out = [];
    if (field.help) out.push(field.help);
    if (field.hosts && field.hosts.length) out.push(this.say("hosts", { hosts: field.hosts.join(", ") }));
    const day = (bound) => (/^\d{4}-\d{2}-\d{2}$/.test(bound || "") ? new Date(`${bound}T00:00`).toLocaleDateString(document.documentElement.lang) : bound);
    const [min, max] = [day(field.minimum), day(field.maximum)];
    if (min && max) out.push(this.say("range", { min, max }));
    else if (min) out.push(this.say("range_min", { min }));
    else if (max) out.push(this.say("range_max", { max }));
    return out.join(" · ");
  }

  control(id, made, field, value, box, described) {
    const set = (next) => this.act.set(id, field, next);
    const common = { id: box, class: "input", "aria-describedby": described, readonly: Boolean(this.readonly) };
    if (field.type === "rich") {
      const rich = richField({ id: box, label: field.label, value, features: field.features, readonly: Boolean(this.readonly), describedby: described, say: this.say });
      rich.box.addEventListener("input", () => set(rich.value()));
      return { element: rich.element, focus: rich.box, labelled: true, text: () => plain(rich.value()), put: rich.set };
    }
    if (field.type === "picture") return this.picture(id, made, field, value, box, described);
    if (QUOTED.includes(field.type)) return quoteField({ template: this.template, field, value, box, described, readonly: this.readonly, say: this.say, set });
    if (field.options && field.options.length) return this.options(field, value, box, described, set);
    if (field.type === "long") {
      const area = h("textarea", { ...common, value: value || "", oninput: () => set(area.value) });
      return { element: area, focus: area, text: () => area.value, put: (v) => { area.value = v || ""; } };
    }
    const kind = { link: "text", email: "email", date: "date", time: "time" }[field.type] || "text";
    const mode = { link: "url", price: "decimal", email: "email" }[field.type];
    const input = h("input", {
      ...common, type: kind, inputmode: mode, value: value || "", placeholder: field.type === "link" ? "https://" : undefined,
      autocomplete: "off", min: field.type === "date" ? field.minimum || undefined : undefined,
      max: field.type === "date" ? field.maximum || undefined : undefined, oninput: () => set(input.value),
    });
    const element = field.type === "price" ? h("span", { class: "unit" }, input, h("span", { "aria-hidden": "true" }, "€")) : input;
    return { element, focus: input, text: () => input.value, put: (v) => { input.value = v || ""; } };
  }

  options(field, value, box, described, set) {
    const few = field.options.length <= 4 && field.type !== "text";
    if (!few) {
      const select = h("select", { class: "input", id: box, "aria-describedby": described, disabled: Boolean(this.readonly), onchange: () => set(select.value) },
        field.options.some((o) => o.value === value) ? null : h("option", { value: value || "" }, value || "–"),
        field.options.map((o) => h("option", { value: o.value, selected: o.value === value }, o.label)));
      select.value = value || "";
      return { element: select, focus: select, put: (v) => { select.value = v || ""; } };
    }
    const inputs = field.options.map((o, n) => h("input", {
      type: "radio", name: box, value: o.value, checked: o.value === value, disabled: Boolean(this.readonly),
      id: n ? `${box}-${n}` : box, onchange: () => set(o.value),
    }));
    const element = h("div", { class: "fopts", role: "radiogroup", "aria-labelledby": `${box}-label`, "aria-describedby": described },
      field.options.map((o, n) => h("label", { class: "fopt" }, inputs[n],
        o.colour ? h("span", { class: "fopt__dot", style: `background:${o.colour}` }) : null, h("span", {}, o.label))));
    return {
      element, focus: inputs.find((i) => i.checked) || inputs[0], labelled: true,
      put: (v) => inputs.forEach((i) => { i.checked = i.value === v; }),
    };
  }

  picture(id, made, field, value, box, described) {
    const found = this.pictures[String(value)];
    const label = `${field.label}: ${this.say(value ? "change_picture" : "choose_picture")}`;
    const button = h("button", {
      class: "btn btn--s", type: "button", id: box, "aria-label": label, "aria-describedby": described,
      onclick: () => this.act.picture(id, made, field, button),
    }, this.say(value ? "change_picture" : "choose_picture"));
    const element = h("div", { class: "picked" },
      found ? h("img", { src: found.url, alt: "", width: found.width, height: found.height, loading: "lazy" }) : icon("image"),
      h("span", { class: "small picked__alt" }, found ? found.alt || found.title || "" : this.say("no_picture")),
      this.readonly ? null : h("span", { class: "row row--s push" },
        value && !field.required ? h("button", { class: "btn btn--s btn--quiet", type: "button", onclick: () => this.act.set(id, field, null, { draw: true }) }, this.say("remove_picture")) : null,
        button));
    return { element, focus: button, labelled: true, put: () => {} };
  }

  /* -- what changes without drawing anew */

  counts() {
    for (const { id, box, field, control } of this.controls.values()) {
      const back = document.querySelector(`[data-reset="${CSS.escape(box)}"]`);
      if (back) back.hidden = (this.flat.words[id] || {})[field.name] === undefined;
      const out = document.querySelector(`[data-count="${CSS.escape(box)}"]`);
      if (!out) continue;
      const n = [...control.text().normalize("NFC")].length;
      out.textContent = this.say("count", { n, max: field.max });
      out.dataset.state = n > field.max ? "over" : "";
    }
  }

  slot(id) {
    return h("div", { class: "ffind", "data-find": `${id}\n` });
  }

  /* Findings under the fields they speak of; those without a place are listed on top. */
  show(findings) {
    this.findings = findings;
    const all = this.todo();
    const todo = new Map(all.filter((t) => !t.done).map((t) => [`${t.id}\n${t.field.name}`, t]));
    const mended = new Set(all.filter((t) => t.done).map((t) => `${t.id}\n${t.field.name}`)); // not saved yet
    const byPlace = new Map();
    const rest = [];
    for (const finding of findings) {
      const place = `${finding.block_id}\n${finding.field || ""}`;
      const at = document.querySelector(`[data-find="${CSS.escape(place)}"]`)
        ? place : document.querySelector(`[data-find="${CSS.escape(`${finding.block_id}\n`)}"]`) ? `${finding.block_id}\n` : "";
      if (!at) rest.push(finding);
      else byPlace.set(at, [...(byPlace.get(at) || []), finding]);
    }
    for (const slot of this.roots.blocks.querySelectorAll("[data-find]")) {
      const here = byPlace.get(slot.dataset.find) || [];
      const mine = mended.has(slot.dataset.find) ? here.filter((f) => !SOFT.includes(f.code)) : here;
      const control = this.controls.get(slot.dataset.find);
      const shown = mine.filter((f) => !this.soft(f, todo.get(slot.dataset.find)));
      slot.replaceChildren(...shown.map((f) => this.finding(f, control)));
      const soft = mine.find((f) => this.soft(f, todo.get(slot.dataset.find)));
      if (soft && !shown.length) slot.append(h("p", { class: "field__help" }, soft.message));
      if (control) {
        const bad = shown.some((f) => f.severity === "error");
        if (bad) control.control.focus.setAttribute("aria-invalid", "true");
        else control.control.focus.removeAttribute("aria-invalid");
      }
    }
    this.roots.rest.replaceChildren(...(rest.length ? [h("h2", { class: "frest__h" }, this.say("other_findings")), ...rest.map((f) => this.finding(f, null))] : []));
    this.marks();
  }

  /* What is only still to do is no mistake: one quiet line. */
  soft(finding, todo) {
    return Boolean(todo) && SOFT.includes(finding.code);
  }

  finding(finding, control) {
    const glyph = finding.severity === "info" ? "info" : "alert";
    const first = finding.message.search(/[.?!](\s|$)/);
    const cut = first > 0 && first < finding.message.length - 2 ? first + 1 : finding.message.length;
    const legal = finding.code.startsWith("legal.");
    return h("div", { class: `finding finding--${finding.severity === "info" ? "info" : finding.severity}` }, icon(glyph),
      h("p", { class: "finding__title" }, finding.message.slice(0, cut)),
      cut < finding.message.length ? h("p", { class: "finding__text" }, finding.message.slice(cut).trim()) : null,
      control && finding.suggestion && !this.readonly ? h("div", { class: "finding__act" }, h("button", {
        class: "btn btn--s", type: "button",
        onclick: () => { this.act.set(control.id, control.field, finding.suggestion, { draw: true }); document.getElementById(control.box)?.focus(); },
      }, this.say("accept"))) : null,
      legal ? h("div", { class: "finding__act" }, h("a", { class: "btn btn--s", href: this.act.company }, this.say("change_company"))) : null);
  }

  /* -- outline and progress */

  outline() {
    const line = (id, glyph, children) => h("li", {}, h("a", { href: `#${key(id)}`, onclick: (event) => { event.preventDefault(); this.goto(id); } },
      glyph, h("span", { class: "tree__name", "data-name": id }, this.name(id)), h("span", { class: "end", "data-mark": id })),
    children.length ? h("ul", {}, children) : null);
    const entries = (cid) => (this.flat.rows[cid] || []).map(entry).filter(Boolean);
    const entry = (id) => {
      const made = edits.maker(this.flat, this.template, id);
      if (!made) return null;
      const inner = edits.isHidden(this.flat, id) ? [] : edits.containersIn(this.flat, this.template, id);
      const children = made.region ? entries(id) : inner.map((cid) => line(cid, icon("right", "", "ic--s"), entries(cid)));
      return line(id, pictogram(made.pictogram), children);
    };
    this.roots.outline.replaceChildren(...entries(ROOT));
  }

  marks() {
    const todo = this.todo();
    for (const mark of document.querySelectorAll("[data-mark]")) {
      const id = mark.dataset.mark;
      const made = edits.maker(this.flat, this.template, id);
      const list = Boolean(this.flat.rows[id]); // a region or a column
      if (!made && !list) continue;
      mark.replaceChildren();
      const bad = this.findings.filter((f) => f.block_id === id && !todo.some((t) => t.id === id && !t.done && this.soft(f, t)));
      const own = todo.filter((t) => t.id === id);
      if (edits.isHidden(this.flat, id)) mark.append(icon("eyeoff", this.say("hidden"), "ic--s"));
      else if (bad.length) mark.append(icon("alert", bad.length === 1 ? this.say("hint") : this.say("hints", { n: bad.length }), "t-bad"));
      else if (own.some((t) => !t.done)) mark.append(icon("must", this.say("todo"), "t-must"));
      else if (own.length) mark.append(icon("check", this.say("done"), "t-ok"));
      else if (list) mark.append(h("span", { class: "muted small" }, count(this, id)));
      else if (!this.open(made).length && !made.columns) mark.append(icon("lock", this.say("locked"), "t-shut"));
    }
  }

  /* What the server refused is not done, whatever stands in the field. */
  todo() {
    const refused = new Set(this.findings.filter((f) => f.severity === "error" && f.field && !SOFT.includes(f.code))
      .map((f) => `${f.block_id}\n${f.field}`));
    return edits.required(this.overlay, this.template)
      .map((t) => (refused.has(`${t.id}\n${t.field.name}`) ? { ...t, done: false } : t));
  }

  progress() {
    const todo = this.todo();
    const done = todo.filter((t) => t.done).length;
    const said = todo.length && done < todo.length ? this.say("progress", { done, all: todo.length }) : this.say("progress_done");
    if (said === this.progressSaid) return;
    this.progressSaid = said;
    for (const root of this.roots.progress) {
      root.querySelector("[data-said]").textContent = said;
      const dots = root.querySelector(".steps-dots");
      dots.replaceChildren(...todo.map((t) => h("i", { "data-done": t.done || undefined })));
      dots.hidden = !todo.length;
    }
    this.marks();
  }

  /* -- going places */

  reveal(id) {
    for (let at = document.getElementById(key(id)); at; at = at.parentElement) if (at.nodeName === "DETAILS") at.open = true;
  }

  goto(id) {
    this.reveal(id);
    const at = document.getElementById(key(id, "h"));
    if (!at) return;
    document.getElementById(key(id)).scrollIntoView({ block: "start" });
    at.focus({ preventScroll: true });
  }

  focusField(id, name) {
    this.reveal(id);
    const found = this.controls.get(`${id}\n${name}`);
    if (!found) return this.goto(id);
    found.control.focus.scrollIntoView({ block: "center" });
    found.control.focus.focus({ preventScroll: true });
    return undefined;
  }

  focusTool(id, ...names) {
    for (const name of names) {
      const at = document.getElementById(key(id, name));
      if (at && !at.disabled) { at.focus(); return true; }
    }
    return false;
  }

  /* The next required field that is not done, after where the focus is. */
  nextRequired() {
    const todo = this.todo().filter((t) => !t.done);
    if (!todo.length) return false;
    const boxes = todo.map((t) => this.controls.get(`${t.id}\n${t.field.name}`)?.control.focus);
    const here = document.activeElement;
    const next = boxes.findIndex((box) => box && box !== here && (here.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING));
    const target = todo[next < 0 ? 0 : next];
    this.focusField(target.id, target.field.name);
    return true;
  }

  firstFinding() {
    const bad = this.findings.filter((f) => f.severity === "error");
    for (const finding of bad) {
      if (this.controls.has(`${finding.block_id}\n${finding.field}`)) { this.focusField(finding.block_id, finding.field); return true; }
    }
    if (bad.length) { (this.roots.rest.querySelector("a, button") || document.getElementById("content"))?.focus(); this.roots.rest.scrollIntoView({ block: "center" }); }
    return bad.length > 0;
  }
}
