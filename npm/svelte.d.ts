// `<sayso-survey>` in Svelte 5's markup: attributes by their names, events as `onsayso:answered={…}`.
import type { HTMLAttributes } from "svelte/elements";
import type { SaysoAttributes, SaysoEventMap, SaysoSurveyElement } from "./sayso.js";

type Listeners = { [Name in keyof SaysoEventMap as `on${Name}`]?: (event: SaysoEventMap[Name]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "sayso-survey": HTMLAttributes<SaysoSurveyElement> & SaysoAttributes & Listeners;
  }
}
