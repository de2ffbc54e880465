/* A mail with pins on what differs. The mail itself stays byte for byte what the server compiled: it
   lies in a frame without scripts, and pins and marks lie in a layer of this page above it. Comments
   around each block (`#id` and `#/id`) tell where a block stands; its words are looked up there. */

import { single } from "./keys.js";

const root = document.querySelector("[data-marked]");
const marks = root ? JSON.parse(document.getElementById("marks").textContent) : [];
const items = [...document.querySelectorAll("[data-change]")];
let current = 0;

/* -- finding words */

/* The text of some nodes with single spaces, and where each letter of it stands. */
function readable(nodes) {
  let text = "";
  const at = [];
  for (const node of nodes) {
    let gap = text !== "" && !text.endsWith(" ");
    for (let n = 0; n < node.data.length; n += 1) {
      const letter = node.data[n];
      if (/\s/.test(letter)) { gap = text !== "" && !text.endsWith(" "); continue; }
      if (gap && (n > 0 || !sameLine(node, at.at(-1)))) { text += " "; at.push([node, n]); }
      gap = false;
      text += letter;
      at.push([node, n]);
    }
  }
  return { text, at };
}

/* Text split by inline tags is one word; two blocks are two. */
function sameLine(node, last) {
  if (!last) return true;
  const block = (one) => one.parentElement.closest("p, li, td, h1, h2, h3, div");
  return block(node) === block(last[0]);
}

function rangeOf(nodes, words) {
  const { text, at } = readable(nodes);
  const start = text.indexOf(words);
  if (start < 0) return null;
  const range = nodes[0].ownerDocument.createRange();
  range.setStart(...at[start]);
  const [node, n] = at[start + words.length - 1];
  range.setEnd(node, n + 1);
  return range;
}

function textsIn(page, from, to) {
  const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const node = walk.currentNode;
    const behind = !from || from.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    const before = !to || to.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING;
    if (behind && before && node.data.trim()) found.push(node);
  }
  return found;
}

/* The comments around each block; null in a page that has none. */
function borders(page) {
  if (!page.body) return null;
  const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
  const found = {};
  while (walk.nextNode()) {
    const [, end, id] = walk.currentNode.data.match(/^#(\/?)([\w/-]+)$/) || [];
    if (id) (found[id] ||= {})[end ? "to" : "from"] = walk.currentNode;
  }
  return Object.keys(found).length ? found : null;
}

/* -- drawing */

const boxes = (rects, look) => rects.filter((r) => r.width > 1 && r.height > 1).map((r) => ({ ...r, look }));
const plain = (rect) => ({ left: rect.left, top: rect.top, width: rect.width, height: rect.height });

/* Where a change shows: rectangles in the frame, [] if nowhere. */
function seen(page, mark, all) {
  const { from, to } = all[mark.block] || {};
  if (!from || !to) return [];
  const texts = textsIn(page, from, to);
  if (mark.look === "text") {
    const ranges = mark.words.map((words) => rangeOf(texts, words)).filter(Boolean);
    const rects = ranges.flatMap((range) => [...range.getClientRects()].map(plain));
    if (rects.length) return boxes(rects, "text");
  }
  const range = page.createRange();
  range.setStartAfter(from);
  range.setEndBefore(to);
  if (mark.look === "picture") {
    const picture = [...page.images].find((image) => range.intersectsNode(image));
    if (picture) return boxes([plain(picture.getBoundingClientRect())], "block");
  }
  return boxes([plain(range.getBoundingClientRect())], "block");
}

function pin(mark, left, top) {
  const link = document.createElement("a");
  link.className = "pin";
  link.href = `#c${mark.n}`;
  link.dataset.pin = mark.n;
  link.textContent = mark.n;
  const title = items[mark.n - 1]?.dataset.title || "";
  link.setAttribute("aria-label", `${root.dataset.word.replace("{n}", mark.n)}: ${title}`);
  link.style.left = `${left}px`;
  link.style.top = `${top}px`;
  link.addEventListener("click", (event) => { event.preventDefault(); go(mark.n, "mail"); });
  return link;
}

function draw(frame, layer) {
  const page = frame.contentDocument;
  if (!page?.body || !frame.clientWidth) return; // a phone shows the list or the mail
  frame.style.height = "0px";
  frame.style.height = `${page.documentElement.scrollHeight}px`;
  const all = borders(page) || {};
  const taken = [];
  layer.replaceChildren();
  for (const mark of marks) {
    if (mark.kind === "envelope") continue;
    const found = seen(page, mark, all);
    for (const box of found) {
      const shade = document.createElement("i");
      shade.className = `mk mk--${box.look}`;
      shade.dataset.of = mark.n;
      Object.assign(shade.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
      layer.append(shade);
    }
    if (!found.length) continue;
    const last = found.at(-1);
    let left = last.look === "text" ? last.left + last.width + 5 : last.left + 10;
    let top = last.look === "text" ? last.top + last.height / 2 - 12 : last.top + 10;
    left = Math.max(2, Math.min(left, frame.clientWidth - 26));
    top = Math.max(2, top);
    while (taken.some(([x, y]) => Math.abs(x - left) < 26 && Math.abs(y - top) < 26)) {
      left = left + 56 < frame.clientWidth ? left + 28 : left;
      top = left + 56 < frame.clientWidth ? top : top + 28;
    }
    taken.push([left, top]);
    layer.append(pin(mark, left, top));
  }
  light();
}

/* What stands in the inbox: subject, preheader, sender's name. */
function drawInbox() {
  const line = document.querySelector("[data-inbox]");
  if (!line) return;
  for (const mark of marks.filter((one) => one.kind === "envelope")) {
    const place = [...line.querySelectorAll("[data-field]")].find((one) => mark.words.some((words) => one.textContent.includes(words)));
    const link = pin(mark, 0, 0);
    link.removeAttribute("style");
    (place || line.lastElementChild).append(" ", link);
    if (place) place.classList.add("mk-line");
  }
}

/* -- going from one change to the next */

function light() {
  for (const item of items) item.toggleAttribute("data-on", Number(item.dataset.change) === current);
  for (const link of document.querySelectorAll("[data-pin]")) {
    if (Number(link.dataset.pin) === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const shade of document.querySelectorAll("[data-of]")) shade.toggleAttribute("data-on", Number(shade.dataset.of) === current);
}

/* from: keys, list or mail, wherever the person is. */
export function go(n, from = "keys") {
  const item = items[n - 1];
  if (!item) return;
  current = n;
  light();
  item.dispatchEvent(new CustomEvent("change:shown", { bubbles: true, detail: { from } }));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = still ? "auto" : "smooth", there = document.querySelector(`[data-pin="${n}"]`);
  there?.scrollIntoView({ block: "center", behavior });
  if (item.offsetParent === null) { there?.focus({ preventScroll: true }); return; } // a phone shows one of both
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest", behavior });
}

export const now = () => current;

addEventListener("keydown", (event) => {
  const letter = single(event);
  if (letter === "j") go(Math.min(current + 1, items.length));
  else if (letter === "k") go(Math.max(current - 1, 1));
  else if (/^[1-9]$/.test(letter)) go(Number(letter));
  else return;
  event.preventDefault();
});

/* -- begin */

async function start() {
  const frame = root.querySelector("iframe"), layer = root.querySelector("[data-pins]");
  const response = await fetch(root.dataset.marked);
  if (!response.ok) throw new Error(String(response.status));
  const html = await response.text();
  const again = () => { if (root.dataset.ready) draw(frame, layer); };
  frame.addEventListener("load", () => {
    const page = frame.contentDocument;
    if (!page || !borders(page)) return; // the empty page it began with
    root.dataset.ready = "true";
    again();
    for (const image of page.images) if (!image.complete) image.addEventListener("load", again);
  });
  // With this house's own pictures whatever it calls itself.
  frame.srcdoc = html.replace(/(["'])https?:\/\/[^"'/]+(\/i\/[0-9a-f]{64}\.)/g, "$1$2");
  let width = 0;
  new ResizeObserver(() => { if (frame.clientWidth !== width) { width = frame.clientWidth; again(); } }).observe(frame);
}

if (root) {
  drawInbox();
  start().catch(() => { root.querySelector("iframe").src = root.dataset.marked; }); // without pins
}
for (const button of document.querySelectorAll("[data-goto]")) {
  button.addEventListener("click", () => go(Number(button.dataset.goto), "list"));
}
