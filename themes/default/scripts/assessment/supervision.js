// Supervision: an agenda picked from what was answered and written, a record of the session, and what is carried on.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, field, select, tell, date, focus, clear, holdLinks } = assess.dom;
  const { apart, data: site, opener, root, saveFile, takeIn, titleOf } = assess.workspace;
  const { arrange, fold, holds, journalParts, occasionText, quote, writer, written } = assess.parts;
  const say = assess.say;

  const element = document.getElementById("supervision-app");
  if (!element) return;

  /** @param {string} id @param {Assess.Child} title @param {Assess.Child} note @param {...Assess.Child} inside */
  const row = (id, title, note, ...inside) =>
    el("section", { "class": "row", "aria-labelledby": `sup-h-${id}` }, el("div", { class: "row-head" }, el("h3", { id: `sup-h-${id}`, tabIndex: -1 }, title), note && el("p", null, note)), el("div", { class: "row-body" }, inside));

  /** What this page knows of an assessment, in the form in which its own page has it. @param {Assess.Response} response @returns {Assess.Data} */
  function dataOf({ assessment: { id, title } }) {
    const { assessments, statements = [], scales = [], reflections = [], moved = {}, framework } = site;
    const known = assessments.find((one) => one.id === id);
    const empty = { id, title, minimum: 5, roles: ["worker", "supervisor"], groupBy: [], talk: null, strength: null };
    return {
      ...{ site: site.site, framework, assessment: known ?? empty, reflections, sections: [], parts: [], topics: [], kinds: [], moved },
      scales: (known?.scales ?? []).flatMap((one) => scales.filter((scale) => scale.id === one)),
      items: (known?.statements ?? []).map((index) => ({ ...statements[index], section: -1, part: -1, kind: -1, topics: [] })),
    };
  }

  /** The steps by their titles, in a line. @param {Assess.JournalEntry} entry */
  const journalText = (entry) => journalParts(entry, site.reflections ?? []).filter(({ text }) => text).map(({ title, text }) => (title ? `${title} ${text}` : text)).join(" ");

  const short = (/** @type {string} */ text) => assess.dom.short(text, 160);

  /** @param {Assess.Store} store */
  async function begin(store) {
    const view = el("div", { class: "meeting" });
    const notice = el("p", { class: "notice", role: "status", hidden: true });
    element?.append(notice, view);
    /** @type {Assess.Session | null} */
    let session = null;

    /** So that a reload, and the way back from the self-assessment, come here again. @param {string} search */
    function address(search) {
      try {
        history.replaceState(null, "", location.pathname + search);
      } catch {
        // In a frame without an address of its own.
      }
    }

    // ── Whose ───────────────────────────────────────────────────────────────────────────────────────────────────

    async function choose() {
      session?.close();
      session = null;
      address("");
      const listed = await store.list();
      const responses = await Promise.all(listed.map(({ id }) => store.read(id)));
      notice.textContent = apart(store);
      notice.hidden = !notice.textContent || (store.mode === "kept" && listed.length > 0);
      const stored = responses.map(
        (one) =>
          one &&
          el(
            "article",
            { class: "entry" },
            el("h4", null, titleOf(one), one.person.pseudonym && el("span", { class: "entry-model" }, ` ${say("sup-by", { name: one.person.pseudonym })}`)),
            el("p", { class: "result-note" }, holds(one).join(" · ")),
            el("p", { class: "assess-buttons" }, button([say("sup-open"), el("span", { class: "unseen" }, ` (${titleOf(one)})`)], () => open(one.id), "button is-primary")),
          ),
      );
      const bring = async (/** @type {Assess.Response[]} */ files) => {
        const { taken, problem } = await takeIn(store, files);
        if (problem) return tell(problem);
        // What is here already is opened as well.
        const [one] = taken.length ? taken : files;
        if (one && (await store.read(one.id))) await open(one.id);
        tell(say("sup-opened", { title: titleOf(one) }));
      };
      view.replaceChildren(
        row("choose", say("sup-choose"), say("sup-choose-note"), el("div", { class: "entries" }, listed.length ? stored : el("p", null, say("sup-nothing"))), opener(say("sup-file"), true, bring)),
      );
    }

    /** @param {string} id */
    async function open(id) {
      const opened = await store.open(id);
      if (!opened) return choose();
      session?.close();
      session = opened;
      address(`?response=${encodeURIComponent(id)}`);
      work(opened);
      focus(view.querySelector("h2"));
    }

    // ── One response ────────────────────────────────────────────────────────────────────────────────────────────

    /** @param {Assess.Session} session */
    function work(session) {
      const data = dataOf(session.response);
      const { roles } = data.assessment;
      const first = roles[0];
      const address = site.assessments.find(({ id }) => id === data.assessment.id)?.address ?? "";
      const page = `${root}${address}?response=${encodeURIComponent(session.id)}`;
      const roleKey = `standpoint:${data.site.key}:${data.assessment.id}:role:${session.id}`;
      let role = first;
      try {
        const known = localStorage.getItem(roleKey);
        if (known && roles.includes(known)) role = known;
      } catch {
        // Then it is chosen anew.
      }

      /** @type {Assess.Host} */
      const host = {
        ...{ data, store, session, drafts: new Set() },
        get response() {
          return session.response;
        },
        edit(change) {
          const { edited } = session.edit(change);
          if (edited.refused) tell(edited.refused.message);
          update();
          return edited;
        },
        link: (code) => root + (assess.locate(code, data).item?.address ?? ""),
      };
      const flush = () => host.drafts.forEach((write) => write());

      const meetings = () => [...session.response.supervision].sort(assess.byText(({ date, created, id }) => `${date} ${created} ${id}`, -1));
      let current = meetings()[0]?.id ?? "";
      const meeting = () => session.response.supervision.find(({ id }) => id === current);
      const ratedOccasions = () => assess.inOrder(session.response.occasions).filter(({ kind }) => kind !== "then");
      const occasion = () => ratedOccasions().at(-1) ?? session.response.occasions.at(-1);

      /** @param {Record<string, any>} fields */
      const put = (fields) => host.edit({ type: "put", kind: "supervision", record: { id: current, ...fields } });

      // ── The head ──────────────────────────────────────────────────────────────────────────────────────────────

      const status = el("p", { class: "assess-saved", role: "status" });
      const showState = () => {
        const { state, message, saved } = session.state;
        status.dataset.state = state;
        const text = message || (saved ? say("store-saved") : "");
        if (status.textContent !== text) status.textContent = text;
      };
      session.onState = showState;
      session.onChange = () => update();
      const as = select(roles.map((value) => ({ value, label: assess.roleText(value, data) })), role, {
        onchange: () => {
          role = as.value;
          try {
            localStorage.setItem(roleKey, role);
          } catch {
            // Only for this visit.
          }
          update();
        },
      });
      const which = select([], "", {
        onchange: () => {
          flush();
          current = which.value;
          draw();
        },
      });
      const whichField = field(say("sup-session"), which);

      function startNew() {
        flush();
        const [before] = meetings();
        const open = before
          ? [
              ...before.earlier.filter(({ done }) => !done).map((one) => ({ text: one.text, of: /** @type {any} */ (one).of ?? one.id })),
              ...before.actions.filter(({ done, text }) => !done && text).map((one) => ({ text: actionText(one), of: one.id })),
            ]
          : [];
        current = assess.newId();
        put({
          date: before?.next ?? assess.dayOf(new Date()),
          earlier: open.map(({ text, of }) => ({ id: assess.newId(), text, done: false, of })),
          ...{ agenda: [], discussion: "", decisions: [], actions: [], next: null, acknowledged: {} },
        });
        draw();
        focus(view.querySelector(".meeting-body h3"));
      }

      /** @param {Assess.Meeting["actions"][number]} action */
      const actionText = ({ text, who, due }) => {
        const more = [who, due && say("sup-until", { date: date(due) })].filter(Boolean).join(say("comma"));
        return more ? `${text} (${more})` : text;
      };

      function remove() {
        flush();
        const gone = meeting();
        if (!gone) return;
        host.edit({ type: "remove", kind: "supervision", id: gone.id });
        current = meetings()[0]?.id ?? "";
        draw();
        focus(view.querySelector("h2"));
        tell(say("deleted", { name: say("sup-of", { date: date(gone.date) }) }), {
          run() {
            host.edit({ type: "restore", kind: "supervision", record: gone });
            current = gone.id;
            draw();
            focus(view.querySelector("h2"));
          },
        });
      }

      // ── Lists inside a session ────────────────────────────────────────────────────────────────────────────────

      /** An item of a list of the session, as if it were an entry: so that the same fields write it. */
      /** @param {"agenda" | "earlier" | "decisions" | "actions"} list @returns {Assess.Host} */
      const inside = (list) => ({
        ...{ data, store, session, drafts: host.drafts, link: host.link },
        get response() {
          return /** @type {any} */ ({ ...session.response, journal: meeting()?.[list] ?? [] });
        },
        edit: (change) =>
          put({ [list]: (meeting()?.[list] ?? []).map((item) => (change.type === "put" && item.id === change.record.id ? { ...item, ...change.record } : item)) }),
      });

      /** Who added something, and when. @param {any} item */
      const from = ({ role: one, created }) => one ? say("sup-from", { role: assess.roleText(one, data), when: date(created, true) }) : date(created, true);

      /** @param {"agenda" | "decisions" | "actions"} list @param {any} item */
      const add = (list, item) => put({ [list]: [...(meeting()?.[list] ?? []), { id: assess.newId(), role, ...item }] });

      /** @param {"agenda" | "decisions" | "actions"} list @param {any} item @param {string} text */
      function take(list, item, text) {
        put({ [list]: (meeting()?.[list] ?? []).filter(({ id }) => id !== item.id) });
        // Undone, it is a new item: what was deleted stays deleted in other copies.
        tell(say("sup-removed", { text: short(text) }), { run: () => add(list, { ...item, id: assess.newId() }) });
      }

      /**
       * Rows that stay while they are written in.
       * @param {"decisions" | "actions"} list @param {string} label @param {(write: Assess.Writer) => HTMLElement[]} fields
       */
      function rows(list, label, fields) {
        const node = el("ol", { class: "inner-list" });
        /** @type {Map<string, { node: HTMLElement, writer: Assess.Writer, leave: () => void }>} */
        const made = new Map();
        const more = button(label, () => {
          add(list, list === "actions" ? { text: "", who: "", due: null, done: false } : { text: "", reason: "" });
          /** @type {HTMLElement | null} */ (node.lastElementChild?.querySelector("textarea, input"))?.focus();
        });
        function refresh() {
          const items = /** @type {any[]} */ (meeting()?.[list] ?? []);
          for (const [id, { leave }] of made)
            if (!items.some((item) => item.id === id)) {
              leave();
              made.delete(id);
            }
          const nodes = items.map((item) => {
            let one = made.get(item.id);
            if (!one) {
              const write = writer(inside(list), "journal", item.id);
              const remove = button(say("delete"), () => {
                write.flush();
                const now = /** @type {any[]} */ (meeting()?.[list] ?? []).find(({ id }) => id === item.id) ?? item;
                more.focus();
                take(list, now, now.text || say("sup-empty"));
              }, "assess-link");
              const drafts = () => write.flush();
              host.drafts.add(drafts);
              one = { writer: write, leave: () => void host.drafts.delete(drafts), node: el("li", null, el("div", { class: "inner-fields" }, fields(write)), write.problem, el("p", { class: "inner-foot" }, el("span", { class: "when" }, from(item)), remove)) };
              made.set(item.id, one);
            } else one.writer.refresh();
            return one.node;
          });
          arrange(node, nodes);
        }
        return { nodes: [node, more], refresh };
      }

      // ── The agenda ────────────────────────────────────────────────────────────────────────────────────────────

      /** In the order that somebody gave it. @param {Assess.Meeting | undefined} of */
      const agendaOf = (of) => [...(of?.agenda ?? [])].map((item, at) => ({ item, rank: /** @type {any} */ (item).order ?? at })).sort((a, b) => a.rank - b.rank).map(({ item }) => item);

      /** @param {string} id @param {number} step */
      function move(id, step) {
        const items = agendaOf(meeting());
        const at = items.findIndex((item) => item.id === id);
        const [item] = items.splice(at, 1);
        items.splice(at + step, 0, item);
        const order = new Map(items.map((one, index) => [one.id, index]));
        put({ agenda: meeting()?.agenda.map((one) => ({ ...one, order: order.get(one.id) })) });
        const node = view.querySelector(`[data-agenda="${CSS.escape(id)}"]`);
        const buttons = [...(node?.querySelectorAll("button") ?? [])];
        /** @type {HTMLElement | undefined} */ (buttons[step < 0 ? 0 : 1].disabled ? buttons[step < 0 ? 1 : 0] : buttons[step < 0 ? 0 : 1])?.focus();
      }

      /** @param {Assess.Meeting["agenda"][number]} item */
      const agendaText = ({ kind, ref, text }) => (kind === "talk" ? [ref, text].filter(Boolean).join(" ") : text || ref);

      function agenda() {
        const list = el("ol", { class: "agenda" });
        const input = el("input", { type: "text", autocomplete: "off", maxLength: assess.limits.text });
        const question = () => {
          const text = input.value.trim();
          if (!text) return input.focus();
          input.value = "";
          input.dispatchEvent(new Event("input"));
          put_(`question`, "", text);
          input.focus();
          // It stands above, where who hears the page is not.
          tell(say("sup-added", { text: short(text) }));
        };
        const asking = el("form", { class: "ask", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), question()) }, field(say("sup-question"), input), button(say("sup-add"), question));
        asking.append(assess.parts.hints(input, host));
        const pickList = el("div", { class: "picks" });
        const pick = fold(say("sup-pick"), !meeting()?.agenda.length, pickList);
        let picked = "";

        /** @param {string} kind @param {string} ref @param {string} text */
        const put_ = (kind, ref, text) => add("agenda", { kind, ref, text, order: Math.max(-1, ...agendaOf(meeting()).map((item, at) => /** @type {any} */ (item).order ?? at)) + 1 });

        function offers() {
          const { response } = session;
          const now = occasion();
          /** @type {{ title: string, kind: "talk" | "journal" | "goal", some: { ref: string, text: string, more?: string }[] }[]} */
          const groups = [];
          if (now) {
            const { talk, progress } = assess.summarize(response, now.id, data, first);
            const labels = (/** @type {Assess.Row} */ { given }) => data.scales.filter(({ id }) => given[id].kind !== "blank").map(({ id, title }) => title + say("colon") + given[id].label).join(" · ");
            groups.push({ title: say("talk"), kind: "talk", some: talk.map((one) => ({ ref: one.item.code, text: one.item.words, more: labels(one) })) });
            const codes = new Set(data.scales.flatMap(({ id }) => assess.sideBySide(response, now.id, data, id).filter(({ distance }) => distance).map(({ item }) => item.code)));
            groups.push({ title: say("sup-apart"), kind: "talk", some: data.items.filter(({ code }) => codes.has(code)).map(({ code, words }) => ({ ref: code, text: words })) });
            groups.push({ title: say("sup-marked"), kind: "talk", some: data.items.filter(({ code }) => progress.marked.includes(code)).map(({ code, words }) => ({ ref: code, text: words })) });
          }
          const journal = [...response.journal].sort(assess.byText(({ date, created, id }) => `${date} ${created} ${id}`, -1)).map((entry) => ({ ref: entry.id, text: short(date(entry.date) + say("colon") + journalText(entry)) }));
          groups.push({ title: say("journal"), kind: "journal", some: journal });
          const goals = response.plan.filter(({ status }) => status === "open" || status === "doing").map(({ id, goal, review }) => ({ ref: id, text: short(goal || say("goal")), more: review ? say("review-date") + say("colon") + date(review) : "" }));
          groups.push({ title: say("sup-goals"), kind: "goal", some: goals });
          return groups.filter(({ some }) => some.length);
        }

        function drawPick() {
          const on = meeting()?.agenda ?? [];
          const groups = offers();
          const text = assess.canonical([groups, on.map(({ kind, ref }) => [kind, ref])]);
          if (text === picked) return;
          picked = text;
          // Boxes that are there are only ticked anew, so that the focus stays.
          const boxes = new Map([...pickList.querySelectorAll("input")].map((box) => [box.value, box]));
          if (boxes.size && groups.flatMap(({ title, some }) => some.map(({ ref }) => `${title}|${ref}`)).join() === [...boxes.keys()].join()) {
            for (const { title, kind, some } of groups)
              for (const { ref } of some) /** @type {HTMLInputElement} */ (boxes.get(`${title}|${ref}`)).checked = on.some((item) => item.kind === kind && item.ref === ref);
            return;
          }
          clear(pickList).append(
            ...(groups.length ? [] : [el("p", { class: "result-note" }, say("sup-pick-none"))]),
            ...groups.map(({ title, kind, some }, at) =>
              fold(
                `${title} (${some.length})`,
                at === 0,
                some.map(({ ref, text, more }) => {
                  const there = () => meeting()?.agenda.find((item) => item.kind === kind && item.ref === ref);
                  const box = el("input", {
                    ...{ type: "checkbox", value: `${title}|${ref}`, checked: Boolean(there()) },
                    onchange: () => {
                      const item = there();
                      if (box.checked && !item) put_(kind, ref, text);
                      else if (!box.checked && item) put({ agenda: meeting()?.agenda.filter(({ id }) => id !== item.id) });
                    },
                  });
                  const label = kind === "talk" ? [el("span", { class: "code" }, ref), " ", el("span", { class: "published" }, text)] : text;
                  return el("label", { class: "pick" }, box, el("span", null, label, more && el("span", { class: "when" }, more)));
                }),
              ),
            ),
          );
        }

        let drawn = "";
        function refresh() {
          const items = agendaOf(meeting());
          const text = assess.canonical(items);
          if (text !== drawn) {
            drawn = text;
            clear(list).append(
              ...items.map((item, at) => {
                const text = agendaText(item);
                const act = (/** @type {string} */ sign, /** @type {string} */ key, /** @type {() => void} */ run, disabled = false) => button(sign, run, "button is-small", { "aria-label": say(key, { text: short(text) }), disabled });
                return el(
                  "li",
                  { data: { agenda: item.id } },
                  el(
                    "div",
                    null,
                    el("span", { class: "who" }, say(`sup-kind-${item.kind}`)),
                    item.kind === "talk" ? [el("a", { class: "code", href: host.link(item.ref) }, item.ref), " ", el("span", { class: "published" }, item.text)] : el("span", { class: "written" }, text),
                    " ",
                    el("span", { class: "when" }, from(item)),
                  ),
                  el(
                    "div",
                    { class: "agenda-ways" },
                    act("↑", "sup-up", () => move(item.id, -1), at === 0),
                    act("↓", "sup-down", () => move(item.id, 1), at === items.length - 1),
                    act("×", "sup-remove", () => {
                      input.focus();
                      take("agenda", item, text);
                    }),
                  ),
                );
              }),
            );
          }
          none.hidden = items.length > 0;
          drawPick();
        }
        const none = el("p", { class: "result-note" }, say("sup-agenda-none"));
        return { nodes: [none, list, pick, asking], refresh };
      }

      // ── What was left open ────────────────────────────────────────────────────────────────────────────────────

      function earlier() {
        const list = el("ul", { class: "earlier" });
        let drawn = "";
        /** @param {any} item @param {boolean} done */
        function tick(item, done) {
          put({ earlier: meeting()?.earlier.map((one) => (one.id === item.id ? { ...one, done } : one)) });
          // Where it was agreed, it is done as well.
          for (const { id, actions } of session.response.supervision)
            if (actions.some((action) => action.id === item.of))
              host.edit({ type: "put", kind: "supervision", record: { id, actions: actions.map((action) => (action.id === item.of ? { ...action, done } : action)) } });
        }
        function refresh() {
          const items = meeting()?.earlier ?? [];
          const text = items.map(({ id }) => id).join();
          if (text !== drawn || !items.length) {
            drawn = text;
            clear(list).append(
              ...items.map((item) => el("li", null, field(item.text, el("input", { type: "checkbox", value: item.id, onchange: (/** @type {any} */ event) => tick(item, event.target.checked) }), { inline: true }))),
              ...(items.length ? [] : [el("li", { class: "result-note" }, say("sup-earlier-none"))]),
            );
          }
          for (const box of list.querySelectorAll("input")) box.checked = Boolean(items.find(({ id }) => id === box.value)?.done);
        }
        return { nodes: [list], refresh };
      }

      // ── Both have read it ─────────────────────────────────────────────────────────────────────────────────────

      /** When anything but the acknowledgements was last written. @param {Assess.Meeting} of */
      const lastWritten = ({ changed = {}, agenda, earlier, decisions, actions, created }) =>
        [created, assess.latest([agenda, earlier, decisions, actions]), ...Object.entries(changed).flatMap(([name, { at }]) => (name.startsWith("acknowledged") ? [] : [at]))].sort().at(-1) ?? "";

      /** @param {Assess.Meeting} of @param {string} one */
      function acknowledged(of, one) {
        const at = assess.own(of.acknowledged, one);
        const name = assess.roleText(one, data);
        if (!at) return { at: "", text: say("sup-ack-open", { role: name }) };
        return { at, text: say("sup-acked", { role: name, when: date(at, true) }) + (lastWritten(of) > at ? ` (${say("sup-ack-changed")})` : "") };
      }

      function acknowledge() {
        const list = el("ul", { class: "acks" });
        let drawn = "";
        function refresh() {
          const of = meeting();
          if (!of) return;
          const text = assess.canonical(roles.map((one) => acknowledged(of, one)));
          if (text === drawn) return;
          drawn = text;
          const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.role : "";
          clear(list).append(
            ...roles.map((one) => {
              const { at, text } = acknowledged(of, one);
              const run = () => {
                flush();
                put({ acknowledged: { [one]: at && lastWritten(of) <= at ? null : assess.after(new Date(), lastWritten(/** @type {any} */ (meeting()))) } });
              };
              const again = at && lastWritten(of) <= at;
              return el("li", null, el("span", null, text), " ", button(again ? say("sup-ack-back") : say("sup-ack", { role: assess.roleText(one, data) }), run, again ? "assess-link" : "button", { data: { role: one } }));
            }),
          );
          if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-role="${CSS.escape(focused)}"]`))?.focus();
        }
        return { nodes: [list], refresh };
      }

      // ── On paper ──────────────────────────────────────────────────────────────────────────────────────────────

      const paper = el("div", { class: "record" });

      function drawPaper() {
        const of = meeting();
        clear(paper);
        if (!of) return;
        /** @param {string} key @param {Assess.Child[]} inside */
        const part = (key, inside) => inside.some(Boolean) && el("section", null, el("h3", null, say(key)), inside);
        /** @param {Assess.Child[]} items */
        const points = (items) => items.length > 0 && el("ol", null, items.map((item) => el("li", null, item)));
        const box = (/** @type {boolean} */ done) => el("span", { class: "box" }, done ? "☑ " : "☐ ");
        const by = (/** @type {any} */ item) => el("span", { class: "when" }, ` ${from(item)}`);
        paper.append(
          el("p", { class: "record-head" }, [titleOf(session.response), session.response.person.pseudonym && say("sup-by", { name: session.response.person.pseudonym })].filter(Boolean).join(say("comma"))),
          el("h2", null, say("supervision") + say("comma") + date(of.date)),
          ...[
            part("earlier-actions", [of.earlier.length > 0 && el("ul", null, of.earlier.map(({ text, done }) => el("li", null, box(done), text)))]),
            part("agenda", [
              points(agendaOf(of).map((item) => [item.kind === "talk" ? [el("span", { class: "code" }, item.ref), " ", el("span", { class: "published" }, item.text)] : agendaText(item), by(item)])),
            ]),
            part("discussion", [of.discussion && quote(of.discussion), of.discussion && el("p", { class: "when" }, written(of.changed?.discussion ?? { at: of.created, by: of.by }, host))]),
            part("decisions", [points(of.decisions.filter(({ text, reason }) => text || reason).map((item) => [el("strong", null, item.text), item.reason && [` ${say("sup-reason")}${say("colon")}`, item.reason], by(item)]))]),
            part("actions", [of.actions.some(({ text }) => text) && el("ul", null, of.actions.filter(({ text }) => text).map((item) => el("li", null, box(item.done), actionText(item), by(item))))]),
            part("next-date", [of.next && el("p", null, date(of.next))]),
            part("acknowledged", [el("div", { class: "signs" }, roles.map((one) => el("p", null, acknowledged(of, one).text)))]),
          ].filter((node) => node instanceof Node),
        );
      }

      // ── Together ──────────────────────────────────────────────────────────────────────────────────────────────

      /** @type {(() => void)[]} */
      let refreshers = [];
      const body = el("div", { class: "meeting-body" });
      const sides = el("div", null);
      let sidesDrawn = "";
      const sidesRow = row("sides", say("side-by-side"), say("sup-side"), sides);

      function drawSides() {
        const text = assess.canonical(session.response.occasions.map(({ id, ratings }) => [id, ratings]));
        if (text === sidesDrawn) return;
        sidesDrawn = text;
        // The last that both answered: the other person may not have come to a newer one yet.
        let both = null;
        let shown = null;
        for (const one of ratedOccasions().reverse()) {
          both = assess.parts.sideBySide(host, one.id);
          shown = one;
          if (both) break;
        }
        sides.replaceChildren(
          ...(both && shown ? [el("p", { class: "result-note" }, occasionText(shown)), both] : [el("p", { class: "result-note" }, say("sup-side-none")), ...(address ? [el("p", null, el("a", { href: page }, say("sup-side-go")))] : [])]),
        );
      }

      /** Makes the session anew: another one was chosen. */
      function draw() {
        host.drafts.clear();
        refreshers = [];
        body.replaceChildren();
        const of = meeting();
        if (of) {
          const write = writer(host, "supervision", of.id);
          host.drafts.add(() => write.flush());
          const parts = { earlier: earlier(), agenda: agenda(), decisions: rows("decisions", say("sup-add-decision"), (one) => [one.lines("text", say("sup-decision"), "", 2), one.lines("reason", say("sup-reason"), "", 2)]), actions: rows("actions", say("sup-add-action"), (one) => [one.lines("text", say("sup-action"), "", 2), one.line("who", say("sup-who")), one.day("due", say("sup-by-when")), tickDone(one)]), acknowledge: acknowledge() };
          const discussed = el("p", { class: "when" });
          refreshers = [
            ...Object.values(parts).map(({ refresh }) => refresh),
            () => write.refresh(),
            () => {
              const changed = meeting()?.changed?.discussion;
              discussed.textContent = changed ? written(changed, host) : "";
            },
          ];
          body.append(
            row("date", say("sup-session"), null, write.day("date", say("sup-date")), write.problem),
            row("earlier", say("earlier-actions"), say("sup-earlier-note"), parts.earlier.nodes),
            row("agenda", say("agenda"), say("sup-agenda-note"), parts.agenda.nodes),
            row("discussion", say("discussion"), null, write.lines("discussion", say("sup-discussion"), say("sup-discussion-hint"), 6), discussed),
            row("decisions", say("decisions"), null, parts.decisions.nodes),
            row("actions", say("actions"), null, parts.actions.nodes),
            row("next", say("next-date"), null, write.day("next", say("sup-next"))),
            row("acks", say("acknowledged"), say("sup-ack-note"), parts.acknowledge.nodes),
            el(
              "p",
              { class: "assess-buttons meeting-ways" },
              button(say("sup-save"), () => (flush(), saveFile(store, [session.response])), "button is-primary"),
              button(say("sup-print"), () => (flush(), window.print())),
              button(say("sup-delete"), remove, "button is-quiet"),
            ),
          );
        } else body.append(el("p", { class: "result-note" }, say("sup-none")));
        update();
      }

      /** @param {Assess.Writer} one */
      function tickDone(one) {
        const box = el("input", { type: "checkbox", checked: Boolean(one.current().done), onchange: () => one.put({ done: box.checked }) });
        refreshers.push(() => (box.checked = Boolean(one.current()?.done)));
        return field(say("done"), box, { inline: true });
      }

      function update() {
        const all = meetings();
        if (current && !meeting()) {
          // Deleted elsewhere.
          current = all[0]?.id ?? "";
          return draw();
        }
        // Of several on one day, the first is the first.
        const options = all.map(({ id, date: day }, at) => {
          const earlier = all.slice(at + 1).filter((one) => one.date === day).length;
          const later = all.slice(0, at).some((one) => one.date === day);
          return { id, text: date(day) + (earlier || later ? ` (${earlier + 1})` : "") };
        });
        if (assess.canonical(options) !== which.dataset.options) {
          which.dataset.options = assess.canonical(options);
          clear(which).append(...options.map(({ id, text }) => el("option", { value: id }, text)));
        }
        which.value = current;
        whichField.hidden = all.length < 2;
        for (const refresh of refreshers) refresh();
        drawSides();
        drawPaper();
      }

      async function leave() {
        flush();
        // In memory it stays as long as the page does.
        if (!(await session.settled()) && store.mode === "kept") return tell(say("unsaved", { message: session.state.message }));
        await choose();
        focus(view.querySelector("h3"));
      }

      const pseudonym = session.response.person.pseudonym;
      view.replaceChildren(
        el(
          "header",
          { class: "meeting-head" },
          el("h2", { tabIndex: -1 }, titleOf(session.response), pseudonym && el("span", { class: "entry-model" }, ` ${say("sup-by", { name: pseudonym })}`)),
          el("p", { class: "found-ways" }, address && el("a", { href: page }, say("sup-view")), button(say("sup-other"), leave, "assess-link"), status),
          !address && el("p", { class: "result-note" }, say("sup-not-here")),
          el("div", { class: "entry-fields" }, roles.length > 1 && field(say("sup-as"), as, { hint: say("sup-as-note") }), whichField),
          el("p", { class: "assess-buttons" }, button(say("sup-new"), startNew, meetings().length ? "button" : "button is-primary")),
        ),
        paper,
        body,
        sidesRow,
      );
      leaving = flush;
      showState();
      draw();
    }

    let leaving = () => {};
    const saving = () => {
      leaving();
      return store.mode === "kept" && session?.state.state === "saving";
    };
    holdLinks(saving, () => session?.settled() ?? Promise.resolve(true));
    addEventListener("pagehide", () => leaving());
    document.addEventListener("visibilitychange", () => leaving());
    addEventListener("beforeunload", (event) => {
      leaving();
      // A question that is typed, and not added to the agenda yet, is here only.
      const asked = /** @type {HTMLInputElement | null | undefined} */ (element?.querySelector(".ask input"))?.value;
      if (asked || (session && session.state.state !== "saved" && session.response.supervision.length)) event.preventDefault();
    });

    const wanted = new URLSearchParams(location.search).get("response");
    if (wanted) await open(wanted);
    else await choose();
    document.documentElement.dataset.ready = "supervision";
  }

  assess.openStore({ site: site.site.key }).then(begin);
})();
