"use strict";
// How long an answer takes among ten thousand entries, beside reading all of them for the same words, as a page without an
// index would, in turn in the same run: `npm run measure -- search`. Nothing depends on the outcome.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROUNDS = Number(process.env.ROUNDS ?? 15);
const ENTRIES = 10_000;

const filename = path.join(__dirname, "../../../themes/default/scripts/search-core.js");
vm.runInThisContext(fs.readFileSync(filename, "utf8"), { filename });
const core = globalThis.Standpoint.search;

const words = Array.from({ length: 4000 }, (_, at) => `w${(at * 7919).toString(36)}x${at.toString(36)}`);
const textOf = (at) => Array.from({ length: 40 }, (_, k) => words[(at * 31 + k * k * 17) % words.length]).join(" ");
const entries = Array.from({ length: ENTRIES }, (_, at) => {
  const code = `${1 + (at % 9)}.${at}`;
  return [2, code, "", `${code}.html`, textOf(at), 0, 0, [], ""];
});
const data = { version: 1, sections: [], kinds: [], topics: [], entries };
const index = core.makeIndex(data);

function read(query) {
  const folded = core.fold(query);
  return entries.filter((entry) => core.fold(entry[4]).includes(folded));
}
/** Words of which no entry has all. */
const rare = { "some of two words": `${words[5]} ${words[6]}`, "some of forty words": words.slice(0, 40).join(" ") };
const queries = {
  "a word": words[17],
  "two words": `${words[5]} ${words[2005]}`,
  "a beginning": words[9].slice(0, 2),
  "a code": "3.4",
  "a word that is nowhere, with gathering all": "wzzzzzzx",
  "a text of 40 words": textOf(77),
  "a thousand words": words.slice(0, 1000).join(" "),
};

function time(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
/** Both in turn, so that other programs on the machine slow down both. */
function compare(what, ours, others) {
  const times = Array.from({ length: ROUNDS }, () => [time(ours), time(others)]);
  const [a, b] = [0, 1].map((at) => median(times.map((pair) => pair[at])));
  console.log(`${what.padEnd(42)} ${a.toFixed(1).padStart(8)} ms   reading all ${b.toFixed(1).padStart(8)} ms   ratio ${(a / b).toFixed(2)}`);
}

console.log(`${ENTRIES} entries of 40 words, ${ROUNDS} rounds; medians`);
compare("the first answer, with making the index", () => core.search(core.makeIndex(data), queries["two words"]), () => read(queries["two words"]));
for (const [what, query] of Object.entries(queries)) {
  // What words mean is kept; each time they are new.
  compare(what, () => core.search({ ...index, meanings: new Map() }, query), () => read(query));
}
for (const [what, query] of Object.entries(rare)) {
  const ask = () => {
    const asked = { ...index, meanings: new Map() };
    return [core.search(asked, query), core.searchSome(asked, query)];
  };
  const [all, some] = ask();
  if (all.length > 0 || some.length === 0) throw new Error(`${what}: ${all.length} have all, ${some.length} some`);
  compare(what, ask, () => read(query));
}
