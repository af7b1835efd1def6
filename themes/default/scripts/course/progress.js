// How far somebody is in a course: lessons marked as done, checks with how many answers were right. Shown on the lesson
// and on the course's page, kept by the store, and told to whoever listens (a package on a learning platform) by events:
// `standpoint:progress` after every change, `standpoint:restore-progress` to bring it back.
(() => {
  "use strict";
  const study = Standpoint.study;
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-course]"));
  if (!place) return;
  const { course = "", lesson = "" } = place.dataset;
  const say = study.say;

  study.words({
    "lesson-mark": "Mark this lesson as done",
    "lesson-done": "Done",
    "lesson-done-now": "Marked as done. {message}",
    "lesson-open-now": "Not done any more. {message}",
    "course-progress": "{done} of {of} lessons done",
    "course-next": "Go on with:",
    "course-first": "Begin with:",
    "course-all": "All lessons are done.",
  });

  /** @type {Study.Store} */
  let store;
  const prefix = `${course}/`;

  /** @returns {Promise<{ lessons: Map<string, boolean>, checks: Map<string, Study.Score>, begun: boolean }>} */
  async function read() {
    const all = (await store.all()).filter(({ id }) => id.startsWith(prefix));
    const of = (/** @type {string} */ kind) => all.filter((one) => one.kind === kind).map(({ id, value }) => /** @type {[string, any]} */ ([id.slice(prefix.length), value]));
    return { lessons: new Map(of("lesson")), checks: new Map(of("check")), begun: all.length > 0 };
  }

  // ── On the page of a lesson ───────────────────────────────────────────────────────────────────────────────────

  const slot = /** @type {HTMLElement | null} */ (lesson ? place.querySelector("[data-lesson-progress]") : null);
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const toggle = document.createElement("button");
  Object.assign(toggle, { type: "button", className: "button lesson-done", textContent: say("lesson-mark") });
  toggle.addEventListener("click", async () => {
    const done = toggle.ariaPressed !== "true";
    const { ok, message } = await store.set("lesson", prefix + lesson, done || undefined);
    status.textContent = ok ? say(done ? "lesson-done-now" : "lesson-open-now", { message }) : message;
  });

  // ── On the page of the course ─────────────────────────────────────────────────────────────────────────────────

  const whole = /** @type {HTMLElement | null} */ (place.querySelector("[data-course-progress]"));
  /** @type {HTMLElement[]} */
  const rows = [...place.querySelectorAll("li[data-lesson]")].filter((one) => one instanceof HTMLElement);

  /** @param {Map<string, boolean>} lessons @param {boolean} begun */
  function showWhole(lessons, begun) {
    const isDone = (/** @type {HTMLElement} */ row) => lessons.get(row.dataset.lesson ?? "") === true;
    for (const row of rows) {
      const state = row.querySelector("[data-lesson-state]");
      if (state) state.textContent = isDone(row) ? say("lesson-done") : "";
      row.classList.toggle("is-done", isDone(row));
    }
    if (!whole) return;
    const done = rows.filter(isDone).length;
    const text = document.createElement("p");
    text.textContent = say("course-progress", { done, of: rows.length });
    const bar = document.createElement("progress");
    Object.assign(bar, { max: rows.length, value: done, ariaLabel: text.textContent });
    const next = document.createElement("p");
    const to = rows.find((row) => !isDone(row))?.querySelector("a");
    if (to) next.append(say(begun ? "course-next" : "course-first"), " ", Object.assign(document.createElement("a"), { href: to.getAttribute("href") ?? "", textContent: to.textContent?.trim() ?? "" }));
    else next.textContent = say("course-all");
    whole.replaceChildren(text, bar, next);
    whole.hidden = false;
  }

  // ── Both ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async function show() {
    const { lessons, checks, begun } = await read();
    toggle.ariaPressed = String(lessons.get(lesson) === true);
    if (!lesson) showWhole(lessons, begun);
    const known = new Set([...lessons.keys(), ...rows.map((row) => row.dataset.lesson ?? ""), ...(lesson ? [lesson] : [])]);
    /** @type {Study.Progress} */
    const detail = {
      course,
      lessons: Object.fromEntries([...known].map((id) => [id, lessons.get(id) === true ? "done" : "open"])),
      checks: Object.fromEntries(checks),
    };
    document.dispatchEvent(new CustomEvent("standpoint:progress", { detail }));
  }

  /** Merges: what is done stays done, the better score stays. @param {Study.Progress | undefined} detail */
  async function restore(detail) {
    if (detail?.course !== course) return;
    const plain = (/** @type {unknown} */ object) => Object.entries(object && typeof object === "object" ? object : {});
    const number = (/** @type {unknown} */ value) => (Number.isInteger(value) && Number(value) >= 0 ? Number(value) : 0);
    const lessons = plain(detail.lessons).filter(([, state]) => state === "done");
    await store.change([
      ...lessons.map(([id]) => ({ kind: "lesson", id: prefix + id, edit: () => true })),
      ...plain(detail.checks).map(([id, { right, of, answered }]) => ({
        ...{ kind: "check", id: prefix + id },
        edit: (/** @type {Study.Score | undefined} */ old) => (old && old.right >= number(right) ? old : { right: number(right), of: number(of), answered: number(answered) }),
      })),
    ]);
    await show();
  }

  const ready = study.store().then(async (opened) => {
    store = opened;
    if (slot) {
      const where = document.createElement("p");
      where.className = "study-hint";
      where.textContent = store.message;
      slot.append(toggle, status, ...(store.message ? [where] : []));
    }
    store.listen((keys) => {
      if (!keys || keys.some((key) => /^(lesson|check) /.test(key) && key.includes(` ${prefix}`))) study.soon(show());
    });
    await study.soon(show());
    if (slot) slot.hidden = false;
  });
  document.addEventListener("standpoint:restore-progress", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    ready.then(() => restore(detail));
  });
})();
