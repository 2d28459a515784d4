//! Which events go next, and when there is something to do again: a device's queue as a function of what waits in it.
//!
//! Reading and writing the queue, and the clock, are left to the widget's outbox.

use super::retry::{LONGEST_MS, MOST_ASKED_MS};

/// The most bytes of events in one request. A browser ends a larger request together with its page.
pub(super) const MOST_BYTES: usize = 60_000;

/// One event that waits. A queue is a list of them, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting<'a> {
    /// Where and how it is sent; only events of one lane share a request.
    pub lane: &'a str,
    /// The response that it belongs to: its events arrive in their order.
    pub response: &'a str,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// Not before this, in milliseconds of the device's clock.
    pub due_ms: u64,
    /// When that was noted, by the same clock.
    pub noted_ms: u64,
    /// Its bytes in a request.
    pub bytes: usize,
    /// The most events that may share a request with it.
    pub most: usize,
    /// Whether it refers to what comes before it in its response, so that it goes once the endpoint has that, and not beside it.
    pub refers: bool,
}

/// A lane that is left alone for a while, since what was sent there last did not arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    /// The lane.
    pub lane: String,
    /// Until then, in milliseconds of the device's clock.
    pub until_ms: u64,
    /// When that was noted, by the same clock.
    pub noted_ms: u64,
    /// Whether the endpoint asked for it, which even somebody in a hurry respects.
    pub is_asked: bool,
    /// Whether what was sent there last did not arrive. It is tried with a single event then: one that failed goes alone from there on,
    /// and of many that waited for an endpoint that was gone for a month not all should.
    pub has_failed: bool,
}

/// How a look at the queue came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// By the clock: every wait is kept to.
    Due,
    /// By somebody or something that gives hope, such as a visit, a new event or the network's return: only what an endpoint
    /// asked for is kept to.
    Now,
}

/// The events to send in one request, as places in the queue; none where nothing is ready.
///
/// Those that never failed go first, so that one which always fails holds up nobody but the rest of its own response. They
/// may share a request; what failed before goes alone, so that its fault is its own.
///
/// ```
/// use sayso_core::delivery::{Haste, Waiting, next};
/// let event = |response, attempts, due_ms| Waiting { lane: "a", response, attempts, due_ms, noted_ms: 0, bytes: 900, most: 2, refers: false };
/// let queue = [event("x", 3, 900), event("x", 0, 0), event("y", 0, 0), event("y", 0, 0), event("y", 0, 0)];
/// assert_eq!(next(&queue, &[], 500, Haste::Due), [2, 3]);
/// assert_eq!(next(&queue[..2], &[], 500, Haste::Due), [0; 0]);
/// assert_eq!(next(&queue[..2], &[], 500, Haste::Now), [0]);
/// ```
pub fn next(queue: &[Waiting<'_>], rests: &[Rest], now_ms: u64, haste: Haste) -> Vec<usize> {
    let ready: Vec<bool> =
        ready_at(queue, rests, now_ms, haste).iter().map(|ready_ms| *ready_ms <= now_ms).collect();
    let follows = |index: usize, sent: &[usize]| {
        let Waiting { response, refers, .. } = queue[index];
        let mut earlier = queue[..index].iter().enumerate();
        earlier.all(|(before, other)| other.response != response || !refers && sent.contains(&before))
    };
    let first = (0..queue.len())
        .filter(|index| ready[*index] && follows(*index, &[]))
        .min_by_key(|index| queue[*index].attempts);
    let Some(first) = first else { return Vec::new() };
    let head = queue[first];
    let mut batch = vec![first];
    let mut bytes = head.bytes;
    if head.attempts > 0 {
        return batch;
    }
    let has_failed = rests.iter().any(|rest| rest.lane == head.lane && rest.has_failed);
    let most = if has_failed { 1 } else { head.most };
    for index in first + 1..queue.len() {
        let event = queue[index];
        let fits = batch.len() < most.min(event.most) && bytes + event.bytes <= MOST_BYTES;
        let shares = ready[index] && event.lane == head.lane && event.attempts == 0;
        if fits && shares && follows(index, &batch) {
            bytes += event.bytes;
            batch.push(index);
        }
    }
    batch
}

/// How many entries of a lane are read at once: enough for a request, and no burden where each is a photograph.
pub const PAGE: usize = 64;

/// How far a lane is read for what has not failed yet.
const MOST_SEEN: usize = 16 * PAGE;

/// Whether more of a lane is read before this batch, of what was seen of it so far, is sent: the batch might be fuller, or only what
/// failed before was seen.
///
/// ```
/// use sayso_core::delivery::{PAGE, Waiting, reads_on};
/// let event = |attempts| Waiting { lane: "a", response: "x", attempts, due_ms: 0, noted_ms: 0, bytes: 900, most: 2, refers: false };
/// assert!(reads_on(&[event(0); 10], &[0, 1]));
/// assert!(!reads_on(&[event(0); PAGE], &[0, 1]));
/// assert!(reads_on(&[event(1); PAGE], &[0]) && reads_on(&[event(0); PAGE], &[]));
/// assert!(!reads_on(&[event(1); 16 * PAGE], &[0]));
/// ```
pub fn reads_on(seen: &[Waiting<'_>], batch: &[usize]) -> bool {
    let head = batch.first().and_then(|head| seen.get(*head));
    let is_fresh = head.is_some_and(|head| head.attempts == 0);
    seen.len() < PAGE || !is_fresh && seen.len() < MOST_SEEN
}

/// Until when a lane is left alone, in milliseconds of the device's clock; 0 where it is not.
pub fn rests_until(lane: &str, rests: &[Rest], now_ms: u64, haste: Haste) -> u64 {
    let counts = |rest: &&Rest| rest.lane == lane && (haste == Haste::Due || rest.is_asked);
    rests.iter().find(counts).map_or(0, |rest| believable(rest.until_ms, rest.noted_ms, now_ms))
}

/// When there is something to send by the clock; `None` for an empty queue.
pub fn due_ms(queue: &[Waiting<'_>], rests: &[Rest], now_ms: u64) -> Option<u64> {
    ready_at(queue, rests, now_ms, Haste::Due).into_iter().min()
}

/// When each event may be sent: not before its own time, its lane's, and that of what comes before it in its response.
fn ready_at(queue: &[Waiting<'_>], rests: &[Rest], now_ms: u64, haste: Haste) -> Vec<u64> {
    let mut ready: Vec<u64> = Vec::with_capacity(queue.len());
    for event in queue {
        let rest = rests_until(event.lane, rests, now_ms, haste);
        let own = if haste == Haste::Due { believable(event.due_ms, event.noted_ms, now_ms) } else { 0 };
        let earlier =
            queue.iter().zip(&ready).filter(|(other, _)| other.response == event.response).map(|(_, at)| *at);
        ready.push(earlier.fold(own.max(rest), u64::max));
    }
    ready
}

/// A wait ends where the clock was set back since it was noted: how long it lasts is not known any more, and no wait is longer than the
/// longest.
fn believable(until_ms: u64, noted_ms: u64, now_ms: u64) -> u64 {
    let is_set_back = now_ms < noted_ms || until_ms > now_ms.saturating_add(MOST_ASKED_MS + LONGEST_MS);
    if is_set_back { 0 } else { until_ms }
}

/// How many events a request should have, as the tag says; one where it does not, or says nothing that makes sense.
///
/// ```
/// use sayso_core::delivery::batch;
/// assert_eq!(["25", " 3 ", "0", "many", "", "5000"].map(batch), [25, 3, 1, 1, 1, 1000]);
/// ```
pub fn batch(text: &str) -> usize {
    text.trim().parse::<u16>().map_or(1, |count| usize::from(count.clamp(1, 1_000)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(lane: &'static str, response: &'static str, attempts: u32, due_ms: u64) -> Waiting<'static> {
        Waiting { lane, response, attempts, due_ms, noted_ms: 0, bytes: 1_000, most: 10, refers: false }
    }

    fn rest(lane: &str, until_ms: u64, is_asked: bool) -> Rest {
        Rest { lane: lane.to_owned(), until_ms, noted_ms: 0, is_asked, has_failed: false }
    }

    #[test]
    fn what_is_ready_goes_in_the_order_of_its_response() {
        let check = |queue: &[Waiting<'_>], expected: &[usize]| {
            assert_eq!(next(queue, &[], 100, Haste::Due), expected, "{queue:?}");
        };
        check(&[], &[]);
        check(&[event("a", "x", 0, 0), event("a", "x", 0, 0)], &[0, 1]);
        // What waits holds back the rest of its response alone.
        check(&[event("a", "x", 1, 101), event("a", "x", 0, 0), event("a", "y", 0, 0)], &[2]);
        // What failed goes last and alone; what comes after it in its response comes after it.
        check(&[event("a", "x", 1, 0), event("a", "x", 0, 0), event("a", "y", 0, 0)], &[2]);
        check(&[event("a", "x", 1, 0), event("a", "x", 0, 0)], &[0]);
        check(&[event("a", "x", 2, 0), event("a", "y", 1, 0)], &[1]);
        // Lanes share no request.
        check(&[event("a", "x", 0, 0), event("b", "y", 0, 0), event("a", "z", 0, 0)], &[0, 2]);
    }

    #[test]
    fn a_request_stays_within_its_count_and_its_bytes() {
        let one = Waiting { most: 2, ..event("a", "x", 0, 0) };
        assert_eq!(next(&[one; 5], &[], 0, Haste::Due), [0, 1]);
        assert_eq!(next(&[Waiting { most: 1, ..one }; 5], &[], 0, Haste::Due), [0]);
        let large = Waiting { bytes: 25_000, most: 9, ..one };
        assert_eq!(next(&[large; 5], &[], 0, Haste::Due), [0, 1]);
        let huge = Waiting { bytes: 900_000, most: 9, ..one };
        assert_eq!(next(&[huge; 5], &[], 0, Haste::Due), [0]);
    }

    /// A photograph in a list is refused with the list, or beside what refers to it.
    #[test]
    fn what_refers_to_something_goes_once_that_has_arrived() {
        let words = event("a", "x", 0, 0);
        let photo = Waiting { most: 1, ..words };
        let whole = Waiting { refers: true, ..words };
        let other = event("a", "y", 0, 0);
        let check = |queue: &[Waiting<'_>], expected: &[usize]| {
            assert_eq!(next(queue, &[], 100, Haste::Now), expected, "{queue:?}");
        };
        check(&[words, words, photo, whole, other], &[0, 1, 4]);
        check(&[photo, whole, other], &[0]);
        check(&[whole, other], &[0, 1]);
        // However often it was tried.
        check(&[Waiting { attempts: 99, ..photo }, whole, other], &[2]);
        check(&[Waiting { attempts: 99, ..photo }, whole], &[0]);
        assert_eq!(
            next(&[Waiting { attempts: 99, due_ms: 200, ..photo }, whole], &[], 100, Haste::Due),
            [0; 0]
        );
    }

    #[test]
    fn an_endpoint_that_failed_is_tried_with_a_single_event() {
        let queue = [event("a", "x", 0, 0), event("a", "y", 0, 0), event("b", "z", 0, 0)];
        let failed = |lane| Rest { has_failed: true, ..rest(lane, 50, false) };
        assert_eq!(next(&queue, &[failed("a")], 100, Haste::Due), [0]);
        assert_eq!(next(&queue, &[failed("b")], 100, Haste::Due), [0, 1]);
    }

    #[test]
    fn a_lane_at_rest_is_left_alone_and_the_others_go_on() {
        let queue = [event("a", "x", 0, 0), event("b", "y", 0, 0)];
        let check = |rest: Rest, haste: Haste, expected: &[usize]| {
            assert_eq!(next(&queue, std::slice::from_ref(&rest), 100, haste), expected, "{rest:?} {haste:?}");
        };
        check(rest("a", 101, false), Haste::Due, &[1]);
        check(rest("a", 101, false), Haste::Now, &[0]);
        check(rest("a", 101, true), Haste::Now, &[1]);
        check(rest("a", 100, true), Haste::Due, &[0]);
        // A rest beyond any that is ever taken was noted by another clock, as was one from the future.
        check(rest("a", 100 + 2 * MOST_ASKED_MS, true), Haste::Due, &[0]);
        check(Rest { noted_ms: 101, ..rest("a", 900, true) }, Haste::Due, &[0]);
        check(Rest { noted_ms: 100, ..rest("a", 900, true) }, Haste::Due, &[1]);
    }

    /// A `Retry-After` of an hour, noted a day ahead, used to hold the lane for 25 hours.
    #[test]
    fn a_clock_that_is_set_back_lets_every_wait_go() {
        let waits = |noted_ms| Waiting { noted_ms, ..event("a", "x", 3, 5_000) };
        assert_eq!(next(&[waits(4_000)], &[], 3_999, Haste::Due), [0]);
        assert_eq!(next(&[waits(4_000)], &[], 4_000, Haste::Due), [0; 0]);
        assert_eq!(due_ms(&[waits(4_000)], &[], 3_999), Some(0));
    }

    #[test]
    fn the_queue_is_looked_at_again_when_something_is_due() {
        let check = |queue: &[Waiting<'_>], rests: &[Rest], expected: Option<u64>| {
            assert_eq!(due_ms(queue, rests, 100), expected, "{queue:?} {rests:?}");
        };
        check(&[], &[rest("a", 500, true)], None);
        check(&[event("a", "x", 1, 300), event("a", "y", 1, 200)], &[], Some(200));
        check(&[event("a", "x", 1, 300), event("a", "y", 1, 200)], &[rest("a", 250, false)], Some(250));
        // What stands behind another of its response is not looked for before that one.
        check(&[event("a", "x", 1, 300), event("a", "x", 0, 0)], &[], Some(300));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_lane_that_is_read_page_by_page_is_sent_whole_and_each_response_in_its_order(
            events in prop::collection::vec((0..40_usize, 0..3_u32, any::<bool>()), 0..200),
            most in 1..90_usize,
        ) {
            let names: Vec<String> = (0..40).map(|number: u8| number.to_string()).collect();
            let waiting = |(response, attempts, refers): &(usize, u32, bool)| {
                Waiting { lane: "a", response: &names[*response], attempts: *attempts, due_ms: 0, noted_ms: 0, bytes: 900, most, refers: *refers }
            };
            let lane: Vec<_> = events.iter().map(waiting).collect();
            let (mut seen, mut read, mut sent) = (Vec::new(), 0, Vec::new());
            loop {
                let view: Vec<_> = seen.iter().map(|index: &usize| lane[*index]).collect();
                let batch = next(&view, &[], 0, Haste::Now);
                if read < lane.len() && reads_on(&view, &batch) {
                    let page = read..lane.len().min(read + PAGE);
                    read = page.end;
                    seen.extend(page);
                    continue;
                }
                if batch.is_empty() {
                    break;
                }
                let batch: Vec<usize> = batch.into_iter().map(|place| seen[place]).collect();
                for index in batch.iter().filter(|index| lane[**index].refers) {
                    let waits = |before: &usize| lane[*before].response == lane[*index].response;
                    let earlier = (0..*index).filter(waits).all(|before| sent.contains(&before));
                    prop_assert!(earlier, "{index} refers to what goes beside it");
                }
                seen.retain(|index| !batch.contains(index));
                sent.extend(batch);
            }
            prop_assert_eq!(sent.len(), lane.len());
            for name in &names {
                let of_response: Vec<_> = sent.iter().filter(|index| lane[**index].response == name).collect();
                prop_assert!(of_response.is_sorted(), "{of_response:?}");
            }
        }
    }

    proptest! {
        /// Were it otherwise, the outbox would look, find nothing, and look again at once.
        #[test]
        fn what_is_due_by_the_clock_is_found(
            events in prop::collection::vec((0..3_usize, 0..3_usize, 0..3_u32, 0..9_u64), 1..12),
            rests in prop::collection::vec((0..3_usize, 0..9_u64, any::<bool>()), 0..4),
        ) {
            const NAMES: [&str; 3] = ["a", "b", "c"];
            let queue: Vec<_> = events
                .iter()
                .map(|(lane, response, attempts, due)| event(NAMES[*lane], NAMES[*response], *attempts, *due))
                .collect();
            let rests: Vec<_> =
                rests.iter().map(|(lane, until, asked)| rest(NAMES[*lane], *until, *asked)).collect();
            let due = due_ms(&queue, &rests, 0).unwrap();
            prop_assert!(!next(&queue, &rests, due, Haste::Due).is_empty());
            if due > 0 {
                prop_assert!(next(&queue, &rests, due - 1, Haste::Due).is_empty());
            }
        }
    }
}
