"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const nodeCrypto = require("node:crypto");
const { assess, editor, fresh } = require("./load.js");

const text = JSON.stringify({ format: "standpoint-response", note: "Grüße, 你好, \u{1F600}" });
const codeOf = async (file, passphrase = "right") => {
  const { ok, code, message, text: opened } = await assess.decrypt(file, passphrase);
  assert.equal(ok, false);
  assert.equal(opened, "");
  assert.ok(message.length > 10 && message !== code, code);
  return code;
};
/** One field of the envelope changed. */
const changed = (file, change) => {
  const envelope = JSON.parse(file);
  change(envelope);
  return JSON.stringify(envelope);
};

test("what goes in comes out, and the same in another browser’s normal form", async () => {
  const file = await assess.encrypt(text, "Gr\u00fc\u00dfe");
  assert.equal((await assess.decrypt(file, "Gru\u0308\u00dfe")).text, text);
  assert.equal((await assess.decrypt("\uFEFF" + file, "Gr\u00fc\u00dfe")).text, text);
  assert.ok(!file.includes("note"));
  assert.equal((await assess.decrypt(await assess.encrypt("", "p"), "p")).text, "");
});

test("two files of one text have nothing in common", async () => {
  const [a, b] = [JSON.parse(await assess.encrypt(text, "p")), JSON.parse(await assess.encrypt(text, "p"))];
  assert.notEqual(a.kdf.salt, b.kdf.salt);
  assert.notEqual(a.cipher.iv, b.cipher.iv);
  assert.notEqual(a.data, b.data);
});

test("another program can open it: PBKDF2-SHA-256 with 600,000 rounds, AES-256-GCM", async () => {
  const { kdf, cipher, data } = JSON.parse(await assess.encrypt(text, "right"));
  assert.deepEqual([kdf.name, kdf.hash, kdf.iterations, cipher.name, cipher.length], ["PBKDF2", "SHA-256", 600_000, "AES-GCM", 256]);
  const bytes = Buffer.from(data, "base64");
  const key = nodeCrypto.pbkdf2Sync("right", Buffer.from(kdf.salt, "base64"), kdf.iterations, 32, "sha256");
  const decipher = nodeCrypto.createDecipheriv("aes-256-gcm", key, Buffer.from(cipher.iv, "base64"));
  decipher.setAuthTag(bytes.subarray(-16));
  assert.equal(decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8"), text);
});

test("a wrong passphrase and a damaged file are told apart", async () => {
  const file = await assess.encrypt(text, "right");
  assert.equal(await codeOf(file, "wrong"), "passphrase");
  assert.equal(await codeOf(file, ""), "no-passphrase");
  assert.equal(await codeOf(changed(file, (e) => (e.data = e.data.slice(0, -8)))), "damaged");
  assert.equal(await codeOf(changed(file, (e) => (e.data = "AAAA" + e.data.slice(4)))), "damaged");
  assert.equal(await codeOf(changed(file, (e) => (e.cipher.iv = "AAAAAAAAAAAAAAAA"))), "damaged");
  assert.equal(await codeOf(changed(file, (e) => (e.kdf.salt = "AAAAAAAAAAAAAAAAAAAAAA=="))), "damaged");
  assert.equal(await codeOf(file.slice(0, -30)), "damaged");
});

test("without a digest it opens, and a failure names both causes", async () => {
  const file = changed(await assess.encrypt(text, "right"), (e) => delete e.digest);
  assert.equal((await assess.decrypt(file, "right")).text, text);
  assert.equal(await codeOf(file, "wrong"), "passphrase-or-damaged");
});

test("what is not an envelope, or a hostile one", async () => {
  assert.equal(await codeOf("x"), "not-envelope");
  assert.equal(await codeOf("null"), "not-envelope");
  assert.equal(await codeOf('{"format":"standpoint-response"}'), "not-envelope");
  assert.equal(await codeOf('{"format":"standpoint-encrypted"}'), "damaged");
  assert.equal(await codeOf('{"format":"standpoint-encrypted","formatVersion":2}'), "future");
  const file = await assess.encrypt(text, "right");
  for (const iterations of [0, -1, 1.5, 99_999, 5_000_001, 1e300, "600000", null, {}])
    assert.equal(await codeOf(changed(file, (e) => (e.kdf.iterations = iterations))), "iterations");
  for (const change of [
    (e) => (e.kdf.hash = "MD5"),
    (e) => (e.cipher.name = "AES-CBC"),
    (e) => (e.cipher.length = 128),
    (e) => (e.kdf = null),
    (e) => (e.data = 7),
    (e) => (e.data = "*"),
    (e) => (e.data = ""),
    (e) => (e.kdf.salt = ""),
    (e) => (e.kdf.salt = "A".repeat(4000)),
    (e) => (e.cipher.iv = "AAAA"),
    (e) => (e.digest = 3),
  ])
    assert.equal(await codeOf(changed(file, change)), "damaged");
  assert.equal(await codeOf("x".repeat(61_000_000)), "size");
  for (const input of [null, undefined, 7, {}]) assert.equal((await assess.decrypt(input, "x")).ok, false);
});

test("without WebCrypto it says so", async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  Object.defineProperty(globalThis, "crypto", { configurable: true, value: { getRandomValues: (array) => array } });
  try {
    assert.equal(assess.canEncrypt(), false);
    assert.equal(await codeOf("{}"), "no-crypto");
    await assert.rejects(assess.encrypt("x", "y"), /https/);
  } finally {
    Object.defineProperty(globalThis, "crypto", real);
  }
  await assert.rejects(assess.encrypt("x", ""), /passphrase/);
});

test("a response goes there and back", async () => {
  const { response } = editor("w", fresh()).occasion("o1").answer("o1", "I.A.1", "importance", 3);
  const file = await assess.encrypt(assess.toJson(response), "p");
  assert.equal(assess.openText(file).kind, "encrypted");
  const { text: opened } = await assess.decrypt(file, "p");
  assert.deepEqual(assess.openText(opened).responses[0], assess.validate(assess.toJson(response)).response);
});
