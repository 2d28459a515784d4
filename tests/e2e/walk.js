// What a person meets in the one widget of the page, for the walker to ask about and to act on.
window.walk = (() => {
  const host = () => document.querySelector("sayso-survey");
  const root = () => host().shadowRoot;
  // A group that leaves its layout to the one around has no box of its own, yet its choices are there.
  const isSeen = (element) => element.checkVisibility() || [...element.children].some(isSeen);
  const all = (selector, within = root()) => [...within.querySelectorAll(selector)].filter(isSeen);

  // A ring: an outline or a shadow that the element has only while it has the focus.
  const drawn = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? "outline" : boxShadow;
  };
  const isRinged = (element) => {
    const shown = element.matches(".photo-input") ? element.closest(".photo-add") : element;
    const look = drawn(shown);
    if (look === "outline") return true;
    element.blur();
    const changed = drawn(shown) !== look;
    element.focus();
    return changed;
  };
  const isInView = (element) => {
    const { top, bottom, left, right, height } = element.getBoundingClientRect();
    const reach = Math.min(height, 40);
    return bottom >= reach && top <= innerHeight - reach && left >= -1 && right <= innerWidth + 1;
  };

  // The words of an element, for messages.
  const name = (element) =>
    (element.getAttribute("aria-label") ?? element.textContent.trim() ?? "").slice(0, 60) || element.id || element.className;

  const focus = () => {
    const element = root().activeElement;
    if (!element) return { role: "", name: document.activeElement.localName, unseen: "not in the widget" };
    const group = element.closest("[role=radiogroup]");
    const radios = group ? [...group.querySelectorAll("[role=radio]")] : [];
    return {
      role: element.matches(".primary") ? "primary" : element.getAttribute("role") ?? element.localName,
      name: name(element),
      type: element.type ?? "",
      isChosen: element.getAttribute("aria-checked") === "true" || Boolean(element.value && element.matches("input, textarea")),
      choices: radios.length,
      isKeyboard: element.matches(":focus-visible"),
      unseen: isRinged(element) ? (isInView(element) ? "" : "out of view") : "no ring",
    };
  };

  const screen = () => ({
    title: root().querySelector(".title")?.textContent ?? "",
    isThanked: Boolean(root().querySelector(".end .thanks")),
    hasReceipt: Boolean(root().querySelector(".reference")),
    place: root().querySelector("progress")?.checkVisibility() ? root().querySelector("[aria-live=polite]").textContent : "",
  });

  // The field that the focus is on after a refusal, and whether an error that is shown describes it.
  const refusal = () => {
    const field = root().activeElement;
    const errors = all("[role=alert]").filter((alert) => alert.textContent.trim());
    const described = new Set();
    for (let element = field; element; element = element.parentElement) {
      for (const id of (element.getAttribute("aria-describedby") ?? "").split(/\s+/)) described.add(id);
    }
    return {
      field: field ? name(field) : "",
      role: field ? (field.getAttribute("role") ?? field.localName) : "",
      isInvalid: Boolean(field?.closest("[aria-invalid=true], [data-invalid]")),
      errors: errors.map((alert) => alert.textContent),
      isDescribed: errors.some((alert) => described.has(alert.id)),
    };
  };

  const write = (field) => {
    field.value = { tel: "0912 345 678", email: "lan@example.com" }[field.type] ?? (field.inputMode === "numeric" ? "1" : "Trễ hai ngày");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Answers what is on the screen by taps, and goes on. Of a scale or a list it takes the one at `place`.
  const answer = async (place) => {
    const before = screen().title;
    const moved = () => screen().title !== before;
    for (const group of all("[role=radiogroup]")) {
      const radios = all("[role=radio]", group);
      if (!radios.some((radio) => radio.getAttribute("aria-checked") === "true") || group.matches(".kinds")) {
        radios[Math.min(place, radios.length - 1)].click();
      }
      if (moved()) return;
    }
    all("summary")[0]?.click();
    await new Promise((done) => setTimeout(done));
    all("[role=checkbox]")[0]?.click();
    all("[role=radiogroup]")
      .filter((group) => !group.querySelector("[aria-checked=true]"))
      .forEach((group) => all("[role=radio]", group)[0].click());
    await new Promise((done) => setTimeout(done));
    all("textarea, input.line").forEach(write);
  };

  // Goes on without an answer. Where one tap answers, the button is there unseen.
  const refuse = async () => {
    root().querySelector(".primary").click();
    await new Promise((done) => setTimeout(done, 60));
    return true;
  };

  const settled = () => new Promise((done) => setTimeout(done, 60));
  const next = () => all(".primary")[0]?.click();
  const speak = async (locale) => {
    const button = root().querySelector(`.language[lang=${locale}]`);
    if (button.getAttribute("aria-pressed") === "true") return;
    button.click();
    while (button.getAttribute("aria-pressed") !== "true") await settled();
  };

  // What axe finds on this screen in each of these languages and themes. Nothing may move meanwhile.
  const barriers = async (locales, themes) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    // The page around is ours and no subject; a widget in it brings no landmarks and no first heading of its own.
    const rules = Object.fromEntries(["region", "page-has-heading-one", "heading-order"].map((id) => [id, { enabled: false }]));
    const found = [];
    for (const locale of locales) {
      await speak(locale);
      for (const theme of themes) {
        root().querySelector(".frame").dataset.theme = theme;
        for (const motion of root().getAnimations()) motion.finish();
        const { violations } = await axe.run("sayso-survey", { runOnly: tags, rules, resultTypes: ["violations"] });
        for (const { id, nodes } of violations) {
          for (const node of nodes) {
            found.push(`${locale} ${theme} ${id} ${node.target.flat().join(" ")}: ${node.failureSummary} ${node.html.slice(0, 200)}`);
          }
        }
      }
    }
    return found;
  };

  // Asks a survey; `document` may be one of its own.
  const ask = (survey, attributes) =>
    new Promise((done) => {
      host()?.remove();
      const own = document.createElement("sayso-survey");
      const address = typeof survey === "string" ? survey : URL.createObjectURL(new Blob([JSON.stringify(survey)], { type: "application/json" }));
      for (const [key, value] of Object.entries({ survey: address, locale: "vi", mode: "inline", ...attributes })) own.setAttribute(key, value);
      own.addEventListener("sayso:shown", () => done(true), { once: true });
      own.addEventListener("sayso:error", (event) => done(JSON.stringify(event.detail)), { once: true });
      (document.querySelector("main") ?? document.body).append(own);
    });

  return { ask, screen, focus, refusal, answer, refuse, next, barriers };
})();
