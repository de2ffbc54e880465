/* Small helps for every page; nothing here is needed to get the work done. */

import { single } from "./keys.js";

for (const field of document.querySelectorAll("[data-submit]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
document.querySelector("[data-focus]")?.focus();
addEventListener("keydown", (event) => {
  if (single(event) !== "/") return;
  const search = document.querySelector("[type=search]");
  if (search) { event.preventDefault(); search.focus(); }
});
