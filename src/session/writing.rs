//! What was written and could not be taken: it stands in its fields again when somebody comes back to them, or reads on in another
//! language. It is no answer, so nothing of it is sent or stored.

use leptos::prelude::*;

use super::Session;

/// What stands in the fields of a question: the id of each, and its text.
pub(crate) type Writing = Vec<[String; 2]>;

impl Session {
    /// Keeps what stands in the fields of a question, or nothing once it was taken.
    pub(crate) fn keep_writing(self, question: &str, writing: Writing) {
        self.shared.try_update_value(|shared| {
            shared.writing.retain(|(of, _)| of != question);
            shared.writing.push((question.to_owned(), writing));
        });
    }

    /// What stood in one field of a question, if it could not be taken.
    pub(crate) fn writing(self, question: &str, field: &str) -> Option<String> {
        self.shared.try_with_value(|shared| {
            let (_, writing) = shared.writing.iter().find(|(of, _)| of == question)?;
            writing.iter().find(|[id, _]| id == field).map(|[_, text]| text.clone())
        })?
    }
}
