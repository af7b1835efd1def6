// The results. What may be claimed is decided in summary.js; this only shows it.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, field, select, count, short } = assess.dom;
  const { bar, fold, medianText, occasionText, quote, statement } = assess.parts;
  const say = assess.say;

  const UNIT = 10;
  const WIDTH = 108;

  /** @type {Assess.PanelMaker} */
  const results = (element, app) => {
    const { data } = app;
    const [first] = data.assessment.roles;
    /** Whose answers are shown, if somebody chose. */
    let chosen = "";
    let from = "";
    let to = "";
    /** The statement whose way through time is shown. */
    let through = "";
    /** Which folds somebody opened or closed. @type {Map<string, boolean>} */
    const folds = new Map();

    /** @param {string} key @param {boolean} open @param {Assess.Child} title @param {...Assess.Child} inside */
    function kept(key, open, title, ...inside) {
      const node = fold(title, folds.get(key) ?? open, ...inside);
      /** @type {HTMLElement} */ (node.firstElementChild).id = `results-fold-${key}`;
      node.addEventListener("toggle", () => folds.set(key, node.open));
      return node;
    }

    /** @param {string} id @param {string} title @param {...Assess.Child} inside */
    const part = (id, title, ...inside) =>
      el("section", { "class": `result result-${id}`, "aria-labelledby": `result-${id}` }, el("h3", { id: `result-${id}` }, title), inside);

    // ── Counts ──────────────────────────────────────────────────────────────────────────────────────────────────

    /** @param {Assess.ScaleSummary} summary @param {number} unit */
    function counts(summary, unit) {
      const { title, counts, specials, median, reason, earlier } = summary;
      const notes = [earlier > 0 && el("p", { class: "reason" }, count("results-earlier", earlier))];
      if (!counts) return el("div", { class: "counts" }, el("p", { class: "counts-title" }, title), el("p", { class: "reason" }, reason), notes);
      const middle = (median ?? []).map(({ value }) => value);
      /** @param {string} label @param {number} n @param {string} name */
      const row = (label, n, name) =>
        el("tr", { class: name }, el("th", { scope: "row" }, label), el("td", null, n), el("td", { "class": "bar-cell", "aria-hidden": "true" }, bar(n, unit)));
      return el(
        "div",
        { class: "counts" },
        el(
          "table",
          null,
          el("caption", { class: "counts-title" }, title),
          el("thead", { class: "unseen" }, el("tr", null, el("th", { scope: "col" }, say("answer")), el("th", { scope: "col" }, say("how-many")))),
          el("tbody", null, counts.map(({ label, count, value }) => row(label, count, middle.includes(value) ? "is-median" : ""))),
          specials.some(({ count }) => count) && el("tbody", { class: "specials" }, specials.filter(({ count }) => count).map(({ label, count }) => row(label, count, ""))),
        ),
        el("p", { class: "median" }, say("median") + say("colon"), el("strong", null, medianText(median))),
        notes,
      );
    }

    /** The same for all, so that the bars can be held against one another. @param {Assess.ScaleSummary[]} all */
    const unitFor = (all) =>
      Math.min(UNIT, WIDTH / Math.max(1, ...all.flatMap((one) => [...(one.counts ?? []), ...(one.counts ? one.specials : [])].map(({ count }) => count))));

    /** @param {Assess.ScaleSummary[]} scales @param {number} unit */
    const countsOf = (scales, unit) => el("div", { class: "counts-row" }, scales.map((scale) => counts(scale, unit)));

    /** @param {Assess.Progress} progress */
    const progressText = ({ answered, applicable, total }) => say("results-progress", { answered, applicable, total });

    /** @param {Assess.Group[]} groups */
    function grouped(groups) {
      return data.assessment.groupBy.map((by) => {
        const some = groups.filter((group) => group.by === by);
        if (!some.length) return null;
        const unit = unitFor(some.flatMap(({ scales }) => scales));
        const all = some.map((group) => {
          const code = group.by === "section" || group.by === "part";
          const title = el(
            "span",
            { class: "group-line" },
            el("span", { class: code ? "group-title published" : "group-title" }, code && el("span", { class: "code" }, group.id), " ", group.title),
            el("span", { class: "group-progress" }, progressText(group.progress)),
            group.scales.map((scale) =>
              el("span", { class: "group-median" }, el("span", { class: "group-scale" }, scale.title + say("colon")), scale.enough ? medianText(scale.median) : el("span", { class: "blank" }, say("results-none"))),
            ),
          );
          return kept(`group-${by}-${group.id}`, false, title, countsOf(group.scales, unit));
        });
        const toggle = button(say("results-open-all"), () => {
          const open = all.some((one) => !one.open);
          for (const one of all) one.open = open;
        }, "button is-quiet fold-all");
        const relabel = () => (toggle.textContent = say(all.some((one) => !one.open) ? "results-open-all" : "results-close-all"));
        for (const one of all) one.addEventListener("toggle", relabel);
        relabel();
        return part(`by-${by}`, say(`group-${by}`), some.length > 1 && toggle, el("div", { class: "groups" }, all));
      });
    }

    // ── Statements ──────────────────────────────────────────────────────────────────────────────────────────────

    /** @param {string} code */
    const repeated = (code) => assess.trail(app.response, code, data, role()).length > 1;

    /** @param {Assess.Row} row */
    const found = ({ item, given, note, evidence }) =>
      statement(
        app,
        item.code,
        el(
          "dl",
          { class: "givens" },
          data.scales.filter(({ id }) => given[id].kind !== "blank").map(({ id, title }) => el("div", null, el("dt", null, title + say("colon")), el("dd", null, given[id].label))),
        ),
        note && quote(note),
        evidence && quote(evidence, "written is-evidence"),
        el(
          "p",
          { class: "found-ways" },
          way("results-answer-again", item.code, () => app.goTo(item.code)),
          way("results-journal", item.code, () => assess.begin?.("journal", [item.code])),
          way("results-goal", item.code, () => assess.begin?.("plan", [item.code])),
          repeated(item.code) && way("results-trail", item.code, () => showTrail(item.code)),
        ),
      );

    /** @param {string} key @param {string} code @param {() => void} run */
    const way = (key, code, run) => button([say(key), el("span", { class: "unseen" }, ` (${code})`)], run, "assess-link");

    /** @param {string} key @param {Assess.Row[]} rows @param {string} note @param {number} most how many are shown at once */
    function list(key, rows, note, most) {
      const title = say(key) + (rows.length ? ` (${rows.length})` : "");
      const rest = rows.slice(most);
      return part(key, title, el("p", { class: "result-note" }, note), rows.slice(0, most).map(found), rest.length > 0 && kept(key, false, say("results-show-more", { n: rest.length }), rest.map(found)));
    }

    /** @param {string | undefined} id */
    const scaleTitle = (id) => data.scales.find((scale) => scale.id === id)?.title ?? "";

    // ── Between occasions ───────────────────────────────────────────────────────────────────────────────────────

    /** @param {Assess.Occasion[]} occasions */
    function between(occasions) {
      const title = say("results-between-title");
      if (occasions.length < 2) return part("between", title, el("p", { class: "result-note" }, say("results-between-one")));
      const has = (/** @type {string} */ id) => occasions.some((one) => one.id === id);
      const now = occasions.find(({ id }) => id === app.occasion) ?? occasions[occasions.length - 1];
      if (!has(to)) to = now.id;
      if (!has(from) || from === to) {
        const at = occasions.findIndex(({ id }) => id === to);
        from = (now.of && now.of !== to && has(now.of) ? now.of : (occasions[at - 1] ?? occasions[at + 1]).id);
      }
      const options = occasions.map((one) => ({ value: one.id, label: occasionText(one) }));
      const named = (/** @type {string} */ key, /** @type {string} */ id) => say(key) + say("colon") + (options.find(({ value }) => value === id)?.label ?? "");
      const pick = (/** @type {string} */ key, /** @type {string} */ value, /** @type {(id: string) => void} */ set) => {
        const node = select(options, value, { id: key, onchange: () => (set(node.value), again(key)) });
        return field(say(key), node);
      };
      /** @param {Assess.Moved[]} rows */
      const moved = (rows) =>
        el(
          "ul",
          { class: "moved" },
          rows.map(({ code, item, from, to }) =>
            el(
              "li",
              null,
              item ? el("a", { class: "code", href: app.link(code) }, code) : el("span", { class: "code" }, code),
              " ",
              item ? el("span", { class: "published" }, item.words) : el("span", null, say("not-here")),
              el("span", { class: "steps" }, from.value === to.value ? to.label : say("results-moved", { from: from.label, to: to.label }), " "),
              repeated(code) && way("results-trail", code, () => showTrail(code)),
            ),
          ),
        );
      const WAYS = /** @type {const} */ (["up", "same", "down"]);
      const all = data.scales.map(({ id }) => assess.compare(app.response, from, to, data, role(), id));
      const unit = Math.min(UNIT, WIDTH / Math.max(1, ...all.flatMap((one) => WAYS.map((kind) => one[kind].length))));
      return part(
        "between",
        title,
        el("p", { class: "result-note" }, say("since-note")),
        el("div", { class: "between-pick" }, pick("results-from", from, (id) => (from = id)), pick("results-to", to, (id) => (to = id))),
        el("p", { class: "result-note between-which" }, `${named("results-from", from)} · ${named("results-to", to)}`),
        el(
          "div",
          { class: "counts-row" },
          all.map((one) => {
            const out = Object.entries(one.leftOut).flatMap(([key, codes]) => (codes.length ? [count(`results-out-${key}`, codes.length)] : []));
            return el(
              "div",
              { class: "counts" },
              one.compared > 0 ? el(
                "table",
                null,
                el("caption", { class: "counts-title" }, scaleTitle(one.scale)),
                el("tbody", null, WAYS.map((kind) => el("tr", null, el("th", { scope: "row" }, say(kind)), el("td", null, one[kind].length), el("td", { "class": "bar-cell", "aria-hidden": "true" }, bar(one[kind].length, unit))))),
              ) : el("p", { class: "counts-title" }, scaleTitle(one.scale)),
              el("p", { class: "reason" }, say("results-compared", { compared: one.compared, total: one.total }), ". ", out.length > 0 && say("results-left-out", { list: out.join(say("semicolon")) })),
              WAYS.map((kind) => one[kind].length > 0 && kept(`between-${one.scale}-${kind}`, false, `${say(kind)} (${one[kind].length})`, moved(one[kind]))),
            );
          }),
        ),
      );
    }

    // ── One statement through time ──────────────────────────────────────────────────────────────────────────────

    /** @param {string} code */
    function showTrail(code) {
      through = code;
      again();
      const heading = element.querySelector("#result-trail");
      if (heading instanceof HTMLElement) {
        assess.dom.focus(heading);
        heading.scrollIntoView({ block: "start" });
      }
    }

    /** @param {Assess.Occasion[]} occasions */
    function trail(occasions) {
      if (occasions.length < 2) return null;
      const some = data.items.filter(({ code }) => assess.trail(app.response, code, data, role()).length > 0);
      if (!some.length) return null;
      if (!some.some(({ code }) => code === through)) through = some[0].code;
      const pick = select(some.map(({ code, words }) => ({ value: code, label: `${code} ${short(words, 64)}` })), through, { id: "results-trail-pick", onchange: () => ((through = pick.value), again("results-trail-pick")) });
      const steps = assess.trail(app.response, through, data, role());
      return part(
        "trail",
        say("results-trail"),
        field(say("statement"), pick),
        statement(app, through),
        el(
          "div",
          { class: "scroll", tabIndex: 0, role: "group", "aria-label": say("results-trail-of", { code: through }) },
          el(
            "table",
            { class: "trail" },
            el("thead", null, el("tr", null, el("th", { scope: "col" }, say("results-occasion")), data.scales.map(({ title }) => el("th", { scope: "col" }, title)), el("th", { scope: "col" }, say("notes")))),
            el(
              "tbody",
              null,
              steps.map(({ occasion, given, note, evidence, code }) =>
                el(
                  "tr",
                  null,
                  el("th", { scope: "row" }, occasionText(occasion), code !== through && ` (${code})`),
                  data.scales.map(({ id }) =>
                    el("td", null, el("span", { class: given[id].kind === "blank" ? "blank" : "" }, given[id].label), given[id].kind !== "blank" && !given[id].counts && ` (${say("side-words")})`),
                  ),
                  el("td", null, note && quote(note), evidence && quote(evidence, "written is-evidence")),
                ),
              ),
            ),
          ),
        ),
      );
    }

    // ── All of it ───────────────────────────────────────────────────────────────────────────────────────────────

    /** @param {string} one */
    const wrote = (one) => {
      const ratings = app.response.occasions.find(({ id }) => id === app.occasion)?.ratings ?? {};
      return Object.values(ratings).some(({ roles }) => Object.values(assess.own(roles, one)?.scales ?? {}).some(({ value }) => value !== null));
    };
    const role = () => chosen || (wrote(app.role) ? app.role : first);

    /** Shows everything anew, with the focus where it was. @param {string} [id] */
    function again(id) {
      update();
      if (id) document.getElementById(id)?.focus();
    }

    function update() {
      const focused = document.activeElement;
      const id = focused && element.contains(focused) ? focused.id : "";
      const radio = focused instanceof HTMLInputElement && element.contains(focused) ? focused.value : "";
      const occasions = assess.inOrder(app.response.occasions);
      const occasion = occasions.find((one) => one.id === app.occasion);
      const summary = assess.summarize(app.response, app.occasion, data, role());
      const { progress, scales, groups, talk, strengths, earlier, kept: gone } = summary;
      const writers = data.assessment.roles.filter((one) => one === role() || wrote(one));
      const whose = writers.length > 1 && assess.dom.choice(
        say("results-answers-of"),
        "results-role",
        writers.map((one) => ({ value: one, label: assess.roleText(one, data) })),
        role(),
        (one) => ((chosen = one), again()),
      );
      const more = [
        progress.notApplicable && count("results-applicable", progress.notApplicable),
        progress.left && count("results-left", progress.left),
        progress.marked.length && count("results-marked", progress.marked.length),
      ].filter(Boolean);
      const nothing = scales.every(({ answered, applicable, total, earlier }) => !answered && !earlier && applicable === total);
      const { talk: talkRule, strength } = data.assessment;
      const between2 = between(occasions);
      const sides = assess.parts.sideBySide(app, app.occasion);
      const names = talkRule && { high: scaleTitle(talkRule.highOn), low: scaleTitle(talkRule.lowOn) };

      element.replaceChildren(
        ...[
          el(
            "section",
            { class: "result result-head" },
            el("p", { class: "result-of" }, [data.assessment.title, occasionText(occasion), writers.length < 2 && assess.roleText(role(), data)].filter(Boolean).join(" · ")),
            whose,
            el("p", { class: "result-progress" }, say("progress", { answered: progress.answered, applicable: progress.applicable, total: progress.total })),
            more.length > 0 && el("p", { class: "result-note" }, `${more.join(" · ")}. `, progress.left > 0 && button(say("results-next"), () => app.goTo(progress.leftCodes[0]), "assess-link")),
          ),
          ...(nothing
            ? [el("p", { class: "notice" }, say("results-nothing"))]
            : [
                part("all", say("results-all"), countsOf(scales, unitFor(scales))),
                ...grouped(groups),
                names && list("talk", talk, say(talk.length ? "results-talk-note" : "results-talk-none", names), 50),
                strength && list("strengths", strengths, say(strengths.length ? "results-strength-note" : "results-strength-none", { high: scaleTitle(strength.highOn) }), 3),
                data.scales.some(({ specials }) => specials.some(({ id }) => id === "no-opportunity")) && list("no-opportunity", summary.noOpportunity, say(summary.noOpportunity.length ? "results-opportunity-note" : "results-opportunity-none"), 3),
              ]),
          between2,
          trail(occasions),
          sides && part("sides", say("side-by-side"), el("p", { class: "result-note" }, say("results-side-note")), sides),
          (earlier.length > 0 || gone.length > 0) &&
            part(
              "earlier",
              say("earlier"),
              el("p", { class: "result-note" }, say("results-earlier-note")),
              earlier.map(found),
              gone.length > 0 && el("ul", { class: "kept" }, gone.map(({ code, now }) => el("li", { class: "code" }, code + say("colon") + (now || say("not-here"))))),
            ),
        ].flat().filter((node) => node instanceof Node),
      );
      // Made anew, with the focus where it was; a radio button has another id each time.
      const same = radio && whose && whose.querySelector(`input[value="${CSS.escape(radio)}"]`);
      if (same instanceof HTMLElement) same.focus();
      else if (id) document.getElementById(id)?.focus();
    }

    update();
    return { update };
  };

  assess.panels.results = results;
})();
