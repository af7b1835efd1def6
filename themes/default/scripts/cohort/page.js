// The page of the class: files in, choices, a report, files out. It holds what is open in this window, and nothing is
// stored: closing the page forgets it.
(() => {
  "use strict";
  const { assess } = globalThis.Standpoint;
  const cohort = Standpoint.cohort;
  const { el, button, field, select, choice, confirm, download, focus, later, json } = assess.dom;
  const { row, legend, results, about } = cohort.view;
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => cohort.say(key, values);

  const app = document.getElementById("cohort-app");
  if (!app) return;
  const data = /** @type {Cohort.Data} */ (json("assessment-data"));
  const root = app.dataset.root ?? "";
  const [LEAST, MOST, USUAL] = [3, 50, 5];

  let open = cohort.emptyClass();
  /** Set while files are read, to stop it. @type {{ stopped: boolean } | null} */
  let reading = null;
  /** Counts the reports, so that only the last one is shown. */
  let turn = 0;
  /** @type {Cohort.Person[]} */
  let people = [];

  /** @param {Cohort.Taken} one */
  const isInvented = ({ response }) => response.generator === cohort.GENERATED;
  const invented = () => [...open.taken.values()].some(isInvented);
  // One person among the invented ones is to be protected.
  const least = () => ([...open.taken.values()].every(isInvented) ? 1 : LEAST);

  // ── Files in ──────────────────────────────────────────────────────────────────────────────────────────────────

  const status = el("p", { class: "cohort-status", role: "status" });
  const bar = el("progress", { "aria-label": say("files"), "max": 1, "value": 0 });
  const cancel = button(say("cancel"), () => reading && (reading.stopped = true));
  const progress = el("div", { class: "cohort-progress", hidden: true }, bar, cancel);
  const outcome = el("div", { class: "cohort-outcome" });

  const fileInput = el("input", { type: "file", multiple: true, accept: ".json,.zip,application/json,application/zip", onchange: () => given(fileInput) });
  const folderInput = el("input", { type: "file", multiple: true, webkitdirectory: true, onchange: () => given(folderInput) });

  /** @param {HTMLInputElement} input */
  function given(input) {
    const files = [...(input.files ?? [])];
    input.value = "";
    if (files.length) read((watch) => cohort.readFiles(open, files, data, watch));
  }

  /**
   * Shows how far it is, and takes what came of it unless it was stopped.
   * @param {(watch: Cohort.Watch) => Promise<Cohort.Class | null>} work
   */
  async function read(work) {
    if (reading) return;
    const turnOf = { stopped: false };
    reading = turnOf;
    const before = open.taken.size;
    let said = 0;
    bar.value = 0;
    progress.hidden = false;
    setBusy(true);
    /** @type {Cohort.Class | null} */
    let into = null;
    try {
      into = await work({
        stopped: () => turnOf.stopped,
        onProgress: ({ done, all }) => {
          bar.max = Math.max(1, all);
          bar.value = done;
          // Not oftener than it can be read out.
          if (performance.now() - said < 1_000) return;
          said = performance.now();
          status.textContent = say("reading", { done, all });
        },
      });
    } finally {
      reading = null;
      const inside = progress.contains(document.activeElement);
      progress.hidden = true;
      setBusy(false);
      if (inside) focus(document.getElementById("cohort-files"));
    }
    if (!into) return void (status.textContent = say("stopped"));
    const n = into.taken.size - before;
    const left = into.refused.length - open.refused.length;
    open = into;
    status.textContent = [n ? say("read", { n }) : say("read-none"), left > 0 && `${say("left-out", { n: left })}.`].filter(Boolean).join(" ");
    drawOutcome();
    await drawOptions();
  }

  /** What had focus when reading began. @type {HTMLElement | null} */
  let held = null;
  /** @param {boolean} busy */
  function setBusy(busy) {
    app?.setAttribute("aria-busy", String(busy));
    const controls = [fileInput, folderInput, demo];
    // A control that is switched off loses focus: it has it back afterwards.
    if (busy) held = controls.find((control) => control === document.activeElement) ?? null;
    for (const control of controls) control.disabled = busy;
    if (!busy && (!document.activeElement || document.activeElement === document.body)) held?.focus();
  }

  /** @param {string} key @param {Assess.Child[]} items */
  const fold = (key, items) => items.length > 0 && el("details", { class: "fold" }, el("summary", null, say(key, { n: items.length })), el("ul", { class: "cohort-list" }, items.slice(0, 1_000).map((item) => el("li", null, item))));
  /** @param {string} name */
  const fileName = (name) => el("strong", null, name.slice(0, 300));

  function drawOutcome() {
    const { taken, refused, duplicates, revisions, skipped, editions, locked } = open;
    const something = taken.size + refused.length + skipped.length + locked.length > 0;
    const input = el("input", { type: "password", autocomplete: "off" });
    const wrong = el("p", { class: "problem", role: "alert" });
    const unlock = async () => {
      let said = "";
      await read(async (watch) => {
        const { into, message } = await cohort.unlock(open, input.value, data, watch);
        said = message;
        return into;
      });
      // What was here is drawn anew.
      const again = /** @type {HTMLElement | null} */ (outcome.querySelector(".cohort-locked input"));
      if (again) again.focus();
      else focus(document.getElementById("cohort-files"));
      const problem = outcome.querySelector(".cohort-locked .problem");
      if (problem) later(() => (problem.textContent = said));
    };
    input.addEventListener("keydown", (event) => event.key === "Enter" && unlock());
    outcome.replaceChildren();
    if (!something) return;
    outcome.append(
      el("p", null, el("strong", null, say("is", { n: taken.size }))),
      ...[
        refused.length > 0 && el("details", { class: "fold", open: refused.length < 6 }, el("summary", null, say("left-out", { n: refused.length })), el("ul", { class: "cohort-list cohort-refused" }, refused.slice(0, 1_000).map(({ name, reason }) => el("li", null, fileName(name), ` ${reason}`)))),
        fold("revisions", revisions.map(({ name, kept, joined }) => say(joined ? "revision-joined" : "revision", { name, kept }))),
        fold("duplicates", duplicates.map(({ name, kept }) => say("duplicate", { name, kept }))),
        fold("editions", editions.map(({ name, edition }) => say("edition", { name, edition: edition || "–" }))),
        fold("skipped", skipped),
        locked.length > 0 && el("div", { class: "cohort-locked" }, fold("locked", locked.map(({ name }) => name)), field(say("passphrase"), input), el("p", { class: "assess-buttons" }, button(say("unlock"), unlock)), wrong),
        el("p", { class: "assess-buttons" }, button(say("start-over"), startOver, "button is-quiet")),
      ].filter((node) => node instanceof Node),
    );
  }

  async function startOver() {
    if (!(await confirm({ title: say("start-over-title"), text: say("start-over-text"), action: say("start-over") }))) return;
    open = cohort.emptyClass();
    status.textContent = "";
    drawOutcome();
    await drawOptions();
    focus(document.getElementById("cohort-files"));
  }

  const demoFor = select(data.assessments.map(({ id, title }) => ({ value: id, label: title })), data.assessments[0]?.id ?? "");
  const demo = button(say("demo"), () => {
    const chosen = cohort.assessmentData(data, demoFor.value);
    if (!chosen) return;
    const files = cohort.inventClass(chosen).map(({ name, text }) => new File([text], name, { type: "application/json" }));
    read((watch) => cohort.readFiles(open, files, data, watch));
  });

  // ── Dropping ──────────────────────────────────────────────────────────────────────────────────────────────────

  const dropNote = el("p", { class: "assess-hint" }, say("drop"));
  const box = el(
    "div",
    { class: "cohort-in" },
    el("div", { class: "cohort-choose" }, field(say("choose-files"), fileInput, { class: "opener" }), "webkitdirectory" in fileInput && field(say("choose-folder"), folderInput, { class: "opener" })),
    dropNote,
    !cohort.canUnzip() && el("p", { class: "assess-hint" }, say("no-unzip")),
  );

  /** The files of a folder that was dropped, with their paths. @param {any} entry @returns {Promise<File[]>} */
  async function filesOf(entry) {
    if (entry.isFile) {
      /** @type {File} */
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      Object.defineProperty(file, "webkitRelativePath", { value: entry.fullPath.replace(/^\//, "") });
      return [file];
    }
    const reader = entry.createReader();
    /** @type {File[]} */
    const files = [];
    for (;;) {
      /** @type {any[]} */
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return files;
      for (const one of some) {
        if (files.length > 20_000) return files;
        files.push(...(await filesOf(one)));
      }
    }
  }

  for (const type of ["dragenter", "dragover"])
    box.addEventListener(type, (event) => {
      event.preventDefault();
      box.classList.add("is-over");
    });
  box.addEventListener("dragleave", (event) => {
    if (!(event.relatedTarget instanceof Node && box.contains(event.relatedTarget))) box.classList.remove("is-over");
  });
  box.addEventListener("drop", async (event) => {
    event.preventDefault();
    box.classList.remove("is-over");
    // Both must be asked for before anything is waited for.
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
    const plain = items.map((item) => item.getAsFile());
    const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
    /** @type {File[]} */
    const files = [];
    let failed = false;
    for (const [index, entry] of entries.entries()) {
      const file = plain[index];
      if (!entry?.isDirectory) file && files.push(file);
      else
        try {
          files.push(...(await filesOf(entry)));
        } catch {
          failed = true;
        }
    }
    if (failed) status.textContent = say("drop-folder");
    if (files.length) await read((watch) => cohort.readFiles(open, files, data, watch));
  });

  // ── Choices ───────────────────────────────────────────────────────────────────────────────────────────────────

  const optionsPart = el("div", { hidden: true });
  const reportPart = el("div", { class: "cohort-report", hidden: true });

  /** What is chosen. */
  const chosen = {
    assessment: "",
    look: /** @type {Cohort.Choice} */ ("last"),
    before: /** @type {Cohort.Choice | null} */ (null),
    match: true,
    minimum: USUAL,
    research: false,
  };

  async function drawOptions() {
    const responses = [...open.taken.values()];
    optionsPart.hidden = reportPart.hidden = !responses.length;
    if (!responses.length) {
      turn++;
      optionsPart.replaceChildren();
      reportPart.replaceChildren();
      return;
    }
    /** @param {string} id */
    const count = (id) => responses.filter(({ response }) => response.assessment.id === id).length;
    const some = data.assessments.filter(({ id }) => count(id));
    if (!some.some(({ id }) => id === chosen.assessment)) chosen.assessment = some.reduce((most, one) => (count(one.id) > count(most.id) ? one : most)).id;
    people = cohort.peopleOf(responses, chosen.assessment, chosen.match);

    const having = new Map(cohort.choices.map((how) => [how, people.filter((person) => cohort.choose(person, how)).length]));
    const possible = cohort.choices.filter((how) => having.get(how));
    if (!possible.includes(chosen.look)) chosen.look = possible.includes("last") ? "last" : (possible[0] ?? "last");
    if (chosen.before && !possible.includes(chosen.before)) chosen.before = null;
    if (chosen.before === chosen.look) chosen.before = null;
    chosen.minimum = Math.min(MOST, Math.max(least(), chosen.minimum));

    /** @param {Cohort.Choice} how */
    const label = (how) => say("choice-option", { choice: say(`choice-${how}`), n: having.get(how) ?? 0 });
    const assessment = select(some.map(({ id, title }) => ({ value: id, label: say("assessment-option", { title, n: count(id) }) })), chosen.assessment);
    const look = select(possible.map((how) => ({ value: how, label: label(how) })), chosen.look);
    const before = select([{ value: "", label: say("before-none") }, ...possible.filter((how) => how !== chosen.look).map((how) => ({ value: how, label: label(how) }))], chosen.before ?? "");
    const match = el("input", { type: "checkbox", checked: chosen.match });
    const minimum = el("input", { type: "number", min: String(least()), max: String(MOST), value: String(chosen.minimum) });
    const together = people.filter(({ files }) => files > 1).length;
    /** @param {HTMLElement} control @param {() => void} change */
    const on = (control, change) =>
      control.addEventListener("change", async () => {
        change();
        const { id } = control;
        await drawOptions();
        document.getElementById(id)?.focus();
      });
    assessment.id = "cohort-choose-assessment";
    look.id = "cohort-choose-look";
    before.id = "cohort-choose-before";
    match.id = "cohort-choose-match";
    minimum.id = "cohort-choose-minimum";
    on(assessment, () => (chosen.assessment = assessment.value));
    on(look, () => (chosen.look = /** @type {Cohort.Choice} */ (look.value)));
    on(before, () => (chosen.before = /** @type {Cohort.Choice} */ (before.value) || null));
    on(match, () => (chosen.match = match.checked));
    on(minimum, () => (chosen.minimum = Math.round(Number(minimum.value)) || USUAL));
    const view = choice(
      say("view"),
      "cohort-view",
      [
        { value: "plain", label: say("plain") },
        { value: "research", label: say("research"), hint: say("research-hint") },
      ],
      chosen.research ? "research" : "plain",
      (value) => {
        chosen.research = value === "research";
        drawReport();
      },
    );
    optionsPart.replaceChildren(
      row(
        "cohort-options",
        say("options"),
        say("options-note"),
        el(
          "div",
          { class: "cohort-choices" },
          some.length > 1 && field(say("assessment"), assessment),
          field(say("look"), look),
          field(say("before"), before),
          field(say("minimum"), minimum, { hint: say("minimum-hint", { least: least() }) }),
        ),
        field(say("match"), match, { inline: true, hint: together ? say("match-note", { n: together }) : "" }),
        view,
      ),
    );
    await drawReport();
  }

  // ── The report ────────────────────────────────────────────────────────────────────────────────────────────────

  const computing = el("p", { class: "cohort-status", role: "status" });

  async function drawReport() {
    const mine = ++turn;
    const definition = cohort.assessmentData(data, chosen.assessment);
    if (!definition) return;
    const { look, before, minimum, research } = chosen;
    computing.textContent = say("computing");
    reportPart.setAttribute("aria-busy", "true");
    const pause = cohort.slices(() => mine !== turn);
    try {
      const made = await cohort.figuresOf(people, definition, { look, before, minimum, research }, { pause });
      if (mine !== turn) return;
      showReport(made);
    } catch (error) {
      // Another one has begun meanwhile.
      if (mine === turn) throw error;
    } finally {
      if (mine === turn) {
        computing.textContent = "";
        reportPart.removeAttribute("aria-busy");
      }
    }
  }

  /** @param {Cohort.Report} shown */
  function showReport(shown) {
    const { look, before, pairs, data: definition } = shown;
    const fake = invented();
    const rows = shown.blocks.length ? results(shown, fake, root) : [];
    const gone = before && shown.people.before - pairs;
    const links = rows.map((node) => node.querySelector("h2")).flatMap((heading) => (heading ? [el("li", null, el("a", { href: `#${heading.id}` }, heading.textContent))] : []));
    reportPart.replaceChildren(
      el("h2", { class: "cohort-title", id: "cohort-result", tabIndex: -1 }, definition.assessment.title),
      ...[
        fake && el("p", { class: "notice cohort-warning" }, say("invented-long")),
        el("p", null, [definition.framework.title, definition.framework.edition].filter(Boolean).join(say("comma"))),
        el("p", { class: "result-progress" }, before ? say("people-before", { choice: say(`choice-${before}`), n: shown.people.before, pairs }) : null, before && " ", say("people-look", { choice: say(`choice-${look}`), n: shown.people.look })),
        gone ? el("p", { class: "result-note" }, say("people-gone", { n: gone })) : null,
        before && shown.same ? el("p", { class: "result-note" }, say("people-same", { n: shown.same })) : null,
        !shown.blocks.length && el("p", { class: "notice" }, say("too-few", { minimum: shown.minimum })),
        rows.length > 1 && el("nav", { "class": "cohort-jump", "aria-label": say("jump") }, el("ul", null, links)),
        rows.length > 0 && legend(shown),
        ...rows,
        rows.length > 0 && about(shown),
        takeAway(shown, fake),
      ].filter((node) => node instanceof Node),
    );
    document.documentElement.dataset.cohort = "shown";
  }

  // ── Files out ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {Cohort.Report} shown @param {boolean} fake */
  function takeAway(shown, fake) {
    const definition = shown.data;
    const named = el("input", { type: "checkbox" });
    const how = () => ({ named: named.checked, invented: fake });
    /** @param {string} what @param {string} extension */
    const name = (what, extension) => `${fake ? "invented-" : ""}${definition.assessment.id.replace(/[^\p{L}\p{N}]+/gu, "-")}-${what}-${assess.dayOf(new Date())}.${extension}`;
    const pausing = { pause: cohort.slices(() => false) };
    /** @param {string} label @param {string} note @param {() => unknown} run */
    const way = (label, note, run) => el("li", null, button(say(label), run), el("span", { class: "assess-hint" }, say(note)));
    return row(
      "cohort-take",
      say("take"),
      say("take-note"),
      shown.blocks.length > 0 &&
        el(
          "ul",
          { class: "assess-ways-out" },
          way("print", "print-note", () => window.print()),
          way("counts-file", "counts-note", () => download(name("counts", "csv"), cohort.toCounts(shown, how()), "text/csv")),
          way("charts-file", "charts-note", async () => download(name("charts", "zip"), cohort.writeZip(cohort.toCharts(shown, how())), "application/zip")),
        ),
      el("h3", null, say("raw")),
      el("p", { class: "result-note" }, say("raw-note")),
      field(say("named"), named, { inline: true, hint: say("named-hint") }),
      el(
        "ul",
        { class: "assess-ways-out" },
        way("tidy-file", "tidy-note", async () => download(name("tidy", "csv"), await cohort.toTidy(people, definition, how(), pausing), "text/csv")),
        way("wide-file", "wide-note", async () => download(name("wide", "csv"), await cohort.toWide(people, definition, shown, how(), pausing), "text/csv")),
        way("codebook-file", "codebook-note", () => download(name("codebook", "csv"), cohort.toCodebook(definition, shown, how()), "text/csv")),
        way("codebook-text-file", "codebook-note", () => download(name("codebook", "md"), cohort.toCodebookText(definition, shown, how()), "text/markdown")),
      ),
    );
  }

  // Statements are drawn when they come near, and then push what is below them away.
  reportPart.addEventListener("focusin", ({ target }) => {
    requestAnimationFrame(() => requestAnimationFrame(() => target === document.activeElement && /** @type {Element} */ (target).scrollIntoView({ block: "nearest" })));
  });

  app.append(
    row(
      "cohort-files",
      say("files"),
      say("files-note"),
      box,
      progress,
      status,
      outcome,
      el(
        "div",
        { class: "cohort-demo" },
        data.assessments.length > 1 && field(say("demo-for"), demoFor),
        el("p", { class: "assess-buttons" }, demo),
        el("p", { class: "assess-hint" }, say("demo-note")),
      ),
    ),
    optionsPart,
    computing,
    reportPart,
  );
  // What it holds is not kept anywhere else on this machine.
  addEventListener("beforeunload", (event) => {
    if (reading) event.preventDefault();
  });
  document.documentElement.dataset.ready = "cohort";
})();
