"use strict";
// Copy citation, copy link.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { desk, eventually } = require("../support/desk.js");

const site = desk();

const PAGE = "standards/III.A.1.c.html";
const CITATION =
  "International Association for Social Work with Groups. (2015). Standards for social work practice with groups (2nd ed.). https://www.iaswg.org/";
const button = (page, name) => page.getByRole("button", { name });
const status = (page) => page.locator("[data-copy-status]");
const says = (page, words) => eventually(async () => assert.match(await status(page).innerText(), words));

test("the citation and the link are copied, and it says so", async (t) => {
  const page = await site.open(t, `${PAGE}#prompts`, { permissions: ["clipboard-read", "clipboard-write"] });
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  assert.equal(await status(page).getAttribute("role"), "status");
  await button(page, "Copy citation").click();
  await says(page, /citation is copied/);
  assert.equal(await clipboard(), CITATION);
  await button(page, "Copy link").press("Enter");
  await says(page, /link is copied/);
  assert.equal(await clipboard(), site.http + PAGE);
  assert.equal(await button(page, "Copy link").evaluate((one) => one === document.activeElement), true);
});

test("what is copied is what stands on the page", async (t) => {
  const page = await site.open(t, PAGE);
  assert.equal(await page.locator(".citation").first().innerText(), CITATION);
});

test("where the clipboard is refused, the older way is taken", async (t) => {
  const context = await site.context(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await context.addInitScript(() => {
    if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
  const page = await context.newPage();
  await page.goto(site.http + PAGE);
  await button(page, "Copy citation").click();
  await says(page, /citation is copied/);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), CITATION);
});

test("where nothing can copy, it says what to do", async (t) => {
  const context = await site.context(t);
  await context.addInitScript(() => {
    if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
    document.execCommand = () => false;
  });
  const page = await context.newPage();
  await page.goto(site.http + PAGE);
  await button(page, "Copy citation").click();
  await says(page, /copy it by hand/);
  assert.equal(await page.locator("textarea").count(), 0);
});

test("without JavaScript there are no buttons that do nothing, and the citation can be read", async (t) => {
  const page = await site.open(t, PAGE, { javaScriptEnabled: false });
  for (const one of await page.locator("button").all()) assert.equal(await one.isVisible(), false);
  assert.equal(await page.locator(".citation").first().innerText(), CITATION);
});

test("from a folder the link is the page of the published site, or the file", async (t) => {
  const page = await site.open(t, PAGE, { over: "file" });
  await button(page, "Copy link").click();
  await says(page, /link is copied/);
});
