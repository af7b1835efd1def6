"use strict";
const assert = require("node:assert/strict");
const { test, describe } = require("node:test");
const fc = require("fast-check");
const { assess, data, plain, at, editor, fresh } = require("./load.js");

fc.configureGlobal({ seed: 20260101, numRuns: Number(process.env.RUNS ?? 300) });

const canon = assess.canonical;
const answerOf = (response, code = "I.A.1", scale = "confidence", role = "worker", occasion = 0) =>
  response.occasions[occasion].ratings[code]?.roles[role]?.scales[scale]?.value;
const start = () => editor("w1", fresh()).occasion("o1").answer("o1", "I.A.1", "confidence", 1).response;

describe("two people, two machines", () => {
  test("what each wrote comes together; nothing is a conflict", () => {
    const worker = editor("w1", start(), 10).answer("o1", "I.A.2", "confidence", 2);
    const supervisor = editor("w2", start(), 20).answer("o1", "I.A.1", "confidence", 3, "supervisor").note("o1", "I.A.1", "I saw it", "supervisor");
    const merged = assess.merge(worker.response, supervisor.response);
    assert.equal(answerOf(merged), 1);
    assert.equal(answerOf(merged, "I.A.2"), 2);
    assert.equal(answerOf(merged, "I.A.1", "confidence", "supervisor"), 3);
    assert.deepEqual(assess.findConflicts(merged), []);
    assert.ok(assess.validate(assess.toJson(merged), data).ok);
  });

  test("both changed one answer: the later stands, the other is kept and can be settled", () => {
    const one = editor("w1", start(), 10).answer("o1", "I.A.1", "confidence", 2).response;
    const two = editor("w2", start(), 20).answer("o1", "I.A.1", "confidence", 4).response;
    for (const merged of [assess.merge(one, two), assess.merge(two, one)]) {
      assert.equal(answerOf(merged), 4);
      const [conflict, ...more] = assess.findConflicts(merged);
      assert.deepEqual(more, []);
      assert.deepEqual([conflict.kind, conflict.id, conflict.code, conflict.other.role, conflict.other.scale, conflict.other.value, conflict.stands.value], ["rating", "o1", "I.A.1", "worker", "confidence", 2, 4]);
      const settled = (take) => editor("w1", merged, 30).do({ type: "settle", conflict, take }).response;
      assert.equal(answerOf(settled(true)), 2);
      assert.equal(answerOf(settled(false)), 4);
      for (const take of [true, false])
        for (const old of [one, two, merged, start()]) {
          const again = assess.merge(settled(take), old);
          assert.deepEqual(assess.findConflicts(again), [], "a settled conflict does not come back");
          assert.equal(answerOf(again), take ? 2 : 4);
        }
    }
  });

  test("an older copy of one's own file changes nothing", () => {
    const old = start();
    const now = editor("w1", old, 10).answer("o1", "I.A.1", "confidence", 4).note("o1", "I.A.1", "new").response;
    assert.ok(assess.describeMerge(now, old).nothing);
    assert.equal(answerOf(assess.merge(old, now)), 4);
    assert.deepEqual(assess.findConflicts(assess.merge(old, now)), []);
  });

  test("a correction made on another machine, after seeing the first, is no conflict, whatever its clock says", () => {
    const first = editor("w1", start(), 500).answer("o1", "I.A.1", "confidence", 2).response;
    const corrected = editor("w2", first, 5).answer("o1", "I.A.1", "confidence", 3).response;
    const merged = assess.merge(first, corrected);
    assert.equal(answerOf(merged), 3);
    assert.deepEqual(assess.findConflicts(merged), []);
  });

  test("a file from another program, without writers: later stands, the other is kept", () => {
    const strip = (response) => JSON.parse(JSON.stringify(response, (key, value) => (["by", "seen"].includes(key) ? undefined : value)));
    const one = strip(start());
    const two = strip(editor("w1", start(), 10).answer("o1", "I.A.1", "confidence", 4).response);
    const [a, b] = [one, two].map((raw) => assess.validate(raw).response);
    const merged = assess.merge(a, b);
    assert.equal(answerOf(merged), 4);
    assert.deepEqual(assess.findConflicts(merged).map(({ other }) => other.value), [1]);
  });

  test("the same value written twice is no conflict", () => {
    const one = editor("w1", start(), 10).answer("o1", "I.A.1", "confidence", 4).response;
    const two = editor("w2", start(), 20).answer("o1", "I.A.1", "confidence", 4).response;
    assert.deepEqual(assess.findConflicts(assess.merge(one, two)), []);
  });

  test("clearing is a change like any other", () => {
    const cleared = editor("w1", start(), 10).answer("o1", "I.A.1", "confidence", null).response;
    assert.equal(answerOf(assess.merge(start(), cleared)), null);
  });

  test("different fields of one goal merge, the same field conflicts", () => {
    const base = editor("w1", start(), 5).do({ type: "put", kind: "plan", record: { id: "g", goal: "Listen" } }).response;
    const one = editor("w1", base, 10).do({ type: "put", kind: "plan", record: { id: "g", measure: "Tape", status: "doing" } }).response;
    const two = editor("w2", base, 20).do({ type: "put", kind: "plan", record: { id: "g", action: "Ask", status: "done" } }).response;
    const merged = assess.merge(one, two);
    const { goal, measure, action, status } = merged.plan[0];
    assert.deepEqual([goal, measure, action, status], ["Listen", "Tape", "Ask", "done"]);
    const [conflict] = assess.findConflicts(merged);
    assert.deepEqual([conflict.kind, conflict.other.field, conflict.other.value], ["plan", "status", "doing"]);
    const settled = editor("w1", merged, 30).do({ type: "settle", conflict, take: true }).response;
    assert.equal(settled.plan[0].status, "doing");
    assert.equal(settled.plan[0].conflicts, undefined);
    assert.deepEqual(assess.findConflicts(assess.merge(settled, two)), []);
  });

  test("steps of an entry and actions of a meeting merge one by one", () => {
    const base = editor("w1", start(), 5)
      .do({ type: "put", kind: "journal", record: { id: "j", steps: { what: "A", "so-what": "B" } } })
      .do({ type: "put", kind: "supervision", record: { id: "s", actions: [{ id: "a1", text: "One" }, { id: "a2", text: "Two" }] } }).response;
    const one = editor("w1", base, 10)
      .do({ type: "put", kind: "journal", record: { id: "j", steps: { what: "A1" } } })
      .do({ type: "put", kind: "supervision", record: { id: "s", actions: [{ id: "a1", done: true }, { id: "a2" }, { id: "a3", text: "Three" }] } }).response;
    const two = editor("w2", base, 20)
      .do({ type: "put", kind: "journal", record: { id: "j", steps: { "so-what": "B2" } } })
      .do({ type: "put", kind: "supervision", record: { id: "s", actions: [{ id: "a1" }], acknowledged: { supervisor: at(21).toISOString() } } }).response;
    const merged = assess.merge(one, two);
    assert.deepEqual(plain(merged.journal[0].steps), { what: "A1", "so-what": "B2" });
    assert.deepEqual(merged.supervision[0].actions.map(({ id, done = false }) => [id, done]), [["a1", true], ["a3", false]]);
    assert.equal(merged.supervision[0].acknowledged.supervisor, at(21).toISOString());
    assert.deepEqual(assess.findConflicts(merged), []);
  });

  test("a deletion stands against older changes, and an edit after it brings the thing back", () => {
    const deleted = editor("w1", start(), 20).do({ type: "remove", kind: "occasion", id: "o1" }).response;
    const before = editor("w2", start(), 10).answer("o1", "I.A.2", "confidence", 2).response;
    const after = editor("w2", start(), 30).answer("o1", "I.A.2", "confidence", 2).response;
    assert.equal(assess.merge(deleted, before).occasions.length, 0);
    assert.equal(assess.merge(before, deleted).occasions.length, 0);
    const back = assess.merge(deleted, after);
    assert.equal(answerOf(back, "I.A.2"), 2);
    assert.equal(answerOf(back), 1);
    assert.deepEqual(back.deleted, []);
  });

  test("a file without notes takes no notes away", () => {
    const noted = editor("w1", start(), 10).note("o1", "I.A.1", "mine").do({ type: "put", kind: "journal", record: { id: "j", text: "x" } }).do({ type: "put", kind: "plan", record: { id: "g", goal: "Go" } }).response;
    const without = assess.validate(assess.toJson(noted, { without: { notes: true, journal: true, plan: true, supervision: true } })).response;
    const returned = editor("w2", without, 20).answer("o1", "I.A.1", "confidence", 2, "supervisor").response;
    const merged = assess.merge(noted, returned);
    assert.equal(merged.occasions[0].ratings["I.A.1"].roles.worker.note.value, "mine");
    assert.equal(merged.journal.length, 1);
    assert.equal(merged.plan[0].goal, "Go");
    assert.deepEqual(assess.findConflicts(merged), []);
  });
});

describe("what comes together is whole", () => {
  /** Something of every kind, by one writer. */
  const everything = () =>
    editor("w1", start(), 5)
      .do({ type: "write", occasion: "o1", code: "I.A.1", role: "worker", field: "note", value: "my note" })
      .do({ type: "write", occasion: "o1", code: "I.A.1", role: "worker", field: "evidence", value: "my evidence" })
      .do({ type: "mark", occasion: "o1", code: "I.A.1", value: true })
      .do({ type: "put", kind: "journal", record: { id: "j", steps: { what: "A", "x/y": "B" }, text: "entry" } })
      .do({ type: "put", kind: "plan", record: { id: "g", goal: "Go" } })
      .do({ type: "put", kind: "supervision", record: { id: "s", agenda: [{ id: "q", text: "Why?" }], earlier: [{ id: "e", text: "Before" }], decisions: [{ id: "d", text: "Yes" }], actions: [{ id: "a", text: "Do" }] } })
      .do({ type: "person", pseudonym: "Heron" }).response;
  /** Other changes to the same things, so that each is put together value by value. */
  const touched = (by, response, minute) =>
    editor(by, response, minute)
      .answer("o1", "I.A.1", "importance", 2, "supervisor")
      .do({ type: "put", kind: "occasion", record: { id: "o1", name: "Spring" } })
      .do({ type: "put", kind: "journal", record: { id: "j", date: "2026-02-02" } })
      .do({ type: "put", kind: "plan", record: { id: "g", status: "doing" } })
      .do({ type: "put", kind: "supervision", record: { id: "s", discussion: "Long" } }).response;

  test("every kind of value that only one of them has, or both", () => {
    const mine = everything();
    const theirs = touched("w2", start(), 39);
    const both = touched("w2", mine, 40);
    for (const merged of [assess.merge(mine, both), assess.merge(both, mine), assess.merge(mine, theirs), assess.merge(theirs, mine)]) {
      const rating = merged.occasions[0].ratings["I.A.1"];
      const { note, evidence, scales } = rating.roles.worker;
      assert.deepEqual([note.value, evidence.value, scales.confidence.value, rating.marked.value], ["my note", "my evidence", 1, true]);
      assert.equal(rating.roles.supervisor.scales.importance.value, 2);
    }
    const { occasions, journal, plan: [goal], supervision: [meeting], person } = assess.merge(mine, both);
    assert.deepEqual([occasions[0].name, journal[0].date, goal.goal, goal.status, meeting.discussion, person.pseudonym], ["Spring", "2026-02-02", "Go", "doing", "Long", "Heron"]);
    assert.deepEqual(plain(journal[0].steps), { what: "A", "x/y": "B" });
    assert.deepEqual(["agenda", "earlier", "decisions", "actions"].map((list) => meeting[list].map(({ text }) => text).join()), ["Why?", "Before", "Yes", "Do"]);
  });

  test("what was written into a list at once, in its order", () => {
    const meeting = (fields) => ({ type: "put", kind: "supervision", record: { id: "s", ...fields } });
    const mine = editor("w1", start(), 5).do(meeting({ agenda: ["c", "b", "a"].map((id) => ({ id, text: id })) })).response;
    const theirs = editor("w2", mine, 10).do(meeting({ agenda: [...mine.supervision[0].agenda, { id: "0", text: "0" }] })).response;
    assert.deepEqual(assess.merge(mine, theirs).supervision[0].agenda.map(({ id }) => id), ["c", "b", "a", "0"]);
  });

  test("fields of other programs, wherever they stand", () => {
    const mine = everything();
    const raw = plain(mine);
    const rating = raw.occasions[0].ratings["I.A.1"];
    for (const thing of [raw, raw.occasions[0], rating, rating.roles.worker, raw.journal[0], raw.plan[0], raw.supervision[0], raw.supervision[0].actions[0]]) thing.future = { deep: [1] };
    const theirs = touched("w2", assess.validate(raw).response, 40);
    for (const merged of [assess.merge(mine, theirs), assess.merge(theirs, mine)]) {
      const rating = merged.occasions[0].ratings["I.A.1"];
      for (const thing of [merged, merged.occasions[0], rating, rating.roles.worker, merged.journal[0], merged.plan[0], merged.supervision[0], merged.supervision[0].actions[0]])
        assert.deepEqual(plain(thing.future), { deep: [1] });
    }
  });

  test("what is said of the framework is from the newer one", () => {
    const old = start();
    const newer = { ...editor("w2", old, 40).answer("o1", "I.A.2", "confidence", 2).response, framework: { id: "example", edition: "3" } };
    for (const merged of [assess.merge(old, newer), assess.merge(newer, old)]) assert.equal(merged.framework.edition, "3");
  });

  test("how far it knows each writer is found in what they wrote, where another program has left it out", () => {
    const whole = editor("w3", editor("w2", everything(), 40).do({ type: "put", kind: "supervision", record: { id: "s", actions: [{ id: "a", done: true }] } }).response, 60).do({ type: "remove", kind: "plan", id: "g" }).response;
    const { seen, ...without } = plain(whole);
    assert.deepEqual(Object.keys(seen), ["w1", "w2", "w3"]);
    const found = assess.validate(without).response.seen;
    for (const by of ["w2", "w3"]) assert.equal(found[by], seen[by]);
  });

  test("of more contradictions than a file may hold the latest stay, and it can be opened", () => {
    const made = (name, minute) => {
      const { response } = editor(name, fresh()).do({ type: "put", kind: "journal", record: { id: "j", date: "2026-01-01" } });
      response.journal[0].conflicts = Array.from({ length: 150 }, (_, n) => ({ field: `steps/${name}${n}`, value: "x", at: at(minute + n).toISOString(), by: name }));
      response.journal[0].steps = Object.fromEntries(response.journal[0].conflicts.map(({ field }) => [field.slice(6), "y"]));
      response.journal[0].changed = Object.fromEntries(response.journal[0].conflicts.map(({ field }) => [field, { at: at(2000).toISOString(), by: name }]));
      return assess.validate(response).response;
    };
    const merged = assess.merge(made("a", 100), made("b", 1000));
    const { ok, response } = assess.validate(assess.toJson(merged));
    assert.ok(ok);
    const left = response.journal[0].conflicts.map(({ by }) => by);
    assert.deepEqual([left.length, left.filter((by) => by === "b").length], [200, 150]);
  });
});

describe("contradictions", () => {
  const meeting = (fields) => ({ type: "put", kind: "supervision", record: { id: "s", ...fields } });
  const base = () =>
    editor("w1", start(), 5)
      .do(meeting({ actions: [{ id: "a", text: "Do" }] }))
      .do({ type: "put", kind: "journal", record: { id: "j", steps: { what: "A" } } })
      .do({ type: "mark", occasion: "o1", code: "I.A.1", value: true })
      .do({ type: "person", pseudonym: "Heron" }).response;
  const cases = {
    "an item of a list of a meeting": [(value) => meeting({ actions: [{ id: "a", text: value }] }), (response) => response.supervision[0].actions[0].text, "One", "Two"],
    "a step of an entry of the journal": [(value) => ({ type: "put", kind: "journal", record: { id: "j", steps: { what: value } } }), (response) => response.journal[0].steps.what, "One", "Two"],
    "what somebody is called": [(value) => ({ type: "person", pseudonym: value }), (response) => response.person.pseudonym, "One", "Two"],
    "a note": [(value) => ({ type: "write", occasion: "o1", code: "I.A.1", role: "worker", field: "note", value }), (response) => response.occasions[0].ratings["I.A.1"].roles.worker.note.value, "One", "Two"],
  };
  for (const [name, [change, get, first, second]] of Object.entries(cases))
    test(`${name}: both are kept, one is chosen, and it stays chosen`, () => {
      const one = editor("w1", base(), 20).do(change(first)).response;
      const two = editor("w2", base(), 30).do(change(second)).response;
      const merged = assess.merge(one, two);
      const [conflict, ...more] = assess.findConflicts(merged);
      assert.deepEqual([conflict?.other.value, conflict?.stands?.value, more], [first, second, []]);
      for (const take of [true, false]) {
        const settled = editor("w1", merged, 40).do({ type: "settle", conflict, take }).response;
        for (const response of [settled, assess.merge(settled, two), assess.merge(one, settled)]) {
          assert.equal(get(response), take ? first : second);
          assert.deepEqual(assess.findConflicts(response), []);
        }
      }
    });

  test("a mark that one took away and another set again", () => {
    const mark = (value) => ({ type: "mark", occasion: "o1", code: "I.A.1", value });
    const one = editor("w1", base(), 20).do(mark(false)).response;
    const two = editor("w2", base(), 30).do(mark(false)).do(mark(true)).response;
    const [conflict, ...more] = assess.findConflicts(assess.merge(one, two));
    assert.deepEqual([conflict?.other.value, more], [false, []]);
    for (const take of [true, false]) {
      const settled = editor("w1", assess.merge(one, two), 40).do({ type: "settle", conflict, take }).response;
      assert.equal(settled.occasions[0].ratings["I.A.1"].marked.value, !take);
      assert.deepEqual(assess.findConflicts(settled), []);
    }
    assert.deepEqual(assess.findConflicts(editor("w1", assess.merge(one, two), 40).do(mark(false)).do(mark(true)).response), []);
  });

  test("are settled by writing what contradicts, and not by writing something else somewhere", () => {
    const goal = (fields) => ({ type: "put", kind: "plan", record: { id: "g", ...fields } });
    const start = editor("w1", base(), 10).do(goal({ goal: "Go" })).response;
    const one = editor("w1", start, 20).answer("o1", "I.A.1", "confidence", 2).do(goal({ goal: "One" })).response;
    const two = editor("w2", start, 30).answer("o1", "I.A.1", "confidence", 4).do(goal({ goal: "Two" })).response;
    const merged = assess.merge(one, two);
    const left = (change) => assess.findConflicts(change(editor("w1", merged, 40)).response).map(({ other }) => other.value);
    assert.deepEqual(left((e) => e.answer("o1", "I.A.1", "importance", 1).do(goal({ measure: "Tape" }))), [2, "One"]);
    assert.deepEqual(left((e) => e.answer("o1", "I.A.1", "confidence", 2).answer("o1", "I.A.1", "confidence", 3)), ["One"]);
    assert.deepEqual(left((e) => e.do(goal({ goal: "One" })).do(goal({ goal: "Three" }))), [2]);
  });

  test("two who wrote the same against a third are told of once", () => {
    const [one, two, three] = [2, 2, 4].map((value, n) => editor(`w${n}`, start(), 20 + n).answer("o1", "I.A.1", "confidence", value).response);
    const merged = assess.merge(assess.merge(one, two), three);
    assert.deepEqual(assess.findConflicts(merged).map(({ other }) => other.value), [2]);
  });

  test("one tab changes an item of a meeting, the other one nothing of it: none", () => {
    const changed = editor("w1", base(), 20).do(meeting({ actions: [{ id: "a", done: true }] })).response;
    const elsewhere = editor("w1", base(), 21).do(meeting({ discussion: "Long" })).response;
    const merged = assess.merge(changed, elsewhere, base());
    assert.deepEqual([merged.supervision[0].actions[0].done, merged.supervision[0].discussion], [true, "Long"]);
    assert.deepEqual(assess.findConflicts(merged), []);
  });
});

describe("what was deleted", () => {
  const remove = { type: "remove", kind: "plan", id: "g" };
  const base = () => editor("w1", start(), 5).do({ type: "put", kind: "plan", record: { id: "g", goal: "Go" } }).response;

  test("by two is gone if the later of them knew no newer one", () => {
    const [early, late] = [10, 30].map((minute, n) => editor(`w${n}`, base(), minute).do(remove).response);
    const between = editor("w3", base(), 20).do({ type: "put", kind: "plan", record: { id: "g", status: "done" } }).response;
    for (const gone of [assess.merge(early, late), assess.merge(late, early)]) assert.deepEqual(assess.merge(gone, between).plan, []);
  });

  test("and taken back stays, also after it was put together with a copy that never lost it", () => {
    const grave = editor("w1", base(), 20).do(remove).response;
    const back = editor("w1", grave, 21).do({ type: "restore", kind: "plan", record: base().plan[0] }).response;
    const copy = editor("w2", base(), 10).do({ type: "put", kind: "plan", record: { id: "g", measure: "Tape" } }).response;
    for (const whole of [assess.merge(back, copy), assess.merge(copy, back)]) assert.deepEqual(assess.merge(whole, grave).plan.map(({ measure }) => measure), ["Tape"]);
  });
});

test("of many long values that contradict one another, each is looked at once", (t) => {
  const made = (/** @type {string} */ name) => {
    const { response } = editor(name, fresh()).do({ type: "put", kind: "journal", record: { id: "j", date: "2026-01-01", text: name } });
    const others = Array.from({ length: 200 }, (_, n) => ({ field: "text", value: `${name}${n}`.padEnd(50_000, "."), at: "2026-01-01T00:00:00.000Z", by: `w${n}` }));
    response.journal[0].conflicts = others;
    return response;
  };
  const [a, b] = [made("a"), made("b")];
  const looked = t.mock.method(assess, "canonical");
  const merged = assess.merge(a, b);
  assert.equal(merged.journal.length, 1);
  const long = looked.mock.calls.filter((call) => String(call.arguments[0]).length === 50_000).length;
  assert.ok(long <= 3 * 400, `${long} times for 400 values`);
});

test("nothing that is taken in makes a response of which no file could be opened again", () => {
  const mine = editor("w1", start()).do({ type: "put", kind: "journal", record: { id: "j", date: "2026-01-01", text: "mine", steps: { what: "x" } } }).response;
  const later = { at: "2026-06-01T00:00:00.000Z", by: "other" };
  const conflictOf = (part, more) => (part.conflicts = [{ value: 1, ...later, ...more }]);
  const rating = ({ occasions }) => occasions[0].ratings["I.A.1"];
  for (const name of ["__proto__", "constructor", "prototype"]) {
    const ways = [
      (raw) => (raw.journal[0].changed = { text: { ...later, by: name } }),
      (raw) => (raw.journal[0].by = name),
      (raw) => (rating(raw).roles.worker.scales.confidence.by = name),
      (raw) => (raw.deleted = [{ id: "x", kind: "plan", ...later, by: name }]),
      (raw) => conflictOf(raw.journal[0], { field: name }),
      (raw) => conflictOf(raw.journal[0], { field: `steps/${name}`, value: "x" }),
      (raw) => conflictOf(rating(raw), { role: name, scale: "confidence" }),
      (raw) => conflictOf(rating(raw), { role: "worker", scale: name }),
    ];
    for (const [n, way] of ways.entries()) {
      const raw = plain(mine);
      way(raw);
      const { ok, problems, response } = assess.validate(JSON.stringify(raw));
      if (ok) assert.ok(assess.validate(assess.toJson(assess.merge(mine, response))).ok, `${name}, ${n}`);
      else assert.equal(problems[0].code, "forbidden", `${name}, ${n}`);
    }
  }
});

describe("two tabs: one writer, and the state both started from", () => {
  test("different answers come together", () => {
    const base = start();
    const one = editor("w1", base, 10).answer("o1", "I.A.2", "confidence", 2).response;
    const two = editor("w1", base, 11).answer("o1", "I.A.3", "confidence", 3).response;
    const merged = assess.merge(one, two, base);
    assert.deepEqual([answerOf(merged, "I.A.2"), answerOf(merged, "I.A.3")], [2, 3]);
    assert.deepEqual(assess.findConflicts(merged), []);
  });

  test("one answer changed in both: both are kept", () => {
    const base = start();
    const one = editor("w1", base, 10).answer("o1", "I.A.1", "confidence", 2).response;
    const two = editor("w1", base, 11).answer("o1", "I.A.1", "confidence", 3).response;
    for (const merged of [assess.merge(one, two, base), assess.merge(two, one, base)]) {
      assert.equal(answerOf(merged), 3);
      assert.deepEqual(assess.findConflicts(merged).map(({ other }) => other.value), [2]);
    }
  });

  test("changed in one tab only: no conflict", () => {
    const base = start();
    const one = editor("w1", base, 10).answer("o1", "I.A.1", "confidence", 2).answer("o1", "I.A.1", "confidence", 3).response;
    assert.deepEqual(canon(assess.merge(one, base, base)), canon(one));
    assert.deepEqual(canon(assess.merge(base, one, base)), canon(one));
  });
});

describe("what will change", () => {
  test("is counted and listed", () => {
    const base = editor("w1", start(), 5).do({ type: "put", kind: "plan", record: { id: "g", goal: "Go" } }).response;
    const incoming = editor("w2", base, 10)
      .answer("o1", "I.A.1", "confidence", 3)
      .answer("o1", "I.A.2", "importance", "not-applicable", "supervisor")
      .note("o1", "I.A.1", "hello", "supervisor")
      .do({ type: "mark", occasion: "o1", code: "I.A.3", value: true })
      .occasion("o2", { kind: "review", date: "2026-04-01" })
      .answer("o2", "I.A.1", "confidence", 4)
      .do({ type: "put", kind: "plan", record: { id: "g", status: "done" } })
      .do({ type: "person", pseudonym: "Heron" }).response;
    const change = assess.describeMerge(base, incoming);
    assert.equal(change.nothing, false);
    assert.deepEqual(plain(change.answers), [
      { occasion: "o1", code: "I.A.1", role: "worker", scale: "confidence", from: 1, to: 3 },
      { occasion: "o1", code: "I.A.2", role: "supervisor", scale: "importance", from: null, to: "not-applicable" },
      { occasion: "o2", code: "I.A.1", role: "worker", scale: "confidence", from: null, to: 4 },
    ]);
    assert.deepEqual(plain(change.texts), [{ occasion: "o1", code: "I.A.1", role: "supervisor", field: "note", from: "", to: "hello" }]);
    assert.deepEqual(plain(change.marks), [{ occasion: "o1", code: "I.A.3", to: true }]);
    assert.deepEqual(change.added.map(({ kind, entry }) => [kind, entry.id]), [["occasion", "o2"]]);
    assert.deepEqual(change.changed.map(({ kind, fields }) => [kind, ...fields]), [["plan", "status"], ["person", "pseudonym"]]);
    assert.deepEqual(change.removed, []);
    // Replacing would also say what goes.
    const plan = assess.planImport(incoming, base, data);
    assert.equal(plan.kind, "same");
    assert.deepEqual(plan.replace.removed.map(({ kind, entry }) => [kind, entry.id]), [["occasion", "o2"]]);
    assert.equal(assess.planImport(null, base, data).kind, "new");
    assert.equal(assess.planImport(base, incoming, data).kind, "merge");
    assert.equal(assess.planImport(fresh("another"), base, data).kind, "new");
  });
});

describe("any one change alone is one", () => {
  const base = () => editor("w1", start(), 5).do({ type: "put", kind: "plan", record: { id: "g", goal: "Go" } }).response;
  const cases = {
    "an answer": (e) => e.answer("o1", "I.A.2", "confidence", 2),
    "the same answer to words that have changed": (e) => e.answer("o1", "I.A.1", "confidence", 1, "worker", "other words"),
    "a note": (e) => e.note("o1", "I.A.1", "seen", "supervisor"),
    "a mark": (e) => e.do({ type: "mark", occasion: "o1", code: "I.A.1", value: true }),
    "a thing that is new": (e) => e.do({ type: "put", kind: "journal", record: { id: "j", text: "x" } }),
    "a thing that is other": (e) => e.do({ type: "put", kind: "plan", record: { id: "g", status: "done" } }),
    "a thing that is gone": (e) => e.do({ type: "remove", kind: "plan", id: "g" }),
    "a name": (e) => e.do({ type: "person", pseudonym: "Heron" }),
  };
  for (const [name, change] of Object.entries(cases))
    test(name, () => assert.equal(assess.planImport(base(), change(editor("w2", base(), 20)).response, data).kind, "merge"));
});

// ── Properties ──────────────────────────────────────────────────────────────────────────────────────────────────
// A few machines with clocks of their own that edit, and pass files on in any order. Beside each runs a model that
// knows exactly which writes it has seen, as sets, where the response has only one time for each writer.

const MACHINES = 3;
const CELLS = ["I.A.1", "I.A.2"];
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("write"), who: fc.nat(MACHINES - 1), cell: fc.constantFrom(...CELLS), value: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass"), who: fc.nat(MACHINES - 1), from: fc.nat(MACHINES - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("settle"), who: fc.nat(MACHINES - 1), take: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("goal"), who: fc.nat(MACHINES - 1), field: fc.constantFrom("goal", "measure"), value: fc.constantFrom("x", "y", "z") }) },
);
const history = fc.record({
  clocks: fc.array(fc.integer({ min: -100, max: 100 }), { minLength: MACHINES, maxLength: MACHINES }),
  steps: fc.array(step, { maxLength: 40 }),
});

/** @returns machines with `response` and, by cell, `has` (versions by write number) and `knows` (all writes seen) */
function play({ clocks, steps }, deleting = []) {
  const base = editor("w0", fresh(), 0).occasion("o1").do({ type: "put", kind: "plan", record: { id: "g", goal: "Go" } }).response;
  const machines = clocks.map((clock, n) => ({ name: `w${n}`, clock: 1000 + clock, response: base, knows: new Set(), has: new Map(CELLS.map((cell) => [cell, new Map()])) }));
  let write = 0;
  const order = ({ at: when, by, value }) => `${when} ${by} ${canon(value)}`;
  const newest = (versions) => [...versions.values()].sort((a, b) => (order(a) < order(b) ? 1 : -1));
  const merge = (a, b) => {
    const has = new Map();
    for (const cell of CELLS) {
      const [x, y] = [a.has.get(cell), b.has.get(cell)];
      const all = new Map();
      for (const [one, other] of [[x, y], [y, x]]) {
        const knows = one === x ? b.knows : a.knows;
        for (const [n, version] of one) if (other.has(n) || !knows.has(n) || !other.size || order(newest(other)[0]) < order(version)) all.set(n, version);
      }
      has.set(cell, all);
    }
    return { has, knows: new Set([...a.knows, ...b.knows]) };
  };
  const edit = (machine, change) => {
    machine.clock++;
    const { response, refused } = assess.edit(machine.response, change, { by: machine.name, now: at(machine.clock) });
    assert.equal(refused, null);
    machine.response = response;
  };
  const wrote = (machine, cell) => {
    const version = machine.response.occasions[0].ratings[cell].roles.worker.scales.confidence;
    const known = [...machine.has.get(cell).values()].find((one) => one.at === version.at && one.by === version.by);
    if (known) return;
    const n = write++;
    machine.knows.add(n);
    const left = machine.has.get(cell);
    const replaced = left.size ? newest(left)[0].value : undefined;
    for (const [m, { value }] of left) if (value === replaced || value === version.value) left.delete(m);
    left.set(n, { ...version, n });
  };
  steps.forEach((one, index) => {
    const machine = machines[one.who];
    if (one.do === "write" && machine.response.occasions.length) {
      edit(machine, { type: "answer", occasion: "o1", code: one.cell, role: "worker", scale: "confidence", value: one.value, hash: "h" });
      wrote(machine, one.cell);
    } else if (one.do === "pass") {
      const from = machines[one.from];
      machine.response = assess.merge(machine.response, assess.validate(assess.toJson(from.response)).response);
      Object.assign(machine, merge(machine, from));
    } else if (one.do === "settle") {
      const conflict = assess.findConflicts(machine.response).find(({ kind }) => kind === "rating");
      if (!conflict) return;
      const versions = machine.has.get(conflict.code);
      for (const [n, version] of versions) if (version.value === conflict.other.value) versions.delete(n);
      edit(machine, { type: "settle", conflict, take: one.take });
      if (one.take) wrote(machine, conflict.code);
    } else if (one.do === "goal" && machine.response.plan.length) {
      edit(machine, { type: "put", kind: "plan", record: { id: "g", [one.field]: one.value } });
    }
    if (deleting.includes(index)) edit(machine, { type: "remove", kind: index % 2 ? "plan" : "occasion", id: index % 2 ? "g" : "o1" });
  });
  return { machines, merge };
}

const versionsIn = (response, cell) => {
  const rating = response.occasions[0].ratings[cell];
  const stands = rating?.roles.worker.scales.confidence;
  return stands ? [stands, ...(rating.conflicts ?? [])].map(({ value, at: when, by }) => canon([value, when, by])).sort() : [];
};

describe("properties, over histories of three machines with wrong clocks", () => {
  test("nothing that nobody replaced is lost, nothing that somebody replaced comes back", () => {
    fc.assert(
      fc.property(history, (events) => {
        const { machines, merge } = play(events);
        const check = (response, model) => {
          for (const cell of CELLS)
            assert.deepEqual(versionsIn(response, cell), [...model.has.get(cell).values()].map(({ value, at: when, by }) => canon([value, when, by])).sort());
        };
        for (const machine of machines) check(machine.response, machine);
        const all = machines.reduce((a, b) => ({ response: assess.merge(a.response, b.response), ...merge(a, b) }));
        check(all.response, all);
      }),
    );
  });

  test("the order does not matter, and again changes nothing", () => {
    fc.assert(
      fc.property(history, (events) => {
        const [a, b, c] = play(events).machines.map(({ response }) => response);
        const { merge } = assess;
        assert.equal(canon(merge(a, b)), canon(merge(b, a)));
        assert.equal(canon(merge(merge(a, b), c)), canon(merge(a, merge(b, c))));
        assert.equal(canon(merge(merge(a, b), b)), canon(merge(a, b)));
        assert.equal(canon(merge(merge(a, b), a)), canon(merge(a, b)));
        assert.ok(assess.describeMerge(merge(a, b), b).nothing);
        assert.ok(assess.validate(assess.toJson(merge(a, b))).ok);
      }),
    );
  });

  // A machine that deleted an occasion has forgotten what was in it; what a third one wrote into it later brings it back with
  // what that one knows. So the order decides what is in it then, but never whether it is there.
  test("with deletions: what is there does not depend on the order, and again changes nothing", () => {
    const ids = ({ occasions, plan, deleted }) => canon([occasions, plan, deleted].map((list) => list.map(({ id }) => id)));
    fc.assert(
      fc.property(history, fc.array(fc.nat(39), { maxLength: 3 }), (events, deleting) => {
        const [a, b, c] = play(events, deleting).machines.map(({ response }) => response);
        const { merge } = assess;
        assert.equal(canon(merge(a, b)), canon(merge(b, a)));
        assert.equal(canon(merge(merge(a, b), b)), canon(merge(a, b)));
        assert.equal(ids(merge(merge(a, b), c)), ids(merge(a, merge(b, c))));
      }),
    );
  });

  test("two tabs of one writer: what either wrote since they parted is there", () => {
    const edits = fc.array(fc.record({ cell: fc.constantFrom("I.A.1", "I.A.2", "I.A.3"), value: fc.integer({ min: 1, max: 4 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(edits, edits, edits, (before, first, second) => {
        const write = (e, list) => list.reduce((self, { cell, value }) => self.answer("o1", cell, "confidence", value), e);
        const base = write(editor("w", fresh()).occasion("o1"), before).response;
        const [one, two] = [write(editor("w", base, 100), first).response, write(editor("w", base, 100.5), second).response];
        const merged = assess.merge(one, two, base);
        assert.equal(canon(merged), canon(assess.merge(two, one, base)));
        for (const cell of ["I.A.1", "I.A.2", "I.A.3"]) {
          const value = (response) => answerOf(response, cell);
          const changed = [one, two].map((tab) => canon(tab.occasions[0].ratings[cell]) !== canon(base.occasions[0].ratings[cell]));
          const conflicts = (merged.occasions[0].ratings[cell]?.conflicts ?? []).map((conflict) => conflict.value);
          const all = new Set([value(merged), ...conflicts].filter((known) => known !== undefined));
          const expected = changed[0] && changed[1] ? [value(one), value(two)] : changed[0] ? [value(one)] : [value(two)];
          assert.deepEqual([...all].sort(), [...new Set(expected.filter((known) => known !== undefined))].sort());
        }
      }),
    );
  });

  test("any two responses, however made, merge without an error, the same both ways", () => {
    const versions = (value) => fc.record({ value, at: fc.integer({ min: 0, max: 5 }).map((n) => at(n).toISOString()), by: fc.constantFrom("", "a", "b") });
    const rating = fc.record({ roles: fc.dictionary(fc.constantFrom("worker", "x/y"), fc.record({ scales: fc.dictionary(fc.constantFrom("importance", "toString"), versions(fc.constantFrom(1, 2, null, "z"))), note: versions(fc.string()) }), { maxKeys: 2 }), marked: versions(fc.boolean()) });
    const occasion = fc.record({ id: fc.constantFrom("a", "b"), kind: fc.constant("review"), date: fc.constant("2026-01-01"), created: fc.constant(at(0).toISOString()), name: fc.string(), ratings: fc.dictionary(fc.constantFrom("I.A.1", "valueOf"), rating, { maxKeys: 2 }), changed: fc.dictionary(fc.constantFrom("name"), versions(fc.constant(0)), { maxKeys: 1 }) });
    const response = fc.record({ format: fc.constant("standpoint-response"), formatVersion: fc.constant(1), id: fc.constant("r"), created: fc.constant(at(0).toISOString()), assessment: fc.record({ id: fc.constant("planning") }), occasions: fc.uniqueArray(occasion, { maxLength: 2, selector: ({ id }) => id }), extra: fc.option(fc.nat(2), { nil: undefined }) }).map((raw) => assess.validate(JSON.stringify(raw)).response);
    fc.assert(
      fc.property(response, response, (a, b) => {
        assert.equal(canon(assess.merge(a, b)), canon(assess.merge(b, a)));
        assert.equal(canon(assess.merge(a, a)), canon(assess.merge(assess.merge(a, a), a)));
        assert.ok(assess.validate(assess.toJson(assess.merge(a, b))).ok);
      }),
    );
  });
});
