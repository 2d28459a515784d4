// The page of a hotline's agent: `hotline.html?survey=csat&touchpoint=hotline&endpoint=…`. The agent reads the question out and answers by
// keys, which stand beside the choices; the next call begins by itself. It presses what a hand would press: what is asked and sent is
// the survey's matter. Which keys choose what, `hotline-parts.js` says. What is typed while a screen gives way to the next waits for that one.
import { BADGES, after, around, before, deepest, enter, find, goOn, goesOn, isFilled, isRefused, isWritten, mark, open, parts, shut, turn, uses } from "./hotline-parts.js";

const WORDS = {
  vi: {
    title: "Tổng đài",
    call: "Cuộc gọi số {n}",
    reference: "Mã khách hoặc mã đơn, nếu có",
    personal: "Đây giống số điện thoại, email hoặc số giấy tờ. Bạn nhập mã khách hoặc mã đơn nhé.",
    saved: "Đã lưu. Mời cuộc tiếp theo.",
    unsaved: "Máy này chưa lưu được, câu trả lời đang được gửi đi. Đừng đóng trang.",
    number: "Đọc số này cho khách, rồi bấm Enter.",
    again: "Bấm {key} lần nữa để bỏ những gì đang viết.",
    keys: [
      ["1…9", "chọn", "cf"], ["Enter", "tiếp tục", "cf"], ["Enter", "ghi xong", "nm"], ["Enter", "cuộc gọi mới", "o"],
      ["Ctrl Enter", "tiếp tục hoặc gửi", "wv"], ["Esc", "sang phần kế", "cfwv"], ["Backspace", "quay lại", "cfwv"], ["/", "ghi mã khách", "cf"],
      ["F8", "mở hồ sơ khiếu nại", "cwno"], ["F2", "cuộc gọi mới", "cfwvnm"],
    ],
  },
  en: {
    title: "Hotline",
    call: "Call {n}",
    reference: "Customer or order number, if any",
    personal: "This looks like a telephone number, an e-mail address or an identity number. Please use a customer or order number.",
    saved: "Saved. Ready for the next call.",
    unsaved: "This device could not keep it; the answer is being sent. Leave the page open.",
    number: "Read this number out, then press Enter.",
    again: "Press {key} again to drop what is being written.",
    keys: [
      ["1…9", "choose", "cf"], ["Enter", "go on", "cf"], ["Enter", "done", "nm"], ["Enter", "new call", "o"],
      ["Ctrl Enter", "go on or send", "wv"], ["Esc", "to the next part", "cfwv"], ["Backspace", "back", "cfwv"], ["/", "customer number", "cf"],
      ["F8", "open a case", "cwno"], ["F2", "new call", "cfwvnm"],
    ],
  },
};

const { lang = navigator.language, case: complaint = "complaint", ...asked } = Object.fromEntries(new URLSearchParams(location.search));
const locale = /^vi\b/.test(lang) || !/^en\b/.test(lang) ? "vi" : "en";
const words = WORDS[locale];

const make = (name, text, attributes = {}) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

document.documentElement.lang = locale;
document.title = words.title;
const header = make("header");
const heading = make("div");
const call = make("p", "", { class: "call" });
heading.append(make("h1", asked.label || words.title), call);
const field = make("label", words.reference);
const reference = make("input", "", { id: "reference", maxlength: 40, autocomplete: "off", spellcheck: "false", "aria-describedby": "wrong" });
field.append(reference);
const wrong = make("p", "", { id: "wrong", class: "wrong", role: "alert" });
header.append(heading, field, wrong);
const main = make("main");
const news = make("p", "", { class: "news", role: "status" });
const footer = make("footer");
const list = make("ul");
// Each stands there while it is true: while somebody chooses (c, on a form f), writes (w, on a form v), notes a number (n, m), is through (o).
for (const [keys, meaning, modes] of words.keys) {
  const item = make("li", "", { "data-modes": modes });
  for (const key of keys.split(" ")) item.append(make("kbd", key), " ");
  item.append(meaning);
  list.append(item);
}
footer.append(news, list);
document.body.append(header, main, footer);

// What leads to a person everywhere is not written down with an answer: telephone numbers, addresses, identity numbers. A number that means
// something to the business alone is, as the hidden field `respondent`, by which the collector erases.
const isPersonal = (text) => /@/.test(text) || /^(\+\d{8,15}|00\d{8,15}|0\d{9,11}|84\d{9,10})$/.test(text.replace(/[\s.()/-]/g, ""));
const refer = () => {
  const text = reference.value.trim();
  wrong.textContent = isPersonal(text) ? words.personal : "";
  reference.setAttribute("aria-invalid", isPersonal(text));
  window.sayso.set({ respondent: text && !isPersonal(text) ? text : null });
};
reference.addEventListener("input", refer);

let element;
let calls = 0;
let isCase = false; // the survey is the case that F8 opened
let isOver = false; // thanked
let isKept = true;
let begun = null; // the screen
let place = null; // where on it the focus was last
let chosen = null; // what the last key chose on it
let left = null; // the screen that the last key left
let waiting = []; // keys for the next screen
let timer;
let again = ""; // the key that would drop what is written
let emptied = null; // the field that was just emptied

const root = () => element.shadowRoot;
const screen = () => root()?.querySelector(".screen") ?? null;
const isHeld = () => !isOver && (!screen() || (screen() === left && !isRefused(root())));
const isTelling = () => !isOver && (isCase || find(root(), ".tell").length > 0);

/** Shows what keys do now, and nothing else. */
const show = () => {
  const part = isHeld() ? undefined : turn(root());
  mark(root(), part);
  if (isHeld()) return;
  const active = deepest();
  const mode = active === reference ? (isTelling() ? "m" : "n") : isOver ? "o" : isWritten(active) ? (isTelling() ? "v" : "w") : isTelling() ? "f" : "c";
  const used = "cfwv".includes(mode) ? uses(root(), part) : {};
  for (const item of list.children) item.hidden = !item.dataset.modes.includes(mode) || !(used[item.firstChild.textContent] ?? true);
};

/** A screen that begins with a field, and a form, are written in at once. */
const begin = () => {
  const first = find(root(), ".tell textarea")[0] ?? parts(root())[0]?.nodes[0];
  if (isWritten(first) && !deepest()?.matches(".language, #reference")) first.focus();
};

const look = () => {
  if (screen() !== begun) {
    begun = screen();
    place = chosen = null;
    if (begun) begin();
  }
  if (chosen?.isConnected) goOn(root(), chosen);
  if (!isHeld()) left = null;
  if (!isOver && root()?.querySelector(".end .thanks")) thank();
  show();
  clearTimeout(timer);
  if (waiting.length) timer = setTimeout(take);
};

const thank = () => {
  isOver = true;
  const isToRead = root().querySelector(".end .reference");
  // A key pressed before does not take away a number that nobody has read out, nor the call that begins by itself.
  waiting = isToRead ? [] : waiting.filter(({ key }) => key !== "F2");
  if (isToRead) news.textContent = words.number;
  else next(isKept ? words.saved : words.unsaved);
};

/** Takes a key that has waited for its screen. */
const take = () => {
  if (isHeld() || !waiting.length) return;
  const event = waiting.shift();
  const field = deepest();
  if (!handle(event) && isWritten(field)) {
    const { selectionStart: from, selectionEnd: to } = field;
    const text = { Enter: "\n", Backspace: "" }[event.key] ?? event.key;
    // An address has no place of writing that a page may know, and a list no text.
    if (typeof from === "number") field.setRangeText(text, text || from < to ? from : Math.max(from - 1, 0), to, "end");
    else if (field.localName === "input") field.value = text ? field.value + text : field.value.slice(0, -1);
    field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }
  look();
};

const ask = (survey) => {
  element?.remove();
  isCase = Boolean(survey);
  if (isCase) reference.blur();
  isOver = false;
  isKept = true;
  element = make("sayso-survey");
  for (const [name, value] of Object.entries(asked)) {
    if (/^[a-z][a-z-]*$/.test(name) && !name.startsWith("on")) element.setAttribute(name, value);
  }
  const own = { touchpoint: asked.touchpoint || "hotline", channel: "hotline", mode: "inline", trigger: "load", repeat: "always", sample: 1, locale: asked.locale || locale };
  for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
  if (survey) element.setAttribute("survey", survey);
  const mine = element;
  mine.addEventListener("sayso:ready", () => {
    const shadow = mine.shadowRoot;
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, BADGES];
    const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "open", "aria-invalid", "data-invalid"] };
    new MutationObserver(() => mine === element && look()).observe(shadow, changes);
    // The survey gives a new screen's title the focus, also where a key was quicker.
    shadow.addEventListener("focusin", ({ target }) => {
      if (!target.matches(".title")) place = target;
      else if (place?.isConnected) place.focus();
      else begin();
      show();
    });
    look();
  });
  mine.addEventListener("sayso:submitted", ({ detail }) => {
    if (detail.durable === false) isKept = false;
  });
  main.append(element);
  show();
};

/** Begins the next call; nothing of this one stays. */
const next = (message = "") => {
  news.textContent = message;
  reference.value = "";
  refer();
  calls += 1;
  call.textContent = words.call.replace("{n}", calls.toLocaleString(locale));
  reference.blur();
  ask();
};

/** Presses what leaves the screen. */
const leave = (button) => {
  if (!button) return;
  left = isRefused(root()) ? null : screen();
  button.click();
  look();
};

const choose = (choice) => {
  if (choice.matches("summary")) return open(root(), choice);
  if (goesOn(choice)) return leave(choice);
  choice.click();
  chosen = choice;
  goOn(root(), choice);
};

/** To another part, out of a topic first; where there is none, off the screen. */
const move = (other, button) => {
  if (around()) shut(around());
  else if (other) enter(other);
  else leave(button);
};

const noted = () => {
  if (place?.isConnected) place.focus();
  else reference.blur();
};

/** Does what drops what is being written only when it is asked for twice. */
const drop = (key, does) => {
  const isLoss = again !== key && find(root(), "textarea, .line").some(({ value }) => value?.trim());
  again = isLoss ? key : "";
  if (!isLoss) return does();
  news.textContent = words.again.replace("{key}", key);
};

/** Does what a key stands for; false where it stands for itself. */
const handle = ({ key, ctrlKey }) => {
  const active = deepest();
  if (key !== "Backspace") emptied = null;
  else if (isFilled(active)) emptied = active;
  const meaning = () => {
    if (key === "F2") return () => drop(key, () => next());
    if (key === "F8") return () => isTelling() || drop(key, () => ask(complaint));
    if (active === reference) return key === "Enter" || key === "Escape" ? noted : undefined;
    if (key === "Enter") {
      if (active?.matches?.("a, button:not([role], .primary)")) return undefined;
      if (isOver) return () => next();
      return ctrlKey || !isWritten(active) || active.matches("input") ? () => leave(find(root(), ".primary")[0]) : undefined;
    }
    const part = turn(root());
    if (key === "Escape") return () => move(after(root(), part));
    // In a field that was empty before there is nothing to delete.
    if (key === "Backspace" && !isFilled(active) && active !== emptied) return () => move(before(root(), part), find(root(), ".secondary")[0]);
    if (ctrlKey || isWritten(active)) return undefined;
    const choice = key.length === 1 ? part?.nodes[part.keys.indexOf(key)] : undefined;
    if (choice) return () => choose(choice);
    return key === "/" ? () => reference.focus() : undefined;
  };
  const does = meaning();
  does?.();
  return Boolean(does);
};

const onKey = (event) => {
  const { key, ctrlKey, altKey, metaKey, isComposing, repeat, defaultPrevented } = event;
  // Whoever writes Vietnamese composes its letters.
  if (isComposing || altKey || metaKey) return;
  chosen = null;
  // A field of one line has gone on by itself.
  if (defaultPrevented && key === "Enter" && !isRefused(root())) left = screen();
  if (defaultPrevented) return;
  if (key !== again) again = "";
  if (!again && !isOver && news.textContent !== words.unsaved) news.textContent = "";
  if (!/^(.|Enter|Backspace|Escape|F2|F8)$/u.test(key) || (ctrlKey && key !== "Enter")) return;
  // A key that is held down chooses once.
  if (repeat && (ctrlKey || /^F\d/.test(key) || !isWritten(deepest()))) return event.preventDefault();
  // What begins anew need not wait for a screen that never comes.
  const isUrgent = /^F/.test(key) && (!screen() || waiting.some((other) => other.key === key));
  const isEarly = (isHeld() && deepest() !== reference) || waiting.length > 0;
  if (isUrgent) waiting = [];
  else if (isEarly) {
    waiting.push({ key, ctrlKey });
    return event.preventDefault();
  }
  if (handle(event)) event.preventDefault();
  show();
};
document.addEventListener("keydown", onKey);
document.addEventListener("pointerdown", () => (chosen = null));
for (const event of ["focusin", "input"]) document.addEventListener(event, show);
document.addEventListener("focusout", () => setTimeout(show));
next();
