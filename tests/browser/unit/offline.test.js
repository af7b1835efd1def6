"use strict";
// What the worker of a site for reading without a network keeps and answers, without a browser: what it uses of one stands
// here. `../site/offline.test.js` has it in a real one.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { describe, test } = require("node:test");
const vm = require("node:vm");

const script = path.join(__dirname, "../../../themes/default/scripts/offline-worker.js");
const SCOPE = "https://example.org/standards/";
const NAME = `standpoint ${SCOPE}`;
const LIST = { version: "1", pages: 3, bytes: 10, whole: true, first: ["assets/a.js", "index.html"], files: ["assets/a.js", "b c.html", "index.html", "topics/trust.html"], folders: [] };

/** An answer as a network has it. */
function reply(body, { status = 200, type = "basic", redirected = false } = {}) {
  const answer = new Response(body, { status });
  const clone = () => reply(body, { status, type, redirected });
  return Object.defineProperties(answer, { type: { value: type }, redirected: { value: redirected }, clone: { value: clone } });
}

/** A worker with a network whose files are `net`, by address in the site: bytes, or what makes an answer. */
function launch(list = LIST, stored = new Map()) {
  /** @type {Record<string, any>} */
  const net = { "offline-list.json": JSON.stringify(list) };
  for (const file of [...list.first, ...list.files]) net[file] = `the words of ${file}`;
  const asked = [];
  const listeners = {};
  const state = { unregistered: false, claimed: false };
  const boxes = stored;
  const caches = {
    async open(name) {
      if (!boxes.has(name)) boxes.set(name, new Map());
      const box = boxes.get(name);
      return {
        keys: async () => [...box.keys()].map((url) => ({ url })),
        match: async (url) => box.get(url)?.clone(),
        put: async (url, answer) => void box.set(url, reply(await answer.text())),
        delete: async (url) => box.delete(url),
      };
    },
    delete: async (name) => boxes.delete(name),
  };
  const fetch = async (request) => {
    const { href } = new URL(typeof request === "string" ? request : request.url);
    asked.push(href);
    const name = decodeURIComponent(new URL(href).pathname.slice(new URL(SCOPE).pathname.length));
    const found = href.startsWith(SCOPE) ? net[/(^|\/)$/.test(name) ? `${name}index.html` : name] : "elsewhere";
    if (found === undefined) return reply("not there", { status: 404 });
    return typeof found === "function" ? found() : reply(found);
  };
  const timers = [];
  const registration = { scope: SCOPE, unregister: async () => (state.unregistered = true) };
  const worker = { registration, clients: { claim: async () => (state.claimed = true) }, skipWaiting: async () => {}, addEventListener: (type, listener) => (listeners[type] = listener) };
  const setTimeout = (run, after, ...given) => timers.push({ after, run: () => run(...given) });
  vm.runInContext(fs.readFileSync(script, "utf8"), vm.createContext({ ...worker, caches, fetch, URL, Response, DOMException, setTimeout }), { filename: script });

  /** Lets an event be dealt with, and says what was answered, `undefined` if it was left to the browser. */
  async function event(type, fields = {}) {
    const work = [];
    let answered;
    listeners[type]({ ...fields, waitUntil: (one) => work.push(one), respondWith: (one) => (answered = one) });
    const answer = await answered;
    // What is waited for may have more to wait for.
    for (let at = 0; at < work.length; at++) await work[at];
    return answer;
  }
  return {
    ...{ net, asked, state, boxes, timers, event },
    kept: () => [...(boxes.get(NAME)?.keys() ?? [])].map((url) => decodeURIComponent(url.slice(SCOPE.length))).filter((name) => name !== "offline-list.json").sort(),
    ask: (address, { method = "GET", mode = "cors", headers = {} } = {}) => event("fetch", { request: { url: new URL(address, SCOPE).href, method, mode, headers: new Headers(headers) } }),
    say: async (data) => {
      const told = [];
      await event("message", { data, ports: [{ postMessage: (one) => told.push(JSON.parse(JSON.stringify(one))) }] });
      return told;
    },
  };
}
async function installed(list = LIST) {
  const worker = launch(list);
  await worker.event("install");
  await worker.event("activate");
  return worker;
}
const lost = () => Promise.reject(new TypeError("no network"));
const NAVIGATION = { mode: "navigate" };

describe("with the first visit", () => {
  test("what pages load is kept, and nothing else", async () => {
    const worker = await installed();
    assert.deepEqual(worker.kept(), ["assets/a.js", "index.html"]);
    assert.ok(worker.state.claimed);
  });

  test("a worker that could not fetch all of that is none", async () => {
    const worker = launch();
    worker.net["assets/a.js"] = lost;
    await assert.rejects(worker.event("install"));
    delete worker.net["offline-list.json"];
    await worker.event("install");
    assert.ok(worker.state.unregistered);
  });

  test("where pages lead to other addresses nothing is kept, and no more asked for than the first of them", async () => {
    const scripts = Array.from({ length: 40 }, (_, at) => `assets/${at}.js`);
    const worker = launch({ ...LIST, first: [...scripts, "index.html"] });
    worker.net["index.html"] = () => reply("words", { redirected: true });
    await assert.rejects(worker.event("install"));
    assert.deepEqual(worker.asked, [`${SCOPE}offline-list.json`, `${SCOPE}index.html`]);
    assert.equal(worker.boxes.size, 0);
    // The first that fails ends it, whatever it is.
    for (const script of scripts) worker.net[script] = lost;
    worker.net["index.html"] = "words";
    worker.asked.length = 0;
    await assert.rejects(worker.event("install"));
    assert.ok(worker.asked.length < 10, `${worker.asked}`);
    assert.equal(worker.boxes.size, 0);
  });

  test("the page that is shown is kept when it says so, and nothing else that is said", async () => {
    const worker = await installed();
    await worker.say({ ask: "keep", addresses: ["topics/trust.html#x", "other.html", "../x", "https://elsewhere.org/standards/index.html", "%", "topics%2ftrust.html"].map((one) => (one.includes(":") ? one : SCOPE + one)) });
    for (const ask of ["constructor", "nothing", undefined]) assert.deepEqual(await worker.say({ ask }), []);
    assert.deepEqual(worker.kept(), ["assets/a.js", "index.html", "topics/trust.html"]);
    assert.ok(worker.asked.every((url) => url.startsWith(SCOPE)), worker.asked.join());
  });
});

describe("an answer of the network", () => {
  test("is given, and kept by the file that it is of", async () => {
    const worker = await installed();
    for (const address of ["topics/trust.html?response=a", "b%20c.html", "./"]) await worker.ask(address, NAVIGATION);
    assert.deepEqual(worker.kept(), ["assets/a.js", "b c.html", "index.html", "topics/trust.html"]);
    worker.net["topics/trust.html"] = "new words";
    assert.equal(await (await worker.ask("topics/trust.html", NAVIGATION)).text(), "new words");
    worker.net["topics/trust.html"] = lost;
    for (const address of ["topics/trust.html", "topics/trust.html?b=1"]) assert.equal(await (await worker.ask(address, NAVIGATION)).text(), "new words");
  });

  for (const [what, options] of /** @type {[string, any][]} */ ([["a part", { status: 206 }], ["a failure", { status: 503 }], ["what leads elsewhere", { redirected: true }], ["another origin’s", { type: "cors" }], ["what can’t be looked into", { type: "opaqueredirect" }]]))
    test(`is given and not kept if it is ${what}`, async () => {
      const worker = await installed();
      worker.net["topics/trust.html"] = () => reply("words", options);
      assert.equal(await (await worker.ask("topics/trust.html")).text(), "words");
      worker.net["index.html"] = () => reply("other words", options);
      await worker.ask("index.html");
      assert.ok(!worker.kept().includes("topics/trust.html"));
      worker.net["index.html"] = lost;
      assert.equal(await (await worker.ask("index.html")).text(), "the words of index.html", "the copy from before is there");
    });

  test("gives way to a copy if the host is out of order", async () => {
    const worker = await installed();
    for (const status of [500, 502, 503]) {
      worker.net["index.html"] = () => reply("out of order", { status });
      assert.equal(await (await worker.ask("index.html", NAVIGATION)).text(), "the words of index.html");
    }
    worker.net["topics/trust.html"] = worker.net["index.html"];
    assert.equal((await worker.ask("topics/trust.html", NAVIGATION)).status, 503, "there is no copy");
  });

  test("that there is no such file takes its copy away", async () => {
    const worker = await installed();
    await worker.ask("topics/trust.html");
    worker.net["topics/trust.html"] = undefined;
    assert.equal((await worker.ask("topics/trust.html")).status, 404);
    assert.ok(!worker.kept().includes("topics/trust.html"));
  });

  test("that comes late gives way to a copy, and is kept all the same", async () => {
    const worker = await installed();
    let come;
    worker.net["index.html"] = () => new Promise((done) => (come = () => done(reply("late words"))));
    const asking = worker.ask("index.html");
    while (!worker.timers.length) await new Promise(setImmediate);
    assert.deepEqual(worker.timers.map(({ after }) => after), [3000]);
    worker.timers[0].run();
    await new Promise(setImmediate);
    come();
    assert.equal(await (await asking).text(), "the words of index.html");
    worker.net["index.html"] = lost;
    assert.equal(await (await worker.ask("index.html")).text(), "late words");
  });
});

describe("left to the browser", () => {
  test("is whatever doesn’t read a whole file of the site", async () => {
    const worker = await installed();
    for (const [address, options] of /** @type {[string, any][]} */ ([["index.html", { method: "POST" }], ["index.html", { headers: { range: "bytes=0-" } }], ["../index.html"], ["https://elsewhere.org/standards/"], ["%E0%A4.html"], ["topics%2Ftrust.html"]]))
      assert.equal(await worker.ask(address, options), undefined, address);
  });

  test("is what another has put beside it, with the network or without", async () => {
    const worker = await installed();
    worker.net["others/index.html"] = "words of others";
    assert.equal(await (await worker.ask("others/", NAVIGATION)).text(), "words of others");
    assert.ok(!worker.kept().includes("others/index.html"));
    worker.net["others/index.html"] = lost;
    await assert.rejects(worker.ask("others/", NAVIGATION));
  });
});

test("where a browser keeps nothing, the network answers", async () => {
  const worker = await installed();
  worker.boxes.get = () => {
    throw new DOMException("refused", "SecurityError");
  };
  const again = launch(LIST, worker.boxes);
  assert.equal(await (await again.ask("index.html", NAVIGATION)).text(), "the words of index.html");
  assert.equal(await (await worker.ask("topics/trust.html")).text(), "the words of topics/trust.html");
});

describe("without a network", () => {
  test("a page that was not kept leads to one that says so, and a file that was not kept is an error", async () => {
    const worker = await installed();
    worker.net["b c.html"] = lost;
    const answer = await worker.ask("b%20c.html", NAVIGATION);
    assert.deepEqual([answer.status, answer.headers.get("location")], [302, `${SCOPE}offline.html#b%20c.html`]);
    await assert.rejects(worker.ask("b%20c.html"));
  });

  test("the page that says so leads nowhere if it is lost itself", async () => {
    const worker = await installed({ ...LIST, files: [...LIST.files, "offline.html"] });
    worker.net["offline.html"] = lost;
    await assert.rejects(worker.ask("offline.html", NAVIGATION));
  });

  test("a file with a hash in its name is not asked for twice", async () => {
    const hashed = "assets/a.0123456789.js";
    const worker = await installed({ ...LIST, first: [hashed], files: [...LIST.files, hashed] });
    worker.asked.length = 0;
    await worker.ask(hashed);
    assert.deepEqual(worker.asked, []);
  });
});

describe("another list", () => {
  const next = { ...LIST, version: "2", files: ["assets/a.js", "index.html", "never-opened.html", "new.html", "topics/trust.html"] };

  test("has all that is kept fetched anew, and what is gone removed", async () => {
    const worker = await installed({ ...LIST, files: [...LIST.files, "never-opened.html"] });
    await worker.ask("topics/trust.html", NAVIGATION);
    await worker.ask("b%20c.html", NAVIGATION);
    Object.assign(worker.net, { "offline-list.json": JSON.stringify(next), "topics/trust.html": "new words" });
    await worker.ask("index.html", NAVIGATION);
    assert.deepEqual(worker.kept(), ["assets/a.js", "index.html", "topics/trust.html"]);
    worker.net["topics/trust.html"] = lost;
    assert.equal(await (await worker.ask("topics/trust.html")).text(), "new words");
  });

  test("leaves all as it is while what pages load can’t be fetched, also for a worker that begins anew", async () => {
    const worker = await installed();
    await worker.ask("b%20c.html", NAVIGATION);
    Object.assign(worker.net, { "offline-list.json": JSON.stringify(next), "assets/a.js": lost });
    await worker.ask("index.html", NAVIGATION);
    assert.ok(worker.kept().includes("b c.html"));
    const again = launch(next, new Map([[NAME, new Map(worker.boxes.get(NAME))]]));
    for (const one of [again, worker]) {
      one.net["assets/a.js"] = "1";
      await one.ask("index.html", NAVIGATION);
      assert.ok(!one.kept().includes("b c.html"));
    }
  });

  test("whose pages can’t all be fetched is tried again by a worker that begins anew", async () => {
    const worker = await installed();
    await worker.ask("topics/trust.html", NAVIGATION);
    Object.assign(worker.net, { "offline-list.json": JSON.stringify(next), "topics/trust.html": lost });
    await worker.ask("index.html", NAVIGATION);
    const again = launch(next, worker.boxes);
    again.net["topics/trust.html"] = "new words";
    await again.ask("index.html", NAVIGATION);
    again.net["topics/trust.html"] = lost;
    assert.equal(await (await again.ask("topics/trust.html")).text(), "new words");
  });

  for (const [what, answer] of /** @type {[string, any][]} */ ([["can’t be had", lost], ["is none", "<!doctype html>"], ["fails", () => reply("", { status: 500 })], ["comes from elsewhere", () => reply(JSON.stringify(next), { redirected: true })]]))
    test(`that ${what} changes nothing`, async () => {
      const worker = await installed();
      await worker.ask("b%20c.html", NAVIGATION);
      worker.net["offline-list.json"] = answer;
      await worker.ask("index.html", NAVIGATION);
      assert.ok(worker.kept().includes("b c.html") && !worker.state.unregistered);
    });

  test("that is gone takes the worker and its copies with it, and those of nobody else", async () => {
    const worker = await installed();
    worker.boxes.set("of another site", new Map());
    worker.net["offline-list.json"] = undefined;
    await worker.ask("index.html", NAVIGATION);
    assert.deepEqual([...worker.boxes.keys()], ["of another site"]);
    assert.ok(worker.state.unregistered);
    assert.equal(await worker.ask("topics/trust.html"), undefined);
    assert.deepEqual(await worker.say({ ask: "state" }), [{ ended: true, broken: true }]);
    assert.equal(worker.boxes.size, 1, "asking keeps nothing again");
  });

  describe("with other names of what pages load", () => {
    const [old, young] = ["assets/a.0123456789.js", "assets/a.abcdef0123.js"];
    const before = { ...LIST, first: [old, "index.html"], files: [old, "b c.html", "index.html", "never-opened.html", "topics/trust.html"] };
    const after = { ...before, version: "2", first: [young, "index.html"], files: [young, "index.html", "never-opened.html", "new.html", "topics/trust.html"] };
    /** A worker that has kept pages of the site before, and meets the one after. */
    async function updating(changes) {
      const worker = await installed(before);
      await worker.ask("topics/trust.html", NAVIGATION);
      Object.assign(worker.net, { "offline-list.json": JSON.stringify(after), [old]: undefined, [young]: "new script", "index.html": "new index", "new.html": "new", "topics/trust.html": "new words", "b c.html": undefined, ...changes });
      return worker;
    }
    const text = async (worker, address) => (await worker.ask(address)).text();

    test("leaves pages the scripts that they were made with while the new ones can’t be fetched", async () => {
      const worker = await updating({ [young]: lost });
      await worker.ask("b%20c.html", NAVIGATION);
      assert.equal(await text(worker, old), `the words of ${old}`);
      worker.net["index.html"] = lost;
      assert.equal(await text(worker, "index.html"), "the words of index.html", "no page without what it loads");
    });

    test("leaves them as long as one page is old, also for a worker that begins anew", async () => {
      const worker = await updating({ "topics/trust.html": lost });
      await worker.ask("index.html", NAVIGATION);
      const again = launch(after, worker.boxes);
      again.net["offline-list.json"] = again.net["topics/trust.html"] = lost;
      again.net[young] = undefined;
      for (const one of [worker, again]) {
        assert.equal(await text(one, "topics/trust.html"), "the words of topics/trust.html");
        assert.deepEqual([await text(one, old), await text(one, young)], [`the words of ${old}`, "new script"]);
      }
      Object.assign(again.net, { "offline-list.json": JSON.stringify(after), [young]: "new script" });
      again.net["topics/trust.html"] = "new words";
      await again.ask("index.html", NAVIGATION);
      assert.deepEqual(again.kept(), [young, "index.html", "topics/trust.html"]);
    });

    test("leaves a whole copy whole where a file fails, and where somebody asked for what is gone", async () => {
      const worker = await updating({});
      Object.assign(worker.net, { "offline-list.json": JSON.stringify(before), [old]: "old script", "b c.html": "b" });
      await worker.say({ ask: "whole" });
      Object.assign(worker.net, { "offline-list.json": JSON.stringify(after), [old]: undefined, "b c.html": undefined, "new.html": lost });
      await worker.ask("b%20c.html", NAVIGATION);
      const again = launch(after, worker.boxes);
      await again.ask("index.html", NAVIGATION);
      assert.deepEqual(again.kept(), after.files);
    });

    test("is no reason to ask twice for a script that is newer than the list", async () => {
      const worker = await updating({ "offline-list.json": lost });
      await worker.ask(young);
      worker.net[young] = lost;
      assert.equal(await text(worker, young), "new script");
      await worker.say({ ask: "remove" });
      assert.equal(await text(worker, young), "new script");
      assert.ok((await worker.say({ ask: "state" })).every(({ more }) => !more));
    });
  });

  test("is all there when what is gone was in a folder", async () => {
    const large = { ...LIST, whole: false, files: ["index.html"], folders: ["topics/"] };
    const worker = await installed(large);
    for (const page of ["topics/trust.html", "topics/gone.html"]) {
      worker.net[page] = "words";
      await worker.ask(page, NAVIGATION);
    }
    Object.assign(worker.net, { "offline-list.json": JSON.stringify({ ...large, version: "2" }), "topics/gone.html": undefined });
    await worker.ask("index.html", NAVIGATION);
    const again = launch({ ...large, version: "2" }, worker.boxes);
    await again.ask("index.html", NAVIGATION);
    assert.deepEqual(again.kept(), ["assets/a.js", "index.html", "topics/trust.html"]);
    assert.ok(!again.asked.some((url) => url.includes("trust")), "it is not all fetched again");
  });

  test("that is being fetched keeps nobody waiting who wants to know what is kept", async () => {
    const worker = await installed();
    let come;
    Object.assign(worker.net, { "offline-list.json": JSON.stringify(next), "assets/a.js": () => new Promise((done) => (come = () => done(reply("1")))) });
    const asking = worker.ask("index.html", NAVIGATION);
    while (!come) await new Promise(setImmediate);
    const [{ ended, kept }] = await worker.say({ ask: "state" });
    assert.deepEqual([ended, kept], [true, 1]);
    // Who has to wait hears that it goes on.
    const removing = worker.say({ ask: "remove" });
    come();
    await asking;
    const told = await removing;
    assert.deepEqual([told[0], told.at(-1).ended, worker.kept()], [{}, true, LIST.first]);
  });
});

describe("the whole site", () => {
  test("is kept when it is asked for, and says how far it is", async () => {
    const worker = await installed();
    const told = await worker.say({ ask: "whole" });
    assert.deepEqual(told, [
      { done: 1, of: 2 },
      { done: 2, of: 2 },
      { failed: 0, full: false },
      { ended: true, pages: 3, bytes: 10, whole: true, kept: 3, missing: 0, more: true },
    ]);
    const ended = { ended: true, pages: 3, bytes: 10, whole: true, kept: 1, missing: 2, more: false };
    assert.deepEqual(await worker.say({ ask: "remove" }), [ended]);
    assert.deepEqual(worker.kept(), LIST.first);
    assert.deepEqual(await worker.say({ ask: "state" }), [ended]);
  });

  test("has new pages, too, from then on", async () => {
    const worker = await installed();
    await worker.say({ ask: "whole" });
    const files = [...LIST.files, "new.html"];
    Object.assign(worker.net, { "offline-list.json": JSON.stringify({ ...LIST, version: "2", files }), "new.html": "new" });
    await worker.ask("index.html", NAVIGATION);
    assert.ok(worker.kept().includes("new.html"));
  });

  test("that finds no room says so, and gives back what it took", async () => {
    const worker = await installed();
    await worker.ask("b%20c.html", NAVIGATION);
    const full = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    const files = [...LIST.files, "x/1.html", "x/2.html", "y.html"];
    Object.assign(worker.net, { "offline-list.json": JSON.stringify({ ...LIST, version: "2", files }), "x/1.html": "1", "x/2.html": "2", "y.html": full });
    await worker.ask("index.html", NAVIGATION);
    const before = worker.kept();
    assert.ok((await worker.say({ ask: "whole" })).some(({ failed, full }) => failed >= 1 && full));
    assert.deepEqual(worker.kept(), before);
  });

  test("that grows beyond the room leaves what was kept of it", async () => {
    const worker = await installed();
    await worker.say({ ask: "whole" });
    const files = [...LIST.files, "x/1.html", "y.html"];
    Object.assign(worker.net, { "offline-list.json": JSON.stringify({ ...LIST, version: "2", files }), "x/1.html": "1" });
    worker.net["y.html"] = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    await worker.ask("index.html", NAVIGATION);
    assert.deepEqual(worker.kept(), LIST.files);
  });

  test("that a worker knows nothing of is told to be none", async () => {
    const worker = launch();
    for (const ask of ["state", "whole"]) assert.deepEqual((await worker.say({ ask })).at(-1), { ended: true, broken: true });
  });

  test("is not kept if it is too large, and what was opened in its folders is", async () => {
    const worker = await installed({ ...LIST, whole: false, files: ["explore.html", "index.html"], folders: ["topics/"] });
    worker.net["topics/trust.html"] = "words";
    await worker.ask("topics/trust.html", NAVIGATION);
    assert.deepEqual(worker.kept(), ["assets/a.js", "index.html", "topics/trust.html"]);
    await worker.say({ ask: "whole" });
    assert.deepEqual(worker.kept(), ["assets/a.js", "index.html", "topics/trust.html"]);
  });
});
