// `<sayso-survey>` as Vue 3's templates are checked against.
import type { GlobalComponents } from "vue";
import type {} from "sayso-widget/vue";

type Props = InstanceType<GlobalComponents["sayso-survey"]>["$props"];

export const props: Props = { survey: "smiley", "write-key": "pk_1", class: "rating" };
export const heard: Props = { "onSayso:answered": ({ detail }) => void detail.question };
// @ts-expect-error: there is no such theme
export const slip: Props = { theme: "drak" };
