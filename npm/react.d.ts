// `<sayso-survey>` in JSX, for React 19: attributes by their names, events as `onsayso:answered={…}`.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { SaysoAttributes, SaysoEventMap, SaysoSurveyElement } from "./sayso.js";

type Listeners = { [Name in keyof SaysoEventMap as `on${Name}`]?: (event: SaysoEventMap[Name]) => void };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      // React keeps `key` for itself.
      "sayso-survey": DetailedHTMLProps<HTMLAttributes<SaysoSurveyElement>, SaysoSurveyElement> &
        Omit<SaysoAttributes, "key"> &
        Listeners;
    }
  }
}
