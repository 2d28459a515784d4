// The survey in a frame of its own, for a page whose policy forbids WebAssembly: `isolation="frame"`. The page has the frame,
// its size and the events; everything else is in frame.html, under that file's policy.
const LONGEST = 20_000;

// Answers and drafts are kept in the frame's own storage, which it would not have without its origin. What a sandbox takes
// from it all the same: to lead the page elsewhere, to open dialogs, to download.
const ALLOWED = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";

const OVER = { position: "fixed", inset: "auto 0 0 auto", width: "min(440px, 100vw)", "max-height": "100dvh", margin: "0", padding: "0" };

const OVER_THE_PAGE = /^(popover|modal|tab)$/;

/** Asks in a frame what `attributes` say; what a widget of the page itself can do, once the frame has answered. */
export const frame = async (host, attributes, address, context) => {
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  const isOver = OVER_THE_PAGE.test(attributes.mode);
  if (attributes.mode === "modal") console.warn('sayso: a frame cannot dim the page: mode="modal" is a card in its corner');
  const iframe = document.createElement("iframe");
  iframe.setAttribute("sandbox", ALLOWED);
  iframe.allow = "clipboard-write";
  // A frame of another color scheme than its page would be opaque; inside, the theme says what is drawn.
  const look = { border: "0", width: "100%", height: "100dvh", "color-scheme": "light", background: "none", visibility: "hidden" };
  for (const [name, value] of Object.entries({ display: "block", ...look, ...(isOver && OVER) })) {
    iframe.style.setProperty(name, value, "important");
  }
  const set = (name, value) => iframe.style.setProperty(name, value, "important");
  const show = (isShown) => {
    set("display", isShown ? "block" : "none");
    if (isOver) iframe.togglePopover?.(isShown);
  };
  if (isOver) iframe.popover = "manual";

  let isOpen = true; // as far as the inside is concerned
  const { port1: port, port2 } = new MessageChannel();
  const hear = ({ height, label, event, detail }) => {
    if (height) set("height", `${height}px`);
    if (label) iframe.title = label;
    if (!event) return;
    if (event === "shown") set("visibility", "visible");
    if (event === "closed") show(false);
    host.dispatchEvent(new CustomEvent("sayso:" + event, { bubbles: true, composed: true, detail }));
  };
  const answered = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(Error(`${address} did not answer; frame-src has to allow it`)), LONGEST);
    port.onmessage = ({ data }) => {
      clearTimeout(late);
      resolve();
      if (data.event === "closed") isOpen = false;
      hear(data);
    };
  });
  let passed; // the hidden fields that are known inside
  iframe.addEventListener("load", () => {
    passed = { ...context };
    const { origin } = new URL(address);
    const source = location.origin + location.pathname;
    const first = { sayso: asked(attributes), lang: document.documentElement.lang, context, source };
    iframe.contentWindow.postMessage(first, origin, [port2]);
  }, { once: true });
  iframe.src = address;
  // A tab stays where it is.
  root.querySelector("iframe")?.remove();
  root.append(iframe);
  show(true);
  const unmount = () => {
    port.close();
    iframe.remove();
  };
  try {
    await answered;
  } catch (error) {
    unmount();
    throw error;
  }
  // Calls `window.sayso` inside.
  const ask = (name, ...args) =>
    new Promise((resolve) => {
      const { port1: reply, port2: back } = new MessageChannel();
      reply.onmessage = ({ data }) => resolve(data);
      port.postMessage({ name, args }, [back]);
    });
  return {
    unmount,
    ask,
    update: () => {
      const gone = Object.fromEntries(Object.keys(passed).map((name) => [name, null]));
      passed = { ...context };
      return ask("set", { ...gone, ...passed });
    },
    scores: async () => (await ask("scores"))[0]?.scores,
    close: () => hear({ event: "closed" }),
    // What was closed inside has to be drawn anew.
    open: () => isOpen && (show(true), iframe.focus(), true),
  };
};

// What the frame cannot know is made whole here: addresses, the path, the theme that the page's visitor asked for.
const asked = ({ isolation, trigger, sample, repeat, cooldown, id, class: _, style, ...attributes }) => {
  const whole = (address) => new URL(address, document.baseURI).href;
  const { survey, endpoint, theme, mode, touchpoint } = attributes;
  const isAuto = !/^(light|dark)$/.test(theme);
  return {
    ...attributes,
    ...(survey && !/^[a-z][a-z-]*$/.test(survey) && { survey: whole(survey) }),
    ...(endpoint && { endpoint: whole(endpoint) }),
    touchpoint: touchpoint || location.pathname,
    // Whether to ask has been decided on the page.
    repeat: "always",
    cooldown: "0s",
    mode: OVER_THE_PAGE.test(mode) ? "popover" : "inline",
    theme: isAuto ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : theme,
  };
};
