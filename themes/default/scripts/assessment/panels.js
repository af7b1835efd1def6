// What the results, the journal, the plan, the practice page and the supervision page share.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, field, select, confirm, tell, full, date, clear, focus, count, short } = assess.dom;
  const say = assess.say;


  // ── Small pieces ──────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Parts["journalParts"]} */
  function journalParts({ model, steps, text }, models) {
    const own = models.find(({ id }) => id === model)?.steps ?? [];
    const all = models.flatMap(({ steps }) => steps);
    const other = Object.keys(steps).filter((id) => !own.some((step) => step.id === id)).map((id) => ({ id, title: all.find((step) => step.id === id)?.title ?? id }));
    const parts = [...own, ...other].filter(({ id }) => assess.own(steps, id)).map(({ id, title }) => ({ title, text: steps[id] }));
    return text ? [...parts, { title: parts.length ? say("journal-more") : "", text }] : parts;
  }

  /** @type {Assess.Parts["forgetState"]} */
  async function forgetState(store, { key, at }) {
    const title = say("state-delete-title", { when: date(at, true) });
    if (!(await confirm({ title, text: say("state-delete-text"), action: say("delete") }))) return false;
    const { ok, message } = await store.removeSnapshot(key);
    tell(ok ? say("state-deleted") : message);
    return ok;
  }

  /** @type {Assess.Parts["amounts"]} */
  const amounts = (counts) =>
    ["occasions", "ratings", "journal", "plan", "supervision", "snapshots"].flatMap((name) => (counts[name] ? [count(`n-${name}`, counts[name])] : []));

  /** @type {Assess.Parts["holds"]} */
  const holds = ({ occasions, journal, plan, supervision }) =>
    amounts({
      occasions: occasions.length,
      ratings: new Set(occasions.flatMap(({ ratings }) => Object.keys(ratings))).size,
      ...{ journal: journal.length, plan: plan.length, supervision: supervision.length },
    });

  /** @type {Assess.Parts["occasionText"]} */
  const occasionText = (occasion) =>
    occasion ? `${say(occasion.kind)}${occasion.name ? say("colon") + occasion.name : ""}${say("comma")}${date(occasion.date)}` : "";

  /** @type {Assess.Parts["written"]} */
  const written = (stamp, host) =>
    stamp?.at ? say(stamp.by === host.session?.writer ? "written-here" : "written-there", { when: date(stamp.at, true) }) : "";

  /** @type {Assess.Parts["medianText"]} */
  const medianText = (median) =>
    !median?.length
      ? ""
      : median.length === 1
        ? median[0].label
        : say("two-medians", { low: median[0].label, high: median[1].label });

  /** One mark for each answer. @type {Assess.Parts["bar"]} */
  function bar(count, unit) {
    const mark = unit > 5 ? unit - 2 : unit > 3 ? unit - 1 : unit;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", Array.from({ length: count }, (_, at) => `M${at * unit} 0h${mark}v12h-${mark}z`).join(""));
    for (const [name, value] of Object.entries({ "class": "bar", "aria-hidden": "true", "width": Math.max(1, count * unit), "height": 12 }))
      svg.setAttribute(name, String(value));
    svg.append(path);
    return /** @type {SVGElement} */ (svg);
  }

  /** @type {Assess.Parts["arrange"]} */
  function arrange(parent, nodes) {
    for (const old of [...parent.childNodes]) if (!nodes.includes(old)) old.remove();
    nodes.forEach((node, at) => parent.childNodes[at] === node || parent.insertBefore(node, parent.childNodes[at] ?? null));
  }

  /** @type {Assess.Parts["quote"]} */
  const quote = (text, className = "written") => el("p", { class: className }, text);

  /** @type {Assess.Parts["statement"]} */
  function statement(host, code, ...after) {
    const { item } = assess.locate(code, host.data);
    return el(
      "div",
      { class: "found" },
      el(
        "div",
        { class: "slip paper" },
        el("p", { class: "code" }, item ? el("a", { href: host.link(code) }, item.code) : code),
        item ? el("p", { class: "words" }, item.words) : el("p", null, say("not-here")),
      ),
      after.length > 0 && el("div", { class: "found-ours" }, after),
    );
  }

  /** @type {Assess.Parts["codes"]} */
  const codes = (host, all) =>
    all.length > 0 &&
    el(
      "ul",
      { "class": "chips", "aria-label": say("statements-of") },
      all.map((code) => {
        const { item } = assess.locate(code, host.data);
        const props = { class: "chip code", title: item?.words ?? say("not-here") };
        return el("li", null, item ? el("a", { ...props, href: host.link(code) }, code) : el("span", props, code));
      }),
    );

  /** @type {Assess.Parts["fold"]} */
  const fold = (title, open, ...inside) =>
    el("details", { class: "fold", open }, el("summary", null, title), el("div", { class: "fold-inside" }, inside));

  // ── Hints at what could tell who somebody is ──────────────────────────────────────────────────────────────────

  /** @type {WeakMap<Assess.Data, Set<string>>} */
  const known = new WeakMap();

  /** @type {Assess.Parts["pointOut"]} */
  function pointOut(area, box, data) {
    const words = known.get(data) ?? assess.knownWords(data);
    known.set(data, words);
    const found = assess.hints(area.value, { known: words, language: document.documentElement.lang });
    const shown = found.slice(0, 5).map(({ text, message }) => el("li", null, el("q", null, text), ` ${message}`));
    const nodes = found.length ? [el("p", null, say("hints")), el("ul", null, shown, found.length > 5 && el("li", null, say("more-hints")))] : [];
    // Put there anew, it would be read out anew.
    if (box.textContent !== nodes.map(({ textContent }) => textContent).join("")) box.replaceChildren(...nodes);
  }

  /** @type {Assess.Parts["hints"]} */
  function hints(area, host) {
    const node = el("div", { class: "assess-hints", role: "status", id: `${area.id}-privacy` });
    let timer = 0;
    const look = () => pointOut(area, node, host.data);
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 700);
    });
    if (area.value) look();
    const described = area.getAttribute("aria-describedby");
    area.setAttribute("aria-describedby", `${described ? `${described} ` : ""}${node.id}`);
    return node;
  }

  // ── Writing one entry ─────────────────────────────────────────────────────────────────────────────────────────

  const LISTS = { occasion: "occasions", journal: "journal", plan: "plan", supervision: "supervision" };

  /** @param {Assess.Host} host @param {Assess.Kind} kind @returns {any[]} */
  const entriesOf = (host, kind) => /** @type {any} */ (host.response)[LISTS[kind]];

  /** @type {Assess.Parts["writer"]} */
  function writer(host, kind, id, start = {}) {
    const problem = el("p", { "class": "problem", "role": "alert", "hidden": true });
    const stored = () => entriesOf(host, kind).find((entry) => entry.id === id);
    /** @type {(() => void)[]} */
    const refreshers = [];
    /** @type {Map<string, number>} */
    const waiting = new Map();
    /** @type {Map<string, () => void>} */
    const writers = new Map();

    /** @type {Assess.Writer} */
    const self = {
      id,
      problem,
      current: () => stored() ?? start,
      put(fields) {
        const record = stored() ? { id, ...fields } : { ...start, id, ...fields };
        const { refused } = host.edit({ type: "put", kind, record });
        problem.hidden = !refused;
        problem.textContent = refused?.message ?? "";
      },
      refresh: () => refreshers.forEach((refresh) => refresh()),
      flush() {
        for (const name of [...waiting.keys()]) writers.get(name)?.();
      },
      lines: (name, label, hint, rows = 3) => text(el("textarea", { rows }), name, label, hint),
      line: (name, label, hint) => text(el("input", { type: "text", autocomplete: "off" }), name, label, hint),
      day(name, label, hint) {
        const input = el("input", { type: "date", value: get(name) ?? "" });
        input.addEventListener("change", () => {
          // A date that is half written is no date.
          if (input.validity.valid && (input.value || name !== "date")) set(name, input.value || null);
        });
        refreshers.push(() => input.matches(":focus") || (input.value = get(name) ?? ""));
        return field(label, input, { hint });
      },
      select(name, label, options, onChange) {
        const input = select(options, get(name) ?? "", {
          onchange: () => {
            set(name, input.value || null);
            onChange?.();
          },
        });
        refreshers.push(() => input.matches(":focus") || (input.value = get(name) ?? ""));
        return field(label, input);
      },
      statements(label) {
        const list = el("ul", { class: "chips" });
        const { items, sections } = host.data;
        const input = el(
          "select",
          null,
          el("option", { value: "" }, say("statement-choose")),
          sections.map(({ code, title }, at) => {
            const inside = items.filter(({ section }) => section === at);
            return el(
              "optgroup",
              { label: `${code} ${title}` },
              inside.map((item) => el("option", { value: item.code }, `${item.code} ${short(item.words, 64)}`)),
            );
          }),
        );
        const chosen = () => /** @type {string[]} */ (get("statements") ?? []);
        const show = () =>
          clear(list).append(
            ...chosen().map((code) => {
              const remove = button("×", () => {
                set("statements", chosen().filter((one) => one !== code));
                show();
                input.focus();
              }, "chip-remove", { "aria-label": say("statement-remove", { code }) });
              return el("li", { class: "chip code", title: assess.locate(code, host.data).item?.words }, code, remove);
            }),
          );
        const add = button(say("statement-add"), () => {
          if (input.value && !chosen().includes(input.value)) set("statements", [...chosen(), input.value]);
          input.value = "";
          show();
          input.focus();
        });
        show();
        refreshers.push(() => list.matches(":focus-within") || show());
        return el("div", { class: "pick-statements" }, field(label, input), add, list);
      },
    };

    /** `steps/what` is the value `what` in the map `steps`. @param {string} path */
    function get(path) {
      const [name, ...key] = path.split("/");
      const value = self.current()[name];
      return key.length ? assess.own(value, key.join("/")) : value;
    }

    /** @param {string} path @param {any} value */
    function set(path, value) {
      const [name, ...key] = path.split("/");
      self.put({ [name]: key.length ? { ...self.current()[name], [key.join("/")]: value } : value });
    }

    /** @param {HTMLTextAreaElement | HTMLInputElement} area @param {string} name @param {string} label @param {string} [hint] */
    function text(area, name, label, hint) {
      area.maxLength = assess.limits.text;
      area.value = get(name) ?? "";
      const write = () => {
        clearTimeout(waiting.get(name));
        waiting.delete(name);
        if (area.value !== (get(name) ?? "")) set(name, area.value);
      };
      writers.set(name, write);
      area.addEventListener("input", () => {
        clearTimeout(waiting.get(name));
        waiting.set(name, setTimeout(write, 400));
        full(area);
      });
      area.addEventListener("change", write);
      refreshers.push(() => {
        const now = get(name) ?? "";
        if (waiting.has(name) || area.value === now) return;
        // Somebody may stand in it: what is typed next must not replace what another tab wrote meanwhile.
        const { selectionStart, selectionEnd } = area;
        area.value = now;
        if (area.matches(":focus")) area.setSelectionRange(selectionStart, selectionEnd);
      });
      const node = field(label, area, { hint });
      node.append(hints(area, host));
      return node;
    }

    return self;
  }

  // ── A list of entries ─────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Parts["entries"]} */
  function entries({ host, kind, name, list, show, edit, isNew, isOld }) {
    const node = el("div", { class: "entries" });
    /** @type {{ writer: Assess.Writer, node: HTMLElement, fresh: boolean, as: any } | null} */
    let open = null;
    /** What is shown, so that it is only made anew when it differs. @type {Map<string, { text: string, node: HTMLElement }>} */
    let shown = new Map();
    const flush = () => open?.writer.flush();
    host.drafts.add(flush);

    /** @param {any} entry */
    function article(entry) {
      const text = assess.canonical(entry);
      const before = shown.get(entry.id);
      if (before?.text === text) return before;
      const label = name(entry);
      const edits = button(say("edit"), () => start(entry.id, entry), "button", { "aria-label": say("edit") + say("colon") + label });
      const node = el(
        "article",
        { class: "entry", data: { id: entry.id }, tabIndex: -1 },
        show(entry),
        el("p", { class: "entry-foot" }, edits, " ", el("span", { class: "when" }, written({ at: entry.modified, by: lastBy(entry) }, host))),
      );
      return { text, node };
    }

    /** @param {string} id @param {any} as @param {boolean} [fresh] */
    function start(id, as, fresh = false) {
      if (open) close(false);
      const made = writer(host, kind, id, as);
      const done = button(say("close-entry"), () => close(true), "button is-primary");
      const remove = button(say("delete"), () => removeEntry(id), "button is-quiet");
      const heading = el("h3", { tabIndex: -1 }, fresh ? isNew : isOld);
      const form = el(
        "form",
        { class: "entry entry-form", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
        heading,
        edit(made),
        made.problem,
        el("p", { class: "assess-buttons" }, done, remove),
      );
      open = { writer: made, node: form, fresh, as };
      update();
      focus(heading);
      form.scrollIntoView({ block: "nearest" });
    }

    /** @param {boolean} andFocus */
    function close(andFocus) {
      if (!open) return;
      const { id } = open.writer;
      open.writer.flush();
      open = null;
      update();
      if (andFocus) focusOn(id);
    }

    /** @param {string} id */
    function focusOn(id) {
      const entry = shown.get(id)?.node;
      const next = entry?.querySelector("button") ?? node.closest("section")?.querySelector("button");
      if (next instanceof HTMLElement) next.focus();
    }

    /** @param {string} id */
    function removeEntry(id) {
      open?.writer.flush();
      open = null;
      const entry = entriesOf(host, kind).find((one) => one.id === id);
      if (entry) {
        host.edit({ type: "remove", kind, id });
        const label = name(entry);
        tell(say("deleted", { name: label }), {
          run() {
            host.edit({ type: "restore", kind, record: entry });
            update();
            focusOn(id);
            tell(say("restored", { name: label }));
          },
        });
      }
      update();
      focusOn("");
    }

    function update() {
      const all = entriesOf(host, kind);
      const { writer: writing, fresh, as, node: form } = open ?? {};
      if (writing && !fresh && !all.some(({ id }) => id === writing.id)) {
        // Deleted elsewhere.
        open = null;
        return update();
      }
      writing?.refresh();
      // While it is written, an entry stays where it was.
      const ordered = list(all.map((entry) => (entry.id === writing?.id ? { ...entry, ...as } : entry)));
      const now = new Map(ordered.map((entry) => [entry.id, article(entry)]));
      const nodes = ordered.map((entry) => (entry.id === writing?.id && form ? form : /** @type {any} */ (now.get(entry.id)).node));
      if (form && !nodes.includes(form)) nodes.unshift(form);
      if (form && fresh && nodes[0] !== form) nodes.unshift(...nodes.splice(nodes.indexOf(form), 1));
      shown = now;
      arrange(node, nodes);
    }

    return { node, update, write: (fields) => start(assess.newId(), fields, true) };
  }

  /** Who wrote last at an entry. @param {any} entry @returns {string} */
  const lastBy = ({ by, changed = {}, modified }) =>
    /** @type {any[]} */ (Object.values(changed)).find(({ at }) => at === modified)?.by ?? by;

  // ── Two people's answers ──────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Parts["sideBySide"]} */
  function sideBySide(host, occasion) {
    const { data, response } = host;
    const { roles } = data.assessment;
    /** Of each statement: what was said on each scale. @type {Map<string, Map<string, Assess.SideBySideRow>>} */
    const found = new Map();
    for (const { id } of data.scales)
      for (const row of assess.sideBySide(response, occasion, data, id))
        found.set(row.item.code, (found.get(row.item.code) ?? new Map()).set(id, row));
    const rows = data.items.flatMap(({ code }) => {
      const scales = found.get(code);
      if (!scales) return [];
      const distances = [...scales.values()].map(({ distance }) => distance ?? -1);
      return [{ scales, row: [...scales.values()][0], furthest: Math.max(...distances) }];
    });
    rows.sort((a, b) => b.furthest - a.furthest);
    const wrote = (/** @type {string} */ role) =>
      rows.some(({ scales }) => [...scales.values()].some(({ sides: { [role]: one } }) => one.given.kind !== "blank" || one.note || one.evidence));
    if (roles.filter(wrote).length < 2) return null;

    /** @param {typeof rows[number]} one @param {string} role */
    function side({ scales, row }, role) {
      const { note, evidence } = row.sides[role];
      const givens = data.scales.flatMap(({ id, title }) => {
        const given = scales.get(id)?.sides[role].given;
        return given && given.kind !== "blank" ? [{ title, given, distance: scales.get(id)?.distance }] : [];
      });
      const last = givens.map(({ given }) => given).sort((a, b) => (String(a.at) < String(b.at) ? 1 : -1))[0];
      return el(
        "td",
        null,
        el("span", { "class": "who", "aria-hidden": "true" }, assess.roleText(role, data)),
        !givens.length && el("span", { class: "blank" }, say("not-answered")),
        el(
          "dl",
          { class: "givens" },
          givens.map(({ title, given, distance }) =>
            el("div", { class: distance ? "is-apart" : "" }, el("dt", null, title + say("colon")), el("dd", null, given.label, !/^(same|moved)$/.test(given.words) && ` (${say("side-words")})`)),
          ),
        ),
        note && quote(note),
        evidence && quote(evidence, "written is-evidence"),
        last?.at && el("span", { class: "when" }, written({ at: last.at, by: last.by }, host)),
      );
    }

    /** @param {string} kind @param {typeof rows} some */
    const table = (kind, some) =>
      some.length > 0 &&
      fold(
        `${say(`side-${kind}`)} (${some.length})`,
        kind === "apart",
        el(
          "table",
          { class: "sides" },
          el("thead", { class: "unseen" }, el("tr", null, el("th", { scope: "col" }, say("statement")), roles.map((role) => el("th", { scope: "col" }, assess.roleText(role, data))))),
          el(
            "tbody",
            null,
            some.map((one) =>
              el(
                "tr",
                null,
                el(
                  "th",
                  { scope: "row" },
                  el("a", { class: "code", href: host.link(one.row.item.code) }, one.row.item.code),
                  " ",
                  el("span", { class: "published" }, one.row.item.words),
                  data.scales.map(({ id, title }) => {
                    const distance = one.scales.get(id)?.distance;
                    return distance ? el("span", { class: "apart" }, title + say("colon") + count("side-points", distance)) : null;
                  }),
                ),
                roles.map((role) => side(one, role)),
              ),
            ),
          ),
        ),
      );
    return el(
      "div",
      { class: "side-by-side" },
      table("apart", rows.filter(({ furthest }) => furthest > 0)),
      table("alike", rows.filter(({ furthest }) => furthest === 0)),
      table("alone", rows.filter(({ furthest }) => furthest < 0)),
    );
  }

  assess.parts = {
    ...{ amounts, holds, forgetState, journalParts, occasionText, written, medianText, bar, arrange, quote, statement, codes, fold, pointOut, hints, writer },
    ...{ entries, sideBySide },
  };
})();
