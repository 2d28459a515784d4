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
const outbox = async ({ library, widget }, wish) => {
  const framed = surveys().find((element) => element.getAttribute("isolation") === "frame");
  const { ask } = (await framed?.mounted) ?? {};
  if (ask) return ask(wish === "visit" ? "flush" : wish);
  return (await widget()).outbox(library, wish);
};

/** Sends what waits on this device; comes to how many events wait still. A visit sends without counting, which takes a while over many. */
const flush = (shared, isVisit) => outbox(shared, isVisit ? "visit" : "flush");

/** What is kept on this device: what waits to be sent, and what the endpoint refused. */
const pending = (shared) => outbox(shared, "pending");

/** Wipes whatever is kept on this device: events, half-filled surveys, keys, and the loader's marks. */
const forget = async (shared) => {
  await outbox(shared, "forget");
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
