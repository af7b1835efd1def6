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

module.exports = { filesOf };
