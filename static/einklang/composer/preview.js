/* The mail beside the form: the server's bytes, drawn again after each save, light or dark, as any of
   the invented readers that together see every branch of it; which ones changes with what is written.
   The bytes stand in a frame without scripts; its height follows the mail, so the place is kept. */

export class Preview {
  constructor({ root, url, say }) {
    Object.assign(this, { root, url, say });
    this.frame = root.querySelector("iframe");
    this.scroller = root.querySelector("[data-scroll]");
    this.said = root.querySelector("[data-preview-said]");
    this.mail = null;
    this.reader = root.querySelector("[name=reader]");
    this.dark = root.querySelector("[data-dark]");
    for (const button of root.querySelectorAll("[data-width]")) button.addEventListener("click", () => this.width(button));
    this.reader.addEventListener("change", () => this.refresh(this.mail, true));
    this.dark.addEventListener("click", () => {
      this.dark.setAttribute("aria-pressed", String(!this.isDark()));
      this.refresh(this.mail, true);
    });
    this.frame.addEventListener("load", () => this.fit());
    new ResizeObserver(() => this.fit()).observe(this.scroller);
  }

  width(button) {
    for (const other of this.root.querySelectorAll("[data-width]")) other.setAttribute("aria-pressed", String(other === button));
    this.scroller.dataset.show = button.dataset.width;
    this.fit();
  }

  isDark() { return this.dark.getAttribute("aria-pressed") === "true"; }

  /* Whoever one was is gone when nothing asks for what they lack any more; the server says who it is. */
  fill({ readers, reader }) {
    this.reader.replaceChildren(...readers.map(({ key, name }) => new Option(name, key, false, key === reader)));
    this.reader.disabled = false;
  }

  /* Only what changed the mail is asked for. */
  async refresh(mail, always = false) {
    if (!always && mail && mail === this.mail) return;
    this.mail = mail;
    if (getComputedStyle(this.root).display === "none") { this.late = true; return; }
    const asked = (this.asked = (this.asked || 0) + 1);
    try {
      const wanted = new URLSearchParams({ reader: this.reader.value, view: this.isDark() ? "dark" : "desktop" });
      const response = await fetch(`${this.url}?${wanted}`, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const seen = await response.json();
      if (asked !== this.asked) return;
      this.fill(seen);
      this.scroller.toggleAttribute("data-dark", this.isDark());
      this.frame.srcdoc = seen.html.replace(/(["'])https?:\/\/[^"'/]+(\/i\/[0-9a-f]{64}\.)/g, "$1$2");
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
