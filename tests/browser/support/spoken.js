"use strict";
// What a screen reader is told: Chromium's own computed names, and focus and messages as they come.

/** Name and description of what is chosen, as Chromium computes them. @param {import("playwright-core").Page} page @param {string} selector */
async function told(page, selector) {
  const session = await page.context().newCDPSession(page);
  try {
    const { root } = await session.send("DOM.getDocument", { depth: 0 });
    const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    const { nodes } = await session.send("Accessibility.getPartialAXTree", { nodeId, fetchRelatives: false });
    const { role, name, description } = nodes[0];
    return { role: role?.value ?? "", name: name?.value ?? "", description: description?.value ?? "" };
  } finally {
    await session.detach();
  }
}

/** What the focus is on, in the same way. @param {import("playwright-core").Page} page */
async function toldOfFocus(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("[data-in-focus]")) one.removeAttribute("data-in-focus");
    document.activeElement?.setAttribute("data-in-focus", "");
  });
  return told(page, "[data-in-focus]");
}

/**
 * From now on: what live regions say, each time how many milliseconds after the last move of the focus. A region that
 * comes into the page with its words says nothing, as it does nothing in a screen reader; and a reader drops what is said
 * just before the focus moves.
 * @param {import("playwright-core").Page} page
 */
const listen = (page) =>
  page.evaluate(() => {
    const LIVE = "[role=status], [role=alert], [aria-live]";
    /** @type {{ text: string, after: number }[]} */
    const heard = (/** @type {any} */ (window).heard = []);
    let moved = performance.now();
    document.addEventListener("focusin", () => (moved = performance.now()), true);
    const shown = () => new Set([...document.querySelectorAll(LIVE)].filter((one) => one.checkVisibility()));
    let known = shown();
    new MutationObserver((records) => {
      const changed = new Set(records.flatMap(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest(LIVE) ?? []));
      for (const region of changed) if (known.has(region) && region.textContent?.trim()) heard.push({ text: region.textContent.trim(), after: performance.now() - moved });
      known = shown();
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden", "class", "open"] });
  });

/** What was said since. @param {import("playwright-core").Page} page @returns {Promise<{ text: string, after: number }[]>} */
const heard = (page) => page.evaluate(() => /** @type {any} */ (window).heard);

module.exports = { heard, listen, told, toldOfFocus };
