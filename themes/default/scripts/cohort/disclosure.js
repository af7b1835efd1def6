// What a class may show without showing somebody in it.
//
// The rule, as the page tells it too, for a minimum m (5 unless somebody sets it higher):
//
// 1. A row of counts that stands for fewer than m people is not shown at all, nor its total.
// 2. In any other row, where a count is 1 … m − 1, every count under m is hidden, none included: a hidden count may be
//    none at all.
// 3. One hidden count could be computed from the total and the others. Then its neighbor is hidden too. The neighbor is
//    chosen by its place and not by its count, so that knowing the rule tells nothing more.
// 4. Where what is hidden can only be m − 1 each, because the sum leaves nothing else, the whole row is hidden; and with
//    the least minimum of 3 where two hidden counts are 4 together.
// 5. The median is shown if every hidden count could also be another one with the same median, else it is hidden.
// 6. Mean and standard deviation are computed from the counts and give them away: they are shown where all counts are.
// 7. Who gave no rating is one number; how many of them said what is shown if no part of it is under m.
// 8. A group of statements never shows the sum of their counts. It counts people, each once, by the middle of their
//    answers, so that no statement's count follows from those of a group.
// 9. Means of groups, and changes of means, are sums of the means of statements. One is shown only if no mean of a
//    statement whose counts are hidden can be computed from all that are shown, however they are added or subtracted.
// 10. Changes are of people who answered twice. Where the counts of both occasions are shown, and some people fewer than
//    m answered only one of them, the change would tell what these few said: it is hidden. So is the change of a
//    statement of which one occasion's counts are shown and the other's are not.
//
// What this cannot do: that a median is hidden tells a little to somebody who computes with rule 5 themself; and two reports
// on almost the same people can be held against one another. The page says so.
// tests/browser/unit/cohort/disclosure.test.js tries rules 1 to 5 on all classes of up to 24 people, knowing the rules.
(() => {
  "use strict";
  const cohort = ((globalThis.Standpoint ??= /** @type {any} */ ({})).cohort ??= /** @type {any} */ ({}));

  /** @param {number[]} counts */
  const sumOf = (counts) => counts.reduce((sum, count) => sum + count, 0);

  /** Which counts of a row are hidden; `whole`: all, and their total. @type {Cohort.Api["protect"]} */
  function protect(counts, minimum) {
    const all = { whole: true, hidden: counts.map(() => true) };
    if (sumOf(counts) < minimum) return all;
    const hidden = counts.map(() => false);
    if (counts.every((count) => count === 0 || count >= minimum)) return { whole: false, hidden };
    for (const [index, count] of counts.entries()) hidden[index] = count < minimum;
    const small = counts.filter((count) => count < minimum);
    if (small.length > 1) return small.every((count) => count === minimum - 1) ? all : { whole: false, hidden };
    // First and second hide one another, third and fourth, …; the last of an odd number hides the one before it.
    const alone = hidden.indexOf(true);
    const neighbor = alone % 2 ? alone - 1 : alone + 1 < counts.length ? alone + 1 : alone - 1;
    if (neighbor < 0 || (minimum <= 3 && counts[alone] + counts[neighbor] <= 4)) return all;
    hidden[neighbor] = true;
    return { whole: false, hidden };
  }

  /** The place of the lower and of the upper middle one. @param {number[]} counts */
  function middle(counts) {
    const total = sumOf(counts);
    /** @param {number} at */
    const place = (at) => {
      let passed = 0;
      return counts.findIndex((count) => (passed += count) > at);
    };
    return [place((total - 1) >> 1), place(total >> 1)];
  }

  /**
   * Whether the median of a row leaves every hidden count open: whether some of it could be elsewhere, and the same
   * would be shown.
   * @type {Cohort.Api["medianLeavesOpen"]}
   */
  function medianLeavesOpen(counts, minimum) {
    const { whole, hidden } = protect(counts, minimum);
    if (whole) return false;
    const places = [...counts.keys()].filter((index) => hidden[index]);
    const [low, high] = middle(counts);
    /** @param {number} from @param {number} to */
    const movable = (from, to) => {
      for (let n = -counts[to]; n <= counts[from]; n++) {
        if (!n) continue;
        const other = [...counts];
        other[from] -= n;
        other[to] += n;
        const [otherLow, otherHigh] = middle(other);
        if (otherLow !== low || otherHigh !== high) continue;
        const shown = protect(other, minimum);
        if (!shown.whole && shown.hidden.every((one, index) => one === hidden[index])) return true;
      }
      return false;
    };
    return places.every((one) => places.some((other) => other !== one && movable(one, other)));
  }

  /**
   * Sums that are shown, of things that must not become known one by one. A sum that would make one of them computable
   * is refused. What follows from sums by adding and subtracting is what their vectors span; one thing alone follows if
   * the reduced row echelon form has a row with that thing only.
   * @type {Cohort.Api["ledger"]}
   */
  function ledger() {
    /** Reduced rows, each by the thing it leads with. @type {Map<string, Map<string, number>>} */
    let rows = new Map();
    /** @param {Map<string, number>} into @param {Map<string, number>} row @param {number} times */
    const addTo = (into, row, times) => {
      for (const [thing, factor] of row) {
        const value = (into.get(thing) ?? 0) + factor * times;
        if (Math.abs(value) < 1e-9) into.delete(thing);
        else into.set(thing, value);
      }
    };
    return {
      allow(sum) {
        const row = new Map(sum.filter(([, factor]) => factor !== 0));
        for (const [lead, other] of rows) {
          const factor = row.get(lead);
          if (factor) addTo(row, other, -factor);
        }
        const [lead] = row.keys();
        // It follows from what is shown.
        if (lead === undefined) return true;
        const scale = 1 / (row.get(lead) ?? 1);
        for (const [thing, factor] of row) row.set(thing, factor * scale);
        const next = new Map([...rows].map(([name, other]) => {
          const factor = other.get(lead);
          if (!factor) return [name, other];
          const changed = new Map(other);
          addTo(changed, row, -factor);
          return [name, changed];
        }));
        next.set(lead, row);
        if ([...next.values()].some((one) => one.size === 1)) return false;
        rows = next;
        return true;
      },
    };
  }

  cohort.protect = protect;
  cohort.medianLeavesOpen = medianLeavesOpen;
  cohort.ledger = ledger;
})();
