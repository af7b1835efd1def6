"use strict";

const fs = require("node:fs");
const path = require("node:path");

/** All files under a folder, as addresses. @param {string} under @param {string} ending */
function filesOf(under, ending) {
  return fs
    .readdirSync(under, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** Removes a folder with all in it. A browser that was just ended may still write to its own. @param {string} folder */
function removed(folder) {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

module.exports = { filesOf, removed };
