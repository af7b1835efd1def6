"use strict";
// The page that a platform launches: between the platform above it and the content in its frame.
const assert = require("node:assert/strict");
const { describe, test } = require("node:test");
const { keeping, launch, platform } = require("./launch.js");

const course = { kind: "progress", sign: "abc", course: "c", lessons: ["one", "two"], checks: [{ id: "q", of: 3 }] };
const scale = (id) => ({ id, points: 4, specials: ["not-applicable"] });
const rating = { kind: "ratings", sign: "xyz", assessment: "a", items: ["I.1", "I.2"], scales: [scale("sure"), scale("weight")] };
const KEPT = "cmi.suspend_data";
const progress = (lessons, checks = {}, more = {}) => ({ course: "c", lessons, checks, ...more });

/** The page beneath a platform that has these values already. */
function begun(has = {}, { track = course, refuses = () => false, origin = "https://example.org", storage = keeping() } = {}) {
  const above = platform("2004", { has, refuses });
  return { ...above, ...launch({ track, above: above.window, origin, storage }) };
}
const decoded = (page) => (page.loaded(), page.posted.at(-1).message.detail);

describe("launched", () => {
  test("without a platform the content works all the same", () => {
    const page = launch({ track: course });
    page.say("progress", progress({ one: "done" }));
    assert.deepEqual([page.state(), page.content.src, page.waiting(), page.again.hidden], ["alone", "start.html", [], true]);
    page.leave();
    page.hide();
  });

  test("it tells at once that it was begun, and shows the start", () => {
    const { state, values, content, of } = begun();
    assert.deepEqual([state(), content.src, values["cmi.completion_status"], of("commit").length], ["ready", "start.html", "incomplete", 1]);
  });

  test("it goes on where the learner was, if that page is still there", () => {
    const of = (location) => begun({ [KEPT]: "pabc:10:0203", "cmi.location": location });
    assert.deepEqual([of("next.html").state(), of("next.html").content.src, of("https://evil.example/").content.src], ["resumed", "next.html", "start.html"]);
    assert.deepEqual(decoded(of("")), { progress: { course: "c", lessons: { one: "done" }, checks: { q: { right: 2, answered: 3, of: 3 } } } });
    const answers = begun({ [KEPT]: "rxyz:1a..:abc123" }, { track: rating });
    assert.deepEqual(decoded(answers), { ratings: { ratings: { "I.1": { sure: "1", weight: "not-applicable" } }, at: "abc123", occasion: null } });
    assert.deepEqual(decoded(begun({ [KEPT]: "pabc:01:...." })).progress, { course: "c", lessons: { two: "done" }, checks: {} });
    assert.equal(answers.posted[0].target, "https://example.org");
  });

  test("from a folder, where no page has an origin, too", () => {
    const { loaded, posted, say, waiting } = begun({}, { origin: "null" });
    loaded();
    say("progress", progress({ one: "done" }));
    assert.deepEqual([posted[0].target, waiting()], ["*", [1500]]);
  });

  test("what it cannot read stays with the platform until something is done", () => {
    const page = begun({ [KEPT]: "of another version" });
    assert.deepEqual([page.state(), page.values[KEPT]], ["other", "of another version"]);
    page.say("page", "next.html");
    page.pass();
    assert.deepEqual([page.values[KEPT], page.values["cmi.location"]], ["of another version", "next.html"]);
    page.say("progress", progress({ one: "done" }));
    page.pass();
    assert.equal(page.values[KEPT], "pabc:10:....");
  });

  test("to somebody who only looks at it nothing is written", () => {
    const { state, said, say, waiting, leave } = begun({ "cmi.mode": "review" });
    say("progress", progress({ one: "done" }));
    assert.deepEqual(waiting(), []);
    leave();
    assert.deepEqual([state(), said.filter(([name]) => name === "set" || name === "commit")], ["looking", []]);
  });

  test("a platform that refuses to begin is named with its reason", () => {
    const { state, content } = begun({}, { refuses: (name) => name === "begin" });
    assert.deepEqual([state(), content.src], ["refused", "start.html"]);
  });

  test("learners who share a browser are told apart, without saying who they are", () => {
    const of = (learner) => begun({ "cmi.learner_id": learner }).content.contentWindow.name;
    assert.match(of("maria"), /^standpoint:\w+$/);
    assert.doesNotMatch(of("maria"), /maria/);
    assert.equal(of("maria"), of("maria"));
    assert.notEqual(of("maria"), of("jonas"));
    assert.equal(of(""), "");
  });
});

describe("the content", () => {
  test("is listened to a moment after it said the last, and only if it is the one in the frame", () => {
    const { say, waiting, pass, values, state, line } = begun();
    const kept = values[KEPT];
    say("progress", progress({ one: "done" }), { source: {} });
    say("progress", progress({ one: "done" }), { origin: "https://evil.example" });
    say("progress", progress({ one: "done" }, {}, { course: "other" }));
    say("ratings", { assessment: "a", ratings: {} });
    say("progress", null);
    assert.deepEqual(waiting(), []);
    say("progress", progress({ one: "done" }));
    say("progress", progress({ one: "done", two: "open" }));
    say("progress", progress({ two: "done" }));
    assert.deepEqual([waiting(), values[KEPT]], [[1500], kept]);
    pass();
    assert.deepEqual([values[KEPT], values["cmi.completion_status"], state()], ["pabc:11:....", "completed", "saved"]);
    assert.match(line.textContent, /^Saved at \d+:\d\d/);
    say("progress", progress({ one: "done", two: "done" }));
    assert.deepEqual(waiting(), [], "nothing new");
  });

  test("takes back only what it had said itself; and what was complete stays so", () => {
    const { say, pass, loaded, values } = begun({ [KEPT]: "pabc:10:...." });
    const after = (lessons) => (say("progress", progress(lessons)), pass(), values[KEPT]);
    assert.equal(after({ one: "open", two: "done" }), "pabc:11:....");
    assert.equal(after({ one: "open", two: "open" }), "pabc:10:....");
    assert.equal(values["cmi.completion_status"], "completed");
    assert.equal(after({ two: "done" }), "pabc:11:....");
    // Another page is loaded, that knows less.
    loaded();
    assert.equal(after({ two: "open" }), "pabc:11:....");
  });

  test("what was complete in another visit is so in this one, with a lesson that is open again", () => {
    const has = { [KEPT]: "pabc:10:0303", "cmi.scaled_passing_score": "0.5" };
    assert.equal(begun({ ...has, "cmi.completion_status": "completed" }).values["cmi.success_status"], "passed");
    assert.equal(begun(has).values["cmi.success_status"], undefined);
  });

  test("of a check the best stays; more than there are questions is not believed", () => {
    const { say, pass, values } = begun();
    const after = (right, answered) => (say("progress", progress({}, { q: { right, answered } })), pass(), values[KEPT]);
    assert.equal(after(2, 3), "pabc:00:0203");
    assert.equal(after(1, 3), "pabc:00:0203");
    assert.equal(after(2, 2), "pabc:00:0202");
    assert.equal(after(2.5, 3), "pabc:00:0202");
    assert.equal(after("3", 3), "pabc:00:0202");
    assert.equal(after(3), "pabc:00:0202");
    assert.equal(after(9, 9), "pabc:00:0303");
  });

  test("answers are those of this assessment, with when they changed last", () => {
    const { say, pass, values, waiting } = begun({}, { track: rating });
    say("ratings", { assessment: "other", ratings: { "I.1": { sure: "1" } } });
    say("progress", progress({ one: "done" }));
    assert.deepEqual(waiting(), []);
    const before = Math.floor(Date.now() / 1000);
    say("ratings", { assessment: "a", ratings: { "I.1": { sure: "4", other: "1" }, "I.2": { sure: 2, weight: "not-applicable" }, "IX.1": { sure: "1" } } });
    pass();
    const [, body, at] = values[KEPT].split(":");
    assert.equal(body, "4..a");
    assert.ok(parseInt(at, 36) >= before && parseInt(at, 36) <= Math.ceil(Date.now() / 1000));
    assert.equal(values["cmi.completion_status"], "incomplete");
    say("ratings", { assessment: "a", ratings: { "I.1": { sure: "4" }, "I.2": { weight: "not-applicable" } } });
    assert.deepEqual(waiting(), [], "nothing new");
    say("ratings", { assessment: "a", ratings: {} });
    pass();
    assert.equal(values[KEPT].split(":")[1], "....");
  });

  test("is remembered by page, if it is one of the package", () => {
    const { say, pass, waiting, values } = begun();
    for (const page of ["start.html", "https://evil.example/", 3]) say("page", page);
    assert.deepEqual(waiting(), []);
    say("page", "next.html");
    pass();
    assert.equal(values["cmi.location"], "next.html");
    say("page", "next.html");
    assert.deepEqual(waiting(), []);
    say("page", "start.html");
    pass();
    assert.equal(values["cmi.location"], "start.html");
  });
});

describe("saving", () => {
  test("that fails is said with its reason, and tried again more and more seldom, until it succeeds", () => {
    let broken = true;
    const page = begun({}, { refuses: (name) => broken && name === "commit" });
    assert.deepEqual([page.state(), page.line.textContent, page.again.hidden], ["failed", "Not saved: no room", false]);
    const waited = [];
    for (let turn = 0; turn < 5; turn++) {
      // What changes meanwhile makes it no more frequent.
      page.say("progress", progress({ one: turn % 2 ? "open" : "done" }));
      waited.push(...page.waiting());
      page.pass();
    }
    assert.deepEqual(waited, [5000, 15_000, 30_000, 60_000, 60_000]);
    broken = false;
    page.pass();
    assert.deepEqual([page.state(), page.again.hidden, page.values[KEPT]], ["saved", true, "pabc:10:...."]);
    page.say("progress", progress({ two: "done" }));
    assert.deepEqual(page.waiting(), [1500]);
    broken = true;
    page.pass();
    assert.deepEqual([page.state(), page.waiting()], ["failed", [5000]], "anew from the shortest");
  });

  test("is tried again at once by the button", () => {
    let broken = true;
    const page = begun({}, { refuses: (name) => broken && name === "commit" });
    broken = false;
    page.tryAgain();
    assert.deepEqual([page.state(), page.waiting()], ["saved", []]);
  });

  test("does not wait where the page is hidden, and not where it is left, which ends the session", () => {
    const page = begun();
    const { say, hide, leave, values, of, waiting } = page;
    hide();
    assert.equal(of("commit").length, 1, "nothing new");
    say("progress", progress({ one: "done" }));
    hide();
    hide();
    assert.deepEqual([values[KEPT], waiting(), of("commit").length], ["pabc:10:....", [], 2]);
    say("progress", progress({ one: "done", two: "done" }));
    leave();
    assert.deepEqual([values[KEPT], values["cmi.completion_status"], of("end").length, waiting()], ["pabc:11:....", "completed", 1, []]);
  });

  test("coming back to a page that was left begins another session", () => {
    const { back, reloads } = begun();
    back(false);
    assert.equal(reloads.length, 0);
    back(true);
    assert.equal(reloads.length, 1);
  });
});

describe("what this browser and the platform both had at last", () => {
  const occasion = { id: "o1", kind: "baseline", date: "2026-04-01" };
  const ratings = (sure, more = {}) => ({ assessment: "a", ratings: { "I.1": { sure } }, occasion, ...more });
  /** One browser: its storage, and visits in which something is said. */
  const at = (storage, has, more = {}) => begun(has, { track: rating, storage, ...more });
  const known = (page) => decoded(page).ratings.known;
  const of = (sure) => ({ "I.1": { sure } });

  test("is told to the content at the next visit, whatever the platform has then", () => {
    const storage = keeping();
    const first = at(storage, {});
    first.loaded();
    first.say("ratings", ratings("1"));
    first.pass();
    assert.equal(known(at(storage, { [KEPT]: first.values[KEPT] }))["I.1"].sure, "1");
    const other = at(keeping(), { [KEPT]: first.values[KEPT] });
    assert.equal(known(other), undefined, "another browser has none");
    other.say("ratings", ratings("3"));
    other.pass();
    assert.deepEqual([known(at(storage, { [KEPT]: other.values[KEPT] })), decoded(at(storage, { [KEPT]: other.values[KEPT] })).ratings.ratings], [of("1"), of("3")]);
  });

  test("is no more than what the platform took: what was said with the last breath may not have come", () => {
    const storage = keeping();
    let broken = false;
    const page = at(storage, {});
    page.say("ratings", ratings("1"));
    page.hide();
    const has = { [KEPT]: page.values[KEPT] };
    assert.deepEqual(known(at(storage, has)), of("1"));
    const offline = at(storage, has, { refuses: (name) => broken && name === "commit" });
    broken = true;
    offline.say("ratings", ratings("4"));
    offline.pass();
    broken = false;
    offline.leave();
    offline.hide();
    assert.deepEqual(known(at(storage, has)), of("1"));
  });

  test("is only what the content has said after it was told of the platform’s", () => {
    const storage = keeping();
    const first = at(storage, {});
    first.say("ratings", ratings("1"));
    first.hide();
    const changed = { [KEPT]: first.values[KEPT].replace(":1...:", ":3...:") };
    const hasty = at(storage, changed);
    hasty.leave();
    assert.deepEqual(known(at(storage, changed)), of("1"), "the page was left before the content came");
    const patient = at(storage, changed);
    patient.say("ratings", ratings("3"));
    assert.deepEqual(patient.waiting(), [], "nothing new");
    assert.deepEqual(known(at(storage, changed)), of("3"));
  });

  test("is not said of another occasion, of another learner, and where nothing can be kept", () => {
    const storage = keeping();
    const first = at(storage, { "cmi.learner_id": "maria" });
    first.say("ratings", ratings("1"));
    first.hide();
    const has = (more = {}) => ({ [KEPT]: first.values[KEPT], "cmi.learner_id": "maria", ...more });
    assert.deepEqual(known(at(storage, has())), of("1"));
    assert.equal(known(at(storage, has({ "cmi.learner_id": "jonas" }))), undefined);
    assert.equal(known(at(storage, has({ [KEPT]: first.values[KEPT].replace(":o1:", ":o2:") }))), undefined);
    assert.equal(known(at(storage, {})), undefined, "a second attempt");
    const refusing = { getItem: () => { throw new Error("refused"); }, setItem: () => { throw new Error("refused"); } };
    const page = at(refusing, has());
    page.say("ratings", ratings("2"));
    page.pass();
    assert.deepEqual([known(page), page.state()], [undefined, "saved"]);
  });
});
