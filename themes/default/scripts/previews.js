// Pointing at a reference, or reaching it with the keyboard, shows the words it leads to (WCAG 1.4.13: the card can be
// dismissed with Escape, stays while it is pointed at, and stays until one moves away).
(() => {
  const delay = 250;
  const margin = 8;

  const card = document.createElement("div");
  card.className = "preview";
  card.id = "preview";
  card.hidden = true;
  card.setAttribute("role", "tooltip");
  const title = document.createElement("strong");
  const words = document.createElement("p");
  words.id = "preview-words";
  card.append(title, words);

  /** @type {HTMLElement | null} */
  let shown = null;
  let timer = 0;

  /** @param {HTMLElement} link */
  function show(link) {
    if (shown === link) return;
    hide();
    if (!card.isConnected) document.body.append(card);
    const first = withWords(link);
    title.textContent = first?.dataset.previewTitle ?? "";
    words.textContent = first?.dataset.preview ?? "";
    // The published words keep their letters; a term's or topic's are ours.
    const published = link instanceof HTMLAnchorElement && /\/standards\/[^/]*$/.test(link.pathname);
    card.classList.toggle("preview-published", published);
    for (const part of [title, words]) {
      part.removeAttribute("lang");
      part.removeAttribute("dir");
      if (published) Standpoint.inTheirLanguage(part);
    }
    card.hidden = false;
    shown = link;
    // Where the link has the same title, it is not said twice.
    link.setAttribute("aria-describedby", (link.textContent === title.textContent ? words : card).id);
    place(link);
    // The keyboard's focus is told first, and scrolled to after that.
    requestAnimationFrame(() => {
      if (shown === link) place(link);
    });
  }

  /** Below the link, or above it where there is no room; within the window. @param {HTMLElement} link */
  function place(link) {
    const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const width = card.offsetWidth;
    const height = card.offsetHeight;
    const below = at.bottom + margin + height <= window.innerHeight || at.top < height + margin;
    const left = Math.max(margin, Math.min(at.left, document.documentElement.clientWidth - width - margin));
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${(below ? at.bottom + margin : at.top - height - margin) + window.scrollY}px`;
  }

  function hide() {
    clearTimeout(timer);
    card.hidden = true;
    shown?.removeAttribute("aria-describedby");
    shown = null;
  }

  /**
   * Where the words of a reference are: with itself, or with the first on a long page that leads to the same place.
   * @param {HTMLElement} link @returns {HTMLElement | null}
   */
  function withWords(link) {
    if (link.dataset.preview) return link;
    return document.querySelector(`a[data-preview][href="${CSS.escape(link.getAttribute("href") ?? "")}"]`);
  }

  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  function reference(target) {
    const link = target instanceof Element ? target.closest("a.ref, a[data-preview]") : null;
    return link instanceof HTMLElement && withWords(link)?.dataset.preview ? link : null;
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = reference(event.target);
    const onCard = event.target instanceof Node && card.contains(event.target);
    clearTimeout(timer);
    if (link) timer = window.setTimeout(() => show(link), shown ? 0 : delay);
    else if (shown && !onCard && document.activeElement !== shown) timer = window.setTimeout(hide, delay);
  });
  document.addEventListener("focusin", (event) => {
    const link = reference(event.target);
    // A tap or click follows the link; only the keyboard's focus asks for words.
    if (link?.matches(":focus-visible")) show(link);
    else if (shown) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (reference(event.target) === shown) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) {
      hide();
      event.stopPropagation();
    }
  });
  document.addEventListener("click", hide);
})();
