"use strict";
// What a page loads beside itself, compressed as hosts do; and that styles which were made small say the same.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { desk } = require("../support/desk.js");
const { filesOf } = require("../support/files.js");

const site = desk();
const folder = process.env.STANDPOINT_SITE ?? "";

/** Bytes of the scripts and styles that a page names, each compressed by itself. */
function weight(address) {
  const html = fs.readFileSync(path.join(folder, address), "utf8");
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  assert.ok(named.length >= 4, `${address} names ${named}`);
  const sizes = named.map((name) => gzipSync(fs.readFileSync(path.join(folder, path.dirname(address), name)), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

test("an assessment needs no more than 60 KB of script and style in all", () => {
  const assessments = filesOf(path.join(folder, "assessments"), ".html").filter((name) => name !== "index.html");
  assert.ok(assessments.length >= 10);
  for (const name of assessments) {
    const bytes = weight(`assessments/${name}`);
    assert.ok(bytes <= 60_000, `${name}: ${bytes} bytes`);
  }
});

test("a statement needs no more than 20 KB", () => {
  const bytes = weight("standards/II.A.6.html");
  assert.ok(bytes <= 20_000, `${bytes} bytes`);
});

test("a style that was made small says the same as it was written", async (t) => {
  const page = await (await site.context(t)).newPage();
  const rules = (/** @type {string} */ text) =>
    page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      // What has a variable in it is kept as it was typed.
      return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ","));
    }, text);
  const styles = path.join(__dirname, "../../../themes/default/styles");
  // That of packages isn't in a site.
  const names = filesOf(styles, ".css").filter((name) => name !== "package.css");
  assert.ok(names.length >= 15, names.join());
  for (const name of names) {
    const [written, small] = [path.join(styles, name), path.join(folder, "assets", name)].map((file) => fs.readFileSync(file, "utf8"));
    assert.ok(small.length < 0.95 * written.length, `${name}: ${small.length} of ${written.length}`);
    assert.deepEqual(await rules(small), await rules(written), name);
  }
});
