// Two ways to keep records: in IndexedDB, and in memory.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  const names = ["records", "snapshots", "about"];

  class Failure extends Error {
    /** @param {Assess.Reason} reason */
    constructor(reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** @param {IDBDatabase} database @param {typeof IDBKeyRange} keyRange @returns {Assess.Run} */
  const inDatabase = (database, keyRange) => (mode, work) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode, { durability: "strict" });
      /** @type {any} */
      let result;
      /** @type {any} */
      let error = null;
      transaction.oncomplete = () => (error ? reject(error) : resolve(result));
      transaction.onabort = () => reject(error ?? transaction.error ?? new Failure("failed"));
      /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
      const answer = (request) =>
        new Promise((done, fail) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => fail(request.error);
        });
      /** @type {Assess.Work} */
      const inside = {
        get: (store, key) => answer(transaction.objectStore(store).get(key)),
        all: async (store, under) => {
          const range = keyRange.bound(under, [...under, []]);
          const from = transaction.objectStore(store);
          const [keys, values] = await Promise.all([answer(from.getAllKeys(range)), answer(from.getAll(range))]);
          return keys.map((key, index) => ({ key: /** @type {string[]} */ (key), value: values[index] }));
        },
        put: (store, key, value) => void transaction.objectStore(store).put(value, key),
        delete: (store, key) => void transaction.objectStore(store).delete(key),
        clear: (store) => void transaction.objectStore(store).clear(),
      };
      work(inside).then(
        (value) => (result = value),
        (thrown) => {
          error = thrown;
          try {
            transaction.abort();
          } catch {
            reject(error);
          }
        },
      );
    });

  /** @returns {Assess.Run} */
  function inMemory() {
    const stores = new Map(names.map((name) => [name, /** @type {Map<string, any>} */ (new Map())]));
    /** @param {string} name */
    const store = (name) => /** @type {Map<string, any>} */ (stores.get(name));
    /** @type {Promise<any>} */
    let last = Promise.resolve();
    /** @type {Assess.Work} */
    const inside = {
      get: async (name, key) => store(name).get(JSON.stringify(key)),
      all: async (name, under) =>
        [...store(name)]
          .map(([key, value]) => ({ key: JSON.parse(key), value }))
          .filter(({ key }) => under.every((step, index) => key[index] === step)),
      put: (name, key, value) => void store(name).set(JSON.stringify(key), value),
      delete: (name, key) => void store(name).delete(JSON.stringify(key)),
      clear: (name) => store(name).clear(),
    };
    return (_, work) => {
      const next = last.then(() => work(inside));
      last = next.catch(() => {});
      return next;
    };
  }

  /** @param {string} name @param {Assess.StoreOptions} options @returns {Promise<IDBDatabase>} */
  function openDatabase(name, { indexedDB, patience }) {
    return new Promise((resolve, reject) => {
      /** @type {Assess.Reason} */
      let waitingFor = "silent";
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(new Failure(waitingFor));
      }, patience);
      /** @param {any} error */
      const fail = (error) => {
        clearTimeout(timer);
        // Firefox answers so in some private windows.
        reject(error?.name === "InvalidStateError" ? new Failure("refused") : error);
      };
      try {
        // Even to ask throws in a sandboxed frame.
        const factory = indexedDB === undefined ? globalThis.indexedDB : indexedDB;
        if (!factory) return fail(new Failure("refused"));
        const request = factory.open(name, 1);
        request.onblocked = () => (waitingFor = "blocked");
        request.onerror = () => fail(request.error);
        request.onupgradeneeded = () => {
          for (const store of names)
            if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
        };
        request.onsuccess = () => {
          clearTimeout(timer);
          if (late) request.result.close();
          else resolve(request.result);
        };
      } catch (error) {
        fail(error instanceof Error && error.name === "SecurityError" ? new Failure("refused") : error);
      }
    });
  }

  assess.records = { names, Failure, inDatabase, inMemory, openDatabase };
})();
