"use strict";
// Chromium ended between the two halves of a record in its log: see themes/default/scripts/storage.js.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { test, describe, before, after } = require("node:test");
const { removed } = require("../support/files.js");
const { serve } = require("../support/serve.js");
const { launch, fileUrl, temporary } = require("./chromium.js");

const folder = process.env.STANDPOINT_SITE ?? "";

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => (server = await serve(folder)));
after(() => server.close());
const places = { http: () => server.url, file: () => fileUrl(folder) };

/** The newest log of the site's databases in a profile, as LevelDB names it. */
function logOf(profile) {
  const databases = path.join(profile, "Default/IndexedDB");
  const [own] = fs.readdirSync(databases).filter((name) => name.endsWith(".leveldb"));
  const logs = fs.readdirSync(path.join(databases, own)).filter((name) => name.endsWith(".log"));
  return path.join(databases, own, /** @type {string} */ (logs.sort().at(-1)));
}

/** Checksum, length 142, whole: what stands before the body of a record. */
const HEAD = Buffer.from("f3881eed8e0001", "hex");

const pages = {
  "a self-assessment": {
    address: "assessments/short.html",
    ready: (page) => page.locator("html.assess-ready").waitFor(),
    // Another answer each time, to another question.
    async write(page, round) {
      await page.evaluate((round) => {
        const names = [...new Set([...document.querySelectorAll('.assess-item input[type="radio"]')].map(({ name }) => name))];
        document.querySelector(`input[name="${names[round]}"]`).click();
      }, round);
      await page.locator(".assess-saved[data-state=saved]").waitFor({ state: "attached" });
    },
    there: (page) => page.locator(".assess-item input:checked").count(),
  },
  "the study tools": {
    address: "standards/II.A.6.html",
    ready: (page) => page.waitForFunction(() => globalThis.Standpoint?.study?.store),
    write: (page, round) => page.evaluate(async (round) => (await Standpoint.study.store()).set("bookmark", `I.A.${round}`, {}), round),
    there: (page) => page.evaluate(async () => (await (await Standpoint.study.store()).all("bookmark")).length),
  },
};

describe("a head without a body in the log", () => {
  for (const place of Object.keys(places))
    for (const [name, { address, ready, write, there }] of Object.entries(pages))
      test(`${name} over ${place}: nothing is lost, at the next start or the one after`, async () => {
        const profile = temporary();
        for (let round = 0; round < 4; round++) {
          const browser = await launch(profile);
          const page = await browser.context.newPage();
          await page.goto(places[place]() + address);
          await ready(page);
          assert.equal(await there(page), round, `start ${round}`);
          await write(page, round);
          assert.equal(await there(page), round + 1);
          await browser.kill();
          if (round === 0) fs.appendFileSync(logOf(profile), HEAD);
        }
        removed(profile);
      });
});
