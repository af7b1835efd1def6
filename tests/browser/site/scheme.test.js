"use strict";
// Light and dark: by the system, by choice, kept, and without a flash.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { desk } = require("../support/desk.js");

const site = desk();

/** What a reader sees: how bright the page's ground is, 0 to 255. */
const brightness = (page) =>
  page.evaluate(() => {
    const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    return Math.max(...context.getImageData(0, 0, 1, 1).data.slice(0, 3));
  });
const light = async (page) => assert.ok((await brightness(page)) > 200, "the page is not light");
const dark = async (page) => assert.ok((await brightness(page)) < 60, "the page is not dark");
const choice = (page, value) => page.locator(`.scheme input[value=${value}]`);
const chosen = (page) => page.locator(".scheme input:checked").getAttribute("value");

for (const over of /** @type {const} */ (["http", "file"])) {
  test(`over ${over} a choice wins over the system, is kept, and can be taken back`, async (t) => {
    const page = await site.open(t, "index.html", { over, colorScheme: "light" });
    await light(page);
    assert.equal(await chosen(page), "system");
    await choice(page, "dark").check();
    await dark(page);
    await page.reload();
    await dark(page);
    assert.equal(await chosen(page), "dark");
    await page.goto(`${site[over]}standards/II.A.6.html`);
    await dark(page);
    assert.equal(await chosen(page), "dark");
    await choice(page, "light").check();
    await light(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await light(page);
    await choice(page, "system").check();
    await dark(page);
    await page.emulateMedia({ colorScheme: "light" });
    await light(page);
    await page.reload();
    assert.equal(await chosen(page), "system");
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });
}

test("the arrow keys choose, and the group has a name", async (t) => {
  const page = await site.open(t, "index.html", { colorScheme: "light" });
  await choice(page, "system").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal(await chosen(page), "dark");
  await dark(page);
  await page.getByRole("group", { name: "Color scheme" }).getByRole("radio", { name: "Dark" }).waitFor();
});

test("a kept choice is there before anything is painted", async (t) => {
  const context = await site.context(t, { colorScheme: "light" });
  const first = await context.newPage();
  await first.goto(`${site.http}index.html`);
  await choice(first, "dark").check();
  await context.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      /** @type {any} */ (window).schemeAtFirst = document.documentElement.dataset.scheme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  for (const address of ["index.html", "standards/II.A.6.html", "explore.html", "standards/print.html"]) {
    const page = await context.newPage();
    await page.goto(site.http + address);
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).schemeAtFirst), "dark", address);
    await page.close();
  }
});

test("nonsense in the storage is passed over", async (t) => {
  const page = await site.open(t, "index.html", { colorScheme: "light" });
  await choice(page, "dark").check();
  await page.evaluate(() => Object.keys(localStorage).forEach((key) => localStorage.setItem(key, '"><b>')));
  await page.reload();
  await light(page);
  assert.equal(await chosen(page), "system");
});

test("where storage is refused the choice works on the page, and all else does", async (t) => {
  const context = await site.context(t, { colorScheme: "light", expected: /sandbox|allow-scripts/i });
  await context.route("**/frame.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>A learning platform</title><iframe sandbox="allow-scripts" src="standards/II.A.6.html" width="1200" height="800"></iframe>`,
    }),
  );
  const outer = await context.newPage();
  await outer.goto(`${site.http}frame.html`);
  const page = outer.frames()[1];
  await page.waitForLoadState();
  assert.match(await page.evaluate(() => {
    try {
      return String(localStorage.length);
    } catch (error) {
      return String(error);
    }
  }), /SecurityError/);
  await choice(page, "dark").check();
  await dark(page);
  await page.locator("[data-search-open]").click();
  await page.locator("#search-input").fill("mutual aid");
  await page.locator("#search-results [role=option]").first().waitFor();
  await page.locator("#search-input").press("Escape");
  await page.locator("a[data-preview]").first().hover();
  await page.locator(".preview").waitFor();
});
