"use strict";
// `standpoint export case` by the JSON Schemas of CASE: 1EdTech's for version 1.1, and OpenSALT's for what its import takes.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");

const Ajv2019 = require("ajv/dist/2019").default;
const Ajv = require("ajv").default;

const { exported } = require("./export-support.js");

const schemas = path.join(__dirname, "../../fixtures/schemas");

/** @param {string} file */
function schema(file) {
  return JSON.parse(fs.readFileSync(path.join(schemas, file), "utf8"));
}

/** A schema's check that knows the formats the schemas name. */
function checkBy(ajv, file) {
  ajv.addFormat("uuid", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  ajv.addFormat("date-time", { validate: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text)) });
  ajv.addFormat("date", /^\d{4}-\d\d-\d\d$/);
  ajv.addFormat("uri", { validate: (text) => URL.canParse(text) && /^[!-~]+$/.test(text) });
  ajv.addFormat("int32", { type: "number", validate: (number) => Number.isInteger(number) && Math.abs(number) < 2 ** 31 });
  ajv.addFormat("float", { type: "number", validate: () => true });
  return ajv.compile(schema(file));
}

const checks = {
  "1EdTech’s schema of version 1.1": checkBy(new Ajv2019({ strict: false, allErrors: true }), "case-1.1-cfpackage.official.json"),
  "OpenSALT’s schema": checkBy(new Ajv({ strict: false, allErrors: true }), "case-1.0-cfpackage.opensalt.json"),
};

for (const site of ["bundled", "published"]) {
  const text = exported(site, "case");
  for (const [name, check] of Object.entries(checks)) {
    test(`${site}: valid by ${name}`, () => {
      check(JSON.parse(text));
      assert.deepEqual(check.errors ?? [], []);
    });
  }

  test(`${site}: every link leads to something in the package, by one identifier and one address`, () => {
    const pack = JSON.parse(text);
    const definitions = Object.values(pack.CFDefinitions).flat();
    const all = [pack.CFDocument, ...pack.CFItems, ...definitions, ...pack.CFAssociations];
    const known = new Map(all.map((thing) => [thing.identifier, thing.uri]));
    assert.equal(known.size, all.length);
    assert.equal(new Set(known.values()).size, all.length);
    let links = 0;
    const walk = (value) => {
      if (value === null || typeof value !== "object") return;
      if (value.identifier && !("lastChangeDateTime" in value)) {
        links++;
        assert.equal(value.uri, known.get(value.identifier), value.title);
      }
      Object.values(value).forEach(walk);
    };
    walk(pack);
    assert.ok(links > 1000);
  });
}

test("the hierarchy is the document’s, and its relations all there", () => {
  const pack = JSON.parse(exported("bundled", "case"));
  const codes = new Map(pack.CFItems.map((item) => [item.identifier, item.humanCodingScheme]));
  codes.set(pack.CFDocument.identifier, null);
  const under = pack.CFAssociations.filter((a) => a.associationType === "isChildOf");
  const model = JSON.parse(exported("bundled", "json"));
  assert.deepEqual(
    Object.fromEntries(under.map((a) => [codes.get(a.originNodeURI.identifier), codes.get(a.destinationNodeURI.identifier)])),
    Object.fromEntries(model.statements.map((s) => [s.code, s.parent])),
  );
  for (const parent of model.statements.filter((s) => s.children.length > 0)) {
    const children = under.filter((a) => codes.get(a.destinationNodeURI.identifier) === parent.code);
    children.sort((a, b) => a.sequenceNumber - b.sequenceNumber);
    assert.deepEqual(children.map((a) => codes.get(a.originNodeURI.identifier)), parent.children);
  }
  const related = (type, title) =>
    pack.CFAssociations.filter((a) => a.associationType === type && a.CFAssociationGroupingURI?.title === title)
      .map((a) => `${codes.get(a.originNodeURI.identifier)} ${codes.get(a.destinationNodeURI.identifier)}`)
      .sort();
  const told = (kind, line) => model.statements.flatMap((s) => s.related[kind].map((other) => line(s.code, other))).sort();
  assert.deepEqual(related("isRelatedTo", "Supports"), told("supports", (one, other) => `${one} ${other}`));
  assert.deepEqual(related("isRelatedTo", "See also"), told("see-also", (one, other) => `${one} ${other}`));
  // What carries on another comes after it.
  assert.deepEqual(related("precedes", "Continues"), told("continues", (one, other) => `${other} ${one}`));
});
