"use strict";
// The search dialog, by keyboard, over http and from a folder.

const assert = require("node:assert/strict");
const { describe, test } = require("node:test");

const { desk, eventually } = require("../support/desk.js");
const { heard, listen } = require("../support/spoken.js");

const site = desk();

const INPUT = "#search-input";
const optionsOf = (page) => page.locator("#search-results [role=option]");
const codesOf = (page) => page.locator("#search-results .code").allTextContents();
const statusOf = (page) => page.locator("#search [role=status]");
const loaded = () => site.server.asked.filter((address) => /search/.test(address));

/** Types, and waits for results of just that. */
async function find(page, text) {
  await page.locator(INPUT).fill("");
  await page.keyboard.type(text);
  await eventually(async () => assert.ok((await optionsOf(page).count()) > 0, `nothing found for ${text}`));
}
const activeOf = (page) => page.locator(INPUT).getAttribute("aria-activedescendant");
const selectedOf = (page) => page.locator("#search-results [aria-selected=true]").evaluateAll((all) => all.map((one) => one.id));

for (const over of /** @type {const} */ (["http", "file"])) {
  describe(`over ${over}`, () => {
    for (const address of ["index.html", "standards/II.A.6.html", "glossary/mutual-aid.html", "explore.html", "matrix/II.html"]) {
      test(`from ${address} a code typed by hand leads to its statement`, async (t) => {
        const page = await site.open(t, address, { over });
        await page.keyboard.press("/");
        await find(page, "iii a 1 c");
        assert.equal((await codesOf(page))[0], "III.A.1.c");
        await page.keyboard.press("Enter");
        await page.waitForURL(`${site[over]}standards/III.A.1.c.html`);
        assert.match(await page.locator("h1").innerText(), /III\.A\.1\.c/);
      });
    }

    test("words lead to a term, and one typing error is forgiven", async (t) => {
      const page = await site.open(t, "standards/II.A.html", { over });
      await page.keyboard.press("Control+k");
      await find(page, "mutual aid");
      assert.match(await optionsOf(page).first().innerText(), /mutual aid/i);
      await find(page, "confidantiality");
      const marks = await page.locator("#search-results mark").allTextContents();
      assert.ok(marks.length > 0 && marks.every((mark) => /^confidentiality/i.test(mark)), marks.join());
      await page.keyboard.press("Enter");
      await page.waitForURL(/confidentiality/);
    });
  });
}

test("pages of the site’s own are found by what they are called", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  for (const [words, address] of [
    ["flashcards", "flashcards.html"],
    ["my practice", "practice.html"],
    ["supervision", "supervision.html"],
    ["matrix", "matrix.html"],
    ["rights", "about.html"],
    ["glossary", "glossary/index.html"],
  ]) {
    await find(page, words);
    const found = await optionsOf(page).evaluateAll((all) => all.slice(0, 3).map((one) => one.dataset.address));
    assert.ok(found.includes(address), `${words}: ${found}`);
    const option = page.locator(`#search-results [data-address="${address}"]`);
    assert.equal(await option.locator(".search-type").innerText(), "Page");
  }
});

test("the / key can be switched off, for those who dictate, and stays so", async (t) => {
  const page = await site.open(t, "index.html");
  const isOpen = () => page.locator("#search").evaluate((one) => /** @type {HTMLDialogElement} */ (one).open);
  const hint = page.locator(".search-open kbd");
  const option = page.getByLabel("The / key opens the search");
  assert.equal(await hint.isVisible(), true);
  await page.keyboard.press("/");
  await find(page, "goals");
  await option.uncheck();
  await page.keyboard.press("Escape");
  for (const address of ["", "topics/autonomy.html"]) {
    if (address) await page.goto(new URL(address, page.url()).href);
    await page.keyboard.press("/");
    assert.deepEqual([await isOpen(), await hint.isVisible()], [false, false]);
  }
  await page.keyboard.press("Control+k");
  await find(page, "goals");
  assert.equal(await option.isChecked(), false);
  await option.check();
  await page.keyboard.press("Escape");
  await page.reload();
  await page.keyboard.press("/");
  assert.deepEqual([await isOpen(), await hint.count()], [true, 1]);
});

test("/ types a slash where one writes, and opens nothing with Alt or Ctrl", async (t) => {
  const page = await site.open(t, "explore.html");
  await page.locator("#explore-words").focus();
  await page.keyboard.type("and/or");
  assert.equal(await page.locator("#explore-words").inputValue(), "and/or");
  await page.locator("h1").click();
  await page.keyboard.press("Control+/");
  await page.keyboard.press("Alt+/");
  assert.equal(await page.locator("#search").getAttribute("open"), null);
});

test("Ctrl-K opens it from a field too, and the button does", async (t) => {
  const page = await site.open(t, "explore.html");
  await page.locator("#explore-words").focus();
  await page.keyboard.press("Control+K");
  await page.locator("#search[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("[data-search-open]").click();
  await page.locator("#search[open]").waitFor();
  assert.equal(await page.locator(INPUT).evaluate((input) => input === document.activeElement), true);
});

test("nothing of it is loaded before its first use, and then once", async (t) => {
  const before = loaded().length;
  const page = await site.open(t, "standards/II.A.6.html");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(loaded().slice(before), []);
  await page.keyboard.press("/");
  await find(page, "goals");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await find(page, "trust");
  assert.deepEqual(loaded().slice(before).sort(), ["assets/search-core.js", "assets/search.js", "search-index.js"]);
});

test("arrow keys move through the results and round, and the field keeps the focus", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await find(page, "II.B");
  const count = await optionsOf(page).count();
  assert.ok(count > 2);
  const place = async (at) => {
    assert.equal(await activeOf(page), `search-option-${at}`);
    assert.deepEqual(await selectedOf(page), [`search-option-${at}`]);
  };
  await eventually(() => place(0));
  await page.keyboard.press("ArrowDown");
  await place(1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await place(count - 1);
  const inView = await optionsOf(page)
    .last()
    .evaluate((option) => {
      const list = /** @type {HTMLElement} */ (option.parentElement).getBoundingClientRect();
      const own = option.getBoundingClientRect();
      return own.bottom <= Math.min(list.bottom, innerHeight) + 1 && own.top >= list.top - 1;
    });
  assert.ok(inView, "the last result is not in view");
  await page.keyboard.press("ArrowDown");
  await place(0);
  assert.equal(await page.locator(INPUT).evaluate((input) => input === document.activeElement), true);
  await page.keyboard.press("ArrowDown");
  const code = (await codesOf(page))[1];
  await page.keyboard.press("Enter");
  await page.waitForURL(`${site.http}standards/${code}.html`);
});

test("the number of results is announced, none too", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await find(page, "aspirations perceived agency");
  await eventually(async () => assert.equal(await statusOf(page).innerText(), "1 result"));
  await find(page, "contract");
  const count = await optionsOf(page).count();
  await eventually(async () => assert.equal(await statusOf(page).innerText(), `${count} results`));
  await page.locator(INPUT).fill("zzzzzz");
  await eventually(async () => assert.match(await statusOf(page).innerText(), /Nothing found/));
  assert.equal(await optionsOf(page).count(), 0);
  assert.equal(await page.locator(INPUT).getAttribute("aria-expanded"), "false");
  await page.locator(INPUT).fill("");
  await eventually(async () => assert.equal(await statusOf(page).innerText(), ""));
});

test("a result is read out when the typing rests, and not with every letter; nor when the search is opened again", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await find(page, "goals");
  await eventually(async () => assert.equal(await activeOf(page), "search-option-0"));
  await listen(page);
  await page.evaluate(() => {
    const times = (/** @type {any} */ (window).read = /** @type {(string | null)[]} */ ([]));
    const input = /** @type {HTMLElement} */ (document.getElementById("search-input"));
    new MutationObserver(() => times.push(input.getAttribute("aria-activedescendant"))).observe(input, { attributeFilter: ["aria-activedescendant"] });
  });
  await page.locator(INPUT).fill("");
  await page.keyboard.type("contract", { delay: 20 });
  await eventually(async () => assert.ok((await heard(page)).length > 0));
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).read), [null, "search-option-0"]);
  assert.match((await heard(page))[0].text, /^\d+ results$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  // The event of its closing may come later than the key.
  await eventually(async () => assert.equal(await activeOf(page), null));
  await page.keyboard.press("ArrowDown");
  assert.equal(await activeOf(page), "search-option-1");
});

test("words that no entry has together find what has some of them, and it says so", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await find(page, "a contract about planning in zzzzzz");
  const told = "No entry has all words; these have some.";
  await eventually(async () => assert.equal(await statusOf(page).innerText(), told));
  assert.ok((await optionsOf(page).count()) <= 30);
  assert.equal(await page.locator("#search .search-more").innerText(), "");
  const marks = await optionsOf(page).first().locator("mark").allTextContents();
  assert.ok(marks.some((mark) => /^contract/i.test(mark)) && marks.every((mark) => /^(contract|about|planning)/i.test(mark)), marks.join());
  await page.locator(INPUT).fill("contract planning");
  await eventually(async () => assert.ok((await optionsOf(page).count()) > 0));
  await page.keyboard.press("Enter");
  await page.waitForURL(/contract|planning/);
});

test("a code that doesn't exist finds nothing of like letters", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  for (const code of ["II.A.99", "ix z 99"]) {
    await page.locator(INPUT).fill(code);
    await eventually(async () => assert.match(await statusOf(page).innerText(), /Nothing found/));
    assert.equal(await optionsOf(page).count(), 0);
    await page.locator(INPUT).fill("");
    await eventually(async () => assert.equal(await statusOf(page).innerText(), ""));
  }
});

test("the match is marked in its sentence", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await find(page, "recruit");
  const result = optionsOf(page).filter({ has: page.locator(".code", { hasText: /^II\.A\.4$/ }) });
  assert.deepEqual(await result.locator("mark").allTextContents(), ["recruit"]);
  // Or among the other words by which it was found.
  await find(page, "trust");
  const other = optionsOf(page).filter({ has: page.locator(".code", { hasText: /^III\.A\.1\.c$/ }) });
  assert.deepEqual(await other.locator(".search-also mark").allTextContents(), ["trust"]);
});

test("many results are cut, and it says how many more there are", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await find(page, "group");
  assert.equal(await optionsOf(page).count(), 30);
  const more = Number(/^(\d+) more/.exec(await page.locator("#search .search-more").innerText())?.[1]);
  await eventually(async () => assert.equal(await statusOf(page).innerText(), `${30 + more} results`));
});

test("Escape closes it and gives the focus back", async (t) => {
  const page = await site.open(t, "standards/II.A.6.html");
  const link = page.locator(".slip a").first();
  await link.focus();
  await page.keyboard.press("/");
  await find(page, "goals");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#search").getAttribute("open"), null);
  assert.equal(await link.evaluate((one) => one === document.activeElement), true);
  // The next search begins anew: what is typed takes the place of what was searched.
  await page.keyboard.press("/");
  assert.equal(await page.locator(INPUT).inputValue(), "goals");
  await page.keyboard.type("mutual aid");
  assert.equal(await page.locator(INPUT).inputValue(), "mutual aid");
});

test("a click on a result, on Close and beside the dialog do what they say", async (t) => {
  const page = await site.open(t, "index.html");
  await page.locator("[data-search-open]").click();
  await page.locator("[data-search-close]").click();
  assert.equal(await page.locator("#search").getAttribute("open"), null);
  await page.locator("[data-search-open]").click();
  await page.mouse.click(5, 890);
  assert.equal(await page.locator("#search").getAttribute("open"), null);
  await page.locator("[data-search-open]").click();
  await find(page, "V.A.8");
  await optionsOf(page).first().click();
  await page.waitForURL(`${site.http}standards/V.A.8.html`);
});

test("what is typed before the index has come is searched when it comes", async (t) => {
  let come = () => {};
  site.server.delay.set("search-index.js", new Promise((done) => (come = () => done(undefined))));
  t.after(() => site.server.delay.delete("search-index.js"));
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await eventually(async () => assert.match(await statusOf(page).innerText(), /Loading/));
  await page.keyboard.type("II.A.6");
  assert.equal(await optionsOf(page).count(), 0);
  come();
  await eventually(async () => assert.deepEqual(await codesOf(page), ["II.A.6"]));
});

test("an index that does not come is told", async (t) => {
  const page = await site.open(t, "index.html", { expected: /search-index\.js/ });
  await page.route("**/search-index.js", (route) => route.abort());
  await page.keyboard.press("/");
  await eventually(async () => assert.match(await statusOf(page).innerText(), /could not be loaded/));
});

test("a page that is read with the browser's own back button still searches", async (t) => {
  const page = await site.open(t, "index.html");
  await page.keyboard.press("/");
  await find(page, "V.A.8");
  await page.keyboard.press("Enter");
  await page.waitForURL(/V\.A\.8/);
  await page.goBack();
  await page.waitForURL(/index\.html/);
  assert.equal(await page.locator("#search").getAttribute("open"), null);
  await page.keyboard.press("/");
  await find(page, "II.A.6");
  assert.deepEqual(await codesOf(page), ["II.A.6"]);
});
