// Merging two versions of one response: two tabs, two machines, the worker's file and the supervisor's.
//
// Everything is merged value by value. The later value stands, by `at`, always. The other one is kept as a conflict
// if the later one was written without knowing it. What a version knew is told by `seen`: for each writer, how far. Two
// tabs are one writer; for them the state that both started from (`base`) tells what was known.
// So the order of merging does not matter, and merging again changes nothing.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  /**
   * @typedef {Assess.Version<any>} Version
   * @typedef {Map<string, Version[]>} Cells the versions of each value: the one that stands, then its conflicts
   * @typedef {Record<string, string>} Seen
   * @typedef {{ seen: [Seen, Seen], base: boolean, deleted: Map<string, Assess.Tombstone> }} Context
   * @typedef {Record<string, any>} Thing
   */

  const { canonical, isObject, listOf: LIST_OF, innerLists: INNER, innerMaps: MAPS } = assess;
  const MANAGED = ["id", "created", "modified", "by", "changed", "conflicts", "ratings", ...INNER];

  /** @param {Version} v */
  const order = (v) => `${v.at} ${v.by} ${canonical(v.value)} ${v.hash ?? ""}`;
  /** @param {unknown} a @param {unknown} b */
  const equal = (a, b) => canonical(a) === canonical(b);

  // ── How far a response knows each writer ──────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["seenOf"]} */
  function seenOf(response) {
    /** @type {Map<string, string>} */
    const seen = new Map(Object.entries(response.seen ?? {}));
    /** @param {any} value */
    const walk = (value) => {
      if (typeof value !== "object" || value === null) return;
      const { by, at = value.created } = value;
      const writer = typeof by === "string" && by !== "" && by.length <= assess.limits.name && !assess.forbidden(by);
      if (writer && typeof at === "string" && at > (seen.get(by) ?? "") && assess.isMoment(at)) seen.set(by, at);
      for (const inner of Object.values(value)) if (typeof inner === "object") walk(inner);
    };
    walk([response.person, response.occasions, response.journal, response.plan, response.supervision]);
    walk(response.deleted);
    return Object.fromEntries([...seen].sort());
  }

  // ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * @param {Version[]} a @param {Version[]} b @param {Version[]} base @param {Context} context
   * @returns {Version[]}
   */
  function mergeVersions(a, b, base, context) {
    // Made once of each version: a value may be long, and in a hostile file two hundred of them are.
    const orders = new Map([...a, ...b, ...base].map((v) => [v, order(v)]));
    /** @param {Version} v */
    const orderOf = (v) => orders.get(v) ?? "";
    /** @param {Version} one @param {Version} other */
    const newestFirst = (one, other) => (orderOf(one) < orderOf(other) ? 1 : -1);
    const [ofA, ofB, started] = [a, b, base].map((list) => new Set(list.map(orderOf)));
    /** What the other side has not, knows, and has something later than, it has replaced. */
    const left = [a, b].map((mine, side) => {
      const [other, theirs] = side ? [a, ofA] : [b, ofB];
      const known = context.seen[side ? 0 : 1];
      const newest = other.length ? orderOf([...other].sort(newestFirst)[0]) : "";
      return mine.filter((v) => {
        const knew = v.at === "" || (context.base ? started.has(orderOf(v)) : v.by && v.at <= (assess.own(known, v.by) ?? ""));
        return theirs.has(orderOf(v)) || !knew || newest < orderOf(v);
      });
    });
    const written = new Set();
    return left
      .flat()
      .sort(newestFirst)
      .filter((v) => !written.has(orderOf(v)) && written.add(orderOf(v)))
      .slice(0, 20);
  }

  /** @param {Cells} a @param {Cells} b @param {Cells} base @param {Context} context */
  function mergeCells(a, b, base, context) {
    /** @type {Cells} */
    const cells = new Map();
    for (const key of new Set([...a.keys(), ...b.keys()]))
      cells.set(key, mergeVersions(a.get(key) ?? [], b.get(key) ?? [], base.get(key) ?? [], context));
    return cells;
  }

  /** @param {Cells} cells @param {string} key @param {Version} version */
  const addTo = (cells, key, version) => void cells.set(key, [...(cells.get(key) ?? []), version]);

  /** Fields that this version does not know, of both; where they differ, the greater: any rule will do that is one. */
  /** @param {Thing} a @param {Thing} b @param {string[]} known */
  function otherFields(a, b, known) {
    /** @type {[string, any][]} */
    const fields = [];
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (known.includes(name)) continue;
      const values = [a, b].filter((side) => Object.hasOwn(side, name)).map((side) => side[name]);
      fields.push([name, values.sort((x, y) => (canonical(x) < canonical(y) ? 1 : -1))[0]]);
    }
    return Object.fromEntries(fields);
  }

  // ── Ratings ───────────────────────────────────────────────────────────────────────────────────────────────────
  // A rating's values are named by [role, scale] or [role, "", field].

  /** @param {Assess.Rating | undefined} rating @returns {Cells} */
  function ratingCells(rating) {
    /** @type {Cells} */
    const cells = new Map();
    if (!rating) return cells;
    /** @param {string} role @param {string} scale @param {string} field @param {Version | undefined} version */
    const add = (role, scale, field, version) => version && addTo(cells, JSON.stringify([role, scale, field]), version);
    add("", "", "marked", rating.marked);
    for (const [role, side] of Object.entries(rating.roles)) {
      for (const [scale, version] of Object.entries(side.scales)) add(role, scale, "", version);
      add(role, "", "note", side.note);
      add(role, "", "evidence", side.evidence);
    }
    for (const { role = "", scale = "", field = "", ...version } of rating.conflicts ?? [])
      add(role, scale, scale ? "" : field, version);
    return cells;
  }

  /** @param {Assess.Rating} a @param {Assess.Rating} b @param {Assess.Rating | undefined} base @param {Context} context */
  function mergeRating(a, b, base, context) {
    /** @type {Map<string, Assess.Side>} */
    const sides = new Map();
    /** @param {string} role */
    const sideOf = (role) => {
      let side = sides.get(role);
      if (!side) {
        const both = [assess.own(a.roles, role) ?? {}, assess.own(b.roles, role) ?? {}];
        side = { ...otherFields(both[0], both[1], ["scales", "note", "evidence"]), scales: {} };
        sides.set(role, side);
      }
      return side;
    };
    for (const role of [...Object.keys(a.roles), ...Object.keys(b.roles)]) sideOf(role);
    /** @type {any} */
    const rating = otherFields(a, b, ["roles", "marked", "conflicts"]);
    /** @type {Assess.Conflict[]} */
    const conflicts = [];
    for (const [key, [stands, ...others]] of mergeCells(ratingCells(a), ratingCells(b), ratingCells(base), context)) {
      /** @type {string[]} */
      const [role, scale, field] = JSON.parse(key);
      const place = scale ? { role, scale } : role ? { role, field } : { field };
      if (scale) sideOf(role).scales = { ...sideOf(role).scales, [scale]: stands };
      else if (role && (field === "note" || field === "evidence")) sideOf(role)[field] = stands;
      else if (field === "marked") rating.marked = stands;
      else conflicts.push({ ...place, ...stands });
      conflicts.push(...others.map((other) => ({ ...place, ...other })));
    }
    rating.roles = Object.fromEntries(sides);
    if (conflicts.length) rating.conflicts = sorted(conflicts);
    return rating;
  }

  /** In one order, and no more than a file may hold: the latest. @param {Assess.Conflict[]} conflicts */
  const sorted = (conflicts) =>
    conflicts
      .sort((a, b) => (a.at + canonical(a) < b.at + canonical(b) ? 1 : -1))
      .slice(0, assess.limits.conflicts);

  // ── Entries: occasions, journal, plan, supervision, and what is in their lists ────────────────────────────────

  /** @param {Thing | undefined} entry @returns {Cells} */
  function entryCells(entry) {
    /** @type {Cells} */
    const cells = new Map();
    if (!entry) return cells;
    const first = { at: entry.created ?? "", by: entry.by ?? "" };
    /** @param {string} name @param {any} value */
    const add = (name, value) => {
      const { at, by } = assess.own(entry.changed, name) ?? first;
      addTo(cells, name, { value, at, by });
    };
    for (const [name, value] of Object.entries(entry)) {
      if (MANAGED.includes(name)) continue;
      if (MAPS.includes(name) && isObject(value))
        for (const [key, inner] of Object.entries(value)) add(`${name}/${key}`, inner);
      else add(name, value);
    }
    for (const { field = "", ...version } of entry.conflicts ?? []) addTo(cells, field, version);
    return cells;
  }

  /** @param {Thing} a @param {Thing} b @param {Thing | undefined} base @param {Context} context @returns {any} */
  function mergeEntry(a, b, base, context) {
    const first = [a, b].sort((x, y) => (`${x.created} ${x.by}` < `${y.created} ${y.by}` ? -1 : 1))[0];
    /** @type {Thing} */
    const entry = {};
    for (const name of ["id", "created", "by"]) if (Object.hasOwn(first, name)) entry[name] = first[name];
    if ("modified" in a || "modified" in b) entry.modified = a.modified > b.modified ? a.modified : b.modified;
    for (const name of MAPS) if (Object.hasOwn(a, name) || Object.hasOwn(b, name)) entry[name] = {};
    /** @type {Thing} */
    let changed = {};
    /** @type {Assess.Conflict[]} */
    const conflicts = [];
    for (const [name, [stands, ...others]] of mergeCells(entryCells(a), entryCells(b), entryCells(base), context)) {
      const { value, at, by } = stands;
      const [map, ...key] = name.split("/");
      if (key.length && MAPS.includes(map)) entry[map] = { ...entry[map], [key.join("/")]: value };
      else entry[name] = value;
      if (at !== (entry.created ?? "") || by !== (entry.by ?? "")) changed = { ...changed, [name]: { at, by } };
      conflicts.push(...others.map((other) => ({ field: name, ...other })));
    }
    for (const name of INNER)
      if (a[name] || b[name]) entry[name] = mergeList(a[name], b[name], base?.[name], context, mergeEntry);
    if (a.ratings || b.ratings) entry.ratings = mergeRatings(a.ratings, b.ratings, base?.ratings, context);
    if (Object.keys(changed).length) entry.changed = changed;
    if (conflicts.length) entry.conflicts = sorted(conflicts);
    return entry;
  }

  /** @param {any} a @param {any} b @param {any} base @param {Context} context */
  function mergeRatings(a = {}, b = {}, base, context) {
    const codes = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return Object.fromEntries(
      codes.map((code) => {
        const [mine, other] = [assess.own(a, code), assess.own(b, code)];
        const both = mine && other && mine !== other && !equal(mine, other);
        return [code, both ? mergeRating(mine, other, assess.own(base, code), context) : (mine ?? other)];
      }),
    );
  }

  /**
   * By id. What was deleted is gone unless it was changed later.
   * @param {any[]} a @param {any[]} b @param {any[] | undefined} base @param {Context} context
   * @param {typeof mergeEntry} mergeOne @returns {any[]}
   */
  function mergeList(a = [], b = [], base, context, mergeOne) {
    const others = new Map(b.map((entry) => [entry.id, entry]));
    const started = new Map(base?.map((entry) => [entry.id, entry]));
    const mine = new Set(a.map((entry) => entry.id));
    const all = a.map((entry) => {
      const other = others.get(entry.id);
      return other && !equal(entry, other) ? mergeOne(entry, other, started.get(entry.id), context) : entry;
    });
    return [...all, ...b.filter((entry) => !mine.has(entry.id))]
      .filter((entry) => {
        const grave = context.deleted.get(entry.id);
        return !grave || grave.at < assess.latest(entry);
      })
      .sort((x, y) => (`${x.created} ${x.id}` < `${y.created} ${y.id}` ? -1 : 1));
  }

  // ── Responses ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["merge"]} */
  function merge(current, incoming, base = null) {
    const seen = [seenOf(current), seenOf(incoming)];
    /** @type {Map<string, Assess.Tombstone>} */
    const deleted = new Map();
    for (const grave of [...current.deleted, ...incoming.deleted]) {
      const known = deleted.get(grave.id);
      if (!known || canonical([known.at, known]) < canonical([grave.at, grave])) deleted.set(grave.id, grave);
    }
    /** @type {Context} */
    const context = { seen: [seen[0], seen[1]], base: base !== null, deleted };
    /** @type {Record<string, any[]>} */
    const lists = {};
    for (const name of Object.values(LIST_OF))
      lists[name] = mergeList(current[name], incoming[name], base?.[name], context, mergeEntry);
    const own = ["id", "created", "modified", "person", "deleted", "seen", ...Object.values(LIST_OF)];
    const head = ["generator", "site", "framework", "assessment"];
    const newer = [current, incoming].sort((a, b) =>
      `${a.modified} ${canonical(head.map((name) => /** @type {any} */ (a)[name]))}` <
      `${b.modified} ${canonical(head.map((name) => /** @type {any} */ (b)[name]))}`
        ? 1
        : -1,
    )[0];
    const { format, formatVersion, generator, site, framework, assessment } = newer;
    const living = new Set(ids(lists));
    const known = Object.entries(seen[1]).filter(([by, at]) => at > (assess.own(seen[0], by) ?? ""));
    return /** @type {Assess.Response} */ ({
      ...otherFields(current, incoming, [...own, ...head]),
      ...{ format, formatVersion, id: current.id },
      created: current.created < incoming.created ? current.created : incoming.created,
      modified: current.modified > incoming.modified ? current.modified : incoming.modified,
      ...(generator === undefined ? {} : { generator }),
      ...{ site, framework, assessment },
      person: mergeEntry(current.person, incoming.person, base?.person, context),
      ...lists,
      deleted: [...deleted.values()]
        .filter((grave) => !living.has(grave.id))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      seen: Object.fromEntries([...Object.entries(seen[0]), ...known].sort()),
    });
  }

  /** The ids of all entries, those inside entries too. @param {Thing} lists @returns {string[]} */
  const ids = (lists) =>
    Object.values(lists).flatMap((list) =>
      list.flatMap((/** @type {any} */ entry) => [
        entry.id,
        ...INNER.flatMap((name) => (entry[name] ?? []).map((/** @type {any} */ inner) => inner.id)),
      ]),
    );

  // ── What is different ─────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["describeChange"]} */
  function describeChange(before, after) {
    const already = new Set(findConflicts(before).map((conflict) => canonical([conflict.id, conflict.other])));
    /** @type {Assess.Change} */
    const change = {
      nothing: false,
      ...{ answers: [], texts: [], marks: [], added: [], changed: [], removed: [] },
      conflicts: findConflicts(after).filter(({ id, other }) => !already.has(canonical([id, other]))),
    };
    for (const [kind, name] of /** @type {[Assess.Kind, "occasions"][]} */ (Object.entries(LIST_OF))) {
      const old = new Map(before[name].map((entry) => [entry.id, entry]));
      const now = new Set(after[name].map((entry) => entry.id));
      for (const entry of before[name]) if (!now.has(entry.id)) change.removed.push({ kind, entry });
      for (const entry of after[name]) {
        const was = old.get(entry.id);
        if (!was) change.added.push({ kind, entry });
        else {
          const fields = differing(was, entry);
          if (fields.length) change.changed.push({ kind, entry, fields });
        }
        if (kind === "occasion") compareRatings(was?.ratings ?? {}, entry, change);
      }
    }
    const fields = differing(before.person, after.person);
    if (fields.length) change.changed.push({ kind: "person", entry: null, fields });
    const { nothing, ...lists } = change;
    change.nothing = Object.values(lists).every((list) => list.length === 0);
    return change;
  }

  /** @param {Thing} a @param {Thing} b */
  const differing = (a, b) =>
    [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
      (name) =>
        !["modified", "changed", "ratings", "conflicts", "by", "created"].includes(name) &&
        !equal(assess.own(a, name), assess.own(b, name)),
    );

  /** @param {Record<string, Assess.Rating>} old @param {Assess.Occasion} occasion @param {Assess.Change} change */
  function compareRatings(old, occasion, change) {
    for (const [code, rating] of Object.entries(occasion.ratings)) {
      const was = assess.own(old, code);
      if (was === rating) continue;
      const place = { occasion: occasion.id, code };
      if ((was?.marked?.value ?? false) !== (rating.marked?.value ?? false))
        change.marks.push({ ...place, to: rating.marked?.value ?? false });
      for (const [role, side] of Object.entries(rating.roles)) {
        const before = assess.own(was?.roles, role);
        for (const [scale, answer] of Object.entries(side.scales)) {
          const from = assess.own(before?.scales, scale);
          if ((from?.value ?? null) !== answer.value || (from && from.hash !== answer.hash))
            change.answers.push({ ...place, role, scale, from: from?.value ?? null, to: answer.value });
        }
        for (const field of /** @type {const} */ (["note", "evidence"])) {
          const [from, to] = [before?.[field]?.value ?? "", side[field]?.value ?? ""];
          if (from !== to) change.texts.push({ ...place, role, field, from, to });
        }
      }
    }
  }

  /** @type {Assess.Api["describeMerge"]} */
  const describeMerge = (current, incoming) => describeChange(current, merge(current, incoming));

  /** @type {Assess.Api["findConflicts"]} */
  function findConflicts(response) {
    /** @type {Assess.FoundConflict[]} */
    const found = [];
    /** @param {Omit<Assess.FoundConflict, "other" | "stands">} place @param {Thing} part @param {Cells} cells @param {(other: Assess.Conflict) => string} name */
    const add = (place, part, cells, name) => {
      const told = new Set();
      for (const other of part.conflicts ?? []) {
        const stands = cells.get(name(other))?.[0] ?? null;
        const value = canonical([name(other), other.value]);
        // Written twice, but the same: nothing to decide.
        if (told.has(value) || (stands && equal(stands.value, other.value))) continue;
        told.add(value);
        found.push({ ...place, other, stands });
      }
    };
    /** @param {Omit<Assess.FoundConflict, "other" | "stands">} place @param {Thing} entry */
    const addEntry = (place, entry) => {
      if (entry.conflicts) add(place, entry, entryCells(entry), ({ field = "" }) => field);
    };
    addEntry({ kind: "person", id: "" }, response.person);
    for (const [kind, name] of /** @type {[Assess.Kind, "occasions"][]} */ (Object.entries(LIST_OF)))
      for (const entry of response[name]) {
        addEntry({ kind, id: entry.id }, entry);
        for (const list of INNER)
          for (const inner of /** @type {Thing} */ (entry)[list] ?? [])
            addEntry({ kind, id: entry.id, list, item: inner.id }, inner);
        for (const [code, rating] of Object.entries(entry.ratings ?? {}))
          if (rating.conflicts)
            add({ kind: "rating", id: entry.id, code }, rating, ratingCells(rating), ({ role, scale, field }) =>
              JSON.stringify([role ?? "", scale ?? "", scale ? "" : (field ?? "")]),
            );
      }
    return found;
  }

  assess.seenOf = seenOf;
  assess.merge = merge;
  assess.describeChange = describeChange;
  assess.describeMerge = describeMerge;
  assess.findConflicts = findConflicts;
})();
