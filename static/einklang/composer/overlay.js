/* Pure edits of an overlay: each takes one and gives a new one. Nothing here knows the page.
   A template is read once by `read`, which finds every block, prototype and container. */

import { HIDDEN, ROOT, fold, spread } from "./merge.js";

/* {shape, blocks: {id: block}, offers: {container: [prototype]}, frames: {container: region}} */
export function read(doc) {
  const template = {
    shape: { containers: {}, kinds: {} }, blocks: {}, makers: {}, offers: { [ROOT]: [] }, frames: {},
  };
  const walk = (blocks, cid) => {
    template.shape.containers[cid] = blocks.map((b) => b.id);
    for (const block of blocks) {
      template.shape.kinds[block.id] = block.type;
      template.blocks[block.id] = block;
      template.makers[block.id] = block;
      if (block.region) {
        template.frames[block.id] = block.region;
        template.offers[block.id] = block.offers;
        for (const offer of block.offers) template.makers[offer.id] = offer;
        walk(block.blocks, block.id);
      }
    }
  };
  walk(doc.blocks, ROOT);
  return template;
}

/* Every container in order: {rows, own, words}; hidden blocks keep their place in it. */
export function layout(overlay, template) {
  return spread(overlay, template.shape);
}

function change(overlay, template, edit) {
  const flat = spread(overlay, template.shape);
  edit(flat);
  return fold(flat, template.shape, overlay.parked || []);
}

/* What a block shows: headquarters' values, the partner's laid over them. */
export function maker(flat, template, id) {
  return flat.own[id] ? template.makers[flat.own[id].proto] : template.blocks[id];
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
  return flat.rows[cid].filter((id) => !isHidden(flat, id));
}

const uses = (flat, cid, proto) => flat.rows[cid].filter((id) => (flat.own[id] || {}).proto === proto).length;

/* Why no more of this prototype fits: "" | "full" | "used_up". */
export function fits(flat, template, cid, made) {
  const frame = template.frames[cid];
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

/* A copy behind it, with the same words. */
export function duplicate(overlay, template, id) {
  const flat = spread(overlay, template.shape);
  const { [HIDDEN]: _hidden, ...values } = flat.words[id] || {};
  return add(overlay, template, flat.home[id], maker(flat, template, id), { after: id, values });
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
      delete flat.own[id];
      delete flat.words[id];
    } else {
      flat.words[id] = { ...(flat.words[id] || {}), [HIDDEN]: true };
    }
  });
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
  return !template.frames[flat.home[id]].fixed && (Boolean(flat.own[id]) || made.rights.move);
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

export function unpark(overlay, entry) {
  return { ...overlay, parked: overlay.parked.filter((other) => other !== entry) };
}

/* Every field that has to be filled or changed before the campaign can go out: [{id, field, done}]. */
export function required(overlay, template) {
  const flat = spread(overlay, template.shape);
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
      if (template.frames[id] && flat.rows[id]) walk(id);
    }
  };
  walk(ROOT);
  return found;
}

const strip = (value) => (typeof value === "string"
  ? value.normalize("NFC").replace(/<[^>]*>|&nbsp;/g, " ").trim() : value);
const same = (one, other) => (typeof one === "string" && typeof other === "string"
  ? one.normalize("NFC").trim() === other.normalize("NFC").trim() : one === other);
