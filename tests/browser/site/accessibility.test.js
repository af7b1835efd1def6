"use strict";
// WCAG 2.2 AA by axe-core on one page of every kind, in both schemes and widths; reflow; and what is left without
// scripts, without colors of ours, and with more space between letters and lines.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { test } = require("node:test");

const { desk } = require("../support/desk.js");
const { pages } = require("../support/pages.js");

const site = desk();
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe-core finds wrong, in lines a person can act on. */
async function faults(page) {
  await page.evaluate(axe);
  // @ts-ignore: axe is there now
  const { violations } = await page.evaluate((runOnly) => window.axe.run({ runOnly, resultTypes: ["violations"] }), tags);
  return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 120)}: ${node.failureSummary}`));
}

for (const [width, colorScheme] of /** @type {const} */ ([[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]])) {
  test(`axe-core finds nothing at ${width} px, ${colorScheme}`, async (t) => {
    // axe is put into the page, which its policy rightly refuses to anybody else.
    const context = await site.context(t, { width, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    // Pages that build themselves as they are used are looked at in all their states in ../assessment and ../study.
    for (const { address, name, kind } of pages.filter((one) => !["assessment", "practice", "supervision", "study", "flashcards"].includes(one.kind))) {
      await page.goto(site.http + address);
      if (kind === "explore") await page.locator("[data-results] li").first().waitFor();
      assert.deepEqual(await faults(page), [], name);
    }
    await page.goto(`${site.http}standards/II.A.6.html`);
    await page.keyboard.press("/");
    await page.locator("#search-input").fill("confidentiality");
    await page.locator("#search-results li").first().waitFor();
    assert.deepEqual(await faults(page), [], "search");
    await page.keyboard.press("Escape");
    await page.locator(".notes a.ref").first().focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await page.locator(".preview").waitFor();
    assert.deepEqual(await faults(page), [], "preview");
  });
}

/** How far the page can be scrolled sideways, in pixels. */
const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [width, why] of /** @type {const} */ ([[320, "the narrowest window"], [640, "1280 px at 200 % zoom"]])) {
  test(`no page scrolls sideways at ${width} px, ${why}`, async (t) => {
    const context = await site.context(t, { width });
    const page = await context.newPage();
    for (const { address, name } of pages) {
      await page.goto(site.http + address);
      assert.ok((await overflow(page)) <= 0, `${name} is ${await overflow(page)} px too wide`);
    }
  });
}

test("more space between letters, words and lines cuts nothing off (WCAG 1.4.12)", async (t) => {
  const context = await site.context(t, { width: 360, bypassCSP: true });
  const page = await context.newPage();
  for (const { address, name } of pages) {
    await page.goto(site.http + address);
    await page.addStyleTag({
      content: "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
    });
    assert.ok((await overflow(page)) <= 0, `${name} is ${await overflow(page)} px too wide`);
  }
});

test("every page reads without scripts, and has no button that does nothing", async (t) => {
  const context = await site.context(t, { javaScriptEnabled: false });
  const page = await context.newPage();
  for (const { address, name } of pages) {
    await page.goto(site.http + address);
    const words = await page.locator("main").innerText();
    assert.ok(words.length > 60, `${name} says only: ${words}`);
    assert.equal(await page.locator("button:visible").count(), 0, `${name} has a button that needs scripts`);
  }
});

test("with the colors of the system, published words keep their frame and both voices their names", async (t) => {
  const page = await site.open(t, "standards/II.A.6.html", { forcedColors: "active" });
  const frame = await page.locator(".sheet.paper").evaluate((sheet) => parseFloat(getComputedStyle(sheet).borderTopWidth));
  assert.ok(frame >= 1, "published words have no frame");
  for (const label of [".sheet-tag", ".ours-tag"]) assert.ok(await page.locator(label).first().isVisible(), label);
});
