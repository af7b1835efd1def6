"use strict";
// What comes out of the printer: published words with their codes, in order, and nothing of the site around them.

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");

const { desk } = require("../support/desk.js");
const { isWhole } = require("../support/pages.js");

const site = desk();

/** A page as a PDF. */
async function pdf(t, address) {
  const page = await site.open(t, address);
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-")), "page.pdf");
  t.after(() => fs.rmSync(path.dirname(file), { recursive: true }));
  await page.waitForFunction(isWhole);
  await page.pdf({ path: file, format: "A4" });
  return file;
}

/** The words of a page as they are printed, white space collapsed. @param {string[]} options of pdftotext */
async function printed(t, address, ...options) {
  const file = await pdf(t, address);
  return execFileSync("pdftotext", ["-layout", ...options, file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }).replace(/\s+/g, " ");
}

/** That `words` has all of `wanted`, in this order. */
function inOrder(words, wanted) {
  let at = 0;
  for (const one of wanted) {
    const found = words.indexOf(one, at);
    assert.ok(found >= 0, `“${one}” is missing, or not in its place`);
    at = found;
  }
}

test("a statement prints its words, prompts and rights, without menus", async (t) => {
  const words = await printed(t, "standards/II.A.6.html");
  inOrder(words, ["II.A.6", "The worker should clarify potential group", "From this site", "Take the goal of one person", "©"]);
  for (const one of ["Search", "Copy citation", "Glossary Guides"]) assert.ok(!words.includes(one), `“${one}” is printed`);
});

test("what stands below a statement begins on its sheet, however much there is", async (t) => {
  for (const code of ["VI.A.3", "III.A.1.b", "V.A.8", "II.A.15"]) {
    const words = await printed(t, `standards/${code}.html`, "-l", "1");
    inOrder(words, ["Published words", code, "From this site"]);
    assert.ok(words.length > 600, words);
  }
});

test("a page that fits on a sheet takes no second one", async (t) => {
  for (const address of ["matrix.html", "study.html", "guides/index.html"]) assert.match(execFileSync("pdfinfo", [await pdf(t, address)], { encoding: "utf8" }), /^Pages: +1$/m, address);
});

test("a section prints all its statements in order", async (t) => {
  const words = await printed(t, "standards/III.print.html");
  inOrder(words, ["Group Work in the Beginning Phase", "III.A.1", "III.A.1.a", "III.A.1.g", "III.A.2", "III.A.3.e", "III.B.1", "III.B.4", "©"]);
  assert.ok(!words.includes("Back to the site"));
});

test("the whole document prints from purpose to notes", async (t) => {
  const words = await printed(t, "standards/print.html");
  inOrder(words, ["Purpose", "Introduction", "I.A.1", "II.A.15", "III.B.4", "IV.A.3.e", "V.B.5", "VI.A.9", "Ethical Issues in the Use of New Techniques", "Notes"]);
});
