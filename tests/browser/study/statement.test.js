"use strict";
// Bookmark, note and highlights on the page of a statement.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { accessible, desk, eventually, fits, put, refuse, stored } = require("./support.js");

const site = desk();
const ADDRESS = "standards/II.A.6.html";
const bookmark = (page) => page.getByRole("button", { name: "Bookmark", exact: true });
const note = (page) => page.getByRole("button", { name: "Note", exact: true });
const highlight = (page) => page.getByRole("button", { name: "Highlight", exact: true });
const area = (page) => page.getByLabel("Your note on II.A.6");
const marks = (page) => page.locator("[data-normative] .study-mark").allInnerTexts();
const words = (page) => page.locator("[data-normative]").evaluate((one) => one.textContent.replace(/\s+/g, " ").trim());

/** Selects words on the page as a pointer would. */
const select = (page, quote, within = "[data-normative]") =>
  page.evaluate(
    ([quote, within]) => {
      const walker = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(quote);
        if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + quote.length);
      }
      throw new Error(`no “${quote}”`);
    },
    [quote, within],
  );

for (const over of /** @type {const} */ (["http", "file"])) {
  test(`a bookmark is kept, over ${over}`, async (t) => {
    const page = await site.open(t, ADDRESS, { over });
    assert.equal(await bookmark(page).getAttribute("aria-pressed"), "false");
    await bookmark(page).click();
    await page.getByText("Bookmarked. Saved in this browser.").waitFor();
    await page.reload();
    await page.locator("button[aria-pressed=true]").waitFor();
    await bookmark(page).click();
    await page.getByText("The bookmark is gone.").waitFor();
    assert.deepEqual(await stored(page), {});
  });

  test(`a note saves itself, over ${over}`, async (t) => {
    const page = await site.open(t, ADDRESS, { over });
    const before = await note(page).boundingBox();
    await note(page).click();
    await area(page).waitFor();
    assert.deepEqual(await note(page).boundingBox(), before, "the button goes from under the pointer");
    assert.match(await page.locator(".study-note").innerText(), /Leave out names/);
    await area(page).pressSequentially("Ask in supervision.");
    await page.getByText("Saving …").waitFor();
    await page.getByText("Saved in this browser.").waitFor();
    await page.reload();
    await area(page).waitFor();
    assert.equal(await area(page).inputValue(), "Ask in supervision.");
    assert.equal(await note(page).getAttribute("aria-expanded"), "true");
    await area(page).fill("");
    await page.getByText("The note is deleted.").waitFor();
    assert.deepEqual(await stored(page), {});
  });
}

test("a note that is still being typed is saved when the page is left", async (t) => {
  const page = await site.open(t, ADDRESS);
  await note(page).click();
  await area(page).fill("Half a sent");
  await page.goto(`${site.http}about.html`);
  await page.goto(site.http + ADDRESS);
  await eventually(async () => assert.equal(await area(page).inputValue({ timeout: 500 }), "Half a sent"));
});

test("two tabs: what one does the other shows, and notes written in both are both kept", async (t) => {
  const context = await site.context(t);
  const [one, two] = [await context.newPage(), await context.newPage()];
  for (const page of [one, two]) await page.goto(site.http + ADDRESS);
  await bookmark(one).click();
  await two.locator("button[aria-pressed=true]").waitFor();
  for (const page of [one, two]) await note(page).click();
  for (const page of [one, two]) await area(page).waitFor();
  await Promise.all([area(one).pressSequentially("From one."), area(two).pressSequentially("From two.")]);
  await eventually(async () => {
    const { "note II.A.6": text = "" } = await stored(one);
    assert.ok(text.includes("From one.") && text.includes("From two."), text);
    assert.equal(await area(one).inputValue(), text);
    assert.equal(await area(two).inputValue(), text);
  });
});

test("selected words are highlighted, and stay so", async (t) => {
  const page = await site.open(t, ADDRESS);
  const before = await words(page);
  const quote = before.split(" ").slice(2, 5).join(" ");
  await select(page, quote);
  await highlight(page).click();
  await page.getByText("Highlighted. Saved in this browser.").waitFor();
  await eventually(async () => assert.deepEqual(await marks(page), [quote]));
  assert.equal(await words(page), before);
  // Overlapping ones become one.
  const more = before.split(" ").slice(4, 7).join(" ");
  await page.evaluate(() => getSelection().removeAllRanges());
  await page.reload();
  await page.locator(".study-mark").waitFor();
  await page.locator(".study-mark").evaluate((mark, count) => {
    const next = /** @type {Text} */ (mark.nextSibling);
    getSelection().setBaseAndExtent(mark.firstChild, mark.textContent.length - 3, next, count);
  }, more.length - more.split(" ")[0].length);
  await highlight(page).click();
  await eventually(async () => assert.equal((await marks(page)).join(""), before.split(" ").slice(2, 7).join(" ")));
  assert.equal(Object.keys(await stored(page)).length, 1);
});

test("a word that is selected in part is highlighted whole", async (t) => {
  const page = await site.open(t, ADDRESS);
  const [, second, third] = (await words(page)).split(" ");
  await select(page, `${second.slice(2)} ${third.slice(0, 3)}`);
  await highlight(page).click();
  await eventually(async () => assert.deepEqual(await marks(page), [`${second} ${third}`]));
});

test("words outside the published ones cannot be highlighted", async (t) => {
  const page = await site.open(t, ADDRESS);
  await select(page, "From this site", ".ours");
  await highlight(page).click();
  await page.getByText("Only the published words above can be highlighted.").waitFor();
  assert.deepEqual(await stored(page), {});
});

test("sentences are highlighted and taken back with the keyboard alone", async (t) => {
  const page = await site.open(t, "standards/III.A.1.html", { bypassCSP: true });
  await highlight(page).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Highlight words of III.A.1" });
  await dialog.waitFor();
  await accessible(page, "dialog");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await dialog.getByText("Highlighted. Saved in this browser.").waitFor();
  await dialog.getByRole("button", { name: /^Remove/ }).waitFor();
  await accessible(page, "dialog with a highlight");
  assert.ok((await marks(page)).length > 0);
  await dialog.getByRole("button", { name: /^Remove/ }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByText("The highlight is removed.").waitFor();
  await eventually(async () => assert.deepEqual(await marks(page), []));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Highlight");
});

test("sentences to highlight are whole, however the lines of the page are broken", async (t) => {
  const page = await site.open(t, ADDRESS);
  await highlight(page).click();
  await page.locator(".study-sentence").first().waitFor();
  const sentences = await page.locator(".study-sentence").allInnerTexts();
  assert.equal(sentences.length, 2);
  for (const sentence of sentences) assert.match(sentence, /^The worker should .*\.$/);
});

test("a highlight of words that changed since is said to be so, and put nowhere else", async (t) => {
  const page = await site.open(t, ADDRESS);
  await put(page, [["highlight", "II.A.6 x", { start: 0, end: 12, quote: "Other words." }]]);
  await page.reload();
  await page.getByText("The words have changed since you highlighted “Other words.”").waitFor();
  assert.deepEqual(await marks(page), []);
  await highlight(page).click();
  await page.getByRole("button", { name: /^Remove/ }).click();
  await eventually(async () => assert.deepEqual(await stored(page), {}));
});

test("where storage is refused everything works and nothing is said to be saved", async (t) => {
  const context = await site.context(t);
  await refuse(context);
  const page = await context.newPage();
  await page.goto(site.http + ADDRESS);
  await bookmark(page).click();
  await page.getByText("This browser does not let the page store anything.").waitFor();
  assert.equal(await bookmark(page).getAttribute("aria-pressed"), "true");
  await note(page).click();
  await area(page).fill("Words");
  await page.locator(".study-note-state", { hasText: "does not let the page store anything" }).waitFor();
  assert.equal(await page.getByText("Saved in this browser.").count(), 0);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`axe-core finds nothing in use, and all fits at 360 px, ${colorScheme}`, async (t) => {
    const page = await site.open(t, ADDRESS, { width: 360, colorScheme, bypassCSP: true });
    await bookmark(page).click();
    await note(page).click();
    await area(page).fill("A note");
    await select(page, (await words(page)).split(" ").slice(0, 4).join(" "));
    await highlight(page).click();
    await page.locator(".study-mark").waitFor();
    await accessible(page);
    await fits(page);
  });
}

test("on paper the note and the highlights stay, the buttons do not", async (t) => {
  const page = await site.open(t, ADDRESS);
  await put(page, [["note", "II.A.6", "For paper"], ["bookmark", "II.A.6", true]]);
  await page.reload();
  await area(page).waitFor();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".study-tools button:visible").count(), 0);
  assert.ok(await area(page).isVisible());
});
