"use strict";
const assert = require("node:assert/strict");
const { test, describe } = require("node:test");
const { assess, data, plain, at, editor, fresh } = require("./load.js");

/** Parses CSV as RFC 4180 has it. */
function parseCsv(text) {
  const rows = [[]];
  let cell = "";
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '"') {
      for (index++; text[index] !== '"' || text[index + 1] === '"'; index++) {
        if (index >= text.length) throw new Error("open quote");
        if (text[index] === '"') index++;
        cell += text[index];
      }
    } else if (char === "," || text.startsWith("\r\n", index)) {
      rows.at(-1).push(cell);
      cell = "";
      if (char !== ",") {
        index++;
        rows.push([]);
      }
    } else if (char === "\n" || char === "\r") throw new Error("bare line break");
    else cell += char;
  }
  assert.equal(cell, "");
  assert.deepEqual(rows.pop(), []);
  const [head, ...body] = rows;
  return body.map((row) => {
    assert.equal(row.length, head.length);
    return Object.fromEntries(row.map((value, index) => [head[index], value]));
  });
}
/** Lines of a calendar, unfolded. */
const icsLines = (text) => text.replace(/\r\n /g, "").split("\r\n");

function full() {
  const e = editor("w1", fresh()).occasion("o1", { name: "Before" }).occasion("o2", { kind: "review", date: "2026-04-01" });
  for (const [index, value] of [1, 2, 4, "not-applicable"].entries()) e.answer("o1", data.items[index].code, "confidence", value);
  for (const [index, value] of [3, 1, 4, 2, 2].entries()) e.answer("o2", data.items[index].code, "confidence", value).answer("o2", data.items[index].code, "importance", 4);
  e.note("o2", "I.A.1", 'He said "no", then\nleft').do({ type: "write", occasion: "o2", code: "I.A.2", role: "worker", field: "evidence", value: "log" });
  e.answer("o2", "I.A.1", "confidence", 1, "supervisor").note("o2", "I.A.1", "I saw more", "supervisor");
  e.answer("o2", "IX.9", "confidence", 2, "worker", "gone").answer("o2", "I.A.3", "importance", 3, "worker", "old words");
  e.do({ type: "put", kind: "journal", record: { id: "j", date: "2026-02-01", model: "what", steps: { what: "Silence", other: "Otherwise" }, text: "Free", statements: ["I.A.1"] } });
  e.do({ type: "put", kind: "plan", record: { id: "g1", goal: "Ask; wait, listen", measure: "Measured", action: "Acted", support: "Supported", due: "2026-03-31", review: "2026-02-28", statements: ["I.A.1", "I.A.2"] } });
  e.do({ type: "put", kind: "plan", record: { id: "g2", goal: "Over", due: "2026-03-31", status: "done" } });
  e.do({ type: "put", kind: "supervision", record: { id: "s", date: "2026-02-10", agenda: [{ kind: "talk", ref: "I.A.1", text: "Silence" }], earlier: [{ text: "Old", done: true }], discussion: "We\n\ntalked", decisions: [{ text: "Decided", reason: "Because" }], actions: [{ id: "a1", text: "Call Ms Heron", who: "worker", due: "2024-02-29", done: false }, { id: "a2", text: "Done", due: "2026-02-02", done: true }], next: "2026-12-31", acknowledged: { worker: at(5).toISOString(), supervisor: null } } });
  e.do({ type: "person", pseudonym: "Heron" });
  return e.response;
}

/** Words of every text in it that somebody wrote. */
const FREE = ["He said", "log", "I saw", "Silence", "Otherwise", "Free", "listen", "Measured", "Acted", "Supported", "Over", "talked", "Old", "Decided", "Because", "Call"];

describe("JSON", () => {
  test("is lossless, and the same text again", () => {
    const response = full();
    const text = assess.toJson(response);
    const { response: again } = assess.validate(text, data);
    assert.deepEqual(plain(again), plain({ ...response, seen: assess.seenOf(response) }));
    assert.equal(assess.toJson(again), text);
    assert.ok(text.startsWith('{\n "format": "standpoint-response",\n "formatVersion": 1,\n "id": "r1"'));
  });

  test("has one order, whatever the order in memory", () => {
    const shuffle = (value) =>
      Array.isArray(value) ? value.map(shuffle) : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).reverse().map(([name, inner]) => [name, shuffle(inner)])) : value;
    const response = { ...full(), zebra: 1, apple: { b: 1, a: 2 } };
    assert.equal(assess.toJson(shuffle(response)), assess.toJson(response));
    assert.ok(assess.toJson(response).indexOf('"II.A.1"') < assess.toJson(response).indexOf('"IX.9"'));
  });

  test("without notes: notes, evidence and journal are gone, and nothing else", () => {
    const text = assess.toJson(full(), { without: true });
    for (const word of ["He said", "log", "I saw more", "Silence\"", "Free"]) assert.equal(text.includes(`"${word}`) && word !== 'Silence"', false, word);
    const { journal, plan, supervision, occasions } = JSON.parse(text);
    assert.deepEqual(journal, []);
    assert.equal(plan[0].goal, "Ask; wait, listen");
    assert.equal(supervision[0].discussion, "We\n\ntalked");
    assert.deepEqual(Object.keys(occasions[1].ratings["I.A.1"].roles.worker), ["scales"]);
  });

  test("without any free text: only codes, dates, values and states are left", () => {
    const text = assess.toJson(full(), { without: { notes: true, journal: true, plan: true, supervision: true } });
    for (const word of FREE) assert.ok(!text.includes(word), word);
    assert.ok(assess.validate(text).ok);
  });

  test("conflicts of notes go with the notes", () => {
    const base = editor("w1", fresh()).occasion("o1").note("o1", "I.A.1", "base").answer("o1", "I.A.1", "confidence", 1).response;
    const [one, two] = ["w1", "w2"].map((by, index) => editor(by, base, 10).note("o1", "I.A.1", `secret${index}`).answer("o1", "I.A.1", "confidence", index + 2).response);
    const merged = assess.merge(one, two);
    assert.equal(assess.findConflicts(merged).length, 2);
    const text = assess.toJson(merged, { without: true });
    assert.ok(!text.includes("secret"));
    assert.equal(assess.findConflicts(JSON.parse(text)).length, 1);
  });
});

describe("opening", () => {
  test("a response, a backup, an encrypted file, and what is none", async () => {
    const response = full();
    assert.deepEqual([assess.openText(assess.toJson(response), data)].map(({ kind, ok, responses }) => [kind, ok, responses.length]), [["response", true, 1]]);
    const backup = assess.openText(assess.toBackup([response, fresh("r2")]));
    assert.deepEqual([backup.kind, backup.ok, backup.responses.map(({ id }) => id)], ["backup", true, ["r1", "r2"]]);
    assert.equal(assess.openText('{"format":"standpoint-encrypted"}').kind, "encrypted");
    for (const text of ["", "{}", "x", null, 7]) assert.deepEqual([assess.openText(text).kind, assess.openText(text).ok], ["unknown", false]);
  });

  test("a backup keeps what was kept while studying, and leaves out what it is asked to", () => {
    const text = assess.toBackup([full()], { without: { notes: true, journal: true, plan: true, supervision: true }, study: { formatVersion: 1, records: [] } });
    for (const word of FREE) assert.ok(!text.includes(word), word);
    assert.deepEqual(assess.openText(text).study, { formatVersion: 1, records: [] });
  });

  test("a response of another self-assessment is told from one of this", () => {
    const other = { ...full(), assessment: { id: "other", title: "Other" } };
    assert.equal(assess.planImport(null, other, data).kind, "other-assessment");
  });

  test("a backup with something wrong in it is not ok, and says where", () => {
    const raw = JSON.parse(assess.toBackup([full(), fresh("r2")]));
    raw.responses[1].created = "x";
    const opened = assess.openText(JSON.stringify(raw));
    assert.deepEqual([opened.ok, opened.problems[0].path, opened.responses.length], [false, "responses[1].created", 1]);
    const code = (backup) => assess.openText(JSON.stringify({ format: "standpoint-backup", formatVersion: 1, ...backup })).problems[0].code;
    assert.equal(code({}), "not-list");
    assert.equal(code({ responses: [1] }), "not-response");
    assert.equal(code({ responses: Array(501).fill(1) }), "many");
    assert.equal(code({ formatVersion: 2, responses: [] }), "future");
    assert.equal(code({ formatVersion: null, responses: [] }), "version");
    assert.equal(assess.openText('{"format":"standpoint-backup","formatVersion":1,"responses":[{"__proto__":1}]}').problems[0].code, "forbidden");
  });

  test("a file is refused by its size before it is read", async () => {
    const opened = await assess.openFile({ size: 61_000_000, text: () => assert.fail("read") });
    assert.equal(opened.problems[0].code, "size");
    assert.ok((await assess.openFile(new Blob([assess.toJson(full())]))).ok);
    assert.equal((await assess.openFile({ size: 1, text: () => Promise.reject(new Error("gone")) })).problems[0].code, "broken");
  });

  test("file names", () => {
    assert.equal(assess.fileName(full(), "standpoint.json", new Date(2026, 10, 24)), "planning-2026-11-24.standpoint.json");
    const name = (id) => assess.fileName({ assessment: { id } }, "csv", new Date(2026, 0, 2));
    assert.equal(name("../../etc/passwd"), "etc-passwd-2026-01-02.csv");
    assert.equal(name("Über Größe\u202e"), "über-größe-2026-01-02.csv");
    assert.equal(name("..."), "assessment-2026-01-02.csv");
    assert.equal(name("x".repeat(300)).length, 75);
  });
});

describe("CSV", () => {
  test("one row an item, scale, role and occasion", () => {
    const rows = parseCsv(assess.toCsv(full(), data));
    assert.equal(rows.length, 4 + 5 * 2 + 1 + 1);
    const { edition, occasion, occasion_kind, occasion_date, code, words, section, role, scale, value, label, note, statement } = rows.find((row) => row.note && row.role === "worker");
    assert.deepEqual([edition, occasion, occasion_kind, occasion_date, code, words, section, role, scale, value, label], ["2", "o2", "review", "2026-04-01", "I.A.1", "same", "I", "worker", "confidence", "3", "Mostly"]);
    assert.equal(note, 'He said "no", then\nleft');
    assert.equal(statement, "The worker does I.A.1.");
    assert.deepEqual(rows.filter((row) => row.words === "not-here").map((row) => [row.code, row.present_code, row.label]), [["IX.9", "", "A little"]]);
    assert.equal(rows.filter((row) => row.words === "changed").length, 1);
    assert.deepEqual(rows.filter((row) => row.value === "not-applicable").map((row) => row.label), ["Not applicable"]);
  });

  test("without notes", () => assert.ok(parseCsv(assess.toCsv(full(), data, { without: true })).every((row) => !row.note && !row.evidence)));
  test("with a byte order mark for spreadsheets that need one", () => assert.ok(assess.toCsv(full(), data, { bom: true }).startsWith("\uFEFFassessment,")));

  test("formulas are defused, and nothing breaks out of its cell", () => {
    const notes = [
      ...[["=1+1", "'=1+1"], ["+1", "'+1"], ["-1", "'-1"], ["@x", "'@x"], ["\t=1", "\t'=1"], ["\r=1", "\r'=1"], [" =1", " '=1"], ["＝1", "'＝1"], ["＋1", "'＋1"], ["－1", "'－1"], ["＠x", "'＠x"]],
      ...[['=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'], ["plain"], ["1-2"], ["a\r\nb"], ['","=1'], ["a, =1"]],
      // For a spreadsheet that parts cells at semicolons or tabs, a cell starts in the middle of these.
      ...[["a;=1+1;b", "a;'=1+1;b"], ["a\n=1\nb", "a\n'=1\nb"], ["a\t @x", "a\t '@x"], ['a;"=1"', 'a;"\'=1"'], ["a;b-c;d=e"]],
    ];
    for (const [note, safe = note] of notes) {
      const { response } = editor("w", fresh()).occasion("o1", { name: note }).note("o1", "I.A.1", note);
      const [row] = parseCsv(assess.toCsv(response, data));
      assert.equal(row.note, safe);
      assert.equal(row.occasion, safe);
    }
  });

  test("an item with a note or evidence and no answer has one row", () => {
    const { response } = editor("w", fresh()).occasion("o1").note("o1", "I.A.1", "only this").do({ type: "write", occasion: "o1", code: "I.A.2", role: "worker", field: "evidence", value: "and this" });
    assert.deepEqual(parseCsv(assess.toCsv(response, data)).map(({ scale, value, note, evidence }) => [scale, value, note, evidence]), [["", "", "only this", ""], ["", "", "", "and this"]]);
  });
});

describe("Markdown", () => {
  test("reads as a supervision document", () => {
    const text = assess.toMarkdown(full(), data, { now: at(0) });
    const headings = [...text.matchAll(/^#+ .*$/gm)].map(([line]) => line);
    assert.deepEqual(headings, [
      ...["# Planning", "## Review, 2026-04-01", "### Importance", "### Confidence", "### Worth talking about", "### Strengths to build on"],
      ...["### Since Baseline: Before, 2026-01-01", "### Side by side: Confidence", "### Notes", "### Answers for earlier words"],
      ...["### Answers for statements that are not here now", "## Journal", "## Plan", "## Supervision", "### 2026-02-10"],
    ]);
    for (const part of [
      "By Heron",
      "Answered 4 of 6 applicable statements; 6 in all.",
      "| Answer | How many |\n| --- | --- |\n",
      "| A little | 2 |",
      "Median: A little",
      "**I.A.1** Not → Mostly",
      "Higher: 1; Same: 1; Lower: 1",
      '> He said "no", then\n> left',
      "| I.A.1 | Mostly | Not |",
      "*What?*\n\n> Silence",
      "**Ask; wait, listen** (I.A.1, I.A.2)\n\n- Measure: Measured\n- Action: Acted\n- Support needed: Supported",
      "- Old (Done)",
      "- Decided: Because",
      "> We\n>\n> talked",
      "- Acknowledged: Worker, 2026-01-01",
    ])
      assert.ok(text.includes(part), part);
    assert.doesNotMatch(text, /%|undefined|null|NaN|\[object/);
  });

  test("what has changed has done so since the occasion before, not since the first", () => {
    const { response } = editor("w", full(), 60).occasion("o3", { kind: "review", date: "2026-07-01" }).answer("o3", "I.A.1", "confidence", 4);
    assert.ok(assess.toMarkdown(response, data).includes("### Since Review, 2026-04-01\n"));
  });

  test("what people wrote stays text", () => {
    const nasty = "# no heading\n- no list\n<img src=x onerror=alert(1)> [x](javascript:1) `c` **b** | cell\n1. one\n> quote\n---\n=== &amp;";
    const { response } = editor("w", fresh()).occasion("o1", { name: nasty }).note("o1", "I.A.1", nasty).do({ type: "put", kind: "plan", record: { id: "g", goal: nasty, measure: nasty } }).do({ type: "person", pseudonym: "<b>" });
    const text = assess.toMarkdown(response, data);
    assert.doesNotMatch(text, /(?<!\\)[<[`]/);
    assert.doesNotMatch(text, /^#+ no heading/m);
    for (const line of text.split("\n").filter((line) => line.startsWith("> "))) assert.doesNotMatch(line, /^> (?:#|-|=|>|\d+\. )/);
    assert.ok(text.includes("&".replace("&", "\\&amp;")));
  });

  test("without notes", () => {
    const text = assess.toMarkdown(full(), data, { without: { notes: true, journal: true, plan: true, supervision: true } });
    for (const word of FREE) assert.ok(!text.includes(word), word);
  });

  test("an empty response, and a chosen occasion", () => {
    assert.ok(assess.toMarkdown(fresh(), data).startsWith("# Planning\n\nExample Standards, 2\n\nWritten on "));
    assert.ok(assess.toMarkdown(full(), data, { occasion: "o1" }).includes("## Baseline: Before, 2026-01-01"));
    // A language may set other spaces before its signs, and these stay.
    const words = assess.words;
    assess.words = { ...words, colon: "\u00a0: ", semicolon: "\u202f; " };
    const text = assess.toMarkdown(full(), data, { occasion: "o1" });
    assess.words = words;
    assert.ok(text.includes("## Baseline\u00a0: Before, 2026-01-01"));
    assert.match(text, /\*Importance\u00a0: [^*]+\*\u202f; \*Confidence\u00a0: /);
    assert.doesNotMatch(text, /^[-*#].*[a-z]: /m);
  });

  test("answers for statements that are gone, and what was written twice, are shown", () => {
    assert.ok(assess.toMarkdown(full(), data).includes("- **IX.9** Confidence: A little"));
    const base = editor("w1", fresh()).occasion("o1").response;
    const [one, two] = ["w1", "w2"].map((by, n) => editor(by, base, 10).answer("o1", "I.A.1", "confidence", n + 2).response);
    assert.ok(assess.toMarkdown(assess.merge(one, two), data).includes("## Written differently in two places\n\n- **I.A.1, Worker, confidence** 3 / 2 (2026-01-01)"));
  });

  test("what was written at statements that are gone, by whomever, is there", () => {
    const e = editor("w1", fresh()).occasion("o1").note("o1", "IX.8", "Only a note.").answer("o1", "IX.9", "confidence", 3, "supervisor");
    const text = assess.toMarkdown(e.note("o1", "IX.9", "Seen twice.", "supervisor").response, data);
    assert.match(text, /- \*\*IX\.8\*\*\n- \*\*IX\.9\*\* Supervisor, Confidence: Mostly\n/);
    assert.match(text, /\*\*IX\.8\*\* Worker, Notes:\n\n> Only a note\.[\s\S]*\*\*IX\.9\*\* Supervisor, Notes:\n\n> Seen twice\./);
  });

  test("who has a role of the site's own is called as the page says", () => {
    const roles = ["worker", "field-instructor"];
    const ours = { ...data, assessment: { ...data.assessment, roles, roleTitles: { "field-instructor": "Praxisanleitung" } } };
    const { response } = editor("w1", fresh()).occasion("o1").note("o1", "I.A.1", "Seen.", "field-instructor").note("o1", "I.A.2", "Mine.");
    const text = assess.toMarkdown(response, ours);
    assert.match(text, /\*\*I\.A\.1\*\* Praxisanleitung, Notes:/);
    assert.match(text, /\*\*I\.A\.2\*\* Worker, Notes:/);
  });

  test("below the minimum it says why", () => {
    const { response } = editor("w", fresh()).occasion("o1").answer("o1", "I.A.1", "confidence", 1);
    assert.match(assess.toMarkdown(response, data), /### Confidence\n\n\*How sure\?\*\n\nNo summary yet: 1 answered/);
  });
});

describe("calendar", () => {
  const text = assess.toIcs(full());
  const lines = icsLines(text);
  const all = (name) => lines.filter((line) => line.startsWith(name)).map((line) => line.slice(line.indexOf(":") + 1));

  test("all-day events for what is open, with the day after as their end", () => {
    assert.deepEqual(all("DTSTART;VALUE=DATE"), ["20260331", "20260228", "20261231", "20240229"]);
    assert.deepEqual(all("DTEND;VALUE=DATE"), ["20260401", "20260301", "20270101", "20240301"]);
    assert.deepEqual(all("SUMMARY"), ["Practice goal: due (I.A.1\\, I.A.2)", "Practice goal: review (I.A.1\\, I.A.2)", "Supervision", "Supervision: an action is due"]);
    assert.deepEqual(all("UID"), ["g1-due@standpoint", "g1-review@standpoint", "s-next@standpoint", "a1-action@standpoint"]);
    for (const stamp of all("DTSTAMP")) assert.match(stamp, /^\d{8}T\d{6}Z$/);
    assert.equal(all("BEGIN").length, all("END").length);
    assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ["BEGIN:VCALENDAR", "END:VCALENDAR", ""]);
  });

  test("nothing of what is done or given up", () => {
    const goal = (id, status) => ({ type: "put", kind: "plan", record: { id, due: "2026-03-31", review: "2026-03-01", status } });
    const { response } = editor("w", fresh()).do(goal("g1", "done")).do(goal("g2", "dropped")).do(goal("g3", "doing"));
    assert.deepEqual(icsLines(assess.toIcs(response)).filter((line) => line.startsWith("UID")), ["UID:g3-due@standpoint", "UID:g3-review@standpoint"]);
  });

  test("the same again has the same ids", () => assert.equal(assess.toIcs(full()).length, text.length));

  test("the last day that there can be ends on itself", () => {
    const { response } = editor("w1", fresh()).do({ type: "put", kind: "plan", record: { id: "g", due: "9999-12-31" } });
    const days = icsLines(assess.toIcs(response)).filter((line) => /^DT(START|END)/.test(line));
    assert.deepEqual(days, ["DTSTART;VALUE=DATE:99991231", "DTEND;VALUE=DATE:99991231"]);
  });

  test("no names and no words unless asked for", () => {
    for (const word of ["Heron", "listen", "Call", "worker"]) assert.ok(!text.includes(word), word);
    assert.deepEqual(icsLines(assess.toIcs(full(), { withTexts: true })).filter((line) => line.startsWith("DESCRIPTION")), ["DESCRIPTION:Ask\\; wait\\, listen", "DESCRIPTION:Ask\\; wait\\, listen", "DESCRIPTION:Call Ms Heron"]);
  });

  test("lines are folded at 75 octets, inside no character, and nothing breaks out", () => {
    const goal = "Zuhören 你好 \u{1F600} ".repeat(30) + "\nBEGIN:VALARM\r\nEND:VEVENT\rx";
    const { response } = editor("w", fresh()).do({ type: "put", kind: "plan", record: { id: "g\r\nX:1", goal, due: "2026-01-01", statements: ["I.A.1\nATTENDEE:x"] } });
    const folded = assess.toIcs(response, { withTexts: true });
    for (const line of folded.split("\r\n")) {
      assert.ok(Buffer.byteLength(line) <= 75);
      assert.equal(Buffer.from(line).toString(), line);
      assert.doesNotMatch(line, /[\r\n]/);
    }
    const names = icsLines(folded).map((line) => line.split(/[:;]/)[0]);
    assert.ok(!names.includes("ATTENDEE") && !names.includes("X"));
    assert.equal(names.filter((name) => name === "BEGIN").length, 2);
    const description = icsLines(folded).find((line) => line.startsWith("DESCRIPTION:")).slice(12);
    assert.equal(description.replace(/\\n/g, "\n").replace(/\\(.)/g, "$1"), goal.replace(/\r\n|\r/g, "\n"));
  });
});
