"use strict";
// Loads the classic scripts of the class as its page does, with the words of the theme, beside the engine of the
// assessments.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const assessments = require("../assessment/load.js");
const scripts = path.join(assessments.theme, "scripts/cohort");
for (const name of fs.readdirSync(scripts).filter((name) => name !== "page.js" && name !== "view.js").sort()) {
  const filename = path.join(scripts, name);
  vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
}

/** Numbers that look random and are the same every time. @param {number} seed */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

module.exports = { ...assessments, cohort: globalThis.Standpoint.cohort, random };
