/* A part of a page that follows what happens: asked for again every few seconds while something
   moves, and once when somebody comes back to the page. Says the quarters aloud, nothing between. */

const WAIT = 3000, FURTHEST = 60000;
let wait = WAIT, timer = null;

const box = () => document.querySelector("[data-refresh]");
const live = document.createElement("p");
live.className = "vh";
live.setAttribute("role", "status");

const quarter = (row) => Math.floor(Number(row.dataset.done) / 25);

function show(html) {
  const old = box(), focused = document.activeElement?.id;
  const before = Object.fromEntries([...old.querySelectorAll("[data-going]")].map((row) => [row.dataset.going, quarter(row)]));
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const next = fresh.content.firstElementChild;
  if (!next) { old.remove(); return; }
  old.replaceWith(next);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  for (const row of next.querySelectorAll("[data-going]")) {
    const was = before[row.dataset.going];
    if (was !== undefined && quarter(row) > was) live.textContent = row.dataset.said;
  }
}

async function ask() {
  clearTimeout(timer);
  const here = box();
  if (!here || document.hidden) return;
  try {
    const answer = await fetch(here.dataset.refresh);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    show(await answer.text());
    wait = WAIT;
  } catch {
    wait = Math.min(wait * 2, FURTHEST);
  }
  again();
}

function again() {
  clearTimeout(timer);
  if (box()?.hasAttribute("data-live")) timer = setTimeout(ask, wait);
}

if (box()) {
  document.body.append(live);
  document.addEventListener("visibilitychange", ask);
  again();
}
