"use strict";
// Sites written from right to left, and in a language without spaces: tests/fixtures/arabic and tests/fixtures/chinese.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, test } = require("node:test");

const { desk } = require("../support/desk.js");
const { filesOf } = require("../support/files.js");
const { serve } = require("../support/serve.js");

const site = desk();
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const made = path.join(process.env.STANDPOINT_MADE ?? "", "languages");
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
const url = (/** @type {string} */ name, address = "") => `${server.url}${name}/${address}`;

before(async () => {
  for (const name of ["arabic", "chinese"]) {
    const content = path.join(__dirname, "../../fixtures", name, "content");
    const { status, stderr } = spawnSync(process.env.STANDPOINT ?? "standpoint", ["build", "--content", content, "--output", path.join(made, name)], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  }
  server = await serve(made);
});
after(() => server?.close());

/** A page of one of the sites. @param {import("node:test").TestContext} t */
async function open(t, name, address, options = {}) {
  const context = await site.context(t, { also: [url(name)], reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(url(name, address));
  return page;
}

/** Where something is, from the side where one begins to read. @param {import("playwright-core").Locator} what */
async function box(what) {
  const found = await what.first().boundingBox();
  assert.ok(found, `${what} is not shown`);
  return { left: found.x, right: found.x + found.width, middle: found.x + found.width / 2 };
}

/** What is shown from left to right of the first text in an element, sign by sign. Runs in the page. */
function asShown(/** @type {Element} */ node) {
  const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  /** @type {{ letter: string, x: number }[]} */
  const letters = [];
  while (text.nextNode()) {
    const { data } = /** @type {Text} */ (text.currentNode);
    for (let at = 0; at < data.length; at++) {
      const range = new Range();
      range.setStart(text.currentNode, at);
      range.setEnd(text.currentNode, at + 1);
      const { left, width } = range.getBoundingClientRect();
      if (width) letters.push({ letter: data[at], x: left });
    }
  }
  return letters.sort((a, b) => a.x - b.x).map(({ letter }) => letter).join("").trim();
}

const looked = {
  arabic: ["index.html", "standards/II.A.html", "standards/II.A.6.html", "topics/trust.html", "guides/first-steps.html", "matrix/II.html", "courses/first-steps/motives.html"],
  chinese: ["index.html", "standards/1.1.1.html", "guides/first-steps.html", "courses/first-steps/motives.html"],
};

for (const name of /** @type {const} */ (["arabic", "chinese"])) {
  for (const [width, colorScheme] of /** @type {const} */ ([[360, "dark"], [1280, "light"]])) {
    test(`in ${name} no page is too wide and axe-core finds nothing at ${width} px`, async (t) => {
      const page = await open(t, name, "index.html", { width, colorScheme, bypassCSP: true });
      for (const address of filesOf(path.join(made, name), ".html").filter((one) => one !== "404.html")) {
        await page.goto(url(name, address));
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `${address} is ${over} px too wide`);
        if (!looked[name].includes(address)) continue;
        await page.evaluate(axe);
        // @ts-ignore: axe is there now
        const { violations } = await page.evaluate((runOnly) => window.axe.run({ runOnly, resultTypes: ["violations"] }), tags);
        assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`), [], address);
      }
    });
  }
}

test("from right to left, what begins a line stands at its right", async (t) => {
  const page = await open(t, "arabic", "standards/II.A.6.html");
  const code = await box(page.locator("h1.code"));
  const sheet = await box(page.locator(".sheet"));
  const words = await box(page.locator(".sheet-statement > .words"));
  assert.ok(code.right > words.right && sheet.right - code.right < 80, "the code is at the right of its words");
  const gap = await page.locator("h1.code").evaluate((node) => {
    const range = new Range();
    range.selectNodeContents(/** @type {Node} */ (node.lastChild));
    return node.getBoundingClientRect().right - range.getBoundingClientRect().right;
  });
  assert.ok(Math.abs(gap) < 2, `the code begins ${gap} px after its column`);
  const mark = await page.locator(".prompts li").first().evaluate((node) => getComputedStyle(node, "::before").right);
  assert.equal(mark, "0px");

  await page.goto(url("arabic", "guides/first-steps.html"));
  const quote = await page.locator(".prose blockquote").last().evaluate((node) => [getComputedStyle(node).paddingRight, getComputedStyle(node).paddingLeft]);
  assert.deepEqual(quote, ["20px", "0px"]);
});

test("codes are not turned around among words from right to left", async (t) => {
  const page = await open(t, "arabic", "standards/II.A.6.html");
  for (const [selector, shown] of [["h1.code", "II.A.6"], [".prompts a.ref", "II.A.2.a"], [".notes a.ref", "I.A.3"]]) {
    const text = await page.locator(selector).first().evaluate(asShown);
    assert.ok(text.endsWith(shown), `${selector}: ${text}`);
  }
  // Numbers before letters are what browsers turn around.
  const turned = await page.evaluate(() => {
    const all = [document.querySelector("h1.code")?.lastChild, document.querySelector(".prompts a.ref bdi")?.firstChild];
    for (const text of all) /** @type {Text} */ (text).data = "1.A.b";
    return all.length;
  });
  assert.equal(turned, 2);
  for (const selector of ["h1.code", ".prompts a.ref"]) assert.match(await page.locator(selector).first().evaluate(asShown), /1\.A\.b$/, selector);
  const citation = page.locator(".citation").last();
  await citation.evaluate((node) => (node.textContent = (node.textContent ?? "").replace("II.A.6", "1.A.b")));
  assert.match(await citation.evaluate(asShown), /1\.A\.b/);
  await page.goto(url("arabic", "assessments/short.html"));
  assert.equal(await page.evaluate(() => Standpoint.assess.arrow), " ← ");
  const head = page.locator("h4.code").first();
  await head.evaluate((node) => (/** @type {Text} */ (node.querySelector("a")?.lastChild).data = "1.A.b"));
  assert.match(await head.evaluate(asShown), /1\.A\.b/);
});

test("ways and bars go from right to left", async (t) => {
  const page = await open(t, "arabic", "index.html");
  const places = page.locator(".map-path .place");
  const [first, last] = [await box(places.first()), await box(places.last())];
  assert.ok(first.right > last.right, "the first section is at the right");
  const arrow = await places.last().evaluate((node) => {
    const { left, rotate } = getComputedStyle(node, "::after");
    return { left, rotate };
  });
  assert.deepEqual(arrow, { left: "1px", rotate: "135deg" });

  await page.goto(url("arabic", "topics/index.html"));
  const codes = page.locator(".bars").first().locator(".bars-code");
  assert.ok((await box(codes.first())).middle > (await box(codes.last())).middle, "the bar of the first section is at the right");

  await page.goto(url("arabic", "courses/first-steps/motives-key.html"));
  assert.match((await page.locator(".key-right", { hasText: "أناس تكون معهم" }).textContent()) ?? "", /←/);
});

test("the arrow keys choose what lies where they point", async (t) => {
  const page = await open(t, "arabic", "assessments/short.html");
  await page.locator("html.assess-ready").waitFor();
  const radios = page.locator(".assess-item fieldset").first().locator("input[type=radio]");
  const [first, second] = [await box(radios.nth(0)), await box(radios.nth(1))];
  assert.ok(first.left > second.left, "the lowest point is at the right");
  await radios.first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowLeft");
  assert.ok(await radios.nth(1).isChecked());
  await page.keyboard.press("ArrowRight");
  assert.ok(await radios.nth(0).isChecked());
});

test("letters are neither set apart nor slanted, and published words have the serifs of their language", async (t) => {
  for (const [name, address, serif] of [["arabic", "standards/II.A.6.html", /Naskh/], ["chinese", "standards/2.1.1.html", /Songti/]]) {
    const page = await open(t, name, address);
    const style = await page.evaluate(() => {
      const tag = getComputedStyle(/** @type {Element} */ (document.querySelector(".sheet-tag")));
      const words = getComputedStyle(/** @type {Element} */ (document.querySelector(".sheet .words")));
      return { spacing: tag.letterSpacing, synthesis: tag.getPropertyValue("font-synthesis-style"), family: words.fontFamily };
    });
    assert.equal(style.spacing, "normal", name);
    assert.equal(style.synthesis, "none", name);
    assert.match(style.family, serif, name);
  }
});

test("in Chinese, what is hidden of a class is said in one line, and long titles of scales are in several", async (t) => {
  const page = await open(t, "chinese", "cohort.html", { width: 360 });
  await page.evaluate(() => {
    const card = '<div class="counts cohort-card"><table><caption class="counts-title">标题</caption><thead><tr><th></th><th>之前的人数</th><th>之后的人数</th><td class="bar-cell"></td></tr></thead><tbody><tr><th>回答的文字有这么长，要占好几行，也许还要更长一些</th><td><span class="cohort-hidden">不显示</span></td><td><span class="cohort-hidden">不显示</span></td><td class="bar-cell"></td></tr></tbody></table></div>';
    const app = /** @type {Element} */ (document.querySelector("#cohort-app"));
    app.innerHTML = card.replace("标题", "对这项实践有多大把握".repeat(6));
  });
  for (const hidden of await page.locator(".cohort-hidden").all()) assert.ok(((await hidden.boundingBox())?.height ?? 99) < 24);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0);
});

test("in Chinese, texts are cut between letters", async (t) => {
  const page = await open(t, "chinese", "standards/1.html");
  const line = (await page.locator(".outline li .published, .lines .published").first().textContent()) ?? "";
  assert.match(line, /^了解是什么促使人们.{10,40}…$/u);
  await page.goto(url("chinese", "standards/2.1.1.html"));
  const preview = await page.locator('a[data-preview-title="1.1.1"]').first().getAttribute("data-preview");
  if (preview) assert.ok([...preview].length > 100, preview);
  const index = fs.readFileSync(path.join(made, "chinese", "search-index.js"), "utf8");
  assert.match(index, /信任从守住小小的承诺开始/);
});
