// The cart: how many of what, for this visit. Knows prices, draws nothing.
import { product } from "./catalog.js";

const FREE_FROM = 400000;
const SHIPPING = 25000;
const MOST = 20;
const listeners = [];
let counts = load();

function load() {
  try {
    const saved = Object.entries(JSON.parse(sessionStorage.getItem("cart")) ?? {});
    return Object.fromEntries(saved.filter(([id, n]) => product(id) && Number.isInteger(n) && n > 0 && n <= MOST));
  } catch (_) {
    return {};
  }
}

/** Puts `count` of a product in the cart; zero takes it out. */
export function put(id, count) {
  counts = { ...counts, [id]: Math.min(count, MOST) };
  if (count < 1) delete counts[id];
  changed();
}

export const add = (id) => put(id, (counts[id] ?? 0) + 1);

export function clear() {
  counts = {};
  changed();
}

/** Calls back now and after every change. */
export function watch(listener) {
  listeners.push(listener);
  listener();
}

/** The cart as a bill: lines, goods, shipping, total, and what is missing to free shipping. */
export function bill() {
  const lines = Object.entries(counts).map(([id, count]) => {
    const item = product(id);
    return { id, item, count, sum: item.price * count };
  });
  const goods = lines.reduce((sum, line) => sum + line.sum, 0);
  const shipping = lines.length === 0 || goods >= FREE_FROM ? 0 : SHIPPING;
  const pieces = lines.reduce((sum, line) => sum + line.count, 0);
  return { lines, goods, shipping, total: goods + shipping, pieces, toFree: Math.max(0, FREE_FROM - goods) };
}

function changed() {
  try {
    sessionStorage.setItem("cart", JSON.stringify(counts));
  } catch (_) {
    // Kept in memory for this page only.
  }
  for (const listener of listeners) listener();
}
