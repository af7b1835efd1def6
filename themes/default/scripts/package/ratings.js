// Between a self-assessment and a package: tells the answers of the latest occasion, each time one changes, and puts
// back what the platform had. Only what was chosen on scales by the person themself: no word that anybody wrote.
(() => {
  "use strict";
  /** @type {Assess.App | null} */
  let app = null;
  /** @type {Pack.Restored | null} */
  let waiting = null;

  const latest = () => Standpoint.assess.inOrder(app?.response.occasions ?? []).at(-1);

  /** What the person themself says on an occasion as it is now, by code and scale. @param {Assess.Occasion | undefined} occasion */
  function answers(occasion) {
    const role = app?.data.assessment.roles[0] ?? "";
    const ratings = occasion?.ratings;
    return (/** @type {string} */ code, /** @type {string} */ scale) => ratings?.[code]?.roles[role]?.scales[scale];
  }

  function tell() {
    if (!app || waiting) return;
    const { items, scales, assessment } = app.data;
    const occasion = latest();
    const said = answers(occasion);
    /** @type {Pack.Ratings["ratings"]} */
    const ratings = {};
    for (const { code } of items) {
      for (const { id } of scales) {
        const value = said(code, id)?.value ?? null;
        if (value !== null) (ratings[code] ??= {})[id] = String(value);
      }
    }
    /** @type {Pack.Ratings} */
    const detail = {
      assessment: assessment.id,
      items: items.map(({ code }) => code),
      scales: scales.map(({ id }) => id),
      points: Object.fromEntries(scales.map(({ id, points }) => [id, points.length])),
      ratings,
      occasion: occasion ? { id: occasion.id, kind: occasion.kind, date: occasion.date } : null,
      answered: items.filter(({ code }) => scales.every(({ id }) => ratings[code]?.[id] !== undefined)).length,
      total: items.length,
    };
    document.dispatchEvent(new CustomEvent("standpoint:ratings", { detail }));
  }

  /** The occasion that the platform's answers are of, begun here if it was begun in another browser; null if it was deleted here, or
   * is in another self-assessment of this browser. */
  function place() {
    if (!app || !waiting) return null;
    const { occasion, ratings = {}, known } = waiting;
    if (!occasion) return latest()?.id ?? app.occasion;
    const { id } = occasion;
    const { occasions, deleted } = app.response;
    const is = (/** @type {{ id: string }} */ one) => one.id === id;
    if (occasions.some(is)) return id;
    if (deleted.some(is) || (known && occasions.length) || !Object.keys(ratings).length) return null;
    if (app.edit({ type: "put", kind: "occasion", record: occasion }).refused) return null;
    app.setOccasion(id);
    return id;
  }

  /**
   * What is here already stays, unless the platform was told of others since, from another browser.
   * @param {Assess.App} app @param {Pack.Restored} from @param {string} occasion
   */
  function take(app, { ratings = {}, at, known }, occasion) {
    const since = at ? new Date(parseInt(at, 36) * 1000).toISOString() : "";
    const [role] = app.data.assessment.roles;
    const said = answers(app.response.occasions.find(({ id }) => id === occasion));
    /** @param {string | undefined} there @param {ReturnType<typeof said>} here @param {string | undefined} before what both had at last */
    const stands = (there, here, before) => {
      const mine = here && here.value !== null ? String(here.value) : undefined;
      if (there === mine) return true;
      // Changed in one place only: that is the newer.
      if (known && here && there === before) return true;
      if (known && here && mine === before) return false;
      return there === undefined || (here !== undefined && mine !== undefined && here.at >= since);
    };
    for (const { code, hash } of app.data.items) {
      for (const { id, points, specials } of app.data.scales) {
        const there = ratings[code]?.[id];
        if (stands(there, said(code, id), known?.[code]?.[id])) continue;
        const value = there === undefined ? null : (specials.find((special) => special.id === there)?.id ?? Number(there));
        if (typeof value === "number" && !(value >= 1 && value <= points.length)) continue;
        app.edit({ type: "answer", occasion, code, role, scale: id, value, hash });
      }
    }
  }

  function restore() {
    if (!app || !waiting) return;
    const occasion = place();
    if (occasion !== null) take(app, waiting, occasion);
    waiting = null;
    tell();
  }

  document.addEventListener("standpoint:restore-ratings", (event) => {
    waiting = /** @type {CustomEvent} */ (event).detail ?? {};
    restore();
  });
  document.addEventListener("standpoint:assessment-ready", () => {
    app = Standpoint.assess.app;
    app.subscribe(tell);
    restore();
    // A page that nothing is restored to tells what it has.
    tell();
  });
})();
