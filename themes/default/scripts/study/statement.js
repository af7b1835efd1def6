// The study tools on the page of a statement: a bookmark, the way to a note and to highlights, and the highlights
// themselves, in the published words. What few visits need (writing, choosing words) is in tools.js, loaded when asked for.
(() => {
  "use strict";
  const study = Standpoint.study;
  const slot = /** @type {HTMLElement | null} */ (document.querySelector("[data-study]"));
  const words = /** @type {HTMLElement | null} */ (document.querySelector("[data-statement] [data-normative]"));
  if (!slot || !words) return;
  const { study: code = "", root = "", tools: files = "" } = slot.dataset;

  study.words({
    "tools": "Study tools",
    "bookmark": "Bookmark",
    "bookmarked": "Bookmarked. {message}",
    "bookmark-gone": "The bookmark is gone.",
    "note": "Note",
    "highlight": "Highlight",
    "all": "My study",
    "words-changed": "The words have changed since you highlighted “{quote}”.",
    "load-failed": "This tool could not be loaded.",
  });

  // ── Highlights ────────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {[string, Study.Highlight][]} */
  let fit = [];
  /** @type {[string, Study.Highlight][]} */
  let unfit = [];
  const bare = (/** @type {string} */ text) => text.replace(/\s+/g, "");

  /** White space counts for nothing, so that the layout of the page doesn't matter. @param {Study.Highlight} highlight */
  function wrap({ start, end }) {
    const walker = document.createTreeWalker(/** @type {HTMLElement} */ (words), NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
    let at = 0;
    for (const node of nodes) {
      let from = -1;
      let to = 0;
      for (let index = 0; index < node.data.length; index++) {
        if (/\s/.test(node.data[index])) continue;
        if (at >= start && at < end) {
          if (from < 0) from = index;
          to = index + 1;
        }
        at++;
      }
      if (from < 0) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      range.surroundContents(Object.assign(document.createElement("mark"), { className: "study-mark" }));
    }
  }

  /** @param {[string, Study.Highlight][]} highlights */
  function paint(highlights) {
    const element = /** @type {HTMLElement} */ (words);
    for (const mark of element.querySelectorAll(".study-mark")) mark.replaceWith(...mark.childNodes);
    element.normalize();
    const text = bare(element.textContent ?? "");
    const fits = (/** @type {Study.Highlight} */ { start, end, quote }) => text.slice(start, end) === bare(quote);
    fit = highlights.filter(([, one]) => fits(one)).sort(([, a], [, b]) => a.start - b.start);
    unfit = highlights.filter(([, one]) => !fits(one));
    for (const [, one] of fit) wrap(one);
    changed.replaceChildren(
      ...unfit.map(([, { quote }]) => Object.assign(document.createElement("p"), { textContent: study.say("words-changed", { quote }) })),
    );
  }

  // ── The tools ─────────────────────────────────────────────────────────────────────────────────────────────────

  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const changed = document.createElement("div");
  /** @param {string} name @param {() => void} onclick */
  function tool(name, onclick) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: `study-tool study-tool-${name}`, textContent: study.say(name), onclick });
    return button;
  }
  const bookmark = tool("bookmark", async () => {
    const on = bookmark.ariaPressed !== "true";
    const { ok, message } = await page.store.set("bookmark", code, on || undefined);
    page.tell(!ok ? message : study.say(on ? "bookmarked" : "bookmark-gone", { message }));
  });
  const noteButton = tool("note", () => want((tools) => tools.note(true)));
  const highlight = tool("highlight", () => {
    const selection = getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0).cloneRange() : null;
    want((tools) => tools.highlight(range));
  });
  const link = Object.assign(document.createElement("a"), { href: `${root}study.html`, textContent: study.say("all") });

  /** @param {(tools: NonNullable<Study.Statement["tools"]>) => void} use */
  async function want(use) {
    try {
      await Promise.all(files.split(" ").map((src) => study.load(src)));
    } catch {
      return page.tell(study.say("load-failed"));
    }
    if (page.tools) use(page.tools);
  }

  /** @type {Study.Statement} */
  const page = {
    ...{ code, slot, words, noteButton, store: /** @type {any} */ (null) },
    marked: () => fit,
    unfit: () => unfit,
    tell: (message) => void (status.textContent = message),
  };
  study.statement = page;

  /** @param {string[] | null} keys */
  async function look(keys = null) {
    const mine = (/** @type {string} */ key) => key.split(" ")[1] === code;
    if (keys && !keys.some(mine)) return;
    const all = await Promise.all(["bookmark", "note", "highlight"].map((kind) => page.store.all(kind)));
    const records = all.flat().filter(({ id }) => id.split(" ")[0] === code);
    bookmark.ariaPressed = String(records.some(({ kind }) => kind === "bookmark"));
    paint(records.filter(({ kind }) => kind === "highlight").map(({ id, value }) => [id, value]));
    if (records.some(({ kind }) => kind === "note")) want((tools) => tools.note(false));
  }

  study.store().then(async (store) => {
    page.store = store;
    slot.setAttribute("role", "group");
    slot.setAttribute("aria-label", study.say("tools"));
    slot.append(bookmark, noteButton, highlight, link, status, changed);
    await look().catch(() => {});
    store.listen((keys) => void look(keys));
    slot.hidden = false;
  });
})();
