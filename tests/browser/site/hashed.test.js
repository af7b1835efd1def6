"use strict";
// A site built with `--hash-assets` and opened from a folder: pages find their files, and so do scripts that load others.

const assert = require("node:assert/strict");
const path = require("node:path");
const { test } = require("node:test");
const { pathToFileURL } = require("node:url");

const { desk } = require("../support/desk.js");
const { filesOf } = require("../support/files.js");
const { onlyOverHttp, pages } = require("../support/pages.js");

const site = desk();
const folder = process.env.STANDPOINT_PUBLISHED ?? "";
const root = pathToFileURL(`${folder}/`).href;

/** @param {import("node:test").TestContext} t */
async function page(t) {
  return (await site.context(t, { also: [root] })).newPage();
}

test("every file in assets/ has a hash in its name", () => {
  const names = filesOf(path.join(folder, "assets"), "");
  assert.ok(names.length > 20, names.join());
  assert.deepEqual(names.filter((name) => !/\.[0-9a-f]{10}\.\w+$/.test(name)), []);
});

test("a page of every kind has its style and its scripts", async (t) => {
  const one = await page(t);
  for (const { address } of pages.filter((page) => !onlyOverHttp(page))) {
    await one.goto(root + address);
    const sheets = await one.evaluate(() => [...document.styleSheets].map((sheet) => sheet.href ?? ""));
    assert.ok(sheets.some((href) => /assets\/standpoint\.[0-9a-f]{10}\.css$/.test(href)), `${address}: ${sheets}`);
  }
});

test("the search comes when it is asked for", async (t) => {
  const one = await page(t);
  await one.goto(`${root}standards/II.A.html`);
  await one.keyboard.press("/");
  await one.locator("#search-input").pressSequentially("mutual aid");
  await one.locator("#search-results [role=option]").first().waitFor();
});

test("so do the tools for a note", async (t) => {
  const one = await page(t);
  await one.goto(`${root}standards/II.A.6.html`);
  await one.getByRole("button", { name: "Note", exact: true }).click();
  await one.getByLabel("Your note on II.A.6").waitFor();
});
