// What a summary may claim. All rules are here, and nothing else is:
//
// - Only a point is a rating. A special, a blank and an answer for other words never count as one, least of all a low one.
// - First answered, applicable and total. Then how often each label was chosen, and the median as a label: two labels
//   where it falls between two. No percentages, no totals, no averages, nothing called significant.
// - Fewer ratings than the assessment's minimum: no summary, and why.
// - Between occasions only what was answered on a point both times, for the same words. Two people's answers stand side by
//   side and are never put together.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  const NOT_APPLICABLE = "not-applicable";
  const NO_OPPORTUNITY = "no-opportunity";

  // ── What was answered ─────────────────────────────────────────────────────────────────────────────────────────

  /**
   * @param {Assess.Version<Assess.Value> | undefined} answer @param {Assess.Scale} scale @param {Assess.Item | null} item
   * @param {boolean} moved @returns {Assess.Given}
   */
  function given(answer, scale, item, moved) {
    const { value = null, hash = "", at = null, by = "" } = answer ?? {};
    const point = typeof value === "number" ? scale.points[value - 1] : undefined;
    const special = scale.specials.find(({ id }) => id === value);
    const kind = value === null ? "blank" : point ? "point" : special ? "special" : "unknown";
    const sameWords = hash === item?.hash;
    const words = !item ? "not-here" : sameWords ? (moved ? "moved" : "same") : moved ? "moved-reworded" : "reworded";
    const label =
      point?.label ??
      special?.label ??
      assess.say(kind === "blank" ? "not-answered" : "unknown-answer", { value: value ?? "" });
    return { kind, value, label, words, counts: sameWords && (kind === "point" || kind === "special"), hash, at, by };
  }

  /** @param {Assess.Rating | undefined} rating @param {Assess.Item | null} item @param {boolean} moved @param {Assess.Data} data @param {string} role */
  function sideOf(rating, item, moved, data, role) {
    const side = assess.own(rating?.roles, role);
    return {
      given: Object.fromEntries(
        data.scales.map((scale) => [scale.id, given(assess.own(side?.scales, scale.id), scale, item, moved)]),
      ),
      note: side?.note?.value ?? "",
      evidence: side?.evidence?.value ?? "",
    };
  }

  /** Each statement with the rating it has: under its own code, or else under a code it had. */
  /** @param {Assess.Occasion | undefined} occasion @param {Assess.Data} data */
  function placed(occasion, data) {
    /** @type {Map<string, string>} */
    const codes = new Map();
    /** @type {Assess.Kept[]} */
    const kept = [];
    const ratings = Object.entries(occasion?.ratings ?? {});
    for (const [code] of ratings) if (assess.locate(code, data).item?.code === code) codes.set(code, code);
    for (const [code, rating] of ratings) {
      const { item, moved } = assess.locate(code, data);
      if (item && !moved) continue;
      if (item && !codes.has(item.code)) codes.set(item.code, code);
      else kept.push({ code, now: item?.code ?? null, rating });
    }
    return { codes, kept };
  }

  /** @type {Assess.Api["viewOf"]} */
  function viewOf(response, occasionId, data, role) {
    const occasion = response.occasions.find(({ id }) => id === occasionId);
    const { codes, kept } = placed(occasion, data);
    const rows = data.items.map((item) => {
      const code = codes.get(item.code) ?? item.code;
      const rating = assess.own(occasion?.ratings, code);
      return {
        ...{ item, code },
        ...sideOf(rating, item, code !== item.code, data, role),
        marked: rating?.marked?.value ?? false,
      };
    });
    return { rows, kept };
  }

  /** @type {(given: Assess.Given) => boolean} */
  const isPoint = (given) => given.counts && given.kind === "point";

  // ── How far ───────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * A statement is answered when every scale has an answer for the present words; it does not apply when one says so
   * and none has a point.
   * @type {Assess.Api["progressOf"]}
   */
  function progressOf(rows) {
    /** @type {string[]} */
    const leftCodes = [];
    let notApplicable = 0;
    for (const { item, given } of rows) {
      const all = Object.values(given);
      if (!all.some(isPoint) && all.some((one) => one.counts && one.value === NOT_APPLICABLE)) notApplicable++;
      else if (!all.every((one) => one.counts)) leftCodes.push(item.code);
    }
    const applicable = rows.length - notApplicable;
    return {
      total: rows.length,
      notApplicable,
      applicable,
      answered: applicable - leftCodes.length,
      left: leftCodes.length,
      leftCodes,
      marked: rows.filter((row) => row.marked).map((row) => row.item.code),
    };
  }

  // ── One scale ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** The point in the middle, or the two points between which the middle falls. @type {Assess.Api["median"]} */
  function median(values) {
    if (!values.length) return [];
    const sorted = [...values].sort((a, b) => a - b);
    const low = sorted[(sorted.length - 1) >> 1];
    const high = sorted[sorted.length >> 1];
    return low === high ? [low] : [low, high];
  }

  /** @type {Assess.Api["summarizeScale"]} */
  function summarizeScale(rows, scale, minimum) {
    const all = rows.map((row) => row.given[scale.id]);
    const points = all.filter(isPoint).map((one) => Number(one.value));
    const specials = scale.specials.map(({ id, label }) => ({
      ...{ id, label },
      count: all.filter((one) => one.counts && one.value === id).length,
    }));
    const earlier = all.filter((one) => one.kind !== "blank" && !one.counts).length;
    const total = rows.length;
    const applicable = total - (specials.find(({ id }) => id === NOT_APPLICABLE)?.count ?? 0);
    const blank = all.filter((one) => one.kind === "blank").length;
    const rated = points.length;
    const enough = rated >= Math.max(1, minimum);
    const few = total < minimum ? "few-items" : "few-answers";
    return {
      ...{ scale: scale.id, title: scale.title, total, applicable, answered: applicable - blank - earlier },
      ...{ rated, blank, earlier, enough, specials },
      reason: enough ? "" : assess.count(few, total, { rated, minimum: Math.max(1, minimum) }),
      counts: enough
        ? scale.points.map(({ label }, index) => ({
            ...{ value: index + 1, label },
            count: points.filter((point) => point === index + 1).length,
          }))
        : null,
      median: enough ? median(points).map((value) => ({ value, label: scale.points[value - 1].label })) : null,
    };
  }

  /** @param {Assess.Row[]} rows @param {Assess.Data} data */
  const summarizeScales = (rows, data) =>
    data.scales.map((scale) => summarizeScale(rows, scale, data.assessment.minimum));

  /** @type {Assess.Api["groupsOf"]} */
  function groupsOf(rows, data) {
    /** @type {Record<string, { lists: { code?: string, id?: string, title: string }[], has: (item: Assess.Item, index: number) => boolean }>} */
    const ways = {
      section: { lists: data.sections, has: (item, index) => item.section === index },
      part: { lists: data.parts, has: (item, index) => item.part === index },
      kind: { lists: data.kinds, has: (item, index) => item.kind === index },
      topic: { lists: data.topics, has: (item, index) => item.topics.includes(index) },
    };
    return data.assessment.groupBy.flatMap((by) =>
      (assess.own(ways, by)?.lists ?? []).flatMap(({ code, id = code ?? "", title }, index) => {
        const inside = rows.filter(({ item }) => ways[by].has(item, index));
        if (!inside.length) return [];
        const codes = inside.map(({ item }) => item.code);
        return [{ by, id, title, codes, progress: progressOf(inside), scales: summarizeScales(inside, data) }];
      }),
    );
  }

  // ── What stands out ───────────────────────────────────────────────────────────────────────────────────────────

  /**
   * 1 in the upper half of the points, -1 in the lower; 0 in the middle of an odd number, and for what is no point.
   * @param {Assess.Row} row @param {string} scaleId @param {Assess.Data} data
   */
  function half(row, scaleId, data) {
    const scale = data.scales.find(({ id }) => id === scaleId);
    const one = row.given[scaleId];
    return scale && isPoint(one) ? Math.sign(Number(one.value) - (scale.points.length + 1) / 2) : 0;
  }

  /** The highest on one scale first, among these the lowest on the other, among these as in the document. */
  /** @param {Assess.Row[]} rows @param {string} high @param {string} [low] */
  const furthestFirst = (rows, high, low) =>
    rows.sort(
      (a, b) =>
        Number(b.given[high].value) - Number(a.given[high].value) ||
        (low ? Number(a.given[low].value) - Number(b.given[low].value) : 0),
    );

  /** @type {Assess.Api["worthTalkingAbout"]} */
  function worthTalkingAbout(rows, data) {
    const talk = data.assessment.talk;
    if (!talk) return [];
    const { highOn, lowOn } = talk;
    const found = rows.filter((row) => half(row, highOn, data) === 1 && half(row, lowOn, data) === -1);
    return furthestFirst(found, highOn, lowOn);
  }

  /** @type {Assess.Api["strengths"]} */
  function strengths(rows, data) {
    const on = data.assessment.strength?.highOn;
    if (!on) return [];
    const found = rows.filter((row) => half(row, on, data) === 1);
    return furthestFirst(found, on);
  }

  /** @type {Assess.Api["noOpportunity"]} */
  const noOpportunity = (rows) =>
    rows.filter(({ given }) => Object.values(given).some((one) => one.counts && one.value === NO_OPPORTUNITY));

  /** @type {Assess.Api["summarize"]} */
  function summarize(response, occasion, data, role) {
    const { rows, kept } = viewOf(response, occasion, data, role);
    return {
      progress: progressOf(rows),
      scales: summarizeScales(rows, data),
      groups: groupsOf(rows, data),
      talk: worthTalkingAbout(rows, data),
      strengths: strengths(rows, data),
      noOpportunity: noOpportunity(rows),
      earlier: rows.filter(({ given }) => Object.values(given).some((one) => one.kind !== "blank" && !one.counts)),
      kept,
    };
  }

  // ── Between occasions ─────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["inOrder"]} */
  const inOrder = (occasions) =>
    [...occasions].sort(assess.byText(({ date, created, id }) => `${date} ${created} ${id}`));

  /** @type {Assess.Api["compare"]} */
  function compare(response, earlier, later, data, role, scaleId) {
    const scale = data.scales.find(({ id }) => id === scaleId);
    /** @type {Assess.Comparison} */
    const result = {
      ...{ scale: scaleId, up: [], same: [], down: [], compared: 0, total: 0 },
      leftOut: { changedWords: [], notBoth: [], notPoints: [] },
    };
    if (!scale) return result;
    const sides = [earlier, later].map((occasionId) => {
      const occasion = response.occasions.find(({ id }) => id === occasionId);
      const { codes, kept } = placed(occasion, data);
      const here = [...codes, ...kept.filter(({ now }) => !now).map(({ code }) => [code, code])];
      return new Map(
        here.map(([now, code]) => {
          const { item, moved } = assess.locate(code, data);
          const side = assess.own(assess.own(occasion?.ratings, code)?.roles, role);
          return [now, given(assess.own(side?.scales, scaleId), scale, item, moved)];
        }),
      );
    });
    const gone = [...new Set(sides.flatMap((side) => [...side.keys()]))].filter((code) => !assess.locate(code, data).item);
    const codes = [...data.items.map((item) => item.code), ...gone.sort()];
    for (const code of codes) {
      const { item } = assess.locate(code, data);
      const [from, to] = sides.map((side) => side.get(code));
      const blank = [from, to].filter((one) => !one || one.kind === "blank").length;
      if (!item && blank === 2) continue;
      result.total++;
      if (!from || !to || blank) result.leftOut.notBoth.push(code);
      else if (from.kind !== "point" || to.kind !== "point") result.leftOut.notPoints.push(code);
      else if (from.hash === "" || from.hash !== to.hash) result.leftOut.changedWords.push(code);
      else {
        const [low, high] = [Number(from.value), Number(to.value)];
        result.compared++;
        result[high > low ? "up" : high < low ? "down" : "same"].push({
          ...{ code, item },
          from: { value: low, label: from.label },
          to: { value: high, label: to.label },
        });
      }
    }
    return result;
  }

  /** @type {Assess.Api["trail"]} */
  function trail(response, code, data, role) {
    const target = assess.locate(code, data).item?.code ?? code;
    return inOrder(response.occasions).flatMap((occasion) => {
      const { codes } = placed(occasion, data);
      const under = codes.get(target) ?? target;
      const rating = assess.own(occasion.ratings, under);
      if (!rating) return [];
      const { item, moved } = assess.locate(under, data);
      return [{ occasion, code: under, ...sideOf(rating, item, moved, data, role) }];
    });
  }

  // ── Side by side ──────────────────────────────────────────────────────────────────────────────────────────────

  /** What one said and what another: the furthest apart first, then alike, then what cannot be compared. */
  /** @type {Assess.Api["sideBySide"]} */
  function sideBySide(response, occasion, data, scale, roles = data.assessment.roles) {
    const views = roles.map((role) => viewOf(response, occasion, data, role).rows);
    return data.items
      .map((item, index) => {
        const sides = roles.map((role, at) => {
          const { given, note, evidence } = views[at][index];
          return /** @type {const} */ ([role, { given: given[scale], note, evidence }]);
        });
        const points = sides.map(([, side]) => side.given).filter((one) => one?.kind === "point");
        const comparable = points.length > 1 && points.every(({ hash }) => hash !== "" && hash === points[0].hash);
        const values = points.map((one) => Number(one.value));
        return {
          ...{ code: views[0]?.[index].code ?? item.code, item, sides: Object.fromEntries(sides) },
          distance: comparable ? Math.max(...values) - Math.min(...values) : null,
        };
      })
      .filter(({ sides }) => Object.values(sides).some((one) => one.given?.kind !== "blank" || one.note || one.evidence))
      .sort((a, b) => (b.distance ?? -1) - (a.distance ?? -1));
  }

  assess.viewOf = viewOf;
  assess.progressOf = progressOf;
  assess.median = median;
  assess.summarizeScale = summarizeScale;
  assess.groupsOf = groupsOf;
  assess.worthTalkingAbout = worthTalkingAbout;
  assess.strengths = strengths;
  assess.noOpportunity = noOpportunity;
  assess.summarize = summarize;
  assess.inOrder = inOrder;
  assess.compare = compare;
  assess.trail = trail;
  assess.sideBySide = sideBySide;
})();
