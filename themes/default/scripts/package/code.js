// What a platform keeps for a learner between two visits, as short text; and what it is told of how far they are.
//
// Of a self-assessment one character an answer, in the order of the statements and for each in that of the scales:
// a point as 1 … 9 A … Z, a special as a … z, nothing as a point; when one changed last, in seconds to the base of 36; and
// of which occasion they are: its id, kind and date, so that another browser takes them for no other.
// Of a course 1 or 0 a lesson, and four characters a check: right answers and questions answered, to the base of 36.
// Before it stands a sign of what it is about, so that a later package with other statements does not take it for its own.
// Nothing that anybody wrote is in it.
(() => {
  "use strict";
  const pack = ((globalThis.Standpoint ??= /** @type {any} */ ({})).pack ??= /** @type {any} */ ({}));
  const POINTS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const SPECIALS = "abcdefghijklmnopqrstuvwxyz";
  const NONE = ".";
  /** An occasion as it is written; an id of another form, from a file of elsewhere, is not. */
  const OCCASION = /^([\w-]{1,36}):([a-z]{1,8}):(\d{4}-\d\d-\d\d)$/;

  pack.blank = () => ({ ratings: {}, at: "", occasion: null, lessons: {}, checks: {} });

  pack.sign = (text) => {
    // FNV-1a, twice.
    let [a, b] = [0x811c9dc5, 0x01000193];
    for (const unit of new TextEncoder().encode(text)) {
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x85ebca6b);
    }
    return [a, b].map((half) => (half >>> 0).toString(36)).join("");
  };

  pack.code = (track, state) => {
    if (track.kind === "ratings") {
      const one = (/** @type {string} */ code, /** @type {Pack.RatingsTrack["scales"][number]} */ scale) => {
        const value = state.ratings[code]?.[scale.id];
        const special = scale.specials.indexOf(value);
        if (special >= 0) return SPECIALS[special] ?? NONE;
        const point = Number(value);
        return Number.isInteger(point) && point >= 1 && point <= scale.points ? (POINTS[point - 1] ?? NONE) : NONE;
      };
      const ratings = track.items.flatMap((code) => track.scales.map((scale) => one(code, scale))).join("");
      const { at, occasion } = state;
      const written = occasion && `${occasion.id}:${occasion.kind}:${occasion.date}`;
      const tail = written && OCCASION.test(written) ? `:${at}:${written}` : at && `:${at}`;
      return `r${track.sign}:${ratings}${tail}`;
    }
    const lessons = track.lessons.map((id) => (state.lessons[id] ? "1" : "0")).join("");
    const two = (/** @type {number} */ n) => Math.min(n, 1295).toString(36).padStart(2, "0");
    const checks = track.checks.map(({ id }) => (state.checks[id] ? two(state.checks[id].right) + two(state.checks[id].answered) : "....")).join("");
    return `p${track.sign}:${lessons}:${checks}`;
  };

  pack.decode = (track, text) => {
    const state = pack.blank();
    if (track.kind === "ratings") {
      const [head, body, at = "", ...rest] = text.split(":");
      if (head !== `r${track.sign}` || body?.length !== track.items.length * track.scales.length) return null;
      if (/^[0-9a-z]{6,7}$/.test(at)) state.at = at;
      const [, id, kind, date] = OCCASION.exec(rest.join(":")) ?? [];
      if (id) state.occasion = { id, kind, date };
      let place = 0;
      for (const code of track.items) {
        for (const scale of track.scales) {
          const sign = body[place++];
          const point = POINTS.indexOf(sign) + 1;
          const value = point && point <= scale.points ? String(point) : scale.specials[SPECIALS.indexOf(sign)];
          if (value !== undefined) (state.ratings[code] ??= {})[scale.id] = value;
        }
      }
      return state;
    }
    const [head, lessons, checks] = text.split(":");
    if (head !== `p${track.sign}` || lessons?.length !== track.lessons.length || checks?.length !== track.checks.length * 4) return null;
    track.lessons.forEach((id, at) => {
      if (lessons[at] === "1") state.lessons[id] = true;
    });
    track.checks.forEach(({ id, of }, at) => {
      const [right, answered] = [0, 2].map((from) => parseInt(checks.slice(at * 4 + from, at * 4 + from + 2), 36));
      if (right >= 0 && answered >= 0 && right <= of) state.checks[id] = { right, answered };
    });
    return state;
  };

  pack.standing = (track, state) => {
    if (track.kind === "ratings") {
      const answered = track.items.filter((code) => track.scales.every(({ id }) => state.ratings[code]?.[id] !== undefined)).length;
      return { measure: answered / track.items.length, complete: answered === track.items.length, score: null };
    }
    const done = track.lessons.filter((id) => state.lessons[id]).length;
    const of = track.checks.reduce((sum, check) => sum + check.of, 0);
    const right = track.checks.reduce((sum, { id }) => sum + (state.checks[id]?.right ?? 0), 0);
    const begun = track.checks.some(({ id }) => (state.checks[id]?.answered ?? 0) > 0);
    return { measure: done / track.lessons.length, complete: done === track.lessons.length, score: begun && of > 0 ? { right, of } : null };
  };
})();
