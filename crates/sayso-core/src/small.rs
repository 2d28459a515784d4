//! Maps of a few entries, built and thinned out by inserting alone.
//!
//! To collect into a B-tree and to take out of one is much code of the standard library, anew for each type of entry: four kilobytes
//! that a page would load for maps of a handful.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A map of these entries; of those with the same name the last.
pub fn gather<V>(entries: impl IntoIterator<Item = (String, V)>) -> BTreeMap<String, V> {
    let mut map = BTreeMap::new();
    for (name, value) in entries {
        map.insert(name, value);
    }
    map
}

/// The entries that are to stay.
pub fn keep<V: Clone>(map: &BTreeMap<String, V>, stays: impl Fn(&str, &V) -> bool) -> BTreeMap<String, V> {
    let entries = map.iter().filter(|(name, value)| stays(name, value));
    gather(entries.map(|(name, value)| (name.clone(), value.clone())))
}

/// The same of an object.
pub fn without(object: &Map<String, Value>, name: &str) -> Map<String, Value> {
    let mut kept = Map::new();
    for (other, value) in object.iter().filter(|(other, _)| *other != name) {
        kept.insert(other.clone(), value.clone());
    }
    kept
}

/// An object of these fields.
pub fn object<'n>(fields: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_built_and_thinned_out_is_what_the_library_would_make() {
        let entries = [("b", 2), ("a", 1), ("c", 3), ("a", 4)];
        let entries = entries.map(|(name, value)| (name.to_owned(), value));
        let map = gather(entries.clone());
        assert_eq!(map, BTreeMap::from(entries));
        assert_eq!(
            keep(&map, |name, value| name != "b" && *value < 4),
            BTreeMap::from([("c".to_owned(), 3)])
        );
        let whole = object([("b", json!(2)), ("a", json!([1]))]);
        assert_eq!(whole, json!({ "a": [1], "b": 2 }));
        assert_eq!(Value::Object(without(whole.as_object().unwrap(), "a")), json!({ "b": 2 }));
    }
}
