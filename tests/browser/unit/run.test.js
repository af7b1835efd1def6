"use strict";

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { setTimeout: wait } = require("node:timers/promises");

const { removed } = require("../support/files.js");

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  test(`a run that is ended by ${signal} leaves nothing behind`, async (t) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "run-"));
    t.after(() => removed(folder));
    const [endless, temporary] = [path.join(folder, "endless.test.js"), path.join(folder, "tmp")];
    const begun = path.join(folder, "begun");
    fs.mkdirSync(temporary);
    fs.writeFileSync(endless, `require("node:fs").writeFileSync(${JSON.stringify(begun)}, process.env.TMPDIR);\nsetInterval(() => {}, 1000);\n`);
    // In a target folder of its own: this one's is where the sites are that other tests open.
    const { NODE_TEST_CONTEXT, ...env } = { ...process.env, CARGO_TARGET_DIR: folder, TMPDIR: temporary };
    const run = spawn(process.execPath, [path.join(__dirname, "../run.js"), endless], { env, stdio: "ignore" });
    const ended = once(run, "exit");
    while (!fs.existsSync(begun) && run.exitCode === null) await wait(50);
    assert.equal(fs.readdirSync(temporary).length, 1, "its folder is there");
    run.kill(signal);
    assert.deepEqual(await ended, [1, null]);
    assert.deepEqual(fs.readdirSync(temporary), []);
  });
}
