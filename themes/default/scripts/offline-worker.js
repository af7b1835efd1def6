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
  /** The list, and which of its files are kept. */
  async function state() {
    const [list, cache] = [await listed(), await caches.open(NAME)];
    return { list, cache, kept: await held(cache) };
  }

  const isGone = (/** @type {Response} */ { status }) => status === 404 || status === 410;
  /** Keeps an answer if it is the whole file and nothing else. @param {Cache} cache @param {string} place @param {Response} answer */
  async function keep(cache, place, answer) {
    if (isGone(answer)) await cache.delete(keyOf(place));
    if (answer.status !== 200 || answer.type !== "basic" || answer.redirected) return false;
    await cache.put(keyOf(place), answer);
    return true;
  }

  /** What tells those who wait that it goes on. @type {Set<(state: Partial<Offline.State>) => void>} */
  const waiting = new Set();

  /** Fetches files and keeps them. Those that pages `must` have are all there or no good: the first that fails ends it. Where
   *  there is no room, it gives back what it took beside what was `kept`: answers are stored in the same room.
   *  @param {Iterable<string>} places @param {{ tell?: (done: number) => void, must?: boolean, kept?: Set<string> }} [how] */
  async function fetchAll(places, { tell, must = false, kept = new Set() } = {}) {
    const cache = await caches.open(NAME);
    const left = [...places].reverse();
    /** @type {string[]} */
    const fetched = [];
    let [done, failed, full] = [0, 0, false];
    const one = async (/** @type {string} */ place) => {
      const answer = await fetch(keyOf(place), { cache: "no-cache" });
      if (await keep(cache, place, answer)) fetched.push(place);
      // What the list has by its folder only may be gone.
      else if (must || files.has(place) || !isGone(answer)) failed++;
    };
    const some = async () => {
      while (left.length > 0 && !full && !(must && failed > 0)) {
        try {
          await one(left.pop() ?? "");
        } catch (error) {
          failed++;
          full ||= error instanceof DOMException && error.name === "QuotaExceededError";
        }
        tell?.(++done);
        for (const waits of waiting) waits({});
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    if (full) for (const place of fetched) if (!kept.has(place)) await cache.delete(keyOf(place));
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
    if (isGone(answer)) return retire();
    if (!answer.ok || answer.redirected) throw new Error(`the list: ${answer.status}`);
    /** @type {Offline.List} */
    const list = await answer.clone().json();
    const before = await listed();
    if (before?.version === list.version) return;
    const cache = await caches.open(NAME);
    const kept = await held(cache);
    const isStale = (/** @type {string} */ place) => !(kept.has(place) && HASHED.test(place));
    const first = list.first.filter(isStale);
    const [pages, loaded] = [first.filter(isPage), first.filter((place) => !isPage(place))];
    // No page may be kept without what it loads. With the first visit there is none yet, and where the host leads from pages
    // to other addresses, as some do, nothing else is fetched.
    for (const some of before ? [loaded, pages] : [pages, loaded]) {
      if ((await fetchAll(some, { must: true, kept })).failed === 0) continue;
      if (!before) await caches.delete(NAME);
      throw new Error("not all that pages load could be fetched");
    }
    know(list);
    // A page that is gone has its copy no more once somebody asked for it.
    const whole = before?.whole && before.files.every((place) => kept.has(place) || !isOurs(list, place));
    const rest = whole && list.whole ? list.files : [...kept].filter((place) => isOurs(list, place));
    const { failed } = await fetchAll(rest.filter((place) => !first.includes(place) && isStale(place)), { kept });
    // Pages that are still old have their old scripts.
    if (failed > 0) return;
    for (const place of await held(cache)) if (!isOurs(list, place)) await cache.delete(keyOf(place));
    // Without this it is all done again when the worker is started next.
    await cache.put(keyOf(LIST), answer);
  }
  /** @type {Promise<void> | undefined} */
  let looking;
  const lookOnce = () => (looking ??= look().finally(() => (looking = undefined)));

  worker.addEventListener("install", (event) => event.waitUntil(lookOnce().then(() => worker.skipWaiting())));
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

  // ── What is asked for ─────────────────────────────────────────────────────────────────────────────────────────

  /** Where a file of the site is kept, and its copy. One with a hash in its name may be that of a page which is older than the
   *  list, or newer. @param {string} place */
  async function find(place) {
    const list = await listed();
    if (!list || !(isOurs(list, place) || HASHED.test(place))) return {};
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
      // A host that is out of order is as none.
      const works = asked.then((answer) => (answer.status >= 500 ? kept : answer));
      return await Promise.race([works, new Promise((late) => setTimeout(late, PATIENCE, kept))]);
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

  /** Whether a file is kept for another reason than the first visit. What pages load is. */
  const isMore = (/** @type {Offline.List} */ list, /** @type {string} */ place) => !list.first.includes(place) && !HASHED.test(place);

  /** @type {Record<string, (event: Offline.MessageEvent, tell: (state: Partial<Offline.State>) => void) => Promise<unknown>>} */
  const asks = {
    /** What a page shows that was there before the worker. */
    async keep({ data }) {
      const { list, kept } = await state();
      const places = data.addresses.map((address) => placeOf(address) ?? "");
      await fetchAll(places.filter((place) => list && isOurs(list, place) && !kept.has(place)));
    },
    async state() {},
    async whole(_, tell) {
      const { list, kept } = await state();
      const places = list?.whole ? list.files.filter((place) => !kept.has(place)) : [];
      tell(await fetchAll(places, { tell: (done) => tell({ done, of: places.length }) }));
    },
    async remove() {
      const { list, cache, kept } = await state();
      for (const place of kept) if (!list || isMore(list, place)) await cache.delete(keyOf(place));
    },
  };
  worker.addEventListener("message", (event) => {
    const ask = Object.hasOwn(asks, event.data?.ask) ? asks[event.data.ask] : undefined;
    if (!ask) return;
    const tell = (/** @type {Partial<Offline.State>} */ state) => event.ports[0]?.postMessage(state);
    const done = async () => {
      // What is being looked after is waited for, and a network that isn't there isn't. What is kept can be said at once.
      waiting.add(tell);
      if (!gone && !(ask === asks.state && (await listed()))) await looking?.catch(() => {});
      waiting.delete(tell);
      if (gone) throw new Error("the site has no worker any more");
      await ask(event, tell);
      const { list, kept } = await state();
      if (!list) throw new Error("no list");
      const { pages, bytes, whole } = list;
      const missing = list.files.filter((place) => !kept.has(place)).length;
      const more = [...kept].some((place) => isMore(list, place));
      tell({ ended: true, pages, bytes, whole, kept: [...kept].filter(isPage).length, missing, more });
    };
    // Whoever asks is told in any case.
    event.waitUntil(done().catch(() => tell({ ended: true, broken: true })));
  });
})();
