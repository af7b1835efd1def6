"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, describe, it } = require("node:test");
const { between, eventually } = require("../support/desk.js");
const { heard, listen } = require("../support/spoken.js");
const { accessible, everywhere, printed, start, store, tabTo } = require("./panels-support.js");

function response({ data, put, answer, mark }) {
  const codes = data.items.map(({ code }) => code);
  const occasion = put("occasion", { kind: "baseline", date: "2026-03-02" });
  [4, 3, 1].forEach((value, at) => answer(occasion, codes[at], "importance", value));
  [1, 2, 3].forEach((value, at) => answer(occasion, codes[at], "confidence", value));
  mark(occasion, codes[5]);
  put("journal", { date: "2026-03-03", text: "Nobody answered." });
  put("journal", { date: "2026-03-04", model: "driscoll", text: "", steps: { "now-what": "Ask again.", "what": "Silence." } });
  put("plan", { goal: "Wait for an answer", review: "2026-05-01" });
  put("plan", { goal: "Over and done", status: "done" });
}

describe("supervision", () => {
  let site;
  before(async () => (site = await start()));
  after(() => site.stop());

  async function opened(make = response) {
    const person = await site.person();
    await person.open("assessments/short.html");
    const id = make ? await store(person.page, make) : "";
    await person.open(`supervision.html${id ? `?response=${id}` : ""}`);
    await person.page.locator("html[data-ready]").waitFor();
    return { ...person, id, panel: person.page.locator("#supervision-app"), meetings: () => person.page.evaluate((one) => Standpoint.assess.openStore({ site: "iaswg-2e" }).then((kept) => kept.read(one)).then((it) => it.supervision), id) };
  }
  const dialog = (page) => page.locator("dialog[open]").last();
  const saved = (panel) => panel.locator('.assess-saved[data-state="saved"]').waitFor();
  async function save({ page, panel, file }) {
    await panel.getByRole("button", { name: "Save a file" }).click();
    return file(() => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
  }

  it("picks an agenda from answers, journal, goals and questions, and orders it", async () => {
    const { page, panel, meetings, close } = await opened();
    const codes = await page.evaluate(() => {
      const { assessments, statements } = JSON.parse(document.getElementById("assessment-data").textContent);
      return assessments.find(({ id }) => id === "short").statements.map((at) => statements[at].code);
    });
    await panel.getByRole("button", { name: "New session" }).click();
    for (const title of ["Worth talking about (2)", "To come back to (1)", "Journal (2)", "Goals (1)"]) assert.ok(await panel.getByText(title, { exact: true }).count(), title);
    assert.doesNotMatch(await panel.locator(".picks").innerText(), /Over and done/);
    await page.evaluate(() => document.querySelectorAll(".picks details").forEach((one) => (one.open = true)));
    await panel.locator(".picks").getByText(codes[1], { exact: true }).click();
    await panel.getByLabel("March 4, 2026: What? Silence. Now what? Ask again.").waitFor();
    await panel.getByLabel(/^Wait for an answer/).check();
    await panel.getByLabel(/Nobody answered\./).check();
    await panel.getByLabel("Add a question").fill("How do I end on time?");
    await page.keyboard.press("Enter");
    const shown = () => panel.locator(".agenda .who").allInnerTexts();
    assert.deepEqual(await shown(), ["Statement", "Goal", "Journal", "Question"]);
    await panel.getByRole("button", { name: /^Earlier: How do I end/ }).click();
    await panel.getByRole("button", { name: /^Earlier: How do I end/ }).click();
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Earlier: How do I end/);
    assert.deepEqual(await shown(), ["Statement", "Question", "Goal", "Journal"]);
    await panel.getByLabel(/^Wait for an answer/).uncheck();
    await saved(panel);
    await page.reload();
    await panel.locator(".agenda li").first().waitFor();
    assert.deepEqual(await shown(), ["Statement", "Question", "Journal"]);
    const [{ agenda }] = await meetings();
    assert.deepEqual(agenda.map(({ kind, role }) => [kind, role]), [["talk", "worker"], ["journal", "worker"], ["question", "worker"]]);
    await close();
  });

  it("records the session, carries open actions on, and ticks them off in both", async () => {
    const { page, panel, meetings, close } = await opened();
    await panel.getByRole("button", { name: "New session" }).click();
    await panel.getByLabel("What you spoke about").fill("We spoke about silence.\nAnd about endings.");
    await panel.getByRole("button", { name: "Add a decision" }).click();
    await page.keyboard.type("Wait ten seconds");
    await page.keyboard.press("Tab");
    await page.keyboard.type("So that others can begin");
    for (const [what, who] of [["Try it twice", "Heron"], ["Send the list", "Supervisor"]]) {
      await panel.getByRole("button", { name: "Add an action" }).click();
      await page.keyboard.type(what);
      await page.keyboard.press("Tab");
      await page.keyboard.type(who);
      await page.keyboard.press("Tab");
    }
    await panel.getByLabel("By when").first().fill("2026-04-01");
    await panel.getByRole("checkbox", { name: "Done" }).nth(1).check();
    await panel.getByLabel("Next session").fill("2026-04-02");
    await saved(panel);
    await panel.getByRole("button", { name: "New session" }).click();
    assert.equal(await panel.getByLabel("Date", { exact: true }).inputValue(), "2026-04-02");
    assert.equal(await panel.locator(".earlier li").count(), 1);
    await panel.getByLabel("Try it twice (Heron, by April 1, 2026)").check();
    await saved(panel);
    const [first, second] = (await meetings()).sort((a, b) => (a.created < b.created ? -1 : 1));
    assert.deepEqual(second.earlier.map(({ done }) => done), [true]);
    assert.deepEqual(first.actions.map(({ text, who, due, done }) => [text, who, due, done]), [["Try it twice", "Heron", "2026-04-01", true], ["Send the list", "Supervisor", null, true]]);
    assert.deepEqual(first.decisions.map(({ text, reason, role }) => [text, reason, role]), [["Wait ten seconds", "So that others can begin", "worker"]]);
    await close();
  });

  it("is acknowledged by both, and says when something was written after that", async () => {
    const { panel, close } = await opened();
    await panel.getByRole("button", { name: "New session" }).click();
    await panel.getByLabel("What you spoke about").fill("Once.");
    await panel.getByRole("button", { name: "Acknowledge as Worker" }).click();
    await panel.getByRole("button", { name: "Acknowledge as Supervisor" }).click();
    assert.equal(await panel.getByText(/: acknowledged /).count(), 4);
    assert.doesNotMatch(await panel.locator(".acks").innerText(), /changed since/);
    await panel.getByLabel("What you spoke about").fill("Twice.");
    await panel.getByLabel("Next session").fill("2027-04-02");
    assert.equal((await panel.locator(".acks").innerText()).match(/changed since/g).length, 2);
    await panel.getByRole("button", { name: "Acknowledge as Worker" }).click();
    await panel.getByRole("button", { name: "Take back" }).click();
    assert.match(await panel.locator(".acks").innerText(), /Worker: not yet/);
    await close();
  });

  it("goes to a supervisor as a file and comes back with both views side by side", async () => {
    const worker = await opened();
    await worker.panel.getByRole("button", { name: "New session" }).click();
    await worker.panel.getByLabel("Add a question").fill("What do you see?");
    await worker.page.keyboard.press("Enter");
    const given = await save(worker);

    const supervisor = await opened(null);
    await supervisor.panel.getByLabel("Open a file").setInputFiles(given);
    assert.match(await dialog(supervisor.page).innerText(), /A short look across all phases, Heron/);
    await dialog(supervisor.page).getByRole("button", { name: "Take in" }).click();
    await supervisor.panel.locator(".agenda", { hasText: "What do you see?" }).waitFor();
    await supervisor.panel.getByLabel("Writing as").selectOption("supervisor");
    await supervisor.panel.getByRole("button", { name: "Add a decision" }).click();
    await supervisor.page.keyboard.type("Meet again soon");
    await saved(supervisor.panel);
    // Ratings of their own, where these are made.
    await supervisor.panel.getByRole("link", { name: "Go to the self-assessment" }).click();
    await supervisor.page.waitForFunction(() => globalThis.Standpoint?.assess?.app?.session);
    const code = await supervisor.page.evaluate(async () => {
      const { app } = Standpoint.assess;
      const [item] = app.data.items;
      const { role } = app;
      for (const value of [4]) app.edit({ type: "answer", occasion: app.occasion, code: item.code, role, scale: "confidence", value, hash: item.hash });
      app.edit({ type: "write", occasion: app.occasion, code: item.code, role, field: "note", value: "I saw you do it." });
      await app.settled();
      return role === "supervisor" ? item.code : `as ${role}`;
    });
    await supervisor.page.goBack();
    await supervisor.panel.getByText("Meet again soon").first().waitFor({ state: "attached" });
    const returned = await save(supervisor);

    // The worker wrote on meanwhile.
    await worker.panel.getByLabel("What you spoke about").fill("Written meanwhile.");
    await saved(worker.panel);
    await worker.panel.getByRole("button", { name: "Choose another" }).click();
    await worker.panel.getByLabel("Open a file").setInputFiles(returned);
    assert.match(await dialog(worker.page).innerText(), /1 answer changes, 1 note changes, 1 entry changes/);
    await dialog(worker.page).getByRole("button", { name: "Take in" }).click();
    const sides = worker.panel.locator(".sides").first();
    await sides.waitFor();
    const text = await sides.innerText();
    assert.match(text, new RegExp(`${code.replaceAll(".", "\\.")}[\\s\\S]*Confidence: 3 points apart[\\s\\S]*Not yet[\\s\\S]*Even when it is hard[\\s\\S]*I saw you do it\\.`));
    assert.equal(text.match(/Written /g).length, 2);
    assert.equal(await worker.panel.getByLabel("What you spoke about").inputValue(), "Written meanwhile.");
    assert.match(await worker.panel.locator(".inner-list").first().innerText(), /Supervisor, /);
    assert.doesNotMatch(await worker.panel.innerText(), /average|%/);
    await worker.panel.locator(".picks").getByText("Seen differently (1)").waitFor({ state: "attached" });
    await supervisor.close();
    await worker.close();
  });

  it("shows side by side what both answered last, though one has begun anew since", async () => {
    const { panel, close } = await opened(({ data, put, answer }) => {
      const [first, then, now] = [["baseline", "2026-03-02"], ["review", "2026-06-02"], ["review", "2026-09-02"]].map(([kind, date]) => put("occasion", { kind, date }));
      const { code } = data.items[0];
      for (const [at, value] of [[first, 1], [then, 2], [now, 3]]) answer(at, code, "confidence", value);
      for (const at of [first, then]) answer(at, code, "confidence", 4, "supervisor");
    });
    const sides = panel.locator('[aria-labelledby="sup-h-sides"]');
    await sides.locator(".sides").waitFor();
    assert.match(await sides.innerText(), /June 2, 2026[\s\S]*Confidence: 2 points apart/);
    await close();
  });

  it("prints as a document of the session", async () => {
    const { page, panel, close } = await opened();
    await panel.getByRole("button", { name: "New session" }).click();
    await panel.getByLabel("Add a question").fill("How do I end on time?");
    await page.keyboard.press("Enter");
    await panel.getByLabel("What you spoke about").fill("Silence.");
    await panel.getByRole("button", { name: "Add a decision" }).click();
    await page.keyboard.type("Wait");
    await panel.getByRole("button", { name: "Add an action" }).click();
    await page.keyboard.type("Try it");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Heron");
    await panel.getByLabel("By when").fill("2027-01-05");
    await panel.getByLabel("Next session").fill("2027-01-06");
    await panel.getByRole("button", { name: "Acknowledge as Worker" }).click();
    const text = await printed(page);
    for (const words of ["A short look across all phases, by Heron", "Supervision, ", "Agenda", "1. How do I end on time?", "Discussion", "Silence.", "Decisions", "Wait", "Actions", "☐ Try it (Heron, by January 5, 2027)", "Next date", "January 6, 2027", "Worker: acknowledged", "Supervisor: not yet"])
      assert.ok(text.includes(words), words);
    assert.doesNotMatch(text, /New session|Add a |Save a file|Writing as|Prepare a conversation/);
    await close();
  });

  it("says that a question is on the agenda now, which stands above where it was typed", async () => {
    const { page, panel, close } = await opened();
    await panel.getByRole("button", { name: "New session" }).click();
    await listen(page);
    await panel.getByLabel("Add a question").fill("Why?");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.ok((await heard(page)).some(({ text, after }) => text.startsWith("On the agenda now: Why?") && after > 100)));
    await close();
  });

  it("deletes a session and puts it back; removes from the agenda and puts it back", async () => {
    const { page, panel, meetings, close } = await opened();
    await panel.getByRole("button", { name: "New session" }).click();
    await panel.getByLabel("Add a question").fill("Why?");
    await page.keyboard.press("Enter");
    await panel.getByRole("button", { name: "Remove: Why?" }).click();
    assert.equal(await panel.locator(".agenda li").count(), 0);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await panel.locator(".agenda li").count(), 1);
    // It goes on from there, and not from the head of the page.
    assert.ok(await panel.getByLabel("Add a question").evaluate((one) => one === document.activeElement));
    // Also where the message is closed, in whichever way.
    for (const key of ["Escape", "Enter"]) {
      await panel.getByRole("button", { name: "Remove: Why?" }).click();
      await page.getByRole("button", { name: key === "Enter" ? "Close message" : "Undo" }).press(key);
      assert.ok(await panel.getByLabel("Add a question").evaluate((one) => one === document.activeElement), key);
      await panel.getByLabel("Add a question").fill("Why?");
      await panel.getByLabel("Add a question").press("Enter");
    }
    for (const what of ["a decision", "an action"]) {
      await panel.getByRole("button", { name: `Add ${what}` }).click();
      await panel.locator(".inner-list li").getByRole("button", { name: "Delete" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      assert.ok(await panel.getByRole("button", { name: `Add ${what}` }).evaluate((one) => one === document.activeElement));
      await panel.locator(".inner-list li").getByRole("button", { name: "Delete" }).click();
    }
    await panel.getByRole("button", { name: "Delete this session" }).click();
    assert.equal((await panel.getByText("No session yet").count()), 1);
    assert.ok((await between(page, ".meeting-body > .result-note", ".meeting > .row")) >= 12, "it stands on the line below");
    await page.getByRole("button", { name: "Undo" }).click();
    await panel.locator(".agenda li").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2");
    await saved(panel);
    assert.equal((await meetings()).length, 1);
    // Of two on one day, one can tell which is which.
    await panel.getByRole("button", { name: "New session" }).click();
    const days = await panel.locator(".meeting-head select").last().locator("option").allTextContents();
    assert.deepEqual(days.map((day) => day.replace(/^.*20\d\d/, "")), [" (2)", " (1)"]);
    await panel.getByLabel("Date", { exact: true }).fill("2030-01-02");
    await eventually(async () => assert.equal((await panel.locator(".meeting-head select").last().locator("option").allTextContents())[0], "January 2, 2030"));
    await close();
  });

  it("is accessible while choosing, writing and saving", async () => {
    const { page, panel, close } = await opened();
    await panel.getByRole("button", { name: "New session" }).click();
    for (const box of await panel.locator(".picks details[open] input").all()) await box.check();
    await panel.getByRole("button", { name: "Add a decision" }).click();
    await panel.getByRole("button", { name: "Add an action" }).click();
    await panel.getByLabel("What you spoke about").fill("I spoke with Maria about it. Maria agreed.");
    await panel.locator(".assess-hints:visible").waitFor();
    await everywhere(page, "session");
    await panel.getByRole("button", { name: "Save a file" }).click();
    await accessible(page, "saving");
    await page.keyboard.press("Escape");
    await panel.getByRole("button", { name: "Choose another" }).click();
    await panel.getByRole("button", { name: /^Work with this/ }).waitFor();
    await everywhere(page, "choosing");
    await page.setViewportSize({ width: 360, height: 800 });
    assert.ok((await between(page, ".entries", ".opener")) >= 12);
    await close();
  });

  it("works with the keyboard alone", async () => {
    const { page, panel, close } = await opened(response);
    await panel.getByRole("button", { name: "Choose another" }).focus();
    await page.keyboard.press("Enter");
    await tabTo(page, "#supervision-app .entry .is-primary");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.tagName === "H2");
    await tabTo(page, "#supervision-app .meeting-head .assess-buttons button");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "sup-h-date");
    await tabTo(page, ".pick input");
    await page.keyboard.press("Space");
    assert.equal(await panel.locator(".agenda li").count(), 1);
    assert.ok(await page.evaluate(() => document.activeElement.matches(".pick input")));
    await tabTo(page, ".ask input");
    await page.keyboard.type("And this?");
    await page.keyboard.press("Enter");
    await tabTo(page, ".meeting-body textarea");
    await page.keyboard.type("Spoken about.");
    await tabTo(page, ".acks button");
    await page.keyboard.press("Enter");
    assert.ok(await page.evaluate(() => document.activeElement.matches(".acks button")));
    await close();
  });
});
