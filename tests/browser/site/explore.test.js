"use strict";
// Explore: filters together, the state in the address, by keyboard, over http and from a folder.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { describe, test } = require("node:test");
const vm = require("node:vm");

const { desk, eventually } = require("../support/desk.js");

const site = desk();

/** The index, to count by hand what the filters should leave. */
const data = (() => {
  const global = vm.createContext({});
  global.window = global;
  vm.runInContext(fs.readFileSync(path.join(site.folder, "search-index.js"), "utf8"), global);
  // Made anew, as values of this global.
  return JSON.parse(JSON.stringify(global.standpointSearchIndex));
})();
const statements = data.entries.filter((entry) => entry[0] === 2);
const byHand = (keep) => statements.filter(keep).map((entry) => entry[1]);
const inSections = (...codes) => (entry) => codes.includes(data.sections[entry[5]].code);
const ofKind = (id) => (entry) => data.kinds[entry[6]]?.id === id;
const ofTopic = (id) => (entry) => entry[7].some((topic) => data.topics[topic].id === id);

const results = (page) => page.locator("[data-results] .code").allTextContents();
const count = (page) => page.locator("[data-results-count]");
const box = (page, name, value) => page.locator(`#explore input[name="${name}"][value="${value}"]`);

/** Waits for just these statements, in this order, and the words that count them. */
async function shows(page, codes) {
  await eventually(async () => {
    assert.deepEqual(await results(page), codes.slice(0, 60));
    const words = codes.length === 0 ? /^No statement has all of these/ : new RegExp(`^${codes.length} of 150 statements$`);
    assert.match(await count(page).innerText(), words);
  });
}

for (const over of /** @type {const} */ (["http", "file"])) {
  describe(`over ${over}`, () => {
    test("filters leave the statements that have all of them, and the address keeps the state", async (t) => {
      const page = await site.open(t, "explore.html", { over });
      await shows(page, byHand(() => true));
      await box(page, "section", "II").check();
      await shows(page, byHand(inSections("II")));
      await box(page, "section", "III").check();
      await shows(page, byHand(inSections("II", "III")));
      await box(page, "kind", "tasks").check();
      const tasks = (entry) => inSections("II", "III")(entry) && ofKind("tasks")(entry);
      await shows(page, byHand(tasks));
      await box(page, "topic", "confidentiality").check();
      const last = byHand((entry) => tasks(entry) && ofTopic("confidentiality")(entry));
      assert.ok(last.length > 1);
      await shows(page, last);
      assert.equal(new URL(page.url()).hash, "#section=II%2CIII&kind=tasks&topic=confidentiality");

      await page.reload();
      await shows(page, last);
      assert.ok(await box(page, "topic", "confidentiality").isChecked());

      const again = await page.context().newPage();
      await again.goto(page.url());
      await shows(again, last);
      assert.ok(await box(again, "section", "III").isChecked());
    });
  });
}

test("words are searched as in the search, best first, and marked", async (t) => {
  const page = await site.open(t, "explore.html");
  await page.locator("#explore-words").fill("confidantialit");
  await eventually(async () => assert.match(await count(page).innerText(), /^\d+ of 150 statements$/));
  const marks = await page.locator("[data-results] mark").allTextContents();
  assert.ok(marks.length > 0 && marks.every((mark) => /^confidentiality$/i.test(mark)), marks.join());
  const found = await results(page);
  assert.equal(Number(/^\d+/.exec(await count(page).innerText())), found.length);
  await box(page, "section", "VI").check();
  await eventually(async () => assert.deepEqual(await results(page), found.filter((code) => code.startsWith("VI."))));
  await page.locator("#explore-words").fill("II.A.6");
  await box(page, "section", "VI").uncheck();
  await eventually(async () => assert.equal((await results(page))[0], "II.A.6"));
});

test("a statement that is found by other words than its own says by which", async (t) => {
  const page = await site.open(t, "explore.html#words=trust");
  await eventually(async () => assert.ok((await results(page)).length > 3));
  for (const slip of await page.locator("[data-results] .slip").all()) assert.match((await slip.locator("mark").first().textContent()) ?? "", /^trust/i);
  const of = (code) => page.locator("[data-results] .slip").filter({ has: page.locator(`.code:text-is("${code}")`) });
  assert.match(await of("III.A.1.c").innerText(), /Also found by: .*trust/);
  assert.doesNotMatch(await of("III.A.3.a").innerText(), /Also found by/, "its own words show it");
});

test("on a phone what is found stays in sight while the filters are set, and leads there", async (t) => {
  const page = await site.open(t, "explore.html", { viewport: { width: 360, height: 740 }, reducedMotion: "reduce" });
  await shows(page, byHand(() => true));
  await box(page, "topic", "confidentiality").check();
  const go = page.getByRole("button", { name: `${byHand(ofTopic("confidentiality")).length} of ${statements.length} statements` });
  assert.ok(await go.evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight));
  await go.click();
  assert.ok(await count(page).evaluate((one) => one === document.activeElement && one.getBoundingClientRect().top < 100));
  await page.locator("#explore-words").fill("zzzz");
  await page.getByRole("button", { name: `0 of ${statements.length} statements` }).waitFor();
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.equal(await page.locator("[data-results-go]").isVisible(), false, "beside the results");
});

test("a scrollbar that lies over the filters hides none of their numbers", async (t) => {
  const page = await site.open(t, "explore.html");
  const room = await page.evaluate(() => {
    const end = (selector) => /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect().right;
    return end(".filters") - end(".choice-count");
  });
  assert.ok(room >= 12, `${room} pixels`);
});

test("an address that somebody sent is followed on an open page too", async (t) => {
  const page = await site.open(t, "explore.html#section=V");
  await shows(page, byHand(inSections("V")));
  await page.evaluate(() => (location.hash = "#section=IV&words="));
  await shows(page, byHand(inSections("IV")));
  assert.equal(await box(page, "section", "V").isChecked(), false);
});

test("values that do not exist are passed over, and break nothing", async (t) => {
  const page = await site.open(t, "explore.html#section=%22%3E%3Cimg%20src=x%3E,V&topic=nonsense&other=1");
  await shows(page, byHand(inSections("V")));
});

test("Clear empties the filters and the address", async (t) => {
  const page = await site.open(t, "explore.html#section=V&words=ending");
  await eventually(async () => assert.ok((await results(page)).length > 0));
  await page.getByRole("button", { name: "Clear all" }).click();
  await shows(page, byHand(() => true));
  assert.equal(page.url(), `${site.http}explore.html`);
  assert.equal(await page.locator("#explore-words").inputValue(), "");
});

test("more are shown on demand, and the focus goes to the first of them", async (t) => {
  const page = await site.open(t, "explore.html");
  await shows(page, byHand(() => true));
  await page.locator("[data-results-more]").press("Enter");
  const all = byHand(() => true);
  assert.deepEqual(await results(page), all.slice(0, 120));
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), all[60]);
  await page.locator("[data-results-more]").press("Enter");
  assert.deepEqual(await results(page), all);
  assert.equal(await page.locator("[data-results-more]").isVisible(), false);
});

test("all of it works with the keyboard alone", async (t) => {
  const page = await site.open(t, "explore.html");
  await page.locator("#explore-words").focus();
  await page.keyboard.type("members");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => /** @type {any} */ (document.activeElement).value), "I");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.ok(await box(page, "section", "II").isChecked());
  await eventually(async () => assert.ok((await results(page)).every((code) => code.startsWith("II."))));
  const expected = (await results(page))[0];
  // On to the first result, and into it.
  for (let at = 0; at < 80; at += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.matches("[data-results] a"))) break;
  }
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), expected);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${site.http}standards/${expected}.html`);
  await page.goBack();
  await eventually(async () => assert.equal((await results(page))[0], expected));
  assert.equal(await page.locator("#explore-words").inputValue(), "members");
});

test("the count is a live region that is there before it is filled", async (t) => {
  const page = await site.open(t, "explore.html");
  assert.equal(await count(page).getAttribute("role"), "status");
});

test("an index that does not come is told", async (t) => {
  const context = await site.context(t, { expected: /search-index\.js/ });
  await context.route("**/search-index.js", (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${site.http}explore.html`);
  await eventually(async () => assert.match(await count(page).innerText(), /could not be loaded/));
});

test("without JavaScript there are ways to every section and topic instead", async (t) => {
  const page = await site.open(t, "explore.html", { javaScriptEnabled: false });
  assert.equal(await page.locator("#explore").isVisible(), false);
  assert.match(await page.locator("main").innerText(), /JavaScript/);
  const links = page.locator(".explore-plain a");
  const topics = fs.readdirSync(path.join(site.folder, "topics")).length - 1;
  assert.equal(await links.count(), 6 + topics);
  for (const link of await links.all()) assert.ok(await link.isVisible());
});
