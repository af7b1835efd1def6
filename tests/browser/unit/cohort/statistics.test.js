"use strict";
// Every figure against SciPy and Pingouin, on data sets made here, to 1e-9.

const assert = require("node:assert/strict");
const path = require("node:path");
const { before, describe, test } = require("node:test");
const { cohort, random } = require("./load.js");
const { python } = require("./python.js");

const { mean, variance, standardDeviation, cronbachAlpha, change, effectInterval, noncentralT, normal } = cohort.statistics;
const next = random(20261124);
const whole = (/** @type {number} */ low, /** @type {number} */ high) => low + Math.floor(next() * (high - low + 1));
const list = (/** @type {number} */ length, /** @type {(index: number) => any} */ make) => Array.from({ length }, (_, index) => make(index));

/** Answers of people who differ, so that items go together; some left out. */
function table(people, items, points, blank) {
  return list(people, () => {
    const level = next() * points;
    return list(items, () => (next() < blank ? null : Math.min(points, Math.max(1, Math.round(level + next() * 2 - 0.5)))));
  });
}
/** Pairs whose differences are not all alike. */
function pair(n, points, lift) {
  for (;;) {
    const first = list(n, () => whole(1, points));
    const second = first.map((value) => Math.min(points, Math.max(1, value + Math.round(next() * 2 - 1 + lift))));
    if (new Set(second.map((value, index) => value - first[index])).size > 1) return [first, second];
  }
}

const given = {
  samples: [
    ...list(40, (index) => list(2 + index * 3, () => whole(1, 5))),
    ...list(10, () => list(50, () => next() * 1e6)),
    // A mean that is large against the distances from it.
    list(30, () => 1e9 + next()),
    [1, 1, 1, 1],
  ],
  tables: [
    ...list(30, (index) => table(5 + index * 4, 2 + (index % 12), 4 + (index % 2), (index % 3) * 0.04)),
    // The whole framework, as large classes answer it; and items that contradict one another.
    table(500, 141, 4, 0.002),
    list(40, (index) => [whole(1, 4), 5 - whole(1, 4), 1 + (index % 4)]),
  ],
  pairs: [
    ...list(60, (index) => pair(3 + index * 2, 4 + (index % 2), (index % 5) * 0.3 - 0.5)),
    // Scores: means of several answers.
    ...list(10, (index) => [list(12 + index * 40, () => 1 + next() * 3), list(12 + index * 40, () => 1.4 + next() * 3)]),
    pair(500, 4, 0.4),
    pair(1000, 7, -0.2),
  ],
  noncentral: [
    // Near the middle: far from it SciPy gives up and says NaN.
    ...list(300, () => [next() * 20 - 10, whole(2, 200)]).map(([t, freedom]) => [t, freedom, t + next() * 5 - 2.5]),
    [0, 5, 0], [0, 5, 2], [30, 400, 28], [-30, 400, -28],
  ],
  normal: [...list(200, () => next() * 16 - 8), 0, -1.96, 1.96, 9, -9],
};

/** Equal to 1e-9, of the value itself where it is larger than 1. */
function agrees(mine, reference, what) {
  if (reference === null) return assert.equal(mine, null, what);
  assert.ok(mine !== null && Math.abs(mine - reference) <= 1e-9 * Math.max(1, Math.abs(reference)), `${what}: ${mine}, and ${reference} there`);
}

describe("the figures agree with SciPy and Pingouin to 1e-9", () => {
  let there;
  before(() => (there = python(path.join(__dirname, "reference.py"), given)));

  test("mean, variance and standard deviation", () => {
    for (const [index, values] of given.samples.entries()) {
      agrees(mean(values), there.samples[index].mean, `mean of ${index}`);
      agrees(variance(values), there.samples[index].variance, `variance of ${index}`);
      agrees(standardDeviation(values), there.samples[index].sd, `standard deviation of ${index}`);
    }
  });

  test("Cronbach’s alpha, of complete rows", () => {
    for (const [index, rows] of given.tables.entries()) {
      const { alpha, n } = cronbachAlpha(rows);
      agrees(alpha, there.tables[index].alpha, `alpha of ${index}`);
      assert.equal(n, there.tables[index].n);
    }
  });

  test("differences of pairs, d_z and its interval", () => {
    for (const [index, [first, second]] of given.pairs.entries()) {
      const [mine, other] = [change(first, second), there.pairs[index]];
      for (const name of ["n", "up", "same", "down"]) assert.equal(mine[name], other[name], `${name} of ${index}`);
      for (const name of ["mean", "sd", "d"]) agrees(mine[name], other[name], `${name} of ${index}`);
      agrees(mine.d, other.fromT, `d of ${index} by the t of pairs`);
      agrees(mine.interval.low, other.interval.low, `lower limit of ${index}`);
      agrees(mine.interval.high, other.interval.high, `upper limit of ${index}`);
    }
  });

  test("the distributions beneath", () => {
    for (const [index, [t, freedom, delta]] of given.noncentral.entries())
      agrees(noncentralT(t, freedom, delta), there.noncentral[index], `noncentral t(${t}, ${freedom}, ${delta})`);
    for (const [index, z] of given.normal.entries()) agrees(normal(z), there.normal[index], `Φ(${z})`);
  });
});

test("the distribution of t is what its formula gives for one and two degrees of freedom, however far out", () => {
  for (const t of [-300, -3, 0, 0.5, 40, 300]) {
    agrees(noncentralT(t, 1, 0), 0.5 + Math.atan(t) / Math.PI, `t(${t}, 1)`);
    agrees(noncentralT(t, 2, 0), 0.5 + t / (2 * Math.sqrt(2 + t * t)), `t(${t}, 2)`);
  }
});

describe("where there is nothing to compute", () => {
  test("nothing is given, and no NaN", () => {
    assert.equal(mean([]), null);
    assert.equal(variance([3]), null);
    assert.equal(standardDeviation([]), null);
    assert.deepEqual({ ...cronbachAlpha([]) }, { alpha: null, n: 0, items: 0 });
    assert.deepEqual({ ...cronbachAlpha([[1], [2], [3]]) }, { alpha: null, n: 3, items: 1 });
    assert.deepEqual({ ...cronbachAlpha([[2, 2], [2, 2], [2, 2]]) }, { alpha: null, n: 3, items: 2 });
    assert.deepEqual({ ...cronbachAlpha([[1, null], [null, 2]]) }, { alpha: null, n: 0, items: 2 });
  });

  test("differences that are all alike have no d", () => {
    const alike = change([1, 2, 3], [2, 3, 4]);
    assert.deepEqual({ ...alike }, { n: 3, mean: 1, sd: 0, d: null, interval: null, up: 3, same: 0, down: 0 });
    // Alike but for what rounding leaves.
    assert.equal(change([0.1, 0.2, 0.3], [0.4, 0.5, 0.6]).d, null);
    assert.equal(change([0.4, 0.5, 0.6], [0.1, 0.2, 0.3]).d, null);
    // Nearly alike is not alike.
    agrees(change([1, 1, 1], [2, 2, 2.0003]).d, 1.0001 / Math.sqrt(3e-8), "d");
    assert.equal(change([2], [3]).d, null);
    assert.equal(change([], []).mean, null);
  });

  test("the interval is of 95 % if nothing else is asked for, and narrower of 90 %", () => {
    const [first, second] = [[1, 2, 2, 3, 1], [2, 2, 4, 3, 2]];
    const [usual, wide, narrow] = [change(first, second), change(first, second, 0.95), change(first, second, 0.9)];
    assert.deepEqual({ ...usual.interval }, { ...wide.interval });
    assert.deepEqual({ ...effectInterval(usual.d, 5) }, { ...wide.interval });
    assert.deepEqual({ ...effectInterval(usual.d, 5, 0.9) }, { ...narrow.interval });
    assert.ok(wide.interval.low < narrow.interval.low && narrow.interval.high < wide.interval.high);
  });

  test("the interval holds d, mirrors it, and ends for the largest", () => {
    for (const [d, n] of [[0, 2], [0.3, 5], [-2, 8], [12, 3], [60, 900], [0.001, 2000]]) {
      const { low, high } = effectInterval(d, n);
      assert.ok(low < d && d < high, `${d}, ${n}: ${low}, ${high}`);
      const mirrored = effectInterval(-d, n);
      assert.ok(Math.abs(mirrored.low + high) < 1e-9 && Math.abs(mirrored.high + low) < 1e-9);
    }
  });
});
