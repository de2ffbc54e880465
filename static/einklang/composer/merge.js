/* Three overlays into one: rule 18 of the overlay's grammar, the same as blocks/merge_overlay.py.
   All three are spread over the latest template (every container complete, hidden = one more field),
   merged block by block and field by field, and folded again.
   shape = {containers: {id: [default ids]}, kinds: {id: kind}, columns: {maker: [column]}} of the latest
   template; a column = {id, defaults: [ids], kinds: {id: kind}} is there once more in every block that a
   partner made from its maker, under `<own id>/<column id>`. */

export const ROOT = "root";
export const HIDDEN = " hidden";
const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
export const same = (a, b) => canonical(a) === canonical(b);

function canonical(value) {
  return JSON.stringify(value, (_key, v) => v && typeof v === "object" && !Array.isArray(v)
    ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, v[k]])) : v);
}

const isItem = (i) => i && typeof i === "object" && (typeof i.ref === "string"
  || (typeof i.id === "string" && typeof i.proto === "string"));

/* -- order (rules 3 and 4) */

function deal(line, ranked) {
  const places = new Set(ranked), hand = ranked.values();
  return line.map((id) => places.has(id) ? hand.next().value : id);
}

function rootOrder(defaults, shown, named, makerOf) {
  if (!named.length) return defaults.filter((id) => shown.has(id));
  const copies = {};
  for (const id of named) if (makerOf[id]) (copies[makerOf[id]] ||= []).push(id);
  const line = defaults.filter((id) => shown.has(id) || copies[id]);
  const ranked = named.filter((id) => shown.has(id));
  const order = [];
  for (const id of deal(line, ranked)) {
    if (shown.has(id)) order.push(id);
    order.push(...(copies[id] || []));
  }
  return order;
}

function freeOrder(shown, named) {
  const order = [...named], here = new Set(named);
  let before = null;
  for (const id of shown) {
    if (!here.has(id)) order.splice(before === null ? 0 : order.indexOf(before) + 1, 0, id);
    before = id;
  }
  return order;
}

/* -- spread and fold */

const items = (overlay, cid) => (Array.isArray((overlay.lists || {})[cid]) ? overlay.lists[cid].filter(isItem) : []);

/* The shape with every container that these overlays have: columns of what the partner made. */
function grown(shape, overlays) {
  const out = { ...shape, containers: { ...shape.containers }, kinds: { ...shape.kinds } };
  for (const overlay of overlays) {
    for (const cid of Object.keys(overlay.lists || {})) {
      out.containers[cid] ||= [];
      for (const item of items(overlay, cid)) {
        for (const column of (item.proto && (shape.columns || {})[item.proto]) || []) {
          const inside = (id) => `${item.id}/${id}`;
          out.containers[inside(column.id)] = column.defaults.map(inside);
          for (const [id, kind] of Object.entries(column.kinds)) out.kinds[inside(id)] = kind;
        }
      }
    }
  }
  return out;
}

/* {rows: {container: [ids]}, home: {id: container}, own: {id: item}, words: {id: {field: value}}, shape} */
export function spread(overlay, template) {
  const shape = grown(template, [overlay]);
  const out = { rows: {}, home: {}, own: {}, kinds: {}, words: {}, shape };
  for (const [id, edit] of Object.entries(overlay.edits || {})) {
    if (edit && typeof edit.values === "object") {
      out.words[id] = { ...edit.values };
      out.kinds[id] = edit.kind;
    }
  }
  for (const id of overlay.hidden || []) (out.words[id] ||= {})[HIDDEN] = true;
  const used = new Set();
  for (const [cid, defaults] of Object.entries(shape.containers)) {
    const named = [], makerOf = {};
    for (const item of items(overlay, cid)) {
      const id = item.ref || item.id;
      if (used.has(id) || (item.ref ? !defaults.includes(id) : has(shape.kinds, id))) continue;
      used.add(id);
      named.push(id);
      if (!item.ref) {
        makerOf[id] = item.proto;
        out.own[id] = item;
        out.words[id] = { ...(item.values || {}) };
      }
    }
    out.rows[cid] = row(cid, defaults, named, makerOf, out.words);
    for (const id of out.rows[cid]) out.home[id] = cid;
  }
  return out;
}

function row(cid, defaults, named, makerOf, words) {
  const shown = defaults.filter((id) => !(words[id] || {})[HIDDEN]);
  const here = new Set(shown);
  const seen = named.filter((id) => makerOf[id] || here.has(id));
  let order;
  if (cid === ROOT) {
    order = rootOrder(defaults, here, seen, makerOf);
    order.push(...seen.filter((id) => !order.includes(id)));
  } else {
    order = freeOrder(shown, seen);
  }
  let before = null;
  for (const id of defaults) {
    if (!order.includes(id)) order.splice(before === null ? 0 : order.indexOf(before) + 1, 0, id);
    before = id;
  }
  return order;
}

const entry = (side, id) => ({ ...side.own[id], values: side.words[id] });

export function fold(flat, parked = []) {
  const { shape } = flat;
  const overlay = { v: 1, edits: {}, lists: {}, hidden: [], parked };
  for (const [id, words] of Object.entries(flat.words)) {
    const { [HIDDEN]: hidden, ...values } = words;
    if (hidden) overlay.hidden.push(id);
    if (Object.keys(values).length && !flat.own[id]) {
      overlay.edits[id] = { kind: shape.kinds[id] || flat.kinds[id], values };
    }
  }
  overlay.hidden.sort();
  for (const [cid, ids] of Object.entries(flat.rows)) {
    if (!same(ids, shape.containers[cid])) {
      overlay.lists[cid] = ids.map((id) => flat.own[id] ? entry(flat, id) : { ref: id });
    }
  }
  return overlay;
}

/* -- merge */

/* {overlay, conflicts: [{id, field, base, mine, theirs}]}: where both changed the same, theirs stands. */
export function merge3(base, mine, theirs, template) {
  const shape = grown(template, [base, mine, theirs]);
  const [b, m, t] = [base, mine, theirs].map((o) => spread(o, shape));
  const conflicts = [];
  const out = { rows: {}, home: {}, own: {}, words: {}, kinds: { ...m.kinds, ...t.kinds }, shape };
  const held = mergeBlocks(b, m, t, out, conflicts);
  const gone = (id) => [b, m, t].some((side) => side.own[id]) && !out.own[id];
  mergeWords(b, m, t, out, conflicts, held);
  for (const id of Object.keys(out.words)) if (gone(maker(id))) delete out.words[id];
  for (const cid of Object.keys(shape.containers)) {
    const side = held[maker(cid)];
    if (!gone(maker(cid))) out.rows[cid] = side ? mergeRow(cid, side, side, side, out.home) : mergeRow(cid, b, m, t, out.home);
  }
  const parked = mergeParked(base.parked || [], mine.parked || [], theirs.parked || []);
  return { overlay: fold(out, parked), conflicts };
}

/* The block of the partner's that this container or block lies in, or itself. */
const maker = (id) => id.split("/")[0];

/* A block that one side removed and the other changed stays, with all it holds: {id: the side that has it}. */
function mergeBlocks(b, m, t, out, conflicts) {
  const homes = { ...t.home, ...m.home }, held = {};
  const ids = Object.keys(homes), inner = (id) => homes[id].includes("/");
  for (const id of [...ids.filter((one) => !inner(one)), ...ids.filter(inner)]) {
    if (!m.own[id] && !t.own[id]) {
      out.home[id] = t.home[id];
      continue;
    }
    const inM = Boolean(m.own[id]), inT = Boolean(t.own[id]), inB = Boolean(b.own[id]);
    let side;
    if (inB && !(inM && inT)) {
      side = inM ? m : t;
      if (!held[maker(side.home[id])]) {
        if (unchanged(side, b, id)) continue;
        held[id] = side;
        const kept = entry(side, id);
        conflicts.push({ id, field: "", base: entry(b, id), mine: inM ? kept : null, theirs: inM ? null : kept });
      }
    } else {
      const mineAlone = inM && inB && inT && same(place(t, id), place(b, id));
      side = mineAlone || !inT ? m : t;
    }
    out.home[id] = side.home[id];
    out.own[id] = side.own[id];
  }
  return held;
}

/* Where a partner's block stands and what it is made from: a move changes both (rule 10). */
const place = (side, id) => [side.home[id], side.own[id].proto, side.own[id].kind ?? null];

/* What stands in the columns of a partner's block, and what is said there. */
function inside(side, id) {
  const rows = Object.entries(side.rows).filter(([cid]) => cid.startsWith(`${id}/`));
  return [Object.fromEntries(rows), Object.fromEntries(rows.flatMap(([, ids]) => ids.map((one) => [one, side.words[one] || {}])))];
}

function unchanged(side, base, id) {
  return same(side.words[id], base.words[id]) && same(place(side, id), place(base, id)) && same(inside(side, id), inside(base, id));
}

function mergeWords(b, m, t, out, conflicts, held) {
  for (const id of Object.keys({ ...t.words, ...m.words })) {
    const own = Boolean(m.own[id] || t.own[id] || b.own[id]);
    if (own && !out.own[id]) continue;
    const kept = held[maker(id)];
    if (kept || (own && !(m.own[id] && t.own[id]))) {
      out.words[id] = { ...((kept || (m.own[id] ? m : t)).words[id] || {}) };
      continue;
    }
    const [was, mine, them] = [b, m, t].map((side) => side.words[id] || {});
    const merged = {};
    for (const name of Object.keys({ ...was, ...them, ...mine })) {
      const [old, me, other] = [was[name], mine[name], them[name]];
      let value = other;
      if (!same(me, other) && !same(me, old)) {
        if (same(other, old)) value = me;
        else conflicts.push({ id, field: name, base: old, mine: me, theirs: other });
      }
      if (value !== undefined) merged[name] = value;
    }
    out.words[id] = merged;
  }
}

function mergeRow(cid, b, m, t, home) {
  const base = b.rows[cid] || [];
  const [mine, theirs] = [m, t].map((s) => (s.rows[cid] || []).filter((id) => home[id] === cid));
  const covers = (one, other) => other.every((id) => one.includes(id));
  if (same(t.rows[cid] || [], base) && covers(mine, theirs)) return mine;
  if (same(m.rows[cid] || [], base) && covers(theirs, mine)) return theirs;
  const moved = new Set(mine.filter((id) => !theirs.includes(id) || movedIn(id, base, m.rows[cid])));
  const order = theirs.filter((id) => !moved.has(id));
  mine.forEach((id, place) => {
    if (!moved.has(id)) return;
    const before = mine.slice(0, place).reverse().find((other) => order.includes(other));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  });
  return order;
}

function movedIn(id, base, mine) {
  if (!base.includes(id)) return true;
  const common = (one, other) => one.filter((x) => other.includes(x));
  const [old, now] = [common(base, mine), common(mine, base)];
  return old[old.indexOf(id) - 1] !== now[now.indexOf(id) - 1];
}

/* Theirs, less what I deleted. Only the server adds to it. */
function mergeParked(base, mine, theirs) {
  const inside = (list, item) => list.some((other) => same(other, item));
  return theirs.filter((item) => inside(mine, item) || !inside(base, item));
}
