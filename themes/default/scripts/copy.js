// Buttons that copy a citation or the link of the page.
(() => {
  /** @param {string} text */
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // Refused in a frame; the older way may still be open.
      }
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  const status = document.querySelector("[data-copy-status]");
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll("[data-copy], [data-copy-link]");
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const here = location.href.split("#")[0];
      const text = button.dataset.copy ?? (button.dataset.copyLink || here);
      const done = await copy(text);
      button.focus();
      // Emptied first, so that the same words are announced a second time.
      if (status) status.textContent = "";
      setTimeout(() => {
        if (status) status.textContent = (done ? button.dataset.done : button.dataset.failed) ?? "";
      }, 50);
    });
  }
})();
