//! `cargo xtask test`: every check of the project, one part after the other, with the runners' own output.

use crate::cli::{Part, TestOptions};
use crate::npm::Tools;
use crate::setup::{self, WasmToolchain};
use crate::workspace::Workspace;
use crate::{consumer, dist, faults, process, serve, site, size, unsteady};
use anyhow::Result;
use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// A part that takes longer hangs: the slowest, from a cold start on two cores, takes a third of it.
const LIMIT: Duration = Duration::from_mins(25);

/// Where one of these is set, a test lasts as long as it says (CONTRIBUTING.md).
const LASTING: [&str; 2] = ["SAYSO_DAY", "SAYSO_SOAK"];

/// Runs the chosen parts, or all of them; the first that fails ends the run.
pub(crate) fn run(workspace: &Workspace, options: &TestOptions) -> Result<()> {
    let filter = options.filter.as_deref();
    for part in chosen(options) {
        let started = Instant::now();
        eprintln!("== {part:?}");
        match part {
            Part::Lint => lint(workspace)?,
            Part::Core => core(workspace, filter)?,
            Part::Faults => check(&mut faults::tests(workspace, filter)?)?,
            Part::Web => web(workspace, filter)?,
            Part::Dist => {
                size::run(workspace, true, false)?;
                consumer::check(workspace)?;
            }
            Part::E2e => e2e(workspace, filter)?,
        }
        eprintln!("== {part:?} in {} s", started.elapsed().as_secs());
    }
    Ok(())
}

/// With a filter, the parts that have no tests to filter are left out.
fn chosen(options: &TestOptions) -> Vec<Part> {
    match (&options.only[..], &options.filter) {
        ([], None) => vec![Part::Lint, Part::Core, Part::Faults, Part::Web, Part::Dist, Part::E2e],
        ([], Some(_)) => vec![Part::Core, Part::Faults, Part::Web, Part::E2e],
        (only, _) => only.to_vec(),
    }
}

fn lint(workspace: &Workspace) -> Result<()> {
    setup::rust_components()?;
    check(workspace.cargo().args(["fmt", "--all", "--check"]))?;
    let deny = ["--", "-D", "warnings"];
    let mut native = workspace.cargo();
    check(native.args(["clippy", "--workspace", "--exclude", "sayso", "--all-targets"]).args(deny))?;
    match WasmToolchain::set_up()? {
        WasmToolchain::Debian => {
            eprintln!("the widget is not linted: Debian's toolchain comes without clippy");
            Ok(())
        }
        toolchain @ WasmToolchain::Rustup => check(
            toolchain.cargo(workspace, "clippy").args(["--package", "sayso", "--all-targets"]).args(deny),
        ),
    }
}

/// The default members: unit, property and doc tests. The collector's run over both databases; where `PostgreSQL` is not to
/// be had, its suite says so and is skipped.
fn core(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    let mut tests = workspace.cargo();
    match setup::postgres() {
        Ok(()) => drop(tests.env("SAYSO_POSTGRES", "required")),
        Err(reason) => eprintln!("the collector is not tested over PostgreSQL: {reason:#}"),
    }
    check(tests.arg("test").args(filter))?;
    if filter.is_none_or(|filter| filter.contains("openapi")) { described(workspace) } else { Ok(()) }
}

/// The collector's `/openapi.json` against a running collector, over both databases; without Python it says so and is skipped.
fn described(workspace: &Workspace) -> Result<()> {
    match setup::schemathesis(workspace) {
        Ok(program) => {
            let mut tests = workspace.cargo();
            tests.args(["test", "--package", "sayso-collector", "--tests", "openapi"]);
            check(tests.env("SAYSO_SCHEMATHESIS", program))
        }
        Err(reason) => {
            eprintln!("the collector's /openapi.json is not held against the server: {reason:#}");
            Ok(())
        }
    }
}

/// The widget's components, in a headless browser.
fn web(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    let browser = setup::browser()?;
    let toolchain = WasmToolchain::set_up()?;
    check(workspace.cargo().args(["build", "--package", "wasm-test-runner"]))?;
    unsteady::check(|alone| Ok(web_tests(workspace, toolchain, &browser, alone.or(filter))), LIMIT)
}

fn web_tests(
    workspace: &Workspace,
    toolchain: WasmToolchain,
    browser: &setup::Browser,
    filter: Option<&str>,
) -> Command {
    let mut tests = toolchain.cargo(workspace, "test");
    tests
        .args(["--package", "sayso", "--test", "web"])
        .args(filter)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", workspace.target.join("debug/wasm-test-runner"))
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", workspace.root.join("xtask/webdriver.json"))
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    tests
}

/// `cargo xtask screenshot`: the README's picture, from the end-to-end test that takes it. A command of its own, so that a
/// test run leaves the checkout as it is.
pub(crate) fn screenshot(workspace: &Workspace) -> Result<()> {
    dist::build(workspace)?;
    let mut test = e2e_tests(workspace, Some("the_readme_has_its_picture"))?;
    check(test.env("SAYSO_PICTURE", workspace.root.join("docs/screenshot.png")))
}

/// The whole walk: the collector as a process, the files of `dist/`, a real browser.
fn e2e(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    dist::build(workspace)?;
    let lasts = LASTING.iter().any(|name| env::var_os(name).is_some());
    unsteady::check(
        |alone| {
            let mut tests = e2e_tests(workspace, alone.or(filter))?;
            if alone.is_some() {
                tests.args(["--", "--exact"]);
            }
            Ok(tests)
        },
        if lasts { Duration::MAX } else { LIMIT },
    )
}

fn e2e_tests(workspace: &Workspace, filter: Option<&str>) -> Result<Command> {
    let browser = setup::browser()?;
    let site = site::of_dist(workspace)?;
    let consumers = consumer::build(workspace)?;
    let collector = serve::collector(workspace)?;
    let tools = Tools::set_up(workspace)?;
    let mut tests = workspace.cargo();
    tests
        .args(["test", "--package", "sayso-e2e"])
        .args(filter)
        .env("SAYSO_COLLECTOR", collector)
        .env("SAYSO_SITE", site)
        .env("SAYSO_CONSUMERS", consumers)
        .env("SAYSO_TAG", dist::tag(workspace, "")?)
        .env("SAYSO_AXE", tools.axe())
        .env("SAYSO_HOST_STYLES", tools.modules())
        .env("SAYSO_SCREENSHOTS", workspace.kept().join("screenshots"))
        .env("SAYSO_CHROMIUM", &browser.chromium)
        .env("SAYSO_CHROMEDRIVER", &browser.driver);
    tell(&mut tests, "Firefox", setup::gecko(workspace));
    tell(&mut tests, "WebKit", setup::webkit());
    Ok(tests)
}

/// Where another engine's programs are; where they are not to be had, its walks are left out, and this says so.
fn tell<const N: usize>(tests: &mut Command, engine: &str, found: Result<[(&'static str, PathBuf); N]>) {
    match found {
        Ok(variables) => drop(tests.envs(variables)),
        Err(reason) => eprintln!("the widget is not tested in {engine}: {reason:#}"),
    }
}

fn check(command: &mut Command) -> Result<()> {
    process::run_within(command, LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_leaves_out_what_has_no_tests_to_filter() {
        let check = |only: &[Part], filter: Option<&str>, expected: &[Part]| {
            let options = TestOptions { only: only.to_vec(), filter: filter.map(str::to_owned) };
            assert_eq!(chosen(&options), expected);
        };
        check(&[], None, &[Part::Lint, Part::Core, Part::Faults, Part::Web, Part::Dist, Part::E2e]);
        check(&[], Some("tap"), &[Part::Core, Part::Faults, Part::Web, Part::E2e]);
        check(&[Part::E2e], Some("tap"), &[Part::E2e]);
    }
}
