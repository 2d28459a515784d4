//! What was written and could not be taken: it stands in its fields again when somebody comes back to them, or reads on in another
//! language. It is no answer, so nothing of it is sent or stored.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Session;

/// What stands in the fields of a question, by their ids.
pub(crate) type Writing = BTreeMap<String, String>;

impl Session {
    /// Keeps what stands in the fields of a question, or forgets it once it was taken.
    pub(crate) fn keep_writing(self, question: &str, writing: Option<Writing>) {
        self.shared.try_update_value(|shared| match writing {
            Some(writing) => drop(shared.writing.insert(question.to_owned(), writing)),
            None => drop(shared.writing.remove(question)),
        });
    }

    /// What stood in one field of a question, if it could not be taken.
    pub(crate) fn writing(self, question: &str, field: &str) -> Option<String> {
        self.shared.try_with_value(|shared| shared.writing.get(question)?.get(field).cloned()).flatten()
    }
}
