// Every page of the shop: its language, the cart button, the cart drawer, the shelf where there is one.
import { catalog } from "./catalog.js";
import * as cart from "./cart.js";
import { drawer } from "./drawer.js";
import { lastRoast } from "./dates.js";
import { day, el, lang, money, setNumber, translate, words } from "./ui.js";

translate();
const openCart = drawer();
cartButton();
for (const place of document.querySelectorAll("[data-last-roast]")) place.textContent = day(lastRoast());
shelf();
document.documentElement.dataset.ready = "";

function cartButton() {
  const button = document.querySelector("#open-cart");
  button.addEventListener("click", openCart);
  cart.watch(() => {
    const { pieces } = cart.bill();
    setNumber(button.querySelector(".count"), pieces);
    button.setAttribute("aria-label", words.cartWith(pieces));
  });
}

function shelf() {
  const list = document.querySelector("#shelf");
  if (list) list.append(...catalog.map(card));
}

function card(item, index) {
  const text = item[lang];
  const add = el("button", { type: "button", class: "button add" }, words.add);
  add.setAttribute("aria-label", words.addNamed(text.name));
  add.addEventListener("click", () => addToCart(item, add));
  const picture = el("img", { src: `/${item.id}.svg`, alt: text.alt, width: 320, height: 320 });
  if (index > 2) picture.loading = "lazy";
  return el(
    "li",
    { class: "product", "data-product": item.id },
    el("div", { class: `tile ${item.tile}` }, picture),
    el("h3", {}, text.name),
    el("p", { class: "from" }, text.from),
    el("p", { class: "notes" }, text.notes),
    el("div", { class: "buy" }, el("p", { class: "price" }, money(item.price), el("span", {}, text.size)), add),
  );
}

function addToCart(item, button) {
  cart.add(item.id);
  const { pieces } = cart.bill();
  document.querySelector("#said").textContent = words.added(item[lang].name, pieces);
  button.textContent = words.addedShort;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => (button.textContent = words.add), 1600);
}
