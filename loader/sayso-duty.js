// What a kiosk's device does besides asking: it knows whether the place is open, keeps a ledger of scores, says how it is doing, and calls
// for help. Every decision is the program's, `sayso-desk.wasm`; here is what only a browser has.

const REPORT = 300_000;
const KEEP = 35 * 864e5; // of the ledger
const FAULTS = 20;
const FORMATS = ["cloudevents", "json", "simple"];

// What stays on this device, or on this page where the browser keeps nothing.
const memory = {};
const keep = (name, value) => {
  memory[name] = String(value);
  try {
    localStorage["sayso:" + name] = value;
  } catch {} // denied or full
};
const kept = (name) => {
  try {
    return localStorage["sayso:" + name] ?? memory[name];
  } catch {
    return memory[name];
  }
};

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// A database of the widget's, which alone makes them: to begin one and take it back leaves WebKit waiting, and the widget with it.
const within = async (name, store, mode, work) => {
  if (!(await indexedDB.databases()).some((known) => known.name === name)) throw Error("none yet");
  const opened = await settled(indexedDB.open(name));
  try {
    const transaction = opened.transaction(store, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore(store));
    await done;
    return result;
  } finally {
    opened.close();
  }
};
// Beside the outbox, so that the widget writes both at once.
const ledger = (mode, work) => within("sayso", "ledger", mode, work);

// The first id of a moment: ids begin with their time.
const idFrom = (ms) => {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
};

const random = (count) => crypto.getRandomValues(new Uint8Array(count));
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const offsetSeconds = () => -new Date().getTimezoneOffset() * 60;
const source = () => location.origin + location.pathname;

/** Begins its work; what it comes to is what the kiosk asks of it. */
export const start = async ({ host, read, tongues, locale, library, widget, survey, signal }) => {
  const desk = await import("./sayso-desk.js");
  await desk.default();
  const device = kept("device") ?? hexOf(random(16));
  keep("device", device);
  const starts = Number(kept("starts") ?? 0) + 1;
  keep("starts", starts);
  const startId = hexOf(random(8));
  // What is kept here is not to give way to another site's pictures.
  navigator.storage?.persist?.().catch(() => {});
  const touchpoint = read("touchpoint") || location.pathname;
  const endpoint = read("endpoint") && new URL(read("endpoint"), document.baseURI).href;

  const faults = [];
  const blame = (fault) => {
    if (faults.at(-1) !== fault) faults.push(fault.slice(0, 200));
    if (faults.length > FAULTS) faults.shift();
  };

  // Attributes that make no sense as they stand, for the console once and for the staff and the reports as long as they do.
  const slips = {};
  const check = (name, isFine, why) => {
    const slip = isFine ? "" : `${name}: ${why}`.slice(0, 200);
    if (slip && slips[name] !== slip) console.warn("sayso: " + slip);
    slips[name] = slip;
  };
  const quoted = (name) => `"${read(name)}"`;
  // A code is nothing to tell.
  const lock = () => check("pin", /^[0-9]{0,32}$/.test(read("pin")), "cannot be typed; expected up to 32 digits");

  // The clock on the wall, where the tag says which wall; else the device's.
  const parts = (at, options) => {
    const all = { ...options, hourCycle: "h23" };
    let format;
    let isFine = true;
    try {
      format = new Intl.DateTimeFormat("en-GB", { ...all, timeZone: read("timezone") || undefined });
    } catch {
      format = new Intl.DateTimeFormat("en-GB", all);
      isFine = false;
    }
    check("timezone", isFine, `${quoted("timezone")} is no time zone; expected a name such as Asia/Ho_Chi_Minh`);
    return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  };
  const wall = () => {
    const { weekday, hour, minute } = parts(Date.now(), { weekday: "short", hour: "2-digit", minute: "2-digit" });
    return [["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(weekday) + 1, hour * 60 + Number(minute)];
  };
  const wallOffset = (at) => {
    const digits = "numeric";
    const { year, month, day, hour, minute } = parts(at, { year: digits, month: digits, day: digits, hour: digits, minute: digits });
    return Math.round((Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 6e4) * 6e4) / 1_000);
  };
  const standing = () => {
    const told = desk.standing(read("hours"), ...wall());
    check("hours", Boolean(told), `${quoted("hours")} makes no sense; expected hours such as mon-fri 08:00-12:00, 13:00-17:00; sat 09:00-12:00`);
    return JSON.parse(told ?? desk.standing("", ...wall()));
  };
  // When help is called for; a rule that makes no sense is the default.
  const alarm = () => {
    const text = read("alert");
    const memory = desk.alert_memory(text);
    const isFine = memory !== undefined;
    check("alert", isFine, `${quoted("alert")} makes no sense; expected a share, a window of up to 6h and the fewest answers, such as 50% 15m 4, or off`);
    return isFine ? { text, memory } : { text: "", memory: desk.alert_memory("") };
  };
  const closed = () => {
    const { open, opens } = standing();
    if (open) return null;
    return { opens: tongues.map((tongue) => (opens ? openingIn(...tongue, opens) : "")) };
  };
  const openingIn = (language, words, { weekday, minute }) => {
    // 2024-01-01 was a Monday.
    const at = new Date(Date.UTC(2024, 0, weekday, 0, minute));
    const say = (options) => new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(at);
    const time = say({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    return words.opens.replace("{time}", time).replace("{day}", say({ weekday: "long" }));
  };
  const since = (from) => ledger("readonly", (store) => settled(store.getAll(IDBKeyRange.lowerBound(idFrom(from)))));

  const send = async (event, instead) => {
    const wish = { event: JSON.parse(event), endpoint, key: read("key") || read("write-key"), instead };
    await (await widget()).outbox(library, { ...wish, format: FORMATS.includes(read("format")) ? read("format") : FORMATS[0], batch: Number(read("batch")) || 1 });
    return wish.event.id;
  };

  // What the widget stores with an event, by the clock on the wall.
  let asking = "[]"; // the questions that ask for reasons
  let learnt = null; // of which survey
  const learn = async () => {
    const { named } = host;
    if (learnt === named) return;
    const found = await survey();
    if (!found.questions) return; // once the next person is asked
    asking = desk.asking(JSON.stringify(found));
    learnt = named;
  };
  let last = null; // the newest answer that is counted
  host.ledger = (data) => {
    const entry = JSON.parse(desk.entry(JSON.stringify(data), asking) ?? null);
    if (entry?.at !== undefined) return (last = { ...entry, offset: wallOffset(entry.at) });
    if (entry?.id === last?.id) last = null;
    return entry;
  };
  // It calls for help once: when somebody has finished, or the next person is asked.
  let watched = null;
  const watch = async () => {
    const rule = alarm();
    const newest = last;
    if (!rule.memory || !endpoint || newest === null || newest.id === watched) return;
    watched = newest.id;
    const recent = (await since(Date.now() - rule.memory)).filter(({ id }) => id !== newest.id);
    const call = desk.alert(rule.text, JSON.stringify([...recent, newest]), device, touchpoint, source(), random(10));
    if (call) await send(call);
  };
  const blameLedger = (error) => blame(`ledger: ${error?.name}`); // a disk that is full, storage that is denied or was cleared
  // What the widget had no word of, or no endpoint for, is kept here.
  const record = async (detail) => {
    try {
      const entry = host.ledger(detail.event.data);
      if (entry?.at === undefined) return;
      await ledger("readwrite", (store) => settled(store.put(entry)));
      await watch();
    } catch (error) {
      blameLedger(error);
    }
  };
  // The next person's answers say in which part of the day they were given.
  const begin = () => {
    learn();
    watch().catch(blameLedger);
    window.sayso.set({ daypart: standing().daypart });
  };
  const contact = () => keep("contact", Date.now());

  const queue = async () => (await import("./sayso-page.js")).count().catch(() => ({ waiting: 0, parked: 0 })); // denied
  const isKept = (id) =>
    within("sayso", "outbox", "readonly", (store) => settled(store.getKey(id))).then((key) => key !== undefined, () => true); // unknown

  const skew = () =>
    within("sayso-device", "device", "readonly", (store) => settled(store.getAll()))
      .then((records) => records.find(({ id, skew }) => skew !== undefined && id.includes(endpoint))?.skew ?? 0)
      .catch(() => 0);

  const facts = async () => {
    const [waits, clockSkewMs, storage, battery] = await Promise.all([
      queue(), skew(), navigator.storage?.estimate?.().catch(() => null), navigator.getBattery?.().catch(() => null),
    ]);
    const known = { storage: storage?.quota && { usedBytes: storage.usage, quotaBytes: storage.quota },
      battery: battery && { level: battery.level, charging: battery.charging } };
    const version = desk.version();
    for (const reads of [lock, standing, alarm]) reads(); // how they are spelled now
    const wrong = [...faults, ...Object.values(slips).filter(Boolean)].slice(-FAULTS);
    return { deviceId: device, startId, touchpoint, version, uptimeMs: Math.round(performance.now()), restarts: starts - 1,
      queue: waits, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value)), clockSkewMs, faults: wrong };
  };

  // One that was not sent yet gives way to the newer one; one that is gone was taken.
  const report = async () => {
    const last = kept("report");
    if (last && !(await isKept(last))) contact();
    const event = desk.report(JSON.stringify(await facts()), source(), Date.now(), offsetSeconds(), random(10));
    if (event && endpoint) keep("report", await send(event, last));
  };
  const tell = () => report().catch((error) => blame(`report: ${error?.name}`));

  await window.sayso.pending({ id: device }); // the widget makes its database
  await ledger("readwrite", (store) => settled(store.delete(IDBKeyRange.upperBound(idFrom(Date.now() - KEEP)))))
    .catch((error) => blame(`ledger: ${error?.name}`));
  // From here on nothing fails, so that who tries again leaves nothing behind.
  host.addEventListener("sayso:delivered", contact, { signal });
  const timer = setInterval(tell, REPORT);
  signal.addEventListener("abort", () => clearInterval(timer));
  begin();
  tell();

  return {
    begin, blame, closed, facts, record, report, clock: parts,
    endpoint, touchpoint,
    contact: () => Number(kept("contact") ?? 0),
    // Whether the endpoint takes what this device sends, by its own road: a report that leaves the outbox was taken.
    test: async () => {
      await report();
      await window.sayso.flush();
      const isTaken = (await window.sayso.pending({ id: kept("report") })).length === 0;
      if (isTaken) contact();
      return isTaken;
    },
    attempts: (outcome) => {
      const told = desk.attempts(kept("attempts") ?? "", Date.now(), outcome);
      keep("attempts", told);
      return JSON.parse(told).left;
    },
    board: async (boardWords) => {
      const entries = await since(Date.now() - KEEP).catch(() => []);
      return JSON.parse(desk.board(JSON.stringify(entries), Date.now(), wallOffset(Date.now()), locale, JSON.stringify(boardWords)));
    },
    // What the kiosk asks and who it is stays, and so does what was tried at the code.
    wipe: async () => {
      const staying = ["kiosk", "device", "starts", "attempts"].map((name) => [name, kept(name)]);
      last = watched = null;
      await window.sayso.forget();
      for (const name of Object.keys(memory)) delete memory[name];
      for (const [name, value] of staying) if (value !== undefined) keep(name, value);
      await ledger("readwrite", (store) => settled(store.clear())).catch(() => {});
    },
  };
};
