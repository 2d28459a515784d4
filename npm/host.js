// What stands in for the page's own `document.currentScript`, `fetch` and `import()` when the loader is an ES module: a
// bundler may have moved its files and given them other names, and finds them only where they are named in the forms it
// knows, `import("./…")` and `new URL("./…", import.meta.url)`. `files.js` names them all; `cargo xtask dist` writes it.
import { modules, parts, texts } from "./files.js";

// The script that the loader believes to be: beside the hosted files, and with no survey of its own to show. By way of a
// constant, since a bundler would take `new URL("dist/sayso.js", import.meta.url)` for one more file.
const here = { url: import.meta.url };
export const saysoScript = { src: new URL("dist/sayso.js", here.url).href, dataset: {}, attributes: [] };

const base = new URL(".", saysoScript.src).href;
const find = (files, url) => {
  const path = url.startsWith(base) ? url.slice(base.length).split("?")[0] : "";
  return Object.hasOwn(files, path) ? files[path] : null;
};

export const saysoImport = (url) => find(modules, url)();

export const fetch = async (url, init) => {
  const text = find(texts, url);
  if (text) return new Response((await text()).default);
  return globalThis.fetch(find(parts, url)?.() ?? url, init);
};
