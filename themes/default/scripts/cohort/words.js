// The words of the class: those of the theme that begin with “cohort-”, which the page gives.
(() => {
  "use strict";
  const cohort = ((globalThis.Standpoint ??= /** @type {any} */ ({})).cohort ??= /** @type {any} */ ({}));

  const given = globalThis.document?.getElementById("cohort-words")?.textContent;
  cohort.words = given ? JSON.parse(given) : {};

  /** A word with values in the places of `{name}`; with a number `n` the form that stands by it. @type {Cohort.Api["say"]} */
  cohort.say = (key, values = {}) => {
    const word = cohort.words[Standpoint.formOf(cohort.words, key, values.n)] ?? key;
    return word.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all));
  };
})();
