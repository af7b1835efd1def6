"use strict";
// What a self-assessment in a package tells of its answers, and what it takes back from the platform.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { assess, data, editor, fresh, at, plain } = require("../assessment/load.js");
const { assessment } = require("./launch.js");

/** The assessment with a response to which edits are made, ten hours later. */
function page(made, occasion = "o1") {
  let heard = () => {};
  const edits = [];
  const app = {
    ...{ data, response: made.response, occasion },
    subscribe: (listener) => (heard = listener),
    edit(change) {
      edits.push(plain(change));
      app.response = assess.edit(app.response, change, { by: "w", now: at(600 + edits.length) }).response;
      heard();
    },
  };
  return { app, edits, ...assessment(assess, app) };
}
const begun = () => editor("w", fresh()).occasion("o1");
const seconds = (minute) => (at(minute).getTime() / 1000).toString(36);

test("tells what was chosen by the person on the latest occasion, and no word, whenever it changes", () => {
  const made = begun().occasion("o2", { kind: "review", date: "2026-04-01" });
  made.answer("o1", "I.A.3", "confidence", 1).answer("o2", "I.A.1", "confidence", 4).answer("o2", "I.A.1", "importance", "no-opportunity");
  made.answer("o2", "I.A.2", "confidence", 2).answer("o2", "II.A.1", "confidence", 1, "supervisor").note("o2", "I.A.2", "secret");
  const { app, told, ready } = page(made);
  ready();
  assert.deepEqual(told.at(-1), {
    ...{ assessment: "planning", items: data.items.map(({ code }) => code), scales: ["importance", "confidence"], points: { importance: 4, confidence: 4 } },
    ratings: { "I.A.1": { importance: "no-opportunity", confidence: "4" }, "I.A.2": { confidence: "2" } },
    ...{ answered: 1, total: 6 },
  });
  app.edit({ type: "answer", occasion: "o2", code: "I.A.2", role: "worker", scale: "confidence", value: null, hash: "" });
  assert.deepEqual(Object.keys(told.at(-1).ratings), ["I.A.1"]);
});

test("takes back points and specials that it knows, for the words of now, and nothing else, and tells them once", () => {
  const { app, edits, told, ready, restore } = page(begun());
  restore({ ratings: { "I.A.1": { confidence: "3", importance: "prefer-not-to-say", other: "1" }, "I.A.2": { confidence: "0" }, "I.A.3": { confidence: "5" }, "II.A.1": { confidence: "soon" }, "II.A.2": { importance: "4" }, "IX.1": { confidence: "1" } } });
  assert.deepEqual([edits, told], [[], []], "it waits for the assessment");
  ready();
  const answer = (code, scale, value) => ({ type: "answer", occasion: "o1", code, role: "worker", scale, value, hash: `hash-${code}` });
  assert.deepEqual(edits, [answer("I.A.1", "importance", "prefer-not-to-say"), answer("I.A.1", "confidence", 3), answer("II.A.2", "importance", 4)]);
  assert.ok(told.every(({ ratings }) => Object.keys(ratings).length === 2), "nothing is told while it is half taken back");
  assert.deepEqual(told.at(-1).ratings, { "I.A.1": { importance: "prefer-not-to-say", confidence: "3" }, "II.A.2": { importance: "4" } });
  assert.equal(app.response.occasions.length, 1);
});

test("what is here stays, unless the platform was told of another answer since", () => {
  const here = () => begun().answer("o1", "I.A.1", "confidence", 1).answer("o1", "I.A.2", "confidence", 2).answer("o1", "I.A.3", "confidence", 2).answer("o1", "I.A.3", "confidence", null);
  const ratings = { "I.A.1": { confidence: "4" }, "I.A.2": { confidence: "2" }, "I.A.3": { confidence: "3" } };
  const taken = (detail) => {
    const { edits, told, ready, restore } = page(here());
    ready();
    restore(detail);
    for (const { code, value } of edits) assert.equal(told.at(-1).ratings[code].confidence, String(value));
    return edits.map(({ code, value }) => [code, value]);
  };
  // I.A.1 was answered a minute after the beginning.
  assert.deepEqual(taken({ ratings }), [["I.A.3", 3]]);
  assert.deepEqual(taken({ ratings, at: seconds(1) }), [["I.A.3", 3]]);
  for (const minute of [2, 9]) assert.deepEqual(taken({ ratings, at: seconds(minute) }), [["I.A.1", 4], ["I.A.3", 3]]);
  assert.deepEqual(taken({}), []);
});

test("takes back to the latest occasion, or to the one that is begun where there is none", () => {
  const later = page(begun().occasion("o2", { date: "2026-04-01" }));
  const none = page({ response: fresh() }, "first");
  for (const { ready, restore } of [later, none]) {
    ready();
    restore({ ratings: { "I.A.1": { confidence: "4" } } });
  }
  assert.deepEqual([later, none].map(({ edits }) => edits[0].occasion), ["o2", "first"]);
});
