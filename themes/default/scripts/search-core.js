// Searching, without a page: an index is made of the entries once, and asked many times.
//
// Codes come first, however they are typed; then entries that have every word, by its beginning or but for its last letter
// ("endings", "ending"). Where a word is found nowhere, one typing error is forgiven, or else another ending ("terminating",
// "termination"). A word in a title or a keyword counts more than one in the text. Where no entry has every word, those that
// have some can be asked for.
(() => {
  const standpoint = (globalThis.Standpoint ??= /** @type {any} */ ({}));

  const IN_TITLE = 8;
  const IN_KEYWORDS = 5;
  const IN_TEXT = 1;
  /** Shorter words are matched as typed: in three letters every slip is another word. */
  const FORGIVEN_FROM = 5;
  /** Two words are forms of one where they begin with as many letters that are the same, and go on with at most so many. */
  const FORM_SAME = 5;
  const FORM_OTHER = 4;
  /** What is pasted may be a book; what stands for an entry, if anything does, is found by fewer. */
  const MOST_WORDS = 40;
  /** Where each is looked for by itself, in every entry, the longest do: they tell most. */
  const MOST_APART = 12;

  /** Two letters or digits begin too many words, and end codes that don't exist, to be looked for without the others. */
  const TOO_SHORT = /^[a-z0-9]{1,2}$/;

  /** A word found as typed, begun as typed, or with a slip or in another form. */
  const SAME = 3;
  const BEGUN = 2;
  const ALIKE = 1;

  /** Text that has no letters but those of ASCII, as most has: lower case is all it needs. */
  const PLAIN = /^[\0-\x7f\xa0\xab\xbb\u2010-\u2027]*$/;
  const WORD = /[\p{L}\p{N}]+/gu;
  const PLAIN_WORD = /[a-z0-9]+/g;
  /** Letters of writing that leaves no space between words: there, one may begin at every letter. */
  const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;
  const FIRST_UNSPACED = 0xe00;

  /** Lower case without diacritics, and without the ligatures that come with what is copied out of a PDF. @param {string} text */
  function fold(text) {
    if (PLAIN.test(text)) return text.toLowerCase();
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /** @param {string} text @returns {string[]} */
  function wordsOf(text) {
    return fold(text).match(WORD) ?? [];
  }

  /** The words that are looked for, each once. @param {string} query */
  function asked(query) {
    const words = UNSPACED.test(query) ? parted(query).flatMap(wordsOf) : wordsOf(query);
    return [...new Set(words)].slice(0, MOST_WORDS);
  }

  /** Words that are written without spaces, as a dictionary of the browser's parts them. @param {string} query */
  function parted(query) {
    if (!globalThis.Intl?.Segmenter) return [query];
    const segmenter = new Intl.Segmenter(globalThis.document?.documentElement.lang || undefined, { granularity: "word" });
    return Array.from(segmenter.segment(query), ({ segment }) => segment);
  }

  /** Whether a letter or digit of folded text stands at `at`. @param {string} text @param {number} at */
  function inWord(text, at) {
    const code = text.charCodeAt(at);
    if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    return code >= 128 && /[\p{L}\p{N}]/u.test(text[at]);
  }

  /** @param {string} text @param {number} at */
  const isUnspaced = (text, at) => text.charCodeAt(at) >= FIRST_UNSPACED && UNSPACED.test(text[at]);

  /** Whether the letters before and at `at` belong to one word. @param {string} text @param {number} at */
  function joined(text, at) {
    return inWord(text, at - 1) && inWord(text, at) && !isUnspaced(text, at - 1) && !isUnspaced(text, at);
  }

  /** A code as it is compared: `II.A.6`, `ii a 6` and `iia6` are the same. @param {string} text */
  function bareCode(text) {
    return fold(text).replace(/[^\p{L}\p{N}]/gu, "");
  }

  /** The code that is meant by a query: `2.A.6` is II.A.6 where no code begins as it does. @param {string[]} codes @param {string} query */
  function meantCode(codes, query) {
    const code = bareCode(query);
    const [, number, rest] = /^(\d{1,2})(\p{L}.*)$/u.exec(code) ?? [];
    return number && !codes.some((one) => one.startsWith(code)) ? roman(Number(number)) + rest : code;
  }

  /** A number below a hundred in Roman numerals. @param {number} number */
  function roman(number) {
    const ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    const tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
    return tens[Math.floor(number / 10)] + ones[number % 10];
  }

  /** Folding the texts is all that is done ahead: looking through ten thousand takes a few milliseconds, making an
   * index of their words would take a second. @param {Search.Data} data @returns {Search.Index} */
  function makeIndex(data) {
    return {
      entries: data.entries,
      codes: data.entries.map((entry) => bareCode(entry[1])),
      texts: data.entries.map((entry) => fold(`${entry[2]}\n${entry[8]}\n${entry[4]}`)),
      meanings: new Map(),
    };
  }

  /** How well an entry's text has a word: the weight of the place by how like the word is, at its best; 0 if not at all.
   * @param {string} text title, keywords, text, each on a line @param {string} word @param {boolean} whole */
  function weigh(text, word, whole) {
    let best = 0;
    let title = -1;
    let keywords = -1;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (joined(text, at)) continue;
      const same = !joined(text, at + word.length);
      if (whole && !same) continue;
      if (title < 0) {
        title = text.indexOf("\n");
        keywords = text.indexOf("\n", title + 1);
      }
      const place = at < title ? IN_TITLE : at < keywords ? IN_KEYWORDS : IN_TEXT;
      best = Math.max(best, place * (whole ? ALIKE : same ? SAME : BEGUN));
      // Nothing better comes after.
      if (place === IN_TEXT && (same || best > IN_TEXT * SAME)) break;
    }
    return best;
  }

  /** The same for what a typed word means. @param {string} text @param {Search.Meaning} meaning */
  function weighMeaning(text, { begun, alike }) {
    let best = 0;
    for (const word of begun) best = Math.max(best, weigh(text, word, false));
    for (const word of alike) best = Math.max(best, weigh(text, word, true));
    return best;
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

  /** Whether they are forms of one word, as "terminating" and "termination" are. @param {string} a @param {string} b */
  function areForms(a, b) {
    let same = 0;
    while (same < a.length && a[same] === b[same]) same += 1;
    return same >= FORM_SAME && Math.max(a.length, b.length) - same <= FORM_OTHER;
  }

  /** What a typed word means: itself, what begins so, and it without its last letter; where nothing begins so, the words that
   * are one slip from it, or else its other forms. @param {Search.Index} index @param {string} typed @returns {Search.Meaning} */
  function meaning(index, typed) {
    let means = index.meanings.get(typed);
    if (!means) {
      means = { begun: [typed], alike: [] };
      if (typed.length >= FORGIVEN_FROM) {
        if (index.texts.some((text) => weigh(text, typed, false) > 0)) {
          means.alike = [typed.slice(0, -1)];
        } else {
          const words = vocabulary(index);
          const slips = words.filter((word) => isSlipOf(typed, word));
          means = { begun: [], alike: slips.length > 0 ? slips : words.filter((word) => areForms(typed, word)) };
        }
      }
      index.meanings.set(typed, means);
    }
    return means;
  }

  /** Every word once, gathered when the first slip asks for them. @param {Search.Index} index */
  function vocabulary(index) {
    if (!index.words) {
      /** @type {Set<string>} */
      const words = new Set();
      for (const text of index.texts) {
        for (const word of text.match(PLAIN.test(text) ? PLAIN_WORD : WORD) ?? []) words.add(word);
      }
      index.words = [...words];
    }
    return index.words;
  }

  /** Whether one slip makes `typed` of a word or, while it is being typed, of its beginning: "confidental". A beginning
   * ends as typed: "print" is none of "principle". @param {string} typed @param {string} word */
  function isSlipOf(typed, word) {
    const size = typed.length;
    if (oneSlip(typed, word)) return true;
    return [size - 1, size, size + 1].some((length) => length < word.length && word[length - 1] === typed[size - 1] && oneSlip(typed, word.slice(0, length)));
  }

  /** Entries that answer `query`, best first. @param {Search.Index} index @param {string} query @returns {Search.Hit[]} */
  function search(index, query) {
    const typed = asked(query);
    if (typed.length === 0) return [];
    /** @type {Map<number, number>} */
    const scores = new Map();
    const code = meantCode(index.codes, query);
    index.codes.forEach((candidate, at) => {
      if (candidate && candidate.startsWith(code)) {
        // The exact one first, then the shortest, in document order.
        scores.set(at, candidate === code ? 10_000 : 5_000 - candidate.length);
      }
    });
    const phrase = fold(query.trim());
    const means = typed.map((word) => meaning(index, word));
    index.texts.forEach((text, at) => {
      if (scores.has(at)) return;
      let score = 0;
      for (const meant of means) {
        const weight = weighMeaning(text, meant);
        if (weight === 0) return;
        score += weight;
      }
      if (typed.length > 1 && text.includes(phrase)) score += 6;
      if (text.startsWith(`${phrase}\n`)) score += 20;
      scores.set(at, score);
    });
    return ranked(index, scores);
  }

  /** The words of `query` that are looked for each by itself; none where no two were typed apart, as in a code.
   * @param {string} query */
  function apart(query) {
    if (!/\S\s+\S/.test(query) && !UNSPACED.test(query)) return [];
    const words = asked(query).filter((word) => !TOO_SHORT.test(word));
    return words.sort((a, b) => b.length - a.length).slice(0, MOST_APART);
  }

  /** Entries that have some words of `query`, those with the most first; the rarer a word, the more it counts, and where
   * it stands at most as much again. @param {Search.Index} index @param {string} query @returns {Search.Hit[]} */
  function searchSome(index, query) {
    /** @type {Map<number, number>} */
    const scores = new Map();
    for (const word of apart(query)) {
      const meant = meaning(index, word);
      const weights = index.texts.map((text) => weighMeaning(text, meant));
      const rarity = Math.log(1 + weights.length / weights.filter(Boolean).length);
      weights.forEach((weight, at) => {
        if (weight > 0) scores.set(at, (scores.get(at) ?? 0) + rarity * (IN_TITLE * SAME + weight));
      });
    }
    return ranked(index, scores);
  }

  /** Best first. @param {Search.Index} index @param {Map<number, number>} scores @returns {Search.Hit[]} */
  function ranked(index, scores) {
    return [...scores]
      .map(([at, score]) => ({ entry: index.entries[at], index: at, score }))
      .sort((a, b) => b.score - a.score || a.index - b.index);
  }

  /** The piece of `text` to show for a query, as stretches, the matched ones marked.
   * @param {Search.Index} index @param {string} text @param {string} query @param {number} length
   * @param {string} cut what stands for words that are left out
   * @returns {Search.Piece[]} */
  function excerpt(index, text, query, length = 180, cut = " …") {
    const means = asked(query).map((word) => meaning(index, word));
    /** @param {string} word */
    const isMeant = (word) =>
      means.some(({ begun, alike }) => alike.includes(word) || begun.some((meant) => word.startsWith(meant)));
    const tokens = [...text.matchAll(WORD)].flatMap(({ index: from, 0: word }) => {
      if (!UNSPACED.test(word)) return isMeant(fold(word)) ? [{ from, to: from + word.length }] : [];
      return within(word, means.flatMap(({ begun, alike }) => [...begun, ...alike])).map((found) => ({ from: from + found.from, to: from + found.to }));
    });
    const first = tokens[0]?.from ?? 0;
    let from = 0;
    if (first > length / 2) {
      // Begin at the sentence of the match, or a little before the match where that is far away.
      const sentence = Math.max(text.lastIndexOf(". ", first) + 2, text.lastIndexOf("。", first) + 1);
      const near = Math.round(first - length / 3);
      const space = text.indexOf(" ", near) + 1;
      from = first - sentence < length / 2 && sentence > 1 ? sentence : space > 0 && space <= first ? space : near;
    }
    let to = Math.min(text.length, from + length);
    const space = text.lastIndexOf(" ", to);
    if (to < text.length && space > from + length / 2) to = space;
    /** @type {Search.Piece[]} */
    const pieces = [];
    let at = from;
    for (const token of tokens) {
      if (token.from < at || token.to > to) continue;
      if (token.from > at) pieces.push({ text: text.slice(at, token.from), match: false });
      pieces.push({ text: text.slice(token.from, token.to), match: true });
      at = token.to;
    }
    if (at < to) pieces.push({ text: text.slice(at, to), match: false });
    if (from > 0) pieces.unshift({ text: `${cut.trim()} `, match: false });
    if (to < text.length) pieces.push({ text: cut, match: false });
    return pieces;
  }

  /** The other words by which an entry was found, where neither its title nor its text shows why.
   * @param {Search.Index} index @param {Search.Entry} entry @param {string} query @param {string} [cut]
   * @returns {Search.Piece[]} */
  function others(index, [, code, title, , text, , , , keywords], query, cut) {
    /** @param {Search.Piece[]} pieces */
    const shows = (pieces) => pieces.some(({ match }) => match);
    if (bareCode(code).startsWith(bareCode(query)) || shows(excerpt(index, `${title}\n${text}`, query, Infinity))) return [];
    const pieces = excerpt(index, keywords, query, 120, cut);
    return shows(pieces) ? pieces : [];
  }

  /** Appends pieces of a text, the matched ones marked. @template {HTMLElement} T @param {T} element @param {Search.Piece[]} pieces */
  function put(element, pieces) {
    for (const piece of pieces) {
      const mark = document.createElement("mark");
      mark.textContent = piece.text;
      element.append(piece.match ? mark : piece.text);
    }
    return element;
  }

  /** A line with the other words by which an entry was found, if nothing else shows why.
   * @param {Search.Index} index @param {Search.Entry} entry @param {string} query
   * @param {DOMStringMap} words of the page: what stands before them, and for what is cut
   * @returns {HTMLElement[]} */
  function alsoFound(index, entry, query, { also = "", cut }) {
    const pieces = others(index, entry, query, cut);
    if (pieces.length === 0) return [];
    const line = document.createElement("p");
    line.className = "search-also";
    return [put(line, [{ text: also, match: false }, ...pieces])];
  }

  /** Where `words` stand in a text without spaces. @param {string} text @param {string[]} words */
  function within(text, words) {
    const found = [];
    for (let from = 0; from < text.length; from += 1) {
      const word = words.find((word) => fold(text.slice(from, from + word.length)) === word);
      if (!word) continue;
      found.push({ from, to: from + word.length });
      from += word.length - 1;
    }
    return found;
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

  standpoint.search = { fold, wordsOf, bareCode, makeIndex, search, searchSome, apart, excerpt, put, alsoFound, oneSlip, load };
})();
