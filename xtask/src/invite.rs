//! `cargo xtask qr` and `cargo xtask snippet`: posters with a code for touch points, ratings for e-mails and texts for phones.
//!
//! They are made by the program of `sayso-invite`, so that xtask itself stays quick to build.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;

/// What posters are made of.
#[derive(Debug, PartialEq)]
pub(crate) struct Posters {
    /// The address of the page that shows the survey.
    pub(crate) base: String,
    /// A preset's name, or the file of a survey.
    pub(crate) survey: String,
    /// Where the drawings go.
    pub(crate) out: OsString,
    /// The papers, their names joined by commas.
    pub(crate) paper: String,
    /// Ids of touch points, each with what people call it: `table-7=Bàn 7|Table 7`.
    pub(crate) touchpoints: Vec<String>,
}

/// What is pasted into a letter or sent to a phone.
#[derive(Debug, PartialEq)]
pub(crate) struct Snippet {
    /// `email` or `sms`.
    pub(crate) road: &'static str,
    /// The address of the page that shows the survey.
    pub(crate) base: String,
    /// A preset's name, or the file of a survey.
    pub(crate) survey: String,
    /// The id of the touch point.
    pub(crate) touchpoint: String,
}

/// Prints it.
pub(crate) fn snippet(workspace: &Workspace, snippet: Snippet) -> Result<()> {
    let Snippet { road, base, survey, touchpoint } = snippet;
    run(workspace, &[road.into(), base.into(), survey.into(), touchpoint.into()])
}

/// Draws a poster for each touch point on each paper.
pub(crate) fn posters(workspace: &Workspace, posters: Posters) -> Result<()> {
    let Posters { base, survey, out, paper, touchpoints } = posters;
    let mut arguments = vec!["poster".into(), base.into(), survey.into(), out, paper.into()];
    arguments.extend(touchpoints.into_iter().map(OsString::from));
    run(workspace, &arguments)
}

fn run(workspace: &Workspace, arguments: &[OsString]) -> Result<()> {
    let mut cargo = workspace.cargo();
    let manifest = workspace.root.join("Cargo.toml");
    cargo.args(["run", "--quiet", "--package", "sayso-invite", "--manifest-path"]);
    // Relative names are those of whoever called.
    cargo.current_dir(std::env::current_dir().context("the current folder")?);
    let status = cargo.arg(manifest).arg("--").args(arguments).status().context("cargo")?;
    if !status.success() {
        bail!("nothing more was made");
    }
    Ok(())
}
