// Compares campaigns batch by batch, says how far it is, and stops when asked to.
(() => {
  "use strict";
  const run = document.querySelector("[data-run]");
  if (!run) return;
  const total = Number(run.dataset.total);
  const bar = run.querySelector("progress");
  const said = run.querySelector("[data-said]");
  const sum = run.querySelector("[data-sum]");
  const [stop, go] = [run.querySelector("[data-stop]"), run.querySelector("[data-go]")];
  const list = document.querySelector("[data-list]");
  const more = document.querySelector("[data-more]");
  const counter = document.querySelector("[data-changed]");
  const titles = new Map([...document.querySelectorAll("[data-template]")].map((row) => [Number(row.dataset.template), row]));
  const shown = 200;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let [after, looked, changed, quarter] = ["", 0, 0, 0];
  let halt = new AbortController();
  const counts = new Map();

  const paint = () => {
    bar.value = looked;
    sum.textContent = run.dataset.of.replace("{n}", number.format(looked)).replace("{all}", number.format(total));
    counter.textContent = number.format(changed);
    for (const [pk, row] of titles) row.querySelector("[data-n]").textContent = number.format(counts.get(pk) || 0);
    const reached = total ? Math.floor((looked / total) * 4) : 4;
    if (reached > quarter && reached < 4) said.textContent = sum.textContent;
    quarter = Math.max(quarter, reached);
  };

  const take = (batch) => {
    looked += batch.looked;
    for (const one of batch.changed) {
      changed += 1;
      counts.set(one.template, (counts.get(one.template) || 0) + 1);
      if (list.childElementCount >= shown) continue;
      const item = document.createElement("li");
      const name = document.createElement("b");
      const rest = document.createElement("span");
      name.textContent = one.title;
      rest.textContent = [one.partner, titles.get(one.template)?.dataset.title].filter(Boolean).join(" · ");
      item.append(name, " ", rest);
      list.append(item);
    }
    if (changed > shown) {
      more.hidden = false;
      more.textContent = more.dataset.words.replace("{n}", number.format(changed - shown));
    }
    after = batch.after;
    paint();
  };

  const end = (words, again) => {
    said.textContent = words;
    stop.hidden = true;
    go.hidden = !again;
  };

  const work = async () => {
    halt = new AbortController();
    const { signal } = halt;
    [stop.hidden, go.hidden] = [false, true];
    try {
      while (after !== null) {
        const ask = new URLSearchParams({ draft: run.dataset.draft, after, limit: run.dataset.batch });
        const answer = await fetch(`${run.dataset.run}?${ask}`, { headers: { Accept: "application/json" }, signal });
        const told = answer.ok || answer.status === 409 ? await answer.json() : null;
        if (!told) return end(run.dataset.lost, true);
        if (!answer.ok) return end(told.detail, false);
        take(told);
      }
    } catch {
      return signal.aborted ? undefined : end(run.dataset.lost, true);
    }
    return end(run.dataset.done, false);
  };

  stop.addEventListener("click", () => { halt.abort(); end(run.dataset.stopped, true); go.focus(); });
  go.addEventListener("click", () => { said.textContent = ""; work(); stop.focus(); });
  run.hidden = false;
  paint();
  work();
})();
