"use strict";
// A site that was built with `--offline`, in a browser that loses its network.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, before, describe, it } = require("node:test");

const { HtmlValidate, StaticConfigLoader } = require("html-validate");

const { axe, codes, radio, ready, saved } = require("../assessment/form-support.js");
const { desk, eventually } = require("../support/desk.js");
const { filesOf, removed } = require("../support/files.js");
const { CONTENT, build } = require("../support/offline.js");
const { serve } = require("../support/serve.js");

const site = desk();
const made = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-offline-"));
const small = path.join(__dirname, "../../fixtures/small");
const built = path.join(made, "site");
/** What a browser says when nobody answers. */
const NO_NETWORK = /ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_FAILED|ERR_INTERNET_DISCONNECTED/;
const NO_FILE = /status of 404/;
const STATEMENT = "standards/II.A.6.html";

before(() => build(CONTENT, built, "--offline"));
after(() => removed(made));

/** A server for a folder, and a window before it. @param {import("node:test").TestContext} t @param {string} folder */
async function begin(t, folder, { under = "", ...options } = {}) {
  const server = await serve(folder);
  t.after(() => server.close());
  const context = await site.context(t, { also: [server.url], expected: new RegExp(`${NO_NETWORK.source}|${NO_FILE.source}`), locale: "en-US", ...options });
  const page = await context.newPage();
  const url = server.url + under;
  return { server, context, page, url, go: (address) => page.goto(url + address) };
}

/** A site of the small content, to be built again. @param {import("node:test").TestContext} t */
async function beginSmall(t, ...options) {
  const folder = fs.mkdtempSync(path.join(made, "small-"));
  fs.cpSync(path.join(small, "content"), path.join(folder, "content"), { recursive: true });
  const output = path.join(folder, "output");
  const again = (...others) => build(path.join(folder, "content"), output, ...others);
  const topic = path.join(folder, "content/topics/trust.md");
  again("--offline", ...options);
  return { folder, output, again, topic, ...(await begin(t, output)) };
}

/** The files that are kept. @param {import("playwright-core").Page} page @param {string} url */
const kept = (page, url) =>
  page.evaluate(async (url) => {
    const requests = (await caches.has(`standpoint ${url}`)) ? await (await caches.open(`standpoint ${url}`)).keys() : [];
    return requests.map((request) => decodeURIComponent(request.url.slice(url.length))).sort();
  }, url);
const isKept = (page, url, address) => eventually(async () => assert.ok((await kept(page, url)).includes(address), `${address} is not kept`));
/** Opens a page, and waits until it and what it needs is kept. */
async function visit({ page, url, go }, address) {
  await go(address);
  await isKept(page, url, address);
  await isKept(page, url, "offline-list.json");
}
/** Holds back the answers for files; gives what lets them go. */
function holdBack(server, ...addresses) {
  let letGo = () => {};
  const held = new Promise((done) => (letGo = () => done(undefined)));
  for (const address of addresses) server.delay.set(address, held);
  return letGo;
}
const h1 = (page) => page.locator("h1").innerText();
/** Has the worker begin anew, as after a pause. */
async function restart(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await session.detach();
}

describe("without a network", () => {
  it("a statement that was opened opens again, looks as it should, and has its tools and the search", async (t) => {
    const one = await begin(t, built);
    const { server, page } = one;
    await visit(one, STATEMENT);
    const width = await page.locator("main").evaluate((main) => main.clientWidth);
    server.away = true;
    await page.reload();
    assert.equal(await page.locator("main").evaluate((main) => main.clientWidth), width);
    assert.ok(await page.locator("link[rel=stylesheet]").evaluateAll((links) => links.every(({ sheet }) => sheet)), "a style is not there");
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await page.getByLabel("Your note on II.A.6").waitFor();
    await page.keyboard.press("Control+K");
    await page.locator("#search-input").pressSequentially("mutual aid");
    await page.locator("#search-results [role=option]").first().waitFor();
  });

  it("it does so after the worker was stopped, by any address that leads to it", async (t) => {
    const one = await begin(t, built);
    await visit(one, "topics/index.html");
    await visit(one, STATEMENT);
    one.server.away = true;
    for (const address of ["topics/", "topics/index.html?a=1", "standards/II%2EA.6.html#backlinks"]) {
      await restart(one.page);
      await one.go(address);
      assert.doesNotMatch(await h1(one.page), /not kept/, address);
    }
    assert.deepEqual((await kept(one.page, one.url)).filter((name) => /\?|\/$/.test(name)), []);
  });

  it("a self-assessment has its answers, and keeps more", async (t) => {
    const one = await begin(t, built);
    const { server, page } = one;
    await visit(one, "assessments/short.html");
    await ready(page);
    const [first, second] = await codes(page);
    const rate = async (code, value) => {
      await page.evaluate((one) => Standpoint.assess.app.goTo(one), code);
      await radio(page, code, "confidence", value).check();
      await saved(page);
    };
    await rate(first, 3);
    server.away = true;
    await page.reload();
    await ready(page);
    assert.ok(await radio(page, first, "confidence", 3).isChecked());
    await rate(second, 2);
    await page.reload();
    await ready(page);
    assert.ok(await radio(page, second, "confidence", 2).isChecked());
    await page.evaluate(() => Standpoint.assess.app.goTo("#nothing"));
    // What was answered is in none of the copies.
    const texts = await page.evaluate(async () => {
      const all = [];
      for (const name of await caches.keys()) for (const answer of await (await caches.open(name)).matchAll()) all.push(await answer.text());
      return all.join("\n");
    });
    assert.ok(texts.length > 500_000 && !/"occasions":\s*\[\s*\{/.test(texts));
  });

  it("flashcards are there once their page was opened", async (t) => {
    const one = await begin(t, built);
    await visit(one, "flashcards.html");
    for (const cards of ["cards/section-II.js", "cards/terms.js"]) await isKept(one.page, one.url, cards);
  });

  it("a page that was not opened says so, and leads there when there is a network again", async (t) => {
    const one = await begin(t, built);
    const { server, page, url, go } = one;
    await visit(one, STATEMENT);
    server.away = true;
    await go("topics/confidentiality.html");
    assert.equal(await h1(page), "This page is not kept");
    assert.ok(await page.locator("link[rel=stylesheet]").evaluateAll((links) => links.every(({ sheet }) => sheet)), "a style is not there");
    server.away = false;
    await page.getByRole("link", { name: "Try again" }).click();
    await page.waitForURL(`${url}topics/confidentiality.html`);
    assert.equal(await h1(page), "Confidentiality");
  });

  it("a page comes from what is kept where the network doesn't answer for some seconds, and not where it does", async (t) => {
    const one = await begin(t, built);
    const { server, page, url } = one;
    await visit(one, STATEMENT);
    const answer = holdBack(server, STATEMENT);
    await page.goto(url + STATEMENT, { waitUntil: "commit" });
    assert.match(await h1(page), /II\.A\.6|aspirations/);
    answer();
  });
});

describe("the whole site", () => {
  const about = "about.html#offline";
  const button = (page) => page.getByRole("button", { name: "Keep the whole site for reading offline" });
  const held = (page) => page.locator("[data-offline-held]");

  it("is kept when it is asked for, says what it takes, and opens at any page; and goes when that is asked for", async (t) => {
    const one = await begin(t, built);
    const { server, page, url, go } = one;
    const all = filesOf(built, "").filter((name) => fs.statSync(path.join(built, name)).isFile());
    const besides = [".standpoint-manifest.json", "404.html", "sw.js"];
    const files = all.filter((name) => !besides.includes(name));
    const takes = `${Math.round(files.reduce((sum, name) => sum + fs.statSync(path.join(built, name)).size, 0) / 1e6)} MB`;
    await go(about);
    await button(page).waitFor();
    await eventually(async () => assert.equal(await held(page).innerText(), `Pages kept in this browser: 3 of 340. The whole site takes ${takes}.`));
    await button(page).click();
    await page.getByText("Done. Every page opens without a network now.").waitFor({ timeout: 60_000 });
    assert.equal(await held(page).innerText(), `The whole site is kept in this browser, and takes ${takes}.`);
    assert.equal(await button(page).isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Remove the kept copy");
    assert.deepEqual(await kept(page, url), files);
    server.away = true;
    for (const address of ["index.html", "courses/foundations/history-and-values.html", "glossary/mutual-aid.html", "matrix/II.html", "practice.html"]) {
      await go(address);
      assert.notEqual(await h1(page), "This page is not kept", address);
    }
    await go(about);
    await page.getByRole("button", { name: "Remove the kept copy" }).click();
    await page.getByText("The kept copy is gone.").waitFor();
    await button(page).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Keep the whole site for reading offline");
    assert.equal(await page.getByRole("button", { name: "Remove the kept copy" }).isVisible(), false);
    assert.deepEqual((await kept(page, url)).filter((name) => name.includes("/") && !name.startsWith("assets/")), []);
    await go("glossary/mutual-aid.html");
    assert.equal(await h1(page), "This page is not kept");
    await go("index.html");
    assert.notEqual(await h1(page), "This page is not kept", "the first page always opens");
  });

  it("says how much of it failed, and goes on from there", async (t) => {
    const one = await begin(t, built);
    const { server, page, go } = one;
    await go(about);
    await button(page).waitFor();
    // Of all files one is answered late, when there is no network any more.
    const answer = holdBack(server, "assessments/ethics.html");
    await button(page).click();
    await eventually(() => assert.ok(server.asked.includes("assessments/ethics.html")));
    server.away = true;
    answer();
    await page.getByText(/Files that could not be kept: \d+\./).waitFor({ timeout: 60_000 });
    server.away = false;
    await button(page).click();
    await page.getByText("Done. Every page opens without a network now.").waitFor({ timeout: 60_000 });
  });

  it("says so when the worker is silent, and goes on from there when that is asked for", async (t) => {
    const one = await begin(t, built);
    const { server, page, go } = one;
    await page.clock.install();
    await go(about);
    await button(page).waitFor();
    const answer = holdBack(server, "assessments/ethics.html");
    await button(page).click();
    await eventually(() => assert.ok(server.asked.includes("topics/index.html")));
    await restart(page);
    await page.clock.fastForward(59_000);
    assert.equal(await page.getByRole("status").filter({ hasText: "being kept" }).isVisible(), true);
    await page.clock.fastForward(60_000);
    await page.getByText("This did not come to its end.").waitFor();
    assert.equal(await page.locator("#offline progress").isVisible(), false);
    answer();
    server.delay.clear();
    server.asked.length = 0;
    await button(page).click();
    await page.getByText("Done. Every page opens without a network now.").waitFor({ timeout: 60_000 });
    assert.ok(!server.asked.includes("assessments/index.html"), "what is kept is not fetched again");
  });

  it("is shown where a link leads to it, though it is not there at first", async (t) => {
    const one = await begin(t, built);
    const { server, page, go } = one;
    await visit(one, "about.html");
    assert.equal(await page.evaluate(() => scrollY), 0);
    server.away = true;
    await go("topics/confidentiality.html");
    await page.getByRole("link", { name: "What is kept, and how to keep the whole site" }).click();
    await button(page).waitFor();
    await eventually(async () => assert.ok(await page.locator("#offline-head").evaluate((head) => scrollY > 0 && head.getBoundingClientRect().top < innerHeight / 2)));
  });

  it("says so when the browser has no room", async (t) => {
    const { page, context, go, url } = await begin(t, built);
    await go(about);
    await button(page).waitFor();
    const session = await context.newCDPSession(page);
    const before = await kept(page, url);
    await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(url).origin, quotaSize: 3_000_000 });
    await button(page).click();
    await page.getByText("This browser has no room for the whole site.").waitFor({ timeout: 60_000 });
    assert.deepEqual(await kept(page, url), before, "what was fetched takes no room");
  });

  for (const [width, colorScheme] of /** @type {const} */ ([[1280, "light"], [360, "dark"]]))
    it(`axe-core finds nothing where it is kept, at ${width} px, ${colorScheme}`, async (t) => {
      const { page, server, go } = await begin(t, built, { width, colorScheme, bypassCSP: true });
      await go(about);
      await button(page).waitFor();
      assert.deepEqual(await axe(page), []);
      const answer = holdBack(server, "index.html", STATEMENT);
      await button(page).click();
      await page.locator("#offline progress").waitFor();
      assert.deepEqual(await axe(page), [], "while it is being kept");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      answer();
      await page.getByText("Done.").waitFor({ timeout: 60_000 });
      assert.deepEqual(await axe(page), [], "when it is kept");
      server.away = true;
      await go("offline.html");
      assert.deepEqual(await axe(page), [], "the page in the place of others");
    });
});

describe("a site that changes", () => {
  it("is the new one at once, and what is kept becomes it", async (t) => {
    const one = await beginSmall(t);
    const { page, server, url, go, again, topic } = one;
    await visit(one, "guides/first-steps.html");
    await visit(one, "topics/trust.html");
    fs.appendFileSync(topic, "\nWords of today.\n");
    again("--offline");
    await page.reload();
    await page.getByText("Words of today.").waitFor();
    // What wasn't opened since is fetched anew beside that.
    fs.appendFileSync(topic, "\nWords of tomorrow.\n");
    again("--offline");
    await go("guides/first-steps.html");
    await eventually(async () => assert.match(await page.evaluate(async (url) => (await caches.match(url))?.text(), `${url}topics/trust.html`), /tomorrow/));
    server.away = true;
    await go("topics/trust.html");
    await page.getByText("Words of tomorrow.").waitFor();
  });

  it("with other names of its styles has those of the pages that are kept", async (t) => {
    const one = await beginSmall(t);
    const { page, server, url, go, again, folder } = one;
    await visit(one, "guides/first-steps.html");
    await visit(one, "topics/trust.html");
    const style = (names) => names.filter((name) => name.startsWith("assets/standpoint."));
    const before = style(await kept(page, url));
    assert.equal(before.length, 1);
    server.asked.length = 0;
    await page.reload();
    assert.deepEqual(server.asked.filter((name) => name.startsWith("assets/")), [], "files with a hash are asked for once");
    fs.mkdirSync(path.join(folder, "themes/default/styles"), { recursive: true });
    fs.writeFileSync(path.join(folder, "themes/default/styles/standpoint.css"), "body { color: rgb(1, 2, 3) }\n");
    again("--offline");
    await page.reload();
    await eventually(async () => {
      const now = style(await kept(page, url));
      assert.ok(now.length === 1 && now[0] !== before[0], `${now}`);
    });
    await isKept(page, url, "guides/first-steps.html");
    server.away = true;
    await go("guides/first-steps.html");
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(1, 2, 3)");
  });

  it("no longer has a copy of a page that is gone, and gives a whole copy the pages that are new", async (t) => {
    const one = await beginSmall(t);
    const { page, url, go, again, folder } = one;
    await visit(one, "topics/trust.html");
    await go("about.html#offline");
    await page.getByRole("button", { name: "Keep the whole site for reading offline" }).click();
    await page.getByText("Done.").waitFor();
    const guides = path.join(folder, "content/guides");
    fs.renameSync(path.join(guides, "first-steps.md"), path.join(guides, "next-steps.md"));
    again("--offline");
    await page.reload();
    await isKept(page, url, "guides/next-steps.html");
    await eventually(async () => assert.ok(!(await kept(page, url)).includes("guides/first-steps.html")));
  });

  it("that is built without it has no worker and no copies any more", async (t) => {
    const one = await beginSmall(t);
    const { page, server, url, go, again, output } = one;
    await visit(one, "topics/trust.html");
    again();
    assert.ok(!fs.existsSync(path.join(output, "sw.js")));
    await go("topics/trust.html");
    await eventually(async () => {
      assert.deepEqual(await kept(page, url), []);
      assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    });
    await go("topics/boundaries.html");
    assert.deepEqual(await page.evaluate(() => caches.keys()), []);
    server.away = true;
    await assert.rejects(go("topics/trust.html"), NO_NETWORK);
  });
});

describe("what is no file of the site", () => {
  it("is not kept, nor answered for: others beside it, parts, what leads elsewhere, what failed", async (t) => {
    const one = await beginSmall(t);
    const { page, server, url, go, output } = one;
    await visit(one, "topics/trust.html");
    fs.mkdirSync(path.join(output, "others"));
    fs.writeFileSync(path.join(output, "others/index.html"), "<!doctype html><title>Others</title><p>Another site.");
    const before = await kept(page, url);
    await go("others/index.html");
    await go("no-such-page.html");
    await go("topics/trust.html?response=secret");
    await page.evaluate((ask) => navigator.serviceWorker.controller?.postMessage(ask), { ask: "keep", addresses: ["others/index.html", "../x", "https://example.org/a.js", "topics/%2e%2e%2fx"] });
    // Whatever is asked of it next is done after that.
    await visit(one, "topics/boundaries.html");
    assert.deepEqual(await kept(page, url), [...before, "topics/boundaries.html"].sort());
    server.away = true;
    await assert.rejects(go("others/index.html"), NO_NETWORK);
  });

  it("of two sites on one host each has its own copies", async (t) => {
    const both = fs.mkdtempSync(path.join(made, "both-"));
    fs.writeFileSync(path.join(both, "404.html"), "<!doctype html><title>Not there</title>");
    for (const name of ["one", "two"]) build(path.join(small, "content"), path.join(both, name), "--offline");
    const { server, page, url, go } = await begin(t, both);
    const of = (name) => ({ page, url: `${url}${name}/`, go: (address) => go(`${name}/${address}`) });
    await visit(of("one"), "topics/trust.html");
    await visit(of("two"), "topics/boundaries.html");
    assert.ok(!(await kept(page, `${url}one/`)).includes("topics/boundaries.html"));
    build(path.join(small, "content"), path.join(both, "one"));
    await go("one/topics/trust.html");
    await eventually(async () => assert.deepEqual(await kept(page, `${url}one/`), []));
    server.away = true;
    await go("two/topics/boundaries.html");
    assert.notEqual(await h1(page), "This page is not kept");
    await go("two/topics/trust.html");
    assert.equal(await h1(page), "This page is not kept");
    const again = page.locator("[data-again]");
    assert.equal(await again.getAttribute("href"), `${url}two/topics/trust.html`);
    // Whatever stands in its address, it leads to no other site.
    for (const elsewhere of ["../one/about.html", "/one/", "//example.org/", "javascript:alert(1)", "%E0%A4"]) {
      await page.goto("about:blank");
      await go(`two/offline.html#${elsewhere}`);
      await page.locator("html").evaluate(() => new Promise((done) => (document.readyState === "complete" ? done(0) : addEventListener("load", done))));
      const href = await again.getAttribute("href");
      assert.ok(href === null || href.startsWith(`${url}two/`), `${href}`);
    }
  });
});

it("its own parts are valid HTML", () => {
  const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:standard"] }));
  for (const address of ["about.html", "offline.html", STATEMENT]) {
    const { results } = validator.validateFileSync(path.join(built, address));
    assert.deepEqual(results.flatMap(({ messages }) => messages.map(({ line, message }) => `${address}:${line} ${message}`)), []);
  }
});

it("opened from a folder it is as any other, and says nothing of a network", async (t) => {
  const context = await site.context(t, { also: ["file://"] });
  const page = await context.newPage();
  await page.goto(`file://${built}/about.html`);
  await page.getByRole("heading", { name: "How it is made" }).waitFor();
  assert.equal(await page.getByRole("heading", { name: "Reading without a network" }).isVisible(), false);
});
