// What leaves the page as a file: the answers as tables for a statistics program, with a codebook; the counts as they
// are shown; charts.
//
// The tables of answers have one person in a row, and hiding small counts cannot protect anybody in them. So they carry
// running codes and no dates unless the educator asks for more, and say what they are.
(() => {
  "use strict";
  const { assess } = globalThis.Standpoint;
  const cohort = Standpoint.cohort;
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => cohort.say(key, values);

  /** Pseudonyms that two people share, or that end like a code, would make one of two: then their code follows. */
  /** @param {Cohort.Person[]} people @param {boolean} named */
  function namesOf(people, named) {
    const used = new Map();
    for (const { pseudonym } of people) used.set(pseudonym, (used.get(pseudonym) ?? 0) + 1);
    /** @param {Cohort.Person} person */
    const alone = ({ pseudonym }) => used.get(pseudonym) === 1 && !/P\d+\s*$/i.test(pseudonym);
    return new Map(people.map((person) => {
      const { code, pseudonym } = person;
      return [person, !named || !pseudonym ? code : alone(person) ? pseudonym : `${pseudonym} ${code}`];
    }));
  }

  /** @param {number} value @param {Assess.Scale} scale */
  const answerOf = (value, scale) =>
    value > 0
      ? { value, label: scale.points[value - 1].label, special: "" }
      : { value: "", label: scale.specials[-1 - value]?.label ?? "", special: scale.specials[-1 - value]?.id ?? "" };

  /** One row a person, occasion, statement and scale. @type {Cohort.Api["toTidy"]} */
  async function toTidy(people, data, { named = false, invented = false } = {}, { pause = async () => {} } = {}) {
    const names = namesOf(people, named);
    const head = ["person", "assessment", "occasion", "occasion_kind", ...(named ? ["occasion_date"] : []), "code", "section", "part", "scale", "value", "special", "label", ...(invented ? ["invented"] : [])];
    /** @type {unknown[][]} */
    const rows = [head];
    for (const person of people) {
      await pause();
      for (const [index, round] of person.rounds.entries()) {
        const values = cohort.valuesOf(round, data);
        for (const [at, item] of data.items.entries())
          for (const [place, scale] of data.scales.entries()) {
            const given = values[at * data.scales.length + place];
            if (given === 0 || given === cohort.UNCOUNTED) continue;
            const { value, label, special } = answerOf(given, scale);
            const { occasion } = round;
            rows.push([
              ...[names.get(person), data.assessment.id, index + 1, occasion.kind, ...(named ? [occasion.date] : [])],
              ...[item.code, data.sections[item.section]?.code, data.parts[item.part]?.code, scale.id, value, special, label],
              ...(invented ? [say("invented")] : []),
            ]);
          }
      }
    }
    return assess.csv(rows, true);
  }

  /** The columns of the wide table, one a statement, scale and chosen occasion. @param {Assess.Data} data @param {Cohort.Options} options */
  function variablesOf(data, { look, before }) {
    const used = new Set(["person", "invented"]);
    /** A name that statistics programs take: letters, digits and underscores, a letter first. @param {string} words */
    const nameFor = (words) => {
      let name = words.replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^(?!\p{L})/u, "s");
      while (used.has(name.toLowerCase())) name += "_2";
      used.add(name.toLowerCase());
      return name;
    };
    const occasions = /** @type {[string, Cohort.Choice][]} */ (before ? [["_before", before], ["_after", look]] : [["", look]]);
    return data.items.flatMap((item, at) =>
      data.scales.flatMap((scale, place) =>
        occasions.map(([end, how]) => ({ name: nameFor(`${item.code}_${scale.id}${end}`), item, scale, how, at: at * data.scales.length + place })),
      ),
    );
  }

  /** One row a person. @type {Cohort.Api["toWide"]} */
  async function toWide(people, data, options, { named = false, invented = false } = {}, { pause = async () => {} } = {}) {
    const names = namesOf(people, named);
    const variables = variablesOf(data, options);
    /** @type {unknown[][]} */
    const rows = [["person", ...variables.map(({ name }) => name), ...(invented ? ["invented"] : [])]];
    for (const person of people) {
      await pause();
      const [look, before] = [options.look, options.before].map((how) => {
        const round = how && cohort.choose(person, how);
        return round ? cohort.valuesOf(round, data) : null;
      });
      if (!look && !before) continue;
      const cells = variables.map(({ how, at, scale }) => {
        const given = (how === options.look ? look : before)?.[at] ?? 0;
        if (given === 0 || given === cohort.UNCOUNTED) return "";
        const { value, special } = answerOf(given, scale);
        return value || special;
      });
      rows.push([names.get(person), ...cells, ...(invented ? [say("invented")] : [])]);
    }
    return assess.csv(rows, true);
  }

  /** @param {Assess.Scale} scale */
  const valuesText = (scale) =>
    [...scale.points.map(({ label }, index) => `${index + 1} = ${label}`), ...scale.specials.map(({ id, label }) => `${id} = ${label} (${say("missing")})`)].join("; ");

  /** @type {Cohort.Api["toCodebook"]} */
  function toCodebook(data, options, { invented = false } = {}) {
    const head = ["variable", "code", "scale", "question", "occasion", "values", "statement"];
    const rows = variablesOf(data, options).map(({ name, item, scale, how }) => [name, item.code, scale.title, scale.question, say(`choice-${how}`), valuesText(scale), item.words]);
    return assess.csv([head, ["person", "", "", "", "", say("codebook-person"), ""], ...rows, ...(invented ? [["invented", "", "", "", "", say("invented"), ""]] : [])], true);
  }

  /** @type {Cohort.Api["toCodebookText"]} */
  function toCodebookText(data, options, { invented = false } = {}) {
    const line = assess.markdownLine;
    const blocks = [
      `# ${line(say("codebook-title", { title: data.assessment.title }))}`,
      ...(invented ? [`**${line(say("invented-long"))}**`] : []),
      line([data.framework.title, data.framework.edition].filter(Boolean).join(say("comma"))),
      line(say("codebook-files")),
      `- \`person\`${say("colon")}${line(say("codebook-person"))}\n- ${line(say("codebook-empty"))}\n- ${line(say("codebook-special"))}\n- ${line(say("codebook-ordinal"))}`,
      `## ${line(say("codebook-occasions"))}`,
      [options.before && `- \`before\`${say("colon")}${line(say(`choice-${options.before}`))}`, `- ${options.before ? `\`after\`${say("colon")}` : ""}${line(say(`choice-${options.look}`))}`].filter(Boolean).join("\n"),
      `## ${line(say("codebook-scales"))}`,
      ...data.scales.map((scale) => `### \`${scale.id}\`${say("colon")}${line(scale.title)}\n\n${line(scale.question)}\n\n${scale.points.map(({ label, anchor }, index) => `${index + 1}. ${line(label)}${anchor ? say("colon") + line(anchor) : ""}`).join("\n")}\n${scale.specials.map(({ id, label }) => `- \`${id}\`${say("colon")}${line(label)}`).join("\n")}`),
      `## ${line(say("codebook-statements"))}`,
      data.items.map((item) => `- \`${item.code}\`${say("colon")}${line(item.words)}`).join("\n"),
    ];
    return `${blocks.join("\n\n")}\n`;
  }

  // ── What is shown ─────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {Cohort.Block} block */
  const nameOf = (block) => (block.by === "whole" ? block.title : block.by === "topic" ? block.title : [block.id, block.title].filter(Boolean).join(" "));

  /** The counts of the report as they are shown, what is hidden left hidden. @type {Cohort.Api["toCounts"]} */
  function toCounts({ blocks, research, look, before, minimum }, { invented = false } = {}) {
    const hidden = say("hidden");
    const head = ["level", "id", "title", "scale", "occasion", "people", "n", "label", "count", "median"];
    /** @type {unknown[][]} */
    const rows = [];
    const figures = ["mean", "sd", "alpha", "alpha_n", "pairs", "mean_difference", "sd_of_differences", "d_z", "d_z_low", "d_z_high", "up", "same", "down", "cautions"];
    for (const block of blocks)
      for (const figure of block.figures) {
        const start = [block.by, block.id, nameOf(block), figure.scale.title];
        for (const [side, how] of /** @type {[Cohort.Side | null, Cohort.Choice | null][]} */ ([[figure.before, before], [figure.look, look]])) {
          if (!side || !how) continue;
          const points = figure.scale.points.map(({ label }, index) => [label, side.counts?.[index] ?? hidden]);
          const specials = side.specials ? [...figure.scale.specials.map(({ label }) => label), say("blank")].map((label, index) => [label, side.specials?.[index]]) : [];
          const median = side.median ? side.median.map((value) => figure.scale.points[value - 1].label).join(" / ") : hidden;
          for (const [label, count] of [...points, ...specials]) rows.push([...start, say(`choice-${how}`), side.people, side.n ?? hidden, label, count, median, ...figures.map(() => "")].slice(0, research ? undefined : head.length));
        }
        if (!research || !figure.research) continue;
        const { mean, sd, alpha, change, cautions } = figure.research;
        const values = [mean, sd, alpha?.alpha, alpha?.n, change?.n, change?.mean, change?.sd, change?.d, change?.interval?.low, change?.interval?.high, change?.up, change?.same, change?.down];
        rows.push([...start, say(`choice-${look}`), figure.look.people, figure.research.n ?? hidden, say("research"), "", "", ...values.map((value) => value ?? ""), cautions.join(" ")]);
      }
    const about = [["minimum", minimum], ...(invented ? [["invented", say("invented-long")]] : [])];
    return assess.csv([[...head, ...(research ? figures : []), ...about.map(([name]) => name)], ...rows.map((row) => [...row, ...about.map(([, value]) => value)])], true);
  }

  // ── Charts ────────────────────────────────────────────────────────────────────────────────────────────────────

  const XML = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });
  /** Text that can stand in XML: without letters that it has no place for. @param {unknown} text */
  const xml = (text) => String(text ?? "").replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "").replace(/[&<>"]/g, (one) => XML[one]);

  // Letters that are twice as wide as Latin ones. Between those of languages without spaces a line may end, but no line
  // begins with a sign that closes, and none ends with one that opens.
  const WIDE = /[\u2E80-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF\uFF01-\uFF60]/;
  const PIECES = /[（「『【〈《〔［]*[^（「『【〈《〔［][、。，．：；！？）」』】〉》〕］・ー]*|[（「『【〈《〔［]+/gu;
  const widthOf = (/** @type {string} */ text) => [...text].reduce((sum, one) => sum + (WIDE.test(one) ? 2 : 1), 0);

  /** Breaks text into lines as wide as so many Latin letters; of more than so many the rest is cut. @param {string} text @param {number} width @param {number} most */
  function lines(text, width, most) {
    /** @type {string[]} */
    const broken = [];
    let line = "";
    const words = text.trim().replace(/[^\S\u00a0\u202f]+/g, " ").split(/(?= )/);
    for (const word of words.flatMap((one) => (/[\u2E80-\u9FFF\uF900-\uFAFF]/.test(one) || widthOf(one) > width ? one.match(PIECES) ?? [] : [one]))) {
      if (line && widthOf(line + word) > width) {
        broken.push(line);
        line = "";
      }
      line += line ? word : word.trimStart();
    }
    broken.push(line);
    return broken.length > most ? [...broken.slice(0, most - 1), broken[most - 1] + say("cut")] : broken;
  }

  /** One figure as a picture that stands alone. Its numbers are those of the table. @type {Cohort.Api["toSvg"]} */
  function toSvg(block, figure, report, { invented = false } = {}) {
    const sides = /** @type {[Cohort.Side | null, Cohort.Choice | null][]} */ ([[figure.before, report.before], [figure.look, report.look]]).filter(([side]) => side);
    const [left, wide, row] = [170, 300, sides.length > 1 ? 34 : 22];
    const labels = figure.scale.points.map(({ label }) => lines(label, 21, 6));
    const most = Math.max(1, ...sides.flatMap(([side]) => side?.counts ?? []).map((count) => count ?? 0));
    /** @type {string[]} */
    const parts = [];
    // Where one reads from right to left, so does the picture.
    const rtl = globalThis.document?.documentElement.dir === "rtl";
    const from = (/** @type {number} */ x, width = 0) => (rtl ? 560 - x - width : x);
    /** @param {number} x @param {number} y @param {string} text @param {string} [more] */
    const words = (x, y, text, more = "") => parts.push(`<text x="${from(x)}" y="${y}"${more}>${xml(text)}</text>`);
    // A code keeps its own direction.
    const isolated = (/** @type {string} */ name) => (rtl && name.startsWith(block.id) ? `\u2066${block.id}\u2069${name.slice(block.id.length)}` : name);
    const name = isolated(nameOf(block));
    let y = 24;
    for (const line of lines(`${name}${block.item ? ` ${block.item.words}` : ""}`, 72, 3)) {
      words(12, y, line, ' font-weight="600"');
      y += 18;
    }
    for (const line of lines(figure.scale.title + say("colon") + figure.scale.question, 84, 3)) {
      words(12, y, line, ' fill="#4a5a5f" font-size="12"');
      y += 16;
    }
    y += 4;
    for (const [index, label] of labels.entries()) {
      const height = Math.max(row, label.length * 15 + 6);
      const middle = y + row / 2 + 1 + (height - row) / 2 - (label.length - 1) * 7.5;
      for (const [at, line] of label.entries()) words(left - 10, middle + at * 15, line, ' text-anchor="end"');
      const bar = y + (height - row) / 2;
      for (const [which, [side]] of sides.entries()) {
        const count = side?.counts?.[index] ?? null;
        const at = bar + which * 15;
        if (count === null) words(left, at + 11, say("hidden"), ' fill="#4a5a5f" font-style="italic" font-size="11"');
        else {
          const width = (count / most) * wide;
          const look = which === sides.length - 1 ? 'fill="#0b5a66"' : 'fill="#fff" stroke="#0b5a66"';
          if (count) parts.push(`<rect x="${from(left, width).toFixed(rtl ? 1 : 0)}" y="${at}" width="${width.toFixed(1)}" height="12" ${look}/>`);
          words(left + width + 6, at + 11, String(count), ' font-size="12"');
        }
      }
      y += height;
    }
    y += 14;
    for (const [which, [side, how]] of sides.entries()) {
      if (sides.length > 1) parts.push(`<rect x="${from(12, 10)}" y="${y - 9}" width="10" height="10" ${which === sides.length - 1 ? 'fill="#0b5a66"' : 'fill="#fff" stroke="#0b5a66"'}/>`);
      words(sides.length > 1 ? 28 : 12, y, `${say(`choice-${how}`)}${say("colon")}${side?.n === null ? say("n-hidden", { minimum: report.minimum }) : say("n-of", { n: side?.n ?? 0, people: side?.people ?? 0 })}`, ' font-size="12"');
      y += 16;
    }
    for (const line of invented ? lines(say("invented-long"), 84, 3) : []) {
      words(12, y + 2, line, ' font-size="12" font-weight="600"');
      y += 16;
    }
    return `<svg xmlns="http://www.w3.org/2000/svg" width="560" height="${y}" viewBox="0 0 560 ${y}" role="img" font-family="sans-serif" font-size="13" fill="#1a2528"${rtl ? ' direction="rtl"' : ""}><title>${xml(name + say("comma") + figure.scale.title)}</title><rect width="560" height="${y}" fill="#fff"/>${parts.join("")}</svg>\n`;
  }

  /** Every chart of a report, with names that say what they show. @type {Cohort.Api["toCharts"]} */
  function toCharts(report, options) {
    const used = new Set();
    return report.blocks.flatMap((block) =>
      block.figures.map((figure) => {
        const words = [block.by === "whole" ? "all" : `${block.by}-${block.id}`, figure.scale.id].join("-");
        let name = words.replace(/[^\p{L}\p{N}.]+/gu, "-").slice(0, 80);
        while (used.has(name.toLowerCase())) name += "-2";
        used.add(name.toLowerCase());
        return { name: `${name}.svg`, text: toSvg(block, figure, report, options) };
      }),
    );
  }

  cohort.toTidy = toTidy;
  cohort.toWide = toWide;
  cohort.toCodebook = toCodebook;
  cohort.toCodebookText = toCodebookText;
  cohort.toCounts = toCounts;
  cohort.toSvg = toSvg;
  cohort.toCharts = toCharts;
  cohort.nameOf = nameOf;
})();
