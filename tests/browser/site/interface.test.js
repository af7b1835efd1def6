"use strict";
// The interface in every language that is built in but English, around published words that stay English: one page of
// every kind, from a folder, in a narrow window.

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, describe, test } = require("node:test");
const { pathToFileURL } = require("node:url");
const { promisify } = require("node:util");

const { desk, eventually } = require("../support/desk.js");
const { isWhole, onlyOverHttp, pages } = require("../support/pages.js");
const { serve } = require("../support/serve.js");

const root = path.join(__dirname, "../../..");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Kinds of pages that axe-core looks at. */
const LOOKED_AT = ["statement", "explore", "assessment", "cohort", "flashcards", "lesson"];
const SHORT = "assessments/short.html";

const site = desk();
const words = path.join(root, "themes/default/words");
const languages = fs.readdirSync(words).map((name) => path.basename(name, ".yaml")).filter((tag) => tag !== "en");

/** The words of a language, whose lines are `key: word`, in quotes as JSON has them. @param {string} tag */
function wordsOf(tag) {
  const lines = fs.readFileSync(path.join(words, `${tag}.yaml`), "utf8").matchAll(/^([\w-]+): (.*)$/gm);
  return Object.fromEntries([...lines].map(([, key, word]) => [key, word.startsWith('"') ? JSON.parse(word) : word]));
}

/** A sign in every published title, so that a title is known wherever it stands. */
const SIGN = "※";

/** The bundled content, with an interface in this language. One section has no short title. @param {string} tag */
async function built(tag) {
  const made = path.join(process.env.STANDPOINT_MADE ?? "", `interface-${tag}`);
  const content = path.join(made, "content");
  fs.cpSync(path.join(root, "content"), content, { recursive: true });
  const config = path.join(content, "site.yaml");
  fs.writeFileSync(config, fs.readFileSync(config, "utf8").replace(/^language: .*$/m, `language: ${tag}`));
  fs.appendFileSync(path.join(content, "standards/framework.yaml"), "\nlanguage: en\n");
  for (const name of fs.readdirSync(path.join(content, "standards"), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".md")) continue;
    const file = path.join(content, "standards", name);
    const text = fs.readFileSync(file, "utf8").replace(/^(title: .*?)("?)$/m, `$1 ${SIGN}$2`);
    fs.writeFileSync(file, name === "VI.md" ? text.replace(/^short-title: .*\n/m, "") : text);
  }
  const output = path.join(made, "site");
  await promisify(execFile)(process.env.STANDPOINT ?? "standpoint", ["build", "--content", content, "--output", output]);
  return output;
}

/** In the page: what is wrong with the languages that its elements say. @param {{ tag: string, sign: string }} of */
function misspoken({ tag, sign }) {
  // Of results of a search, what is published has classes of its own.
  const published = ".words, .published, .as-published, .published-result .search-text, .published-result .search-head > strong:not(.code)";
  const languageOf = (element) => element.closest("[lang]")?.getAttribute("lang");
  const all = [...document.querySelectorAll("body *")];
  return [
    ...all.filter((one) => one.matches(published) && languageOf(one) !== "en"),
    ...all.filter((one) => !one.closest(published) && languageOf(one) !== tag),
    ...all.filter((one) => languageOf(one) === tag && !one.matches("script, noscript") && [...one.childNodes].some((node) => node instanceof Text && node.data.includes(sign))),
  ].map((one) => one.outerHTML.slice(0, 160));
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What axe-core finds wrong. It may not read style sheets from a folder again, and needs them for one rule only. */
async function faults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => /** @type {any} */ (window).axe.run({ runOnly, resultTypes: ["violations"], preload: false }), tags);
  return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 160)}: ${node.failureSummary}`));
}

describe("the interface", () => {
  for (const tag of languages) {
    describe(`in ${tag}`, () => {
      const said = wordsOf(tag);
      let file = "";
      /** @type {Awaited<ReturnType<typeof serve>>} */
      let server = /** @type {any} */ (undefined);
      before(async () => {
        const folder = await built(tag);
        file = pathToFileURL(`${folder}/`).href;
        server = await serve(folder);
      });
      after(() => server?.close());

      /** @param {import("node:test").TestContext} t */
      async function narrow(t) {
        // axe is put into the page, which its policy rightly refuses to anybody else.
        const context = await site.context(t, { width: 360, bypassCSP: true, also: [file, server.url] });
        return context.newPage();
      }
      /** The word that stands by `n`. @param {string} key @param {number} n */
      const counted = (key, n) => (said[`${key}-${new Intl.PluralRules(tag).select(n)}`] ?? said[key]).replace("{n}", String(n));

      const sound = async (page, name) => {
        assert.ok((await overflow(page)) <= 0, `${name} is ${await overflow(page)} px too wide`);
        assert.deepEqual(await page.evaluate(misspoken, { tag, sign: SIGN }), [], name);
      };

      test("fits, says which words are in which language, and can be reached by everybody", async (t) => {
        const page = await narrow(t);
        const seen = new Set();
        for (const { kind, address, name } of pages) {
          if (seen.has(kind)) continue;
          seen.add(kind);
          await page.goto((onlyOverHttp({ kind }) ? server.url : file) + address);
          assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
          await page.waitForFunction(isWhole);
          if (kind === "explore") await page.locator("[data-results] li").first().waitFor();
          // How far one is, is told a moment after the rest is there.
          if (kind === "assessment") await page.locator("#assess-progress summary", { hasText: /\d/ }).waitFor();
          if (["practice", "supervision"].includes(kind)) await page.locator("html[data-ready]").waitFor();
          if (kind === "cohort") {
            await page.getByRole("button", { name: said["cohort-demo"], exact: true }).click();
            await page.locator(".cohort-block").first().waitFor();
          }
          if (kind === "flashcards") {
            await page.getByRole("button", { name: said["study-cards-begin"], exact: true }).click();
            await page.getByRole("button", { name: said["study-cards-show"], exact: true }).click();
            assert.ok((await page.locator(".card-words .words").count()) > 0);
          }
          await sound(page, name);
          if (LOOKED_AT.includes(kind)) assert.deepEqual(await faults(page), [], name);
        }
      });

      test("says what the file of words says, in the menu, the search and the study tools", async (t) => {
        const page = await narrow(t);
        await page.goto(`${file}standards/II.A.6.html`);
        assert.deepEqual(
          await page.locator(".menu a").evaluateAll((all) => all.map((one) => one.textContent?.trim())),
          ["standards", "topics", "explore", "assessments", "courses", "matrix", "glossary", "guides", "about"].map((key) => said[`menu-${key}`]),
        );
        assert.equal(await page.locator(".study-tool-note").innerText(), said["study-note"]);
        await page.locator(".study-tool-note").click();
        await page.getByRole("textbox", { name: said["study-note-label"].replace("{code}", "II.A.6") }).waitFor();

        await page.locator("[data-search-open]").click();
        const status = page.locator("#search [role=status]");
        await page.locator("#search-input").fill("confidentiality");
        await page.locator("#search-results li").first().waitFor();
        // A word that is found once, and how often the other one is.
        const [rare, several] = await page.evaluate(async () => {
          const { index } = await Standpoint.search.load("");
          const times = (query) => Standpoint.search.search(index, query).length;
          const all = index.entries.flatMap(([, , title, , text]) => `${title} ${text}`.match(/[a-z]{9,}/g) ?? []);
          return [all.find((word) => times(word) === 1) ?? "", times("confidentiality")];
        });
        assert.ok(several > 1);
        for (const [query, n] of /** @type {const} */ ([["confidentiality", several], [rare, 1]])) {
          await page.locator("#search-input").fill(query);
          await eventually(async () => assert.equal(await status.innerText(), counted("search-count", n), query));
          await sound(page, `search for ${query}`);
        }
        assert.match(counted("search-count", 1), /^1 /);
      });

      test("says so in an assessment, and what to talk about stays in its own language", async (t) => {
        const page = await narrow(t);
        await page.goto(file + SHORT);
        await page.locator("html.assess-ready").waitFor();
        for (const [scale, value] of [["importance", 4], ["confidence", 1]])
          for (const radio of (await page.locator(`input[name$="|${scale}"][value="${value}"]`).all()).slice(0, 8)) await radio.evaluate((one) => /** @type {HTMLElement} */ (one).click());
        await page.locator(".assess-bar").getByRole("link", { name: said["assess-ui-results"], exact: true }).click();
        await page.locator(".result-talk .words, .result-talk .published").first().waitFor();
        assert.equal((await page.locator("#result-talk").innerText()).replace(/ \(\d+\)$/, ""), said["assess-talk"]);
        const median = await page.locator(".median").first().evaluate((one) => one.firstChild?.textContent);
        assert.equal(median, said["assess-median"] + said.colon);
        await sound(page, "results");

        await page.locator('.assess-saved[data-state="saved"]').waitFor({ state: "attached" });
        await page.goto(`${file}practice.html`);
        await page.locator("#practice-app .entry").first().waitFor();
        await sound(page, "what is stored");
        await page.getByRole("link", { name: said["assess-practice-supervision"] }).first().click();
        await page.getByRole("button", { name: said["assess-sup-new"], exact: true }).click();
        await page.getByText(said["assess-sup-pick"], { exact: true }).click();
        assert.ok((await page.locator("#supervision-app .published").count()) > 0);
        await sound(page, "supervision");
      });
    });
  }
});
