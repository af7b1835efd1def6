// The worker of a site that was built with `--offline`. What was once opened opens again without a network.
//
// The network goes first, so that nobody reads an old page while there is one. The list, which is asked for with every
// page that is opened, says which files are the site's; whatever else lies beside them is left to the browser. Where it says
// that the site is another one, all that is kept is fetched anew. Where it is gone, so is this worker.
(() => {
  "use strict";
  const worker = /** @type {Offline.Worker} */ (/** @type {unknown} */ (globalThis));
  const { scope } = worker.registration;
  const root = new URL(scope);
  /** Two sites of one host have two scopes. */
  const NAME = `standpoint ${scope}`;
  const LIST = "offline-list.json";
  const NOT_KEPT = "offline.html";
  /** How long the network has where a copy is there, in milliseconds. */
  const PATIENCE = 3000;
  /** How many files are fetched at a time. */
  const AT_ONCE = 6;
  /** Names with the hash of the bytes in them (`--hash-assets`). */
  const HASHED = /^assets\/.+\.[0-9a-f]{10}\.[a-z0-9]+$/;
  const isPage = (/** @type {string} */ place) => place.endsWith(".html");

  /** Which file of the site is at an address, whatever is asked of it; `null` if none can be. @param {string} address */
  function placeOf(address) {
    const { origin, pathname } = new URL(address, scope);
    // A slash that is part of a name is no name of ours.
    if (origin !== root.origin || !pathname.startsWith(root.pathname) || /%2f/i.test(pathname)) return null;
    try {
      const place = decodeURIComponent(pathname.slice(root.pathname.length));
      return place === "" || place.endsWith("/") ? `${place}index.html` : place;
    } catch {
      return null;
    }
  }
  const keyOf = (/** @type {string} */ place) => scope + place.split("/").map(encodeURIComponent).join("/");

  /** @type {Offline.List | undefined} */
  let known;
  /** @type {Set<string>} */
  let files = new Set();
  const know = (/** @type {Offline.List} */ list) => {
    files = new Set([...list.files, ...list.first]);
    return (known = list);
  };
  /** The list as it was last fetched. */
  async function listed() {
    if (known) return known;
    const kept = await (await caches.open(NAME)).match(keyOf(LIST));
    /** @type {Offline.List | undefined} */
    const list = await kept?.json();
    return known ?? (list && know(list));
  }
  const isOurs = (/** @type {Offline.List} */ list, /** @type {string} */ place) => files.has(place) || list.folders.some((folder) => place.startsWith(folder));

  /** Which files are kept. @param {Cache} cache */
  const held = async (cache) => new Set((await cache.keys()).map(({ url }) => placeOf(url) ?? "").filter((place) => place !== LIST));

  /** Keeps an answer if it is the whole file and nothing else. @param {Cache} cache @param {string} place @param {Response} answer */
  async function keep(cache, place, answer) {
    if (answer.status === 404 || answer.status === 410) await cache.delete(keyOf(place));
    if (answer.status !== 200 || answer.type !== "basic" || answer.redirected) return false;
    await cache.put(keyOf(place), answer);
    return true;
  }

  /** Fetches files and keeps them. @param {Iterable<string>} places @param {(done: number) => void} [tell] */
  async function fetchAll(places, tell) {
    const cache = await caches.open(NAME);
    const left = [...places].reverse();
    let [done, failed, full] = [0, 0, false];
    const some = async () => {
      for (let place = left.pop(); place !== undefined && !full; place = left.pop()) {
        try {
          if (!(await keep(cache, place, await fetch(keyOf(place), { cache: "no-cache" })))) failed++;
        } catch (error) {
          failed++;
          full ||= error instanceof DOMException && error.name === "QuotaExceededError";
        }
        tell?.(++done);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    return { failed: failed + left.length, full };
  }

  // ── The site as it is now ─────────────────────────────────────────────────────────────────────────────────────

  let gone = false;
  async function retire() {
    gone = true;
    await caches.delete(NAME);
    await worker.registration.unregister();
  }

  async function look() {
    const answer = await fetch(keyOf(LIST), { cache: "no-cache" });
    if (answer.status === 404 || answer.status === 410) return retire();
    if (!answer.ok || answer.redirected) throw new Error(`the list: ${answer.status}`);
    /** @type {Offline.List} */
    const list = await answer.clone().json();
    const before = await listed();
    know(list);
    if (before?.version === list.version) return;
    const cache = await caches.open(NAME);
    const kept = await held(cache);
    const isStale = (/** @type {string} */ place) => !(kept.has(place) && HASHED.test(place));
    // What pages load comes before the pages, which may call it by another name now.
    const first = list.first.filter(isStale);
    if ((await fetchAll(first)).failed > 0) {
      known = before;
      throw new Error("not all that pages load could be fetched");
    }
    const whole = before?.whole && before.files.every((place) => kept.has(place));
    const rest = whole && list.whole ? list.files : [...kept].filter((place) => isOurs(list, place));
    const { failed } = await fetchAll(rest.filter((place) => !first.includes(place) && isStale(place)));
    for (const place of await held(cache)) if (!isOurs(list, place)) await cache.delete(keyOf(place));
    // Else it is all done again when the worker is started next.
    if (failed === 0) await cache.put(keyOf(LIST), answer);
  }
  /** @type {Promise<void> | undefined} */
  let looking;
  const lookOnce = () => (looking ??= look().finally(() => (looking = undefined)));

  worker.addEventListener("install", (event) => event.waitUntil(lookOnce().then(() => worker.skipWaiting())));
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

  // ── What is asked for ─────────────────────────────────────────────────────────────────────────────────────────

  /** Where a file of the site is kept, and its copy. @param {string} place */
  async function find(place) {
    const list = await listed();
    if (!list || !isOurs(list, place)) return {};
    const cache = await caches.open(NAME);
    return { cache, kept: await cache.match(keyOf(place)) };
  }

  /** @param {Offline.FetchEvent} event @param {string} place */
  async function answer({ request, waitUntil }, place) {
    // A browser may refuse to keep anything; then all is as without this worker.
    const { cache, kept } = await find(place).catch(() => ({ cache: undefined, kept: undefined }));
    if (!cache) return fetch(request);
    if (kept && HASHED.test(place)) return kept;
    const asked = fetch(request);
    waitUntil(asked.then((answer) => keep(cache, place, answer.clone())).catch(() => {}));
    try {
      if (!kept) return await asked;
      return await Promise.race([asked, new Promise((late) => setTimeout(late, PATIENCE, kept))]);
    } catch (error) {
      if (kept) return kept;
      if (request.mode !== "navigate" || place === NOT_KEPT) throw error;
      return Response.redirect(`${keyOf(NOT_KEPT)}#${keyOf(place).slice(scope.length)}`);
    }
  }

  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const place = placeOf(request.url);
    if (gone || place === null || request.method !== "GET" || request.headers.has("range")) return;
    const waitUntil = event.waitUntil.bind(event);
    const answered = answer({ request, waitUntil }, place);
    event.respondWith(answered);
    if (request.mode === "navigate") waitUntil(answered.then(lookOnce).catch(() => {}));
  });

  // ── What pages say ────────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Record<string, (event: Offline.MessageEvent, tell: (state: Partial<Offline.State>) => void) => Promise<unknown>>} */
  const asks = {
    /** What a page shows that was there before the worker. */
    async keep({ data }) {
      const [list, kept] = [await listed(), await held(await caches.open(NAME))];
      const places = data.addresses.map((address) => placeOf(address) ?? "");
      await fetchAll(places.filter((place) => list && isOurs(list, place) && !kept.has(place)));
    },
    async state() {},
    async whole(_, tell) {
      const [list, kept] = [await listed(), await held(await caches.open(NAME))];
      const places = list?.whole ? list.files.filter((place) => !kept.has(place)) : [];
      tell(await fetchAll(places, (done) => tell({ done, of: places.length })));
    },
    async remove() {
      const [list, cache] = [await listed(), await caches.open(NAME)];
      for (const place of await held(cache)) if (!list?.first.includes(place)) await cache.delete(keyOf(place));
    },
  };
  worker.addEventListener("message", (event) => {
    const ask = Object.hasOwn(asks, event.data?.ask) ? asks[event.data.ask] : undefined;
    if (!ask || gone) return;
    const tell = (/** @type {Partial<Offline.State>} */ state) => event.ports[0]?.postMessage(state);
    const done = async () => {
      // What is being looked after is waited for, and a network that isn't there isn't.
      await looking?.catch(() => {});
      await ask(event, tell);
      const [list, kept] = [await listed(), await held(await caches.open(NAME))];
      if (!list) return;
      const { pages, bytes, whole } = list;
      const missing = list.files.filter((place) => !kept.has(place)).length;
      const more = [...kept].some((place) => !list.first.includes(place));
      tell({ ended: true, pages, bytes, whole, kept: [...kept].filter(isPage).length, missing, more });
    };
    event.waitUntil(done());
  });
})();
