"use strict";
// What the tests of the study tools share.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { between, desk, eventually } = require("../support/desk.js");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Nothing for axe-core to find; the context needs `bypassCSP`. @param {import("playwright-core").Page} page */
async function accessible(page, where = "") {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => window["axe"].run({ runOnly, resultTypes: ["violations"] }), tags);
  assert.deepEqual(violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 140)}: ${node.failureSummary}`)), [], where);
}

/** No wider than the window. @param {import("playwright-core").Page} page */
async function fits(page, where = "") {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${where} ${over} px too wide`);
}

/** What is stored, as `{"kind id": value}`. @param {import("playwright-core").Page} page */
const stored = (page) =>
  page.evaluate(async () => {
    const store = await Standpoint.study.store();
    return Object.fromEntries((await store.all()).map(({ kind, id, value }) => [`${kind} ${id}`, value]));
  });

/** @param {import("playwright-core").Page} page @param {[string, string, any][]} records */
const put = (page, records) =>
  page.evaluate(async (records) => {
    const store = await Standpoint.study.store();
    await store.change(records.map(([kind, id, value]) => ({ kind, id, edit: () => value })));
  }, records);

/** Refuses storage before the page's scripts run. @param {import("playwright-core").BrowserContext} context */
const refuse = (context) =>
  context.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", {
      get() {
        throw new DOMException("no", "SecurityError");
      },
    });
  });

module.exports = { accessible, between, desk, eventually, fits, put, refuse, stored };
