//! What the reply to several events says about each.

use serde_json::Value;

/// The events of a batch that the endpoint took except for these: each by its place in the batch, and why it was refused.
///
/// An endpoint that says nothing of the kind took all.
///
/// ```
/// use sayso_core::delivery::refused;
/// use serde_json::json;
/// let reply = json!({ "accepted": 2, "rejected": [
///     { "index": 1, "problems": [{ "path": "/data/locale", "reason": "is missing" }] }] });
/// assert_eq!(refused(&reply), [(1, "/data/locale: is missing".to_owned())]);
/// assert_eq!(refused(&json!("ok")), []);
/// ```
pub fn refused(reply: &Value) -> Vec<(usize, String)> {
    let rejected = reply.get("rejected").and_then(Value::as_array);
    rejected.into_iter().flatten().filter_map(one).collect()
}

fn one(rejection: &Value) -> Option<(usize, String)> {
    let index = usize::try_from(rejection.get("index")?.as_u64()?).ok()?;
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let problems = rejection.get("problems").and_then(Value::as_array);
    let reasons: Vec<String> = problems
        .into_iter()
        .flatten()
        .map(|problem| [&text(problem, "path"), ": ", &text(problem, "reason")].concat())
        .collect();
    Some((index, if reasons.is_empty() { text(rejection, "reason") } else { reasons.join("; ") }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_refusal_that_names_an_event_is_one() {
        let check = |reply: Value, expected: &[(usize, &str)]| {
            let refused = refused(&reply);
            let refused: Vec<_> = refused.iter().map(|(index, reason)| (*index, reason.as_str())).collect();
            assert_eq!(refused, expected, "{reply}");
        };
        check(json!({ "rejected": [] }), &[]);
        check(json!({ "rejected": 3 }), &[]);
        check(json!({ "rejected": [{ "index": -1 }, { "index": "0" }, {}] }), &[]);
        check(
            json!({ "rejected": [{ "index": 0, "reason": "too old" }, { "index": 2 }] }),
            &[(0, "too old"), (2, "")],
        );
    }
}
