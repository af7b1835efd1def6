// An invented class, made from the site's own definition of an assessment, so that it fits any framework. The same seed
// gives the same class. Every response says in `generator` that nobody gave it, and whatever is made of it says so too.
(() => {
  "use strict";
  const { assess } = globalThis.Standpoint;
  const cohort = Standpoint.cohort;

  /** Numbers that look random, from 0 to 1 (mulberry32). @param {number} seed */
  function numbers(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  /**
   * The files of an invented class: mostly two occasions, some who left early, some ratings that look back, statements
   * that stay hard, blanks and specials; one file twice, and one again after its person went on.
   * @type {Cohort.Api["inventClass"]}
   */
  function inventClass(data, { people = 32, seed = 4 } = {}) {
    const next = numbers(seed);
    /** About normal. */
    const spread = () => next() + next() + next() - 1.5;
    const hard = data.items.map(() => spread());
    const [role] = data.assessment.roles;
    /** @type {{ name: string, text: string }[]} */
    const files = [];
    const hex = (/** @type {number} */ length) => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join("");
    const id = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    for (let person = 0; person < people; person++) {
      const level = spread();
      const growth = 0.5 + spread() * 0.6;
      const by = id();
      let minute = Date.UTC(2026, 1, 2, 9) + person * 3_600_000;
      const response = assess.createResponse(data, { id: id(), now: new Date(minute), generator: cohort.GENERATED, pseudonym: `${String.fromCharCode(65 + (person % 26))}${person + 1}` });
      /** @param {Assess.Occasion["kind"]} kind @param {string} date @param {number} lift @param {string | null} of */
      const occasion = (kind, date, lift, of = null) => {
        minute += 60_000 * 60 * 24 * 40;
        const at = new Date(minute).toISOString();
        /** @type {Record<string, Assess.Rating>} */
        const ratings = {};
        const leftOut = next() < 0.1 ? Math.floor(next() * data.items.length) : data.items.length;
        for (const [index, item] of data.items.entries()) {
          if (index >= leftOut || next() < 0.03) continue;
          /** @type {Assess.Side["scales"]} */
          const scales = {};
          for (const [place, scale] of data.scales.entries()) {
            const special = next() < 0.05 && scale.specials[Math.floor(next() * scale.specials.length)];
            const middle = (scale.points.length + 1) / 2 + (level * 0.7 + hard[index] * 0.8 + spread() * 0.9 + (place === data.scales.length - 1 ? lift : lift * 0.2)) * (scale.points.length / 4);
            scales[scale.id] = { value: special ? special.id : Math.min(scale.points.length, Math.max(1, Math.round(middle))), at, by, hash: item.hash };
          }
          ratings[item.code] = { roles: { [role]: { scales } } };
        }
        const made = { id: id(), created: at, modified: at, by, kind, name: "", date, of, ratings };
        response.occasions.push(made);
        response.modified = at;
        response.seen = { [by]: at };
        return made;
      };
      const first = occasion("baseline", "2026-02-02", 0);
      const file = { name: `invented-${String(person + 1).padStart(2, "0")}.standpoint.json`, text: "" };
      const early = assess.toJson(response);
      if (person % 8 !== 7) occasion("review", "2026-05-18", growth);
      if (person % 4 === 1) occasion("then", "2026-05-18", -0.3, first.id);
      file.text = assess.toJson(response);
      files.push(file);
      if (person === 2) files.push({ name: "invented-03-again.standpoint.json", text: file.text });
      if (person === 4) files.push({ name: "invented-05-earlier.standpoint.json", text: early });
    }
    return files;
  }

  cohort.inventClass = inventClass;
})();
