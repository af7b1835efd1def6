// What every page does: the color scheme, opening the search, printing.
(() => {
  const root = document.documentElement;
  const key = `standpoint:${root.dataset.site}:scheme`;

  /** @type {NodeListOf<HTMLInputElement>} */
  const schemes = document.querySelectorAll(".scheme input");
  for (const input of schemes) {
    input.checked = input.value === (root.dataset.scheme ?? "system");
    input.addEventListener("change", () => {
      if (input.value === "system") delete root.dataset.scheme;
      else root.dataset.scheme = input.value;
      try {
        if (input.value === "system") localStorage.removeItem(key);
        else localStorage.setItem(key, input.value);
      } catch {
        // Not kept, but used on this page.
      }
    });
  }

  // The folded menu lies over the page: it closes when the focus leaves it, so that it hides nothing that has the focus.
  const menu = document.querySelector(".menu-fold");
  if (menu instanceof HTMLDetailsElement) {
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

  const dialog = document.getElementById("search");
  if (!(dialog instanceof HTMLDialogElement)) return;

  /** The scripts of the search come with the first search. */
  let loading = false;
  function openSearch() {
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
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
  }

  for (const button of document.querySelectorAll("[data-search-open]")) {
    button.addEventListener("click", openSearch);
  }
  document.addEventListener("keydown", (event) => {
    // The field of a dialog that has just closed may have the focus still: nobody types there.
    const field = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const inField = field && !field.closest("dialog:not([open])");
    const slash = event.key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey;
    const controlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (slash || controlK) {
      event.preventDefault();
      openSearch();
    }
  });
})();
