// Which round of answers is shown, and in whose name one writes.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, clear, select, field, choice, dialog, confirm, tell, date, count } = assess.dom;
  const say = assess.say;

  /** What an occasion holds, in words. @param {Assess.Occasion} occasion */
  const holds = (occasion) => {
    const sides = Object.values(occasion.ratings).flatMap(({ roles }) => Object.values(roles));
    const answers = sides.flatMap(({ scales }) => Object.values(scales)).filter(({ value }) => value !== null).length;
    const texts = sides.flatMap(({ note, evidence }) => [note, evidence]).filter((one) => one?.value).length;
    return [answers && count("ui-answers", answers), texts && count("ui-texts", texts)].filter((one) => typeof one === "string");
  };

  assess.panels.occasions = (bar, app) => {
    const which = select([], "", { onchange: () => app.setOccasion(which.value) });
    const change = button(say("ui-change-occasion"), edit, "assess-link");
    const roles = app.data.assessment.roles;
    const who = select(roles.map((value) => ({ value, label: app.roleName(value) })), app.role, { onchange: () => app.setRole(who.value) });
    const others = el("input", { type: "checkbox", checked: true, onchange: () => bar.ownerDocument.documentElement.classList.toggle("assess-alone", !others.checked) });
    const othersField = field("", others, { inline: true });
    bar.append(
      field(say("ui-occasion"), which),
      el("div", { class: "assess-links" }, change, button(say("ui-new-occasion"), begin, "assess-link")),
      roles.length > 1 ? field(say("ui-writing-as"), who) : "",
      othersField,
    );
    bar.hidden = false;

    const all = () => assess.inOrder(app.response.occasions);
    const current = () => app.response.occasions.find(({ id }) => id === app.occasion);

    /** @param {Partial<Assess.Occasion>} of */
    function fields(of) {
      const then = el("div", { hidden: of.kind !== "then" });
      // The first of them, if nothing else is chosen.
      const back = all().filter(({ id, kind }) => kind !== "then" && id !== of.id);
      const earlier = select(back.map((one) => ({ value: one.id, label: app.occasionName(one) })), of.of ?? "");
      then.append(field(say("ui-then-of"), earlier));
      let kind = of.kind ?? "review";
      const kinds = /** @type {const} */ (["baseline", "review", "then"]).filter((one) => one !== "then" || one === kind || back.length);
      const kindField = choice(say("ui-kind"), "kind", kinds.map((value) => ({ value, label: say(value), hint: say(`ui-kind-${value}`) })), kind, (value) => {
        kind = /** @type {any} */ (value);
        then.hidden = value !== "then";
      });
      const name = el("input", { type: "text", value: of.name ?? "", maxLength: 200, autocomplete: "off" });
      const day = el("input", { type: "date", value: of.date ?? assess.dayOf(new Date()), required: true });
      return {
        body: [kindField, then, field(say("ui-occasion-name"), name), field(say("ui-occasion-date"), day)],
        /** False if the date is missing. */
        read: () =>
          day.reportValidity() && {
            ...{ kind, name: name.value.trim(), date: day.value },
            of: (kind === "then" && earlier.value) || null,
          },
      };
    }

    async function begin() {
      await app.settled();
      const { body, read } = fields({ kind: all().length ? "review" : "baseline" });
      const title = say("ui-new-occasion");
      const actions = [
        { label: say("cancel"), value: "" },
        { label: say("ui-begin"), value: "yes", kind: /** @type {const} */ ("primary"), run: read },
      ];
      const record = (await dialog({ title, body, actions })) === "yes" && read();
      if (!record) return;
      const id = assess.newId();
      if (app.edit({ type: "put", kind: "occasion", record: { id, ...record } }).refused) return;
      app.setOccasion(id);
      tell(say("ui-begun", { name: app.occasionName(current()) }));
    }

    async function edit() {
      await app.settled();
      const old = current();
      const { body, read } = fields(old ?? { kind: "baseline" });
      const remove = old && button(say("ui-delete-occasion"), () => node?.close("delete"), "button is-danger");
      const actions = [
        { label: say("cancel"), value: "" },
        { label: say("ui-apply"), value: "yes", kind: /** @type {const} */ ("primary"), run: read },
      ];
      const answered = dialog({ title: app.occasionName(old), body: [body, el("p", null, remove)], actions });
      const node = remove?.closest("dialog");
      const answer = await answered;
      const record = answer === "yes" && read();
      if (record) app.edit({ type: "put", kind: "occasion", record: { id: old?.id ?? app.occasion, ...record } });
      if (answer !== "delete" || !old) return;
      const name = app.occasionName(old);
      const lost = holds(old);
      if (lost.length && !(await confirm({ title: say("ui-delete-title", { name }), lost, action: say("ui-delete-occasion"), save: app.saveFile }))) return;
      app.edit({ type: "remove", kind: "occasion", id: old.id });
      tell(say("ui-deleted", { name }), {
        run: () => {
          app.edit({ type: "restore", kind: "occasion", record: old });
          app.setOccasion(old.id);
          tell(say("ui-restored", { name }));
          which.focus();
        },
      });
      which.focus();
    }

    function draw() {
      const occasions = all();
      const shown = occasions.map((one) => ({ value: one.id, label: app.occasionName(one) }));
      if (!shown.some(({ value }) => value === app.occasion)) shown.push({ value: app.occasion, label: app.occasionName(undefined) });
      const text = JSON.stringify(shown);
      if (which.dataset.shown !== text) {
        which.dataset.shown = text;
        clear(which).append(...shown.map(({ value, label }) => el("option", { value }, label)));
      }
      if (which.value !== app.occasion) which.value = app.occasion;
      if (who.value !== app.role) who.value = app.role;
      const other = roles.filter((role) => role !== app.role);
      const label = othersField.querySelector("label");
      const asked = say("ui-show-others", { role: other.map(app.roleName).join(say("comma")) });
      if (label && label.textContent !== asked) label.textContent = asked;
      const ratings = Object.values(current()?.ratings ?? {});
      const none = !ratings.some((rating) => other.some((role) => assess.own(rating.roles, role)));
      if (othersField.hidden !== none) othersField.hidden = none;
    }

    /** What is written at the head of the form on paper. */
    function drawPaper() {
      const { person } = app.response;
      const one = current();
      const texts = { date: date(one?.date), occasion: one ? app.occasionName(one) : "", by: one ? app.roleName(app.role) : "", name: person.pseudonym };
      for (const [name, text] of Object.entries(texts)) {
        const place = text && document.querySelector(`[data-paper="${name}"]`);
        if (place) place.textContent = text;
      }
    }
    addEventListener("beforeprint", drawPaper);
    app.subscribe(draw);
    draw();
    return { update: draw };
  };
})();
