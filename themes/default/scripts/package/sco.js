// The page that a platform launches: it holds the session with the platform and has the content in a frame. The two
// talk by messages, whose sender and origin are looked at. Without a platform the content works all the same.
(() => {
  "use strict";
  const pack = Standpoint.pack;
  const json = (/** @type {string} */ id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");
  /** @type {Pack.Data} */
  const data = json("package-data");
  /** @type {Record<string, string>} */
  const words = json("package-words");
  const frame = /** @type {HTMLIFrameElement} */ (document.getElementById("content"));
  const line = /** @type {HTMLElement} */ (document.getElementById("package-status"));
  const again = /** @type {HTMLButtonElement} */ (document.getElementById("package-again"));

  /** How long after a change it is saved, and when it is tried again after it failed. */
  const DEBOUNCE = 1500;
  const RETRY = [5, 15, 30, 60].map((seconds) => seconds * 1000);

  const opened = pack.session(data.version, window);
  const session = opened && "save" in opened ? opened : null;
  const learner = session?.learner ? pack.sign(session.learner) : "";
  const decoded = session?.suspended ? pack.decode(data.track, session.suspended) : null;
  let state = decoded ?? pack.blank();
  /** What the platform took last; and whether the content has said what it has, after it was told of that. */
  let taken = decoded ? session?.suspended : undefined;
  let heard = false;
  let location = session && data.pages.includes(session.location) ? session.location : "";
  let complete = session?.wasComplete ?? false;
  let dirty = false;
  /** Something was done in this visit. */
  let touched = false;
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeStyle: "short" });
  /** @param {string} key @param {string} [detail] @param {string} [time] */
  function show(key, detail = "", time = "") {
    const text = (words[key] ?? key).replace("{time}", time).replace("{reason}", detail || (words["no-reason"] ?? ""));
    if (line.textContent !== text) line.textContent = text;
    line.dataset.state = key;
    again.hidden = key !== "failed";
  }

  function standing() {
    const now = pack.standing(data.track, state);
    // What was complete once stays so.
    complete ||= now.complete;
    return { ...now, complete };
  }

  /** What the platform keeps; what can't be read stays, as long as nothing new is there. */
  const suspended = () => (session?.suspended && !decoded && !touched ? session.suspended : pack.code(data.track, state));

  // What this browser and the platform both had at last: by that it can be told which of the two was changed since.
  const key = `standpoint:${document.documentElement.dataset.site}:${data.track.sign}:platform${learner && `:${learner}`}`;
  function both() {
    try {
      return pack.decode(data.track, localStorage.getItem(key) ?? "");
    } catch {
      return null;
    }
  }
  /** @param {string | undefined} text */
  function took(text) {
    taken = text;
    if (!heard || text === undefined || data.track.kind !== "ratings") return;
    try {
      localStorage.setItem(key, text);
    } catch {
      // Nothing is kept here: the later answer stands.
    }
  }

  function save() {
    clearTimeout(timer);
    if (!session?.writes || !dirty) return;
    const text = suspended();
    const failed = session.save(standing(), text, location);
    if (!failed) {
      took(text);
      failures = 0;
      dirty = false;
      show("saved", "", clock.format(new Date()));
      return;
    }
    show("failed", failed.text);
    timer = setTimeout(save, RETRY[Math.min(failures++, RETRY.length - 1)]);
  }

  function later() {
    dirty = true;
    // While saving fails, the next try is set already.
    if (!session?.writes || failures > 0) return;
    clearTimeout(timer);
    timer = setTimeout(save, DEBOUNCE);
  }

  function changed() {
    touched = true;
    later();
  }

  // ── The content ───────────────────────────────────────────────────────────────────────────────────────────────

  // "null" from a folder or in a sandboxed frame: such origins can't be told apart, but the sender can.
  const target = window.origin === "null" ? "*" : window.origin;
  /** Lessons that the page that is shown has told to be done: only it can take that back. */
  let told = new Set();

  /** @param {any} detail */
  function progress(detail) {
    if (data.track.kind !== "progress" || detail?.course !== data.track.course) return;
    const before = pack.code(data.track, state);
    for (const id of data.track.lessons) {
      const lesson = detail.lessons?.[id];
      if (lesson === "done") {
        state.lessons[id] = true;
        told.add(id);
      } else if (lesson === "open" && told.has(id)) delete state.lessons[id];
    }
    for (const { id, of } of data.track.checks) {
      const score = detail.checks?.[id];
      if (!Number.isInteger(score?.right) || !Number.isInteger(score?.answered)) continue;
      const old = state.checks[id];
      if (!old || score.right >= old.right) state.checks[id] = { right: Math.min(score.right, of), answered: Math.min(score.answered, of) };
    }
    if (pack.code(data.track, state) !== before) changed();
  }

  /** @param {any} detail */
  function ratings(detail) {
    if (data.track.kind !== "ratings" || detail?.assessment !== data.track.assessment) return;
    /** @type {Pack.State["ratings"]} */
    const next = {};
    for (const code of data.track.items) {
      for (const { id } of data.track.scales) {
        const value = detail.ratings?.[code]?.[id];
        if (typeof value === "string") (next[code] ??= {})[id] = value;
      }
    }
    heard = true;
    const before = pack.code(data.track, state);
    state = { ...state, ratings: next, occasion: detail.occasion ?? null };
    const now = pack.code(data.track, state);
    if (now === taken) took(now);
    if (now === before) return;
    state.at = Math.floor(Date.now() / 1000).toString(36);
    changed();
  }

  /** What a page needs to go on where the learner was. */
  function restore() {
    told = new Set();
    if (data.track.kind === "ratings") {
      const { ratings, at, occasion } = state;
      const had = decoded && both();
      const known = occasion && had?.occasion?.id === occasion.id ? had.ratings : undefined;
      return { ratings: { ratings, at, occasion, known } };
    }
    const { course, checks } = data.track;
    return {
      progress: {
        course,
        lessons: Object.fromEntries(Object.keys(state.lessons).map((id) => [id, "done"])),
        checks: Object.fromEntries(checks.filter(({ id }) => state.checks[id]).map(({ id, of }) => [id, { ...state.checks[id], of }])),
      },
    };
  }

  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== window.origin || typeof event.data?.standpoint !== "string") return;
    const { standpoint: kind, detail } = event.data;
    if (kind === "progress") progress(detail);
    if (kind === "ratings") ratings(detail);
    if (kind === "page" && typeof detail === "string" && detail !== (location || data.start) && data.pages.includes(detail)) {
      location = detail;
      later();
    }
  });
  frame.addEventListener("load", () => frame.contentWindow?.postMessage({ standpoint: "restore", detail: restore() }, target));

  // ── Coming and going ──────────────────────────────────────────────────────────────────────────────────────────

  again.addEventListener("click", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    // Platforms take what comes with the last breath on trust: whether it arrived is not known.
    session?.end(standing(), suspended(), location);
    // Browsers tell of being hidden after that, when nothing can be saved any more.
    dirty = false;
  });
  // Back out of the browser's memory: the session is over, so another is begun.
  addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  if (opened && !session) show("refused", /** @type {Pack.Failure} */ (opened).text);
  else if (!session) show("alone");
  else if (!session.writes) show("looking");
  else if (session.suspended && !decoded) show("other");
  else show(decoded ? "resumed" : "ready");
  if (session?.writes) {
    // So that a platform knows at once that it was begun.
    dirty = true;
    const failed = session.save(standing(), suspended(), location);
    if (failed) {
      show("failed", failed.text);
      timer = setTimeout(save, RETRY[failures++]);
    } else dirty = false;
  }

  // Learners who share a browser don't find each other's answers: each has storage of their own, by this name.
  const content = frame.contentWindow;
  if (content && learner) content.name = `standpoint:${learner}`;
  frame.src = location || data.start;
})();
