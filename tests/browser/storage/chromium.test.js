"use strict";
// The store in a real browser: killed in the middle, two tabs, a sandboxed frame, no room left, cleared by hand.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { test, describe, before, after } = require("node:test");
const { removed } = require("../support/files.js");
const { makeSite, serve, launch, fileUrl, temporary } = require("./chromium.js");

const ROUNDS = Number(process.env.ROUNDS ?? 12);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = makeSite();
let server;
before(async () => (server = await serve(folder)));
after(() => {
  server.stop();
  removed(folder);
});
const places = { "file:": () => fileUrl(folder), "http:": () => server.url };

/** Opens the page and a session in it: `session`, `data` and `answer(code, value)` in the page. */
async function openPage(context, url) {
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await page.goto(url + "page.html");
  await openSession(page);
  return { page, wrong };
}

const openSession = (page) =>
  page.evaluate(async () => {
    const { assess } = Standpoint;
    const data = JSON.parse(document.getElementById("assessment-data").textContent);
    const store = await assess.openStore({ site: data.site.key });
    const session = await store.open("r1", assess.createResponse(data, { id: "r1" }));
    await session.edit({ type: "put", kind: "occasion", record: { id: "o1", kind: "baseline", date: "2026-01-01" } }).saved;
    const answer = (code, value) =>
      session.edit({ type: "answer", occasion: "o1", code, role: "worker", scale: "confidence", value, hash: "h" });
    const note = (value) => session.edit({ type: "write", occasion: "o1", code: "I.A.1", role: "worker", field: "note", value });
    const at = (code) => session.response.occasions[0].ratings[code]?.roles.worker.scales.confidence.value;
    const noted = () => session.response.occasions[0].ratings["I.A.1"]?.roles.worker.note?.value ?? "";
    Object.assign(globalThis, { assess, data, store, session, answer, note, at, noted });
    return { mode: store.mode, reason: store.reason };
  });

describe("killed", () => {
  for (const place of Object.keys(places))
    test(`${ROUNDS} times over ${place}: everything that was reported as saved is there`, async () => {
      const profile = temporary();
      let reported = 0;
      let total = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const browser = await launch(profile);
        const { page, wrong } = await openPage(browser.context, places[place]());
        const found = Number(await page.evaluate(() => noted()));
        assert.ok(found >= reported, `round ${round}: ${reported} was saved, ${found} is there`);
        total += reported;
        // A note that counts up; it is reported when the page would show "saved". Then the end, at any moment.
        const least = found + 1 + Math.floor(Math.random() * 40);
        const wanted = round === 0 ? found + 1 : least;
        let arrived = () => {};
        const now = new Promise((resolve) => (arrived = resolve));
        await page.exposeFunction("report", (count) => {
          reported = Math.max(reported, count);
          if (count >= wanted) arrived();
        });
        await page.evaluate((from) => {
          let count = from;
          session.onState = ({ state }) => state === "saved" && report(Number(noted()));
          const next = () => {
            count++;
            note(String(count));
            setTimeout(next, count % 3 === 0 ? 0 : count % 7);
          };
          setTimeout(next, 50);
        }, found);
        await Promise.race([now, sleep(10_000)]);
        await browser.kill();
        assert.deepEqual(wrong, []);
        assert.ok(reported > found, "nothing was saved in this round");
      }
      const browser = await launch(profile);
      const { page } = await openPage(browser.context, places[place]());
      assert.ok(Number(await page.evaluate(() => noted())) >= reported);
      assert.ok(total > 0);
      await browser.kill();
      removed(profile);
    });
});

describe("in one browser", () => {
  let browser;
  const profile = temporary();
  before(async () => (browser = await launch(profile)));
  after(async () => {
    await browser.kill();
    removed(profile);
  });

  for (const place of Object.keys(places)) {
    test(`two tabs over ${place} write at the same time: both are there, in both`, async () => {
      const [one, two] = [await openPage(browser.context, places[place]()), await openPage(browser.context, places[place]())];
      await Promise.all([
        one.page.evaluate(() => Promise.all([1, 2, 3, 4, 2].map((value) => answer("I.A.2", value).saved))),
        two.page.evaluate(() => Promise.all([4, 3, 2, 1, 3].map((value) => answer("I.A.3", value).saved))),
      ]);
      for (const { page, wrong } of [one, two]) {
        await page.waitForFunction(() => at("I.A.2") === 2 && at("I.A.3") === 3, null, { timeout: 3000 });
        assert.equal(await page.evaluate(() => assess.findConflicts(session.response).length), 0);
        assert.deepEqual(wrong, []);
      }
      assert.equal(await one.page.evaluate(() => store.openElsewhere("r1")), true);
      await two.page.close();
      await one.page.waitForFunction(async () => (await store.openElsewhere("r1")) === false);
      await one.page.close();
    });

    test(`two tabs over ${place} change one answer at the same time: both are kept`, async () => {
      const [one, two] = [await openPage(browser.context, places[place]()), await openPage(browser.context, places[place]())];
      await one.page.evaluate(() => answer("II.A.1", 1).saved);
      await two.page.waitForFunction(() => at("II.A.1") === 1);
      // Neither hears of the other before it has written.
      for (const { page } of [one, two]) await page.evaluate(() => (session.refresh = () => Promise.resolve()));
      await Promise.all([one.page.evaluate(() => answer("II.A.1", 3).saved), two.page.evaluate(() => answer("II.A.1", 4).saved)]);
      const stored = await one.page.evaluate(async () => {
        const [{ stands, other }] = assess.findConflicts(await store.read("r1"));
        return [stands.value, other.value].sort();
      });
      assert.deepEqual(stored, [3, 4]);
      for (const { page } of [one, two]) await page.close();
    });

    test(`cleared by hand over ${place}: says so at once, puts back what the page has`, { skip: place === "file:" && "DevTools clears no file: origin" }, async () => {
      const { page } = await openPage(browser.context, places[place]());
      await page.evaluate(() => answer("II.A.3", 2).saved);
      const session = await browser.context.newCDPSession(page);
      await session.send("Storage.clearDataForOrigin", { origin: new URL(places[place]()).origin, storageTypes: "indexeddb" });
      await page.waitForFunction(() => globalThis.session.state.reason === "cleared", null, { timeout: 3000 });
      assert.equal(await page.evaluate(() => globalThis.session.retry()), true);
      assert.equal(await page.evaluate(async () => (await store.read("r1")).occasions[0].ratings["II.A.3"].roles.worker.scales.confidence.value), 2);
      await page.close();
    });

    test(`in a sandboxed frame over ${place}: works in memory and says so`, { skip: place === "file:" && "Chromium loads no scripts into one" }, async () => {
      const page = await browser.context.newPage();
      await page.goto(places[place]() + "frame.html");
      const frame = page.frames().find((one) => one.url().endsWith("inside.html"));
      await frame.waitForFunction(() => globalThis.Standpoint?.assess?.openStore);
      assert.deepEqual(await openSession(frame), { mode: "memory", reason: "refused" });
      assert.deepEqual(await frame.evaluate(async () => [await answer("I.A.1", 3).saved, at("I.A.1"), session.state.state, (await store.list()).length]), [false, 3, "not-saved", 1]);
      await page.close();
    });

    test(`encryption and reading files work over ${place}`, async () => {
      const { page, wrong } = await openPage(browser.context, places[place]());
      const result = await page.evaluate(async () => {
        const file = await assess.encrypt(assess.toJson(session.response), "pass");
        const wrongPassphrase = (await assess.decrypt(file, "nope")).code;
        const { text } = await assess.decrypt(file, "pass");
        const { ok, kind } = await assess.openFile(new Blob([text]), data);
        return { ok, kind, wrongPassphrase };
      });
      assert.deepEqual(result, { ok: true, kind: "response", wrongPassphrase: "passphrase" });
      assert.deepEqual(wrong, []);
      await page.close();
    });
  }

  // A disk of its own, so that it can be full: root alone may make one.
  test("no room left on the disk: not saved, and saved when there is room again", async (t) => {
    const disk = fs.mkdtempSync("/tmp/standpoint-disk-");
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=96m", "tmpfs", disk]).status === 0;
    if (!mounted) return t.skip("no disk can be mounted here");
    const small = await launch(`${disk}/profile`);
    try {
      const { page } = await openPage(small.context, server.url);
      const { bavail, bsize } = fs.statfsSync(disk);
      const filler = fs.openSync(`${disk}/filler`, "w");
      try {
        for (const block of Array(Math.ceil((bavail * bsize) / 1e6)).fill(Buffer.alloc(1e6, 1))) fs.writeSync(filler, block);
      } catch (error) {
        assert.equal(error.code, "ENOSPC");
      }
      const full = await page.evaluate(async () => {
        const states = [];
        session.onState = ({ state, reason }) => states.push(`${state} ${reason ?? ""}`.trim());
        const ok = await note("x".repeat(90_000)).saved;
        return { ok, states, kept: noted().length };
      });
      assert.equal(full.ok, false);
      assert.equal(full.kept, 90_000);
      assert.equal(full.states[0], "saving");
      assert.match(full.states[1], /^not-saved (quota|failed)$/);
      fs.closeSync(filler);
      fs.rmSync(`${disk}/filler`);
      assert.equal(await page.evaluate(() => session.retry()), true);
      assert.equal(await page.evaluate(async () => (await store.read("r1")).occasions[0].ratings["I.A.1"].roles.worker.note.value.length), 90_000);
    } finally {
      await small.kill();
      spawnSync("umount", ["-l", disk]);
      fs.rmdirSync(disk);
    }
  });
});
