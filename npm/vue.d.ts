// `<sayso-survey>` in Vue 3's templates: attributes by their names, events as `@sayso:answered="…"`.
import type { HTMLAttributes, PublicProps } from "vue";
import type { SaysoAttributes, SaysoEventMap, SaysoSurveyElement } from "./sayso.js";

type Listeners = {
  [Name in keyof SaysoEventMap as `on${Capitalize<Name>}`]?: (event: SaysoEventMap[Name]) => void;
};

declare module "vue" {
  interface GlobalComponents {
    // Vue keeps `key` for itself.
    "sayso-survey": new () => SaysoSurveyElement & {
      $props: HTMLAttributes & PublicProps & Omit<SaysoAttributes, "key"> & Listeners;
    };
  }
}
