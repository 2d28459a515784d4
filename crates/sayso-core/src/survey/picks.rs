//! What has been chosen of a list so far, and what one more tap makes of it.

use serde_json::{Map, Value};

use super::options::{Choices, Options};

/// A chosen option, with the words that were added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The option's id.
    pub id: String,
    /// What was written on its line.
    pub text: Option<String>,
}

/// Options in the order in which they were chosen, each once.
///
/// As an answer it is a list of ids; an option with words of one's own is `{"id": …, "text": …}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picks(Vec<Pick>);

impl Picks {
    /// Reads an answer; what is no pick is passed over.
    pub fn decode(answer: Option<&Value>) -> Self {
        let items = answer.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        Self(items.iter().filter_map(decode_pick).collect())
    }

    /// The answer, or `None` where nothing is chosen.
    pub fn encode(&self) -> Option<Value> {
        if self.0.is_empty() {
            return None;
        }
        Some(Value::Array(self.0.iter().map(encode_pick).collect()))
    }

    /// The ids of the chosen options.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|pick| pick.id.as_str())
    }

    /// Whether this option is chosen.
    pub fn holds(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// What was written on the line of this option.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.find(id)?.text.as_deref()
    }

    /// What a tap on `id` leaves chosen. Of a single choice it is the new one. Of several, a second tap takes an option
    /// back; an exclusive one ("none of these") takes back the others, and any other takes back the exclusive one.
    #[must_use]
    pub fn toggle(&self, choices: &Choices, id: &str) -> Self {
        let pick = Pick { id: id.to_owned(), text: None };
        if !choices.multiple || self.0.is_empty() {
            let kept = self.find(id).filter(|_| !choices.multiple).cloned();
            return Self(vec![kept.unwrap_or(pick)]);
        }
        let mut picks = self.0.clone();
        if self.holds(id) {
            picks.retain(|other| other.id != id);
            return Self(picks);
        }
        if is_exclusive(choices, id) {
            picks.clear();
        }
        picks.retain(|other| !is_exclusive(choices, &other.id));
        picks.push(pick);
        Self(picks)
    }

    /// The same, with these words on the line of `id`.
    #[must_use]
    pub fn reword(&self, id: &str, text: &str) -> Self {
        let mut picks = self.0.clone();
        for pick in &mut picks {
            if pick.id == id {
                pick.text = (!text.trim().is_empty()).then(|| text.to_owned());
            }
        }
        Self(picks)
    }

    fn find(&self, id: &str) -> Option<&Pick> {
        self.0.iter().find(|pick| pick.id == id)
    }
}

fn is_exclusive(choices: &Choices, id: &str) -> bool {
    match &choices.options {
        Options::Listed(options) => options.iter().any(|option| option.exclusive && option.id == id),
        Options::Reasons => false,
    }
}

fn decode_pick(item: &Value) -> Option<Pick> {
    if let Some(id) = item.as_str() {
        return Some(Pick { id: id.to_owned(), text: None });
    }
    let text = item.get("text").and_then(Value::as_str).map(str::to_owned);
    Some(Pick { id: item.get("id")?.as_str()?.to_owned(), text })
}

fn encode_pick(pick: &Pick) -> Value {
    let Some(text) = &pick.text else { return pick.id.as_str().into() };
    let mut object = Map::new();
    object.insert("id".into(), pick.id.as_str().into());
    object.insert("text".into(), text.as_str().into());
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{Choosable, LocalText};
    use serde_json::json;

    fn check(multiple: bool, taps: &[&str], expected: Option<&Value>) {
        let option = |id: &str| Choosable {
            id: id.to_owned(),
            label: LocalText::new([("vi", id)]).unwrap(),
            exclusive: id == "none",
            with_text: id == "other",
        };
        let options = Options::Listed(["a", "b", "other", "none"].map(option).to_vec());
        let choices = Choices { options, multiple, random: false };
        let picks = taps.iter().fold(Picks::default(), |picks, tap| match tap.split_once('=') {
            Some((id, text)) => picks.reword(id, text),
            None => picks.toggle(&choices, tap),
        });
        assert_eq!(picks.encode().as_ref(), expected, "{taps:?}");
        assert_eq!(Picks::decode(expected), picks, "{taps:?}");
    }

    #[test]
    fn a_tap_chooses_takes_back_or_excludes() {
        check(true, &[], None);
        check(true, &["a", "b"], Some(&json!(["a", "b"])));
        check(true, &["a", "b", "a"], Some(&json!(["b"])));
        check(true, &["a", "a"], None);
        check(true, &["a", "b", "none"], Some(&json!(["none"])));
        check(true, &["none", "b"], Some(&json!(["b"])));
        check(true, &["none", "none"], None);
        check(false, &["a", "b"], Some(&json!(["b"])));
        check(false, &["a", "a"], Some(&json!(["a"])));
    }

    #[test]
    fn words_stand_with_their_option_and_leave_with_it() {
        check(true, &["a", "other", "other= trễ "], Some(&json!(["a", {"id": "other", "text": " trễ "}])));
        check(true, &["other", "other=x", "other="], Some(&json!(["other"])));
        check(true, &["other", "other=x", "other", "other"], Some(&json!(["other"])));
        check(false, &["other", "other=x", "other"], Some(&json!([{"id": "other", "text": "x"}])));
        check(true, &["a", "other=x"], Some(&json!(["a"])));
    }

    #[test]
    fn what_is_no_pick_is_passed_over() {
        assert_eq!(Picks::decode(Some(&json!(["a", 3, {"text": "x"}]))).encode(), Some(json!(["a"])));
        assert_eq!(Picks::decode(Some(&json!("a"))).encode(), None);
    }
}
