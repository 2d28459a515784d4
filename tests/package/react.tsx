// `<sayso-survey>` in React 19's JSX.
import type {} from "sayso-widget/react";

export const plain = <sayso-survey survey="smiley" write-key="pk_1" className="rating" key="one" />;
export const heard = <sayso-survey mode="tab" onsayso:submitted={({ detail }) => detail.event.id} />;
export const own = <sayso-survey survey="/surveys/own.json" sample={0.5} />;
// @ts-expect-error: there is no such theme
export const slip = <sayso-survey theme="drak" />;
// @ts-expect-error: what was delivered has no question
export const astray = <sayso-survey onsayso:delivered={({ detail }) => detail.question} />;
