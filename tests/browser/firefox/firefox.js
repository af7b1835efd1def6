"use strict";
// Debian's Firefox, driven over WebDriver BiDi. It may be closed and opened again on what it stored.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const puppeteer = require("puppeteer-core");

const { removed } = require("../support/files.js");

const EXECUTABLE = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const PATIENCE = 20_000;

/**
 * A person with a Firefox of their own: `start` opens it, `stop` closes it; what it stores stays until the test ends.
 * @param {import("node:test").TestContext} t
 * @param {string} own where all addresses must begin that are asked for
 * @param {Record<string, unknown>} [settings] as in about:config
 */
function person(t, own, settings) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-firefox-"));
  const [profile, downloads] = ["profile", "downloads"].map((name) => path.join(folder, name));
  for (const one of [profile, downloads]) fs.mkdirSync(one);
  /** @type {string[]} */
  const trouble = [];
  /** @type {import("puppeteer-core").Browser | null} */
  let browser = null;

  async function start() {
    browser = await puppeteer.launch({
      ...{ browser: "firefox", executablePath: EXECUTABLE, userDataDir: profile, headless: true, timeout: 60_000 },
      args: ["--width=1280", "--height=900"],
      defaultViewport: null,
      extraPrefsFirefox: {
        // Puppeteer lets local files share their storage; nobody else's Firefox does.
        "security.fileuri.strict_origin_policy": true,
        // A page that is still scrolling is clicked beside what was meant.
        "ui.prefersReducedMotion": 1,
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "browser.download.useDownloadDir": true,
        "browser.helperApps.neverAsk.saveToDisk": "application/json,text/csv,text/markdown",
        "intl.accept_languages": "en-US",
        ...settings,
      },
    });
  }

  async function stop() {
    await browser?.close();
    browser = null;
  }

  /** A tab on an address. @param {string} url */
  async function open(url) {
    if (!browser) await start();
    const page = await /** @type {import("puppeteer-core").Browser} */ (browser).newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.evaluateOnNewDocument(() => {
      document.addEventListener("securitypolicyviolation", (event) => console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`));
    });
    page.on("console", (message) => /^(error|warn)/.test(message.type()) && trouble.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`error: ${error instanceof Error ? error.stack : error}`));
    page.on("request", (request) => !new RegExp(`^(?:data:|blob:|about:|${own.replace(/[.?+*()[\]\\]/g, "\\$&")})`).test(request.url()) && trouble.push(`request to ${request.url()}`));
    await page.goto(url);
    return page;
  }

  /** Does something that hands out a file, and gives its place. @param {() => Promise<unknown>} action */
  async function file(action) {
    const before = new Set(fs.readdirSync(downloads));
    await action();
    for (const until = Date.now() + PATIENCE; Date.now() < until; await new Promise((done) => setTimeout(done, 50))) {
      const now = fs.readdirSync(downloads);
      const made = now.find((name) => !before.has(name) && !name.endsWith(".part"));
      if (made && !now.some((name) => name.endsWith(".part")) && fs.statSync(path.join(downloads, made)).size > 0) return path.join(downloads, made);
    }
    throw new Error("no file was handed out");
  }

  t.after(async () => {
    await stop();
    removed(folder);
    assert.deepEqual(trouble, [], "the page had trouble");
  });
  return { start, stop, open, file, trouble };
}

module.exports = { PATIENCE, person };
