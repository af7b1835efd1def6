// My practice: everything that this browser keeps, across self-assessments.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, confirm, tell, date, focus } = assess.dom;
  const { apart, data, opener, root, saveFile, sizeText, takeIn, titleOf } = assess.workspace;
  const { fold, forgetState, holds } = assess.parts;
  const say = assess.say;

  const element = document.getElementById("practice-app");
  if (!element) return;

  const list = el("div", { class: "entries" });
  const studied = el("div", null);
  const { file: studyFile } = Standpoint.study;
  const all = el("div", null);
  const allNote = el("p", null);
  const promise = el("p", null);
  const notice = el("p", { class: "notice", role: "status", hidden: true });

  /** @param {string} id @param {string} title @param {Assess.Child} note @param {...Assess.Child} inside */
  const row = (id, title, note, ...inside) =>
    el(
      "section",
      { "class": "row", "aria-labelledby": id },
      el("div", { class: "row-head" }, el("h2", { id, tabIndex: -1 }, title), note),
      el("div", null, inside),
    );

  /** @param {Study.Kept[]} records */
  const inWords = (records) => studyFile.counts(records).join(" · ") || say("practice-study-other");

  /** @param {Assess.Store} store @param {Study.Store} study */
  async function begin(store, study) {
    /** @param {Assess.Listed} one */
    async function remove(one) {
      const response = await store.read(one.id);
      if (!response) return draw();
      const title = titleOf(one);
      const elsewhere = await store.openElsewhere(one.id);
      const yes = await confirm({
        title: say("practice-delete-title", { title }),
        text: [say("practice-delete-text"), elsewhere && say("practice-tab")].filter(Boolean).join(" "),
        lost: holds(response),
        action: say("delete"),
        save: () => hand([response]),
      });
      if (!yes) return;
      const done = await store.remove(one.id);
      await draw();
      focusHead();
      if (!done.ok) return tell(done.message);
      tell(say("practice-deleted", { title }), {
        async run() {
          const back = await store.bring(response, "replace", "replace", done.earlier);
          await draw();
          tell(back.ok ? say("practice-put-back", { title }) : back.message);
          list.querySelector("button")?.focus();
        },
      });
    }

    /** A whole file at once, without questions. @param {Assess.Response[]} responses @param {Study.Kept[]} [records] */
    async function hand(responses, records = []) {
      const single = responses.length === 1 && !records.length;
      const study = records.length ? studyFile.pack(records) : undefined;
      const name = single ? assess.fileName(responses[0], "standpoint.json") : `${data.site.key}-${assess.dayOf(new Date())}.standpoint.json`;
      assess.dom.download(name, single ? assess.toJson(responses[0]) : assess.toBackup(responses, { study }), "application/json");
      for (const { id } of responses) await store.noteFile(id);
      await draw();
    }

    /** @param {Assess.Listed[]} listed */
    async function readAll(listed) {
      const read = await Promise.all(listed.map(({ id }) => store.read(id)));
      return read.filter((one) => one !== null);
    }

    /** @param {Assess.Listed[]} listed */
    async function removeAll(listed) {
      const responses = await readAll(listed);
      const records = await study.all();
      const yes = await confirm({
        title: say("practice-delete-all-title"),
        text: say("practice-delete-all-text"),
        lost: [
          ...responses.map((one) => [titleOf(one), ...holds(one)].join(" · ")),
          ...(records.length ? [say("practice-study-line", { what: inWords(records) })] : []),
        ],
        action: say("practice-delete-all"),
        save: () => hand(responses, records),
      });
      if (!yes) return;
      const done = await store.removeAll();
      const kept = (await studyFile.remove(study)).done;
      await draw();
      focusHead();
      if (!done.ok) return tell(done.message);
      if (!kept.ok && study.mode === "kept") return tell(kept.message);
      tell(say("practice-deleted-all"), {
        async run() {
          await studyFile.bring(study, records);
          for (const response of responses) await store.bring(response, "replace");
          await draw();
          list.querySelector("button")?.focus();
        },
      });
    }

    /** Whether the browser has agreed to keep it. */
    const agreed = async () => Boolean(await navigator.storage?.persisted().catch(() => false));

    async function askToKeep() {
      const done = await navigator.storage.persist().catch(() => false);
      await draw();
      focus(document.getElementById("practice-all"));
      tell(say(done ? "practice-agreed" : "practice-refused"));
    }

    const focusHead = () => focus(document.getElementById("practice-stored"));

    /** @param {Assess.Snapshot[]} snapshots */
    const states = (snapshots) =>
      snapshots.length > 0 &&
      fold(
        say("practice-states", { n: snapshots.length }),
        false,
        el("p", { class: "result-note" }, say("practice-states-note")),
        el(
          "ul",
          { class: "states" },
          snapshots.map((state) => {
            const { key, at, why, size } = state;
            const when = date(at, true);
            const label = el("span", { class: "unseen" }, ` (${when})`);
            const back = async () => {
              const { ok, message } = await store.goBack(key);
              await draw();
              focusHead();
              tell(ok ? say("practice-went-back", { when }) : message);
            };
            const forget = async () => {
              if (!(await forgetState(store, state))) return;
              await draw();
              focusHead();
            };
            return el(
              "li",
              null,
              `${[when, assess.own(assess.words, `practice-why-${why}`), sizeText(size)].filter(Boolean).join(say("comma"))} `,
              button([say("practice-back"), label], back, "assess-link"),
              " ",
              button([say("state-delete"), label.cloneNode(true)], forget, "assess-link"),
            );
          }),
        ),
      );

    /** @param {Assess.Listed} one @param {Assess.Response} response @param {Assess.Snapshot[]} snapshots */
    function article(one, response, snapshots) {
      const { id, pseudonym, saved, file, size } = one;
      const address = data.assessments.find((known) => known.id === one.assessment.id)?.address;
      const title = titleOf(one);
      const label = el("span", { class: "unseen" }, ` (${[title, pseudonym].filter(Boolean).join(say("comma"))})`);
      const also = () => label.cloneNode(true);
      const separate = store.mode === "memory" || apart(store) === say("apart-file");
      /** @param {string} key @param {Assess.Child} value */
      const fact = (key, value) => el("div", null, el("dt", null, say(key)), el("dd", null, value));
      const old = file && saved && file < saved && Date.parse(saved) - Date.parse(file) > 1000;
      return el(
        "article",
        { class: "entry" },
        el("h3", null, title, pseudonym && el("span", { class: "entry-model" }, ` ${say("practice-by", { name: pseudonym })}`)),
        el(
          "dl",
          { class: "facts-row" },
          fact("practice-holds", holds(response).join(" · ") || "–"),
          fact("practice-size", sizeText(size)),
          fact("practice-saved", saved ? date(saved, true) : say("practice-not-kept")),
          fact("practice-file", [file ? date(file, true) : say("practice-no-file"), old && ` (${say("practice-old-file")})`]),
        ),
        !address && el("p", { class: "result-note" }, say("practice-elsewhere")),
        address && separate && el("p", { class: "result-note" }, say("practice-open-there")),
        el(
          "p",
          { class: "assess-buttons" },
          address && el("a", { class: "button is-primary", href: `${root}${address}${separate ? "" : `?response=${encodeURIComponent(id)}`}` }, say("practice-open"), also()),
          address && !separate && el("a", { class: "button", href: `${root}supervision.html?response=${encodeURIComponent(id)}` }, say("practice-supervision"), also()),
          button([say("save-title"), also()], () => saveFile(store, [response], draw)),
          button([say("delete"), also()], () => remove(one), "button is-quiet"),
        ),
        states(snapshots),
      );
    }

    let turns = 0;
    async function draw() {
      const turn = ++turns;
      const [listed, snapshots, records, safe] = await Promise.all([store.list(), store.snapshots(), study.all(), agreed()]);
      const responses = await readAll(listed);
      // Meanwhile it began anew.
      if (turn !== turns) return;
      const held = document.activeElement;
      const nodes = listed.flatMap((one) => {
        const response = responses.find(({ id }) => id === one.id);
        return response ? [article(one, response, snapshots.filter((state) => state.response === one.id))] : [];
      });
      list.replaceChildren(...(nodes.length ? nodes : [el("p", null, say(records.length ? "practice-no-assessment" : "practice-nothing"))]));
      const studySize = records.length ? JSON.stringify(records).length : 0;
      studyRow.hidden = !records.length;
      studied.replaceChildren(
        el("p", null, [inWords(records), sizeText(studySize)].join(say("comma"))),
        element?.dataset.study === "true" ? el("p", { class: "assess-buttons" }, el("a", { class: "button", href: `${root}study.html` }, say("practice-study-open"))) : "",
      );
      const size = listed.reduce((sum, one) => sum + one.size, 0) + snapshots.reduce((sum, one) => sum + one.size, 0) + studySize;
      allNote.textContent = listed.length || records.length ? say("practice-all-note", { size: sizeText(size) }) : "";
      // Safari deletes it after a week whatever it agreed to, as the page says above.
      promise.hidden = !size || Standpoint.storage.brief || store.mode !== "kept";
      promise.replaceChildren(say(safe ? "practice-agreed" : "practice-may-go"), " ", safe || !navigator.storage ? "" : button(say("practice-ask"), askToKeep, "assess-link"));
      all.replaceChildren(
        el(
          "p",
          { class: "assess-buttons" },
          button(say("practice-save-all"), () => saveFile(store, responses, draw, records), "button is-primary", { disabled: !listed.length && !records.length }),
          button(say("practice-delete-all"), () => removeAll(listed), "button is-quiet", { disabled: !listed.length && !snapshots.length && !records.length }),
        ),
      );
      // Who pressed a button that was made anew goes on from the new one.
      if (held instanceof HTMLElement && !held.isConnected) {
        [...(element?.querySelectorAll("button, a") ?? [])].forEach((one) => one instanceof HTMLElement && one.textContent === held.textContent && one.focus());
      }
      const text = apart(store);
      // What may be missing is only said where something is.
      notice.hidden = !text || (text === say("apart-maybe") && listed.length > 0);
      notice.textContent = text;
    }

    /** Says what it would change, and does it if asked to. @param {Study.Kept[]} records */
    async function bringStudy(records) {
      const plan = studyFile.plan(await study.all(), records);
      const told = (/** @type {keyof typeof plan} */ name) => plan[name].length > 0 && el("p", null, say(`practice-study-${name}`, { what: inWords(plan[name]) }));
      const answer = await assess.dom.dialog({
        title: say("practice-study-brings"),
        body: [told("added"), told("changed"), told("kept"), told("same")],
        actions: [
          { label: say("cancel"), value: "" },
          { label: say("practice-take-in"), value: "yes", kind: "primary" },
        ],
      });
      if (answer !== "yes") return;
      const { ok, message } = await studyFile.bring(study, records);
      await draw();
      document.getElementById("practice-study")?.focus();
      tell(ok || study.mode === "memory" ? say("practice-study-taken") : message);
    }

    /** @param {Assess.Response[]} responses @param {Study.Kept[]} records */
    async function bring(responses, records) {
      if (records.length) await bringStudy(records);
      if (!responses.length) return;
      const { taken, problem } = await takeIn(store, responses);
      await draw();
      if (taken.length || problem) focusHead();
      if (problem) tell(problem);
      else if (taken.length) tell(say("practice-taken", { titles: taken.map(titleOf).join(say("comma")) }));
    }

    const studyRow = row("practice-study", say("practice-study"), el("p", null, say("practice-study-note")), studied);
    element?.append(
      notice,
      row("practice-stored", say("practice-stored"), null, list),
      studyRow,
      row("practice-bring", say("practice-bring"), el("p", null, say("practice-bring-note")), opener(say("practice-bring-label"), true, bring, true)),
      row("practice-all", say("practice-all"), el("div", null, allNote, promise), all),
    );
    store.onList = draw;
    study.listen(() => void draw());
    // What another tab wrote while this one was not looked at.
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && draw());
    await draw();
    document.documentElement.dataset.ready = "practice";
  }

  Promise.all([assess.openStore({ site: data.site.key }), Standpoint.study.store()]).then(([store, study]) => begin(store, study));
})();
