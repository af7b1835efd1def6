// The plan: goals, each with how it will be noticed, what is done, what is needed, and when it is looked at again.
(() => {
  "use strict";
  const assess = Standpoint.assess;
  const { el, button, date } = assess.dom;
  const { codes, entries, quote } = assess.parts;
  const say = assess.say;

  const STATUS = /** @type {const} */ (["open", "doing", "done", "dropped"]);
  const TEXTS = /** @type {const} */ (["measure", "action", "support"]);
  const DAYS = /** @type {const} */ (["due", "review"]);

  /** @type {Assess.PanelMaker} */
  const plan = (element, app) => {
    const none = el("p", { class: "result-note" }, say("plan-none"));

    /** @param {Assess.Goal} goal */
    const closed = ({ status }) => status === "done" || status === "dropped";
    /** The next date first; without one, as they were made. @param {Assess.Goal} goal */
    const rank = (goal) => `${closed(goal) ? 1 : 0} ${[goal.due, goal.review].filter(Boolean).sort()[0] ?? "9"} ${goal.created} ${goal.id}`;

    const list = entries({
      host: app,
      kind: "plan",
      isNew: say("plan-new"),
      isOld: say("plan-edit"),
      name: ({ goal }) => say("plan-of", { goal: goal || say("plan-untitled") }),
      list: (all) => all.sort(assess.byText(rank)),
      show(goal) {
        const today = assess.dayOf(new Date());
        const status = el("span", { class: `status is-${goal.status}` }, say(goal.status));
        const rows = [
          ...TEXTS.filter((name) => goal[name]).map((name) => el("div", null, el("dt", null, say(name)), el("dd", { class: "written" }, goal[name]))),
          ...DAYS.filter((name) => goal[name]).map((name) =>
            el("div", null, el("dt", null, say(name === "review" ? "review-date" : name)), el("dd", null, date(goal[name]), !closed(goal) && String(goal[name]) < today && ` (${say("plan-past")})`)),
          ),
        ];
        return [el("p", null, status), el("h3", null, goal.goal ? quote(goal.goal) : el("span", { class: "blank" }, say("plan-untitled"))), codes(app, goal.statements), rows.length > 0 && el("dl", { class: "goal" }, rows)];
      },
      edit: (writer) => [
        writer.lines("goal", say("plan-goal"), "", 2),
        writer.lines("measure", say("plan-measure"), say("plan-measure-hint"), 2),
        writer.lines("action", say("plan-action"), "", 2),
        writer.lines("support", say("plan-support"), say("plan-support-hint"), 2),
        el(
          "div",
          { class: "entry-fields" },
          DAYS.map((name) => writer.day(name, say(`plan-${name}`))),
          writer.select("status", say("plan-status"), STATUS.map((value) => ({ value, label: say(value) }))),
        ),
        writer.statements(say("plan-statements")),
      ],
    });

    /** @param {string[]} statements */
    const write = (statements) =>
      list.write({ statements, goal: "", measure: "", action: "", support: "", due: null, review: null, status: "open" });
    element.append(el("section", { class: "entries-head" }, button(say("plan-new"), () => write([]), "button is-primary"), none), list.node);

    const begin = assess.begin;
    assess.begin = (panel, statements) => {
      if (panel !== "plan") return begin?.(panel, statements);
      app.show("plan", { focus: false });
      write(statements);
    };

    function update() {
      none.hidden = app.response.plan.length > 0;
      list.update();
    }
    update();
    return { update };
  };

  assess.panels.plan = plan;
})();
