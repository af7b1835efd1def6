"use strict";
// Courses as they stand without anybody's answers: from a folder, without scripts, on a telephone, and on paper.
// What scripts make of lessons is in ../study.

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");

const { desk } = require("../support/desk.js");
const { isWhole } = require("../support/pages.js");

const site = desk();
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const home = "courses/foundations/index.html";

/** The addresses of all pages of the courses. */
function pages() {
  const folder = path.join(site.folder, "courses");
  const files = fs.readdirSync(folder, { recursive: true }).map(String);
  return files.filter((file) => file.endsWith(".html")).map((file) => `courses/${file.replaceAll(path.sep, "/")}`);
}

/** The first page with these words in its HTML. */
function pageWith(/** @type {string} */ words) {
  const found = pages().find((address) => fs.readFileSync(path.join(site.folder, address), "utf8").includes(words));
  assert.ok(found, `a page with ${words}`);
  return found;
}

/** The words of a page as they are printed, white space collapsed. */
async function printed(t, address) {
  const page = await site.open(t, address);
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-")), "page.pdf");
  t.after(() => fs.rmSync(path.dirname(file), { recursive: true }));
  await page.pdf({ path: file, format: "A4" });
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }).replace(/\s+/g, " ");
}

test("axe-core finds nothing on the pages of a course, on a telephone and in the dark", async (t) => {
  const context = await site.context(t, { width: 360, colorScheme: "dark", bypassCSP: true });
  const page = await context.newPage();
  for (const address of pages()) {
    await page.goto(site.http + address);
    await page.evaluate(axe);
    const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    // @ts-ignore: axe is there now
    const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags, resultTypes: ["violations"] }), runOnly);
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html}`), [], address);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${address} is ${wide} px too wide`);
  }
});

test("a course opens from a folder, and its lessons lead from one to the next", async (t) => {
  const page = await site.open(t, home, { over: "file" });
  const lessons = await page.locator("[data-lesson]").count();
  assert.ok(lessons > 1);
  await page.locator("[data-lesson] a").first().click();
  const seen = [];
  for (;;) {
    seen.push(await page.locator("article.lesson").getAttribute("data-lesson"));
    const next = page.locator("a[rel=next]");
    if ((await next.count()) === 0) break;
    // A case becomes shorter when its script begins, which moves what is below.
    await page.waitForFunction(isWhole);
    const address = await next.evaluate((link) => /** @type {HTMLAnchorElement} */ (link).href);
    await next.click();
    await page.waitForURL(address);
  }
  assert.equal(new Set(seen).size, lessons);
});

test("without scripts a check can be filled in, and a case read to its end", async (t) => {
  const context = await site.context(t, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.file + pageWith('class="vignette"'));
  const scenes = page.locator(".vignette-scene");
  assert.ok((await scenes.count()) > 2);
  for (const scene of await scenes.all()) assert.ok(await scene.isVisible());
  assert.ok(await page.locator(".vignette-feedback").first().isVisible());
  await page.locator(".choice-text a").first().click();
  const to = new URL(page.url()).hash;
  assert.ok(await page.locator(`[id="${to.slice(1)}"]`).isVisible(), to);
  await page.goto(site.file + pageWith('class="check"'));
  await page.locator(".check-option").first().click();
  assert.ok(await page.locator(".check-option input").first().isChecked());
  assert.ok(await page.locator(".check noscript a, .check .notice a").first().isVisible(), "the way to the key");
});

test("published words in a lesson are in frames of their own, and are the same as on their page", async (t) => {
  const page = await site.open(t, pageWith('class="embed paper"'));
  const frames = page.locator("figure.embed");
  for (const frame of await frames.all()) {
    const code = await frame.locator(".code").first().innerText();
    const words = await frame.locator("[data-normative]").first().innerText();
    const own = fs.readFileSync(path.join(site.folder, `standards/${code}.html`), "utf8");
    const shown = own.split("data-normative>")[1].split("</div>")[0].replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
    assert.equal(words.replace(/\s+/g, " ").trim(), shown.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&"), code);
    assert.ok((await frame.locator("figcaption").innerText()).length > 0);
  }
});

test("a lesson prints lines to write on, and no hint for who types", async (t) => {
  const address = pageWith("check-writing");
  const words = await printed(t, address);
  assert.match(words, /For yourself; nobody else sees it\./);
  assert.doesNotMatch(words, /Nobody marks this/);
  assert.match(words, /Statements\s/);
  const page = await site.open(t, address, { width: 673 });
  await page.waitForFunction(isWhole);
  await page.emulateMedia({ media: "print" });
  assert.ok((await page.locator(".check-writing ~ .course-lines").first().boundingBox())?.height);
});

for (const width of [360, 1280]) {
  test(`what a question asks for is as wide as the question, at ${width} px`, async (t) => {
    const context = await site.context(t, { width });
    const page = await context.newPage();
    const kinds = new Set();
    for (const address of pages().filter((name) => fs.readFileSync(path.join(site.folder, name), "utf8").includes("data-question"))) {
      await page.goto(site.http + address);
      const questions = await page.locator("fieldset[data-question]").evaluateAll((all) =>
        all.map((one) => ({
          kind: one.getAttribute("data-kind") ?? "",
          asked: one.querySelector("legend")?.textContent,
          wide: [...one.children].filter((part) => part.checkVisibility() && !part.matches("button")).map((part) => part.clientWidth / one.clientWidth),
        })),
      );
      for (const { kind, asked, wide } of questions) {
        kinds.add(kind);
        assert.ok(wide.length > 1 && wide.every((part) => part > 0.95), `${address}: ${asked} ${wide}`);
      }
    }
    assert.ok(kinds.size > 4, [...kinds].join());
  });
}

test("what is too long to be read in what it is chosen from is listed with its letter", async (t) => {
  const context = await site.context(t, { width: 360 });
  const page = await context.newPage();
  await page.goto(site.http + pageWith("check-rights is-listed"));
  const questions = page.locator("fieldset:has(.check-pairs)");
  const cut = await questions.evaluateAll((all) => {
    // A closed select shows its words in the font and with the padding of itself; a span has the width that they need.
    const measure = document.createElement("span");
    measure.style.whiteSpace = "nowrap";
    document.body.append(measure);
    return all.map((question) => {
      const select = /** @type {HTMLSelectElement} */ (question.querySelector("select"));
      const room = select.clientWidth - 2 * Number.parseFloat(getComputedStyle(select).paddingInlineStart);
      measure.style.font = getComputedStyle(select).font;
      const needed = [...select.options].map(({ textContent }) => {
        measure.textContent = textContent;
        return measure.getBoundingClientRect().width;
      });
      const list = /** @type {HTMLElement} */ (question.querySelector(".check-rights"));
      return { cut: needed.some((width) => width > room), listed: list.checkVisibility(), words: list.innerText };
    });
  });
  assert.ok(cut.some((one) => one.cut), "the page has one");
  for (const one of cut) if (one.cut) assert.ok(one.listed && /^A\s/.test(one.words), one.words);
});

test("a worksheet prints its questions and no answer, and the key prints them", async (t) => {
  const worksheet = /** @type {string} */ (pages().find((address) => address.endsWith("-worksheet.html")));
  const key = worksheet.replace("-worksheet", "-key");
  const html = fs.readFileSync(path.join(site.folder, key), "utf8");
  const text = (/** @type {string} */ one) => one.replace(/<[^>]*>/g, "").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
  const feedback = [...html.matchAll(/<dd>(.*?)<\/dd>/gs)].map((found) => text(found[1]).replace(/\s+/g, " ").trim().slice(0, 30));
  assert.ok(feedback.length > 3);
  const [asked, answered] = [await printed(t, worksheet), await printed(t, key)];
  assert.match(asked, /Name or pseudonym/);
  for (const one of feedback) assert.ok(!asked.includes(one), `“${one}” is on the worksheet`);
  assert.ok(feedback.filter((one) => answered.includes(one)).length > feedback.length / 2, "the key has the feedback");
  assert.ok(!asked.includes("Search"), "nothing of the site around it");
});

test("a lesson prints its check with boxes and lines, and a case with all its scenes", async (t) => {
  const words = await printed(t, pageWith('class="vignette"'));
  assert.match(words, /Scene 1/);
  assert.match(words, /an ending/);
  assert.ok(!words.includes("Choose …"), "a list to choose from can’t be printed");
  assert.doesNotMatch(words, /· *·/, "what is left out leaves no sign behind");
});

test("a syllabus prints outcomes, lessons and readings", async (t) => {
  const words = await printed(t, "courses/foundations/syllabus.html");
  for (const one of ["After this course you can", "Lesson 1", "Readings", "Statements it teaches"]) assert.ok(words.includes(one), one);
});

test("the coverage table keeps its codes in sight on a telephone", async (t) => {
  const page = await site.open(t, "courses/foundations/coverage.html", { width: 360, height: 740 });
  const table = page.locator(".coverage-table");
  const row = table.locator("tbody tr:not(.coverage-part)").first();
  const before = await row.locator("th").boundingBox();
  await table.evaluate((element) => element.scrollBy(400, 0));
  const after = await row.locator("th").boundingBox();
  assert.ok(before && after && Math.abs(before.x - after.x) < 2, "the first column stays");
  const lessons = await table.locator("thead th").count();
  const cells = await table.locator("tbody tr:not(.coverage-part)").evaluateAll((rows) =>
    rows.map((one) => [...one.children].reduce((sum, cell) => sum + /** @type {HTMLTableCellElement} */ (cell).colSpan, 0)),
  );
  assert.ok(cells.every((count) => count === lessons), "every row has a cell for every lesson");
  const states = await table.locator("tbody").evaluateAll((parts) =>
    parts.map((part) => [...part.querySelectorAll("tr:not(.coverage-part)")].map((one) => ["coverage-gap", "coverage-mentioned", "coverage-taught"].indexOf(one.className))),
  );
  for (const part of states) assert.deepEqual(part, [...part].sort(), "what is missing comes first");
});

test("a statement leads to the lessons that teach it, and search finds them", async (t) => {
  const page = await site.open(t, pageWith('article class="lesson"'));
  const title = await page.locator("h1").innerText();
  const code = (await page.locator("#taught + ul .code").first().innerText()).trim();
  await page.goto(`${site.http}standards/${code}.html`);
  const links = await page.locator(".ours-side a").allInnerTexts();
  assert.ok(links.some((link) => title.endsWith(link)), `${code} is taught in ${title}`);
  await page.keyboard.press("/");
  await page.locator("#search-input").fill("Working with mandated members");
  await page.locator("#search-results li", { hasText: "Lesson" }).first().waitFor();
});
