// Keeping what one does while studying: bookmarks, notes, highlights, flashcards, answers to checks, lessons done. One
// record a thing, `[kind, id] → {rev, at, value}`, in an IndexedDB database of its own for each site.
//
// What is said to be saved is on the disk (strict durability). A record is read and written in one transaction, so that
// two tabs don't undo one another; the other tabs are told of it. Where storage is refused, everything works in memory,
// and says so.
(() => {
  "use strict";
  const study = ((globalThis.Standpoint ??= /** @type {any} */ ({})).study ??= /** @type {any} */ ({}));

  /** @type {Record<string, string>} */
  const all = {};
  // Given by study-words.js, on a site in another language or with words of its own.
  study.words = (words) => void Object.assign(all, words, study.ofSite);
  study.say = (key, values = {}) => {
    const word = all[Standpoint.formOf(all, key, values.n)] ?? key;
    return word.replace(/\{(\w+)\}/g, (text, name) => String(values[name] ?? text));
  };
  study.words({
    "saved": "Saved in this browser.",
    "saving": "Saving …",
    "not-saved": "Not saved.",
    "refused": "This browser does not let the page store anything. What you do here is lost when you leave the page.",
    "quota": "Not saved: the storage of this browser is full.",
    "failed": "Not saved: the browser could not store it. Copy your words before you leave the page.",
    "apart": "Saved for this page only: Firefox keeps what pages opened from a folder store apart from one another.",
  });

  const PATIENCE = 6000;

  /** @type {Study.Api["soon"]} */
  study.soon = (reading) => Promise.race([reading.catch(() => {}), new Promise((done) => setTimeout(done, 1000))]);

  /** @param {any} error @returns {Study.Reason} */
  const reasonOf = (error) => (error?.name === "QuotaExceededError" ? "quota" : "failed");

  /** @param {string} name @param {IDBFactory | null | undefined} factory @returns {Promise<IDBDatabase>} */
  const openDatabase = (name, factory) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(reject, PATIENCE);
      // Even to ask throws in a sandboxed frame; that rejects, too.
      const request = /** @type {IDBFactory} */ (factory === undefined ? globalThis.indexedDB : factory).open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("records");
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        clearTimeout(late);
        resolve(request.result);
      };
    });

  /** @type {Study.Api["open"]} */
  study.open = async ({ site = document.documentElement.dataset.site ?? "", indexedDB, now = () => new Date() } = {}) => {
    // In a package on a learning platform, people who share a browser each have their own.
    const learner = globalThis.document?.documentElement.dataset.learner;
    const name = `standpoint-study/${site}${learner ? `:${learner}` : ""}`;
    const left = `${name}/left`;
    /** @type {Map<string, Study.Record>} */
    const memory = new Map();
    /** @type {IDBDatabase | null} */
    let database = null;
    /** @type {Set<(keys: string[] | null) => void>} */
    const listeners = new Set();
    /** @param {string[] | null} keys null: look at everything */
    const tell = (keys) => listeners.forEach((listener) => listener(keys));

    async function connect() {
      database = await openDatabase(name, indexedDB);
      database.onversionchange = database.onclose = () => {
        database?.close();
        database = null;
      };
      return database;
    }

    /** @type {BroadcastChannel | null} */
    let channel = null;
    try {
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => tell(data);
    } catch {
      // Then a tab looks when it is turned to.
    }
    const look = () => globalThis.document?.visibilityState === "visible" && tell(null);
    globalThis.document?.addEventListener("visibilitychange", look);

    /** @param {IDBTransactionMode} mode @param {(records: IDBObjectStore, done: (result: any) => void) => void} work @returns {Promise<any>} */
    async function run(mode, work) {
      if (mode === "readwrite") await Standpoint.storage.newLog();
      const open = database ?? (await connect());
      return new Promise((resolve, reject) => {
        const transaction = open.transaction("records", mode, { durability: "strict" });
        /** @type {any} */
        let result;
        transaction.oncomplete = () => resolve(result);
        transaction.onabort = () => reject(transaction.error);
        work(transaction.objectStore("records"), (done) => (result = done));
      });
    }

    /** @type {Study.Store} */
    const store = {
      mode: "kept",
      message: "",

      async all(kind) {
        if (store.mode === "memory") return [...memory.values()].filter((one) => !kind || one.kind === kind);
        return run("readonly", (records, done) => {
          const range = kind ? globalThis.IDBKeyRange?.bound([kind], [kind, []]) : undefined;
          const keys = records.getAllKeys(range);
          const values = records.getAll(range);
          values.onsuccess = () => {
            const found = values.result.map((value, index) => {
              const [kind, id] = /** @type {string[]} */ (keys.result[index]);
              return { kind, id, ...value };
            });
            done(found.filter((one) => !kind || one.kind === kind));
          };
        });
      },

      async change(edits) {
        /** @type {string[]} */
        const changed = [];
        /** @param {Study.Record | undefined} old @param {Study.Edit} edit @param {(record: Study.Record | null) => void} put */
        const apply = (old, { kind, id, edit, at }, put) => {
          const value = edit(old?.value, old?.at);
          if (value === old?.value) return;
          changed.push(`${kind} ${id}`);
          put(value === undefined ? null : { kind, id, rev: (old?.rev ?? 0) + 1, at: at && !(old && old.at > at) ? at : now().toISOString(), value });
        };
        try {
          if (store.mode === "memory") {
            for (const edit of edits) {
              const key = `${edit.kind} ${edit.id}`;
              apply(memory.get(key), edit, (record) => (record ? memory.set(key, record) : memory.delete(key)));
            }
          } else {
            await run("readwrite", (records) => {
              for (const edit of edits) {
                const key = [edit.kind, edit.id];
                const request = records.get(key);
                request.onsuccess = () =>
                  apply(request.result, edit, (record) => {
                    if (!record) return records.delete(key);
                    const { rev, at, value } = record;
                    return records.put({ rev, at, value }, key);
                  });
              }
            });
          }
        } catch (error) {
          return { ok: false, message: study.say(reasonOf(error)) };
        }
        if (changed.length) {
          channel?.postMessage(changed);
          tell(changed);
        }
        return { ok: store.mode === "kept", message: store.message || study.say("saved") };
      },

      set: (kind, id, value) => store.change([{ kind, id, edit: () => value }]),
      get: async (kind, id) => (await store.all(kind)).find((one) => one.id === id)?.value,

      leave(last) {
        if (store.mode !== "kept" || !last.length) return;
        try {
          // Several things on a page may have something that is not saved yet.
          const others = lastOf(localStorage.getItem(left)).filter((other) => !last.some(({ kind, id }) => kind === other.kind && id === other.id));
          localStorage.setItem(left, JSON.stringify([...others, ...last]));
        } catch {
          // Then the last letters are lost.
        }
      },

      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },

      close() {
        globalThis.document?.removeEventListener("visibilitychange", look);
        channel?.close();
        database?.close();
      },
    };

    try {
      await connect();
      const files = globalThis.location?.protocol === "file:" && /Firefox\//.test(navigator.userAgent);
      if (files) store.message = study.say("apart");
    } catch {
      store.mode = "memory";
      store.message = study.say("refused");
    }
    await arrive().catch(() => {});
    return store;

    /** @param {string | null | undefined} text @returns {Study.Last[]} none where it is not what we write */
    function lastOf(text) {
      try {
        const last = JSON.parse(text ?? "[]");
        return Array.isArray(last) ? last.filter((one) => one?.kind && one.id) : [];
      } catch {
        return [];
      }
    }

    /** What was written while a page was left is written now. */
    async function arrive() {
      const text = globalThis.localStorage?.getItem(left);
      if (!text || store.mode === "memory") return;
      const { ok } = await store.change(
        lastOf(text).map(({ kind, id, base, value }) => ({
          ...{ kind, id },
          edit: (/** @type {any} */ now) => (JSON.stringify(now) === JSON.stringify(base) ? value : study.joined(now, value)),
        })),
      );
      if (ok) localStorage.removeItem(left);
    }
  };

  study.joined = (old, value) => {
    if (typeof old === "string") return study.both(old, value ?? "");
    return typeof old?.text === "string" && typeof value?.text === "string" ? { ...value, text: study.both(old.text, value.text) } : value;
  };
  study.both = (mine, theirs) => (mine.includes(theirs) ? mine : theirs.includes(mine) ? theirs : `${mine}\n\n${theirs}`);

  /** @type {Map<string, Promise<void>>} */
  const loading = new Map();
  study.load = (src) => {
    const known = loading.get(src);
    if (known) return known;
    /** @type {Promise<void>} */
    const load = new Promise((resolve, reject) => {
      const style = src.endsWith(".css");
      const element = document.createElement(style ? "link" : "script");
      Object.assign(element, style ? { rel: "stylesheet", href: src } : { src, async: false }, { onload: resolve, onerror: reject });
      document.head.append(element);
    });
    load.catch(() => loading.delete(src));
    loading.set(src, load);
    return load;
  };

  /** The one store of a page. @type {Promise<Study.Store> | undefined} */
  let here;
  study.store = () => (here ??= study.open());
})();
