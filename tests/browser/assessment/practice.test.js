"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");
const { after, before, describe, it } = require("node:test");
const { pathToFileURL } = require("node:url");
const { OUTPUT, accessible, everywhere, start, store, tabTo } = require("./panels-support.js");

function response({ data, put, answer, write }) {
  const occasion = put("occasion", { kind: "baseline", date: "2026-03-02" });
  const later = put("occasion", { kind: "review", date: "2026-06-02" });
  for (const { code } of data.items.slice(0, 6)) {
    answer(occasion, code, "confidence", 2);
    answer(later, code, "confidence", 3);
  }
  write(occasion, data.items[0].code, "A note of mine.");
  put("journal", { text: "An evening." });
  put("plan", { goal: "Wait" });
}

describe("my practice", () => {
  let site;
  before(async () => (site = await start()));
  after(() => site.stop());

  /** Two self-assessments in one browser. */
  async function opened({ empty = false, ...options } = {}) {
    const person = await site.person(options);
    const ids = [];
    if (!empty)
      for (const name of ["short", "planning"]) {
        await person.open(`assessments/${name}.html`);
        ids.push(await store(person.page, response));
      }
    await person.open("practice.html");
    await person.page.locator("html[data-ready]").waitFor();
    return { ...person, ids, panel: person.page.locator("#practice-app") };
  }
  const choose = (panel, files) => panel.getByLabel("Choose files").setInputFiles(files);
  const dialog = (page) => page.locator("dialog[open]").last();
  const written = (name, text) => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-")), name);
    fs.writeFileSync(file, text);
    return file;
  };

  it("shows what is stored across self-assessments, and opens it", async () => {
    const { page, panel, ids, close } = await opened();
    assert.equal(await panel.locator(".entry").count(), 2);
    const text = await panel.locator(".entry", { hasText: "A short look" }).innerText();
    assert.match(text, /by Heron[\s\S]*2 occasions · 6 statements with answers or notes · 1 journal entry · 1 goal[\s\S]*KB[\s\S]*2026[\s\S]*not yet/);
    await panel.getByRole("link", { name: /^Open \(A short look/ }).click();
    await page.waitForURL(/assessments\/short\.html/);
    await page.waitForFunction((id) => globalThis.Standpoint?.assess.app?.session?.id === id, ids[0]);
    await close();
  });

  it("saves all to one file, deletes all, and restores it after showing what it brings", async () => {
    const { page, panel, file, close } = await opened();
    await panel.getByRole("button", { name: "Save all to one file" }).click();
    const saved = await file(() => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
    assert.match(path.basename(saved), /^iaswg-2e-\d{4}-\d\d-\d\d\.standpoint\.json$/);
    assert.equal(JSON.parse(fs.readFileSync(saved)).responses.length, 2);
    await page.waitForFunction(() => !document.getElementById("practice-app").textContent.includes("not yet"));
    await page.waitForFunction(() => document.activeElement?.textContent === "Save all to one file");

    await panel.getByRole("button", { name: "Delete everything here" }).click();
    const lost = await dialog(page).innerText();
    for (const words of ["This will be deleted:", "A short look across all phases · 2 occasions", "Planning a group · 2 occasions"]) assert.ok(lost.includes(words), words);
    await file(() => dialog(page).getByRole("button", { name: "Save a file first" }).click());
    await dialog(page).getByRole("button", { name: "Delete everything here" }).click();
    await panel.getByText("Nothing is stored here.").waitFor();
    await page.reload();
    await panel.getByText("Nothing is stored here.").waitFor();

    await choose(panel, saved);
    assert.match(await dialog(page).innerText(), /What the file brings[\s\S]*Nothing is changed yet[\s\S]*Not stored here yet/);
    await accessible(page, "preview");
    assert.equal(await panel.locator(".entry").count(), 0);
    await dialog(page).getByRole("button", { name: "Take in" }).click();
    await panel.locator(".entry").nth(1).waitFor();
    assert.match(await panel.innerText(), /6 statements with answers or notes · 1 journal entry · 1 goal/);
    await close();
  });

  it("deletes one after showing what is lost and offering a file, and puts it back", async () => {
    const { page, panel, file, close } = await opened();
    await panel.getByRole("button", { name: /^Delete \(A short look/ }).click();
    assert.match(await dialog(page).innerText(), /2 occasions[\s\S]*6 statements with answers or notes[\s\S]*1 journal entry[\s\S]*1 goal/);
    await page.keyboard.press("Escape");
    assert.equal(await panel.locator(".entry").count(), 2);
    await panel.getByRole("button", { name: /^Delete \(A short look/ }).click();
    const saved = await file(() => dialog(page).getByRole("button", { name: "Save a file first" }).click());
    assert.equal(JSON.parse(fs.readFileSync(saved)).format, "standpoint-response");
    // Told where it can be read out and put away: what lies behind the dialog can't.
    const told = dialog(page).getByRole("status");
    await told.getByText("in your downloads").waitFor();
    await accessible(page, "told in a dialog");
    await told.getByRole("button", { name: "Close message" }).click();
    assert.equal(await told.innerText(), "");
    assert.equal(await page.evaluate(() => document.activeElement?.closest("dialog")?.open), true);
    await dialog(page).getByRole("button", { name: "Save a file first" }).click();
    await told.getByText("in your downloads").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("body > [role=status]").getByText("in your downloads").waitFor();
    await panel.getByRole("button", { name: /^Delete \(A short look/ }).click();
    await dialog(page).getByRole("button", { name: "Delete", exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll("#practice-app .entry").length === 1);
    await page.getByRole("button", { name: "Undo" }).click();
    await panel.locator(".entry").nth(1).waitFor();
    await close();
  });

  it("saves without notes, and with a passphrase that is asked for again", async () => {
    const { page, panel, file, close } = await opened();
    const save = async (fill) => {
      await panel.getByRole("button", { name: /^Save a file \(A short look/ }).click();
      await fill?.();
      return file(() => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
    };
    const without = fs.readFileSync(await save(() => dialog(page).getByLabel("Without notes and journal").check()), "utf8");
    assert.doesNotMatch(without, /A note of mine|An evening/);
    // No copy of all: the reminder goes on.
    assert.match(await panel.locator(".entry", { hasText: "A short look" }).innerText(), /not yet/);
    await panel.getByRole("button", { name: /^Save a file \(A short look/ }).click();
    await dialog(page).getByLabel("Passphrase").fill("short");
    await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
    await dialog(page).getByRole("alert").filter({ hasText: /at least 8/ }).waitFor();
    await page.keyboard.press("Escape");
    const locked = await save(() => dialog(page).getByLabel("Passphrase").fill("open water in march"));
    assert.equal(JSON.parse(fs.readFileSync(locked)).format, "standpoint-encrypted");
    await choose(panel, locked);
    await dialog(page).getByLabel("Passphrase").fill("something else");
    await dialog(page).getByRole("button", { name: "Open it" }).click();
    await dialog(page).getByText("does not open this file").waitFor();
    await dialog(page).getByLabel("Passphrase").fill("open water in march");
    await dialog(page).getByRole("button", { name: "Open it" }).click();
    await dialog(page).getByText("The same is stored here already").waitFor();
    await close();
  });

  it("puts two states together, or lets the file take the place, and goes back", async () => {
    const { page, panel, file, ids, close } = await opened();
    await panel.getByRole("button", { name: /^Save a file \(A short look/ }).click();
    const saved = await file(() => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
    // Later, something is added here.
    await page.goto(`${site.base}assessments/short.html?response=${ids[0]}#assess-plan`);
    await page.getByRole("button", { name: "New goal" }).click();
    await page.locator("#assess-plan textarea").first().fill("A later goal");
    await page.getByRole("button", { name: "Done", exact: true }).click();
    await page.evaluate(() => Standpoint.assess.app.settled());
    await page.goto(`${site.base}practice.html`);
    await panel.getByText("2 goals").waitFor();
    await choose(panel, saved);
    await dialog(page).getByText("The same is stored here already").waitFor();
    await page.keyboard.press("Escape");
    // A file that has something else.
    const other = JSON.parse(fs.readFileSync(saved));
    other.journal[0].text = "Another evening.";
    other.journal[0].changed = { text: { at: "2026-03-05T10:00:00.000Z", by: "elsewhere" } };
    other.journal[0].modified = "2026-03-05T10:00:00.000Z";
    await choose(panel, written("other.json", JSON.stringify(other)));
    await dialog(page).getByText("It is stored here in another state").waitFor();
    assert.match(await dialog(page).innerText(), /Put both together\s+1 entry changes[\s\S]*Let the file take its place\s+1 entry changes, 1 entry is deleted/);
    await dialog(page).getByLabel("Let the file take its place").check();
    await dialog(page).getByRole("button", { name: "Take in" }).click();
    await panel.locator(".entry", { hasText: "A short look" }).getByText("1 goal", { exact: false }).waitFor();
    await panel.getByText("Earlier states (1)").click();
    await panel.getByRole("button", { name: /^Go back to it/ }).click();
    await panel.getByText("2 goals").waitFor();
    // What is deleted comes back with its earlier states.
    await panel.getByText("Earlier states (2)").waitFor();
    await panel.getByRole("button", { name: /^Delete \(A short look/ }).click();
    await dialog(page).getByRole("button", { name: "Delete", exact: true }).click();
    await page.waitForFunction(() => !document.getElementById("practice-app").textContent.includes("Earlier states"));
    await page.getByRole("button", { name: "Undo" }).click();
    await panel.getByText("Earlier states (2)").waitFor();
    await close();
  });

  it("refuses hostile and damaged files with a clear message, and changes nothing", async () => {
    const { page, panel, close } = await opened();
    const before = await panel.innerText();
    const files = {
      "text.json": ["hello", /not JSON, or it is cut off/],
      "other.json": ['{"a":1}', /not a Standpoint response file/],
      "future.json": ['{"format":"standpoint-response","formatVersion":9}', /newer version/],
      "deep.json": ["[".repeat(5000) + "]".repeat(5000), /nested more than/],
      "proto.json": ['{"format":"standpoint-response","formatVersion":1,"id":"x","__proto__":{"a":1}}', /no response file may use/],
    };
    for (const [name, [text, message]] of Object.entries(files)) {
      await choose(panel, written(name, text));
      await dialog(page).waitFor();
      const said = await dialog(page).innerText();
      assert.match(said, message);
      assert.match(said, new RegExp(`${name.replace(".", "\\.")} cannot be opened[\\s\\S]*Nothing was changed`));
      await page.keyboard.press("Escape");
    }
    assert.equal(await panel.innerText(), before);
    await close();
  });

  it("says when nothing can be kept, and works from opened files all the same", async () => {
    const { page, file, close } = await opened();
    await page.getByRole("button", { name: "Save all to one file" }).click();
    const saved = await file(() => dialog(page).getByRole("button", { name: "Save", exact: true }).click());
    await close();

    // A frame that may run scripts, and nothing else.
    const outside = http.createServer((_, answer) => {
      answer.writeHead(200, { "content-type": "text/html" });
      answer.end(`<!doctype html><title>Frame</title><iframe sandbox="allow-scripts allow-downloads" width="1000" height="2000" src="${site.base}practice.html"></iframe>`);
    });
    await new Promise((resolve) => outside.listen(0, "127.0.0.1", resolve));
    const framed = await site.person();
    framed.page.removeAllListeners("request");
    await framed.page.goto(`http://127.0.0.1:${outside.address().port}/`);
    const frame = framed.page.frameLocator("iframe");
    await frame.getByText(/does not let the page keep anything/).waitFor();
    await frame.getByLabel("Choose files").setInputFiles(saved);
    await frame.getByRole("button", { name: "Take in" }).click();
    await frame.locator(".entry").nth(1).waitFor();
    const text = await frame.locator("#practice-app").innerText();
    assert.match(text, /not kept[\s\S]*open its file on the page of the self-assessment|open its file on the page of the self-assessment/);
    assert.equal(await frame.getByRole("link", { name: /^Open/ }).count(), 2);
    await framed.context.close();
    outside.close();
  });

  it("works on opened files (file://)", async () => {
    const { page, panel, close } = await opened({ empty: true });
    await page.goto(pathToFileURL(path.join(OUTPUT, "practice.html")).href);
    await page.locator("html[data-ready]").waitFor();
    assert.match(await panel.innerText(), /Some browsers give every opened file its own storage/);
    await close();
  });

  it("tells whether the browser has agreed to keep it, and asks it to", async () => {
    const { page, panel, close } = await opened();
    const all = panel.locator("[aria-labelledby=practice-all]");
    for (const agrees of [false, true]) {
      await page.addInitScript((does) => {
        let agreed = false;
        navigator.storage.persisted = async () => agreed;
        navigator.storage.persist = async () => (agreed = does);
      }, agrees);
      await page.reload();
      await page.locator("html[data-ready]").waitFor();
      assert.match(await all.innerText(), /This browser may delete it by itself when the disk is nearly full/);
      await all.getByRole("button", { name: "Ask the browser to keep it" }).click();
      await page.getByText(agrees ? "This browser has agreed not to delete it by itself." : "The browser has not agreed.").last().waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.id), "practice-all");
      assert.match(await all.innerText(), agrees ? /has agreed/ : /may delete it/);
      assert.equal(await all.getByRole("button", { name: "Ask the browser" }).count(), agrees ? 0 : 1);
    }
    await close();
    const bare = await opened({ empty: true });
    assert.doesNotMatch(await bare.panel.innerText(), /by itself/, "there is nothing to keep");
    await bare.close();
  });

  it("shows what there is nothing to save with as no button to press", async () => {
    const { page, panel, close } = await opened({ empty: true });
    const button = panel.getByRole("button", { name: "Save all to one file" });
    const background = () => button.evaluate((one) => getComputedStyle(one).backgroundColor);
    assert.equal(await button.isDisabled(), true);
    assert.equal(await background(), "rgba(0, 0, 0, 0)");
    await button.hover({ force: true });
    assert.equal(await background(), "rgba(0, 0, 0, 0)");
    await close();
  });

  it("is accessible, with something, with nothing and in its dialogs", async () => {
    const { page, panel, close } = await opened();
    await everywhere(page, "practice");
    await panel.getByRole("button", { name: "Save all to one file" }).click();
    await everywhere(page, "saving");
    await page.keyboard.press("Escape");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Save all/);
    await panel.getByRole("button", { name: "Delete everything here" }).click();
    await accessible(page, "deleting");
    await dialog(page).getByRole("button", { name: "Delete everything here" }).click();
    await panel.getByText("Nothing is stored here.").waitFor();
    await everywhere(page, "practice, empty");
    await close();
  });

  it("works with the keyboard alone", async () => {
    const { page, panel, close } = await opened();
    await tabTo(page, "#practice-app .entry .is-quiet");
    await page.keyboard.press("Enter");
    await tabTo(page, "dialog .is-danger");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("#practice-app .entry").length === 1);
    assert.equal(await page.evaluate(() => document.activeElement.id), "practice-stored");
    assert.equal(await panel.locator(".entry").count(), 1);
    await close();
  });
});
