//! What one answer to one question is worth.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::answer::{Answer, Given, QuestionType, Rating, Scale};
use crate::score::{AcsiWeights, Direction, Emotion, Method, Metric, Score, Segment, gap, rescale, servqual};

/// One question's answer as a score, the segment it speaks for, and the rating behind it, if there is one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) score: Score,
    pub(crate) segment: Segment,
    pub(crate) rating: Option<Rating>,
}

impl Metric {
    /// What a question of this type measures where its author does not say.
    pub fn implied_by(kind: QuestionType) -> Option<Self> {
        match kind {
            QuestionType::Nps => Some(Self::Nps),
            QuestionType::Ces => Some(Self::Ces),
            QuestionType::Expectation => Some(Self::Gap),
            QuestionType::Emotion => Some(Self::Emotion),
            _ => None,
        }
    }
}

impl Item {
    /// `None` where the answer is not of a kind that the metric can be read from.
    pub(crate) fn of(
        metric: Metric,
        answer: &Answer,
        scale: Option<Scale>,
        direction: Direction,
    ) -> Option<Self> {
        match &answer.given {
            Given::Rating(rating) => Self::of_rating(metric, *rating, direction),
            Given::Other(value) if metric == Metric::Emotion => Self::of_emotion(value),
            Given::Other(value) if metric.is_gap() => Self::of_gap(metric, value, scale?),
            Given::Other(_) => None,
        }
    }

    fn of_rating(metric: Metric, tapped: Rating, direction: Direction) -> Option<Self> {
        // Nobody asks for recommendations on a scale that runs backwards; the classes would be wrong.
        let rating = if metric == Metric::Nps { tapped } else { direction.apply(tapped) };
        let segment = match metric {
            Metric::Nps => Segment::of_recommendation(rating)?,
            Metric::Ces => Segment::of_ease(rating),
            Metric::Csat | Metric::Product | Metric::Service | Metric::Acsi => {
                Segment::of_satisfaction(rating)
            }
            _ => return None,
        };
        let score = if metric == Metric::Nps {
            let value = match segment {
                Segment::Promoter => 100.0,
                Segment::Neutral => 0.0,
                Segment::Detractor => -100.0,
            };
            Score::new(metric, value, -100.0..=100.0, Method::NPS_CLASS)
        } else {
            Score::new(metric, rescale(rating), 0.0..=100.0, Method::rescaling(direction))
        };
        Some(Self { score, segment, rating: Some(rating) })
    }

    fn of_emotion(value: &Value) -> Option<Self> {
        let valence = f64::from(Emotion::from_name(value.as_str()?)?.valence());
        let score = Score::new(Metric::Emotion, valence, -2.0..=2.0, Method::VALENCE);
        Some(Self { score, segment: Segment::of_sign(valence), rating: None })
    }

    fn of_gap(metric: Metric, value: &Value, scale: Scale) -> Option<Self> {
        let rating = |name: &str| {
            scale.values().find_map(|point| {
                let tapped = value.get(name)?.as_f64()?;
                Rating::new(point, scale).filter(|_| f64::from(point).total_cmp(&tapped).is_eq())
            })
        };
        let gap = gap(rating("expected")?, rating("actual")?)?;
        let span = f64::from(scale.high() - scale.low());
        let score = Score::new(metric, gap, -span..=span, Method::GAP);
        Some(Self { score, segment: Segment::of_sign(gap), rating: None })
    }
}

/// The scores of one respondent's items, in order, each index that several of them make before the first of those; and the
/// segment of the first item.
pub(crate) fn of_items(items: Vec<Item>) -> (Vec<Score>, Option<Segment>) {
    let segment = items.first().map(|item| item.segment);
    let acsi = acsi_of(&items);
    let servqual = servqual_of(&items);
    let mut scores: Vec<Score> = items.into_iter().map(|item| item.score).collect();
    for index in [acsi, servqual].into_iter().flatten() {
        let place =
            scores.iter().position(|score| index.metric.is_made_of(score.metric)).unwrap_or(scores.len());
        scores.insert(place, index);
    }
    (scores, segment)
}

/// ACSI where all three items were answered.
fn acsi_of(items: &[Item]) -> Option<Score> {
    let mut ratings = items.iter().filter(|item| item.score.metric == Metric::Acsi).map(|item| item.rating);
    let three = [ratings.next()??, ratings.next()??, ratings.next()??];
    let index = AcsiWeights::EQUAL.of_ratings(three);
    ratings.next().is_none().then(|| Score::new(Metric::Acsi, index, 0.0..=100.0, Method::ACSI_EQUAL))
}

/// SERVQUAL where each dimension was answered; without dimensions, the mean of the plain items.
fn servqual_of(items: &[Item]) -> Option<Score> {
    let dimensions = Metric::SERVQUAL.map(|dimension| mean_of(items, dimension));
    if let [Some(a), Some(b), Some(c), Some(d), Some(e)] = dimensions {
        let overall = servqual([a, b, c, d, e]).ok()?;
        return Some(Score::new(Metric::Servqual, overall, span_of(items)?, Method::SERVQUAL));
    }
    let overall = mean_of(items, Metric::Servqual)?;
    Some(Score::new(Metric::Servqual, overall, span_of(items)?, Method::MEAN_GAP))
}

fn mean_of(items: &[Item], metric: Metric) -> Option<f64> {
    let gaps: Vec<f64> =
        items.iter().filter(|item| item.score.metric == metric).map(|item| item.score.value).collect();
    (!gaps.is_empty()).then(|| gaps.iter().sum::<f64>() / gaps.len() as f64)
}

/// The range of the gaps; `None` where they come from scales of different lengths and cannot be averaged.
fn span_of(items: &[Item]) -> Option<RangeInclusive<f64>> {
    let scores = items.iter().map(|item| &item.score);
    let mut spans = scores.filter(|score| Metric::Servqual.is_made_of(score.metric));
    let first = spans.next()?;
    let same = spans.all(|score| score.max.total_cmp(&first.max).is_eq());
    same.then_some(first.min..=first.max)
}
