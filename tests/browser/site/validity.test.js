"use strict";
// HTML validity of every page, by html-validate. (The W3C's checker, vnu-jar, is run by hand: see CONTRIBUTING.md.)

const assert = require("node:assert/strict");
const path = require("node:path");
const { test } = require("node:test");
const { HtmlValidate, StaticConfigLoader } = require("html-validate");

const { filesOf } = require("../support/files.js");

const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:standard"] }));

const wrongIn = (folder, address) =>
  validator
    .validateFileSync(path.join(folder, address))
    .results.flatMap((result) => result.messages.map((one) => `${address}:${one.line}:${one.column} ${one.message} (${one.ruleId})`));

test("every page is valid HTML", () => {
  const folder = process.env.STANDPOINT_SITE ?? "";
  const pages = filesOf(folder, ".html");
  assert.ok(pages.length > 280);
  assert.deepEqual(pages.flatMap((address) => wrongIn(folder, address)), []);
});

test("so is what a base URL and a renamed page add", () => {
  const folder = process.env.STANDPOINT_PUBLISHED ?? "";
  const pages = ["index.html", "404.html", "standards/II.A.6.html", "topics/discretion.html"];
  assert.deepEqual(pages.flatMap((address) => wrongIn(folder, address)), []);
});

test("the validator sees what is wrong", () => {
  const report = validator.validateStringSync('<!doctype html><html lang="en"><head><title>A</title></head><body><p><div></div></p></body></html>');
  assert.equal(report.valid, false);
});
