//! The code in the papers: what a reader would copy is what the tests run.

use anyhow::{Context, Result};
use std::path::Path;

/// The first block of `language` below the heading `heading` of a file in `docs/`.
///
/// # Errors
/// When there is none.
pub fn recipe(file: &str, heading: &str, language: &str) -> Result<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file);
    let text = std::fs::read_to_string(&file)?;
    let (_, section) =
        text.split_once(&format!("\n## {heading}\n")).with_context(|| format!("no section {heading}"))?;
    let section = section.split("\n## ").next().unwrap_or_default();
    let (_, block) = section
        .split_once(&format!("```{language}\n"))
        .with_context(|| format!("no {language} under {heading}"))?;
    let (code, _) = block.split_once("\n```").context("the block has no end")?;
    Ok(code.to_owned())
}
