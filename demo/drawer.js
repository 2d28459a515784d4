// The cart as a drawer at the right edge: a native dialog, so focus, Escape and stacking are the browser's work.
import * as cart from "./cart.js";
import { el, lang, money, words } from "./ui.js";

/** Builds the drawer and returns what opens it. */
export function drawer() {
  const close = el("button", { type: "button", class: "icon", "aria-label": words.close });
  close.append(cross());
  const list = el("ul", { class: "lines" });
  const foot = el("div", { class: "foot" });
  const title = el("h2", { id: "cart-title" }, words.cart);
  const dialog = el(
    "dialog",
    { class: "drawer", "aria-labelledby": "cart-title" },
    el("div", { class: "head" }, title, close),
    list,
    foot,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  cart.watch(() => draw(list, foot, () => dialog.close()));
  return () => dialog.showModal();
}

function draw(list, foot, close) {
  const bill = cart.bill();
  const held = document.activeElement?.dataset?.step;
  list.replaceChildren(...bill.lines.map(line));
  foot.replaceChildren(...(bill.lines.length ? sums(bill) : empty(close)));
  if (held) (list.querySelector(`[data-step="${held}"]`) ?? foot.querySelector("a, button"))?.focus();
}

function line({ id, item, count, sum }) {
  const text = item[lang];
  const step = (label, by, sign) => {
    const button = el("button", { type: "button", "aria-label": label(text.name), "data-step": `${id}${sign}` }, sign);
    button.addEventListener("click", () => cart.put(id, count + by));
    return button;
  };
  return el(
    "li",
    {},
    el("div", { class: `tile ${item.tile}` }, el("img", { src: `/${id}.svg`, alt: "", width: 64, height: 64 })),
    el("div", { class: "what" }, el("strong", {}, text.name), el("span", {}, `${text.size} · ${money(item.price)}`)),
    el("div", { class: "stepper" }, step(words.less, -1, "−"), el("output", {}, count), step(words.more, 1, "+")),
    el("span", { class: "sum" }, money(sum)),
  );
}

function sums(bill) {
  const order = el("a", { href: "/order.html", class: "button wide" }, words.checkout);
  return [
    ...(bill.toFree ? [el("p", { class: "hint" }, words.toFree(money(bill.toFree)))] : []),
    totals(bill),
    order,
  ];
}

function empty(close) {
  const back = el("a", { href: "/#coffee", class: "button wide" }, words.toShelf);
  back.addEventListener("click", close);
  return [el("p", { class: "hint" }, words.emptyCart), back];
}

/** Goods, shipping and total as a definition list. */
export function totals({ goods, shipping, total }) {
  const row = (name, value, kind = "") => el("div", { class: kind }, el("dt", {}, name), el("dd", {}, value));
  return el(
    "dl",
    { class: "totals" },
    row(words.goods, money(goods)),
    row(words.shipping, shipping ? money(shipping) : words.free),
    row(words.total, money(total), "total"),
  );
}

function cross() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M6 6l12 12M18 6L6 18");
  svg.append(path);
  return svg;
}
