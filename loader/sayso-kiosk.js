// A tablet at a touch point: one survey after the other, each for somebody else. What the device needs besides the survey is here:
// it starts anew after the thanks and after a while without anybody, stays awake, and leads nowhere else.

const TICK = 250;
const THANKS = 3_000; // to read two lines; the next person may stand there already
const REST = 30_000;
const RETRY = 10_000;
const SIGNS = ["pointerdown", "keydown", "input", "wheel"];

const served = new WeakSet();
const now = () => performance.now();

const button = (name, press) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "primary done";
  button.textContent = name;
  button.addEventListener("click", press);
  return button;
};

// The words around the survey; of a language that has none, English.
const wordsIn = async (locale, text) => {
  const [tag] = locale.toLowerCase().split("-");
  const read = (tag) => text(`locales/kiosk/${tag}.json`);
  return JSON.parse(await read(tag).catch(() => read("en")));
};

/** Asks one person after the other, for as long as the element stands in the page. */
export const kiosk = async (host, { span, style }) => {
  if (served.has(host)) return;
  served.add(host);
  const locale = host.getAttribute("locale") || document.documentElement.lang || navigator.language;
  const [css, words] = await Promise.all([style("sayso-kiosk.css"), wordsIn(locale, style)]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const rest = span(host.getAttribute("idle-reset")) || REST;
  const gone = new AbortController();
  const { signal } = gone;

  let touched = null; // when somebody last did something
  let thanked = null; // since when the thanks stand there
  let failed = null;

  // Nobody sees anything of who was there before: what was drawn for them goes, and a new one is drawn.
  const begin = async () => {
    touched = thanked = failed = null;
    host.removeAttribute("data-touched");
    const before = host.mounted;
    host.mounted = null;
    (await before)?.unmount?.();
    host.open();
  };

  const dress = () => {
    const root = host.shadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    const place = document.createElement("p");
    place.className = "place";
    place.textContent = host.getAttribute("label") ?? "";
    root.querySelector(".frame").prepend(place);
  };
  host.addEventListener("sayso:ready", dress, { signal });
  host.addEventListener("sayso:error", () => (failed = now()), { signal });
  for (const sign of SIGNS) {
    host.addEventListener(sign, () => {
      touched = now();
      host.setAttribute("data-touched", "");
    }, { signal, capture: true, passive: true });
  }

  // Who has a number to note stays until they go, or press the button.
  const look = () => {
    const root = host.shadowRoot;
    const end = root?.querySelector(".end");
    if (!end?.childElementCount) return;
    thanked ??= now();
    const hasNumber = root.querySelector(".receipt") !== null;
    if (hasNumber && !root.querySelector(".done")) end.after(button(words.done, begin));
    const until = hasNumber ? Math.max(thanked, touched ?? 0) + rest : thanked + THANKS;
    if (now() >= until) begin();
  };
  const tick = setInterval(() => {
    if (!host.isConnected) {
      clearInterval(tick);
      served.delete(host);
      gone.abort();
    } else if (failed !== null) {
      if (now() - failed >= RETRY) begin();
    } else {
      look();
      if (thanked === null && touched !== null && now() - touched >= rest) begin();
    }
  }, TICK);

  const stayAwake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stayAwake, { signal });
  stayAwake();
  const fill = () => document.fullscreenElement || document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
  host.addEventListener("click", fill, { signal });
  for (const name of ["contextmenu", "dragstart"]) host.addEventListener(name, (event) => event.preventDefault(), { signal });

  host.open();
};
