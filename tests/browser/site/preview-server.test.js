"use strict";
// `standpoint serve` as a writer uses it: a page stays open while files are edited.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { after, before, test } = require("node:test");

const { desk, eventually } = require("../support/desk.js");
const { removed } = require("../support/files.js");

const site = desk();
const PATIENCE = 20_000;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-preview-"));
const file = (name) => path.join(folder, name);
const read = (name) => fs.readFileSync(file(name), "utf8");
const write = (name, text) => {
  fs.mkdirSync(path.dirname(file(name)), { recursive: true });
  fs.writeFileSync(file(name), text);
};
/** As many editors save: to another name first. */
const saveByRename = (name, text) => {
  write(`${name}~`, text);
  fs.renameSync(file(`${name}~`), file(name));
};

/** @type {import("node:child_process").ChildProcess} */
let server;
let said = "";
let url = "";

before(async () => {
  fs.cpSync(path.join(__dirname, "../../../content"), file("content"), { recursive: true });
  write("theme/styles/home.css", "/* ours */\n");
  const folders = ["--content", file("content"), "--output", file("output"), "--theme", file("theme")];
  server = spawn(process.env.STANDPOINT ?? "standpoint", ["serve", "--port", "0", ...folders], { stdio: ["ignore", "pipe", "pipe"] });
  server.stderr?.on("data", (data) => (said += data));
  url = await eventually(() => {
    const found = /The site is at (http:\S+)/.exec(said);
    assert.ok(found, said);
    return found[1];
  }, PATIENCE);
  if (!url.endsWith("/")) url += "/";
  await eventually(() => assert.match(said, /\d+ pages, 150 statements/), PATIENCE);
});
after(() => {
  server.kill("SIGKILL");
  removed(folder);
});

/** A page of the preview. It asks the preview for news, so the watch on requests is told of it. */
async function open(t, address, expected = /Failed to load resource.*404/) {
  const context = await site.context(t, { also: [url], expected });
  const page = await context.newPage();
  await page.goto(url + address);
  // It listens from now on: an edit before that would be seen by the page anyway, as it is told the state at first.
  return page;
}
const shows = (page, words) =>
  eventually(async () => assert.ok((await page.locator("main").innerText()).includes(words), `«${words}» is not shown`), PATIENCE);
const problems = (page) => page.locator("standpoint-problems section");

test("an edit is shown on the open page without asking", async (t) => {
  const page = await open(t, "topics/confidentiality.html");
  write("content/topics/confidentiality.md", `${read("content/topics/confidentiality.md")}\nWords written a moment ago.\n`);
  await shows(page, "Words written a moment ago.");
  saveByRename("content/topics/confidentiality.md", read("content/topics/confidentiality.md").replace("a moment ago", "by an editor that renames"));
  await shows(page, "Words written by an editor that renames.");
});

test("all open pages are told, and the ones that are not touched too", async (t) => {
  const one = await open(t, "topics/planning.html");
  const other = await one.context().newPage();
  await other.goto(`${url}topics/index.html`);
  write("content/topics/planning.md", read("content/topics/planning.md").replace(/^title: .*$/m, "title: Planning ahead of time"));
  await shows(other, "Planning ahead of time");
  await one.bringToFront();
  await shows(one, "Planning ahead of time");
});

test("a broken edit shows what is wrong, where and what to do, over the last good page; mended, it goes", async (t) => {
  const page = await open(t, "topics/supervision.html");
  const good = read("content/topics/supervision.md");
  const line = good.split("\n").length;
  write("content/topics/supervision.md", `${good}New words with [[II.A.61]] in them.\n`);
  await problems(page).waitFor({ timeout: PATIENCE });
  const told = await problems(page).innerText();
  assert.match(told, /could not be built/);
  assert.match(told, /II\.A\.61/);
  assert.match(told, new RegExp(`topics/supervision\\.md:${line}:`));
  assert.match(told, /did you mean II\.A\.6/);
  assert.match(await page.locator("h1").innerText(), /Supervision/);
  assert.ok(!(await page.locator("main").innerText()).includes("New words with"));
  // Whoever comes now sees the last good page too, and what is wrong.
  const other = await page.context().newPage();
  await other.goto(`${url}index.html`);
  await problems(other).waitFor();
  await other.close();
  await page.bringToFront();
  write("content/topics/supervision.md", `${good}New words with [[II.A.15]] in them.\n`);
  await shows(page, "New words with");
  await problems(page).waitFor({ state: "detached" });
});

test("what is wrong can be put away, and stays away until something else is", async (t) => {
  const page = await open(t, "topics/records.html");
  const good = read("content/topics/records.md");
  write("content/topics/records.md", `${good}\n[[nothing of the kind]]\n`);
  await problems(page).waitFor({ timeout: PATIENCE });
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Hide" }).click();
  await problems(page).waitFor({ state: "detached" });
  write("content/topics/records.md", `${good}\n[[nothing of that kind]]\n`);
  await problems(page).waitFor({ timeout: PATIENCE });
  write("content/topics/records.md", good);
  await eventually(async () => assert.equal(await problems(page).count(), 0), PATIENCE);
});

test("new files, folders and renames are seen, and deletions", async (t) => {
  const page = await open(t, "guides/index.html");
  write("content/guides/on-trust.md", "---\ntitle: On trust\nsummary: A guide written while the preview runs.\n---\n\nWords.\n");
  await shows(page, "On trust");
  await page.getByRole("link", { name: "On trust" }).click();
  assert.ok(page.url().endsWith("/guides/on-trust.html"));
  await page.goBack();
  fs.renameSync(file("content/guides/on-trust.md"), file("content/guides/on-confidence.md"));
  await eventually(async () => assert.match((await page.getByRole("link", { name: "On trust" }).getAttribute("href")) ?? "", /on-confidence/), PATIENCE);
  const gone = await page.request.get(`${url}guides/on-trust.html`);
  assert.equal(gone.status(), 404);
  fs.rmSync(file("content/guides/on-confidence.md"));
  await eventually(async () => assert.equal(await page.getByRole("link", { name: "On trust" }).count(), 0), PATIENCE);
});

test("edits of the theme and of site.yaml are seen", async (t) => {
  const page = await open(t, "index.html");
  write("theme/styles/home.css", "h1 { text-transform: uppercase; }\n");
  await eventually(async () => assert.equal(await page.locator("h1").evaluate((h1) => getComputedStyle(h1).textTransform), "uppercase"), PATIENCE);
  write("theme/words/en.yaml", "menu-explore: Look around\n");
  await page.locator(".menu a", { hasText: "Look around" }).waitFor({ timeout: PATIENCE });
  write("content/site.yaml", read("content/site.yaml").replace(/^title: .*$/m, "title: Another title"));
  await eventually(async () => assert.match(await page.title(), /^Another title$/), PATIENCE);
});

test("the page that is not there says so, with the site's own menu", async (t) => {
  const page = await open(t, "no/such/page.html");
  assert.equal(await page.locator("h1").innerText(), "There is no such page");
  await page.locator(".menu a").first().click();
  await page.locator("h1", { hasNotText: "There is no such page" }).waitFor();
});

test("Ctrl-C ends it, with exit code 0, while pages are open", async (t) => {
  // Chromium asks for a page's icon when the page has loaded, which may be after the end.
  const page = await open(t, "index.html", /net::ERR_(CONNECTION|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)/);
  assert.equal(await page.locator("h1").isVisible(), true);
  const ended = once(server, "exit");
  server.kill("SIGINT");
  const [code, signal] = await ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
  await page.close();
});
