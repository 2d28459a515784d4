// When to show a survey: the triggers of a tag that asks for more than the page's being there. The loader fetches this for
// such tags alone.
//
// Some are states (`delay`, `scroll`, ...): looked at four times a second, and once they held they hold until the visitor goes to
// another page of the site. Others are moments (`exit`, `click`, `event`): they count once the states hold, so that
// `delay:30s;exit` asks whoever leaves after half a minute. Going to another page without a load starts all of it anew.

const PERIOD = 250;

const now = () => performance.now();

const isInView = (element) => {
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
  const isWithin = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return isWithin && width > 0 && height > 0 && element.checkVisibility?.({ visibilityProperty: true }) !== false;
};

// `*` stands for anything. A pattern that names no query or fragment is not about them.
const matches = (pattern) => {
  const { origin, pathname, search, hash } = location;
  const address =
    (pattern.startsWith("/") ? "" : origin) +
    pathname +
    (pattern.includes("?") ? search : "") +
    (pattern.includes("#") ? hash : "");
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(address);
};

// Throws where it is no selector.
const selector = (css) => document.querySelector(css || "!") && css;

// Each makes, of what stands behind the colon, a question that is asked until the answer is yes.
const STATES = {
  load: () => () => true,
  manual: () => () => false,
  delay: (text, span) => {
    const due = now() + span(text);
    return () => now() >= due;
  },
  idle: (text, span, signal) => {
    const rest = span(text);
    let last = now();
    for (const name of ["pointermove", "pointerdown", "keydown", "scroll", "wheel"]) {
      addEventListener(name, () => (last = now()), { capture: true, passive: true, signal });
    }
    return () => now() - last >= rest;
  },
  scroll: (text) => () => {
    const { scrollHeight, clientHeight } = document.documentElement;
    return scrollY * 100 >= parseFloat(text) * (scrollHeight - clientHeight) - 100; // half pixels do not keep anybody from 100 %
  },
  visible: (css) => () => [...document.querySelectorAll(css)].some(isInView),
  url: (pattern) => () => matches(pattern),
};

// Each listens for its moment.
const MOMENTS = {
  click: (css, listen, happened) =>
    listen(window, "click", (event) => event.composedPath().some((node) => node.matches?.(css)) && happened()),
  event: (name, listen, happened) => listen(window, name, happened),
  exit: (_, listen, happened) => {
    listen(document, "mouseout", ({ relatedTarget, clientY }) => !relatedTarget && clientY <= 0 && happened());
    if (!matchMedia("(any-pointer: coarse)").matches) return;
    // A phone has no pointer that leaves: whoever goes looks for the address bar, or at another tab.
    listen(document, "visibilitychange", () => document.hidden && happened());
    let from = { y: scrollY, at: now(), count: 0 };
    listen(window, "scroll", () => {
      if (now() - from.at > 200) from = { y: scrollY, at: now(), count: 0 };
      from.count += 1; // one event alone is a jump to an anchor
      if (from.count > 2 && from.y - scrollY > 300) happened();
    });
  },
};

// What stands behind the colon of each, and the reason why it makes none.
const EXAMPLES = {
  load: "load",
  manual: "manual",
  delay: "delay:5s",
  idle: "idle:30s",
  scroll: "scroll:50%",
  visible: "visible:CSS",
  url: "url:GLOB",
  click: "click:CSS",
  event: "event:NAME",
  exit: "exit",
};

const makesSense = (name, value, span) => {
  if (!Object.hasOwn(EXAMPLES, name)) return false;
  if (name === "delay" || name === "idle") return span(value) >= 0;
  if (name === "scroll") return /^\d{1,3}%$/.test(value);
  if (name === "url" || name === "event") return value !== "";
  if (name !== "visible" && name !== "click") return value === "";
  try {
    selector(value);
    return true;
  } catch {
    return false;
  }
};

// The parts that make sense; the others are named, and count as `load`.
const read = (trigger, { span, warn }) =>
  trigger
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, name, value] = /^([^:]*):?(.*)$/s.exec(part).map((text) => text.trim());
      if (makesSense(name, value, span)) return { name, value };
      warn(`trigger="${part}" is not known; allowed: ${Object.values(EXAMPLES).join(", ")}`);
      return { name: "load", value: "" };
    });

// Another view of the site; another place of the same page is none.
const view = () => location.pathname + location.search + (/^#[/!]/.test(location.hash) ? location.hash : "");

/** Comes to an end once every part of the trigger holds, or `signal` ends it; with `again` on another page of the site at the earliest. */
export const when = (trigger, { again, signal, span, warn }) =>
  new Promise((resolve) => {
    const parts = read(trigger, { span, warn });
    // Whoever presses the button again, or calls again, wants it again.
    if (parts.some(({ name }) => name === "click" || name === "event")) again = false;
    let here, round, waiting;

    const begin = () => {
      here = view();
      round?.abort();
      round = new AbortController();
      const states = parts.filter(({ name }) => STATES[name]);
      waiting = states.map(({ name, value }) => STATES[name](value, span, round.signal));
    };
    const end = () => {
      clearInterval(timer);
      round.abort();
      resolve();
    };
    const listenForMoments = () => {
      const mine = round;
      const moments = parts.filter(({ name }) => MOMENTS[name]);
      const all = moments.map(({ name, value }) => {
        const listen = (target, type, listener) =>
          target.addEventListener(type, listener, { capture: true, passive: true, signal: mine.signal });
        return new Promise((happened) => MOMENTS[name](value, listen, happened));
      });
      Promise.all(all).then(() => mine === round && !mine.signal.aborted && end());
    };
    const look = () => {
      if (view() !== here) {
        again = false;
        begin();
      }
      if (again || !waiting) return;
      waiting = waiting.filter((holds) => !holds());
      if (waiting.length > 0) return;
      waiting = null;
      listenForMoments();
    };

    // Where the browser tells of navigations they are heard of at once, elsewhere at the next look. The host's `history` is not ours
    // to patch.
    const timer = setInterval(look, PERIOD);
    globalThis.navigation?.addEventListener("currententrychange", look, { signal });
    addEventListener("popstate", look, { signal });
    signal.addEventListener("abort", end);
    begin();
    look();
  });
