//! What keeps people out of a page, as axe-core finds it.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{Browser, setting};

/// Runs in the page once axe-core is there.
const SEARCH: &str = r#"
    const done = arguments[0];
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const line = (rule, node) => `${rule.id} ${node.target.flat().join(" ")}: ${node.failureSummary} ${node.html}`;
    axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then(
        ({ violations }) => done(violations.flatMap((rule) => rule.nodes.map((node) => line(rule, node)))),
        (error) => done(["axe failed: " + error]),
    );"#;

impl Browser {
    /// What keeps people out of the open page, by WCAG 2.2 AA: the rule, the element, and what is wrong with it, one line each.
    ///
    /// # Errors
    /// When axe-core cannot be run.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        let driver = self.driver()?;
        if self.evaluate("arguments[0](typeof axe === 'undefined')").await? == true {
            driver.execute(&std::fs::read_to_string(setting("SAYSO_AXE")?)?, Vec::new()).await?;
        }
        let found = self.evaluate(SEARCH).await?;
        let found = found.as_array().context("what axe found")?;
        Ok(found.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}
