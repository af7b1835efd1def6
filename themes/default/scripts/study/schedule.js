// When a flashcard comes back: FSRS-6, the Free Spaced Repetition Scheduler of the Open Spaced Repetition project, with
// its published default weights.
//
// The algorithm: https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm. Names are those of its
// description: stability S is the number of days after which recall is 90 % likely, difficulty D goes from 1 to 10,
// retrievability R is the likelihood of recall today. Written anew from the formulas; the tests compare it with
// ts-fsrs, the project's own implementation. That rounds to eight decimals in between, and so does this, so that both
// agree to the day, where the day is that of UTC. Nothing is random: no fuzz, so that the same answers lead to the same days.
(() => {
  "use strict";
  const study = ((globalThis.Standpoint ??= /** @type {any} */ ({})).study ??= /** @type {any} */ ({}));

  /** The default weights of FSRS-6, w₀ … w₂₀. */
  const W = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
  ];
  /** How likely recall is to be on the day a card comes back. */
  const RETENTION = 0.9;
  const LONGEST = 36_500;
  /** Minutes until a new card comes back, and one that was forgotten. */
  const STEPS = { learning: [1, 10], relearning: [10] };
  const MINUTE = 60_000;
  const DAY = 86_400_000;

  /** @param {number} value @param {number} low @param {number} high */
  const within = (value, low, high) => Math.min(Math.max(value, low), high);
  /** @param {number} value */
  const round = (value) => Math.round(value * 1e8) / 1e8;
  /** @param {number} value */
  const stable = (value) => round(within(value, 0.001, LONGEST));

  const FACTOR = round(Math.exp(Math.log(0.9) / -W[20]) - 1);
  const MODIFIER = round((RETENTION ** (-1 / W[20]) - 1) / FACTOR);

  /** R(t, S) = (1 + factor · t / S)^−w₂₀ @param {number} days @param {number} stability */
  const recall = (days, stability) => round((1 + (FACTOR * days) / stability) ** -W[20]);
  /** Whole days after which recall falls to the retention. @param {number} stability */
  const interval = (stability) => within(Math.round(stability * MODIFIER), 1, LONGEST);

  /** D₀(G) = w₄ − e^(w₅·(G − 1)) + 1 @param {number} rating */
  const firstDifficulty = (rating) => round(W[4] - Math.exp((rating - 1) * W[5]) + 1);
  /** D″ = w₇·D₀(4) + (1 − w₇)·(D − w₆·(G − 3)·(10 − D)/9) @param {number} difficulty @param {number} rating */
  function nextDifficulty(difficulty, rating) {
    const moved = difficulty + round((-W[6] * (rating - 3) * (10 - difficulty)) / 9);
    return within(round(W[7] * firstDifficulty(4) + (1 - W[7]) * moved), 1, 10);
  }

  /** Again on the same day: S′ = S · S^−w₁₉ · e^(w₁₇·(G − 3 + w₁₈)), not less for an answer that was known. @param {number} stability @param {number} rating */
  function sameDay(stability, rating) {
    const growth = stability ** -W[19] * Math.exp(W[17] * (rating - 3 + W[18]));
    return stable(stability * (rating > 1 ? Math.max(growth, 1) : growth));
  }
  /** Known: S′ = S·(1 + e^w₈·(11 − D)·S^−w₉·(e^(w₁₀·(1 − R)) − 1)·w₁₅ if hard·w₁₆ if easy) @param {number} difficulty @param {number} stability @param {number} likely @param {number} rating */
  function known(difficulty, stability, likely, rating) {
    const growth = Math.exp(W[8]) * (11 - difficulty) * stability ** -W[9] * (Math.exp((1 - likely) * W[10]) - 1);
    return stable(stability * (1 + growth * (rating === 2 ? W[15] : 1) * (rating === 4 ? W[16] : 1)));
  }
  /** Forgotten: S′ = w₁₁·D^−w₁₂·((S + 1)^w₁₃ − 1)·e^(w₁₄·(1 − R)), at most S / e^(w₁₇·w₁₈) @param {number} difficulty @param {number} stability @param {number} likely */
  function forgotten(difficulty, stability, likely) {
    const left = stable(W[11] * difficulty ** -W[12] * ((stability + 1) ** W[13] - 1) * Math.exp((1 - likely) * W[14]));
    return within(round(stability / Math.exp(W[17] * W[18])), 0.001, left);
  }

  /** Days by the calendar where one is (FSRS counts those of UTC, in whose night it may be somebody's evening), never fewer
   *  than none. @param {string} from @param {Date} to */
  function daysBetween(from, to) {
    const midnight = (/** @type {Date | string} */ when) => new Date(when).setHours(0, 0, 0, 0);
    return Math.max(0, Math.round((midnight(to) - midnight(from)) / DAY));
  }

  /** @param {Study.Card | null} card @param {number} rating @param {number} days @returns {{ stability: number, difficulty: number }} */
  function remembered(card, rating, days) {
    if (!card) return { stability: Math.max(W[rating - 1], 0.1), difficulty: within(firstDifficulty(rating), 1, 10) };
    const { stability: s, difficulty: d } = card;
    const difficulty = nextDifficulty(d, rating);
    if (days === 0) return { stability: sameDay(s, rating), difficulty };
    const likely = recall(days, s);
    return { stability: rating === 1 ? forgotten(d, s, likely) : known(d, s, likely, rating), difficulty };
  }

  /** Minutes until the next step of learning and which it is, or null: learned. @param {number[]} steps @param {number} step @param {number} rating @returns {[number, number] | null} */
  function learning(steps, step, rating) {
    if (rating === 4 || step >= steps.length) return null;
    if (rating === 1) return [steps[0], 0];
    if (rating === 2) return [Math.round(steps.length === 1 ? steps[0] * 1.5 : (steps[0] + steps[1]) / 2), step];
    return step + 1 < steps.length ? [steps[step + 1], step + 1] : null;
  }

  /** @type {Study.Schedule["next"]} */
  function next(card, rating, now = new Date()) {
    const days = card ? daysBetween(card.last, now) : 0;
    const memory = remembered(card, rating, days);
    const state = card?.state ?? "learning";
    /** @param {Study.Card["state"]} state @param {number} step @param {number} wait */
    const later = (state, step, wait) => ({
      ...{ state, step, ...memory, due: new Date(now.getTime() + wait).toISOString(), last: now.toISOString() },
      ...{ reps: (card?.reps ?? 0) + 1, lapses: (card?.lapses ?? 0) + (state === "relearning" && card?.state === "review" ? 1 : 0) },
    });
    if (state !== "review") {
      const step = learning(STEPS[state], card?.step ?? 0, rating);
      return step ? later(state, step[1], step[0] * MINUTE) : later("review", 0, interval(memory.stability) * DAY);
    }
    if (rating === 1) return later("relearning", 0, STEPS.relearning[0] * MINUTE);
    // A better answer never comes back sooner than a worse one.
    const wait = (/** @type {number} */ of) => interval(remembered(card, of, days).stability);
    const hard = Math.min(wait(2), wait(3));
    const good = Math.max(wait(3), hard + 1);
    const easy = Math.max(wait(4), good + 1);
    return later("review", 0, (rating === 2 ? hard : rating === 3 ? good : easy) * DAY);
  }

  study.schedule = { next, recall, name: "FSRS-6", source: "https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm" };
})();
