// Making elements, dialogs and messages, for all that the scripts show. Text goes into a page as text only.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  /** @param {string} id */
  const json = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
  /** @param {ParentNode} node @param {any[]} children */
  function add(node, children) {
    for (const child of children.flat(9)) if (child || child === 0) node.append(child instanceof Node ? child : String(child));
  }

  /** @type {Assess.Dom["el"]} */
  function el(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "class") Standpoint.setClass(node, value);
      else if (name === "data") Object.assign(node.dataset, value);
      else if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
      else if (name in node && !/-|^(list|form|role)$/.test(name)) /** @type {any} */ (node)[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    add(node, children);
    return node;
  }

  /** @type {Assess.Dom["button"]} */
  const button = (label, onClick, className = "button", props) =>
    el("button", { type: "button", class: className, onclick: onClick, ...props }, label);

  let made = 0;
  /** @type {Assess.Dom["field"]} */
  function field(label, control, { hint = "", inline = false, class: name = "" } = {}) {
    control.id ||= `field-${++made}`;
    const id = `${control.id}-hint`;
    if (hint) control.setAttribute("aria-describedby", id);
    const parts = [el("label", { htmlFor: control.id }, label), control];
    if (inline) parts.reverse();
    return el("div", { class: `assess-field ${inline ? "is-inline" : ""} ${name}` }, parts, hint && el("p", { id, class: "assess-hint" }, hint));
  }

  /** @type {Assess.Dom["select"]} */
  const select = (options, value, props) =>
    el("select", props, options.map((one) => el("option", { value: one.value, selected: one.value === value }, one.label)));

  /** @type {Assess.Dom["choice"]} */
  function choice(legend, name, options, value, onChange) {
    const group = `${name}-${++made}`;
    return el(
      "fieldset",
      { class: "assess-choice" },
      el("legend", null, legend),
      options.map((one) =>
        field(
          one.label,
          el("input", {
            ...{ type: "radio", name: group, value: one.value, checked: one.value === value },
            onchange: () => onChange?.(one.value),
          }),
          { inline: true, hint: one.hint },
        ),
      ),
    );
  }

  /** @type {Assess.Dom["dialog"]} */
  function dialog({ title, body, actions, class: name = "", focus: first }) {
    const before = document.activeElement;
    const id = `dialog-${++made}`;
    return new Promise((resolve) => {
      const heading = el("h2", { id, tabIndex: -1 }, title);
      const ways = el(
        "div",
        { class: "assess-buttons" },
        actions.map((action) =>
          button(
            action.label,
            async () => {
              if (action.run && (await action.run()) === false) return;
              node.close(action.value);
            },
            `button ${action.kind ? `is-${action.kind}` : ""}`,
            { data: { value: action.value } },
          ),
        ),
      );
      // While it is open, what lies behind it can be neither used nor read out.
      const told = el("div", { role: "status" });
      const node = el("dialog", { "class": `assess-dialog ${name}`, "aria-labelledby": id }, heading, el("div", { class: "assess-dialog-body" }, body), ways, told);
      // Enter in a field is the first action that does something; a button among the fields is none of these.
      node.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement) || event.isComposing || event.keyCode === 229) return;
        if (!/^(text|password|date)$/.test(event.target.type)) return;
        event.preventDefault();
        /** @type {HTMLElement | null} */ (ways.querySelector(".is-primary, .is-danger"))?.click();
      });
      node.addEventListener("close", () => {
        if (told.firstChild) region.replaceChildren(...told.childNodes);
        node.remove();
        if (before instanceof HTMLElement && before.isConnected) before.focus();
        resolve(node.returnValue);
      });
      node.addEventListener("cancel", () => (node.returnValue = ""));
      document.body.append(node);
      node.showModal();
      (first ?? heading).focus();
    });
  }

  /** @type {Assess.Dom["confirm"]} */
  async function confirm({ title, text, lost = [], action, save }) {
    const body = [
      text && el("p", null, text),
      lost.length > 0 && [el("p", null, assess.say("will-be-lost")), el("ul", null, lost.map((one) => el("li", null, one)))],
      save && el("p", null, button(assess.say("save-first"), save)),
    ];
    const actions = [
      { label: assess.say("cancel"), value: "" },
      { label: action, value: "yes", kind: /** @type {const} */ ("danger") },
    ];
    return (await dialog({ title, body, actions })) === "yes";
  }

  /** @type {Assess.Dom["clear"]} */
  function clear(node) {
    node.replaceChildren();
    return node;
  }

  // There from the beginning, so that what is put into it is read out.
  const region = el("div", { role: "status" });
  document.body.append(region);

  /** Closes what was said last. */
  let close = () => {};

  // A screen reader drops what is said just before the focus moves, as it does where a button has gone.
  /** @type {Assess.Dom["later"]} */
  const later = (say) => window.setTimeout(say, 150);

  let coming = 0;
  /** What was said before goes at once, and is not said any more, so that nobody undoes that. @type {Assess.Dom["tell"]} */
  const tell = (message, undo) => {
    close();
    clearTimeout(coming);
    coming = later(() => show(message, undo));
  };

  /** @type {Assess.Dom["tell"]} */
  function show(message, undo) {
    const at = [...document.querySelectorAll("dialog[open] > [role=status]")].at(-1) ?? region;
    const before = document.activeElement;
    close = () => {
      const inside = document.activeElement?.closest(".assess-tell");
      // It goes to the page with the end of the dialog.
      for (const one of [at, region]) clear(one);
      const back = before !== document.body && before?.getClientRects().length ? before : document.getElementById("main");
      if (inside) /** @type {HTMLElement | null} */ (inside.closest("dialog")?.querySelector("h2") ?? back)?.focus();
    };
    const run = () => {
      close();
      undo?.run();
    };
    // In one piece: Orca reads out only what came last.
    at.replaceChildren(
      el(
        "div",
        { class: "assess-tell" },
        el("p", null, message),
        undo && button(undo.label ?? assess.say("undo"), run),
        button("×", close, "assess-close", { "aria-label": assess.say("dismiss") }),
      ),
    );
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
  });

  // Whoever goes on has read it, and may be writing under it; a way back stays.
  document.addEventListener("input", () => region.querySelector(".button") || clear(region), true);

  /** @type {Assess.Dom["full"]} */
  function full({ value, maxLength }) {
    if (value.length >= maxLength) tell(assess.say("field-full", { limit: maxLength }));
  }

  /** @type {Assess.Dom["download"]} */
  function download(name, text, type) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = el("a", { href: address, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    if (window.top === window || typeof text !== "string") tell(assess.say("file-handed"));
    else offerText(name, text);
  }

  /** A frame may refuse files without a word to anybody; so the text itself is at hand there. @param {string} name @param {string} text */
  function offerText(name, text) {
    const say = assess.say;
    const area = el("textarea", { value: text, readOnly: true, rows: 8, spellcheck: false });
    const copy = async () => {
      area.select();
      const copied = await navigator.clipboard?.writeText(text).then(
        () => true,
        () => document.execCommand("copy"),
      );
      if (!copied) area.focus();
      tell(say(copied ? "file-text-copied" : "file-text-select"));
      return false;
    };
    dialog({
      title: say("file-text-title"),
      body: [el("p", null, say("file-text", { name })), field(say("file-text-label", { name }), area)],
      actions: [
        { label: say("close"), value: "" },
        { label: say("file-text-copy"), value: "copy", kind: "primary", run: copy },
      ],
    });
  }

  const language = document.documentElement.lang || undefined;
  const days = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  const moments = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  const here = new Intl.DateTimeFormat(language, { dateStyle: "long" });
  /** @type {Assess.Dom["date"]} */
  const date = (when, time = false) =>
    when ? (/^\d{4}-\d\d-\d\d$/.test(when) ? days : time ? moments : here).format(new Date(when)) : "";

  /** @type {Assess.Dom["focus"]} */
  function focus(element, options) {
    if (!element) return;
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus(options);
  }

  /** @type {Assess.Dom["holdLinks"]} */
  function holdLinks(saving, settled) {
    document.addEventListener("click", async (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link?.href || link.download || link.target || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      // Within the page, nothing is left.
      if (link.hash && link.href.split("#")[0] === location.href.split("#")[0]) return;
      if (!saving()) return;
      event.preventDefault();
      if (await settled()) location.href = link.href;
    });
  }

  /** @type {Assess.Dom["short"]} */
  const short = (text, most) => (text.length > most ? text.slice(0, most).replace(/\s+\S*$/, "") + assess.say("cut") : text);

  assess.dom = { el, button, field, select, choice, dialog, confirm, clear, tell, later, full, download, date, focus, holdLinks, count: assess.count, short, json };
  assess.panels ??= {};
})();
