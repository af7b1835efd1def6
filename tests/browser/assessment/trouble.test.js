"use strict";
// What can go wrong around a page: no room left, a frame that refuses files, a link followed too early.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const http = require("node:http");
const { describe, it } = require("node:test");
const { desk, eventually } = require("../support/desk.js");
const { SHORT, axe, chosen, codes, file, item, part, press, radio, ready, responseOf, saved } = require("./form-support.js");

const d = desk();
const begin = async (t, options = {}) => {
  const page = await d.open(t, SHORT, { locale: "en-US", ...options });
  await ready(page);
  return { page, all: await codes(page) };
};
const note = async (page, code, text) => {
  const write = item(page, code).locator(".assess-unfold");
  if ((await write.getAttribute("aria-expanded")) === "false") await write.click();
  await item(page, code).locator("textarea").first().fill(text);
};
/** Follows a link, and stays since the browser asks. */
async function staysWhenAsked(page) {
  let asked = 0;
  page.once("dialog", (dialog) => {
    asked++;
    dialog.dismiss();
  });
  await page.getByRole("link", { name: "Glossary" }).first().click();
  await eventually(() => assert.equal(asked, 1));
}

describe("no room left to store anything", () => {
  /** A page in a browser with little room, and how to give it more. Chromium looks at the room before it is used up only. */
  async function cramped(t) {
    const made = await begin(t);
    const session = await made.page.context().newCDPSession(made.page);
    const origin = new URL(d.http).origin;
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 500_000 });
    return { ...made, makeRoom: () => session.send("Storage.overrideQuotaForOrigin", { origin }) };
  }
  /** Text that does not become short where it is stored. */
  const lengthy = () => Array.from({ length: 6000 }, () => Math.random().toString(36).slice(2, 12)).join(" ");
  /** Writes notes until no more can be stored; gives the codes that were written at. */
  async function fill(page, all, text) {
    const written = [];
    for (const code of all) {
      await page.evaluate((one) => Standpoint.assess.app.goTo(one), code);
      await note(page, code, text);
      written.push(code);
      if (await eventually(async () => {
        const state = await page.locator(".assess-saved").getAttribute("data-state");
        assert.match(state ?? "", /^(saved|not-saved)$/);
        return state === "not-saved";
      })) return written;
    }
    throw new Error("there is room without end");
  }

  it("says so and why, goes on in memory, offers a file, and saves all when there is room again", async (t) => {
    const { page, all, makeRoom } = await cramped(t);
    const [first] = all;
    await radio(page, first, "importance", 2).check();
    await saved(page);
    const long = lengthy();
    const written = await fill(page, all.slice(1), long);
    const trouble = page.locator(".assess-trouble");
    assert.match(await trouble.innerText(), /Not saved: there is no room left/);
    assert.equal(await page.locator(".assess-saved").innerText(), "Not saved");
    assert.match(await page.locator('#assess-status [role="status"]').innerText(), /no room left/);
    // On it goes: answers are shown, and still not called saved.
    const last = written.at(-1);
    await radio(page, last, "confidence", 4).check();
    await page.waitForTimeout(300);
    const answers = { [`${first}|importance`]: "2", [`${last}|confidence`]: "4" };
    assert.deepEqual(await chosen(page), answers);
    assert.equal(await page.locator(".assess-saved").innerText(), "Not saved");
    await trouble.getByRole("button", { name: "Try again" }).click();
    await page.waitForTimeout(300);
    assert.equal(await trouble.isVisible(), true);
    assert.deepEqual(await axe(page), []);
    const made = JSON.parse(fs.readFileSync(await file(t, page, () => trouble.getByRole("button", { name: "Save a file" }).click()), "utf8"));
    for (const code of written) assert.equal(made.occasions[0].ratings[code].roles.worker.note.value, long);
    assert.equal(made.occasions[0].ratings[last].roles.worker.scales.confidence.value, 4);
    // Leaving would lose something: the browser asks.
    await staysWhenAsked(page);
    assert.ok(page.url().includes(SHORT));

    await makeRoom();
    await trouble.getByRole("button", { name: "Try again" }).click();
    await saved(page);
    assert.equal(await trouble.isVisible(), false);
    await page.reload();
    await ready(page);
    assert.deepEqual(await chosen(page), answers);
    for (const code of written) assert.equal(await item(page, code).locator("textarea").first().inputValue(), long);
  });

  it("also saves the rest by itself with the next answer, once there is room", async (t) => {
    const { page, all, makeRoom } = await cramped(t);
    const long = lengthy();
    const written = await fill(page, all, long);
    await makeRoom();
    await radio(page, written.at(-1), "confidence", 1).check();
    await saved(page);
    await page.reload();
    await ready(page);
    for (const code of written) assert.equal(await item(page, code).locator("textarea").first().inputValue(), long);
  });

  it("shows what is stored when it is opened, here and for supervision", async (t) => {
    const { page, all } = await begin(t);
    await radio(page, all[0], "importance", 2).check();
    await saved(page);
    await page.addInitScript(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await page.reload();
    await ready(page);
    assert.deepEqual(await chosen(page), { [`${all[0]}|importance`]: "2" });
    await radio(page, all[0], "confidence", 3).check();
    await eventually(async () => assert.match(await page.locator(".assess-trouble").innerText(), /Not saved: there is no room left/));
    page.once("dialog", (dialog) => dialog.accept());
    await page.goto(`${d.http}supervision.html`);
    await page.getByRole("button", { name: "Work with this" }).click();
    await page.getByRole("button", { name: "New session" }).waitFor();
  });
});

describe("what is on the page only", () => {
  const unsaved = /Nothing else is opened while what you wrote here is not saved/;

  it("gives way to nothing else while there is no room", async (t) => {
    const { page, all } = await begin(t);
    await radio(page, all[0], "importance", 2).check();
    await saved(page);
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      window["full"] = true;
      IDBObjectStore.prototype.put = function (...values) {
        if (window["full"]) throw new DOMException("full", "QuotaExceededError");
        return put.apply(this, values);
      };
    });
    await note(page, all[0], "Only here.");
    await page.locator('.assess-saved[data-state="not-saved"]').waitFor();
    await part(page, "Files");
    await page.getByRole("button", { name: "Begin one for another person" }).click();
    await eventually(async () => assert.match(await page.locator(".assess-tell").innerText(), unsaved));
    const { id } = await responseOf(page);
    await page.evaluate(() => Standpoint.assess.app.openResponse("other"));
    const now = await responseOf(page);
    assert.deepEqual([now.id, now.occasions[0].ratings[all[0]].roles.worker.note.value], [id, "Only here."]);

    // Whoever tries again by keyboard goes on from there, and not from the head of the page.
    await page.evaluate(() => delete window["full"]);
    await page.locator(".assess-trouble").getByRole("button", { name: "Try again" }).press("Enter");
    await saved(page);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
  });

  it("is stored again before a file is put to it", async (t) => {
    const { page, all } = await begin(t);
    await radio(page, all[0], "importance", 2).check();
    await saved(page);
    await part(page, "Files");
    const other = JSON.parse(fs.readFileSync(await file(t, page, () => page.locator("#assess-files").getByRole("button", { name: "Save a file", exact: true }).click()), "utf8"));
    other.occasions[0].ratings[all[1]] = { roles: { supervisor: { scales: { importance: { value: 4, at: new Date().toISOString(), by: "s", hash: "h" } } } } };
    const from = { name: "back.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(other)) };
    const session = await page.context().newCDPSession(page);
    await session.send("Storage.clearDataForOrigin", { origin: new URL(d.http).origin, storageTypes: "all" });
    await page.locator('.assess-saved[data-state="not-saved"]').waitFor();
    await page.locator('#assess-files input[type="file"]').setInputFiles(from);
    await eventually(async () => assert.match(await page.locator(".assess-tell").innerText(), unsaved));
    await page.locator(".assess-trouble").getByRole("button", { name: "Store it again" }).click();
    await saved(page);
    await page.locator('#assess-files input[type="file"]').setInputFiles(from);
    await press(page, "Take it in");
    await eventually(async () => assert.deepEqual(Object.keys((await responseOf(page)).occasions[0].ratings).sort(), [all[0], all[1]].sort()));
  });

  it("is not left for another one on the page of supervision", async (t) => {
    const { page, all } = await begin(t);
    await radio(page, all[0], "importance", 2).check();
    await saved(page);
    const { id } = await responseOf(page);
    await page.goto(`${d.http}supervision.html?response=${id}`);
    await page.locator("html[data-ready=supervision]").waitFor();
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await page.getByRole("button", { name: "New session" }).click();
    await page.getByLabel("What you spoke about").fill("Only here.");
    await page.getByRole("button", { name: "Choose another" }).click();
    await eventually(async () => assert.match(await page.locator(".assess-tell").innerText(), unsaved));
    assert.equal(await page.getByLabel("What you spoke about").inputValue(), "Only here.");
  });

  it("is kept with every letter, or asked about before it is left", async (t) => {
    const { page, all } = await begin(t);
    await radio(page, all[0], "importance", 2).check();
    await saved(page);
    await part(page, "Files");
    await page.getByLabel("Your name or a pseudonym").pressSequentially("Heron");
    await saved(page);
    // It still has the focus.
    await page.reload();
    await ready(page);
    const { id, person } = await responseOf(page);
    assert.equal(person.pseudonym, "Heron");

    await page.goto(`${d.http}supervision.html?response=${id}`);
    await page.getByRole("button", { name: "New session" }).click();
    await page.getByLabel("Add a question").fill("Only here.");
    await staysWhenAsked(page);
    await page.getByLabel("Add a question").press("Enter");
    await page.getByRole("link", { name: "Glossary" }).first().click();
    await page.waitForURL(/glossary/);
  });
});

describe("a frame that refuses files", () => {
  for (const address of [SHORT, "practice.html"])
    it(`has the text of the file to copy: ${address}`, async (t) => {
      const outside = http.createServer((_, answer) => {
        answer.writeHead(200, { "content-type": "text/html" });
        answer.end(`<!doctype html><title>Frame</title><iframe sandbox="allow-scripts" width="1200" height="1600" src="${d.http}${address}"></iframe>`);
      });
      await new Promise((done) => outside.listen(0, "127.0.0.1", () => done(undefined)));
      t.after(() => (outside.closeAllConnections(), outside.close()));
      const own = `http://127.0.0.1:${outside.address().port}/`;
      const context = await d.context(t, { also: [own], expected: /sandboxed|Not allowed|allow-downloads|favicon|Permissions policy|clipboard/i, locale: "en-US" });
      const page = await context.newPage();
      page.on("download", () => assert.fail("the frame should not hand out files"));
      await page.goto(own);
      const frame = page.frames().find((one) => one !== page.mainFrame());
      if (address === SHORT) {
        await ready(frame);
        const [first] = await codes(frame);
        await radio(frame, first, "importance", 3).check();
        await frame.locator(".assess-trouble").getByRole("button", { name: "Save a file" }).click();
      } else {
        // Something to save, from a page that may hand it out.
        const { page: other, all } = await begin(t);
        await radio(other, all[0], "importance", 3).check();
        await saved(other);
        await part(other, "Files");
        const kept = await file(t, other, () => other.locator("#assess-files").getByRole("button", { name: "Save a file", exact: true }).click());
        await frame.locator("html[data-ready]").waitFor();
        await frame.getByLabel("Choose files").setInputFiles(kept);
        await frame.getByRole("button", { name: "Take in" }).click();
        await frame.getByRole("button", { name: "Save all to one file" }).click();
        await frame.locator("dialog[open]").getByRole("button", { name: "Save", exact: true }).click();
      }
      const dialog = frame.locator("dialog[open]", { hasText: "If no file has come" });
      await dialog.waitFor();
      const name = /(\S+\.standpoint\.json) is not in your downloads/.exec(await dialog.innerText())?.[1] ?? "";
      const text = JSON.parse(await dialog.getByLabel(`Text of ${name}`).inputValue());
      assert.equal(text.format, "standpoint-response");
      assert.equal(Object.keys(text.occasions[0].ratings).length, 1);
      await dialog.getByRole("button", { name: "Copy the text" }).click();
      await eventually(async () => assert.match(await dialog.locator(".assess-tell p").innerText(), /Copied|selected/));
      assert.deepEqual(await axe(frame), []);
      await dialog.getByRole("button", { name: "Close", exact: true }).click();
      await eventually(async () => assert.equal(await frame.locator("dialog[open]").count(), 0));
    });
});

describe("a link", () => {
  it("is followed when all is saved, without asking", async (t) => {
    const { page, all } = await begin(t);
    page.on("dialog", () => assert.fail("it asked"));
    await radio(page, all[0], "importance", 2).check();
    await saved(page);
    // What is typed just before, and answered in the same moment, with a storage that takes its time.
    await note(page, all[0], "Just before leaving.");
    await page.evaluate((code) => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...args) {
        const until = performance.now() + 40;
        while (performance.now() < until);
        return put.apply(this, /** @type {any} */ (args));
      };
      document.querySelector(`input[name="${code}|confidence"][value="3"]`).click();
      const link = [...document.querySelectorAll("a")].find(({ href }) => href.endsWith("/about.html"));
      link.click();
    }, all[0]);
    await page.waitForURL(/about\.html$/);
    await page.goBack();
    await ready(page);
    assert.deepEqual(await chosen(page), { [`${all[0]}|importance`]: "2", [`${all[0]}|confidence`]: "3" });
    assert.equal(await item(page, all[0]).locator("textarea").first().inputValue(), "Just before leaving.");
  });
});

describe("the last file", () => {
  it("is asked for, gently, when it was saved long ago and something has changed since", async (t) => {
    const context = await d.context(t, { locale: "en-US" });
    const page = await context.newPage();
    const at = async (day) => {
      await page.clock.setSystemTime(new Date(`2026-${day}T10:00:00Z`));
      await page.goto("about:blank");
      await page.goto(d.http + SHORT);
      await ready(page);
    };
    const reminder = page.locator(".assess-reminder");
    const seen = async (visible) => {
      await page.waitForTimeout(200);
      assert.equal(await reminder.isVisible(), visible);
    };
    const rate = async (code, value) => {
      await page.evaluate((one) => Standpoint.assess.app.goTo(one), code);
      await radio(page, code, "importance", value).check();
      await saved(page);
    };
    await page.clock.install({ time: new Date("2026-03-01T10:00:00Z") });
    await page.clock.resume();
    await page.goto(d.http + SHORT);
    await ready(page);
    const all = await codes(page);
    for (const code of all.slice(0, 9)) await rate(code, 2);
    await at("03-20");
    await seen(false);
    await rate(all[9], 2);
    await at("03-21");
    await reminder.waitFor();
    assert.match(await reminder.innerText(), /You have not saved a file of this yet/);
    assert.deepEqual(await axe(page), []);
    await reminder.getByRole("button", { name: "Not now" }).click();
    await seen(false);
    await at("03-22");
    await reminder.waitFor();
    await file(t, page, () => reminder.getByRole("button", { name: "Save a file" }).click());
    await eventually(async () => assert.equal(await reminder.isVisible(), false));
    // A file of yesterday is not long ago; one of last month is, if something has changed.
    await at("03-23");
    await seen(false);
    await at("04-20");
    await seen(false);
    await rate(all[0], 4);
    await at("04-21");
    await reminder.waitFor();
    assert.match(await reminder.innerText(), /You last saved a file on March 22, 2026, and have changed things since/);
  });

  const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
  /** An assessment with a few more than ten answers. */
  async function rated(t, over, userAgent) {
    const page = await d.open(t, SHORT, { over, userAgent, locale: "en-US" });
    await ready(page);
    await page.evaluate(() => {
      const region = document.querySelector("body > [role=status]");
      globalThis.told = [];
      new MutationObserver(() => globalThis.told.push(region.textContent)).observe(region, { childList: true });
    });
    for (const code of (await codes(page)).slice(0, 13)) {
      await page.evaluate((one) => Standpoint.assess.app.goTo(one), code);
      await radio(page, code, "importance", 2).check();
      await saved(page);
    }
    return { page, reminder: page.locator(".assess-reminder") };
  }

  it("is asked for on the first day where the browser deletes what is stored after a week", async (t) => {
    const { page, reminder } = await rated(t, "http", SAFARI);
    await reminder.waitFor();
    // Whoever answers is far below it, and told there, until the next answer.
    assert.match((await page.evaluate(() => globalThis.told)).join("|"), /You have not saved a file of this yet/);
    await page.evaluate(() => Standpoint.assess.app.show("results"));
    await eventually(async () => {
      const box = await reminder.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 900, "the reminder is out of sight");
    });
    assert.match(await reminder.innerText(), /You have not saved a file of this yet[\s\S]*Safari and browsers on iPhones and iPads delete it when you have not been here for seven days/);
    await reminder.getByRole("button", { name: "Not now" }).click();
    for (const name of ["plan", "results"]) await page.evaluate((one) => Standpoint.assess.app.show(one), name);
    await page.waitForTimeout(200);
    assert.equal(await reminder.isVisible(), false, "asked again after “Not now”");
    await page.reload();
    await ready(page);
    await file(t, page, () => reminder.getByRole("button", { name: "Save a file" }).click());
    await eventually(async () => assert.equal(await reminder.isVisible(), false));
    await page.reload();
    await ready(page);
    await page.waitForTimeout(200);
    assert.equal(await reminder.isVisible(), false, "asked for although nothing changed since the file");
    const [first] = await codes(page);
    await page.evaluate((one) => Standpoint.assess.app.goTo(one), first);
    await radio(page, first, "importance", 3).check();
    await saved(page);
    await page.evaluate(() => Standpoint.assess.app.show("results"));
    await page.waitForTimeout(200);
    assert.equal(await reminder.isVisible(), false, "asked for again on the day of the file");
  });

  for (const [where, over, userAgent] of [["in Chromium", "http", undefined], ["in Safari on an opened file", "file", SAFARI]])
    it(`isn’t asked for on the first day ${where}`, async (t) => {
      const { page, reminder } = await rated(t, over, userAgent);
      await page.evaluate(() => Standpoint.assess.app.show("results"));
      await page.waitForTimeout(200);
      assert.equal(await reminder.isVisible(), false);
      assert.deepEqual(await page.evaluate(() => globalThis.told), []);
    });
});

describe("what the browser is asked to keep", () => {
  it("is asked for when something is stored, not by looking", async (t) => {
    const context = await d.context(t);
    await context.addInitScript(() => {
      globalThis.asked = 0;
      // An empty page, which comes before, has no storage.
      if (navigator.storage) navigator.storage.persist = async () => Boolean(++globalThis.asked);
    });
    const page = await context.newPage();
    await page.goto(d.http + SHORT);
    await ready(page);
    assert.equal(await page.evaluate(() => globalThis.asked), 0);
    const [first] = await codes(page);
    await radio(page, first, "importance", 2).check();
    await saved(page);
    assert.equal(await page.evaluate(() => globalThis.asked), 1);
  });

  for (const how of ["refuses", "is missing"])
    it(`changes nothing where that ${how}`, async (t) => {
      const context = await d.context(t);
      await context.addInitScript((one) => {
        if (one === "is missing") Object.defineProperty(Navigator.prototype, "storage", { value: undefined });
        else if (navigator.storage) navigator.storage.persist = () => Promise.reject(new TypeError("no"));
      }, how);
      const page = await context.newPage();
      await page.goto(d.http + SHORT);
      await ready(page);
      const [first] = await codes(page);
      await radio(page, first, "importance", 2).check();
      await saved(page);
    });
});

describe("states to go back to", () => {
  it("are deleted one by one, if one really wants to", async (t) => {
    const { page, all } = await begin(t);
    await radio(page, all[0], "importance", 2).check();
    await saved(page);
    await page.evaluate(async () => {
      const { app } = Standpoint.assess;
      for (const why of ["merge", "replace"]) await app.store.bring(app.response, why);
    });
    await part(page, "Files");
    const files = page.locator("#assess-files");
    const forget = files.getByRole("button", { name: /^Delete this state/ });
    await eventually(async () => assert.equal(await forget.count(), 2));
    const states = () => page.evaluate(() => Standpoint.assess.app.store.snapshots().then((all) => all.map(({ why }) => why)));
    assert.deepEqual(await states(), ["replace", "merge"]);
    await forget.first().click();
    assert.match(await page.locator("dialog[open]").innerText(), /Delete the state of [\s\S]*cannot be undone/);
    await press(page, "Cancel");
    assert.equal(await forget.count(), 2);
    await forget.first().click();
    await press(page, "Delete");
    await eventually(async () => assert.equal(await forget.count(), 1));
    assert.deepEqual(await states(), ["merge"]);
    assert.equal(await page.evaluate(() => document.activeElement?.closest("#assess-files") !== null), true, "focus is lost");
    assert.deepEqual((await responseOf(page)).occasions.length, 1);
  });
});
