"use strict";
// Loads the study scripts that need no page, as a page does.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

for (const name of ["site/language", "storage", "study/store", "study/schedule", "study/file"]) {
  const filename = path.join(__dirname, "../../../../themes/default/scripts", `${name}.js`);
  vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
}

module.exports = { study: globalThis.Standpoint.study };
