/* A small editor for formatted text: paragraphs, bold, italic, links, lists, and nothing else.
   What it gives is clean HTML of these tags alone; the server cleans it once more. */

import { h, icon } from "./dom.js";

const TAGS = { STRONG: "b", B: "b", EM: "i", I: "i", A: "a", UL: "ul", OL: "ol", LI: "li", P: "p", DIV: "p" };
const FEATURE = { b: "bold", i: "italic", a: "link", ul: "ul", ol: "ol" };
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const SCHEME = /^(https:\/\/|mailto:|tel:|\{\{)/;

export function clean(node, features) {
  const lines = [...node.childNodes].map((child) => inner(child, features));
  const out = [];
  let loose = "";
  const flush = () => {
    if (loose.trim()) out.push(`<p>${loose.trim()}</p>`);
    loose = "";
  };
  lines.forEach((html, n) => {
    const child = node.childNodes[n];
    if (["P", "DIV", "UL", "OL"].includes(child.nodeName)) {
      flush();
      out.push(html);
    } else {
      loose += html;
    }
  });
  flush();
  return out.join("").replace(/<p>(\s|<br>)*<\/p>/g, "");
}

function inner(node, features) {
  if (node.nodeType === Node.TEXT_NODE) return escape(node.data.replace(/\u00a0/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.nodeName === "BR") return "<br>";
  const body = [...node.childNodes].map((child) => inner(child, features)).join("");
  const tag = TAGS[node.nodeName];
  if (!tag) return body;
  if (tag === "p") return `<p>${body.replace(/<br>$/, "")}</p>`;
  if (FEATURE[tag] && !features.includes(FEATURE[tag])) return tag === "ul" || tag === "ol" ? `<p>${body}</p>` : body;
  if (tag === "a") {
    const href = node.getAttribute("href") || "";
    return SCHEME.test(href) ? `<a href="${escape(href)}">${body}</a>` : body;
  }
  return body || tag === "li" ? `<${tag}>${body}</${tag}>` : "";
}

/* Text as it counts against a limit. */
export function plain(html) {
  const doc = new DOMParser().parseFromString(html || "", "text/html");
  return doc.body.textContent || "";
}

/* Puts stored HTML into an element, through the same sieve: no attribute but href survives. */
function fill(box, html, features) {
  const doc = new DOMParser().parseFromString(html || "", "text/html");
  const copy = (from, to) => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
      else if (node.nodeName === "BR") to.append(document.createElement("br"));
      else if (node.nodeType === Node.ELEMENT_NODE) {
        const tag = TAGS[node.nodeName];
        const keep = tag && (!FEATURE[tag] || features.includes(FEATURE[tag]) || tag === "li");
        const target = keep ? document.createElement(tag) : to;
        if (tag === "a" && keep) target.setAttribute("href", node.getAttribute("href") || "");
        copy(node, target);
        if (keep) to.append(target);
      }
    }
  };
  box.replaceChildren();
  copy(doc.body, box);
  if (!box.childNodes.length) box.append(h("p", {}, document.createElement("br")));
}

const TOOLS = [["bold", "B"], ["italic", "I"], ["link", ""], ["ul", ""], ["ol", "1."]];
const COMMAND = { bold: "bold", italic: "italic", ul: "insertUnorderedList", ol: "insertOrderedList" };

/* {element, control}: control has value() and set(html), and fires "input" like any other. */
export function richField({ id, label, value, features, readonly, describedby, say }) {
  const box = h("div", {
    class: "input rich__box", id, role: "textbox", "aria-multiline": "true", "aria-label": label,
    "aria-describedby": describedby, contenteditable: readonly ? "false" : "true",
    "aria-readonly": readonly ? "true" : undefined, tabindex: "0", spellcheck: "true",
  });
  fill(box, value, features);
  let given = value, drawn = clean(box, features); // words only touched stay the very same bytes
  document.execCommand("defaultParagraphSeparator", false, "p");
  const changed = () => box.dispatchEvent(new Event("input", { bubbles: true }));
  const target = h("input", { class: "input", type: "text", inputmode: "url", placeholder: "https://", "aria-label": say("link_target") });
  let range = null;
  const form = h("div", { class: "rich__link", hidden: true }, target,
    h("button", { class: "btn btn--s", type: "button", onclick: () => setLink(target.value.trim()) }, say("link_set")),
    h("button", { class: "btn btn--s btn--quiet", type: "button", onclick: () => setLink("") }, say("link_remove")));
  const buttons = TOOLS.filter(([name]) => features.includes(name)).map(([name, letter], n) => h("button", {
    class: "btn btn--s btn--quiet rich__tool", type: "button", "aria-label": say(name), title: say(name),
    "aria-pressed": name === "link" ? undefined : "false", "data-tool": name, tabindex: n ? "-1" : "0",
    onmousedown: (event) => event.preventDefault(), onclick: () => use(name),
  }, letter ? h({ bold: "b", italic: "i" }[name] || "span", {}, letter) : icon(name === "link" ? "link" : "list")));
  const bar = h("div", { class: "rich__bar", role: "toolbar", "aria-label": say("format_bar", { what: label }) }, buttons);

  function keepRange() {
    const selection = document.getSelection();
    if (selection.rangeCount && box.contains(selection.anchorNode)) range = selection.getRangeAt(0).cloneRange();
  }
  function restore() {
    box.focus();
    if (!range) return;
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  function use(name) {
    if (name === "link") {
      keepRange();
      const link = range && range.startContainer.parentElement.closest("a");
      target.value = link && box.contains(link) ? link.getAttribute("href") : "";
      form.hidden = false;
      target.focus();
      return;
    }
    restore();
    document.execCommand(COMMAND[name]);
    changed();
  }
  function setLink(href) {
    const full = href && !SCHEME.test(href) ? `https://${href}` : href;
    form.hidden = true;
    restore();
    document.execCommand(full ? "createLink" : "unlink", false, full || undefined);
    changed();
  }
  function states() {
    keepRange();
    for (const button of buttons) {
      const name = button.dataset.tool;
      if (COMMAND[name]) button.setAttribute("aria-pressed", String(document.queryCommandState(COMMAND[name])));
    }
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons.forEach((b) => b.setAttribute("tabindex", b === next ? "0" : "-1"));
    next.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); form.hidden = true; restore(); }
    if (event.key === "Enter") { event.preventDefault(); setLink(target.value.trim()); }
  });
  form.addEventListener("input", (event) => event.stopPropagation());
  for (const name of ["keyup", "mouseup", "focus", "input"]) box.addEventListener(name, states);
  box.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  box.addEventListener("drop", (event) => event.preventDefault());
  const parts = readonly || !buttons.length ? [box] : [bar, form, box];
  return {
    element: h("div", { class: "rich" }, parts),
    box,
    value: () => {
      const now = clean(box, features);
      return now === drawn ? given : now;
    },
    set: (html) => {
      fill(box, html, features);
      given = html;
      drawn = clean(box, features);
    },
  };
}
