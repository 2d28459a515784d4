// Somebody who answers one survey after the other, and a note of each thanks that they saw. The notes outlive the tab.
(() => {
  // The clock, which somebody sets back now and then.
  const now = Date.now;
  const back = () => Number(localStorage.getItem("clock") ?? 0);
  Date.now = () => now() - back();
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length === 0 ? [Real.now()] : given));
    }
  };

  // The browser keeps the time of a request; here it is over sooner.
  const timeout = AbortSignal.timeout;
  AbortSignal.timeout = (limit) => timeout.call(AbortSignal, Math.min(limit, 1500));

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const note = (kind, { id, durable, event: { data } }) =>
    localStorage.setItem(`${kind}:${data.responseId}`, JSON.stringify({ id, durable, time: data.submittedAt }));

  /** What lies in this tab's memory alone: closed with it, it is lost, as the page is told. */
  globalThis.memory = new Set();
  let last;
  addEventListener("sayso:submitted", ({ detail }) => {
    last = detail;
    note("submitted", detail);
    if (!detail.durable) memory.add(detail.id);
  });
  addEventListener("sayso:delivered", ({ detail: { id } }) => memory.delete(id));

  const until = async (find) => {
    for (;;) {
      const found = find();
      if (found) return found;
      await wait(20);
    }
  };
  const goesOn = () => localStorage.getItem("stop") === null;

  const answer = async () => {
    const survey = document.createElement("sayso-survey");
    for (const [name, value] of Object.entries({ survey: "smiley", endpoint: "/v1/events", touchpoint: "campaign" })) {
      survey.setAttribute(name, value);
    }
    document.body.prepend(survey);
    const faces = await until(() => {
      const found = survey.shadowRoot?.querySelectorAll("[role=radio]") ?? [];
      return found.length === 5 && found;
    });
    last = undefined;
    faces[3 + Math.floor(Math.random() * 2)].click();
    await until(() => survey.shadowRoot.textContent.includes("Cảm ơn"));
    note("thanks", last);
    survey.remove();
  };

  addEventListener("load", async () => {
    while (goesOn()) await answer();
    globalThis.rests = true;
  });
})();
