"use strict";
const assert = require("node:assert/strict");
const { describe, test } = require("node:test");
const { cohort, site, response, data } = require("./load.js");

const planning = cohort.assessmentData(site, "planning");
const options = { look: "review", before: "baseline", minimum: 3, research: true };
const peopleOf = (responses) => cohort.peopleOf(responses.map((one) => ({ name: "", response: one })), "planning", true);

/** As a spreadsheet reads it. @param {string} text @returns {Record<string, string>[]} */
function parse(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; at++) {
    const row = rows.at(-1);
    const char = text[at];
    if (quoted) {
      if (char !== '"') row[row.length - 1] += char;
      else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ",") row.push("");
    else if (char === "\n") rows.push([""]);
    else if (char !== "\r") row[row.length - 1] += char;
  }
  rows.pop();
  const [head, ...body] = rows;
  for (const row of body) assert.equal(row.length, head.length);
  return body.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
}

const responses = [
  response("a", [[1, "not-applicable"], [2]], { pseudonym: "=HYPERLINK(1)" }),
  response("b", [[3, null], [4]], { pseudonym: 'Heron, "the"' }),
  response("c", [[4]], { pseudonym: "" }),
];

describe("tables of answers", () => {
  test("tidy: a row for each answer, by running codes and without dates", async () => {
    const text = await cohort.toTidy(peopleOf(responses), planning);
    assert.doesNotMatch(text, /HYPERLINK|Heron|2026/);
    const rows = parse(text);
    assert.equal(rows.length, 6);
    const one = rows.find(({ person, occasion, code }) => person === "P02" && occasion === "2" && code === "I.A.1");
    assert.deepEqual(one, { person: "P02", assessment: "planning", occasion: "2", occasion_kind: "review", code: "I.A.1", section: "I", part: "I.A", scale: "confidence", value: "4", special: "", label: "Fully" });
    assert.deepEqual(rows.filter(({ special }) => special).map(({ person, code, value, special, label }) => [person, code, value, special, label]), [["P01", "I.A.2", "", "not-applicable", "Not applicable"]]);
  });
  test("with pseudonyms and dates where that is asked for, and nothing that a spreadsheet would run", async () => {
    const text = await cohort.toTidy(peopleOf(responses), planning, { named: true });
    const rows = parse(text);
    assert.deepEqual([...new Set(rows.map(({ person }) => person))], ["'=HYPERLINK(1)", 'Heron, "the"', "P03"]);
    assert.equal(rows[0].occasion_date, "2026-01-02");
    assert.doesNotMatch(text, /(^|[,\n"])[=+@-]/);
  });
  test("two who chose the same pseudonym stay two", async () => {
    const same = cohort.peopleOf([response("a", [[1]], { pseudonym: "Heron" }), response("b", [[2]], { pseudonym: "Heron" })].map((one) => ({ name: "", response: one })), "planning", false);
    const rows = parse(await cohort.toTidy(same, planning, { named: true }));
    assert.deepEqual(rows.map(({ person }) => person), ["Heron P01", "Heron P02"]);
  });
  test("a pseudonym like the code of somebody else makes no one of two", async () => {
    const names = ["P02", "", "Heron", "Heron", "Heron P03"];
    const odd = cohort.peopleOf(names.map((pseudonym, n) => ({ name: "", response: response(`r${n}`, [[1]], { pseudonym }) })), "planning", false);
    const rows = parse(await cohort.toTidy(odd, planning, { named: true }));
    assert.deepEqual(rows.map(({ person }) => person), ["P02 P01", "P02", "Heron P03", "Heron P04", "Heron P03 P05"]);
  });
  test("wide: a row for each person, and a codebook for every column", async () => {
    const rows = parse(await cohort.toWide(peopleOf(responses), planning, options));
    assert.deepEqual(rows.map((row) => [row.person, row.I_A_1_confidence_before, row.I_A_1_confidence_after, row.I_A_2_confidence_before]), [["P01", "1", "2", "not-applicable"], ["P02", "3", "4", ""], ["P03", "4", "", ""]]);
    const book = parse(cohort.toCodebook(planning, options));
    assert.deepEqual(book.map(({ variable }) => variable).sort(), Object.keys(rows[0]).sort());
    const entry = book.find(({ variable }) => variable === "I_A_1_confidence_after");
    assert.equal(entry.code, "I.A.1");
    assert.match(entry.values, /1 = Not; 2 = A little; .*not-applicable = Not applicable \(counts as missing\)/);
    assert.equal(entry.statement, data.items[0].words);
  });
  test("columns have names that statistics programs take, no two alike", () => {
    const odd = { ...planning, items: ["1.2", "1_2", "Ä.b"].map((code) => ({ ...data.items[0], code })) };
    const names = parse(cohort.toCodebook(odd, { ...options, before: null })).map(({ variable }) => variable);
    assert.deepEqual(names, ["person", "s1_2_importance", "s1_2_confidence", "s1_2_importance_2", "s1_2_confidence_2", "Ä_b_importance", "Ä_b_confidence"]);
  });
  test("the codebook as text says how to read what is no number", () => {
    const text = cohort.toCodebookText(planning, options);
    assert.match(text, /^# Codebook: Planning/);
    assert.match(text, /Read it as missing, and not as zero/);
    assert.match(text, /### `confidence`: Confidence[\s\S]*1\. Not[\s\S]*- `not\\?-applicable`: Not applicable/);
    assert.match(text, /- `I\.A\.1`: The worker does I\.A\.1\./);
  });
});

describe("what is shown", () => {
  const class12 = Array.from({ length: 12 }, (_, index) => response(`r${index}`, [[index < 3 ? 1 : 2], [3]], { pseudonym: `Heron ${index}` }));
  const report = () => cohort.figuresOf(peopleOf(class12), planning, { ...options, minimum: 5 });

  test("counts as they are shown, what is hidden left hidden", async () => {
    const rows = parse(cohort.toCounts(await report()));
    const before = rows.filter(({ id, occasion, scale }) => id === "I.A.1" && occasion === "Baseline" && scale === "Confidence");
    assert.deepEqual(before.map(({ label, count, n, people }) => [label, count, n, people]), [["Not", "hidden", "12", "12"], ["A little", "9", "12", "12"], ["Mostly", "hidden", "12", "12"], ["Fully", "hidden", "12", "12"], ...["Not applicable", "No opportunity yet", "Prefer not to say", "Not answered"].map((label) => [label, "0", "12", "12"])]);
    const research = rows.find(({ id, scale, label }) => id === "I.A.1" && scale === "Confidence" && label === "Research view");
    assert.deepEqual([research.mean, research.pairs, research.mean_difference], ["3", "12", ""]);
    assert.equal(rows.find(({ id, scale }) => id === "I.A.1" && scale === "Importance").n, "hidden");
    assert.ok(rows.every(({ minimum }) => minimum === "5"));
  });

  test("charts are whole SVG, with the numbers of the table and no pseudonym", async () => {
    const charts = cohort.toCharts(await report());
    assert.equal(new Set(charts.map(({ name }) => name.toLowerCase())).size, charts.length);
    const { text } = charts.find(({ name }) => name === "statement-I.A.1-confidence.svg");
    assert.doesNotMatch(charts.map((chart) => chart.text).join(""), /Heron/);
    assert.match(text, /<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.match(text, />9<\/text>/);
    assert.match(text, />12<\/text>/);
    assert.equal((text.match(/>hidden<\/text>/g) ?? []).length, 3);
    assert.doesNotMatch(text, / style=|red|green/);
  });

  test("charts of topics whose ids differ in capitals only have names of their own", async () => {
    const alike = { ...planning, topics: [{ id: "trust", title: "Trust" }, { id: "Trust", title: "Trust, too" }] };
    const charts = cohort.toCharts(await cohort.figuresOf(peopleOf(class12), alike, { ...options, minimum: 5 }));
    assert.equal(new Set(charts.map(({ name }) => name.toLowerCase())).size, charts.length);
  });

  test("labels and questions of charts are broken into lines, also where there are no spaces", async () => {
    const label = "予想していなかったことが起きる日でも、落ち着いて一人でできると思う";
    const odd = { ...planning, scales: planning.scales.map((scale) => ({ ...scale, question: "この実践についての自信の程度を、会の前と会のあとに、一人で、落ち着いて、よく考えてから答えてください。", points: scale.points.map((point, index) => ({ ...point, label: index ? "As well as I would wish for those who depend on it" : label })) })) };
    const { text } = cohort.toCharts(await cohort.figuresOf(peopleOf(class12), odd, options))[0];
    const said = [...text.matchAll(/<text[^>]*>([^<]*)</g)].map(([, one]) => one);
    assert.ok(said.length > 10 && said.join("").includes(label), said.join("|"));
    assert.ok(said.includes("As well as I would"), said.join("|"));
    for (const line of said) {
      const wide = line.match(/[\u3000-\u9fff]/g)?.length ?? 0;
      assert.ok(wide <= 42, line);
      assert.doesNotMatch(line, /^[、。]|[\u3000-\u9fff] [\u3000-\u9fff]/);
    }
    const labels = [...text.matchAll(/text-anchor="end">([^<]*)</g)].map(([, one]) => one);
    for (const line of labels) assert.ok(line.length + (line.match(/[\u3000-\u9fff]/g)?.length ?? 0) <= 22, line);
  });

  test("words from a site stay words in a chart", async () => {
    const odd = { ...planning, scales: planning.scales.map((scale) => ({ ...scale, title: '<script>"&\u0000' })) };
    const made = await cohort.figuresOf(peopleOf(class12), odd, options);
    const { text } = cohort.toCharts(made)[0];
    assert.match(text, /&lt;script&gt;&quot;&amp;/);
    assert.doesNotMatch(text, /<script|\u0000/);
  });

  test("invented data say so in every file", async () => {
    const how = { invented: true };
    const people = peopleOf(class12);
    const made = await report();
    const files = [await cohort.toTidy(people, planning, how), await cohort.toWide(people, planning, options, how), cohort.toCodebook(planning, options, how), cohort.toCodebookText(planning, options, how), cohort.toCounts(made, how), ...cohort.toCharts(made, how).map(({ text }) => text)];
    for (const text of files) assert.match(text, /Invented/);
    for (const row of parse(files[0])) assert.equal(row.invented, "Invented");
  });
});
