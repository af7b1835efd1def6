// The words of the class: those of the theme that begin with “cohort-”, which the page gives.
(() => {
  "use strict";
  const cohort = ((globalThis.Standpoint ??= /** @type {any} */ ({})).cohort ??= /** @type {any} */ ({}));

  const given = globalThis.document?.getElementById("cohort-words")?.textContent;
  cohort.words = given ? JSON.parse(given) : {};

  /** A word with values in the places of `{name}`; with n = 1 the word `key-one`, where there is one. @type {Cohort.Api["say"]} */
  cohort.say = (key, values = {}) => {
    const one = `${key}-one`;
    const word = cohort.words[values.n === 1 && Object.hasOwn(cohort.words, one) ? one : key] ?? key;
    return word.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all));
  };
})();
