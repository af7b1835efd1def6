"use strict";
// Cases worked out by hand. The six statements are I.A.1–3 and II.A.1–3; the minimum is three.
const assert = require("node:assert/strict");
const { test, describe } = require("node:test");
const { assess, data, plain, editor, fresh, specials, points } = require("./load.js");

const codes = data.items.map(({ code }) => code);
/** One occasion with these answers in order of the statements; null is left out. */
function answered(values, scale = "confidence", role = "worker") {
  const e = editor("w", fresh()).occasion("o1");
  values.forEach((value, index) => value !== null && e.answer("o1", codes[index], scale, value, role));
  return e;
}
const rowsOf = (response, occasion = "o1", role = "worker", from = data) => assess.viewOf(response, occasion, from, role).rows;
const summary = (values, minimum = 3) => assess.summarizeScale(rowsOf(answered(values).response), data.scales[1], minimum);
const NA = "not-applicable";
const NO = "no-opportunity";

describe("the median is a label, or two", () => {
  const cases = [
    ["one answer", [3], [3]],
    ["an odd count", [1, 2, 4], [2]],
    ["an even count, both in the middle alike", [1, 3, 3, 4], [3]],
    ["an even count that falls between neighbours", [1, 2, 3, 4], [2, 3]],
    ["an even count that falls between labels far apart", [1, 1, 4, 4], [1, 4]],
    ["all alike", [2, 2, 2], [2]],
    ["not in order", [4, 4, 1, 1, 2], [2]],
    ["nothing", [], []],
  ];
  for (const [name, values, expected] of cases) test(name, () => assert.deepEqual(plain(assess.median(values)), expected));

  test("in words", () => {
    assert.deepEqual(plain(summary([1, 2, 3, 4]).median), [{ value: 2, label: "A little" }, { value: 3, label: "Mostly" }]);
    assert.deepEqual(plain(summary([4, 4, 1]).median), [{ value: 4, label: "Fully" }]);
  });
});

describe("one scale", () => {
  test("counts stand in the order of the scale, specials apart", () => {
    const result = summary([4, 2, 2, NA, NO, null]);
    assert.deepEqual(plain(result.counts), [
      ...[{ value: 1, label: "Not", count: 0 }, { value: 2, label: "A little", count: 2 }],
      ...[{ value: 3, label: "Mostly", count: 0 }, { value: 4, label: "Fully", count: 1 }],
    ]);
    assert.deepEqual(result.specials.map(({ id, count }) => [id, count]), [[NA, 1], [NO, 1], ["prefer-not-to-say", 0]]);
    const { total, applicable, answered: given, rated, blank, earlier } = result;
    // Six statements, one does not apply; of the five left, three have a point, one a special, one is blank.
    assert.deepEqual({ total, applicable, given, rated, blank, earlier }, { total: 6, applicable: 5, given: 4, rated: 3, blank: 1, earlier: 0 });
    assert.deepEqual(plain(result.median), [{ value: 2, label: "A little" }]);
  });

  test("not applicable and blank never count as low", () => {
    assert.deepEqual(plain(summary([4, 4, 4, NA, NA, null]).median), [{ value: 4, label: "Fully" }]);
    assert.equal(summary([4, 4, 4, NA, NA, null]).counts[0].count, 0);
  });

  test("all special: no summary, and why", () => {
    const result = summary([NA, NA, NO, NO, "prefer-not-to-say", NA]);
    assert.equal(result.enough, false);
    assert.equal(result.counts, null);
    assert.equal(result.median, null);
    assert.equal(result.applicable, 3);
    assert.equal(result.reason, "No summary yet: 0 answered on the scale, and a summary needs at least 3.");
    // There are enough statements, although too few apply.
    assert.match(summary([NA, NA, NA, NA, 4]).reason, /^No summary yet: 1 answered/);
  });

  test("one answer under the minimum: no counts, no median, the reason", () => {
    const result = summary([4, null, null, null, null, null]);
    assert.deepEqual([result.enough, result.counts, result.median], [false, null, null]);
    assert.match(result.reason, /1 answered/);
  });

  test("fewer statements than the minimum can never be enough, and it says so", () => {
    const rows = rowsOf(answered([4, 4]).response).slice(0, 2);
    assert.equal(assess.summarizeScale(rows, data.scales[1], 3).reason, "No summary: there are 2 statements here, and a summary needs at least 3 answers.");
    assert.match(assess.summarizeScale(rowsOf(answered([4]).response).slice(0, 2), data.scales[1], 3).reason, /there are 2 statements here/);
    assert.equal(assess.summarizeScale(rows.slice(0, 1), data.scales[1], 3).reason, "No summary: there is 1 statement here, and a summary needs at least 3 answers.");
  });

  test("exactly the minimum is enough; nothing at all never is", () => {
    assert.equal(summary([1, 2, 3]).enough, true);
    assert.equal(summary([1, 2]).enough, false);
    assert.equal(summary([], 0).enough, false);
    assert.equal(summary([1], 0).enough, true);
    assert.equal(summary([1], 0).reason, "");
    assert.match(summary([], 0).reason, /at least 1\.$/);
  });

  test("an answer that the scale does not have is kept and not counted", () => {
    const response = plain(answered([4, 4, 4]).response);
    response.occasions[0].ratings["I.A.1"].roles.worker.scales.confidence.value = 7;
    const result = assess.summarizeScale(rowsOf(response), data.scales[1], 1);
    assert.deepEqual([result.rated, result.earlier, result.blank, result.answered], [2, 1, 3, 2]);
    assert.equal(rowsOf(response)[0].given.confidence.label, "An answer that this scale does not have: 7");
  });

  test("what was written stands beside the answers, of the role that wrote it", () => {
    const e = answered([4]).note("o1", "I.A.1", "said").do({ type: "write", occasion: "o1", code: "I.A.1", role: "worker", field: "evidence", value: "shown" });
    const of = (role) => rowsOf(e.response, "o1", role).map(({ note, evidence }) => [note, evidence])[0];
    assert.deepEqual([of("worker"), of("supervisor")], [["said", "shown"], ["", ""]]);
  });

  test("a summary holds all that the page shows of an occasion", () => {
    const e = answered([1, 4, NO]).answer("o1", "I.A.1", "importance", 4).answer("o1", "IX.1", "confidence", 2, "worker", "gone");
    const { groups, talk, strengths, noOpportunity, kept } = assess.summarize(e.response, "o1", data, "worker");
    assert.equal(groups.length, 4);
    assert.deepEqual([talk, strengths, noOpportunity].map((rows) => rows.map(({ item }) => item.code)), [["I.A.1"], ["I.A.2"], ["I.A.3"]]);
    assert.deepEqual(kept.map(({ code }) => code), ["IX.1"]);
  });

  test("nothing that a summary gives is a number but a count or a point", () => {
    const whole = assess.summarize(answered([1, 2, 3, 4, NA]).response, "o1", data, "worker");
    assert.doesNotMatch(JSON.stringify(whole), /%|percent|score|average|mean\b|signific/i);
    JSON.stringify(whole, (_, value) => (typeof value === "number" ? assert.ok(Number.isInteger(value)) : value));
  });
});

describe("progress", () => {
  test("answered, applicable, left and total, over all scales of a statement", () => {
    const e = answered([4, 3, NA, NO, null, 1]);
    for (const [code, value] of [["I.A.1", 4], ["I.A.3", NA], ["II.A.1", 2]]) e.answer("o1", code, "importance", value);
    e.do({ type: "mark", occasion: "o1", code: "II.A.2", value: true });
    // I.A.1 both; I.A.2 one of two; I.A.3 does not apply; II.A.1 both (a special is an answer); II.A.2 none; II.A.3 one.
    assert.deepEqual(plain(assess.progressOf(rowsOf(e.response))), {
      ...{ total: 6, notApplicable: 1, applicable: 5, answered: 2, left: 3 },
      ...{ leftCodes: ["I.A.2", "II.A.2", "II.A.3"], marked: ["II.A.2"] },
    });
  });

  test("one scale says it does not apply, the other is blank: nothing is left", () => {
    assert.equal(assess.progressOf(rowsOf(answered([NA]).response)).notApplicable, 1);
  });

  test("one scale says it does not apply, the other has a point: answered", () => {
    const { response } = answered([NA]).answer("o1", "I.A.1", "importance", 3);
    const { notApplicable, answered: given } = assess.progressOf(rowsOf(response));
    assert.deepEqual([notApplicable, given], [0, 1]);
  });

  test("a mark that was taken back is none", () => {
    const e = answered([1]);
    for (const value of [true, false]) e.do({ type: "mark", occasion: "o1", code: "I.A.1", value });
    assert.deepEqual(assess.progressOf(rowsOf(e.response)).marked, []);
  });

  test("no occasion, no answers: all is left", () => assert.equal(assess.progressOf(rowsOf(fresh(), "none")).left, 6));
});

describe("groups", () => {
  test("by section and topic, in order, only those with statements", () => {
    const groups = assess.groupsOf(rowsOf(answered([1, 2, 3, 4, 4, null]).response), {
      ...data,
      sections: [...data.sections, { code: "III", title: "Empty" }],
    });
    assert.deepEqual(groups.map(({ by, id, codes: inside }) => [by, id, inside.length]), [
      ...[["section", "I", 3], ["section", "II", 3], ["topic", "trust", 3], ["topic", "time", 3]],
    ]);
    const [first, second] = groups.map(({ scales }) => scales[1]);
    assert.deepEqual(plain(first.median), [{ value: 2, label: "A little" }]);
    assert.equal(second.enough, false);
    assert.match(second.reason, /2 answered/);
    const { response } = answered([1, 2, 3, 4]).answer("o1", "I.A.1", "importance", 2);
    assert.deepEqual(assess.groupsOf(rowsOf(response), data).map(({ progress: { total, answered: given } }) => [total, given]), [[3, 1], [3, 0], [3, 1], [3, 0]]);
  });

  test("by part and kind, and by every topic that a statement has", () => {
    const where = [{ part: 0, kind: 1, topics: [0, 1] }, { part: 1, kind: 0, topics: [1] }, { part: 1, kind: 1, topics: [] }];
    const other = {
      ...data,
      assessment: { ...data.assessment, groupBy: ["part", "kind", "topic"] },
      kinds: [...data.kinds, { id: "skills", title: "Skills" }],
      items: data.items.slice(0, 3).map((item, index) => ({ ...item, ...where[index] })),
    };
    assert.deepEqual(assess.groupsOf(rowsOf(fresh(), "o1", "worker", other), other).map(({ by, id, codes: inside }) => [by, id, inside.join(" ")]), [
      ...[["part", "I.A", "I.A.1"], ["part", "II.A", "I.A.2 I.A.3"], ["kind", "tasks", "I.A.2"], ["kind", "skills", "I.A.1 I.A.3"]],
      ...[["topic", "trust", "I.A.1"], ["topic", "time", "I.A.1 I.A.2"]],
    ]);
  });

  test("an unknown way of grouping gives none", () =>
    assert.deepEqual(plain(assess.groupsOf(rowsOf(fresh()), { ...data, assessment: { ...data.assessment, groupBy: ["toString", "x"] } })), []));
});

describe("what stands out", () => {
  /** @param pairs importance and confidence for each statement */
  const pairs = (list, from = data) => {
    const e = editor("w", fresh()).occasion("o1");
    list.forEach(([importance, confidence], index) => {
      if (importance !== null) e.answer("o1", codes[index], "importance", importance);
      if (confidence !== null) e.answer("o1", codes[index], "confidence", confidence);
    });
    return rowsOf(e.response, "o1", "worker", from);
  };
  const codesOf = (rows) => rows.map(({ item }) => item.code);

  test("worth talking about: upper half on one scale, lower half on the other, furthest first", () => {
    const rows = pairs([[3, 2], [4, 2], [4, 1], [2, 1], [4, 3], [NA, 1]]);
    assert.deepEqual(codesOf(assess.worthTalkingAbout(rows, data)), ["I.A.3", "I.A.2", "I.A.1"]);
  });

  test("a special or a blank is neither high nor low", () => {
    assert.deepEqual(codesOf(assess.worthTalkingAbout(pairs([[4, NA], [4, NO], [4, null], [null, 1], [NO, 1], [4, "prefer-not-to-say"]]), data)), []);
  });

  test("the middle of an odd number of points is neither", () => {
    const five = { ...data, scales: data.scales.map((scale) => ({ ...scale, points: points("a", "b", "c", "d", "e") })) };
    assert.deepEqual(codesOf(assess.worthTalkingAbout(pairs([[3, 1], [5, 3], [4, 2], [3, 3]], five), five)), ["I.A.3"]);
    assert.deepEqual(codesOf(assess.strengths(pairs([[1, 3], [1, 4], [1, 5]], five), five)), ["I.A.3", "I.A.2"]);
  });

  test("two points: one low, one high", () => {
    const two = { ...data, scales: data.scales.map((scale) => ({ ...scale, points: points("no", "yes"), specials })) };
    assert.deepEqual(codesOf(assess.worthTalkingAbout(pairs([[2, 1], [2, 2], [1, 1]], two), two)), ["I.A.1"]);
  });

  test("strengths, no opportunity, and none where the assessment names no scale", () => {
    const rows = pairs([[1, 3], [4, 4], [NO, 1], [1, NO], [1, 1], [1, NA]]);
    assert.deepEqual(codesOf(assess.strengths(rows, data)), ["I.A.2", "I.A.1"]);
    assert.deepEqual(codesOf(assess.noOpportunity(rows)), ["I.A.3", "II.A.1"]);
    const none = { ...data, assessment: { ...data.assessment, talk: null, strength: null } };
    assert.deepEqual([...assess.worthTalkingAbout(rows, none), ...assess.strengths(rows, none)], []);
    const odd = { ...data, assessment: { ...data.assessment, talk: { highOn: "x", lowOn: "y" }, strength: { highOn: "z" } } };
    assert.deepEqual([...assess.worthTalkingAbout(rows, odd), ...assess.strengths(rows, odd)], []);
  });
});

describe("editions", () => {
  const under = (code, hash, value = 4) => editor("w", fresh()).occasion("o1").answer("o1", code, "confidence", value, "worker", hash);

  test("reworded: kept, shown, not counted", () => {
    const { response } = under("I.A.1", "old words");
    const [row] = rowsOf(response);
    assert.deepEqual([row.given.confidence.words, row.given.confidence.counts, row.given.confidence.value], ["reworded", false, 4]);
    const result = assess.summarize(response, "o1", data, "worker");
    assert.deepEqual(result.earlier.map(({ item }) => item.code), ["I.A.1"]);
    assert.deepEqual([result.scales[1].earlier, result.scales[1].rated, result.scales[1].answered], [1, 0, 0]);
    assert.deepEqual(result.strengths, []);
    assert.equal(result.progress.left, 6);
  });

  test("reworded: what was said of the old words is neither done, nor not applicable, nor without opportunity", () => {
    const e = editor("w", fresh()).occasion("o1");
    for (const [code, value] of [["I.A.1", 4], ["I.A.2", NA], ["I.A.3", NO]])
      for (const scale of ["importance", "confidence"]) e.answer("o1", code, scale, value, "worker", "old words");
    const { progress, scales, noOpportunity } = assess.summarize(e.response, "o1", data, "worker");
    assert.deepEqual([progress.answered, progress.notApplicable, progress.left], [0, 0, 6]);
    assert.deepEqual([scales[1].specials.map(({ count }) => count), scales[1].applicable], [[0, 0, 0], 6]);
    assert.deepEqual(noOpportunity, []);
  });

  test("moved with the same words: counted under the new code, the old one named", () => {
    const [row] = rowsOf(under("I.B.9", "hash-I.A.1").response);
    assert.deepEqual([row.item.code, row.code, row.given.confidence.words, row.given.confidence.counts], ["I.A.1", "I.B.9", "moved", true]);
  });

  test("moved and reworded: shown, not counted", () => {
    const [row] = rowsOf(under("I.B.9", "old words").response);
    assert.deepEqual([row.given.confidence.words, row.given.confidence.counts], ["moved-reworded", false]);
  });

  test("moved, and answered under the new code too: the new one stands, the old one is kept", () => {
    const { response } = under("I.B.9", "hash-I.A.1", 1).answer("o1", "I.A.1", "confidence", 4);
    const { rows, kept } = assess.viewOf(response, "o1", data, "worker");
    assert.deepEqual([rows[0].code, rows[0].given.confidence.value], ["I.A.1", 4]);
    assert.deepEqual(kept.map(({ code, now }) => [code, now]), [["I.B.9", "I.A.1"]]);
  });

  test("withdrawn: kept and shown apart", () => {
    const { kept } = assess.viewOf(under("IX.1", "x").response, "o1", data, "worker");
    assert.deepEqual(kept.map(({ code, now, rating }) => [code, now, rating.roles.worker.scales.confidence.value]), [["IX.1", null, 4]]);
  });

  test("no hash: not the present words", () => assert.equal(rowsOf(under("I.A.1", "").response)[0].given.confidence.words, "reworded"));
});

describe("between occasions", () => {
  function twice(first, second, hash = (code) => `hash-${code}`) {
    const e = editor("w", fresh()).occasion("o1").occasion("o2", { kind: "review", date: "2026-04-01" });
    first.forEach((value, index) => value !== null && e.answer("o1", codes[index], "confidence", value, "worker", hash(codes[index])));
    second.forEach((value, index) => value !== null && e.answer("o2", codes[index], "confidence", value));
    return e.response;
  }
  const compared = (response) => assess.compare(response, "o1", "o2", data, "worker", "confidence");
  const list = (moved) => moved.map(({ code, from, to }) => `${code} ${from.label} → ${to.label}`);

  test("up, same and down, counted and listed; the rest by reason", () => {
    const result = compared(twice([1, 3, 4, NA, 2, null], [2, 3, 1, 4, null, null]));
    assert.deepEqual(list(result.up), ["I.A.1 Not → A little"]);
    assert.deepEqual([result.up[0].from.value, result.up[0].to.value], [1, 2]);
    assert.deepEqual(list(result.same), ["I.A.2 Mostly → Mostly"]);
    assert.deepEqual(list(result.down), ["I.A.3 Fully → Not"]);
    assert.deepEqual([result.compared, result.total], [3, 6]);
    assert.deepEqual(plain(result.leftOut), { changedWords: [], notPoints: ["II.A.1"], notBoth: ["II.A.2", "II.A.3"] });
  });

  test("changed words are never compared", () => {
    const result = compared(twice([1, 1], [4, 4], (code) => (code === "I.A.1" ? "old" : `hash-${code}`)));
    assert.deepEqual(list(result.up), ["I.A.2 Not → Fully"]);
    assert.deepEqual(plain(result.leftOut.changedWords), ["I.A.1"]);
  });

  test("the same old words both times compare; no hash does not", () => {
    const e = editor("w", fresh()).occasion("o1").occasion("o2");
    for (const [occasion, value] of [["o1", 1], ["o2", 2]])
      e.answer(occasion, "I.A.1", "confidence", value, "worker", "old").answer(occasion, "I.A.2", "confidence", value, "worker", "");
    assert.deepEqual(list(compared(e.response).up), ["I.A.1 Not → A little"]);
    assert.deepEqual(plain(compared(e.response).leftOut.changedWords), ["I.A.2"]);
  });

  test("moved with the same words compares across the codes; withdrawn under its old code", () => {
    const e = editor("w", fresh()).occasion("o1").occasion("o2");
    e.answer("o1", "I.B.9", "confidence", 2, "worker", "hash-I.A.1").answer("o2", "I.A.1", "confidence", 4);
    e.answer("o1", "IX.1", "confidence", 4, "worker", "gone").answer("o2", "IX.1", "confidence", 3, "worker", "gone");
    const result = compared(e.response);
    assert.deepEqual(list(result.up), ["I.A.1 A little → Fully"]);
    assert.deepEqual(list(result.down), ["IX.1 Fully → Mostly"]);
    assert.deepEqual([result.down[0].item, result.compared, result.total], [null, 2, 7]);
  });

  test("withdrawn: what was answered once is left out by its code, in order, and what never was is not spoken of", () => {
    const e = editor("w", fresh()).occasion("o1").occasion("o2").note("o1", "IX.3", "only words");
    for (const code of ["IX.2", "IX.1"]) e.answer("o1", code, "confidence", 4, "worker", "gone");
    const { total, leftOut } = compared(e.response);
    assert.deepEqual([total, leftOut.notBoth], [8, [...codes, "IX.1", "IX.2"]]);
  });

  test("an answer that was taken back is none", () => {
    const e = editor("w", twice([1], [2]), 100).answer("o2", "I.A.1", "confidence", null);
    assert.deepEqual([compared(e.response).leftOut.notBoth[0], compared(e.response).leftOut.notPoints], ["I.A.1", []]);
  });

  test("an answer that the scale does not have is no point", () => {
    const response = plain(twice([1], [2]));
    response.occasions[1].ratings["I.A.1"].roles.worker.scales.confidence.value = 9;
    assert.deepEqual(plain(compared(response).leftOut.notPoints), ["I.A.1"]);
  });

  test("occasions are in order of their dates", () => {
    const e = editor("w", fresh()).occasion("b", { date: "2026-05-01" }).occasion("c", { date: "2026-01-01" }).occasion("a", { date: "2026-01-01" });
    // Of the same date, in that in which they were made.
    assert.deepEqual(assess.inOrder(e.response.occasions).map(({ id }) => id), ["c", "a", "b"]);
    assert.deepEqual(e.response.occasions.map(({ id }) => id), ["b", "c", "a"], "and the response stays as it is");
  });

  test("a statement's trail through time, across its codes", () => {
    const e = editor("w", fresh()).occasion("o2", { date: "2026-05-01" }).occasion("o1", { date: "2026-01-01" }).occasion("o0", { date: "2025-01-01" });
    e.answer("o1", "I.B.9", "confidence", 1, "worker", "hash-I.A.1").answer("o2", "I.A.1", "confidence", 3).note("o2", "I.A.1", "better");
    assert.deepEqual(
      assess.trail(e.response, "I.A.1", data, "worker").map(({ occasion, code, given, note }) => [occasion.id, code, given.confidence.label, note]),
      [["o1", "I.B.9", "Not", ""], ["o2", "I.A.1", "Mostly", "better"]],
    );
    const words = (code) => assess.trail(e.response, code, data, "worker").map(({ given }) => given.confidence.words);
    assert.deepEqual(words("I.B.9"), ["moved", "same"]);
    e.answer("o2", "IX.1", "confidence", 3, "worker", "gone");
    assert.deepEqual(words("IX.1"), ["not-here"]);
    assert.deepEqual(assess.trail(e.response, "II.A.1", data, "worker"), []);
  });

  test("nothing to compare", () => {
    assert.equal(assess.compare(fresh(), "x", "y", data, "worker", "confidence").compared, 0);
    assert.equal(assess.compare(fresh(), "x", "y", data, "worker", "nothing").total, 0);
  });
});

describe("side by side", () => {
  test("the furthest apart first, then alike, then what cannot be compared; never put together", () => {
    const e = editor("w", fresh()).occasion("o1");
    const both = [[1, 2], [1, 4], [2, null], [3, 3], [NA, 4], [null, null]];
    both.forEach(([worker, supervisor], index) => {
      if (worker !== null) e.answer("o1", codes[index], "confidence", worker);
      if (supervisor !== null) e.answer("o1", codes[index], "confidence", supervisor, "supervisor");
    });
    e.note("o1", "I.A.1", "hers", "supervisor");
    const rows = assess.sideBySide(e.response, "o1", data, "confidence");
    assert.deepEqual(rows.map(({ item, distance }) => [item.code, distance]), [["I.A.2", 3], ["I.A.1", 1], ["II.A.1", 0], ["I.A.3", null], ["II.A.2", null]]);
    assert.deepEqual(Object.entries(rows[1].sides).map(([role, { given, note }]) => [role, given.label, note]), [["worker", "Not", ""], ["supervisor", "A little", "hers"]]);
  });

  test("different words are not compared", () => {
    const e = editor("w", fresh()).occasion("o1").answer("o1", "I.A.1", "confidence", 1, "worker", "old").answer("o1", "I.A.1", "confidence", 4, "supervisor");
    assert.equal(assess.sideBySide(e.response, "o1", data, "confidence")[0].distance, null);
    const unknown = editor("w", fresh()).occasion("o1").answer("o1", "I.A.1", "confidence", 1, "worker", "").answer("o1", "I.A.1", "confidence", 4, "supervisor", "");
    assert.equal(assess.sideBySide(unknown.response, "o1", data, "confidence")[0].distance, null);
  });

  test("of the roles of the assessment, whichever and however many; the distance is that of the furthest", () => {
    const e = editor("w", fresh()).occasion("o1");
    for (const [role, value] of [["peer", 2], ["coach", 4], ["worker", 1]]) e.answer("o1", "I.A.1", "confidence", value, role);
    const of = (...roles) => assess.sideBySide(e.response, "o1", { ...data, assessment: { ...data.assessment, roles } }, "confidence");
    assert.deepEqual(of("peer", "coach", "worker").map(({ sides, distance }) => [Object.keys(sides), distance]), [[["peer", "coach", "worker"], 3]]);
    assert.deepEqual(of("peer", "worker").map(({ distance }) => distance), [1]);
    assert.deepEqual(of("supervisor"), []);
  });

  test("what has only a note, or only evidence, is shown too; moved, by the code that it was answered under", () => {
    const e = editor("w", fresh()).occasion("o1").note("o1", "I.A.2", "said", "supervisor");
    e.do({ type: "write", occasion: "o1", code: "II.A.1", role: "worker", field: "evidence", value: "shown" });
    e.answer("o1", "I.B.9", "confidence", 2, "worker", "hash-I.A.1");
    assert.deepEqual(assess.sideBySide(e.response, "o1", data, "confidence").map(({ code, item }) => [code, item.code]), [["I.B.9", "I.A.1"], ["I.A.2", "I.A.2"], ["II.A.1", "II.A.1"]]);
  });
});
