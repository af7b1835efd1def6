"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { describe, it } = require("node:test");
const { accessible, everywhere, printed, tabTo } = require("../assessment/panels-support.js");
const { desk: makeDesk, eventually } = require("../support/desk.js");
const { archive } = require("../unit/cohort/archive.js");
const { assess, cohort, dataOf, classFiles, folderOf, pathsOf, table } = require("./cohort-support.js");

const desk = makeDesk();
const data = dataOf(desk.folder);
const short = classFiles(data, "short");

/** The page, with these files opened. */
async function opened(t, files = short, options = {}) {
  const page = await desk.open(t, "cohort.html", options);
  await page.locator("html[data-ready]").waitFor();
  if (files.length) await choose(page, pathsOf(files));
  return page;
}
const choose = (page, paths) => page.getByLabel("Choose files", { exact: true }).setInputFiles(paths);
const status = (page) => page.locator("#cohort-app .cohort-status").first();
const shown = (page) => page.locator("#cohort-result").waitFor();
const text = (page, selector) => page.locator(selector).innerText();
/** The file that an action hands out. */
async function handed(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
}
/** Counts of a block as they stand in its tables: one list a scale, one a row. */
const counts = (page, block) =>
  page.locator(`[data-block="${block}"] .cohort-card`).evaluateAll((cards) =>
    cards.map((card) => [...card.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td:not(.bar-cell)")].map((cell) => cell.textContent))),
  );
/** As `everywhere`, for long reports in two of the four ways: a phone at night and a desk by day. */
async function inTwo(page, what) {
  for (const [colorScheme, width] of /** @type {const} */ ([["dark", 360], ["light", 1280]])) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await accessible(page, `${what}, ${colorScheme}`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${what} is wider than ${width}`);
  }
}
/** What the page should show of these files. */
async function expected(files, assessment, options) {
  const into = await cohort.readFiles(cohort.emptyClass(), files.map(({ name, text }) => new File([text], name)), data);
  const definition = cohort.assessmentData(data, assessment);
  return cohort.figuresOf(cohort.peopleOf([...into.taken.values()], assessment, true), definition, { look: "last", before: null, minimum: 5, research: false, ...options });
}
const asShown = (report, id) => report.blocks.find((block) => block.id === id).figures.map(({ scale, look, before }) => (look.counts ?? before?.counts ? scale.points.map((_, index) => [...(before ? [before] : []), look].map((side) => String(side.counts?.[index] ?? "hidden"))) : []));

for (const over of /** @type {const} */ (["http", "file"]))
  describe(`the class over ${over}`, () => {
    it("opens many files, tells what it made of them, and shows counts", async (t) => {
      const page = await opened(t, [...short, { name: "cut.json", text: "{" }, { name: "photo.png", text: "?" }], { over });
      await shown(page);
      assert.match(await text(page, "#cohort-app"), /32 responses are open\.[\s\S]*1 left out[\s\S]*cut\.json[\s\S]*not JSON[\s\S]*1 earlier revision[\s\S]*1 duplicate[\s\S]*1 other file/);
      const report = await expected(short, "short");
      for (const id of ["I.A.1", "II.A.6"]) assert.deepEqual(await counts(page, id), asShown(report, id), id);
      assert.deepEqual(await counts(page, "mutual-aid"), asShown(report, "mutual-aid"));
      assert.doesNotMatch(await text(page, "#cohort-app"), /Invented data|NaN|undefined|\{\w+\}/);
      for (const { text: one } of short.slice(0, 5)) assert.ok(!(await page.content()).includes(`>${JSON.parse(one).person.pseudonym}<`));
    });

    it("opens a folder and an archive", async (t) => {
      const page = await opened(t, [], { over });
      const folder = folderOf([...short.slice(0, 8).map((file) => ({ ...file, name: `week/${file.name}` })), { name: ".DS_Store", text: "?" }]);
      await page.getByLabel("Choose a folder").setInputFiles(folder);
      await eventually(async () => assert.match(await text(page, ".cohort-outcome"), /6 responses are open/));
      const zip = archive([...short.slice(8).map(({ name, text: content }) => ({ name: `class/${name}`, data: content })), { name: "bomb.json", data: " ".repeat(5_000_000) }, { name: "inner.zip", data: archive([]) }]);
      await choose(page, pathsOf([{ name: "class.zip", text: zip }]));
      await eventually(async () => assert.match(await text(page, ".cohort-outcome"), /32 responses are open/));
      const refused = await text(page, ".cohort-refused");
      assert.match(refused, /class\.zip: bomb\.json It would unpack to more than 200 times its size/);
      assert.match(refused, /class\.zip: inner\.zip An archive inside an archive/);
    });

    it("offers invented data, and marks them everywhere", async (t) => {
      const page = await opened(t, [], { over });
      await page.getByLabel("Invented answers to").selectOption({ label: "A short look across all phases" });
      await page.getByRole("button", { name: "Open the demonstration data" }).click();
      await shown(page);
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Open the demonstration data");
      assert.match(await text(page, ".cohort-report"), /Invented data\. Nobody gave these answers\./);
      const blocks = await page.locator(".cohort-block").count();
      assert.ok(blocks > 30);
      assert.equal(await page.locator(".cohort-block > .cohort-invented").count(), blocks);
      const file = await handed(page, "Counts as shown (CSV)");
      assert.match(file.name, /^invented-short-counts-/);
      assert.match(file.bytes.toString(), /Invented data/);
      assert.match(await printed(page), /Invented data\. Nobody gave these answers\.[\s\S]*Invented[\s\S]*Invented/);
    });

    it("keeps nothing", async (t) => {
      const page = await opened(t, short.slice(0, 6), { over });
      await shown(page);
      const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]);
      assert.deepEqual(kept, [0, 0, "", 0]);
      await page.reload();
      await page.locator("html[data-ready]").waitFor();
      assert.equal(await page.locator("#cohort-result").count(), 0);
    });
  });

describe("the class", () => {
  it("hides small counts and what would give them away, and never less than 3", async (t) => {
    const page = await opened(t);
    await shown(page);
    const minimum = page.getByLabel("Hide counts under");
    for (const [typed, used] of [["3", 3], ["8", 8], ["1", 3], ["", 5], ["4000", 50]]) {
      await minimum.fill(String(typed));
      await minimum.press("Tab");
      await eventually(async () => {
        assert.equal(await minimum.inputValue(), String(used));
        if (used === 50) return assert.match(await text(page, ".cohort-report"), /Fewer than 50 people have this occasion/);
        const report = await expected(short, "short", { minimum: used });
        for (const id of ["I.A.1", "II.A.6"]) assert.deepEqual(await counts(page, id), asShown(report, id), `${id} under ${used}`);
      });
      if (used === 50) continue;
      // In every row that has one hidden count there is another.
      const all = await page.locator(".cohort-card table").evaluateAll((tables) => tables.map((one) => [...one.querySelectorAll("tbody td:not(.bar-cell)")].map((cell) => cell.textContent ?? "")));
      assert.ok(all.some((row) => row.includes("hidden")));
      for (const row of all) {
        assert.notEqual(row.filter((count) => count === "hidden").length, 1, row.join());
        for (const count of row) assert.ok(count === "hidden" || count === "0" || Number(count) >= Number(used), row.join());
      }
    }
  });

  it("protects people among invented ones as others", async (t) => {
    const page = await opened(t, classFiles(data, "short", { invented: true }));
    await shown(page);
    const minimum = page.getByLabel("Hide counts under");
    await minimum.fill("1");
    await minimum.press("Tab");
    await eventually(async () => assert.doesNotMatch(await text(page, "#cohort-result"), /hidden/));
    assert.equal(await minimum.inputValue(), "1");
    await choose(page, pathsOf([{ ...short[0], text: short[0].text.replace(/"id":\s*"[^"]+"/, '"id":"somebody"') }]));
    await eventually(async () => assert.equal(await minimum.inputValue(), "3"));
    assert.match(await text(page, "#cohort-app"), /Invented data/);
  });

  it("compares occasions, in the research view too", async (t) => {
    const page = await opened(t);
    await shown(page);
    await page.getByLabel("Occasion", { exact: true }).selectOption({ label: "Latest review (28 people)" });
    await page.getByLabel("Compare with").selectOption({ label: "Baseline (32 people)" });
    await page.getByLabel("Research view").check();
    await page.locator(".cohort-research").first().waitFor();
    const report = await expected(short, "short", { look: "review", before: "baseline", research: true });
    assert.deepEqual(await counts(page, "II.A.6"), asShown(report, "II.A.6"));
    assert.equal(report.pairs, 28);
    assert.doesNotMatch(await text(page, ".cohort-report"), /one occasion only/);
    await page.getByLabel("Occasion", { exact: true }).selectOption({ label: "Latest occasion (32 people)" });
    await page.getByText("4 people have one occasion only, which counts before and after.").waitFor();
    await page.getByLabel("Occasion", { exact: true }).selectOption({ label: "Latest review (28 people)" });
    await page.getByText("one occasion only").waitFor({ state: "detached" });
    const whole = report.blocks[0].figures[0].research;
    const said = await page.locator(".cohort-block.is-whole .cohort-research").first().innerText();
    for (const value of [whole.mean, whole.sd, whole.change.d, whole.change.interval.low, whole.change.interval.high]) assert.ok(said.replace(/\s+/g, " ").includes(value.toFixed(2).replace("-", "−")), `${value} in ${said}`);
    assert.match(said, /With care: .*few people/);
    const about = await text(page, ".cohort-about");
    for (const words of [/noncentral t/, /nothing is called significant/, /Two reports on almost the same people/, /equal steps/]) assert.match(about, words);
    assert.doesNotMatch(await text(page, ".cohort-report"), /%(?! interval)|NaN|undefined|Infinity/);
    await page.getByLabel("Counts and medians").check();
    await eventually(async () => assert.equal(await page.locator(".cohort-research").count(), 0));
  });

  it("keeps self-assessments apart, and lets choose", async (t) => {
    const other = classFiles(data, "planning", { people: 7, seed: 9 });
    const page = await opened(t, [...short, ...other.map((file) => ({ ...file, name: `planning-${file.name}` }))]);
    await shown(page);
    assert.match(await text(page, "#cohort-result"), /A short look/);
    await page.getByLabel("Self-assessment", { exact: true }).selectOption({ label: "Planning a group (7)" });
    await eventually(async () => assert.match(await text(page, "#cohort-result"), /Planning a group/));
    assert.deepEqual(await counts(page, "II.A.6"), asShown(await expected(other, "planning"), "II.A.6"));
  });

  it("finds two files of one person by the pseudonym, unless told otherwise", async (t) => {
    const alone = short.slice(0, 12).flatMap(({ text: content }, index) => {
      const whole = JSON.parse(content);
      return whole.occasions.slice(0, 2).map((occasion, round) => ({ name: `${index}-${round}.json`, text: JSON.stringify({ ...whole, id: `${whole.id}-${round}`, occasions: [occasion] }) }));
    });
    const page = await opened(t, alone);
    await shown(page);
    assert.match(await text(page, "#cohort-app"), /\d+ people have files that were put together/);
    const before = await page.getByLabel("Occasion", { exact: true }).locator("option").allInnerTexts();
    await page.getByLabel("Take files with the same pseudonym for one person").uncheck();
    await eventually(async () => assert.notDeepEqual(await page.getByLabel("Occasion", { exact: true }).locator("option").allInnerTexts(), before));
    assert.ok(await page.getByLabel("Take files with the same pseudonym for one person").evaluate((box) => box === document.activeElement));
  });

  it("leaves out hostile files with their reasons, and goes on", async (t) => {
    const good = JSON.parse(short[0].text);
    const bad = {
      "proto.json": short[1].text.replace('"format"', '"__proto__":{"polluted":1},"format"'),
      "nan.json": short[1].text.replace(/"value":\d/, '"value":NaN'),
      "huge.json": short[1].text.replace(/"value":\d/, '"value":1e400'),
      "surrogate.json": short[1].text.replace(/"pseudonym":"\w+"/, '"pseudonym":"\\ud800"'),
      "occasions.json": JSON.stringify({ ...good, id: "o", occasions: Array.from({ length: 10_000 }, (_, n) => ({ ...good.occasions[0], id: `o${n}`, ratings: {} })) }),
      "large.json": `{"format":"standpoint-response","padding":"${"x".repeat(50_000_000)}"}`,
      "deep.json": "[".repeat(1_000_000),
      "markup.json": JSON.stringify({ ...good, id: "m", site: { key: "x", title: "<img src=x onerror=alert(1)>" } }),
      "<img src=x onerror=alert(1)>.json": "{}",
      "not.zip": "PK nothing",
    };
    const page = await opened(t, [...Object.entries(bad).map(([name, content]) => ({ name, text: content })), ...short]);
    await shown(page);
    const refused = await page.locator(".cohort-refused > li").allTextContents();
    assert.equal(refused.length, Object.keys(bad).length, refused.join("\n"));
    for (const [name, reason] of [["proto", /__proto__/], ["nan", /not JSON/], ["huge", /too large/], ["surrogate", /half a letter/], ["occasions", /500/], ["large", /40 MB/], ["deep", /deep/], ["markup", /another site: <img/], ["not.zip", /damaged/]])
      assert.match(refused.find((one) => one.startsWith(String(name))) ?? "", /** @type {RegExp} */ (reason), String(name));
    assert.equal(await page.locator("#cohort-app img").count(), 0);
    assert.equal(await page.evaluate(() => /** @type {any} */ ({}).polluted), undefined);
    assert.match(await text(page, ".cohort-outcome"), /32 responses are open/);
  });

  it("stops when it is told to, and everything is as it was", async (t) => {
    const page = await opened(t, short.slice(0, 6));
    await shown(page);
    await choose(page, pathsOf(classFiles(data, "whole-framework", { people: 150 })));
    await page.getByRole("button", { name: "Cancel" }).click();
    await eventually(async () => assert.match(await status(page).innerText(), /Stopped\. Nothing was changed\./));
    assert.match(await text(page, ".cohort-outcome"), /responses are open/);
    assert.match(await text(page, "#cohort-result"), /A short look/);
    assert.equal(await page.locator("#cohort-app").getAttribute("aria-busy"), "false");
    assert.ok(await page.locator("#cohort-files").evaluate((heading) => heading === document.activeElement));
  });

  it("takes 500 files of the whole framework, while the page stays alive", async (t) => {
    const files = classFiles(data, "whole-framework", { people: 500, seed: 3 });
    const paths = pathsOf(files);
    const page = await opened(t, []);
    page.setDefaultTimeout(120_000);
    await page.evaluate(() => {
      const long = ((/** @type {any} */ (globalThis)).longest = { task: 0, bar: 0 });
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (long.task = Math.max(long.task, duration)))).observe({ entryTypes: ["longtask"] });
      const bar = document.querySelector("progress");
      new MutationObserver(() => long.bar++).observe(/** @type {Node} */ (bar), { attributes: true });
    });
    const baseline = performance.now();
    for (const { text: content } of files) JSON.parse(content);
    const parsed = performance.now() - baseline;
    const start = performance.now();
    await choose(page, paths);
    await shown(page);
    const all = performance.now() - start;
    const { task, bar } = await page.evaluate(() => /** @type {any} */ (globalThis).longest);
    assert.match(await text(page, ".cohort-outcome"), /500 responses are open/);
    assert.ok(bar > 20, "the bar moves");
    const megabytes = files.reduce((sum, { text: content }) => sum + content.length, 0) / 1e6;
    t.diagnostic(`${files.length} files, ${megabytes.toFixed(0)} MB: ${(all / 1000).toFixed(1)} s from choosing to seeing; JSON.parse alone ${(parsed / 1000).toFixed(1)} s; longest task ${task.toFixed(0)} ms`);
    const report = await expected(files, "whole-framework");
    assert.deepEqual(await counts(page, "III.A.2.b"), asShown(report, "III.A.2.b"));
    const again = performance.now();
    await page.getByLabel("Compare with").selectOption("first");
    await page.getByLabel("Research view").check();
    await page.locator(".cohort-research").first().waitFor();
    t.diagnostic(`the research view of 500, before and after: ${((performance.now() - again) / 1000).toFixed(1)} s`);
  });

  it("opens what is dropped on it", async (t) => {
    const page = await opened(t, []);
    const transfer = await page.evaluateHandle((files) => {
      const made = new DataTransfer();
      for (const { name, text } of files) made.items.add(new File([text], name));
      return made;
    }, short);
    await page.locator(".cohort-in").dispatchEvent("dragover", { dataTransfer: transfer });
    assert.ok(await page.locator(".cohort-in.is-over").count());
    await page.locator(".cohort-in").dispatchEvent("drop", { dataTransfer: transfer });
    await shown(page);
    assert.match(await text(page, ".cohort-outcome"), /32 responses are open/);
    assert.equal(await page.locator(".cohort-in.is-over").count(), 0);
  });

  it("asks for the passphrase of encrypted files, and keeps them waiting if it is wrong", async (t) => {
    const locked = await Promise.all(short.slice(0, 3).map(async ({ name, text: content }) => ({ name, text: await assess.encrypt(content, "open water") })));
    const page = await opened(t, [...locked, ...short.slice(10, 20)]);
    await shown(page);
    assert.match(await text(page, ".cohort-locked"), /3 encrypted files/);
    await page.getByLabel("Passphrase").fill("no water");
    await page.getByRole("button", { name: "Open with this passphrase" }).click();
    await eventually(async () => assert.match(await text(page, ".cohort-locked"), /does not open/));
    await accessible(page, "encrypted");
    await page.getByLabel("Passphrase").fill("open water");
    await page.getByLabel("Passphrase").press("Enter");
    await eventually(async () => assert.match(await text(page, ".cohort-outcome"), /13 responses are open/));
    assert.equal(await page.locator(".cohort-locked").count(), 0);
  });

  it("hands out tables, a codebook and charts that say the same", async (t) => {
    const page = await opened(t);
    await shown(page);
    await page.getByLabel("Occasion", { exact: true }).selectOption("review");
    await page.getByLabel("Compare with").selectOption("baseline");
    await page.getByText("Baseline: 32 people. Both: 28.").waitFor();
    const report = await expected(short, "short", { look: "review", before: "baseline" });

    const shownCounts = table((await handed(page, "Counts as shown (CSV)")).bytes.toString());
    for (const { id, figures } of report.blocks.filter(({ by }) => by === "statement"))
      for (const { scale, look } of figures) {
        const rows = shownCounts.filter((row) => row.id === id && row.scale === scale.title && row.occasion === "Latest review").slice(0, scale.points.length);
        assert.deepEqual(rows.map(({ count }) => count), scale.points.map((_, index) => String(look.counts?.[index] ?? "hidden")), `${id} ${scale.id}`);
      }

    const tidy = table((await handed(page, "Tidy table (CSV)")).bytes.toString());
    const people = new Set(tidy.map(({ person }) => person));
    assert.equal(people.size, 32);
    for (const person of people) assert.match(person, /^P\d\d$/);
    const given = short.filter(({ name }) => !/again|earlier/.test(name)).flatMap(({ text: content }) => JSON.parse(content).occasions.flatMap((occasion) => Object.values(occasion.ratings).flatMap((rating) => Object.values(rating.roles.worker.scales)))).length;
    assert.equal(tidy.length, given);
    await page.getByLabel("With the pseudonyms that people chose, and with dates").check();
    const named = table((await handed(page, "Tidy table (CSV)")).bytes.toString());
    assert.ok(named.some(({ person, occasion_date }) => person === JSON.parse(short[0].text).person.pseudonym && occasion_date === "2026-02-02"));

    const wide = table((await handed(page, "Wide table (CSV)")).bytes.toString());
    const book = table((await handed(page, "Codebook (CSV)")).bytes.toString());
    assert.equal(wide.length, 32);
    const confidence = wide.map((row) => row.II_A_6_confidence_after).filter((value) => /^\d$/.test(value));
    const side = report.blocks.find(({ id }) => id === "II.A.6").figures.find(({ scale }) => scale.id === "confidence").look;
    assert.equal(confidence.length, side.n);
    assert.ok(book.some(({ variable, code }) => variable === "II_A_6_confidence_after" && code === "II.A.6"));
    assert.match((await handed(page, "Codebook (Markdown)")).bytes.toString(), /# Codebook: A short look/);

    const { bytes, name } = await handed(page, "Charts (SVG, in one zip)");
    assert.match(name, /^short-charts-.*\.zip$/);
    const folder = folderOf([{ name, text: bytes }]);
    execFileSync("python3", ["-m", "zipfile", "-e", path.join(folder, name), folder]);
    const charts = fs.readdirSync(folder).filter((one) => one.endsWith(".svg"));
    assert.equal(charts.length, report.blocks.reduce((sum, { figures }) => sum + figures.length, 0));
    const chart = fs.readFileSync(path.join(folder, "statement-II.A.6-confidence.svg"), "utf8");
    for (const count of side.counts) assert.ok(chart.includes(`>${count ?? "hidden"}</text>`));
    // A browser takes it for a picture.
    assert.deepEqual(
      await page.evaluate((svg) => {
        const read = new DOMParser().parseFromString(svg, "image/svg+xml");
        return [read.querySelector("parsererror")?.textContent ?? "", read.documentElement.localName];
      }, chart),
      ["", "svg"],
    );
  });

  it("prints a report that reads well", async (t) => {
    const page = await opened(t);
    await shown(page);
    await page.getByLabel("Compare with").selectOption("baseline");
    await page.getByLabel("Research view").check();
    await page.locator(".cohort-research").first().waitFor();
    const paper = await printed(page);
    assert.match(paper, /^\s*A short look across all phases/);
    for (const words of ["The whole", "By section", "By topic", "By statement", "II.A.6", "Median:", "Cronbach’s alpha", "What these figures are", "IASWG, Inc. Single copies"]) assert.ok(paper.includes(words), words);
    for (const words of ["Choose files", "Take it with you", "Hide counts under", "Open the demonstration data", "Go to"]) assert.ok(!paper.includes(words), words);
    for (const title of ["The whole", "By section", "By part", "By topic", "By statement"]) assert.doesNotMatch(paper, new RegExp(`${title}\\s*\f`), "a title alone at the foot of a page");
  });

  it("closes all files after asking", async (t) => {
    const page = await opened(t, short.slice(0, 6));
    await shown(page);
    await page.getByRole("button", { name: "Close all files" }).click();
    await accessible(page, "closing");
    await page.locator("dialog[open]").getByRole("button", { name: "Close all files" }).click();
    await eventually(async () => assert.equal(await page.locator("#cohort-result").count(), 0));
    assert.equal(await text(page, ".cohort-outcome"), "");
    assert.equal(await page.getByLabel("Compare with").count(), 0);
  });

  it("keeps what has the focus in sight, on a phone, while statements above it are drawn", async (t) => {
    const page = await opened(t, [], { width: 360, height: 640, reducedMotion: "reduce" });
    await page.locator("#cohort-app select").first().selectOption("whole-framework");
    await page.getByRole("button", { name: "Open the demonstration data" }).click();
    await shown(page);
    await page.locator("#cohort-by-statement").focus();
    const statements = await page.locator(".cohort-block.is-statement").count();
    const place = () => page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).getBoundingClientRect().top);
    const inSight = (/** @type {number} */ top) => top >= 0 && top < 640;
    const outside = [];
    for (let n = 0; n < statements; n++) {
      // As fast as when the key is held down.
      await page.keyboard.press("Tab");
      if (inSight(await place())) continue;
      await page.waitForTimeout(300);
      if (!inSight(await place())) outside.push(await page.evaluate(() => document.activeElement?.textContent));
    }
    assert.deepEqual(outside, []);
  });

  it("works by keyboard alone", async (t) => {
    const page = await opened(t, []);
    await tabTo(page, ".cohort-demo button");
    await page.keyboard.press("Enter");
    await shown(page);
    await tabTo(page, "#cohort-choose-before");
    await page.keyboard.press("ArrowDown");
    await page.locator(".cohort-legend").waitFor();
    assert.ok(await page.locator("#cohort-choose-before").evaluate((field) => field === document.activeElement));
    await tabTo(page, "[value='plain']");
    await page.keyboard.press("ArrowDown");
    await page.locator(".cohort-research").first().waitFor();
    await tabTo(page, ".cohort-jump a");
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#cohort-by-whole$/);
  });

  it("is accessible in every state, at both widths and in both schemes", async (t) => {
    const page = await opened(t, []);
    await everywhere(page, "empty");
    await choose(page, pathsOf([...classFiles(data, "mandated-members", { people: 12 }), { name: "cut.json", text: "{" }, { name: "x".repeat(150) + ".json", text: "{}" }]));
    await shown(page);
    for (const fold of await page.locator(".cohort-outcome summary").all()) if (!(await fold.evaluate((one) => one.parentElement?.hasAttribute("open")))) await fold.click();
    await inTwo(page, "counts");
    await page.getByLabel("Compare with").selectOption("first");
    await page.getByLabel("Research view").check();
    await page.locator(".cohort-research").first().waitFor();
    await inTwo(page, "research");
    await page.getByLabel("Hide counts under").fill("40");
    await page.getByLabel("Hide counts under").press("Tab");
    await page.getByText("Fewer than 40 people have this occasion").waitFor();
    await everywhere(page, "too few");
  });

  it("says what it needs where there is no JavaScript", async (t) => {
    const plain = await desk.open(t, "cohort.html", { javaScriptEnabled: false });
    assert.match(await plain.locator("main").innerText(), /this page needs JavaScript/);
    assert.equal(await plain.locator("#cohort-app").isVisible(), false);
  });

  it("says so where archives cannot be opened", async (t) => {
    const made = await desk.context(t);
    await made.addInitScript(() => delete (/** @type {any} */ (globalThis).DecompressionStream));
    const page = await made.newPage();
    await page.goto(`${desk.http}cohort.html`);
    await page.locator("html[data-ready]").waitFor();
    assert.match(await text(page, ".cohort-in"), /cannot open zip archives/);
    await choose(page, pathsOf([{ name: "a.zip", text: archive([{ name: "a.json", data: "{}" }]) }]));
    await eventually(async () => assert.match(await text(page, ".cohort-refused"), /Unpack it, and choose the folder/));
  });

  it("works for another framework, with its own scales", async (t) => {
    const folder = folderOf([]);
    execFileSync(process.env.STANDPOINT ?? "", ["init", path.join(folder, "own")]);
    execFileSync(process.env.STANDPOINT ?? "", ["build", "--content", path.join(folder, "own/content"), "--output", path.join(folder, "site")]);
    const own = dataOf(path.join(folder, "site"));
    const made = await desk.context(t, { also: [`file://${folder}`] });
    const page = await made.newPage();
    await page.goto(`file://${folder}/site/cohort.html`);
    await page.getByRole("button", { name: "Open the demonstration data" }).click();
    await shown(page);
    assert.equal(await page.locator(".cohort-block.is-statement").count(), own.assessments[0].statements.length);
    await choose(page, pathsOf(short.slice(0, 1)));
    await eventually(async () => assert.match(await text(page, ".cohort-refused"), /another site/));
  });
});
