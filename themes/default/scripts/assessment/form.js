// The form that is in the page already, brought to life: answers come back and are saved one by one, and it is shown a
// section or a statement at a time. Nothing here makes a second form.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, clear, select, field, full, date, focus, short } = assess.dom;
  const say = assess.say;

  /**
   * @typedef {{
   *   code: string, node: HTMLElement, part: HTMLElement, section: HTMLElement, info: HTMLElement, other: HTMLElement,
   *   write: HTMLButtonElement, radios: HTMLInputElement[], mark: HTMLInputElement | null, hash: string,
   *   texts: Map<"note" | "evidence", HTMLTextAreaElement>,
   * }} Entry an item of the form
   */
  const PAUSE = 300;
  const narrow = matchMedia("(max-width: 40rem)");

  assess.panels.form = (form, app) => {
    const { data } = app;
    /** @type {Map<string, Entry>} */
    const entries = new Map();
    /** @type {Map<HTMLTextAreaElement, () => void>} */
    const dirty = new Map();
    const sections = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".assess-section")]);
    /** @type {Assess.View} */
    let view = { rows: [], kept: [] };
    let code = data.items[0]?.code ?? "";
    /** @type {"section" | "one" | "all"} */
    let mode = narrow.matches ? "one" : "section";

    const rowOf = (/** @type {string} */ of) => view.rows.find(({ item }) => item.code === of);
    const target = (/** @type {string} */ of) => ({ occasion: app.occasion, code: rowOf(of)?.code ?? of });
    const flush = () => {
      for (const write of [...dirty.values()]) write();
    };
    app.drafts.add(flush);

    // ── Each statement ──────────────────────────────────────────────────────────────────────────────────────────

    const reminder = document.getElementById("assess-privacy")?.textContent ?? "";

    /** @param {HTMLElement} node @returns {Entry} */
    function prepare(node) {
      const code = node.dataset.code ?? "";
      const ours = /** @type {HTMLElement} */ (node.querySelector(".assess-ours"));
      const writing = /** @type {HTMLElement} */ (node.querySelector(".assess-writing"));
      const mark = /** @type {HTMLElement} */ (node.querySelector(".assess-mark"));
      for (const set of node.querySelectorAll("fieldset")) {
        const wipe = button(say("ui-clear"), clearAnswer, "assess-clear", { hidden: true });
        (set.querySelector(".assess-specials") ?? set).append(wipe);
        set.append(el("p", { class: "assess-role-answers" }));
      }
      writing.id = `${code}-writing`;
      writing.classList.add("is-folded");
      const write = button([el("span", { class: "unseen" }, code + say("colon")), say("ui-write")], () => unfold(entry, write.getAttribute("aria-expanded") !== "true", true), "assess-unfold", {
        "aria-expanded": "false",
        "aria-controls": writing.id,
      });
      const info = el("div", { class: "assess-info" });
      const other = el("div", { class: "assess-role-texts" });
      ours.prepend(info);
      writing.prepend(el("p", { class: "assess-hint assess-reminded" }, reminder));
      writing.after(other);
      writing.before(el("div", { class: "assess-tools" }, write, mark));
      const prompts = node.querySelector("details");
      if (prompts) prompts.open = mode === "one";
      /** @type {Entry} */
      const entry = {
        ...{ code, node, info, other, write, hash: assess.locate(code, data).item?.hash ?? "" },
        part: /** @type {HTMLElement} */ (node.closest(".assess-part")),
        section: /** @type {HTMLElement} */ (node.closest(".assess-section")),
        radios: [...node.querySelectorAll("input")].filter(({ type }) => type === "radio"),
        mark: mark.querySelector("input"),
        texts: new Map(),
      };
      for (const text of node.querySelectorAll("textarea")) {
        const name = text.name.endsWith("|note") ? "note" : "evidence";
        text.maxLength = assess.limits.text;
        entry.texts.set(name, text);
      }
      return entry;
    }

    /** @param {Entry} entry @param {boolean} open @param {boolean} [enter] */
    function unfold({ write, node, texts }, open, enter = false) {
      write.setAttribute("aria-expanded", String(open));
      node.querySelector(".assess-writing")?.classList.toggle("is-folded", !open);
      if (open && enter) texts.get("note")?.focus();
    }

    /** @param {MouseEvent} event */
    function clearAnswer(event) {
      const set = /** @type {HTMLElement} */ (event.currentTarget).closest("fieldset");
      const first = set?.querySelector("input");
      if (!set || !first) return;
      first.focus();
      answer(first.name, null);
    }

    /** @param {string} name @param {Assess.Value} value */
    function answer(name, value) {
      const [code, scale] = name.split("|");
      app.edit({ type: "answer", ...target(code), role: app.role, scale, value, hash: entries.get(code)?.hash ?? "" });
    }

    form.addEventListener("change", ({ target: input }) => {
      if (!(input instanceof HTMLInputElement)) return;
      const [code, what] = input.name.split("|");
      if (what === "marked") app.edit({ type: "mark", ...target(code), value: input.checked });
      else if (input.type === "radio") answer(input.name, /^\d+$/.test(input.value) ? Number(input.value) : input.value);
    });

    form.addEventListener("input", ({ target: text }) => {
      if (!(text instanceof HTMLTextAreaElement)) return;
      const [code, name] = text.name.split("|");
      const place = { occasion: app.occasion, role: app.role };
      const write = () => {
        clearTimeout(timer);
        dirty.delete(text);
        app.edit({ type: "write", ...target(code), ...place, field: /** @type {"note"} */ (name), value: text.value });
        // Here, since it may be written down before the pause: then nobody would look at it again.
        hint(text);
      };
      clearTimeout(timers.get(text));
      const timer = setTimeout(write, PAUSE);
      timers.set(text, timer);
      dirty.set(text, write);
      app.typing();
      full(text);
    });
    /** @type {WeakMap<HTMLTextAreaElement, any>} */
    const timers = new WeakMap();
    form.addEventListener("focusout", ({ target: text }) => {
      if (!(text instanceof HTMLTextAreaElement)) return;
      dirty.get(text)?.();
      hint(text);
    });

    /** Points out, under the text, what could tell who somebody is. @param {HTMLTextAreaElement} text */
    function hint(text) {
      assess.parts.pointOut(text, boxOf(text), data);
    }
    const boxOf = (/** @type {HTMLTextAreaElement} */ text) => /** @type {HTMLElement} */ (text.parentElement?.nextElementSibling);

    /** What was said about a statement, put where it belongs. @param {Assess.Row} row @param {Map<string, Assess.Row>[]} others */
    function fill(row, others) {
      const entry = entries.get(row.item.code);
      if (!entry) return;
      for (const radio of entry.radios) {
        const given = row.given[radio.name.split("|")[1]];
        const checked = given?.counts === true && String(given.value) === radio.value;
        if (radio.checked !== checked) radio.checked = checked;
      }
      for (const set of entry.node.querySelectorAll("fieldset")) {
        const id = set.dataset.scale ?? "";
        const said = /** @type {HTMLElement} */ (set.lastElementChild);
        const wipe = /** @type {HTMLElement} */ (set.querySelector(".assess-clear"));
        const none = !row.given[id]?.counts;
        // Set to what it is, it would be styled anew all the same.
        if (wipe.hidden !== none) wipe.hidden = none;
        const texts = otherRoles().flatMap((role, index) => {
          const given = others[index].get(row.item.code)?.given[id];
          return given && given.kind !== "blank" ? [say("ui-role-answer", { role: app.roleName(role), label: given.label })] : [];
        });
        if (said.textContent !== texts.join(say("semicolon"))) said.textContent = texts.join(say("semicolon"));
      }
      if (entry.mark) entry.mark.checked = row.marked;
      entry.node.classList.toggle("is-marked", row.marked);
      for (const [name, text] of entry.texts) {
        if (dirty.has(text) || text.value === row[name]) continue;
        text.value = row[name];
        // What was pointed out may not be in it any more.
        if (boxOf(text).firstChild) hint(text);
      }
      if (row.note || row.evidence) unfold(entry, true);

      const said = otherRoles().flatMap((role, index) => {
        const there = others[index].get(row.item.code);
        return /** @type {const} */ (["note", "evidence"]).flatMap((name) =>
          there?.[name] ? [el("figure", null, el("figcaption", { class: "assess-hint" }, say("ui-role-text", { role: app.roleName(role), field: say(name === "note" ? "notes" : name) })), el("blockquote", null, there[name]))] : [],
        );
      });
      clear(entry.other).append(...said);

      const told = [];
      const all = Object.entries(row.given);
      if (row.code !== row.item.code && all.some(([, given]) => given.kind !== "blank")) told.push(say("ui-moved", { code: row.code }));
      for (const [id, given] of all) {
        if (given.kind === "blank" || given.counts) continue;
        const scale = data.scales.find((one) => one.id === id)?.title ?? id;
        if (given.kind === "unknown") told.push(say("ui-unknown", { scale, label: given.label }));
        else told.push(say("ui-reworded", { label: given.label, date: date(given.at) }));
      }
      clear(entry.info).append(...[...new Set(told)].map((one) => el("p", { class: "assess-earlier" }, one)));
    }

    const otherRoles = () => data.assessment.roles.filter((role) => role !== app.role);

    /** Conflicts, at the statement. */
    function drawConflicts() {
      for (const conflict of assess.findConflicts(app.response))
        if (conflict.kind === "rating" && conflict.id === app.occasion)
          entries.get(assess.locate(conflict.code ?? "", data).item?.code ?? "")?.info.append(app.conflictView(conflict));
    }

    /** The question as it is put to this role. */
    function askAs() {
      const own = app.role === data.assessment.roles[0];
      for (const { node } of entries.values()) {
        for (const set of node.querySelectorAll("fieldset")) {
          const scale = data.scales.find(({ id }) => id === set.dataset.scale);
          const question = set.querySelector("legend")?.lastChild;
          if (question && scale) question.textContent = (own ? scale.question : scale.questionOther || scale.question) ?? "";
        }
        const label = node.querySelector(".assess-writing label > span")?.lastChild;
        if (label) {
          noteLabel ||= label.textContent ?? "";
          label.textContent = own ? noteLabel : say("ui-comment");
        }
      }
    }
    let noteLabel = "";

    // ── How far ─────────────────────────────────────────────────────────────────────────────────────────────────

    const nav = /** @type {HTMLElement} */ (document.getElementById("assess-progress"));
    const summary = el("summary");
    const list = el("ol", { class: "assess-sections" });
    const asked = el("div", { class: "assess-asked", hidden: true });
    const left = button("", () => ask("left"), "assess-ask", { "aria-expanded": "false" });
    const marked = button("", () => ask("marked"), "assess-ask", { "aria-expanded": "false" });
    const views = select(
      /** @type {const} */ (["section", "one", "all"]).map((value) => ({ value, label: say(`ui-view-${value}`) })),
      mode,
      { onchange: () => setMode(/** @type {any} */ (views.value)) },
    );
    const fold = el("details", { open: !narrow.matches }, summary, list, el("div", { class: "assess-asks" }, left, marked), asked, field(say("ui-view-label"), views));
    nav.append(fold);
    narrow.addEventListener("change", () => {
      fold.open = !narrow.matches;
      if (mode !== "all") setMode(narrow.matches ? "one" : "section");
    });
    const links = sections.map((section) => {
      const head = section.querySelector("h2");
      const how = el("span", { class: "assess-how" });
      const bar = el("span", { "class": "assess-how-bar", "aria-hidden": "true" }, el("i"), el("b"));
      const link = el("a", { href: `#${head?.id}`, onclick: (/** @type {Event} */ event) => (event.preventDefault(), toSection(section)) }, [...(head?.querySelector("a")?.cloneNode(true).childNodes ?? [])], how, bar);
      list.append(el("li", null, link));
      return { section, link, how, bar };
    });

    /** @param {Assess.Progress} progress */
    const progressText = (progress) => say(progress.notApplicable ? "ui-progress" : "ui-progress-all", /** @type {any} */ (progress));

    function drawProgress() {
      const all = assess.progressOf(view.rows);
      summary.textContent = progressText(all);
      for (const { section, how, bar } of links) {
        const rows = view.rows.filter(({ item }) => entries.get(item.code)?.section === section);
        const progress = assess.progressOf(rows);
        how.textContent = progressText(progress);
        const [answered, not] = /** @type {HTMLElement[]} */ ([...bar.children]);
        answered.style.flexGrow = String(progress.answered);
        not.style.flexGrow = String(progress.notApplicable);
        bar.style.setProperty("--left", String(progress.left));
      }
      left.textContent = say("ui-left", { n: all.left });
      marked.textContent = say("ui-marked", { n: all.marked.length });
      marked.hidden = !all.marked.length;
      if (!asked.hidden) drawAsked(all);
      drawSteps();
    }

    /** @type {"left" | "marked" | ""} */
    let asking = "";
    /** @param {"left" | "marked"} what */
    function ask(what) {
      asking = asking === what ? "" : what;
      left.setAttribute("aria-expanded", String(asking === "left"));
      marked.setAttribute("aria-expanded", String(asking === "marked"));
      asked.hidden = !asking;
      if (asking) drawAsked(assess.progressOf(view.rows));
    }
    /** @param {Assess.Progress} progress */
    function drawAsked(progress) {
      const codes = asking === "marked" ? progress.marked : progress.leftCodes;
      const here = document.activeElement instanceof HTMLElement && asked.contains(document.activeElement) ? document.activeElement.dataset.code : "";
      clear(asked).append(
        codes.length
          ? el(
              "ul",
              null,
              codes.map((code) =>
                el("li", null, el("a", { href: `#${code}`, data: { code }, onclick: (/** @type {Event} */ event) => (event.preventDefault(), goTo(code)) }, el("span", { class: "code" }, code), " ", el("span", { class: "published" }, short(assess.locate(code, data).item?.words ?? "", 64)))),
              ),
            )
          : el("p", null, say("ui-nothing-left")),
      );
      if (here) /** @type {HTMLElement | null} */ (asked.querySelector(`[data-code="${here}"]`))?.focus();
    }

    // ── A section, a statement at a time ────────────────────────────────────────────────────────────────────────

    const previous = button("", () => step(-1), "button assess-previous");
    const following = button("", () => step(1), "button is-primary assess-following");
    const position = el("span", { class: "assess-position" });
    form.append(el("div", { class: "assess-steps" }, previous, position, following));

    const codes = data.items.map((item) => item.code).filter((one) => form.querySelector(`[data-code="${CSS.escape(one)}"]`));
    const place = () => (mode === "one" ? codes.indexOf(code) : sections.indexOf(/** @type {Entry} */ (entries.get(code)).section));

    function drawSteps() {
      const at = place();
      const all = mode === "one" ? codes.length : sections.length;
      const name = (/** @type {number} */ index) => (mode === "section" ? sections[index]?.querySelector("h2")?.textContent?.trim() : "");
      const words = (/** @type {string} */ key, /** @type {number} */ index) => el("span", null, say(key), mode === "section" && el("span", { class: "published" }, name(index)));
      previous.hidden = mode === "all" || at === 0;
      clear(previous).append(words("ui-back", at - 1));
      const last = mode === "all" || at === all - 1;
      clear(following).append(last ? say("ui-to-results") : words("ui-next", at + 1));
      position.textContent = mode === "all" ? "" : say("ui-position", { n: at + 1, total: all });
    }

    /** @param {number} by */
    function step(by) {
      const at = place() + by;
      if (mode === "all" || at >= (mode === "one" ? codes.length : sections.length)) return app.show("results");
      if (mode === "one") goTo(codes[at]);
      else toSection(sections[at]);
    }

    /** @param {HTMLElement} section */
    function toSection(section) {
      const first = /** @type {HTMLElement | null} */ (section.querySelector(".assess-item"));
      if (!first) return;
      if (narrow.matches) fold.open = false;
      if (mode === "one") return goTo(first.dataset.code ?? "");
      flush();
      code = first.dataset.code ?? "";
      arrange();
      focus(section.querySelector("h2"), { preventScroll: true });
      work.scrollIntoView({ block: "start" });
    }

    /** @param {string} to */
    function goTo(to) {
      const entry = entries.get(assess.locate(to, data).item?.code ?? "");
      if (!entry) return;
      flush();
      code = entry.code;
      if (narrow.matches) fold.open = false;
      arrange();
      focus(entry.node.querySelector("h4"), { preventScroll: true });
      (mode === "one" ? work : entry.node).scrollIntoView({ block: "start" });
    }

    /** Puts away what is not to be seen now; on paper everything is there. */
    function arrange() {
      const here = entries.get(code);
      form.dataset.view = mode;
      for (const section of sections) section.classList.toggle("assess-away", mode !== "all" && section !== here?.section);
      for (const entry of entries.values()) {
        entry.node.classList.toggle("assess-away", mode === "one" && entry !== here);
        if (mode === "one" && entry.part !== here?.part) entry.part.classList.add("assess-away");
        else entry.part.classList.remove("assess-away");
      }
      for (const { section, link } of links) {
        if (section === here?.section) link.setAttribute("aria-current", "step");
        else link.removeAttribute("aria-current");
      }
      drawSteps();
    }

    /** @param {"section" | "one" | "all"} next */
    function setMode(next) {
      mode = next;
      views.value = next;
      arrange();
    }

    // ── Answers for statements that are not here ────────────────────────────────────────────────────────────────

    const kept = el("section", { class: "assess-kept", hidden: true });
    form.append(kept);
    function drawKept() {
      kept.hidden = !view.kept.length;
      clear(kept);
      if (!view.kept.length) return;
      kept.append(
        el("h2", null, say("ui-kept")),
        el("p", null, say("ui-kept-text")),
        el(
          "ul",
          null,
          view.kept.map(({ code, now, rating }) =>
            el(
              "li",
              null,
              el("p", null, el("strong", { class: "code" }, code), now && [assess.arrow, el("a", { href: `#${now}`, onclick: (/** @type {Event} */ event) => (event.preventDefault(), goTo(now)) }, now)]),
              Object.entries(rating.roles).flatMap(([role, side]) => [
                ...Object.entries(side.scales).map(([id, { value }]) => {
                  const scale = data.scales.find((one) => one.id === id);
                  const label = typeof value === "number" ? scale?.points[value - 1]?.label : scale?.specials.find((one) => one.id === value)?.label;
                  return value === null ? null : el("p", null, `${app.roleName(role)}${say("comma")}${scale?.title ?? id}${say("colon")}${label ?? value}`);
                }),
                ...[side.note, side.evidence].map((text) => text?.value && el("blockquote", null, text.value)),
              ]),
            ),
          ),
        ),
      );
    }

    // ── All together ────────────────────────────────────────────────────────────────────────────────────────────

    let later = 0;
    /** @param {Assess.Key[] | null} keys what changed; null: anything may have */
    function draw(keys) {
      const codes = keys && new Set(keys.map(([, , code]) => assess.locate(code ?? "", data).item?.code));
      const only = codes ? { ...data, items: data.items.filter(({ code }) => codes.has(code)) } : data;
      const of = (/** @type {string} */ role) => assess.viewOf(app.response, app.occasion, only, role);
      const { rows, kept } = of(app.role);
      if (codes) {
        const changed = new Map(rows.map((row) => [row.item.code, row]));
        view = { ...view, rows: view.rows.map((row) => changed.get(row.item.code) ?? row) };
      } else view = { rows, kept };
      const others = otherRoles().map((role) => new Map(of(role).rows.map((row) => [row.item.code, row])));
      for (const row of rows) fill(row, others);
      if (!codes) askAs();
      drawConflicts();
      if (!codes) drawKept();
      // After the answer itself is on the screen.
      clearTimeout(later);
      later = setTimeout(() => requestAnimationFrame(drawProgress), keys ? 50 : 0);
    }

    const skip = document.querySelector('.skip[href="#assess-form"]');
    skip?.addEventListener("click", (event) => (event.preventDefault(), app.goTo(assess.progressOf(view.rows).leftCodes[0] ?? code)));

    // What is asked, and why, is read once; then it is a line to open.
    const introduction = document.querySelector(".assess-introduction");
    const asks = document.querySelector(".assess-key");
    const fresh = !app.response.occasions.length;
    for (const [section, title, open] of /** @type {const} */ ([[introduction, "ui-about", fresh], [asks, "ui-asked", fresh && !narrow.matches]])) {
      const fold = el("details", { class: "assess-about", open }, el("summary", null, say(title)));
      section?.before(fold);
      if (section) fold.append(section);
    }
    /** @type {HTMLDetailsElement[]} */
    let closed = [];
    addEventListener("beforeprint", () => {
      flush();
      closed = [...document.getElementsByTagName("details")].filter((one) => !one.open && one.closest("article"));
      for (const one of closed) one.open = true;
    });
    addEventListener("afterprint", () => {
      for (const one of closed) one.open = false;
    });

    const work = el("div", { class: "assess-work" });
    form.before(document.getElementById("assess-occasions") ?? "", work);
    work.append(nav, form);
    nav.hidden = false;
    for (const node of form.querySelectorAll(".assess-item")) {
      const entry = prepare(/** @type {HTMLElement} */ (node));
      entries.set(entry.code, entry);
    }
    arrange();
    draw(null);
    app.subscribe((_, keys, own) => {
      const ratings = keys.length > 0 && keys.every(([kind, id]) => kind === "rating" && id === app.occasion);
      if (!own && !ratings) flush();
      if (ratings || !keys.length || keys.some(([kind]) => kind === "rating" || kind === "occasion" || kind === "head")) draw(ratings ? keys : null);
    });

    return { update() {}, goTo };
  };
})();
