"use strict";
// Loads the scripts of the page that a platform launches, but for the page itself.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

for (const name of ["code", "session"]) {
  const filename = path.join(__dirname, "../../../../themes/default/scripts/package", `${name}.js`);
  vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
}

module.exports = { pack: globalThis.Standpoint.pack };
