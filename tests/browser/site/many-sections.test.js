"use strict";
// A framework with twenty sections: what shows all of them side by side where there are six.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { before, test } = require("node:test");
const { pathToFileURL } = require("node:url");

const { desk } = require("../support/desk.js");

const site = desk();
const made = path.join(process.env.STANDPOINT_MADE ?? "", "many-sections");
const output = path.join(made, "site");
const NAMES = ["Preparation", "Recruitment", "Communication", "Responsibility", "Confidentiality"];

before(() => {
  const run = (...options) => {
    const { status, stderr } = spawnSync(process.env.STANDPOINT ?? "standpoint", options, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  };
  fs.rmSync(made, { recursive: true, force: true });
  run("init", made);
  const standards = path.join(made, "content/standards");
  for (let section = 3; section <= 20; section++) {
    fs.writeFileSync(path.join(standards, `${section}.md`), `---\nid: ${section}\ntitle: ${NAMES[section % NAMES.length]}\n---\n`);
    const statements = Array.from({ length: 9 }, (_, at) => `  ${at + 1}: {topics: [belonging]}\n`).join("");
    fs.writeFileSync(
      path.join(standards, `${section}.1.md`),
      `---\nid: "${section}.1"\ntitle: What to Do\nkind: tasks\nstatements:\n${statements}---\n\n${"1. The coordinator asks.\n".repeat(9)}`,
    );
  }
  run("build", "--content", path.join(made, "content"), "--output", output);
});

/** A page of that site. @param {import("node:test").TestContext} t */
async function open(t, address, width) {
  const context = await site.context(t, { also: [pathToFileURL(output).href], viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(output, address)).href);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${address} at ${width}`);
  return page;
}

for (const width of [320, 800, 1280]) {
  test(`a topic keeps room for its words beside the bars, at ${width} pixels`, async (t) => {
    const page = await open(t, "topics/index.html", width);
    const [words, bars] = await Promise.all([page.locator(".topic > div").boundingBox(), page.locator(".bars").boundingBox()]);
    assert.ok(words && bars);
    assert.ok(words.width >= 280, `${words.width}`);
    assert.ok(words.x + words.width <= bars.x || words.y + words.height <= bars.y, "one lies over the other");
  });

  test(`the names of the sections stay whole on the page of a topic, at ${width} pixels`, async (t) => {
    const page = await open(t, "topics/belonging.html", width);
    const broken = await page.locator(".strip a > span:last-child").evaluateAll((all) => all.filter((one) => !/\s/.test(one.textContent ?? "") && one.getClientRects().length > 1).map((one) => one.textContent));
    assert.deepEqual(broken, []);
    assert.equal(await page.locator(".strip a").count(), 20);
  });
}
