"use strict";
// The main path in Firefox: an assessment is completed, and found again after a reload, in another tab, when the browser
// was closed, and from a file after everything was deleted.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, before, describe, it } = require("node:test");
const { pathToFileURL } = require("node:url");
const { removed } = require("../support/files.js");
const { serve } = require("../support/serve.js");
const { eventually } = require("../support/desk.js");
const { person } = require("./firefox.js");

const SHORT = "assessments/short.html";
const site = process.env.STANDPOINT_SITE ?? "";
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => (server = await serve(site)));
after(() => server.close());
const start = { http: () => server.url, file: () => pathToFileURL(`${site}/`).href };

const ready = (page) => page.waitForSelector("html.assess-ready");
const saved = (page) => page.waitForSelector('.assess-saved[data-state="saved"]');
const text = (page, selector = "main") => page.$eval(selector, (node) => node.innerText);
const shows = (page, words, selector = "main") => eventually(async () => assert.match(await text(page, selector), words), 20_000);
const codes = (page) => page.evaluate(() => Standpoint.assess.app.data.items.map(({ code }) => code));
const chosen = (page) => page.$$eval(".assess-item :checked", (all) => Object.fromEntries(all.map((one) => [one.name, one.value])));
const press = async (page, name, within = "main, dialog[open]") => {
  const found = await page.waitForSelector(`:is(${within}) ::-p-aria([name="${name}"][role="button"])`, { visible: true });
  await found.click();
};
const goTo = (page, code) => page.evaluate((one) => Standpoint.assess.app.goTo(one), code);
const rate = async (page, name, value) => {
  await goTo(page, name.split("|")[0]);
  const input = `input[name="${name}"][value="${value}"]`;
  await (await page.waitForSelector(input, { visible: true })).click();
  await page.waitForSelector(`${input}:checked`);
};
/** Answers everything that is asked, and gives what was answered. */
async function complete(page) {
  const [first] = await codes(page);
  await rate(page, `${first}|importance`, 3);
  const answered = await page.evaluate(() => {
    const sets = [...document.querySelectorAll(".assess-item fieldset")];
    sets.forEach((set, index) => {
      const all = [...set.querySelectorAll('input[type="radio"]')];
      if (!all.some(({ checked }) => checked)) all[index % all.length].click();
    });
    return sets.length;
  });
  await goTo(page, first);
  await (await page.waitForSelector(`[data-code="${first}"].assess-item .assess-unfold`)).click();
  await page.type(`textarea[name="${first}|note"]`, "Ein Anfang – ☺.");
  await saved(page);
  const all = await chosen(page);
  assert.equal(Object.keys(all).length, answered);
  return { first, all };
}

describe("in Firefox", () => {
  for (const over of /** @type {const} */ (["http", "file"])) {
    it(`an assessment is completed and everything is there again, over ${over}`, async (t) => {
      const own = start[over]();
      const { open, stop } = person(t, own);
      let page = await open(own + SHORT);
      await ready(page);
      assert.match(await text(page, ".assess-bar"), /Nothing to save yet/);
      const { first, all } = await complete(page);
      await (await page.waitForSelector(".assess-bar ::-p-text(Results)")).click();
      await shows(page, /0 left|answered/, "#assess-results");
      await shows(page, /Worth talking about/, "#assess-results");

      await page.reload();
      await ready(page);
      assert.deepEqual(await chosen(page), all);
      await stop();

      page = await open(own + SHORT);
      await ready(page);
      assert.deepEqual(await chosen(page), all, "after the browser was closed");
      assert.equal(await page.$eval(`textarea[name="${first}|note"]`, (one) => one.value), "Ein Anfang – ☺.");
    });

    it(`two tabs take in what the other writes, over ${over}`, async (t) => {
      const own = start[over]();
      const { open } = person(t, own);
      const [one, two] = [await open(own + SHORT), await open(own + SHORT)];
      await Promise.all([ready(one), ready(two)]);
      const [first, second] = await codes(one);
      await one.bringToFront();
      await rate(one, `${first}|confidence`, 2);
      await saved(one);
      await eventually(async () => assert.deepEqual(await chosen(two), { [`${first}|confidence`]: "2" }), 20_000);
      await two.bringToFront();
      await rate(two, `${second}|confidence`, 4);
      await saved(two);
      const both = { [`${first}|confidence`]: "2", [`${second}|confidence`]: "4" };
      await eventually(async () => assert.deepEqual(await chosen(one), both), 20_000);
      // At the same moment, each something else.
      const [third, fourth] = (await codes(one)).slice(2);
      const click = (page, name) => page.evaluate((wanted) => document.querySelector(`input[name="${wanted}"][value="1"]`).click(), name);
      await Promise.all([click(one, `${third}|confidence`), click(two, `${fourth}|confidence`)]);
      for (const page of [one, two])
        await eventually(async () => assert.deepEqual(await chosen(page), { ...both, [`${third}|confidence`]: "1", [`${fourth}|confidence`]: "1" }), 20_000);
      await two.reload();
      await ready(two);
      assert.equal(Object.keys(await chosen(two)).length, 4);
    });

    it(`a file brings everything back after it was deleted, over ${over}`, async (t) => {
      const own = start[over]();
      const { open, file } = person(t, own);
      const page = await open(own + SHORT);
      await ready(page);
      const { all } = await complete(page);
      await (await page.waitForSelector(".assess-bar ::-p-text(Files)")).click();
      const kept = await file(() => press(page, "Save a file", "#assess-files"));
      assert.match(path.basename(kept), /^short-\d{4}-\d\d-\d\d\.standpoint\.json$/);
      assert.equal(JSON.parse(fs.readFileSync(kept, "utf8")).format, "standpoint-response");
      await press(page, "Delete this self-assessment’s answers here", "#assess-files");
      await press(page, "Delete", "dialog[open]");
      await eventually(async () => assert.deepEqual(await chosen(page), {}), 20_000);
      await page.reload();
      await ready(page);
      assert.deepEqual(await chosen(page), {}, "deleted answers are back after a reload");
      await (await page.waitForSelector('#assess-files input[type="file"]')).uploadFile(kept);
      await (await page.waitForSelector("dialog[open] ::-p-text(my own file)")).click();
      await press(page, "Take it in", "dialog[open]");
      await eventually(async () => assert.deepEqual(await chosen(page), all), 20_000);
      await saved(page);
      await page.reload();
      await ready(page);
      assert.deepEqual(await chosen(page), all);
    });
  }

  it("my practice shows what the assessments stored, over http", async (t) => {
    const { open } = person(t, server.url);
    const page = await open(server.url + SHORT);
    await ready(page);
    const { all } = await complete(page);
    await page.goto(`${server.url}practice.html`);
    await shows(page, /A short look across all phases[\s\S]*1 occasion/, "#practice-app");
    await (await page.waitForSelector("#practice-app .entry a.is-primary")).click();
    await ready(page);
    assert.deepEqual(await chosen(page), all);
  });

  for (const over of /** @type {const} */ (["http", "file"]))
    it(`a page whose own script is too new says so, over ${over}`, async (t) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-broken-"));
      t.after(() => removed(folder));
      fs.cpSync(site, folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "assets/assessment-page.js"), "const a = /(?<broken/;");
      const host = await serve(folder);
      t.after(() => host.close());
      const own = over === "http" ? host.url : pathToFileURL(`${folder}/`).href;
      const { open, trouble } = person(t, own);
      const page = await open(own + SHORT);
      await shows(page, /this browser is too old for it[\s\S]*nothing you enter here is kept/, "[role=alert]");
      // The script’s own.
      assert.equal(trouble.splice(0).every((one) => /regexp|regular expression|invalid/i.test(one)), true);
    });

  it("is asked to keep what is stored by the person, not by the page", async (t) => {
    // Firefox answers its own question with yes.
    const { open } = person(t, server.url, { "dom.storageManager.prompt.testing": true, "dom.storageManager.prompt.testing.allow": true });
    const page = await open(server.url + SHORT);
    await ready(page);
    await rate(page, `${(await codes(page))[0]}|confidence`, 2);
    await saved(page);
    assert.equal(await page.evaluate(() => navigator.storage.persisted()), false);
    await page.goto(`${server.url}practice.html`);
    await shows(page, /may delete it by itself/, "#practice-app");
    await press(page, "Ask the browser to keep it", "#practice-app");
    await shows(page, /has agreed not to delete it/, "#practice-app");
    assert.equal(await page.evaluate(() => navigator.storage.persisted()), true);
  });

  it("my practice and supervision say that opened files share nothing, and work from files", async (t) => {
    const own = start.file();
    const { open, file } = person(t, own);
    const page = await open(own + SHORT);
    await ready(page);
    const { all } = await complete(page);
    await (await page.waitForSelector(".assess-bar ::-p-text(Files)")).click();
    const kept = await file(() => press(page, "Save a file", "#assess-files"));

    for (const name of ["practice", "supervision"]) {
      await page.goto(`${own}${name}.html`);
      await page.waitForSelector("html[data-ready]");
      await shows(page, /gives every opened file its own storage/, `#${name}-app`);
      assert.doesNotMatch(await text(page, `#${name}-app`), /1 occasion/);
    }
    await page.goto(`${own}practice.html`);
    await page.waitForSelector("html[data-ready]");
    await (await page.waitForSelector('#practice-app input[type="file"]')).uploadFile(kept);
    await press(page, "Take in", "dialog[open]");
    await shows(page, /A short look across all phases[\s\S]*1 occasion/, "#practice-app");
    await press(page, "Save all to one file", "#practice-app");
    const again = await file(() => press(page, "Save", "dialog[open]"));
    assert.deepEqual(JSON.parse(fs.readFileSync(again, "utf8")), JSON.parse(fs.readFileSync(kept, "utf8")));
    await page.reload();
    await shows(page, /1 occasion/, "#practice-app");
    // The way back is by the page of the assessment, which has its own.
    assert.doesNotMatch(await page.$eval("#practice-app .entry a.is-primary", (link) => link.href), /response=/);
    await (await page.waitForSelector("#practice-app .entry a.is-primary")).click();
    await ready(page);
    assert.deepEqual(await chosen(page), all);
  });
});
