//! `cargo xtask size`: what each file of `dist/` weighs, and whether a first rating stays within the budget.

use crate::workspace::Workspace;
use crate::{compress, dist};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Prints the table; fails when a budget is exceeded.
pub(crate) fn run(workspace: &Workspace, build: bool, markdown: bool) -> Result<()> {
    if build {
        dist::build(workspace)?;
    }
    let budget = fs::read_to_string(workspace.root.join("xtask/size-budget.json"))?;
    let budget = Budget::parse(&budget).context("xtask/size-budget.json")?;
    let sizes = measure(&workspace.dist()).context("no files to measure: run `cargo xtask dist`")?;
    let rows = table(&sizes, &budget)?;
    print!("{}", if markdown { as_markdown(&rows) } else { as_text(&rows) });
    let over: Vec<_> = rows.iter().filter(|row| row.is_over()).map(|row| row.name.as_str()).collect();
    if !over.is_empty() {
        bail!("over the size budget: {}", over.join(", "));
    }
    let readme = fs::read_to_string(workspace.root.join("README.md"))?;
    let stale = stale_rows(&rows, &readme).context("README.md")?;
    if !stale.is_empty() {
        bail!("README.md says another size of {}: paste `cargo xtask size --markdown`", stale.join(", "));
    }
    Ok(())
}

/// How far, in percent, a size may be from what the README says: compilers differ, and a table should not be edited with
/// every change.
const TOLERANCE: usize = 3;

/// The rows whose size in brotli is not what the README says between its markers.
fn stale_rows<'r>(rows: &'r [Row], readme: &str) -> Result<Vec<&'r str>> {
    let (_, rest) = readme.split_once("<!-- size -->").context("no <!-- size -->")?;
    let (stated, _) = rest.split_once("<!-- /size -->").context("no <!-- /size -->")?;
    let says = |row: &Row| {
        stated.lines().any(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let size = cells.get(4).and_then(|cell| cell.replace(',', "").parse::<usize>().ok());
            cells.get(1) == Some(&row.name.as_str())
                && size.is_some_and(|size| size.abs_diff(row.size.brotli) * 100 <= size * TOLERANCE)
        })
    };
    Ok(rows.iter().filter(|row| !says(row)).map(|row| row.name.as_str()).collect())
}

/// A file's bytes as they are, in gzip, and in brotli.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// The most that files, and files that a page loads together, may weigh in brotli.
struct Budget {
    files: BTreeMap<String, usize>,
    together: Vec<Together>,
}

/// Files that a page loads together, such as those of a first rating.
struct Together {
    name: String,
    files: Vec<String>,
    total: usize,
}

impl Budget {
    fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text)?;
        let number = |value: &Value| {
            let number = value.as_u64().with_context(|| format!("{value} is no number of bytes"))?;
            anyhow::Ok(usize::try_from(number)?)
        };
        let files = value["files"].as_object().context("no `files`")?;
        let together = value["together"].as_object().context("no `together`")?;
        let together = together.iter().map(|(name, set)| {
            let files = set["files"].as_array().with_context(|| format!("no `files` of the {name}"))?;
            let files = files.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Ok(Together { name: name.clone(), files, total: number(&set["budget"])? })
        });
        Ok(Self {
            files: files
                .iter()
                .map(|(name, bytes)| Ok((name.clone(), number(bytes)?)))
                .collect::<Result<_>>()?,
            together: together.collect::<Result<_>>()?,
        })
    }
}

/// A line of the table.
struct Row {
    name: String,
    size: Size,
    budget: Option<usize>,
}

impl Row {
    fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| self.size.brotli > budget)
    }
}

fn measure(folder: &Path) -> Result<BTreeMap<String, Size>> {
    let mut sizes = BTreeMap::new();
    for name in dist::files(folder)? {
        let bytes = fs::read(folder.join(&name))?;
        let size = Size {
            raw: bytes.len(),
            gzip: compress::gzip(&bytes)?.len(),
            brotli: compress::brotli(&bytes)?.len(),
        };
        sizes.insert(name, size);
    }
    Ok(sizes)
}

/// One row a file, and the sums of what is loaded together. A file with a budget that does not exist is an error: a renamed
/// file would otherwise weigh nothing.
fn table(sizes: &BTreeMap<String, Size>, budget: &Budget) -> Result<Vec<Row>> {
    for name in budget.files.keys().chain(budget.together.iter().flat_map(|set| &set.files)) {
        if !sizes.contains_key(name) {
            bail!("the budget names {name}, which is not in dist/");
        }
    }
    let row = |(name, size): (&String, &Size)| Row {
        name: name.clone(),
        size: *size,
        budget: budget.files.get(name).copied(),
    };
    let mut rows: Vec<_> = sizes.iter().map(row).collect();
    for Together { name, files, total } in &budget.together {
        let sum = files.iter().fold(Size::default(), |sum, name| {
            let size = sizes[name];
            Size { raw: sum.raw + size.raw, gzip: sum.gzip + size.gzip, brotli: sum.brotli + size.brotli }
        });
        rows.push(Row { name: name.clone(), size: sum, budget: Some(*total) });
    }
    Ok(rows)
}

fn as_text(rows: &[Row]) -> String {
    let line = |row: &Row| {
        let Size { raw, gzip, brotli } = row.size;
        let budget = row.budget.map(|bytes| bytes.to_string()).unwrap_or_default();
        let mark = if row.is_over() { "  over" } else { "" };
        format!("{:<24}{raw:>10}{gzip:>10}{brotli:>10}{budget:>10}{mark}\n", row.name)
    };
    let head = format!("{:<24}{:>10}{:>10}{:>10}{:>10}\n", "file", "raw", "gzip", "brotli", "budget");
    head + &rows.iter().map(line).collect::<String>()
}

fn as_markdown(rows: &[Row]) -> String {
    let line = |row: &Row| {
        let Size { raw, gzip, brotli } = row.size;
        let budget = row.budget.map(thousands).unwrap_or_default();
        let [raw, gzip, brotli] = [raw, gzip, brotli].map(thousands);
        format!("| {} | {raw} | {gzip} | {brotli} | {budget} |\n", row.name)
    };
    let head = "| file | raw | gzip | brotli | budget |\n|---|--:|--:|--:|--:|\n".to_owned();
    head + &rows.iter().map(line).collect::<String>()
}

/// `1234567` as `1,234,567`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: &str = r#"{ "files": { "a.js": 10 }, "together": { "first rating": { "budget": 25, "files": ["a.js", "b.css"] } } }"#;

    fn sizes(a: usize, b: usize) -> BTreeMap<String, Size> {
        let size = |brotli| Size { raw: brotli * 4, gzip: brotli * 2, brotli };
        BTreeMap::from([("a.js".into(), size(a)), ("b.css".into(), size(b)), ("c.json".into(), size(1000))])
    }

    #[test]
    fn only_what_is_above_its_budget_is_over() {
        let check = |a, b, expected: &[&str]| {
            let rows = table(&sizes(a, b), &Budget::parse(BUDGET).unwrap()).unwrap();
            let over: Vec<_> = rows.iter().filter(|row| row.is_over()).map(|row| row.name.as_str()).collect();
            assert_eq!(over, expected, "{a} + {b}");
        };
        check(10, 15, &[]);
        check(11, 14, &["a.js"]);
        check(10, 16, &["first rating"]);
        check(11, 15, &["a.js", "first rating"]);
    }

    #[test]
    fn a_file_of_the_budget_must_exist() {
        let mut sizes = sizes(1, 1);
        sizes.remove("b.css");
        let error = table(&sizes, &Budget::parse(BUDGET).unwrap()).err().unwrap().to_string();
        assert!(error.contains("b.css"), "{error}");
    }

    #[test]
    fn the_readme_may_not_say_another_size() {
        let rows = table(&sizes(100, 200), &Budget::parse(BUDGET).unwrap()).unwrap();
        let readme = format!("<!-- size -->\n{}<!-- /size -->", as_markdown(&rows));
        assert_eq!(stale_rows(&rows, &readme).unwrap(), Vec::<&str>::new());
        let near = table(&sizes(102, 200), &Budget::parse(BUDGET).unwrap()).unwrap();
        assert_eq!(stale_rows(&near, &readme).unwrap(), Vec::<&str>::new());
        let far = table(&sizes(104, 200), &Budget::parse(BUDGET).unwrap()).unwrap();
        assert_eq!(stale_rows(&far, &readme).unwrap(), ["a.js"]);
        assert!(stale_rows(&rows, "no table").is_err());
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let check = |number, expected: &str| assert_eq!(thousands(number), expected);
        check(0, "0");
        check(999, "999");
        check(1000, "1,000");
        check(1_234_567, "1,234,567");
    }
}
