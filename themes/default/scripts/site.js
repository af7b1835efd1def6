// What every page does: the color scheme, opening the search, printing.
(() => {
  const root = document.documentElement;

  Standpoint.keep = (setting, value) => {
    if (value) root.dataset[setting] = value;
    else delete root.dataset[setting];
    try {
      localStorage[value ? "setItem" : "removeItem"](`standpoint:${root.dataset.site}:${setting}`, value);
    } catch {
      // Not kept, but used on this page.
    }
  };

  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".scheme input"))) {
    input.checked = input.value === (root.dataset.scheme ?? "system");
    input.addEventListener("change", () => Standpoint.keep("scheme", input.value === "system" ? "" : input.value));
  }

  // The folded menu lies over the page: it closes when the focus leaves it, so that it hides nothing that has the focus.
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".menu-fold"));
  if (menu) {
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }

  // Safari gives what is clicked no focus, and without it none finds the way back when a dialog closes. A script that
  // clicks leaves the focus where it is.
  document.addEventListener(
    "click",
    ({ target, isTrusted }) => {
      /** @type {HTMLElement | false | null} */
      const control = isTrusted && /** @type {Element} */ (target).closest("button, summary, input");
      if (control && control !== document.activeElement) control.focus({ preventScroll: true, focusVisible: false });
    },
    true,
  );

  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("search"));
  if (!dialog) return;

  /** The scripts of the search come with the first search. */
  let loading = false;
  const openSearch = () => {
    if (dialog.open) return;
    dialog.showModal();
    // What was searched before is seen, and gives way to what is typed.
    dialog.querySelector("input")?.select();
    if (loading) return;
    loading = true;
    for (const src of dialog.dataset.scripts?.split(" ") ?? []) {
      const script = document.createElement("script");
      script.src = src;
      // In this order, whichever arrives first.
      script.async = false;
      document.head.append(script);
    }
  };

  for (const button of document.querySelectorAll("[data-search-open]")) {
    button.addEventListener("click", openSearch);
  }
  document.addEventListener("keydown", (event) => {
    // The field of a dialog that has just closed may have the focus still: nobody types there.
    const field = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const inField = field && !field.closest("dialog:not([open])");
    const controlK = !event.shiftKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !inField && !root.dataset.slash;
    if (!event.altKey && (event.ctrlKey || event.metaKey ? controlK : slash)) {
      event.preventDefault();
      openSearch();
    }
  });
})();
