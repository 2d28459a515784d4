// The inside of frame.html: draws what the page around it asks, and tells it the events and the height that is needed.
(() => {
  "use strict";
  const EVENTS = ["ready", "shown", "answered", "submitted", "delivered", "closed", "error"];

  // A card over the page leaves this much of its window free, so that much is missing when it fills the frame.
  const FREE = 48;

  const ask = ({ sayso: attributes, lang, context, source }, port) => {
    document.documentElement.lang = lang;
    window.saysoSource = source;
    window.sayso.set(context);
    port.onmessage = async ({ data: { name, args }, ports: [reply] }) => reply.postMessage(await window.sayso[name](...args));
    document.body.style.margin = 0;
    const element = document.createElement("sayso-survey");
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);

    let last = 0;
    const measure = () => {
      const card = element.shadowRoot.querySelector("section");
      if (!card || card.hidden) return;
      const over = attributes.mode === "popover" ? FREE : 0;
      const height = Math.ceil(card.scrollHeight + card.offsetHeight - card.clientHeight + over);
      if (height !== last) port.postMessage({ height: (last = height), label: card.getAttribute("aria-label") });
    };
    const follow = () => {
      new ResizeObserver(measure).observe(element.shadowRoot.querySelector("section"));
      new MutationObserver(measure).observe(element.shadowRoot, { attributes: true, childList: true, subtree: true });
      measure();
    };
    for (const event of EVENTS) {
      element.addEventListener("sayso:" + event, ({ detail }) => {
        if (event === "ready") follow();
        port.postMessage({ event, detail });
      });
    }
    document.body.append(element);
  };

  const listen = ({ data, ports: [port] }) => {
    if (!port || !data?.sayso) return;
    removeEventListener("message", listen);
    ask(data, port);
  };
  addEventListener("message", listen);
})();
