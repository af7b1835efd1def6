"use strict";
// What a page loads beside itself, compressed as hosts do.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");
const { gzipSync } = require("node:zlib");

const { filesOf } = require("../support/files.js");

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
