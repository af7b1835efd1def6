// What follows from the language of the page: the form of a word that stands by a number, and published words in another
// language. A language has a form for one of something, another one for few; the key of a form is that of the word with the
// form's name after it (CLDR): `count-one`, `count-few`. The word by itself is for all others.
(() => {
  "use strict";
  const standpoint = (globalThis.Standpoint ??= /** @type {any} */ ({}));

  /** @type {Intl.PluralRules | null} */
  let rules = null;

  /** The key of the form of a word that stands by `n`. @param {Record<string, unknown>} words @param {string} key @param {unknown} n */
  standpoint.formOf = (words, key, n) => {
    if (typeof n !== "number") return key;
    rules ??= new Intl.PluralRules(globalThis.document?.documentElement.lang || "en");
    const form = `${key}-${rules.select(n)}`;
    return Object.hasOwn(words, form) ? form : key;
  };

  /** Tells the language of published words, where it is not the page's. @param {HTMLElement} element of the class `published`, `as-published` or `words` */
  standpoint.inTheirLanguage = (element) => {
    const [language, direction] = (globalThis.document?.documentElement.dataset.published ?? "").split(" ");
    if (!language) return;
    element.lang = language;
    element.dir = direction;
  };

  /** Gives an element its classes, and published words their language. @param {HTMLElement} element @param {string} names */
  standpoint.setClass = (element, names) => {
    element.className = names;
    if (/(^| )((?:as-)?published|words)( |$)/.test(names)) standpoint.inTheirLanguage(element);
  };
})();
