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
    setOccasion: (id) => (app.occasion = id),
    edit(change) {
      edits.push(plain(change));
      const edited = assess.edit(app.response, change, { by: "w", now: at(600 + edits.length) });
      app.response = edited.response;
      heard();
      return edited;
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
    occasion: { id: "o2", kind: "review", date: "2026-04-01" },
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

const FIRST = { id: "o1", kind: "baseline", date: "2026-03-01" };
const SECOND = { id: "o2", kind: "review", date: "2026-04-01" };
const said = (app, occasion) =>
  Object.fromEntries(Object.entries(app.response.occasions.find(({ id }) => id === occasion)?.ratings ?? {}).map(([code, { roles }]) => [code, roles.worker.scales.confidence.value]));

test("a second occasion, begun in another browser, is begun here too: the first keeps its answers", () => {
  const here = page(editor("w", fresh()).occasion("o1", { date: FIRST.date }).answer("o1", "I.A.1", "confidence", 1));
  here.ready();
  here.restore({ ratings: { "I.A.1": { confidence: "4" } }, at: seconds(9000), occasion: SECOND });
  assert.deepEqual([said(here.app, "o1"), said(here.app, "o2"), here.app.occasion], [{ "I.A.1": 1 }, { "I.A.1": 4 }, "o2"]);
  const { kind, date } = here.app.response.occasions[1];
  assert.deepEqual({ kind, date }, { kind: "review", date: "2026-04-01" });
  assert.deepEqual([here.told.at(-1).occasion, here.told.at(-1).ratings], [SECOND, { "I.A.1": { confidence: "4" } }]);
});

test("in a browser with nothing the occasion is the same one, so that files of both can be put together", () => {
  const none = page({ response: fresh() }, "first");
  none.ready();
  none.restore({ ratings: { "I.A.1": { confidence: "4" } }, occasion: FIRST });
  assert.deepEqual(none.app.response.occasions.map(({ id, date }) => [id, date]), [["o1", "2026-03-01"]]);
  const nothing = page({ response: fresh() }, "first");
  nothing.ready();
  nothing.restore({ ratings: {}, occasion: FIRST });
  assert.deepEqual(nothing.edits, [], "without answers nothing is begun");
});

test("answers of an earlier occasion go to that, though there is a later one; what was deleted here does not come back", () => {
  const two = page(editor("w", fresh()).occasion("o1", { date: FIRST.date }).occasion("o2", { date: SECOND.date }).answer("o2", "I.A.1", "confidence", 2));
  two.ready();
  two.restore({ ratings: { "I.A.1": { confidence: "4" } }, at: seconds(9000), occasion: FIRST });
  assert.deepEqual([said(two.app, "o1"), said(two.app, "o2")], [{ "I.A.1": 4 }, { "I.A.1": 2 }]);
  assert.deepEqual(two.told.at(-1).occasion.id, "o2");
  const gone = page(editor("w", fresh()).occasion("o1", { date: FIRST.date }).occasion("o2").do({ type: "remove", kind: "occasion", id: "o2" }));
  gone.ready();
  gone.restore({ ratings: { "I.A.1": { confidence: "4" } }, at: seconds(9000), occasion: SECOND });
  assert.deepEqual([gone.edits, gone.told.at(-1).occasion.id], [[], "o1"]);
});

test("an occasion of another self-assessment in this browser stays with that, unless all was lost", () => {
  const detail = { ratings: { "I.A.1": { confidence: "4" } }, occasion: SECOND, known: { "I.A.1": { confidence: "4" } } };
  const other = page(begun().answer("o1", "I.A.1", "confidence", 1));
  other.ready();
  other.restore(detail);
  assert.deepEqual([other.edits, other.told.at(-1).occasion.id], [[], "o1"]);
  const lost = page({ response: fresh() }, "first");
  lost.ready();
  lost.restore(detail);
  assert.deepEqual(said(lost.app, "o2"), { "I.A.1": 4 });
});

test("an occasion that cannot be is not begun, and its answers go nowhere", () => {
  const { edits, told, ready, restore } = page(begun());
  ready();
  restore({ ratings: { "I.A.1": { confidence: "4" } }, occasion: { id: "o9", kind: "party", date: "2026-04-01" } });
  assert.deepEqual([edits.map(({ type }) => type), told.at(-1).ratings], [["put"], {}]);
});

test("by what both had at last it is told where an answer was changed since", () => {
  const code = "I.A.1";
  /** What stands in the end of what both had (`before`), what is here now, and what the platform has. */
  const stands = (before, here, there, { minute = 9000 } = {}) => {
    let made = editor("w", fresh()).occasion("o1", { date: FIRST.date });
    for (const value of here) made = made.answer("o1", code, "confidence", value);
    const browser = page(made);
    browser.ready();
    const of = (value) => (value === null ? {} : { [code]: { confidence: String(value) } });
    browser.restore({ ratings: of(there), at: seconds(minute), occasion: FIRST, known: of(before) });
    return said(browser.app, "o1")[code] ?? null;
  };
  assert.equal(stands(2, [2, 4], 2), 4, "changed here without a connection, while others were there, later");
  assert.equal(stands(null, [4], null), 4, "answered here");
  assert.equal(stands(2, [2, null], 2), null, "cleared here");
  assert.equal(stands(2, [2], 3), 3, "changed there");
  assert.equal(stands(2, [2], 3, { minute: 1 }), 3, "changed there by a clock that is late");
  assert.equal(stands(2, [2], null), null, "cleared there");
  assert.equal(stands(2, [2, 4], 3), 3, "changed in both, there later");
  assert.equal(stands(2, [2, 4], 3, { minute: 1 }), 4, "changed in both, here later");
  assert.equal(stands(2, [2, 4], null), 4, "changed here, cleared there: nothing is lost");
  assert.equal(stands(2, [], 2), 2, "what this browser has lost comes back");
});
