/* Deciding: A approves, R says what should change. Both only do what the buttons do, and nothing
   while the buttons are off. What is decided about may change meanwhile: then they go off. */

import { single } from "./keys.js";
import { now } from "./marked.js";

const approve = document.querySelector("[data-approve]");
const back = document.querySelector("[data-return]");
const reason = document.getElementById("reason");
const room = document.querySelector("[data-review]");
const opened = Date.now();
const SETTLED = 800; // ms: the letter that decided about the last one does not decide about this one

function sayWhat() {
  back.open = true;
  const item = document.querySelector(`[data-change="${now()}"]`);
  if (item && !reason.value) reason.value = `${item.dataset.title}: `;
  reason.focus();
  reason.setSelectionRange(reason.value.length, reason.value.length);
}

addEventListener("keydown", (event) => {
  const letter = single(event);
  if (letter === "a" && approve && !approve.disabled && Date.now() - opened > SETTLED) {
    event.preventDefault();
    approve.click();
  } else if (letter === "r" && back) {
    event.preventDefault();
    sayWhat();
  } else if (event.key === "Escape" && back?.open && back.contains(event.target)) {
    back.open = false;
    back.querySelector("summary").focus();
  }
});
back?.addEventListener("toggle", () => { if (back.open && document.activeElement !== reason) reason.focus(); });

/* -- on a phone: changes, mail or text */

for (const tab of document.querySelectorAll("[data-tab]")) {
  tab.addEventListener("click", () => show(tab.dataset.tab));
}
function show(name) {
  room.dataset.show = name;
  for (const other of document.querySelectorAll("[data-tab]")) other.setAttribute("aria-pressed", String(other.dataset.tab === name));
}
addEventListener("change:shown", ({ detail }) => {
  if (matchMedia("(max-width: 820px)").matches) show(detail.from === "list" ? "mail" : "changes");
});

/* -- what happens meanwhile */

async function look() {
  if (document.hidden || !approve) return;
  try {
    const response = await fetch(room.dataset.review, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return;
    const fresh = await response.json();
    if (fresh.state === room.dataset.state && fresh.mail === room.dataset.mail) return;
    for (const button of document.querySelectorAll("[data-decides] button")) button.disabled = true;
    document.querySelector("[data-changed]").hidden = false;
  } catch { /* the answer to the decision says it */ }
}
addEventListener("focus", look);
document.addEventListener("visibilitychange", look);
setInterval(look, 45000);

if (room.hasAttribute("data-decided")) document.querySelector("h1").focus();
