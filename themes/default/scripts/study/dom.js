// Making elements, dialogs and messages for the study tools. Text goes into a page as text only.
(() => {
  "use strict";
  const study = Standpoint.study;
  study.words({
    "undo": "Undo",
    "dismiss": "Close message",
    "cancel": "Cancel",
    "close": "Close",
    "handed": "The file is in your downloads, or where this browser puts them.",
  });

  /** @type {Study.Dom["el"]} */
  function el(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "class") Standpoint.setClass(node, value);
      else if (name === "data") Object.assign(node.dataset, value);
      else if (typeof value === "function" || (name in node && !/-|^(list|form|role)$/.test(name))) /** @type {any} */ (node)[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat(9)) if (child || child === 0) node.append(child instanceof Node ? child : String(child));
    return node;
  }

  /** @type {Study.Dom["button"]} */
  const button = (label, onclick, props) => el("button", { type: "button", class: "button", ...props, onclick }, label);

  /** @type {Study.Dom["focus"]} */
  function focus(element) {
    if (!(element instanceof HTMLElement)) return;
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus();
  }

  let read = 0;
  /** @type {Study.Dom["readOut"]} */
  function readOut(element, name) {
    if (!element) return;
    // Focus says a name and a description and no more, so what stands in it is its description.
    const ids = [...element.children].map((one) => (one.id ||= `read-${++read}`)).join(" ");
    for (const [key, value] of [["role", "group"], ["aria-label", name], ["aria-describedby", ids]]) element.setAttribute(key, value);
    focus(element);
  }

  let made = 0;
  /** @type {Study.Dom["dialog"]} */
  function dialog({ title, body, actions }) {
    const before = document.activeElement;
    const id = `study-dialog-${++made}`;
    return new Promise((resolve) => {
      /** @type {HTMLDialogElement} */
      const node = el("dialog", { "class": "study-dialog", "aria-labelledby": id });
      const heading = el("h2", { id, tabIndex: -1 }, title);
      node.append(
        heading,
        el("div", { class: "study-dialog-body" }, body),
        el(
          "p",
          { class: "study-buttons" },
          actions.map(({ label, value, primary, danger }) =>
            button(label, () => node.close(value), { class: `button ${primary ? "is-primary" : danger ? "is-danger" : ""}` }),
          ),
        ),
      );
      node.addEventListener("close", () => {
        node.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus();
        resolve(node.returnValue);
      });
      node.addEventListener("cancel", () => (node.returnValue = ""));
      document.body.append(node);
      node.showModal();
      heading.focus();
    });
  }

  // There from the beginning, so that what is put into it is read out.
  const region = el("div", { role: "status" });
  document.body.append(region);
  /** What had the focus when something was said. @type {Element | null} */
  let held = null;
  function quiet() {
    const inside = region.contains(document.activeElement);
    region.replaceChildren();
    if (inside) focus(held?.getClientRects().length && held !== document.body ? held : document.getElementById("main"));
  }
  let coming = 0;
  /** @type {Study.Dom["tell"]} */
  function tell(message, undo) {
    const run = () => {
      quiet();
      undo?.();
    };
    // What was said before goes at once, and is not said any more, so that nobody undoes that. A screen reader drops what
    // is said just before the focus moves.
    quiet();
    clearTimeout(coming);
    coming = window.setTimeout(() => {
      held = document.activeElement;
      // In one piece: Orca reads out only what came last.
      region.replaceChildren(
        el(
          "div",
          { class: "study-tell" },
          el("p", null, message),
          undo && button(study.say("undo"), run),
          button("×", quiet, { "class": "study-close", "aria-label": study.say("dismiss") }),
        ),
      );
    }, 150);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) quiet();
  });

  /** @type {Study.Dom["download"]} */
  function download(name, text) {
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = el("a", { href, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    tell(study.say("handed"));
  }

  const days = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "long" });
  /** @type {Study.Dom["date"]} */
  const date = (when) => days.format(new Date(when));

  // Swedish writes dates as ISO 8601 does.
  /** @type {Study.Dom["dayOf"]} */
  const dayOf = (when) => (when ? new Date(when) : new Date()).toLocaleDateString("sv");

  study.dom = { el, button, dialog, tell, download, date, dayOf, focus, readOut };
})();
