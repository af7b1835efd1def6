"use strict";
// The page that a platform launches, and the self-assessment in its frame, without a browser: what they use of one stands
// here, and each time that they are launched they are loaded anew.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const scripts = path.join(__dirname, "../../../../themes/default/scripts");
function load(context, ...names) {
  vm.createContext(context);
  for (const name of names) {
    const filename = path.join(scripts, name);
    vm.runInContext(fs.readFileSync(filename, "utf8"), context, { filename });
  }
  return context;
}
const plain = (value) => JSON.parse(JSON.stringify(value));

const NAMES = {
  "1.2": { api: "API", calls: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError", "LMSGetErrorString"], status: "cmi.core.lesson_status", mode: "cmi.core.lesson_mode", exit: "cmi.core.exit", location: "cmi.core.lesson_location" },
  "2004": { api: "API_1484_11", calls: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString"], status: "cmi.completion_status", mode: "cmi.mode", exit: "cmi.exit", location: "cmi.location" },
};
/** A platform, the window that it is above, and what it was told. */
function platform(version, { has = {}, error = "0", refuses = () => false } = {}) {
  const values = { ...has };
  const said = [];
  const say = (name) => (...given) => {
    said.push([name, ...given]);
    if (refuses(name, ...given)) return "false";
    if (name === "get") return values[given[0]] ?? "";
    if (name === "set") values[given[0]] = given[1];
    return name === "error" ? error : name === "text" ? "no room" : "true";
  };
  const [begin, end, get, set, commit, last, text] = NAMES[version].calls;
  const api = { [begin]: say("begin"), [end]: say("end"), [get]: say("get"), [set]: say("set"), [commit]: say("commit"), [last]: say("error"), [text]: say("text") };
  const top = /** @type {any} */ ({ [NAMES[version].api]: api, opener: null });
  top.parent = top;
  return { values, said, top, window: /** @type {any} */ ({ parent: top, opener: null }), of: (name) => said.filter(([one]) => one === name) };
}

/** A browser's storage. */
function keeping() {
  const kept = new Map();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

/** Launches the page beneath a platform. @param {{ track: any, version?: string, pages?: string[], above?: any, origin?: string, storage?: any }} data */
function launch({ track, version = "2004", pages = ["start.html", "next.html"], above = null, origin = "https://example.org", storage = keeping() }) {
  /** @type {Record<string, any>} */
  const elements = {};
  const element = (id, fields) => (elements[id] = Object.assign(new EventTarget(), { dataset: {}, hidden: true, textContent: "" }, fields));
  const words = { saved: "Saved at {time}.", failed: "Not saved: {reason}", "no-reason": "no reason" };
  element("package-data", { textContent: JSON.stringify({ version, track, pages, start: "start.html" }) });
  element("package-words", { textContent: JSON.stringify(words) });
  element("package-status");
  element("package-again");
  const posted = [];
  element("content", { contentWindow: { name: "", postMessage: (message, target) => posted.push(plain({ message, target })) } });
  const reloads = [];
  const window = Object.assign(new EventTarget(), { origin, location: { reload: () => reloads.push(1) }, opener: null, ...above });
  window.parent ??= window;
  const document = Object.assign(new EventTarget(), { documentElement: { lang: "en", dataset: { site: "example" } }, visibilityState: "visible", getElementById: (id) => elements[id] ?? null });
  /** What waits, with after how long. */
  const timers = new Map();
  let count = 0;
  load(
    {
      ...{ window, document, localStorage: storage, TextEncoder, addEventListener: window.addEventListener.bind(window) },
      setTimeout: (run, after) => (timers.set(++count, { run, after }), count),
      clearTimeout: (id) => timers.delete(id),
    },
    ...["package/code.js", "package/session.js", "package/sco.js"],
  );
  const { content, "package-status": line, "package-again": again } = elements;
  const event = (type, fields = {}) => Object.assign(new Event(type), fields);
  return {
    ...{ content, line, again, posted, reloads },
    state: () => line.dataset.state,
    /** The page in the frame says something. */
    say: (standpoint, detail, fields = {}) => window.dispatchEvent(event("message", { source: content.contentWindow, origin, data: { standpoint, detail }, ...fields })),
    loaded: () => content.dispatchEvent(event("load")),
    tryAgain: () => again.dispatchEvent(event("click")),
    leave: () => window.dispatchEvent(event("pagehide")),
    hide: () => ((document.visibilityState = "hidden"), document.dispatchEvent(event("visibilitychange"))),
    back: (persisted) => window.dispatchEvent(event("pageshow", { persisted })),
    waiting: () => [...timers.values()].map(({ after }) => after),
    /** What waited happens. */
    pass: () => {
      const due = [...timers.values()];
      timers.clear();
      for (const { run } of due) run();
    },
  };
}

/** A self-assessment in the frame, as its page makes it; `told` is what it tells, the last at the end. */
function assessment(assess, app) {
  const told = [];
  const document = new EventTarget();
  document.addEventListener("standpoint:ratings", (event) => told.push(plain(/** @type {CustomEvent} */ (event).detail)));
  load({ document, CustomEvent, Standpoint: { assess: { ...assess, app } } }, "package/ratings.js");
  return {
    told,
    ready: () => document.dispatchEvent(new Event("standpoint:assessment-ready")),
    restore: (detail) => document.dispatchEvent(new CustomEvent("standpoint:restore-ratings", { detail })),
  };
}

module.exports = { NAMES, platform, keeping, launch, assessment };
