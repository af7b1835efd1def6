"use strict";
const assert = require("node:assert/strict");
const { describe, test } = require("node:test");
const fc = require("fast-check");
const { pack } = require("./load.js");

const plain = (value) => JSON.parse(JSON.stringify(value));
const ratings = { kind: "ratings", sign: "abc", assessment: "a", items: ["I.1", "I.2", "I.3"], scales: [{ id: "x", points: 12, specials: ["not-applicable", "later"] }, { id: "y", points: 4, specials: [] }] };
const course = { kind: "progress", sign: "abc", course: "c", lessons: ["one", "two", "three"], checks: [{ id: "q", of: 3 }, { id: "r", of: 40 }] };

describe("what a platform keeps of a self-assessment", () => {
  const value = (scale) => fc.option(fc.constantFrom(...Array.from({ length: scale.points }, (_, n) => String(n + 1)), ...scale.specials), { nil: undefined });
  const state = fc.record(Object.fromEntries(ratings.items.map((code) => [code, fc.record(Object.fromEntries(ratings.scales.map((scale) => [scale.id, value(scale)])))])));

  test("is all of it again", () => {
    fc.assert(
      fc.property(state, (given) => {
        const answers = Object.fromEntries(Object.entries(plain(given)).filter(([, scales]) => Object.keys(scales).length));
        assert.deepEqual(plain(pack.decode(ratings, pack.code(ratings, { ...pack.blank(), ratings: answers })).ratings), answers);
      }),
    );
  });

  test("has nothing that is no answer, and words of nobody", () => {
    for (const odd of ["0", "13", "1.5", "words", ""]) assert.equal(pack.code(ratings, { ...pack.blank(), ratings: { "I.1": { x: odd } } }), "rabc:......");
    assert.deepEqual(plain(pack.decode(ratings, "rabc:.9....").ratings), {}, "a point that the scale does not have");
  });

  test("says when an answer changed last, and is read without that, as earlier packages wrote it", () => {
    const state = { ...pack.blank(), ratings: { "I.1": { x: "9" } }, at: "tk2x4c" };
    assert.equal(pack.code(ratings, state), "rabc:9.....:tk2x4c");
    assert.deepEqual(plain(pack.decode(ratings, "rabc:9.....:tk2x4c")), plain(state));
    for (const [text, at] of [["rabc:9.....", ""], ["rabc:9.....:<b>", ""], ["rabc:9.....:12345678", ""]]) assert.deepEqual(plain(pack.decode(ratings, text)), plain({ ...state, at }), text);
  });

  test("says of which occasion it is; an id of another form is left out, and so is what was written by nobody", () => {
    const occasion = { id: "0e6a1f8c-9a57-4c0e-8d8e-0b7a3c1d2e4f", kind: "baseline", date: "2026-04-01" };
    const state = { ...pack.blank(), ratings: { "I.1": { x: "9" } }, at: "tk2x4c", occasion };
    const text = "rabc:9.....:tk2x4c:0e6a1f8c-9a57-4c0e-8d8e-0b7a3c1d2e4f:baseline:2026-04-01";
    assert.equal(pack.code(ratings, state), text);
    assert.deepEqual(plain(pack.decode(ratings, text)), plain(state));
    const early = pack.code(ratings, { ...state, at: "" });
    assert.deepEqual(plain(pack.decode(ratings, early)), plain({ ...state, at: "" }));
    // As long as the program that packs it counts: src/export/scorm/track.rs.
    assert.equal(text.length - "rabc:9.....".length, 1 + 6 + 37 + 9 + 11);
    for (const odd of [{ id: "a:b" }, { id: "é" }, { id: "x".repeat(37) }, { kind: "Maria" }, { date: "soon" }]) assert.equal(pack.code(ratings, { ...state, occasion: { ...occasion, ...odd } }), "rabc:9.....:tk2x4c");
    for (const rest of ["o1", "o1:baseline", "o1:baseline:2026", "o1:<b>:2026-04-01", "o1:baseline:2026-04-01:more"]) assert.deepEqual(plain(pack.decode(ratings, `rabc:9.....:tk2x4c:${rest}`)), plain({ ...state, occasion: null }), rest);
  });

  test("of other statements is nothing", () => {
    for (const other of ["", "rabd:......", "rabc:.....", "rabc:.......", "pabc:111:........"]) assert.equal(pack.decode(ratings, other), null, other);
  });

  test("is complete when every statement is answered on every scale", () => {
    const all = (scales) => ({ ...pack.blank(), ratings: Object.fromEntries(ratings.items.map((code) => [code, scales])) });
    assert.deepEqual(pack.standing(ratings, all({ x: "later", y: "1" })), { measure: 1, complete: true, score: null });
    assert.deepEqual(pack.standing(ratings, all({ x: "1" })), { measure: 0, complete: false, score: null });
  });
});

describe("what a platform keeps of a course", () => {
  const check = (of) => fc.option(fc.record({ right: fc.nat(of), answered: fc.nat(of) }), { nil: undefined });
  const state = fc.record({ lessons: fc.subarray(course.lessons), q: check(3), r: check(40) });

  test("is all of it again", () => {
    fc.assert(
      fc.property(state, ({ lessons, q, r }) => {
        const given = { ...pack.blank(), lessons: Object.fromEntries(lessons.map((id) => [id, true])), checks: plain({ q, r }) };
        assert.deepEqual(plain(pack.decode(course, pack.code(course, given))), plain(given));
      }),
    );
  });

  test("of another course, or of another form of it, is nothing; more right answers than questions are none", () => {
    for (const other of ["", "pabd:111:........", "pabc:11:........", "pabc:111:.......", "pabc:111", "rabc:......"]) assert.equal(pack.decode(course, other), null, other);
    assert.deepEqual(plain(pack.decode(course, "pabc:000:0403....").checks), {});
  });

  test("has room for no more answers than two characters count, and says no more of a longer check", () => {
    const long = { ...course, checks: [{ id: "q", of: 2000 }, { id: "r", of: 40 }] };
    const text = pack.code(long, { ...pack.blank(), checks: { q: { right: 1500, answered: 2000 }, r: { right: 1, answered: 2 } } });
    assert.deepEqual(plain(pack.decode(long, text).checks), { q: { right: 1295, answered: 1295 }, r: { right: 1, answered: 2 } });
  });

  test("is complete with all lessons; the score is of all checks, and there is none before one is begun", () => {
    const standing = (lessons, checks = {}) => pack.standing(course, { ...pack.blank(), lessons: Object.fromEntries(lessons.map((id) => [id, true])), checks });
    assert.deepEqual(standing(["one"]), { measure: 1 / 3, complete: false, score: null });
    assert.deepEqual(standing(course.lessons, { q: { right: 2, answered: 3 } }), { measure: 1, complete: true, score: { right: 2, of: 43 } });
    assert.equal(standing([], { q: { right: 0, answered: 0 } }).score, null);
    // Of questions to think about there are no right answers.
    assert.equal(pack.standing({ ...course, checks: [{ id: "q", of: 0 }] }, { ...pack.blank(), checks: { q: { right: 0, answered: 1 } } }).score, null);
  });
});
