/* Pure edits of an overlay: each takes one and gives a new one. Nothing here knows the page.
   A template is read once by `read`, which finds every block, prototype and container. */

import { HIDDEN, ROOT, fold, spread } from "./merge.js";

/* {shape, blocks: {id: block}, makers: {id: block or prototype}, frames: {container: region}, offers:
   {container: [prototype]}, quotes: {claim | testimonial: [what may be chosen]}}. Containers that a partner's columns bring along are found by their bare id. */
export function read(doc) {
  const template = {
    shape: { containers: {}, kinds: {}, columns: {} }, blocks: {}, makers: {}, offers: { [ROOT]: [] }, frames: {},
    quotes: doc.quotes || {},
  };
  const frame = (id, told) => {
    template.frames[id] = told.region;
    template.offers[id] = told.offers;
    for (const offer of told.offers) maker(offer);
  };
  const maker = (made) => { // a prototype, or a block that may be copied
    template.makers[made.id] = made;
    if (!made.columns) return;
    template.shape.columns[made.id] = made.columns.map((column) => ({
      id: column.id,
      defaults: column.blocks.map((b) => b.id),
      kinds: Object.fromEntries(column.blocks.map((b) => [b.id, b.type])),
    }));
    for (const column of made.columns) {
      frame(column.id, column);
      for (const block of column.blocks) template.blocks[block.id] = block;
    }
  };
  const walk = (blocks, cid) => {
    template.shape.containers[cid] = blocks.map((b) => b.id);
    for (const block of blocks) {
      template.shape.kinds[block.id] = block.type;
      template.blocks[block.id] = block;
      maker(block);
      if (block.region) {
        frame(block.id, block);
        walk(block.blocks, block.id);
      }
      for (const column of block.columns || []) walk(column.blocks, column.id);
    }
  };
  walk(doc.blocks, ROOT);
  return template;
}

const bare = (id) => id.split("/").pop();

/* The limits of a container, and what it offers. */
export const frameOf = (template, cid) => template.frames[cid] || template.frames[bare(cid)];
export const offersOf = (template, cid) => template.offers[cid] || template.offers[bare(cid)] || [];

/* The containers that a block is or has, in order. */
export function containersIn(flat, template, id) {
  const made = maker(flat, template, id);
  if (!made) return [];
  if (made.region) return [id];
  return (made.columns || []).map((column) => (flat.own[id] ? `${id}/${column.id}` : column.id));
}

/* The block that a container is, or lies in. */
export function blockOf(flat, template, cid) {
  if (cid.includes("/")) return cid.split("/")[0];
  const blocks = Object.keys(template.shape.kinds);
  return blocks.find((id) => containersIn(flat, template, id).includes(cid)) ?? cid;
}

/* Every container in order: {rows, own, words}; hidden blocks keep their place in it. */
export function layout(overlay, template) {
  const flat = spread(overlay, template.shape);
  for (const cid of Object.keys(flat.rows)) if (cid !== ROOT && !frameOf(template, cid)) delete flat.rows[cid];
  return flat;
}

function change(overlay, template, edit) {
  const flat = spread(overlay, template.shape);
  edit(flat);
  return fold(flat, overlay.parked || []);
}

/* What a block shows: headquarters' values, the partner's laid over them. */
export function maker(flat, template, id) {
  return flat.own[id] ? template.makers[flat.own[id].proto] : template.blocks[id] || template.blocks[bare(id)];
}

export function valueOf(flat, template, id, field) {
  const said = (flat.words[id] || {})[field.name];
  return said === undefined ? field.value : said;
}

export const isHidden = (flat, id) => Boolean((flat.words[id] || {})[HIDDEN]);

/* value undefined: back to headquarters' own. */
export function setValue(overlay, template, id, field, value) {
  return change(overlay, template, (flat) => {
    const words = { ...(flat.words[id] || {}) };
    if (value === undefined) delete words[field];
    else words[field] = value;
    flat.words[id] = words;
  });
}

export function visible(flat, cid) {
  return (flat.rows[cid] || []).filter((id) => !isHidden(flat, id));
}

const uses = (flat, cid, proto) => flat.rows[cid].filter((id) => (flat.own[id] || {}).proto === proto).length;

/* Why no more of this prototype fits: "" | "full" | "used_up". */
export function fits(flat, template, cid, made) {
  const frame = frameOf(template, cid);
  if (frame && frame.max !== null && visible(flat, cid).length >= frame.max) return "full";
  if (made.limit !== null && uses(flat, cid, made.id) >= made.limit) return "used_up";
  return "";
}

/* [overlay, id of the new block]; behind `after`, else at the end. */
export function add(overlay, template, cid, made, { after = null, values = {} } = {}) {
  const id = uuid4();
  const next = change(overlay, template, (flat) => {
    const row = [...flat.rows[cid]];
    row.splice(after === null ? row.length : row.indexOf(after) + 1, 0, id);
    flat.rows[cid] = row;
    flat.own[id] = { id, proto: made.id, kind: made.type };
    flat.words[id] = { ...values };
  });
  return [next, id];
}

/* Only https pages have crypto.randomUUID; a machine in the office may be reached by http. */
function uuid4() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/* A copy behind it, with the same words and all that stands in it. */
export function duplicate(overlay, template, id) {
  const flat = spread(overlay, template.shape);
  const made = maker(flat, template, id);
  const words = (one) => { const { [HIDDEN]: _hidden, ...values } = flat.words[one] || {}; return values; };
  let [next, copy] = add(overlay, template, flat.home[id], made, { after: id, values: words(id) });
  const from = containersIn(flat, template, id);
  (made.columns || []).forEach((column, n) => {
    next = change(next, template, (now) => {
      const cid = `${copy}/${column.id}`;
      const twin = (one) => (flat.own[one] ? uuid4() : `${copy}/${bare(one)}`);
      now.rows[cid] = (flat.rows[from[n]] || []).map((one) => {
        const other = twin(one);
        if (flat.own[one]) now.own[other] = { ...flat.own[one], id: other };
        now.words[other] = { ...(flat.words[one] || {}) };
        return other;
      });
    });
  });
  return [next, copy];
}

export function mayDuplicate(flat, template, id) {
  const made = maker(flat, template, id);
  if (!flat.own[id] && !made.copyable) return false;
  return !fits(flat, template, flat.home[id], made);
}

/* A partner's block leaves its list; headquarters' is hidden and keeps its words. */
export function remove(overlay, template, id) {
  return change(overlay, template, (flat) => {
    if (flat.own[id]) {
      const cid = flat.home[id];
      flat.rows[cid] = flat.rows[cid].filter((other) => other !== id);
      empty(flat, id);
      delete flat.own[id];
      delete flat.words[id];
    } else {
      flat.words[id] = { ...(flat.words[id] || {}), [HIDDEN]: true };
    }
  });
}

/* What stands in a partner's columns goes with them. */
function empty(flat, id) {
  for (const [cid, row] of Object.entries(flat.rows)) {
    if (!cid.startsWith(`${id}/`)) continue;
    for (const inner of row) {
      delete flat.own[inner];
      delete flat.words[inner];
    }
    delete flat.rows[cid];
  }
}

export function show(overlay, template, id) {
  return change(overlay, template, (flat) => {
    const { [HIDDEN]: _hidden, ...words } = flat.words[id] || {};
    flat.words[id] = words;
  });
}

const movable = (flat, template, id) => {
  const made = maker(flat, template, id);
  if (flat.home[id] === ROOT) return !flat.own[id] && made.rights.move;
  return !frameOf(template, flat.home[id]).fixed && (Boolean(flat.own[id]) || made.rights.move);
};

/* The block this one changes places with, or null where the order is not open. */
export function neighbour(flat, template, id, step) {
  if (!movable(flat, template, id)) return null;
  const root = flat.home[id] === ROOT;
  const line = visible(flat, flat.home[id]).filter((other) => !root || movable(flat, template, other));
  return line[line.indexOf(id) + step] ?? null;
}

export const mayMove = movable;

export function move(overlay, template, id, step) {
  return change(overlay, template, (flat) => {
    const other = neighbour(flat, template, id, step);
    if (other === null) return;
    const row = flat.rows[flat.home[id]];
    if (flat.home[id] === ROOT) {
      flat.rows[ROOT] = row.map((x) => (x === id ? other : x === other ? id : x));
      return;
    }
    const rest = row.filter((x) => x !== id);
    rest.splice(rest.indexOf(other) + (step > 0 ? 1 : 0), 0, id);
    flat.rows[flat.home[id]] = rest;
  });
}

/* -- from one container into another: the block keeps its id and takes the prototype of its target (rule 10) */

/* Where a block of the partner's may go: [{cid, offer, why, lost: [field]}]; why as `fits` says it.
   lost: what the target does not let stand. Columns stay in their region: what is in them belongs there. */
export function targets(flat, template, id) {
  const made = maker(flat, template, id);
  if (!flat.own[id] || !made || made.columns || flat.home[id] === ROOT) return [];
  const found = [];
  for (const cid of Object.keys(flat.rows)) {
    const offer = cid === flat.home[id] ? null : offersOf(template, cid).find((o) => o.type === made.type);
    if (!offer || isHidden(flat, blockOf(flat, template, cid))) continue;
    found.push({ cid, offer, why: fits(flat, template, cid, offer), lost: lost(flat.words[id] || {}, offer) });
  }
  return found;
}

function lost(words, offer) {
  return offer.fields.filter((f) => words[f.name] !== undefined && !stands(words[f.name], f));
}

function stands(value, field) {
  if (field.mode === "locked") return false;
  if (field.options && field.options.length && !field.options.some((o) => o.value === value)) return false;
  return !(field.max && typeof value === "string" && [...strip(value)].length > field.max);
}

/* The block at the end of another container, with what may stand there. */
export function carry(overlay, template, id, { cid, offer, lost: gone }) {
  const names = new Set(gone.map((f) => f.name));
  return change(overlay, template, (flat) => {
    flat.rows[flat.home[id]] = flat.rows[flat.home[id]].filter((other) => other !== id);
    flat.rows[cid] = [...flat.rows[cid], id];
    flat.own[id] = { ...flat.own[id], proto: offer.id };
    flat.words[id] = Object.fromEntries(Object.entries(flat.words[id] || {}).filter(([name]) => !names.has(name)));
  });
}

export function unpark(overlay, entry) {
  return { ...overlay, parked: overlay.parked.filter((other) => other !== entry) };
}

/* Every field that has to be filled or changed before the campaign can go out: [{id, field, done}]. */
export function required(overlay, template) {
  const flat = layout(overlay, template);
  const found = [];
  const walk = (cid) => {
    for (const id of visible(flat, cid)) {
      const made = maker(flat, template, id);
      if (!made) continue;
      for (const field of made.fields) {
        const open = field.mode !== "locked";
        const must = field.mode === "must_change";
        if (!open || !(must || field.required)) continue;
        const value = valueOf(flat, template, id, field);
        if (!must && field.value && value) continue;
        const filled = value !== null && strip(value) !== "";
        const done = (filled || !field.required) && (!must || !same(value, field.value));
        found.push({ id, field, done, must });
      }
      for (const inner of containersIn(flat, template, id)) walk(inner);
    }
  };
  walk(ROOT);
  return found;
}

const strip = (value) => (typeof value === "string"
  ? value.normalize("NFC").replace(/<[^>]*>|&nbsp;/g, " ").trim() : value);
const same = (one, other) => (typeof one === "string" && typeof other === "string"
  ? one.normalize("NFC").trim() === other.normalize("NFC").trim() : one === other);
