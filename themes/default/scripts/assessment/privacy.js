// Hints, while somebody writes, at what could tell who a person is. They are hints: much is missed, above all a name at the
// start of a sentence, and some of what is shown is nothing. The text never leaves the page.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  /** Forms of address, after which a name follows. Their dot ends no sentence. */
  const TITLES = /^(?:mrs?|ms|mx|miss|dr|prof|sir|madam|pastor|father|sister|judge|officer|herrn?|frau|mme|mlle|monsieur|madame|señora?|sra?|srta|don|doña|sig|signora?|dhr|mevr)$/iu;
  /** Nouns begin with a capital in these languages, so that a capital says nothing. */
  const CAPITAL_NOUNS = /^(?:de|lb|gsw|nds|bar)\b/i;

  /** @type {{ kind: Assess.Hint["kind"], pattern: RegExp }[]} */
  const PATTERNS = [
    { kind: "email", pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu },
    { kind: "date", pattern: /(?<![\d.])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:\d{4}|\d{2}))(?![\d-])/gu },
    { kind: "phone", pattern: /(?<![\p{L}\d])(?:\+|\(\d|\d)[\d\s()./-]{5,22}\d(?![\p{L}\d]|[-/]\p{L})/gu },
    { kind: "number", pattern: /(?<![\p{L}\d])(?:#\s?\d{3,}|(?=[\p{Lu}\d/-]{0,60}\d{4})[\p{Lu}\d]{1,12}(?:[-/][\p{Lu}\d]{1,12}){1,4}|\p{Lu}{1,4}\d{4,12}|\d{5,14})(?![\p{L}\d])/gu },
  ];

  /** @type {Map<string, { names: Set<string>, months: RegExp }>} */
  const calendars = new Map();

  /** The names of months and days, and dates written with them. @param {string} language */
  function calendar(language) {
    let known = calendars.get(language);
    if (!known) {
      /** @type {Set<string>} */
      const months = new Set();
      /** @type {Set<string>} */
      const days = new Set();
      for (const of of ["en", language])
        for (const style of /** @type {const} */ (["long", "short"]))
          try {
            for (let n = 0; n < 12; n++) {
              const date = new Date(Date.UTC(2023, n, n + 1));
              const day = new Date(Date.UTC(2023, 0, n + 1));
              const parts = new Intl.DateTimeFormat(of, { month: style, day: "numeric", timeZone: "UTC" }).formatToParts(date);
              months.add(parts.find(({ type }) => type === "month")?.value.replace(/\.$/, "").toLowerCase() ?? "");
              days.add(new Intl.DateTimeFormat(of, { weekday: style, timeZone: "UTC" }).format(day).toLowerCase());
            }
          } catch {
            // Not a language that the browser knows.
          }
      const any = [...months].filter((name) => /^\p{L}{3,}$/u.test(name)).join("|");
      const end = "(?![\\p{L}\\d])";
      known = {
        names: new Set([...months, ...days]),
        months: new RegExp(
          `(?<![\\p{L}\\d])(?:\\d{1,2}(?:st|nd|rd|th|\\.|er|º)?\\s(?:of\\s|de\\s)?(?:${any})\\.?(?:,?\\s(?:de\\s)?\\d{4})?|(?:${any})\\.?\\s\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s\\d{4})?)${end}`,
          "giu",
        ),
      };
      calendars.set(language, known);
    }
    return known;
  }

  /** @type {Assess.Api["knownWords"]} */
  function knownWords(data) {
    const { site, framework, assessment, sections, parts, topics, scales, reflections, items } = data;
    const titles = [site, framework, assessment, ...sections, ...parts, ...topics, ...scales, ...reflections];
    const texts = [...titles.map(({ title }) => title ?? ""), ...items.map(({ words }) => words)];
    return new Set(texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []));
  }

  /** @type {Assess.Api["hints"]} */
  function hints(text, { known = new Set(), language = "en" } = {}) {
    /** @type {Assess.Hint[]} */
    const found = [];
    const taken = new Uint8Array(text.length);
    /** @param {Assess.Hint["kind"]} kind @param {number} start @param {string} part */
    const add = (kind, start, part) => {
      const end = start + part.length;
      if (!part || taken.subarray(start, end).includes(1)) return;
      taken.fill(1, start, end);
      found.push({ start, end, kind, text: part, message: assess.say(`hint-${kind}`) });
    };
    const { names: calendarNames, months } = calendar(language);
    for (const match of text.matchAll(months)) add("date", match.index, match[0]);
    for (const { kind, pattern } of PATTERNS)
      for (const match of text.matchAll(pattern)) {
        const digits = match[0].replace(/\D/g, "").length;
        if (kind === "date" && !isDate(match[0])) continue;
        if (kind === "phone" && (digits < 7 || digits > 15 || /^\d+$/.test(match[0]))) continue;
        add(kind, match.index, match[0]);
      }

    const common = new Set(assess.say("hint-common").split(" "));
    const capitals = !CAPITAL_NOUNS.test(language);
    /** @type {{ start: number, word: string, surely: boolean, first: boolean }[]} */
    const candidates = [];
    let titled = false;
    for (const match of text.matchAll(/\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|[\p{Ll}\p{Lo}][\p{L}\p{M}'’-]*/gu)) {
      const word = match[0].replace(/['’]s?$/u, "");
      if (TITLES.test(word)) {
        titled = true;
        continue;
      }
      const capital = /^\p{Lu}/u.test(word);
      const lower = word.toLowerCase();
      const shout = word.length > 1 && word === word.toUpperCase();
      const named = calendarNames.has(lower) || common.has(lower) || known.has(lower);
      if (capital && word.length > 1 && (titled || !(shout || named)))
        candidates.push({ start: match.index, word, surely: titled, first: !titled && startsSentence(text, match.index) });
      titled = titled && capital && word.length === 1;
    }
    const elsewhere = new Set(candidates.filter(({ first }) => !first).map(({ word }) => word));
    for (const { start, word, surely, first } of candidates)
      if (surely || (capitals && (!first || elsewhere.has(word)))) add("name", start, word);
    return found.sort((a, b) => a.start - b.start);
  }

  /** @param {string} text */
  function isDate(text) {
    const [a, b, c] = text.split(/[-/.]\s?/).map(Number);
    const fits = (/** @type {number} */ day, /** @type {number} */ month) => day >= 1 && day <= 31 && month >= 1 && month <= 12;
    return a > 31 ? fits(c, b) : fits(a, b) || fits(b, a);
  }

  /** Whether a word stands where any word has a capital. @param {string} text @param {number} at */
  function startsSentence(text, at) {
    const before = text.slice(Math.max(0, at - 60), at);
    if (at === before.length && /^[\s"'“”„«»‹›‘’()[\]*_#>•–—-]*$/u.test(before)) return true;
    if (/\n[\s"'“„«‹‘(*_#>•–—\d.)-]*$/u.test(before)) return true;
    const end = /(\S*?)[.!?…:;。]["'”’»)*_]*\s+["'“„«‹‘(¿¡[*_]*$/u.exec(before);
    // The dot of "Mrs." and of "J." ends nothing.
    return end !== null && !TITLES.test(end[1]) && !/^\p{Lu}$/u.test(end[1]);
  }

  assess.knownWords = knownWords;
  assess.hints = hints;
})();
