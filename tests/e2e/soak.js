// A row of people at one tablet, walked through inside the page: what asks from outside leaves a script behind each time, which would be
// weighed with the rest.
(() => {
  const memories = new Set();
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...all) => {
      const made = await real.apply(WebAssembly, all);
      for (const it of Object.values((made.instance ?? made).exports)) if (it instanceof WebAssembly.Memory) memories.add(it);
      return made;
    };
  }

  const heard = { begun: 0, handed: 0 };
  addEventListener("sayso:ready", () => heard.begun++);
  addEventListener("sayso:submitted", ({ detail: { event } }) => {
    if (event.type === "sayso.response.v1" && event.data.complete) heard.handed++;
  });

  const root = () => document.querySelector("sayso-survey")?.shadowRoot;
  const all = (selector) => [...(root()?.querySelectorAll(selector) ?? [])];
  const text = (selector) => root()?.querySelector(selector)?.textContent ?? "";
  const screen = () => ({
    title: text(".title"),
    thanks: text(".thanks"),
    language: root()?.querySelector(".frame")?.lang ?? "",
    frames: all(".frame").length,
    chosen: all("[aria-checked=true]").length,
    typed: all("input, textarea").map(({ value }) => value).join(""),
  });

  const pause = (ms) => new Promise((next) => setTimeout(next, ms));
  const until = async (what, holds) => {
    for (const start = performance.now(); performance.now() - start < 120_000; await pause(20)) if (holds()) return;
    throw Error(`waited for ${what}: ${JSON.stringify(screen())}`);
  };
  const asks = (title) => until(title, () => text(".title") === title);
  const tap = (selector, place = 0) => {
    const found = all(selector)[place];
    const above = root().querySelector(".veil:not([hidden])");
    if (above) throw Error(`under "${above.textContent}": ${selector}`);
    for (const name of ["pointerdown", "pointerup"]) found.dispatchEvent(new PointerEvent(name, { bubbles: true, composed: true }));
    found.click();
  };
  const write = (words) => {
    const [field] = all("input, textarea");
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const GO_ON = ".primary:not([hidden])";

  // What people do; whether they handed it in.
  const ways = {
    taps: (turn) => tap("[role=radio]", 2 + (turn % 3)),
    english: async () => {
      tap(".language", 1);
      await asks("How was it?");
      tap("[role=radio]", 3);
    },
    writes: async () => {
      tap("[role=radio]", 0);
      await asks("Vì sao?");
      await pause(300); // for whatever the kiosk does meanwhile
      tap("[role=checkbox]");
      tap(GO_ON);
      await asks("Kể thêm");
      write("Chờ hai mươi phút");
      tap(GO_ON);
    },
    leaves: async () => {
      tap("[role=radio]", 0);
      await asks("Vì sao?");
      tap("[role=checkbox]");
    },
  };
  const wayOf = (turn) => (turn % 60 === 29 ? "leaves" : turn % 5 === 2 ? "writes" : turn % 5 === 4 ? "english" : "taps");

  const first = () => until("the question", () => screen().title && screen().language);
  let fresh = null; // the first screen, as the first person found it
  let start = null;

  /** Lets those of these numbers come, not more often than once in `pace` milliseconds; how many began and handed in so far. */
  const come = async (from, to, pace) => {
    await first();
    fresh ??= JSON.stringify(screen());
    start ??= performance.now();
    for (let turn = from; turn < to; turn++) {
      await pause(Math.max(0, start + turn * pace - performance.now()));
      const { begun } = heard;
      const way = wayOf(turn);
      await ways[way](turn);
      if (way !== "leaves") await until("the thanks", () => text(".thanks"));
      // The next in the row has no patience, and begins where the first one did.
      await until("the next one's screen", () => (root()?.querySelector(".thanks")?.click(), heard.begun > begun));
      await first();
      const found = JSON.stringify(screen());
      if (found !== fresh || heard.begun !== begun + 1) throw Error(`after person ${turn}, who ${way}: ${found}, not ${fresh}; ${heard.begun - begun} screens`);
    }
    return heard;
  };

  const memory = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  window.soak = { come, memory, first };
})();
