// Checks in a lesson: marks the answers, shows the feedback that the writer of the course gave to them, and keeps both. It
// never stands in the way: one may check as often as one likes, change an answer, and go on without any.
(() => {
  "use strict";
  const study = Standpoint.study;
  const { el, button, focus, readOut } = study.dom;
  const say = study.say;

  study.words({
    "check-check": "Check the answers",
    "check-again": "Try again",
    "check-answers": "Show the answers",
    "check-clear": "Start over",
    "check-score": "{right} of {of} questions right.",
    "check-score-one": "{right} of 1 question right.",
    "check-open": "{n} not answered yet.",
    "check-open-one": "1 not answered yet.",
    "check-all": "All {of} questions right.",
    "check-all-one": "1 of 1 question right.",
    "check-none": "Nothing is answered yet.",
    "check-right": "Right.",
    "check-wrong": "Not right yet.",
    "check-part": "Partly right.",
    "check-missing": "Something that belongs to the answer is not chosen.",
    "check-twice": "Every place can be given only once.",
    "check-solution": "The answer:",
    "check-is": "This is the answer.",
    "check-is-not": "Not the answer.",
    "check-belongs": "Belongs to the answer.",
    "check-not": "Does not belong to it.",
    "check-look": "Look again at question",
    "check-to": "Question {n}",
    "check-before": "Last time: {right} of {of} questions right.",
    "check-before-one": "Last time: {right} of 1 question right.",
    "check-cleared": "The answers of this check are cleared.",
    "check-consider": "Show what to consider",
    "check-write-first": "Write something first; a few words are enough.",
    "check-private": "Nobody marks this, and nobody else reads it. Leave out names.",
    "check-changed": "This question has changed since you answered it.",
  });

  /** The same for the same words of a question, so that a saved answer is not put to other ones (FNV-1a). @param {string} text */
  function sign(text) {
    let hash = 0x811c9dc5;
    for (const letter of text.replace(/\s+/g, " ")) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return hash.toString(36);
  }

  /** @typedef {"right" | "wrong" | "part" | "open" | null} Mark open: not answered; null: not marked */

  /** @param {HTMLElement} fieldset @param {() => void} onChange */
  function question(fieldset, onChange) {
    const { question: id = "", kind = "" } = fieldset.dataset;
    const out = /** @type {HTMLElement} */ (fieldset.querySelector("[data-feedback-out]"));
    const all = (/** @type {string} */ selector) => /** @type {HTMLElement[]} */ ([...fieldset.querySelectorAll(selector)]);
    const inputs = /** @type {HTMLInputElement[]} */ (all("input"));
    const selects = /** @type {HTMLSelectElement[]} */ (all("select"));
    const area = fieldset.querySelector("textarea");
    const words = sign(
      [fieldset.querySelector(".check-asked") ?? fieldset.querySelector("legend"), ...all(".check-option, select, [data-item]")].map((one) => one?.textContent ?? "").join("\n"),
    );
    /** @type {Mark} */
    let mark = null;
    /** Whether the answers are shown. */
    let solved = false;

    /** Feedback is HTML of the page itself: cloned. @param {string} name */
    const feedback = (name) => {
      const template = fieldset.querySelector(`template[data-feedback="${CSS.escape(name)}"]`);
      return template instanceof HTMLTemplateElement ? [template.content.cloneNode(true)] : [];
    };
    const isRight = (/** @type {Element | null} */ one) => one?.hasAttribute("data-right") === true;
    const optionOf = (/** @type {Element} */ input) => input.closest("[data-option]") ?? input.closest("label");
    const rightOf = (/** @type {HTMLSelectElement} */ select) => select.dataset.right ?? select.closest("[data-place]")?.getAttribute("data-place") ?? "";
    const labelOf = (/** @type {Element} */ control) => {
      const label = control.closest("[data-item]") ?? control.closest("label") ?? fieldset.querySelector(`label[for="${CSS.escape(control.id)}"]`);
      const copy = /** @type {Element} */ ((label ?? control).cloneNode(true));
      for (const gone of copy.querySelectorAll("select, template, .unseen, [aria-hidden]")) gone.remove();
      return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
    };

    /** @returns {any} undefined: nothing is answered */
    function given() {
      if (area) return area.value.trim() ? area.value : undefined;
      if (selects.length) return selects.some(({ value }) => value !== "") ? selects.map(({ value }) => value) : undefined;
      const chosen = inputs.filter(({ checked }) => checked).map(({ value }) => value);
      return !chosen.length ? undefined : kind === "multiple" ? chosen : chosen[0];
    }
    /** @param {any} value */
    function fill(value) {
      const list = [value ?? []].flat().map(String);
      if (area) area.value = typeof value === "string" ? value : "";
      selects.forEach((select, index) => {
        const known = [...select.options].some((option) => option.value === list[index]);
        if (known) select.value = list[index];
        else select.selectedIndex = [...select.options].findIndex((option) => option.value === "");
      });
      for (const input of inputs) input.checked = list.includes(input.value);
    }
    function judge() {
      const answer = given();
      if (answer === undefined) return "open";
      if (selects.length) {
        const right = selects.filter((select) => select.value === rightOf(select)).length;
        return right === selects.length ? "right" : right ? "part" : "wrong";
      }
      const chosen = inputs.filter(({ checked }) => checked);
      const wrong = chosen.filter((input) => !isRight(optionOf(input))).length;
      const missed = inputs.filter((input) => !input.checked && isRight(optionOf(input))).length;
      return !wrong && !missed ? "right" : wrong === chosen.length ? "wrong" : "part";
    }

    const closed = (/** @type {string} */ text) => (/[.?!…][”’"')]?$/.test(text) ? text : `${text}.`);
    /** What it is about, how that stands, and what the writer of the course says. @param {string} about @param {string} state @param {Node[]} body */
    const item = (about, state, body) =>
      el("li", null, about && [el("strong", null, closed(about)), " "], state && el("span", { class: "check-state" }, state, " "), body);

    function draw() {
      for (const one of [fieldset, ...all("[data-option], [data-item], label:has(select)")]) one.classList.remove("is-right", "is-wrong");
      fieldset.dataset.marked = mark ?? "";
      if (!mark || (mark === "open" && !solved)) return out.replaceChildren();
      const verdict = mark !== "open" && el("p", { class: `check-verdict is-${mark}` }, say(`check-${mark}`));
      /** @type {(Node | null)[]} */
      let items = [];
      /** @type {string[]} */
      const notes = [];
      if (selects.length) {
        items = selects.map((select, index) => {
          const right = select.value === rightOf(select);
          const row = select.closest("label") ?? select.closest("[data-item]");
          if (select.value) row?.classList.add(right ? "is-right" : "is-wrong");
          const name = select.closest("[data-item]")?.getAttribute("data-item") ?? select.name.split(".").pop() ?? String(index);
          const solution = [...select.options].find(({ value }) => value === rightOf(select))?.textContent?.trim() ?? "";
          const state = right || !solved ? say(right ? "check-right" : "check-wrong") : closed(`${say("check-solution")} ${solution}`);
          return item(labelOf(select), state, right || solved || mark !== "right" ? feedback(name) : []);
        });
        const places = selects.map(({ value }) => value).filter(Boolean);
        if (kind === "ordering" && new Set(places).size < places.length) notes.push(say("check-twice"));
      } else {
        const shown = inputs.filter(({ checked }) => checked || solved);
        for (const input of inputs) if (input.checked) optionOf(input)?.classList.add(isRight(optionOf(input)) ? "is-right" : "is-wrong");
        items = shown.map((input) => {
          const right = isRight(optionOf(input));
          const state = !solved ? "" : kind === "multiple" ? say(right ? "check-belongs" : "check-not") : say(right ? "check-is" : "check-is-not");
          return item(solved || kind === "multiple" ? labelOf(input) : "", state, feedback(input.value));
        });
        if (!solved && kind === "multiple" && mark !== "right" && inputs.some((input) => !input.checked && isRight(optionOf(input)))) notes.push(say("check-missing"));
      }
      out.replaceChildren(...(verdict ? [verdict] : []), ...notes.map((note) => el("p", null, note)), el("ul", null, items));
    }

    if (area) {
      const consider = fieldset.querySelector("template[data-consider]");
      const hint = el("p", { class: "study-hint", id: `${area.name}-hint` }, say("check-private"));
      area.setAttribute("aria-describedby", hint.id);
      (area.closest("label") ?? area).after(hint);
      if (consider instanceof HTMLTemplateElement) {
        out.before(
          button(say("check-consider"), () => {
            out.replaceChildren(given() === undefined ? el("p", null, say("check-write-first")) : el("div", { class: "prose" }, consider.content.cloneNode(true)));
            if (given() !== undefined) readOut(out, say("check-consider"));
            else area.focus();
          }),
        );
      }
    }
    const changed = () => {
      if (mark && mark !== "open") {
        mark = null;
        draw();
      }
      onChange();
    };
    fieldset.addEventListener("change", changed);
    area?.addEventListener("input", changed);

    return {
      id,
      words,
      fieldset,
      counts: kind !== "reflection",
      given,
      get mark() {
        return mark;
      },
      /** @param {boolean} on @param {boolean} [solve] */
      marked(on, solve = false) {
        solved = solve;
        if (kind === "reflection") return;
        mark = on ? judge() : null;
        draw();
      },
      /** @param {Study.Answer | undefined} answer */
      restore(answer) {
        if (answer && answer.words !== words) return void out.replaceChildren(el("p", { class: "study-hint" }, say("check-changed")));
        fill(area ? answer?.text : answer?.given);
        mark = null;
        if (area) out.replaceChildren();
        else if (answer?.marked) mark = judge();
        draw();
      },
      look() {
        focus(fieldset.querySelector("legend") ?? fieldset);
        fieldset.scrollIntoView();
      },
      focus: () => focus((area ?? selects[0] ?? inputs.find(({ checked }) => checked) ?? inputs[0]) || fieldset),
    };
  }

  const isMarked = (/** @type {{ mark: Mark }} */ { mark }) => mark !== null && mark !== "open";

  /** @param {HTMLElement} section @param {string} course @param {Study.Store} store */
  async function begin(section, course, store) {
    const form = section.querySelector("form");
    const actions = /** @type {HTMLElement | null} */ (section.querySelector("[data-check-actions]"));
    const out = section.querySelector("[data-check-out]");
    if (!form || !actions || !out) return;
    const key = `${course}/${section.dataset.check}`;
    const fieldsets = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-question]")]);
    const questions = fieldsets.map((fieldset) => question(fieldset, () => changed()));
    const counted = questions.filter(({ counts }) => counts);
    const of = counted.length;
    let timer = 0;
    let restoring = false;
    /** Whether what is kept has been read once. */
    let isRead = false;
    /** What was kept where something was saved before that. @type {Map<string, unknown>} */
    const unread = new Map();
    /** With what would otherwise be written over unread. @param {string} id @param {unknown} value */
    const whole = (id, value) => (unread.has(id) ? study.joined(unread.get(id), value) : value);
    /** Whether the answers are shown. */
    let shown = false;
    const look = el("p", { class: "check-looks", hidden: true });
    out.after(look);

    /** @type {Map<string, string>} what is stored, as text */
    let stored = new Map();
    /** The same, as far as it is surely on the disk. */
    let written = new Map();
    let writing = 0;
    /** The last of what is being written. @type {Promise<unknown>} */
    let saving = Promise.resolve();
    /** What differs from what is stored. */
    const changes = () =>
      questions.flatMap((one) => {
        const given = one.given();
        const value = given === undefined ? undefined : one.counts ? { given, words: one.words, marked: isMarked(one) } : { text: given, words: one.words };
        const text = JSON.stringify(value) ?? "";
        const base = stored.get(one.id) ?? "";
        // An answer to an earlier form of the question stays until there is one to this.
        const earlier = value === undefined && base !== "" && JSON.parse(base).words !== one.words;
        return text === base || earlier ? [] : [{ one, text, base, value, kind: "answer", id: `${key}/${one.id}` }];
      });
    /** @param {Study.Edit[]} [more] */
    async function save(more = []) {
      clearTimeout(timer);
      const changed = changes();
      for (const { one, text } of changed) stored.set(one.id, text);
      if (!changed.length && !more.length) return;
      writing++;
      const edits = changed.map(({ kind, id, value }) => ({
        ...{ kind, id },
        edit: (/** @type {unknown} */ old) => {
          if (!isRead && !unread.has(id)) unread.set(id, old);
          return whole(id, value);
        },
      }));
      const change = store.change([...edits, ...more]);
      saving = change;
      const { ok, message } = await change;
      writing--;
      // Then it is as if it had not been tried: it is saved with the next answer, and nothing takes its place until then.
      if (!ok && store.mode === "kept") for (const { one } of changed) stored.set(one.id, written.get(one.id) ?? "");
      if (!writing) written = new Map(stored);
      if (!ok && store.mode === "kept" && out) out.textContent = message;
    }
    function changed() {
      if (restoring) return;
      show();
      clearTimeout(timer);
      timer = window.setTimeout(save, 200);
    }

    const score = () => ({ right: counted.filter(({ mark }) => mark === "right").length, of, answered: counted.filter((one) => one.given() !== undefined).length });

    /** @param {boolean} [aloud] */
    function show(aloud = false) {
      const { right, answered } = score();
      const marked = counted.some(({ mark }) => mark !== null);
      again.hidden = !counted.some(({ mark }) => mark === "wrong" || mark === "part");
      solve.hidden = !marked || right === of || (!answered && !shown);
      clear.hidden = !questions.some((one) => one.given() !== undefined);
      const open = of - answered;
      const left = answered && marked ? questions.filter(({ mark }) => mark !== null && mark !== "right") : [];
      look.hidden = !left.length;
      look.replaceChildren(
        say("check-look"),
        ...left.flatMap((one) => {
          const n = questions.indexOf(one) + 1;
          return [" ", button(String(n), one.look, { "class": "button check-look", "aria-label": say("check-to", { n }) })];
        }),
      );
      if (!out) return;
      if (!marked) {
        if (aloud || out.textContent) out.textContent = "";
        return;
      }
      out.textContent = answered === 0 ? say("check-none") : right === of ? say("check-all", { n: of, of }) : [say("check-score", { n: of, right, of }), open ? say("check-open", { n: open }) : ""].join(" ").trim();
    }

    async function mark(solved = false) {
      shown = solved;
      for (const one of counted) one.marked(true, solved);
      show(true);
      const now = score();
      // A score once reached is not taken away by trying something else.
      const edit = (/** @type {Study.Score | undefined} */ old) => (old && old.of === of && old.right >= now.right && old.answered >= now.answered ? old : now);
      await save(now.answered && !solved ? [{ kind: "check", id: key, edit }] : []);
    }

    const check = el("button", { type: "submit", class: "button is-primary" }, say("check-check"));
    const again = button(say("check-again"), () => {
      const first = counted.find(({ mark }) => mark !== "right");
      for (const one of counted) if (one.mark !== "right") one.marked(false);
      show(true);
      first?.focus();
    });
    const solve = button(say("check-answers"), () => {
      mark(true);
      counted.find(({ mark }) => mark !== "right")?.focus();
    });
    const clear = button(say("check-clear"), async () => {
      const before = questions.map((one) => ({ given: one.given(), text: one.given(), words: one.words, marked: isMarked(one) }));
      for (const one of questions) one.restore(undefined);
      show(true);
      await save();
      questions[0]?.focus();
      study.dom.tell(say("check-cleared"), async () => {
        questions.forEach((one, index) => one.restore(before[index]));
        show(true);
        await save();
      });
    });
    if (of) actions.append(check, again, solve);
    actions.append(clear);
    show();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      mark();
    });
    addEventListener("pagehide", () => {
      stored = new Map(written);
      store.leave(changes().map(({ kind, id, base, value }) => ({ kind, id, base: whole(id, base ? JSON.parse(base) : undefined), value: whole(id, value) })));
    });
    document.addEventListener("visibilitychange", () => void (document.visibilityState === "hidden" && save()));

    /** @returns {Promise<void>} */
    async function restore() {
      const records = (await store.all("answer")).filter(({ id }) => id.startsWith(`${key}/`));
      // What is being saved is newer than what was read, and looks like stored already.
      if (isRead && writing) return saving.then(restore);
      const answers = new Map(records.map(({ id, value }) => [id.slice(key.length + 1), value]));
      restoring = true;
      for (const one of questions) {
        const answer = answers.get(one.id);
        const text = JSON.stringify(answer) ?? "";
        if (text === (stored.get(one.id) ?? "")) continue;
        stored.set(one.id, text);
        // What was answered here before the first reading stays: a choice as the newer one, a text below the older one.
        const early = isRead ? undefined : one.given();
        if (early === undefined) one.restore(answer);
        else if (!one.counts) one.restore({ ...answer, ...study.joined(unread.get(`${key}/${one.id}`) ?? answer, { text: early }) });
      }
      if (!writing) written = new Map(stored);
      restoring = false;
      if (!isRead && changes().length) changed();
      isRead = true;
      unread.clear();
      show();
      const last = /** @type {Study.Score | undefined} */ (await store.get("check", key));
      if (last && out && !out.textContent) out.textContent = say("check-before", { n: last.of, ...last });
    }
    // Only then, so that no button comes and goes again.
    await study.soon(restore());
    actions.hidden = false;
    store.listen((keys) => {
      // What another tab answered, unless something is being answered here.
      const inHere = section.contains(document.activeElement) && document.hasFocus();
      if (!inHere && (!keys || keys.some((one) => one.startsWith(`answer ${key}/`)))) study.soon(restore());
    });
  }

  const lesson = /** @type {HTMLElement | null} */ (document.querySelector("[data-course]"));
  study.store().then((store) => {
    for (const section of document.querySelectorAll("[data-check]")) if (section instanceof HTMLElement) begin(section, lesson?.dataset.course ?? "", store);
  });
})();
