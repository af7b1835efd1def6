"use strict";
const assert = require("node:assert/strict");
const { afterEach, describe, test } = require("node:test");
const fc = require("fast-check");
const { IDBFactory } = require("fake-indexeddb");
const { study } = require("./load.js");

const { file } = study;
const open = [];
const EARLY = "2026-01-05T09:00:00.000Z";
const LATE = "2026-02-05T09:00:00.000Z";
const note = (value, at = EARLY, id = "II.A.6") => ({ kind: "note", id, at, value });
const card = study.schedule.next(null, 3, new Date(EARLY));
const everything = [
  ...[{ kind: "bookmark", id: "II.A.6", at: EARLY, value: true }, note("Words"), { kind: "highlight", id: "II.A.6 x", at: EARLY, value: { start: 0, end: 5, quote: "Words" } }],
  ...[{ kind: "card", id: "codes II.A.6", at: EARLY, value: card }, { kind: "cards", id: "settings", at: EARLY, value: { more: 10 } }],
  ...[{ kind: "lesson", id: "c/one", at: EARLY, value: true }, { kind: "answer", id: "c/q/s", at: EARLY, value: { given: "0", words: "x", marked: true } }],
  ...[{ kind: "answer", id: "c/q/r", at: EARLY, value: { text: "Thoughts", words: "x" } }, { kind: "check", id: "c/q", at: EARLY, value: { right: 1, of: 2, answered: 2 } }],
  ...[{ kind: "vignette", id: "c/v", at: EARLY, value: [["a", "0"]] }, { kind: "something-new", id: "of a later version", at: EARLY, value: { deep: [1, { more: null }] } }],
];
const sorted = (records) => [...records].sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1)).map(({ kind, id, at, value }) => ({ kind, id, at, value }));
const withStudy = (packed, more = {}) => JSON.stringify({ format: "standpoint-backup", formatVersion: 1, responses: [], study: packed, ...more });
const packed = (...records) => withStudy({ formatVersion: 1, site: "", records });
async function storeWith(records) {
  const store = await study.open({ site: "example", indexedDB: new IDBFactory() });
  open.push(store);
  await file.bring(store, records);
  return store;
}
afterEach(() => open.splice(0).forEach((store) => store.close()));

describe("the file of what is kept while studying", () => {
  test("brings everything back as it was, things of a later version too", async () => {
    const store = await storeWith(everything);
    const opened = file.open(file.toText(await store.all()));
    assert.deepEqual([opened.ok, opened.problems, opened.responses], [true, [], 0]);
    const other = await storeWith(opened.records);
    assert.deepEqual(sorted(await other.all()), sorted(everything));
    // As an editor on Windows may have saved it.
    assert.ok(file.open(`\uFEFF${file.toText(await store.all())}`).ok);
    assert.equal(file.toText(await other.all(), new Date(EARLY)), file.toText(await store.all(), new Date(EARLY)));
  });

  test("refuses what is no file of these, and says which page can open it", () => {
    const told = (text) => {
      const { ok, problems, records } = file.open(text);
      assert.deepEqual([ok, records], [false, []]);
      return problems[0].message;
    };
    assert.match(told("{"), /not JSON/);
    assert.match(told("[]"), /not a file that was saved here/);
    assert.match(told("null"), /not a file that was saved here/);
    assert.match(told('{"format":"standpoint-response"}'), /one self-assessment/);
    assert.match(told('{"format":"standpoint-encrypted"}'), /encrypted/);
    assert.match(told('{"format":"standpoint-backup","formatVersion":2}'), /newer version/);
    assert.match(told('{"format":"standpoint-backup","formatVersion":1,"responses":[]}'), /no bookmarks/);
    assert.match(told(withStudy({ formatVersion: 2, records: [] })), /newer version/);
    assert.match(told(withStudy([])), /not a file/);
    assert.match(told(withStudy({ formatVersion: 1, records: {} })), /list is expected/);
    assert.match(told("x".repeat(26e6)), /larger than 25 MB/);
  });

  test("one wrong thing in it refuses it whole, and says where", () => {
    const wrong = [
      ...[null, 5, [], {}, { ...note("x"), kind: "Note" }, { ...note("x"), id: "" }, { ...note("x"), id: "a\u0000b" }, { ...note("x"), id: 5 }],
      ...[{ ...note("x"), at: "yesterday" }, { ...note("x"), at: 5 }, { kind: "note", id: "a", at: EARLY }, note(""), note(" \n"), note(5), note("x".repeat(1_000_001))],
      ...[{ kind: "bookmark", id: "a", at: EARLY, value: 1 }, { kind: "highlight", id: "a x", at: EARLY, value: { start: 5, end: 5, quote: "" } }],
      ...[{ ...card, stability: 0 }, { ...card, stability: "5" }, { ...card, due: "x" }, { ...card, state: "new" }, { ...card, reps: -1 }, [card]].map((value) => ({ kind: "card", id: "codes a", at: EARLY, value })),
      ...[{ given: 1, words: "x", marked: true }, { given: ["a", {}], words: "x", marked: true }, { given: "0" }, { text: 5, words: "x" }].map((value) => ({ kind: "answer", id: "c/q/s", at: EARLY, value })),
      ...[{ right: 3, of: 2, answered: 2 }, { right: 0.5, of: 2, answered: 2 }].map((value) => ({ kind: "check", id: "c/q", at: EARLY, value })),
      ...[{ kind: "vignette", id: "c/v", at: EARLY, value: [["a"]] }, { kind: "new-kind", id: "a", at: EARLY, value: "x".repeat(200_000) }],
    ];
    for (const one of wrong) {
      const { ok, problems, records } = file.open(packed(note("fine"), one));
      assert.deepEqual([ok, records.length, problems.map(({ path }) => path)], [false, 0, ["study.records[1]"]], JSON.stringify(one).slice(0, 200));
    }
    const deep = JSON.parse(`${'{"a":'.repeat(50)}1${"}".repeat(50)}`);
    assert.equal(file.open(packed({ kind: "new-kind", id: "a", at: EARLY, value: deep })).ok, false);
    for (const name of ["__proto__", "constructor", "prototype"]) {
      const text = packed(note("x")).replace('"value"', `"${name}":{"polluted":1},"value"`);
      assert.match(file.open(text).problems[0].message, /a name that no file may use/);
    }
    assert.equal({}.polluted, undefined);
  });

  test("texts that were put together often are read back", async () => {
    const store = await storeWith([note("a".repeat(20_000))]);
    for (const letter of ["b", "c", "d"]) await file.bring(store, [note(letter.repeat(20_000))]);
    const [kept] = await store.all();
    assert.equal(kept.value.length, 80_006);
    assert.deepEqual(file.open(file.toText([kept])).records[0].value, kept.value);
  });

  test("the same thing over and over, always another, is refused before it takes long", () => {
    const records = Array.from({ length: 60_000 }, (_, index) => note(String(index).padEnd(210, ".")));
    const { ok, problems } = file.open(packed(...records));
    assert.deepEqual([ok, problems.length], [false, 100]);
  });

  test("never throws, whatever is in the file", () => {
    fc.assert(fc.property(fc.json(), (text) => assert.equal(file.open(text).ok, false)), { numRuns: 300 });
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (values) => {
        const records = values.map((value, index) => ({ kind: ["note", "card", "answer", "check", "vignette"][index], id: `a${index}`, at: EARLY, value }));
        const { ok, problems } = file.open(packed(...records));
        assert.ok(ok === (problems.length === 0));
      }),
      { numRuns: 500 },
    );
  });

  test("what has no text is refused like anything else", () => {
    // In a page, too, where `String` of it throws.
    const odd = { toString: 1, valueOf: 1 };
    const files = [
      ...[{ ...note("x"), kind: odd }, { kind: "card", id: "codes a", at: EARLY, value: { ...card, state: odd } }].map((one) => packed(one)),
      ...[withStudy({ formatVersion: odd, records: [] }), withStudy({ formatVersion: 1, records: [] }, { formatVersion: odd })],
    ];
    for (const text of files) {
      const { ok, problems } = file.open(text);
      assert.deepEqual([ok, problems.length], [false, 1], text);
    }
    assert.equal(file.open(withStudy({ formatVersion: 1, site: odd, records: [note("x")] })).site, "?");
  });

  test("a time from the future counts as now", () => {
    const [one] = file.open(packed(note("x", "2999-01-01T00:00:00.000Z"))).records;
    assert.ok(one.at <= new Date().toISOString());
  });
});

describe("putting a file together with what is here", () => {
  const result = async (here, there) => {
    const store = await storeWith(here);
    const plan = file.plan(await store.all(), there);
    const done = await file.bring(store, there);
    assert.equal(done.ok, true);
    return { plan: Object.fromEntries(Object.entries(plan).map(([name, list]) => [name, list.length])), value: (await store.all())[0]?.value, store };
  };
  const bookmarkCards = (days, at) => ({ kind: "card", id: "codes a", at, value: study.schedule.next(null, days, new Date(at)) });

  test("what is only in one of them stays", async () => {
    const { store, plan } = await result([note("here", EARLY, "A")], [note("there", EARLY, "B")]);
    assert.deepEqual(plan, { added: 1, changed: 0, kept: 0, same: 0 });
    assert.deepEqual((await store.all()).map(({ value }) => value), ["here", "there"]);
  });

  test("nothing is taken in with which a file could not be opened again", async () => {
    const store = await storeWith([note("a".repeat(600_000))]);
    const { ok, message } = await file.bring(store, [note("b".repeat(600_000), LATE)]);
    assert.equal(ok, false);
    assert.match(message, /Nothing was changed: .* more than a file may hold/);
    assert.equal(file.open(file.toText(await store.all())).ok, true);
    assert.equal((await store.all())[0].value, "a".repeat(600_000));
  });

  test("of two texts both stay, unless one holds the other", async () => {
    assert.deepEqual([(await result([note("One")], [note("Two", LATE)])).value, (await result([note("One", LATE)], [note("Two")])).value], ["One\n\nTwo", "One\n\nTwo"]);
    assert.equal((await result([note("One")], [note("One and more")])).value, "One and more");
    const kept = await result([note("One and more")], [note("One", LATE)]);
    assert.deepEqual([kept.value, kept.plan], ["One and more", { added: 0, changed: 0, kept: 1, same: 0 }]);
    const reflection = (text, at) => ({ kind: "answer", id: "c/q/r", at, value: { text, words: "x" } });
    assert.equal((await result([reflection("One", EARLY)], [reflection("Two", LATE)])).value.text, "One\n\nTwo");
  });

  test("the same file taken in twice changes nothing the second time", async () => {
    const { store } = await result([note("One")], [note("Two", LATE)]);
    const before = await store.all();
    await file.bring(store, [note("Two", LATE)]);
    assert.deepEqual(await store.all(), before);
  });

  test("of two cards the one answered later stays, of two scores the better, of two answers the newer", async () => {
    assert.equal((await result([bookmarkCards(3, EARLY)], [bookmarkCards(1, LATE)])).value.last, LATE);
    assert.equal((await result([bookmarkCards(3, LATE)], [bookmarkCards(1, EARLY)])).value.last, LATE);
    const score = (right, at) => ({ kind: "check", id: "c/q", at, value: { right, of: 3, answered: 3 } });
    assert.equal((await result([score(3, EARLY)], [score(1, LATE)])).value.right, 3);
    const answer = (given, at) => ({ kind: "answer", id: "c/q/s", at, value: { given, words: "x", marked: false } });
    assert.equal((await result([answer("0", EARLY)], [answer("1", LATE)])).value.given, "1");
    assert.equal((await result([answer("0", LATE)], [answer("1", EARLY)])).value.given, "0");
  });

  test("says in words how much there is", () => {
    assert.deepEqual(file.counts(everything), ["1 bookmark", "1 note", "1 highlight", "1 flashcard begun", "1 lesson done", "2 answers in courses", "1 vignette begun"]);
  });

  test("deletes everything and gives it back", async () => {
    const store = await storeWith(everything);
    const { records } = await file.remove(store);
    assert.deepEqual(await store.all(), []);
    await file.bring(store, records);
    assert.deepEqual(sorted(await store.all()), sorted(everything));
  });
});
