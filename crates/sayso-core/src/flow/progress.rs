//! How far a respondent has come, as far as the answers so far tell.

use serde_json::Value;

use super::{Step, Way};

/// From this many questions on, a respondent wants to know how many there are.
const WORTH_SAYING: usize = 3;

/// How far a respondent has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which question this is, counted from 1.
    pub place: usize,
    /// How many there are on the way that the answers so far lead.
    pub total: usize,
}

impl Progress {
    /// How far the way is at a step. `None` at its end, and where the way is so short that saying so would only be in the
    /// way.
    ///
    /// ```
    /// use sayso_core::{flow::{Progress, Step, Way}, preset, survey::Survey};
    /// use std::collections::BTreeMap;
    /// # let read = |name| Survey::decode(&serde_json::from_str(preset::document(name).unwrap()).unwrap()).unwrap();
    /// let (acsi, smiley) = (read("acsi"), read("smiley"));
    /// let (answers, context) = (BTreeMap::new(), BTreeMap::new());
    /// let fresh = |survey| Way { survey, answers: &answers, context: &context };
    /// assert_eq!(Progress::at(fresh(&acsi), Step::Question(1)), Some(Progress { place: 2, total: 3 }));
    /// assert_eq!(Progress::at(fresh(&acsi), Step::Thanks), None);
    /// assert_eq!(Progress::at(fresh(&smiley), Step::Question(0)), None);
    /// ```
    pub fn at(way: Way<'_>, step: Step) -> Option<Self> {
        let Step::Question(index) = step else { return None };
        let path = way.path();
        let place = path.iter().position(|on_path| *on_path == index)? + 1;
        (path.len() >= WORTH_SAYING).then_some(Self { place, total: path.len() })
    }

    /// Whether the document of a survey alone tells that its way is worth saying: the place of a bar is kept by it until the
    /// survey is decoded.
    ///
    /// ```
    /// use sayso_core::{flow::Progress, preset};
    /// # let document = |name| serde_json::from_str(preset::document(name).unwrap()).unwrap();
    /// assert!(Progress::is_coming(&document("acsi")));
    /// assert!(!Progress::is_coming(&document("csat"))); // its other questions come by what the first one gets
    /// ```
    pub fn is_coming(document: &Value) -> bool {
        let is_certain = |question: &&Value| question["show_if"].is_null() && question["wave"].is_null();
        let questions = document["questions"].as_array();
        questions.is_some_and(|questions| questions.iter().filter(is_certain).count() >= WORTH_SAYING)
    }
}
