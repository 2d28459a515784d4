// Sayso's loader, the script behind the tag. What it is for, in this order:
// 1. It costs the page next to nothing: what draws a survey is fetched only once there is one to show.
// 2. Glue, WASM, style, survey and words come in parallel, each once a page.
// 3. The page never sees an exception of ours.
// It decides whether and when to show a survey. What to draw, to score and to send is decided in WebAssembly.
(() => {
  const NAME = "sayso-survey";
  const script = document.currentScript;

  // The tag's data attributes become an element, at the tag's place if it is to stand in the page.
  const place = (tag) => {
    const element = document.createElement(NAME);
    element.setAttribute("mode", "popover"); // the tag's default, for the style sheet to see
    for (const { name, value } of tag.attributes) {
      if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
    }
    element.fromTag = true;
    const insert = () =>
      tag.dataset.mode === "inline" && document.body.contains(tag) ? tag.after(element) : document.body.append(element);
    // An async script that comes from the cache may run before there is a body.
    if (document.body) insert();
    else addEventListener("DOMContentLoaded", insert);
  };
  if (Object.keys(script?.dataset ?? {})[0]) place(script);
  if (customElements.get(NAME)) return; // a second tag, or another version: the first loader serves its element

  const at = (path) => new URL(path, script?.src || location.href).href;

  const said = {};
  const warn = (message) => (said[message] ||= !console.warn("sayso: " + message));

  // What stays on this device, or on this page where the browser keeps nothing.
  let store = {};
  try {
    store = localStorage ?? store;
  } catch {}
  const keep = (key, value) => {
    try {
      store["sayso:" + key] = value;
    } catch {} // full
    return value;
  };
  const kept = (key) => store["sayso:" + key];
  const isWithin = (span, key) => (Date.now() - kept(key)) ** 2 < span ** 2;

  const get = async (url) => {
    const reply = await fetch(url, { credentials: "omit" });
    if (!reply.ok) throw Error(`${url} answered ${reply.status}`);
    return reply;
  };

  // A promise that is made once, and again only after it failed.
  const cache = new Map();
  const once = (key, make) => {
    if (!cache.has(key)) {
      const made = make();
      cache.set(key, made);
      made.catch(() => cache.delete(key));
    }
    return cache.get(key);
  };

  // A text beyond the limit of the format is not parsed: that alone would hold up the page.
  const json = (url) =>
    once(url, async () => {
      const text = await (await get(url)).text();
      if (text.length > 2 ** 18) throw Error("expected at most 256 kB");
      return JSON.parse(text);
    });
  const file = (name) => get(at(name));
  const style = (name) => once("text " + name, async () => (await file(name)).text());
  // A module of ours that most pages do without, by what it does.
  // A browser may remember that it failed, so another attempt goes by another address.
  let attempt = "";
  const module = (name) =>
    once(name, () =>
      import(at(name) + attempt).catch((error) => {
        attempt += "?";
        throw error;
      }),
    );
  const more = async (name) => (await module(`sayso-${name}.js`))[name];
  const widget = () =>
    once("widget", async () => {
      const wasm = file("sayso-widget.wasm");
      const glue = await module("sayso-widget.js");
      await glue.default({ module_or_path: await wasm });
      return glue;
    });

  const library = {
    // Of this very tag; where there are none is known to whoever looks them up.
    texts: (tag) => json(at(`locales/${tag.toLowerCase()}.json`)),
    moreStyle: () => style("sayso-more.css"),
  };

  // `90s` in milliseconds; nothing of what is no span.
  const DAY = 864e5;
  const span = (text) => {
    const [, count, unit] = /^([\d.]+)([smhd])$/.exec(text) ?? [];
    return unit && count * { s: 1e3, m: 6e4, h: 36e5, d: DAY }[unit];
  };

  const context = {}; // the hidden fields, texts by name
  let offered = null; // the survey that opened by itself and is still open: one at a time

  class SaysoSurvey extends HTMLElement {
    mounted = null; // the promise of the widget, from the moment that loading starts
    #waiting = null; // ends the wait for an occasion

    constructor() {
      super();
      this.addEventListener("sayso:submitted", ({ detail }) => {
        if (detail.durable !== false) keep("answered:" + this.named, Date.now());
        keep("quiet", Date.now());
      });
      this.addEventListener("sayso:closed", () => {
        keep("quiet", Date.now());
        this.#end();
        if (this.isConnected) this.#wait(true);
      });
      this.addEventListener("sayso:error", () => {
        this.#end();
        this.mounted = null;
      });
    }

    get named() {
      return this.getAttribute("survey") || "csat";
    }

    connectedCallback() {
      if (!this.mounted && !this.#waiting) this.#wait();
    }

    // Moving an element disconnects and connects it in one go, so the decision waits for the end of the task.
    disconnectedCallback() {
      queueMicrotask(() => this.isConnected || this.leave());
    }

    #end() {
      this.#waiting?.abort();
      this.#waiting = null;
      if (offered === this) offered = null;
    }

    leave() {
      this.#end();
      this.mounted?.then((widget) => widget?.unmount());
      this.mounted = null;
    }

    #wait(again) {
      this.#waitFor(again).catch((error) => this.#fail(error));
    }

    // Waits for the occasion that the tag names, unless this visitor is not to be asked; `again`: on another page of the site.
    // What makes no sense here is the default; the widget names it.
    async #waitFor(again) {
      const { signal } = (this.#waiting = new AbortController());
      const read = (name) => this.getAttribute(name)?.trim();
      const trigger = read("trigger") || "load";
      const mode = read("mode") || "inline";
      // Who comes by their own wish is not held up.
      const isOffered = /^(popover|modal)$/.test(mode) && !/click:|manual/.test(trigger);
      const draw = "draw:" + this.named;
      if (+(kept(draw) ?? keep(draw, Math.random())) >= read("sample") || trigger === "manual") return;
      if (trigger !== "load") await (await more("when"))(trigger, { again, signal, span, warn });
      else if (again) return;
      const repeat = read("repeat");
      const rest = { once: Infinity, always: 0 }[repeat] ?? span(repeat) ?? (isOffered ? 30 * DAY : 0);
      const isTaken = isOffered && (offered || isWithin(span(read("cooldown")) ?? DAY, "quiet"));
      if (signal.aborted || isTaken || isWithin(rest, "answered:" + this.named)) return;
      if (/^(tab|kiosk)$/.test(mode)) (await more(mode))(this, { library, style, signal, span, widget });
      else this.open();
      if (isOffered) offered = this;
    }

    async open() {
      this.#waiting?.abort();
      // What was closed half way goes on; after the thanks it begins anew.
      if (this.mounted && (await this.mounted)?.open() === false) this.leave();
      this.mounted ??= this.#start().catch((error) => this.#fail(error));
    }

    async #start() {
      const attributes = Object.create(null);
      for (const { name, value } of this.attributes) attributes[name] = value;
      if (attributes.isolation === "frame") return (await more("frame"))(this, attributes, at("frame.html"), context);
      const languages = [document.documentElement.lang, ...navigator.languages];
      const isPreset = /^[a-z][a-z-]*$/.test(this.named);
      const url = isPreset ? at(`surveys/${this.named}.json`) : new URL(this.named, document.baseURI).href;
      // Most likely wanted, and on its way while the rest loads.
      library.texts((attributes.locale || languages[0] || navigator.language).split("-")[0]).catch(() => {});
      // What reads a survey of the page's own; the first screen of a preset does without.
      const parts = isPreset ? [] : ["sayso-survey.wasm", "sayso-shared.wasm"];
      const early = parts.map((name) => [name, file(name)]);
      const [glue, css, survey] = await Promise.all([widget(), style("sayso.css"), json(url)]);
      for (const [name, reply] of early) glue.early.set(name, reply);
      if (!this.isConnected) return;
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      return glue.mount(this, root, { ...library, attributes, survey, css, languages, context });
    }

    // Told to the page; the next occasion, or `open()`, tries again.
    async #fail(error) {
      const reason = await more("blame").then((blame) => blame(error, this.named), () => "" + error);
      warn(reason);
      const detail = { problems: [{ path: "", reason }] };
      this.dispatchEvent(new CustomEvent("sayso:error", { bubbles: true, composed: true, detail }));
    }
  }
  customElements.define(NAME, SaysoSurvey);

  // The page's side: what is called is fetched with the first call. Calls from before this script came wait in an array.
  const page = {
    on: (name, listener) => document.addEventListener("sayso:" + name, (event) => listener?.call?.(page, event)),
    push: (...calls) => {
      for (const call of calls) {
        const [name, ...args] = Array.from(call ?? []);
        page[name]?.(...args);
      }
    },
  };
  for (const name of ["open", "close", "set", "flush", "pending", "forget", "scores"]) {
    page[name] = async (...args) => {
      try {
        return await (await more("page"))[name]({ context, library, widget }, ...args);
      } catch (error) {
        warn(`${name}(): ${error?.message}`);
      }
    };
  }
  // What an earlier visit could not send goes first, whether or not anybody is asked today.
  if (kept("unsent")) page.flush(1);
  const queue = window.sayso;
  window.sayso = page;
  if (Array.isArray(queue)) page.push(...queue);
})();
