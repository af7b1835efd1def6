"use strict";
// What somebody hears who fills in a self-assessment with a screen reader: with which words a question comes, and what is
// said by itself, when, and how often. Found out by listening with Orca.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { desk, eventually } = require("../support/desk.js");
const { heard, listen, told, toldOfFocus } = require("../support/spoken.js");
const { SHORT, codes, item, part, radio, ready, saved } = require("./form-support.js");

const site = desk();

async function open(t) {
  const page = await site.open(t, SHORT, { locale: "en-US" });
  await ready(page);
  return page;
}
/** What was said that has these words. */
const saying = async (page, /** @type {RegExp} */ words) => (await heard(page)).filter(({ text }) => words.test(text));

test("the first question about a statement comes with its words, the others without", async (t) => {
  const page = await open(t);
  const [first] = await codes(page);
  const words = (await item(page, first).locator(".words").innerText()).replace(/\s+/g, " ");
  const sets = await page.evaluate((code) => [...document.querySelectorAll(`[data-code="${code}"] fieldset`)].map(({ dataset }) => dataset.scale), first);
  assert.ok(sets.length > 1);
  const of = (scale) => told(page, `[data-code="${first}"] [data-scale="${scale}"]`);
  const { name, description } = await of(sets[0]);
  assert.match(name, new RegExp(`^${first}: How `));
  assert.equal(description, words);
  assert.equal((await of(sets[1])).description, "");
  const { name: writing } = await told(page, `[data-code="${first}"] .assess-unfold`);
  assert.equal(writing, `${first}: Notes and evidence`);
});

test("that it is saved is said with the first answer, and not with every other", async (t) => {
  const page = await open(t);
  await listen(page);
  const [first] = await codes(page);
  for (const value of [1, 2, 3]) {
    await radio(page, first, "importance", value).check();
    await eventually(async () => assert.ok((await saying(page, /^Saved on this machine/)).length > 0));
    await saved(page);
  }
  assert.equal((await heard(page)).length, 1, JSON.stringify(await heard(page)));
});

test("a hint at what could tell who somebody is is said the first time, too", async (t) => {
  const page = await open(t);
  const [first] = await codes(page);
  await page.evaluate((one) => Standpoint.assess.app.goTo(one), first);
  await item(page, first).locator(".assess-unfold").click();
  await listen(page);
  const area = item(page, first).locator('textarea[name$="|note"]');
  await area.pressSequentially("Write to anna@example.org");
  await eventually(async () => assert.equal((await saying(page, /e-mail address/)).length, 1));
  assert.match((await toldOfFocus(page)).description, /e-mail address/);
});

test("what was deleted, and put back, is said when the focus has found its place, and in one piece", async (t) => {
  const page = await open(t);
  await part(page, "Plan");
  const panel = page.locator("#assess-plan");
  await panel.getByRole("button", { name: "New goal" }).click();
  await panel.getByLabel("What you want to do").fill("Call");
  await saved(page);
  await listen(page);
  await panel.getByRole("button", { name: "Delete" }).press("Enter");
  const once = async (/** @type {RegExp} */ words) => {
    await eventually(async () => assert.equal((await saying(page, words)).length, 1));
    const [{ after }] = await saying(page, words);
    assert.ok(after > 100, `said ${after} ms after the focus moved`);
  };
  await once(/^Deleted: the goal “Call”/);
  assert.equal((await toldOfFocus(page)).name, "New goal");
  // Of several pieces that are put into it at once, Orca says the last alone, which is the button that closes it.
  assert.equal(await page.locator("body > [role=status]").evaluate((one) => one.children.length), 1);
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await once(/^Put back: the goal “Call”/);
  assert.equal((await toldOfFocus(page)).name, "Edit: the goal “Call”");
});

test("of two things said at once only the last can be undone", async (t) => {
  for (const [address, part] of /** @type {const} */ ([[SHORT, "assess"], ["flashcards.html", "study"]])) {
    const page = await site.open(t, address, { locale: "en-US" });
    await page.locator("html:is(.assess-ready, [data-ready])").waitFor();
    await listen(page);
    const undone = await page.evaluate(async (part) => {
      const { tell } = /** @type {any} */ (window).Standpoint[part].dom;
      /** @type {string[]} */
      const undone = ((/** @type {any} */ (window)).undone = []);
      for (const name of ["first", "second"]) tell(`Deleted: the ${name}.`, part === "assess" ? { run: () => undone.push(name) } : () => undone.push(name));
      const undo = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[role=status] button")]).find(({ textContent }) => textContent === "Undo");
      while (!undo()) await new Promise(requestAnimationFrame);
      undo()?.click();
      return undone;
    }, part);
    assert.deepEqual(undone, ["second"], address);
    assert.deepEqual((await heard(page)).map(({ text }) => /^Deleted: the \w+\./.exec(text)?.[0]).filter(Boolean), ["Deleted: the second."]);
  }
});

test("what a passphrase means is said with its field, and what is wrong with it after the focus", async (t) => {
  const page = await open(t);
  await part(page, "Files");
  await page.getByRole("button", { name: "Save with a passphrase" }).press("Enter");
  const dialog = page.locator("dialog[open]");
  await dialog.waitFor();
  const { name, description } = await toldOfFocus(page);
  assert.equal(name, "Passphrase");
  assert.match(description, /Only this passphrase opens the file/);
  await listen(page);
  await dialog.getByLabel("again").fill("abc");
  await dialog.getByLabel("again").press("Enter");
  await eventually(async () => assert.equal((await heard(page)).length, 1));
  const [{ text, after }] = await heard(page);
  assert.match(text, /^At least 8 characters/);
  assert.ok(after > 100, `said ${after} ms after the focus moved`);
  assert.equal((await toldOfFocus(page)).name, "Passphrase");
});

test("who begins one for another person stands at its first statement", async (t) => {
  const page = await open(t);
  const [first] = await codes(page);
  await radio(page, first, "importance", 2).check();
  await saved(page);
  await part(page, "Files");
  await listen(page);
  await page.getByRole("button", { name: "Begin one for another person" }).press("Enter");
  await eventually(async () => assert.match((await saying(page, /The form is empty/))[0]?.text ?? "", /is kept/));
  const { name, role } = await toldOfFocus(page);
  assert.deepEqual([role, name], ["heading", `Statement ${first}`]);
});
