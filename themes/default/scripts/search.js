// The search dialog: a combobox with a list of results (ARIA Authoring Practices, editable combobox with list).
(() => {
  const MOST = 30;
  /** Results are announced when the typing rests. */
  const REST = 400;
  /** Their number comes after the result that Enter opens: a screen reader drops what is said just before. */
  const AFTER = 150;

  const found = document.getElementById("search");
  const field = document.getElementById("search-input");
  const results = document.getElementById("search-results");
  if (!(found instanceof HTMLDialogElement) || !(field instanceof HTMLInputElement) || !results) return;
  const dialog = found;
  const input = field;
  const list = results;
  const status = dialog.querySelector(".search-status");
  const more = dialog.querySelector(".search-more");
  const words = dialog.dataset;
  /** @type {Record<string, string>} */
  const counts = JSON.parse(words.count ?? "{}");
  const types = (words.types ?? "").split("|");
  const core = Standpoint.search;

  /** @type {Search.Index | null} */
  let index = null;
  let active = -1;
  let timer = 0;

  /** @param {string | undefined} text @param {number} n */
  const fill = (text, n) => (text ?? "").replace("{n}", String(n));

  /** @param {number} n results that have all words */
  const told = (n) => (n === 0 ? (words.none ?? "") : fill(counts[Standpoint.formOf(counts, "search-count", n)], n));

  /** @param {string} text */
  function say(text) {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      point();
      timer = window.setTimeout(() => {
        if (status) status.textContent = text;
      }, AFTER);
    }, REST);
  }

  /** Tells screen readers which result Enter opens, and they read it out; with every letter that would be too often. */
  function point() {
    const option = list.children[active];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} next @param {boolean} [typing] */
  function activate(next, typing) {
    const options = [...list.children];
    options[active]?.setAttribute("aria-selected", "false");
    active = next;
    const option = options[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
    }
    if (!typing) point();
  }

  /** @param {Search.Index} index @param {Search.Hit} hit @param {number} at @param {string} query */
  function option(index, hit, at, query) {
    const [type, code, title, address, text] = hit.entry;
    const item = document.createElement("li");
    item.id = `search-option-${at}`;
    item.className = type <= 2 ? "search-result published-result" : "search-result";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.address = address;
    const head = document.createElement("p");
    head.className = "search-head";
    const kind = document.createElement("span");
    kind.className = "search-type";
    kind.textContent = types[type] ?? "";
    if (code) {
      const strong = document.createElement("strong");
      strong.className = "code";
      strong.textContent = code;
      head.append(strong, " ");
    }
    if (title) {
      const name = document.createElement("strong");
      if (type <= 2) Standpoint.inTheirLanguage(name);
      core.put(name, core.excerpt(index, title, query, 200, words.cut));
      head.append(name, " ");
    }
    head.append(kind);
    const line = document.createElement("p");
    line.className = "search-text";
    if (type <= 2) Standpoint.inTheirLanguage(line);
    core.put(line, core.excerpt(index, text, query, 180, words.cut));
    item.append(head, line, ...core.alsoFound(index, hit.entry, query, words));
    return item;
  }

  function run() {
    const query = input.value.trim();
    activate(-1);
    if (!index || query === "") {
      list.replaceChildren();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      if (more) more.textContent = "";
      say("");
      return;
    }
    const searched = index;
    const all = core.search(searched, query);
    const some = all.length === 0 ? core.searchSome(searched, query).slice(0, MOST) : [];
    const hits = some.length > 0 ? some : all;
    const marked = some.length > 0 ? core.apart(query).join(" ") : query;
    list.replaceChildren(...hits.slice(0, MOST).map((hit, at) => option(searched, hit, at, marked)));
    list.hidden = hits.length === 0;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    if (more) more.textContent = hits.length > MOST ? fill(words.more, hits.length - MOST) : "";
    say(some.length > 0 ? (words.some ?? "") : told(all.length));
    if (hits.length > 0) activate(0, true);
  }

  /** @param {boolean} apart in a tab of its own */
  function open(apart) {
    const option = list.children[Math.max(active, 0)];
    const address = option instanceof HTMLElement ? option.dataset.address : undefined;
    if (!address) return;
    if (apart) {
      window.open(words.root + address, "_blank", "noopener");
      return;
    }
    dialog.close();
    location.href = words.root + address;
  }

  input.addEventListener("input", run);
  input.addEventListener("keydown", (event) => {
    // These keys choose among the words that an input method offers. Safari tells by the code alone that one does.
    if (event.isComposing || event.keyCode === 229) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") activate(active >= last ? 0 : active + 1);
    else if (event.key === "ArrowUp") activate(active <= 0 ? last : active - 1);
    else if (event.key === "Enter") open(event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (!option) return;
    activate([...list.children].indexOf(option));
    open(event.ctrlKey || event.metaKey);
  });
  list.addEventListener("pointermove", (event) => {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    const at = option ? [...list.children].indexOf(option) : -1;
    if (at >= 0 && at !== active) activate(at);
  });
  // Opened again, the dialog says what it is, and not what was found before.
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    input.removeAttribute("aria-activedescendant");
  });
  dialog.querySelector("[data-search-close]")?.addEventListener("click", () => dialog.close());
  // A click beside the dialog closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  // A single key must be one that can be switched off: who speaks to the computer says many (WCAG 2.1.4).
  const slash = document.getElementById("search-slash");
  if (slash instanceof HTMLInputElement) {
    slash.checked = !document.documentElement.dataset.slash;
    slash.addEventListener("change", () => Standpoint.keep("slash", slash.checked ? "" : "off"));
  }

  if (status) status.textContent = words.loading ?? "";
  core.load(words.index ?? "").then(
    (loaded) => {
      index = loaded.index;
      if (status) status.textContent = "";
      run();
    },
    () => {
      if (status) status.textContent = words.failed ?? "";
    },
  );
})();
