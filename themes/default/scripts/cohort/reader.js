// Opening many files at once: responses, backups with several of them, and archives of both. Every file is checked as
// anywhere else (assess.openText); what is wrong is listed with its name and reason and left out, and the rest goes on.
//
// Of each response only what a class needs is kept: the ratings that its person gave. Notes, journal, plan and
// supervision are let go as soon as the file is read. Nothing is stored.
(() => {
  "use strict";
  const { assess } = globalThis.Standpoint;
  const cohort = Standpoint.cohort;
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => cohort.say(key, values);

  const limits = Object.freeze({ files: 5_000, responses: 5_000, total: 1_000_000_000 });
  /** What systems put beside files unasked. `./` is how some archives begin every name, and hides nothing. */
  const HIDDEN = /(^|[/\\])(\.(?![/\\])|__MACOSX|Thumbs\.db)/i;
  /** How long work goes on before the page may do something else, in milliseconds. */
  const SLICE = 40;
  const GENERATED = "standpoint-demonstration";

  /** Thrown inside when somebody stops it. */
  class Stopped extends Error {}

  /** Lets the page breathe when a slice is over, and notices when somebody stops. @type {Cohort.Api["slices"]} */
  function slices(stopped) {
    let until = performance.now() + SLICE;
    return async () => {
      if (stopped()) throw new Stopped();
      if (performance.now() < until) return;
      await new Promise((done) => setTimeout(done));
      if (stopped()) throw new Stopped();
      until = performance.now() + SLICE;
    };
  }

  /** @type {Cohort.Api["emptyClass"]} */
  const emptyClass = () => ({ taken: new Map(), refused: [], duplicates: [], revisions: [], skipped: [], locked: [], editions: [] });

  /** @param {Cohort.Class} before @returns {Cohort.Class} */
  const copyOf = (before) => ({
    ...{ taken: new Map(before.taken), refused: [...before.refused], duplicates: [...before.duplicates] },
    ...{ revisions: [...before.revisions], skipped: [...before.skipped], locked: [...before.locked], editions: [...before.editions] },
  });

  // ── One response ──────────────────────────────────────────────────────────────────────────────────────────────

  /** What is the same in most files, kept once. @type {Map<string, string>} */
  const kept = new Map();
  /** @param {string} text */
  const once = (text) => kept.get(text) ?? (kept.size < 200_000 && kept.set(text, text), text);

  /** The ratings of one role, and what tells who and when. @param {Assess.Response} response @param {string} role @returns {Assess.Response} */
  function slim(response, role) {
    const { format, formatVersion, id, created, modified, generator, site, framework, assessment, person, deleted, seen } = response;
    const occasions = response.occasions.map(({ ratings, ...occasion }) => ({
      ...{ id: occasion.id, kind: occasion.kind, name: "", date: occasion.date, of: occasion.of },
      ...{ created: occasion.created, modified: occasion.modified, by: once(occasion.by) },
      ratings: Object.fromEntries(
        Object.entries(ratings).flatMap(([code, rating]) => {
          const side = assess.own(rating.roles, role);
          if (!side) return [];
          const scales = Object.entries(side.scales).map(([scale, { value, at, by, hash }]) => [once(scale), { value, at, by: once(by), hash: once(hash ?? "") }]);
          return [[once(code), { roles: { [role]: { scales: Object.fromEntries(scales) } } }]];
        }),
      ),
    }));
    return {
      ...{ format, formatVersion, id, created, modified, generator, site, framework, assessment },
      ...{ person: { pseudonym: person.pseudonym }, occasions, journal: [], plan: [], supervision: [], deleted, seen },
    };
  }

  /** Texts that are used and are not whole: half of a pair that makes one letter. @param {Assess.Response} response */
  function broken({ id, person, assessment, framework, site, occasions }) {
    const texts = [id, person.pseudonym, assessment.id, assessment.title, framework.id, framework.edition, site.key, site.title];
    for (const occasion of occasions) texts.push(occasion.id, ...Object.keys(occasion.ratings));
    return texts.some((text) => /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text));
  }

  /** Why a response that is whole is not one of this class; empty if it is. @param {Assess.Response} response @param {Cohort.Data} data */
  function elsewhere(response, data) {
    const { site, framework, assessment } = response;
    if (site.key !== data.site.key) return say("other-site", { title: (site.title || site.key || "?").slice(0, 100) });
    if (framework.id !== data.framework.id) return say("other-framework", { title: (framework.id || "?").slice(0, 100) });
    if (!data.assessments.some(({ id }) => id === assessment.id)) return say("other-assessment", { title: (assessment.title || assessment.id).slice(0, 100) });
    return "";
  }

  /** The same, whenever it was saved. @param {Assess.Response} response */
  const content = ({ occasions, person, assessment }) => assess.canonical([occasions, person, assessment.id]);

  /**
   * Takes a response in. Of the same response from two files the newest stands; where each has something that the
   * other does not know, both are put together as everywhere (merge.js), the later answer standing.
   * @param {Cohort.Class} into @param {Assess.Response} whole @param {string} name @param {Cohort.Data} data
   */
  function take(into, whole, name, data) {
    const why = broken(whole) ? say("broken-text") : elsewhere(whole, data);
    if (why) return void into.refused.push({ name, reason: why });
    const role = data.assessments.find(({ id }) => id === whole.assessment.id)?.roles[0] ?? "";
    const response = slim(whole, role);
    const known = into.taken.get(response.id);
    if (!known) {
      if (into.taken.size >= limits.responses) return void into.refused.push({ name, reason: say("too-many-responses", { limit: limits.responses }) });
      into.taken.set(response.id, { name, response });
      if (response.framework.edition !== data.framework.edition) into.editions.push({ name, edition: response.framework.edition.slice(0, 100) });
      return;
    }
    if (known.response.assessment.id !== response.assessment.id) return void into.refused.push({ name, reason: say("same-id", { name: known.name }) });
    if (content(known.response) === content(response)) return void into.duplicates.push({ name, kept: known.name });
    const [newest, older] = known.response.modified >= response.modified ? [known.response, response] : [response, known.response];
    const keptName = newest === response ? name : known.name;
    const merged = assess.merge(newest, older);
    const joined = content(merged) !== content(newest);
    into.taken.set(response.id, { name: keptName, response: joined ? merged : newest });
    into.revisions.push({ name: newest === response ? known.name : name, kept: keptName, joined });
  }

  /** What is in the text of one file. @param {Cohort.Class} into @param {string} text @param {string} name @param {Cohort.Data} data */
  function takeText(into, text, name, data) {
    const opened = assess.openText(text);
    if (opened.kind === "encrypted") return void into.locked.push({ name, text });
    const several = opened.kind === "backup";
    for (const { path, message } of several ? firstOfEach(opened.problems) : opened.problems.slice(0, 1))
      into.refused.push({ name, reason: path ? path.slice(0, 100) + say("colon") + message : message });
    // A backup of what was kept while studying, say.
    if (opened.ok && !opened.responses.length) into.refused.push({ name, reason: say("no-response") });
    for (const [index, response] of opened.responses.entries()) {
      try {
        take(into, response, several ? say("in-backup", { name, n: index + 1 }) : name, data);
      } catch {
        into.refused.push({ name, reason: assess.say("broken") });
      }
    }
  }

  /** The first problem of each response in a backup, of the first twenty. @param {Assess.Problem[]} problems */
  function firstOfEach(problems) {
    const seen = new Set();
    return problems
      .filter(({ path }) => {
        const [which] = path.split(".");
        return !seen.has(which) && seen.add(which);
      })
      .slice(0, 20);
  }

  // ── Many files ────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Reads files into a class of its own, so that stopping leaves the one before as it was.
   * @type {Cohort.Api["readFiles"]}
   */
  async function readFiles(before, files, data, { onProgress = () => {}, stopped = () => false } = {}) {
    const pause = slices(stopped);
    const into = copyOf(before);
    let [done, all, total] = [0, files.length, 0];
    const tell = () => onProgress({ done, all, taken: into.taken.size });
    /** @param {string} name @param {unknown} error */
    const refuse = (name, error) => into.refused.push({ name, reason: error instanceof Error && error.message ? error.message : assess.say("broken") });

    /** @param {string} name @param {number} size @param {() => Promise<string>} read */
    async function one(name, size, read) {
      await pause();
      try {
        if (size > assess.limits.bytes) throw new Error(assess.say("size", { limit: assess.limits.bytes / 1e6 }));
        total += size;
        if (total > limits.total) throw new Error(say("too-much", { limit: limits.total / 1e6 }));
        takeText(into, await read(), name, data);
      } catch (error) {
        refuse(name, error);
      }
      done++;
      tell();
    }

    try {
      if (files.length > limits.files) {
        refuse(say("files-beyond", { n: files.length - limits.files }), new Error(say("too-many-files", { limit: limits.files })));
        all = limits.files;
      }
      tell();
      for (const file of files.slice(0, limits.files)) {
        const name = file.webkitRelativePath || file.name;
        if (HIDDEN.test(name)) {
          done++;
          continue;
        }
        if (/\.zip$/i.test(name)) {
          await archive(file, name);
          done++;
          tell();
        } else if (/\.json$/i.test(name)) await one(name, file.size, () => file.text());
        else {
          into.skipped.push(name);
          done++;
        }
      }
      tell();
      return into;
    } catch (error) {
      if (error instanceof Stopped) return null;
      throw error;
    }

    /** @param {File} file @param {string} name */
    async function archive(file, name) {
      /** @type {Cohort.ZipEntry[]} */
      let entries = [];
      await pause();
      try {
        entries = await cohort.openZip(file);
      } catch (error) {
        refuse(name, error);
        return;
      }
      const inside = entries.filter((entry) => !HIDDEN.test(entry.name));
      if (!inside.length) refuse(name, new Error(say("no-response")));
      all += inside.length;
      for (const entry of inside) {
        const path = name + say("colon") + entry.name;
        if (/\.(json|zip)$/i.test(entry.name)) await one(path, entry.plain, async () => new TextDecoder().decode(await cohort.readZipEntry(file, entry)));
        else {
          into.skipped.push(path);
          done++;
        }
      }
    }
  }

  /** Tries a passphrase on all files that are encrypted; those it does not open stay. @type {Cohort.Api["unlock"]} */
  async function unlock(before, passphrase, data, { onProgress = () => {}, stopped = () => false } = {}) {
    const pause = slices(stopped);
    const into = { ...copyOf(before), locked: /** @type {Cohort.Class["locked"]} */ ([]) };
    let message = "";
    try {
      for (const [index, { name, text }] of before.locked.entries()) {
        await pause();
        const unlocked = await assess.decrypt(text, passphrase);
        if (unlocked.ok) takeText(into, unlocked.text, name, data);
        else if (unlocked.code.startsWith("passphrase")) into.locked.push({ name, text });
        else into.refused.push({ name, reason: unlocked.message });
        if (!unlocked.ok) message = unlocked.message;
        onProgress({ done: index + 1, all: before.locked.length, taken: into.taken.size });
      }
    } catch (error) {
      if (error instanceof Stopped) return { into: null, message: "" };
      throw error;
    }
    return { into, message };
  }

  cohort.GENERATED = GENERATED;
  cohort.slices = slices;
  cohort.emptyClass = emptyClass;
  cohort.readFiles = readFiles;
  cohort.unlock = unlock;
})();
