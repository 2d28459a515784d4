// Small tools of every page: building elements, the page's language, money and dates as people write them.
import { english, spoken } from "./texts.js";

export const lang = document.documentElement.lang === "en" ? "en" : "vi";
export const words = spoken[lang];

const locale = lang === "en" ? "en-GB" : "vi-VN";
const currency = new Intl.NumberFormat(locale, { style: "currency", currency: "VND" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "long" });

export const money = (amount) => currency.format(amount);

/** "thứ Sáu, 20/11" or "Friday 20/11": day and month in the order that both languages read here. */
export function day(date) {
  const name = weekday.format(date);
  const numbers = `${date.getDate()}/${date.getMonth() + 1}`;
  return lang === "en" ? `${name} ${numbers}` : `${name.replace("Thứ", "thứ").replace("Chủ", "chủ")}, ${numbers}`;
}

/** An element with attributes and children; strings become text, never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Shows a count, or nothing at zero. */
export function setNumber(node, count) {
  node.textContent = count;
  node.hidden = count === 0;
}

/** The markup is Vietnamese; in English each `data-t` takes its words from the dictionary, attributes by `data-t-NAME`. */
export function translate(root = document) {
  for (const link of root.querySelectorAll(".languages a")) {
    if (link.lang === lang) link.setAttribute("aria-current", "true");
  }
  if (lang !== "en") return;
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = english[node.dataset.t];
  for (const name of ["aria-label", "content", "placeholder"]) {
    for (const node of root.querySelectorAll(`[data-t-${name}]`)) {
      node.setAttribute(name, english[node.getAttribute(`data-t-${name}`)]);
    }
  }
}
