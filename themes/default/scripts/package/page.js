// What a page in a package does more than on the site: it keeps learners' storage apart, and tells the wrapper what was
// done. It tells nothing to anybody who has not spoken first, from above, and of the same origin.
(() => {
  "use strict";
  const framed = window.parent !== window;
  const learner = framed && /^standpoint:(\w+)$/.exec(window.name)?.[1];
  if (learner) document.documentElement.dataset.learner = learner;
  const root = new URL(document.currentScript?.dataset.root || ".", location.href).href;

  const target = window.origin === "null" ? "*" : window.origin;
  let known = false;
  /** The last of each kind, for when the wrapper has spoken. @type {Map<string, unknown>} */
  const last = new Map();
  const tell = (/** @type {string} */ standpoint, /** @type {unknown} */ detail) => {
    last.set(standpoint, detail);
    if (known) window.parent.postMessage({ standpoint, detail }, target);
  };
  for (const kind of ["progress", "ratings"]) {
    document.addEventListener(`standpoint:${kind}`, (event) => tell(kind, /** @type {CustomEvent} */ (event).detail));
  }

  addEventListener("message", (event) => {
    if (!framed || event.source !== window.parent || event.origin !== window.origin || event.data?.standpoint !== "restore") return;
    const { progress, ratings } = event.data.detail ?? {};
    known = true;
    if (progress) document.dispatchEvent(new CustomEvent("standpoint:restore-progress", { detail: progress }));
    document.dispatchEvent(new CustomEvent("standpoint:restore-ratings", { detail: ratings ?? {} }));
    tell("page", location.href.split(/[?#]/)[0].slice(root.length));
    for (const [kind, detail] of last) tell(kind, detail);
  });

  // The frame shows this package only; other sites get a tab of their own.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!(link instanceof HTMLAnchorElement) || !/^https?:$/.test(link.protocol) || link.origin === location.origin) return;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    },
    true,
  );
})();
