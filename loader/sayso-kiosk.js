// A tablet at a touch point: one survey after the other, each for somebody else. What the device needs besides the survey is here:
// it starts anew after the thanks and after a while without anybody, stays awake, says when the place is closed, and leads nowhere
// else. What it keeps and tells of itself is in `sayso-duty.js`, what its staff sees in `sayso-panel.js`.

const TICK = 250;
const THANKS = 3_000; // to read two lines; the next person may stand there already
const MOMENT = 1_000; // after it a touch on the thanks is the next person's, before it the second of a double one
const REST = 30_000;
const RETRY = 10_000;
const PATIENCE = 3_000;
const PRESS = 2_000; // longer than anybody holds a finger down by accident
const CORNER = 120; // pixels from the upper left, where nothing else is to be touched
const TOUCHES = 32; // of the last, what the program may want to know
const SIGNS = ["pointerdown", "keydown", "input", "wheel"];

const served = new WeakSet();
const now = () => performance.now();

/** An element with its text. */
export const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

const button = (name, className, press) => {
  const made = make("button", className, name);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
};

/** What people call the place: `Quầy 1|Counter 1` in Vietnamese and in English. */
export const placeOf = (host) => {
  const [vi, en] = `${host.getAttribute("label") ?? ""}|`.split("|").map((name) => name.trim());
  return { vi: vi || en, en: en || vi };
};

const say = (element, text) => {
  if (element && element.textContent !== text) element.textContent = text;
};

// The words around the survey; of a language that has none, English.
const wordsIn = async (locale, text) => {
  const [tag] = locale.toLowerCase().split("-");
  const read = (tag) => text(`locales/kiosk/${tag}.json`);
  return JSON.parse(await read(tag).catch(() => read("en")));
};

// The survey as it lies there; its own names for its options are the board's, and the board does without where there are none.
const surveyOf = async (name, text) => {
  try {
    if (/^[a-z][a-z-]*$/.test(name)) return JSON.parse(await text(`surveys/${name}.json`));
    const reply = await fetch(new URL(name, document.baseURI), { credentials: "omit" });
    return reply.ok ? await reply.json() : {};
  } catch {
    return {};
  }
};

/** Asks one person after the other, for as long as the element stands in the page. */
export const kiosk = async (host, { library, span, style, widget }) => {
  if (served.has(host)) return;
  served.add(host);
  const read = (name) => host.getAttribute(name)?.trim() ?? "";
  const locale = read("locale") || document.documentElement.lang || navigator.language;
  const other = /^en/i.test(locale) ? "vi" : "en";
  const [css, words, others] = await Promise.all([style("sayso-kiosk.css"), wordsIn(locale, style), wordsIn(other, style)]);
  // What is said to whoever comes, is said in both; once where a language has no words but the other's.
  const tongues = [[locale, words], [other, others]].slice(0, words.start === others.start ? 1 : 2);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const rest = span(read("idle-reset")) || REST;
  const placeIn = (language) => placeOf(host)[/^vi/i.test(language) ? "vi" : "en"];
  const gone = new AbortController();
  const { signal } = gone;

  let touched = null; // when somebody last did something
  let thanked = null; // since when the thanks stand there
  let failed = null;
  let duty = null; // what the device does besides asking, once it is there
  let panel = null; // the staff's, while it is open
  let hasBegun = false; // whoever is there has put the first veil aside, or met none

  // Nobody sees anything of who was there before: what was drawn for them goes, and a new one is drawn.
  const begin = async () => {
    touched = thanked = failed = null;
    hasBegun = false;
    panel?.close();
    host.removeAttribute("data-touched");
    const before = host.mounted;
    host.mounted = null;
    (await before)?.unmount?.();
    await duty?.begin();
    host.open();
  };

  // What lies over the survey: that the place is closed, that the kiosk does not work, or the way in where no tap answers at once.
  const veil = make("div", "veil");
  const notice = (textsOf) =>
    tongues.map(([language, words], place) => {
      const block = make("div", place ? "notice other" : "notice");
      block.lang = language;
      const [title, more] = textsOf(words, place);
      block.append(make("p", "veil-title", title), make("p", "veil-more", more));
      return block;
    });
  const switchTo = (language) => host.shadowRoot.querySelector(`.language[lang|="${language}"]`);
  // A touch anywhere begins; one on the other language's line, in that language.
  veil.addEventListener("click", ({ target }) => {
    if (veil.told !== "attract") return;
    hasBegun = true;
    draw();
    if (target.matches(".secondary")) switchTo(other)?.click();
  });
  const draw = () => {
    const root = host.shadowRoot;
    const closed = touched === null && duty?.closed();
    const isLong = root?.querySelector(".frame .primary:not([hidden])") && !root.querySelector(".end")?.childElementCount;
    const state = panel ? "" : failed !== null ? "out" : closed ? "closed" : isLong && !hasBegun ? "attract" : "";
    const told = state + (closed?.opens ?? "");
    const frame = root?.querySelector(".frame");
    frame?.toggleAttribute("inert", panel !== null || state !== "");
    say(frame?.querySelector(".place"), frame && placeIn(frame.lang));
    if (!root || (veil.told === told && veil.isConnected)) return;
    veil.told = told;
    veil.hidden = state === "";
    veil.lang = locale;
    veil.dataset.theme = root.querySelector(".frame")?.dataset.theme ?? (read("theme") || "auto");
    const place = make("p", "place", placeIn(locale));
    const parts = {
      out: () => notice(({ out, out_more }) => [out, out_more]),
      closed: () => notice((words, place) => [words.closed, closed.opens[place]]),
      attract: () => {
        const title = root.querySelector(".title")?.textContent || words.attract;
        const starts = tongues
          .filter((tongue, place) => !place || switchTo(other))
          .map(([lang, { start }], place) => Object.assign(button(start, place ? "secondary" : "primary start"), { lang }));
        return [make("p", "veil-title", title), ...starts];
      },
    }[state]?.() ?? [];
    veil.replaceChildren(...(state ? [place, ...parts] : []));
    root.append(veil);
  };

  const dress = () => {
    const root = host.shadowRoot;
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    root.querySelector(".frame").prepend(make("p", "place"));
    draw();
  };
  host.addEventListener("sayso:ready", dress, { signal });
  host.addEventListener("sayso:error", ({ detail }) => {
    failed = now();
    const [problem] = detail?.problems ?? [];
    duty?.blame(`survey${problem?.path ?? ""}: ${problem?.reason ?? ""}`);
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    draw();
  }, { signal });
  for (const sign of SIGNS) {
    host.addEventListener(sign, () => {
      if (!veil.hidden && veil.told !== "attract") return; // there is nothing to answer
      touched = now();
      if (veil.hidden) hasBegun = true; // a longer screen that follows is no way in
      host.setAttribute("data-touched", "");
    }, { signal, capture: true, passive: true });
  }

  // Who has a number to note stays until they go, or press the button; and so does who is told that nobody has heard of it.
  const stays = () => host.shadowRoot.querySelector(".receipt, .is-unheard") !== null;
  const look = () => {
    const root = host.shadowRoot;
    const end = root?.querySelector(".end");
    if (!end?.childElementCount) thanked = null;
    if (!end?.childElementCount || panel) return;
    thanked ??= now();
    if (stays()) {
      if (!root.querySelector(".done")) end.after(button("", "primary done", begin));
      // In the language that is spoken now; nothing of this device goes with the person.
      const spoken = root.querySelector(".frame").lang.slice(0, 2) === locale.slice(0, 2).toLowerCase() ? words : others;
      for (const [selector, text] of [[".done", spoken.done], [".receipt-hint", spoken.keep], [".is-unheard ~ .thanks", spoken.unheard]]) {
        say(root.querySelector(selector), text);
      }
    }
    const until = stays() ? Math.max(thanked, touched ?? 0) + rest : thanked + THANKS;
    if (now() >= until) begin();
  };
  const tick = setInterval(() => {
    if (!host.isConnected) {
      clearInterval(tick);
      served.delete(host);
      gone.abort();
    } else if (failed !== null && !panel) {
      draw();
      if (now() - failed >= RETRY) begin();
    } else {
      look();
      draw();
      if (thanked === null && touched !== null && now() - touched >= rest) begin();
    }
  }, TICK);

  // Who waits for their turn need not wait for the thanks of another; a link on the thanks leads on.
  host.addEventListener("click", (event) => {
    const isThere = thanked !== null && now() - thanked >= MOMENT && !panel && !stays();
    if (isThere && !event.composedPath().some((it) => it.matches?.("a, button"))) begin();
  }, { signal });

  // When the screen was touched, whatever was met: somebody who hammers on it is known by that.
  const touches = (library.touches = []);
  host.addEventListener("pointerdown", () => {
    if (!panel) touches.push(now());
    if (touches.length > TOUCHES) touches.shift();
  }, { signal, capture: true });

  // A finger that stays in the corner asks for the staff's panel.
  let press = null;
  const release = () => clearTimeout(press);
  host.addEventListener("pointerdown", ({ clientX, clientY }) => {
    release();
    if (panel || !read("pin") || !duty || clientX > CORNER || clientY > CORNER) return;
    press = setTimeout(async () => {
      const { open } = await import("./sayso-panel.js");
      touched = now();
      host.setAttribute("data-touched", "");
      const [css, faces, survey] = await Promise.all([style("sayso-panel.css"), library.texts(locale), surveyOf(host.named, style)]);
      panel = await open({ host, words, locale, duty, pin: read("pin"), css, faces, survey });
      panel.closed.then(() => {
        panel = null;
        begin();
      });
      draw();
    }, PRESS);
  }, { signal, capture: true });
  for (const sign of ["pointerup", "pointercancel"]) host.addEventListener(sign, release, { signal, capture: true });

  // A browser may want a touch before it keeps a screen awake, and lets go of it as it sees fit.
  let awake = null;
  const stayAwake = async () => {
    if (document.visibilityState === "visible" && awake?.released !== false) awake = await navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", stayAwake, { signal });
  stayAwake();
  const fill = () => document.fullscreenElement || document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
  for (const work of [fill, stayAwake]) host.addEventListener("click", work, { signal });
  for (const name of ["contextmenu", "dragstart"]) host.addEventListener(name, (event) => event.preventDefault(), { signal });

  // What is answered before the ledger is there waits for it.
  const early = [];
  host.addEventListener("sayso:submitted", ({ detail }) => (duty ? duty.record(detail) : early.push(detail)), { signal });
  const attend = async () => {
    try {
      const { start } = await import("./sayso-duty.js");
      duty = await start({ host, read, tongues, locale, library, widget, survey: () => surveyOf(host.named, style), signal });
      for (const detail of early.splice(0)) await duty.record(detail);
    } catch {
      if (!signal.aborted) setTimeout(attend, RETRY); // it asks all the same
    }
  };
  // Hours and ledger come first, unless they take too long.
  await Promise.race([attend(), new Promise((late) => setTimeout(late, PATIENCE))]);
  host.open();
};
