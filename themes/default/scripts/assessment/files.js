// Files: keeping a copy, passing something on, printing, opening what comes back; and what this browser holds.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, clear, select, field, choice, dialog, confirm, tell, later, download, date, focus, count, short } = assess.dom;
  const { amounts, holds } = assess.parts;
  const say = assess.say;

  /** @param {Assess.Response} response */
  const told = (response) => say("ui-holds", { title: response.assessment.title, parts: holds(response).join(say("comma")) || say("ui-holds-nothing") });

  /** A passphrase, typed once or twice, for as long as `use` finds it wrong. */
  /** @param {{ title: string, action: string, twice: boolean, use: (passphrase: string) => Promise<string> }} options gives back what is wrong */
  async function askPassphrase({ title, action, twice, use }) {
    const input = () => el("input", { type: "password", autocomplete: twice ? "new-password" : "off", spellcheck: false });
    const first = input();
    const again = input();
    const wrong = el("p", { class: "assess-wrong", role: "alert" });
    const shown = el("input", { type: "checkbox", onchange: () => (first.type = again.type = shown.checked ? "text" : "password") });
    const fail = (/** @type {string} */ text) => {
      if (text) first.focus();
      later(() => (wrong.textContent = text));
      return !text;
    };
    const run = async () => {
      if (twice && first.value.length < 8) return fail(say("ui-passphrase-short"));
      if (twice && first.value !== again.value) return fail(say("ui-passphrase-differs"));
      wrong.textContent = say("ui-working");
      return fail(await use(first.value));
    };
    const body = [
      field(say("ui-passphrase"), first, { hint: twice && say("ui-passphrase-text") }),
      twice && field(say("ui-passphrase-again"), again),
      field(say("ui-passphrase-show"), shown, { inline: true }),
      wrong,
    ];
    const actions = [
      { label: say("cancel"), value: "" },
      { label: action, value: "yes", kind: /** @type {const} */ ("primary"), run },
    ];
    return (await dialog({ title, body, actions, focus: first })) === "yes";
  }

  assess.panels.files = (element, app) => {
    const { data } = app;

    // ── Out ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /** @type {Record<string, HTMLInputElement>} */
    const out = {};
    for (const name of ["notes", "journal", "plan", "supervision"]) out[name] = el("input", { type: "checkbox" });
    const without = () => Object.fromEntries(Object.entries(out).map(([name, box]) => [name, box.checked]));
    const name = (/** @type {string} */ extension) => assess.fileName(app.response, extension);

    /** @param {(passphrase: string) => Promise<string>} [lock] */
    async function save(lock) {
      await app.settled();
      const { response, session } = app;
      const json = assess.toJson(response, { without: without() });
      download(name("standpoint.json"), lock ? await lock(json) : json, "application/json");
      // Only a file with everything in it counts as a copy.
      if (session && !Object.values(out).some((box) => box.checked)) await app.store.noteFile(session.id);
      draw();
    }
    const saveLocked = () =>
      askPassphrase({
        ...{ title: say("ui-encrypt"), action: say("ui-save-file"), twice: true },
        use: async (passphrase) => {
          try {
            await save((json) => assess.encrypt(json, passphrase));
            return "";
          } catch (error) {
            return error instanceof Error ? error.message : String(error);
          }
        },
      });

    async function ics() {
      const text = assess.toIcs(app.response);
      if (/BEGIN:VEVENT/.test(text)) download(name("ics"), text, "text/calendar");
      else tell(say("ui-no-dates"));
    }

    /** @param {"filled" | "blank"} how */
    async function print(how) {
      await app.settled();
      const page = document.documentElement;
      page.dataset.assessPrint = how;
      if (out.notes.checked) page.dataset.assessPrintWithout = "notes";
      addEventListener(
        "afterprint",
        () => {
          delete page.dataset.assessPrint;
          delete page.dataset.assessPrintWithout;
        },
        { once: true },
      );
      window.print();
    }

    const lastFile = el("p", { class: "assess-hint" });
    const locked = button(say("ui-encrypt"), saveLocked);
    locked.disabled = !assess.canEncrypt();
    /** @param {string} label @param {string} text @param {() => void} run */
    const way = (label, text, run) => el("li", null, button(say(label), run), el("span", { class: "assess-hint" }, say(text)));
    /** @param {string} title @param {string} text @param {...Assess.Child} children */
    const part = (title, text, ...children) =>
      el("section", { class: "assess-files-part" }, el("h3", null, say(title)), el("div", null, text && el("p", null, say(text)), children));

    // ── In ──────────────────────────────────────────────────────────────────────────────────────────────────────

    const input = el("input", { type: "file", accept: ".json,application/json", onchange: () => open(input.files?.[0]) });

    /** @param {File | undefined} file */
    async function open(file) {
      input.value = "";
      if (!file || !(await app.free())) return;
      let opened = await assess.openFile(file, data);
      if (opened.kind === "encrypted") {
        const locked = opened.text;
        const use = async (/** @type {string} */ passphrase) => {
          const unlocked = await assess.decrypt(locked, passphrase);
          if (unlocked.ok) opened = assess.openText(unlocked.text, data);
          return unlocked.message;
        };
        if (!(await askPassphrase({ title: say("ui-open-unlock", { name: file.name }), action: say("ui-unlock"), twice: false, use }))) return;
      }
      const actions = [{ label: say("close"), value: "" }];
      if (opened.kind === "backup" && opened.ok) {
        const title = say("ui-open");
        return void (await dialog({ title, body: el("p", null, say("ui-open-backup", { name: file.name })), actions }));
      }
      if (!opened.ok) {
        const body = el("ul", null, opened.problems.slice(0, 10).map(({ path, message }) => el("li", null, message, path && [" ", el("code", null, path)])));
        return void (await dialog({ title: say("ui-open-fails", { name: file.name }), body, actions }));
      }
      await takeIn(opened.responses[0], file.name);
    }

    /** Shows what would change, and does it. @param {Assess.Response} incoming @param {string} name */
    async function takeIn(incoming, name) {
      const current = app.response.id === incoming.id ? app.response : await app.store.read(incoming.id).catch(() => null);
      const plan = assess.planImport(current, incoming, data);
      const roles = data.assessment.roles;
      const isNew = plan.kind === "new";
      const asks = isNew && roles.length > 1;
      const who = choice(say("ui-who"), "who", roles.map((value, index) => ({ value, label: say(index ? "ui-who-other" : "ui-who-own", { role: app.roleName(value) }) })), "");
      // None is chosen ahead: a supervisor in a hurry would write over the worker's own answers.
      const [role] = who.querySelectorAll("input");
      role.required = asks;
      const replacing = el("input", { type: "checkbox" });
      const { pseudonym } = incoming.person;
      const body = [
        el("p", null, told(incoming), pseudonym && say("comma") + say("ui-by", { name: pseudonym }), "."),
        plan.notes.length > 0 && el("ul", { class: "assess-notes" }, plan.notes.map(({ message }) => el("li", null, message))),
        el("p", null, el("strong", null, say({ "new": "ui-open-new", "same": "ui-open-same", "merge": "ui-open-merge", "other-assessment": "ui-open-other" }[plan.kind]))),
        plan.kind === "merge" && plan.merge && changeView(plan.merge),
        plan.replace && !plan.replace.nothing && field(say("ui-open-replace"), replacing, { inline: true, hint: say("ui-open-replace-text") }),
        asks && who,
      ];
      const taking = plan.kind !== "same" || (plan.replace && !plan.replace.nothing);
      const actions = [
        { label: say(taking ? "cancel" : "close"), value: "" },
        ...(taking ? [{ label: say("ui-take-in"), value: "yes", kind: /** @type {const} */ ("primary"), run: () => role.reportValidity() }] : []),
      ];
      if ((await dialog({ title: say("ui-open-title", { name }), body, actions })) !== "yes") return;
      const brought = await app.store.bring(incoming, replacing.checked ? "replace" : "merge");
      if (!brought.ok) return tell(brought.message);
      if (plan.kind !== "other-assessment") {
        await app.openResponse(incoming.id);
        const chosen = /** @type {HTMLInputElement | null} */ (who.querySelector(":checked"));
        if (chosen) app.setRole(chosen.value);
      }
      const [snapshot] = isNew ? [] : await app.store.snapshots(incoming.id);
      tell(say("ui-taken-in", { name }), snapshot && { run: () => goBack(snapshot) });
      draw();
    }

    /** @param {Assess.Change} change */
    function changeView({ answers, texts, marks, added, changed, removed, conflicts }) {
      const label = (/** @type {string} */ id, /** @type {Assess.Value} */ value) => {
        const scale = data.scales.find((one) => one.id === id);
        return (typeof value === "number" ? scale?.points[value - 1]?.label : scale?.specials.find((one) => one.id === value)?.label) ?? value ?? say("not-answered");
      };
      const kinds = (/** @type {{ kind: string }[]} */ all) => ({ kinds: [...new Set(all.map(({ kind }) => say(`ui-kind-${kind}`)))].join(say("comma")) });
      const each = [
        ...answers.map(({ code, role, scale, from, to }) => [code, `${app.roleName(role)}${say("comma")}${data.scales.find(({ id }) => id === scale)?.title ?? scale}${say("colon")}${label(scale, from)}${assess.arrow}${label(scale, to)}`]),
        ...texts.map(({ code, role, field, to }) => [code, `${app.roleName(role)}${say("comma")}${say(field === "note" ? "notes" : field)}${say("colon")}${short(to, 80)}`]),
      ];
      return [
        el(
          "ul",
          { class: "assess-notes" },
          [
            answers.length && count("ui-c-answers", answers.length),
            texts.length && count("ui-c-texts", texts.length),
            marks.length && count("ui-c-marks", marks.length),
            added.length && count("ui-c-added", added.length, kinds(added)),
            changed.length && count("ui-c-changed", changed.length, kinds(changed)),
            removed.length && count("ui-c-removed", removed.length, kinds(removed)),
            conflicts.length && count("ui-c-conflicts", conflicts.length),
          ].flatMap((text) => (text ? el("li", null, text) : [])),
        ),
        each.length > 0 && el("details", null, el("summary", null, say("ui-details")), el("ul", { class: "assess-each", tabIndex: 0 }, each.slice(0, 300).map(([code, text]) => el("li", null, el("span", { class: "code" }, code), " ", text)))),
      ];
    }

    // ── Here ────────────────────────────────────────────────────────────────────────────────────────────────────

    const pseudonym = el("input", { type: "text", maxLength: 200, autocomplete: "off", oninput: () => app.edit({ type: "person", pseudonym: pseudonym.value.trim() }) });
    const stored = el("div", { class: "assess-stored" });
    const place = el("p", null);

    /** @param {Assess.Snapshot} snapshot */
    async function goBack(snapshot) {
      if (!(await app.free())) return;
      const brought = await app.store.goBack(snapshot.key);
      if (!brought.ok) return tell(brought.message);
      await app.openResponse(snapshot.response);
      tell(say("ui-gone-back", { date: date(snapshot.at, true) }));
      draw();
    }

    async function removeAll() {
      await app.settled();
      const { response, session } = app;
      const listed = (await app.store.list(data.assessment.id)).find(({ id }) => id === response.id);
      const title = say("ui-delete-all-title", { title: response.assessment.title });
      const text = say("ui-delete-all-text");
      const lost = [...holds(response), ...amounts({ snapshots: listed?.snapshots ?? 0 })];
      if (!(await confirm({ title, text, lost, action: say("ui-delete"), save: app.saveFile }))) return;
      session?.close();
      const removed = await app.store.remove(response.id);
      if (!removed.ok) return tell(removed.message);
      app.startNew(response.id);
      tell(say("ui-all-deleted"), {
        run: async () => {
          await app.store.bring(response, "merge", "merge", removed.earlier);
          await app.openResponse(response.id);
          draw();
        },
      });
      draw();
    }

    /** One state to go back to. @param {Assess.Snapshot} one */
    function state(one) {
      const when = date(one.at, true);
      const of = () => el("span", { class: "unseen" }, say("colon") + when);
      const forget = async () => {
        if (!(await assess.parts.forgetState(app.store, one))) return;
        await draw();
        focus(stored.querySelector("button"));
      };
      return el("li", null, button([say("ui-go-back"), of()], () => goBack(one)), el("span", { class: "assess-hint" }, `${when}${say("comma")}${say(`ui-snapshot-${one.why}`)} `, button([say("state-delete"), of()], forget, "assess-link")));
    }

    let drawing = 0;
    async function draw() {
      const turn = ++drawing;
      const { store, response } = app;
      const [listed, snapshots] = await Promise.all([store.list(data.assessment.id), store.snapshots(response.id)]).catch(() => [[], []]);
      if (turn !== drawing) return;
      const mine = listed.find(({ id }) => id === response.id);
      lastFile.textContent = mine?.file ? say("ui-last-file", { date: date(mine.file, true) }) : say("ui-no-file");
      if (document.activeElement !== pseudonym) pseudonym.value = response.person.pseudonym;
      place.textContent = say(store.mode === "kept" ? "ui-here-text" : "ui-here-memory");
      const label = (/** @type {Assess.Listed} */ one) => say("ui-begun-on", { who: one.pseudonym || say("ui-me"), date: date(one.created, true) });
      const options = listed.map((one) => ({ value: one.id, label: label(one) }));
      if (!mine) options.push({ value: response.id, label: say("ui-holds-nothing") });
      const which = select(options, response.id, { onchange: () => app.openResponse(which.value) });
      const focused = stored.contains(document.activeElement);
      clear(stored).append(
        el("p", null, told(response), "."),
        listed.length + (mine ? 0 : 1) > 1 ? el("div", null, el("h4", null, say("ui-several")), field(say("ui-which"), which)) : "",
        snapshots.length
          ? el(
              "div",
              null,
              el("h4", null, say("ui-snapshots")),
              el("p", { class: "assess-hint" }, say("ui-snapshots-text")),
              el("ul", { class: "assess-ways-out" }, snapshots.map(state)),
            )
          : "",
        el(
          "div",
          { class: "assess-buttons" },
          button(say("ui-begin-another"), async () => {
            if (!(await app.free())) return;
            app.startNew();
            tell(say("ui-begun-another"));
            app.show("form");
            // The button is behind it now.
            app.goTo(data.items[0].code);
          }),
          holds(response).length ? button(say("ui-delete-all"), removeAll, "button is-danger") : "",
        ),
      );
      if (focused && !stored.contains(document.activeElement)) element.parentElement?.querySelector("h2")?.focus();
    }

    element.append(
      part(
        "ui-keep",
        "ui-keep-text",
        lastFile,
        el("fieldset", { class: "assess-choice is-row" }, el("legend", null, say("ui-leave-out")), Object.entries(out).map(([name, box]) => field(say(`ui-out-${name}`), box, { inline: true }))),
        el("div", { class: "assess-buttons" }, button(say("ui-save-file"), () => save(), "button is-primary"), locked),
        locked.disabled && el("p", { class: "assess-hint" }, say("no-crypto")),
      ),
      part("ui-open", "ui-open-text", field(say("ui-open-label"), input)),
      part(
        "ui-pass-on",
        "ui-pass-on-text",
        el(
          "ul",
          { class: "assess-ways-out" },
          way("ui-markdown", "ui-markdown-text", () => download(name("md"), assess.toMarkdown(app.response, data, { without: without(), occasion: app.occasion }), "text/markdown")),
          way("ui-csv", "ui-csv-text", () => download(name("csv"), assess.toCsv(app.response, data, { without: without(), bom: true }), "text/csv")),
          way("ui-ics", "ui-ics-text", ics),
          way("ui-print", "ui-print-text", () => print("filled")),
          way("ui-print-blank", "ui-print-blank-text", () => print("blank")),
        ),
      ),
      part("ui-here", "", place, field(say("ui-pseudonym"), pseudonym, { hint: say("ui-pseudonym-hint") }), stored),
    );
    return { update: draw };
  };
})();
