"use strict";
// What the tests of the form, its occasions and its files share.

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { chromium } = require("playwright-core");

const { removed } = require("../support/files.js");

const SHORT = "assessments/short.html";
const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const ready = (page) => page.locator("html.assess-ready").waitFor();
const saved = (page) => page.locator('.assess-saved[data-state="saved"]').waitFor();
const item = (page, code) => page.locator(`[data-code="${code}"].assess-item`);
const radio = (page, code, scale, value) => page.locator(`input[name="${code}|${scale}"][value="${value}"]`);
const codes = (page) => page.evaluate(() => Standpoint.assess.app.data.items.map(({ code }) => code));
const responseOf = (page) => page.evaluate(() => Standpoint.assess.app.response);
/** What is chosen, as name → value. */
const chosen = (page) =>
  page.locator(".assess-item :checked").evaluateAll((all) => Object.fromEntries(all.map((one) => [one.name, one.value])));

/** A folder that is gone at the end. @param {import("node:test").TestContext} t */
function folder(t) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-"));
  t.after(() => removed(made));
  return made;
}

/** Does something that hands out a file, and gives its place. */
async function file(t, page, action) {
  const [download] = await Promise.all([page.waitForEvent("download"), action()]);
  const to = path.join(folder(t), download.suggestedFilename());
  await download.saveAs(to);
  return to;
}

const open = async (page, from, within = "#assess-files") => {
  await page.locator(`${within} input[type="file"]`).setInputFiles(from);
  await page.locator("dialog[open]").waitFor();
};
const press = (page, name) => page.locator("dialog[open]").getByRole("button", { name, exact: true }).click();
const part = (page, name) => page.locator(".assess-bar").getByRole("link", { name, exact: true }).click();

/** Presses Tab until the selector is focused. */
async function tabTo(page, selector, most = 80) {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return;
  }
  throw new Error(`Tab does not come to ${selector}`);
}

/** What axe-core finds wrong. */
async function axe(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      // Nothing is asked for anew.
      preload: false,
      // Styles on other pages are looked at there.
      resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
  });
}

/** A browser that keeps what it stores, to be closed and opened again. */
const browserIn = (profile) =>
  chromium.launchPersistentContext(profile, {
    ...{ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"], locale: "en-US" },
    viewport: { width: 1280, height: 900 },
  });

module.exports = { SHORT, axe, browserIn, chosen, codes, file, folder, item, open, part, press, radio, ready, responseOf, saved, tabTo };
