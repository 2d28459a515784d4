//! One sitting of a response that may take several: kept after each screen, offered at the next visit, gone once submitted.
//!
//! What of it may be kept, for how long, and where it goes on is decided by [`Draft`].

use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sayso_core::delivery::Delivery;
use sayso_core::draft::Draft;
use sayso_core::flow::Step;
use sayso_core::quality::Flag;

use super::{Going, Session, Setup, Shared, elapsed};
use crate::{clock, draft, page};

/// Nobody who writes pauses for so long within a word.
const PAUSE: Duration = Duration::from_millis(400);

/// Whether an earlier visit left something to go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// Nothing, or nothing any more.
    Nothing,
    /// A response that was not submitted.
    HalfFilled,
    /// The same, of which something was not kept.
    Lacking,
}

/// What earlier sittings leave to this one.
pub(super) struct Sitting {
    /// The revision that this sitting will submit.
    pub(super) revision: u32,
    /// Whether a whole response was sent before.
    pub(super) is_sent: bool,
    /// The id of the event by which the endpoint hears of what was answered so far.
    pub(super) part: Option<String>,
    /// The doubts about how the response is given, once any of it was stored.
    pub(super) doubts: Option<Vec<Flag>>,
    /// How long the earlier ones took.
    pub(super) earlier_ms: u64,
    /// What is offered to be taken up.
    offered: Option<Draft>,
    /// How often something was given or kept; whoever waits to keep it sees whether more has come.
    turn: u32,
}

impl Default for Sitting {
    fn default() -> Self {
        Self { revision: 1, is_sent: false, part: None, doubts: None, earlier_ms: 0, offered: None, turn: 0 }
    }
}

/// What the draft is kept under; `None` where none is.
fn key(setup: &Setup) -> Option<String> {
    let Setup { survey, config, .. } = setup;
    let is_kept = survey.questions.len() > 1 && Draft::is_kept_in(config.mode, config.channel);
    is_kept.then(|| draft::key(&survey.id, &config.touchpoint.clone().unwrap_or_else(page::path)))
}

impl Session {
    /// Offers the draft that an earlier visit left, as far as it still fits the survey and nobody has begun anew meanwhile.
    pub(crate) fn recall(self) {
        spawn_local(async move {
            let Some(Some(key)) = self.shared.try_with_value(|shared| key(&shared.setup)) else { return };
            let Some(kept) = draft::recall(&key).await else { return };
            let is_fresh =
                self.state.try_with_untracked(|state| state.answers.is_empty() && state.path.is_empty());
            let offered = self.shared.try_update_value(|shared| {
                shared.sitting.offered = Draft::decode(&kept, &shared.setup.survey, *clock::now().offset());
                shared.sitting.offered.as_ref().map(|draft| draft.lacks)
            });
            if is_fresh == Some(true)
                && let Some(Some(lacks)) = offered
            {
                self.change(|state| {
                    state.earlier = if lacks { Earlier::Lacking } else { Earlier::HalfFilled };
                });
            }
        });
    }

    /// Keeps what was answered on this screen, words that are still being written among it, once nothing was added for a moment.
    /// As long as an earlier draft is offered, it stays.
    pub(crate) fn keep_soon(self) {
        let turn = self.turn();
        spawn_local(async move {
            sleep(PAUSE).await;
            let is_under_way = self.state.try_with_untracked(|state| {
                state.going != Going::Leaving
                    && state.step != Step::Thanks
                    && state.earlier == Earlier::Nothing
            });
            if self.shared.try_with_value(|shared| shared.sitting.turn) == turn && is_under_way == Some(true)
            {
                self.keep_draft();
            }
        });
    }

    fn turn(self) -> Option<u32> {
        self.shared.try_update_value(|shared| {
            shared.sitting.turn = shared.sitting.turn.wrapping_add(1);
            shared.sitting.turn
        })
    }

    /// Keeps what was answered so far. Whoever has gone on without taking up the earlier draft has started anew.
    pub(super) fn keep_draft(self) {
        // Half of a change is kept nowhere: what was sent stands.
        let drafted = self.shared.try_with_value(|shared| {
            (!shared.sitting.is_sent).then(|| (key(&shared.setup), self.draft(shared)))
        });
        let Some(Some((Some(key), draft))) = drafted else { return };
        self.turn();
        self.change(|state| state.earlier = Earlier::Nothing);
        draft::keep(&key, &draft);
    }

    fn draft(self, shared: &Shared) -> Draft {
        let (answers, step) = self.state.with_untracked(|state| (state.answers.clone(), state.step));
        let at = match step {
            Step::Question(index) => shared.setup.survey.questions.get(index).map(|it| it.id.clone()),
            Step::Thanks => None,
        };
        Draft {
            response_id: shared.response_id,
            revision: shared.sitting.revision,
            started_at: shared.started_at,
            duration_ms: shared.sitting.earlier_ms + elapsed(shared.started_ms),
            saved_at: clock::now(),
            at: at.unwrap_or_default(),
            lacks: Draft::leaves_out(&answers),
            answers: shared.fit_to_keep(answers),
        }
    }

    /// Throws the draft away, kept or offered: it was submitted, or the respondent starts anew.
    pub(crate) fn forget_draft(self) {
        self.turn();
        self.change(|state| state.earlier = Earlier::Nothing);
        if let Some(Some(key)) = self.shared.try_with_value(|shared| key(&shared.setup)) {
            draft::forget(&key);
        }
    }

    /// Begins anew, as somebody asked for; the question has the focus.
    pub(crate) fn begin_anew(self) {
        self.forget_draft();
        self.show(|_| ());
    }

    /// The revision that this sitting submits; `None` once the widget has left the page.
    pub(super) fn revision(self) -> Option<u32> {
        self.shared.try_with_value(|shared| shared.sitting.revision)
    }

    /// Back from the thanks to the last screen, as somebody asked for: what they send then is a later revision of the same response.
    pub(crate) fn change_answer(self) {
        if !self.state.with_untracked(|state| state.step == Step::Thanks && state.ending.may_change) {
            return;
        }
        self.shared.update_value(|shared| {
            shared.sitting.revision = shared.sitting.revision.saturating_add(1);
            shared.sitting.is_sent = true;
        });
        self.change(|state| state.delivery = Delivery::Pending);
        self.go_back();
    }

    /// Goes on where the earlier sitting was broken off, under the same response.
    pub(crate) fn take_up_draft(self) {
        if self.state.with_untracked(|state| state.going == Going::Leaving) {
            return;
        }
        let offered = self.shared.try_update_value(|shared| {
            let draft = shared.sitting.offered.take()?;
            shared.response_id = draft.response_id;
            shared.started_at = draft.started_at;
            shared.sitting.revision = draft.revision.saturating_add(1);
            shared.sitting.earlier_ms = draft.duration_ms;
            Some(draft)
        });
        let Some(Some(draft)) = offered else { return };
        self.change(|state| {
            state.answers.clone_from(&draft.answers);
            state.earlier = Earlier::Nothing;
        });
        let place = self.on_the_way(|way| draft.place(way)).flatten();
        self.show(|state| {
            if let Some((behind, here)) = place {
                state.path = behind;
                state.step = Step::Question(here);
                state.waits_for_button = true;
            }
        });
    }
}
