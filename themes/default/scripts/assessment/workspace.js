// What the practice page and the supervision page share: opening and saving files across self-assessments.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, field, choice, dialog, later, download, date, count, json } = assess.dom;
  const say = assess.say;

  const data = /** @type {Assess.WorkspaceData} */ (json("assessment-data"));
  const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-root]"))?.dataset.root ?? "";

  // Whether opened files share their storage cannot be found out from one of them: what is missing here may be kept
  // elsewhere, or not be there at all. Firefox is known to keep them apart; a test in Firefox says if that changes.
  /** @type {Assess.Workspace["apart"]} */
  function apart(store) {
    if (store.mode === "memory") return store.message;
    if (location.protocol !== "file:") return "";
    return say(/Firefox\//.test(navigator.userAgent) ? "apart-file" : "apart-maybe");
  }

  /** @type {Assess.Workspace["sizeText"]} */
  function sizeText(size) {
    const format = (/** @type {number} */ n) => new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: 1 }).format(n);
    return size < 1e6 ? say("size-kb", { n: format(Math.max(0.1, size / 1e3)) }) : say("size-mb", { n: format(size / 1e6) });
  }

  /** @type {Assess.Workspace["changes"]} */
  const changes = (change) =>
    /** @type {const} */ (["answers", "texts", "marks", "added", "changed", "removed", "conflicts"]).flatMap((name) =>
      change[name].length ? [count(`change-${name}`, change[name].length)] : [],
    );

  // ── Opening ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {string} name @param {Assess.Problem[]} problems */
  async function failed(name, problems) {
    const first = problems.slice(0, 5).map(({ path, message }) => el("li", null, path && el("code", null, path + say("colon")), message));
    const more = problems.length > 5 && el("p", null, say("open-more", { n: problems.length - 5 }));
    await dialog({
      title: say("open-failed", { name }),
      body: [el("ul", { class: "problems" }, first), more, el("p", null, say("open-nothing"))],
      actions: [{ label: say("close"), value: "", kind: "primary" }],
    });
  }

  /** Asks for the passphrase until it fits or is given up. @param {string} name @param {string} text @returns {Promise<Assess.Opened | null>} */
  async function unlock(name, text) {
    const input = el("input", { type: "password", autocomplete: "off" });
    const problem = el("p", { class: "problem", role: "alert" });
    /** @type {Assess.Opened | null} */
    let opened = null;
    await dialog({
      title: say("open-locked", { name }),
      body: [field(say("open-passphrase"), input), problem],
      focus: input,
      actions: [
        { label: say("cancel"), value: "" },
        {
          ...{ label: say("open-unlock"), value: "yes", kind: "primary" },
          async run() {
            problem.textContent = say("open-working");
            const unlocked = await assess.decrypt(text, input.value);
            problem.textContent = unlocked.message;
            if (!unlocked.ok) return false;
            opened = assess.openText(unlocked.text);
            return true;
          },
        },
      ],
    });
    return opened;
  }

  /** @type {Assess.Workspace["opener"]} */
  function opener(label, many, onOpen, withStudy = false) {
    const input = el("input", { type: "file", accept: ".json,application/json", multiple: many });
    input.addEventListener("change", async () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      /** @type {Assess.Response[]} */
      const responses = [];
      /** @type {Study.Kept[]} */
      const studied = [];
      for (const file of files) {
        /** @type {Assess.Opened | null} */
        let opened = await assess.openFile(file);
        if (opened.kind === "encrypted") opened = await unlock(file.name, opened.text);
        if (!opened) continue;
        const kept = opened.study !== undefined;
        if (kept && withStudy) {
          const unpacked = Standpoint.study.file.unpack(opened.study);
          if (!unpacked.ok) {
            await failed(file.name, unpacked.problems.map((one) => ({ ...one, code: "study" })));
            continue;
          }
          studied.push(...unpacked.records);
        } else if (kept && opened.ok && !opened.responses.length) {
          await failed(file.name, [{ path: "", code: "study", message: say("open-study") }]);
          continue;
        }
        if ((!opened.responses.length && !kept) || !opened.ok) await failed(file.name, opened.problems);
        responses.push(...opened.responses);
      }
      if (responses.length || studied.length) onOpen(responses, studied);
    });
    return field(label, input, { class: "opener" });
  }

  /** @type {Assess.Workspace["titleOf"]} */
  const titleOf = ({ assessment }) => data.assessments.find(({ id }) => id === assessment.id)?.title ?? (assessment.title || assessment.id);

  /** Shows what would change, and changes it if asked to. @type {Assess.Workspace["takeIn"]} */
  async function takeIn(store, responses) {
    const offers = [];
    for (const response of responses) offers.push({ response, plan: assess.planImport(await store.read(response.id), response), take: true, how: /** @type {"merge" | "replace"} */ ("merge") });
    const body = offers.map((offer) => {
      const { response, plan } = offer;
      const box = el("input", { type: "checkbox", checked: plan.kind !== "same", onchange: () => (offer.take = box.checked) });
      offer.take = box.checked;
      const said = (/** @type {Assess.Change | null} */ change) => (change && !change.nothing ? changes(change).join(say("comma")) : say("practice-nothing-changes"));
      const name = [titleOf(response), response.person.pseudonym, date(response.modified, true)].filter(Boolean).join(say("comma"));
      return el(
        "section",
        { "class": "offer", "aria-label": name },
        el("h3", null, name),
        el("p", { class: "result-note" }, assess.parts.holds(response).join(" · ")),
        plan.notes.map(({ message }) => el("p", { class: "result-note" }, message)),
        plan.kind === "new" && el("p", null, say("practice-new")),
        plan.kind === "same" && el("p", null, say("practice-same")),
        field(say("practice-take"), box, { inline: true }),
        plan.kind === "merge" &&
          choice(
            say("practice-how"),
            "how",
            [
              { value: "merge", label: say("practice-merge"), hint: said(plan.merge) },
              { value: "replace", label: say("practice-replace"), hint: said(plan.replace) },
            ],
            "merge",
            (value) => (offer.how = value === "replace" ? "replace" : "merge"),
          ),
      );
    });
    const answer = await dialog({
      title: say("practice-found"),
      body: [el("p", null, say("practice-found-note")), body],
      actions: [
        { label: say("cancel"), value: "" },
        { label: say("practice-take-in"), value: "yes", kind: "primary" },
      ],
    });
    /** @type {{ taken: Assess.Response[], problem: string }} */
    const result = { taken: [], problem: "" };
    if (answer !== "yes") return result;
    for (const { response, take, how } of offers) {
      if (!take) continue;
      const { ok, message } = await store.bring(response, how);
      if (!ok) return { ...result, problem: message };
      result.taken.push(response);
    }
    return result;
  }

  // ── Saving ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Workspace["saveFile"]} */
  async function saveFile(store, responses, onSaved, studied = []) {
    const [one] = responses;
    const single = responses.length === 1 && !studied.length;
    const without = el("input", { type: "checkbox" });
    const passphrase = el("input", { type: "password", autocomplete: "new-password" });
    const problem = el("p", { class: "problem", role: "alert" });
    await dialog({
      title: say(single ? "save-title" : "save-title-all"),
      body: [
        el("p", null, say("save-how")),
        field(say("save-without"), without, { inline: true, hint: say("save-without-hint") }),
        assess.canEncrypt() ? field(say("save-passphrase"), passphrase, { hint: say("save-passphrase-hint") }) : el("p", { class: "assess-hint" }, say("no-crypto")),
        problem,
      ],
      actions: [
        { label: say("cancel"), value: "" },
        {
          ...{ label: say("save"), value: "yes", kind: "primary" },
          async run() {
            if (passphrase.value && passphrase.value.length < 8) {
              passphrase.focus();
              later(() => (problem.textContent = say("save-short")));
              return false;
            }
            const options = { without: without.checked };
            const texts = (/** @type {Study.Kept} */ { kind, value }) => kind === "note" || (kind === "answer" && "text" in value);
            const study = studied.length ? Standpoint.study.file.pack(studied.filter((kept) => !without.checked || !texts(kept))) : undefined;
            const plain = single ? assess.toJson(one, options) : assess.toBackup(responses, { ...options, study });
            if (passphrase.value) problem.textContent = say("open-working");
            const text = passphrase.value ? await assess.encrypt(plain, passphrase.value) : plain;
            const name = single ? assess.fileName(one, "standpoint.json") : `${data.site.key}-${assess.dayOf(new Date())}.standpoint.json`;
            download(name, text, "application/json");
            // A file without notes is no copy of all.
            if (!without.checked) for (const { id } of responses) await store.noteFile(id);
            onSaved?.();
            return true;
          },
        },
      ],
    });
  }

  assess.workspace = { data, root, apart, sizeText, changes, opener, saveFile, takeIn, titleOf };
})();
