"use strict";
// The bundled site as `--offline` makes it, for a browser that loses its network.

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { removed } = require("./files.js");
const { serve } = require("./serve.js");

const CONTENT = path.join(__dirname, "../../../content");

/** @param {string} from the content @param {string} to the folder of the site @param {string[]} options */
function build(from, to, ...options) {
  execFileSync(process.env.STANDPOINT ?? "standpoint", ["build", "--content", from, "--output", to, ...options], { stdio: "ignore" });
}

/** A server for that site, both for one test. @param {import("node:test").TestContext} t */
async function serveOffline(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-offline-"));
  t.after(() => removed(folder));
  build(CONTENT, folder, "--offline");
  const server = await serve(folder);
  t.after(() => server.close());
  return server;
}

module.exports = { CONTENT, build, serveOffline };
