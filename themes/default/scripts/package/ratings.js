// Between a self-assessment and a package: tells the answers of the latest occasion, each time one changes, and puts
// back what the platform had. Only what was chosen on scales by the person themself: no word that anybody wrote.
(() => {
  "use strict";
  /** @type {Assess.App | null} */
  let app = null;
  /** @type {{ ratings?: Record<string, Record<string, string>>, at?: string } | null} */
  let waiting = null;

  const latest = () => Standpoint.assess.inOrder(app?.response.occasions ?? []).at(-1);

  /** What the person themself says as it is now, by code and scale. */
  function answers() {
    const role = app?.data.assessment.roles[0] ?? "";
    const ratings = latest()?.ratings;
    return (/** @type {string} */ code, /** @type {string} */ scale) => ratings?.[code]?.roles[role]?.scales[scale];
  }

  function tell() {
    if (!app || waiting) return;
    const { items, scales, assessment } = app.data;
    const said = answers();
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
      answered: items.filter(({ code }) => scales.every(({ id }) => ratings[code]?.[id] !== undefined)).length,
      total: items.length,
    };
    document.dispatchEvent(new CustomEvent("standpoint:ratings", { detail }));
  }

  /** What is here already stays, unless the platform was told of others since, from another browser. */
  function restore() {
    if (!app || !waiting) return;
    const { ratings = {}, at } = waiting;
    const since = at ? new Date(parseInt(at, 36) * 1000).toISOString() : "";
    const occasion = latest()?.id ?? app.occasion;
    const [role] = app.data.assessment.roles;
    const said = answers();
    for (const { code, hash } of app.data.items) {
      for (const { id, points, specials } of app.data.scales) {
        const value = ratings[code]?.[id];
        const here = said(code, id);
        if (value === undefined || String(here?.value) === value || (here && here.value !== null && here.at >= since)) continue;
        const known = specials.some((special) => special.id === value) ? value : Number(value);
        if (typeof known === "number" && !(known >= 1 && known <= points.length)) continue;
        app.edit({ type: "answer", occasion, code, role, scale: id, value: known, hash });
      }
    }
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
