//! Every pair of states, severity's rule, and cases of any length.

use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;
use sayso_core::complaint::State::{
    self, Acknowledged, Answered, Assessed, Closed, Escalated, Investigating, Received, Withdrawn,
};
use sayso_core::complaint::{Assessment, Case, Cause, Reason, Severity};
use sayso_core::error::Error;

/// Rows: from; columns: to, in the order of [`State::NAMES`]. Written out by hand, apart from the code.
const ALLOWED: [(State, [u8; 8]); 8] = [
    //              rcv ack ass inv esc ans clo wdr
    (Received, /* */ [0, 1, 0, 0, 0, 0, 0, 1]),
    (Acknowledged, [0, 0, 1, 0, 0, 0, 0, 1]),
    (Assessed, /* */ [0, 0, 0, 1, 1, 1, 0, 1]),
    (Investigating, [0, 0, 0, 0, 1, 1, 0, 1]),
    (Escalated, /**/ [0, 0, 0, 1, 0, 1, 0, 1]),
    (Answered, /* */ [0, 0, 0, 1, 1, 0, 1, 1]),
    (Closed, /*   */ [0, 0, 0, 1, 1, 0, 0, 0]),
    (Withdrawn, /**/ [0, 0, 1, 0, 0, 0, 0, 0]),
];

#[test]
fn exactly_the_allowed_steps_are_taken() {
    for (from, row) in ALLOWED {
        for ((_, to), allowed) in State::NAMES.into_iter().zip(row) {
            let expected = if allowed == 1 { Ok(to) } else { Err(Error::Transition { from, to }) };
            assert_eq!(from.advance(to), expected, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn every_state_is_reached_and_every_open_one_can_end() {
    let reaches = |start: State, goal: State| {
        let mut seen = vec![start];
        let mut place = 0;
        while let Some(state) = seen.get(place).copied() {
            seen.extend(state.next().iter().filter(|next| !seen.contains(next)).copied().collect::<Vec<_>>());
            place += 1;
        }
        seen.contains(&goal)
    };
    for (name, state) in State::NAMES {
        assert!(reaches(Received, state), "{name}");
        assert!(reaches(state, Closed), "{name}");
        assert_eq!(state.name(), name);
        assert!(!state.label().vi.is_empty() && !state.label().en.is_empty());
    }
}

#[test]
fn nobody_is_closed_without_an_answer() {
    for (from, _) in ALLOWED {
        assert_eq!(from.next().contains(&Closed), from == Answered, "{from:?}");
    }
}

proptest! {
    #[test]
    fn whatever_is_tried_a_case_replays_to_itself(steps in prop::collection::vec((0_usize..8, -5_i64..50), 0..60)) {
        let mut case = Case::receive(DateTime::UNIX_EPOCH).unwrap();
        let mut now = DateTime::UNIX_EPOCH;
        for (state, minutes) in steps {
            now += TimeDelta::minutes(minutes);
            let before = case.clone();
            if case.advance(State::NAMES[state].1, now).is_ok() {
                prop_assert_eq!(case.history().len(), before.history().len() + 1);
            } else {
                prop_assert_eq!(&case, &before);
            }
        }
        prop_assert!(case.history().windows(2).all(|pair| pair[0].at <= pair[1].at));
        prop_assert_eq!(Case::replay(case.history()), Ok(case));
    }

    #[test]
    fn severity_is_its_points_capped_and_safety_and_publicity_never_lower_it(
        reasons in prop::collection::vec(prop::sample::select(Reason::ALL.to_vec()), 0..6),
        safety in any::<bool>(), public in any::<bool>(),
    ) {
        let found = Assessment::of(&reasons, safety, public);
        let sum: u8 = found.points.iter().map(|point| point.points).sum();
        prop_assert_eq!(found.severity, Severity::new(sum.min(5)).unwrap());
        prop_assert!(found.severity >= Assessment::of(&reasons, false, false).severity);
        let mut turned = reasons.clone();
        turned.reverse();
        prop_assert_eq!(Assessment::of(&turned, safety, public), found);
    }
}

#[test]
fn severity_in_numbers() {
    let check = |reasons: &[Reason], safety, public, expected| {
        let found = Assessment::of(reasons, safety, public);
        assert_eq!((found.severity.get(), found.points.len()), expected, "{reasons:?}");
    };
    check(&[], false, false, (2, 1));
    check(&[Reason::Praise], false, false, (0, 1));
    check(&[Reason::Praise], true, false, (3, 2));
    check(&[Reason::LongWait, Reason::NeverAnswered], false, false, (5, 1));
    check(&[Reason::LongWait], true, false, (5, 2));
    check(&[Reason::LongWait], false, true, (3, 2));
    check(&[Reason::HygieneOrSafety], true, true, (5, 3));
    // Of the equally grave ones the taxonomy's first is listed.
    let tied = Assessment::of(&[Reason::NotResolved, Reason::PromiseBroken, Reason::Abandoned], false, false);
    assert_eq!(tied.points[0].cause, Cause::Reason(Reason::PromiseBroken));
    assert_eq!(Severity::new(6), Err(Error::OutOfRange { argument: "severity" }));
}
