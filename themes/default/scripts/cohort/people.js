// From responses to people and their answers. Nobody has a name here: a person is a running code, P01, P02 …, in the
// order of random ids. The pseudonym serves to find two files of one person, and goes no further unless an export is
// asked for it.
(() => {
  "use strict";
  const { assess } = globalThis.Standpoint;
  const cohort = Standpoint.cohort;

  /** What one assessment's own page would be given. @type {Cohort.Api["assessmentData"]} */
  function assessmentData(data, id) {
    const listing = data.assessments.find((one) => one.id === id);
    if (!listing) return null;
    return {
      ...{ site: data.site, framework: data.framework, assessment: listing, reflections: [], moved: data.moved },
      ...{ sections: data.sections, parts: data.parts, topics: data.topics, kinds: data.kinds },
      scales: listing.scales.flatMap((scale) => data.scales.find((one) => one.id === scale) ?? []),
      items: listing.statements.map((index) => data.items[index]),
    };
  }

  /** Two people who write it differently are still one: capitals and spaces don't count. @param {string} pseudonym */
  const plainName = (pseudonym) => pseudonym.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();

  /**
   * The people behind the responses of one assessment: one a response, or one a pseudonym where `match` is set.
   * @type {Cohort.Api["peopleOf"]}
   */
  function peopleOf(taken, assessment, match) {
    const responses = taken.map(({ response }) => response).filter((response) => response.assessment.id === assessment);
    responses.sort((a, b) => (a.id < b.id ? -1 : 1));
    /** @type {Map<string, Assess.Response[]>} */
    const groups = new Map();
    for (const response of responses) {
      const name = match ? plainName(response.person.pseudonym) : "";
      const key = name ? `name ${name}` : `id ${response.id}`;
      const group = groups.get(key);
      if (group) group.push(response);
      else groups.set(key, [response]);
    }
    const digits = String(groups.size).length;
    return [...groups.values()].map((group, index) => ({
      code: `P${String(index + 1).padStart(Math.max(2, digits), "0")}`,
      pseudonym: group.map(({ person }) => person.pseudonym).find((name) => name.trim()) ?? "",
      files: group.length,
      rounds: group
        .flatMap((response) => response.occasions.map((occasion) => ({ response, occasion })))
        .sort((a, b) => (`${a.occasion.date} ${a.occasion.created}` < `${b.occasion.date} ${b.occasion.created}` ? -1 : 1)),
    }));
  }

  /** Ways to choose one occasion of each person. "first" and "last" leave out ratings that look back. */
  const choices = /** @type {const} */ (["first", "last", "baseline", "review", "then"]);

  /** @type {Cohort.Api["choose"]} */
  function choose(person, how) {
    const rounds = person.rounds.filter(({ occasion: { kind } }) => (how === "first" || how === "last" ? kind !== "then" : kind === how));
    return (how === "first" || how === "baseline" ? rounds[0] : rounds.at(-1)) ?? null;
  }

  const BLANK = 0;
  /** Given for words that have changed, or an answer that the scale does not have. */
  const UNCOUNTED = -100;

  /** @type {WeakMap<Assess.Occasion, { data: Assess.Data, values: Int16Array }>} */
  const known = new WeakMap();

  /**
   * What somebody answered on an occasion: for each statement and scale the point from 1, 0 for none, −1, −2 … for the
   * specials. What counts is decided as on the page of the assessment (summary.js).
   * @type {Cohort.Api["valuesOf"]}
   */
  function valuesOf({ response, occasion }, data) {
    const before = known.get(occasion);
    if (before?.data === data) return before.values;
    const values = new Int16Array(data.items.length * data.scales.length);
    let at = 0;
    for (const { given } of assess.viewOf(response, occasion.id, data, data.assessment.roles[0]).rows)
      for (const { id, specials } of data.scales) {
        const { kind, value, counts } = given[id];
        const special = specials.findIndex((one) => one.id === value);
        values[at++] = kind === "blank" ? BLANK : !counts ? UNCOUNTED : kind === "point" ? Number(value) : -1 - special;
      }
    known.set(occasion, { data, values });
    return values;
  }

  cohort.assessmentData = assessmentData;
  cohort.peopleOf = peopleOf;
  cohort.choices = choices;
  cohort.UNCOUNTED = UNCOUNTED;
  cohort.choose = choose;
  cohort.valuesOf = valuesOf;
})();
