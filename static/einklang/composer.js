/* The composer: holds the campaign as it is being edited, and puts view, saving and preview together. */

import { blame, h, icon, speaker } from "./composer/dom.js";
import { merge3, same } from "./composer/merge.js";
import * as edits from "./composer/overlay.js";
import { Drafts } from "./composer/drafts.js";
import { quote } from "./composer/quotes.js";
import { Saver } from "./composer/save.js";
import { carryDialog, decide, picturesDialog } from "./composer/dialogs.js";
import { refusal, where } from "./composer/nest.js";
import { Parked } from "./composer/parked.js";
import { Preview } from "./composer/preview.js";
import { View } from "./composer/view.js";
import "./keys.js";

const told = (id) => JSON.parse(document.getElementById(id).textContent);
const $ = (selector) => document.querySelector(selector);
const data = told("composer-data"), say = speaker(told("composer-words"));
const token = $("[name=csrfmiddlewaretoken]").value;
const readonly = data.readonly;
const TYPED = new Set(["text", "long", "rich", "price", "link", "email"]);

let template = edits.read(data.document);
let version = data.document.version;
let pictures = data.document.pictures;
let findings = data.state.findings;
let overlay = data.state.overlay;
const past = [], future = [];

/* -- what the person hears and sees of saving */

const pill = $("#save"), live = $("#live"), toasts = $("#toasts");
const LOOK = {
  saved: ["saved", "check", "saved", "short_saved"],
  unsaved: ["saving", "refresh", "unsaved", "short_saving"],
  saving: ["saving", "refresh", "saving", "short_saving"],
  offline: ["offline", "cloudoff", "offline", "short_offline"],
  failed: ["failed", "alert", "failed", "short_failed"],
  signed_out: ["failed", "alert", "signed_out", "short_failed"],
  conflict: ["failed", "users", "conflict", "conflict"],
  readonly: ["saved", "lock", "readonly", "readonly"],
};
let lastState = "";

function state(name, detail = {}) {
  const [look, glyph, long, short] = LOOK[name];
  pill.dataset.state = look;
  pill.dataset.exact = name;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const words = h("span", { class: "save__long" }, say(long, { time, n: detail.n ?? "" }));
  if (name === "conflict") words.className = "vh";
  const parts = [icon(glyph), words, name === "conflict" ? null : h("span", { class: "save__short", "aria-hidden": "true" }, say(short))].filter(Boolean);
  if (name === "signed_out") parts.push(h("a", { class: "btn btn--s", href: `${data.urls.login}?next=${encodeURIComponent(location.pathname)}` }, say("sign_in")));
  if (name === "conflict") parts.push(h("button", { class: "btn btn--s", type: "button", onclick: ask }, say("conflict")));
  if (name === "failed") parts.push(h("button", { class: "btn btn--s", type: "button", onclick: () => saver.now() }, say("try_now")));
  pill.replaceChildren(...parts);
  const away = ["offline", "failed", "signed_out", "conflict"];
  if (name !== lastState && (away.includes(name))) announce(words.textContent);
  if (name === "saved" && (detail.back || away.slice(0, 3).includes(lastState))) announce(say("back_online"));
  lastState = name;
}

function announce(text) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

function toast(text, act) {
  const box = h("div", { class: "toast" }, icon("check"), h("span", {}, text),
    act ? h("button", { class: "btn btn--s push", type: "button", onclick: () => { box.remove(); act(); } }, say("undo")) : null);
  toasts.replaceChildren(box);
  announce(text);
  setTimeout(() => { if (!box.contains(document.activeElement)) box.remove(); }, 9000);
}

/* -- changing */

const view = new View({
  roots: {
    outline: $("#outline"), blocks: $("#blocks"), rest: $("#rest"), progress: [...document.querySelectorAll("[data-progress]")],
  },
  say,
  readonly,
  act: { set, add, remove, show, move, carry, duplicate, picture, company: data.urls.company },
});

const saver = new Saver({
  url: data.urls.overlay,
  token,
  drafts: new Drafts(`einklang.draft.${data.urls.overlay}`),
  rev: data.state.rev,
  overlay,
  hooks: { state, saved, merged, shape: () => template.shape },
});

function redraw() {
  view.draw({ template, overlay, findings, pictures });
  parked.draw();
  buttons();
}

/* One step: remembered for undo, shown, saved. key: typing in one field is one step. */
function step(next, what, { key = "", typing = false, draw = true } = {}) {
  if (readonly || same(next, overlay)) return;
  const last = past[past.length - 1];
  if (key && last && last.key === key && Date.now() - last.at < 2000 && !future.length) {
    last.after = next;
    last.at = Date.now();
  } else {
    past.push({ before: overlay, after: next, what, key, at: Date.now() });
    if (past.length > 100) past.shift();
  }
  future.length = 0;
  overlay = next;
  saver.change(overlay, { typing });
  if (draw) redraw();
  else { view.touched(overlay); buttons(); }
}

function set(id, field, value, { draw = false } = {}) {
  const next = edits.setValue(overlay, template, id, field.name, value);
  step(next, say("changed", { what: field.label }), { key: `${id}\n${field.name}`, typing: TYPED.has(field.type), draw });
}

function add(cid, offer) {
  const [next, id] = edits.add(overlay, template, cid, offer);
  view.opened.add(id);
  step(next, say("added", { what: offer.label }));
  announce(say("added", { what: offer.label }));
  const free = offer.fields.filter((f) => f.mode !== "locked");
  const first = free.find((f) => f.name === offer.summary) || free[0];
  if (first) view.focusField(id, first.name);
  else view.goto(id);
}

function duplicate(id) {
  const what = view.name(id);
  const [next, copy] = edits.duplicate(overlay, template, id);
  view.opened.add(copy);
  step(next, say("added", { what }));
  announce(say("added", { what }));
  view.goto(copy);
}

function remove(id) {
  const what = view.name(id), flat = view.flat, own = flat.own[id], cid = flat.home[id];
  const row = flat.rows[cid], after = row[row.indexOf(id) + 1] ?? row[row.indexOf(id) - 1];
  step(edits.remove(overlay, template, id), say(own ? "removed" : "hid", { what }));
  toast(say(own ? "removed" : "hid", { what }), undo);
  if (!own) view.focusTool(id, "show");
  else if (after && cid !== "root") document.getElementById(`f-${after.replace("/", "_")}-h`)?.focus();
  else document.querySelector(`[data-add="${CSS.escape(cid)}"]`)?.focus();
}

function show(id) {
  step(edits.show(overlay, template, id), say("shown", { what: view.name(id) }));
  announce(say("shown", { what: view.name(id) }));
  view.goto(id);
}

function move(id, by) {
  step(edits.move(overlay, template, id, by), say("moved", { what: view.name(id), n: "", max: "" }));
  const row = edits.visible(view.flat, view.flat.home[id]);
  announce(say("moved", { what: view.name(id), n: row.indexOf(id) + 1, max: row.length }));
  view.focusTool(id, by < 0 ? "up" : "down", by < 0 ? "down" : "up");
}

async function carry(id) {
  const what = view.name(id), flat = view.flat;
  const target = await carryDialog({
    name: what, targets: edits.targets(flat, template, id), say,
    where: (to) => where(view, to.cid), refused: (to) => refusal(view, to.cid, to.offer),
  });
  if (!target) return;
  const place = where(view, target.cid);
  step(edits.carry(overlay, template, id, target), say("carried", { what, place }));
  announce(say("carried", { what, place }));
  view.goto(id);
}

async function picture(id, made, field, opener) {
  const flat = view.flat;
  const block = flat.own[id] ? flat.own[id].proto : id.split("/").pop();
  const chosen = await picturesDialog({ url: data.urls.pictures, block, field: field.name, say, current: edits.valueOf(flat, template, id, field) });
  if (chosen) {
    pictures = { ...pictures, [chosen.id]: chosen };
    set(id, field, chosen.id, { draw: true });
  }
  (document.getElementById(opener.id) || opener).focus();
}

/* Undo says the opposite of that step over whatever is there now: nothing of anybody else is lost. */
function undo() {
  const last = past.pop();
  if (!last || readonly) return;
  overlay = merge3(last.after, last.before, overlay, template.shape).overlay;
  future.push(last);
  saver.change(overlay);
  redraw();
  announce(say("undone", { what: last.what }));
}

function redo() {
  const next = future.pop();
  if (!next || readonly) return;
  overlay = merge3(next.before, next.after, overlay, template.shape).overlay;
  past.push({ ...next, key: "" });
  saver.change(overlay);
  redraw();
  announce(say("redone", { what: next.what }));
}

function buttons() {
  for (const [id, steps, word, plain] of [["#undo", past, "undo_what", "undo"], ["#redo", future, "redo_what", "redo"]]) {
    const last = steps[steps.length - 1];
    $(id).disabled = !last || Boolean(readonly);
    $(id).setAttribute("aria-label", last ? say(word, { what: last.what }) : say(plain));
  }
}

/* -- answers of the server */

const preview = new Preview({ root: $("#preview"), url: data.urls.seen, say });
const parked = new Parked({
  root: $("#parked"), say, readonly, view: () => view,
  overlay: () => overlay, template: () => template,
  change: (next, what) => step(next, what), goto: (id, name) => view.focusField(id, name), toast,
});

function saved(answer) {
  overlay = saver.current;
  findings = answer.findings;
  view.overlay = overlay;
  view.show(findings);
  view.progress();
  parked.draw();
  preview.refresh(answer.mail);
}

function merged(next, conflicts, standing, who) {
  overlay = next;
  findings = standing;
  redraw();
  if (conflicts.length) ask();
  else { announce(blame("merged", who, say)); saver.now(); }
  refresh();
}

async function ask() {
  const waiting = [...saver.open];
  if (!waiting.length || document.querySelector("dialog.dialog--wide[open]")) return;
  const fieldOf = (conflict) => edits.maker(view.flat, template, conflict.id)?.fields.find((f) => f.name === conflict.field);
  const quoted = (conflict, value) => fieldOf(conflict) && quote(template, fieldOf(conflict), value)?.words;
  const label = (conflict) => {
    const field = fieldOf(conflict);
    return field ? `${view.name(conflict.id)}: ${field.label}` : view.name(conflict.id);
  };
  const chosen = await decide({ conflicts: waiting, label, say, pictures, quoted });
  if (!chosen) return;
  let next = overlay;
  waiting.forEach((conflict, n) => {
    if (conflict.field) next = edits.setValue(next, template, conflict.id, conflict.field, chosen[n] === "mine" ? conflict.mine : conflict.theirs);
    else if (conflict[chosen[n]] === null && edits.layout(next, template).own[conflict.id]) next = edits.remove(next, template, conflict.id);
  });
  overlay = next;
  redraw();
  saver.decided(next);
}

/* Headquarters may have published meanwhile; somebody else may have saved. */
async function refresh() {
  try {
    const response = await fetch(data.urls.data, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return;
    const fresh = await response.json();
    pictures = { ...pictures, ...fresh.document.pictures };
    if (fresh.document.version !== version) {
      version = fresh.document.version;
      template = edits.read(fresh.document);
      findings = fresh.state.findings;
      redraw();
      announce(say("template_new"));
      preview.refresh(fresh.state.mail, true);
    }
    if (fresh.state.rev !== saver.rev && !saver.dirty() && !saver.flight && !saver.stopped) {
      saver.rev = fresh.state.rev;
      overlay = fresh.state.overlay;
      saver.base = saver.sent = saver.current = overlay;
      findings = fresh.state.findings;
      redraw();
      preview.refresh(fresh.state.mail);
    }
    if (fresh.readonly !== readonly) location.reload();
  } catch { /* the next save says what is wrong */ }
}
addEventListener("focus", refresh);

/* -- the bar, the keys */

async function keepVersion() {
  if (readonly || !(await saver.settle())) return;
  const response = await fetch(data.urls.keep, { method: "POST", headers: { "X-CSRFToken": token } });
  const said = await response.json().catch(() => ({}));
  toast(said.message || say("failed", { n: "" }));
}

for (const form of document.querySelectorAll("form[data-after-save]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const settled = await saver.settle();
    if (saver.open.length) { ask(); return; }
    if (form.dataset.afterSave === "submit" && view.firstFinding()) {
      const first = view.findings.find((f) => f.severity === "error");
      announce(first.message);
      return;
    }
    if (settled) form.submit();
  });
}

/* Other pages show what is saved: first save, then go. Off the line the draft stays on this device. */
for (const link of document.querySelectorAll("a[data-settle]")) {
  link.addEventListener("click", async (event) => {
    if (readonly || !saver.dirty() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await saver.settle();
    location.assign(link.href);
  });
}

for (const button of document.querySelectorAll("[data-test-mail]")) {
  button.addEventListener("click", async () => {
    if (!(await saver.settle())) return;
    button.disabled = true;
    announce(say("test_sending"));
    try {
      const response = await fetch(data.urls.test, { method: "POST", body: new URLSearchParams({ reader: preview.reader.value }), headers: { "X-CSRFToken": token, Accept: "application/json" } });
      const said = await response.json();
      toast(said.message);
    } catch {
      toast(say("test_failed"));
    }
    button.disabled = false;
    button.focus();
  });
}

for (const link of document.querySelectorAll("[data-next-required]")) link.addEventListener("click", () => view.nextRequired() || view.firstFinding());
$("#undo").addEventListener("click", undo);
$("#redo").addEventListener("click", redo);

addEventListener("keydown", (event) => {
  const ctrl = event.ctrlKey || event.metaKey, letter = event.key.toLowerCase();
  if (ctrl && letter === "s") { event.preventDefault(); keepVersion(); }
  else if (ctrl && letter === "z") { event.preventDefault(); if (event.shiftKey) redo(); else undo(); }
  else if (event.altKey && !ctrl && event.code === "KeyN") { event.preventDefault(); view.nextRequired(); }
});

/* -- begin */

redraw();
if (readonly) state("readonly");
else {
  state("saved");
  const back = await saver.recover(data.state.saved);
  if (back) {
    overlay = back.overlay;
    redraw();
    toast(say("draft_back"));
    if (saver.dirty()) saver.change(overlay);
    if (back.conflicts.length) ask();
  }
}
preview.refresh(data.state.mail, true);
if (location.hash === "#next") view.nextRequired();
document.body.dataset.ready = "true";
