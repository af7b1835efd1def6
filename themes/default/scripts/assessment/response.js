// A response: what one person saved for one assessment. Creating it, editing it, and taking it apart into the records that
// are stored one by one.
//
// Nothing here changes what it is given. Every value that somebody wrote carries when (`at`) and by whom (`by`: this
// response in one browser's storage, by a random name), and an edit is always later than what it replaces, whatever the
// clock says; merging rests on that.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));
  const { limits, own, isObject, newId, canonical, latest, after, dayOf, problem, checks } = assess;
  const { listOf: LIST_OF, innerLists: INNER, innerMaps: MAPS } = assess;

  // ── Creating ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["createResponse"]} */
  function createResponse(data, { id = newId(), now = new Date(), generator, pseudonym = "" } = {}) {
    const at = now.toISOString();
    return {
      format: "standpoint-response",
      formatVersion: 1,
      id,
      created: at,
      modified: at,
      ...(generator ? { generator } : {}),
      site: { key: data.site.key, title: data.site.title },
      framework: { id: data.framework.id, edition: data.framework.edition ?? "" },
      assessment: { id: data.assessment.id, title: data.assessment.title },
      person: { pseudonym },
      occasions: [],
      journal: [],
      plan: [],
      supervision: [],
      deleted: [],
      seen: {},
    };
  }

  /** @type {Record<Assess.Kind, (day: string) => Record<string, any>>} */
  const EMPTY = {
    occasion: (date) => ({ kind: "baseline", name: "", date, of: null, ratings: {} }),
    journal: (date) => ({ date, model: null, statements: [], steps: {}, text: "" }),
    plan: () => ({
      ...{ statements: [], goal: "", measure: "", action: "", support: "" },
      ...{ due: null, review: null, status: "open" },
    }),
    supervision: (date) => ({
      ...{ date, agenda: [], earlier: [], discussion: "", decisions: [], actions: [] },
      ...{ next: null, acknowledged: {} },
    }),
  };

  /** @type {(kind: Assess.Kind, fields: Record<string, any>, stamp: Assess.Stamp) => any} */
  function createEntry(kind, fields, { at, by }) {
    const empty = EMPTY[kind](dayOf(new Date(at)));
    const made = { ...empty, id: newId(), ...fields, created: at, modified: at, by };
    return Object.fromEntries(
      Object.entries(made).map(([name, value]) => [
        name,
        INNER.includes(name) && Array.isArray(value) ? rewriteList([], value, { at, by }, []) : value,
      ]),
    );
  }

  // ── Editing ───────────────────────────────────────────────────────────────────────────────────────────────────

  const MANAGED = new Set(["id", "created", "modified", "by", "changed", "conflicts", "ratings"]);

  /**
   * An entry with new values in the fields that differ, and nothing else touched.
   * @param {Record<string, any>} old @param {Record<string, any>} next @param {Assess.Stamp} stamp
   * @param {string[]} gone collects the ids of what is no longer in its lists
   */
  function rewrite(old, next, stamp, gone) {
    /** @type {Record<string, any>} */
    let result = { ...old };
    const changed = { ...old.changed };
    /** @param {string} name @param {unknown} before @param {unknown} value */
    const touch = (name, before, value) => {
      result = { ...withoutConflicts(result, { field: name }, [before, value]), modified: stamp.at };
      changed[name] = { ...stamp };
    };
    for (const [name, value] of Object.entries(next)) {
      if (MANAGED.has(name) || value === undefined) continue;
      if (INNER.includes(name) && Array.isArray(value)) {
        const before = old[name] ?? [];
        const inner = rewriteList(before, value, stamp, gone);
        if (canonical(inner) === canonical(before)) continue;
        result[name] = inner;
        result.modified = stamp.at;
      } else if (MAPS.includes(name) && isObject(value)) {
        for (const [key, text] of Object.entries(value)) {
          if (canonical(own(old[name], key)) === canonical(text)) continue;
          result[name] = { ...result[name], [key]: text };
          touch(`${name}/${key}`, own(old[name], key), text);
        }
      } else if (!Object.hasOwn(old, name) || canonical(old[name]) !== canonical(value)) {
        result[name] = value;
        touch(name, old[name], value);
      }
    }
    if (Object.keys(changed).length) result.changed = changed;
    return result;
  }

  /** @param {any[]} old @param {any[]} next @param {Assess.Stamp} stamp @param {string[]} gone */
  function rewriteList(old, next, stamp, gone) {
    let at = stamp.at;
    const result = next.map((inner) => {
      const before = old.find((entry) => entry.id === inner.id);
      if (before) return rewrite(before, inner, stamp, gone);
      // One after the other, so that they keep this order when they are sorted by it.
      const created = { id: newId(), ...inner, created: at, modified: at, by: stamp.by };
      at = after(new Date(at), at);
      return created;
    });
    const kept = new Set(result.map((entry) => entry.id));
    gone.push(...old.filter((entry) => !kept.has(entry.id)).map((entry) => entry.id));
    return result;
  }

  /**
   * Without the conflicts of one place that have one of these values: they are settled.
   * @param {any} part @param {{ role?: string, scale?: string, field?: string }} place @param {any[]} values
   */
  function withoutConflicts(part, { role, scale, field }, values) {
    if (!part.conflicts) return part;
    const { conflicts, ...rest } = part;
    const settled = values.map(canonical);
    const left = conflicts.filter(
      (/** @type {Assess.Conflict} */ one) =>
        one.role !== role || one.scale !== scale || one.field !== field || !settled.includes(canonical(one.value)),
    );
    return left.length ? { ...rest, conflicts: left } : rest;
  }

  /** Thrown inside `edit`, with the reason. */
  class Refused {
    /** @param {Assess.Problem} reason */
    constructor(reason) {
      this.reason = reason;
    }
  }

  /** @param {Assess.Check} check @param {any} value @returns {any} */
  const demand = (check, value) =>
    check(value, [], (path, code, values) => {
      throw new Refused(problem(path, code, values));
    });

  /** @type {Assess.Api["edit"]} */
  function edit(response, change, { by, now = new Date() }) {
    try {
      const { response: edited, keys } = make(response, change, by, now);
      if (!keys.length) return { response, keys, refused: null };
      const at = latest(changedParts(edited, keys));
      const last = at > edited.modified ? at : edited.modified;
      return { response: { ...edited, modified: last, seen: { ...edited.seen, [by]: last } }, keys, refused: null };
    } catch (error) {
      if (error instanceof Refused) return { response, keys: [], refused: error.reason };
      throw error;
    }
  }

  /** @param {Assess.Response} response @param {Assess.Key[]} keys */
  const changedParts = (response, keys) =>
    keys.map((key) => (key[0] === "head" ? [response.person, response.deleted] : partOf(response, key)));

  /** @param {Assess.Response} response @param {Assess.Key} key @returns {any} */
  function partOf(response, [kind, id, code]) {
    if (kind === "rating") return own(partOf(response, ["occasion", id])?.ratings, code);
    return response[LIST_OF[/** @type {Assess.Kind} */ (kind)]].find((entry) => entry.id === id);
  }

  /**
   * @param {Assess.Response} response @param {Assess.Edit} change @param {string} by @param {Date} now
   * @returns {{ response: Assess.Response, keys: Assess.Key[] }}
   */
  function make(response, change, by, now) {
    /** @param {unknown} old @returns {Assess.Stamp} */
    const stamp = (old) => ({ at: after(now, own(response.seen, by), latest(old)), by });
    switch (change.type) {
      case "answer":
      case "write":
      case "mark":
        return editRating(response, change, stamp);
      case "put":
        return putEntry(response, change.kind, change.record, stamp);
      case "person": {
        const { person } = response;
        const written = /** @type {any} */ (rewrite(person, { pseudonym: change.pseudonym }, stamp(person), []));
        if (written.pseudonym === person.pseudonym) return { response, keys: [] };
        delete written.modified;
        demand(checks.person, written);
        return { response: { ...response, person: written }, keys: [["head"]] };
      }
      case "remove": {
        const list = LIST_OF[change.kind];
        const entry = partOf(response, [change.kind, change.id]);
        if (!entry) return { response, keys: [] };
        const tombstone = { id: change.id, kind: change.kind, ...stamp(entry) };
        const left = /** @type {any[]} */ (response[list]).filter((other) => other !== entry);
        const ratings = Object.keys(entry.ratings ?? {}).map((code) => ["rating", change.id, code]);
        return {
          response: bury({ ...response, [list]: left }, [tombstone]),
          keys: [["head"], [change.kind, change.id], ...ratings],
        };
      }
      case "restore": {
        const { kind, record: entry } = change;
        if (partOf(response, [kind, entry.id])) return { response, keys: [] };
        const grave = response.deleted.find((tombstone) => tombstone.id === entry.id);
        const raised = { ...entry, modified: stamp([entry, grave]).at };
        demand(checks.entries[kind], raised);
        const list = LIST_OF[kind];
        const ratings = "ratings" in entry ? Object.keys(entry.ratings).map((code) => ["rating", entry.id, code]) : [];
        const deleted = response.deleted.filter((tombstone) => tombstone !== grave);
        return {
          response: { ...response, [list]: byCreation([...response[list], raised]), deleted },
          keys: [["head"], [kind, entry.id], ...ratings],
        };
      }
      case "settle":
        return settle(response, change.conflict, change.take, by, now);
    }
  }

  /** @param {Assess.Response} response @param {Assess.Tombstone[]} tombstones @returns {Assess.Response} */
  const bury = (response, tombstones) => ({ ...response, deleted: [...response.deleted, ...tombstones] });

  /** @type {Assess.Api["byText"]} */
  const byText = (textOf, direction = 1) => (a, b) => {
    const [one, other] = [textOf(a), textOf(b)];
    return one < other ? -direction : one > other ? direction : 0;
  };

  /** @template {{ id: string, created: string }} T @param {T[]} entries @returns {T[]} */
  const byCreation = (entries) => entries.sort(byText(({ created, id }) => `${created} ${id}`));

  /**
   * @param {Assess.Response} response @param {Extract<Assess.Edit, { code: string }>} change
   * @param {(old: unknown) => Assess.Stamp} stamp
   */
  function editRating(response, change, stamp) {
    const occasion = response.occasions.find((other) => other.id === change.occasion);
    if (!occasion) throw new Refused(problem([], "edit-no-entry"));
    const old = own(occasion.ratings, change.code) ?? { roles: {} };
    /** @type {Assess.Rating} */
    let rating;
    if (change.type === "mark") {
      if (change.value === (old.marked?.value ?? false)) return { response, keys: [] };
      const values = [change.value, old.marked?.value];
      rating = { ...withoutConflicts(old, { field: "marked" }, values), marked: { value: change.value, ...stamp(old.marked) } };
    } else {
      const place = change.type === "answer" ? { scale: change.scale } : { field: change.field };
      const side = own(old.roles, change.role) ?? { scales: {} };
      /** @type {Assess.Side} */
      let written;
      /** @type {unknown} */
      let replaced;
      if (change.type === "answer") {
        const before = own(side.scales, change.scale);
        if (change.value === (before?.value ?? null) && (!before || before.hash === change.hash))
          return { response, keys: [] };
        const answer = { value: change.value, ...stamp(before), hash: change.hash };
        replaced = before?.value;
        written = { ...side, scales: { ...side.scales, [change.scale]: answer } };
      } else {
        const before = side[change.field];
        if (change.value === (before?.value ?? "")) return { response, keys: [] };
        written = { ...side, [change.field]: { value: change.value, ...stamp(before) } };
        replaced = before?.value;
      }
      const free = withoutConflicts(old, { role: change.role, ...place }, [replaced, change.value]);
      rating = { ...free, roles: { ...old.roles, [change.role]: written } };
    }
    demand(checks.ratings, { [change.code]: rating });
    return {
      response: withEntry(response, "occasion", {
        ...occasion,
        ratings: { ...occasion.ratings, [change.code]: rating },
      }),
      keys: [["rating", occasion.id, change.code]],
    };
  }

  /** @param {Assess.Response} response @param {Assess.Kind} kind @param {any} entry @returns {Assess.Response} */
  const withEntry = (response, kind, entry) => ({
    ...response,
    [LIST_OF[kind]]: /** @type {any[]} */ (response[LIST_OF[kind]]).map((old) => (old.id === entry.id ? entry : old)),
  });

  /**
   * @param {Assess.Response} response @param {Assess.Kind} kind @param {{ id: string } & Record<string, any>} next
   * @param {(old: unknown) => Assess.Stamp} stamp
   */
  function putEntry(response, kind, next, stamp) {
    const old = partOf(response, [kind, next.id]);
    /** @type {string[]} */
    const gone = [];
    if (old) {
      const at = stamp(old);
      const entry = rewrite(old, next, at, gone);
      if (entry.modified === old.modified) return { response, keys: [] };
      const whole = demand(checks.entries[kind], entry);
      const tombstones = gone.map((id) => ({ id, kind: "item", ...at }));
      return {
        response: bury(withEntry(response, kind, whole), tombstones),
        keys: [[kind, next.id], ...(gone.length ? [["head"]] : [])],
      };
    }
    const list = response[LIST_OF[kind]];
    const limit = kind === "occasion" ? limits.occasions : limits.entries;
    if (list.length >= limit) throw new Refused(problem([], "edit-many", { limit }));
    const grave = response.deleted.find((tombstone) => tombstone.id === next.id);
    const entry = demand(checks.entries[kind], createEntry(kind, next, stamp(grave)));
    const ratings = Object.keys(entry.ratings ?? {}).map((code) => ["rating", entry.id, code]);
    return {
      response: { ...response, [LIST_OF[kind]]: [...list, entry] },
      keys: [[kind, entry.id], ...ratings],
    };
  }

  /**
   * @param {Assess.Response} response @param {Assess.FoundConflict} conflict @param {boolean} take
   * @param {string} by @param {Date} now @returns {{ response: Assess.Response, keys: Assess.Key[] }}
   */
  function settle(response, conflict, take, by, now) {
    const { kind, id, code, list, item, other } = conflict;
    /** Without the conflict, and with the other value if it is taken. @param {any} part */
    const settled = (part) => {
      const free = withoutConflicts(part, other, [other.value]);
      if (!take || kind === "rating" || !other.field) return free;
      const [map, ...key] = other.field.split("/");
      const value = MAPS.includes(map) && key.length ? { [map]: { [key.join("/")]: other.value } } : { [other.field]: other.value };
      return rewrite(free, value, { at: after(now, own(response.seen, by), latest(part)), by }, []);
    };
    // What is removed stays known, or an older copy would bring it back.
    const aware = { ...response, seen: assess.seenOf(response) };
    if (kind === "person") {
      const { modified, ...person } = settled(response.person);
      return { response: { ...aware, person }, keys: [["head"]] };
    }
    if (kind !== "rating") {
      const entry = partOf(response, [kind, id]);
      if (!entry) return { response, keys: [] };
      const inner = list && item ? { [list]: entry[list].map((/** @type {any} */ one) => (one.id === item ? settled(one) : one)) } : null;
      const result = inner ? { ...entry, ...inner } : settled(entry);
      demand(checks.entries[kind], result);
      return { response: withEntry(aware, kind, result), keys: [["head"], [kind, id]] };
    }
    const occasion = partOf(response, ["occasion", id]);
    const rating = own(occasion?.ratings, code ?? "");
    if (!rating || code === undefined) return { response, keys: [] };
    const ratings = { ...occasion.ratings, [code]: settled(rating) };
    const free = withEntry(aware, "occasion", { ...occasion, ratings });
    const keys = [["head"], ["rating", id, code]];
    if (!take) return { response: free, keys };
    const { role = "", scale, field, value, hash = "" } = /** @type {any} */ (other);
    /** @type {Assess.Edit} */
    const change = scale
      ? { type: "answer", occasion: id, code, role, scale, value, hash }
      : role
        ? { type: "write", occasion: id, code, role, field, value }
        : { type: "mark", occasion: id, code, value };
    return { response: make(free, change, by, now).response, keys };
  }

  // ── The records that are stored ───────────────────────────────────────────────────────────────────────────────

  /** @param {Assess.Response} response */
  function headOf({ occasions, journal, plan, supervision, ...head }) {
    return head;
  }

  /** What is stored under a key; undefined if it is not there. @type {Assess.Api["storedPart"]} */
  function storedPart(response, key) {
    if (key[0] === "head") return headOf(response);
    const part = partOf(response, key);
    if (key[0] !== "occasion" || !part) return part;
    const { ratings, ...occasion } = part;
    return occasion;
  }

  /** @type {Assess.Api["split"]} */
  function split(response) {
    /** @type {Map<string, { key: Assess.Key, value: any }>} */
    const parts = new Map();
    /** @param {Assess.Key} key @param {any} value */
    const add = (key, value) => parts.set(JSON.stringify(key), { key, value });
    const { occasions, journal, plan, supervision } = response;
    add(["head"], headOf(response));
    for (const { ratings, ...occasion } of occasions) {
      add(["occasion", occasion.id], occasion);
      for (const [code, rating] of Object.entries(ratings)) add(["rating", occasion.id, code], rating);
    }
    for (const [kind, list] of Object.entries({ journal, plan, supervision }))
      for (const entry of list) add([kind, entry.id], entry);
    return parts;
  }

  /** @type {Assess.Api["join"]} */
  function join(parts) {
    /** @type {any} */
    let head = null;
    /** @type {Record<string, any[]>} */
    const lists = { occasions: [], journal: [], plan: [], supervision: [] };
    /** @type {Map<string, [string, any][]>} */
    const ratings = new Map();
    for (const { key, value } of parts) {
      const [kind, id, code] = key;
      if (kind === "head") head = value;
      else if (kind === "rating") {
        const list = ratings.get(id) ?? [];
        if (!list.length) ratings.set(id, list);
        list.push([code, value]);
      }
      else lists[LIST_OF[/** @type {Assess.Kind} */ (kind)]]?.push(value);
    }
    if (!head) return null;
    lists.occasions = lists.occasions.map((occasion) => ({
      ...occasion,
      ratings: Object.fromEntries(ratings.get(occasion.id) ?? []),
    }));
    const response = { ...head, ...lists };
    for (const list of Object.values(lists)) byCreation(list);
    const living = new Set(Object.values(LIST_OF).flatMap((list) => response[list].map((/** @type {any} */ entry) => entry.id)));
    response.deleted = response.deleted.filter((/** @type {any} */ tombstone) => !living.has(tombstone.id));
    const last = latest(lists);
    if (last > response.modified) response.modified = last;
    response.seen = assess.seenOf(response);
    return response;
  }

  assess.byText = byText;
  assess.createResponse = createResponse;
  assess.createEntry = createEntry;
  assess.edit = edit;
  assess.storedPart = storedPart;
  assess.split = split;
  assess.join = join;
})();
