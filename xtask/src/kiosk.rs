//! What the kiosk's service worker keeps: every file to host, with the hash that it must have.

use anyhow::{Context, Result};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The service worker's file.
pub(crate) const WORKER: &str = "kiosk-sw.js";

/// Where the worker's source has none.
const FILES: &str = "const FILES = {};";
const VERSION: &str = "const VERSION = \"0\";";

/// Writes the files into the worker in `folder`. The version follows from them.
pub(crate) fn seal(folder: &Path, integrity: &Map<String, Value>) -> Result<()> {
    let file = folder.join(WORKER);
    let source = sealed(&fs::read_to_string(&file)?, integrity)?;
    fs::write(&file, source).map_err(Into::into)
}

fn sealed(source: &str, integrity: &Map<String, Value>) -> Result<String> {
    let files = serde_json::to_string(integrity)?;
    let mut version = String::new();
    for byte in Sha256::digest(&files).iter().take(6) {
        write!(version, "{byte:02x}")?;
    }
    let source = place(source, FILES, &format!("const FILES = {files};"))?;
    place(&source, VERSION, &format!("const VERSION = \"{version}\";"))
}

fn place(text: &str, of: &str, is: &str) -> Result<String> {
    let (before, after) = text.split_once(of).with_context(|| format!("{WORKER} does not say {of}"))?;
    Ok([before, is, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn another_file_is_another_version() {
        let source = format!("{FILES}\n{VERSION}\nrest");
        let of = |hash: &str| sealed(&source, json!({ "a.js": hash }).as_object().unwrap()).unwrap();
        let [first, again, other] = ["sha384-a", "sha384-a", "sha384-b"].map(of);
        assert!(first.starts_with("const FILES = {\"a.js\":\"sha384-a\"};\nconst VERSION = \""), "{first}");
        assert!(first.ends_with("\nrest"));
        assert_eq!(first, again);
        assert_ne!(first.lines().nth(1), other.lines().nth(1));
        assert!(sealed("something else", &Map::new()).is_err());
    }
}
