"use strict";
// Classes worked out by hand. The six statements are I.A.1–3 and II.A.1–3, in topics by turns; the minimum is three.
const assert = require("node:assert/strict");
const { describe, test } = require("node:test");
const { assess, cohort, site, response, data } = require("./load.js");

const planning = cohort.assessmentData(site, "planning");
const at = planning.scales.findIndex(({ id }) => id === "confidence");
const people = (responses, match = true) => cohort.peopleOf(responses.map((one) => ({ name: "", response: one })), "planning", match);
const figures = (all, options = {}) => cohort.figuresOf(all, planning, { look: "last", before: null, minimum: 5, research: false, ...options });
const block = (report, by, id = "") => report.blocks.find((one) => one.by === by && one.id === id);
const side = (report, by, id, which = "look") => block(report, by, id).figures[at][which];
/** n people who all answer like this. */
const many = (n, rounds, start = 0, more = {}) => Array.from({ length: n }, (_, index) => response(`r${String(start + index).padStart(3, "0")}`, rounds, more));
const near = (mine, expected) => assert.ok(Math.abs(mine - expected) < 1e-12, `${mine}, not ${expected}`);

describe("people", () => {
  test("one a response, by running codes in an order that says nothing", () => {
    const all = people([response("z", [[1]]), response("a", [[1]])]);
    assert.deepEqual(all.map(({ code, rounds }) => [code, rounds[0].response.id]), [["P01", "a"], ["P02", "z"]]);
  });
  test("of this assessment only, with codes that are as long for all", () => {
    const all = people([...many(100, [[1]]), response("other", [[1]], { assessment: "short" })]);
    assert.deepEqual([all.length, all[0].code, all[99].code], [100, "P001", "P100"]);
  });
  test("occasions stand by their dates, from whichever file they are", () => {
    const [later, earlier] = [response("a", [[1], [2]], { pseudonym: "Heron" }), response("b", [[3]], { pseudonym: "Heron" })];
    later.occasions.shift();
    const [person] = people([later, earlier]);
    assert.deepEqual(["first", "last"].map((how) => cohort.choose(person, how).response.id), ["b", "a"]);
  });
  test("of several reviews the last is taken, of several baselines the first", () => {
    const [person] = people([response("a", [[1], [2], [3], [4]], { kinds: ["baseline", "baseline", "review", "review"] })]);
    assert.deepEqual(["baseline", "review"].map((how) => cohort.choose(person, how).occasion.date), ["2026-01-02", "2026-04-02"]);
  });
  test("two files of one pseudonym are one person, if that is wanted", () => {
    const two = [response("a", [[1]], { pseudonym: "Heron " }), response("b", [[2]], { pseudonym: "heron", kinds: ["review"] }), response("c", [[3]]), response("d", [[3]])];
    assert.deepEqual(people(two).map(({ files, rounds }) => [files, rounds.length]), [[2, 2], [1, 1], [1, 1]]);
    assert.equal(people(two, false).length, 4);
  });
  test("occasions are chosen by kind, or the first and the last, leaving out those that look back", () => {
    const [person] = people([response("a", [[1], [2], [3]], { kinds: ["baseline", "review", "then"] })]);
    const dates = cohort.choices.map((how) => [how, cohort.choose(person, how)?.occasion.date]);
    assert.deepEqual(Object.fromEntries(dates), { first: "2026-01-02", last: "2026-02-02", baseline: "2026-01-02", review: "2026-02-02", then: "2026-03-02" });
    const [single] = people([response("a", [[1]])]);
    assert.equal(cohort.choose(single, "review"), null);
    assert.equal(cohort.choose({ ...single, rounds: [] }, "last"), null);
  });
  test("answers: points, specials, blanks, and those for other words apart", () => {
    const made = response("a", [[3, "no-opportunity", null, 4, 9, "gone"]]);
    made.occasions[0].ratings["II.A.1"].roles.worker.scales.confidence.hash = "other words";
    const [person] = people([made]);
    const values = cohort.valuesOf(person.rounds[0], planning);
    assert.deepEqual(data.items.map((_, index) => values[index * 2 + at]), [3, -2, 0, cohort.UNCOUNTED, cohort.UNCOUNTED, cohort.UNCOUNTED]);
  });
});

describe("counts", () => {
  test("of a statement: labels, n, median, who gave no rating", async () => {
    const report = await figures(people([...many(6, [[2, 1]]), ...many(8, [[3, 1]], 10), ...many(5, [["not-applicable", 1]], 20), ...many(5, [[null, 1]], 30)]));
    const { people: all, n, counts, median, without, specials } = side(report, "statement", "I.A.1");
    assert.deepEqual([all, n, counts, median, without, specials], [24, 14, [0, 6, 8, 0], [3], 10, [5, 0, 0, 5]]);
  });
  test("who said what else is not shown where some of it is small", async () => {
    const report = await figures(people([...many(6, [[2]]), ...many(2, [["not-applicable", 1]], 10), ...many(9, [[null, 1]], 20)]));
    const { n, without, specials } = side(report, "statement", "I.A.1");
    assert.deepEqual([n, without, specials], [6, 11, null]);
  });
  test("the median is not shown where it would tell a count that is hidden", async () => {
    const median = async (counts) => side(await figures(people(counts.flatMap((n, point) => many(n, [[point + 1]], 100 * point)))), "statement", "I.A.1").median;
    assert.deepEqual(await median([1, 3, 9, 9]), [3]);
    assert.equal(await median([1, 5, 5, 0]), null);
  });
  test("of a group: each person once, by the middle of their answers, the lower of two", async () => {
    // Middles in section I: 2; 3; and 1 or 2, the lower. The last have too few answers.
    const report = await figures(people([...many(5, [[1, 2, 4]]), ...many(7, [[3, 3, 3]], 10), ...many(6, [[4, 4, null]], 30)]));
    const { n, people: all, counts, median, specials } = side(report, "section", "I");
    assert.deepEqual([n, all, counts, median, specials], [12, 18, [0, 5, 7, 0], [3], null]);
    const even = await figures(people(many(5, [[1, 2, 1, 2]])));
    assert.deepEqual(side(even, "whole").counts, [5, 0, 0, 0]);
  });
  test("a group with fewer statements than the minimum is left out, and so is one statement alone", async () => {
    const report = await figures(people(many(5, [[1, 2, 3, 4, 1, 2]])));
    assert.deepEqual(report.blocks.map(({ by, id }) => `${by} ${id}`.trim()), ["whole", "section I", "section II", "part I.A", "part II.A", "topic trust", "topic time", ...data.items.map(({ code }) => `statement ${code}`)]);
    const short = cohort.assessmentData(site, "short");
    const few = await cohort.figuresOf(cohort.peopleOf(many(5, [[1, 2, 3, 4]], 0, { assessment: "short" }).map((one) => ({ name: "", response: one })), "short", true), short, { look: "last", before: null, minimum: 5, research: false });
    assert.deepEqual(few.blocks.filter(({ by }) => by !== "statement").map(({ by, id }) => `${by} ${id}`.trim()), ["whole", "section I", "part I.A"]);
  });
  test("fewer people than the minimum: nothing", async () => {
    const report = await figures(people(many(4, [[1, 2, 3]])));
    assert.deepEqual([report.people.look, report.blocks], [4, []]);
  });
  test("before and after stand side by side, each hidden for itself", async () => {
    const report = await figures(people([...many(6, [[1], [3]]), ...many(5, [[2], [3]], 10), ...many(4, [[2]], 20)]), { before: "baseline", look: "review" });
    assert.deepEqual([report.people, report.pairs], [{ look: 11, before: 15 }, 11]);
    assert.deepEqual(side(report, "statement", "I.A.1", "before").counts, [6, 9, 0, 0]);
    assert.deepEqual(side(report, "statement", "I.A.1", "look").counts, [0, 0, 11, 0]);
  });
});

describe("the research view", () => {
  const research = (all, options = {}) => figures(all, { research: true, ...options });
  test("mean and deviation of a statement where all counts are shown, and only there", async () => {
    const shown = await research(people([...many(5, [[1]]), ...many(5, [[3]], 10)]));
    near(block(shown, "statement", "I.A.1").figures[at].research.mean, 2);
    near(block(shown, "statement", "I.A.1").figures[at].research.sd, Math.sqrt(10 / 9));
    const hidden = await research(people([...many(5, [[1]]), ...many(4, [[3]], 10), ...many(9, [[4]], 20)]));
    assert.deepEqual([hidden].map((one) => block(one, "statement", "I.A.1").figures[at].research).map(({ n, mean, sd }) => [n, mean, sd]), [[18, null, null]]);
  });
  test("a group’s mean is of people’s means; alpha is of those who rated everything", async () => {
    const report = await research(people([...many(5, [[1, 2, 3]]), ...many(5, [[2, 3, 4]], 10), ...many(5, [[4, 4, 4]], 20), ...many(2, [[4, 4]], 30)]));
    const { n, mean, alpha } = block(report, "section", "I").figures[at].research;
    // Who rated two of three has too few for the group.
    assert.equal(n, 15);
    near(mean, (2 + 3 + 4) / 3);
    assert.deepEqual([alpha.n, alpha.items], [15, 3]);
    const rows = [[1, 2, 3], [2, 3, 4], [4, 4, 4]].flatMap((row) => Array.from({ length: 5 }, () => row));
    near(alpha.alpha, cohort.statistics.cronbachAlpha(rows).alpha);
  });
  test("change of those who answered twice", async () => {
    const report = await research(people([...many(6, [[1], [2]]), ...many(6, [[2], [2]], 10), ...many(5, [[3], [2]], 20), ...many(5, [[2]], 30)]), { before: "baseline", look: "review" });
    const { n, mean, sd, d, interval, up, same, down } = block(report, "statement", "I.A.1").figures[at].research.change;
    assert.deepEqual([n, up, same, down], [17, 6, 6, 5]);
    near(mean, 1 / 17);
    near(d, mean / sd);
    assert.ok(interval.low < d && d < interval.high);
  });
  test("a change that would tell what one person said is hidden", async () => {
    const all = [...many(6, [[1], [2]]), ...many(6, [[2], [2]], 10), ...many(1, [[2]], 20)];
    const hidden = block(await research(people(all), { before: "baseline", look: "review" }), "statement", "I.A.1").figures[at].research.change;
    assert.deepEqual([hidden.n, hidden.mean, hidden.d, hidden.up, hidden.same, hidden.down], [12, null, null, 6, 6, 0]);
    const shown = block(await research(people(all.slice(0, 12)), { before: "baseline", look: "review" }), "statement", "I.A.1").figures[at].research.change;
    near(shown.mean, 0.5);
  });
  test("how many changed in which way is hidden like other small counts", async () => {
    const change = async (up, same, down) => {
      const report = await research(people([...many(up, [[1], [2]]), ...many(same, [[2], [2]], 10), ...many(down, [[3], [2]], 20)]), { before: "baseline", look: "review" });
      const { n, up: more, same: alike, down: less } = block(report, "statement", "I.A.1").figures[at].research.change;
      return [n, more, alike, less];
    };
    assert.deepEqual(await change(6, 2, 5), [13, null, null, 5]);
    // Their number would tell that there are four of each.
    assert.deepEqual(await change(4, 4, 4), [null, null, null, null]);
  });
  test("nothing of a group that fewer people than the minimum answered, and no alpha of so few", async () => {
    const report = await research(people([...many(4, [[1, 2, 3]]), ...many(9, [[1]], 10)]));
    const { n, mean, sd } = block(report, "section", "I").figures[at].research;
    assert.deepEqual([n, mean, sd], [null, null, null]);
    const whole = await research(people([...many(4, [[1, 2, 3, 4, 1, 2]]), ...many(9, [[2, 2, 3]], 10)]));
    const { n: rated, alpha } = block(whole, "whole").figures[at].research;
    assert.deepEqual([rated, alpha], [13, { alpha: null, n: null, items: 6 }]);
  });
  test("fewer pairs than the minimum: nothing of the change", async () => {
    const report = await research(people([...many(4, [[1], [2]]), ...many(6, [[2]], 10), ...many(6, [[2]], 20, { kinds: ["review"] })]), { before: "baseline", look: "review" });
    assert.ok(Object.values(block(report, "statement", "I.A.1").figures[at].research.change).every((value) => value === null));
  });
  test("one person’s first and last occasion are no pair if they are the same", async () => {
    const report = await research(people(many(8, [[2, 2, 2]])), { before: "first", look: "last" });
    assert.equal(report.pairs, 0);
    assert.equal(block(report, "statement", "I.A.1").figures[at].research.change.n, null);
  });
  test("each figure comes with what makes it doubtful", async () => {
    const report = await research(people([...many(6, [[1, 1, 1], [2, 2, 2]], 0, { kinds: ["then", "review"] }), ...many(6, [[2, 3, 1]], 10, { kinds: ["then"] }), ...many(6, [[2, 3, null]], 20, { kinds: ["review"] })]), { before: "then", look: "review" });
    assert.deepEqual([...block(report, "section", "I").figures[at].research.cautions].sort(), ["alpha-few", "attrition", "few", "pairs-few", "then"]);
  });
});

describe("what makes alpha doubtful", () => {
  const cautions = async (responses, definition = planning) => {
    const report = await cohort.figuresOf(people(responses), definition, { look: "last", before: null, minimum: 5, research: true });
    return block(report, "whole").figures[at].research.cautions;
  };
  const alike = [...many(15, [[1, 1, 1, 1, 1, 1]]), ...many(15, [[4, 4, 4, 4, 4, 4]], 50)];
  test("nothing, where many rated everything alike", async () => assert.deepEqual(await cautions(alike), []));
  test("that it is negative", async () => assert.ok((await cautions([...many(15, [[1, 4, 1, 4, 1, 3]]), ...many(15, [[4, 1, 4, 1, 4, 1]], 50)])).includes("alpha-negative")));
  test("that many did not rate everything", async () => assert.deepEqual(await cautions([...alike, ...many(9, [[1, 2, 3]], 80)]), ["alpha-incomplete"]));
  test("that there are many statements", async () => {
    const items = Array.from({ length: 20 }, (_, index) => planning.items[index] ?? { ...planning.items[0], code: `X.${index}` });
    assert.ok((await cautions(alike, { ...planning, items })).includes("alpha-many"));
  });
});

describe("the invented class", () => {
  test("is the same every time, marked, whole, and taken in as any other", async () => {
    const files = cohort.inventClass(planning);
    assert.deepEqual(files, cohort.inventClass(planning));
    assert.notDeepEqual(files, cohort.inventClass(planning, { seed: 5 }));
    const into = await cohort.readFiles(cohort.emptyClass(), files.map(({ name, text }) => new File([text], name)), site);
    assert.deepEqual([into.taken.size, into.refused, into.duplicates.length, into.revisions.length], [32, [], 1, 1]);
    for (const { response } of into.taken.values()) assert.equal(response.generator, cohort.GENERATED);
    const all = cohort.peopleOf([...into.taken.values()], "planning", true);
    const report = await figures(all, { before: "baseline", look: "review", research: true });
    assert.ok(report.people.before > report.people.look && report.pairs > 20);
    assert.ok(side(report, "whole").counts);
  });
});
