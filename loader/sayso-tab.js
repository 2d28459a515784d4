// The button at the edge of the page that opens a survey. It is there without the survey, which is fetched when somebody
// points at the button or presses it.

/** Draws the button into the element's root. */
export const tab = async (host, { library, style, signal, widget }) => {
  const locale = host.getAttribute("locale") || document.documentElement.lang || navigator.language;
  const [css, words] = await Promise.all([style("sayso.css"), library.texts(locale)]);
  if (signal.aborted || !host.isConnected) return;
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  root.querySelector(".tab")?.remove();

  const button = document.createElement("button");
  button.className = "tab";
  button.type = "button";
  button.lang = locale;
  button.dataset.theme = host.getAttribute("theme") || "auto";
  button.textContent = host.getAttribute("label") || words["tab.label"];
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
