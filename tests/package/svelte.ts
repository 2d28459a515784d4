// `<sayso-survey>` as Svelte 5's markup is checked against.
import type { SvelteHTMLElements } from "svelte/elements";
import type {} from "sayso-widget/svelte";

type Props = SvelteHTMLElements["sayso-survey"];

export const props: Props = { survey: "smiley", key: "pk_1", class: "rating" };
export const heard: Props = { "onsayso:answered": ({ detail }) => void detail.question };
// @ts-expect-error: there is no such theme
export const slip: Props = { theme: "drak" };
