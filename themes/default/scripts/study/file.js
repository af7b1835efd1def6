// What is kept while studying, as a file: written as plain JSON, opened strictly, and put together with what is here, thing
// by thing. The newer one stays; two texts that differ are both kept. A file with anything wrong in it changes nothing.
(() => {
  "use strict";
  const study = ((globalThis.Standpoint ??= /** @type {any} */ ({})).study ??= /** @type {any} */ ({}));
  const say = study.say;

  study.words({
    "count-bookmark": "{n} bookmarks",
    "count-bookmark-one": "1 bookmark",
    "count-note": "{n} notes",
    "count-note-one": "1 note",
    "count-highlight": "{n} highlights",
    "count-highlight-one": "1 highlight",
    "count-card": "{n} flashcards begun",
    "count-card-one": "1 flashcard begun",
    "count-lesson": "{n} lessons done",
    "count-lesson-one": "1 lesson done",
    "count-answer": "{n} answers in courses",
    "count-answer-one": "1 answer in courses",
    "count-vignette": "{n} vignettes begun",
    "count-vignette-one": "1 vignette begun",
    "file-size": "The file is larger than {n} MB. No file of these is that large.",
    "file-json": "The file cannot be read: it is not JSON, or it is cut off.",
    "file-other": "This is not a file that was saved here.",
    "file-encrypted": "This file is encrypted. Open it on the page “My practice”, where its passphrase is asked for.",
    "file-response": "This file holds one self-assessment. Open it on the page of that self-assessment, or on “My practice”.",
    "file-none": "There are no bookmarks, notes, highlights or flashcards in this file.",
    "file-future": "The file was written by a newer version of Standpoint (format {n}). This page reads format 1.",
    "file-list": "A list is expected here.",
    "file-many": "There are more than {n} things in it.",
    "file-record": "This is not a thing that this page keeps.",
    "file-value": "What stands here cannot be a {kind}.",
    "file-unfit": "Nothing was changed: together with what is here it would be more than a file may hold.",
    "file-name": "A field has a name that no file may use.",
  });

  const BYTES = 25e6;
  const RECORDS = 100_000;
  const TEXT = 50_000;
  /** What somebody wrote: far more than a page lets one write, since putting together what differs makes it longer. */
  const WRITTEN = 1_000_000;
  /** So many problems are told of; nothing of such a file is taken. */
  const PROBLEMS = 100;
  /** No file of ours has a thing twice; one that was put together by hand may have a few. */
  const DOUBLES = 500;
  const DEPTH = 12;
  const KINDS = ["bookmark", "note", "highlight", "card", "lesson", "answer", "vignette"];

  // ── What may stand in a file ──────────────────────────────────────────────────────────────────────────────────

  /** @param {unknown} value @returns {value is Record<string, unknown>} */
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  /** @param {unknown} value */
  const isText = (value, most = TEXT) => typeof value === "string" && value.length <= most;
  /** @param {unknown} value */
  const isTime = (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && Number.isFinite(Date.parse(value));
  /** @param {unknown} value @param {number} low @param {number} high */
  const isWhole = (value, low, high) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
  /** @param {unknown} value @param {number} low @param {number} high */
  const isNumber = (value, low, high) => typeof value === "number" && value >= low && value <= high;

  /** What a file says, to be shown: not every value has a text. @param {unknown} value */
  const shown = (value) => (["string", "number"].includes(typeof value) ? String(value) : "?");

  /** Plain values, not too deep, and no names that mean something to JavaScript. @param {unknown} value @param {number} [depth] @returns {boolean} */
  function isPlain(value, depth = 0) {
    if (typeof value !== "object" || value === null) return true;
    if (depth > DEPTH) return false;
    return Object.entries(value).every(([name, inner]) => !["__proto__", "constructor", "prototype"].includes(name) && isPlain(inner, depth + 1));
  }

  /** @type {Record<string, (value: any) => boolean>} */
  const fits = {
    bookmark: (value) => value === true,
    lesson: (value) => value === true,
    note: (value) => isText(value, WRITTEN) && value.trim() !== "",
    highlight: (value) => isObject(value) && isWhole(value.start, 0, 1e7) && isWhole(value.end, Number(value.start) + 1, 1e7) && isText(value.quote),
    card: (value) =>
      isObject(value) &&
      ["learning", "relearning", "review"].some((state) => state === value.state) &&
      isWhole(value.step, 0, 9) &&
      isNumber(value.stability, 0.001, 36_500) &&
      isNumber(value.difficulty, 1, 10) &&
      isTime(value.due) &&
      isTime(value.last) &&
      isWhole(value.reps, 0, 1e9) &&
      isWhole(value.lapses, 0, 1e9),
    cards: isObject,
    answer: (value) =>
      isObject(value) &&
      isText(value.words, 100) &&
      ("text" in value ? isText(value.text, WRITTEN) : typeof value.marked === "boolean" && [value.given].flat().every((one) => isText(one, 1000))),
    check: (value) => isObject(value) && isWhole(value.of, 0, 1e4) && isWhole(value.right, 0, Number(value.of)) && isWhole(value.answered, 0, Number(value.of)),
    vignette: (value) => Array.isArray(value) && value.length <= 1000 && value.every((one) => Array.isArray(one) && one.length === 2 && one.every((text) => isText(text, 200))),
  };

  /** @param {any} record @returns {string} what is wrong with it, or nothing */
  function wrong(record) {
    if (!isPlain(record)) return say("file-name");
    const named = isObject(record) && isText(record.kind, 40) && /^[a-z][a-z-]*$/.test(String(record.kind)) && isText(record.id, 300) && record.id && !/[\0-\x1f]/.test(String(record.id));
    if (!named || !isTime(record.at) || record.value === undefined) return say("file-record");
    const fit = Object.hasOwn(fits, String(record.kind)) ? fits[String(record.kind)] : (/** @type {unknown} */ value) => JSON.stringify(value).length <= 2 * TEXT;
    return fit(record.value) ? "" : say("file-value", { kind: String(record.kind) });
  }

  // ── Writing and opening ───────────────────────────────────────────────────────────────────────────────────────

  const site = () => globalThis.document?.documentElement.dataset.site ?? "";

  /** @type {Study.File["pack"]} */
  const pack = (records) => ({
    ...{ formatVersion: 1, site: site() },
    records: records.map(({ kind, id, at, value }) => ({ kind, id, at, value })).sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1)),
  });

  /** @type {Study.File["toText"]} */
  const toText = (records, now = new Date()) =>
    JSON.stringify({ format: "standpoint-backup", formatVersion: 1, created: now.toISOString(), responses: [], study: pack(records) }, null, 1) + "\n";

  /** @type {Study.File["unpack"]} */
  function unpack(packed, path = "study") {
    /** @type {Study.Problem[]} */
    const problems = [];
    const fail = (/** @type {string} */ where, /** @type {string} */ message) => ({ ok: false, problems: [{ path: where, message }], records: [] });
    if (!isObject(packed)) return fail(path, say("file-other"));
    if (packed.formatVersion !== 1) return fail(`${path}.formatVersion`, say("file-future", { n: shown(packed.formatVersion).slice(0, 20) }));
    if (!Array.isArray(packed.records)) return fail(`${path}.records`, say("file-list"));
    if (packed.records.length > RECORDS) return fail(`${path}.records`, say("file-many", { n: RECORDS }));
    const latest = new Date().toISOString();
    let doubles = 0;
    /** @type {Map<string, Study.Kept>} */
    const records = new Map();
    for (const [index, record] of packed.records.entries()) {
      if (problems.length >= PROBLEMS) break;
      const message = wrong(record);
      if (message) {
        problems.push({ path: `${path}.records[${index}]`, message });
        continue;
      }
      // A clock that ran ahead must not win for ever.
      const at = new Date(record.at).toISOString();
      const one = { kind: record.kind, id: record.id, at: at < latest ? at : latest, value: record.value };
      const key = `${one.kind} ${one.id}`;
      const twice = records.get(key);
      const joined = twice ? { ...one, at: twice.at > one.at ? twice.at : one.at, value: together(one.kind, twice, one) } : one;
      if (twice) doubles++;
      const unfit = doubles > DOUBLES ? say("file-value", { kind: one.kind }) : twice ? wrong(joined) : "";
      if (unfit) problems.push({ path: `${path}.records[${index}]`, message: unfit });
      else records.set(key, joined);
    }
    return problems.length ? { ok: false, problems, records: [] } : { ok: true, problems, records: [...records.values()] };
  }

  /** @type {Study.File["open"]} */
  function open(text) {
    const fail = (/** @type {string} */ message) => ({ ok: false, problems: [{ path: "", message }], records: [], responses: 0, site: "" });
    if (text.length > BYTES) return fail(say("file-size", { n: BYTES / 1e6 }));
    /** @type {any} */
    let file;
    try {
      file = JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch {
      return fail(say("file-json"));
    }
    const format = isObject(file) ? file.format : "";
    if (format === "standpoint-encrypted") return fail(say("file-encrypted"));
    if (format === "standpoint-response") return fail(say("file-response"));
    if (format !== "standpoint-backup") return fail(say("file-other"));
    if (file.formatVersion !== 1) return fail(say("file-future", { n: shown(file.formatVersion).slice(0, 20) }));
    if (file.study === undefined) return fail(say("file-none"));
    return { ...unpack(file.study), responses: Array.isArray(file.responses) ? file.responses.length : 0, site: shown(file.study?.site ?? "") };
  }

  // ── Putting together ──────────────────────────────────────────────────────────────────────────────────────────

  /** @param {string} kind @param {{ at: string, value: any }} mine @param {{ at: string, value: any }} theirs @returns {any} `mine.value` itself if nothing changes */
  function together(kind, mine, theirs) {
    if (JSON.stringify(mine.value) === JSON.stringify(theirs.value)) return mine.value;
    if (kind === "note") return study.both(mine.value, theirs.value);
    const newer = theirs.at > mine.at ? theirs.value : mine.value;
    if (kind === "answer" && "text" in mine.value && "text" in theirs.value) {
      const text = study.both(mine.value.text, theirs.value.text);
      return text === mine.value.text ? mine.value : { ...newer, text };
    }
    if (kind === "check") return theirs.value.right > mine.value.right ? theirs.value : mine.value;
    if (kind === "card") return theirs.value.last > mine.value.last ? theirs.value : mine.value;
    return newer;
  }

  /** @param {Study.Kept[]} records @returns {Study.Edit[]} */
  const edits = (records) =>
    records.map((one) => ({
      ...{ kind: one.kind, id: one.id, at: one.at },
      edit: (value, at) => (value === undefined ? one.value : together(one.kind, { value, at: at ?? "" }, one)),
    }));

  /** @type {Study.File["plan"]} */
  function plan(current, records) {
    const here = new Map(current.map((one) => [`${one.kind} ${one.id}`, one]));
    /** @type {ReturnType<Study.File["plan"]>} */
    const result = { added: [], changed: [], kept: [], same: [] };
    for (const one of records) {
      const mine = here.get(`${one.kind} ${one.id}`);
      if (!mine) result.added.push(one);
      else if (JSON.stringify(mine.value) === JSON.stringify(one.value)) result.same.push(one);
      else (together(one.kind, mine, one) === mine.value ? result.kept : result.changed).push(one);
    }
    return result;
  }

  /** @type {Study.File["bring"]} */
  async function bring(store, records) {
    const here = await store.all();
    const all = new Map(here.map((one) => [`${one.kind} ${one.id}`, /** @type {Study.Kept} */ (one)]));
    for (const one of records) {
      const key = `${one.kind} ${one.id}`;
      const mine = all.get(key);
      all.set(key, mine ? { ...one, value: together(one.kind, mine, one) } : one);
    }
    // Or every file that is saved from then on would be one that cannot be opened.
    if (here.length && !open(toText([...all.values()])).ok) return { ok: false, message: say("file-unfit") };
    return store.change(edits(records));
  }

  /** @type {Study.File["remove"]} */
  async function remove(store) {
    const records = await store.all();
    return { records, done: await store.change(records.map(({ kind, id }) => ({ kind, id, edit: () => undefined }))) };
  }

  /** @type {Study.File["counts"]} */
  const counts = (records) =>
    KINDS.flatMap((kind) => {
      const n = records.filter((one) => one.kind === kind).length;
      return n ? [say(`count-${kind}`, { n })] : [];
    });

  study.file = { pack, unpack, toText, open, plan, bring, remove, counts };
})();
