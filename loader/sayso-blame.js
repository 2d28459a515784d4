// Why the program does not run, in the words that its page's author needs.
const FORBIDDEN = "the page's policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src, or isolation=\"frame\" to the tag";

/** What to tell of an error at the start of the program. */
export const blame = (error) => {
  const isForbidden = error instanceof WebAssembly.CompileError && /CSP|content security|unsafe-eval/i.test(error);
  return isForbidden ? Error(FORBIDDEN) : error;
};
