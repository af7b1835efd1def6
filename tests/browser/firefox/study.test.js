"use strict";
// The study tools, flashcards and a lesson in Firefox, from a host and from a folder, found again when it was closed.

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");
const { pathToFileURL } = require("node:url");
const { serve } = require("../support/serve.js");
const { eventually } = require("../support/desk.js");
const { person } = require("./firefox.js");

const site = process.env.STANDPOINT_SITE ?? "";
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => (server = await serve(site)));
after(() => server.close());
const starts = { http: () => server.url, file: () => pathToFileURL(`${site}/`).href };

const press = async (page, name) => (await page.waitForSelector(`main ::-p-aria([name="${name}"][role="button"])`, { visible: true })).click();
const shows = (page, words, selector = "main") => eventually(async () => assert.match(await page.$eval(selector, (node) => node.innerText), words), 20_000);

for (const over of /** @type {const} */ (["http", "file"])) {
  test(`what is kept while studying is there when Firefox was closed, over ${over}`, async (t) => {
    const start = starts[over]();
    const one = person(t, start);
    let page = await one.open(`${start}standards/II.A.6.html`);
    const kept = over === "http" ? /Saved in this browser\./ : /Saved for this page only/;
    await press(page, "Bookmark");
    await shows(page, kept, ".study-tools");
    await press(page, "Note");
    await (await page.waitForSelector("#study-note", { visible: true })).type("Ask in supervision.");
    await shows(page, kept, ".study-note-state");
    await page.evaluate(() => {
      const walker = document.createTreeWalker(/** @type {Node} */ (document.querySelector("[data-normative]")), NodeFilter.SHOW_TEXT);
      let node = /** @type {Text} */ (walker.nextNode());
      while (!node.data.includes("worker")) node = /** @type {Text} */ (walker.nextNode());
      const at = node.data.indexOf("worker");
      getSelection()?.setBaseAndExtent(node, at, node, at + 6);
    });
    await press(page, "Highlight");
    await page.waitForSelector("[data-normative] .study-mark");
    await one.stop();
    page = await one.open(`${start}standards/II.A.6.html`);
    await page.waitForSelector("button[aria-pressed=true]");
    assert.equal(await page.$eval("[data-normative] .study-mark", (mark) => mark.textContent), "worker");
    await eventually(async () => assert.equal(await page.$eval("#study-note", (area) => area.value), "Ask in supervision."));
    page = await one.open(`${start}study.html`);
    await shows(page, over === "http" ? /Ask in supervision\./ : /Firefox keeps what pages opened from a folder store apart/);

    page = await one.open(`${start}flashcards.html`);
    await press(page, "Begin");
    await press(page, "Show the answer");
    await (await page.waitForSelector(".card-ratings button:last-child", { visible: true })).click();
    await shows(page, /I\.A\.2/, ".card-code");

    page = await one.open(`${start}courses/foundations/conflict.html`);
    await page.waitForSelector("[data-lesson-progress]:not([hidden])");
    await page.$eval("[data-check] form", (form) => {
      for (const input of form.querySelectorAll("[data-right] input")) input.checked = true;
      for (const select of form.querySelectorAll("select")) select.value = select.dataset.right ?? select.closest("[data-place]").dataset.place;
    });
    await press(page, "Check the answers");
    await shows(page, /All \d+ questions right\./, "[data-check-out]");
  });
}
