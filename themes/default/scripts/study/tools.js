// Writing a note on a statement, and choosing words to highlight: by selecting them, or sentence by sentence, which
// needs neither a pointer nor a steady hand.
(() => {
  "use strict";
  const study = Standpoint.study;
  const page = study.statement;
  const { el, button, dialog } = study.dom;
  const { code, slot, words, store, noteButton } = page;
  const say = study.say;

  study.words({
    "note-label": "Your note on {code}",
    "note-privacy": "Leave out names, initials and anything else by which a person could be recognized.",
    "note-other": "Changed in another tab; both are here now.",
    "note-gone": "The note is deleted.",
    "highlight-title": "Highlight words of {code}",
    "highlight-how": "Choose what to highlight. To highlight single words, close this, select them on the page, and press “Highlight” again.",
    "highlight-sentences": "Sentences",
    "highlight-marked": "Highlighted",
    "highlight-remove": "Remove",
    "highlight-of": ": “{quote}”",
    "highlight-unfit": "“{quote}” – the words have changed since",
    "highlighted": "Highlighted. {message}",
    "highlight-gone": "The highlight is removed.",
    "highlight-outside": "Only the published words above can be highlighted.",
    "done": "Done",
  });

  // ── The note ──────────────────────────────────────────────────────────────────────────────────────────────────

  const state = el("p", { class: "study-note-state", role: "status" });
  const area = el("textarea", { id: "study-note", rows: 4, maxLength: 20_000, autocomplete: "off" });
  area.setAttribute("aria-describedby", "study-note-hint");
  const panel = el(
    "div",
    { class: "study-note", hidden: true },
    el("label", { htmlFor: "study-note" }, say("note-label", { code })),
    area,
    el("p", { id: "study-note-hint", class: "study-hint" }, say("note-privacy")),
    state,
  );
  slot.append(panel);
  noteButton.ariaExpanded = "false";

  /** What this tab started from, to see whether another one has written meanwhile. */
  let base = "";
  let timer = 0;
  let typed = false;
  let failed = false;
  /** @type {Promise<void> | null} */
  let working = null;

  /** Says it only once the typing pauses, so that it is not read out with every letter. @param {string} message */
  function tell(message) {
    clearTimeout(timer);
    timer = window.setTimeout(() => (state.textContent = message), 400);
  }

  /** Shows a text that holds the one before, and leaves the caret where it is in that. @param {string} text */
  function show(text) {
    const before = area.value;
    const [from, to] = [area.selectionStart, area.selectionEnd];
    area.value = text;
    if (text.startsWith(before)) area.setSelectionRange(from, to);
    else if (text.endsWith(before)) area.setSelectionRange(from + text.length - before.length, to + text.length - before.length);
  }

  /** Written with every letter, one transaction after the other: who leaves the page in the middle of a word loses nothing. */
  async function save() {
    while (typed) {
      typed = false;
      const text = area.value;
      const start = base;
      let kept = text;
      const { ok, message } = await store.change([
        {
          ...{ kind: "note", id: code },
          edit(theirs = "") {
            kept = theirs === start ? text : study.both(theirs, text);
            return kept.trim() ? kept : undefined;
          },
        },
      ]);
      panel.classList.toggle("is-failed", !ok);
      if (!ok && store.mode === "kept") {
        // Tried again with the next letter, or when the field is left.
        failed = true;
        return tell(message);
      }
      if (kept === text) base = kept;
      else if (!typed) show((base = kept));
      else if (kept.endsWith(text)) {
        // Theirs comes before what is being typed, which goes on where it was.
        base = kept;
        show(kept.slice(0, kept.length - text.length) + area.value);
      }
      // Else what has been typed since is put together with theirs from the same beginning once more.
      tell(kept !== text ? say("note-other") : ok && !kept.trim() ? say("note-gone") : message);
    }
  }
  function write() {
    working ??= save().finally(() => (working = null));
    return working;
  }
  function again() {
    typed ||= failed;
    failed = false;
    write();
  }

  area.addEventListener("input", () => {
    typed = true;
    failed = false;
    if (store.mode === "kept") state.textContent = say("saving");
    write();
  });
  addEventListener("pagehide", () => {
    const value = area.value.trim() ? area.value : undefined;
    if (working || typed || failed) store.leave([{ kind: "note", id: code, base: base || undefined, value }]);
  });
  area.addEventListener("blur", again);
  document.addEventListener("visibilitychange", again);

  async function read() {
    const text = (await store.get("note", code)) ?? "";
    if (typed || failed || working || text === base) return text;
    show((base = text));
    return text;
  }

  /** @param {boolean} asked */
  async function note(asked) {
    const text = await read();
    if (asked ? panel.hidden : text) {
      panel.hidden = false;
      if (asked) area.focus();
    } else if (asked) {
      await write();
      panel.hidden = true;
    }
    noteButton.ariaExpanded = String(!panel.hidden);
  }
  store.listen((keys) => {
    if (!keys || keys.includes(`note ${code}`)) read();
  });

  // ── Highlights ────────────────────────────────────────────────────────────────────────────────────────────────

  const bare = (/** @type {string} */ text) => text.replace(/\s+/g, "");
  const squeeze = (/** @type {string} */ text) => text.replace(/\s+/g, " ").trim();

  /** To the ends of the words that it begins and ends in. @param {Range} range */
  function wholeWords(range) {
    const { startContainer: first, endContainer: last } = range;
    const isWord = (/** @type {string | undefined} */ letter) => letter !== undefined && /[\p{L}\p{M}\p{N}’'-]/u.test(letter);
    if (first instanceof Text) {
      let at = range.startOffset;
      while (isWord(first.data[at]) && isWord(first.data[at - 1])) at--;
      range.setStart(first, at);
    }
    if (last instanceof Text) {
      let at = range.endOffset;
      while (isWord(last.data[at - 1]) && isWord(last.data[at])) at++;
      range.setEnd(last, at);
    }
  }

  /** The part of a selection that is in the published words. @param {Range} range @returns {Study.Highlight | null} */
  function inWords(range) {
    if (!range.intersectsNode(words)) return null;
    const own = document.createRange();
    own.selectNodeContents(words);
    if (own.compareBoundaryPoints(Range.START_TO_START, range) < 0) own.setStart(range.startContainer, range.startOffset);
    if (own.compareBoundaryPoints(Range.END_TO_END, range) > 0) own.setEnd(range.endContainer, range.endOffset);
    if (!squeeze(own.toString())) return null;
    wholeWords(own);
    const quote = squeeze(own.toString());
    const before = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(own.startContainer, own.startOffset);
    const start = bare(before.toString()).length;
    return { start, end: start + bare(quote).length, quote };
  }

  /** The words with breaks between paragraphs only: a line that ends in the source of the page ends no sentence. */
  function flowing() {
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) {
      const { data } = /** @type {Text} */ (walker.currentNode);
      text += data.trim() ? data.replace(/\s/g, " ") : data;
    }
    return text;
  }

  /** The sentences of the words, paragraph by paragraph. @returns {Study.Highlight[]} */
  function sentences() {
    const text = flowing();
    const { Segmenter } = Intl;
    const pieces = Segmenter
      ? [...new Segmenter(document.documentElement.lang, { granularity: "sentence" }).segment(text)].map(({ segment }) => segment)
      : text.split(/(?<=[.;:])\s/);
    let at = 0;
    return pieces.flatMap((piece) => {
      const quote = squeeze(piece);
      const start = at;
      at += bare(piece).length;
      return quote ? [{ start, end: at, quote }] : [];
    });
  }

  /** What lies between two places of the words, as it reads. @param {number} start @param {number} end */
  function quoteOf(start, end) {
    const text = words.textContent ?? "";
    let at = 0;
    let quote = "";
    for (const letter of text) {
      if (/\s/.test(letter)) quote += at > start && at < end ? letter : "";
      else {
        if (at >= start && at < end) quote += letter;
        at += letter.length;
      }
    }
    return squeeze(quote);
  }

  const touching = (/** @type {Study.Highlight} */ a, /** @type {Study.Highlight} */ b) => a.start < b.end && b.start < a.end;

  /** Those that overlap become one. @param {Study.Highlight} wanted */
  function mark(wanted) {
    const met = page.marked().filter(([, one]) => touching(one, wanted));
    const start = Math.min(wanted.start, ...met.map(([, one]) => one.start));
    const end = Math.max(wanted.end, ...met.map(([, one]) => one.end));
    const id = met[0]?.[0] ?? `${code} ${Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("")}`;
    return store.change([
      { kind: "highlight", id, edit: () => ({ start, end, quote: quoteOf(start, end) }) },
      ...met.slice(1).map(([id]) => ({ kind: "highlight", id, edit: () => undefined })),
    ]);
  }
  const remove = (/** @type {string[]} */ ids) => store.change(ids.map((id) => ({ kind: "highlight", id, edit: () => undefined })));

  /** @param {Range | null} range */
  async function highlight(range) {
    const selected = range && inWords(range);
    if (range && !selected && range.toString().trim()) return page.tell(say("highlight-outside"));
    if (selected) {
      const { ok, message } = await mark(selected);
      getSelection()?.removeAllRanges();
      return page.tell(ok ? say("highlighted", { message }) : message);
    }
    const said = el("p", { role: "status", class: "study-hint" });
    const list = el("ul", { class: "study-marks" });
    const choices = sentences().map((sentence) => {
      const box = el("input", {
        type: "checkbox",
        async onchange() {
          const met = page.marked().filter(([, one]) => touching(one, sentence)).map(([id]) => id);
          const { ok, message } = await (box.checked ? mark(sentence) : remove(met));
          said.textContent = ok ? say(box.checked ? "highlighted" : "highlight-gone", { message }) : message;
          draw();
        },
      });
      return { sentence, box, node: el("label", { class: "study-sentence" }, box, el("span", { class: "words" }, sentence.quote)) };
    });
    const taker = (/** @type {string} */ id, /** @type {string} */ quote) =>
      button([say("highlight-remove"), el("span", { class: "unseen" }, say("highlight-of", { quote }))], async () => {
        const { ok, message } = await remove([id]);
        said.textContent = ok ? say("highlight-gone") : message;
        draw();
        study.dom.focus(list.querySelector("button") ?? choices[0]?.box);
      });
    /** The page paints when it hears of a change; what is stored is looked at here, to be sure. */
    async function draw() {
      const mine = (await store.all("highlight")).filter(({ id }) => id.split(" ")[0] === code);
      const unfit = new Set(page.unfit().map(([id]) => id));
      for (const { sentence, box } of choices) box.checked = mine.some(({ id, value }) => !unfit.has(id) && touching(value, sentence));
      list.replaceChildren(
        ...mine.map(({ id, value: { quote } }) =>
          el("li", null, unfit.has(id) ? el("span", null, say("highlight-unfit", { quote })) : el("span", { class: "words" }, quote), " ", taker(id, quote)),
        ),
      );
      marked.hidden = !mine.length;
    }
    const marked = el("section", { hidden: true }, el("h3", null, say("highlight-marked")), list);
    const body = [
      el("p", null, say("highlight-how")),
      el("fieldset", { class: "paper study-sentences" }, el("legend", null, say("highlight-sentences")), choices.map(({ node }) => node)),
      marked,
      said,
    ];
    await draw();
    await dialog({ title: say("highlight-title", { code }), body, actions: [{ label: say("done"), value: "done", primary: true }] });
  }

  page.tools = { note, highlight };
})();
