"use strict";
// `standpoint export cc`: a cartridge as its importers read it. No registry has the schemas of Common Cartridge or of
// QTI 1.2, so what they demand is looked at by hand: well-formed, every reference to something, profiles of questions.

const assert = require("node:assert/strict");
const { execFileSync, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, before, test } = require("node:test");

const { contents, exportTo } = require("./export-support.js");
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
      else assert.ok(/^https?:/.test(href) || fs.existsSync(path.join(inside, href.split("#")[0])), `${name}: ${href}`);
      const [file, anchor] = href.split("#");
      if (file.endsWith(".html") && anchor && !/^https?:/.test(href)) assert.ok(read(file).includes(` id="${anchor}"`), `${name}: ${href}`);
    }
    assert.match(html, /© 1999, 2000, 2006, 2015 IASWG, Inc\./);
  }
  assert.ok(lessons.some((name) => read(name).includes("Published words")));
});

const quizzes = () => filesOf(inside, ".xml").filter((name) => name.startsWith("quiz-"));

/** @param {string} text @param {RegExp} pattern */
function all(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);
}

test("every question is there, a pair or a place being one", () => {
  const sources = filesOf(path.join(contents.bundled, "courses/foundations/checks"), ".yaml");
  assert.deepEqual(quizzes(), sources.map((name) => `quiz-${name.replace(".yaml", ".xml")}`));
  const counts = { matching: 0, ordering: 0 };
  for (const source of sources) {
    const yaml = fs.readFileSync(path.join(contents.bundled, "courses/foundations/checks", source), "utf8");
    let expected = 0;
    for (const question of yaml.split(/^ {2}- id: /m).slice(1)) {
      const kind = /kind: ([a-z-]+)/.exec(question)?.[1];
      const pairs = all(question, /\bleft:/g).length;
      const items = all(/^ {4}items:\n((?: {6}.*\n)*)/m.exec(question)?.[1] ?? "", /\btext:/g).length;
      expected += kind === "matching" ? pairs : kind === "ordering" ? items : 1;
      if (kind === "matching" || kind === "ordering") counts[kind]++;
    }
    assert.equal(read(`quiz-${source.replace(".yaml", ".xml")}`).match(/<item /g)?.length, expected, source);
  }
  assert.ok(counts.matching > 0 && counts.ordering > 0);
});

test("questions are as the profile and Moodle have them", () => {
  const kinds = new Set();
  for (const name of quizzes()) {
    const text = read(name);
    assert.match(text, /<questestinterop xmlns="http:\/\/www\.imsglobal\.org\/xsd\/ims_qtiasiv1p2">/);
    assert.match(text, /<fieldlabel>cc_profile<\/fieldlabel><fieldentry>cc\.exam\.v0p1<\/fieldentry>/);
    const items = all(text, /<item [^]*?<\/item>/g);
    const ids = items.map((item) => /ident="([^"]+)"/.exec(item)?.[1]);
    assert.equal(new Set(ids).size, ids.length);
    for (const item of items) {
      const kind = /<fieldentry>cc\.([a-z_]+)\.v0p1</.exec(item)?.[1] ?? "";
      kinds.add(kind);
      assert.match(item, /<presentation>\s*<material><mattext texttype="text\/html">[^<]+</);
      const labels = all(item, /<response_label ident="([^"]+)"/g);
      const right = all(item, /<respcondition [^>]*><conditionvar>(?:(?!<\/respcondition>).)*<setvar varname="SCORE" action="Set">100</g);
      // Every feedback is shown by something, and all that is shown is there.
      const shown = all(item, /linkrefid="([^"]+)"/g);
      assert.deepEqual(all(item, /<itemfeedback ident="([^"]+)"/g).sort(), [...shown].sort());
      if (kind === "essay") {
        assert.match(item, /qmd_computerscored<\/fieldlabel><fieldentry>No</);
        assert.ok(!/varequal|response_lid/.test(item));
        assert.match(item, /<respcondition continue="Yes"><conditionvar><other\/><\/conditionvar><displayfeedback feedbacktype="Response" linkrefid="general"/);
        continue;
      }
      assert.equal(right.length, 1, item);
      assert.equal(shown.length, labels.length);
      assert.match(item, new RegExp(`rcardinality="${kind === "multiple_response" ? "Multiple" : "Single"}"`));
      assert.ok(kind === "true_false" ? labels.join() === "true,false" : labels.length >= (kind === "multiple_choice" ? 3 : 2));
      if (kind === "multiple_response") {
        // Moodle finds the right answers by `case="Yes"`, those in a `not` left out.
        const [and] = all(item, /<and>(.*?)<\/and>/g);
        const chosen = all(and.replace(/<not>.*?<\/not>/g, ""), /case="Yes">([^<]+)</g);
        assert.ok(chosen.length > 0 && chosen.every((answer) => labels.includes(answer)));
        assert.deepEqual(all(and, /case="Yes">([^<]+)</g).sort(), [...labels].sort());
      }
    }
  }
  assert.deepEqual([...kinds].sort(), ["essay", "multiple_choice", "multiple_response", "true_false"]);
});

test("the manifest says whose it is, as Moodle reads it", () => {
  const manifest = read("imsmanifest.xml");
  // Its importer looks for items without a prefix, one root without a title, and folders that have no resource.
  assert.match(manifest, /<item identifier="root">\s*<item identifier="about"><title>[^<]+<\/title>/);
  assert.match(manifest, /<item identifier="unit-0"><title>[^<]+<\/title>/);
  // What is said of the course and its units is there, too.
  assert.match(read("course_.html"), /Explain [^]*to somebody who has never been in a group[^]*Kurland, R\., &amp; Salmon[^]*The ground we stand on/);
  assert.match(manifest, /<lomimscc:rights>[^]*© 1999, 2000, 2006, 2015 IASWG, Inc\.[^]*<\/lomimscc:rights>/);
});
