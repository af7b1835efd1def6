"use strict";
// Packages on a learning platform: first launch, leaving half-way, going on, completing; a platform that refuses to save;
// none at all.

const assert = require("node:assert/strict");
const path = require("node:path");
const { after, before, test } = require("node:test");
const { pathToFileURL } = require("node:url");

const { launch } = require("../support/desk.js");
const { platform } = require("./platform.js");

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

/** Until something is so. @template T @param {() => T | Promise<T>} look @param {string} what */
async function until(look, what, patience = 10_000) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Until what a page said while it was left has come. */
const settled = () => new Promise((done) => setTimeout(done, 400));

/** A visit: the platform's page, the wrapper in it, the content in that. @param {string} url */
async function visit(url, context = /** @type {import("playwright-core").BrowserContext | undefined} */ (undefined)) {
  const own = context ?? (await browser.newContext());
  const page = await own.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/500|scorm/i.test(message.text() + message.location().url)) trouble.push(message.text());
  });
  await page.goto(url);
  const wrapper = url.endsWith("sco.html") ? page : page.frameLocator("iframe").first();
  const content = wrapper.frameLocator("#content");
  const status = () => wrapper.locator("#package-status").textContent();
  const frame = () => /** @type {import("playwright-core").Frame} */ (page.frames().at(-1));
  const leave = async () => {
    await page.goto(new URL("/elsewhere", url).href);
    assert.deepEqual(trouble, []);
    await page.close();
    if (!context) await own.close();
  };
  return { page, wrapper, content, status, frame, leave, trouble };
}

const keys = {
  "1.2": { status: "cmi.core.lesson_status", location: "cmi.core.lesson_location", time: "cmi.core.session_time", raw: "cmi.core.score.raw" },
  "2004": { status: "cmi.completion_status", location: "cmi.location", time: "cmi.session_time", raw: "cmi.score.raw" },
};

/** Chooses the same point in the questions from one to another. @param {import("playwright-core").Frame} frame */
const rate = (frame, from, to, value) =>
  frame.evaluate(
    ([from, to, value]) => {
      const groups = new Map();
      for (const input of document.querySelectorAll("#assess-form input[type=radio]")) {
        if (!groups.has(input.name)) groups.set(input.name, []);
        groups.get(input.name).push(input);
      }
      for (const group of [...groups.values()].slice(from, to)) group.find((one) => one.value === value)?.click();
    },
    [from, to, value],
  );

for (const version of /** @type {const} */ (["1.2", "2004"])) {
  const key = keys[version];

  test(`${version}: a self-assessment is begun, left, gone on with elsewhere, and completed`, async () => {
    const lms = await platform(version, "assessment:short");
    const first = await visit(lms.url);
    await first.content.locator("html.assess-ready").waitFor();
    await until(() => lms.kept[key.status] === "incomplete", "the platform knows that it was begun");
    assert.match((await first.status()) ?? "", /Connected/);
    await rate(first.frame(), 0, 5, "2");
    await until(() => /:2{2}/.test(lms.kept["cmi.suspend_data"] ?? ""), "the answers are kept");
    await until(async () => /Recorded on the learning platform/.test((await first.status()) ?? ""), "and that is told");
    const total = await first.frame().evaluate(() => Standpoint.assess.app.data.items.length * Standpoint.assess.app.data.scales.length);
    const coded = lms.kept["cmi.suspend_data"];
    assert.match(coded, new RegExp(`^r[0-9a-f]{8}:.{${total}}:[0-9a-z]{6}:[0-9a-f-]{36}:baseline:\\d{4}-\\d\\d-\\d\\d$`));
    assert.match(coded, /:22222\./);
    await first.leave();
    await until(() => lms.sent.some((body) => /suspend/.test(body)), "left for now");
    assert.match(lms.kept[key.time], version === "1.2" ? /^\d{2,4}:\d\d:\d\d$/ : /^PT\d+H\d+M\d+S$/);

    // In another browser nothing is stored: what there is comes from the platform.
    const second = await visit(lms.url);
    await second.content.locator("html.assess-ready").waitFor();
    await until(() => second.frame().evaluate(() => document.querySelectorAll("#assess-form input[type=radio]:checked").length === 5), "the answers are back");
    assert.match((await second.status()) ?? "", /go on where you were|Recorded/);
    await rate(second.frame(), 0, total, "3");
    await until(() => lms.kept[key.status] === "completed", "completed");
    await second.leave();
    assert.equal(lms.kept["cmi.suspend_data"].split(":")[1], "3".repeat(total));
    assert.ok(!lms.kept[key.raw], "a self-assessment has no score");
    if (version === "2004") assert.ok([undefined, "", "unknown"].includes(lms.kept["cmi.success_status"]));

    // What is complete stays so, whatever is done afterwards.
    const third = await visit(lms.url);
    await third.content.locator("html.assess-ready").waitFor();
    await until(() => third.frame().evaluate((n) => document.querySelectorAll("#assess-form input[type=radio]:checked").length === n, total), "all is back");
    await third.leave();
    assert.equal(lms.kept[key.status], "completed");
    await lms.close();
  });

  test(`${version}: nothing that anybody wrote reaches the platform`, async () => {
    const lms = await platform(version, "assessment:short");
    const learner = await visit(lms.url);
    await learner.content.locator("html.assess-ready").waitFor();
    await rate(learner.frame(), 0, 3, "1");
    await learner.frame().evaluate(() => {
      const { app } = Standpoint.assess;
      const { code } = app.data.items[0];
      app.edit({ type: "write", occasion: app.occasion, code, role: app.data.assessment.roles[0], field: "note", value: "Plaintalk in a note" });
      app.edit({ type: "put", kind: "journal", record: { id: "one", date: "2026-11-24", text: "Plaintalk in a journal" } });
      app.edit({ type: "person", pseudonym: "Plaintalk" });
    });
    await until(() => /:1/.test(lms.kept["cmi.suspend_data"] ?? ""), "the answers are kept");
    await learner.leave();
    await settled();
    assert.ok(lms.sent.length > 1);
    assert.ok(lms.sent.every((body) => !/plaintalk/i.test(body)));
    await lms.close();
  });

  test(`${version}: a course tells lessons, checks with a score, and where somebody was`, async () => {
    const lms = await platform(version, "course:foundations");
    const bits = () => lms.kept["cmi.suspend_data"].split(":")[1];
    const first = await visit(lms.url);
    const data = JSON.parse((await first.wrapper.locator("#package-data").textContent()) ?? "{}");
    const { lessons, checks } = data.track;
    assert.ok(lessons.length >= 10 && checks.length >= 10);
    const lesson = `courses/foundations/${lessons[0]}.html`;
    await first.content.locator(`a[href$="${lesson}"]`).first().click();
    await until(() => lms.kept[key.location] === lesson, "where it is");
    assert.ok(!lms.kept[key.raw], "no score before a check");
    const check = first.content.locator("[data-check]").first();
    const { id, of: marked } = checks.find((one) => one.id === checks[0].id);
    await check.locator("[data-check-actions]:not([hidden])").waitFor();
    assert.equal(await check.getAttribute("data-check"), id);
    await first.frame().evaluate(() => {
      const form = document.querySelector("[data-check] form");
      const change = (/** @type {any} */ field) => field.dispatchEvent(new Event("change", { bubbles: true }));
      for (const input of form?.querySelectorAll("[data-right] input") ?? []) /** @type {HTMLElement} */ (input).click();
      for (const select of form?.querySelectorAll("select") ?? []) {
        const item = /** @type {HTMLElement | null} */ (select.closest("[data-place]"));
        select.value = item?.dataset.place ?? select.dataset.right ?? "";
        change(select);
      }
    });
    await check.locator("button[type=submit]").click();
    const of = checks.reduce((sum, check) => sum + check.of, 0);
    await until(() => lms.kept[key.raw], "a score");
    if (version === "1.2") {
      assert.equal(Number(lms.kept[key.raw]), Math.round((marked / of) * 10_000) / 100);
      assert.equal(Number(lms.kept["cmi.core.score.max"]), 100);
    } else {
      assert.equal(Number(lms.kept[key.raw]), marked);
      assert.equal(Number(lms.kept["cmi.score.max"]), of);
      assert.ok(Math.abs(Number(lms.kept["cmi.score.scaled"]) - marked / of) < 1e-4);
    }
    const done = "[data-lesson-progress] .lesson-done";
    await first.content.locator(done).click();
    await until(() => bits().startsWith("1"), "a lesson is done");
    assert.equal(lms.kept[key.status], "incomplete");
    if (version === "2004") assert.ok(Math.abs(Number(lms.kept["cmi.progress_measure"]) - 1 / lessons.length) < 1e-4);
    await first.leave();
    await settled();

    // In another browser: back at the page that was left, and what was done is done.
    const second = await visit(lms.url);
    await until(() => second.frame().url().endsWith(`/package/${lesson}`), "back at the page that was left");
    await second.content.locator(`${done}[aria-pressed=true]`).waitFor();
    // What was marked may be taken back, and marked again.
    await second.content.locator(done).click();
    await until(() => bits().startsWith("0"), "taken back");
    await second.content.locator(done).click();
    await until(() => bits().startsWith("1"), "marked again");
    for (const id of lessons.slice(1)) {
      await second.frame().goto(new URL(`/package/courses/foundations/${id}.html`, lms.url).href);
      await second.content.locator(`${done}[aria-pressed=false]`).click();
      await until(() => second.frame().evaluate(() => document.querySelector("[data-lesson-progress] .lesson-done")?.ariaPressed === "true"), "done");
    }
    await until(() => lms.kept[key.status] === "completed", "completed");
    assert.match(bits(), /^1+$/);
    // The course's page shows it all, and the score stayed.
    await second.frame().goto(new URL("/package/courses/foundations/index.html", lms.url).href);
    await until(() => second.frame().evaluate((n) => document.querySelectorAll("li.is-done[data-lesson]").length === n, lessons.length), "all is shown as done");
    await second.leave();
    await settled();
    assert.ok(Number(lms.kept[key.raw]) > 0);
    await lms.close();
  });

  test(`${version}: a platform that does not save is told of, and tried again`, async () => {
    const lms = await platform(version, "assessment:short");
    lms.refuses = true;
    const learner = await visit(lms.url);
    await until(async () => /Not recorded/.test((await learner.status()) ?? ""), "it is told");
    await learner.content.locator("html.assess-ready").waitFor();
    await rate(learner.frame(), 0, 4, "2");
    const again = learner.wrapper.locator("#package-again");
    await again.click();
    assert.match((await learner.status()) ?? "", /Not recorded: .+\. It will be tried again\./);
    assert.deepEqual(lms.kept, {});
    lms.refuses = false;
    await again.click();
    await until(async () => /Recorded on the learning platform/.test((await learner.status()) ?? ""), "it is saved");
    assert.match(lms.kept["cmi.suspend_data"], /:2222/);
    assert.equal(await again.isVisible(), false);
    await learner.leave();
    await lms.close();
  });
}

test("people who share a browser don’t find each other’s answers", async () => {
  const lms = await platform("2004", "assessment:short");
  const context = await browser.newContext();
  const first = await visit(lms.url, context);
  await first.content.locator("html.assess-ready").waitFor();
  await rate(first.frame(), 0, 5, "4");
  await until(() => /:4/.test(lms.kept["cmi.suspend_data"] ?? ""), "kept");
  await first.leave();
  await settled();
  lms.kept = {};
  lms.learner = "student-8";
  const second = await visit(lms.url, context);
  await second.content.locator("html.assess-ready").waitFor();
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(await second.frame().evaluate(() => document.querySelectorAll("#assess-form input[type=radio]:checked").length), 0);
  await second.leave();
  await settled();
  assert.match(lms.kept["cmi.suspend_data"], /:\.+$/);
  await context.close();
  await lms.close();
});

/** Two browsers of one learner. @param {Awaited<ReturnType<typeof platform>>} lms */
async function twoBrowsers(lms) {
  const contexts = [await browser.newContext({ locale: "en-US" }), await browser.newContext({ locale: "en-US" })];
  return {
    /**
     * A visit in one of them, in which the same point is chosen in questions from one to another; what is shown in the end.
     * @param {number} where @param {[from: number, to: number, value: string][]} given @param {RegExp} then what the platform has then
     * @param {{ begin?: boolean }} how whether a new occasion is begun before
     */
    async visit(where, given, then, { begin = false } = {}) {
      const learner = await visit(lms.url, contexts[where]);
      await learner.content.locator("html.assess-ready").waitFor();
      await until(async () => /go on where you were|ecorded|Connected/.test((await learner.status()) ?? ""), "connected");
      await settled();
      if (begin) {
        await learner.content.getByRole("button", { name: "New occasion" }).click();
        await learner.content.getByRole("dialog").getByRole("button", { name: "Begin" }).click();
        await until(async () => (await learner.content.locator("#assess-form input[type=radio]:checked").count()) === 0, "a blank occasion");
      }
      for (const [from, to, value] of given) await rate(learner.frame(), from, to, value);
      await until(() => then.test(lms.kept["cmi.suspend_data"] ?? ""), String(then));
      await settled();
      const shown = await learner.frame().evaluate(() => [...document.querySelectorAll("#assess-form input[type=radio]:checked")].map((one) => /** @type {HTMLInputElement} */ (one).value).join(""));
      const occasions = await learner.content.locator("#assess-occasions select").first().locator("option").allTextContents();
      await learner.leave();
      await settled();
      // Times are kept in seconds.
      await new Promise((done) => setTimeout(done, 1100));
      return { shown, occasions };
    },
    async close() {
      for (const context of contexts) await context.close();
      await lms.close();
    },
  };
}

test("what was answered in another browser meanwhile stands, and what was not is still there", async () => {
  const lms = await platform("2004", "assessment:short");
  const both = await twoBrowsers(lms);
  await both.visit(0, [[0, 3, "2"]], /:222\./);
  assert.equal((await both.visit(1, [[0, 1, "4"], [3, 4, "1"]], /:4221\./)).shown, "4221");
  assert.equal((await both.visit(0, [], /:4221\./)).shown, "4221");
  assert.match(lms.kept["cmi.suspend_data"], /:4221\./);
  await both.close();
});

test("what was changed while the platform kept nothing stands, though others were answered elsewhere since", async () => {
  const lms = await platform("1.2", "assessment:short");
  const both = await twoBrowsers(lms);
  await both.visit(0, [[0, 3, "2"]], /:222\./);
  lms.refuses = true;
  assert.equal((await both.visit(0, [[0, 1, "4"]], /:222\./)).shown, "422");
  lms.refuses = false;
  await both.visit(1, [[2, 3, "1"]], /:221\./);
  assert.equal((await both.visit(0, [], /:421\./)).shown, "421");
  assert.equal((await both.visit(1, [], /:421\./)).shown, "421");
  await both.close();
});

test("a review that was begun in another browser leaves the baseline as it was", async () => {
  const lms = await platform("2004", "assessment:short");
  const both = await twoBrowsers(lms);
  await both.visit(0, [[0, 3, "2"]], /:222\./);
  const review = await both.visit(1, [[0, 4, "4"]], /:4444\./, { begin: true });
  assert.equal(review.occasions.length, 2);
  const back = await both.visit(0, [], /:4444\./);
  assert.deepEqual([back.shown, back.occasions], ["4444", review.occasions]);
  assert.equal((await both.visit(0, [[0, 1, "3"]], /:3444\./)).shown, "3444");
  await both.close();
});

test("what the platform has of an earlier version is told of, and not thrown away unless something new is there", async () => {
  const lms = await platform("1.2", "assessment:short");
  lms.kept = { "cmi.suspend_data": "r00000000:1234", "cmi.core.lesson_status": "incomplete" };
  const learner = await visit(lms.url);
  await learner.content.locator("html.assess-ready").waitFor();
  assert.match((await learner.status()) ?? "", /earlier version/);
  await learner.leave();
  await settled();
  assert.equal(lms.kept["cmi.suspend_data"], "r00000000:1234");
  await lms.close();
});

test("without a platform, in frames of another origin and in a sandbox, the content works and that is told", async () => {
  const lms = await platform("1.2", "lesson:foundations/mutual-aid");
  const alone = await visit(`${lms.url}package/sco.html`);
  assert.match((await alone.status()) ?? "", /No learning platform was found/);
  await alone.page.frameLocator("#content").locator("h1").first().waitFor();
  await alone.leave();

  const other = await platform("1.2", "assessment:short");
  for (const frame of [`<iframe src="${lms.url}package/sco.html"></iframe>`, `<iframe sandbox="allow-scripts" src="${lms.url}package/sco.html"></iframe>`]) {
    other.frame = frame;
    const framed = await visit(other.url);
    await until(async () => /No learning platform was found/.test((await framed.status()) ?? ""), frame);
    await framed.content.locator("h1").first().waitFor();
    await framed.leave();
  }
  await other.close();

  // From a folder, by a double click.
  const file = await visit(pathToFileURL(path.join(lms.folder, "package/sco.html")).href);
  assert.match((await file.status()) ?? "", /No learning platform was found/);
  await file.page.frameLocator("#content").locator("h1").first().waitFor();
  assert.deepEqual(file.trouble, []);
  await file.page.close();
  await lms.close();
});

test("the launched page is usable by everybody", async () => {
  const lms = await platform("2004", "assessment:short");
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, bypassCSP: true });
  const learner = await visit(`${lms.url}package/sco.html`, context);
  await learner.page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const { violations } = await learner.page.evaluate(() => window["axe"].run(document, { iframes: false, resultTypes: ["violations"] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  assert.ok(await learner.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await context.close();
  await lms.close();
});
