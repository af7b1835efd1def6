"use strict";
const assert = require("node:assert/strict");
const { test, describe, afterEach } = require("node:test");
const fc = require("fast-check");
const { IDBDatabase, IDBFactory, IDBKeyRange, IDBObjectStore } = require("fake-indexeddb");
const { assess, data, plain, editor, fresh } = require("./load.js");

const open = [];
/** A tab: a store of its own over one browser's storage. */
async function tab(indexedDB, options = {}) {
  const store = await assess.openStore({ site: "example", indexedDB, keyRange: IDBKeyRange, patience: 300, ...options });
  open.push(store);
  return store;
}
afterEach(() => open.splice(0).forEach((store) => store.close()));

const answer = (code, value, scale = "confidence", role = "worker") => ({ type: "answer", occasion: "o1", code, role, scale, value, hash: `hash-${code}` });
const started = () => editor("w", fresh()).occasion("o1").response;
const valueOf = (response, code, scale = "confidence") => response.occasions[0]?.ratings[code]?.roles.worker?.scales[scale]?.value;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** All state changes of a session, as words. */
function watch(session) {
  const states = [];
  session.onState = ({ state, reason }) => states.push(reason ? `${state}: ${reason}` : state);
  return states;
}
/** Counts and can disturb what is put. */
function onPut(before) {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, key) {
    before(key, value, this);
    return put.call(this, value, key);
  };
  return () => (IDBObjectStore.prototype.put = put);
}

describe("keeping", () => {
  test("an edit is saving, then saved, and is there for another tab", async () => {
    const factory = new IDBFactory();
    const store = await tab(factory);
    assert.deepEqual([store.mode, store.reason], ["kept", null]);
    const session = await store.open("r1", started());
    await session.settled();
    const states = watch(session);
    assert.equal(await session.edit(answer("I.A.1", 3)).saved, true);
    assert.deepEqual(states, ["saving", "saved"]);
    assert.equal(session.state.message, "Saved on this machine.");
    assert.ok(session.state.saved);
    assert.deepEqual(plain(await (await tab(factory)).read("r1")), plain(session.response));
    const again = await (await tab(factory)).open("r1");
    assert.equal(again.state.state, "saved");
    assert.equal(valueOf(again.response, "I.A.1"), 3);
  });

  test("responses of the same moment are always listed in the same order", async () => {
    const lists = [];
    for (const ids of [["b", "a", "c"], ["c", "b", "a"], ["a", "c", "b"]]) {
      const store = await tab(new IDBFactory());
      for (const id of ids) await store.bring(fresh(id), "replace");
      lists.push((await store.list()).map(({ id }) => id).join());
    }
    assert.deepEqual(new Set(lists), new Set(["c,b,a"]));
  });

  test("saved is never said before the transaction has completed", async () => {
    const factory = new IDBFactory();
    const session = await (await tab(factory)).open("r1", started());
    await session.settled();
    const reader = await tab(factory);
    const checks = [];
    session.onState = ({ state }) => state === "saved" && checks.push(reader.read("r1").then((response) => valueOf(response, "I.A.1")));
    for (const value of [1, 2, 3, 4]) await session.edit(answer("I.A.1", value)).saved;
    assert.deepEqual(await Promise.all(checks), [1, 2, 3, 4]);
  });

  test("saved means that it is on the disk, and not only on its way there", async () => {
    const store = await tab(new IDBFactory());
    const { transaction } = IDBDatabase.prototype;
    const asked = new Set();
    IDBDatabase.prototype.transaction = function (names, mode, options) {
      if (mode === "readwrite") asked.add(options?.durability);
      return transaction.call(this, names, mode, options);
    };
    const session = await store.open("r1", started());
    await session.edit(answer("I.A.1", 3)).saved;
    await store.bring(session.response, "merge");
    IDBDatabase.prototype.transaction = transaction;
    assert.deepEqual([...asked], ["strict"]);
  });

  test("one answer writes one record, and it is small", async () => {
    const session = await (await tab(new IDBFactory())).open("r1", started());
    await session.edit(answer("I.A.2", 1)).saved;
    const puts = [];
    const restore = onPut((key, value) => puts.push([key.join("/"), JSON.stringify(value).length]));
    await session.edit(answer("I.A.1", 3)).saved;
    restore();
    assert.deepEqual(puts.map(([key]) => key), ["r1/rating/o1/I.A.1"]);
    assert.ok(puts[0][1] < 400);
  });

  test("a hundred edits at once need few transactions, and the last ones count", async () => {
    const factory = new IDBFactory();
    const session = await (await tab(factory)).open("r1", started());
    await session.settled();
    let count = 0;
    const restore = onPut(() => count++);
    for (let n = 0; n < 100; n++) session.edit(answer(["I.A.1", "I.A.2"][n % 2], (n % 4) + 1));
    assert.equal(await session.settled(), true);
    restore();
    assert.ok(count <= 4, `${count}`);
    const stored = await (await tab(factory)).read("r1");
    assert.deepEqual([valueOf(stored, "I.A.1"), valueOf(stored, "I.A.2")], [3, 4]);
  });

  test("an occasion that was deleted and taken back is stored whole", async () => {
    const factory = new IDBFactory();
    const session = await (await tab(factory)).open("r1", started());
    await session.edit(answer("I.A.1", 3)).saved;
    const [occasion] = session.response.occasions;
    await session.edit({ type: "remove", kind: "occasion", id: "o1" }).saved;
    await session.edit({ type: "restore", kind: "occasion", record: occasion }).saved;
    const stored = await (await tab(factory)).read("r1");
    assert.deepEqual([valueOf(stored, "I.A.1"), stored.deleted], [3, []]);
  });

  test("what was deleted from a list is deleted for good, also in an older copy that comes back", async () => {
    const meeting = (actions) => ({ type: "put", kind: "supervision", record: { id: "s", actions } });
    const store = await tab(new IDBFactory());
    const session = await store.open("r1", started());
    await session.edit(meeting([{ id: "a", text: "One" }, { id: "b", text: "Two" }])).saved;
    const copy = session.response;
    await session.edit(meeting([{ id: "b" }])).saved;
    const { response } = await store.bring(copy, "merge");
    assert.deepEqual(response.supervision[0].actions.map(({ id }) => id), ["b"]);
  });

  test("several responses, listed with sizes, times and files; one assessment's alone", async () => {
    const store = await tab(new IDBFactory());
    const session = await store.open("r1", started());
    await session.edit(answer("I.A.1", 2)).saved;
    await store.bring({ ...fresh("r2"), assessment: { id: "other", title: "Other" } }, "merge");
    await store.noteFile("r1");
    const all = await store.list();
    assert.deepEqual(all.map(({ id }) => id).sort(), ["r1", "r2"]);
    const [one] = await store.list("planning");
    assert.deepEqual([one.id, one.occasions, one.ratings, one.journal, one.snapshots], ["r1", 1, 1, 0, 0]);
    assert.ok(Math.abs(one.size - JSON.stringify(session.response).length) < 200);
    assert.ok(one.saved && one.file && one.file >= one.saved);
    assert.equal(all.find(({ id }) => id === "r2").file, null);
  });

  test("removing deletes only its own, with its snapshots", async () => {
    const factory = new IDBFactory();
    const store = await tab(factory);
    const other = await tab(factory, { site: "another" });
    await other.bring(fresh("r1"), "merge");
    for (const id of ["r1", "r11", "r2"]) for (let n = 0; n < 2; n++) await store.bring(fresh(id), "replace");
    for (const id of ["r1", "r2"]) await store.noteFile(id);
    const [snapshot] = await store.snapshots("r1");
    const { earlier } = await store.remove("r1");
    assert.deepEqual((await store.list()).map(({ id, snapshots }) => [id, snapshots]).sort(), [["r11", 1], ["r2", 1]]);
    assert.deepEqual(await store.snapshots("r1"), []);
    await store.bring(fresh("r1"), "merge", "merge", earlier);
    assert.deepEqual(await store.snapshots("r1"), [snapshot]);
    assert.deepEqual((await store.list()).filter(({ file }) => file).map(({ id }) => id), ["r2"]);
    assert.equal((await store.removeAll()).ok, true);
    assert.deepEqual((await factory.databases()).map(({ name }) => name), ["standpoint/another"]);
    assert.deepEqual(await store.list(), []);
    assert.deepEqual((await factory.databases()).map(({ name }) => name).sort(), ["standpoint/another", "standpoint/example"]);
    assert.equal((await other.list()).length, 1);
    // And it goes on.
    await store.bring(fresh("r3"), "merge");
    assert.deepEqual((await store.list()).map(({ id }) => id), ["r3"]);
  });

  test("removing all leaves nothing, also where a page that hangs keeps hold of the storage", async () => {
    const factory = new IDBFactory();
    const store = await tab(factory);
    for (let n = 0; n < 2; n++) await store.bring(started(), "replace");
    await store.noteFile("r1");
    const hanging = await new Promise((resolve) => {
      const request = factory.open("standpoint/example", 1);
      request.onsuccess = () => resolve(request.result);
    });
    assert.equal((await store.removeAll()).ok, true);
    const left = hanging.transaction(["records", "snapshots", "about"]);
    const counts = await Promise.all(["records", "snapshots", "about"].map((name) => new Promise((resolve) => (left.objectStore(name).count().onsuccess = ({ target }) => resolve(target.result)))));
    hanging.close();
    assert.deepEqual(counts, [0, 0, 0]);
  });

  test("what is not there", async () => {
    const store = await tab(new IDBFactory());
    assert.equal(await store.open("none"), null);
    assert.equal(await store.read("none"), null);
    assert.equal(await store.snapshot('["none"]'), null);
    assert.equal((await store.goBack('["none"]')).ok, false);
  });
});

describe("two tabs", () => {
  const quiet = () => {
    const real = globalThis.BroadcastChannel;
    globalThis.BroadcastChannel = undefined;
    return () => (globalThis.BroadcastChannel = real);
  };
  async function two({ broadcast = true } = {}) {
    const restore = broadcast ? () => {} : quiet();
    const factory = new IDBFactory();
    const stores = [await tab(factory), await tab(factory)];
    restore();
    const first = await stores[0].open("r1", started());
    await first.edit(answer("I.A.1", 1)).saved;
    return { factory, stores, sessions: [first, await stores[1].open("r1")] };
  }

  test("are one writer", async () => {
    const { stores, sessions } = await two();
    assert.equal(sessions[0].writer, sessions[1].writer);
    // Two responses on one machine have two, so that their files do not tell.
    const other = await stores[0].open("r2", fresh("r2"));
    await other.settled();
    assert.notEqual(other.writer, sessions[0].writer);
    assert.equal((await stores[1].open("r2")).writer, other.writer);
  });

  for (const broadcast of [true, false])
    test(`different answers at the same time, ${broadcast ? "with" : "without"} BroadcastChannel: both are there`, async () => {
      const { factory, sessions } = await two({ broadcast });
      await Promise.all([sessions[0].edit(answer("I.A.2", 2)).saved, sessions[1].edit(answer("I.A.3", 3)).saved]);
      for (const session of sessions) await session.refresh();
      const stored = await (await tab(factory)).read("r1");
      for (const response of [stored, ...sessions.map((session) => session.response)])
        assert.deepEqual(["I.A.1", "I.A.2", "I.A.3"].map((code) => valueOf(response, code)), [1, 2, 3]);
      assert.deepEqual(assess.findConflicts(stored), []);
    });

  test("one answer at the same time: both are kept, and shown in both", async () => {
    const { factory, sessions } = await two({ broadcast: false });
    await Promise.all([sessions[0].edit(answer("I.A.1", 3)).saved, sessions[1].edit(answer("I.A.1", 4)).saved]);
    for (const session of sessions) await session.refresh();
    const stored = await (await tab(factory)).read("r1");
    for (const response of [stored, ...sessions.map((session) => session.response)]) {
      const [conflict, ...more] = assess.findConflicts(response);
      assert.deepEqual(more, []);
      assert.deepEqual([conflict.stands.value, conflict.other.value].sort(), [3, 4]);
    }
    const [conflict] = assess.findConflicts(sessions[0].response);
    await sessions[0].edit({ type: "settle", conflict, take: true }).saved;
    await sessions[1].refresh();
    assert.deepEqual(assess.findConflicts(sessions[1].response), []);
    assert.equal(valueOf(sessions[1].response, "I.A.1"), conflict.other.value);
  });

  /** Does something when a method of the storage is called next: in the middle of what a tab is at. */
  function meanwhile(method, work) {
    const original = IDBObjectStore.prototype[method];
    IDBObjectStore.prototype[method] = function (...args) {
      IDBObjectStore.prototype[method] = original;
      work();
      return original.apply(this, args);
    };
  }
  for (const [name, method, begin] of /** @type {const} */ ([
    ["is written", "get", (session) => session.edit(answer("I.A.2", 2)).saved],
    ["is looked at", "getAll", (session) => session.refresh()],
  ]))
    test(`an answer that is given while what the other tab wrote ${name} stays, on the page and in the storage`, async () => {
      const { factory, sessions } = await two({ broadcast: false });
      await sessions[1].edit(answer("I.A.2", 3, "importance")).saved;
      meanwhile(method, () => sessions[0].edit(answer("I.A.3", 4)));
      await begin(sessions[0]);
      assert.equal(valueOf(sessions[0].response, "I.A.3"), 4);
      assert.equal(await sessions[0].settled(), true);
      const stored = await (await tab(factory)).read("r1");
      for (const response of [stored, sessions[0].response])
        assert.deepEqual([valueOf(response, "I.A.1"), valueOf(response, "I.A.2", "importance"), valueOf(response, "I.A.3")], [1, 3, 4]);
    });

  test("one after the other is no conflict", async () => {
    const { sessions } = await two();
    await sessions[0].edit(answer("I.A.1", 3)).saved;
    await sessions[1].refresh();
    await sessions[1].edit(answer("I.A.1", 4)).saved;
    await sessions[0].refresh();
    assert.equal(valueOf(sessions[0].response, "I.A.1"), 4);
    assert.deepEqual(assess.findConflicts(sessions[0].response), []);
  });

  test("the other tab is told what changed, without asking", async () => {
    const { sessions } = await two();
    const changes = [];
    sessions[1].onChange = (response, keys) => changes.push(...plain(keys));
    await sessions[0].edit(answer("I.A.2", 2)).saved;
    for (let wait = 0; wait < 50 && !changes.length; wait++) await sleep(10);
    assert.deepEqual(changes, [["rating", "o1", "I.A.2"]]);
  });

  test("the other tab is told of a file that was taken in, without asking, and the list of what is here, too", async () => {
    const { stores, sessions } = await two();
    let lists = 0;
    stores[1].onList = () => lists++;
    await stores[0].bring(editor("w9", sessions[0].response, 10).answer("o1", "I.A.3", "confidence", 3).response, "merge");
    for (let wait = 0; wait < 50 && valueOf(sessions[1].response, "I.A.3") !== 3; wait++) await sleep(10);
    assert.equal(valueOf(sessions[1].response, "I.A.3"), 3);
    assert.ok(lists > 0);
  });

  test("an occasion deleted in one tab and edited in the other comes back whole", async () => {
    const { factory, sessions } = await two({ broadcast: false });
    await sessions[0].edit({ type: "remove", kind: "occasion", id: "o1" }).saved;
    await sleep(5);
    await sessions[1].edit(answer("I.A.2", 2)).saved;
    const stored = await (await tab(factory)).read("r1");
    assert.deepEqual([valueOf(stored, "I.A.1"), valueOf(stored, "I.A.2")], [1, 2]);
    assert.deepEqual(stored.deleted, []);
  });

  test("an occasion deleted in one tab is gone in the other", async () => {
    const { sessions } = await two({ broadcast: false });
    await sessions[0].edit({ type: "remove", kind: "occasion", id: "o1" }).saved;
    await sessions[1].refresh();
    assert.deepEqual(sessions[1].response.occasions, []);
    await sessions[1].edit({ type: "put", kind: "journal", record: { id: "j", text: "x" } }).saved;
    await sessions[0].refresh();
    assert.deepEqual([sessions[0].response.occasions.length, sessions[0].response.journal.length], [0, 1]);
  });

  test("property: whatever two tabs write in whatever order, nothing is lost and both end up the same", async () => {
    const restore = quiet();
    const steps = fc.array(fc.record({ who: fc.nat(1), code: fc.constantFrom("I.A.1", "I.A.2"), value: fc.integer({ min: 1, max: 4 }), wait: fc.constantFrom("no", "saved", "refresh") }), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const factory = new IDBFactory();
        const stores = [await tab(factory), await tab(factory)];
        const first = await stores[0].open("r1", started());
        await first.settled();
        const sessions = [first, await stores[1].open("r1")];
        for (const { who, code, value, wait } of list) {
          const { saved } = sessions[who].edit(answer(code, value));
          if (wait !== "no") await saved;
          if (wait === "refresh") await sessions[1 - who].refresh();
        }
        const last = sessions.map(({ response }) => response);
        for (const session of sessions) assert.equal(await session.settled(), true);
        for (const session of sessions) await session.refresh();
        const stored = await stores[0].read("r1");
        const content = ({ occasions, deleted }) => assess.canonical([occasions, deleted]);
        for (const session of sessions) assert.equal(content(session.response), content(stored));
        for (const code of ["I.A.1", "I.A.2"]) {
          const rating = stored.occasions[0].ratings[code];
          const there = [rating?.roles.worker.scales.confidence, ...(rating?.conflicts ?? [])].map((version) => version?.value);
          // What each tab last showed is there, unless the other tab saw and replaced it.
          const shown = last.map((response) => valueOf(response, code));
          assert.ok(shown.some((value) => value === there[0]), `${shown} ${there}`);
        }
        for (const store of stores) store.close();
      }),
      { seed: 7, numRuns: 60 },
    );
    restore();
  });
});

describe("bringing a file in", () => {
  test("merging and replacing keep a snapshot to go back to; five are kept", async () => {
    const store = await tab(new IDBFactory());
    const first = editor("w1", started(), 10).answer("o1", "I.A.1", "confidence", 1).response;
    assert.equal((await store.bring(first, "merge")).ok, true);
    assert.deepEqual(await store.snapshots(), []);
    const second = editor("w2", first, 20).answer("o1", "I.A.2", "confidence", 2).response;
    const { response } = await store.bring(second, "merge", "import");
    assert.equal(valueOf(response, "I.A.2"), 2);
    const [snapshot] = await store.snapshots("r1");
    assert.deepEqual([snapshot.response, snapshot.why, snapshot.title], ["r1", "import", "Planning"]);
    assert.equal(valueOf(await store.snapshot(snapshot.key), "I.A.2"), undefined);
    await store.goBack(snapshot.key);
    assert.equal(valueOf(await store.read("r1"), "I.A.2"), undefined);
    // Back from going back.
    const [back] = await store.snapshots("r1");
    assert.equal(back.why, "back");
    await store.goBack(back.key);
    assert.equal(valueOf(await store.read("r1"), "I.A.2"), 2);
    for (let n = 0; n < 6; n++) await store.bring(second, "replace", `${n}`);
    assert.deepEqual((await store.snapshots("r1")).map(({ why }) => why).sort(), ["1", "2", "3", "4", "5"]);
    await store.removeSnapshot((await store.snapshots("r1"))[0].key);
    assert.equal((await store.snapshots("r1")).length, 4);
  });

  test("another tab follows, and what was replaced does not come back", async () => {
    const factory = new IDBFactory();
    const [one, two] = [await tab(factory), await tab(factory)];
    await one.bring(editor("w1", started(), 10).answer("o1", "I.A.1", "confidence", 1).response, "merge");
    const session = await two.open("r1");
    await one.bring(started(), "replace");
    await session.refresh();
    assert.deepEqual(plain(session.response.occasions[0].ratings), {});
    await session.edit(answer("I.A.3", 3)).saved;
    const stored = await one.read("r1");
    assert.deepEqual(Object.keys(stored.occasions[0].ratings), ["I.A.3"]);
  });

  test("an import while the other tab is writing loses neither", async () => {
    const factory = new IDBFactory();
    const [one, two] = [await tab(factory), await tab(factory)];
    await one.bring(started(), "merge");
    const session = await two.open("r1");
    const writing = session.edit(answer("I.A.1", 1)).saved;
    await one.bring(editor("w9", started(), 10).answer("o1", "I.A.2", "confidence", 2).response, "merge");
    await writing;
    const stored = await one.read("r1");
    assert.deepEqual([valueOf(stored, "I.A.1"), valueOf(stored, "I.A.2")], [1, 2]);
  });

  test("what says that it is the same and belongs to another self-assessment is refused", async () => {
    const store = await tab(new IDBFactory());
    await store.bring(started(), "merge");
    const other = { ...started(), assessment: { id: "other", title: "Other" }, modified: "2027-01-01T00:00:00.000Z" };
    for (const how of /** @type {const} */ (["merge", "replace"])) {
      const { ok, message } = await store.bring(other, how);
      assert.equal(ok, false);
      assert.match(message, /Nothing was changed: .* belongs to another self-assessment/);
    }
    assert.equal((await store.list())[0].assessment.id, "planning");
    assert.deepEqual(await store.snapshots(), []);
  });

  test("what could not be opened again, put together with what is here, is refused", async () => {
    const store = await tab(new IDBFactory());
    const many = (name) => {
      const response = plain(started());
      response.occasions = Array.from({ length: 300 }, (_, n) => ({ ...response.occasions[0], id: `${name}${n}` }));
      return response;
    };
    assert.equal((await store.bring(many("a"), "merge")).ok, true);
    const { ok, message } = await store.bring(many("b"), "merge");
    assert.equal(ok, false);
    assert.match(message, /Nothing was changed: .* more than a file may hold/);
    assert.equal((await store.read("r1")).occasions.length, 300);
    assert.equal((await store.bring(many("b"), "replace")).ok, true);
  });

  test("if it cannot be kept, nothing has changed", async () => {
    const store = await tab(new IDBFactory());
    await store.bring(started(), "merge");
    const restore = onPut((key) => {
      if (key[1] === "rating") throw new DOMException("full", "QuotaExceededError");
    });
    const brought = await store.bring(editor("w1", started(), 10).answer("o1", "I.A.1", "confidence", 1).response, "merge");
    restore();
    assert.deepEqual([brought.ok, brought.reason], [false, "quota"]);
    assert.deepEqual(plain(await store.read("r1")).occasions[0].ratings, {});
    assert.deepEqual(await store.snapshots(), []);
  });
});

describe("where it fails, it says so and goes on in memory", () => {
  const throwing = (name) => ({ open: () => { throw new DOMException("no", name); } });
  const failing = (name) => ({
    open: () => {
      const request = { error: new DOMException("no", name) };
      setTimeout(() => request.onerror());
      return request;
    },
  });
  const blocking = {
    open: () => {
      const request = {};
      setTimeout(() => request.onblocked());
      return request;
    },
  };
  const cases = [
    ["no storage at all", null, "refused"],
    ["a sandboxed frame", throwing("SecurityError"), "refused"],
    ["a private window", failing("InvalidStateError"), "refused"],
    ["a disk that is full", failing("QuotaExceededError"), "quota"],
    ["data of a newer version", failing("VersionError"), "version"],
    ["a broken storage", failing("UnknownError"), "failed"],
    ["a storage that never answers", { open: () => ({}) }, "silent"],
    ["a storage that an older page keeps hold of", blocking, "blocked"],
  ];
  for (const [name, factory, reason] of cases)
    test(name, async () => {
      const store = await tab(factory);
      assert.deepEqual([store.mode, store.reason], ["memory", reason]);
      assert.match(store.message, /^Not saved: /);
      const session = await store.open("r1", started());
      const states = watch(session);
      assert.equal(await session.edit(answer("I.A.1", 3)).saved, false);
      assert.deepEqual([...new Set(states)], [`not-saved: ${reason}`]);
      assert.equal(valueOf(session.response, "I.A.1"), 3);
      // All else works until the page is closed.
      assert.equal(valueOf(await store.read("r1"), "I.A.1"), 3);
      await store.bring(session.response, "merge");
      const [listed] = await store.list();
      assert.deepEqual([listed.id, listed.saved, listed.snapshots], ["r1", null, 1]);
      await store.remove("r1");
      assert.deepEqual(await store.list(), []);
    });

  test("a getter that throws, as in a sandboxed frame", async () => {
    Object.defineProperty(globalThis, "indexedDB", { configurable: true, get: () => { throw new DOMException("no", "SecurityError"); } });
    try {
      assert.equal((await tab(undefined)).reason, "refused");
    } finally {
      delete globalThis.indexedDB;
    }
  });

  test("storage that comes back: one retry keeps everything", async () => {
    const factory = new IDBFactory();
    let broken = true;
    const flaky = { open: (...args) => (broken ? throwing("SecurityError").open() : factory.open(...args)) };
    const store = await tab(flaky);
    const session = await store.open("r1", started());
    await session.edit(answer("I.A.1", 3)).saved;
    assert.equal(await session.retry(), false);
    broken = false;
    assert.equal(await session.retry(), true);
    assert.equal(session.state.state, "saved");
    assert.equal(valueOf(await (await tab(factory)).read("r1"), "I.A.1"), 3);
  });

  test("full while writing: not saved, kept in memory, saved on the next try", async () => {
    const factory = new IDBFactory();
    const session = await (await tab(factory)).open("r1", started());
    await session.settled();
    const states = watch(session);
    const restore = onPut(() => { throw new DOMException("full", "QuotaExceededError"); });
    assert.equal(await session.edit(answer("I.A.1", 3)).saved, false);
    assert.equal(await session.edit(answer("I.A.2", 2)).saved, false);
    restore();
    assert.equal(session.state.pending, 2);
    assert.match(session.state.message, /no room left/);
    assert.equal(await session.retry(), true);
    assert.deepEqual(states, ["saving", "not-saved: quota", "saving", "not-saved: quota", "saving", "saved"]);
    const stored = await (await tab(factory)).read("r1");
    assert.deepEqual([valueOf(stored, "I.A.1"), valueOf(stored, "I.A.2")], [3, 2]);
  });

  test("full before it is opened: what is there can be read, and is saved on the next try", async () => {
    const factory = new IDBFactory();
    const before = await (await tab(factory)).open("r1", started());
    await before.edit(answer("I.A.1", 3)).saved;
    const restore = onPut(() => { throw new DOMException("full", "QuotaExceededError"); });
    const session = await (await tab(factory)).open("r1");
    assert.deepEqual([valueOf(session.response, "I.A.1"), session.state.state, session.writer], [3, "saved", before.writer]);
    assert.equal(await session.edit(answer("I.A.2", 2)).saved, false);
    restore();
    assert.equal(session.state.reason, "quota");
    assert.equal(await session.retry(), true);
    const stored = await (await tab(factory)).read("r1");
    assert.deepEqual([valueOf(stored, "I.A.1"), valueOf(stored, "I.A.2")], [3, 2]);
  });

  test("cleared meanwhile: says so at the next look or edit, and puts everything back when asked", async () => {
    const factory = new IDBFactory();
    const [one, two] = [await tab(factory), await tab(factory)];
    const session = await one.open("r1", started());
    await session.edit(answer("I.A.1", 3)).saved;
    const states = watch(session);
    await two.removeAll();
    for (let wait = 0; wait < 50 && !states.length; wait++) await sleep(10);
    assert.equal(session.state.reason, "cleared");
    assert.equal(await session.edit(answer("I.A.2", 2)).saved, false);
    assert.equal(session.state.reason, "cleared");
    assert.equal(await session.retry(), true);
    const stored = await (await tab(factory)).read("r1");
    assert.deepEqual([valueOf(stored, "I.A.1"), valueOf(stored, "I.A.2")], [3, 2]);
  });

  test("a storage that hangs while writing: says so, and that it is saved when it is", async () => {
    const factory = new IDBFactory();
    const session = await (await tab(factory)).open("r1", started());
    await session.settled();
    const other = await new Promise((resolve) => {
      const request = factory.open("standpoint/example", 1);
      request.onsuccess = () => resolve(request.result);
    });
    // A transaction that goes on and on: all others wait.
    let hangs = true;
    const busy = other.transaction(["records", "snapshots", "about"], "readwrite").objectStore("about");
    const more = () => hangs && (busy.get(["x"]).onsuccess = more);
    more();
    try {
      const states = watch(session);
      const { saved } = session.edit(answer("I.A.1", 3));
      for (let wait = 0; wait < 100 && states.length < 2; wait++) await sleep(10);
      assert.deepEqual(states, ["saving", "not-saved: silent"]);
      hangs = false;
      assert.equal(await saved, true);
      assert.equal(session.state.state, "saved");
    } finally {
      hangs = false;
      other.close();
    }
  });

  test("a storage that is gone when something is begun: begins in memory, and says so", async () => {
    const factory = new IDBFactory();
    const databases = [];
    const flaky = {
      open: (...args) => {
        if (databases.length) throw new DOMException("no", "UnknownError");
        const request = factory.open(...args);
        request.addEventListener("success", () => databases.push(request.result));
        return request;
      },
    };
    const store = await tab(flaky);
    databases[0].close();
    const session = await store.open("r1", started());
    assert.equal(await session.edit(answer("I.A.1", 3)).saved, false);
    assert.deepEqual([session.state.state, valueOf(session.response, "I.A.1")], ["not-saved", 3]);
  });

  test("a newer page opens the storage: this one lets go and says so", async () => {
    const factory = new IDBFactory();
    const session = await (await tab(factory)).open("r1", started());
    await session.settled();
    const newer = await new Promise((resolve) => {
      const request = factory.open("standpoint/example", 2);
      request.onsuccess = () => resolve(request.result);
    });
    assert.equal(session.state.reason, "version");
    assert.equal(await session.edit(answer("I.A.1", 3)).saved, false);
    assert.equal(session.state.state, "not-saved");
    assert.equal(valueOf(session.response, "I.A.1"), 3);
    newer.close();
  });

  test("a connection that was lost is opened again", async () => {
    const databases = [];
    const factory = new IDBFactory();
    const spy = {
      open: (...args) => {
        const request = factory.open(...args);
        request.addEventListener("success", () => databases.push(request.result));
        return request;
      },
    };
    const session = await (await tab(spy)).open("r1", started());
    await session.settled();
    databases[0].close();
    assert.equal(await session.edit(answer("I.A.1", 3)).saved, true);
    assert.equal(databases.length, 2);
  });
});

test("an error in the interface is not an error of the storage", async () => {
  const thrown = [];
  const listeners = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => thrown.push(error.message));
  const session = await (await tab(new IDBFactory())).open("r1", started());
  session.onState = () => { throw new Error("interface"); };
  assert.equal(await session.edit(answer("I.A.1", 1)).saved, true);
  assert.equal(session.state.state, "saved");
  await sleep(20);
  process.removeAllListeners("uncaughtException");
  for (const listener of listeners) process.on("uncaughtException", listener);
  assert.deepEqual([...new Set(thrown)], ["interface"]);
});

test("refused edits are not saved and do not change the state", async () => {
  const session = await (await tab(new IDBFactory())).open("r1", started());
  await session.settled();
  const states = watch(session);
  const { edited, saved } = session.edit({ ...answer("I.A.1", 1), occasion: "none" });
  assert.equal(edited.refused.code, "edit-no-entry");
  assert.equal(await saved, true);
  assert.deepEqual(states, []);
});
