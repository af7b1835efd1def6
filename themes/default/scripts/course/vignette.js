// Vignettes in a lesson: one scene at a time. A choice leads to what the writer of the course says about it, and then on.
// The way that was taken is listed and kept; one can go back, or begin again. Without this script all scenes stand one
// after the other, with links between them; so they do on paper.
(() => {
  "use strict";
  const study = Standpoint.study;
  const { el, button, focus, readOut } = study.dom;
  const say = study.say;

  study.words({
    "vignette-scene": "Scene {n}",
    "vignette-end": "Scene {n}, the end",
    "vignette-next": "Go on",
    "vignette-other": "Choose differently",
    "vignette-back": "One step back",
    "vignette-again": "Begin again",
    "vignette-way": "The way you took",
    "vignette-chosen": "You chose: {choice}",
    "vignette-ended": "This is where this way ends. Begin again to see where another one leads.",
  });

  /** @param {HTMLElement} section @param {string} course @param {Study.Store} store */
  async function begin(section, course, store) {
    const id = `${course}/${section.dataset.vignette}`;
    const all = /** @type {HTMLElement[]} */ ([...section.querySelectorAll("[data-scene]")]);
    const scenes = new Map(all.map((scene) => [scene.dataset.scene ?? "", scene]));
    const start = scenes.has(section.dataset.start ?? "") ? section.dataset.start ?? "" : all[0]?.dataset.scene ?? "";
    if (!scenes.size) return;
    // First, so that all scenes stay where they are until it is known which one to show.
    const kept = await store.get("vignette", id).catch(() => null);
    const choicesOf = (/** @type {HTMLElement} */ scene) => /** @type {HTMLElement[]} */ ([...scene.querySelectorAll("[data-choice]")]);
    const textOf = (/** @type {HTMLElement} */ choice) => (choice.querySelector(".choice-text a")?.textContent ?? "").replace(/\s+/g, " ").trim();

    /** Scene and choice, in the order they were taken. @type {[string, string][]} */
    let way = [];
    /** The choice whose feedback is shown. @type {HTMLElement | null} */
    let chosen = null;
    /** The way as it is being saved. @type {Study.Last | null} */
    let unsaved = null;

    const status = el("p", { class: "unseen", role: "status" });
    const list = el("ol", null);
    const path = el("details", { class: "vignette-way" }, el("summary", null, say("vignette-way")), list);
    const back = button(say("vignette-back"), () => {
      way.pop();
      show(true);
    });
    const again = button(say("vignette-again"), () => {
      way = [];
      chosen = null;
      show(true);
    });
    const ended = el("p", { class: "vignette-ended" }, say("vignette-ended"));
    section.append(ended, el("p", { class: "study-buttons vignette-actions" }, back, again), path, status);
    section.classList.add("is-live");

    const onward = button(say("vignette-next"), () => {
      if (!chosen) return;
      way.push([here(), chosen.dataset.choice ?? ""]);
      chosen = null;
      show(true);
    }, { class: "button is-primary" });
    const other = button(say("vignette-other"), () => {
      const before = chosen;
      chosen = null;
      show(false);
      before?.querySelector("a")?.focus();
    });
    const next = el("p", { class: "study-buttons" }, onward, other);

    /** A link becomes a button: it does not lead to another place but asks for an answer. */
    for (const scene of all) {
      for (const choice of choicesOf(scene)) {
        const link = choice.querySelector(".choice-text a");
        link?.setAttribute("role", "button");
        /** @param {Event} event */
        const take = (event) => {
          event.preventDefault();
          chosen = chosen === choice ? null : choice;
          show(true);
        };
        link?.addEventListener("click", take);
        link?.addEventListener("keydown", (event) => {
          if (event instanceof KeyboardEvent && event.key === " ") take(event);
        });
      }
    }

    /** The scene that a way leads to; a way that the course no longer has ends before. */
    function here() {
      let at = start;
      for (const [index, [scene, name]] of way.entries()) {
        const choice = scene === at && choicesOf(/** @type {HTMLElement} */ (scenes.get(at))).find((one) => one.dataset.choice === name);
        if (!choice || !scenes.has(choice.dataset.to ?? "")) {
          way = way.slice(0, index);
          break;
        }
        at = choice.dataset.to ?? "";
      }
      return at;
    }

    /** @param {boolean} moved whether somebody did something, so that focus follows */
    function show(moved) {
      const scene = /** @type {HTMLElement} */ (scenes.get(here()));
      const choices = choicesOf(scene);
      const end = !choices.length;
      const title = scene.querySelector(".vignette-number");
      const name = title?.textContent?.trim() || say(end ? "vignette-end" : "vignette-scene", { n: way.length + 1 });
      for (const one of all) {
        one.classList.toggle("is-here", one === scene);
        for (const choice of choicesOf(one)) {
          choice.classList.toggle("is-chosen", choice === chosen);
          choice.classList.toggle("is-aside", one === scene && chosen !== null && choice !== chosen);
          choice.querySelector("a")?.setAttribute("aria-expanded", String(choice === chosen));
        }
      }
      if (!title) {
        scene.setAttribute("role", "group");
        scene.setAttribute("aria-label", name);
      }
      if (chosen) chosen.querySelector(".vignette-feedback")?.after(next);
      else next.remove();
      list.replaceChildren(
        ...way.map(([of, choice]) => {
          const taken = choicesOf(/** @type {HTMLElement} */ (scenes.get(of))).find((one) => one.dataset.choice === choice);
          return el("li", null, taken ? textOf(taken) : "");
        }),
      );
      path.hidden = !way.length;
      ended.hidden = !end;
      again.hidden = !way.length;
      back.hidden = !way.length || chosen !== null;
      if (!moved) return;
      if (chosen) readOut(chosen.querySelector(".vignette-feedback"), say("vignette-chosen", { choice: textOf(chosen) }));
      else focus(scene);
      // A scene longer than the window is read from its beginning.
      if (!chosen && scene.offsetHeight > innerHeight) scene.scrollIntoView();
      const value = way.length ? [...way] : undefined;
      const step = (unsaved = { kind: "vignette", id, base: undefined, value });
      store.set("vignette", id, value).then(({ ok, message }) => {
        if (ok && unsaved === step) unsaved = null;
        if (!ok && store.mode === "kept") status.textContent = message;
      });
    }
    addEventListener("pagehide", () => {
      if (unsaved) store.leave([unsaved]);
    });

    if (Array.isArray(kept)) way = kept.filter((one) => Array.isArray(one) && one.length === 2).map(([scene, choice]) => [String(scene), String(choice)]);
    show(false);
  }

  const lesson = /** @type {HTMLElement | null} */ (document.querySelector("[data-course]"));
  study.store().then((store) => {
    for (const section of document.querySelectorAll("[data-vignette]")) if (section instanceof HTMLElement) begin(section, lesson?.dataset.course ?? "", store);
  });
})();
