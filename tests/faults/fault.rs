//! What can go wrong with one request, and what does, drawn from a seed.
//!
//! Doing it is left to [`crate::proxy`].

use std::time::Duration;

use uuid::Uuid;

/// What happens to a request on its way to the collector and to the answer on its way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It is held up, and others overtake it.
    Delay(Duration),
    /// The connection is reset before the collector hears of it.
    Reset,
    /// The collector commits, and the connection is reset in place of the answer.
    ReplyLost,
    /// The collector commits, and no answer comes for so long that the sender gives up.
    Silence,
    /// The request arrives twice at once, as when a proxy tries again by itself.
    Twice,
    /// The collector never hears of it; the answer has this status.
    Refused(u16),
    /// The collector commits, and the answer has this status all the same.
    FailedAfter(u16),
    /// The collector commits, and the answer says that it was there already.
    Known,
}

/// How often something goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weather {
    /// Two of the same seed do the same to the same events.
    pub seed: u64,
    /// The part of all requests that something happens to, from 0 to 1.
    pub faults: f64,
}

impl Weather {
    /// What happens to an event that is sent for the `nth` time. It hangs on nothing else, so that the same seed is the same
    /// campaign, in whatever order the requests come.
    pub fn fault(&self, event: Uuid, nth: u32) -> Fault {
        let mut chance = chance(self.seed, event, nth);
        if chance.f64() >= self.faults {
            return Fault::None;
        }
        match chance.u32(0..100) {
            0..15 => Fault::Delay(Duration::from_millis(chance.u64(1..40))),
            15..28 => Fault::Reset,
            28..46 => Fault::ReplyLost,
            46..47 => Fault::Silence,
            47..53 => Fault::Twice,
            53..77 => Fault::Refused([408, 425, 429, 500, 502, 503][chance.usize(0..6)]),
            77..89 => Fault::FailedAfter([408, 429, 500, 503][chance.usize(0..4)]),
            89..97 => Fault::Known,
            _ => Fault::Refused(400),
        }
    }
}

impl Fault {
    /// What it is called in a table.
    pub fn name(self) -> String {
        match self {
            Self::None => "passed on".to_owned(),
            Self::Delay(_) => "delayed".to_owned(),
            Self::Reset => "reset".to_owned(),
            Self::ReplyLost => "reply lost after the commit".to_owned(),
            Self::Silence => "no reply after the commit".to_owned(),
            Self::Twice => "sent on twice".to_owned(),
            Self::Refused(status) => format!("{status} before it was passed on"),
            Self::FailedAfter(status) => format!("{status} after the commit"),
            Self::Known => "409 after the commit".to_owned(),
        }
    }
}

/// Numbers that are the same for the same event and its `nth` time.
pub(crate) fn chance(seed: u64, event: Uuid, nth: u32) -> fastrand::Rng {
    let (high, low) = event.as_u64_pair();
    let mixed = [high, low, u64::from(nth)]
        .into_iter()
        .fold(seed, |mixed, word| fastrand::Rng::with_seed(mixed.rotate_left(17) ^ word).u64(..));
    fastrand::Rng::with_seed(mixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn drawn(seed: u64, faults: f64) -> Vec<Fault> {
        let weather = Weather { seed, faults };
        (0..1_000_u32).map(|number| weather.fault(Uuid::from_u128(7), number)).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_faults_and_another_draws_others() {
        assert_eq!(drawn(1, 0.5), drawn(1, 0.5));
        assert_ne!(drawn(1, 0.5), drawn(2, 0.5));
    }

    #[test]
    fn every_fault_happens_and_fair_weather_is_fair() {
        let names: BTreeSet<String> = drawn(1, 1.0).into_iter().map(Fault::name).collect();
        for status in [400, 408, 425, 429, 500, 503] {
            let wanted = format!("{status} before it was passed on");
            assert!(names.contains(&wanted), "{wanted} is not in {names:?}");
        }
        assert_eq!(names.len(), 17, "{names:?}");
        assert!(drawn(1, 0.0).iter().all(|fault| *fault == Fault::None));
        let calm = drawn(1, 0.5).iter().filter(|fault| **fault == Fault::None).count();
        assert!((400..600).contains(&calm), "{calm}");
    }
}
