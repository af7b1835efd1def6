"use strict";
// The pictures of README.md and of the guides, from the built site: `npm run screenshots`.

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { launch } = require("./support/desk.js");

const pictures = [
  { name: "home-1280-light", address: "index.html", width: 1280, height: 1400, colorScheme: "light" },
  { name: "statement-1280-light", address: "standards/II.A.6.html", width: 1280, height: 1400, colorScheme: "light" },
  { name: "topic-1280-dark", address: "topics/mutual-aid.html", width: 1280, height: 1400, colorScheme: "dark" },
  { name: "statement-360-light", address: "standards/II.A.6.html", width: 360, height: 780, colorScheme: "light" },
];

/** Where the guides have their pictures. */
const guides = path.join(__dirname, "../../content/guides/pictures");

const open = (page, address) => page.goto(pathToFileURL(path.join(process.env.STANDPOINT_SITE ?? "", address)).href);

/** What the guide for educators shows. */
async function educators(page) {
  await open(page, "courses/foundations/conflict.html");
  const question = page.locator("[data-question]").nth(1);
  await question.locator("input").nth(2).check();
  await page.locator("[data-check-actions] button").first().click();
  await question.locator("[data-feedback-out] *").first().waitFor();
  await question.screenshot({ path: path.join(guides, "check.png") });

  await open(page, "courses/foundations/coverage.html");
  const table = page.locator("table").first();
  const top = await table.evaluate((node) => node.getBoundingClientRect().top + scrollY);
  await page.screenshot({ path: path.join(guides, "coverage.png"), fullPage: true, clip: { x: 20, y: top, width: 860, height: 480 } });

  await open(page, "cohort.html");
  await page.locator("#cohort-app button", { hasText: "demonstration" }).click();
  await page.locator(".cohort-block.is-section").first().screenshot({ path: path.join(guides, "class.png") });
}

async function main(into) {
  fs.mkdirSync(into, { recursive: true });
  fs.mkdirSync(guides, { recursive: true });
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 900, height: 1200 }, colorScheme: "light" });
  await educators(await context.newPage());
  await context.close();
  for (const { name, address, width, height, colorScheme } of pictures) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: /** @type {any} */ (colorScheme) });
    const page = await context.newPage();
    await open(page, address);
    await page.screenshot({ path: path.join(into, `${name}.png`) });
    await context.close();
  }
  await browser.close();
}

main(process.argv[2]);
