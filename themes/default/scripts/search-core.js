// Searching, without a page: an index is made of the entries once, and asked many times.
//
// Codes come first, however they are typed; then entries that have every word, by its beginning, one typing error
// forgiven where a word is found nowhere. A word in a title or a keyword counts more than one in the text.
(() => {
  const standpoint = (globalThis.Standpoint ??= /** @type {any} */ ({}));

  const IN_TITLE = 8;
  const IN_KEYWORDS = 5;
  const IN_TEXT = 1;
  /** Shorter words are matched as typed: in three letters every slip is another word. */
  const FORGIVEN_FROM = 5;

  /** Lower case without diacritics. @param {string} text */
  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /** @param {string} text @returns {string[]} */
  function wordsOf(text) {
    return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  /** A code as it is compared: `II.A.6`, `ii a 6` and `iia6` are the same. @param {string} text */
  function bareCode(text) {
    return fold(text).replace(/[^\p{L}\p{N}]/gu, "");
  }

  /** @param {Search.Data} data @returns {Search.Index} */
  function makeIndex(data) {
    /** @type {Map<string, Map<number, number>>} */
    const places = new Map();
    data.entries.forEach((entry, at) => {
      /** @param {string} text @param {number} weight */
      const add = (text, weight) => {
        for (const word of wordsOf(text)) {
          let entries = places.get(word);
          if (!entries) places.set(word, (entries = new Map()));
          entries.set(at, Math.max(entries.get(at) ?? 0, weight));
        }
      };
      add(entry[2], IN_TITLE);
      add(entry[8], IN_KEYWORDS);
      add(entry[4], IN_TEXT);
    });
    return { entries: data.entries, codes: data.entries.map((entry) => bareCode(entry[1])), words: [...places.keys()].sort(), places };
  }

  /** The first place in the sorted words that is not before `word`. @param {string[]} words @param {string} word */
  function lowerBound(words, word) {
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether `b` can be had from `a` by one letter changed, left out, put in, or two exchanged.
   * @param {string} a @param {string} b */
  function oneSlip(a, b) {
    if (a === b || Math.abs(a.length - b.length) > 1) return false;
    let at = 0;
    while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
    const restA = a.slice(at);
    const restB = b.slice(at);
    return (
      restA.slice(1) === restB.slice(1) ||
      restA.slice(1) === restB ||
      restA === restB.slice(1) ||
      (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
    );
  }

  /** The index's words that a typed word means, each with how well: the same, one that begins so, one with a slip.
   * @param {Search.Index} index @param {string} typed @returns {[string, number][]} */
  function meanings(index, typed) {
    /** @type {[string, number][]} */
    const found = [];
    for (let at = lowerBound(index.words, typed); at < index.words.length && index.words[at].startsWith(typed); at += 1) {
      found.push([index.words[at], index.words[at] === typed ? 3 : 2]);
    }
    if (found.length === 0 && typed.length >= FORGIVEN_FROM) {
      for (const word of index.words) {
        // The beginning of a longer word may have the slip too: "confidentailit".
        const beginning = word.length > typed.length ? word.slice(0, typed.length) : word;
        if (oneSlip(typed, word) || (beginning !== word && oneSlip(typed, beginning))) found.push([word, 1]);
      }
    }
    return found;
  }

  /** The entries with a word that `typed` means, each with how well.
   * @param {Search.Index} index @param {string} typed @returns {Map<number, number>} */
  function entriesWith(index, typed) {
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const [meaning, quality] of meanings(index, typed)) {
      for (const [at, weight] of index.places.get(meaning) ?? []) {
        found.set(at, Math.max(found.get(at) ?? 0, weight * quality));
      }
    }
    return found;
  }

  /** Entries that answer `query`, best first. @param {Search.Index} index @param {string} query @returns {Search.Hit[]} */
  function search(index, query) {
    const typed = wordsOf(query);
    if (typed.length === 0) return [];
    /** @type {Map<number, number>} */
    const scores = new Map();
    const code = bareCode(query);
    index.codes.forEach((candidate, at) => {
      if (candidate && candidate.startsWith(code)) {
        // The exact one first, then the shortest, in document order.
        scores.set(at, candidate === code ? 10_000 : 5_000 - candidate.length);
      }
    });
    const phrase = fold(query.trim());
    const [first, ...others] = typed.map((word) => entriesWith(index, word));
    for (const [at, own] of first) {
      if (!others.every((other) => other.has(at))) continue;
      const score = others.reduce((sum, other) => sum + (other.get(at) ?? 0), own);
      const entry = index.entries[at];
      const whole = typed.length > 1 && fold(entry[2] + " " + entry[4]).includes(phrase) ? 6 : 0;
      const title = fold(entry[2]) === phrase ? 20 : 0;
      if (!scores.has(at)) scores.set(at, score + whole + title);
    }
    return [...scores]
      .map(([at, score]) => ({ entry: index.entries[at], index: at, score }))
      .sort((a, b) => b.score - a.score || a.index - b.index);
  }

  /** The piece of `text` to show for a query, as stretches, the matched ones marked.
   * @param {Search.Index} index @param {string} text @param {string} query @param {number} length
   * @returns {Search.Piece[]} */
  function excerpt(index, text, query, length = 180) {
    const wanted = new Set(wordsOf(query).flatMap((word) => meanings(index, word).map(([meaning]) => meaning)));
    const tokens = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((token) => ({
      from: token.index,
      to: token.index + token[0].length,
      match: wanted.has(fold(token[0])),
    }));
    const first = tokens.find((token) => token.match)?.from ?? 0;
    let from = 0;
    if (first > length / 2) {
      // Begin at the sentence of the match, or a little before the match where that is far away.
      const sentence = text.lastIndexOf(". ", first) + 2;
      from = first - sentence < length / 2 && sentence > 1 ? sentence : text.indexOf(" ", first - length / 3) + 1;
    }
    let to = Math.min(text.length, from + length);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
    /** @type {Search.Piece[]} */
    const pieces = [];
    let at = from;
    for (const token of tokens) {
      if (!token.match || token.from < from || token.to > to) continue;
      if (token.from > at) pieces.push({ text: text.slice(at, token.from), match: false });
      pieces.push({ text: text.slice(token.from, token.to), match: true });
      at = token.to;
    }
    if (at < to) pieces.push({ text: text.slice(at, to), match: false });
    if (from > 0) pieces.unshift({ text: "… ", match: false });
    if (to < text.length) pieces.push({ text: " …", match: false });
    return pieces;
  }

  /** Loads the index once, by a script element: `fetch` doesn't work on `file://`.
   * @param {string} address @returns {Promise<Search.Loaded>} */
  function load(address) {
    standpoint.loaded ??= new Promise((resolve, reject) => {
      const done = () => {
        const data = globalThis.standpointSearchIndex;
        if (data) resolve({ data, index: makeIndex(data) });
        else reject(new Error("the index is empty"));
      };
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => {
        standpoint.loaded = undefined;
        reject(new Error("the index could not be loaded"));
      };
      document.head.append(script);
    });
    return standpoint.loaded;
  }

  standpoint.search = { fold, wordsOf, bareCode, makeIndex, search, excerpt, oneSlip, load };
})();
