"use strict";
// The way of the keyboard through one page of every kind: everything is reached, seen, in order, and left again.

const assert = require("node:assert/strict");
const { describe, test } = require("node:test");

const { desk, eventually } = require("../support/desk.js");
const { isWhole, pages } = require("../support/pages.js");

const site = desk();

/** Notes every element that gets the focus, and whether one can see that it has it. */
function note() {
  const window_ = /** @type {any} */ (window);
  window_.path = [];
  document.addEventListener("focusin", (event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    // Under load the window may come to the front only now, which tells of the same element again.
    if (window_.path.at(-1)?.element === element) return;
    // A radio button may be drawn by its label, a link that covers its item by what it covers.
    const drawn = [element, element.parentElement, element.closest("label, li")].filter((one) => one instanceof HTMLElement);
    const seen = drawn.some((one) =>
      [undefined, "::before", "::after"].some((part) => {
        const style = getComputedStyle(one, part);
        const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const there = part === undefined || (style.content !== "none" && style.content !== "normal");
        return outlined && there && one.getClientRects().length > 0 && Number(style.opacity) > 0;
      }),
    );
    window_.path.push({ element, seen });
  });
}

/** What the keyboard should reach, in order: of a group of radio buttons the chosen one, or the first if none is. */
function reachable() {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
  return [...all].filter((one) => {
    if (!(one instanceof HTMLElement) || one.tabIndex < 0 || one.matches(":disabled")) return false;
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    if (!(one instanceof HTMLInputElement && one.type === "radio")) return true;
    const group = [...document.querySelectorAll("input[type=radio]")].filter((other) => /** @type {any} */ (other).name === one.name);
    return (group.find((other) => /** @type {any} */ (other).checked) ?? group[0]) === one;
  });
}

const describeAll = `(all) => all.map((one) => one.outerHTML.slice(0, 120))`;

for (const width of [1280, 360]) {
  describe(`at ${width} px`, () => {
    // Pages that build themselves as they are used have tests of their own, in ../assessment.
    for (const { name, address } of pages.filter(({ kind }) => !["assessment", "practice", "supervision"].includes(kind))) {
      test(`${name}: Tab reaches everything in order, visibly, and nothing else`, async (t) => {
        const page = await site.open(t, address, { width });
        await page.waitForFunction(isWhole);
        if (address === "explore.html") await page.locator("[data-results] a").first().waitFor();
        const count = await page.evaluate(`(${reachable})().length`);
        assert.ok(count >= 2);
        await page.evaluate(note);
        for (let at = 0; at < count; at += 1) await page.keyboard.press("Tab");
        const trouble = await page.evaluate(`(() => {
          const describe = ${describeAll};
          const expected = (${reachable})();
          const path = window.path;
          const reached = path.map((one) => one.element);
          return {
            missed: describe(expected.filter((one) => !reached.includes(one))),
            besides: describe(reached.filter((one) => !expected.includes(one))),
            unseen: describe(path.filter((one) => !one.seen).map((one) => one.element)),
            disorder: describe(reached.filter((one, at) => one !== expected[at]).slice(0, 2)),
          };
        })()`);
        assert.deepEqual(trouble, { missed: [], besides: [], unseen: [], disorder: [] });
        // Out of the page at its end, so no trap, and back in from the other side.
        await page.keyboard.press("Shift+Tab");
        assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY");
      });
    }
  });
}

test("on every kind of page the first Tab shows a link past the menu, which leads to the text", async (t) => {
  const page = await site.open(t, "index.html");
  for (const { name, address } of pages.filter(({ kind }) => kind !== "print")) {
    await page.goto(site.http + address);
    await page.keyboard.press("Tab");
    const link = page.locator(".skip").first();
    assert.ok(await link.evaluate((one) => one === document.activeElement), name);
    const box = await link.boundingBox();
    assert.ok(box && box.width > 40 && box.height >= 24 && box.x >= 0 && box.y >= 0, `${name} ${JSON.stringify(box)}`);
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.id), "main"));
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement?.closest("main, footer") !== null), name);
  }
});

test("the menu folds out with the keyboard on a small screen", async (t) => {
  const page = await site.open(t, "standards/II.A.6.html", { width: 360 });
  await page.locator(".menu-fold summary").press("Enter");
  const links = page.locator(".menu-fold a");
  assert.ok((await links.count()) >= 6);
  await page.keyboard.press("Tab");
  assert.ok(await links.first().evaluate((one) => one === document.activeElement));
  await page.keyboard.press("Enter");
  await page.waitForURL(/standards\/index\.html/);
});

test("the search keeps the focus inside while it is open, and gives it back", async (t) => {
  const page = await site.open(t, "standards/II.A.6.html");
  const opener = page.locator("[data-search-open]");
  await opener.press("Enter");
  await page.locator("#search[open]").waitFor();
  await page.keyboard.type("goals");
  await page.locator("#search-results [role=option]").first().waitFor();
  for (let at = 0; at < 8; at += 1) {
    await page.keyboard.press(at < 4 ? "Tab" : "Shift+Tab");
    // Outside of the dialog there is only the browser itself.
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest("#search") !== null));
  }
  await page.keyboard.press("Escape");
  assert.ok(await opener.evaluate((one) => one === document.activeElement));
  await opener.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#search[open]").count(), 0);
  assert.ok(await opener.evaluate((one) => one === document.activeElement));
});
