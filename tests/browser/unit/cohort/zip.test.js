"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { execFileSync } = require("node:child_process");
const { describe, test } = require("node:test");
const { cohort } = require("./load.js");
const { archive } = require("./archive.js");

const { openZip, readZipEntry, writeZip, zipLimits } = cohort;
const text = (bytes) => new TextDecoder().decode(bytes);
/** What comes out: the texts, or why not. */
async function unpacked(bytes) {
  const blob = new Blob([bytes]);
  const result = {};
  for (const entry of await openZip(blob)) result[entry.name] = await readZipEntry(blob, entry).then(text, (error) => error);
  return result;
}
const refusal = async (bytes, name) => {
  const out = await unpacked(bytes).catch((error) => error);
  const error = name === undefined ? out : out[name];
  assert.ok(error instanceof Error, `was not refused: ${String(error).slice(0, 80)}`);
  return error.message;
};

describe("an archive is read", () => {
  test("packed, stored, with folders, a comment and names of any script", async () => {
    const made = archive(
      [{ name: "class/" }, { name: "class/one.json", data: "{}" }, { name: "class/zwei-ß-ä-名.json", data: "x".repeat(5000) }, { name: "three.json", data: "three", method: 0 }, { name: "empty.json" }],
      { comment: "PK\x05\x06 a comment that looks like an end" },
    );
    assert.deepEqual(await unpacked(made), { "class/one.json": "{}", "class/zwei-ß-ä-名.json": "x".repeat(5000), "three.json": "three", "empty.json": "" });
  });

  test("with what systems add to an entry, times and owners, and comments", async () => {
    const more = Buffer.from("55540900037a6b5c677a6b5c67", "hex");
    const made = archive([{ name: "one.json", data: "{}", more, about: "the first" }, { name: "two.json", data: "[]", more, about: "the second" }]);
    assert.deepEqual(await unpacked(made), { "one.json": "{}", "two.json": "[]" });
  });

  test("what is written is read again, by us and by Python", async (t) => {
    const files = [{ name: "a.svg", text: "<svg/>" }, { name: "ü.svg", text: "ünï\n".repeat(100) }];
    const bytes = new Uint8Array(await writeZip(files).arrayBuffer());
    assert.deepEqual(await unpacked(bytes), { "a.svg": files[0].text, "ü.svg": files[1].text });
    assert.deepEqual(bytes, new Uint8Array(await writeZip(files).arrayBuffer()));
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-"));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    const file = path.join(folder, "a.zip");
    fs.writeFileSync(file, bytes);
    const script = "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;print(*z.namelist(),sep='|')";
    assert.equal(execFileSync("python3", ["-c", script, file], { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } }).trim(), "a.svg|ü.svg");
    assert.deepEqual(await unpacked(await writeZip([]).arrayBuffer()), {});
  });
});

describe("an archive that means harm is refused, and the rest is read", () => {
  const big = "a".repeat(3_000_000);
  test("what unpacks to far more than it is", async () => {
    const made = archive([{ name: "bomb.json", data: big }, { name: "good.json", data: "{}" }]);
    assert.match(await refusal(made, "bomb.json"), /more than 200 times/);
    assert.equal((await unpacked(made))["good.json"], "{}");
  });
  test("what is too large, before any of it is read", async () => {
    const blob = /** @type {any} */ ({ size: zipLimits.archive + 1, slice: () => assert.fail("read") });
    await assert.rejects(openZip(blob), /500 MB/);
  });
  test("what claims to be smaller than it is", async () => {
    assert.match(await refusal(archive([{ name: "lies.json", data: "a".repeat(5_000), plain: 10 }]), "lies.json"), /damaged/);
    assert.match(await refusal(archive([{ name: "lies.json", data: "abc", plain: 4 }]), "lies.json"), /damaged/);
  });
  test("what claims to be larger than anything is", async () => {
    assert.match(await refusal(archive([{ name: "a.json", data: "a", plain: zipLimits.single + 1 }]), "a.json"), /larger than 40 MB/);
    assert.match(await refusal(archive(Array.from({ length: 30 }, (_, n) => ({ name: `${n}.json`, data: "a", plain: 39_000_000 })))), /larger than 1000 MB/);
  });
  test("entries that lie over one another", async () => {
    const data = "abcdefgh".repeat(200);
    const shared = Array.from({ length: 50 }, (_, n) => ({ name: `${n}.json`, data, method: 0, raw: n ? new Uint8Array() : undefined, compressed: data.length, offset: 0 }));
    assert.match(await refusal(archive(shared)), /made to mislead/);
  });
  test("an archive in an archive, by its name and by what it is", async () => {
    const inner = archive([{ name: "a.json", data: "{}" }]);
    const made = archive([{ name: "inner.zip", data: inner }, { name: "disguised.json", data: inner }]);
    assert.match(await refusal(made, "inner.zip"), /inside an archive/);
    assert.match(await refusal(made, "disguised.json"), /inside an archive/);
  });
  test("too many, locked, of another kind, damaged, cut off, no archive at all", async () => {
    assert.match(await refusal(archive(Array.from({ length: zipLimits.entries + 1 }, (_, n) => ({ name: `${n}` })))), /more than 5000 files/);
    assert.match(await refusal(archive([{ name: "a.json", data: "{}", flags: 1 }]), "a.json"), /password/);
    assert.match(await refusal(archive([{ name: "a.json", data: "{}", method: 14 }]), "a.json"), /does not know/);
    assert.match(await refusal(archive([{ name: "a.json", data: "{}", sum: 1 }]), "a.json"), /damaged/);
    assert.match(await refusal(archive([{ name: "a.json", data: "{}", raw: new Uint8Array([255, 254, 3, 9]) }]), "a.json"), /damaged/);
    assert.match(await refusal(archive([{ name: "a.json", data: "{}", offset: 90_000 }]), "a.json"), /damaged/);
    assert.match(await refusal(archive([{ name: "a.json", data: "{}" }], { zip64: true })), /very large files/);
    assert.match(await refusal(archive([{ name: "a.json", data: "{}" }], { entriesClaimed: 3 })), /damaged/);
    const whole = archive([{ name: "a.json", data: "{}" }]);
    for (let cut = 0; cut < whole.length; cut++) await refusal(whole.slice(0, cut));
    assert.match(await refusal(new TextEncoder().encode("no archive")), /damaged/);
  });
  test("any byte changed: refused or the same, and nothing else happens", async () => {
    const whole = archive([{ name: "a.json", data: "{\"a\":1}" }, { name: "b.json", data: "second", method: 0 }]);
    for (let at = 0; at < whole.length; at++) {
      const bytes = whole.slice();
      bytes[at] ^= 0x41;
      const out = await unpacked(bytes).catch((error) => ({ error }));
      for (const one of Object.values(out)) assert.ok(one instanceof Error || ['{"a":1}', "second"].includes(one), `byte ${at}: ${one}`);
    }
  });
  test("a browser that cannot unpack says so", async () => {
    const kept = globalThis.DecompressionStream;
    try {
      // @ts-ignore: as in an old browser
      delete globalThis.DecompressionStream;
      assert.equal(cohort.canUnzip(), false);
      assert.match(await refusal(archive([{ name: "a.json" }])), /cannot open zip archives/);
    } finally {
      globalThis.DecompressionStream = kept;
    }
  });
});
