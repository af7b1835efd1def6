// Keeping responses on this machine, in IndexedDB, one record a value that can change: a rating, an entry, the head.
//
// "Saved" is said only after the transaction has completed with strict durability: then it is on the disk, and a killed
// browser does not lose it. A readwrite transaction is also what keeps two tabs apart: it looks whether a record is still
// the one that this tab started from, and merges if it is not. BroadcastChannel only tells other tabs to look sooner,
// and Web Locks only that there are any; where they are missing, a tab looks when it is turned to.
//
// Where storage is refused, everything works in memory, and every state says so.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  const SNAPSHOTS = 5;
  const { names: STORES, Failure, inDatabase, inMemory, openDatabase } = assess.records;

  /**
   * @typedef {{ key: Assess.Key, rev: string, at: string, value: any }} Part
   * @typedef {Map<string, Part>} Parts by their key as JSON
   */

  /** @param {any} error @returns {Assess.Reason} */
  function reasonOf(error) {
    if (error instanceof Failure) return error.reason;
    const reasons = { QuotaExceededError: "quota", VersionError: "version", SecurityError: "refused" };
    return /** @type {any} */ (assess.own(reasons, error?.name) ?? "failed");
  }

  const unique = () => assess.newId().replaceAll("-", "").slice(0, 12);
  /** @param {Assess.Key} key */
  const keyText = (key) => JSON.stringify(key);
  /** @param {Assess.Reason | null} reason @param {string} [other] */
  const tell = (reason, other = "store-saved") => assess.say(reason ? `store-${reason}` : other);

  /** An error in the interface must not look like one in the storage. @param {() => void} listener */
  function tellListener(listener) {
    try {
      listener();
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }

  // ── Records ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {Assess.Work} inside @param {string} id @returns {Promise<Parts>} */
  async function readParts(inside, id) {
    const records = await inside.all("records", [id]);
    return new Map(
      records.map(({ key: [, ...key], value: { rev, at, value } }) => [keyText(key), { key, rev, at, value }]),
    );
  }

  /** @param {Assess.Work} inside @param {string} id @param {Assess.Key} key @param {any} value @param {string} at @returns {Part} */
  function writePart(inside, id, key, value, at) {
    const part = { rev: unique(), at, value };
    inside.put("records", [id, ...key], part);
    return { key, ...part };
  }

  /**
   * Writes what differs, and gives all parts as they are then.
   * @param {Assess.Work} inside @param {string} id @param {Parts} stored @param {Map<string, { key: Assess.Key, value: any }>} next
   * @param {string} at @returns {Parts}
   */
  function writeDifference(inside, id, stored, next, at) {
    /** @type {Parts} */
    const parts = new Map();
    for (const [text, { key, value }] of next) {
      const old = stored.get(text);
      const same = old && (old.value === value || assess.canonical(old.value) === assess.canonical(value));
      parts.set(text, same ? old : writePart(inside, id, key, value, at));
    }
    for (const [text, { key }] of stored) if (!next.has(text)) inside.delete("records", [id, ...key]);
    return parts;
  }

  /**
   * What others wrote, with what this tab changed since `base` merged in: the parts under `keys`, nothing else.
   * @param {Map<string, { key: Assess.Key, value: any }>} theirs @param {Assess.Response} mine
   * @param {(text: string) => any} base @param {Assess.Key[]} keys
   */
  function rebase(theirs, mine, base, keys) {
    /** @type {Map<string, Assess.Key>} */
    const wanted = new Map([[keyText(["head"]), ["head"]]]);
    let head = keys.some(([kind]) => kind === "head");
    for (const key of keys) {
      wanted.set(keyText(key), key);
      if (key[0] !== "rating") continue;
      const occasion = ["occasion", key[1]];
      wanted.set(keyText(occasion), occasion);
      // Deleted elsewhere, and changed here: if it comes back, then whole.
      if (theirs.has(keyText(occasion))) continue;
      head = true;
      for (const code of Object.keys(mine.occasions.find(({ id }) => id === key[1])?.ratings ?? {}))
        wanted.set(keyText(["rating", key[1], code]), ["rating", key[1], code]);
    }
    /** @param {(key: Assess.Key, text: string) => any} get */
    const only = (get) => {
      const parts = [...wanted].map(([text, key]) => ({ key, value: get(key, text) }));
      return assess.join(parts.filter(({ value }) => value !== undefined));
    };
    const theirsOnly = only((_, text) => theirs.get(text)?.value);
    const mineOnly = only((key) => assess.storedPart(mine, key));
    if (!theirsOnly || !mineOnly) return assess.split(mine);
    const merged = assess.split(assess.merge(theirsOnly, mineOnly, only((_, text) => base(text))));
    const result = new Map([...theirs].map(([text, { key, value }]) => [text, { key, value }]));
    for (const [text, key] of wanted) {
      const part = merged.get(text);
      if (key[0] === "head" && !head) continue;
      if (part) result.set(text, part);
      else result.delete(text);
    }
    return result;
  }

  // ── The store of one site ─────────────────────────────────────────────────────────────────────────────────────

  /** @type {Assess.Api["openStore"]} */
  async function openStore(options) {
    const { now = () => new Date(), keyRange = globalThis.IDBKeyRange, patience = 8000 } = options;
    // In a package on a learning platform, people who share a browser each have their own.
    const learner = globalThis.document?.documentElement.dataset.learner;
    const name = `standpoint/${options.site}${learner ? `:${learner}` : ""}`;
    const memory = inMemory();
    /** @type {IDBDatabase | null} */
    let database = null;
    /** @type {Set<{ look(): void, fail(reason: Assess.Reason): void }>} */
    const sessions = new Set();

    /** Opens the database, or says why not. @returns {Promise<boolean>} */
    async function connect() {
      try {
        const opened = database ?? (await openDatabase(name, { ...options, patience }));
        database = opened;
        opened.onversionchange = (event) => {
          opened.close();
          database = null;
          // Deleted: look whether anything is left. A newer version: this page cannot go on.
          if (event.newVersion === null) setTimeout(() => sessions.forEach((session) => session.look()));
          else sessions.forEach((session) => session.fail("version"));
        };
        // The browser does this when someone clears its data; while it does, it refuses to open anything.
        opened.onclose = () => {
          database = null;
          setTimeout(() => sessions.forEach((session) => session.look()), 300);
        };
        Object.assign(store, { mode: "kept", reason: null, message: "" });
        return true;
      } catch (error) {
        const reason = reasonOf(error);
        if (store.mode === "memory") Object.assign(store, { reason, message: tell(reason) });
        return false;
      }
    }

    /** @type {Assess.Run} */
    const run = async (mode, work) => {
      if (store.mode === "memory") return memory(mode, work);
      if (mode === "readwrite") await Standpoint.storage.newLog();
      if (!database && !(await connect())) throw new Failure("closed");
      try {
        return await inDatabase(/** @type {any} */ (database), keyRange)(mode, work);
      } catch (error) {
        // The connection was lost meanwhile: once more, with a new one.
        if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
        database = null;
        if (!(await connect())) throw new Failure("closed");
        return inDatabase(/** @type {any} */ (database), keyRange)(mode, work);
      }
    };

    /** @type {BroadcastChannel | null} */
    let channel = null;
    try {
      channel = new BroadcastChannel(name);
      channel.onmessage = () => {
        sessions.forEach((session) => session.look());
        store.onList?.();
      };
    } catch {
      // Then a tab looks when it is turned to.
    }
    const announce = () => {
      try {
        channel?.postMessage(null);
      } catch {
        // Closed meanwhile: nobody is to be told.
      }
    };
    const look = () => {
      if (globalThis.document?.visibilityState !== "hidden") sessions.forEach((session) => session.look());
    };
    globalThis.document?.addEventListener("visibilitychange", look);
    globalThis.addEventListener?.("focus", look);

    /**
     * @param {(inside: Assess.Work) => Promise<Assess.Response | null>} work
     * @returns {Promise<Assess.Brought>}
     */
    async function change(work) {
      try {
        const response = await run("readwrite", work);
        announce();
        sessions.forEach((session) => session.look());
        const kept = store.mode === "kept";
        return { ok: true, reason: store.reason, message: kept ? tell(null) : store.message, response };
      } catch (error) {
        const reason = reasonOf(error);
        return { ok: false, reason, message: tell(reason), response: null };
      }
    }

    /** @param {Assess.Work} inside @param {Assess.Response} response @param {string} why */
    async function keepSnapshot(inside, response, why) {
      const old = (await inside.all("snapshots", [response.id])).map(({ key }) => key).sort((a, b) => (a[1] < b[1] ? -1 : 1));
      for (const key of old.slice(0, Math.max(0, old.length + 1 - SNAPSHOTS))) inside.delete("snapshots", key);
      const at = assess.after(now(), old.at(-1)?.[1]);
      inside.put("snapshots", [response.id, at], { why, size: JSON.stringify(response).length, response });
    }

    /** @type {Assess.Store} */
    const store = {
      mode: "memory",
      reason: null,
      message: "",
      onList: null,

      async list(assessment) {
        const [records, snapshots, about] = await run("readonly", (inside) =>
          Promise.all([inside.all("records", []), inside.all("snapshots", []), inside.all("about", ["file"])]),
        );
        /** @type {Map<string, Assess.Listed>} */
        const listed = new Map();
        for (const { key, value } of records)
          if (key[1] === "head") {
            const { assessment, framework, person, created } = value.value;
            const { pseudonym } = person;
            const file = about.find((one) => one.key[1] === key[0])?.value ?? null;
            listed.set(key[0], {
              ...{ id: key[0], assessment, framework, pseudonym, created, size: 0, saved: null, file },
              ...{ occasions: 0, ratings: 0, journal: 0, plan: 0, supervision: 0 },
              snapshots: snapshots.filter((one) => one.key[0] === key[0]).length,
            });
          }
        for (const { key, value } of records) {
          const one = listed.get(key[0]);
          if (!one) continue;
          one.size += JSON.stringify(value.value).length;
          if (store.mode === "kept" && value.at > (one.saved ?? "")) one.saved = value.at;
          const counter = { occasion: "occasions", rating: "ratings" }[key[1]] ?? key[1];
          if (counter !== "head") /** @type {any} */ (one)[counter]++;
        }
        return [...listed.values()]
          .filter((one) => assessment === undefined || one.assessment.id === assessment)
          .sort(assess.byText(({ created, id }) => `${created} ${id}`, -1));
      },

      async read(id) {
        return assess.join((await run("readonly", (inside) => readParts(inside, id))).values());
      },

      async open(id, response) {
        /** @type {{ parts: Parts, writer: string }} */
        let found = { parts: new Map(), writer: unique() };
        const find = async (/** @type {Assess.Work} */ inside) => ({
          parts: await readParts(inside, id),
          writer: (await inside.get("about", ["writer", id])) ?? found.writer,
        });
        try {
          found = await run("readwrite", async (inside) => {
            const there = await find(inside);
            if (there.parts.size || response) inside.put("about", ["writer", id], there.writer);
            return there;
          });
        } catch {
          // Where nothing can be written any more, what is there can be read.
          const reading = run("readonly", find);
          found = await (response ? reading.catch(() => found) : reading);
        }
        const stored = assess.join(found.parts.values());
        const first = stored ?? response;
        return first ? openSession(first, stored ? found.parts : new Map(), stored === null, found.writer) : null;
      },

      bring(response, how, why = how, earlier = []) {
        const { id } = response;
        return change(async (inside) => {
          for (const { key, value } of earlier) inside.put("snapshots", key, value);
          const parts = await readParts(inside, id);
          const stored = assess.join(parts.values());
          // It would take what is here away from the page on which it was written. Going back is the way out.
          if (stored && why !== "back" && stored.assessment.id !== response.assessment.id) throw new Failure("same-id");
          if (stored) await keepSnapshot(inside, stored, why);
          const next = stored && how === "merge" ? assess.merge(stored, response) : response;
          // Or every file that is saved from then on would be one that cannot be opened.
          if (next !== response && !assess.validate(assess.toJson(next)).ok) throw new Failure("unfit");
          writeDifference(inside, id, parts, assess.split(next), now().toISOString());
          return next;
        });
      },

      async remove(id) {
        /** @type {Assess.Earlier[]} */
        let earlier = [];
        const done = await change(async (inside) => {
          earlier = await inside.all("snapshots", [id]);
          for (const { key } of await inside.all("records", [id])) inside.delete("records", key);
          for (const { key } of earlier) inside.delete("snapshots", key);
          for (const about of ["file", "writer"]) inside.delete("about", [about, id]);
          return null;
        });
        return { ...done, earlier };
      },

      async removeAll() {
        const done = await change(async (inside) => {
          for (const name of STORES) inside.clear(name);
          return null;
        });
        if (done.ok && database) {
          database.close();
          database = null;
          const factory = options.indexedDB === undefined ? globalThis.indexedDB : options.indexedDB;
          await new Promise((resolve) => {
            const request = factory?.deleteDatabase(name);
            if (request) request.onsuccess = request.onerror = request.onblocked = resolve;
            else resolve(null);
          });
        }
        return done;
      },

      async snapshots(id) {
        const all = await run("readonly", (inside) => inside.all("snapshots", id === undefined ? [] : [id]));
        return all
          .map(({ key, value: { why, size, response } }) => ({
            ...{ key: JSON.stringify(key), response: key[0], at: key[1], why, size },
            title: response.assessment.title,
          }))
          .sort(assess.byText(({ at, response }) => `${at} ${response}`, -1));
      },

      async snapshot(key) {
        return (await run("readonly", (inside) => inside.get("snapshots", JSON.parse(key))))?.response ?? null;
      },

      async goBack(key) {
        const response = await store.snapshot(key);
        const reason = /** @type {const} */ ("failed");
        return response ? store.bring(response, "replace", "back") : { ok: false, reason, message: tell(reason), response };
      },

      removeSnapshot(key) {
        return change(async (inside) => {
          inside.delete("snapshots", JSON.parse(key));
          return null;
        });
      },

      noteFile(id) {
        return change(async (inside) => {
          inside.put("about", ["file", id], now().toISOString());
          return null;
        });
      },

      async openElsewhere(id) {
        try {
          const { held = [] } = await navigator.locks.query();
          return held.filter((lock) => lock.name === `${name}/${id}`).length > 1;
        } catch {
          return null;
        }
      },

      close() {
        globalThis.document?.removeEventListener("visibilitychange", look);
        globalThis.removeEventListener?.("focus", look);
        channel?.close();
        database?.close();
        database = null;
      },
    };

    // ── One response that is open ───────────────────────────────────────────────────────────────────────────────

    /**
     * @param {Assess.Response} first @param {Parts} stored what the storage has of it @param {boolean} isNew
     * @param {string} writer one for each response, so that two files do not tell that they come from one machine
     * @returns {Assess.Session}
     */
    function openSession(first, stored, isNew, writer) {
      const { id } = first;
      let response = first;
      let base = stored;
      /** @type {Map<string, Assess.Key>} */
      let pending = new Map();
      /** @type {Promise<any>} */
      let working = Promise.resolve();
      /** @type {Promise<boolean> | null} */
      let flushing = null;
      let looking = false;
      const savedAt = [...stored.values()].reduce((last, { at }) => (at > last ? at : last), "");
      /** @type {Assess.SaveState} */
      let state = { state: "saved", reason: null, message: "", saved: savedAt || null, pending: 0 };

      /** @param {Assess.SaveState["state"]} next @param {Assess.Reason | null} [reason] */
      function setState(next, reason = null) {
        const saved = next === "saved" ? now().toISOString() : state.saved;
        const message = tell(reason, `store-${next}`);
        state = { state: next, reason, message, saved, pending: pending.size };
        tellListener(() => session.onState?.(state));
      }

      /** @param {Map<string, { key: Assess.Key, value: any }>} parts */
      function show(parts) {
        const before = assess.split(response);
        /** The head says when and who, too; that is no change for anyone to see. @param {any} value */
        const seen = (value) => assess.canonical(value && { ...value, seen: null, modified: null });
        const keys = [...new Map([...before, ...parts])]
          .filter(([text]) => seen(before.get(text)?.value) !== seen(parts.get(text)?.value))
          .map(([, { key }]) => key);
        response = assess.join(parts.values()) ?? response;
        if (keys.length) tellListener(() => session.onChange?.(response, keys));
      }

      /** One transaction for all that waits. */
      async function write() {
        const mine = response;
        const keys = [...pending.values()];
        const start = base;
        pending = new Map();
        try {
          const outcome = await run("readwrite", async (inside) => {
            /** @type {Map<string, Assess.Key>} */
            const looked = new Map([[keyText(["head"]), ["head"]]]);
            for (const key of keys) {
              looked.set(keyText(key), key);
              if (key[0] === "rating") looked.set(keyText(["occasion", key[1]]), ["occasion", key[1]]);
            }
            const found = await Promise.all(
              [...looked].map(async ([text, key]) => /** @type {const} */ ([text, await inside.get("records", [id, ...key])])),
            );
            const there = new Map(found);
            if (start.size && !there.get(keyText(["head"]))) throw new Failure("cleared");
            const at = now().toISOString();
            if (found.every(([text, record]) => record?.rev === start.get(text)?.rev)) {
              /** @type {Parts} */
              const parts = new Map(start);
              for (const key of keys) {
                const value = assess.storedPart(mine, key);
                if (value === undefined) {
                  inside.delete("records", [id, ...key]);
                  parts.delete(keyText(key));
                } else parts.set(keyText(key), writePart(inside, id, key, value, at));
              }
              return { parts, clash: false };
            }
            const theirs = await readParts(inside, id);
            const next = rebase(theirs, mine, (text) => start.get(text)?.value, keys);
            return { parts: writeDifference(inside, id, theirs, next, at), clash: true };
          });
          base = outcome.parts;
          if (outcome.clash) {
            const mineParts = assess.split(mine);
            const waiting = [...pending.values()];
            show(waiting.length ? rebase(base, response, (text) => mineParts.get(text)?.value, waiting) : base);
          }
          announce();
          return true;
        } catch (error) {
          for (const key of keys) pending.set(keyText(key), key);
          setState("not-saved", reasonOf(error));
          return false;
        }
      }

      async function flush() {
        const slow = setTimeout(() => setState("not-saved", "silent"), patience);
        let ok = true;
        while (ok && pending.size) ok = await (working = working.then(write));
        clearTimeout(slow);
        flushing = null;
        if (ok) setState(store.mode === "kept" ? "saved" : "not-saved", store.mode === "kept" ? null : store.reason);
        return ok && store.mode === "kept";
      }

      /** @param {Assess.Key[]} keys */
      function save(keys) {
        for (const key of keys) pending.set(keyText(key), key);
        if (state.state !== "saving" && store.mode === "kept") setState("saving");
        // Not at once: what is edited together is written together.
        return (flushing ??= Promise.resolve().then(flush));
      }

      async function readAgain() {
        try {
          const theirs = await run("readonly", (inside) => readParts(inside, id));
          if (!base.size) return;
          if (!theirs.has(keyText(["head"]))) return setState("not-saved", "cleared");
          const same = theirs.size === base.size && [...theirs].every(([text, { rev }]) => base.get(text)?.rev === rev);
          if (same) return;
          const start = base;
          const waiting = [...pending.values()];
          base = theirs;
          show(waiting.length ? rebase(theirs, response, (text) => start.get(text)?.value, waiting) : theirs);
        } catch (error) {
          setState("not-saved", reasonOf(error));
        }
      }

      const member = {
        look() {
          if (!looking) session.refresh();
        },
        /** @param {Assess.Reason} reason */
        fail: (reason) => setState("not-saved", reason),
      };

      /** @type {Assess.Session} */
      const session = {
        id,
        writer,
        get response() {
          return response;
        },
        get state() {
          return state;
        },
        onState: null,
        onChange: null,

        edit(edit) {
          const edited = assess.edit(response, edit, { by: writer, now: now() });
          response = edited.response;
          return { edited, saved: edited.keys.length ? save(edited.keys) : session.settled() };
        },

        async retry() {
          const before = store.mode;
          await connect();
          if (state.reason === "cleared" || !base.size || before !== store.mode) {
            base = new Map();
            return save([...assess.split(response).values()].map(({ key }) => key));
          }
          return save([]);
        },

        refresh() {
          looking = true;
          return (working = working.then(async () => {
            looking = false;
            await readAgain();
          }));
        },

        settled: () => flushing ?? Promise.resolve(state.state === "saved"),

        close() {
          sessions.delete(member);
          release();
        },
      };

      let release = () => {};
      try {
        const held = new Promise((resolve) => (release = () => resolve(null)));
        navigator.locks.request(`${name}/${id}`, { mode: "shared" }, () => held).catch(() => {});
      } catch {
        // Then nobody can tell whether another tab is open.
      }
      sessions.add(member);
      if (isNew) save([...assess.split(response).values()].map(({ key }) => key));
      else setState(store.mode === "kept" ? "saved" : "not-saved", store.reason);
      if (!isNew && savedAt) state = { ...state, saved: savedAt };
      return session;
    }

    await connect();
    return store;
  }

  assess.openStore = openStore;
})();
