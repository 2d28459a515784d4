// Sayso's loader, the script behind the tag. What it is for, in this order:
// 1. It costs the page next to nothing: the WebAssembly is fetched only once there is something to show.
// 2. Glue, WASM, style, survey and words come in parallel, each once a page.
// 3. The page never sees an exception of ours.
// It decides when to load. What to draw, to score and to send is decided in WebAssembly.
(() => {
  "use strict";
  const script = document.currentScript;

  // The tag's data attributes become an element, at the tag's place if it is to stand in the page.
  const place = (tag) => {
    const element = document.createElement("sayso-survey");
    element.fromTag = true;
    element.setAttribute("mode", "popover"); // the tag's default, for the style sheet to see
    for (const { name, value } of tag.attributes) {
      if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
    }
    // An async script that comes from the cache may run before there is a body.
    const isInline = tag.dataset.mode === "inline" && document.body?.contains(tag);
    const insert = () => (isInline ? tag.after(element) : document.body.append(element));
    if (document.body) insert();
    else addEventListener("DOMContentLoaded", insert, { once: true });
  };
  if (script && Object.keys(script.dataset).length > 0) place(script);
  if (customElements.get("sayso-survey")) return; // a second tag: the first loader serves its element

  const base = new URL(".", script ? script.src : location.href).href;
  const at = (path) => new URL(path, base).href;

  const said = new Set();
  const warn = (message) => said.has(message) || (said.add(message), console.warn("sayso: " + message));

  const get = async (url) => {
    const reply = await fetch(url, { credentials: "omit" });
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
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
  const style = (name) => once(name, async () => (await get(at(name))).text());
  const FORBIDDEN = "the page's policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src, or isolation=\"frame\" to the tag";
  const widget = () =>
    once("widget", async () => {
      const wasm = get(at("sayso-widget.wasm"));
      wasm.catch(() => {}); // told below, where it is awaited
      const glue = await import(at("sayso-widget.js"));
      await glue.default({ module_or_path: await wasm }).catch((error) => {
        const isForbidden = error instanceof WebAssembly.CompileError && /CSP|content security|unsafe-eval/i.test(error);
        throw isForbidden ? Error(FORBIDDEN) : error;
      });
      return glue;
    });

  // A preset's name, or the address of a survey.
  const isPreset = (survey) => /^[a-z][a-z-]*$/.test(survey);
  const surveyUrl = (survey) =>
    isPreset(survey) ? at(`surveys/${survey}.json`) : new URL(survey, document.baseURI).href;

  const language = (tag) => tag.split("-")[0].toLowerCase();
  const words = (tag) => json(at(`locales/${language(tag)}.json`));
  const texts = (tag) =>
    words(tag).catch(() => {
      warn(`no locales/${language(tag)}.json; the widget speaks English`);
      return words("en");
    });

  class SaysoSurvey extends HTMLElement {
    #widget = null; // the promise of what is mounted, from the moment that loading starts

    connectedCallback() {
      this.#widget ??= this.#start();
    }

    // Moving an element disconnects and connects it in one go, so the decision waits for the end of the task.
    disconnectedCallback() {
      queueMicrotask(async () => {
        if (this.isConnected || !this.#widget) return;
        const leaving = this.#widget;
        this.#widget = null;
        (await leaving)?.unmount();
      });
    }

    async #start() {
      try {
        const attributes = {};
        for (const { name, value } of this.attributes) attributes[name] = value;
        if (attributes.isolation === "frame") {
          return await (await import(at("sayso-frame.js"))).frame(this, attributes, at("frame.html"));
        }
        const languages = [document.documentElement.lang, ...navigator.languages].filter(Boolean);
        const named = attributes.survey || "csat";
        const guess = attributes.locale || languages[0] || "vi";
        words(guess).catch(() => {}); // on its way while the rest loads
        const [glue, css, survey] = await Promise.all([
          widget(),
          style("sayso.css"),
          json(surveyUrl(named)),
        ]);
        if (!this.isConnected) return null;
        const root = this.shadowRoot || this.attachShadow({ mode: "open" });
        return await glue.mount(this, root, {
          attributes,
          survey,
          isPreset: isPreset(named),
          css,
          languages,
          texts,
          moreStyle: () => style("sayso-more.css"),
          defaultMode: this.fromTag ? "popover" : "inline",
        });
      } catch (error) {
        this.#widget = null; // a later visit to the page's tree may try again
        const reason = String(error?.message ?? error);
        warn(reason);
        const detail = { problems: [{ path: "", reason }] };
        this.dispatchEvent(new CustomEvent("sayso:error", { bubbles: true, composed: true, detail }));
        return null;
      }
    }
  }
  customElements.define("sayso-survey", SaysoSurvey);
})();
