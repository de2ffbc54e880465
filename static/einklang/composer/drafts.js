/* Drafts on this device: one a window, so that two windows never write over each other. A window
   that is gone leaves its draft to the next one that opens the campaign. */

const ALIVE = 15000; // ms without a sign, where the browser cannot say which windows are open

export class Drafts {
  /* prefix: of all drafts of one campaign and person */
  constructor(prefix) {
    this.prefix = `${prefix}.`;
    this.key = this.prefix + Math.random().toString(36).slice(2, 12);
    const gone = new Promise((resolve) => addEventListener("pagehide", resolve, { once: true }));
    if (navigator.locks) navigator.locks.request(this.key, () => gone).catch(() => {});
  }

  /* Whether it is on this device now (storage may be full or closed). */
  keep(draft) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...draft, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch { /* nothing was kept */ }
  }

  /* The drafts of windows that are gone, the oldest first; they are taken over from here. */
  async left() {
    const open = await this.open();
    const found = [];
    try {
      for (const key of Object.keys(localStorage).filter((k) => k.startsWith(this.prefix) && k !== this.key)) {
        const draft = JSON.parse(localStorage.getItem(key) || "null");
        if (open ? open.has(key) : draft && Date.now() - draft.at < ALIVE) continue;
        if (draft) found.push({ ...draft, key });
      }
    } catch {
      return [];
    }
    this.taken = found.map((draft) => draft.key);
    return found.sort((one, other) => one.at - other.at);
  }

  /* Once they stand in this window's own draft. */
  takeOver() {
    try {
      for (const key of this.taken || []) localStorage.removeItem(key);
    } catch { /* they are found again next time */ }
    this.taken = [];
  }

  async open() {
    if (!navigator.locks) return null;
    const { held = [] } = await navigator.locks.query();
    return new Set(held.map((lock) => lock.name));
  }
}
