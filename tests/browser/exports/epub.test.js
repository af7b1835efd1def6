"use strict";
// `standpoint export epub` by epubcheck, the W3C’s own checker (Debian’s package; its wrapper needs binfmt, so it is run
// as a jar).

const assert = require("node:assert/strict");
const { execFileSync, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, test } = require("node:test");

const { exportTo } = require("./export-support.js");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-epub-"));
after(() => fs.rmSync(folder, { recursive: true }));

/** @param {string} file */
function checked(file) {
  const { status, stdout, stderr } = spawnSync("java", ["-jar", "/usr/share/java/epubcheck.jar", "--failonwarnings", file], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
}

/** A file in an archive. @param {string} file @param {string} name */
function inside(file, name) {
  return execFileSync("unzip", ["-p", file, name], { encoding: "utf8" });
}

for (const site of /** @type {const} */ (["bundled", "published"])) {
  test(`${site}: no error and no warning`, () => {
    const file = path.join(folder, `${site}.epub`);
    exportTo(site, file, "epub");
    checked(file);
    assert.match(inside(file, "EPUB/package.opf"), /<dc:rights>© 1999, 2000, 2006, 2015 IASWG, Inc\./);
    assert.match(inside(file, "EPUB/chapter-001.xhtml"), /© 1999, 2000, 2006, 2015 IASWG, Inc\./);
  });
}

test("every chapter says whose words it has", () => {
  const file = path.join(folder, "bundled.epub");
  const names = execFileSync("unzip", ["-Z1", file], { encoding: "utf8" }).split("\n").filter((name) => name.includes("chapter-"));
  const voices = names.sort().map((name) => /<section class="(\w+)"/.exec(inside(file, name))?.[1]);
  assert.deepEqual([...new Set(voices)], ["book", "published", "ours"]);
  // First the published words, all of them, then what is ours.
  assert.equal(voices.lastIndexOf("published") + 1, voices.indexOf("ours"));
  for (const [place, name] of names.entries()) {
    const text = inside(file, name);
    if (voices[place] === "published") assert.match(text, /<p class="tag">Published words<\/p>/);
    if (voices[place] === "ours") assert.match(text, /<p class="tag">Not part of the published standards<\/p>/);
  }
});

for (const [what, count] of /** @type {const} */ ([
  ["course:foundations", 12],
  ["unit:foundations/ground", 2],
  ["lesson:foundations/mutual-aid", 1],
])) {
  test(`${what}: no error and no warning, checks and key lead to each other`, () => {
    const file = path.join(folder, "course.epub");
    exportTo("bundled", file, "epub", what);
    checked(file);
    assert.match(inside(file, "EPUB/package.opf"), /<dc:rights>[^<]*© 1999, 2000, 2006, 2015 IASWG, Inc\./);
    const names = execFileSync("unzip", ["-Z1", file], { encoding: "utf8" }).split("\n").filter((name) => name.includes("chapter-"));
    const chapters = names.map((name) => inside(file, name));
    const asked = chapters.flatMap((text) => [...text.matchAll(/<section class="check" id="check-([^"]+)"/g)].map(([, id]) => id));
    const key = chapters.find((text) => text.includes('<section id="key-')) ?? "";
    assert.deepEqual([...key.matchAll(/<section id="key-([^"]+)"/g)].map(([, id]) => id), asked);
    assert.equal(asked.length, count);
    for (const id of asked) {
      assert.ok(chapters.some((text) => new RegExp(`href="chapter-\\d+\\.xhtml#key-${id}"`).test(text)));
      assert.match(key, new RegExp(`href="chapter-\\d+\\.xhtml#check-${id}"`));
    }
    // Published words are marked as such, in lessons and at the end.
    assert.match(chapters.join(""), /<figcaption class="sheet-tag">Published words<\/figcaption>\s*<div class="embed-statement">/);
    assert.match(chapters.at(-1) ?? "", /<section class="published" epub:type="appendix">\s*<p class="tag">Published words<\/p>/);
  });
}

test("whatever a writer puts into Markdown, the book is valid", () => {
  const content = path.join(folder, "content");
  fs.cpSync(path.join(__dirname, "../../fixtures/small/content"), content, { recursive: true });
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  fs.writeFileSync(path.join(content, "topics/a dot.png"), Buffer.from(pixel, "base64"));
  fs.appendFileSync(path.join(content, "site.yaml"), "\nfeatures: {raw-html: true}\n");
  fs.appendFileSync(
    path.join(content, "topics/trust.md"),
    [
      "",
      "## A heading {#same}",
      "",
      "![A dot](<a dot.png>) and ![again](a%20dot.png), a [file](<a dot.png>), [the heading](#same), [[II.A.2.a]] and [[topic:boundaries]].",
      "",
      "| a | b |",
      "|:-:|---|",
      "| 1 | <b>2 |",
      "",
      "- [x] done",
      "- [ ] open",
      "",
      "<p align=center onclick=x()>Open <em>and <img src=x.png> &nbsp; &copy; <script>1 < 2</script> <iframe src=y></iframe> a<br>b",
      "",
      "Text[^1] with a note, `code` and a\u0007bell.",
      "",
      "[^1]: The note.",
      "",
    ].join("\n"),
  );
  fs.appendFileSync(path.join(content, "topics/boundaries.md"), "\n## A heading {#same}\n");
  const file = path.join(folder, "odd.epub");
  execFileSync(process.env.STANDPOINT ?? "standpoint", ["export", "epub", "--content", content, "-o", file], { stdio: ["ignore", "ignore", "pipe"] });
  checked(file);
  assert.equal(execFileSync("unzip", ["-Z1", file], { encoding: "utf8" }).match(/picture-/g)?.length, 1);
});

