"use strict";
// The flashcards' schedule against ts-fsrs, the Open Spaced Repetition project's own implementation of FSRS-6.

const assert = require("node:assert/strict");
const { describe, test } = require("node:test");
const fc = require("fast-check");
const { createEmptyCard, fsrs, generatorParameters, State } = require("ts-fsrs");
const { study } = require("./load.js");

// The days of ts-fsrs are those of UTC.
process.env.TZ = "UTC";

const reference = fsrs(generatorParameters({ enable_fuzz: false }));
const MINUTE = 60_000;
const STATES = { [State.Learning]: "learning", [State.Relearning]: "relearning", [State.Review]: "review" };
const close = (mine, theirs, what) => assert.ok(Math.abs(mine - theirs) <= 1e-8, `${what}: ${mine} instead of ${theirs}`);

/** Both go through the same answers; each is compared after every one. @param {[number, number][]} answers rating, minutes waited */
function compare(answers, start = Date.UTC(2026, 0, 5, 9)) {
  let now = start;
  let theirs = createEmptyCard(new Date(now));
  let mine = null;
  for (const [rating, minutes] of answers) {
    now += minutes * MINUTE;
    theirs = reference.next(theirs, new Date(now), rating).card;
    mine = study.schedule.next(mine, rating, new Date(now));
    close(mine.stability, theirs.stability, "stability");
    close(mine.difficulty, theirs.difficulty, "difficulty");
    assert.equal(mine.due, theirs.due.toISOString());
    assert.deepEqual(
      [mine.state, mine.step, mine.reps, mine.lapses, mine.last],
      [STATES[theirs.state], theirs.learning_steps, theirs.reps, theirs.lapses, theirs.last_review.toISOString()],
    );
  }
}

describe("the schedule of flashcards", () => {
  test("is that of ts-fsrs for any answers at any times", () => {
    const minutes = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3 * 1440 }), fc.integer({ min: 0, max: 800 * 1440 }));
    const answers = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), minutes), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(answers, fc.integer({ min: 0, max: 1440 }), (list, offset) => compare(list, Date.UTC(2026, 0, 5) + offset * MINUTE)), { numRuns: 1500 });
  });

  test("is that of ts-fsrs when every card is answered on the day it is due", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 25 }), (ratings) => {
        let card = null;
        let now = new Date(Date.UTC(2026, 0, 5, 9));
        const answers = ratings.map((rating) => {
          const waited = card ? (Date.parse(card.due) - now.getTime()) / MINUTE : 0;
          now = new Date(now.getTime() + waited * MINUTE);
          card = study.schedule.next(card, rating, now);
          return /** @type {[number, number]} */ ([rating, waited]);
        });
        compare(answers);
      }),
      { numRuns: 400 },
    );
  });

  test("uses the weights that ts-fsrs has as its defaults", () => {
    // S0 of the four ratings are w0 … w3; recall after S days is 90 %.
    const { w } = generatorParameters();
    for (const rating of [1, 2, 3, 4]) close(study.schedule.next(null, rating).stability, w[rating - 1], `w${rating - 1}`);
    for (const stability of [0.5, 3, 40, 900]) assert.ok(Math.abs(study.schedule.recall(stability, stability) - 0.9) < 1e-7);
  });

  test("counts the days of the calendar where one is, through a change of the clocks too", (t) => {
    t.after(() => (process.env.TZ = "UTC"));
    const grown = (/** @type {string} */ from, /** @type {string} */ to) => {
      const card = study.schedule.next(null, 4, new Date(from));
      return study.schedule.next(card, 3, new Date(to)).stability / card.stability;
    };
    const [same, next] = [grown("2026-03-02T09:00:00Z", "2026-03-02T17:00:00Z"), grown("2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z")];
    assert.ok(next > same);
    process.env.TZ = "America/Vancouver";
    // An evening and the next morning, which are one day in UTC; a morning and its evening, which are two.
    assert.equal(grown("2026-03-03T05:00:00Z", "2026-03-03T17:00:00Z"), next);
    assert.equal(grown("2026-03-02T17:00:00Z", "2026-03-03T05:00:00Z"), same);
    // The clocks go on in the night to 8 March 2026, and that day has 23 hours.
    assert.equal(grown("2026-03-08T10:30:00Z", "2026-03-09T07:30:00Z"), next);
  });

  test("takes a clock that was set back for the same day", () => {
    const now = new Date("2026-03-10T12:00:00Z");
    const card = study.schedule.next(null, 4, now);
    const later = study.schedule.next(card, 3, new Date("2026-03-01T12:00:00Z"));
    assert.ok(later.stability >= card.stability);
    assert.ok(Date.parse(later.due) > Date.parse("2026-03-01T12:00:00Z"));
  });
});
