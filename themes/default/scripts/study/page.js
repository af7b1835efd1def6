// My study: all bookmarks, notes and highlights in the order of the standards, to find, print, keep in a file, or delete.
(() => {
  "use strict";
  const study = Standpoint.study;
  const { el, button, dialog, tell, download, date, dayOf, focus } = study.dom;
  const { file } = study;
  const say = study.say;
  const app = document.getElementById("study-app");
  if (!app) return;
  const root = app.dataset.root ?? "";
  /** @type {Study.Data} */
  const data = JSON.parse(document.getElementById("study-data")?.textContent || "{}");

  study.words({
    "colon": ": ",
    "page-find": "Find",
    "page-words": "Words",
    "page-show": "Show",
    "page-all": "Everything",
    "page-bookmark": "Bookmarks",
    "page-note": "Notes",
    "page-highlight": "Highlights",
    "page-section": "Section",
    "page-every": "All sections",
    "page-found": "{n} statements",
    "page-found-one": "1 statement",
    "page-nothing": "Nothing is kept yet. Under every statement there are buttons for a bookmark, a note, and highlights.",
    "page-none": "Nothing here has all of that.",
    "page-gone": "Not on this site now",
    "page-gone-note": "What you kept about statements that have another code now, or are gone. Nothing of it is deleted.",
    "page-no-words": "The words could not be loaded.",
    "page-published": "Published words",
    "page-own-note": "Your note",
    "page-own-highlights": "You highlighted",
    "page-reworded": "the words have changed since",
    "page-unbookmark": "Remove bookmark",
    "page-remove": "Remove",
    "page-delete-note": "Delete note",
    "page-of": " ({code})",
    "page-removed": "Removed: {what}.",
    "page-print": "Print this list",
    "page-keep": "Keep, bring back, delete",
    "page-stored": "Stored here: {what}.",
    "page-stored-nothing": "Nothing is stored here.",
    "page-courses": "Flashcards and what you answered in courses are in the file, too.",
    "page-save": "Save to a file",
    "page-open": "Open a file",
    "page-delete": "Delete all of it",
    "page-delete-title": "Delete everything that is kept while studying?",
    "page-delete-text": "Files that you saved stay where they are, and so do self-assessments.",
    "page-lost": "This will be deleted:",
    "page-save-first": "Save a file first",
    "page-deleted": "Everything is deleted.",
    "page-failed": "{name} cannot be opened",
    "page-unchanged": "Nothing was changed.",
    "page-more": "and {n} more",
    "page-brings": "What the file brings",
    "page-added": "New here: {what}.",
    "page-changed": "Changes here: {what}. Where you wrote something in both, both texts are kept.",
    "page-kept": "Newer here, and stays: {what}.",
    "page-same": "The same here already: {what}.",
    "page-other-site": "The file comes from another site ({site}). Codes may mean other statements there.",
    "page-responses": "The file holds {n} self-assessments, too. To bring those back, open it on the page “My practice”.",
    "page-responses-one": "The file holds a self-assessment, too. To bring it back, open it on the page “My practice”.",
    "page-take": "Take it in",
    "page-taken": "Taken in.",
    "page-practice": "Everything that this browser keeps, self-assessments too, is on the page “My practice”.",
    "page-other": "Other things",
  });

  /** @param {Study.Store} store */
  async function begin(store) {
    /** @type {Study.Record[]} */
    let records = [];
    /** Words, address and place of a statement, by its code. @type {Map<string, { code: string, address: string, words: string, section: number, at: number }>} */
    const known = new Map();
    const codeOf = (/** @type {Study.Record} */ { id }) => id.split(" ")[0];
    const isMine = (/** @type {Study.Record} */ { kind }) => ["bookmark", "note", "highlight"].includes(kind);

    // ── The words, of those sections that are wanted ────────────────────────────────────────────────────────────

    const failed = el("p", { class: "notice", hidden: true }, say("page-no-words"));
    /** @param {string[]} codes */
    async function learn(codes) {
      const missing = () => codes.filter((code) => !known.has(code));
      const fits = (/** @type {string} */ code) => (/** @type {{ code: string }} */ section) => code === section.code || code.startsWith(`${section.code}.`);
      /** @param {number} index */
      const load = async (index) => {
        const { file } = data.sections[index];
        await study.load(root + file);
        for (const [at, [code, address, , words]] of (globalThis.standpointCards?.[file] ?? []).entries()) known.set(code, { code, address, words, section: index, at });
      };
      try {
        const likely = new Set(missing().map((code) => data.sections.findIndex(fits(code))));
        await Promise.all([...likely].filter((index) => index >= 0).map(load));
        // Codes that do not begin with that of their section.
        if (missing().length) await Promise.all(data.sections.map((_, index) => load(index)));
        failed.hidden = true;
      } catch {
        failed.hidden = false;
      }
    }

    // ── The list ────────────────────────────────────────────────────────────────────────────────────────────────

    const search = el("input", { type: "search", id: "study-find", autocomplete: "off", oninput: () => draw() });
    const show = el("select", { id: "study-show", onchange: () => draw() }, ["all", "bookmark", "note", "highlight"].map((value) => el("option", { value }, say(`page-${value}`))));
    const where = el(
      "select",
      { id: "study-where", onchange: () => draw() },
      el("option", { value: "" }, say("page-every")),
      data.sections.map(({ code, title }, index) => el("option", { class: "as-published", value: String(index) }, `${code} ${title}`)),
    );
    const labelled = (/** @type {string} */ label, /** @type {HTMLElement} */ control) => el("div", { class: "study-field" }, el("label", { htmlFor: control.id }, label), control);
    const filters = el(
      "form",
      { "class": "study-filters", "role": "search", "aria-label": say("page-find"), "onsubmit": (/** @type {Event} */ event) => event.preventDefault() },
      labelled(say("page-words"), search),
      labelled(say("page-show"), show),
      data.sections.length > 1 && labelled(say("page-section"), where),
      button(say("page-print"), () => print()),
    );
    const found = el("p", { class: "study-hint", role: "status" });
    const list = el("div", { class: "study-list" });

    /** @param {string} what @param {Study.Record} record */
    async function remove(what, record) {
      const { ok, message } = await store.set(record.kind, record.id, undefined);
      if (!ok && store.mode === "kept") return tell(message);
      focus(found);
      tell(say("page-removed", { what }), () => file.bring(store, [record]));
    }
    /** @param {string} label @param {string} code @param {() => void} run */
    const small = (label, code, run) => button([label, el("span", { class: "unseen" }, say("page-of", { code }))], run, { class: "study-small" });

    /** @param {string} code @param {Study.Record[]} own */
    function entry(code, own) {
      const statement = known.get(code);
      const of = (/** @type {string} */ kind) => own.filter((one) => one.kind === kind);
      const marks = of("highlight").sort((a, b) => a.value.start - b.value.start);
      return el(
        "article",
        { "class": "study-entry", "aria-label": code },
        el(
          "div",
          { class: "slip paper study-slip" },
          statement ? el("a", { class: "code", href: root + statement.address }, code) : el("span", { class: "code" }, code),
          statement && el("div", { class: "words" }, statement.words.split(/\n+/).map((one) => el("p", null, one))),
        ),
        el(
          "div",
          { class: "study-own" },
          of("note").map((note) => [
            el("h4", null, say("page-own-note")),
            el("p", { class: "study-text" }, note.value),
            el("p", { class: "study-when" }, `${date(note.at)} `, small(say("page-delete-note"), code, () => remove(`${say("page-own-note")} (${code})`, note))),
          ]),
          marks.length > 0 && el("h4", null, say("page-own-highlights")),
          marks.length > 0 &&
            el("ul", { class: "study-quotes" }, marks.map((mark) => el("li", null, el("mark", { class: "words" }, mark.value.quote), statement && !bare(statement.words).includes(bare(mark.value.quote)) && ` (${say("page-reworded")})`, " ", small(say("page-remove"), code + say("colon") + mark.value.quote, () => remove(mark.value.quote, mark))))),
          of("bookmark").map((one) => el("p", { class: "study-when" }, "★ ", date(one.at), " ", small(say("page-unbookmark"), code, () => remove(say("page-bookmark"), one)))),
        ),
      );
    }

    const bare = (/** @type {string} */ text) => text.replace(/\s+/g, "");
    const plain = (/** @type {string} */ text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

    function draw() {
      /** @type {Map<string, Study.Record[]>} */
      const byCode = new Map();
      for (const one of records.filter(isMine)) byCode.set(codeOf(one), [...(byCode.get(codeOf(one)) ?? []), one]);
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      const shown = [...byCode].filter(([code, own]) => {
        if (show.value !== "all" && !own.some(({ kind }) => kind === show.value)) return false;
        if (where.value && String(known.get(code)?.section) !== where.value) return false;
        const text = plain([code, known.get(code)?.words, ...own.map(({ value }) => (typeof value === "string" ? value : value.quote ?? ""))].join("\n"));
        return words.every((word) => text.includes(word));
      });
      const here = shown.filter(([code]) => known.has(code)).sort(([a], [b]) => {
        const [one, two] = [known.get(a), known.get(b)];
        return one && two ? one.section - two.section || one.at - two.at : 0;
      });
      const gone = shown.filter(([code]) => !known.has(code)).sort(([a], [b]) => (a < b ? -1 : 1));
      /** @type {HTMLElement[]} */
      const groups = [];
      for (const [index, { code, title }] of data.sections.entries()) {
        const inside = here.filter(([of]) => known.get(of)?.section === index);
        if (inside.length) groups.push(el("section", null, el("h3", { class: "published" }, el("span", { class: "code" }, code), ` ${title}`), inside.map(([code, own]) => entry(code, own))));
      }
      if (gone.length) groups.push(el("section", null, el("h3", null, say("page-gone")), el("p", { class: "study-hint" }, say("page-gone-note")), gone.map(([code, own]) => entry(code, own))));
      list.replaceChildren(...groups);
      filters.hidden = !byCode.size;
      found.textContent = !byCode.size ? say("page-nothing") : shown.length ? say("page-found", { n: shown.length }) : say("page-none");
      const what = file.counts(records);
      stored.textContent = what.length ? `${say("page-stored", { what: what.join(" · ") })} ${say("page-courses")}` : records.length ? "" : say("page-stored-nothing");
      saver.disabled = remover.disabled = !records.length;
    }

    // ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────

    const stored = el("p", null);
    const save = () => download(`${document.documentElement.dataset.site ?? "study"}-study-${dayOf()}.standpoint.json`, file.toText(records));
    const saver = button(say("page-save"), save, { class: "button is-primary" });
    const remover = button(say("page-delete"), async () => {
      const what = file.counts(records);
      const answer = await dialog({
        title: say("page-delete-title"),
        body: [
          el("p", null, say("page-delete-text")),
          el("p", null, say("page-lost")),
          el("ul", { class: "study-lost" }, (what.length ? what : [say("page-other")]).map((one) => el("li", null, one))),
          el("p", null, button(say("page-save-first"), save)),
        ],
        actions: [
          { label: say("cancel"), value: "" },
          { label: say("page-delete"), value: "yes", danger: true },
        ],
      });
      if (answer !== "yes") return;
      const { records: before, done } = await file.remove(store);
      if (!done.ok && store.mode === "kept") return tell(done.message);
      focus(found);
      tell(say("page-deleted"), () => file.bring(store, before));
    });

    const input = el("input", { type: "file", id: "study-open", accept: ".json,application/json" });
    input.addEventListener("change", async () => {
      const [given] = input.files ?? [];
      if (!given) return;
      const text = await given.text().catch(() => "");
      input.value = "";
      const opened = file.open(text);
      if (!opened.ok) {
        const first = opened.problems.slice(0, 5).map(({ path, message }) => el("li", null, path && el("code", null, path + say("colon")), message));
        const more = opened.problems.length - first.length;
        const body = [el("ul", { class: "study-lost" }, first), more > 0 && el("p", null, say("page-more", { n: more })), el("p", null, say("page-unchanged"))];
        return void (await dialog({ title: say("page-failed", { name: given.name }), body, actions: [{ label: say("close"), value: "", primary: true }] }));
      }
      const before = await store.all();
      const plan = file.plan(before, opened.records);
      const told = (/** @type {"added" | "changed" | "kept" | "same"} */ name) => {
        const what = file.counts(plan[name]);
        return plan[name].length > 0 && el("p", null, say(`page-${name}`, { what: what.length ? what.join(" · ") : say("page-other") }));
      };
      const answer = await dialog({
        title: say("page-brings"),
        body: [
          opened.site !== (document.documentElement.dataset.site ?? "") && el("p", { class: "notice" }, say("page-other-site", { site: opened.site })),
          ...[told("added"), told("changed"), told("kept"), told("same")],
          opened.responses > 0 && el("p", null, say("page-responses", { n: opened.responses })),
        ],
        actions: [
          { label: say("cancel"), value: "" },
          { label: say("page-take"), value: "yes", primary: true },
        ],
      });
      if (answer !== "yes") return;
      const { ok, message } = await file.bring(store, opened.records);
      if (!ok && store.mode === "kept") return tell(message);
      tell(say("page-taken"), () => {
        const earlier = new Map(before.map((one) => [`${one.kind} ${one.id}`, one.value]));
        return store.change(opened.records.map(({ kind, id }) => ({ kind, id, edit: () => earlier.get(`${kind} ${id}`) })));
      });
    });

    app?.append(
      el("p", { class: "notice", hidden: !store.message }, store.message),
      failed,
      filters,
      found,
      list,
      el(
        "section",
        { "class": "study-keep", "aria-labelledby": "study-keep" },
        el("h2", { id: "study-keep" }, say("page-keep")),
        stored,
        el("p", { class: "study-buttons" }, saver, remover),
        labelled(say("page-open"), input),
        data.practice && el("p", { class: "study-hint" }, el("a", { href: `${root}practice.html` }, say("page-practice"))),
      ),
    );

    async function look() {
      records = await store.all();
      await learn([...new Set(records.filter(isMine).map(codeOf))]);
      draw();
    }
    store.listen(() => void look());
    await look();
    document.documentElement.dataset.ready = "study";
  }

  study.store().then(begin);
})();
