// Explore: any number of filters over all statements, the state in the address, so that it can be kept and sent.
(() => {
  const PAGE = 60;
  const STATEMENT = 2;

  const found = document.getElementById("explore");
  const list = document.querySelector("[data-results]");
  const moreButton = document.querySelector("[data-results-more]");
  if (!(found instanceof HTMLFormElement) || !(list instanceof HTMLElement) || !(moreButton instanceof HTMLButtonElement)) return;
  const form = found;
  const more = moreButton;
  const results = list;
  const count = document.querySelector("[data-results-count]");
  const go = document.querySelector("[data-results-go]");
  const words = form.dataset;
  /** @type {Record<string, string>} */
  const counts = JSON.parse(words.count ?? "{}");
  const core = Standpoint.search;
  /** @type {Search.Loaded | null} */
  let loaded = null;
  let shown = PAGE;

  /** The state of the filters as it stands in the address: `#section=II,III&topic=planning&words=trust`. */
  function state() {
    const fields = new FormData(form);
    const parameters = new URLSearchParams();
    for (const name of ["section", "kind", "topic"]) {
      const values = fields.getAll(name);
      if (values.length > 0) parameters.set(name, values.join(","));
    }
    const text = String(fields.get("words") ?? "").trim();
    if (text) parameters.set("words", text);
    return parameters;
  }

  function restore() {
    const parameters = new URLSearchParams(location.hash.slice(1));
    for (const input of form.querySelectorAll("input")) {
      if (input.type === "checkbox") input.checked = (parameters.get(input.name) ?? "").split(",").includes(input.value);
      else input.value = parameters.get(input.name) ?? "";
    }
  }

  function keep() {
    const hash = state().toString();
    // replaceState with a fragment works on file:// too, and fills no history.
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
    } catch {
      location.replace(`#${hash}`);
    }
  }

  /** @param {string | null} value @param {(string | undefined)[]} own */
  const fits = (value, own) => value === null || value.split(",").some((wanted) => own.includes(wanted));

  function run() {
    if (!loaded) return;
    const { data, index } = loaded;
    const filter = state();
    const text = filter.get("words");
    const candidates = text ? core.search(index, text).map((hit) => hit.entry) : data.entries;
    const statements = data.entries.filter((entry) => entry[0] === STATEMENT).length;
    const hits = candidates.filter(
      (entry) =>
        entry[0] === STATEMENT &&
        fits(filter.get("section"), [data.sections[entry[5]]?.code]) &&
        fits(filter.get("kind"), [data.kinds[entry[6]]?.id]) &&
        fits(filter.get("topic"), entry[7].map((topic) => data.topics[topic].id)),
    );
    results.replaceChildren(...hits.slice(0, shown).map((entry) => slip(index, entry, text)));
    results.hidden = hits.length === 0;
    more.hidden = hits.length <= shown;
    more.textContent = (words.more ?? "").replace("{n}", String(Math.min(PAGE, hits.length - shown)));
    const template = counts[Standpoint.formOf(counts, "explore-count", hits.length)];
    const told = template?.replace("{n}", String(hits.length)).replace("{all}", String(statements)) ?? "";
    if (count) count.textContent = hits.length === 0 ? (words.none ?? "") : told;
    if (!(go instanceof HTMLElement)) return;
    go.textContent = told;
    go.hidden = false;
  }

  /** @param {Search.Index} index @param {Search.Entry} entry @param {string | null} text */
  function slip(index, entry, text) {
    const item = document.createElement("li");
    item.className = "slip";
    const code = document.createElement("a");
    code.className = "code";
    code.href = words.root + entry[3];
    code.textContent = entry[1];
    const line = document.createElement("div");
    Standpoint.setClass(line, "words");
    line.append(core.put(document.createElement("p"), core.excerpt(index, entry[4], text ?? "", Infinity)));
    item.append(code, line, ...(text ? core.alsoFound(index, entry, text, words) : []));
    return item;
  }

  form.addEventListener("input", () => {
    shown = PAGE;
    keep();
    run();
  });
  form.addEventListener("reset", () => {
    // The fields are empty only after the event.
    setTimeout(() => {
      shown = PAGE;
      keep();
      run();
    });
  });
  go?.addEventListener("click", () => {
    if (!(count instanceof HTMLElement)) return;
    count.focus({ preventScroll: true });
    count.scrollIntoView({ block: "start" });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const next = results.children.length;
    shown += PAGE;
    run();
    const link = results.children[next]?.querySelector("a");
    link?.focus();
  });
  window.addEventListener("hashchange", () => {
    restore();
    run();
  });

  restore();
  if (count) count.textContent = words.loading ?? "";
  core.load(words.index ?? "").then(
    (result) => {
      loaded = result;
      run();
    },
    () => {
      if (count) count.textContent = words.failed ?? "";
    },
  );
})();
