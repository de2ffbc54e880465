// Keeps the numbers of an open dispatch fresh. Says the quarters aloud, and nothing in between.
(() => {
  "use strict";
  const box = document.querySelector("[data-progress]");
  if (!box || !["scheduled", "sending"].includes(box.dataset.state)) return;
  const live = document.getElementById("live");
  const sentence = document.querySelector("[data-sentence]");
  const each = (name, act) => document.querySelectorAll(`[data-${name}]`).forEach(act);
  let quarter = Math.floor(Number(box.dataset.done) / 25);
  let wait = 2000;

  const show = (now) => {
    if (now.state !== box.dataset.state) return location.reload();
    if (now.undecided && !document.getElementById("unc")) return location.reload();
    const lines = Object.fromEntries(now.lines.map((line) => [line.key, line]));
    each("bar", (i) => { i.style.flex = lines[i.dataset.bar].n; i.hidden = !lines[i.dataset.bar].n; });
    each("count", (b) => { b.textContent = lines[b.dataset.count].count; });
    each("detail", (p) => { p.textContent = lines[p.dataset.detail].detail; });
    each("sum", (span) => { span.textContent = now.sum; });
    each("total", (b) => { b.textContent = now.total; });
    each("adds-up", (badge) => { badge.hidden = !now.adds_up; });
    if (now.sentence && sentence) sentence.textContent = now.sentence;
    const bar = box.querySelector("[role=progressbar]");
    if (bar) { bar.setAttribute("aria-valuenow", now.done); bar.setAttribute("aria-valuemax", now.of); }
    const reached = Math.floor(now.percent / 25);
    if (reached > quarter) live.textContent = box.dataset.word.replace("{n}", String(reached * 25));
    quarter = Math.max(quarter, reached);
  };

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json());
      wait = 2000;
    } catch {
      if (wait === 2000) live.textContent = box.dataset.lost;
      wait = Math.min(wait * 2, 30000);
    }
    if (!document.hidden) setTimeout(ask, wait);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  setTimeout(ask, wait);
})();
