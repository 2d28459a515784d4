// What `window.sayso` does, fetched with its first call. The loader keeps the calls, and what goes wrong here from the page.

// A call may come from the head of a page.
const onceThereIsABody = (insert) =>
  document.body ? insert() : addEventListener("DOMContentLoaded", insert, { once: true });

// Those in the open shadow roots of the page's own elements are the page's as well.
const surveys = (root = document) =>
  [...root.querySelectorAll("*")].flatMap((element) => {
    if (element.localName === "sayso-survey") return [element];
    return element.shadowRoot ? surveys(element.shadowRoot) : [];
  });

/** Opens the survey of the page that has these attributes, or one that is made of them. */
const open = (_, options) => {
  const wanted = Object.entries(options ?? {}).map(([name, value]) => [name, String(value)]);
  const fits = (element) =>
    (element.getAttribute("mode") ?? "inline") !== "inline" &&
    wanted.every(([name, value]) => element.getAttribute(name) === value);
  const found = surveys().find(fits);
  const element = found ?? document.createElement("sayso-survey");
  if (!found) {
    // It waits for nobody else's wish.
    for (const [name, value] of [["mode", "popover"], ...wanted, ["trigger", "manual"]]) element.setAttribute(name, value);
  }
  onceThereIsABody(async () => {
    if (!found) document.body.append(element);
    // Two cards in one corner would hide each other.
    for (const other of surveys()) {
      if (other !== element && /^(popover|modal|tab)$/.test(other.getAttribute("mode"))) (await other.mounted)?.close?.();
    }
    element.open();
  });
};

/** Closes what is open. */
const close = async () => {
  for (const { mounted } of surveys()) (await mounted)?.close?.();
};

/** Sets hidden fields; they travel with the answers, and texts may pipe them. `null` takes one back. */
const set = async ({ context }, fields) => {
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (value == null) delete context[name];
    else context[name] = String(value);
  }
  for (const { mounted } of surveys()) (await mounted)?.update?.();
};

// What a framed survey keeps lies in the frame's storage, and a page with frames has no program of its own.
const frame = async () => {
  const framed = surveys().find((element) => element.getAttribute("isolation") === "frame");
  return ((await framed?.mounted) ?? {}).ask;
};
const outbox = async ({ library, widget }, wish) => (await widget()).outbox(library, wish);

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Does something with the outbox on this device, in as many transactions as it begins; nothing where there is none. The widget alone makes
// one: to begin a database and take it back leaves WebKit waiting, and the widget with it.
const within = async (mode, work) => {
  if (indexedDB.databases && !(await indexedDB.databases()).some(({ name }) => name === "sayso")) return;
  const opened = await settled(indexedDB.open("sayso"));
  opened.onversionchange = () => opened.close();
  try {
    return await work(() => opened.transaction("outbox", mode).objectStore("outbox"));
  } finally {
    opened.close();
  }
};
const between = (from, to) => IDBKeyRange.bound(from, to, true, true);
const placeOf = ({ state, lane, queuedAt, id }) => [state, lane, queuedAt, id];
const ageOf = ({ queuedAt }) => Math.max(0, Math.round(Date.now() - queuedAt));

const PIECE = 500;

/** How many events lie on this device and wait, for how long the first of them has, and how many were refused. Counted in pieces, each
 * a transaction of its own, so that an answer that is given meanwhile waits for one of them at most. */
export const count = async () => {
  const found = { waiting: 0, parked: 0 };
  await within("readonly", async (begin) => {
    for (const state of ["waiting", "parked"]) {
      for (let from = [state], ids; !ids || ids.length === PIECE; ) {
        const store = begin();
        ids = await settled(store.index("order").getAllKeys(between(from, [state, []]), PIECE));
        if (state === "waiting" && !found.waiting && ids.length) found.oldestMs = ageOf(await settled(store.get(ids[0])));
        found[state] += ids.length;
        if (ids.length) from = placeOf(await settled(store.get(ids.at(-1))));
      }
    }
  });
  return found;
};

// What was refused waits again, what was refused for its sake behind it.
const retry = (id) =>
  within("readwrite", async (begin) => {
    const store = begin();
    const { awaits = [], holds } = (await settled(store.get(id))) ?? {};
    let queuedAt = Date.now();
    for (const one of [...awaits, id, ...(holds ? [holds] : [])]) {
      const entry = await settled(store.get(one));
      if (entry?.state === "parked") await settled(store.put({ ...entry, state: "waiting", attempts: 0, queuedAt: queuedAt++ }));
    }
  });

/** Sends what waits on this device, and what was refused if it is named by `{ retry: id }`; comes to how many events wait still. A visit,
 * which is what else is passed, sends without counting. */
const flush = async (shared, of) => {
  const ask = await frame();
  if (ask) return ask("flush", of);
  if (of?.retry) await retry(of.retry);
  await outbox(shared, "flush");
  if (of && !of.retry) return;
  const held = (await outbox(shared, "held")).filter(({ state }) => state === "waiting");
  return held.length + (await count().catch(() => ({ waiting: 0 }))).waiting;
};

const PAGE = 64; // each may be as large as a photograph
const PAGES = 16;

const tell = (entry, durable) => {
  const { id, type, attempts, lastError, state, endpoint } = entry;
  return { id, type, ageMs: ageOf(entry), attempts, lastError, parked: state !== "waiting", durable, endpoint, place: placeOf(entry) };
};

const list = async (place) => {
  const found = [];
  await within("readonly", async (begin) => {
    for (let page, pages = 0; pages < PAGES && (!page || page.length === PAGE); pages++) {
      page = await settled(begin().index("order").getAll(between(place, [[]]), PAGE));
      found.push(...page.map((entry) => tell(entry, true)));
      place = found.at(-1)?.place;
    }
  });
  return found;
};

/** What is kept on this device: what was refused, then what waits. `{ after: entry }` goes on after the last entry of a list,
 * `{ id }` comes to the one entry with its event. */
const pending = async (shared, of) => {
  const ask = await frame();
  if (ask) return ask("pending", of);
  const held = await outbox(shared, "held");
  if (of?.id !== undefined) {
    const found = await outbox(shared, { one: String(of.id) });
    return found ? [{ ...tell(found.entry, !held.some(({ id }) => id === of.id)), event: found.event }] : [];
  }
  const first = of?.after ? [] : held.map((entry) => tell(entry, false));
  return [...first, ...(await list(of?.after?.place ?? []).catch(() => []))];
};

/** Wipes whatever is kept on this device: events, half-filled surveys, keys, and the loader's marks. */
const forget = async (shared) => {
  const ask = await frame();
  await (ask ? ask("forget") : outbox(shared, "forget"));
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("sayso:")) localStorage.removeItem(key);
  }
};

/** The scores of what was answered on this page so far, a list for each survey that is open or was. */
const scores = async () => {
  const found = [];
  for (const { mounted, named: survey } of surveys()) {
    const scores = await (await mounted)?.scores?.();
    if (scores) found.push({ survey, scores });
  }
  return found;
};

export const page = { open, close, set, flush, pending, forget, scores };
