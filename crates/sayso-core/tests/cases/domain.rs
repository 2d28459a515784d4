//! The domain's files. They lie beside the project, in `../shared/domain` or where `SAYSO_DOMAIN` says, and are not
//! part of it: a test that needs them has something weaker to check where they are missing.

use std::path::Path;

use serde_json::Value;

/// A JSON file of the domain, if it is there.
pub(crate) fn json(name: &str) -> Option<Value> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/domain");
    let folder = std::env::var_os("SAYSO_DOMAIN").map_or(beside, Into::into);
    let text = std::fs::read_to_string(folder.join(name)).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{name}: {problem}")))
}
