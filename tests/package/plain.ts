// What the declarations allow and what they refuse, without any framework.
import "sayso-widget";
import type { SaysoCall, SaysoEvent, SaysoEventMap } from "sayso-widget";

const survey = document.createElement("sayso-survey");
survey.addEventListener("sayso:answered", ({ detail }) => {
  const question: string = detail.question;
  const scale: number | undefined = detail.answer.scale;
  // @ts-expect-error: an answer has no reason
  return [question, scale, detail.reason];
});
document.addEventListener("sayso:error", ({ detail }) => detail.problems.map(({ path, reason }) => `${path}: ${reason}`));
survey.addEventListener("sayso:submitted", (event: SaysoEventMap["sayso:submitted"]) => revision(event.detail.event));
survey.addEventListener("click", (event) => event.clientX);

function revision(event: SaysoEvent): number {
  // @ts-expect-error: only a response has a revision
  const unknown: number = event.data.revision;
  return event.type === "sayso.response.v1" ? event.data.revision : unknown;
}

(window.sayso = window.sayso || []).push(["open", { survey: "nps", mode: "modal" }], ["set", { plan: "gold" }]);
const call: SaysoCall = ["on", "delivered", ({ detail }: SaysoEventMap["sayso:delivered"]) => detail.id];
if (window.sayso && "open" in window.sayso) window.sayso.on("answered", ({ detail }) => detail.question);
// @ts-expect-error: what was delivered comes without its problems
const astray: SaysoCall = ["on", "delivered", ({ detail }: SaysoEventMap["sayso:error"]) => detail.problems];
// @ts-expect-error: there is no such mode
const slip: SaysoCall = ["open", { mode: "modle" }];
export { astray, call, slip };
