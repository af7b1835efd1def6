"use strict";
// The form as a worker fills it in: answers are kept one by one, in one tab and in two, with storage and without.

const assert = require("node:assert/strict");
const { describe, it } = require("node:test");
const { desk, eventually } = require("../support/desk.js");
const { SHORT, axe, browserIn, chosen, codes, folder, item, part, press, radio, ready, responseOf, saved, tabTo } = require("./form-support.js");

const d = desk();

async function begin(t, options = {}) {
  const page = await d.open(t, SHORT, { locale: "en-US", ...options });
  await ready(page);
  return page;
}
/** Rates a statement, wherever it is shown. */
async function rate(page, code, scale, value) {
  await page.evaluate((one) => Standpoint.assess.app.goTo(one), code);
  await radio(page, code, scale, value).check();
}

describe("the form", () => {
  for (const over of /** @type {const} */ (["http", "file"]))
    it(`has everything again after a reload, over ${over}`, async (t) => {
      const page = await begin(t, { over });
      const [first, second] = await codes(page);
      assert.deepEqual(await chosen(page), {}, "something is chosen from the start");
      assert.equal(await page.locator(".assess-saved").innerText(), "Nothing to save yet");
      await rate(page, first, "importance", 3);
      await rate(page, first, "confidence", "not-applicable");
      await item(page, first).locator(".assess-unfold").click();
      await item(page, first).locator("textarea").first().fill("We began late.");
      await item(page, first).locator(".assess-mark input").check();
      await rate(page, second, "confidence", 1);
      await saved(page);
      await page.reload();
      await ready(page);
      assert.deepEqual(await chosen(page), {
        [`${first}|importance`]: "3",
        [`${first}|confidence`]: "not-applicable",
        [`${first}|marked`]: "yes",
        [`${second}|confidence`]: "1",
      });
      assert.equal(await item(page, first).locator("textarea").first().inputValue(), "We began late.");
      const { occasions } = await responseOf(page);
      assert.equal(occasions.length, 1);
      assert.equal(occasions[0].ratings[first].roles.worker.scales.importance.hash.length, 16);
    });

  it("stores nothing when it is only looked at", async (t) => {
    const page = await begin(t);
    await part(page, "Files");
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(async () => (await Standpoint.assess.app.store.list()).length), 0);
  });

  it("starts whatever the address points to", async (t) => {
    const page = await d.open(t, `${SHORT}#%E0%A4`, { locale: "en-US" });
    await ready(page);
    const [first] = await codes(page);
    await page.evaluate(() => (location.hash = "#100%"));
    await rate(page, first, "importance", 3);
    await saved(page);
  });

  it("has everything again when the browser is closed and opened", async (t) => {
    const profile = folder(t);
    let context = await browserIn(profile);
    let page = context.pages()[0] ?? (await context.newPage());
    await page.goto(d.file + SHORT);
    await ready(page);
    const [first] = await codes(page);
    await rate(page, first, "importance", 4);
    await saved(page);
    await context.close();
    context = await browserIn(profile);
    t.after(() => context.close());
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(d.file + SHORT);
    await ready(page);
    assert.deepEqual(await chosen(page), { [`${first}|importance`]: "4" });
  });

  it("can be cleared answer by answer", async (t) => {
    const page = await begin(t);
    const [first] = await codes(page);
    const scale = item(page, first).locator("fieldset").first();
    assert.equal(await scale.getByRole("button", { name: "Clear this answer" }).isVisible(), false);
    await scale.locator("input").nth(1).check();
    await scale.getByRole("button", { name: "Clear this answer" }).click();
    assert.deepEqual(await chosen(page), {});
    assert.equal(await page.evaluate(() => document.activeElement?.closest("fieldset") !== null), true, "focus is lost");
    await saved(page);
    await page.reload();
    await ready(page);
    assert.deepEqual(await chosen(page), {});
  });

  it("tells how far one is, and what is left on request", async (t) => {
    const page = await begin(t);
    const [first, second] = await codes(page);
    for (const scale of ["importance", "confidence", "opportunity"]) {
      const there = await radio(page, first, scale, 1).count();
      if (there) await rate(page, first, scale, 2);
    }
    await rate(page, second, "importance", "not-applicable");
    const progress = page.locator("#assess-progress");
    await eventually(async () => assert.match(await progress.locator("summary").innerText(), /^1 answered · 1 not applicable · 21 left$/));
    assert.equal(await progress.locator(".assess-asked").isVisible(), false);
    await progress.getByRole("button", { name: "What is left (21)" }).click();
    const links = progress.locator(".assess-asked a");
    assert.equal(await links.count(), 21);
    const code = await links.last().getAttribute("data-code");
    await links.last().click();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim().endsWith(document.activeElement.closest(".assess-item").dataset.code)), true);
    assert.equal(await item(page, code).isVisible(), true);
  });

  it("points out, here only, what could tell who somebody is", async (t) => {
    const page = await begin(t);
    const [first] = await codes(page);
    await item(page, first).locator(".assess-unfold").click();
    assert.match(await item(page, first).innerText(), /Leave out names/);
    const text = item(page, first).locator("textarea").first();
    await text.fill("I rang +49 30 1234567 and wrote to jo@example.org.");
    const hints = item(page, first).locator(".assess-hints").first();
    await eventually(async () => assert.match(await hints.innerText(), /phone number[\s\S]*e-mail address/));
    await text.fill("I rang.");
    await eventually(async () => assert.equal(await hints.isVisible(), false));
  });

  it("merges two tabs item by item, also when both begin at once, and shows what both wrote", async (t) => {
    const context = await d.context(t, { locale: "en-US" });
    const [one, two] = [await context.newPage(), await context.newPage()];
    for (const page of [one, two]) {
      await page.goto(d.http + SHORT);
      await ready(page);
    }
    const [first, second, third] = await codes(one);
    const check = (page, code, value) => page.evaluate(([name, value]) => {
      const input = [...document.querySelectorAll("input")].find((one) => one.name === name && one.value === value);
      input.click();
    }, [`${code}|importance`, value]);
    await Promise.all([check(one, first, "1"), check(two, second, "2")]);
    await Promise.all([saved(one), saved(two)]);
    const all = { [`${first}|importance`]: "1", [`${second}|importance`]: "2" };
    for (const page of [one, two]) await eventually(async () => assert.deepEqual(await chosen(page), all));
    assert.equal(await one.evaluate(async () => (await Standpoint.assess.app.store.list()).length), 1);
    assert.equal((await responseOf(one)).occasions.length, 1);

    // Both change the same item without knowing of each other: the second one writes while the first is still away.
    await two.evaluate(() => Standpoint.assess.app.settled());
    await Promise.all([check(one, third, "1"), check(two, third, "4")]);
    await Promise.all([saved(one), saved(two)]);
    const of = (page) => page.evaluate(() => Standpoint.assess.findConflicts(Standpoint.assess.app.response).length);
    await eventually(async () => {
      assert.deepEqual(await chosen(one), await chosen(two));
      assert.equal(await of(one), await of(two));
    });
  });

  it("shows what was written in two places, and lets one choose", async (t) => {
    const page = await begin(t);
    const [first] = await codes(page);
    await radio(page, first, "importance", 1).check();
    await saved(page);
    await page.evaluate(async (code) => {
      const { assess } = Standpoint;
      const { app } = assess;
      const occasion = app.occasion;
      const scale = app.data.scales[0].id;
      const elsewhere = assess.edit({ ...app.response, seen: {} }, { type: "answer", occasion, code, role: "worker", scale, value: 4, hash: app.data.items[0].hash }, { by: "elsewhere" }).response;
      const at = elsewhere.occasions[0].ratings[code].roles.worker.scales[scale];
      at.at = new Date(Date.parse(app.response.modified) - 5000).toISOString();
      await app.store.bring({ ...elsewhere, seen: { elsewhere: at.at } }, "merge");
    }, first);
    const box = item(page, first).locator(".assess-conflict");
    await box.waitFor();
    assert.match(await page.locator(".assess-conflicts").innerText(), /1 thing was written differently in two places/);
    assert.match(await box.innerText(), /Of little weight[\s\S]*Decisive/);
    await box.getByRole("button", { name: "Take the other" }).press("Enter");
    await eventually(async () => assert.deepEqual(await chosen(page), { [`${first}|importance`]: "4" }));
    assert.equal(await page.locator(".assess-conflict").count(), 0);
    // Whoever chose by keyboard goes on at the statement.
    assert.equal(await item(page, first).evaluate((one) => one.contains(document.activeElement)), true);
    assert.equal(await page.locator(".assess-conflicts").isVisible(), false);
  });

  it("starts whatever another program wrote in a second place", async (t) => {
    const page = await begin(t);
    const [first] = await codes(page);
    await radio(page, first, "importance", 1).check();
    await saved(page);
    await page.evaluate(async (code) => {
      const { app } = Standpoint.assess;
      const response = JSON.parse(JSON.stringify(app.response));
      const odd = [{ toString: 1 }, ["I.A.1", { valueOf: 2 }]];
      response.occasions[0].ratings[code].conflicts = odd.map((value, n) => ({ value, at: response.created, by: `other${n}`, role: "worker", scale: "importance" }));
      const checked = Standpoint.assess.validate(response);
      await app.store.bring(checked.response, "replace");
    }, first);
    await page.reload();
    await ready(page);
    const text = await item(page, first).locator(".assess-info").innerText();
    assert.match(text, /\{"toString":1\}/);
    assert.match(text, /I\.A\.1, \{"valueOf":2\}/);
  });

  it("works in memory where storage is refused, and says so", async (t) => {
    const context = await d.context(t, { expected: /sandboxed|Not allowed|requestfailed/i });
    const page = await context.newPage();
    await page.setContent(`<iframe sandbox="allow-scripts allow-downloads allow-modals" width="1200" height="800" src="${d.http}${SHORT}"></iframe>`);
    const frame = page.frameLocator("iframe");
    await frame.locator("html.assess-ready").waitFor();
    assert.equal(await frame.locator(".assess-saved").innerText(), "Not saved");
    assert.match(await frame.locator(".assess-trouble").innerText(), /does not let the page keep anything/);
    await frame.locator(".assess-item:visible input").first().check();
    await page.waitForTimeout(200);
    assert.equal(await frame.locator(".assess-item :checked").count(), 1);
    assert.equal(await frame.locator(".assess-saved").innerText(), "Not saved");
    const [download] = await Promise.all([page.waitForEvent("download"), frame.locator(".assess-trouble").getByRole("button", { name: "Save a file" }).click()]);
    assert.match(download.suggestedFilename(), /^short-.*\.standpoint\.json$/);
  });

  it("says at once when what was stored is cleared, and stores it again", async (t) => {
    const page = await begin(t);
    const [first] = await codes(page);
    await rate(page, first, "importance", 2);
    await saved(page);
    const other = await page.context().newPage();
    await other.goto(`${d.http}about.html`);
    await other.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
    });
    await page.bringToFront();
    await page.locator(".assess-trouble").waitFor();
    assert.match(await page.locator(".assess-trouble").innerText(), /deleted/);
    await page.getByRole("button", { name: "Store it again" }).click();
    await saved(page);
    await page.reload();
    await ready(page);
    assert.deepEqual(await chosen(page), { [`${first}|importance`]: "2" });
  });

  it("shows one statement at a time on a phone", async (t) => {
    const page = await begin(t, { width: 360, height: 740 });
    const all = await codes(page);
    const shown = () => page.locator(".assess-item:visible").evaluateAll((items) => items.map((one) => one.dataset.code));
    assert.deepEqual(await shown(), [all[0]]);
    await page.getByRole("button", { name: "Next" }).click();
    assert.deepEqual(await shown(), [all[1]]);
    assert.equal(await page.evaluate(() => document.activeElement?.closest(".assess-item")?.getAttribute("data-code")), all[1]);
    await page.getByRole("button", { name: "Back" }).click();
    assert.deepEqual(await shown(), [all[0]]);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "it scrolls sideways");
    assert.equal(await page.getByText("Next", { exact: true }).count(), 1, "two ways on that are called the same");
  });

  it("lets nothing stick where the page is enlarged four times, and little fits", async (t) => {
    const page = await begin(t, { viewport: { width: 320, height: 256 } });
    const [first] = await codes(page);
    await radio(page, first, "importance", 3).evaluate((one) => one.scrollIntoView({ block: "center", behavior: "instant" }));
    const over = await page.evaluate(() => [10, 246].map((y) => document.elementFromPoint(160, y)?.closest(".assess-bar, .assess-steps")?.className ?? ""));
    assert.deepEqual(over, ["", ""]);
  });

  it("puts no message over the way on, and takes it away when somebody goes on", async (t) => {
    const page = await begin(t, { viewport: { width: 360, height: 740 } });
    const [first] = await codes(page);
    await page.getByRole("button", { name: "New occasion" }).click();
    await press(page, "Begin");
    const told = page.locator("body > [role=status] p");
    await told.waitFor();
    // Playwright would wait for what lies over it.
    await page.locator(".assess-following").click({ timeout: 2000, trial: true });
    await radio(page, first, "importance", 3).check();
    await told.waitFor({ state: "detached" });
  });

  it("keeps what somebody answered for other words, and shows it", async (t) => {
    const page = await begin(t);
    const [first] = await codes(page);
    await page.evaluate(async (code) => {
      const { app } = Standpoint.assess;
      const occasion = app.occasion;
      app.edit({ type: "answer", occasion, code, role: "worker", scale: "importance", value: 2, hash: "0000000000000000" });
      app.edit({ type: "answer", occasion, code: "IX.Z.9", role: "worker", scale: "importance", value: 3, hash: "0000000000000000" });
      await app.settled();
    }, first);
    await page.reload();
    await ready(page);
    assert.deepEqual(await chosen(page), {});
    assert.match(await item(page, first).innerText(), /words have changed since you answered “Of some weight”/);
    assert.match(await page.locator(".assess-kept").innerText(), /IX\.Z\.9[\s\S]*Of much weight/);
  });

  it("is no wider than a phone, nor is the page of supervision, with a long address in what somebody wrote", async (t) => {
    const page = await begin(t, { width: 360 });
    const id = await page.evaluate(async () => {
      const { app } = Standpoint.assess;
      const value = `https://example.org/${"abcdefghij".repeat(30)}`;
      const { occasion } = app;
      for (const code of [app.data.items[0].code, "IX.Z.9"])
        for (const role of ["worker", "supervisor"]) app.edit({ type: "write", occasion, code, role, field: "note", value });
      app.edit({ type: "put", kind: "supervision", record: { id: "s", date: "2026-01-01", agenda: [{ id: "a", kind: "question", text: value }], earlier: [{ id: "e", text: value }] } });
      await app.settled();
      return app.response.id;
    });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await page.locator(".assess-kept blockquote").count(), 2);
    assert.equal(await width(), 360);
    await page.goto(`${d.http}supervision.html?response=${id}`);
    await page.locator(".earlier label").waitFor();
    assert.equal(await width(), 360);
  });

  for (const width of [1280, 360])
    it(`has a link past all before the first statement that is open, at ${width} px`, async (t) => {
      const page = await begin(t, { width });
      const [first, second] = await codes(page);
      for (const scale of ["importance", "confidence", "opportunity"]) await rate(page, first, scale, 2);
      await saved(page);
      await part(page, "Results");
      // From the top of the page.
      await page.locator(".skip").first().focus();
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the statements");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement?.id), `${second}-head`);
      await tabTo(page, `[name="${second}|importance"]`, 10);
    });

  it("is filled in with the keyboard alone", async (t) => {
    const page = await begin(t);
    const [first] = await codes(page);
    await tabTo(page, `[name="${first}|importance"]`);
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, `[name="${first}|confidence"]`);
    await page.keyboard.press("ArrowRight");
    await tabTo(page, ".assess-unfold");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Typed.");
    await tabTo(page, ".assess-following", 200);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2");
    await saved(page);
    const { worker } = (await responseOf(page)).occasions[0].ratings[first].roles;
    assert.deepEqual([worker.scales.importance.value, worker.scales.confidence.value, worker.note.value], [2, 2, "Typed."]);
  });

  for (const [width, colorScheme] of /** @type {const} */ ([[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]]))
    it(`has nothing that axe-core finds wrong, at ${width} pixels, ${colorScheme}`, async (t) => {
      const page = await begin(t, { width, height: 800, colorScheme });
      const [first] = await codes(page);
      assert.deepEqual(await axe(page), [], "empty");
      await radio(page, first, "importance", 3).check();
      await item(page, first).locator(".assess-unfold").click();
      await item(page, first).locator("textarea").first().fill("Ring 030 1234567.");
      await item(page, first).locator(".assess-mark input").check();
      await page.locator(".assess-hints:not(:empty)").waitFor();
      await saved(page);
      if (width < 600) await page.locator("#assess-progress summary").click();
      await page.getByRole("button", { name: /^What is left/ }).click();
      assert.deepEqual(await axe(page), [], "filled in");
      await page.getByRole("button", { name: "New occasion" }).click();
      assert.deepEqual(await axe(page), [], "the dialog of an occasion");
      await press(page, "Cancel");
      await part(page, "Files");
      await page.locator("#assess-files h2").waitFor();
      assert.deepEqual(await axe(page), [], "files");
      await page.getByRole("button", { name: "Delete this self-assessment’s answers here" }).click();
      assert.deepEqual(await axe(page), [], "the dialog before deleting");
      await press(page, "Cancel");
    });
});
