// The order page: the form with its bill, then the thanks, under which the delivery survey stands.
import * as cart from "./cart.js";
import { arrival, nextRoast } from "./dates.js";
import { totals } from "./drawer.js";
import { day, el, lang, money, words } from "./ui.js";

const form = document.querySelector("#order-form");
const thanks = document.querySelector("#thanks");
const heading = document.querySelector("h1");
let placed = loadPlaced();

cart.watch(draw);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (valid()) place();
});
form.addEventListener("input", ({ target }) => showError(target, ""));

function draw() {
  const bill = cart.bill();
  const empty = bill.lines.length === 0;
  document.querySelector("#ordering").hidden = empty;
  document.querySelector("#nothing").hidden = !empty || Boolean(placed);
  thanks.hidden = !empty || !placed;
  if (!thanks.hidden) return thank();
  document.querySelector("#grind").hidden = !bill.lines.some((line) => line.item.beans);
  document.querySelector("#bill-lines").replaceChildren(
    ...bill.lines.map(({ item, count, sum }) =>
      el("li", {}, el("span", {}, `${count} × ${item[lang].name}`), el("span", {}, money(sum))),
    ),
  );
  document.querySelector("#bill-totals").replaceChildren(totals(bill));
  document.querySelector("#when").textContent = words.when(...dates());
}

function dates(roast = nextRoast()) {
  return [roast, ...arrival(roast)].map(day);
}

function valid() {
  const problems = [
    [form.elements.name, form.elements.name.value.trim() ? "" : words.needName],
    [form.elements.phone, /^(\+84|0)\d{9}$/.test(form.elements.phone.value.replace(/[\s.-]/g, "")) ? "" : words.needPhone],
    [form.elements.address, form.elements.address.value.trim() ? "" : words.needAddress],
    [form.elements.city, form.elements.city.value.trim() ? "" : words.needCity],
  ];
  for (const [field, problem] of problems) showError(field, problem);
  const first = problems.find(([, problem]) => problem);
  first?.[0].focus();
  return !first;
}

function showError(field, problem) {
  const place = document.querySelector(`#${field.id}-error`);
  if (!place) return;
  place.textContent = problem;
  if (problem) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function place() {
  const now = new Date();
  const number = `DS-${now.getDate()}${now.getMonth() + 1}-${String(now.getTime() % 10000).padStart(4, "0")}`;
  const { total } = cart.bill();
  placed = {
    number,
    name: form.elements.name.value.trim(),
    total,
    transfer: form.elements.pay.value === "transfer",
    roast: nextRoast(now).getTime(),
  };
  try {
    sessionStorage.setItem("order", JSON.stringify(placed));
  } catch (_) {
    // The thanks then last as long as the page.
  }
  cart.clear();
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

function loadPlaced() {
  try {
    return JSON.parse(sessionStorage.getItem("order"));
  } catch (_) {
    return null;
  }
}

function thank() {
  const [roast, first, last] = dates(new Date(placed.roast));
  heading.textContent = words.thanks(placed.name);
  const rows = [
    [words.orderNumber, placed.number],
    [words.roastedOn, roast],
    [words.arrives, words.between(first, last)],
    [placed.transfer ? words.toTransfer : words.toPay, money(placed.total)],
  ];
  thanks
    .querySelector("#receipt")
    .replaceChildren(...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  const after = document.querySelector("#after-order");
  if (!after.childElementCount) after.append(document.querySelector("#delivery-survey").content.cloneNode(true));
}
