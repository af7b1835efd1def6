// What the page shows of a class: for the whole assessment, for sections, parts and topics, and for each statement, on
// each scale, how many said what. What small numbers would give away is hidden here (disclosure.js), so that nothing
// that shows, prints or exports a report can show it.
//
// A group of statements counts people, not answers: each person once, by the median of their answers in it, the lower
// of the two where it falls between two points. Somebody who answered fewer than the assessment's minimum in the group
// is not counted in it; a group with fewer statements than that is left out.
(() => {
  "use strict";
  const { assess } = globalThis.Standpoint;
  const cohort = Standpoint.cohort;

  /** With fewer people than this, figures of the research view are said to be unsteady. */
  const FEW = 30;
  /** Of those who answered before, the part that has to be there afterward. */
  const STAYED = 0.8;
  /** Alpha grows with the number of statements, whatever they have in common. */
  const MANY_ITEMS = 20;

  /**
   * The groups of an assessment, in the order of the page; each with the places of its statements.
   * @param {Assess.Data} data
   */
  function groupsOf(data) {
    const { items, sections, parts, topics, assessment } = data;
    /** @type {{ by: Cohort.Block["by"], id: string, title: string, items: number[] }[]} */
    const groups = [{ by: "whole", id: "", title: assessment.title, items: [...items.keys()] }];
    /** @type {[Cohort.Block["by"], { code?: string, id?: string, title: string }[], (item: Assess.Item, index: number) => boolean][]} */
    const ways = [
      ["section", sections, (item, index) => item.section === index],
      ["part", parts, (item, index) => item.part === index],
      ["topic", topics, (item, index) => item.topics.includes(index)],
    ];
    for (const [by, list, has] of ways)
      for (const [index, { code = "", id = code, title }] of list.entries()) {
        const inside = [...items.keys()].filter((at) => has(items[at], index));
        if (inside.length) groups.push({ by, id, title, items: inside });
      }
    return groups;
  }

  /**
   * How many chose each point. Everything in it is fit to be shown.
   * @param {(number | null)[]} points one a person, null for those without one
   * @param {number[]} specials how many chose each special
   * @param {Assess.Scale} scale @param {number} minimum @returns {Cohort.Side}
   */
  function sideOf(points, specials, scale, minimum) {
    const people = points.length;
    const rated = /** @type {number[]} */ (points.filter((point) => point !== null));
    const counts = scale.points.map((_, index) => rated.filter((point) => point === index + 1).length);
    const { whole, hidden } = cohort.protect(counts, minimum);
    /** @type {Cohort.Side} */
    const side = { people, n: null, counts: null, median: null, without: null, specials: null, exact: false, mean: null, sd: null };
    if (whole) return side;
    const exact = !hidden.includes(true);
    const without = people - rated.length;
    const blank = without - specials.reduce((sum, count) => sum + count, 0);
    const split = [...specials, blank];
    const apart = specials.length > 0 && split.every((count) => count === 0 || count >= minimum);
    return {
      ...{ people, n: rated.length, exact, without },
      counts: counts.map((count, index) => (hidden[index] ? null : count)),
      median: exact || cohort.medianLeavesOpen(counts, minimum) ? assess.median(rated) : null,
      specials: apart ? split : null,
      mean: exact ? cohort.statistics.mean(rated) : null,
      sd: exact ? cohort.statistics.standardDeviation(rated) : null,
    };
  }

  /** @type {Cohort.Api["figuresOf"]} */
  async function figuresOf(people, data, { look, before, minimum, research }, { pause = async () => {} } = {}) {
    const { scales, items, assessment } = data;
    const least = Math.max(1, assessment.minimum);
    /** Whoever has one of the occasions, with what they answered. */
    const persons = people.map((person) => {
      const [first, second] = [before ? cohort.choose(person, before) : null, cohort.choose(person, look)];
      return { first, second, twice: first && second && first.occasion !== second.occasion };
    });
    /** @type {{ first: Int16Array | null, second: Int16Array | null, twice: boolean }[]} */
    const answers = [];
    for (const { first, second, twice } of persons) {
      await pause();
      answers.push({
        first: first && cohort.valuesOf(first, data),
        second: second && cohort.valuesOf(second, data),
        twice: Boolean(twice),
      });
    }
    const there = { look: answers.filter(({ second }) => second).length, before: answers.filter(({ first }) => first).length };
    const pairs = answers.filter(({ twice }) => twice).length;
    const shown = { look: there.look >= minimum, before: Boolean(before) && there.before >= minimum };
    /** @type {Cohort.Report} */
    const report = { data, look, before, minimum, research, people: there, pairs, same: answers.filter(({ first, second, twice }) => first && second && !twice).length, blocks: [] };
    if (!shown.look) return report;

    /** @type {(values: Int16Array, item: number, scale: number) => number | null} */
    const point = (values, item, scale) => {
      const value = values[item * scales.length + scale];
      return value > 0 ? value : null;
    };
    /** @param {"first" | "second"} which @param {number} item @param {number} scale */
    const statement = (which, item, scale) => {
      const all = answers.flatMap((one) => one[which] ?? []);
      const given = all.map((values) => values[item * scales.length + scale]);
      const specials = scales[scale].specials.map((_, index) => given.filter((value) => value === -1 - index).length);
      return sideOf(given.map((value) => (value > 0 ? value : null)), specials, scales[scale], minimum);
    };

    // ── Counts ──────────────────────────────────────────────────────────────────────────────────────────────────

    for (const group of groupsOf(data)) {
      await pause();
      if (group.items.length < least || (group.by !== "whole" && group.items.length < 2)) continue;
      const figures = scales.map((scale, at) => {
        /** @param {"first" | "second"} which */
        const middles = (which) =>
          answers.flatMap((one) => {
            const values = one[which];
            if (!values) return [];
            const given = group.items.flatMap((item) => point(values, item, at) ?? []);
            return [given.length >= least ? assess.median(given)[0] : null];
          });
        return {
          scale,
          look: sideOf(middles("second"), [], scale, minimum),
          before: shown.before ? sideOf(middles("first"), [], scale, minimum) : null,
          research: null,
        };
      });
      report.blocks.push({ ...group, item: null, figures });
    }
    for (const [index, item] of items.entries()) {
      if (index % 8 === 0) await pause();
      const figures = scales.map((scale, at) => ({
        scale,
        look: statement("second", index, at),
        before: shown.before ? statement("first", index, at) : null,
        research: null,
      }));
      report.blocks.push({ by: "statement", id: item.code, title: "", items: [index], item, figures });
    }
    if (research) await addResearch(report, answers, { least, shown, point, pause });
    return report;
  }

  /**
   * @param {Cohort.Report} report @param {{ first: Int16Array | null, second: Int16Array | null, twice: boolean }[]} answers
   * @param {{ least: number, shown: { before: boolean }, point: (values: Int16Array, item: number, scale: number) => number | null, pause: () => Promise<void> }} tools
   */
  async function addResearch(report, answers, { least, shown, point, pause }) {
    const { statistics } = cohort;
    const { minimum, blocks, data } = report;
    const statements = blocks.filter(({ by }) => by === "statement");
    const both = answers.flatMap(({ first, second, twice }) => (twice && first && second ? [[first, second]] : []));
    const attrition = shown.before && both.length < STAYED * report.people.before;
    const looksBack = report.before === "then" || report.look === "then";
    for (const at of data.scales.keys()) {
      const ledger = cohort.ledger();
      /** Statements whose mean must not become known, on one side. @param {"look" | "before"} which @param {number[]} items @param {number} sign @returns {[string, number][]} */
      const unknown = (which, items, sign) =>
        items.flatMap((item) => (statements[item].figures[at][which]?.exact ? [] : [[`${which} ${item}`, sign]]));
      for (const block of blocks) {
        await pause();
        const figure = block.figures[at];
        const one = block.by === "statement";
        /** What somebody's answers come to: the point, or the mean of the points. @param {Int16Array} values */
        const score = (values) => {
          const given = block.items.flatMap((item) => point(values, item, at) ?? []);
          return given.length >= (one ? 1 : least) ? statistics.mean(given) : null;
        };
        /** @type {Cohort.Research} */
        const research = { n: null, mean: null, sd: null, alpha: null, change: null, cautions: [] };
        figure.research = research;
        const scores = answers.flatMap(({ second }) => (second ? (score(second) ?? []) : []));
        const enough = scores.length >= minimum;
        if (one) Object.assign(research, { n: figure.look.n, mean: figure.look.mean, sd: figure.look.sd });
        else if (enough) {
          const open = ledger.allow(unknown("look", block.items, 1));
          research.n = scores.length;
          research.mean = open ? statistics.mean(scores) : null;
          research.sd = open ? statistics.standardDeviation(scores) : null;
        }
        if (research.n !== null && research.n < FEW) research.cautions.push("few");
        if (!one) {
          const rows = answers.flatMap(({ second }) => (second ? [block.items.map((item) => point(second, item, at))] : []));
          const { alpha, n, items } = statistics.cronbachAlpha(rows);
          research.alpha = n >= minimum ? { alpha, n, items } : { alpha: null, n: null, items };
          if (research.alpha.n !== null && research.alpha.n < FEW) research.cautions.push("alpha-few");
          if (n < STAYED * scores.length) research.cautions.push("alpha-incomplete");
          if (items >= MANY_ITEMS) research.cautions.push("alpha-many");
          if (alpha !== null && n >= minimum && alpha < 0) research.cautions.push("alpha-negative");
        }
        if (!shown.before || !figure.before) continue;
        const twice = both.flatMap(([first, second]) => {
          const [from, to] = [score(first), score(second)];
          return from !== null && to !== null ? [[from, to]] : [];
        });
        const once = answers.flatMap(({ first }) => (first ? (score(first) ?? []) : []));
        research.change = changeOf(block, twice, [scores.length, once.length]);
        if (twice.length >= minimum && twice.length < FEW) research.cautions.push("pairs-few");
        if (attrition) research.cautions.push("attrition");
        if (looksBack) research.cautions.push("then");
      }

      /**
       * @param {Cohort.Block} block @param {number[][]} twice both scores of each who has two
       * @param {number[]} all how many have one, on each occasion @returns {Cohort.ShownChange}
       */
      function changeOf(block, twice, all) {
        const none = { n: null, mean: null, sd: null, d: null, interval: null, up: null, same: null, down: null };
        if (twice.length < minimum) return none;
        const change = statistics.change(twice.map(([from]) => from), twice.map(([, to]) => to));
        const ways = [change.up, change.same, change.down];
        const { whole, hidden } = cohort.protect(ways, minimum);
        if (whole) return none;
        const [up, same, down] = ways.map((count, index) => (hidden[index] ? null : count));
        const few = all.some((n) => n > twice.length && n - twice.length < minimum);
        const exact = (/** @type {"look" | "before"} */ which) => block.items.every((item) => statements[item].figures[at][which]?.exact);
        const open = !(few && exact("look") && exact("before")) && ledger.allow([...unknown("look", block.items, 1), ...unknown("before", block.items, -1)]);
        return open ? { ...change, up, same, down } : { ...none, n: change.n, up, same, down };
      }
    }
  }

  cohort.groupsOf = groupsOf;
  cohort.figuresOf = figuresOf;
})();
