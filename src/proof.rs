//! Reads a survey that anybody may have written, and proves it: a part of the program of its own, since a page that shows
//! one of the product's presets draws its first question without it.
//!
//! It is cut off as [`crate::more`] is. What is read, and every reason to refuse, is decided by the core.

use sayso_core::problem::Problem;
use sayso_core::survey::Survey;
use serde_json::Value;

/// Reads a survey, with every problem of it; `None` where the part cannot be had now.
pub(crate) async fn decode(document: &Value) -> Option<Result<Survey, Vec<Problem>>> {
    read(document).await.ok()
}

#[cfg(feature = "split")]
#[allow(clippy::unnecessary_wraps, reason = "the file may not come, which the macro turns into the error")]
#[wasm_split_helpers::wasm_split(survey, fallible)]
fn read(document: &Value) -> Result<Result<Survey, Vec<Problem>>, wasm_split_helpers::SplitLoaderError> {
    Ok(Survey::decode(document))
}

#[cfg(not(feature = "split"))]
#[expect(clippy::unused_async, reason = "the same call as that of a part that has to be fetched")]
async fn read(document: &Value) -> Result<Result<Survey, Vec<Problem>>, ()> {
    Ok(Survey::decode(document))
}
