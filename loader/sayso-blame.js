// Why there is no survey, in the words that its page's author needs.
const FORBIDDEN = "the page's policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src, or isolation=\"frame\" to the tag";

const PRESETS = ["csat", "smiley", "nps", "ces", "acsi", "servqual", "complaint", "after-purchase", "exit", "wifi"];

// How many letters have to be added, left out or changed.
const distance = (one, other) => {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [at, letter] of [...one].entries()) {
    let left = at + 1;
    row = [left, ...[...other].map((wanted, place) => {
      left = Math.min(left + 1, row[place + 1] + 1, row[place] + (letter === wanted ? 0 : 1));
      return left;
    })];
  }
  return row.at(-1);
};

const nearest = (name) => PRESETS.map((preset) => [distance(name, preset), preset]).sort(([one], [other]) => one - other)[0];

/** What to tell of an error at the start of a survey of this name. */
export const blame = (error, survey) => {
  const isForbidden = error instanceof WebAssembly.CompileError && /CSP|content security|unsafe-eval/i.test(error);
  if (isForbidden) return FORBIDDEN;
  const reason = String(error?.message ?? error);
  if (!/^[a-z][a-z-]*$/.test(survey) || PRESETS.includes(survey) || !reason.includes(`/${survey}.json`)) return reason;
  const [steps, meant] = nearest(survey);
  const hint = steps <= 2 ? `; did you mean "${meant}"?` : "";
  return `survey="${survey}" is not known; allowed: ${PRESETS.join(", ")}, or the address of a survey of your own${hint}`;
};
