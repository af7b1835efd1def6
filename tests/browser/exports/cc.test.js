"use strict";
// `standpoint export cc`: a cartridge as its importers read it. No registry has the schemas of Common Cartridge or of
// QTI 1.2, so what they demand is looked at by hand: well-formed, every reference to something, profiles of questions.

const assert = require("node:assert/strict");
const { execFileSync, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, before, test } = require("node:test");

const { exportTo } = require("./export-support.js");
const { filesOf } = require("../support/files.js");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-cc-"));
after(() => fs.rmSync(folder, { recursive: true }));
const inside = path.join(folder, "cartridge");
const read = (/** @type {string} */ name) => fs.readFileSync(path.join(inside, name), "utf8");

before(() => {
  exportTo("bundled", path.join(folder, "a.imscc"), "cc", "course:foundations");
  execFileSync("unzip", ["-q", "a.imscc", "-d", "cartridge"], { cwd: folder });
});

test("every file is well-formed and listed, every item leads to a resource", () => {
  const files = filesOf(inside, "").filter((name) => name.includes("."));
  for (const name of files.filter((name) => /\.(xml|html)$/.test(name))) {
    const { status, stderr } = spawnSync("xmllint", ["--nonet", "--noout", path.join(inside, name)], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  }
  const manifest = read("imsmanifest.xml");
  const listed = [...manifest.matchAll(/<file href="([^"]+)"/g)].map(([, href]) => href);
  assert.deepEqual(listed.sort(), files.filter((name) => !["imsmanifest.xml", "RIGHTS.txt"].includes(name)).sort());
  const resources = [...manifest.matchAll(/<resource identifier="([^"]+)"/g)].map(([, id]) => id);
  const referred = [...manifest.matchAll(/identifierref="([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(referred.sort(), resources.sort());
  const all = [...manifest.matchAll(/ identifier="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(all).size, all.length);
  assert.match(read("RIGHTS.txt"), /© 1999, 2000, 2006, 2015 IASWG, Inc\./);
});

test("lessons stand by themselves: no scripts, nothing of other pages, their rights", () => {
  const lessons = filesOf(inside, ".html");
  assert.ok(lessons.length >= 10);
  for (const name of lessons) {
    const html = read(name);
    assert.doesNotMatch(html, /<(script|form|input|link|img)\b/);
    for (const [, href] of html.matchAll(/ href="([^"]+)"/g)) {
      if (href.startsWith("#")) assert.ok(html.includes(` id="${href.slice(1)}"`), `${name}: ${href}`);
      else assert.ok(/^https?:/.test(href) || fs.existsSync(path.join(inside, href)), `${name}: ${href}`);
    }
    assert.match(html, /© 1999, 2000, 2006, 2015 IASWG, Inc\./);
  }
  assert.ok(lessons.some((name) => read(name).includes("Published words")));
});

test("questions have the profiles of a cartridge, and a right answer", () => {
  const quizzes = filesOf(inside, ".xml").filter((name) => name.startsWith("quiz-"));
  assert.ok(quizzes.length >= 10);
  const seen = new Set();
  for (const name of quizzes) {
    const quiz = read(name);
    assert.match(quiz, /<fieldentry>cc\.exam\.v0p1<\/fieldentry>/);
    for (const [item] of quiz.matchAll(/<item [\s\S]*?<\/item>/g)) {
      const profile = /<fieldentry>(cc\.[a-z_]+\.v0p1)<\/fieldentry>/.exec(item)?.[1] ?? "";
      seen.add(profile);
      if (profile === "cc.essay.v0p1") {
        assert.match(item, /<response_str/);
        continue;
      }
      const answers = [...item.matchAll(/<response_label ident="([^"]+)"/g)].map(([, id]) => id);
      assert.ok(answers.length >= 2, name);
      assert.equal(item.match(/<itemfeedback /g)?.length, answers.length, "each answer has its feedback");
      const scored = /<conditionvar>((?:(?!<conditionvar>)[\s\S])*?)<\/conditionvar><setvar action="Set" varname="SCORE">100/.exec(item)?.[1] ?? "";
      const right = [...scored.replaceAll(/<not>.*?<\/not>/g, "").matchAll(/>(a\d+)</g)].map(([, id]) => id);
      assert.ok(right.length >= 1 && right.every((id) => answers.includes(id)), name);
      if (profile !== "cc.multiple_response.v0p1") assert.equal(right.length, 1, name);
    }
  }
  assert.deepEqual([...seen].filter((profile) => !["cc.multiple_choice.v0p1", "cc.multiple_response.v0p1", "cc.true_false.v0p1", "cc.essay.v0p1"].includes(profile)), []);
  assert.ok(seen.size >= 3);
});
