"use strict";
// My study: everything that is kept, in one place, in files, and out of them.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { test } = require("node:test");
const { accessible, between, desk, eventually, fits, put, refuse, stored } = require("./support.js");

const site = desk();
const RECORDS = [
  ["bookmark", "II.A.6", true],
  ["note", "II.A.6", "Ask in supervision."],
  ["note", "I.A.1", "Something else."],
  ["highlight", "III.A.1.c x", { start: 0, end: 9, quote: "The worker" }],
  ["note", "IX.Z.9", "About a statement that is gone."],
  ["lesson", "foundations/conflict", true],
];

async function open(t, { records = RECORDS, ...options } = {}) {
  const page = await site.open(t, "study.html", options);
  await page.locator("html[data-ready=study]").waitFor();
  if (records.length) {
    await put(page, records);
    await page.reload();
    await page.locator("html[data-ready=study]").waitFor();
  }
  return page;
}
const shown = (page) => page.locator(".study-entry").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
const dialog = (page) => page.getByRole("dialog");
const give = (page, text, name = "mine.json") => page.getByLabel("Open a file").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), text: fs.readFileSync(await download.path(), "utf8") };
}

for (const over of /** @type {const} */ (["http", "file"])) {
  test(`lists everything in the order of the standards, with their words, over ${over}`, async (t) => {
    const page = await open(t, { over });
    assert.deepEqual(await shown(page), ["I.A.1", "II.A.6", "III.A.1.c", "IX.Z.9"]);
    const text = await page.locator(".study-list").innerText();
    assert.match(text, /I Core Values[\s\S]*The worker should clarify potential group members[\s\S]*Ask in supervision\.[\s\S]*Not on this site now[\s\S]*About a statement that is gone\./);
    assert.match(await page.locator(".study-keep").innerText(), /1 bookmark · 3 notes · 1 highlight · 1 lesson done/);
    await page.locator(".study-entry[aria-label='II.A.6'] a.code").click();
    await page.locator("[data-study='II.A.6']").waitFor();
    const note = page.getByLabel("Your note on II.A.6");
    await note.waitFor();
    assert.equal(await note.inputValue(), "Ask in supervision.");
  });
}

test("asks only for the words of sections that are needed", async (t) => {
  const page = await open(t, { records: [["bookmark", "II.A.6", true]] });
  const asked = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").pop()).filter((name) => name?.startsWith("section-")));
  assert.deepEqual(asked, ["section-II.js"]);
});

test("says where to begin when there is nothing", async (t) => {
  const page = await open(t, { records: [] });
  await page.getByText("Nothing is kept yet.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Save to a file" }).isDisabled());
});

test("finds by words, kind and section", async (t) => {
  const page = await open(t);
  await page.getByLabel("Words").fill("supervision");
  await eventually(async () => assert.deepEqual(await shown(page), ["II.A.6"]));
  await page.getByLabel("Words").fill("");
  await page.getByLabel("Show").selectOption("highlight");
  assert.deepEqual(await shown(page), ["III.A.1.c"]);
  await page.getByLabel("Section").selectOption({ index: 1 });
  await page.getByText("Nothing here has all of that.").waitFor();
  await page.getByLabel("Show").selectOption("all");
  assert.deepEqual(await shown(page), ["I.A.1"]);
});

test("what is removed can be had back", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: "Delete note (II.A.6)" }).click();
  await eventually(async () => assert.equal((await stored(page))["note II.A.6"], undefined));
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Ask in supervision.").waitFor();
  assert.equal((await stored(page))["note II.A.6"], "Ask in supervision.");
  // As after it was removed: it goes on from the list, and not from the head of the page.
  assert.equal(await page.evaluate(() => document.activeElement?.matches("#study-app > [role=status]")), true);
});

test("is saved to a file, deleted, and brought back from it", async (t) => {
  // Where it is another day now than in UTC.
  const timezoneId = new Date().getUTCHours() < 10 ? "Pacific/Pago_Pago" : "Pacific/Kiritimati";
  const page = await open(t, { timezoneId });
  const before = await stored(page);
  const { name, text } = await saved(page, () => page.getByRole("button", { name: "Save to a file" }).click());
  assert.equal(name, `iaswg-2e-study-${new Date().toLocaleDateString("sv", { timeZone: timezoneId })}.standpoint.json`);
  assert.equal(JSON.parse(text).study.records.length, 6);
  await page.getByRole("button", { name: "Delete all of it" }).click();
  assert.match(await dialog(page).innerText(), /This will be deleted:\s+1 bookmark\s+3 notes\s+1 highlight\s+1 lesson done/);
  const again = await saved(page, () => dialog(page).getByRole("button", { name: "Save a file first" }).click());
  assert.deepEqual(JSON.parse(again.text).study, JSON.parse(text).study);
  await dialog(page).getByRole("button", { name: "Delete all of it" }).click();
  await page.getByText("Everything is deleted.").waitFor();
  assert.deepEqual(await stored(page), {});
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => assert.deepEqual(await stored(page), before));
  await page.getByRole("button", { name: "Delete all of it" }).click();
  await dialog(page).getByRole("button", { name: "Delete all of it" }).click();
  await eventually(async () => assert.deepEqual(await stored(page), {}));
  await put(page, [["note", "II.A.6", "Written since."]]);
  await give(page, text);
  assert.match(await dialog(page).innerText(), /New here: 1 bookmark · 2 notes · 1 highlight · 1 lesson done\.\s+Changes here: 1 note\./);
  await dialog(page).getByRole("button", { name: "Take it in" }).click();
  await page.getByText("Taken in.").waitFor();
  assert.deepEqual(await stored(page), { ...before, "note II.A.6": "Written since.\n\nAsk in supervision." });
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => assert.deepEqual(await stored(page), { "note II.A.6": "Written since." }));
});

test("a file with something wrong in it is told of and changes nothing", async (t) => {
  const page = await open(t, { bypassCSP: true });
  const before = await stored(page);
  const records = [{ kind: "note", id: "II.A.6", at: "2026-01-05T09:00:00Z", value: "Good" }, ...Array(8).fill({ kind: "note", id: "<img src=x onerror=alert(1)>", at: "never", value: "Bad" })];
  for (const [text, words] of /** @type {[string, RegExp][]} */ ([
    ["{", /not JSON/],
    [JSON.stringify({ format: "standpoint-backup", formatVersion: 1, responses: [], study: { formatVersion: 1, site: "", records } }), /study\.records\[1\]: This is not a thing[\s\S]*and 3 more[\s\S]*Nothing was changed\./],
  ])) {
    await give(page, text, "<b>bad</b>.json");
    assert.match(await dialog(page).innerText(), words);
    await accessible(page, "refused");
    await dialog(page).getByRole("button", { name: "Close", exact: true }).click();
  }
  assert.deepEqual(await stored(page), before);
});

test("another tab's note appears", async (t) => {
  const context = await site.context(t);
  const [one, two] = [await context.newPage(), await context.newPage()];
  for (const page of [one, two]) await page.goto(`${site.http}study.html`);
  await one.locator("html[data-ready=study]").waitFor();
  await put(two, [["note", "II.A.6", "From the other."]]);
  await one.getByText("From the other.").waitFor();
});

test("where storage is refused it says so", async (t) => {
  const context = await site.context(t);
  await refuse(context);
  const page = await context.newPage();
  await page.goto(`${site.http}study.html`);
  await page.locator(".notice", { hasText: "does not let the page store anything" }).waitFor();
  await page.locator("#study-app > .study-hint").waitFor();
  assert.ok((await between(page, "#study-app > .notice", "#study-app > .study-hint")) >= 16);
});

for (const [width, colorScheme] of /** @type {const} */ ([[360, "light"], [1280, "dark"]])) {
  test(`axe-core finds nothing and all fits at ${width} px, ${colorScheme}`, async (t) => {
    const page = await open(t, { width, colorScheme, bypassCSP: true });
    await accessible(page, "list");
    await fits(page);
    await page.getByRole("button", { name: "Delete all of it" }).click();
    await accessible(page, "dialog");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Remove bookmark (II.A.6)" }).click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    await accessible(page, "message");
  });
}

test("on paper only the list is left", async (t) => {
  const page = await open(t);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("main button:visible").count(), 0);
  assert.ok(await page.getByText("Ask in supervision.").isVisible());
});
