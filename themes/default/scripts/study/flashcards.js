// Flashcards: choosing a deck, and going through what is due. Which card comes when is reckoned in schedule.js; the words
// come from a script file a section, loaded when one of its cards is wanted.
(() => {
  "use strict";
  const study = Standpoint.study;
  const { el, button, dialog, tell, date, dayOf, focus } = study.dom;
  const { schedule, say } = study;
  const app = document.getElementById("flashcards-app");
  if (!app) return;
  const root = app.dataset.root ?? "";
  /** @type {Study.Data} */
  const data = JSON.parse(document.getElementById("study-data")?.textContent || "{}");

  study.words({
    "cards-deck": "What to learn",
    "cards-codes": "Codes: what does a code say?",
    "cards-statements": "Statements: which code is it?",
    "cards-terms": "Terms: what does a term mean?",
    "cards-definitions": "Definitions: which term is it?",
    "cards-scope": "From",
    "cards-everything": "The whole framework",
    "cards-limit": "New cards a day",
    "cards-due": "Due now",
    "cards-new": "New today",
    "cards-begun": "Begun",
    "cards-of": "{n} of {all}",
    "cards-begin": "Begin",
    "cards-nothing": "Nothing is due now. Come back later, or allow more new cards a day.",
    "cards-next-due": "The next card is due on {date}.",
    "cards-forget": "Forget this deck",
    "cards-forget-title": "Forget how far you are in this deck?",
    "cards-forget-text": "{n} cards begin anew. Notes, bookmarks and highlights stay.",
    "cards-forget-text-one": "1 card begins anew. Notes, bookmarks and highlights stay.",
    "cards-forgotten": "The deck begins anew.",
    "cards-failed": "The cards could not be loaded. Try again when the site can be reached.",
    "cards-question": "Question",
    "cards-answer": "Answer",
    "cards-show": "Show the answer",
    "cards-keys": "Keys: Space shows the answer, 1 to 4 rate it.",
    "cards-rate": "How was it?",
    "cards-1": "Again",
    "cards-2": "Hard",
    "cards-3": "Good",
    "cards-4": "Easy",
    "cards-1-hint": "not known",
    "cards-2-hint": "known, with effort",
    "cards-3-hint": "known",
    "cards-4-hint": "known at once",
    "cards-minutes": "in {n} min",
    "cards-days": "in {n} days",
    "cards-days-one": "tomorrow",
    "cards-left": "{due} due, {fresh} new",
    "cards-back": "Take the last answer back",
    "cards-taken-back": "Taken back.",
    "cards-stop": "Stop here",
    "cards-done": "Nothing more for now. You answered {n} cards.",
    "cards-done-one": "Nothing more for now. You answered 1 card.",
    "cards-in": "in {title}",
    "cards-published": "Published words",
    "cards-open": "Its page",
    "cards-save": "How far you are is kept in this browser. Save it to a file with the rest on the page “My study”.",
  });

  const DECKS = ["codes", "statements", ...(data.terms ? ["terms", "definitions"] : [])];
  const LIMIT = 10;
  /** So many milliseconds before it is due, a card that is being learned may come when there is nothing else. */
  const AHEAD = 20 * 60_000;
  const TERMS = "cards/terms.js";

  /** @typedef {{ key: string, address: string, part: number, words: string, group: string, section: number }} Words */
  /** @typedef {{ deck: string, scope: string, limit: number }} Settings scope: "", a section's index, or `section/part` */

  /** @param {Study.Store} store */
  async function begin(store) {
    /** @type {Map<string, Words>} by code, or `term/` and id */
    const known = new Map();
    /** @type {Set<string>} */
    const loaded = new Set();
    /** @param {string} file @param {number} section */
    async function load(file, section) {
      if (loaded.has(file)) return;
      await study.load(root + file);
      loaded.add(file);
      for (const [key, address, third, words, group = ""] of globalThis.standpointCards?.[file] ?? []) {
        if (section < 0) known.set(`term/${key}`, { key: String(third), address, part: -1, words, group: "", section });
        else known.set(key, { key, address, part: Number(third), words, group, section });
      }
    }
    const loadSection = (/** @type {number} */ index) => load(data.sections[index].file, index);
    const loadAll = () => Promise.all(data.sections.map((_, index) => loadSection(index)));

    /** @type {Settings} */
    const settings = { deck: DECKS[0], scope: "", limit: LIMIT };
    /** @type {Map<string, Study.Card>} */
    let cards = new Map();
    let newToday = 0;

    async function read() {
      const records = await store.all();
      cards = new Map(records.filter(({ kind }) => kind === "card").map(({ id, value }) => [id, value]));
      const of = (/** @type {string} */ name) => records.find(({ kind, id }) => kind === "cards" && id === name)?.value ?? {};
      const kept = of("settings");
      if (DECKS.includes(kept.deck)) settings.deck = kept.deck;
      if (scopes().some(({ value }) => value === kept.scope)) settings.scope = kept.scope;
      if (Number.isInteger(kept.limit) && kept.limit >= 0 && kept.limit <= 200) settings.limit = kept.limit;
      const day = of("day");
      newToday = day.day === dayOf() && Number.isInteger(day.fresh) ? day.fresh : 0;
    }

    const scopes = () => [
      { value: "", label: say("cards-everything") },
      ...data.sections.flatMap(({ code, title, parts }, section) => [
        { value: String(section), label: `${code} ${title}`, class: "as-published" },
        ...(parts.length > 1 ? parts.map((part, index) => ({ value: `${section}/${index}`, label: `\u00a0\u00a0${part.code} ${part.title}`, class: "as-published" })) : []),
      ]),
    ];
    const isTerms = () => ["terms", "definitions"].includes(settings.deck);
    const scope = () => settings.scope.split("/").map((one) => (one === "" ? -1 : Number(one)));

    /** Whether something is in the chosen part, as far as that is known. @param {string} key */
    function inScope(key) {
      if (isTerms()) return known.has(key);
      const words = known.get(key);
      const [section, part = -1] = scope();
      return words !== undefined && (section < 0 || (words.section === section && (part < 0 || words.part === part)));
    }
    function total() {
      if (isTerms()) return data.terms;
      const [section, part = -1] = scope();
      if (section < 0) return data.sections.reduce((sum, { count }) => sum + count, 0);
      return part < 0 ? data.sections[section].count : data.sections[section].parts[part].count;
    }

    /** Loads the words of the cards that were begun, and no others. */
    async function prepare() {
      if (isTerms()) return load(TERMS, -1);
      const [section] = scope();
      if (section >= 0) return loadSection(section);
      const codes = begun().map(([id]) => id.slice(settings.deck.length + 1));
      const likely = new Set(codes.map((code) => data.sections.findIndex((one) => code === one.code || code.startsWith(`${one.code}.`))));
      await Promise.all([...likely].filter((index) => index >= 0).map(loadSection));
      if (likely.has(-1)) await loadAll();
    }
    /** The cards of this deck that were begun. */
    const begun = () => [...cards].filter(([id]) => id.startsWith(`${settings.deck} `));
    const mine = () => begun().filter(([id]) => inScope(id.slice(settings.deck.length + 1)));
    /** What was learned is due on its day, and not at the hour at which it was answered. */
    const isDue = (/** @type {Study.Card} */ card, ahead = 0) => (card.state === "review" ? dayOf(card.due) <= dayOf() : Date.parse(card.due) <= Date.now() + ahead);
    const allowance = () => Math.max(0, Math.min(settings.limit - newToday, total() - mine().length));

    /** The next card that was never shown, in the order of the standards, or of the glossary. @returns {Promise<string | null>} */
    async function fresh() {
      if (allowance() <= 0) return null;
      const [section] = scope();
      const first = () => [...known.keys()].find((key) => inScope(key) && isTerms() === key.startsWith("term/") && !cards.has(`${settings.deck} ${key}`));
      if (isTerms() || section >= 0) return first() ?? null;
      for (let index = 0; index < data.sections.length; index++) {
        await loadSection(index);
        const found = [...known].find(([key, words]) => words.section === index && !cards.has(`${settings.deck} ${key}`));
        if (found) return found[0];
      }
      return null;
    }

    // ── Choosing ────────────────────────────────────────────────────────────────────────────────────────────────

    const notice = el("p", { class: "notice", hidden: !store.message }, store.message);
    const view = el("div", { class: "cards" });
    app?.append(notice, view);

    /** @param {Partial<Settings>} change */
    async function set(change) {
      Object.assign(settings, change);
      const { ok, message } = await store.set("cards", "settings", { ...settings });
      if (!ok && store.mode === "kept") tell(message);
      await counts();
    }
    const numbers = el("dl", { class: "cards-counts" });
    const start = button(say("cards-begin"), () => session(), { class: "button is-primary" });
    const note = el("p", { class: "study-hint", role: "status" });
    const forget = button(say("cards-forget"), async () => {
      const lost = begun();
      const text = say("cards-forget-text", { n: lost.length });
      const actions = [
        { label: say("cancel"), value: "" },
        { label: say("cards-forget"), value: "yes", danger: true },
      ];
      if ((await dialog({ title: say("cards-forget-title"), body: el("p", null, text), actions })) !== "yes") return;
      const { ok, message } = await store.change(lost.map(([id]) => ({ kind: "card", id, edit: () => undefined })));
      if (!ok && store.mode === "kept") return tell(message);
      focus(start);
      tell(say("cards-forgotten"), () => store.change(lost.map(([id, card]) => ({ kind: "card", id, edit: (/** @type {any} */ now) => now ?? card }))));
    });

    async function counts() {
      await read();
      try {
        await prepare();
      } catch {
        note.textContent = say("cards-failed");
        start.disabled = true;
        return;
      }
      const due = mine().filter(([, card]) => isDue(card)).length;
      const some = allowance();
      const soon = mine().some(([, card]) => isDue(card, AHEAD));
      numbers.replaceChildren(
        ...[
          [say("cards-due"), due],
          [say("cards-new"), some],
          [say("cards-begun"), say("cards-of", { n: mine().length, all: total() })],
        ].map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, String(value)))),
      );
      start.disabled = !soon && !some;
      forget.hidden = !begun().length;
      const next = mine().map(([, card]) => card.due).sort()[0];
      note.textContent = start.disabled ? [say("cards-nothing"), next ? say("cards-next-due", { date: date(next) }) : ""].join(" ") : "";
    }

    async function home() {
      await read();
      const field = (/** @type {string} */ label, /** @type {HTMLElement} */ control) => el("div", { class: "study-field" }, el("label", { htmlFor: control.id }, label), control);
      const where = el("select", { id: "cards-scope", onchange: () => set({ scope: where.value }) }, scopes().map(({ label, ...option }) => el("option", { ...option, selected: option.value === settings.scope }, label)));
      const limit = el("input", { id: "cards-limit", type: "number", min: "0", max: "200", value: String(settings.limit), onchange: () => set({ limit: Math.min(200, Math.max(0, Math.round(Number(limit.value) || 0))) }) });
      const from = field(say("cards-scope"), where);
      const decks = el(
        "fieldset",
        { class: "cards-decks" },
        el("legend", null, say("cards-deck")),
        DECKS.map((deck) =>
          el(
            "label",
            null,
            el("input", {
              ...{ type: "radio", name: "deck", value: deck, checked: deck === settings.deck },
              async onchange() {
                from.hidden = deck === "terms" || deck === "definitions";
                await set({ deck });
              },
            }),
            " ",
            say(`cards-${deck}`),
          ),
        ),
      );
      from.hidden = isTerms();
      view.replaceChildren(
        decks,
        el("div", { class: "study-filters" }, from, field(say("cards-limit"), limit)),
        el("div", { role: "status" }, numbers),
        el("p", { class: "study-buttons" }, start, forget),
        note,
        el("p", { class: "study-hint" }, el("a", { href: `${root}study.html` }, say("cards-save"))),
      );
      await counts();
    }

    // ── Going through ───────────────────────────────────────────────────────────────────────────────────────────

    /** @param {string} key @returns {{ front: HTMLElement, back: HTMLElement }} */
    function sides(key) {
      const it = /** @type {Words} */ (known.get(key));
      const link = el("p", null, el("a", { href: root + it.address }, say("cards-open"), el("span", { class: "unseen" }, ` (${it.key})`)));
      if (isTerms()) {
        const term = () => el("p", { class: "card-term" }, it.key);
        const definition = () => el("p", { class: "card-definition" }, it.words);
        return settings.deck === "terms" ? { front: term(), back: el("div", null, definition(), link) } : { front: definition(), back: el("div", null, term(), link) };
      }
      const group = it.group && known.get(it.group);
      const part = data.sections[it.section].parts[it.part];
      const place = part ?? data.sections[it.section];
      const code = () => el("p", { class: "card-code code" }, it.key);
      const words = () =>
        el(
          "div",
          { class: "card-words paper" },
          el("p", { class: "sheet-tag" }, say("cards-published")),
          group && el("p", { class: "words card-group" }, group.words),
          el("div", { class: "words" }, it.words.split(/\n+/).map((one) => el("p", null, one))),
        );
      const [before, after = ""] = say("cards-in").split("{title}");
      const where = el("p", { class: "study-hint" }, before, el("span", { class: "as-published" }, `${place.code} ${place.title}`), after);
      return settings.deck === "codes" ? { front: code(), back: el("div", null, words(), where, link) } : { front: words(), back: el("div", null, code(), where, link) };
    }

    /** @param {Study.Card} card @param {Date} now */
    function wait(card, now) {
      const minutes = Math.round((Date.parse(card.due) - now.getTime()) / 60_000);
      return minutes < 1440 ? say("cards-minutes", { n: minutes }) : say("cards-days", { n: Math.round(minutes / 1440) });
    }

    async function session() {
      let answered = 0;
      /** What the last answer replaced. @type {{ id: string, before: Study.Card | undefined } | null} */
      let last = null;
      const left = el("p", { class: "study-hint" });
      const box = el("div", { class: "card" });
      const status = el("p", { class: "unseen", role: "status" });
      const back = button(say("cards-back"), async () => {
        if (!last) return;
        const { id, before } = last;
        await store.change([
          { kind: "card", id, edit: () => before },
          { kind: "cards", id: "day", edit: (day) => (before || day?.day !== dayOf() ? day : { ...day, fresh: Math.max(0, day.fresh - 1) }) },
        ]);
        last = null;
        answered--;
        status.textContent = say("cards-taken-back");
        await show(id.slice(settings.deck.length + 1));
      });
      const stop = button(say("cards-stop"), async () => {
        await home();
        focus(start.disabled ? note : start);
      });
      view.replaceChildren(left, box, el("p", { class: "study-buttons" }, back, stop), el("p", { class: "study-hint" }, say("cards-keys")), status);

      /** What is being learned and due comes first, then what is due, then new ones, and last what is nearly due. */
      async function next() {
        const due = mine().filter(([, card]) => isDue(card)).sort(([, a], [, b]) => Number(a.state === "review") - Number(b.state === "review") || (a.due < b.due ? -1 : 1));
        const id = due[0]?.[0];
        if (id) return id.slice(settings.deck.length + 1);
        const key = await fresh();
        if (key) return key;
        const soon = mine().filter(([, card]) => card.state !== "review" && isDue(card, AHEAD)).sort(([, a], [, b]) => (a.due < b.due ? -1 : 1));
        return soon[0]?.[0].slice(settings.deck.length + 1) ?? null;
      }

      /** @param {string} [again] */
      async function show(again) {
        await read();
        /** @type {string | null} */
        let key = null;
        try {
          key = again ?? (await next());
        } catch {
          status.textContent = say("cards-failed");
        }
        back.hidden = !last;
        left.textContent = say("cards-left", { due: mine().filter(([, card]) => isDue(card)).length, fresh: allowance() });
        if (!key) {
          const end = el("p", { class: "cards-done" }, say("cards-done", { n: answered }));
          const due = mine().map(([, card]) => card.due).sort()[0];
          box.replaceChildren(end, ...(due ? [el("p", null, say("cards-next-due", { date: date(due) }))] : []));
          return focus(end);
        }
        const id = `${settings.deck} ${key}`;
        const { front, back: answer } = sides(key);
        // Focus says a name and a description and no more, so the words themselves are the description.
        front.id = "card-front";
        /** @type {HTMLElement} */ (answer.firstElementChild).id = "card-back";
        const asked = el("section", { "aria-label": say("cards-question"), "aria-describedby": "card-front", "class": "card-side" }, front);
        const told = el("section", { "aria-label": say("cards-answer"), "aria-describedby": "card-back", "class": "card-side", "hidden": true }, answer);
        const now = new Date();
        const rate = async (/** @type {number} */ rating) => {
          if (busy || told.hidden) return;
          busy = true;
          const at = new Date();
          const before = cards.get(id);
          const { ok, message } = await store.change([
            { kind: "card", id, edit: (card) => schedule.next(card ?? null, rating, at) },
            ...(before ? [] : [{ kind: "cards", id: "day", edit: (/** @type {any} */ day) => ({ day: dayOf(), fresh: (day?.day === dayOf() ? day.fresh : 0) + 1 }) }]),
          ]);
          busy = false;
          if (!ok && store.mode === "kept") return tell(message);
          last = { id, before };
          answered++;
          status.textContent = "";
          await show();
        };
        let busy = false;
        const ratings = el(
          "div",
          { "class": "card-ratings", "role": "group", "aria-label": say("cards-rate"), "hidden": true },
          [1, 2, 3, 4].map((rating) =>
            button(
              [el("b", null, `${rating} ${say(`cards-${rating}`)}`), el("small", null, say(`cards-${rating}-hint`)), el("small", null, wait(schedule.next(cards.get(id) ?? null, rating, now), now))],
              () => rate(rating),
            ),
          ),
        );
        const reveal = () => {
          if (!told.hidden) return;
          told.hidden = ratings.hidden = false;
          shower.hidden = true;
          focus(told);
        };
        const shower = button(say("cards-show"), reveal, { class: "button is-primary" });
        box.replaceChildren(asked, shower, told, ratings);
        // Only while the focus is on the card, so that no key means something elsewhere.
        box.onkeydown = (event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const onControl = event.target instanceof Element && event.target.closest("a, button");
          if (event.key === " " && told.hidden && !onControl) {
            event.preventDefault();
            reveal();
          } else if (/^[1-4]$/.test(event.key) && !told.hidden) {
            event.preventDefault();
            rate(Number(event.key));
          }
        };
        focus(asked);
      }
      await show();
    }

    await home();
    // What another tab or an undo changed, while nothing is being asked.
    store.listen(() => void (numbers.isConnected && counts()));
    document.documentElement.dataset.ready = "flashcards";
  }

  study.store().then(begin);
})();
