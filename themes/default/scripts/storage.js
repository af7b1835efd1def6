// What has to happen before anything is written to this browser's storage.
//
// Chromium writes a record to the log of its databases in two steps. Ended between them (killed, out of power), it leaves
// a head without a body; the next start appends to that, and the one after takes the log for damaged and deletes all that
// the site has stored. Deleting a database, even an empty one, makes it keep what it read and begin a new log.
//
// And a browser whose disk is nearly full deletes what sites have stored, unless it agreed to keep it.
(() => {
  "use strict";
  const storage = ((globalThis.Standpoint ??= /** @type {any} */ ({})).storage ??= /** @type {any} */ ({}));

  /** Milliseconds; other tabs may be at the same. */
  const PATIENCE = 1500;
  const NAME = "standpoint-new-log";

  const agent = /** @type {string} */ (globalThis.navigator?.userAgent);
  const isChromium = /Chrome\//.test(agent);

  // Safari, and all that is made of it: there a site's storage goes seven days after one was last on the site. Files have no host.
  storage.brief = /AppleWebKit/.test(agent) && !isChromium && !!globalThis.location?.host;

  /** @type {Promise<void> | undefined} */
  let begun;
  storage.newLog = () =>
    (begun ??= new Promise((resolve) => {
      const go = () => resolve();
      // Firefox would put the question to the person, who can ask it on the page "My practice".
      if (!/Firefox/.test(agent)) globalThis.navigator?.storage?.persist?.().catch(() => {});
      if (!isChromium) return go();
      setTimeout(go, PATIENCE);
      try {
        const request = indexedDB.open(NAME, 1);
        request.onerror = go;
        request.onsuccess = () => {
          request.result.close();
          const deletion = indexedDB.deleteDatabase(NAME);
          deletion.onsuccess = deletion.onerror = go;
        };
      } catch {
        go();
      }
    }));
})();
