// The kept color scheme, before anything is painted; and the sign that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const scheme = localStorage.getItem(`standpoint:${root.dataset.site}:scheme`);
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch {
    // Storage is refused (a sandboxed frame, a strict setting): the system's scheme it is.
  }
})();
