// The platform's side: finding its API and holding a session of SCORM 1.2 or 2004.
(() => {
  "use strict";
  const pack = ((globalThis.Standpoint ??= /** @type {any} */ ({})).pack ??= /** @type {any} */ ({}));

  /** Frames within frames that are looked through. */
  const DEPTH = 20;

  /** @param {Window | null | undefined} window @param {string} name */
  function upwards(window, name) {
    for (let depth = 0; window && depth < DEPTH; depth++) {
      try {
        const api = /** @type {any} */ (window)[name];
        if (api) return api;
      } catch {
        // Of another origin: its own things are not to be seen, but what is above it may be.
      }
      const above = window.parent;
      if (above === window) return null;
      window = above;
    }
    return null;
  }

  pack.find = (window, name) => {
    const own = upwards(window.parent === window ? null : window.parent, name);
    if (own) return own;
    // In a window of its own the platform is behind it, or behind a window above.
    for (let depth = 0, at = window; depth < DEPTH; depth++) {
      let behind = null;
      try {
        behind = at.opener;
      } catch {
        // Of another origin.
      }
      const found = upwards(behind, name);
      if (found) return found;
      if (at.parent === at) return null;
      at = at.parent;
    }
    return null;
  };

  pack.duration = (version, milliseconds) => {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    if (version === "2004") return `PT${h}H${m}M${s}S`;
    return [Math.min(h, 9999), m, s].map((n) => String(n).padStart(2, "0")).join(":");
  };

  /** The two versions: their names for the same. */
  const NAMES = {
    "1.2": {
      api: "API",
      call: { begin: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", error: "LMSGetLastError", text: "LMSGetErrorString" },
      learner: "cmi.core.student_id",
      mode: "cmi.core.lesson_mode",
      status: "cmi.core.lesson_status",
      location: "cmi.core.lesson_location",
      time: "cmi.core.session_time",
      exit: "cmi.core.exit",
      score: "cmi.core.score",
    },
    "2004": {
      api: "API_1484_11",
      call: { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit", error: "GetLastError", text: "GetErrorString" },
      learner: "cmi.learner_id",
      mode: "cmi.mode",
      status: "cmi.completion_status",
      location: "cmi.location",
      time: "cmi.session_time",
      exit: "cmi.exit",
      score: "cmi.score",
    },
  };

  pack.session = (version, window) => {
    const names = NAMES[version];
    const api = pack.find(window, names.api);
    if (!api) return null;

    /** @param {keyof typeof names.call} name @param {...string} values */
    const call = (name, ...values) => String(api[names.call[name]](...values) ?? "");
    /** @returns {Pack.Failure} */
    const failure = () => {
      try {
        const code = call("error");
        return { code, text: call("text", code) };
      } catch (error) {
        return { code: "", text: String(error) };
      }
    };
    /** @param {() => string} work */
    const tried = (work) => {
      try {
        return work() === "true" ? null : failure();
      } catch (error) {
        // A platform that is gone may throw instead.
        return { code: "", text: String(error) };
      }
    };
    /** @param {string} name */
    const get = (name) => {
      try {
        return call("get", name);
      } catch {
        return "";
      }
    };

    const refused = tried(() => call("begin", ""));
    // 103, in 2004: begun already, by a page that was here before. 101, in 1.2: the general one, for that too.
    if (refused && !(refused.code === "103" || (refused.code === "101" && get(names.status)))) return refused;
    const began = Date.now();
    const mode = get(names.mode);
    const status = get(names.status);
    const wasComplete = ["completed", "passed", "failed"].includes(status);
    const passing = version === "2004" ? get("cmi.scaled_passing_score") : "";

    /** @param {Pack.Standing} standing @param {string} suspended @param {string} location @returns {[string, string][]} */
    const values = ({ measure, complete, score }, suspended, location) => {
      /** @type {[string, string][]} */
      const all = [];
      const number = (/** @type {number} */ n) => String(Math.round(n * 10_000) / 10_000);
      // A platform may have made "passed" of "completed": that is not taken back.
      if (!wasComplete) all.push([names.status, complete ? "completed" : "incomplete"]);
      if (score && version === "1.2") {
        // From 0 to 100, as 1.2 has it.
        all.push([`${names.score}.raw`, String(Math.round((score.right / score.of) * 10_000) / 100)], [`${names.score}.min`, "0"], [`${names.score}.max`, "100"]);
      } else if (score) {
        all.push([`${names.score}.scaled`, number(score.right / score.of)], [`${names.score}.raw`, String(score.right)], [`${names.score}.min`, "0"], [`${names.score}.max`, String(score.of)]);
      }
      if (version === "2004") {
        all.push(["cmi.progress_measure", number(measure)]);
        // Whether it is enough is for the platform to say.
        if (score && complete && passing !== "" && Number.isFinite(Number(passing))) {
          all.push(["cmi.success_status", score.right / score.of >= Number(passing) ? "passed" : "failed"]);
        }
      }
      all.push(["cmi.suspend_data", suspended]);
      // No place is refused by some.
      if (location) all.push([names.location, location]);
      all.push([names.time, pack.duration(version, Date.now() - began)]);
      // Also when all is done, so that what was done is there when somebody comes back.
      all.push([names.exit, "suspend"]);
      return all;
    };

    let ended = false;
    /** @type {Pack.Session["save"]} */
    const save = (standing, suspended, location) => {
      if (!session.writes || ended) return null;
      /** @type {Pack.Failure | null} */
      let failed = null;
      for (const [name, value] of values(standing, suspended, location)) {
        const refused = tried(() => call("set", name, value));
        // The rest is saved all the same.
        if (refused) failed ??= { ...refused, text: `${refused.text} (${name})` };
      }
      return tried(() => call("commit", "")) ?? failed;
    };
    /** @type {Pack.Session} */
    const session = {
      writes: mode !== "browse" && mode !== "review",
      learner: get(names.learner),
      location: get(names.location),
      suspended: get("cmi.suspend_data"),
      wasComplete,
      save,
      end(standing, suspended, location) {
        if (ended) return null;
        const failed = save(standing, suspended, location);
        ended = true;
        return tried(() => call("end", "")) ?? failed;
      },
    };
    return session;
  };
})();
