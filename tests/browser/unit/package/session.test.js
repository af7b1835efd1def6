"use strict";
// Platforms as they are, good and bad: what is said to them, and what is made of what they say.
const assert = require("node:assert/strict");
const { describe, test } = require("node:test");
const { pack } = require("./load.js");
const { NAMES, platform } = require("./launch.js");

const half = { measure: 0.5, complete: false, score: { right: 1, of: 3 } };
const whole = { measure: 1, complete: true, score: { right: 2, of: 3 } };

for (const version of /** @type {const} */ (["1.2", "2004"])) {
  const names = NAMES[version];
  describe(version, () => {
    test("is begun, saved and ended once, and left so that somebody can come back", () => {
      const { window, values, of } = platform(version, { has: { "cmi.suspend_data": "before", [names.location]: "page" } });
      const session = pack.session(version, window);
      assert.deepEqual([session.suspended, session.location, session.writes, session.wasComplete], ["before", "page", true, false]);
      assert.equal(session.save(half, "data", "there"), null);
      assert.deepEqual([values[names.status], values["cmi.suspend_data"], values[names.location], values[names.exit]], ["incomplete", "data", "there", "suspend"]);
      assert.equal(session.end(whole, "all", ""), null);
      assert.deepEqual([values[names.status], values["cmi.suspend_data"], values[names.location]], ["completed", "all", "there"]);
      assert.equal(session.end(half, "again", ""), null);
      assert.equal(session.save(half, "again", ""), null);
      assert.deepEqual([of("begin").length, of("end").length, of("commit").length, values["cmi.suspend_data"]], [1, 1, 2, "all"]);
    });

    test("what is complete, passed or failed is not taken back", () => {
      for (const status of ["completed", "passed", "failed"]) {
        const { window, values } = platform(version, { has: { [names.status]: status } });
        const session = pack.session(version, window);
        assert.equal(session.wasComplete, true);
        session.save(half, "", "");
        assert.equal(values[names.status], status);
      }
    });

    test("to somebody who only looks at it nothing is written", () => {
      for (const mode of ["browse", "review"]) {
        const { window, of } = platform(version, { has: { [names.mode]: mode } });
        const session = pack.session(version, window);
        session.save(whole, "data", "page");
        session.end(whole, "data", "page");
        assert.deepEqual([of("set"), of("commit"), of("end").length], [[], [], 1], mode);
      }
    });

    test("one value that is refused is told, and the others are saved all the same", () => {
      const { window, values, of } = platform(version, { error: "405", refuses: (name, key) => name === "set" && key === names.status });
      const failed = pack.session(version, window).save(half, "data", "page");
      assert.deepEqual(failed, { code: "405", text: `no room (${names.status})` });
      assert.deepEqual([values["cmi.suspend_data"], of("commit").length], ["data", 1]);
      const full = platform(version, { error: "405", refuses: (name) => name === "set" }).window;
      assert.deepEqual(pack.session(version, full).save(half, "data", "page"), failed, "of several the first");
    });

    test("a platform that does not keep anything, or throws, is told of", () => {
      assert.equal(pack.session(version, platform(version, { refuses: (name) => name === "commit" }).window).save(half, "", "").text, "no room");
      const gone = platform(version, { refuses: (name) => { if (name === "commit") throw new Error("gone"); return false; } });
      assert.match(pack.session(version, gone.window).save(half, "", "").text, /gone/);
    });

    test("one that refuses to begin is told of, but not if it was begun already", () => {
      const refuses = (name) => name === "begin";
      const refused = pack.session(version, platform(version, { error: "102", refuses }).window);
      assert.deepEqual(refused, { code: "102", text: "no room" });
      // Without a status there is no session of an earlier page.
      assert.deepEqual(pack.session(version, platform(version, { error: "101", refuses }).window), { code: "101", text: "no room" });
      const begun = pack.session(version, platform(version, { error: version === "1.2" ? "101" : "103", refuses, has: { [names.status]: "incomplete" } }).window);
      assert.equal(begun.writes, true);
    });

    test("is found above, above what is of another origin, and behind a window", () => {
      const { top, of } = platform(version);
      const foreign = new Proxy({ parent: top }, { get: (target, name) => { if (name === "parent") return target.parent; throw new Error("another origin"); } });
      const alone = (opener) => {
        const window = /** @type {any} */ ({ opener });
        window.parent = window;
        return window;
      };
      for (const window of [{ parent: { parent: top } }, { parent: foreign }, alone(top), alone({ parent: top }), { opener: null, parent: alone(top) }]) assert.ok(pack.session(version, window)?.writes);
      assert.equal(of("begin").length, 5);
      assert.equal(pack.session(version, alone(null)), null);
    });
  });
}

test("a score is a part of a hundred in 1.2, and right answers of all in 2004", () => {
  const [old, now] = ["1.2", "2004"].map((version) => {
    const { window, values } = platform(version);
    pack.session(version, window).save(half, "", "");
    return values;
  });
  assert.deepEqual(["raw", "min", "max"].map((name) => old[`cmi.core.score.${name}`]), ["33.33", "0", "100"]);
  assert.deepEqual(["scaled", "raw", "min", "max"].map((name) => now[`cmi.score.${name}`]), ["0.3333", "1", "0", "3"]);
  assert.equal(now["cmi.progress_measure"], "0.5");
});

test("whether it is passed is for the platform to say, and only of what is complete", () => {
  const success = (standing, passing) => {
    const { window, values } = platform("2004", { has: { "cmi.scaled_passing_score": passing } });
    pack.session("2004", window).save(standing, "", "");
    return values["cmi.success_status"];
  };
  assert.equal(success({ ...whole, score: { right: 3, of: 4 } }, "0.75"), "passed");
  assert.deepEqual([success(whole, "0.6"), success(whole, "0.7"), success(half, "0.1"), success(whole, "")], ["passed", "failed", undefined, undefined]);
  assert.equal(success(whole, "none"), undefined, "no number");
});

test("time is written as each version has it", () => {
  const time = ((9 * 60 + 8) * 60 + 7) * 1000 + 999;
  assert.deepEqual([pack.duration("1.2", time), pack.duration("2004", time)], ["09:08:07", "PT9H8M7S"]);
  assert.deepEqual([pack.duration("1.2", -5), pack.duration("1.2", 1e11)], ["00:00:00", "9999:46:40"]);
});
