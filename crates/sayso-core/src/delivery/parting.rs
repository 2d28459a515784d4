//! What leaves together with its page: the requests that a browser still sends for it, and by which means.

use super::Haste;
use super::queue::{MOST_BYTES, Rest, Waiting, rests_until};
use crate::config::Format;

/// The requests by which a page that goes sends what was not tried yet, each as places in the queue: oldest first, together no larger
/// than what browsers send after a page. What does not fit stays for the next visit and does not keep the rest here; an endpoint
/// that asked to be left alone is. What refers to another event stays until it was tried, and so until that has arrived: of requests
/// that leave together none is the first.
///
/// ```
/// use sayso_core::delivery::{Waiting, parting};
/// let event = |lane, bytes| Waiting { lane, response: "x", attempts: 0, due_ms: 0, noted_ms: 0, bytes, most: 2, refers: false };
/// let queue = [event("a", 900), event("a", 700_000), event("b", 900), event("a", 900), event("a", 900)];
/// assert_eq!(parting(&queue, &[], 0), [vec![0, 3], vec![2], vec![4]]);
/// ```
pub fn parting(queue: &[Waiting<'_>], rests: &[Rest], now_ms: u64) -> Vec<Vec<usize>> {
    let mut room = MOST_BYTES;
    let mut requests: Vec<(Waiting<'_>, Vec<usize>)> = Vec::new();
    for (index, event) in queue.iter().enumerate() {
        let is_at_rest = rests_until(event.lane, rests, now_ms, Haste::Now) > now_ms;
        let is_early = event.refers && event.attempts == 0;
        if event.bytes > room || is_at_rest || is_early {
            continue;
        }
        room -= event.bytes;
        let shares = |(head, request): &&mut (Waiting<'_>, Vec<usize>)| {
            head.lane == event.lane && request.len() < head.most.min(event.most)
        };
        match requests.iter_mut().find(shares) {
            Some((_, request)) => request.push(index),
            None => requests.push((*event, vec![index])),
        }
    }
    requests.into_iter().map(|(_, request)| request).collect()
}

/// Whether a beacon can bring events to an endpoint: it has no header of ours, and no preflight is sent for it.
///
/// ```
/// use sayso_core::{config::Format::{CloudEvents, Json, Simple}, delivery::fits_beacon};
/// assert!(fits_beacon(Simple, true, false));
/// assert!(fits_beacon(Json, false, true) && fits_beacon(CloudEvents, false, true));
/// assert!(!fits_beacon(CloudEvents, false, false) && !fits_beacon(CloudEvents, true, true));
/// ```
pub fn fits_beacon(format: Format, has_key: bool, is_of_the_page: bool) -> bool {
    format == Format::Simple || is_of_the_page && !has_key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(lane: &'static str, bytes: usize) -> Waiting<'static> {
        Waiting { lane, response: "x", attempts: 0, due_ms: 0, noted_ms: 0, bytes, most: 10, refers: false }
    }

    #[test]
    fn what_leaves_with_its_page_stays_within_what_a_browser_sends_after_it() {
        let check = |queue: &[Waiting<'_>], expected: &[Vec<usize>]| {
            assert_eq!(parting(queue, &[], 0), expected, "{queue:?}");
        };
        check(&[], &[]);
        check(&[event("a", 25_000); 3], &[vec![0, 1]]);
        // The room is one for all endpoints.
        check(
            &[event("a", 25_000), event("b", 25_000), event("c", 25_000), event("c", 9_000)],
            &[vec![0], vec![1], vec![3]],
        );
        check(&[event("a", 60_001)], &[]);
    }

    /// A response used to leave with its page before the photograph that it refers to, which is too large for it.
    #[test]
    fn what_refers_to_something_leaves_with_no_page_before_it_was_tried() {
        let words = event("a", 900);
        let (small, large) = (Waiting { most: 1, ..words }, Waiting { bytes: 700_000, ..words });
        let whole = Waiting { refers: true, ..words };
        assert_eq!(parting(&[words, large, whole], &[], 0), [vec![0]]);
        assert_eq!(parting(&[words, words, small, whole], &[], 0), [vec![0, 1], vec![2]]);
        assert_eq!(parting(&[Waiting { attempts: 1, ..whole }], &[], 0), [vec![0]]);
    }

    #[test]
    fn an_endpoint_that_asked_to_be_left_alone_is_left_alone() {
        let queue = [event("a", 900), event("b", 900)];
        let rest =
            |is_asked| Rest { lane: "a".to_owned(), until_ms: 200, noted_ms: 0, is_asked, has_failed: false };
        assert_eq!(parting(&queue, &[rest(true)], 100), [vec![1]]);
        assert_eq!(parting(&queue, &[rest(true)], 200), [vec![0], vec![1]]);
        assert_eq!(parting(&queue, &[rest(false)], 100), [vec![0], vec![1]]);
    }
}
