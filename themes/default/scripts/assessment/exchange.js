// Files that people keep and pass on: the response itself (JSON), a table (CSV), a document for supervision (Markdown), dates
// (iCalendar), and opening what comes back.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) =>
    assess.say(key, values);

  // ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The fields that are written first, in this order; the others follow by name. */
  const ORDER = "format formatVersion id kind name title date value at by hash created modified site framework assessment".split(" ");
  const RANK = new Map(ORDER.map((name, index) => [name, index]));
  const natural = new Intl.Collator("en", { numeric: true });

  /** @param {unknown} _ @param {any} value */
  const ordered = (_, value) =>
    typeof value !== "object" || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value).sort(
            ([a], [b]) =>
              (RANK.get(a) ?? ORDER.length) - (RANK.get(b) ?? ORDER.length) || natural.compare(a, b) || (a < b ? -1 : 1),
          ),
        );

  /** @type {Assess.Api["toText"]} */
  const toText = (value) => JSON.stringify(value, ordered, 1) + "\n";

  /** @type {Assess.Api["toJson"]} */
  const toJson = (response, { without = false } = {}) => toText(withoutNotes(response, without));

  /**
   * Leaves fields out instead of emptying them, so that merging the file later takes nothing away.
   * @type {Assess.Api["withoutNotes"]}
   */
  function withoutNotes(response, without = true) {
    if (!without) return response;
    const { notes = false, journal = false, plan = false, supervision = false } =
      without === true ? { notes: true, journal: true } : without;
    /** @param {any} thing @param {string[]} names @returns {any} */
    const omit = (thing, names) => {
      const gone = (/** @type {string | undefined} */ name) => names.includes(String(name).split("/")[0]);
      /** @param {any} fields */
      const kept = (fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => !gone(name)));
      const left = kept(thing);
      if (left.changed) left.changed = kept(left.changed);
      const conflicts = left.conflicts?.filter((/** @type {any} */ one) => !gone(one.field)) ?? [];
      delete left.conflicts;
      return conflicts.length ? { ...left, conflicts } : left;
    };
    /** @param {any[]} list @param {string[]} names @returns {any[]} */
    const omitAll = (list, names) => list.map((thing) => omit(thing, names));
    /** @param {Record<string, any>} map @param {(value: any) => any} change */
    const each = (map, change) => Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
    const free = ["text", "reason", "who"];
    return {
      ...response,
      occasions: !notes
        ? response.occasions
        : response.occasions.map((occasion) => ({
            ...occasion,
            ratings: each(occasion.ratings, (rating) => ({
              ...omit(rating, ["note", "evidence"]),
              roles: each(rating.roles, (side) => omit(side, ["note", "evidence"])),
            })),
          })),
      journal: journal ? [] : response.journal,
      plan: plan ? omitAll(response.plan, ["goal", "measure", "action", "support"]) : response.plan,
      supervision: !supervision
        ? response.supervision
        : response.supervision.map((meeting) => ({
            ...omit(meeting, ["discussion"]),
            agenda: omitAll(meeting.agenda, free),
            earlier: omitAll(meeting.earlier, free),
            decisions: omitAll(meeting.decisions, free),
            actions: omitAll(meeting.actions, free),
          })),
    };
  }

  /** @type {Assess.Api["fileName"]} */
  function fileName(response, extension, now = new Date()) {
    const id = response.assessment.id.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
    return `${[...id].slice(0, 60).join("") || "assessment"}-${assess.dayOf(now)}.${extension}`;
  }

  // ── Opening ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["openText"]} */
  function openText(text, data = null) {
    const checked = assess.validate(text, data);
    const code = checked.problems[0]?.code;
    const kind = checked.ok ? "response" : code === "encrypted" ? "encrypted" : code === "backup" ? "backup" : "unknown";
    /** @type {Assess.Opened} */
    const opened = {
      ...{ kind, ok: checked.ok, problems: checked.problems, notes: checked.notes },
      ...{ responses: checked.response ? [checked.response] : [], text: typeof text === "string" ? text : "" },
    };
    if (kind !== "backup" || typeof text !== "string") return opened;
    const { responses, formatVersion, study } = JSON.parse(text.replace(/^\uFEFF/, ""));
    /** @param {string} path @param {string} code @param {any} [values] @returns {Assess.Opened} */
    const fail = (path, code, values) => ({ ...opened, problems: [{ path, code, message: say(code, values) }] });
    if (formatVersion !== 1)
      return formatVersion > 1 ? fail("formatVersion", "future", { version: formatVersion }) : fail("formatVersion", "version");
    if (!Array.isArray(responses)) return fail("responses", "not-list");
    const limit = assess.limits.backup;
    if (responses.length > limit) return fail("responses", "many", { limit });
    const all = responses.map((response) => assess.validate(response, null));
    const problems = all.flatMap(({ problems }, index) =>
      problems.map((one) => ({ ...one, path: `responses[${index}].${one.path}`.replace(/\.$/, "") })),
    );
    return {
      ...{ ...opened, ok: !problems.length, problems, responses: all.flatMap(({ response }) => response ?? []) },
      ...(study === undefined ? {} : { study }),
    };
  }

  /** @type {Assess.Api["openFile"]} */
  async function openFile(file, data = null) {
    const limit = assess.limits.bytes;
    const fail = (/** @type {string} */ code) => ({
      ...{ kind: /** @type {const} */ ("unknown"), ok: false, notes: [], responses: [], text: "" },
      problems: [{ path: "", code, message: say(code, { limit: limit / 1e6 }) }],
    });
    if (file.size > limit * 1.5) return fail("size");
    try {
      return openText(await file.text(), data);
    } catch {
      return fail("broken");
    }
  }

  /** @type {Assess.Api["planImport"]} */
  function planImport(current, incoming, data = null) {
    const { notes } = assess.validate(incoming, data);
    const known = current && current.id === incoming.id ? current : null;
    const merged = known ? assess.merge(known, incoming) : incoming;
    const merge = known && assess.describeChange(known, merged);
    const other = data && incoming.assessment.id !== data.assessment.id;
    return {
      kind: other ? "other-assessment" : !merge ? "new" : merge.nothing ? "same" : "merge",
      ...{ merged, merge, notes },
      replace: known && assess.describeChange(known, incoming),
    };
  }

  // ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * The text with an apostrophe before what a spreadsheet would take for a formula: at the start, and wherever a cell could
   * start for a spreadsheet that parts cells at semicolons or tabs, as Excel does in half of Europe. To that one, a comma is
   * text, and quotation marks that don't stand first in a cell protect nothing, line ends included.
   * @param {string} text
   */
  function harmless(text) {
    if (!/[=+\-@＝＋－＠]/.test(text)) return text;
    let [safe, kept, starts] = ["", 0, true];
    for (let at = 0; at < text.length; at++) {
      if (/[;\t\r\n]/.test(text[at])) starts = true;
      else if (starts && !/[\s"]/.test(text[at])) {
        if (/[=+\-@＝＋－＠]/.test(text[at])) [safe, kept] = [`${safe}${text.slice(kept, at)}'`, at];
        starts = false;
      }
    }
    return safe + text.slice(kept);
  }

  /** As RFC 4180 has it. @param {unknown} value */
  function cell(value) {
    const safe = harmless(String(value ?? ""));
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  /** @type {Assess.Api["csv"]} */
  const csv = (rows, bom = false) => (bom ? "\uFEFF" : "") + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");

  /** @param {Assess.Scale | undefined} scale @param {Assess.Value} value */
  const labelOf = (scale, value) =>
    (typeof value === "number" ? scale?.points[value - 1] : scale?.specials.find(({ id }) => id === value))?.label ?? value;

  const COLUMNS =
    "assessment edition occasion occasion_kind occasion_date code present_code words section role scale value label answered_at marked note evidence statement";

  /** @type {Assess.Api["toCsv"]} */
  function toCsv(response, data, { without = false, bom = false } = {}) {
    const { occasions, assessment, framework } = withoutNotes(response, without);
    /** @type {unknown[][]} */
    const rows = [COLUMNS.split(" ")];
    for (const occasion of assess.inOrder(occasions))
      for (const [code, rating] of Object.entries(occasion.ratings).sort(([a], [b]) => natural.compare(a, b))) {
        const { item } = assess.locate(code, data);
        for (const [role, side] of Object.entries(rating.roles)) {
          const answers = Object.entries(side.scales).filter(([, { value }]) => value !== null);
          if (!answers.length && !side.note?.value && !side.evidence?.value) continue;
          /** @type {[string, { value: Assess.Value, at: string, hash?: string }][]} */
          const cells = answers.length ? answers : [["", { value: "", at: "" }]];
          for (const [id, { value, at, hash }] of cells) {
            const scale = data.scales.find((one) => one.id === id);
            const words = !item ? "not-here" : hash === item.hash ? "same" : "changed";
            rows.push([
              ...[assessment.id, framework.edition, occasion.name || occasion.id, occasion.kind, occasion.date],
              ...[code, item?.code, id ? words : "", data.sections[item?.section ?? -1]?.code, role, id, value, id && labelOf(scale, value), at],
              ...[rating.marked?.value ? "yes" : "", side.note?.value, side.evidence?.value, item?.words],
            ]);
          }
        }
      }
    return csv(rows, bom);
  }

  // ── Markdown ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Text that stays text on one line. @param {unknown} text */
  const line = (text) =>
    String(text ?? "")
      .replace(/[^\S\u00a0\u202f]+/g, " ")
      .trim()
      .replace(/[\\`*_[\]<>|&~]/g, "\\$&")
      .replace(/^(?:[#+=-]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));

  /** Text as a quotation, line by line. @param {unknown} text */
  const quote = (text) =>
    String(text ?? "")
      .trim()
      .split(/\r\n|\r|\n/)
      .map((part) => `> ${line(part)}`.trimEnd())
      .join("\n");

  /** @param {string[]} head @param {string[][]} rows */
  const table = (head, rows) =>
    [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

  /** @param {Assess.ScaleSummary} summary */
  const medianText = ({ median, reason }) =>
    !median
      ? reason
      : median.length === 1
        ? median[0].label
        : say("two-medians", { low: median[0].label, high: median[1].label });

  /** @type {Assess.Api["toMarkdown"]} */
  function toMarkdown(response, data, { without = false, occasion: chosen, now = new Date() } = {}) {
    const shown = withoutNotes(response, without);
    const [role, ...otherRoles] = data.assessment.roles;
    /** @type {string[]} */
    const blocks = [];
    /** @param {number} level @param {string} title */
    const heading = (level, title) => blocks.push(`${"#".repeat(level)} ${line(title)}`);
    /** @param {string[]} items */
    const bullets = (items) => items.length && blocks.push(items.map((item) => `- ${item}`).join("\n"));
    /** @param {string[]} codes */
    const codesText = (codes) => (codes.length ? ` (${codes.map(line).join(say("comma"))})` : "");
    /** @param {Assess.Row} row */
    const rowText = ({ item, given }) =>
      `**${line(item.code)}** ${line(item.words)} ${data.scales
        .map(({ id, title }) => `*${line(title)}${say("colon")}${line(given[id].label)}*`)
        .join(say("semicolon"))}`;
    /** @param {Assess.Occasion} occasion */
    const nameOf = ({ kind, name, date }) => `${say(kind)}${name ? say("colon") + name : ""}${say("comma")}${date}`;
    /** @param {[string, unknown][]} fields */
    const fieldList = (fields) =>
      bullets(fields.filter(([, text]) => text).map(([key, text]) => `${line(say(key))}${say("colon")}${line(text)}`));

    heading(1, response.assessment.title);
    blocks.push([data.framework.title, response.framework.edition].filter(Boolean).map(line).join(say("comma")));
    if (shown.person.pseudonym) blocks.push(line(say("by-person", { name: shown.person.pseudonym })));
    blocks.push(line(say("written-on", { date: assess.dayOf(now) })));

    const occasions = assess.inOrder(shown.occasions);
    const current = occasions.find(({ id }) => id === chosen) ?? occasions.at(-1);
    if (current) {
      const { progress, scales, groups, ...found } = assess.summarize(shown, current.id, data, role);
      heading(2, nameOf(current));
      blocks.push(line(say("progress", /** @type {any} */ (progress))));
      for (const [index, scale] of data.scales.entries()) {
        const summary = scales[index];
        heading(3, scale.title);
        if (scale.question) blocks.push(`*${line(scale.question)}*`);
        if (!summary.enough) blocks.push(line(summary.reason));
        const counted = [...(summary.counts ?? []), ...summary.specials];
        if (summary.counts) blocks.push(table([say("answer"), say("how-many")], counted.map(({ label, count }) => [line(label), `${count}`])));
        if (summary.median) blocks.push(`${line(say("median"))}${say("colon")}${line(medianText(summary))}`);
        for (const by of data.assessment.groupBy) {
          const rows = groups
            .filter((group) => group.by === by)
            .map(({ title, id, scales: all }) => [line(title || id), ...[all[index]].flatMap((one) => [`${one.rated} / ${one.applicable} / ${one.total}`, line(medianText(one))])]);
          if (rows.length) blocks.push(`**${line(say(`group-${by}`))}**`, table([say("group"), say("rated-of"), say("median")].map(line), rows));
        }
      }
      for (const [key, rows] of /** @type {[string, Assess.Row[]][]} */ ([["talk", found.talk], ["strengths", found.strengths], ["no-opportunity", found.noOpportunity]]))
        if (rows.length) {
          heading(3, say(key));
          bullets(rows.map(rowText));
        }
      const before = occasions[occasions.indexOf(current) - 1];
      if (before) {
        heading(3, say("since", { name: nameOf(before) }));
        blocks.push(line(say("since-note")));
        for (const { id, title } of data.scales) {
          const result = assess.compare(shown, before.id, current.id, data, role, id);
          const counts = /** @type {const} */ (["up", "same", "down"]).map((way) => `${say(way)}${say("colon")}${result[way].length}`);
          blocks.push(`**${line(title)}** ${line(counts.join(say("semicolon")))}`);
          bullets([...result.up, ...result.down].map(({ code, from, to }) => `**${line(code)}** ${line(from.label)}${assess.arrow}${line(to.label)}`));
        }
      }
      for (const { id, title } of data.scales) {
        const rows = assess.sideBySide(shown, current.id, data, id).filter(({ sides }) => otherRoles.some((other) => sides[other]?.given.kind !== "blank"));
        if (!rows.length) continue;
        heading(3, `${say("side-by-side")}${say("colon")}${title}`);
        blocks.push(table([say("statement"), ...data.assessment.roles.map((one) => assess.roleText(one, data))].map(line), rows.map(({ item, sides }) => [line(item.code), ...data.assessment.roles.map((one) => line(sides[one].given.label))])));
      }
      /** @param {string} code @param {string} one @param {string} [note] @param {string} [evidence] */
      const notesOf = (code, one, note, evidence) =>
        /** @type {[string, string | undefined][]} */ ([["notes", note], ["evidence", evidence]]).flatMap(([key, text]) =>
          text ? [`**${line(code)}** ${line(assess.roleText(one, data))}${say("comma")}${line(say(key))}${say("colon").trimEnd()}\n\n${quote(text)}`] : [],
        );
      const notes = [
        ...data.assessment.roles.flatMap((one) =>
          assess.viewOf(shown, current.id, data, one).rows.flatMap(({ item, note, evidence }) => notesOf(item.code, one, note, evidence)),
        ),
        // What was written at statements that are gone is not gone.
        ...found.kept.flatMap(({ code, rating }) =>
          Object.entries(rating.roles).flatMap(([one, side]) => notesOf(code, one, side.note?.value, side.evidence?.value)),
        ),
      ];
      if (notes.length) {
        heading(3, say("notes"));
        blocks.push(...notes);
      }
      if (found.earlier.length) {
        heading(3, say("earlier"));
        bullets(found.earlier.map(rowText));
      }
      if (found.kept.length) {
        heading(3, say("kept"));
        bullets(
          found.kept.map(({ code, now, rating }) => {
            const answers = Object.entries(rating.roles).flatMap(([one, { scales: all }]) =>
              Object.entries(all).flatMap(([id, { value }]) => {
                const scale = data.scales.find((known) => known.id === id);
                return value === null ? [] : [`${one === role ? "" : `${assess.roleText(one, data)}${say("comma")}`}${scale?.title ?? id}${say("colon")}${labelOf(scale, value)}`];
              }),
            );
            return `**${line(now ? code + assess.arrow + now : code)}** ${line(answers.join(say("semicolon")))}`.trimEnd();
          }),
        );
      }
    }

    const conflicts = assess.findConflicts(shown);
    if (conflicts.length) {
      heading(2, say("conflicts"));
      bullets(
        conflicts.map(({ code, other, stands }) => {
          const place = [code, other.role && assess.roleText(other.role, data), other.scale ?? other.field].filter(Boolean).join(say("comma"));
          return `**${line(place)}** ${line(JSON.stringify(stands?.value))} / ${line(JSON.stringify(other.value))} (${other.at.slice(0, 10)})`;
        }),
      );
    }
    if (shown.journal.length) heading(2, say("journal"));
    for (const { date, statements, model, steps, text } of shown.journal) {
      blocks.push(`**${line(date)}**${codesText(statements)}`);
      const titles = data.reflections.find(({ id }) => id === model)?.steps ?? [];
      for (const [id, words] of Object.entries(steps))
        if (words) blocks.push(`*${line(titles.find((step) => step.id === id)?.title ?? id)}*`, quote(words));
      if (text) blocks.push(quote(text));
    }
    if (shown.plan.length) heading(2, say("plan"));
    for (const { goal, statements, measure, action, support, due, review, status } of shown.plan) {
      blocks.push(`**${line(goal || say("goal"))}**${codesText(statements)}`);
      fieldList([["measure", measure], ["action", action], ["support", support], ["due", due], ["review-date", review], ["status", say(status)]]);
    }
    if (shown.supervision.length) heading(2, say("supervision"));
    for (const meeting of shown.supervision) {
      heading(3, meeting.date);
      const done = (/** @type {boolean} */ yes) => (yes ? ` (${line(say("done"))})` : "");
      /** @type {[string, string[]][]} */
      const lists = [
        ["agenda", meeting.agenda.map(({ text, ref }) => line(text || ref))],
        ["earlier-actions", meeting.earlier.map(({ text, done: yes }) => line(text) + done(yes))],
        ["decisions", meeting.decisions.map(({ text, reason }) => line([text, reason].filter(Boolean).join(say("colon"))))],
        ["actions", meeting.actions.map(({ text, who, due, done: yes }) => line([text, who, due].filter(Boolean).join(say("semicolon"))) + done(yes))],
      ];
      for (const [key, items] of lists)
        if (items.length) {
          blocks.push(`**${line(say(key))}**`);
          bullets(items);
        }
      if (meeting.discussion) blocks.push(`**${line(say("discussion"))}**`, quote(meeting.discussion));
      const acknowledged = Object.entries(meeting.acknowledged).flatMap(([one, at]) => (at ? [`${assess.roleText(one, data)}${say("comma")}${at.slice(0, 10)}`] : []));
      fieldList([["next-date", meeting.next], ["acknowledged", acknowledged.join(say("semicolon"))]]);
    }
    return blocks.filter(Boolean).join("\n\n") + "\n";
  }

  // ── Calendar ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {string} text */
  const icsText = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n");

  /** No line longer than 75 octets, none broken inside a character. @param {string} text */
  function fold(text) {
    let folded = "";
    let octets = 0;
    for (const char of text) {
      const size = new TextEncoder().encode(char).length;
      if (octets + size > 75) {
        folded += "\r\n ";
        octets = 1;
      }
      folded += char;
      octets += size;
    }
    return folded + "\r\n";
  }

  /**
   * All-day events for what is due, to be reviewed and agreed next. A calendar is often shared: no names, and no words of the
   * goals or actions unless asked for.
   * @type {Assess.Api["toIcs"]}
   */
  function toIcs(response, { withTexts = false } = {}) {
    /** @type {string[]} */
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Standpoint//Assessment//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"];
    const stamp = (/** @type {string} */ at) => at.replace(/[-:]|\.\d+/g, "");
    /** @param {string} uid @param {string | null | undefined} day @param {string} at @param {string} title @param {string} [text] */
    const event = (uid, day, at, title, text) => {
      if (!day) return;
      // The last day that four digits can write has none after it.
      const next = day === "9999-12-31" ? day : new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
      lines.push("BEGIN:VEVENT", `UID:${icsText(uid).replace(/\s/g, "")}@standpoint`, `DTSTAMP:${stamp(at)}`, `LAST-MODIFIED:${stamp(at)}`);
      lines.push(`DTSTART;VALUE=DATE:${day.replace(/-/g, "")}`, `DTEND;VALUE=DATE:${next.replace(/-/g, "")}`);
      lines.push(`SUMMARY:${icsText(title)}`, ...(withTexts && text ? [`DESCRIPTION:${icsText(text)}`] : []));
      lines.push("TRANSP:TRANSPARENT", "END:VEVENT");
    };
    for (const { id, goal, due, review, status, statements, modified } of response.plan) {
      if (status === "done" || status === "dropped") continue;
      const codes = statements.length ? ` (${statements.join(say("comma"))})` : "";
      event(`${id}-due`, due, modified, say("event-due") + codes, goal);
      event(`${id}-review`, review, modified, say("event-review") + codes, goal);
    }
    for (const { id, next, actions, modified } of response.supervision) {
      event(`${id}-next`, next, modified, say("event-next"));
      for (const action of actions)
        if (!action.done) event(`${action.id}-action`, action.due, action.modified, say("event-action"), action.text);
    }
    return [...lines, "END:VCALENDAR"].map(fold).join("");
  }

  assess.toText = toText;
  assess.toJson = toJson;
  assess.csv = csv;
  assess.toCsv = toCsv;
  assess.markdownLine = line;
  assess.toMarkdown = toMarkdown;
  assess.toIcs = toIcs;
  assess.withoutNotes = withoutNotes;
  assess.fileName = fileName;
  assess.openText = openText;
  assess.openFile = openFile;
  assess.planImport = planImport;
})();
