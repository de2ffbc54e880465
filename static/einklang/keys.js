/* Keys of a single letter: outside fields, without a modifier, and only as long as nobody has
   switched them off (WCAG 2.1.4). The switch stands in the list of keys, which `?` opens. */

const STORE = "einklang.keys";
const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
let here = null; // what was chosen on this page; it holds even where nothing can be stored

function off() {
  if (here !== null) return here;
  try {
    return localStorage.getItem(STORE) === "off";
  } catch {
    return false;
  }
}

/* The letter pressed, lower case, or "" if it is none of ours. */
export function single(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return "";
  if (event.key.length !== 1 || off()) return "";
  if (event.target instanceof Element && event.target.closest(FIELDS)) return "";
  if (document.querySelector("dialog[open]")) return "";
  return event.key.toLowerCase();
}

for (const box of document.querySelectorAll("[data-keys-switch]")) {
  box.checked = !off();
  box.addEventListener("change", () => {
    here = !box.checked;
    try {
      localStorage.setItem(STORE, box.checked ? "on" : "off");
    } catch { /* then it holds for this page alone */ }
  });
}

/* A dialog of the page, opened from anywhere; it gives the focus back by itself. */
export function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => open(document.getElementById(button.dataset.opens)));
}

/* The list of keys, wherever a page has one. */
addEventListener("keydown", (event) => {
  if (single(event) !== "?") return;
  const list = document.querySelector("dialog[data-keys]");
  if (list) { event.preventDefault(); open(list); }
});
