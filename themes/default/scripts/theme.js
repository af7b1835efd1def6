// The kept settings, the color scheme before anything is painted; the sign that scripts run; and what a page does whose
// own script does not, or not yet: nobody writes into a form that will not keep it.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    for (const setting of ["scheme", "slash"]) {
      const kept = localStorage.getItem(`standpoint:${root.dataset.site}:${setting}`) ?? "";
      if (/^(light|dark|off)$/.test(kept)) root.dataset[setting] = kept;
    }
  } catch {
    // Storage is refused (a sandboxed frame, a strict setting): the system's scheme it is.
  }

  // It did not load, or not to its end, since this browser is too old for it: the page is what it is without scripts, and
  // says why. Scripts have run by then.
  document.addEventListener("DOMContentLoaded", () => {
    const own = /** @type {HTMLElement | null} */ (document.querySelector("html:not(.ran) script[data-own]"));
    if (!own) return;
    root.classList.remove("js");
    for (const one of document.body.querySelectorAll("noscript")) one.outerHTML = `<div class="noscript" role="alert">${one.textContent}</div>`;
    document.querySelector(".noscript > .notice")?.prepend(`${own.dataset.own} `);
  });

  // It is still on its way: a form that it brings to life waits for it.
  for (const type of ["click", "beforeinput"]) {
    addEventListener(
      type,
      (event) => {
        if (/** @type {Element} */ (event.target).closest(".js:not(.assess-ready) #assess-form :is(label, textarea)")) event.preventDefault();
      },
      true,
    );
  }
})();
