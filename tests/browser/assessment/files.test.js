"use strict";
// What goes out as a file and comes back, what is deleted and brought back, and several occasions.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { describe, it } = require("node:test");
const { desk, eventually } = require("../support/desk.js");
const { SHORT, chosen, codes, file, folder, item, open, part, press, radio, ready, responseOf, saved } = require("./form-support.js");

const d = desk();

/** A page with two answers and a note. */
async function begun(t, options = {}) {
  const page = await d.open(t, SHORT, { locale: "en-US", ...options });
  await ready(page);
  const [first] = await codes(page);
  await radio(page, first, "importance", 3).check();
  await radio(page, first, "confidence", 1).check();
  await item(page, first).locator(".assess-unfold").click();
  await item(page, first).locator("textarea").first().fill("A secret <b>note</b>.");
  await saved(page);
  return { page, first };
}
const wipe = async (page) => {
  await page.getByRole("button", { name: "Delete this self-assessment’s answers here" }).click();
  await press(page, "Delete");
  await eventually(async () => assert.deepEqual(await chosen(page), {}));
};
const save = (t, page) => file(t, page, () => page.locator("#assess-files").getByRole("button", { name: "Save a file", exact: true }).click());

describe("files", () => {
  it("bring everything back after it was deleted", async (t) => {
    const { page, first } = await begun(t);
    const before = await responseOf(page);
    await part(page, "Files");
    const saved = await save(t, page);
    assert.match(path.basename(saved), /^short-\d{4}-\d\d-\d\d\.standpoint\.json$/);
    assert.deepEqual(JSON.parse(fs.readFileSync(saved, "utf8")).occasions, before.occasions);
    await eventually(async () => assert.match(await page.locator("#assess-files").innerText(), /Last saved to a file: /));
    await page.getByRole("button", { name: "Delete this self-assessment’s answers here" }).click();
    const told = await page.locator("dialog[open]").innerText();
    assert.match(told, /1 occasion[\s\S]*1 statement with answers or notes/);
    assert.match(told, /Save a file first/);
    await press(page, "Delete");
    await eventually(async () => assert.deepEqual(await chosen(page), {}));
    assert.equal(await page.evaluate(async () => (await Standpoint.assess.app.store.list()).length), 0);

    await open(page, saved);
    assert.match(await page.locator("dialog[open]").innerText(), /1 occasion, 1 statement/);
    await press(page, "Take it in");
    const worker = page.locator("dialog[open]").getByLabel(/^Worker: /);
    assert.ok(await worker.evaluate((radio) => !radio.checked && radio === document.activeElement), "nobody said who is to write");
    await worker.check();
    await press(page, "Take it in");
    await eventually(async () => assert.deepEqual((await responseOf(page)).occasions, before.occasions));
    assert.deepEqual(await chosen(page), { [`${first}|importance`]: "3", [`${first}|confidence`]: "1" });
    await page.reload();
    await ready(page);
    assert.deepEqual(await chosen(page), { [`${first}|importance`]: "3", [`${first}|confidence`]: "1" });
    assert.equal(await item(page, first).locator("textarea").first().inputValue(), "A secret <b>note</b>.");
  });

  it("are not needed to undo deleting", async (t) => {
    const { page, first } = await begun(t);
    await part(page, "Files");
    // With a state to go back to.
    const states = () => page.evaluate(async () => (await Standpoint.assess.app.store.snapshots()).map(({ at }) => at));
    await page.evaluate(async () => void (await Standpoint.assess.app.store.bring(Standpoint.assess.app.response, "replace")));
    const before = await states();
    assert.equal(before.length, 1);
    await wipe(page);
    assert.deepEqual(await states(), []);
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually(async () => assert.deepEqual(await chosen(page), { [`${first}|importance`]: "3", [`${first}|confidence`]: "1" }));
    await page.reload();
    await ready(page);
    assert.deepEqual(await chosen(page), { [`${first}|importance`]: "3", [`${first}|confidence`]: "1" });
    assert.deepEqual(await states(), before);
  });

  it("open with their passphrase and with no other", async (t) => {
    const { page, first } = await begun(t);
    await part(page, "Files");
    await page.getByRole("button", { name: "Save with a passphrase" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByLabel("Passphrase", { exact: true }).fill("correct horse");
    await dialog.getByLabel("The same again").fill("correct hose");
    await press(page, "Save a file");
    await eventually(async () => assert.equal(await dialog.locator(".assess-wrong").innerText(), "The two are not the same."));
    await dialog.getByLabel("The same again").fill("correct horse");
    const locked = await file(t, page, () => press(page, "Save a file"));
    assert.doesNotMatch(fs.readFileSync(locked, "utf8"), /secret|occasions/);
    await wipe(page);

    await open(page, locked);
    await dialog.getByLabel("Passphrase", { exact: true }).fill("wrong horse");
    await press(page, "Open it");
    await eventually(async () => assert.equal(await dialog.locator(".assess-wrong").innerText(), "The passphrase does not open this file."));
    assert.deepEqual(await chosen(page), {});
    await dialog.getByLabel("Passphrase", { exact: true }).fill("correct horse");
    await dialog.getByLabel("Passphrase", { exact: true }).press("Enter");
    await page.locator("dialog[open]", { hasText: "What short" }).waitFor();
    await dialog.getByLabel(/^Worker: /).check();
    await press(page, "Take it in");
    await eventually(async () => assert.deepEqual(await chosen(page), { [`${first}|importance`]: "3", [`${first}|confidence`]: "1" }));
  });

  it("show what they would change, keep a state to go back to, and go back", async (t) => {
    const { page, first } = await begun(t);
    await part(page, "Files");
    const saved = await save(t, page);
    await open(page, saved);
    assert.match(await page.locator("dialog[open]").innerText(), /Nothing would change/);
    await press(page, "Close");

    const changed = JSON.parse(fs.readFileSync(saved, "utf8"));
    const answer = changed.occasions[0].ratings[first].roles.worker.scales.confidence;
    const at = new Date(Date.parse(answer.at) + 60_000).toISOString();
    Object.assign(answer, { value: 4, at });
    changed.plan.push({ id: "goal", goal: "Ask each member", statements: [first], created: at, modified: at, by: answer.by });
    fs.writeFileSync(saved, JSON.stringify(changed));
    await open(page, saved);
    const lines = await page.locator("dialog[open] .assess-notes").evaluateAll((all) => all.flatMap(({ childNodes }) => [...childNodes].map(({ textContent }) => textContent)));
    assert.deepEqual(lines, ["1 answer is added or changes", "1 entry is added: plan"], "what changes, and nothing else");
    await press(page, "Take it in");
    await eventually(async () => assert.equal((await chosen(page))[`${first}|confidence`], "4"));
    await page.getByRole("button", { name: /^Go back to this/ }).click();
    await eventually(async () => assert.equal((await chosen(page))[`${first}|confidence`], "1"));
  });

  it("leave out what is to be left out", async (t) => {
    const { page } = await begun(t);
    await part(page, "Files");
    await page.getByLabel("notes and evidence").check();
    const click = (name) => () => page.locator("#assess-files").getByRole("button", { name, exact: true }).click();
    for (const name of ["Save a file", "Table (CSV)", "Document (Markdown)"]) {
      const made = fs.readFileSync(await file(t, page, click(name)), "utf8");
      assert.ok(made.length > 300, name);
      assert.doesNotMatch(made, /secret/, name);
    }
    assert.match(await page.locator("#assess-files").innerText(), /Not saved to a file yet/, "a file without notes is no copy");
    await page.getByLabel("notes and evidence").uncheck();
    assert.match(fs.readFileSync(await file(t, page, click("Document (Markdown)")), "utf8"), /secret/);
    await page.getByRole("button", { name: "Calendar dates (ICS)" }).click();
    await eventually(async () => assert.match(await page.locator(".assess-tell").innerText(), /no dates/));
  });

  it("that are hostile or damaged change nothing, and say why", async (t) => {
    const { page } = await begun(t);
    const before = await responseOf(page);
    await part(page, "Files");
    const at = folder(t);
    const valid = JSON.stringify(before);
    const files = {
      "cut off": [valid.slice(0, 500), /not JSON, or it is cut off/],
      "another's": ['{"a":1}', /not a Standpoint response file/],
      "of the future": [valid.replace('"formatVersion":1', '"formatVersion":7'), /newer version/],
      "polluting": [valid.replace('"journal":[]', '"journal":[],"__proto__":{"a":1}'), /__proto__/],
      "deep": ["[".repeat(5000), /nested/],
      "wrong": [valid.replace('"kind":"baseline"', '"kind":7'), /One of these is expected/],
    };
    for (const [name, [text, says]] of Object.entries(files)) {
      const from = path.join(at, `${name}.json`);
      fs.writeFileSync(from, /** @type {string} */ (text));
      await open(page, from);
      assert.match(await page.locator("dialog[open]").innerText(), /was not opened, and nothing has changed/, name);
      assert.match(await page.locator("dialog[open]").innerText(), /** @type {RegExp} */ (says), name);
      await press(page, "Close");
    }
    assert.deepEqual(await responseOf(page), before);
  });

  it("carry the supervisor's view back, beside the worker's own", async (t) => {
    const { page, first } = await begun(t);
    await part(page, "Files");
    const out = await save(t, page);
    const context = await d.context(t, { locale: "en-US" });
    const other = await context.newPage();
    await other.goto(d.http + SHORT);
    await ready(other);
    await part(other, "Files");
    await open(other, out);
    await other.locator("dialog[open]").getByLabel(/^Supervisor: /).check();
    await press(other, "Take it in");
    await eventually(async () => assert.equal((await responseOf(other)).occasions.length, 1));
    await part(other, "Rate");
    assert.equal(await other.getByLabel("Writing as").inputValue(), "supervisor");
    assert.deepEqual(await chosen(other), {}, "the worker's answers are chosen for the supervisor");
    assert.match(await item(other, first).innerText(), /Worker: Of much weight[\s\S]*A secret <b>note<\/b>/);
    await radio(other, first, "confidence", 4).check();
    await saved(other);
    await other.reload();
    await ready(other);
    assert.equal(await other.getByLabel("Writing as").inputValue(), "supervisor", "after a reload the supervisor would write as the worker");
    await part(other, "Files");
    const back = await save(t, other);
    await open(page, back);
    await press(page, "Take it in");
    await part(page, "Rate");
    await eventually(async () => assert.match(await item(page, first).innerText(), /Supervisor: /));
    assert.deepEqual(await chosen(page), { [`${first}|importance`]: "3", [`${first}|confidence`]: "1" });
    await page.getByLabel("Show answers by: Supervisor").uncheck();
    assert.equal(await item(page, first).locator(".assess-role-answers").nth(1).isVisible(), false);
  });

  it("go to paper, filled and blank", async (t) => {
    const { page, first } = await begun(t);
    await page.evaluate(() => (window.print = () => dispatchEvent(new Event("beforeprint"))));
    await part(page, "Files");
    const look = () =>
      page.evaluate((code) => {
        const input = [...document.querySelectorAll("input")].find((one) => one.name === `${code}|importance` && one.checked);
        const text = [...document.querySelectorAll("textarea")].find((one) => one.name === `${code}|note`);
        return {
          marked: getComputedStyle(input).backgroundColor !== "rgba(0, 0, 0, 0)",
          text: getComputedStyle(text).color !== "rgba(0, 0, 0, 0)",
          all: [...document.querySelectorAll(".assess-item")].every((one) => one.checkVisibility()),
          files: document.querySelector("#assess-files").checkVisibility(),
        };
      }, first);
    for (const [name, filled] of /** @type {const} */ ([["Print the form with answers", true], ["Print the form blank", false]])) {
      await page.getByRole("button", { name }).click();
      await page.emulateMedia({ media: "print" });
      assert.deepEqual(await look(), { marked: filled, text: filled, all: true, files: false }, name);
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      await page.emulateMedia({ media: "screen" });
    }
  });
});

describe("occasions", () => {
  const begin = async (page, kind, name) => {
    await page.getByRole("button", { name: "New occasion" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByLabel(kind, { exact: true }).check();
    await dialog.getByLabel("A name for it, if you like").fill(name);
    await press(page, "Begin");
  };
  const which = (page) => page.getByLabel("Occasion", { exact: true });

  it("are begun empty beside the earlier ones, named, dated, and deleted with a way back", async (t) => {
    const { page, first } = await begun(t);
    const before = await chosen(page);
    await begin(page, "Review", "After the training");
    await eventually(async () => assert.deepEqual(await chosen(page), {}));
    assert.match(await which(page).locator("option:checked").innerText(), /^After the training, /);
    await radio(page, first, "confidence", 4).check();
    // A statement that was answered twice is one statement.
    await part(page, "Files");
    await page.getByRole("button", { name: "Delete this self-assessment’s answers here" }).click();
    assert.match(await page.locator("dialog[open]").innerText(), /2 occasions\n+1 statement with answers or notes/);
    await press(page, "Cancel");
    await part(page, "Rate");
    await begin(page, "Then (looking back)", "");
    await eventually(async () => assert.equal((await responseOf(page)).occasions.length, 3));
    const { occasions } = await responseOf(page);
    assert.deepEqual(occasions.map(({ kind }) => kind), ["baseline", "review", "then"]);
    assert.equal(occasions[2].of, occasions[0].id, "one looks back to the first");

    await page.getByRole("button", { name: "Rename, date or delete" }).click();
    const back = await page.locator("dialog[open]").getByLabel("Looking back to").locator("option").allTextContents();
    assert.deepEqual(back.map((one) => one.split(",")[0]), ["Baseline", "After the training"], "not to itself");
    const [remove, apply] = await Promise.all(["Delete this occasion", "Apply"].map((name) => page.locator("dialog[open]").getByRole("button", { name }).boundingBox()));
    assert.ok(remove.width < 3 * apply.width, "what deletes is the largest");
    await press(page, "Cancel");

    await which(page).selectOption({ index: 0 });
    assert.deepEqual(await chosen(page), before);
    await page.getByRole("button", { name: "Rename, date or delete" }).click();
    await page.locator("dialog[open]").getByLabel("A name for it, if you like").fill("Before");
    await page.locator("dialog[open]").getByLabel("Date").fill("2026-01-31");
    await press(page, "Apply");
    await eventually(async () => assert.equal(await which(page).locator("option:checked").innerText(), "Before, January 31, 2026"));

    await page.getByRole("button", { name: "Rename, date or delete" }).click();
    const name = page.locator("dialog[open]").getByLabel("A name for it, if you like");
    await name.fill("At first");
    await name.press("Enter");
    await eventually(async () => assert.equal(await which(page).locator("option:checked").innerText(), "At first, January 31, 2026"));
    assert.equal(await page.locator("dialog[open]").count(), 0);

    await page.getByRole("button", { name: "Rename, date or delete" }).click();
    await press(page, "Delete this occasion");
    assert.match(await page.locator("dialog[open]").innerText(), /Delete “At first, January 31, 2026”\?[\s\S]*2 answers[\s\S]*1 note or piece of evidence[\s\S]*Save a file first/);
    await press(page, "Delete this occasion");
    await eventually(async () => assert.equal((await responseOf(page)).occasions.length, 2));
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually(async () => assert.deepEqual(await chosen(page), before));
    await saved(page);
    await page.reload();
    await ready(page);
    assert.equal((await responseOf(page)).occasions.length, 3);
    await which(page).selectOption({ label: "At first, January 31, 2026" });
    assert.deepEqual(await chosen(page), before);
  });
});
