"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, describe, it } = require("node:test");
const { OUTPUT, everywhere, printed, start, store, tabTo } = require("./panels-support.js");

/** Two occasions and two roles; few enough to work it out by hand. */
function response({ data, as, put, answer, write, mark }) {
  const codes = data.items.map(({ code }) => code);
  const first = put("occasion", { kind: "baseline", date: "2026-03-02" });
  const importance = [4, 3, 1, 2, "not-applicable"];
  importance.forEach((value, at) => answer(first, codes[at], "importance", value));
  [1, 2, 3, "no-opportunity"].forEach((value, at) => answer(first, codes[at], "confidence", value));
  const second = put("occasion", { kind: "review", name: "after the training", date: "2026-06-02" });
  [4, 4, 1, 2, "not-applicable"].forEach((value, at) => answer(second, codes[at], "importance", value));
  [2, 1, 3, "no-opportunity"].forEach((value, at) => answer(second, codes[at], "confidence", value));
  answer(second, codes[0], "opportunity", 2);
  answer(second, codes[5], "confidence", 4, "worker", "0000000000000000");
  write(second, codes[0], "<img src=x onerror=alert(1)> I waited.");
  mark(second, codes[2]);
  as("the-supervisor");
  answer(second, codes[0], "confidence", 4, "supervisor");
  answer(second, codes[1], "confidence", 1, "supervisor");
  write(second, codes[0], "I saw it otherwise.", "supervisor");
}

describe("results", () => {
  let site;
  before(async () => (site = await start()));
  after(() => site.stop());

  async function opened(make = response) {
    const person = await site.person();
    await person.open("assessments/short.html");
    const id = make && (await store(person.page, make));
    await person.open(`assessments/short.html?response=${id}#assess-results`);
    await person.page.locator(".result-progress").waitFor();
    return { ...person, id, panel: person.page.locator("#assess-results") };
  }

  /** What summary.js says, in the page. */
  const summary = (page) =>
    page.evaluate(() => {
      const { data, response, occasion } = Standpoint.assess.app;
      return Standpoint.assess.summarize(response, occasion, data, "worker");
    });

  it("says how much first, and claims nothing that the rules do not give", async () => {
    const { page, panel, close } = await opened();
    const said = await summary(page);
    const { answered, applicable, total } = said.progress;
    assert.equal(total, 23);
    assert.match(await panel.locator("section").first().innerText(), new RegExp(`Answered ${answered} of ${applicable} applicable statements; ${total} in all`));
    await page.evaluate(() => document.querySelectorAll("#assess-results details").forEach((one) => (one.open = true)));
    const text = await panel.innerText();
    assert.doesNotMatch(text, /%|percent|score|average|mean\b|significan|sum\b/i);
    // Whatever stands in a table of counts is what summary.js counted.
    const tables = await panel.locator(".result-all table").evaluateAll((all) =>
      all.map((table) => [table.caption.textContent, [...table.tBodies].flatMap((body) => [...body.rows].map((row) => [row.cells[0].textContent, Number(row.cells[1].textContent)]))]),
    );
    const expected = said.scales.filter(({ enough }) => enough).map(({ title, counts, specials }) => [title, [...counts, ...specials.filter(({ count }) => count)].map(({ label, count }) => [label, count])]);
    assert.deepEqual(tables, expected);
    assert.ok(expected.length === 2 && expected[0][1].length > 3);
    // Two labels where the median falls between.
    assert.match(await panel.locator(".result-all .counts").first().innerText(), /Median: between “Of some weight” and “Decisive”/);
    // Too few: no table, and why.
    const few = panel.locator(".result-all .counts", { hasText: "Opportunity to practice" });
    assert.equal(await few.locator("table").count(), 0);
    assert.match(await few.innerText(), /No summary yet: 1 answered on the scale, and a summary needs at least 3/);
    await close();
  });

  it("draws a mark for each answer in the table", async () => {
    const { page, panel, close } = await opened();
    await page.evaluate(() => document.querySelectorAll("#assess-results details").forEach((one) => (one.open = true)));
    const rows = await panel.locator(".counts tr:has(svg)").evaluateAll((all) => all.map((row) => [Number(row.cells[1].textContent), (row.querySelector("path").getAttribute("d").match(/M/g) ?? []).length]));
    assert.ok(rows.length > 10);
    for (const [said, drawn] of rows) assert.equal(drawn, said);
    await close();
  });

  it("shows what to talk about, strengths and no opportunity, with links that lead somewhere", async () => {
    const { page, panel, close } = await opened();
    const said = await summary(page);
    const codes = (rows) => rows.map(({ item }) => item.code);
    for (const [id, rows] of [["talk", said.talk], ["strengths", said.strengths], ["no-opportunity", said.noOpportunity]]) {
      const found = await panel.locator(`.result-${id} .found .code a`).allInnerTexts();
      assert.deepEqual(found, codes(rows), id);
      assert.ok(found.length, id);
    }
    for (const href of await panel.locator(".found .code a").evaluateAll((all) => all.map((one) => new URL(one.href).pathname)))
      assert.ok(fs.existsSync(path.join(OUTPUT, href)), href);
    assert.match(await panel.locator(".result-talk").innerText(), /<img src=x onerror=alert\(1\)> I waited\./);
    // A colon is set as the language does: a style knows none.
    const colon = await page.evaluate(() => Standpoint.assess.say("colon"));
    for (const title of await panel.locator(".givens dt").allTextContents()) assert.ok(title.endsWith(colon), title);
    await panel.locator(".result-talk button", { hasText: "Go to the answer" }).first().click();
    assert.ok(await page.locator(`[data-code="${said.talk[0].item.code}"]`).isVisible());
    await page.goBack().catch(() => {});
    await close();
  });

  it("begins a journal entry and a goal with the statement", async () => {
    const { page, panel, close } = await opened();
    const [{ item }] = (await summary(page)).talk;
    await panel.locator(".result-talk button", { hasText: "Write about it" }).first().click();
    await page.locator("#assess-journal .entry-form .chip", { hasText: item.code }).waitFor();
    await page.locator(".assess-bar a", { hasText: "Results" }).click();
    await panel.locator(".result-talk button", { hasText: "Make it a goal" }).first().click();
    await page.locator("#assess-plan .entry-form .chip", { hasText: item.code }).waitFor();
    await close();
  });

  it("compares occasions only where that is possible, and lists what moved", async () => {
    const { page, panel, close } = await opened();
    const between = panel.locator(".result-between");
    const [said, occasions] = await page.evaluate(() => {
      const { data, response } = Standpoint.assess.app;
      const ids = Standpoint.assess.inOrder(response.occasions).map(({ id }) => id);
      return [data.scales.map(({ id }) => Standpoint.assess.compare(response, ids[0], ids[1], data, "worker", id)), ids];
    });
    const shown = await between.locator(".counts table").evaluateAll((all) => all.map((table) => [...table.tBodies[0].rows].map((row) => Number(row.cells[1].textContent))));
    assert.deepEqual(shown, said.filter(({ compared }) => compared).map(({ up, same, down }) => [up.length, same.length, down.length]));
    const moved = await between.locator(".moved .code").allTextContents();
    assert.deepEqual(moved, said.flatMap(({ up, same, down }) => [...up, ...same, ...down].map(({ code }) => code)));
    assert.match(await between.innerText(), /Left out: .*not answered both times/);
    await between.getByLabel("From").selectOption(occasions[1]);
    assert.equal(await page.evaluate(() => document.activeElement.id), "results-from");
    await close();
  });

  it("shows a statement through time", async () => {
    const { page, panel, close } = await opened();
    await panel.locator(".result-talk button", { hasText: "Through time" }).first().click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "result-trail");
    const rows = await panel.locator(".trail tbody th").allInnerTexts();
    assert.deepEqual(rows, ["Baseline, March 2, 2026", "Review: after the training, June 2, 2026"]);
    // A choice that is cut says so, and ends with a whole word.
    const [long] = await panel.locator("#results-trail-pick option").allTextContents();
    assert.equal(long.replace(/\s+/g, " "), "I.A.1 Respect for persons and their autonomy. In view of the …");
    await close();
  });

  it("shows two views side by side, the furthest apart first, with who and when", async () => {
    const { panel, close } = await opened();
    const sides = panel.locator(".result-sides");
    const [apart] = await sides.locator("table").all();
    assert.match(await apart.innerText(), /2 points apart/);
    assert.match(await apart.innerText(), /I saw it otherwise\./);
    assert.match(await apart.innerText(), /Written March 2, 2026/);
    assert.equal(await sides.locator("table tbody tr").count(), (await sides.locator("th .code").count()));
    await panel.getByLabel("Supervisor").check();
    assert.match(await panel.locator(".result-progress").innerText(), /Answered 0 of 23/);
    await close();
  });

  it("says that nothing is answered, and shows answers for other words without counting them", async () => {
    const empty = await opened(({ put }) => put("occasion", { kind: "baseline", date: "2026-03-02" }));
    assert.match(await empty.panel.innerText(), /Nothing is answered yet/);
    await empty.close();
    const { panel, close } = await opened();
    assert.match(await panel.locator(".result-earlier").innerText(), /The words have changed/);
    await close();
  });

  it("is accessible, and keeps to the window", async () => {
    const { page, close } = await opened();
    await page.evaluate(() => document.querySelectorAll("#assess-results details").forEach((one) => (one.open = true)));
    await everywhere(page, "results");
    await close();
  });

  it("works with the keyboard alone", async () => {
    const { page, panel, close } = await opened();
    await tabTo(page, "#assess-results .fold-all");
    await page.keyboard.press("Enter");
    assert.equal(await panel.locator(".result-by-section details:not([open])").count(), 0);
    await tabTo(page, ".result-talk .found-ways button:last-child", 200);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "result-trail");
    await close();
  });

  it("keeps the place of the keyboard when it is made anew", async () => {
    const { page, panel, close } = await opened();
    const focused = () => page.evaluate(() => [document.activeElement.localName, document.activeElement.closest("#assess-results") !== null, document.activeElement.value ?? document.activeElement.textContent]);
    await panel.locator("input[type=radio]").first().focus();
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await focused(), ["input", true, "supervisor"]);
    const fold = panel.locator("summary").first();
    const title = await fold.textContent();
    await fold.focus();
    await page.evaluate(() => {
      const { app } = Standpoint.assess;
      app.edit({ type: "mark", occasion: app.occasion, code: app.data.items[7].code, value: true });
    });
    assert.deepEqual(await focused(), ["summary", true, title]);
    await close();
  });

  it("prints everything, folded or not", async () => {
    const { page, close } = await opened();
    const text = await printed(page);
    assert.match(text, /Answered \d+ of \d+ applicable statements/);
    assert.match(text, /Worth talking about/);
    assert.match(text, /By section/);
    assert.match(text, /No summary: there/);
    assert.match(text, /From: Baseline, .* · To: /);
    assert.doesNotMatch(text, /Go to the answer|Open all/);
    assert.doesNotMatch(text, /%/);
    await page.setViewportSize({ width: 673, height: 900 });
    await page.emulateMedia({ media: "print" });
    const wide = await page.locator(".results .bar-cell").evaluateAll((all) => all.filter((cell) => cell.checkVisibility() && Number(cell.firstElementChild?.getBoundingClientRect().right) > cell.getBoundingClientRect().right + 1).length);
    assert.equal(wide, 0, "marks run into the next column");
    await close();
  });
});
