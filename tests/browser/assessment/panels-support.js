// For the tests of results, journal, plan, practice and supervision: a server for the built site, a browser, a response.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");
const { chromium } = require("playwright-core");

const OUTPUT = path.resolve(process.env.STANDPOINT_SITE ?? path.join(__dirname, "../../../output"));
const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml", json: "application/json" };

/** Serves the site; anything asked of another host is reported. */
async function start() {
  const server = http.createServer((request, answer) => {
    const file = path.join(OUTPUT, decodeURIComponent(new URL(request.url, "http://site").pathname));
    fs.readFile(file, (error, content) => {
      answer.writeHead(error ? 404 : 200, { "content-type": TYPES[file.split(".").pop()] ?? "text/plain" });
      answer.end(content);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}/`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  /** A person with a browser of their own. */
  async function person(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", ...options });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const troubles = [];
    page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
    page.on("request", (request) => {
      if (!/^(?:blob:|data:|file:|about:)/.test(request.url()) && !request.url().startsWith(base)) troubles.push(`asked ${request.url()}`);
    });
    return {
      ...{ context, page, troubles },
      open: (address) => page.goto(base + address),
      /** The file that an action hands out. */
      async file(action) {
        const [download] = await Promise.all([page.waitForEvent("download"), action()]);
        const to = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-")), download.suggestedFilename());
        await download.saveAs(to);
        return to;
      },
      async close() {
        await context.close();
        assert.deepEqual(troubles, []);
      },
    };
  }
  return {
    ...{ base, person },
    async stop() {
      await browser.close();
      server.close();
    },
  };
}

/**
 * Stores a response made by `make` in the page, which is one of an assessment. `make` is given the page's data and
 * functions that edit: answer(occasion, code, scale, value, role), write, put.
 */
async function store(page, make, argument) {
  return page.evaluate(
    async ({ text, argument }) => {
      const assess = Standpoint.assess;
      const data = JSON.parse(document.getElementById("assessment-data").textContent);
      let now = new Date("2026-03-02T09:00:00Z");
      let response = assess.createResponse(data, { now, pseudonym: "Heron" });
      let by = "the-worker";
      const edit = (change) => {
        now = new Date(now.getTime() + 60_000);
        const edited = assess.edit(response, change, { by, now });
        if (edited.refused) throw new Error(edited.refused.message);
        response = edited.response;
      };
      const item = (code) => data.items.find((one) => one.code === code);
      const tools = {
        data,
        as: (name) => (by = name),
        put: (kind, record) => {
          const id = assess.newId();
          edit({ type: "put", kind, record: { id, ...record } });
          return id;
        },
        answer: (occasion, code, scale, value, role = "worker", hash = item(code).hash) =>
          edit({ type: "answer", occasion, code, role, scale, value, hash }),
        write: (occasion, code, value, role = "worker", field = "note") => edit({ type: "write", occasion, code, role, field, value }),
        mark: (occasion, code) => edit({ type: "mark", occasion, code, value: true }),
      };
      // From the tests, not from a page: evaluated by the protocol.
      (0, eval)(`(${text})`)(tools, argument);
      const kept = await assess.openStore({ site: data.site.key });
      const { ok, message } = await kept.bring(response, "replace");
      kept.close();
      if (!ok) throw new Error(message);
      return response.id;
    },
    { text: make.toString(), argument },
  );
}

/** No finding of axe for WCAG 2.0 to 2.2, A and AA. */
async function accessible(page, what) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
  });
  assert.deepEqual(found, [], what);
}

/** In every scheme and at both widths: accessible, and nothing wider than the window. */
async function everywhere(page, what) {
  for (const colorScheme of ["light", "dark"])
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await accessible(page, `${what}, ${colorScheme}, ${width}`);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${what} is wider than ${width}`);
    }
  await page.emulateMedia({ colorScheme: "light" });
}

/** What is printed, as text. */
async function printed(page) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-")), "page.pdf");
  await page.pdf({ path: file, format: "A4" });
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
}

/** Goes on with Tab until something matches; the way a person without a mouse does. */
async function tabTo(page, selector, most = 80) {
  for (let n = 0; n < most; n++) {
    if (await page.evaluate((one) => document.activeElement?.matches(one) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`not reached with Tab: ${selector}`);
}

module.exports = { start, store, accessible, everywhere, printed, tabTo, OUTPUT };
