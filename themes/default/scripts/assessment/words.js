// The words that the scripts of the assessments speak: those of the theme that begin with “assess-”, which the page
// gives. A word that is missing shows as its key.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  const given = globalThis.document?.getElementById("assessment-words")?.textContent;
  assess.words = given ? JSON.parse(given) : {};

  assess.say = (key, values = {}) =>
    (Object.hasOwn(assess.words, key) ? String(assess.words[key]) : key).replace(/\{(\w+)\}/g, (all, name) =>
      Object.hasOwn(values, name) ? String(values[name]) : all,
    );
  // From one thing to the next, as one reads.
  assess.arrow = globalThis.document?.documentElement.dir === "rtl" ? " ← " : " → ";
  /** What somebody with a role is called: as the page says, else in the theme's words, else by the role's id. */
  assess.roleText = (role, data) =>
    assess.own(/** @type {any} */ (data.assessment).roleTitles, role) ?? assess.own(assess.words, `role-${role}`) ?? role.charAt(0).toUpperCase() + role.slice(1);
  assess.count = (key, n, values) => assess.say(Standpoint.formOf(assess.words, key, n), { n, ...values });
})();
