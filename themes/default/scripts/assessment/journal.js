// The reflection journal: entries that follow the steps of a model or none, tied to statements, dated, searchable.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, field, date, count } = assess.dom;
  const { codes, entries, journalParts, quote } = assess.parts;
  const say = assess.say;

  /** @type {Assess.PanelMaker} */
  const journal = (element, app) => {
    const models = app.data.reflections;
    const search = el("input", { type: "search", autocomplete: "off" });
    const said = el("p", { class: "result-note", role: "status" });

    /** @param {string | null} id */
    const stepsOf = (id) => models.find((model) => model.id === id)?.steps ?? [];
    const allSteps = models.flatMap(({ steps }) => steps);

    const written = (/** @type {Assess.JournalEntry} */ entry) => journalParts(entry, models);

    /** @param {string} text */
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

    /** @param {Assess.JournalEntry} entry */
    function has(entry) {
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      if (!words.length) return true;
      const parts = written(entry).flatMap(({ title, text }) => [title, text]);
      const text = plain([date(entry.date), entry.date, ...entry.statements, ...parts].join("\n"));
      return words.every((word) => text.includes(word));
    }

    const list = entries({
      host: app,
      kind: "journal",
      isNew: say("journal-new"),
      isOld: say("journal-edit"),
      name: (entry) => say("journal-of", { date: date(entry.date) }),
      list: (all) => all.filter(has).sort(assess.byText(({ date, created, id }) => `${date} ${created} ${id}`, -1)),
      show(entry) {
        const parts = written(entry);
        const model = models.find(({ id }) => id === entry.model)?.title ?? "";
        return [
          el("h3", null, date(entry.date), model && el("span", { class: "entry-model" }, ` ${model}`)),
          codes(app, entry.statements),
          parts.length ? parts.map(({ title, text }) => [title && el("h4", null, title), quote(text)]) : el("p", { class: "blank" }, say("journal-empty")),
        ];
      },
      edit(writer) {
        const steps = el("div", { class: "entry-steps" });
        const drawSteps = () => {
          writer.flush();
          const { model, steps: texts = {} } = writer.current();
          const own = stepsOf(model);
          const other = allSteps.filter(({ id }) => assess.own(texts, id) && !own.some((step) => step.id === id));
          steps.replaceChildren(
            ...[...own, ...other].map(({ id, title, question }) => writer.lines(`steps/${id}`, title, question)),
            writer.lines("text", say(own.length ? "journal-more" : "journal-text"), "", own.length ? 2 : 6),
          );
        };
        const options = [{ value: "", label: say("journal-no-model") }, ...models.map(({ id, title }) => ({ value: id, label: title }))];
        drawSteps();
        return [
          el("p", { class: "assess-hint" }, say("journal-privacy")),
          el("div", { class: "entry-fields" }, writer.day("date", say("journal-date")), models.length > 0 && writer.select("model", say("journal-model"), options, drawSteps)),
          steps,
          writer.statements(say("journal-statements")),
        ];
      },
    });

    /** @param {string[]} statements */
    const write = (statements) => {
      search.value = "";
      const { model = models[0]?.id ?? null } = assess.inOrder(/** @type {any} */ (app.response.journal)).at(-1) ?? /** @type {any} */ ({});
      list.write({ date: assess.dayOf(new Date()), model, statements, steps: {}, text: "" });
    };

    const searching = field(say("journal-search"), search, { class: "entry-search" });
    search.addEventListener("input", () => update());
    element.append(el("section", { class: "entries-head" }, button(say("journal-new"), () => write([]), "button is-primary"), searching, said), list.node);

    const begin = assess.begin;
    assess.begin = (panel, statements) => {
      if (panel !== "journal") return begin?.(panel, statements);
      app.show("journal", { focus: false });
      write(statements);
    };

    function update() {
      const all = app.response.journal;
      const found = all.filter(has);
      searching.hidden = all.length < 2 && !search.value;
      const text = !all.length ? say("journal-none") : !search.value ? "" : found.length ? count("journal-found", found.length) : say("journal-none-found");
      if (said.textContent !== text) said.textContent = text;
      list.update();
    }
    update();
    return { update };
  };

  assess.panels.journal = journal;
})();
