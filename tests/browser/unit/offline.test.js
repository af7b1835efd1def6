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
  const next = { ...LIST, version: "2", files: ["assets/a.js", "index.html", "new.html", "topics/trust.html"] };

  test("has all that is kept fetched anew, and what is gone removed", async () => {
    const worker = await installed();
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
    assert.deepEqual(await worker.say({ ask: "state" }), []);
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

  test("that finds no room says so, and what could not be kept", async () => {
    const worker = await installed();
    worker.net["topics/trust.html"] = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    assert.ok((await worker.say({ ask: "whole" })).some(({ failed, full }) => failed >= 1 && full));
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
