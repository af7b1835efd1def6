"use strict";
// Flashcards: decks, due cards, ratings.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { toldOfFocus } = require("../support/spoken.js");
const { accessible, between, desk, eventually, fits, put, refuse, stored } = require("./support.js");

const site = desk();
async function open(t, options = {}) {
  const page = await site.open(t, "flashcards.html", options);
  await page.locator("html[data-ready=flashcards]").waitFor();
  return page;
}
const button = (page, name) => page.getByRole("button", { name, exact: true });
const rating = (page, n) => page.locator(".card-ratings button").nth(n - 1);
const count = (page, name) => page.locator(".cards-counts div", { hasText: name }).locator("dd").innerText();
const cardsOf = async (page) => Object.entries(await stored(page)).filter(([key]) => key.startsWith("card "));

for (const over of /** @type {const} */ (["http", "file"])) {
  test(`codes: a card is shown, answered, rated, and comes back when due, over ${over}`, async (t) => {
    const page = await open(t, { over });
    assert.deepEqual([await count(page, "Due now"), await count(page, "New today"), await count(page, "Begun")], ["0", "10", "0 of 150"]);
    await button(page, "Begin").click();
    assert.equal(await page.locator(".card-code").innerText(), "I.A.1");
    assert.equal(await page.locator(".card-ratings").isVisible(), false);
    await button(page, "Show the answer").click();
    assert.ok((await page.locator(".card-words .words").last().innerText()).length > 20);
    assert.match(await page.locator(".card-ratings").innerText(), /1 Again[\s\S]*in 1 min[\s\S]*in 6 min[\s\S]*in 10 min[\s\S]*4 Easy[\s\S]*in 8 days/);
    await rating(page, 4).click();
    await eventually(async () => assert.equal(await page.locator(".card-code").innerText(), "I.A.2"));
    const [[key, card]] = await cardsOf(page);
    assert.deepEqual([key, card.state, card.reps], ["card codes I.A.1", "review", 1]);
    assert.equal((await stored(page))["cards day"].fresh, 1);
    await button(page, "Take the last answer back").click();
    await eventually(async () => assert.deepEqual(await cardsOf(page), []));
    // The card is shown again after it is stored.
    await eventually(async () => assert.equal(await page.locator(".card-code").innerText(), "I.A.1"));
    assert.equal((await stored(page))["cards day"].fresh, 0);
    await button(page, "Stop here").click();
    await button(page, "Begin").waitFor();
  });
}

test("a screen reader is told what is on the card, and not only that there is one", async (t) => {
  const page = await open(t);
  await button(page, "Begin").click();
  await page.locator(".card-code").waitFor();
  await eventually(async () => assert.deepEqual(await toldOfFocus(page), { role: "region", name: "Question", description: "I.A.1" }));
  await page.keyboard.press("Space");
  const { name, description } = await toldOfFocus(page);
  assert.equal(name, "Answer");
  assert.match(description, /^Published words Respect for persons and their autonomy\./);
});

test("due cards come first, and only the words of their sections are asked for", async (t) => {
  const page = await open(t);
  const at = "2026-01-05T09:00:00.000Z";
  const card = { state: "review", step: 0, stability: 3, difficulty: 5, due: at, last: at, reps: 3, lapses: 0 };
  await put(page, [["card", "codes IV.A.1", card]]);
  await page.reload();
  await page.locator("html[data-ready=flashcards]").waitFor();
  assert.equal(await count(page, "Due now"), "1");
  await button(page, "Begin").click();
  assert.equal(await page.locator(".card-code").innerText(), "IV.A.1");
  const asked = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").pop()).filter((name) => name?.startsWith("section-")));
  assert.deepEqual(asked, ["section-IV.js"]);
});

test("what was learned is due on its day, whatever the hour, and what is being learned within minutes", async (t) => {
  const page = await open(t, { timezoneId: "America/Vancouver" });
  await page.getByLabel("New cards a day").fill("0");
  await page.getByLabel("New cards a day").press("Tab");
  const at = (/** @type {number} */ days, /** @type {number[]} */ ...time) =>
    page.evaluate(([days, time]) => {
      const when = new Date();
      when.setDate(when.getDate() + days);
      when.setHours(...time);
      return when.toISOString();
    }, /** @type {[number, [number, number, number, number]]} */ ([days, time]));
  const card = { state: "review", step: 0, stability: 3, difficulty: 5, last: await at(-1, 12, 0, 0, 0), reps: 3, lapses: 0 };
  const shows = async (/** @type {object} */ change) => {
    await put(page, [["card", "codes IV.A.1", { ...card, ...change }]]);
    await page.reload();
    await page.locator("html[data-ready=flashcards]").waitFor();
    return [await count(page, "Due now"), await button(page, "Begin").isEnabled()];
  };
  assert.deepEqual(await shows({ due: await at(1, 0, 0, 0, 0) }), ["0", false]);
  assert.match(await page.locator("main").innerText(), /Nothing is due now.*The next card is due on/);
  assert.deepEqual(await shows({ due: await at(0, 23, 59, 59, 999) }), ["1", true]);
  const soon = new Date(Date.now() + 8 * 60_000).toISOString();
  assert.deepEqual(await shows({ state: "learning", due: soon }), ["0", true]);
  await button(page, "Begin").click();
  assert.equal(await page.locator(".card-code").innerText(), "IV.A.1");
});

test("with the keyboard alone, up to the day's limit; cards that were not known come again at once", async (t) => {
  const page = await open(t);
  await page.getByLabel("New cards a day").fill("2");
  await page.keyboard.press("Tab");
  await eventually(async () => assert.equal(await count(page, "New today"), "2"));
  await button(page, "Begin").focus();
  await page.keyboard.press("Enter");
  const seen = [];
  for (const key of ["1", "4", "3", "4"]) {
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Question"));
    seen.push(await page.locator(".card-code").innerText());
    await page.keyboard.press("Space");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Answer");
    await page.keyboard.press(key);
  }
  assert.deepEqual(seen, ["I.A.1", "I.A.2", "I.A.1", "I.A.1"]);
  await page.getByText("Nothing more for now. You answered 4 cards.").waitFor();
  await button(page, "Stop here").click();
  await page.getByText("Nothing is due now.").waitFor();
  assert.ok(await button(page, "Begin").isDisabled());
});

test("statements, terms and definitions ask the other way round", async (t) => {
  const page = await open(t);
  await page.getByLabel("Statements: which code is it?").check();
  await page.getByLabel("From").selectOption({ index: 4 });
  await button(page, "Begin").click();
  await page.locator(".card-words").waitFor();
  await button(page, "Show the answer").click();
  assert.match(await page.locator(".card-code").innerText(), /^[IV]+\./);
  await button(page, "Stop here").click();
  for (const [label, front, back] of [["Terms: what does a term mean?", ".card-term", ".card-definition"], ["Definitions: which term is it?", ".card-definition", ".card-term"]]) {
    await page.getByLabel(label).check();
    assert.equal(await page.getByLabel("From").isVisible(), false);
    await button(page, "Begin").click();
    await page.locator(front).waitFor();
    assert.equal(await page.locator(back).isVisible(), false);
    await button(page, "Show the answer").click();
    assert.ok(await page.locator(back).isVisible());
    await button(page, "Stop here").click();
  }
  // The choice is kept.
  await page.reload();
  await page.locator("html[data-ready=flashcards]").waitFor();
  assert.ok(await page.getByLabel("Definitions: which term is it?").isChecked());
});

test("a deck is forgotten after asking, and had back", async (t) => {
  const page = await open(t);
  await button(page, "Begin").click();
  await button(page, "Show the answer").click();
  await rating(page, 3).click();
  await eventually(async () => assert.equal((await cardsOf(page)).length, 1));
  await button(page, "Stop here").click();
  await button(page, "Forget this deck").click();
  await page.getByText("1 card begins anew.").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Forget this deck" }).click();
  await eventually(async () => assert.deepEqual(await cardsOf(page), []));
  await button(page, "Undo").click();
  await eventually(async () => assert.equal((await cardsOf(page)).length, 1));
});

test("works where storage is refused, and says so", async (t) => {
  const context = await site.context(t);
  await refuse(context);
  const page = await context.newPage();
  await page.goto(`${site.http}flashcards.html`);
  await page.locator(".notice", { hasText: "does not let the page store anything" }).waitFor();
  assert.ok((await between(page, "#flashcards-app > .notice", ".cards")) >= 16);
  await button(page, "Begin").click();
  await button(page, "Show the answer").click();
  await rating(page, 4).click();
  await eventually(async () => assert.equal(await page.locator(".card-code").innerText(), "I.A.2"));
});

for (const [width, colorScheme] of /** @type {const} */ ([[360, "dark"], [1280, "light"]])) {
  test(`axe-core finds nothing and all fits at ${width} px, ${colorScheme}`, async (t) => {
    const page = await open(t, { width, colorScheme, bypassCSP: true });
    await accessible(page, "choosing");
    await fits(page);
    await button(page, "Begin").click();
    await accessible(page, "question");
    await button(page, "Show the answer").click();
    await accessible(page, "answer");
    await fits(page);
  });
}
