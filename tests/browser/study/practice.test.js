"use strict";
// What is kept while studying, on the page of everything that the browser keeps.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { test } = require("node:test");
const { accessible, desk, eventually, put, stored } = require("./support.js");

const site = desk();
const RECORDS = [["bookmark", "II.A.6", true], ["note", "II.A.6", "Ask in supervision."], ["answer", "c/q/r", { text: "Thoughts", words: "x" }]];
async function open(t, records = RECORDS, options = {}) {
  const page = await site.open(t, "practice.html", options);
  await page.locator("html[data-ready=practice]").waitFor();
  if (records.length) await put(page, records);
  return page;
}
const row = (page) => page.locator("section[aria-labelledby=practice-study]");
const dialog = (page) => page.getByRole("dialog");
async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return fs.readFileSync(await download.path(), "utf8");
}
const give = (page, text) => page.getByLabel("Choose files").setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(text) });

test("shows what is stored and how much, and nothing where nothing is", async (t) => {
  const page = await open(t, [], { bypassCSP: true });
  assert.equal(await row(page).isVisible(), false);
  await put(page, RECORDS);
  await eventually(async () => assert.match(await row(page).innerText(), /1 bookmark · 1 note · 1 answer in courses, 0\.\d KB/));
  await accessible(page);
  await row(page).getByRole("link", { name: "My study" }).click();
  await page.getByText("Ask in supervision.").waitFor();
});

test("is in the file of everything, is deleted and restored with it", async (t) => {
  const page = await open(t);
  const before = await stored(page);
  await page.getByRole("button", { name: "Save all to one file" }).click();
  const text = await saved(page, () => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
  assert.deepEqual(JSON.parse(text).study.records.map(({ kind }) => kind), ["answer", "bookmark", "note"]);
  await page.getByRole("button", { name: "Save all to one file" }).click();
  await dialog(page).getByLabel("Without notes and journal").check();
  const without = await saved(page, () => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
  assert.deepEqual(JSON.parse(without).study.records.map(({ kind }) => kind), ["bookmark"]);
  await page.getByRole("button", { name: "Delete everything here" }).click();
  assert.match(await dialog(page).innerText(), /From studying: 1 bookmark · 1 note · 1 answer in courses/);
  const first = await saved(page, () => dialog(page).getByRole("button", { name: "Save a file first" }).click());
  assert.deepEqual(JSON.parse(first).study, JSON.parse(text).study);
  await dialog(page).getByRole("button", { name: "Delete everything here" }).click();
  await eventually(async () => assert.deepEqual(await stored(page), {}));
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => assert.deepEqual(await stored(page), before));
  await page.getByRole("button", { name: "Delete everything here" }).click();
  await dialog(page).getByRole("button", { name: "Delete everything here" }).click();
  await eventually(async () => assert.deepEqual(await stored(page), {}));
  await give(page, text);
  assert.match(await dialog(page).innerText(), /New here: 1 bookmark · 1 note · 1 answer in courses\./);
  await dialog(page).getByRole("button", { name: "Take in" }).click();
  await page.getByText("Taken in: what was kept while studying.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "practice-study");
  assert.deepEqual(await stored(page), before);
});

test("a file with a passphrase brings it back, too", async (t) => {
  const page = await open(t);
  const before = await stored(page);
  await page.getByRole("button", { name: "Save all to one file" }).click();
  await dialog(page).getByLabel("Passphrase, if you want one").fill("a long passphrase");
  const text = await saved(page, () => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
  assert.ok(!text.includes("supervision"));
  await page.evaluate(async () => {
    const store = await Standpoint.study.store();
    for (const { kind, id } of await store.all()) await store.set(kind, id, undefined);
  });
  await give(page, text);
  await dialog(page).getByLabel("Passphrase").fill("a long passphrase");
  await dialog(page).getByRole("button", { name: "Open it" }).click();
  await dialog(page).getByRole("button", { name: "Take in" }).click();
  await eventually(async () => assert.deepEqual(await stored(page), before));
});

test("a file whose study part is wrong changes nothing", async (t) => {
  const page = await open(t);
  const before = await stored(page);
  await give(page, JSON.stringify({ format: "standpoint-backup", formatVersion: 1, responses: [], study: { formatVersion: 1, records: [{ kind: "note", id: "a", at: "x", value: "y" }] } }));
  assert.match(await dialog(page).innerText(), /mine\.json cannot be opened[\s\S]*study\.records\[0\][\s\S]*Nothing was changed\./);
  assert.deepEqual(await stored(page), before);
});

test("a backup of before there were study tools still opens", async (t) => {
  const page = await open(t);
  await give(page, JSON.stringify({ format: "standpoint-backup", formatVersion: 1, created: "2026-01-05T09:00:00.000Z", responses: [] }));
  await dialog(page).waitFor();
  assert.match(await dialog(page).innerText(), /mine\.json cannot be opened/);
});

test("the page of supervision says where such a file opens", async (t) => {
  const page = await site.open(t, "supervision.html");
  await page.locator("html[data-ready]").waitFor();
  const text = JSON.stringify({ format: "standpoint-backup", formatVersion: 1, responses: [], study: { formatVersion: 1, records: [] } });
  await page.locator("input[type=file]").first().setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await dialog(page).getByText("This file holds what was kept while studying").waitFor();
});
