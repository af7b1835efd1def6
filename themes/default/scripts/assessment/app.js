// A self-assessment as it runs in a page: it opens what is stored, shows one part at a time, and everything that changes
// goes through here. A page that was only looked at stores nothing.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, clear, dialog, tell, date, focus, count, download, holdLinks, json } = assess.dom;
  const say = assess.say;

  const KEEP_FILE_DAYS = 14;
  const root = document.getElementById("assess-app");
  if (!root) return;
  /** @type {Assess.Data} */
  const data = json("assessment-data");
  const key = `standpoint:${data.site.key}:${data.assessment.id}:`;

  // Small choices of this page, not answers: forgotten where nothing may be kept.
  const remember = (/** @type {string} */ name, /** @type {string} */ value) => {
    try {
      localStorage.setItem(key + name, value);
    } catch {
      // Then it is asked again.
    }
  };
  const forget = (/** @type {string[]} */ ...names) => {
    try {
      for (const name of names) localStorage.removeItem(key + name);
    } catch {
      // Nothing was kept.
    }
  };
  const remembered = (/** @type {string} */ name) => {
    try {
      return localStorage.getItem(key + name);
    } catch {
      return null;
    }
  };

  /** @type {Assess.Store} */
  let store;
  /** @type {Assess.Session | null} */
  let session = null;
  /** Before there is a session: what was made meanwhile. */
  let blank = assess.createResponse(data);
  let draft = blank;
  /** @type {Assess.Edit[]} */
  let waiting = [];
  /** @type {Promise<void> | null} */
  let starting = null;
  let occasion = assess.newId();
  let role = data.assessment.roles[0];
  /** Something is being typed that is not in the response yet. */
  let typing = false;
  /** @type {Assess.PanelName} */
  let panel = "form";
  /** @type {Set<Assess.Listener>} */
  const listeners = new Set();
  /** @type {Map<Assess.PanelName, Assess.Panel>} */
  const panels = new Map();

  const response = () => session?.response ?? draft;

  /** @param {Assess.Key[]} keys @param {boolean} own */
  function notify(keys, own) {
    for (const listener of listeners) listener(response(), keys, own);
    drawConflicts();
    if (panel !== "form") panels.get(panel)?.update(keys);
  }

  // ── Opening and changing ──────────────────────────────────────────────────────────────────────────────────────

  /** @param {Assess.Session | null} next */
  function use(next) {
    session?.close();
    session = next;
    if (next) {
      next.onState = drawStatus;
      next.onChange = (_, keys) => {
        settleOccasion();
        notify(keys, false);
      };
      drawStatus(next.state);
      const saved = remembered(`role:${next.id}`);
      role = saved && data.assessment.roles.includes(saved) ? saved : data.assessment.roles[0];
    }
    settleOccasion();
    remind();
  }

  /** An occasion that is there, or one to come. */
  function settleOccasion() {
    const all = assess.inOrder(response().occasions);
    if (all.length && !all.some(({ id }) => id === occasion)) occasion = /** @type {Assess.Occasion} */ (all.at(-1)).id;
  }

  /** Two tabs that begin at once begin the same. @param {() => Promise<void>} work */
  async function alone(work) {
    try {
      await navigator.locks.request(`${key}start`, work);
    } catch {
      await work();
    }
  }

  async function newest() {
    const listed = await store.list(data.assessment.id).catch(() => []);
    const asked = new URLSearchParams(location.search).get("response") ?? remembered("open");
    return listed.find(({ id }) => id === asked) ?? listed.sort(assess.byText(({ saved, id }) => `${saved ?? ""} ${id}`, -1))[0];
  }

  /** The first thing is written: now there is something to store. */
  const start = () =>
    (starting ??= alone(async () => {
      if (session) return;
      // Unless another tab was first, or this is to be a new one.
      const there = fresh ? undefined : await newest();
      const opened = await store.open(there?.id ?? draft.id, there ? undefined : blank);
      if (!opened) return;
      const edits = waiting;
      waiting = [];
      const mine = occasion;
      use(opened);
      for (const change of edits) {
        const known = "occasion" in change && change.occasion === mine ? { ...change, occasion } : change;
        // An occasion that another tab has begun already is not begun twice.
        if (!(there && known.type === "put" && known.record.id === mine && occasion !== mine)) opened.edit(known);
      }
      remember("open", opened.id);
      notify([], false);
      await opened.settled();
    }).finally(() => (starting = null)));
  let fresh = false;

  /** @type {Assess.App["edit"]} */
  function edit(change) {
    typing = false;
    const missing = "occasion" in change && !response().occasions.some(({ id }) => id === change.occasion);
    if (missing && change.occasion === occasion) edit({ type: "put", kind: "occasion", record: { id: occasion, kind: "baseline" } });
    /** @type {Assess.Edited} */
    let edited;
    if (session) edited = session.edit(change).edited;
    else {
      edited = assess.edit(draft, change, { by: "draft" });
      draft = edited.response;
      if (edited.keys.length) {
        waiting.push(change);
        drawStatus({ ...IDLE, state: "saving" });
        start();
      }
    }
    if (edited.refused) tell(edited.refused.message);
    if (edited.keys.length) {
      settleOccasion();
      notify(edited.keys, true);
    } else drawStatus(session?.state ?? IDLE);
    return edited;
  }

  // ── What is saved ─────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.SaveState} */
  const IDLE = { state: "saved", reason: null, message: "", saved: null, pending: 0 };
  const status = /** @type {HTMLElement} */ (document.getElementById("assess-status"));
  const line = el("p", { class: "assess-saved" });
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeStyle: "short" });
  const trouble = el("div", { class: "assess-trouble notice", hidden: true });
  const reminder = el("div", { class: "assess-reminder notice", hidden: true });
  const conflicts = el("div", { class: "assess-conflicts notice", hidden: true });
  // Read out: only what changes for the person, not every saving.
  const spoken = el("p", { class: "unseen", role: "status" });

  let savings = 0;

  /** @param {Assess.SaveState} state */
  function drawStatus(state) {
    const bad = state.state === "not-saved";
    const time = state.saved && clock.format(new Date(state.saved));
    const text = bad ? say("ui-not-saved") : typing || state.state === "saving" ? say("ui-saving") : time ? say("ui-saved", { time }) : say("ui-nothing-yet");
    // Where it may soon go, somebody may leave without turning to anything else. Now and then is enough.
    if (state.state === "saved" && Standpoint.storage.brief && reminder.hidden && !(++savings % 3)) remind(tell);
    const now = typing && !bad ? "saving" : state.state === "saved" && !time ? "none" : state.state;
    // Once, so that one knows that it is saved without doing anything.
    if (now === "saved" && line.dataset.state === "saving") spoken.textContent ||= text;
    line.dataset.state = now;
    if (line.textContent !== text) line.textContent = text;
    if (bad !== !trouble.hidden || (bad && trouble.dataset.reason !== state.reason)) {
      const inside = trouble.contains(document.activeElement);
      trouble.hidden = !bad;
      clear(trouble);
      if (inside) focus(document.getElementById("main"), { preventScroll: true });
      if (bad) {
        trouble.dataset.reason = state.reason ?? "";
        const again = state.reason === "cleared" ? "ui-store-again" : "ui-again";
        trouble.append(
          el("p", null, el("strong", null, state.message)),
          el(
            "div",
            { class: "assess-buttons" },
            button(say("ui-save-file"), app.saveFile, "button is-primary"),
            button(say(again), () => session?.retry()),
          ),
        );
      }
      spoken.textContent = bad ? state.message : say("store-saved");
    }
  }

  /** @type {string | undefined} the response that one was reminded of, and said: not now */
  let later;

  /**
   * Gently, when the last file is old, or what is stored may soon go, and something was written since.
   * @param {(text: string) => void} [also] said to somebody who is far below it
   */
  async function remind(also) {
    const listed = session && (await store.list(data.assessment.id).catch(() => [])).find(({ id }) => id === session?.id);
    const { brief } = Standpoint.storage;
    const last = /** @type {string} */ (listed?.file ?? listed?.created);
    const due = listed?.saved && store.mode === "kept" && listed.ratings >= 10 && later !== listed.id && listed.saved > last;
    const days = !brief ? KEEP_FILE_DAYS : listed?.file ? 1 : 0;
    reminder.hidden = !due || Date.now() - Date.parse(last) < days * 86_400_000;
    if (!due || reminder.hidden) return;
    const text = say(listed.file ? "ui-remind" : "ui-remind-never", { date: date(last) }) + (brief ? ` ${say("ui-remind-brief")}` : "");
    also?.(text);
    clear(reminder).append(
      el("p", null, text),
      el(
        "div",
        { class: "assess-buttons" },
        button(say("ui-save-file"), app.saveFile),
        button(say("ui-later"), () => {
          later = listed.id;
          reminder.hidden = true;
          focus(document.getElementById("main"));
        }),
      ),
    );
  }

  // ── What was written in two places ────────────────────────────────────────────────────────────────────────────

  /** @param {Assess.FoundConflict} conflict @param {unknown} value */
  function valueText({ other: { scale: id } }, value) {
    const scale = data.scales.find((one) => one.id === id);
    if (value === null || value === undefined || value === "") return say("ui-nothing");
    if (typeof value === "number" && scale) return scale.points[value - 1]?.label ?? String(value);
    // Of another program it may be anything, and not everything has a text.
    const text = (/** @type {unknown} */ one) => (typeof one === "object" ? JSON.stringify(one) : String(one));
    return scale?.specials.find((one) => one.id === value)?.label ?? [value].flat().map(text).join(say("comma"));
  }

  /** Both values, to choose from. @param {Assess.FoundConflict} conflict */
  function conflictView(conflict) {
    const { code, other, stands } = conflict;
    const what = data.scales.find(({ id }) => id === other.scale)?.title ?? say(other.field ?? "");
    const settle = (/** @type {boolean} */ take) => () => {
      const around = view.closest(".assess-item, dialog");
      edit({ type: "settle", conflict, take });
      // The button that was pressed is gone: to the next of these, or to where it was.
      if (view.isConnected || !around) return;
      focus(/** @type {HTMLElement | null} */ (around.querySelector(".assess-conflict button") ?? around.querySelector("h4, .assess-buttons button")), { preventScroll: true });
    };
    const one = (/** @type {string} */ title, /** @type {Assess.Version | null} */ version, /** @type {HTMLElement} */ choose) =>
      el("div", null, el("p", { class: "assess-hint" }, title, version?.at ? say("comma") + date(version.at, true) : ""), el("p", null, valueText(conflict, version?.value)), choose);
    const view = el(
      "div",
      { "class": "assess-conflict", "role": "group", "aria-label": [code, what].filter(Boolean).join(say("colon")) },
      el("p", null, el("strong", null, code && el("span", { class: "code" }, code), " ", what)),
      one(say("ui-stands"), stands, button(say("ui-keep-this"), settle(false))),
      one(say("ui-other"), other, button(say("ui-take-other"), settle(true))),
    );
    return view;
  }

  function drawConflicts() {
    const found = assess.findConflicts(response());
    const n = String(found.length);
    if (conflicts.dataset.n === n) return;
    conflicts.dataset.n = n;
    conflicts.hidden = !found.length;
    if (!found.length) return;
    clear(conflicts).append(
      el("p", null, el("strong", null, count("ui-conflicts", found.length)), ". ", say("ui-conflicts-text")),
      button(say("ui-look"), async () => {
        const body = el("div", { class: "assess-conflict-list" });
        const draw = () => clear(body).append(...assess.findConflicts(response()).map(conflictView));
        draw();
        const stop = app.subscribe(draw);
        await dialog({ title: count("ui-conflicts", found.length), body, actions: [{ label: say("close"), value: "" }] });
        stop();
      }),
    );
  }

  // ── One part at a time ────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.PanelName[]} */
  const NAMES = ["form", "results", "journal", "plan", "files"];
  /** @type {Map<Assess.PanelName, HTMLElement>} */
  const sections = new Map();
  for (const name of NAMES) {
    const section = document.getElementById(`assess-${name}`);
    if (section) sections.set(name, section);
  }
  /** @type {Map<Assess.PanelName, HTMLAnchorElement>} */
  const tabs = new Map();

  /** @param {Assess.PanelName} name */
  function place(name) {
    panel = name;
    document.documentElement.dataset.assessPanel = name;
    for (const [other, section] of sections) section.hidden = other !== name;
    for (const [other, tab] of tabs) {
      if (other === name) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    panels.get(name)?.update([]);
  }

  /** @param {string} hash */
  function address(hash) {
    try {
      if (location.hash !== hash) history.pushState(null, "", hash);
    } catch {
      // In a frame without an address of its own.
    }
  }

  /** The address names a response that is not the one shown any more. */
  function elsewhere() {
    try {
      if (location.search) history.replaceState(null, "", location.pathname + location.hash);
    } catch {
      // In a frame without an address of its own.
    }
  }

  /** Where the address points: a part, a statement. */
  function follow() {
    let hash = location.hash.slice(1);
    try {
      hash = decodeURIComponent(hash);
    } catch {
      // An address that somebody cut off, or typed with a percent sign: it points nowhere.
    }
    const name = NAMES.find((one) => `assess-${one}` === hash || one === hash);
    if (name && panels.has(name)) place(name);
    else if (data.items.some(({ code }) => code === hash)) app.goTo(hash);
    else place("form");
  }

  /** @type {Assess.App} */
  const app = {
    data,
    get store() {
      return store;
    },
    get session() {
      return session;
    },
    get response() {
      return response();
    },
    edit,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get occasion() {
      return occasion;
    },
    setOccasion(id) {
      app.drafts.forEach((write) => write());
      occasion = id;
      notify([], false);
    },
    get role() {
      return role;
    },
    setRole(next) {
      app.drafts.forEach((write) => write());
      role = next;
      remember(`role:${response().id}`, next);
      notify([], false);
    },
    goTo(code) {
      place("form");
      /** @type {any} */ (panels.get("form"))?.goTo(code);
    },
    show(name, options) {
      if (!panels.has(name)) return;
      app.drafts.forEach((write) => write());
      // It stands above what is brought to the top.
      remind().then(() => reminder.scrollIntoView({ block: "nearest" }));
      place(name);
      address(name === "form" ? "#assess-form" : `#assess-${name}`);
      if (options?.focus === false) return;
      const heading = name === "form" ? null : sections.get(name)?.querySelector("h2");
      if (heading) focus(heading, { preventScroll: true });
      // The bar sticks, so it says nothing about where the page is: the part itself is brought below it, at once.
      (sections.get(name) ?? bar).scrollIntoView({ block: "start", behavior: "instant" });
    },
    get panel() {
      return panel;
    },
    link: (code) => (root.dataset.root ?? "") + (assess.locate(code, data).item?.address ?? ""),
    occasionName(one) {
      if (!one) return `${say("baseline")}${say("comma")}${date(assess.dayOf(new Date()))}`;
      return `${one.name || say(one.kind)}${say("comma")}${date(one.date)}`;
    },
    async settled() {
      app.drafts.forEach((write) => write());
      await starting;
      return session ? session.settled() : true;
    },
    async free() {
      // In memory it stays as long as the page does.
      if ((await app.settled()) || store.mode === "memory") return true;
      tell(say("unsaved", { message: session?.state.message ?? "" }));
      // What was chosen instead is not.
      notify([], false);
      return false;
    },
    async openResponse(id) {
      if (!(await app.free())) return;
      const opened = await store.open(id);
      if (!opened) return;
      fresh = false;
      elsewhere();
      remember("open", id);
      occasion = "";
      use(opened);
      notify([], false);
    },
    startNew(gone) {
      session?.close();
      elsewhere();
      if (gone) forget("open", `role:${gone}`);
      session = null;
      fresh = true;
      draft = blank = assess.createResponse(data);
      waiting = [];
      occasion = assess.newId();
      role = data.assessment.roles[0];
      drawStatus(IDLE);
      remind();
      notify([], false);
    },
    async saveFile() {
      await app.settled();
      download(assess.fileName(response(), "standpoint.json"), assess.toJson(response()), "application/json");
      if (session) await store.noteFile(session.id);
      remind();
    },
    typing() {
      typing = true;
      drawStatus(session?.state ?? IDLE);
    },
    conflictView,
    roleName: (one) => assess.roleText(one, data),
    drafts: new Set(),
  };
  assess.app = app;

  const bar = el("nav", { "class": "assess-bar", "aria-label": say("ui-parts") });

  async function begin() {
    store = await assess.openStore({ site: data.site.key });
    store.onList = async () => {
      // Another tab began while nothing was written here.
      if (!session && !waiting.length && !fresh) await join();
    };
    // WebKit carries no messages between files: there it is seen when one turns to this tab.
    addEventListener("focus", store.onList);
    const join = async () => {
      const there = await newest();
      const opened = there && (await store.open(there.id));
      if (!opened || session || waiting.length) return opened?.close();
      use(opened);
      notify([], false);
    };

    const list = el("ul");
    for (const name of NAMES) {
      const make = assess.panels[name];
      const section = sections.get(name);
      if (!make || !section) continue;
      const tab = el("a", { href: `#assess-${name}`, onclick: (/** @type {Event} */ event) => (event.preventDefault(), app.show(name)) }, say(`ui-${name}`));
      tabs.set(name, tab);
      list.append(el("li", null, tab));
    }
    bar.append(list, line);
    status.hidden = false;
    status.append(trouble, conflicts, reminder, spoken);
    document.querySelector("article > header")?.after(bar, status);
    drawStatus({ ...IDLE, ...(store.mode === "memory" ? { state: "not-saved", reason: store.reason, message: store.message } : {}) });

    const there = await newest();
    if (there) use(await store.open(there.id));
    for (const [name, section] of sections) {
      const make = assess.panels[name];
      const fill = /** @type {HTMLElement | null} */ (section.querySelector("[data-fill]"));
      if (make) panels.set(name, make(fill ?? section, app));
    }
    const occasions = document.getElementById("assess-occasions");
    if (occasions) assess.panels.occasions?.(occasions, app);
    drawConflicts();
    follow();
    document.documentElement.classList.add("assess-ready");
    document.dispatchEvent(new Event("standpoint:assessment-ready"));
    addEventListener("popstate", follow);
    addEventListener("hashchange", follow);
    const write = () => app.drafts.forEach((one) => one());
    addEventListener("pagehide", write);
    document.addEventListener("visibilitychange", write);
    const state = () => {
      write();
      return session?.state.state ?? (waiting.length ? "saving" : "saved");
    };
    holdLinks(() => store.mode === "kept" && state() === "saving", app.settled);
    addEventListener("beforeunload", (event) => {
      // Only where leaving would lose something.
      if (state() !== "saved") event.preventDefault();
    });
  }

  begin().catch((error) => {
    tell(say("ui-failed"));
    throw error;
  });
})();
