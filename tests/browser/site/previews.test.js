"use strict";
// The card with the words of a reference: WCAG 1.4.13, content on hover or focus.

const assert = require("node:assert/strict");
const { describe, test } = require("node:test");

const { desk, eventually } = require("../support/desk.js");
const { toldOfFocus } = require("../support/spoken.js");

const site = desk();

const PAGE = "standards/II.A.6.html";
const reference = (page) => page.locator("a[data-preview-title='III.A.1.e']").first();
const card = (page) => page.locator(".preview");
const shown = (page) => eventually(async () => assert.ok(await card(page).isVisible(), "no card is shown"));
const gone = (page) => eventually(async () => assert.equal(await card(page).isVisible(), false, "the card is still there"));

/** Tabs from just before a link to it. */
async function reach(page, link) {
  await link.evaluate((one) => {
    const before = document.createElement("span");
    before.tabIndex = -1;
    one.before(before);
    before.focus();
  });
  await page.keyboard.press("Tab");
  assert.ok(await link.evaluate((one) => one === document.activeElement));
}

for (const over of /** @type {const} */ (["http", "file"])) {
  describe(`over ${over}`, () => {
    test("pointing at a reference to a statement shows its words", async (t) => {
      const page = await site.open(t, PAGE, { over });
      await reference(page).hover();
      await shown(page);
      assert.match(await card(page).innerText(), /^III\.A\.1\.e\s+The worker helps the members to link individual goals with group purposes\.$/);
    });

    test("reaching it with the keyboard does, and tells screen readers", async (t) => {
      const page = await site.open(t, PAGE, { over });
      await reach(page, reference(page));
      await shown(page);
      assert.equal(await reference(page).getAttribute("aria-describedby"), await card(page).locator("p").getAttribute("id"));
      assert.equal(await card(page).getAttribute("role"), "tooltip");
      await page.keyboard.press("Tab");
      await eventually(async () => assert.doesNotMatch(await card(page).innerText(), /III\.A\.1\.e/));
      assert.equal(await reference(page).getAttribute("aria-describedby"), null);
    });
  });
}

test("a screen reader is told its title only where the link has another one", async (t) => {
  const page = await site.open(t, PAGE);
  await reach(page, reference(page));
  await shown(page);
  assert.deepEqual(await toldOfFocus(page), { role: "link", name: "III.A.1.e", description: "The worker helps the members to link individual goals with group purposes." });
  await page.goto(`${site.http}assessments/planning.html`);
  const again = page.locator(".assess-terms a").first();
  await again.evaluate((one) => (one.textContent = "the agency"));
  await reach(page, again);
  await shown(page);
  assert.match((await toldOfFocus(page)).description, /^agency The agency is/);
});

test("a term shows its definition", async (t) => {
  const page = await site.open(t, PAGE);
  await page.locator(".terms a", { hasText: "contracting" }).hover();
  await shown(page);
  assert.match(await card(page).innerText(), /Contracting is the process/);
});

test("on a long page the words stand once, and every reference to them shows them", async (t) => {
  const page = await site.open(t, "assessments/whole-framework.html");
  const again = page.locator(".assess-terms a.ref:not([data-preview]):visible").first();
  const term = await again.textContent();
  const first = page.locator(`.assess-terms a[data-preview-title='${term}']`);
  assert.equal(await first.count(), 1);
  const said = new RegExp(`^${term}\\s+\\S.{20}`);
  await again.hover();
  await shown(page);
  assert.match(await card(page).innerText(), said);
  assert.ok((await card(page).innerText()).endsWith(/** @type {string} */ (await first.getAttribute("data-preview"))));
  await page.keyboard.press("Escape");
  await gone(page);
  await reach(page, again);
  await shown(page);
});

test("Escape dismisses it without moving pointer or focus", async (t) => {
  const page = await site.open(t, PAGE);
  await reach(page, reference(page));
  await shown(page);
  await page.keyboard.press("Escape");
  await gone(page);
  assert.ok(await reference(page).evaluate((one) => one === document.activeElement));
  const other = page.locator("a[data-preview-title='V.A.8']").first();
  await other.hover();
  await shown(page);
  await page.keyboard.press("Escape");
  await gone(page);
});

test("the pointer can go over to the card, which stays, and goes when it is left", async (t) => {
  const page = await site.open(t, PAGE);
  await reference(page).hover();
  await shown(page);
  const box = await card(page).boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
  // Longer than it would take to vanish, measured by the page's own clock.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  assert.ok(await card(page).isVisible());
  await page.mouse.move(2, 2, { steps: 4 });
  await gone(page);
});

test("a pointer that only passes over shows nothing", async (t) => {
  const page = await site.open(t, PAGE);
  await page.evaluate(() => {
    const window_ = /** @type {any} */ (window);
    window_.seen = 0;
    new MutationObserver(() => (window_.seen += document.querySelector(".preview:not([hidden])") ? 1 : 0)).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
    });
  });
  await reference(page).hover();
  await page.mouse.move(2, 2);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).seen), 0);
});

for (const width of [320, 360, 1280]) {
  test(`at ${width} px every card on the page stays within the window`, async (t) => {
    const page = await site.open(t, PAGE, { width, height: 640 });
    const links = await page.locator("a[data-preview]").all();
    assert.ok(links.length >= 4);
    for (const link of links) {
      await reach(page, link);
      await shown(page);
      await eventually(async () => {
        const outside = await card(page).evaluate((one) => {
          const box = one.getBoundingClientRect();
          const width = document.documentElement.clientWidth;
          const within = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= innerHeight && box.width > 120;
          return within && document.documentElement.scrollWidth <= width ? null : JSON.stringify(box);
        });
        assert.equal(outside, null);
      }, 1000);
      const covered = await link.evaluate((one) => {
        const own = one.getClientRects()[0];
        const over = /** @type {Element} */ (document.querySelector(".preview")).getBoundingClientRect();
        return own.left < over.right && own.right > over.left && own.top < over.bottom && own.bottom > over.top;
      });
      assert.equal(covered, false, "the card lies over its own link");
    }
  });
}

test("touch follows the link and shows no card", async (t) => {
  const page = await site.open(t, PAGE, { hasTouch: true, isMobile: true, width: 360 });
  await reference(page).tap();
  await page.waitForURL(`${site.http}standards/III.A.1.e.html`);
});

test("without JavaScript a reference is a link as any other", async (t) => {
  const page = await site.open(t, PAGE, { javaScriptEnabled: false });
  await reference(page).click();
  await page.waitForURL(`${site.http}standards/III.A.1.e.html`);
});
