//! One group of an aggregate: its responses, its complaints, and what each question's answers add up to.

use super::Aggregate;
use super::grouping::{Dimension, Key};
use super::item::{Measured, Rated};
use super::moments::Moments;
use super::table::{Counts, Tally};
use crate::answer::Rating;
use crate::score::{Direction, Distribution, Metric, rescale};

/// One group, read from its aggregate.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    aggregate: &'a Aggregate,
    key: Key,
    tally: Tally,
    ratings: Vec<(u32, &'a Counts)>,
    values: Vec<(u32, &'a Moments)>,
}

/// What the answers to one question add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary<'a> {
    /// The question, or the metric's name for an index of several.
    pub question: &'a str,
    /// What it measures.
    pub metric: Metric,
    /// How many answers there are.
    pub n: u64,
    /// How often each point was tapped; `None` for what is not rated on a scale.
    pub distribution: Option<Distribution>,
    /// Which end of that scale is the good one.
    pub direction: Direction,
    /// The mean: of ratings rescaled to 0 to 100, of anything else as it was measured. `None` without an answer.
    pub mean: Option<f64>,
    /// The sample variance of the same; `None` for fewer than two answers.
    pub variance: Option<f64>,
}

/// Ratings of one item, put the right way up.
pub(super) struct Rates<'a> {
    pub(super) question: &'a str,
    pub(super) metric: Metric,
    pub(super) distribution: Distribution,
}

/// Numbers of one item.
pub(super) struct Values<'a> {
    pub(super) question: &'a str,
    pub(super) item: &'a Measured,
    pub(super) moments: Moments,
}

/// Every group, sorted by its labels.
pub(super) fn of(aggregate: &Aggregate) -> Vec<Group<'_>> {
    let table = &aggregate.table;
    let bare = |(key, tally): &(Key, Tally)| Group {
        aggregate,
        key: *key,
        tally: *tally,
        ratings: Vec::new(),
        values: Vec::new(),
    };
    let mut groups: Vec<Group<'_>> = table.groups.iter().map(bare).collect();
    for (group, item, counts) in table.ratings.sorted() {
        groups[group as usize].ratings.push((item, counts));
    }
    for (group, item, moments) in table.values.sorted() {
        groups[group as usize].values.push((item, moments));
    }
    groups.sort_by(|a, b| a.order().cmp(&b.order()));
    groups
}

impl<'a> Group<'a> {
    fn order(&self) -> (&'a str, &'a str, &'a str, Key) {
        let [touchpoint, survey, locale] = self.names();
        (touchpoint, survey, locale, self.key.unnamed())
    }

    fn names(&self) -> [&'a str; 3] {
        [
            self.aggregate.touchpoints.name(self.key.touchpoint),
            self.aggregate.surveys.name(self.key.survey),
            self.aggregate.locales.name(self.key.locale),
        ]
    }

    /// What its responses have in common, by each dimension of the grouping but the question.
    pub fn labels(&self) -> Vec<(Dimension, String)> {
        let [touchpoint, survey, locale] = self.names();
        let label = |dimension| match dimension {
            Dimension::Touchpoint => touchpoint.to_owned(),
            Dimension::Survey => survey.to_owned(),
            Dimension::Locale => locale.to_owned(),
            other => self.key.label(other),
        };
        let asked =
            self.aggregate.grouping.dimensions().filter(|dimension| *dimension != Dimension::Question);
        asked.map(|dimension| (dimension, label(dimension))).collect()
    }

    /// How many responses it has.
    pub fn responses(&self) -> u64 {
        self.tally.responses
    }

    /// How many of them came with a complaint.
    pub fn complaints(&self) -> u64 {
        self.tally.complaints
    }

    /// How many of them were unhappy.
    pub fn negatives(&self) -> u64 {
        self.tally.negatives
    }

    /// How many were unhappy and did not complain.
    pub fn silent(&self) -> u64 {
        self.tally.silent
    }

    /// What the answers to each question add up to: rated ones first, then measured ones, each as they first came.
    pub fn summaries(&self) -> Vec<Summary<'a>> {
        let rated = self.rated().map(|(item, distribution)| {
            let scores = scores_of(&distribution.directed(item.direction));
            Summary {
                question: self.aggregate.items.questions.name(item.question),
                metric: item.metric,
                n: scores.n(),
                distribution: Some(distribution),
                direction: item.direction,
                mean: scores.mean(),
                variance: scores.variance(),
            }
        });
        let measured = self.values().map(|values| Summary {
            question: values.question,
            metric: values.item.metric,
            n: values.moments.n(),
            distribution: None,
            direction: Direction::Ascending,
            mean: values.moments.mean(),
            variance: values.moments.variance(),
        });
        rated.chain(measured).collect()
    }

    pub(super) fn rates(&self) -> impl Iterator<Item = Rates<'a>> + '_ {
        self.rated().map(|(item, distribution)| Rates {
            question: self.aggregate.items.questions.name(item.question),
            metric: item.metric,
            distribution: distribution.directed(item.direction),
        })
    }

    pub(super) fn values(&self) -> impl Iterator<Item = Values<'a>> + '_ {
        self.values.iter().filter_map(|(item, moments)| {
            let item = self.aggregate.items.measured.get(*item as usize)?;
            let question = self.aggregate.items.questions.name(item.question);
            Some(Values { question, item, moments: **moments })
        })
    }

    pub(super) fn by_question(&self) -> bool {
        self.aggregate.grouping.has(Dimension::Question)
    }

    fn rated(&self) -> impl Iterator<Item = (&'a Rated, Distribution)> + '_ {
        self.ratings.iter().filter_map(|(item, counts)| {
            let item = self.aggregate.items.rated.get(*item as usize)?;
            let counts = counts.map(u64::from);
            let points = counts.get(..usize::from(item.scale.points()))?;
            Some((item, Distribution::from_counts(item.scale, points).ok()?))
        })
    }
}

/// Mean and variance of ratings rescaled to 0 to 100.
pub(super) fn scores_of(distribution: &Distribution) -> Moments {
    let point = |(value, count)| {
        let rating = Rating::new(value, distribution.scale());
        Moments::repeated(rating.map_or(0.0, rescale), count)
    };
    distribution.iter().map(point).fold(Moments::default(), Moments::merge)
}
