"use strict";

const assert = require("node:assert/strict");
const { after, before, describe, it } = require("node:test");
const { everywhere, printed, start, store, tabTo } = require("./panels-support.js");

function response({ data, put }) {
  put("occasion", { kind: "baseline", date: "2026-03-02" });
  put("journal", { date: "2026-03-03", model: "driscoll", statements: [data.items[1].code], steps: { "what": "Nobody answered the café question.", "so-what": "I filled the silence.", "other": "From a model that is gone." } });
  put("journal", { date: "2026-05-20", text: "The closing round <script>alert(1)</script> took long." });
}

describe("journal", () => {
  let site;
  before(async () => (site = await start()));
  after(() => site.stop());

  async function opened(make) {
    const person = await site.person();
    await person.open("assessments/short.html");
    const id = make && (await store(person.page, make));
    await person.open(`assessments/short.html${id ? `?response=${id}` : ""}#assess-journal`);
    await person.page.locator("#assess-journal .entries-head").waitFor();
    return { ...person, panel: person.page.locator("#assess-journal") };
  }
  const saved = (page) => page.evaluate(() => Standpoint.assess.app.settled());
  const journal = (page) => page.evaluate(() => Standpoint.assess.app.response.journal);

  it("is written with the keyboard along the steps of a model, and is there after a reload", async () => {
    const { page, panel, close } = await opened();
    assert.match(await panel.innerText(), /Nothing is written yet/);
    await tabTo(page, "#assess-journal .is-primary");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "New entry");
    await tabTo(page, "#assess-journal textarea");
    await page.keyboard.type("Two came late.");
    await page.keyboard.press("Tab");
    await page.keyboard.type("I said nothing.");
    await tabTo(page, "#assess-journal optgroup, #assess-journal .pick-statements select");
    await page.keyboard.type("II.A.6");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await panel.locator(".chip", { hasText: "II.A.6" }).waitFor();
    await tabTo(page, "#assess-journal .entry-form .is-primary");
    await page.keyboard.press("Enter");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Edit/);
    assert.equal(await saved(page), true);
    await page.reload();
    await panel.locator(".entry").waitFor();
    const text = await panel.locator(".entry").innerText();
    assert.match(text, /What\? So what\? Now what\?[\s\S]*II\.A\.6[\s\S]*What\?\s+Two came late\.[\s\S]*So what\?\s+I said nothing\./);
    const [entry] = await journal(page);
    assert.deepEqual([entry.steps, entry.statements, entry.model], [{ "what": "Two came late.", "so-what": "I said nothing." }, ["II.A.6"], "driscoll"]);
    await close();
  });

  it("stores nothing for an entry in which nothing is written", async () => {
    const { page, panel, close } = await opened();
    await panel.getByRole("button", { name: "New entry" }).click();
    await panel.getByRole("button", { name: "Done" }).click();
    assert.equal((await journal(page)).length, 0);
    await close();
  });

  it("takes what fits of a text that is too long, and says that the rest is not in it", async () => {
    const { page, panel, close } = await opened();
    await panel.getByRole("button", { name: "New entry" }).click();
    await panel.locator("textarea").nth(0).focus();
    await page.keyboard.insertText("x".repeat(100_001));
    await page.locator(".assess-tell", { hasText: "This field is full: it takes 100000 characters." }).waitFor();
    await panel.locator("textarea").nth(1).fill("Something else.");
    assert.equal(await saved(page), true);
    const [{ steps }] = await journal(page);
    assert.deepEqual([steps.what.length, steps["so-what"]], [100_000, "Something else."]);
    assert.equal((await panel.locator("textarea").nth(0).inputValue()).length, 100_000);
    await close();
  });

  it("goes on from what another tab has written in the meantime", async () => {
    const { page, panel, close } = await opened(response);
    await panel.locator(".entry", { hasText: "May 20" }).getByRole("button").click();
    const area = panel.getByLabel("Text");
    await area.focus();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator("#assess-journal .entry", { hasText: "May 20" }).getByRole("button").click();
    await other.locator("#assess-journal").getByLabel("Text").fill("Written in the other tab.");
    assert.equal(await saved(other), true);
    await page.bringToFront();
    await page.waitForFunction(() => Standpoint.assess.app.response.journal.some(({ text }) => text === "Written in the other tab."));
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" And here.");
    assert.equal(await saved(page), true);
    assert.equal((await journal(page)).find(({ date }) => date === "2026-05-20").text, "Written in the other tab. And here.");
    await close();
  });

  it("changes to no steps and back without losing what was written", async () => {
    const { page, panel, close } = await opened(response);
    await panel.locator(".entry", { hasText: "March 3" }).getByRole("button").click();
    await panel.getByLabel("Along which steps").selectOption({ label: "None, just text" });
    assert.match((await journal(page)).find(({ date }) => date === "2026-03-03").steps.what, /café/);
    assert.equal(await panel.locator("textarea").first().inputValue(), "Nobody answered the café question.");
    await panel.getByLabel("Text").fill("More.");
    await panel.getByRole("button", { name: "Done" }).click();
    const text = await panel.locator(".entry", { hasText: "March 3" }).innerText();
    assert.match(text, /café[\s\S]*silence[\s\S]*model that is gone[\s\S]*More\./);
    await close();
  });

  it("is searched, newest first", async () => {
    const { panel, close } = await opened(response);
    assert.deepEqual(await panel.locator(".entry h3").allInnerTexts(), ["May 20, 2026", "March 3, 2026 What? So what? Now what?"]);
    await panel.getByLabel("Search the journal").fill("CAFE silence");
    assert.deepEqual(await panel.locator(".entry h3").count(), 1);
    assert.equal(await panel.getByRole("status").innerText(), "1 entry");
    await panel.getByLabel("Search the journal").fill("nowhere");
    assert.equal(await panel.getByRole("status").innerText(), "No entry has these words.");
    await close();
  });

  it("is deleted, and put back", async () => {
    const { page, panel, close } = await opened(response);
    await panel.locator(".entry", { hasText: "closing round" }).getByRole("button").click();
    await panel.getByRole("button", { name: "Delete" }).click();
    assert.equal(await panel.locator(".entry").count(), 1);
    assert.equal((await journal(page)).length, 1);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await panel.locator(".entry").count(), 2);
    assert.equal(await saved(page), true);
    await page.reload();
    await panel.locator(".entry").first().waitFor();
    assert.equal(await panel.locator(".entry").count(), 2);
    // Text only, whatever it is.
    assert.match(await panel.innerText(), /<script>alert\(1\)<\/script>/);
    await close();
  });

  it("points out what could tell who somebody is", async () => {
    const { panel, close } = await opened(response);
    await panel.locator(".entry", { hasText: "closing round" }).getByRole("button").click();
    const area = panel.getByLabel("Text");
    await area.fill("Then I spoke with Maria, who can be reached at maria@example.org.");
    const hints = panel.locator(".assess-hints:visible");
    await hints.waitFor();
    assert.match(await hints.innerText(), /Maria This could be a person’s name\.[\s\S]*maria@example\.org This looks like an e-mail/);
    assert.equal(await area.getAttribute("aria-describedby"), await hints.getAttribute("id"));
    await close();
  });

  it("keeps what is being written when another tab changes the same response", async () => {
    const { context, page, panel, close } = await opened(response);
    const other = await context.newPage();
    await other.goto(page.url());
    await other.locator("#assess-journal .entry").first().waitFor();
    await panel.locator(".entry", { hasText: "closing round" }).getByRole("button").click();
    const area = panel.getByLabel("Text");
    await area.pressSequentially(" And");
    await other.getByRole("button", { name: "New entry" }).click();
    await other.locator("#assess-journal textarea").first().fill("From the other tab.");
    await other.getByRole("button", { name: "Done" }).click();
    await panel.locator(".entry", { hasText: "From the other tab." }).waitFor();
    assert.ok(await area.evaluate((one) => one === document.activeElement));
    await area.pressSequentially(" more.");
    await panel.getByRole("button", { name: "Done" }).click();
    await other.locator("#assess-journal .entry", { hasText: "And more." }).waitFor();
    await close();
  });

  it("is accessible, shown and edited, and prints", async () => {
    const { page, panel, close } = await opened(response);
    await everywhere(page, "journal");
    await panel.locator(".entry", { hasText: "March 3" }).getByRole("button").click();
    await everywhere(page, "journal, edited");
    await panel.getByRole("button", { name: "Done" }).click();
    const text = await printed(page);
    assert.match(text, /March 3, 2026/);
    assert.match(text, /Nobody answered the café question/);
    assert.doesNotMatch(text, /Search the journal|New entry/);
    await close();
  });
});
