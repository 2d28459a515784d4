// What of a screen takes keys at a hotline. A screen is a list of parts in its order: a field, or choices that belong together. Where the
// focus is, there is the part whose turn it is, and its choices alone have keys; in a field keys are letters.

// The keys of choices, in their order; a scale that begins at 0 has its numbers.
const FROM_ONE = "1234567890-=[]";
const FROM_ZERO = "0123456789-";

const CHOICES = "[role=radio], [role=checkbox], summary";
const FIELDS = "textarea, select, input:not([type=file])";
// What choices belong to. A topic with one reason is one line among the topics.
const HOME = ":is([role=radiogroup], [role=group]):not(.choice.topic > *), .tell-part";

// Beside each choice its key, for eyes alone: screen readers are told by `aria-keyshortcuts`. The room for it is always there.
export const BADGES = new CSSStyleSheet();
BADGES.replaceSync(`
  [data-key] { position: relative; }
  [data-key]::after {
    content: attr(data-key); position: absolute; inset-block-start: -6px; inset-inline-end: 2px; min-width: 20px; padding: 0 5px;
    border-radius: 6px; background: var(--_ink); color: var(--_paper); font-size: 12px; font-weight: 600; line-height: 18px; text-align: center;
  }
  .option, summary { padding-inline-start: 44px !important; }
  .option[data-key]::after, summary[data-key]::after { inset-block-start: calc(50% - 9px); inset-inline: 12px auto; }`);

export const find = (root, selector) =>
  [...(root?.querySelectorAll(selector) ?? [])].filter((found) => found.checkVisibility?.() ?? found.offsetParent);

export const deepest = () => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};

export const isWritten = (node) => node?.matches?.("textarea, select, input:not([type=range], [type=file])") ?? false;

/** Whether the screen says what has to be mended on it. */
export const isRefused = (root) => find(root, "[aria-invalid=true], [data-invalid], .error:not(:empty)").length > 0;

/** Whether a choice is the whole answer, and goes on by itself. */
export const goesOn = (choice) => choice.matches(":is(.faces, .stars, .thumbs, .scale > .points) > *");

export const isFilled = (node) => isWritten(node) && node.value !== "";

const follows = (node, other) => Boolean(node.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

/** Choices with their keys; more than there are keys are as many parts as it takes. */
const cut = (home, nodes) => {
  const keys = nodes[0].matches(".point") && nodes[0].textContent.trim() === "0" ? FROM_ZERO : FROM_ONE;
  const fold = home.closest("details");
  const count = Math.ceil(nodes.length / keys.length);
  return Array.from({ length: count }, (_, at) => ({ home, fold, keys, nodes: nodes.slice(at * keys.length, (at + 1) * keys.length) }));
};

/** The parts of the screen, a field without keys; the choices of a topic that is open, its `fold`, follow the topics. */
export const parts = (root) => {
  const homes = new Map();
  for (const node of find(root, `${CHOICES}, ${FIELDS}`)) {
    const home = node.matches(FIELDS) ? node : (node.matches("summary") ? node.parentElement.parentElement : node).closest(HOME) ?? node.parentElement;
    homes.set(home, [...(homes.get(home) ?? []), node]);
  }
  return [...homes].flatMap(([home, nodes]) => (home === nodes[0] ? { home, fold: home.closest("details"), keys: "", nodes } : cut(home, nodes)));
};

/** The part whose choices have keys: the one with the focus, else the last before it, else the first; none while somebody writes. */
export const turn = (root) => {
  const active = deepest();
  if (isWritten(active)) return undefined;
  const keyed = parts(root).filter(({ keys }) => keys);
  const outer = keyed.filter(({ fold }) => !fold);
  const isOnScreen = root?.querySelector(".screen")?.contains(active);
  return (
    keyed.find(({ nodes }) => nodes.includes(active)) ??
    outer.findLast(({ nodes }) => isOnScreen && follows(nodes[0], active)) ??
    outer[0]
  );
};

/** Shows the keys of this part, and no others. */
export const mark = (root, part) => {
  const keys = new Map(part?.nodes.map((node, at) => [node, part.keys[at]]));
  for (const choice of find(root, CHOICES)) {
    for (const name of ["data-key", "aria-keyshortcuts"]) {
      if (!keys.has(choice)) choice.removeAttribute(name);
      else if (choice.getAttribute(name) !== keys.get(choice)) choice.setAttribute(name, keys.get(choice));
    }
  }
};

/** Gives a part its turn: the focus, and all of it in view. */
export const enter = ({ nodes }) => {
  (nodes.find((node) => node.getAttribute("tabindex") === "0") ?? nodes[0]).focus({ preventScroll: true });
  for (const node of [nodes.at(-1), nodes[0], deepest()]) node.scrollIntoView({ block: "nearest" });
};

/** Opens a topic. */
export const open = (root, summary) => {
  const fold = summary.parentElement;
  if (!fold.open) summary.click();
  enter(parts(root).find((part) => part.fold === fold) ?? { nodes: [summary] });
};

export const shut = (fold) => {
  fold.open = false;
  enter({ nodes: [fold.querySelector("summary")] });
};

/** On from a choice to the part that follows, such as the next row or the field that it has opened. What can be ticked beside others stays. */
export const goOn = (root, chosen) => {
  const all = parts(root);
  const home = all.find(({ nodes }) => nodes.includes(chosen))?.home;
  if (!home) return;
  const next = chosen.matches("[role=radio]")
    ? all[all.findLastIndex((part) => part.home === home) + 1]
    : all.find(({ nodes }) => nodes[0] === chosen.nextElementSibling);
  enter(next ?? { nodes: [chosen] });
};

/** The choices before these, or before the field. */
export const before = (root, part) => {
  const first = part?.nodes[0] ?? deepest();
  return parts(root).findLast(({ keys, nodes }) => keys && root.contains(first) && follows(nodes[0], first));
};

/** The part after this one, after the last the button, then the first. */
export const after = (root, part) => {
  const ring = [...parts(root).filter(({ fold }) => !fold), ...find(root, ".primary").map((found) => ({ nodes: [found] }))];
  const active = deepest();
  const at = ring.findLastIndex(({ nodes }) => nodes.includes(active));
  return ring[((at < 0 ? ring.findIndex(({ nodes }) => nodes[0] === part?.nodes[0]) : at) + 1) % ring.length];
};

/** What stands around the focus and is open. */
export const around = () => deepest()?.closest("details[open]");

/** Which of these keys lead somewhere. */
export const uses = (root, part) => ({
  "1…9": Boolean(part),
  Enter: find(root, ".primary").length,
  Esc: isWritten(deepest()) || around() || parts(root).length > 1,
  Backspace: !isFilled(deepest()) && (around() || before(root, part) || find(root, ".secondary").length),
});
