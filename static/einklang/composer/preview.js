/* The mail beside the form: the server's bytes, drawn again after each save.
   They stand in a frame without scripts; its height follows the mail, so the place is kept. */

export class Preview {
  constructor({ root, url, say }) {
    Object.assign(this, { root, url, say });
    this.frame = root.querySelector("iframe");
    this.scroller = root.querySelector("[data-scroll]");
    this.said = root.querySelector("[data-preview-said]");
    this.mail = null;
    this.sample = root.querySelector("[name=sample]");
    for (const button of root.querySelectorAll("[data-width]")) button.addEventListener("click", () => this.width(button));
    if (this.sample) this.sample.addEventListener("change", () => this.refresh(this.mail, true));
    this.frame.addEventListener("load", () => this.fit());
    new ResizeObserver(() => this.fit()).observe(this.scroller);
  }

  width(button) {
    for (const other of this.root.querySelectorAll("[data-width]")) other.setAttribute("aria-pressed", String(other === button));
    this.scroller.dataset.show = button.dataset.width;
    this.fit();
  }

  /* Only what changed the mail is asked for. */
  async refresh(mail, always = false) {
    if (!always && mail && mail === this.mail) return;
    this.mail = mail;
    if (getComputedStyle(this.root).display === "none") { this.late = true; return; }
    const asked = (this.asked = (this.asked || 0) + 1);
    try {
      const sample = this.sample ? this.sample.value : "";
      const response = await fetch(`${this.url}?${new URLSearchParams({ sample })}`);
      if (!response.ok) throw new Error(String(response.status));
      const html = await response.text();
      if (asked !== this.asked) return;
      // As in a light inbox whatever this device prefers; the preview page shows the dark one.
      this.frame.srcdoc = html.replace(/@media\s*\(prefers-color-scheme:\s*dark\)/g, "@media not all").replace(/(["'])https?:\/\/[^"'/]+(\/i\/[0-9a-f]{64}\.)/g, "$1$2");
      this.said.textContent = "";
    } catch {
      if (asked === this.asked) this.said.textContent = this.say("preview_failed");
    }
  }

  fit() {
    const phone = this.scroller.dataset.show === "phone";
    const wide = phone ? 375 : 640, room = this.scroller.clientWidth;
    if (!room) return;
    const scale = Math.min(1, room / wide);
    this.frame.style.width = `${wide}px`;
    this.frame.style.transform = `scale(${scale})`;
    const page = this.frame.contentDocument;
    const tall = page && page.body ? page.body.scrollHeight : 600;
    this.frame.style.height = `${tall}px`;
    this.frame.parentElement.style.height = `${Math.ceil(tall * scale)}px`;
    this.frame.parentElement.style.width = `${Math.ceil(wide * scale)}px`;
  }
}
