// The button at the edge of the page that opens a survey. It is there without the survey, which is fetched when somebody
// points at the button or presses it.

// The words of a language and the tag that they were found under: its own, those of the language, English. Regions of the languages
// that come with us have no words of their own here.
const wordsIn = async (locale, { texts }) => {
  const [language] = locale.split("-");
  for (const tag of new Set(/^(vi|en)$/i.test(language) ? [language] : [locale, language])) {
    const words = await texts(tag).catch(() => {});
    if (words?.["tab.label"]) return [words, locale];
  }
  return [await texts("en"), "en"];
};

/** Draws the button into the element's root. */
export const tab = async (host, { library, style, signal, widget }) => {
  const locale = host.getAttribute("locale") || document.documentElement.lang || navigator.language;
  const [css, [words, language]] = await Promise.all([style("sayso.css"), wordsIn(locale, library)]);
  if (signal.aborted || !host.isConnected) return;
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  root.querySelector(".tab")?.remove();

  const button = document.createElement("button");
  button.className = "tab";
  button.type = "button";
  const label = host.getAttribute("label");
  button.lang = label ? locale : language;
  button.dataset.theme = host.getAttribute("theme") || "auto";
  button.textContent = label || words["tab.label"];
  const say = (isOpen) => button.setAttribute("aria-expanded", isOpen);
  say(false);
  button.setAttribute("aria-haspopup", "dialog");

  const close = async () => (await host.mounted)?.close?.();
  button.addEventListener("pointerenter", () => widget().catch(() => {}), { once: true });
  button.addEventListener("click", () => (button.ariaExpanded === "true" ? close() : host.open()));
  host.addEventListener("sayso:shown", () => say(true));
  host.addEventListener("sayso:closed", () => say(false));
  // Whoever goes on with the page is done for now; what was answered is there when the button is pressed again.
  const gone = new AbortController();
  const outside = { signal: gone.signal };
  document.addEventListener("pointerdown", (event) => {
    if (!button.isConnected) return gone.abort();
    if (button.ariaExpanded === "true" && !event.composedPath().includes(host)) close();
  }, outside);

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.append(button);
};
