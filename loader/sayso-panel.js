// The staff's panel of a kiosk: behind a code, what the device's ledger adds up to, how the device is doing, and what can be done about
// it. Nothing of it is decided here: figures and drawings come from the program as a tree of elements.

import { make, placeOf } from "./sayso-kiosk.js";

const SVG = new Set(["svg", "title", "desc", "rect", "line", "text", "polyline", "circle", "path"]);
const SECOND = 1_000;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "⌫", "0", "✓"];

// Elements of a tree `[tag, attributes, children…]`; no text is ever parsed.
const grown = ([tag, attributes, ...children]) => {
  const element = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map((child) => (Array.isArray(child) ? grown(child) : child)));
  return element;
};

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);

// What the survey calls its own options, in its languages, among the board's words.
const optionsOf = ({ questions = [] }) => {
  const all = questions.flatMap(({ options }) => (Array.isArray(options) ? options : []));
  return Object.fromEntries(all.map(({ id, label }) => ["option." + id, label]));
};

const saveAs = (name, text, type) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** Opens the panel; `closed` settles once it is gone. */
export const open = async ({ host, words, locale, duty, pin, css, faces, survey }) => {
  const root = host.shadowRoot;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const panel = make("div", "panel");
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-modal", "true");
  panel.setAttribute("aria-label", words.panel);
  panel.tabIndex = -1;
  panel.lang = locale;
  panel.dataset.theme = root.querySelector(".frame")?.dataset.theme ?? "auto";

  let done;
  const closed = new Promise((resolve) => (done = resolve));
  const close = () => {
    panel.remove();
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    done();
  };

  const button = (name, press, className = "secondary") => {
    const made = make("button", className, name);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  };
  // Whose panel it is: what people call the place, its id, and what is asked there.
  const place = placeOf(host);
  const head = () => {
    const bar = make("div", "panel-head");
    const name = make("div", "panel-name");
    const about = [place[/^vi/i.test(locale) ? "vi" : "en"], duty.touchpoint, survey.id ?? host.named];
    name.append(make("h2", "", words.panel), make("p", "panel-about", about.filter(Boolean).join(" · ")));
    bar.append(name, button(words.close, close));
    return bar;
  };
  const show = (...parts) => {
    panel.replaceChildren(head(), ...parts);
    panel.focus();
  };

  const number = (value, options) => new Intl.NumberFormat(locale, options).format(value);
  const span = (ms, round = Math.round) => {
    const [count, unit] =
      ms < 6e4 ? [ms / 1e3, "second"] : ms < 36e5 ? [ms / 6e4, "minute"] : ms < 1728e5 ? [ms / 36e5, "hour"] : [ms / 864e5, "day"];
    return number(round(count), { style: "unit", unit, unitDisplay: "long" });
  };

  // The code. After wrong ones nothing is taken for a while, also not after a restart.
  const ask = () => {
    let typed = "";
    const dots = make("p", "code");
    dots.setAttribute("role", "img");
    dots.setAttribute("aria-label", fill(words.typed, { n: 0 }));
    const said = make("p", "code-said");
    said.setAttribute("role", "alert");
    // Counts down, to be looked at: spoken, it would be an alarm every second.
    const wait = make("p", "code-wait");
    wait.setAttribute("role", "timer");
    const pad = make("div", "pad");
    const lock = () => {
      const left = duty.attempts();
      for (const key of pad.children) key.disabled = left > 0;
      wait.textContent = left > 0 ? fill(words.again, { span: span(left, Math.ceil) }) : "";
      if (left > 0) {
        if (said.textContent !== words.locked) said.textContent = words.locked;
        setTimeout(() => panel.isConnected && lock(), Math.min(left, 1_000));
      } else if (said.textContent !== words.wrong) said.textContent = "";
    };
    const type = (key) => {
      if (duty.attempts() > 0) return lock();
      if (key === "✓") {
        const isRight = typed === pin;
        duty.attempts(isRight);
        if (isRight) return board();
        typed = "";
        said.textContent = words.wrong;
        lock();
      } else {
        said.textContent = "";
        typed = key === "⌫" ? typed.slice(0, -1) : (typed + key).slice(0, 32);
      }
      dots.textContent = "•".repeat(typed.length);
      dots.setAttribute("aria-label", fill(words.typed, { n: typed.length }));
    };
    for (const key of KEYS) {
      const made = button(key, () => type(key), "key");
      made.setAttribute("aria-label", { "⌫": words.erase, "✓": words.enter }[key] ?? key);
      pad.append(made);
    }
    panel.addEventListener("keydown", ({ key }) => {
      const meant = { Enter: "✓", Backspace: "⌫" }[key] ?? key;
      if (pad.isConnected && KEYS.includes(meant) && !(key === "Enter" && root.activeElement !== panel)) type(meant);
    });
    show(make("p", "code-ask", words.code), dots, pad, said, wait);
    lock();
  };

  // As the drawings write a date, by the clock on the wall.
  const time = (ms) => {
    const told = duty.clock(ms, { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
    return `${fill(words.date, { day: Number(told.day), month: Number(told.month) })}/${told.year}, ${told.hour}:${told.minute}`;
  };
  const bytes = (count) => number(count / 1e6, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });

  const health = async () => {
    const told = await duty.facts();
    const { queue, storage, battery } = told;
    const contact = duty.contact();
    const rows = [
      [words.waiting, queue.oldestMs === undefined ? number(queue.waiting) : `${number(queue.waiting)} (${fill(words.oldest, { span: span(queue.oldestMs) })})`],
      [words.parked, number(queue.parked)],
      [words.contact, contact ? time(contact) : words.never],
      [words.room, storage ? `${bytes(storage.usedBytes)} / ${bytes(storage.quotaBytes)}` : words.unknown],
      [words.battery, battery ? number(battery.level, { style: "percent" }) + (battery.charging ? ` (${words.charging})` : "") : words.unknown],
      [words.uptime, span(told.uptimeMs)],
      [words.restarts, number(told.restarts)],
      [words.version, told.version],
      [words.device, told.deviceId.slice(0, 8)],
      ...told.faults.slice(-6).map((fault) => [words.fault, fault]),
    ];
    const list = make("dl", "health");
    for (const [name, value] of rows) list.append(make("dt", "", name), make("dd", "", value));
    return list;
  };

  const board = async (news = "") => {
    const drawn = grown(await duty.board({ ...faces, ...words, ...optionsOf(survey) }));
    const said = make("p", "panel-said");
    said.setAttribute("role", "status");
    const list = await health();
    const refresh = async () => list.replaceChildren(...(await health()).childNodes);

    const test = button(words.test, async () => {
      said.textContent = words.testing;
      const isTaken = await duty.test().catch(() => false);
      said.textContent = isTaken ? words.test_good : words.test_bad;
      await refresh();
    });
    test.disabled = !duty.endpoint;
    const save = button(words.export, async () => {
      const parked = [];
      for (let list, after; (list = await window.sayso.pending({ after })).some((entry) => entry.parked); after = list.at(-1)) {
        for (const { id } of list.filter((entry) => entry.parked)) parked.push(...(await window.sayso.pending({ id })));
      }
      if (parked.length > 0) saveAs(`sayso-${new Date().toISOString().slice(0, 10)}.json`, JSON.stringify(parked, null, 2), "application/json");
      said.textContent = parked.length > 0 ? fill(words.exported, { n: number(parked.length) }) : words.export_none;
    });
    let asked = null; // when
    const wipe = button(words.wipe, async () => {
      if (asked === null) {
        asked = performance.now();
        wipe.textContent = words.wipe_sure;
        const { queue } = await duty.facts();
        said.textContent = fill(words.wipe_what, { n: number(queue.waiting + queue.parked) });
        return;
      }
      if (performance.now() - asked < SECOND) return; // the other half of a double touch, which nobody has read before
      await duty.wipe();
      await board(words.wiped);
    }, "secondary danger");
    const acts = make("div", "acts");
    // What leads people here from paper, where the tag says to which page.
    const print = (paper) =>
      button(fill(words.poster, { paper: paper.toUpperCase() }), async () => {
        try {
          const program = await import("./sayso-poster.js");
          await program.default();
          const drawn = program.poster(page, duty.touchpoint, place.vi, place.en, JSON.stringify(survey), paper);
          if (drawn) saveAs(`${duty.touchpoint.replace(/[^\p{L}\p{N}_]+/gu, "-")}-${paper}.svg`, drawn, "image/svg+xml");
          said.textContent = drawn ? words.poster_saved : words.poster_bad;
        } catch {
          said.textContent = words.poster_bad;
        }
      });
    const page = host.getAttribute("poster")?.trim();
    acts.append(test, save, ...(page ? ["a6", "a4"].map(print) : []), wipe);
    show(drawn, make("h3", "", words.health), list, acts, said);
    if (!news) return;
    setTimeout(() => (said.textContent = news), 100); // what comes together with its region is not spoken
    said.scrollIntoView({ block: "nearest" });
  };

  root.append(panel);
  ask();
  return { close, closed };
};
