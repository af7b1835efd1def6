"use strict";
// Pages whose own script does not load, is too new for the browser, or is late, and pages that came without their folder:
// nobody is left before a page that looks as if it worked, or writes into a form that will not keep it.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { describe, it } = require("node:test");

const { axe } = require("../assessment/form-support.js");
const { desk, eventually } = require("../support/desk.js");

const d = desk();
const SHORT = "assessments/short.html";
const PAGES = [SHORT, "practice.html", "supervision.html", "cohort.html", "flashcards.html", "study.html", "explore.html", "courses/foundations/conflict.html"];
const SAYS = /A part of this page could not be loaded, or this browser is too old for it[\s\S]*JavaScript( does not run here|, which does not run here)/;

/** The script that a page would not be itself without. @param {string} address */
function ownScript(address) {
  const html = fs.readFileSync(path.join(d.folder, address), "utf8");
  const found = /<script defer src="(?:\.\.\/)*([^"]+)" data-own=/.exec(html);
  assert.ok(found, `${address} names no script of its own`);
  return found[1];
}

describe("a page whose own script", () => {
  for (const [how, over, route] of /** @type {const} */ ([
    ["does not load", "http", (/** @type {import("playwright-core").Route} */ it) => it.abort()],
    ["is too new for the browser", "http", (/** @type {import("playwright-core").Route} */ it) => it.fulfill({ contentType: "text/javascript", body: "const a = /(?<broken/;" })],
    // Of files, a page is told neither which script is wrong nor why.
    ["throws, in a folder,", "file", (/** @type {import("playwright-core").Route} */ it) => it.fulfill({ contentType: "text/javascript", body: "throw new Error('broken');" })],
  ]))
    for (const address of PAGES)
      it(`${how} says so, and is what it is without: ${address}`, async (t) => {
        const context = await d.context(t, { locale: "en-US", expected: /Invalid regular expression|ERR_FAILED|^error: $|broken/ });
        await context.route(`**/${ownScript(address)}`, route);
        const page = await context.newPage();
        await page.goto(d[over] + address);
        const notice = page.getByRole("alert").first();
        await notice.waitFor();
        assert.match(await notice.innerText(), SAYS);
        const dead = await page.evaluate(() => [...document.querySelectorAll(".js-only")].filter((one) => one.checkVisibility()).length);
        assert.equal(dead, 0, "what needs the script is still shown");
        // Of parts that are not in sight (content-visibility) axe-core measures places where they are not.
        assert.deepEqual((await axe(page)).filter((one) => address !== SHORT || !one.startsWith("target-size")), []);
      });

  it("is late takes no answer before it can keep it", async (t) => {
    const context = await d.context(t);
    /** @type {() => void} */
    let release = () => {};
    const held = new Promise((done) => (release = () => done(undefined)));
    await context.route(`**/${ownScript(SHORT)}`, async (route) => {
      await held;
      await route.continue();
    });
    const page = await context.newPage();
    await page.goto(d.http + SHORT, { waitUntil: "commit" });
    const field = page.locator(".assess-item input[type=radio]").first();
    await field.waitFor();
    await field.click();
    await field.focus();
    await page.keyboard.press("Space");
    const note = page.locator(".assess-item textarea").first();
    await note.click();
    await page.keyboard.type("Too early");
    assert.equal(await page.locator(".assess-item :checked").count(), 0);
    assert.equal(await note.inputValue(), "");
    release();
    await page.locator("html.assess-ready").waitFor();
    await field.click();
    await eventually(async () => assert.equal(await page.locator('.assess-saved[data-state="saved"]').count(), 1));
    assert.equal(await page.locator(".assess-item :checked").count(), 1);
  });
});

describe("a page without scripts at all", () => {
  it("can be filled in, to be printed", async (t) => {
    const page = await d.open(t, SHORT, { javaScriptEnabled: false });
    await page.locator(".assess-item input[type=radio]").first().check();
    assert.equal(await page.locator(".assess-item :checked").count(), 1);
  });
});

describe("a page that came without its folder, as out of a zip archive that is only looked into,", () => {
  for (const address of ["index.html", SHORT, "standards/II.A.6.html"])
    it(`says first what to do: ${address}`, async (t) => {
      const context = await d.context(t, { locale: "en-US", expected: /ERR_FAILED/ });
      await context.route("**/assets/*", (it) => it.abort());
      const page = await context.newPage();
      await page.goto(d.file + address);
      assert.match(await page.locator("body").innerText(), /^This page has come without the rest of its folder: [\s\S]*nothing that you write in it is kept[\s\S]*unpack the whole archive/);
    });

  it("and says nothing of it where it has it, on screen, on paper and without scripts", async (t) => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await d.open(t, SHORT, { javaScriptEnabled });
      for (const media of /** @type {const} */ (["screen", "print"])) {
        await page.emulateMedia({ media });
        assert.equal(await page.locator(".bare").isVisible(), false, media);
      }
    }
  });
});
