"use strict";
// The site in the engine of Safari, from a host and from a folder: an assessment from beginning to end, search, what has
// the focus, and every kind of page on a phone.

const assert = require("node:assert/strict");
const { after, before, describe, it } = require("node:test");
const { pathToFileURL } = require("node:url");
const { By, Key } = require("selenium-webdriver");

const { eventually } = require("../support/desk.js");
const { removed } = require("../support/files.js");
const { isWhole, onlyOverHttp, pages } = require("../support/pages.js");
const { serve } = require("../support/serve.js");
const { PATIENCE, file, person, press, watched, width } = require("./webkit.js");

const SHORT = "assessments/short.html";
let site = "";
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  site = watched(process.env.STANDPOINT_SITE ?? "");
  server = await serve(site);
});
after(async () => {
  await server.close();
  removed(site);
});
const start = { http: () => server.url, file: () => pathToFileURL(`${site}/`).href };

/** Waits for what a script gives to be as wanted. */
const gives = (driver, script, wanted, ...args) => eventually(async () => assert.deepEqual(await driver.executeScript(script, ...args), wanted), PATIENCE);
const shows = (driver, words, selector = "main") => eventually(async () => assert.match(await driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector), words), PATIENCE);
const ready = (driver) => gives(driver, "return document.documentElement.matches('.assess-ready')", true);
const saved = (driver) => gives(driver, "return Boolean(document.querySelector('.assess-saved[data-state=saved]'))", true);
const chosen = (driver) => driver.executeScript("return Object.fromEntries([...document.querySelectorAll('.assess-item :checked')].map(({ name, value }) => [name, value]))");
const chosenIs = (driver, wanted) => eventually(async () => assert.deepEqual(await chosen(driver), wanted), PATIENCE);
const codes = (driver) => driver.executeScript("return Standpoint.assess.app.data.items.map(({ code }) => code)");
const focused = (driver) => driver.executeScript("return document.activeElement.textContent.trim()");
const keys = (driver, ...all) => driver.actions().sendKeys(...all).perform();
/** Enter chooses among the words of an input method: Safari says so by this code alone. */
async function composes(driver) {
  const untaken = await driver.executeScript("return document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))");
  assert.ok(untaken, "Enter was taken from the input method");
}
/** Clicks what one selector finds. */
async function click(driver, selector) {
  const found = await driver.findElement(By.css(selector));
  await driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", found);
  await found.click();
}

/** Answers everything that is asked, and gives what was answered. */
async function complete(driver) {
  const [first] = await codes(driver);
  await click(driver, `input[name="${first}|importance"][value="3"]`);
  await click(driver, `[data-code="${first}"].assess-item .assess-unfold`);
  await driver.findElement(By.css(`textarea[name="${first}|note"]`)).sendKeys("Ein Anfang – ☺.");
  const answered = await driver.executeScript(() => {
    const sets = [...document.querySelectorAll(".assess-item fieldset")];
    sets.forEach((set, index) => {
      const all = /** @type {HTMLInputElement[]} */ ([...set.querySelectorAll('input[type="radio"]')]);
      if (!all.some(({ checked }) => checked)) all[index % all.length].click();
    });
    return sets.length;
  });
  await saved(driver);
  const all = await chosen(driver);
  assert.equal(Object.keys(all).length, answered);
  assert.equal(all[`${first}|importance`], "3");
  return { first, all };
}

describe("in WebKit", () => {
  for (const over of /** @type {const} */ (["http", "file"])) {
    it(`an assessment is completed, deleted, and brought back by a file, over ${over}`, async (t) => {
      const { driver, downloads } = await person(t);
      await driver.get(start[over]() + SHORT);
      await ready(driver);
      await shows(driver, /Nothing to save yet/, ".assess-bar");
      const { first, all } = await complete(driver);
      await press(driver, "Results", ".assess-bar");
      await shows(driver, /Answered 23 of 23/, "#assess-results");

      const isThere = async () => {
        await driver.navigate().refresh();
        await ready(driver);
        await chosenIs(driver, all);
        assert.equal(await driver.executeScript("return document.querySelector(arguments[0]).value", `textarea[name="${first}|note"]`), "Ein Anfang – ☺.");
      };
      await isThere();
      await press(driver, "Files", ".assess-bar");
      const kept = await file(downloads, async () => {
        await press(driver, "Save with a passphrase", "#assess-files");
        for (const field of await driver.findElements(By.css("dialog[open] input[type=password]"))) await field.sendKeys("four words without sense");
        await composes(driver);
        await press(driver, "Save a file", "dialog[open]");
      });
      assert.equal(kept.content.format, "standpoint-encrypted");
      await press(driver, "Delete this self-assessment’s answers here", "#assess-files");
      await press(driver, "Delete", "dialog[open]");
      await chosenIs(driver, {});
      await driver.navigate().refresh();
      await ready(driver);
      assert.deepEqual(await chosen(driver), {}, "deleted answers are back after a reload");

      await driver.findElement(By.css('#assess-files input[type="file"]')).sendKeys(kept.name);
      await shows(driver, /is encrypted/, "dialog[open]");
      await driver.findElement(By.css("dialog[open] input[type=password]")).sendKeys("four words without sense", Key.ENTER);
      await press(driver, "Worker: I rate myself", "dialog[open]");
      await press(driver, "Take it in", "dialog[open]");
      await chosenIs(driver, all);
      await saved(driver);
      await isThere();

      // Unlike Firefox, WebKit has one storage for all files.
      await driver.get(`${start[over]()}practice.html`);
      await shows(driver, /A short look across all phases[\s\S]*1 occasion/, "#practice-app");
    });

    it(`two windows take in what the other writes, over ${over}`, async (t) => {
      const { driver } = await person(t);
      const windows = [await driver.getWindowHandle()];
      await driver.get(start[over]() + SHORT);
      await driver.switchTo().newWindow("window");
      windows.push(await driver.getWindowHandle());
      await driver.get(start[over]() + SHORT);
      await ready(driver);
      const all = (await codes(driver)).slice(0, 4);
      const both = {};
      for (const [index, code] of all.entries()) {
        await driver.switchTo().window(windows[index % 2]);
        // WebKit carries no messages between files: what another wrote is seen when one turns to the window.
        if (over === "file") await driver.executeScript("dispatchEvent(new Event('focus'))");
        await chosenIs(driver, both);
        both[`${code}|confidence`] = "2";
        await driver.executeScript("document.getElementsByName(arguments[0])[1].click()", `${code}|confidence`);
        await saved(driver);
      }
      for (const one of windows) {
        await driver.switchTo().window(one);
        await driver.navigate().refresh();
        await ready(driver);
        await chosenIs(driver, both);
      }
    });

    it(`search finds with the keyboard, over ${over}`, async (t) => {
      const { driver } = await person(t);
      await driver.get(`${start[over]()}index.html`);
      await keys(driver, "/", "mutual aid");
      await gives(driver, "return document.querySelector('#search-input').value", "mutual aid");
      await gives(driver, "return document.querySelectorAll('.search-result')[1]?.dataset.address", "glossary/mutual-aid.html");
      const active = "return document.querySelector('#search-input').getAttribute('aria-activedescendant')";
      for (const [key, option] of [[Key.ARROW_DOWN, 1], [Key.ARROW_UP, 0], [Key.ARROW_DOWN, 1]]) {
        await keys(driver, key);
        await gives(driver, active, `search-option-${option}`);
      }
      await composes(driver);
      await keys(driver, Key.ENTER);
      await eventually(async () => assert.equal(await driver.getCurrentUrl(), `${start[over]()}glossary/mutual-aid.html`), PATIENCE);
    });
  }

  it("the focus returns to what opened a dialog, also where clicking gives none", async (t) => {
    const { driver } = await person(t);
    await driver.get(`${start.http()}${SHORT}`);
    await ready(driver);
    await complete(driver);
    // As Safari does, on a Mac and on a phone.
    await driver.executeScript("addEventListener('mousedown', (event) => event.target.closest('button, summary, input') && event.preventDefault(), true)");
    await press(driver, "Files", ".assess-bar");
    const name = "Delete this self-assessment’s answers here";
    await press(driver, name, "#assess-files");
    await shows(driver, /will be deleted/, "dialog[open]");
    await keys(driver, Key.ESCAPE);
    await gives(driver, "return document.querySelectorAll('dialog[open]').length", 0);
    assert.equal(await focused(driver), name);
    await click(driver, "[data-search-open]");
    await gives(driver, "return document.activeElement.id", "search-input");
    await keys(driver, Key.ESCAPE);
    await gives(driver, "return document.activeElement.matches('[data-search-open]')", true);
    // An answer that was clicked is changed with the arrows.
    await press(driver, "Rate", ".assess-bar");
    const [first] = await codes(driver);
    await click(driver, `input[name="${first}|importance"][value="2"]`);
    await keys(driver, Key.ARROW_DOWN);
    await gives(driver, "return document.activeElement.value", "3");
  });

  it("a reference shows its words to the pointer and to the keyboard", async (t) => {
    const { driver } = await person(t);
    await driver.get(`${start.file()}standards/II.A.6.html`);
    const card = "return document.querySelector('.preview:not([hidden]) strong')?.textContent";
    const [one, two] = await driver.findElements(By.css("main .prose a.ref"));
    await driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", one);
    const away = () => driver.actions().move({ x: 0, y: 0 }).perform();
    // The real pointer and the focus of the window may come and go while it is being opened: then once more.
    const showsCard = (/** @type {() => Promise<unknown>} */ action, link) =>
      eventually(async () => {
        await away();
        await action();
        const name = await link.getText();
        await driver.wait(async () => (await driver.executeScript(card)) === name, 2_000, "no card");
      }, PATIENCE);
    await showsCard(() => driver.actions().move({ origin: one }).perform(), one);
    await keys(driver, Key.ESCAPE);
    await gives(driver, card, null);
    await showsCard(async () => {
      await driver.executeScript("arguments[0].focus()", one);
      await keys(driver, Key.TAB);
    }, two);
  });

  it("every kind of page fits a phone, and no field makes an iPhone zoom in", async (t) => {
    const { driver } = await person(t);
    await width(driver, 360);
    for (const page of pages) {
      await driver.get(start[onlyOverHttp(page) ? "http" : "file"]() + page.address);
      await gives(driver, isWhole, true);
      assert.equal(await driver.executeScript("return document.documentElement.scrollWidth"), 360, `${page.address} scrolls sideways`);
      // Safari on an iPhone enlarges a page whose field has smaller letters than 16 pixels, and leaves it so.
      const small = await driver.executeScript(() =>
        [...document.querySelectorAll("textarea, select, input:not([type=radio], [type=checkbox], [type=file])")]
          .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16)
          .map((field) => field.outerHTML),
      );
      assert.deepEqual(small, [], page.address);
    }
  });
});
