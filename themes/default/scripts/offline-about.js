// On the page about the site: what of it is kept for reading without a network, to keep all of it, or none.
(() => {
  "use strict";
  const section = document.getElementById("offline");
  const [held, status] = ["[data-offline-held]", "[role=status]"].map((one) => section?.querySelector(one));
  const [keep, remove] = ["keep", "remove"].map((one) => section?.querySelector(`[data-offline-${one}]`));
  const bar = section?.querySelector("progress");
  if (!section || !held || !status || !bar || !(keep instanceof HTMLButtonElement) || !(remove instanceof HTMLButtonElement)) return;
  /** @type {Record<string, string>} */
  const words = JSON.parse(document.getElementById("offline-words")?.textContent || "{}");
  const language = document.documentElement.lang || undefined;
  const plain = new Intl.NumberFormat(language);
  const megabytes = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
  /** @param {string} key @param {Record<string, number>} [values] */
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, (name === "size" ? megabytes : plain).format(value)), words[key] ?? key);

  /** How long the worker may be silent, in milliseconds. A browser can end one at any time. */
  const SILENCE = 60_000;

  /** Asks the worker for something, and tells how far it is. @param {string} what @param {(state: Partial<Offline.State>) => void} told */
  async function ask(what, told) {
    const { port1, port2 } = new MessageChannel();
    /** @type {Partial<Offline.State>} */
    const state = {};
    let timer = 0;
    await new Promise((resolve) => {
      const hear = (/** @type {Partial<Offline.State>} */ data) => {
        clearTimeout(timer);
        told(Object.assign(state, data));
        if (data.ended) return resolve(undefined);
        timer = setTimeout(hear, SILENCE, { ended: true, broken: true });
      };
      hear({});
      port1.onmessage = ({ data }) => hear(data);
      void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ ask: what }, [port2]));
    });
    port1.close();
    return state;
  }

  /** @param {Partial<Offline.State>} state */
  const show = ({ pages = 0, bytes = 0, kept = 0, missing = 0, more = false, whole = false }) => {
    const size = bytes / 1e6;
    held.textContent = whole && missing === 0 ? say("whole", { pages, size }) : say("some", { kept, pages }) + (whole ? ` ${say("takes", { size })}` : ` ${say("large")}`);
    keep.hidden = !whole || missing === 0;
    remove.hidden = !more;
  };

  /** What is asked for once more goes on from there. */
  const stopped = () => {
    status.textContent = say("stopped");
    if (remove.hidden) keep.hidden = false;
  };

  // Buttons that can't be pressed for a while keep the focus.
  let busy = false;
  const alone = async (/** @type {() => Promise<void>} */ work) => {
    if (busy) return;
    busy = true;
    await work().catch(() => {});
    busy = false;
  };

  const whole = async () => {
    status.textContent = say("keeping");
    bar.hidden = false;
    bar.removeAttribute("value");
    const state = await ask("whole", ({ done, of }) => {
      if (done === undefined || of === undefined) return;
      bar.max = of;
      bar.value = done;
    });
    bar.hidden = true;
    if (state.broken) return stopped();
    show(state);
    const { failed = 0, full } = state;
    status.textContent = full ? say("full") : failed > 0 ? say("failed", { failed }) : say("done");
    if (keep.hidden) remove.focus();
  };

  const none = async () => {
    const state = await ask("remove", () => {});
    if (state.broken) return stopped();
    show(state);
    status.textContent = say("removed");
    if (remove.hidden) keep.focus();
  };

  keep.addEventListener("click", () => void alone(whole));
  remove.addEventListener("click", () => void alone(none));
  const begin = async () => {
    await navigator.serviceWorker.ready;
    section.hidden = false;
    // A browser doesn't lead to what isn't shown yet.
    if (location.hash === `#${section.id}` && scrollY === 0) section.scrollIntoView();
    const state = await ask("state", () => {});
    if (state.broken) stopped();
    else show(state);
  };
  if ("serviceWorker" in navigator && /^https?:$/.test(location.protocol)) void begin().catch(() => {});
})();
