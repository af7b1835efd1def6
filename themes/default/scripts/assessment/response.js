// A response: what one person saved for one assessment. Creating it, editing it, checking one that comes from outside,
// and taking it apart into the records that are stored one by one.
//
// Nothing here changes what it is given. Every value that somebody wrote carries when (`at`) and by whom (`by`: this
// response in one browser's storage, by a random name), and an edit is always later than what it replaces, whatever the clock says; merging rests on that.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  const limits = Object.freeze({
    bytes: 40_000_000,
    depth: 32,
    nodes: 3_000_000,
    occasions: 500,
    entries: 20_000,
    text: 100_000,
    name: 200,
    conflicts: 200,
    backup: 500,
  });

  // ── Small things ──────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["own"]} */
  const own = (map, key) => (map && Object.hasOwn(map, key) ? map[key] : undefined);

  /** @param {unknown} value @returns {value is Record<string, any>} */
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** A random id; `crypto.randomUUID` is missing on plain http pages. */
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /** JSON with sorted keys: equal values give equal texts. @param {unknown} value @returns {string} */
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (!isObject(value)) return JSON.stringify(value) ?? "null";
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    return `{${names.sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }

  const MOMENTS = new Set(["at", "created", "modified"]);

  /** A moment as it is written here: in fields of other programs, `at` may be anything. @type {Assess.Api["isMoment"]} */
  const isMoment = (text) => /^(?:19[7-9]|2\d\d)\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));

  /** The latest moment at which anything in a value was written. @param {unknown} value @returns {string} */
  function latest(value) {
    let last = "";
    if (typeof value !== "object" || value === null) return last;
    for (const [name, inner] of Object.entries(value)) {
      const at = typeof inner === "string" ? (MOMENTS.has(name) ? inner : "") : latest(inner);
      if (at > last && isMoment(at)) last = at;
    }
    return last;
  }

  /** @type {Assess.Api["after"]} */
  function after(now, ...others) {
    const floor = others.reduce((/** @type {string} */ last, at) => (at && at > last ? at : last), "");
    const at = now.toISOString();
    return at > floor ? at : new Date(Date.parse(floor) + 1).toISOString();
  }

  /** The date where the person is. @param {Date} date */
  const dayOf = (date) =>
    [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

  /** @type {(path: (string | number)[]) => string} */
  const pathText = (path) =>
    path
      .map((step) =>
        typeof step === "number" ? `[${step}]` : /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
      )
      .join("")
      .replace(/^\./, "");

  /**
   * @param {(string | number)[]} path @param {string} code @param {Record<string, string | number>} [values]
   * @returns {Assess.Problem}
   */
  const problem = (path, code, values) => ({ path: pathText(path), code, message: assess.say(code, values) });

  // ── The shape of a response ───────────────────────────────────────────────────────────────────────────────────
  // A check takes a value and its path, reports what is wrong, and gives the value back, made whole with what was left
  // out. Fields that it does not know stay as they are.

  /**
   * @typedef {(path: (string | number)[], code: string, values?: Record<string, string | number>) => void} Report
   * @typedef {(value: any, path: (string | number)[], report: Report) => any} Check
   */

  /** @param {number} limit @returns {Check} */
  const text = (limit) => (value, path, report) => {
    if (typeof value !== "string") report(path, "not-text");
    else if (value.length > limit) report(path, "long", { limit });
    return value;
  };
  const NAME = text(limits.name);
  const TEXT = text(limits.text);

  /** Names that mean something to JavaScript: of fields, no file may use them. */
  const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

  /** The part of a name that no field may have. @type {Assess.Api["forbidden"]} */
  const forbidden = (name) => name.split("/").find((part) => FORBIDDEN.has(part));

  /** What becomes the name of a field when versions are put together: a file with it could not be opened again. @type {Check} */
  const KEY = (value, path, report) => {
    const name = typeof value === "string" && forbidden(value);
    if (name) report(path, "forbidden", { name });
    return NAME(value, path, report);
  };

  /** @type {Check} */
  const ID = (value, path, report) => {
    const fits = typeof value === "string" && value !== "" && value.length <= limits.name;
    if (!fits) report(path, "not-id", { limit: limits.name });
    return value;
  };

  /** @type {Check} */
  const BOOL = (value, path, report) => {
    if (typeof value !== "boolean") report(path, "not-bool");
    return value;
  };

  /** @type {Check} */
  const TIME = (value, path, report) => {
    const time = typeof value === "string" && /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d/.test(value) && value.length < 40;
    const date = new Date(time ? value : NaN);
    const year = date.getUTCFullYear();
    if (year >= 1970 && year < 3000) return date.toISOString();
    return report(path, "not-time");
  };

  /** @type {Check} */
  const DAY = (value, path, report) => {
    const day = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
    if (!day || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(value)) report(path, "not-day");
    return value;
  };

  /** @type {Check} */
  const ANSWER = (value, path, report) => {
    const point = typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 1000;
    const special = typeof value === "string" && value !== "" && value.length <= limits.name;
    if (!point && !special && value !== null) report(path, "not-answer");
    return value;
  };

  /** @type {Check} */
  const PLACE = (value, path, report) => {
    if (typeof value !== "number") report(path, "not-number");
    return value;
  };

  /** @type {Check} */
  const ANY = (value) => value;

  /** @param {...string} names @returns {Check} */
  const oneOf = (...names) => (value, path, report) => {
    if (!names.includes(value)) report(path, "not-one-of", { names: names.join(assess.say("comma")) });
    return value;
  };

  /** @param {Check} check @returns {Check} */
  const orNull = (check) => (value, path, report) => (value === null ? null : check(value, path, report));

  /** @param {Check} check @param {number} [limit] @returns {Check} */
  const list = (check, limit = limits.entries) => (value, path, report) => {
    if (!Array.isArray(value)) return report(path, "not-list");
    if (value.length > limit) return report(path, "many", { limit });
    return value.map((inner, index) => check(inner, [...path, index], report));
  };

  /** Things with ids, no two alike. @param {Check} check @param {number} [limit] @returns {Check} */
  const entries = (check, limit) => (value, path, report) => {
    const checked = list(check, limit)(value, path, report);
    const ids = new Set();
    for (const [index, entry] of (checked ?? []).entries()) {
      if (ids.has(entry?.id)) report([...path, index, "id"], "twice", { id: String(entry?.id).slice(0, 80) });
      ids.add(entry?.id);
    }
    return checked;
  };

  /** Names that are not fixed, with values of one kind. @param {Check} check @returns {Check} */
  const map = (check) => (value, path, report) => {
    if (!isObject(value)) return report(path, "not-object");
    const names = Object.keys(value);
    if (names.length > limits.entries) return report(path, "many", { limit: limits.entries });
    const long = names.find((name) => name.length > limits.name);
    if (long !== undefined) return report([...path, long.slice(0, 20) + "…"], "long", { limit: limits.name });
    return Object.fromEntries(names.map((name) => [name, check(value[name], [...path, name], report)]));
  };

  const REQUIRED = Symbol("required");
  const ABSENT = Symbol("absent");

  /** Fixed names: each with its check and what stands where it is left out. @param {Record<string, [Check, any]>} fields @returns {Check} */
  const record = (fields) => (value, path, report) => {
    if (!isObject(value)) return report(path, "not-object");
    const checked = { ...value };
    for (const [name, [check, fallback]] of Object.entries(fields)) {
      if (Object.hasOwn(value, name)) checked[name] = check(value[name], [...path, name], report);
      else if (fallback === REQUIRED) report(path, "missing", { name });
      else if (fallback !== ABSENT) checked[name] = Array.isArray(fallback) ? [] : isObject(fallback) ? {} : fallback;
    }
    return checked;
  };

  const STAMP = { at: /** @type {[Check, any]} */ ([TIME, REQUIRED]), by: /** @type {[Check, any]} */ ([KEY, ""]) };
  const ABOUT = { role: [KEY, ABSENT], scale: [KEY, ABSENT], field: [KEY, ABSENT], hash: [NAME, ABSENT] };
  const CONFLICTS = list(record(/** @type {any} */ ({ value: [ANY, REQUIRED], ...STAMP, ...ABOUT })), limits.conflicts);
  const CHANGED = map(record(STAMP));

  /** @param {Check} check @returns {Check} */
  const version = (check) => record({ value: [check, REQUIRED], ...STAMP, hash: [NAME, ABSENT] });

  /** @param {Record<string, [Check, any]>} fields */
  const entry = (fields) => {
    const whole = record({
      id: [ID, REQUIRED],
      created: [TIME, REQUIRED],
      modified: [TIME, ABSENT],
      by: [KEY, ""],
      changed: [CHANGED, ABSENT],
      conflicts: [CONFLICTS, ABSENT],
      ...fields,
    });
    return /** @type {Check} */ (
      (value, path, report) => {
        const checked = whole(value, path, report);
        if (checked) checked.modified ??= checked.created;
        return checked;
      }
    );
  };

  /** Who put it there. */
  const BY_ROLE = { role: /** @type {[Check, any]} */ ([NAME, ABSENT]) };

  const SIDE = record({
    scales: [map(version(ANSWER)), {}],
    note: [version(TEXT), ABSENT],
    evidence: [version(TEXT), ABSENT],
  });
  const RATING = record({ roles: [map(SIDE), {}], marked: [version(BOOL), ABSENT], conflicts: [CONFLICTS, ABSENT] });

  /** @type {Record<Assess.Kind, Check>} */
  const ENTRIES = {
    occasion: entry({
      kind: [oneOf("baseline", "review", "then"), REQUIRED],
      name: [TEXT, ""],
      date: [DAY, REQUIRED],
      of: [orNull(ID), null],
      ratings: [map(RATING), {}],
    }),
    journal: entry({
      date: [DAY, REQUIRED],
      model: [orNull(ID), null],
      statements: [list(NAME), []],
      steps: [map(TEXT), {}],
      text: [TEXT, ""],
    }),
    plan: entry({
      statements: [list(NAME), []],
      goal: [TEXT, ""],
      measure: [TEXT, ""],
      action: [TEXT, ""],
      support: [TEXT, ""],
      due: [orNull(DAY), null],
      review: [orNull(DAY), null],
      status: [oneOf("open", "doing", "done", "dropped"), "open"],
    }),
    supervision: entry({
      date: [DAY, REQUIRED],
      agenda: [
        entries(
          entry({
            ...{ kind: [oneOf("talk", "journal", "goal", "question"), "question"], ref: [NAME, ""], text: [TEXT, ""] },
            ...{ ...BY_ROLE, order: [PLACE, ABSENT] },
          }),
        ),
        [],
      ],
      earlier: [entries(entry({ text: [TEXT, ""], done: [BOOL, false], of: [NAME, ABSENT] })), []],
      discussion: [TEXT, ""],
      decisions: [entries(entry({ text: [TEXT, ""], reason: [TEXT, ""], ...BY_ROLE })), []],
      actions: [entries(entry({ text: [TEXT, ""], who: [TEXT, ""], due: [orNull(DAY), null], done: [BOOL, false], ...BY_ROLE })), []],
      next: [orNull(DAY), null],
      acknowledged: [map(orNull(TIME)), {}],
    }),
  };

  /** Where each kind of entry stands in a response. @type {Record<Assess.Kind, "occasions" | "journal" | "plan" | "supervision">} */
  const LIST_OF = { occasion: "occasions", journal: "journal", plan: "plan", supervision: "supervision" };
  const KINDS = /** @type {Assess.Kind[]} */ (Object.keys(LIST_OF));

  const RESPONSE = record({
    id: [ID, REQUIRED],
    created: [TIME, REQUIRED],
    modified: [TIME, ABSENT],
    generator: [NAME, ABSENT],
    site: [record({ key: [NAME, ""], title: [TEXT, ""] }), {}],
    framework: [record({ id: [NAME, ""], edition: [NAME, ""] }), {}],
    assessment: [record({ id: [ID, REQUIRED], title: [TEXT, ""] }), REQUIRED],
    person: [record({ pseudonym: [NAME, ""], changed: [CHANGED, ABSENT], conflicts: [CONFLICTS, ABSENT] }), {}],
    occasions: [entries(ENTRIES.occasion, limits.occasions), []],
    journal: [entries(ENTRIES.journal), []],
    plan: [entries(ENTRIES.plan), []],
    supervision: [entries(ENTRIES.supervision), []],
    deleted: [list(record({ id: [ID, REQUIRED], kind: [NAME, ""], ...STAMP })), []],
    seen: [map(TIME), {}],
  });

  // ── Checking what comes from outside ──────────────────────────────────────────────────────────────────────────

  /** Whether brackets nest deeper than the limit, without parsing. @param {string} json */
  function nestsTooDeep(json) {
    let depth = 0;
    for (let at = 0; at < json.length; at++) {
      const char = json.charCodeAt(at);
      if (char === 0x22) {
        for (at++; at < json.length && json.charCodeAt(at) !== 0x22; at++) if (json.charCodeAt(at) === 0x5c) at++;
      } else if (char === 0x5b || char === 0x7b) {
        if (++depth > limits.depth) return true;
      } else if (char === 0x5d || char === 0x7d) depth--;
    }
    return false;
  }

  /**
   * Looks at every value, known or not, before anything is made of it; without recursion.
   * @param {unknown} root @returns {Assess.Problem | null}
   */
  function hostile(root) {
    /** @typedef {{ value: any, name: string | number, in: Place | null, depth: number }} Place */
    /** @param {Place | null} place */
    const path = (place) => {
      const steps = [];
      for (let here = place; here?.in; here = here.in) steps.unshift(here.name);
      return steps;
    };
    /** @type {Place[]} */
    const waiting = [{ value: root, name: "", in: null, depth: 1 }];
    let count = 0;
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      const { value, depth } = place;
      if (++count > limits.nodes) return problem([], "nodes", { limit: limits.nodes });
      if (typeof value === "number" && !Number.isFinite(value)) return problem(path(place), "not-finite");
      if (value === null || ["string", "number", "boolean"].includes(typeof value)) continue;
      const proto = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
      const plain = Array.isArray(value) || proto === null || (proto && Object.getPrototypeOf(proto) === null);
      if (!plain) return problem(path(place), "not-value");
      if (depth > limits.depth) return problem(path(place), "depth", { limit: limits.depth });
      for (const name of Object.keys(value)) {
        if (FORBIDDEN.has(name)) return problem(path(place), "forbidden", { name });
        const step = Array.isArray(value) ? Number(name) : name;
        waiting.push({ value: value[name], name: step, in: place, depth: depth + 1 });
      }
    }
    return null;
  }

  /** @type {(...problems: Assess.Problem[]) => Assess.Checked} */
  const refused = (...problems) => ({ ok: false, response: null, problems, notes: [] });

  /** @type {Assess.Api["validate"]} */
  function validate(input, data = null) {
    try {
      return check(input, data);
    } catch {
      return refused(problem([], "broken"));
    }
  }

  /** @param {unknown} input @param {Assess.Data | null} data @returns {Assess.Checked} */
  function check(input, data) {
    let raw = input;
    if (typeof input === "string") {
      if (input.length > limits.bytes) return refused(problem([], "size", { limit: limits.bytes / 1e6 }));
      if (nestsTooDeep(input)) return refused(problem([], "depth", { limit: limits.depth }));
      try {
        raw = JSON.parse(input.replace(/^\uFEFF/, ""));
      } catch {
        return refused(problem([], "not-json"));
      }
    }
    const attack = hostile(raw);
    if (attack) return refused(attack);
    if (!isObject(raw)) return refused(problem([], "not-response"));
    if (raw.format === "standpoint-encrypted") return refused(problem([], "encrypted"));
    if (raw.format === "standpoint-backup") return refused(problem([], "backup"));
    if (raw.format !== "standpoint-response") return refused(problem(["format"], "not-response"));
    const known = raw.formatVersion;
    if (Number.isInteger(known) && known > 1) return refused(problem(["formatVersion"], "future", { version: known }));
    if (known !== 1) return refused(problem(["formatVersion"], "version"));

    /** @type {Assess.Problem[]} */
    const problems = [];
    const response = RESPONSE(raw, [], (path, code, values) => {
      if (problems.length < 100) problems.push(problem(path, code, values));
      else if (problems.length === 100) problems.push(problem([], "more"));
    });
    if (problems.length) return refused(...problems);
    response.modified ??= response.created;
    for (const name of ["key", "title"]) response.site[name] ??= "";
    for (const name of ["id", "edition"]) response.framework[name] ??= "";
    response.person.pseudonym ??= "";
    response.seen = assess.seenOf(response);
    if (Object.keys(response.seen).length > limits.entries) return refused(problem(["seen"], "many", { limit: limits.entries }));
    return { ok: true, response, problems, notes: notesOn(response, data) };
  }

  /** @param {Assess.Response} response @param {Assess.Data | null} data */
  function notesOn(response, data) {
    /** @type {Assess.Problem[]} */
    const notes = [];
    if (latest(response) > new Date(Date.now() + 86_400_000).toISOString()) notes.push(problem([], "ahead"));
    if (!data) return notes;
    const { site, framework, assessment } = response;
    if (site.key !== data.site.key) notes.push(problem(["site"], "other-site", { title: site.title || site.key }));
    if (framework.id !== data.framework.id) notes.push(problem(["framework"], "other-framework"));
    else if (framework.edition !== (data.framework.edition ?? ""))
      notes.push(problem(["framework"], "other-edition", { edition: framework.edition }));
    if (assessment.id !== data.assessment.id)
      notes.push(problem(["assessment"], "other-assessment", { title: assessment.title || assessment.id }));

    /** @type {Record<string, Set<string>>} */
    const found = { "unknown-code": new Set(), "moved-code": new Set(), "changed-words": new Set() };
    const values = new Set();
    const names = new Set();
    for (const occasion of response.occasions)
      for (const [code, rating] of Object.entries(occasion.ratings)) {
        const { item, moved } = locate(code, data);
        if (!item) found["unknown-code"].add(code);
        else if (moved) found["moved-code"].add(code + assess.arrow + item.code);
        for (const side of Object.values(rating.roles))
          for (const [id, answer] of Object.entries(side.scales)) {
            const scale = data.scales.find((known) => known.id === id);
            if (item && answer.value !== null && answer.hash !== item.hash) found["changed-words"].add(code);
            if (!scale) names.add(id);
            else if (answer.value !== null && !fits(answer.value, scale)) values.add(code);
          }
      }
    found["unknown-value"] = values;
    for (const [code, codes] of Object.entries(found))
      if (codes.size) notes.push(problem(["occasions"], code, { codes: some(codes) }));
    if (names.size) notes.push(problem(["occasions"], "unknown-scale", { names: some(names) }));
    return notes;
  }

  /** @param {Set<string>} names */
  const some = (names) => [...names].slice(0, 20).join(assess.say("comma")) + (names.size > 20 ? assess.say("comma") + assess.say("cut").trim() : "");

  /** @param {number | string} value @param {Assess.Scale} scale */
  const fits = (value, scale) =>
    typeof value === "number" ? value <= scale.points.length : scale.specials.some((special) => special.id === value);

  /** @type {WeakMap<Assess.Data, Map<string, Assess.Item>>} */
  const itemsOf = new WeakMap();

  /** @type {Assess.Api["locate"]} */
  function locate(code, data) {
    let items = itemsOf.get(data);
    if (!items) itemsOf.set(data, (items = new Map(data.items.map((item) => [item.code, item]))));
    const here = items.get(code);
    if (here) return { item: here, moved: false };
    const passed = new Set([code]);
    for (let next = own(data.moved, code); next !== undefined && !passed.has(next); next = own(data.moved, next)) {
      const item = items.get(next);
      if (item) return { item, moved: true };
      passed.add(next);
    }
    return { item: null, moved: false };
  }

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
        INNER.has(name) && Array.isArray(value) ? rewriteList([], value, { at, by }, []) : value,
      ]),
    );
  }

  // ── Editing ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Fields of an entry that are lists of entries themselves. */
  const INNER = new Set(["agenda", "earlier", "decisions", "actions"]);
  /** Fields whose values are written, and merged, one by one. */
  const MAPS = new Set(["steps", "acknowledged"]);
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
      if (INNER.has(name) && Array.isArray(value)) {
        const before = old[name] ?? [];
        const inner = rewriteList(before, value, stamp, gone);
        if (canonical(inner) === canonical(before)) continue;
        result[name] = inner;
        result.modified = stamp.at;
      } else if (MAPS.has(name) && isObject(value)) {
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

  /** @param {Check} check @param {any} value @returns {any} */
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
        demand(record({ pseudonym: [NAME, ""] }), written);
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
        demand(ENTRIES[kind], raised);
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
    demand(map(RATING), { [change.code]: rating });
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
      const whole = demand(ENTRIES[kind], entry);
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
    const entry = demand(ENTRIES[kind], createEntry(kind, next, stamp(grave)));
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
      const value = MAPS.has(map) && key.length ? { [map]: { [key.join("/")]: other.value } } : { [other.field]: other.value };
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
      demand(ENTRIES[kind], result);
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
    const living = new Set(KINDS.flatMap((kind) => response[LIST_OF[kind]].map((/** @type {any} */ entry) => entry.id)));
    response.deleted = response.deleted.filter((/** @type {any} */ tombstone) => !living.has(tombstone.id));
    const last = latest(lists);
    if (last > response.modified) response.modified = last;
    response.seen = assess.seenOf(response);
    return response;
  }

  Object.assign(assess, { limits });
  assess.newId = newId;
  assess.own = own;
  assess.canonical = canonical;
  assess.isMoment = isMoment;
  assess.forbidden = forbidden;
  assess.latest = latest;
  assess.after = after;
  assess.dayOf = dayOf;
  assess.byText = byText;
  assess.createResponse = createResponse;
  assess.createEntry = createEntry;
  assess.edit = edit;
  assess.validate = validate;
  assess.locate = locate;
  assess.storedPart = storedPart;
  assess.split = split;
  assess.join = join;
})();
