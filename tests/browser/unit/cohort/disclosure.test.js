"use strict";
// Nothing that is hidden can be computed from what is shown: tried on all small classes, and on many larger ones.

const assert = require("node:assert/strict");
const fc = require("fast-check");
const { describe, test } = require("node:test");
const { assess, cohort, data, response, site } = require("./load.js");

const { protect, medianLeavesOpen, ledger } = cohort;
const sum = (/** @type {number[]} */ counts) => counts.reduce((total, count) => total + count, 0);

/** All ways in which n people can answer on k points. @returns {Generator<number[]>} */
function* classes(n, k) {
  if (k === 1) yield [n];
  else for (let first = 0; first <= n; first++) for (const rest of classes(n - first, k - 1)) yield [first, ...rest];
}
/** @param {number[]} counts */
const median = (counts) => assess.median(counts.flatMap((count, index) => Array.from({ length: count }, () => index))).join();
/** What somebody sees of a row. */
const seen = (counts, hidden) => counts.map((count, index) => (hidden[index] ? "hidden" : count)).join();

describe("a row of counts", () => {
  const cases = [
    ["nothing small", [5, 9, 0, 7], "5,9,0,7"],
    ["one small hides zeros too", [0, 3, 9, 0], "hidden,hidden,9,hidden"],
    ["one alone hides its neighbor", [3, 9, 9, 9], "hidden,hidden,9,9"],
    ["whatever the neighbor’s count", [9, 3, 30, 5], "hidden,hidden,30,5"],
    ["the last of three hides the one before", [6, 7, 2], "6,hidden,hidden"],
    ["too few", [1, 1, 2, 0], "whole"],
    ["none at all", [0, 0, 0, 0], "whole"],
    ["nothing else is left for them", [4, 4, 9, 9], "whole"],
    ["exactly the minimum, in one place", [5, 0, 0, 0], "5,0,0,0"],
    ["a scale of one point", [7], "7"],
  ];
  for (const [name, counts, expected] of cases)
    test(`${name}: ${counts}`, () => {
      const { whole, hidden } = protect(counts, 5);
      assert.equal(whole ? "whole" : seen(counts, hidden), expected);
    });

  for (const minimum of [3, 4, 5, 8])
    for (const [points, most] of [[2, 24], [3, 24], [4, 24], [5, 15]])
      test(`all classes of up to ${most} on ${points} points, minimum ${minimum}: no hidden count is settled, knowing the rules`, () => {
        for (let n = minimum; n <= most; n++) {
          /** @type {Map<string, number[][]>} */
          const alike = new Map();
          for (const counts of classes(n, points)) {
            const { whole, hidden } = protect(counts, minimum);
            if (whole || !hidden.includes(true)) continue;
            const views = [seen(counts, hidden)];
            if (medianLeavesOpen(counts, minimum)) views.push(`${views[0]} median ${median(counts)}`);
            for (const view of views) alike.set(view, [...(alike.get(view) ?? []), counts]);
          }
          for (const [view, possible] of alike)
            for (const [index, shown] of view.split(" ")[0].split(",").entries())
              if (shown === "hidden") assert.ok(new Set(possible.map((counts) => counts[index])).size > 1, `${n}: ${view} can only be ${possible.join(" or ")}`);
        }
      });

  test("any class: every small count is hidden, and never one alone", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 9 }), fc.integer({ min: 3, max: 50 }), (counts, minimum) => {
        const { whole, hidden } = protect(counts, minimum);
        if (sum(counts) < minimum) assert.ok(whole);
        if (whole) return assert.ok(hidden.every(Boolean));
        for (const [index, count] of counts.entries()) if (count > 0 && count < minimum) assert.ok(hidden[index]);
        assert.notEqual(hidden.filter(Boolean).length, 1);
        // Subtracting what is shown from the total leaves several, and more than one way to share it.
        const left = sum(counts) - sum(counts.filter((_, index) => !hidden[index]));
        if (hidden.includes(true)) assert.ok(left >= 1);
      }),
      { numRuns: 20_000 },
    );
  });

  test("any class: each hidden count could be another, and the same would be shown, median too", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 2, maxLength: 7 }), fc.integer({ min: 4, max: 20 }), (counts, minimum) => {
        const { whole, hidden } = protect(counts, minimum);
        if (whole) return;
        const withMedian = medianLeavesOpen(counts, minimum);
        const places = counts.flatMap((_, index) => (hidden[index] ? [index] : []));
        for (const one of places) {
          const open = places.some((other) => {
            for (let n = -counts[other]; n <= counts[one]; n++) {
              if (other === one || n === 0) continue;
              const moved = [...counts];
              moved[one] -= n;
              moved[other] += n;
              const again = protect(moved, minimum);
              if (!again.whole && seen(moved, again.hidden) === seen(counts, hidden) && (!withMedian || median(moved) === median(counts))) return true;
            }
            return false;
          });
          assert.ok(open, `${counts} under ${minimum}: place ${one}`);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

/** The rank of a matrix, apart from how the ledger works. @param {number[][]} matrix */
function rank(matrix) {
  const rows = matrix.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0) && found < rows.length; column++) {
    const best = rows.reduce((at, row, index) => (index >= found && Math.abs(row[column]) > Math.abs(rows[at]?.[column] ?? 0) ? index : at), found);
    if (Math.abs(rows[best][column]) < 1e-7) continue;
    [rows[found], rows[best]] = [rows[best], rows[found]];
    for (const [index, row] of rows.entries()) if (index > found) { const times = row[column] / rows[found][column]; for (let at = 0; at < row.length; at++) row[at] -= times * rows[found][at]; }
    found++;
  }
  return found;
}
/** Things that follow from sums, one by one. @param {number[][]} sums @param {number} things */
const follow = (sums, things) => {
  const before = rank(sums);
  return Array.from({ length: things }, (_, thing) => thing).filter((thing) => rank([...sums, Array.from({ length: things }, (_, at) => Number(at === thing))]) === before);
};

describe("sums that are shown", () => {
  test("one that leaves a single thing is refused", () => {
    const { allow } = ledger();
    assert.equal(allow([["a", 1], ["b", 1], ["c", 1]]), true);
    assert.equal(allow([["a", 1], ["b", 1]]), false);
    assert.equal(allow([["a", 2], ["b", 2], ["c", 2]]), true);
    assert.equal(allow([]), true);
    assert.equal(allow([["d", 1]]), false);
    assert.equal(allow([["c", 1], ["d", 1]]), true);
    assert.equal(allow([["d", -1], ["c", 1]]), false);
  });

  test("whatever sums are asked for, no single thing follows from those that are allowed", () => {
    const things = 7;
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: things, maxLength: things }), { maxLength: 14 }), (asked) => {
        const { allow } = ledger();
        const shown = asked.filter((row) => allow(row.map((factor, index) => [String(index), factor])));
        assert.deepEqual(follow(shown, things), []);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("a whole report", () => {
  const answer = fc.option(fc.integer({ min: 1, max: 4 }), { freq: 8 });
  const round = fc.array(answer, { minLength: 6, maxLength: 6 });
  const person = fc.array(round, { minLength: 1, maxLength: 2 });
  const planning = cohort.assessmentData(site, "planning");
  const at = data.scales.findIndex(({ id }) => id === "confidence");

  test("any class: no row, mean, change or group gives a hidden count away", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 3, maxLength: 40 }), fc.integer({ min: 3, max: 6 }), async (rounds, minimum) => {
        const taken = rounds.map((values, index) => ({ name: "", response: response(`r${index}`, values) }));
        const people = cohort.peopleOf(taken, "planning", true);
        const report = await cohort.figuresOf(people, planning, { look: "last", before: "first", minimum, research: true });
        const statements = report.blocks.filter(({ by }) => by === "statement");
        /** Means of statements that are not known: look first, then before. */
        const unknown = [...statements.flatMap(({ figures }) => [figures[at].look, figures[at].before])];
        const place = (/** @type {number} */ item, /** @type {number} */ which) => item * 2 + which;
        /** @type {number[][]} */
        const sums = [];
        for (const block of report.blocks) {
          const { look, before, research } = block.figures[at];
          for (const side of [look, before]) {
            if (!side) continue;
            if (side.n === null) {
              assert.deepEqual([side.counts, side.median, side.mean, side.sd, side.specials, side.without], [null, null, null, null, null, null]);
              continue;
            }
            assert.ok(side.n >= minimum);
            const hidden = side.counts.filter((count) => count === null).length;
            for (const count of side.counts) assert.ok(count === null || count === 0 || count >= minimum);
            assert.notEqual(hidden, 1);
            assert.equal(side.mean === null, hidden > 0);
            if (side.specials) for (const count of side.specials) assert.ok(count === 0 || count >= minimum);
          }
          const equation = (/** @type {[number, number][]} */ terms) => {
            const row = unknown.map(() => 0);
            for (const [index, factor] of terms) if (!unknown[index]?.exact) row[index] += factor;
            sums.push(row);
          };
          if (block.by !== "statement" && research.mean !== null) equation(block.items.map((item) => [place(item, 0), 1]));
          for (const n of [research.n, research.alpha?.n ?? null, research.change?.n ?? null]) assert.ok(n === null || n >= minimum);
          if (research.change?.mean != null) {
            equation(block.items.flatMap((item) => /** @type {[number, number][]} */ ([[place(item, 0), 1], [place(item, 1), -1]])));
            const ways = [research.change.up, research.change.same, research.change.down];
            assert.notEqual(ways.filter((count) => count === null).length, 1);
            for (const count of ways) assert.ok(count === null || count === 0 || count >= minimum);
            assert.ok(research.change.n >= minimum);
          }
        }
        assert.deepEqual(follow(sums.filter((row) => row.some(Boolean)), unknown.length).filter((index) => unknown[index] && !unknown[index].exact), []);
      }),
      { numRuns: 150 },
    );
  });
});
