/* Saving: one request in flight, the state always known, nothing lost.
   States: saved, unsaved, saving, offline, failed (with seconds), signed_out, conflict, readonly. */

import { merge3, same } from "./merge.js";

const TYPING = 600, ACTING = 250, RETRIES = [2, 5, 10, 20, 30];
const TIMEOUT = 20000;

export class Saver {
  /* hooks: state(name, detail), saved(answer), merged(overlay, conflicts, findings, who), shape() */
  constructor({ url, token, drafts, rev, overlay, hooks }) {
    Object.assign(this, { url, token, drafts, rev, hooks });
    this.base = overlay; // what the server has
    this.current = overlay; // what the person sees
    this.sent = overlay; // what was last sent and answered
    this.timer = null;
    this.flight = null;
    this.tries = 0;
    this.stopped = "";
    this.open = []; // clashes still to decide; the rest goes on being saved
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.dirty() && this.tell("offline"));
    addEventListener("beforeunload", (event) => { if (this.dirty()) { this.keep(); if (!this.kept) event.preventDefault(); } });
  }

  tell(name, detail = {}) {
    this.state = name;
    const quiet = ["saved", "unsaved", "saving"].includes(name);
    this.hooks.state(quiet && this.open.length ? "conflict" : name, detail);
  }

  dirty() {
    return !same(this.current, this.sent);
  }

  /* A change of the person's: kept on this device at once, sent soon. */
  change(overlay, { typing = false } = {}) {
    this.current = overlay;
    this.keep();
    if (this.stopped) return;
    if (!this.flight) this.tell(navigator.onLine ? "unsaved" : "offline");
    this.soon(typing ? TYPING : ACTING);
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  now() {
    clearTimeout(this.timer);
    return this.send();
  }

  /* Resolves when everything is saved (true) or cannot be now (false). */
  async settle() {
    for (let n = 0; n < 20 && this.dirty(); n += 1) {
      if (this.stopped || !navigator.onLine) return false;
      await this.now();
      if (this.state === "failed" || this.state === "offline") return false;
    }
    return !this.dirty();
  }

  send() {
    if (this.flight) return this.flight.then(() => this.send());
    if (this.stopped || !this.dirty()) return Promise.resolve();
    this.flight = this.put().finally(() => { this.flight = null; });
    return this.flight.then(() => {
      if (!this.stopped && this.dirty() && !this.timer_retry) this.soon(ACTING);
    });
  }

  async put() {
    const sending = this.current;
    this.tell("saving");
    let response;
    try {
      response = await fetch(this.url, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "If-Match": `"${this.rev}"`, "X-CSRFToken": this.token },
        body: JSON.stringify({ overlay: sending }),
        signal: AbortSignal.timeout(TIMEOUT),
      });
    } catch {
      this.later(navigator.onLine ? "failed" : "offline");
      return;
    }
    clearTimeout(this.timer_retry);
    this.timer_retry = null;
    if (response.status === 200) await this.accepted(sending, await response.json());
    else if (response.status === 412) this.stale(await response.json());
    else if (response.status === 401 || response.status === 403) this.stop("signed_out");
    else if (response.status === 409) this.stop("readonly");
    else if (response.status === 404) this.stop("signed_out");
    else if (response.status === 422) this.later("failed", 30);
    else this.later("failed", Number(response.headers.get("Retry-After")) || 0);
  }

  async accepted(sending, answer) {
    const wasAway = this.tries > 0;
    this.tries = 0;
    this.rev = answer.rev;
    this.base = answer.overlay;
    const parked = answer.overlay.parked || [];
    this.sent = { ...sending, parked };
    this.current = { ...this.current, parked };
    if (this.dirty()) this.keep();
    else this.forgetUnlessRefused(answer.overlay);
    this.tell(this.dirty() ? "unsaved" : "saved", { back: wasAway });
    this.hooks.saved(answer);
  }

  /* Somebody saved in between: put together; ask only where both changed the same. */
  stale(theirs) {
    const { overlay, conflicts: clashes } = merge3(this.base, this.current, theirs.overlay, this.hooks.shape());
    const conflicts = clashes.map((clash) => ({ ...clash, saved: theirs.saved }));
    this.rev = theirs.rev;
    this.base = theirs.overlay;
    this.sent = theirs.overlay;
    this.current = overlay;
    this.open = [...this.open.filter((o) => !conflicts.some((c) => c.id === o.id && c.field === o.field)), ...conflicts];
    this.keep();
    this.tell("unsaved");
    this.hooks.merged(overlay, conflicts, theirs.findings, theirs.saved);
  }

  decided(overlay) {
    this.open = [];
    this.change(overlay);
    if (this.dirty()) return this.now();
    this.forgetUnlessRefused(this.base);
    this.tell("saved");
    return Promise.resolve();
  }

  stop(why) {
    this.stopped = why;
    this.keep();
    this.tell(why);
  }

  later(state, wait = 0) {
    const seconds = wait || RETRIES[Math.min(this.tries, RETRIES.length - 1)];
    this.tries += 1;
    let left = seconds;
    this.tell(state, { n: left });
    clearInterval(this.timer_retry);
    this.timer_retry = setInterval(() => {
      left -= 1;
      if (left > 0) {
        this.tell(navigator.onLine ? "failed" : "offline", { n: left });
        return;
      }
      clearInterval(this.timer_retry);
      this.timer_retry = null;
      this.now();
    }, 1000);
  }

  /* -- the draft on this device */

  keep() {
    this.kept = this.drafts.keep({ base: this.base, mine: this.current, open: this.open });
  }

  /* Words the server refused are on this device alone: their draft stays. */
  forgetUnlessRefused(overlay) {
    const words = (o) => [o.edits, o.lists, o.hidden];
    if (!this.open.length && same(words(overlay), words(this.current))) this.drafts.forget();
  }

  /* What this device kept from last time, put together with what the server has now. */
  async recover(saved) {
    const found = (await this.drafts.left()).filter((d) => d.mine && d.base);
    if (!found.length) return null;
    const before = this.current;
    for (const draft of found) {
      const { overlay, conflicts } = merge3(draft.base, draft.mine, this.current, this.hooks.shape());
      this.current = overlay;
      this.open.push(...(draft.open || []), ...conflicts.map((clash) => ({ ...clash, saved })));
    }
    if (same(before, this.current) && !this.open.length) {
      this.drafts.takeOver();
      return null;
    }
    this.keep();
    if (this.kept) this.drafts.takeOver();
    if (this.open.length) this.tell("conflict");
    return { overlay: this.current, conflicts: this.open };
  }
}
