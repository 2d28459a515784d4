//! Aggregate scores over many responses, added one by one.
//!
//! What a single answer is worth, and how sure a mean is, are computed by `sayso-core`. Here is only the running sum.

use std::collections::BTreeMap;

use sayso_core::response::Response;
use sayso_core::stats::{Level, mean_interval};
use serde_json::{Value, json};

/// The mean of each metric's scores, with its t interval. Scores of two methods are never put into one mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    responses: u64,
    means: BTreeMap<(&'static str, String), Mean>,
}

impl Tally {
    /// How the aggregate is computed from the scores of single responses.
    pub(crate) const METHOD: &'static str = "mean-t/1";

    /// Adds a response.
    pub(crate) fn add(&mut self, response: &Response) {
        self.responses += 1;
        for score in &response.scores {
            let key = (score.metric.name(), score.method.as_str().to_owned());
            self.means.entry(key).or_default().add(score.value);
        }
    }

    /// As `/v1/scores` answers: what there is too little data for is null.
    pub(crate) fn encode(&self) -> Value {
        let scores: Vec<Value> =
            self.means.iter().map(|((metric, of), mean)| mean.encode(metric, of)).collect();
        json!({ "scores": scores, "n": self.responses })
    }
}

/// A mean and a variance that are updated in place.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    n: u64,
    center: f64,
    squares: f64,
}

impl Mean {
    /// # Formula
    /// Welford's update: `mean += d/n; squares += d·(x − mean)`, where `d` is `x` minus the mean before.
    fn add(&mut self, x: f64) {
        self.n += 1;
        let before = x - self.center;
        self.center += before / self.n as f64;
        self.squares += before * (x - self.center);
    }

    fn encode(&self, metric: &str, of: &str) -> Value {
        let variance = (self.n > 1).then(|| self.squares / (self.n - 1) as f64);
        let interval = variance.and_then(|variance| mean_interval(self.n, self.center, variance, Level::P95));
        json!({
            "metric": metric,
            "value": self.center,
            "method": Tally::METHOD,
            "of": of,
            "n": self.n,
            "low": interval.map(|interval| interval.low),
            "high": interval.map(|interval| interval.high),
            "level": Level::P95.get(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_of(values: &[f64]) -> Value {
        let mut mean = Mean::default();
        for value in values {
            mean.add(*value);
        }
        mean.encode("csat", "rescale/1")
    }

    #[test]
    fn one_value_has_a_mean_and_no_interval() {
        let expected = json!({ "metric": "csat", "value": 25.0, "method": "mean-t/1", "of": "rescale/1", "n": 1,
            "low": null, "high": null, "level": 0.95 });
        assert_eq!(mean_of(&[25.0]), expected);
    }

    #[test]
    fn the_interval_is_students() {
        // t(0.975, 2) = 4.302653, the mean of 25, 50, 75 is 50 and their standard error 25/√3.
        let encoded = mean_of(&[25.0, 50.0, 75.0]);
        let half = 4.302_653 * 25.0 / 3.0_f64.sqrt();
        assert_eq!(encoded["value"], json!(50.0));
        assert!((encoded["low"].as_f64().unwrap() - (50.0 - half)).abs() < 1e-4, "{encoded}");
        assert!((encoded["high"].as_f64().unwrap() - (50.0 + half)).abs() < 1e-4, "{encoded}");
    }

    #[test]
    fn no_response_gives_no_score() {
        assert_eq!(Tally::default().encode(), json!({ "scores": [], "n": 0 }));
    }
}
