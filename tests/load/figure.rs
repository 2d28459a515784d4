//! What a load came to.

use std::time::Duration;

/// Events a second and how long a request took.
#[derive(Clone, Debug)]
pub struct Figure {
    events: usize,
    took: Duration,
    waits: Vec<Duration>,
}

impl Figure {
    /// Of so many events in that time; of each request how long it was waited for.
    pub fn new(events: usize, took: Duration, mut waits: Vec<Duration>) -> Self {
        waits.sort_unstable();
        Self { events, took, waits }
    }

    /// Events a second.
    pub fn rate(&self) -> f64 {
        self.events as f64 / self.took.as_secs_f64()
    }

    /// Of 100 requests 99 took at most so many milliseconds.
    pub fn p99_ms(&self) -> f64 {
        let place = (self.waits.len() * 99).div_ceil(100).saturating_sub(1);
        self.waits.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1_000.0)
    }
}

/// The middle of several figures by their rate: one round that the machine was busy with something else does not count.
pub(crate) fn middle(mut figures: Vec<Figure>) -> Option<Figure> {
    figures.sort_by(|one, other| one.rate().total_cmp(&other.rate()));
    let middle = figures.len().checked_sub(1)? / 2;
    Some(figures.swap_remove(middle))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(events: usize) -> Figure {
        Figure::new(events, Duration::from_secs(2), (1..=200).rev().map(Duration::from_millis).collect())
    }

    #[test]
    fn the_rate_is_events_a_second_and_one_request_of_a_hundred_took_longer_than_p99() {
        assert!((figure(100).rate() - 50.0).abs() < 1e-9);
        assert!((figure(100).p99_ms() - 198.0).abs() < 1e-9);
    }

    #[test]
    fn the_middle_is_neither_the_best_nor_the_worst() {
        let rates = |figures: &[usize]| {
            middle(figures.iter().map(|events| figure(*events)).collect()).map(|it| it.events)
        };
        assert_eq!([rates(&[9, 1, 4]), rates(&[7]), rates(&[])], [Some(4), Some(7), None]);
    }
}
