//! Scores over any number of responses, streaming and mergeable.
//!
//! An [`Aggregate`] counts; it keeps no response. Of one response's revisions the caller adds the highest alone. What the
//! counts say about everybody is left to [`crate::stats`], which the estimates call.

mod digest;
mod estimate;
mod group;
mod grouping;
mod item;
mod moment;
mod moments;
mod names;
mod row;
mod sample;
mod table;

pub use digest::Digest;
pub use estimate::{Estimate, Indicator};
pub use group::{Group, Summary};
pub use grouping::{Dimension, Grouping};
pub use item::{RatingId, ValueId};
pub use moment::LocalTime;
pub use moments::Moments;
pub use names::NameId;
pub use row::Row;
pub use sample::Sample;

use crate::answer::Scale;
use crate::error::Error;
use crate::quality::Flag;
use crate::response::Response;
use crate::score::{AcsiWeights, Direction, Method, Metric, Score, Segment};
use crate::stats::Level;
use grouping::Key;
use item::{Items, Measured, Rated};
use names::Names;
use table::Table;

/// Counts of responses by group: a monoid, whose empty element is an aggregate of the same grouping without a response.
///
/// ```
/// use sayso_core::aggregate::{Aggregate, Dimension, LocalTime, Row};
/// use sayso_core::answer::Scale;
/// use sayso_core::config::Channel;
/// use sayso_core::score::{Direction, Metric, Segment};
/// use sayso_core::stats::Level;
///
/// let mut scores = Aggregate::by([Dimension::Touchpoint]);
/// let faces = scores.rating("csat", Metric::Csat, Scale::from_one(5).unwrap(), Direction::Ascending);
/// let (happy, unhappy) = ([(faces, 5)], [(faces, 2)]);
/// let mut row = Row {
///     touchpoint: scores.touchpoint("checkout"), survey: scores.survey("csat"), channel: Channel::Web,
///     locale: scores.locale("vi"), at: LocalTime::from_epoch_ms(1_795_268_280_123, 25_200).unwrap(),
///     complained: false, segment: Some(Segment::Promoter), ratings: &happy, values: &[],
/// };
/// scores.add_row(&row).unwrap();
/// row = Row { segment: Some(Segment::Detractor), ratings: &unhappy, ..row };
/// scores.add_row(&row).unwrap();
/// let csat = &scores.estimates(Level::P95)[0];
/// assert_eq!((csat.metric.name(), csat.value, csat.method.as_str(), csat.n), ("csat", 50.0, "top-2-box/1", 2));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Aggregate {
    grouping: Grouping,
    acsi: Option<AcsiWeights>,
    touchpoints: Names,
    surveys: Names,
    locales: Names,
    items: Items,
    table: Table,
}

impl Aggregate {
    /// Nothing counted yet, to be grouped by these dimensions; by none, all responses are one group.
    pub fn by(dimensions: impl IntoIterator<Item = Dimension>) -> Self {
        Self { grouping: Grouping::by(dimensions), ..Self::default() }
    }

    /// Scores ACSI with these outer weights where responses are added, in place of equal ones.
    #[must_use]
    pub fn weighing_acsi(mut self, weights: AcsiWeights) -> Self {
        self.acsi = Some(weights);
        self
    }

    /// What the responses are grouped by.
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// The number of a touch point, for rows.
    pub fn touchpoint(&mut self, name: &str) -> NameId {
        self.touchpoints.id(name)
    }

    /// The number of a survey, for rows.
    pub fn survey(&mut self, id: &str) -> NameId {
        self.surveys.id(id)
    }

    /// The number of a language, for rows.
    pub fn locale(&mut self, tag: &str) -> NameId {
        self.locales.id(tag)
    }

    /// The number of a rated question, for rows.
    pub fn rating(&mut self, question: &str, metric: Metric, scale: Scale, direction: Direction) -> RatingId {
        let question = self.items.questions.id(question).0;
        self.items.rating(Rated { question, metric, scale, direction })
    }

    /// The number of something measured between two ends, for rows.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `min` and `max` are finite and in order.
    pub fn value(
        &mut self,
        question: &str,
        metric: Metric,
        method: Method,
        [min, max]: [f64; 2],
    ) -> Result<ValueId, Error> {
        let sane = |end: f64| end.abs() <= Moments::LARGEST;
        if !(sane(min) && sane(max) && min <= max) {
            return Err(Error::OutOfRange { argument: "range" });
        }
        let question = self.items.questions.id(question).0;
        Ok(self.items.value(Measured { question, metric, method, min, max }))
    }

    /// Counts a response in. `complained`: whether a complaint came with it or after it.
    ///
    /// A tap inside a kiosk's interval ([`Flag::TapInterval`]) is kept by whoever keeps responses, and not counted here.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where it was submitted before the year 1970 or past 9999; nothing is counted then.
    pub fn add(&mut self, response: &Response, complained: bool) -> Result<(), Error> {
        let about = &response.circumstances;
        let at = LocalTime::new(about.submitted_at)?;
        if response.flags.contains(&Flag::TapInterval) {
            return Ok(());
        }
        let mut rated = Vec::new();
        let mut ratings = Vec::new();
        let mut values: Vec<(ValueId, f64)> = Vec::new();
        for score in &response.scores {
            match rating_behind(score, response) {
                // One respondent counts once, however often and however turned an event repeats a score.
                Some(_) if rated.contains(&(score.question(), score.metric)) => {}
                Some(rating) => {
                    rated.push((score.question(), score.metric));
                    let direction = score.method.direction();
                    let id = self.rating(score.question(), score.metric, rating.scale(), direction);
                    ratings.push((id, rating.value()));
                }
                // A number between or beyond absurd ends comes from a broken client: it is left out, the rest counts.
                None => values.extend(self.measured(score, response).ok()),
            }
        }
        values.sort_by_key(|(id, _)| *id);
        values.dedup_by_key(|(id, _)| *id);
        let row = Row {
            touchpoint: self.touchpoint(&about.touchpoint),
            survey: self.survey(&about.survey.id),
            channel: about.channel,
            locale: self.locale(&about.locale),
            at,
            complained,
            segment: response.segment,
            ratings: &ratings,
            values: &values,
        };
        self.add_row(&row)
    }

    /// A score that is a number of its own; ACSI with the weights of this aggregate.
    fn measured(&mut self, score: &Score, response: &Response) -> Result<(ValueId, f64), Error> {
        let is_index = score.metric == Metric::Acsi && score.method == Method::ACSI_EQUAL;
        if let Some(weights) = self.acsi.filter(|_| is_index) {
            let items = response.scores.iter().filter(|part| part.metric == Metric::Acsi && *part != score);
            let items: Vec<f64> = items.map(|part| part.value).collect();
            if let Ok(items) = <[f64; 3]>::try_from(items) {
                let id = self.value(score.question(), Metric::Acsi, Method::ACSI_WEIGHTED, [0.0, 100.0])?;
                return Ok((id, weights.index(items)?));
            }
        }
        let range = [score.min, score.max];
        if !(score.min..=score.max).contains(&score.value) {
            return Err(Error::OutOfRange { argument: "score" });
        }
        Ok((self.value(score.question(), score.metric, score.method.clone(), range)?, score.value))
    }

    /// Counts a row in.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where a number was not given by this aggregate, a rating does not stand on its scale, or a value
    /// is NaN or outside of its range; nothing is counted then.
    #[inline]
    pub fn add_row(&mut self, row: &Row<'_>) -> Result<(), Error> {
        self.check(row)?;
        let names = [row.touchpoint.0, row.survey.0, row.locale.0];
        let group = self.table.group(Key::new(self.grouping, names, row.channel, row.at));
        let negative = row.segment == Some(Segment::Detractor);
        let tally = self.table.tally(group);
        tally.responses += 1;
        tally.complaints += u64::from(row.complained);
        tally.negatives += u64::from(negative);
        tally.silent += u64::from(negative && !row.complained);
        for (turn, (id, value)) in row.ratings.iter().enumerate() {
            let low = self.items.rated[id.0 as usize].scale.low();
            let count = &mut self.table.ratings.at(group, id.0, turn)[usize::from(value - low)];
            *count = count.saturating_add(1);
        }
        for (turn, (id, value)) in row.values.iter().enumerate() {
            self.table.values.at(group, id.0, turn).add(*value)?;
        }
        Ok(())
    }

    #[inline]
    fn check(&self, row: &Row<'_>) -> Result<(), Error> {
        let known = self.touchpoints.knows(row.touchpoint)
            && self.surveys.knows(row.survey)
            && self.locales.knows(row.locale);
        if !known {
            return Err(Error::OutOfRange { argument: "name" });
        }
        let on_scale = |(id, value): &(RatingId, u8)| {
            self.items.rated.get(id.0 as usize).is_some_and(|item| item.scale.contains(*value))
        };
        let in_range = |(id, value): &(ValueId, f64)| {
            self.items.measured.get(id.0 as usize).is_some_and(|item| (item.min..=item.max).contains(value))
        };
        if row.ratings.iter().all(on_scale) && row.values.iter().all(in_range) {
            Ok(())
        } else {
            Err(Error::OutOfRange { argument: "answer" })
        }
    }

    /// Counts in what another aggregate counted, as if its responses had been added here.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where the two group by different dimensions or weigh ACSI differently; nothing is counted then.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.grouping != other.grouping {
            return Err(Error::OutOfRange { argument: "grouping" });
        }
        if self.acsi != other.acsi {
            return Err(Error::OutOfRange { argument: "weights" });
        }
        let touchpoints = self.touchpoints.adopt(&other.touchpoints);
        let surveys = self.surveys.adopt(&other.surveys);
        let locales = self.locales.adopt(&other.locales);
        let (rated, measured) = self.items.adopt(&other.items);
        let mut groups = Vec::with_capacity(other.table.groups.len());
        for (key, tally) in &other.table.groups {
            let group = self.table.group(key.renamed(&touchpoints, &surveys, &locales));
            self.table.tally(group).merge(tally);
            groups.push(group);
        }
        for (group, item, counts) in other.table.ratings.sorted() {
            let here = self.table.ratings.at(groups[group as usize], rated[item as usize], 0);
            here.iter_mut().zip(counts).for_each(|(count, more)| *count = count.saturating_add(*more));
        }
        for (group, item, moments) in other.table.values.sorted() {
            let here = self.table.values.at(groups[group as usize], measured[item as usize], 0);
            *here = here.merge(*moments);
        }
        Ok(())
    }

    /// How many responses were counted.
    pub fn responses(&self) -> u64 {
        self.table.groups.iter().map(|(_, tally)| tally.responses).sum()
    }

    /// Every group with its counts, sorted by its labels.
    pub fn groups(&self) -> Vec<Group<'_>> {
        group::of(self)
    }

    /// What the groups say about everybody, at that level of confidence.
    pub fn estimates(&self, level: Level) -> Vec<Estimate> {
        self.groups().iter().flat_map(|group| group.estimates(level)).collect()
    }
}

/// The rating that a score was rescaled from; `None` for what is a number of its own.
fn rating_behind(score: &Score, response: &Response) -> Option<crate::answer::Rating> {
    let rescaled = [Method::RESCALE, Method::RESCALE_REVERSED, Method::NPS_CLASS].contains(&score.method);
    let answer = response.answers.get(score.question()).filter(|_| rescaled)?;
    answer.as_rating()
}
