//! What a group says about everybody: a number, how it was made, of how many, and between which ends the truth lies.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::group::{Group, scores_of};
use super::grouping::Dimension;
use super::moments::Moments;
use crate::score::{Distribution, Method, Metric, Part, Segments, ces_boxes};
use crate::stats::{Interval, Level, mean_interval, nps_interval, wilson};

/// What an estimate is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Indicator {
    /// A metric that questions measure.
    Of(Metric),
    /// The unhappy among those who rated their satisfaction.
    Dsat,
    /// The unhappy who did not complain, among all unhappy.
    SilentUnhappy,
    /// Complaints per 1,000 responses.
    ComplaintRate,
}

impl Indicator {
    /// Its name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Of(metric) => metric.name(),
            Self::Dsat => "dsat",
            Self::SilentUnhappy => "silent-unhappy",
            Self::ComplaintRate => "complaint-rate",
        }
    }
}

/// A number over several responses, with everything that is needed to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// What the responses have in common, by each dimension of the grouping.
    pub group: Vec<(Dimension, String)>,
    /// What it is of.
    pub metric: Indicator,
    /// The number, from `min` to `max`; never NaN.
    pub value: f64,
    /// The lowest value the method can give.
    pub min: f64,
    /// The highest value the method can give.
    pub max: f64,
    /// How it was computed.
    pub method: Method,
    /// Of how many answers.
    pub n: u64,
    /// The lower end of the interval; `None` where there is too little data for one.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// At which level.
    pub level: Level,
}

impl Estimate {
    /// As a part of a [`crate::score::Composite`], on 0 to 100; `None` for what no question measures.
    pub fn part(&self) -> Option<Part> {
        let Indicator::Of(metric) = self.metric else { return None };
        let span = self.max - self.min;
        (span > 0.0).then(|| Part { metric, value: 100.0 * (self.value - self.min) / span, n: self.n })
    }

    /// As it stands in an answer of the collector; an end that is not known is `null`.
    pub fn encode(&self) -> Value {
        let labels = self.group.iter();
        let group: Map<String, Value> =
            labels.map(|(dimension, label)| (dimension.name().to_owned(), label.as_str().into())).collect();
        let mut object = Map::new();
        object.insert("group".into(), group.into());
        object.insert("metric".into(), self.metric.name().into());
        object.insert("value".into(), json!(self.value));
        object.insert("min".into(), json!(self.min));
        object.insert("max".into(), json!(self.max));
        object.insert("method".into(), self.method.as_str().into());
        object.insert("n".into(), self.n.into());
        object.insert("low".into(), json!(self.low));
        object.insert("high".into(), json!(self.high));
        object.insert("level".into(), json!(self.level.get()));
        Value::Object(object)
    }
}

impl Group<'_> {
    /// What the group says about everybody, at that level of confidence. What has no answer at all is left out.
    ///
    /// Satisfaction is estimated as its top box (CSAT), its bottom box (DSAT), its neutral share and its mean; CES in its three
    /// conventions; everything else by the one method of its name. Different metrics are never put into one number.
    pub fn estimates(&self, level: Level) -> Vec<Estimate> {
        let mut list = List { group: self.labels(), level, estimates: Vec::new() };
        let mut rated: BTreeMap<(Metric, &str), Vec<Distribution>> = BTreeMap::new();
        for rates in self.rates() {
            let question = if self.by_question() { rates.question } else { "" };
            rated.entry((rates.metric, question)).or_default().push(rates.distribution);
        }
        for ((metric, question), distributions) in rated {
            list.of_question(question, |list| list.rated(metric, &distributions));
        }
        let mut measured: BTreeMap<_, Moments> = BTreeMap::new();
        for values in self.values() {
            let question = if self.by_question() { values.question } else { "" };
            let item = values.item;
            let key = (item.metric, question, item.method.clone(), item.min.to_bits(), item.max.to_bits());
            let moments = measured.entry(key).or_default();
            *moments = moments.merge(values.moments);
        }
        for ((metric, question, method, min, max), moments) in measured {
            let range = [f64::from_bits(min), f64::from_bits(max)];
            list.of_question(question, |list| list.mean(metric, method, &moments, range));
        }
        list.complaints(self);
        list.estimates
    }
}

/// The estimates of one group so far.
struct List {
    group: Vec<(Dimension, String)>,
    level: Level,
    estimates: Vec<Estimate>,
}

impl List {
    /// Labels what `add` adds with its question, unless questions are not told apart.
    fn of_question(&mut self, question: &str, add: impl FnOnce(&mut Self)) {
        let first = self.estimates.len();
        add(self);
        if !question.is_empty() {
            for estimate in &mut self.estimates[first..] {
                estimate.group.push((Dimension::Question, question.to_owned()));
                estimate.group.sort();
            }
        }
    }

    fn rated(&mut self, metric: Metric, distributions: &[Distribution]) {
        let segments = distributions.iter().map(|ratings| Segments::of(ratings, metric));
        let segments = segments.fold(Segments::default(), Segments::merge);
        let scores = distributions.iter().map(scores_of).fold(Moments::default(), Moments::merge);
        match metric {
            Metric::Nps => self.net(metric, Method::NPS, segments),
            Metric::Ces => self.ease(distributions),
            // Items alone are no index; their means are in the summaries.
            Metric::Acsi => {}
            _ => {
                let unhappy = if metric == Metric::Csat { Indicator::Dsat } else { Indicator::Of(metric) };
                self.share(Indicator::Of(metric), Method::TOP_BOX, segments.promoters, segments.n());
                self.share(unhappy, Method::BOTTOM_BOX, segments.detractors, segments.n());
                self.share(Indicator::Of(metric), Method::NEUTRAL_SHARE, segments.neutrals, segments.n());
                self.mean(metric, Method::MEAN, &scores, [0.0, 100.0]);
            }
        }
    }

    /// CES 2.0 in its three conventions, of the ratings on its seven points.
    fn ease(&mut self, distributions: &[Distribution]) {
        let seven: Vec<_> =
            distributions.iter().filter_map(|ratings| Some((ratings, ces_boxes(ratings)?))).collect();
        let easy = seven.iter().map(|(ratings, _)| Segments::of(ratings, Metric::Ces));
        let easy = easy.fold(Segments::default(), Segments::merge);
        let boxes = seven.iter().map(|(_, boxes)| *boxes).fold(Segments::default(), Segments::merge);
        let points = seven.iter().map(|(ratings, _)| points_of(ratings));
        let points = points.fold(Moments::default(), Moments::merge);
        self.share(Indicator::Of(Metric::Ces), Method::CES_PERCENT, easy.promoters, easy.n());
        self.net(Metric::Ces, Method::CES_NET, boxes);
        self.mean(Metric::Ces, Method::CES_MEAN, &points, [1.0, 7.0]);
    }

    fn complaints(&mut self, group: &Group<'_>) {
        let silent = Indicator::SilentUnhappy;
        self.share(silent, Method::SILENT_SHARE, group.silent(), group.negatives());
        if let Some(interval) = wilson(group.complaints(), group.responses(), self.level) {
            let n = group.responses();
            self.push(
                Indicator::ComplaintRate,
                Method::PER_THOUSAND,
                n,
                scaled(interval, 1000.0),
                [0.0, 1000.0],
            );
        }
    }

    fn share(&mut self, metric: Indicator, method: Method, part: u64, whole: u64) {
        if let Some(interval) = wilson(part, whole, self.level) {
            self.push(metric, method, whole, scaled(interval, 100.0), [0.0, 100.0]);
        }
    }

    fn net(&mut self, metric: Metric, method: Method, segments: Segments) {
        let interval = nps_interval(segments.promoters, segments.neutrals, segments.detractors, self.level);
        if let Some(interval) = interval {
            let scaled = scaled(interval, 100.0);
            self.push(Indicator::Of(metric), method, segments.n(), scaled, [-100.0, 100.0]);
        }
    }

    /// A mean and its t interval, which may not leave the range of the values.
    fn mean(&mut self, metric: Metric, method: Method, moments: &Moments, [min, max]: [f64; 2]) {
        let Some(mean) = moments.mean() else { return };
        let variance = moments.variance();
        let interval = variance.and_then(|variance| mean_interval(moments.n(), mean, variance, self.level));
        let ends = interval.map(|interval| [interval.low.max(min), interval.high.min(max)]);
        self.push(Indicator::Of(metric), method, moments.n(), (mean, ends), [min, max]);
    }

    fn push(
        &mut self,
        metric: Indicator,
        method: Method,
        n: u64,
        (value, ends): (f64, Option<[f64; 2]>),
        [min, max]: [f64; 2],
    ) {
        let (group, level) = (self.group.clone(), self.level);
        let value = value.clamp(min, max);
        let [low, high] = ends.map_or([None; 2], |ends| ends.map(Some));
        self.estimates.push(Estimate { group, metric, value, min, max, method, n, low, high, level });
    }
}

/// An interval of shares as percent or per thousand.
fn scaled(interval: Interval, whole: f64) -> (f64, Option<[f64; 2]>) {
    (interval.estimate * whole, Some([interval.low * whole, interval.high * whole]))
}

/// Mean and variance in points of the scale.
fn points_of(ratings: &Distribution) -> Moments {
    let point = |(value, count)| Moments::repeated(f64::from(value), count);
    ratings.iter().map(point).fold(Moments::default(), Moments::merge)
}
