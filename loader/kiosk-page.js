// The page of a kiosk: `kiosk.html?survey=csat&touchpoint=counter-1&endpoint=...`. Once its address has said what to ask, the page keeps
// it, since an installed app starts without; a service worker keeps the files, so that it starts without a network too.
(() => {
  const KEPT = "sayso:kiosk";
  const LOADS = "sayso:loads"; // how often it did not come up
  const LATE = 10_000; // a start that takes longer has failed; the next has more time, up to eight times as much
  const IDLE = 60_000; // between looks for a new version
  const MOMENT = 5_000; // between looks whether somebody still answers

  const given = Object.fromEntries(new URLSearchParams(location.search));
  const read = () => {
    try {
      return JSON.parse(localStorage[KEPT] ?? "{}");
    } catch {
      return {};
    }
  };
  const asked = given.survey || given.touchpoint ? given : read();
  try {
    localStorage[KEPT] = JSON.stringify(asked);
  } catch {} // storage denied: the address has to say it each time

  const { lang, ...attributes } = asked;
  document.documentElement.lang = lang || "vi";
  const element = document.createElement("sayso-survey");
  for (const [name, value] of Object.entries(attributes)) {
    if (/^[a-z][a-z-]*$/.test(name) && !name.startsWith("on")) element.setAttribute(name, value);
  }
  element.setAttribute("mode", "kiosk");
  if (lang) element.setAttribute("locale", lang);
  document.body.append(element);

  // Nobody is answering: the moment for what nobody should notice.
  const isFree = () => !element.hasAttribute("data-touched");

  const worker = navigator.serviceWorker;
  if (!worker) return;

  // A new version that comes up is kept. One that does not is given back by the worker, after some loads; a device that is slow
  // has more time at each.
  const served = worker.controller;
  const loads = Number(sessionStorage[LOADS] ?? 0);
  const again = () => {
    if (!isFree()) return (late = setTimeout(again, 1_000)); // the staff looks why it does not
    sessionStorage[LOADS] = loads + 1;
    location.reload();
  };
  let late = setTimeout(again, LATE * 2 ** Math.min(loads, 3));
  element.addEventListener("sayso:ready", () => {
    clearTimeout(late);
    delete sessionStorage[LOADS];
    served?.postMessage("good");
  }, { once: true });

  let isControlled = worker.controller !== null;
  const reload = () => (isFree() ? location.reload() : setTimeout(reload, 1_000));
  worker.addEventListener("controllerchange", () => {
    if (isControlled) reload();
    isControlled = true;
  });
  worker.register("kiosk-sw.js", { updateViaCache: "none" }).then((registration) => {
    const go = () => isFree() && registration.waiting?.postMessage("go");
    const look = () => registration.update().catch(() => {}); // no network
    setInterval(go, MOMENT);
    setInterval(look, IDLE);
    look();
  }).catch((error) => console.warn("sayso: this kiosk needs its network:", error.message));
})();
