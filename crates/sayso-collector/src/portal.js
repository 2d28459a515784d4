// Makes the form of a WiFi sign-in the survey itself, where the browser has WebAssembly, all of it comes within a moment and nobody has begun to
// fill in the form. What is answered leaves through the form all the same: kept first, then on to the network.
(() => {
  const LATE = 3_000;
  const form = document.querySelector("form[data-survey]");
  if (!form || typeof WebAssembly !== "object" || !window.customElements || !form.requestSubmit) return;

  const element = document.createElement("sayso-survey");
  const { survey } = form.dataset;
  const attributes = { survey, mode: "inline", channel: "wifi", repeat: "always", locale: document.documentElement.lang, touchpoint: "portal" };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.hidden = true;

  let isForm = false; // it stays the form
  // The survey has the languages of its own.
  const show = (isSurvey) => {
    form.hidden = document.querySelector(".language").hidden = isSurvey;
    element.hidden = !isSurvey;
  };
  const stay = () => {
    isForm = true;
    show(false);
    element.remove();
  };
  const late = setTimeout(stay, LATE);
  for (const name of ["input", "pointerdown", "keydown"]) form.addEventListener(name, stay, { once: true });

  element.addEventListener("sayso:ready", async () => {
    // There are scores once the program is whole.
    const widget = await element.mounted;
    while (!isForm && !widget?.scores?.()) await new Promise((next) => setTimeout(next, 50));
    clearTimeout(late);
    if (!isForm) show(true);
  });
  element.addEventListener("sayso:error", stay);
  // Once more where somebody came back and changed their answer.
  element.addEventListener("sayso:submitted", ({ detail }) => {
    form.reset();
    form.elements.lang.value = detail.event.data.locale;
    for (const [question, { value }] of Object.entries(detail.event.data.answers)) {
      for (const choice of [value].flat()) {
        const radio = [...form.elements].find((input) => input.name === question && input.value === String(choice.id ?? choice));
        if (radio) radio.checked = true;
        const words = form.elements[question + ".text"];
        if (words && choice.text) words.value = choice.text;
      }
    }
    const way = document.querySelector("[data-answered]");
    if (way) way.textContent = way.dataset.answered;
    form.requestSubmit();
  });

  const loader = document.createElement("script");
  loader.src = "/sayso.js";
  loader.onerror = stay;
  document.head.append(loader);
  form.before(element);
})();
