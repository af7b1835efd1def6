"use strict";
const assert = require("node:assert/strict");
const { afterEach, describe, test } = require("node:test");
const { IDBFactory, IDBObjectStore } = require("fake-indexeddb");
const { study } = require("./load.js");

const open = [];
/** A tab: a store of its own over one browser's storage. */
async function tab(indexedDB, options = {}) {
  const store = await study.open({ site: "example", indexedDB, ...options });
  open.push(store);
  return store;
}
afterEach(() => open.splice(0).forEach((store) => store.close()));
const values = async (store) => Object.fromEntries((await store.all()).map(({ kind, id, value }) => [`${kind} ${id}`, value]));
const told = (store) => new Promise((done) => store.listen(done));

describe("the store of the study tools", () => {
  test("keeps a record, with when and how often it changed, and gives it to another tab", async () => {
    const factory = new IDBFactory();
    const one = await tab(factory, { now: () => new Date("2026-01-05T09:00:00Z") });
    assert.deepEqual([one.mode, one.message], ["kept", ""]);
    assert.deepEqual(await one.set("note", "II.A.6", "First"), { ok: true, message: "Saved in this browser." });
    await one.set("note", "II.A.6", "Second");
    const two = await tab(factory);
    assert.deepEqual(await two.all("note"), [{ kind: "note", id: "II.A.6", rev: 2, at: "2026-01-05T09:00:00.000Z", value: "Second" }]);
    assert.equal(await two.get("note", "II.A.6"), "Second");
    assert.equal(await two.get("note", "II.A.7"), undefined);
    assert.deepEqual(await two.all("bookmark"), []);
  });

  test("deletes what is set to nothing, and writes nothing where nothing changes", async () => {
    const store = await tab(new IDBFactory());
    await store.set("bookmark", "II.A.6", true);
    const heard = [];
    store.listen((keys) => heard.push(keys));
    await store.set("bookmark", "II.A.6", true);
    assert.deepEqual(heard, []);
    await store.set("bookmark", "II.A.6", undefined);
    assert.deepEqual(heard, [["bookmark II.A.6"]]);
    assert.deepEqual(await store.all(), []);
  });

  test("two tabs that change the same thing at once both count", async () => {
    const factory = new IDBFactory();
    const tabs = [await tab(factory), await tab(factory)];
    const more = (store) => store.change([{ kind: "cards", id: "day", edit: (value = 0) => value + 1 }]);
    await Promise.all(Array.from({ length: 40 }, (_, index) => more(tabs[index % 2])));
    assert.deepEqual(await values(tabs[0]), { "cards day": 40 });
  });

  test("tells the other tabs what changed", async () => {
    const factory = new IDBFactory();
    const [one, two] = [await tab(factory), await tab(factory)];
    const heard = told(two);
    await one.set("bookmark", "II.A.6", true);
    assert.deepEqual(await heard, ["bookmark II.A.6"]);
  });

  test("changes several things together, or none", async () => {
    const factory = new IDBFactory();
    const store = await tab(factory);
    const { put } = IDBObjectStore.prototype;
    let writes = 0;
    IDBObjectStore.prototype.put = function (value, key) {
      if (++writes === 2) throw new DOMException("full", "QuotaExceededError");
      return put.call(this, value, key);
    };
    try {
      const done = await store.change(["a", "b"].map((id) => ({ kind: "note", id, edit: () => id })));
      assert.equal(done.ok, false);
      assert.match(done.message, /^Not saved/);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    assert.deepEqual(await store.all(), []);
  });

  test("asks for strict durability", async () => {
    const factory = new IDBFactory();
    const store = await tab(factory);
    const { transaction } = Object.getPrototypeOf(await new Promise((done) => (factory.open("x").onsuccess = (event) => done(event.target.result))));
    assert.equal(typeof transaction, "function");
    const asked = [];
    const proto = require("fake-indexeddb").IDBDatabase.prototype;
    proto.transaction = function (stores, mode, options) {
      asked.push(options?.durability);
      return transaction.call(this, stores, mode, options);
    };
    try {
      await store.set("note", "a", "b");
    } finally {
      proto.transaction = transaction;
    }
    assert.deepEqual(asked, ["strict"]);
  });

  test("works in memory where storage is refused, and says so each time", async () => {
    const refusing = /** @type {any} */ ({
      open() {
        throw new DOMException("no", "SecurityError");
      },
    });
    for (const factory of [null, refusing]) {
      const store = await tab(factory);
      assert.equal(store.mode, "memory");
      assert.match(store.message, /does not let the page store anything/);
      const done = await store.set("note", "II.A.6", "Words");
      assert.deepEqual(done, { ok: false, message: store.message });
      assert.equal(await store.get("note", "II.A.6"), "Words");
      await store.set("note", "II.A.6", undefined);
      assert.deepEqual(await store.all(), []);
    }
  });

  test("opens the database again after the browser closed it", async () => {
    const factory = new IDBFactory();
    const store = await tab(factory);
    await store.set("note", "a", "kept");
    await new Promise((done) => {
      const request = factory.deleteDatabase("standpoint-study/example");
      request.onsuccess = () => done(undefined);
    });
    assert.deepEqual(await store.set("note", "b", "new"), { ok: true, message: "Saved in this browser." });
    assert.deepEqual(await values(store), { "note b": "new" });
  });

  test("sites have databases of their own", async () => {
    const factory = new IDBFactory();
    await (await tab(factory)).set("bookmark", "A", true);
    assert.deepEqual(await (await tab(factory, { site: "other" })).all(), []);
  });

  test("people who share a browser have databases of their own in a package", async (t) => {
    t.after(() => delete (/** @type {any} */ (globalThis).document));
    const factory = new IDBFactory();
    const as = async (/** @type {string} */ learner) => {
      globalThis.document = /** @type {any} */ ({ documentElement: { dataset: { learner } }, addEventListener() {}, removeEventListener() {} });
      return tab(factory);
    };
    await (await as("one")).set("note", "A", "Mine");
    assert.deepEqual(await (await as("two")).all(), []);
    assert.equal(await (await as("one")).get("note", "A"), "Mine");
  });

  test("says words with values, one and many, and the site's own first", () => {
    study.words({ "test": "{n} cards, {name}", "test-one": "1 card, {name}" });
    assert.equal(study.say("test", { n: 2, name: "codes" }), "2 cards, codes");
    assert.equal(study.say("test", { n: 1, name: "codes" }), "1 card, codes");
    assert.equal(study.say("unknown"), "unknown");
  });
});

test("what was written while a page was left is written when the next one opens", async () => {
  const kept = new Map();
  globalThis.localStorage = /** @type {any} */ ({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) });
  try {
    const factory = new IDBFactory();
    const one = await tab(factory);
    await one.set("note", "A", "Before");
    one.leave([{ kind: "note", id: "A", base: "Before", value: "Before and after" }, { kind: "note", id: "B", base: undefined, value: "New" }]);
    assert.deepEqual(await values(await tab(factory)), { "note A": "Before and after", "note B": "New" });
    assert.equal(kept.size, 0);
    // Written in another tab meanwhile: both stay.
    one.leave([{ kind: "note", id: "A", base: "Before", value: "Mine" }]);
    assert.equal(await (await tab(factory)).get("note", "A"), "Before and after\n\nMine");
    // The same of what is written in a check, with what else belongs to it; an answer that is chosen has no such halves.
    await one.set("answer", "r", { text: "Kept", words: "1" });
    await one.set("answer", "s", { given: "0", words: "1" });
    one.leave([
      { kind: "answer", id: "r", base: undefined, value: { text: "Typed", words: "2" } },
      { kind: "answer", id: "s", base: undefined, value: { given: "1", words: "2" } },
    ]);
    const answers = await tab(factory);
    assert.deepEqual(await answers.get("answer", "r"), { text: "Kept\n\nTyped", words: "2" });
    assert.deepEqual(await answers.get("answer", "s"), { given: "1", words: "2" });
    // Where there is no room it stays where it is, until there is.
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    one.leave([{ kind: "note", id: "D", base: undefined, value: "No room" }]);
    await tab(factory);
    IDBObjectStore.prototype.put = put;
    assert.equal(await (await tab(factory)).get("note", "D"), "No room");
    // Two things on a page, each of which leaves something, and one of them twice.
    one.leave([{ kind: "answer", id: "one", base: undefined, value: { given: "0", words: "1" } }]);
    one.leave([{ kind: "vignette", id: "v", base: undefined, value: [["a", "b"]] }]);
    one.leave([{ kind: "answer", id: "one", base: undefined, value: { given: "1", words: "1" } }]);
    const both = await tab(factory);
    assert.deepEqual(await both.get("answer", "one"), { given: "1", words: "1" });
    assert.deepEqual(await both.get("vignette", "v"), [["a", "b"]]);
    for (const odd of ["{", "{}", "null", "[null]"]) {
      kept.set("standpoint-study/example/left", odd);
      assert.equal((await tab(factory)).mode, "kept");
      one.leave([{ kind: "note", id: "C", base: undefined, value: `After ${odd}` }]);
      assert.equal(await (await tab(factory)).get("note", "C"), `After ${odd}`, odd);
      await one.set("note", "C", undefined);
    }
  } finally {
    delete globalThis.localStorage;
  }
});
