// On every page of a site that was built with `--offline`: has the browser keep the page. Where browsers can't or may not
// (a folder, a frame without storage), nothing is lost but that.
(() => {
  "use strict";
  const base = new URL(document.currentScript?.dataset.root || ".", location.href);

  /** What a page loads by itself when it is asked for, beside what every site's page does. */
  function later() {
    const data = JSON.parse(document.getElementById("study-data")?.textContent || "{}");
    /** @type {{ file: string }[]} */
    const sections = data.sections ?? [];
    const cards = [...sections.map(({ file }) => file), ...(data.terms ? ["cards/terms.js"] : [])];
    return cards.map((file) => new URL(file, base).href);
  }

  async function begin() {
    await navigator.serviceWorker.register(new URL("sw.js", base));
    const { active } = await navigator.serviceWorker.ready;
    const pictures = [...document.images].map(({ src }) => src);
    active?.postMessage({ ask: "keep", addresses: [location.href, ...pictures, ...later()] });
  }

  // On the page in the place of one that wasn't kept, a link leads to that.
  const again = document.querySelector("[data-again]");
  if (again instanceof HTMLAnchorElement && again.parentElement && location.hash) {
    // Whatever stands in the address, it leads to a page of the site.
    const wanted = new URL(`./${location.hash.slice(1)}`, base);
    if (wanted.href.startsWith(base.href)) {
      again.href = wanted.href;
      again.parentElement.hidden = false;
    }
  }

  // What the page needs itself comes first.
  if (/^https?:$/.test(location.protocol)) addEventListener("load", () => void begin().catch(() => {}));
})();
