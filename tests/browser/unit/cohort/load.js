"use strict";
// Loads the classic scripts of the class as its page does, with the words of the theme, beside the engine of the
// assessments.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const assessments = require("../assessment/load.js");
const scripts = path.join(assessments.theme, "scripts/cohort");
for (const name of ["words", "statistics", "zip", "reader", "people", "disclosure", "figures", "exports", "demo"]) {
  const filename = path.join(scripts, `${name}.js`);
  vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
}

const { assess, data } = assessments;
const { cohort } = globalThis.Standpoint;

// The words of the theme, whose lines are `key: word`, some in quotes, and what stands between words.
for (const line of fs.readFileSync(path.join(assessments.theme, "words/en.yaml"), "utf8").split("\n")) {
  const found = /^(?:cohort-([\w-]+)|(colon|semicolon|comma|cut)): (.*)$/.exec(line);
  if (found) cohort.words[found[1] ?? found[2]] = found[3].startsWith('"') ? JSON.parse(found[3]) : found[3];
}

/** What the page of the class is given: the assessment of the other tests, and one about its first four statements. */
const site = {
  ...{ site: data.site, framework: data.framework, scales: data.scales, moved: data.moved, items: data.items },
  ...{ sections: data.sections, parts: data.parts, topics: data.topics, kinds: data.kinds },
  assessments: [
    { ...data.assessment, address: "assessments/planning.html", roleTitles: {}, scales: ["importance", "confidence"], statements: [0, 1, 2, 3, 4, 5] },
    { ...data.assessment, id: "short", title: "Short", address: "assessments/short.html", roleTitles: {}, scales: ["confidence"], statements: [0, 1, 2, 3] },
  ],
};

/**
 * A response with these answers on the scale of confidence, one list an occasion; null is left out.
 * @param {string} id @param {(number | string | null)[][]} rounds
 */
function response(id, rounds, { pseudonym = "", kinds = ["baseline", "review", "review"], scale = "confidence", assessment = "planning" } = {}) {
  const definition = cohort.assessmentData(site, assessment);
  const made = assess.createResponse(definition, { id, now: new Date("2026-01-01T00:00:00Z"), pseudonym });
  made.occasions = rounds.map((values, round) => {
    const at = `2026-0${round + 1}-02T10:00:00.000Z`;
    made.modified = at;
    const ratings = definition.items.flatMap(({ code, hash }, index) =>
      (values[index] ?? null) === null ? [] : [[code, { roles: { worker: { scales: { [scale]: { value: values[index], at, by: `w-${id}`, hash } } } } }]],
    );
    return { id: `${id}-${round}`, created: at, modified: at, by: `w-${id}`, kind: kinds[round], name: "", date: at.slice(0, 10), of: null, ratings: Object.fromEntries(ratings) };
  });
  made.seen = { [`w-${id}`]: made.modified };
  return made;
}
/** @param {string} name @param {unknown} content */
const file = (name, content) => new File([typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content)], name);
/** Opens files as the page does. @param {File[]} files */
const opened = (files, before = cohort.emptyClass(), watch = {}) => cohort.readFiles(before, files, site, watch);

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

module.exports = { ...assessments, cohort, site, response, file, opened, random };
