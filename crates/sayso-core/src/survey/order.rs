//! The order in which options are shown, drawn by lot where the survey says so.

use super::options::{Choices, Options};

/// The places of the options in the order in which one respondent sees them. The seed and the question's id decide, so
/// that the same respondent sees the same order again, and two questions of one survey are drawn apart. Options that
/// exclude the others, and those with a line of one's own, stay last.
///
/// ```
/// use sayso_core::survey::{Choices, Options, order::order};
/// let choices = Choices { options: Options::Listed(Vec::new()), multiple: false, random: true };
/// assert!(order(&choices, 7, "why").is_empty());
/// ```
pub fn order(choices: &Choices, seed: u64, question: &str) -> Vec<usize> {
    let Options::Listed(options) = &choices.options else { return Vec::new() };
    let mut places: Vec<usize> = (0..options.len()).collect();
    if !choices.random {
        return places;
    }
    let stays_last = |place: &usize| options.get(*place).is_some_and(|it| it.exclusive || it.with_text);
    let last: Vec<usize> = places.iter().copied().filter(stays_last).collect();
    places.retain(|place| !stays_last(place));
    shuffle(&mut places, mix(seed ^ fingerprint(question)));
    places.extend(last);
    places
}

/// Fisher and Yates: every order is as likely as any other, but for a bias below 2^-56 with 200 options.
fn shuffle(places: &mut [usize], mut state: u64) {
    for end in (1..places.len()).rev() {
        state = mix(state);
        let pick = state % (end as u64 + 1);
        places.swap(end, usize::try_from(pick).unwrap_or(0));
    }
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): one step.
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a of 64 bits.
fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{Choosable, LocalText};

    fn choices(random: bool) -> Choices {
        let option = |id: &str| Choosable {
            id: id.to_owned(),
            label: LocalText::new([("vi", id)]).unwrap(),
            exclusive: id == "none",
            with_text: id == "other",
        };
        let options = ["none", "a", "other", "b", "c"].map(option).to_vec();
        Choices { options: Options::Listed(options), multiple: true, random }
    }

    #[test]
    fn without_a_lot_the_order_is_the_survey_s() {
        assert_eq!(order(&choices(false), 42, "why"), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn each_order_comes_up_as_often_as_any_other_and_the_last_stay_last() {
        let mut seen = std::collections::BTreeMap::new();
        for seed in 0..6_000 {
            let order = order(&choices(true), seed, "why");
            assert_eq!(order[3..], [0, 2], "seed {seed}");
            *seen.entry(order).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6, "three options have six orders");
        // A thousand each; five standard deviations of a binomial count are 144.
        assert!(seen.values().all(|count| (856..=1144).contains(count)), "{seen:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_order_and_another_question_another() {
        let draw = |question| (0..20).map(|seed| order(&choices(true), seed, question)).collect::<Vec<_>>();
        assert_eq!(draw("why"), draw("why"));
        assert_ne!(draw("why"), draw("what"));
    }
}
