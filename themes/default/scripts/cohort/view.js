// Shows a report. What may be shown was decided in figures.js: null is hidden.
(() => {
  "use strict";
  const { assess } = globalThis.Standpoint;
  const cohort = Standpoint.cohort;
  const { el } = assess.dom;
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => cohort.say(key, values);

  const language = document.documentElement.lang || undefined;
  const two = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: /** @type {any} */ ("negative") });
  const signed = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const WIDTH = 120;

  /** A heading in the margin, and what it heads. @type {Cohort.View["row"]} */
  const row = (id, title, note, ...inside) =>
    el(
      "section",
      { "class": "row", "aria-labelledby": id },
      el("div", { class: "row-head" }, el("h2", { id, tabIndex: -1 }, title), note && el("p", null, note)),
      el("div", { class: "cohort-body" }, inside),
    );

  /** @param {string} name @param {Record<string, string | number>} attributes */
  function svg(name, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    return node;
  }

  /** The bars of one answer, one an occasion, the later one full. @param {(number | null)[]} counts @param {number} most */
  function bars(counts, most) {
    const height = counts.length > 1 ? 9 : 12;
    const node = svg("svg", { "class": "bar", "aria-hidden": "true", "viewBox": `0 0 ${WIDTH} ${counts.length * (height + 1)}`, "preserveAspectRatio": "none", "height": counts.length * (height + 1) });
    for (const [index, count] of counts.entries())
      if (count) node.append(svg("rect", { "class": index < counts.length - 1 ? "bar-before" : "bar-look", "x": 0.5, "y": index * (height + 1) + 0.5, "width": Math.max(1, (count / most) * (WIDTH - 1)), "height": height - 1 }));
    return node;
  }

  /** @param {Cohort.Side} side @param {Assess.Scale} scale */
  function medianText({ median }, scale) {
    if (!median) return say("hidden");
    const [low, high] = median.map((value) => scale.points[value - 1].label);
    return high === undefined ? low : say("between", { low, high });
  }

  const hidden = () => el("span", { class: "cohort-hidden" }, say("hidden"));
  /** @param {number | null} count */
  const cell = (count) => el("td", null, count === null ? hidden() : count);

  /** One scale of one block. @param {Cohort.Figure} figure @param {Cohort.Report} report */
  function card({ scale, look, before, research }, report) {
    const sides = before ? [before, look] : [look];
    const shown = sides.filter(({ counts }) => counts);
    const title = el("p", { class: "counts-title" }, scale.title);
    const inside = [];
    if (!shown.length) inside.push(title, el("p", { class: "reason" }, say("row-hidden", { minimum: report.minimum })));
    else {
      const most = Math.max(1, ...shown.flatMap(({ counts }) => counts ?? []).map((count) => count ?? 0));
      /** @param {Cohort.Side} side */
      const ofAll = ({ n, people }) => (n === null ? say("n-hidden", { minimum: report.minimum }) : say("n-of", { n, people }));
      const n = before ? say("then", { before: ofAll(before), after: ofAll(look) }) : ofAll(look);
      const heads = before ? [say("col-before"), say("col-look")] : [say("how-many")];
      const middle = look.median ?? [];
      inside.push(
        el(
          "table",
          null,
          el("caption", { class: "counts-title" }, scale.title, el("span", { class: "cohort-n" }, n)),
          el("thead", { class: before ? "" : "unseen" }, el("tr", null, el("th", { scope: "col" }, el("span", { class: "unseen" }, say("answer"))), heads.map((head) => el("th", { scope: "col" }, head)), el("td", { class: "bar-cell" }))),
          el(
            "tbody",
            null,
            scale.points.map(({ label }, index) => {
              const counts = sides.map((side) => side.counts?.[index] ?? null);
              return el("tr", { class: middle.includes(index + 1) ? "is-median" : "" }, el("th", { scope: "row" }, label), counts.map(cell), el("td", { "class": "bar-cell", "aria-hidden": "true" }, /** @type {any} */ (bars(counts, most))));
            }),
          ),
        ),
        el("p", { class: "median" }, say("median") + say("colon"), el("strong", null, before ? say("then", { before: medianText(before, scale), after: medianText(look, scale) }) : medianText(look, scale))),
      );
      const { without, specials } = look;
      if (without) {
        const labels = [...scale.specials.map(({ label }) => label), say("blank")];
        const split = specials?.flatMap((count, index) => (count ? [`${labels[index]} ${count}`] : [])) ?? [];
        inside.push(el("p", { class: "result-note" }, say("without", { n: without }), split.length > 0 && ` (${split.join(say("comma"))})`));
      }
    }
    if (research) inside.push(figures(research));
    return el("div", { class: "counts cohort-card" }, inside);
  }

  /** @param {Cohort.Research} research */
  function figures({ n, mean, sd, alpha, change, cautions }) {
    /** @param {string} key @param {string | number | null} value */
    const figure = (key, value) => el("div", null, el("dt", null, say(key)), el("dd", null, value === null ? hidden() : value));
    // With the sign for minus, which is as wide as the plus and read as one.
    const plain = (/** @type {number} */ value) => two.format(value).replace("-", "−");
    const number = (/** @type {number | null | undefined} */ value) => (typeof value === "number" ? plain(value) : null);
    const difference = (/** @type {number | null} */ value) => (value === null ? null : signed.format(value).replace("-", "−"));
    const parts = [
      figure(alpha ? "mean-score" : "mean", n === null ? null : number(mean)),
      figure("sd", n === null ? null : number(sd)),
      alpha &&
        figure(
          "alpha",
          alpha.n === null ? say("alpha-none", { items: alpha.items }) : say(alpha.alpha === null ? "alpha-undefined" : "alpha-of", { alpha: number(alpha.alpha) ?? "", n: alpha.n, items: alpha.items }),
        ),
    ];
    if (change) {
      const { d, interval, up, same, down } = change;
      parts.push(figure("pairs", change.n));
      if (change.n !== null) {
        const alike = change.mean !== null && d === null;
        parts.push(
          figure("mean-difference", difference(change.mean)),
          figure("sd-difference", number(change.sd)),
          figure("d", alike ? say("d-none") : d === null || !interval ? null : say("d-of", { d: plain(d), low: plain(interval.low), high: plain(interval.high) })),
          figure("ways", say("ways-of", { up: up ?? say("hidden"), same: same ?? say("hidden"), down: down ?? say("hidden") })),
        );
      }
    }
    return el(
      "div",
      { class: "cohort-research" },
      el("dl", null, parts),
      cautions.length > 0 && el("p", { class: "result-note" }, say("cautions", { list: [...new Set(cautions)].map((one) => say(`caution-${one}`)).join(say("semicolon")) })),
    );
  }

  /** @param {Cohort.Block} block @param {Cohort.Report} report @param {boolean} invented @param {string} root @param {"h3" | "h4"} heading */
  function article(block, report, invented, root, heading) {
    const { item } = block;
    const tag = invented && el("span", { class: "cohort-invented" }, say("invented"));
    const head = item
      ? el(
          "div",
          { class: "slip paper" },
          el(heading, { class: "code" }, el("a", { href: root + item.address }, item.code)),
          el("div", { class: "words", data: { normative: "" } }, item.words.split("\n").map((line) => el("p", null, line))),
        )
      : el(heading, { class: block.by === "section" || block.by === "part" ? "published" : "" }, block.by !== "whole" && block.by !== "topic" && [el("span", { class: "code" }, block.id), " "], block.title);
    return el("article", { class: `cohort-block is-${block.by}`, data: { block: block.id } }, head, tag, el("div", { class: "counts-row" }, block.figures.map((figure) => card(figure, report))));
  }

  /** @type {Cohort.View["legend"]} */
  const legend = ({ look, before }) =>
    before &&
    el(
      "p",
      { class: "cohort-legend" },
      [["bar-before", "col-before", before], ["bar-look", "col-look", look]].map(([name, key, how]) => {
        const mark = svg("svg", { "class": "bar", "aria-hidden": "true", "width": 24, "height": 10 });
        mark.append(svg("rect", { "class": name, "x": 0.5, "y": 0.5, "width": 23, "height": 9 }));
        return el("span", null, /** @type {any} */ (mark), ` ${say(key)}${say("colon")}${say(`choice-${how}`)}`);
      }),
    );

  /** The rows of a report, one a kind of block. @type {Cohort.View["results"]} */
  function results(report, invented, root) {
    const { blocks, data } = report;
    return /** @type {const} */ (["whole", "section", "part", "topic", "statement"]).flatMap((by) => {
      const some = blocks.filter((block) => block.by === by);
      if (!some.length) return [];
      const note = by === "statement" ? say("statement-note") : say("group-note");
      if (by !== "statement") return [row(`cohort-by-${by}`, say(`by-${by}`), note, some.map((block) => article(block, report, invented, root, "h3")))];
      /** @type {Node[]} */
      const nodes = [];
      let last = "";
      for (const block of some) {
        const { part = -1, section = -1 } = block.item ?? {};
        const group = data.parts[part] ?? data.sections[section];
        if (group && group.code !== last) nodes.push(el("h3", { class: "published cohort-part" }, el("span", { class: "code" }, group.code), " ", group.title));
        last = group?.code ?? last;
        nodes.push(article(block, report, invented, root, group ? "h4" : "h3"));
      }
      return [row(`cohort-by-${by}`, say(`by-${by}`), note, nodes)];
    });
  }

  /** What each figure is, and when it is not to be trusted. @type {Cohort.View["about"]} */
  function about({ minimum, research, before, look, data }) {
    const names = ["n", "median", "group", "hidden", "no-test", ...(research ? ["mean", "alpha", ...(before ? ["change", "d"] : [])] : []), ...(before === "then" || look === "then" ? ["then"] : [])];
    const values = { minimum, most: minimum - 1, least: data.assessment.minimum };
    return row("cohort-about", say("about"), say("about-note"), el("dl", { class: "cohort-about" }, names.map((name) => el("div", null, el("dt", null, say(`about-${name}`)), el("dd", null, say(`about-${name}-text`, values))))));
  }

  cohort.view = { row, legend, results, about };
})();
