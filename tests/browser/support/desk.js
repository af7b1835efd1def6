"use strict";
// A browser and a server for the tests of one file, and pages that fail their test when something goes wrong unseen.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { after, before } = require("node:test");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const { serve } = require("./serve.js");

const folder = process.env.STANDPOINT_SITE ?? "";
const PATIENCE = 10_000;

function launch() {
  const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (file) => file && fs.existsSync(file),
  );
  if (!executablePath) throw new Error("no Chromium: install Debian's package chromium, or set CHROMIUM to its path");
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet] });
}

/** Notes what must never happen: errors, refused content, requests to anywhere else. */
async function watch(context, own) {
  const trouble = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      trouble.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => trouble.push(`error: ${error.error().stack}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!own.some((start) => url.startsWith(start))) trouble.push(`request to ${url}`);
  });
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Turning to another page ends what the last one was still loading.
    if (why !== "net::ERR_ABORTED") trouble.push(`request failed: ${request.url()} ${why}`);
  });
  return trouble;
}

/** To be called once at the top of a test file. */
function desk() {
  const file = pathToFileURL(`${folder}/`).href;
  const self = {
    /** Start of the site's addresses: `desk.http + "about.html"`. */
    http: "",
    file,
    folder,
    /** @type {Awaited<ReturnType<typeof serve>>} */
    server: /** @type {any} */ (undefined),
    /** @type {import("playwright-core").Browser} */
    browser: /** @type {any} */ (undefined),
    open,
    context,
  };

  before(async () => {
    assert.ok(folder, "STANDPOINT_SITE is not set: run by `npm test`");
    self.server = await serve(folder);
    self.http = self.server.url;
    self.browser = await launch();
  });
  after(async () => {
    await self.browser?.close();
    await self.server?.close();
  });

  /**
   * A context whose troubles fail the test at its end.
   * @param {import("node:test").TestContext} t
   * @param {{width?: number, height?: number, also?: string[], expected?: RegExp} & import("playwright-core").BrowserContextOptions} options
   *   `expected` troubles are none; `also` may be asked for too.
   */
  async function context(t, { width = 1280, height = 900, also = [], expected, ...options } = {}) {
    const made = await self.browser.newContext({ viewport: { width, height }, ...options });
    made.setDefaultTimeout(PATIENCE);
    const trouble = await watch(made, [self.http, file, "data:", "blob:", "about:", ...also]);
    t.after(async () => {
      await closed(made);
      const unexpected = trouble.filter((one) => !expected?.test(one));
      assert.deepEqual(unexpected, [], "the page had trouble");
    });
    return made;
  }

  /**
   * A page of the site in a window of its own.
   * @param {import("node:test").TestContext} t
   * @param {string} address
   * @param {{over?: "http" | "file"} & Parameters<typeof context>[1]} options
   */
  async function open(t, address, { over = "http", ...options } = {}) {
    const made = await context(t, options);
    const page = await made.newPage();
    await page.goto(self[over] + address);
    return page;
  }

  return self;
}

/** Whether a promise is kept within `time` milliseconds. */
async function within(promise, time) {
  let timer;
  const late = new Promise((done) => (timer = setTimeout(() => done(false), time)));
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Closes a context. Chromium passes over a page that turns to another at that very moment, and then never answers; so
 * its pages are closed one by one if it takes long. A browser that is stuck all the same ends with the test file.
 */
async function closed(context) {
  const closing = context.close();
  if (await within(closing, PATIENCE)) return;
  await Promise.all(context.pages().map((page) => within(page.close(), PATIENCE)));
  await within(closing, PATIENCE);
}

/**
 * Waits until `check` passes, and fails as it fails if that takes too long.
 * @template T
 * @param {() => T | Promise<T>} check
 * @returns {Promise<T>}
 */
async function eventually(check, patience = PATIENCE) {
  const until = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((done) => setTimeout(done, 30));
    }
  }
}

/** How many pixels lie between the first that is shown for one selector and the one below it. @param {import("playwright-core").Page} page */
async function between(page, above, below) {
  const [upper, lower] = await Promise.all([above, below].map((one) => page.locator(one).first().boundingBox()));
  assert.ok(upper && lower, `${above} or ${below} is not shown`);
  return lower.y - upper.y - upper.height;
}

module.exports = { between, desk, eventually, launch };
