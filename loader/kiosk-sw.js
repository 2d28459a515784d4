// The kiosk's service worker: the files of one version, kept whole. A new version is taken once all of it is there with the hashes that
// it was built with, when the page says that nobody is answering; and given back where it does not come up.

// Written by `cargo xtask dist`: each file that a kiosk needs, and its hash.
const FILES = {};
const VERSION = "0";

const PAGE = "kiosk.html";
const SHORT = "kiosk"; // as it is typed on a tablet; the collector leads from it to the page, and so it is without a network
const CACHE = "sayso-kiosk-" + VERSION;
const NOTES = "sayso-kiosk-notes"; // which version is served, which before it, and which was given back
const OWN = "sayso-kiosk-own"; // surveys of the business's own, as they came last

const address = (name) => new URL(name, registration.scope).href;

const read = async () => (await (await caches.open(NOTES)).match(address("notes")))?.json() ?? {};
const write = async (notes) => (await caches.open(NOTES)).put(address("notes"), Response.json(notes));

const install = async () => {
  const cache = await caches.open(CACHE);
  // A browser refuses what does not have the hash, and then nothing of this version is taken.
  await Promise.all(Object.entries(FILES).map(async ([name, integrity]) => {
    const reply = await fetch(address(name), { integrity, cache: "reload" });
    if (!reply.ok) throw Error(`${name}: ${reply.status}`);
    // Hosts that take `.html` off addresses lead on, and no browser shows a page that was led to.
    await cache.put(address(name), reply.redirected ? new Response(reply.body, { headers: reply.headers }) : reply);
  }));
};

const activate = async () => {
  const { current } = await read();
  if (current !== CACHE) await write({ current: CACHE, before: current, starts: 0 });
  await clients.claim();
};

// The first version that ever was has nothing behind it.
const isOnTrial = (notes) => notes.before && !notes.isGood;

const startOf = async () => {
  const notes = await read();
  if (!isOnTrial(notes)) return;
  const starts = (notes.starts ?? 0) + 1;
  const isBad = starts > 2;
  await write(isBad ? { current: notes.before, isGood: true, refused: notes.current } : { ...notes, starts });
};

const good = async () => {
  const notes = await read();
  // A page of the version before may say so late.
  if (notes.isGood || notes.current !== CACHE) return;
  await write({ current: notes.current, isGood: true });
  for (const name of await caches.keys()) {
    if (name.startsWith("sayso-kiosk-") && ![notes.current, NOTES, OWN].includes(name)) await caches.delete(name);
  }
};

const answer = async (request, url) => {
  if (request.mode === "navigate") await startOf();
  const { current = CACHE } = await read();
  const cache = await caches.open(current);
  const bare = url.origin + url.pathname;
  const kept = await cache.match(bare);
  if (kept) return kept;
  // Not ours by name: fresh where there is a network, as it was where there is none.
  const own = await caches.open(OWN);
  try {
    const reply = await fetch(request);
    // A survey, and nothing that is not to be kept; a full disk takes it from nobody.
    const isSurvey = /json/.test(reply.headers.get("content-type") ?? "") && !request.headers.has("authorization");
    const mayStay = !/no-store|private/.test(reply.headers.get("cache-control") ?? "");
    if (reply.status === 200 && isSurvey && mayStay) own.put(request, reply.clone()).catch(() => {});
    return reply;
  } catch (error) {
    const last = await own.match(request);
    if (last) return last;
    throw error;
  }
};

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  const { data } = event;
  if (data === "go") skipWaiting();
  if (data === "good") event.waitUntil(good());
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isPage = request.mode === "navigate";
  const isAt = (name) => url.pathname === new URL(address(name)).pathname;
  // Pages that are no kiosk beside it stay the network's, and so does whatever is sent.
  if (request.method !== "GET" || (isPage && !isAt(PAGE) && !isAt(SHORT))) return;
  if (isPage && isAt(SHORT)) event.respondWith(Response.redirect(address(PAGE) + url.search, 307));
  else if (isPage || url.origin === location.origin) event.respondWith(answer(request, url));
});
