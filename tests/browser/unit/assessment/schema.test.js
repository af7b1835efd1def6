"use strict";
// The published schemas say the same as the code: of everything that is written, and of most that is refused.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");
const Ajv = require("ajv/dist/2020").default;
const { assess, data, plain, at, editor, fresh, theme } = require("./load.js");

const read = (name) => JSON.parse(fs.readFileSync(path.join(theme, "schemas", `standpoint-${name}-1.schema.json`), "utf8"));
const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { date: true, "date-time": true } });
ajv.addSchema(read("response"));
const [fits, fitsBackup, fitsEnvelope] = [ajv.getSchema("urn:standpoint:schema:response:1"), ajv.compile(read("backup")), ajv.compile(read("encrypted"))];
const check = (value, validator = fits) => assert.ok(validator(plain(value)), JSON.stringify(validator.errors));

/** A response with something of everything, conflicts too. */
function full() {
  const e = editor("w1", fresh()).occasion("o1").answer("o1", "I.A.1", "importance", 1).note("o1", "I.A.1", "a");
  e.do({ type: "put", kind: "journal", record: { id: "j", model: "what", steps: { what: "x" }, statements: ["I.A.1"] } });
  e.do({ type: "put", kind: "plan", record: { id: "g", goal: "x", due: "2026-02-01" } });
  e.do({ type: "put", kind: "supervision", record: { id: "s", agenda: [{ kind: "talk", text: "t", role: "worker", order: 0 }], earlier: [{ text: "e", of: "x" }], decisions: [{ text: "d", role: "worker" }], actions: [{ text: "a", due: "2026-02-02", role: "worker" }], acknowledged: { worker: at(1).toISOString(), supervisor: null } } });
  const one = editor("w1", e.response, 20).answer("o1", "I.A.1", "importance", 2).do({ type: "put", kind: "plan", record: { id: "g", goal: "y" } }).do({ type: "person", pseudonym: "A" });
  const two = editor("w2", e.response, 30).answer("o1", "I.A.1", "importance", "not-applicable").do({ type: "put", kind: "plan", record: { id: "g", goal: "z" } }).do({ type: "person", pseudonym: "B" }).do({ type: "remove", kind: "journal", id: "j" });
  return assess.merge(one.response, two.response);
}

test("new, edited, merged and exported responses fit the schema", () => {
  check(assess.createResponse(data, { generator: "Standpoint 0.1.0" }));
  const response = full();
  assert.equal(assess.findConflicts(response).length, 3);
  check(response);
  check(JSON.parse(assess.toJson(response)));
  check(JSON.parse(assess.toJson(response, { without: { notes: true, journal: true, plan: true, supervision: true } })));
  check(JSON.parse(assess.toBackup([response, fresh("r2")])), fitsBackup);
});

test("what is kept while studying fits, and what its page refuses does not", () => {
  const { study } = require("../study/load.js");
  const at = "2026-01-05T09:00:00.000Z";
  const record = (kind, id, value) => ({ kind, id, at, value });
  const good = [
    ...[record("bookmark", "A", true), record("note", "A", "x"), record("highlight", "A x", { start: 0, end: 2, quote: "ab" }), record("lesson", "c/l", true)],
    ...[record("card", "codes A", study.schedule.next(null, 3)), record("cards", "settings", { deck: "codes" }), record("answer", "c/q/s", { given: ["1", "2"], words: "x", marked: true })],
    ...[record("answer", "c/q/r", { text: "x", words: "x" }), record("check", "c/q", { right: 1, of: 2, answered: 2 }), record("vignette", "c/v", [["a", "0"]]), record("of-later", "x", { any: [1] })],
  ];
  check(JSON.parse(assess.toBackup([full()], { study: study.file.pack(good) })), fitsBackup);
  check(JSON.parse(study.file.toText(good)), fitsBackup);
  const backup = (records) => ({ format: "standpoint-backup", formatVersion: 1, responses: [], study: { formatVersion: 1, records } });
  for (const bad of [record("Note", "A", "x"), record("note", "", "x"), record("note", "A", ""), record("note", "A", 1), record("bookmark", "A", 1), record("card", "codes A", {}), record("check", "c/q", { right: -1, of: 1, answered: 1 }), record("vignette", "c/v", [["a"]]), { ...record("note", "A", "x"), at: "then" }]) {
    assert.equal(fitsBackup(backup([bad])), false, JSON.stringify(bad));
    assert.equal(study.file.unpack(backup([bad]).study).ok, false, JSON.stringify(bad));
  }
});

test("an encrypted file fits its schema", async () => check(JSON.parse(await assess.encrypt("{}", "pass")), fitsEnvelope));

test("unknown fields fit", () => check({ ...full(), future: [1] }));

test("what one refuses, the other refuses, for every value replaced in turn", () => {
  const good = JSON.stringify(full());
  const replacements = [null, true, 1, -1.5, "", "text", [], {}, [null]];
  const walk = (value, steps) => {
    for (const key of Object.keys(value)) {
      for (const replacement of replacements) {
        const raw = JSON.parse(good);
        steps.reduce((inner, step) => inner[step], raw)[key] = replacement;
        const { ok, problems } = assess.validate(JSON.stringify(raw));
        assert.equal(fits(raw), ok, `${[...steps, key].join(".")} = ${JSON.stringify(replacement)}: ${JSON.stringify(problems[0] ?? fits.errors)}`);
      }
      if (typeof value[key] === "object" && value[key] !== null) walk(value[key], [...steps, key]);
    }
  };
  walk(JSON.parse(good), []);
});

test("prototype keys do not fit", () => {
  assert.equal(fits(JSON.parse(JSON.stringify(full()).replace('"ratings":{', '"ratings":{"__proto__":{},'))), false);
  assert.equal(fits(JSON.parse(JSON.stringify(full()).replace('"format":', '"constructor":1,"format":'))), false);
  assert.equal(fits(JSON.parse(JSON.stringify(full()).replace('"by":"w1"', '"by":"__proto__"'))), false);
  assert.equal(fits(JSON.parse(JSON.stringify(full()).replace('"scale":"importance"', '"scale":"prototype"'))), false);
});
