// What a response may be: the values it is made of, its shape, and checking one that comes from outside.
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

  /** @param {number} limit @returns {Assess.Check} */
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

  /** What becomes the name of a field when versions are put together: a file with it could not be opened again. @type {Assess.Check} */
  const KEY = (value, path, report) => {
    const name = typeof value === "string" && forbidden(value);
    if (name) report(path, "forbidden", { name });
    return NAME(value, path, report);
  };

  /** @type {Assess.Check} */
  const ID = (value, path, report) => {
    const fits = typeof value === "string" && value !== "" && value.length <= limits.name;
    if (!fits) report(path, "not-id", { limit: limits.name });
    return value;
  };

  /** @type {Assess.Check} */
  const BOOL = (value, path, report) => {
    if (typeof value !== "boolean") report(path, "not-bool");
    return value;
  };

  /** @type {Assess.Check} */
  const TIME = (value, path, report) => {
    const time = typeof value === "string" && /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d/.test(value) && value.length < 40;
    const date = new Date(time ? value : NaN);
    const year = date.getUTCFullYear();
    if (year >= 1970 && year < 3000) return date.toISOString();
    return report(path, "not-time");
  };

  /** @type {Assess.Check} */
  const DAY = (value, path, report) => {
    const day = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
    if (!day || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(value)) report(path, "not-day");
    return value;
  };

  /** @type {Assess.Check} */
  const ANSWER = (value, path, report) => {
    const point = typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 1000;
    const special = typeof value === "string" && value !== "" && value.length <= limits.name;
    if (!point && !special && value !== null) report(path, "not-answer");
    return value;
  };

  /** @type {Assess.Check} */
  const PLACE = (value, path, report) => {
    if (typeof value !== "number") report(path, "not-number");
    return value;
  };

  /** @type {Assess.Check} */
  const ANY = (value) => value;

  /** @param {...string} names @returns {Assess.Check} */
  const oneOf = (...names) => (value, path, report) => {
    if (!names.includes(value)) report(path, "not-one-of", { names: names.join(assess.say("comma")) });
    return value;
  };

  /** @param {Assess.Check} check @returns {Assess.Check} */
  const orNull = (check) => (value, path, report) => (value === null ? null : check(value, path, report));

  /** @param {Assess.Check} check @param {number} [limit] @returns {Assess.Check} */
  const list = (check, limit = limits.entries) => (value, path, report) => {
    if (!Array.isArray(value)) return report(path, "not-list");
    if (value.length > limit) return report(path, "many", { limit });
    return value.map((inner, index) => check(inner, [...path, index], report));
  };

  /** Things with ids, no two alike. @param {Assess.Check} check @param {number} [limit] @returns {Assess.Check} */
  const entries = (check, limit) => (value, path, report) => {
    const checked = list(check, limit)(value, path, report);
    const ids = new Set();
    for (const [index, entry] of (checked ?? []).entries()) {
      if (ids.has(entry?.id)) report([...path, index, "id"], "twice", { id: String(entry?.id).slice(0, 80) });
      ids.add(entry?.id);
    }
    return checked;
  };

  /** Names that are not fixed, with values of one kind. @param {Assess.Check} check @returns {Assess.Check} */
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

  /** Fixed names: each with its check and what stands where it is left out. @param {Record<string, [Assess.Check, any]>} fields @returns {Assess.Check} */
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

  const STAMP = { at: /** @type {[Assess.Check, any]} */ ([TIME, REQUIRED]), by: /** @type {[Assess.Check, any]} */ ([KEY, ""]) };
  const ABOUT = { role: [KEY, ABSENT], scale: [KEY, ABSENT], field: [KEY, ABSENT], hash: [NAME, ABSENT] };
  const CONFLICTS = list(record(/** @type {any} */ ({ value: [ANY, REQUIRED], ...STAMP, ...ABOUT })), limits.conflicts);
  const CHANGED = map(record(STAMP));

  /** @param {Assess.Check} check @returns {Assess.Check} */
  const version = (check) => record({ value: [check, REQUIRED], ...STAMP, hash: [NAME, ABSENT] });

  /** @param {Record<string, [Assess.Check, any]>} fields */
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
    return /** @type {Assess.Check} */ (
      (value, path, report) => {
        const checked = whole(value, path, report);
        if (checked) checked.modified ??= checked.created;
        return checked;
      }
    );
  };

  /** Who put it there. */
  const BY_ROLE = { role: /** @type {[Assess.Check, any]} */ ([NAME, ABSENT]) };

  const SIDE = record({
    scales: [map(version(ANSWER)), {}],
    note: [version(TEXT), ABSENT],
    evidence: [version(TEXT), ABSENT],
  });
  const RATING = record({ roles: [map(SIDE), {}], marked: [version(BOOL), ABSENT], conflicts: [CONFLICTS, ABSENT] });

  /** @type {Record<Assess.Kind, Assess.Check>} */
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

  const PERSON = record({ pseudonym: [NAME, ""], changed: [CHANGED, ABSENT], conflicts: [CONFLICTS, ABSENT] });

  const RESPONSE = record({
    id: [ID, REQUIRED],
    created: [TIME, REQUIRED],
    modified: [TIME, ABSENT],
    generator: [NAME, ABSENT],
    site: [record({ key: [NAME, ""], title: [TEXT, ""] }), {}],
    framework: [record({ id: [NAME, ""], edition: [NAME, ""] }), {}],
    assessment: [record({ id: [ID, REQUIRED], title: [TEXT, ""] }), REQUIRED],
    person: [PERSON, {}],
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

  assess.limits = limits;
  assess.own = own;
  assess.isObject = isObject;
  assess.newId = newId;
  assess.canonical = canonical;
  assess.isMoment = isMoment;
  assess.latest = latest;
  assess.after = after;
  assess.dayOf = dayOf;
  assess.problem = problem;
  assess.forbidden = forbidden;
  assess.listOf = LIST_OF;
  assess.innerLists = ["agenda", "earlier", "decisions", "actions"];
  assess.innerMaps = ["steps", "acknowledged"];
  assess.checks = { person: PERSON, ratings: map(RATING), entries: ENTRIES };
  assess.validate = validate;
  assess.locate = locate;
})();
