// A colour as six digits and as a picker beside them: one value, whichever is used.
(() => {
  "use strict";
  const SIX = /^#[0-9a-f]{6}$/i;

  class Swatch extends window.StimulusModule.Controller {
    connect() {
      this.picker = document.createElement("input");
      Object.assign(this.picker, { type: "color", className: "kit-swatch", ariaLabel: this.element.dataset.pick });
      this.show = () => {
        const known = SIX.test(this.element.value);
        this.picker.classList.toggle("is-empty", !known);
        if (known) this.picker.value = this.element.value.toLowerCase();
      };
      this.picker.addEventListener("input", () => {
        this.element.value = this.picker.value;
        this.picker.classList.remove("is-empty");
        this.element.dispatchEvent(new Event("change", { bubbles: true }));
      });
      this.element.addEventListener("input", this.show);
      this.element.before(this.picker);
      this.show();
    }

    disconnect() {
      this.element.removeEventListener("input", this.show);
      this.picker.remove();
    }
  }

  window.wagtail.app.register("kit-swatch", Swatch);
})();
