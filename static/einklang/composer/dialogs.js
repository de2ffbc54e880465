/* What is asked on top of the page: which of two versions stays, which picture. */

import { blame, h, icon } from "./dom.js";
import { plain } from "./rich.js";

/* A modal that gives back what it was closed with, and the focus to its opener. */
function modal(dialog) {
  const opener = document.activeElement;
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const answer = dialog.answer ?? null;
      dialog.remove();
      if (opener && opener.isConnected) opener.focus();
      resolve(answer);
    });
    dialog.addEventListener("keydown", (event) => { // a search field keeps Esc for itself
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); dialog.close(); }
    });
    dialog.showModal();
  });
}

function told(value, say, pictures, quoted) {
  if (value === undefined) return h("i", {}, say("hq_value"));
  if (value === null) return h("i", {}, say("gone"));
  if (value === true) return say("hidden");
  if (typeof value === "object") return Object.values(value.values || {}).filter((v) => typeof v === "string").map(plain).join(" · ") || say("empty");
  if (typeof value === "number") {
    if (quoted) return quoted;
    const found = pictures[String(value)];
    return found ? h("img", { class: "fthumb", src: found.url, alt: found.alt || String(value) }) : String(value);
  }
  return plain(String(value)) || h("i", {}, say("empty"));
}

/* ["mine" | "theirs", ...] for every conflict, or null for later. Both stand side by side, one click each. */
export function decide({ conflicts, label, say, pictures, quoted }) {
  const chosen = conflicts.map(() => null);
  const dialog = h("dialog", { class: "dialog dialog--wide", "aria-labelledby": "conflict-title" });
  const rows = conflicts.map((conflict, n) => {
    const pick = (side) => {
      chosen[n] = side;
      for (const card of row.querySelectorAll("[data-side]")) {
        card.dataset.chosen = String(card.dataset.side === side);
        card.querySelector("button").setAttribute("aria-pressed", String(card.dataset.side === side));
      }
      if (chosen.every(Boolean)) { dialog.answer = chosen; dialog.close(); }
      else dialog.querySelectorAll(".clash")[chosen.findIndex((c) => !c)].querySelector("button").focus();
    };
    const card = (side, title, button) => h("div", { class: "clash__side", "data-side": side },
      h("p", { class: "small strong" }, title), h("div", { class: "clash__words" }, told(conflict[side], say, pictures, quoted(conflict, conflict[side]))),
      h("button", { class: "btn", type: "button", "aria-pressed": "false", onclick: () => pick(side), "aria-label": `${say(button)}: ${label(conflict)}` }, say(button)));
    const row = h("section", { class: "clash", "aria-label": label(conflict) }, h("h3", {}, label(conflict)),
      h("div", { class: "clash__both" }, card("mine", say("mine"), "take_mine"), card("theirs", blame("theirs", conflict.saved, say), "take_theirs")));
    return row;
  });
  dialog.append(h("div", { class: "dialog__head" }, icon("users"), h("h2", { id: "conflict-title" }, blame("conflict_title", conflicts.at(-1).saved, say))),
    h("div", { class: "dialog__body" }, h("p", { class: "soft" }, say("conflict_why")), rows),
    h("div", { class: "dialog__foot" }, h("button", { class: "btn btn--quiet", type: "button", onclick: () => dialog.close() }, say("later"))));
  return modal(dialog);
}

/* The picture chosen, or null. */
export function picturesDialog({ url, block, field, say, current }) {
  const grid = h("div", { class: "picks" });
  const search = h("input", { class: "input", type: "search", "aria-label": say("search_pictures"), placeholder: say("search_pictures") });
  const said = h("p", { class: "small muted", role: "status" });
  const dialog = h("dialog", { class: "dialog dialog--wide", "aria-labelledby": "pictures-title" },
    h("div", { class: "dialog__head" }, icon("image"), h("h2", { id: "pictures-title" }, say("choose_picture")),
      h("button", { class: "btn btn--quiet btn--icon push", type: "button", "aria-label": say("close"), onclick: () => dialog.close() }, icon("x"))),
    h("div", { class: "dialog__body" }, search, said, grid));
  let asked = 0, timer = null;
  async function load() {
    const mine = ++asked;
    const slow = setTimeout(() => { said.textContent = say("pictures_loading"); }, 300);
    try {
      const response = await fetch(`${url}?${new URLSearchParams({ block, field, q: search.value })}`, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const { pictures } = await response.json();
      if (mine !== asked) return;
      said.textContent = pictures.length ? "" : say("pictures_none");
      grid.replaceChildren(...pictures.map((p) => h("button", {
        class: "pick", type: "button", "aria-pressed": String(p.id === current),
        onclick: () => { dialog.answer = p; dialog.close(); },
      }, h("img", { src: p.thumb, alt: "", loading: "lazy" }), h("span", { class: "small" }, p.title || p.alt),
      h("span", { class: "small muted" }, `${p.width} × ${p.height}`))));
    } catch {
      if (mine === asked) said.textContent = say("pictures_failed");
    } finally {
      clearTimeout(slow);
    }
  }
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(load, 250); });
  load();
  return modal(dialog);
}

/* The place chosen for a block among targets of `overlay.targets`, or null. refused: why not, in words. */
export function carryDialog({ name, targets, where, refused, say }) {
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "carry-title" });
  const rows = targets.map((target, n) => {
    const why = refused(target);
    const lost = target.lost.map((f) => f.label).join(", ");
    const note = why || (lost ? say("carry_lost", { fields: lost }) : "");
    return h("li", {}, h("button", {
      class: "btn fcarry", type: "button", "aria-disabled": why ? "true" : undefined, "aria-describedby": note ? `carry-${n}` : undefined,
      onclick: () => { if (!why) { dialog.answer = target; dialog.close(); } },
    }, icon("right", "", "ic--s"), where(target)), note ? h("p", { class: "small muted", id: `carry-${n}` }, note) : null);
  });
  dialog.append(h("div", { class: "dialog__head" }, icon("right"), h("h2", { id: "carry-title" }, say("carry_where", { what: name }))),
    h("div", { class: "dialog__body" }, h("ul", { class: "fcarries" }, rows)),
    h("div", { class: "dialog__foot" }, h("button", { class: "btn btn--quiet", type: "button", onclick: () => dialog.close() }, say("close"))));
  return modal(dialog);
}
