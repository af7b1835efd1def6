"use strict";
// `standpoint serve` as a writer uses it: edit, look, break, mend.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");

const { desk, eventually } = require("../support/desk.js");

const site = desk();
const content = path.join(__dirname, "../../../content");

/** A preview of a copy of the content. */
async function preview(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-serve-"));
  fs.cpSync(content, path.join(folder, "content"), { recursive: true });
  const server = spawn(process.env.STANDPOINT ?? "", ["serve", "--port", "0"], { cwd: folder });
  let told = "";
  server.stderr.on("data", (data) => (told += data));
  const ended = new Promise((done) => server.once("exit", (code, signal) => done(code ?? signal)));
  t.after(async () => {
    server.kill("SIGKILL");
    await ended;
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const url = await eventually(() => {
    const found = told.match(/http:\/\/\S+/);
    assert.ok(found, told);
    return found[0];
  }, 60_000);
  const edit = (name, change) => {
    const file = path.join(folder, "content", name);
    fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
  };
  return { url, edit, folder, server, ended };
}

test("an edit is shown, a broken one told of with the last good page kept, and mended", async (t) => {
  const { url, edit } = await preview(t);
  const context = await site.context(t, { also: [url] });
  const page = await context.newPage();
  await page.goto(`${url}topics/confidentiality.html`);
  edit("topics/confidentiality.md", (text) => text.replace("title: Confidentiality", "title: Keeping confidence"));
  await eventually(async () => assert.equal(await page.locator("h1").innerText(), "Keeping confidence"), 30_000);

  edit("topics/confidentiality.md", (text) => `${text}\nSee [[II.A.61]].\n`);
  await page.getByText("there is no statement “II.A.61”").first().waitFor({ timeout: 30_000 });
  await page.getByText(/topics\/confidentiality\.md/).first().waitFor();
  assert.equal(await page.locator("h1").first().innerText(), "Keeping confidence");

  edit("topics/confidentiality.md", (text) => text.replace("\nSee [[II.A.61]].\n", "\nMended.\n"));
  await page.locator("main").getByText("Mended.").waitFor({ timeout: 30_000 });
  assert.equal(await page.getByText("II.A.61").count(), 0);
});

test("a new file and a renamed one are seen, and Ctrl-C ends well", async (t) => {
  const { url, folder, server, ended } = await preview(t);
  const guides = path.join(folder, "content/guides");
  const get = async (address) => (await fetch(url + address)).status;
  fs.writeFileSync(path.join(guides, "new.md"), "---\ntitle: New\nsummary: New.\norder: 9\n---\n\nWords.\n");
  await eventually(async () => assert.equal(await get("guides/new.html"), 200), 30_000);
  fs.renameSync(path.join(guides, "new.md"), path.join(guides, "newer.md"));
  await eventually(async () => assert.deepEqual([await get("guides/new.html"), await get("guides/newer.html")], [404, 200]), 30_000);
  server.kill("SIGINT");
  assert.equal(await ended, 0);
});
