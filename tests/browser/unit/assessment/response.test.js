"use strict";
const assert = require("node:assert/strict");
const { test, describe } = require("node:test");
const { assess, data, plain, at, editor, fresh } = require("./load.js");

/** A response with something of everything. */
function full() {
  const e = editor("w1", fresh());
  e.occasion("o1", { name: "Before the group" }).answer("o1", "I.A.1", "importance", 4).answer("o1", "I.A.1", "confidence", 1);
  e.note("o1", "I.A.1", "<script>alert(1)</script>").do({ type: "mark", occasion: "o1", code: "I.A.2", value: true });
  e.do({ type: "write", occasion: "o1", code: "I.A.2", role: "worker", field: "evidence", value: "=cmd()" });
  e.answer("o1", "I.A.2", "importance", "not-applicable").answer("o1", "I.A.1", "confidence", 2, "supervisor");
  e.do({ type: "put", kind: "journal", record: { id: "j1", date: "2026-01-02", model: "what", steps: { what: "It went well." }, statements: ["I.A.1"] } });
  e.do({ type: "put", kind: "plan", record: { id: "g1", goal: "Ask more", due: "2026-03-01", review: "2026-02-01", statements: ["I.A.1"] } });
  e.do({ type: "put", kind: "supervision", record: { id: "s1", date: "2026-01-10", agenda: [{ kind: "talk", ref: "I.A.1", text: "This" }], actions: [{ text: "Try it", who: "worker", due: "2026-02-01", done: false }], next: "2026-02-10" } });
  e.do({ type: "person", pseudonym: "Heron" });
  return e;
}
const text = (change = (raw) => raw) => JSON.stringify(change(plain(full().response)) ?? null);
/** The first problem of a response that was changed in one place. */
function problemOf(change) {
  const raw = plain(full().response);
  change(raw);
  const checked = assess.validate(JSON.stringify(raw), data);
  assert.equal(checked.ok, false);
  assert.equal(checked.response, null);
  assert.ok(checked.problems[0].message.length > 10);
  return checked.problems[0];
}

describe("editing", () => {
  test("a new response is valid", () => {
    const checked = assess.validate(JSON.stringify(assess.createResponse(data)), data);
    assert.deepEqual(checked.problems, []);
    assert.deepEqual(checked.notes, []);
    assert.match(checked.response.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("whatever was edited is valid, without notes", () => {
    const { response } = full();
    const checked = assess.validate(JSON.stringify(response), data);
    assert.deepEqual(checked.problems, []);
    assert.deepEqual(checked.notes, []);
    assert.deepEqual(plain(checked.response), plain(response));
  });

  test("an answer keeps its value, time, writer and the hash of the words", () => {
    const { response } = full();
    assert.deepEqual(plain(response.occasions[0].ratings["I.A.1"].roles.worker.scales.importance), {
      ...{ value: 4, at: at(1).toISOString(), by: "w1", hash: "hash-I.A.1" },
    });
  });

  test("an edit does not change what it is given, and names what is to be saved", () => {
    const e = editor("w1", fresh()).occasion("o1");
    const before = JSON.stringify(e.response);
    const { keys } = assess.edit(e.response, { type: "answer", occasion: "o1", code: "I.A.1", role: "worker", scale: "importance", value: 2, hash: "x" }, { by: "w1" });
    assert.equal(JSON.stringify(e.response), before);
    assert.deepEqual(plain(keys), [["rating", "o1", "I.A.1"]]);
  });

  test("the same again changes nothing", () => {
    const e = full();
    assert.deepEqual(plain(e.answer("o1", "I.A.1", "importance", 4).last.keys), []);
    assert.deepEqual(plain(e.do({ type: "put", kind: "plan", record: { id: "g1", goal: "Ask more" } }).last.keys), []);
    assert.deepEqual(plain(e.do({ type: "put", kind: "journal", record: { id: "j1", steps: { what: "It went well." } } }).last.keys), []);
    assert.deepEqual(plain(e.do({ type: "person", pseudonym: "Heron" }).last.keys), []);
  });

  test("what another program does not tell of its last change was last changed when it was made", () => {
    const { response } = assess.validate(text((raw) => (delete raw.plan[0].modified, raw)));
    assert.equal(response.plan[0].modified, response.plan[0].created);
    assert.match(assess.toIcs(response), /BEGIN:VEVENT/);
  });

  test("the same answer to words that have changed since is another one", () => {
    const e = full().answer("o1", "I.A.1", "importance", 4, "worker", "new words");
    assert.deepEqual(plain(e.last.keys), [["rating", "o1", "I.A.1"]]);
    assert.equal(e.response.occasions[0].ratings["I.A.1"].roles.worker.scales.importance.hash, "new words");
  });

  test("today is the day where somebody is", (t) => {
    const zone = process.env.TZ;
    t.after(() => (zone === undefined ? delete process.env.TZ : (process.env.TZ = zone)));
    for (const [place, day] of [["Pacific/Auckland", "2026-01-02"], ["America/Los_Angeles", "2026-01-01"]]) {
      process.env.TZ = place;
      assert.equal(assess.dayOf(new Date("2026-01-01T20:00:00Z")), day);
    }
  });

  test("there are no more occasions than a file may hold", () => {
    const e = editor("w1", fresh());
    for (let n = 0; n < assess.limits.occasions; n++) e.occasion(`o${n}`);
    const { refused, response } = assess.edit(e.response, { type: "put", kind: "occasion", record: { id: "more", kind: "review", date: "2026-01-01" } }, { by: "w1" });
    assert.equal(refused.code, "edit-many");
    assert.ok(assess.validate(assess.toJson(response)).ok);
  });

  test("what is put anew after it was deleted is later than its deletion, whatever the clock says", () => {
    const start = full().response;
    const deleted = editor("w2", start, 500).do({ type: "remove", kind: "plan", id: "g1" }).response;
    const again = editor("w1", deleted, 20).do({ type: "put", kind: "plan", record: { id: "g1", goal: "Once more" } }).response;
    assert.deepEqual(assess.merge(again, deleted).plan.map(({ goal }) => goal), ["Once more"]);
  });

  test("an edit is later than what it replaces, even with a clock that went back", () => {
    const e = editor("w1", fresh(), 60).occasion("o1").answer("o1", "I.A.1", "importance", 1);
    const { response } = assess.edit(e.response, { type: "answer", occasion: "o1", code: "I.A.1", role: "worker", scale: "importance", value: 3, hash: "h" }, { by: "w2", now: at(0) });
    assert.ok(response.occasions[0].ratings["I.A.1"].roles.worker.scales.importance.at > at(61).toISOString());
  });

  test("an entry knows which of its fields were changed, when and by whom", () => {
    const e = full().do({ type: "put", kind: "plan", record: { id: "g1", status: "doing", goal: "Ask more" } });
    const [goal] = e.response.plan;
    assert.deepEqual(Object.keys(goal.changed), ["status"]);
    assert.equal(goal.goal, "Ask more");
    assert.equal(goal.measure, "");
  });

  test("a list inside an entry is changed element by element", () => {
    const e = full();
    const [action] = e.response.supervision[0].actions;
    e.do({ type: "put", kind: "supervision", record: { id: "s1", actions: [{ ...action, done: true }, { text: "Another" }] } });
    const { actions } = e.response.supervision[0];
    assert.deepEqual(actions.map(({ text, done = false }) => [text, done]), [["Try it", true], ["Another", false]]);
    assert.deepEqual(Object.keys(actions[0].changed), ["done"]);
    e.do({ type: "put", kind: "supervision", record: { id: "s1", actions: [actions[1]] } });
    assert.deepEqual(e.response.deleted.map(({ id, kind }) => [id, kind]), [[action.id, "item"]]);
    assert.ok(assess.validate(JSON.stringify(e.response)).ok);
  });

  test("what is removed leaves a tombstone, and comes back when restored", () => {
    const e = full();
    const [occasion] = e.response.occasions;
    e.do({ type: "remove", kind: "occasion", id: "o1" });
    assert.deepEqual(plain(e.last.keys), [["head"], ["occasion", "o1"], ["rating", "o1", "I.A.1"], ["rating", "o1", "I.A.2"]]);
    assert.equal(e.response.occasions.length, 0);
    assert.equal(e.response.deleted.length, 1);
    const deleted = e.response;
    e.do({ type: "restore", kind: "occasion", record: occasion });
    assert.equal(e.response.deleted.length, 0);
    assert.deepEqual(plain(e.response.occasions[0].ratings), plain(occasion.ratings));
    // Merging with a copy where it is deleted does not delete it again.
    assert.equal(assess.merge(deleted, e.response).occasions.length, 1);
  });

  test("what would not be valid is refused and changes nothing", () => {
    const { response } = full();
    const refused = (edit) => {
      const result = assess.edit(response, edit, { by: "w1" });
      assert.equal(result.response, response);
      return result.refused?.code;
    };
    assert.equal(refused({ type: "answer", occasion: "gone", code: "I.A.1", role: "worker", scale: "importance", value: 1, hash: "" }), "edit-no-entry");
    assert.equal(refused({ type: "answer", occasion: "o1", code: "I.A.1", role: "worker", scale: "importance", value: 0.5, hash: "" }), "not-answer");
    assert.equal(refused({ type: "write", occasion: "o1", code: "I.A.1", role: "worker", field: "note", value: "x".repeat(100_001) }), "long");
    assert.equal(refused({ type: "put", kind: "plan", record: { id: "g1", due: "2026-02-30" } }), "not-day");
    assert.equal(refused({ type: "put", kind: "plan", record: { id: "g2", status: "lost" } }), "not-one-of");
  });

  test("what is stored record by record is whole again", () => {
    const { response } = full().do({ type: "put", kind: "plan", record: { id: "a", goal: "The second, whatever its id" } });
    const parts = assess.split(response);
    assert.deepEqual(plain(assess.join([...parts.values()].reverse())), plain({ ...response, seen: assess.seenOf(response) }));
    for (const { key, value } of parts.values()) assert.deepEqual(plain(assess.storedPart(response, key)), plain(value));
    assert.equal(assess.join([]), null);
  });
});

describe("hostile files", () => {
  test("script in a note is text", () => {
    const { response } = assess.validate(text());
    assert.equal(response.occasions[0].ratings["I.A.1"].roles.worker.note.value, "<script>alert(1)</script>");
  });

  test("50 MB is refused by its size, at once", () => {
    const huge = `{"format":"standpoint-response","x":"${"x".repeat(50_000_000)}"}`;
    const start = process.hrtime.bigint();
    const checked = assess.validate(huge);
    assert.equal(checked.problems[0].code, "size");
    assert.match(checked.problems[0].message, /40 MB/);
    assert.ok(process.hrtime.bigint() - start < 50_000_000n);
  });

  test("nesting is refused before parsing, and brackets in texts are not nesting", () => {
    assert.equal(assess.validate("[".repeat(1_000_000)).problems[0].code, "depth");
    assert.equal(assess.validate('{"a":'.repeat(100_000) + "1" + "}".repeat(100_000)).problems[0].code, "depth");
    assert.deepEqual(assess.validate(text((raw) => ({ ...raw, x: "[[[[{{{{\\\"[[".repeat(100) }))).problems, []);
    let nested = {};
    for (let depth = 0; depth < 100_000; depth++) nested = { nested };
    assert.equal(assess.validate(nested).problems[0].code, "depth");
    const round = plain(full().response);
    round.self = round;
    assert.equal(assess.validate(round).problems[0].code, "depth");
  });

  test("prototype keys are refused wherever they stand, and nothing is polluted", () => {
    const places = [
      '{"format":"standpoint-response","__proto__":{"polluted":1}}',
      text().replace('"ratings":{', '"ratings":{"__proto__":{"roles":{}},'),
      text().replace('"roles":{', '"roles":{"constructor":{"prototype":{"polluted":1}},'),
      text().replace('"steps":{', '"steps":{"prototype":"x",'),
      text().replace(/\}$/, ',"unknown":[{"deep":{"__proto__":{"polluted":1}}}]}'),
      text().replace('"format":', '"\\u005f_proto__":{"polluted":1},"format":'),
    ];
    for (const place of places) {
      const checked = assess.validate(place, data);
      assert.equal(checked.ok, false);
      assert.equal(checked.problems[0].code, "forbidden", place.slice(0, 60));
    }
    assert.equal({}.polluted, undefined);
    assert.equal(Object.prototype.polluted, undefined);
  });

  test("names of methods are only names", () => {
    const raw = plain(full().response);
    raw.occasions[0].ratings.toString = { roles: { valueOf: { scales: { hasOwnProperty: { value: 1, at: at(0).toISOString(), by: "w" } } } } };
    const { ok, response, notes } = assess.validate(JSON.stringify(raw), data);
    assert.ok(ok);
    assert.match(notes.map(({ code }) => code).join(), /unknown-code.*unknown-scale/);
    assert.ok(assess.toCsv(response, data).includes("toString"));
    assert.equal(assess.merge(response, full().response).occasions[0].ratings.toString.roles.valueOf.scales.hasOwnProperty.value, 1);
    assert.equal(assess.viewOf(response, "o1", data, "toString").rows[0].given.importance.kind, "blank");
    assert.equal(assess.locate("constructor", data).item, null);
  });


  test("numbers that are none, or too large", () => {
    assert.equal(assess.validate(text().replace('"value":4', '"value":1e400')).problems[0].code, "not-finite");
    assert.equal(assess.validate(text((raw) => raw).replace(/\}$/, ',"x":[-1e999]}')).problems[0].path, "x[0]");
    assert.equal(assess.validate({ ...full().response, x: NaN }).problems[0].code, "not-finite");
    assert.equal(assess.validate(text().replace('"value":4', '"value":NaN')).problems[0].code, "not-json");
    for (const value of [0, -1, 1.5, 1001, 1e308, "", true, [], {}])
      assert.equal(problemOf((raw) => (raw.occasions[0].ratings["I.A.1"].roles.worker.scales.importance.value = value)).code, "not-answer");
  });

  test("values that JSON does not have", () => {
    for (const value of [undefined, () => 1, Symbol("x"), 1n, new Date(), new Map(), /x/])
      assert.equal(assess.validate({ ...full().response, x: value }).problems[0].code, "not-value");
    const trap = new Proxy({}, { ownKeys: () => { throw new Error("no"); } });
    assert.equal(assess.validate(trap).problems[0].code, "broken");
    const getter = { ...full().response, get x() { throw new Error("no"); } };
    assert.equal(assess.validate({ x: 1, ...{ getter: Object.defineProperty({}, "y", Object.getOwnPropertyDescriptor(Object.defineProperty({}, "y", { enumerable: true, get() { throw new Error("no"); } }), "y")) } }).problems[0].code, "broken");
    void getter;
  });

  test("what is no response", () => {
    const code = (input) => assess.validate(input, data).problems[0].code;
    assert.deepEqual(["", "{", "null", "[]", "1", '"x"', "{}", '{"format":"x"}'].map(code), [
      ...["not-json", "not-json", "not-response", "not-response", "not-response", "not-response", "not-response", "not-response"],
    ]);
    for (const input of [undefined, null, 1, true, [], () => 1]) assert.equal(assess.validate(input).ok, false);
    assert.equal(code(text().slice(0, -20)), "not-json");
    assert.equal(code('{"format":"standpoint-encrypted"}'), "encrypted");
    assert.equal(code('{"format":"standpoint-backup"}'), "backup");
    assert.equal(code("\u0000\u0001binary"), "not-json");
  });

  test("versions of the format", () => {
    const code = (formatVersion) => assess.validate(text((raw) => ({ ...raw, formatVersion }))).problems[0];
    assert.equal(code(2).code, "future");
    assert.match(code(7).message, /newer version of Standpoint \(format 7\)/);
    for (const version of [0, -1, 1.5, "1", null, {}]) assert.equal(code(version).code, "version");
  });

  test("a byte order mark is fine", () => assert.ok(assess.validate("\uFEFF" + text()).ok));

  test("lone surrogates go through everything", async () => {
    const e = full().note("o1", "I.A.3", "lone \ud800 and \udc00");
    const json = assess.toJson(e.response);
    const { ok, response } = assess.validate(json, data);
    assert.ok(ok);
    assert.equal(response.occasions[0].ratings["I.A.3"].roles.worker.note.value, "lone \ud800 and \udc00");
    assess.toCsv(response, data);
    assess.toMarkdown(response, data);
    assess.toIcs(response);
    assess.hints("lone \ud800 Maria \udc00");
    assert.ok((await assess.decrypt(await assess.encrypt(json, "\ud800"), "\ud800")).ok);
  });

  test("ten thousand occasions, and the other limits", () => {
    const many = (raw, name, count) => (raw[name] = Array.from({ length: count }, (_, n) => ({ ...raw[name][0], id: `id${n}` })));
    assert.deepEqual(plain(problemOf((raw) => many(raw, "occasions", 10_000))), {
      ...{ path: "occasions", code: "many", message: "There are more than 500 entries here." },
    });
    assert.equal(problemOf((raw) => many(raw, "journal", 20_001)).path, "journal");
    assert.equal(problemOf((raw) => (raw.journal[0].text = "x".repeat(100_001))).code, "long");
    assert.equal(problemOf((raw) => (raw.occasions[0].ratings["x".repeat(201)] = { roles: {} })).code, "long");
    assert.equal(problemOf((raw) => (raw.plan[0].conflicts = Array(201).fill({}))).code, "many");
    const raw = plain(full().response);
    many(raw, "occasions", 500);
    assert.ok(assess.validate(JSON.stringify(raw)).ok);
    const writers = problemOf((raw) => (raw.journal = Array.from({ length: 20_000 }, (_, n) => ({ ...raw.journal[0], id: `j${n}`, by: `other${n}` }))));
    assert.deepEqual([writers.path, writers.code], ["seen", "many"]);
    assert.equal(assess.validate({ ...raw, x: Array(3_000_001).fill(0) }).problems[0].code, "nodes");
  });

  test("moments and writers in fields of other programs may be anything", () => {
    const odd = [{ by: "q", at: "Berlin" }, { by: "__proto__", at: "2026-01-01T00:00:00.000Z" }, { by: "q", at: "2026-99-01T00:00:00.000Z" }, { by: "q".repeat(300), at: "2026-01-01T00:00:00.000Z" }];
    for (const future of odd) {
      const raw = plain(full().response);
      for (const part of [raw, raw.journal[0], raw.occasions[0].ratings["I.A.1"]]) part.future = future;
      const { response } = assess.validate(raw);
      const edited = assess.edit(response, { type: "put", kind: "journal", record: { id: raw.journal[0].id, text: "new" } }, { by: "w1" });
      assert.equal(edited.refused, null);
      const again = assess.validate(assess.toJson(edited.response));
      assert.deepEqual(plain(again.problems), []);
      assert.deepEqual(plain(again.response.journal[0].future), future);
    }
  });

  test("answers are put together one by one, and not copied for each", () => {
    const raw = plain(full().response);
    const ratings = () => Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`c${n}`, {}]));
    raw.occasions = [1, 2, 3].map((n) => ({ ...raw.occasions[0], id: `o${n}`, ratings: ratings() }));
    const { response } = assess.validate(raw);
    const parts = assess.split(response);
    let steps = 0;
    // Of the lists where the page's scripts run, which have their own.
    const lists = Object.getPrototypeOf(response.journal);
    const walk = lists[Symbol.iterator];
    lists[Symbol.iterator] = function () {
      const way = walk.call(this);
      return { next: () => (steps++, way.next()), [Symbol.iterator]: () => way };
    };
    let joined;
    try {
      joined = assess.join(parts.values());
    } finally {
      lists[Symbol.iterator] = walk;
    }
    assert.deepEqual(joined.occasions.map((one) => Object.keys(one.ratings).length), [2_000, 2_000, 2_000]);
    assert.ok(steps > 6_000 && steps < 20 * 6_000, `${steps} steps for 6,000 answers`);
  });

  test("wrong types everywhere: every value in turn replaced by every other kind", () => {
    const replacements = [null, true, 1, -1.5, "", "text", [], {}, [null], { x: null }];
    const good = JSON.stringify(full().response);
    let tried = 0;
    const walk = (value, path) => {
      for (const key of Object.keys(value)) {
        for (const replacement of replacements) {
          const raw = JSON.parse(good);
          path.reduce((inner, step) => inner[step], raw)[key] = replacement;
          const checked = assess.validate(JSON.stringify(raw), data);
          tried++;
          assert.equal(typeof checked.ok, "boolean");
          assert.equal(checked.ok, checked.problems.length === 0);
          if (!checked.ok) continue;
          // What is accepted does no harm anywhere.
          const { response } = checked;
          const merged = assess.merge(response, full().response);
          assert.ok(assess.validate(assess.toJson(merged)).ok, path.concat(key).join("."));
          assess.summarize(response, "o1", data, "worker");
          assess.toMarkdown(response, data);
          assess.toCsv(response, data);
          assess.toIcs(response);
        }
        if (typeof value[key] === "object" && value[key] !== null) walk(value[key], [...path, key]);
      }
    };
    walk(JSON.parse(good), []);
    assert.ok(tried > 1000);
  });

  test("paths and messages are for people", () => {
    assert.deepEqual(plain(problemOf((raw) => (raw.occasions[0].ratings["I.A.1"].roles.worker.note = "x"))), {
      path: 'occasions[0].ratings["I.A.1"].roles.worker.note',
      ...{ code: "not-object", message: "A group of named fields is expected here." },
    });
    assert.equal(problemOf((raw) => (raw.occasions[0].date = "24.11.2026")).message, "A date is expected here, such as 2026-11-24.");
    assert.equal(problemOf((raw) => (raw.occasions[0].date = "2026-02-30")).code, "not-day");
    assert.equal(problemOf((raw) => (raw.created = "9999-01-01T00:00:00Z")).code, "not-time");
    assert.equal(problemOf((raw) => delete raw.id).message, "The field “id” is missing.");
    assert.equal(problemOf((raw) => raw.plan.push(raw.plan[0])).code, "twice");
    const agenda = (fields) => problemOf((raw) => (raw.supervision[0].agenda = [{ id: "a", created: raw.created, text: "x", ...fields }]));
    assert.equal(agenda({ role: 5 }).path, "supervision[0].agenda[0].role");
    assert.equal(agenda({ order: { toString: 1 } }).message, "A number is expected here.");
  });

  test("a thousand problems are told in a hundred", () => {
    const raw = plain(full().response);
    raw.plan = Array.from({ length: 1000 }, () => 1);
    const { problems } = assess.validate(raw);
    assert.equal(problems.length, 101);
    assert.equal(problems.at(-1).code, "more");
  });

  test("fields that are not known are kept", () => {
    const raw = plain(full().response);
    raw.future = { a: [1, { b: null }] };
    raw.occasions[0].weather = "rain";
    raw.occasions[0].ratings["I.A.1"].shade = 1;
    raw.occasions[0].ratings["I.A.1"].roles.worker.mood = "calm";
    raw.occasions[0].ratings["I.A.1"].roles.worker.scales.importance.why = "because";
    raw.supervision[0].actions[0].cost = 3;
    raw.person.color = "blue";
    const { response } = assess.validate(JSON.stringify(raw), data);
    assert.deepEqual(JSON.parse(assess.toJson(response)), raw);
    const e = editor("w1", response, 100).answer("o1", "I.A.1", "importance", 2).do({ type: "person", pseudonym: "Wren" });
    const again = assess.merge(e.response, assess.join(assess.split(response).values()));
    assert.equal(again.future.a[0], 1);
    assert.equal(again.occasions[0].weather, "rain");
    assert.equal(again.occasions[0].ratings["I.A.1"].shade, 1);
    assert.equal(again.occasions[0].ratings["I.A.1"].roles.worker.mood, "calm");
    assert.equal(again.supervision[0].actions[0].cost, 3);
    assert.equal(again.person.color, "blue");
  });

  test("times are brought into one form", () => {
    const raw = plain(full().response);
    raw.created = "2026-01-01T02:00:00+02:00";
    assert.equal(assess.validate(raw).response.created, "2026-01-01T00:00:00.000Z");
  });
});

describe("editions", () => {
  test("other assessments, editions, codes, words and scales are told, and kept", () => {
    const raw = plain(full().response);
    Object.assign(raw, { site: { key: "y", title: "Y" }, framework: { id: "example", edition: "1" }, assessment: { id: "z", title: "Z" } });
    const ratings = raw.occasions[0].ratings;
    ratings["IX.9"] = ratings["I.A.2"];
    ratings["I.B.9"] = plain(ratings["I.A.2"]);
    ratings["I.A.1"].roles.worker.scales.importance.hash = "other";
    ratings["I.A.1"].roles.worker.scales.luck = { value: 2, at: at(1).toISOString(), by: "w1" };
    ratings["I.A.1"].roles.worker.scales.confidence.value = 9;
    const { ok, response, notes } = assess.validate(JSON.stringify(raw), data);
    assert.ok(ok);
    assert.deepEqual(notes.map(({ code }) => code), [
      ...["other-site", "other-edition", "other-assessment", "unknown-code", "moved-code", "changed-words", "unknown-value", "unknown-scale"],
    ]);
    assert.deepEqual(JSON.parse(assess.toJson(response)).occasions, raw.occasions);
  });

  test("a clock that was wrong is told", () => {
    const raw = plain(full().response);
    raw.modified = "2100-01-01T00:00:00.000Z";
    assert.deepEqual(assess.validate(raw, data).notes.map(({ code }) => code), ["ahead"]);
  });

  test("moves are followed, and never in a circle", () => {
    const codeOf = (code) => assess.locate(code, data).item?.code ?? null;
    assert.deepEqual(["I.A.1", "I.B.9", "old.1", "round.1", "nowhere", "__proto__"].map(codeOf), ["I.A.1", "I.A.1", "II.A.3", null, null, null]);
  });
});
