"use strict";
// Loads the classic scripts as a page does, one after the other into one global, and a small assessment to try them on.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const theme = path.join(__dirname, "../../../../themes/default");
const scripts = [
  "site/language.js",
  "storage.js",
  ...["words", "shape", "response", "merge", "summary", "privacy", "crypto", "exchange", "backup", "records", "store"].map((name) => `assessment/${name}.js`),
];
for (const name of scripts) {
  const filename = path.join(theme, "scripts", name);
  vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
}

const { assess } = globalThis.Standpoint;

/** The words that the theme gives to scripts, without the letters that say so, and what stands between words. They are
 *  written as JSON writes them. */
const words = Object.fromEntries(
  [...fs.readFileSync(path.join(theme, "words/en.yaml"), "utf8").matchAll(/^(?:assess-([^:]+)|(colon|semicolon|comma|cut)): (".*")$/gm)].map(([, key, sign, word]) => [key ?? sign, JSON.parse(word)]),
);
assess.words = words;

const specials = [
  { id: "not-applicable", label: "Not applicable" },
  { id: "no-opportunity", label: "No opportunity yet" },
  { id: "prefer-not-to-say", label: "Prefer not to say" },
];
const points = (...labels) => labels.map((label) => ({ label }));

/** Six statements in two sections, two scales of four points, one of five. */
const data = {
  formatVersion: 1,
  site: { key: "example", title: "Example" },
  framework: { id: "example", title: "Example Standards", edition: "2" },
  assessment: {
    ...{ id: "planning", title: "Planning", minutes: 3, minimum: 3, roles: ["worker", "supervisor"] },
    groupBy: ["section", "topic"],
    talk: { highOn: "importance", lowOn: "confidence" },
    strength: { highOn: "confidence" },
  },
  scales: [
    { id: "importance", title: "Importance", question: "How important?", points: points("None", "Some", "Much", "Very"), specials },
    { id: "confidence", title: "Confidence", question: "How sure?", points: points("Not", "A little", "Mostly", "Fully"), specials },
  ],
  reflections: [{ id: "what", title: "What?", steps: [{ id: "what", title: "What?" }, { id: "so-what", title: "So what?" }] }],
  sections: [{ code: "I", title: "First" }, { code: "II", title: "Second" }],
  parts: [{ code: "I.A", title: "First A" }, { code: "II.A", title: "Second A" }],
  topics: [{ id: "trust", title: "Trust" }, { id: "time", title: "Time" }],
  kinds: [{ id: "tasks", title: "Tasks" }],
  items: ["I.A.1", "I.A.2", "I.A.3", "II.A.1", "II.A.2", "II.A.3"].map((code, index) => ({
    ...{ code, section: index < 3 ? 0 : 1, part: index < 3 ? 0 : 1, kind: 0, topics: index % 2 ? [1] : [0] },
    ...{ hash: `hash-${code}`, words: `The worker does ${code}.`, address: `standards/${code}.html` },
  })),
  moved: { "I.B.9": "I.A.1", "old.1": "old.2", "old.2": "II.A.3", "round.1": "round.2", "round.2": "round.1" },
};

const plain = (value) => JSON.parse(JSON.stringify(value));
const at = (minute) => new Date(Date.UTC(2026, 0, 1, 0, minute));

/** Makes edits one after the other, a minute apart, and fails if one is refused. */
function editor(by, response, start = 0) {
  let minute = start;
  const self = {
    response,
    last: null,
    do(change) {
      self.last = assess.edit(self.response, change, { by, now: at(minute++) });
      if (self.last.refused) throw new Error(JSON.stringify(self.last.refused));
      self.response = self.last.response;
      return self;
    },
    answer: (occasion, code, scale, value, role = "worker", hash = `hash-${code}`) =>
      self.do({ type: "answer", occasion, code, role, scale, value, hash }),
    note: (occasion, code, value, role = "worker") =>
      self.do({ type: "write", occasion, code, role, field: "note", value }),
    occasion: (id, fields = {}) =>
      self.do({ type: "put", kind: "occasion", record: { id, kind: "baseline", date: "2026-01-01", ...fields } }),
  };
  return self;
}
const fresh = (id = "r1") => assess.createResponse(data, { id, now: at(0) });

module.exports = { assess, data, plain, at, editor, fresh, theme, scripts, words, specials, points };
