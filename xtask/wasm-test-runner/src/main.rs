//! What cargo hands the widget's compiled tests to: the test runner of `wasm-bindgen`, which starts a browser and runs them there.
//!
//! A package of its own, so that its dependencies stay out of xtask, and built here, so that nothing needs installing and its
//! version cannot differ from the library's.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
