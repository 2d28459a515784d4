//! What one answer to one question is worth.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::answer::{Answer, Given, QuestionType, Rating, Ratings};
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
    pub(crate) fn of(metric: Metric, answer: &Answer, direction: Direction) -> Option<Self> {
        match &answer.given {
            Given::Rating(rating) => Self::of_rating(metric, *rating, direction),
            Given::Other(value) if metric == Metric::Emotion => Self::of_emotion(value),
            Given::Ratings(sides) if metric.is_gap() => Self::of_gap(metric, sides),
            Given::Ratings(_) | Given::Other(_) => None,
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

    fn of_gap(metric: Metric, sides: &Ratings) -> Option<Self> {
        let gap = gap(sides.get("expected")?, sides.get("actual")?)?;
        let scale = sides.scale();
        let span = f64::from(scale.high() - scale.low());
        let score = Score::new(metric, gap, -span..=span, Method::GAP);
        Some(Self { score, segment: Segment::of_sign(gap), rating: None })
    }
}

/// The scores of one respondent's items, in order, each index that several of them make before the first of those; and the
/// segment of the first item, or of the ACSI or the SERVQUAL that it begins.
pub(crate) fn of_items(items: Vec<Item>) -> (Vec<Score>, Option<Segment>) {
    let acsi = acsi_of(&items);
    let segment = items.first().map(|first| {
        let of_index = match first.score.metric {
            Metric::Acsi => acsi.as_ref().and_then(|index| segment_of_index(index, first.rating?)),
            metric if Metric::Servqual.is_made_of(metric) => segment_of_gaps(&items),
            _ => None,
        };
        of_index.unwrap_or(first.segment)
    });
    let servqual = servqual_of(&items);
    let mut scores: Vec<Score> = items.into_iter().map(|item| item.score).collect();
    for index in [acsi, servqual].into_iter().flatten() {
        let place =
            scores.iter().position(|score| index.metric.is_made_of(score.metric)).unwrap_or(scores.len());
        scores.insert(place, index);
    }
    (scores, segment)
}

/// The segment of the point that is nearest to the index, on the scale of its first item: somebody who is satisfied with what
/// falls short of everything is not satisfied.
fn segment_of_index(index: &Score, first: Rating) -> Option<Segment> {
    let scale = first.scale();
    let value = scale.values().min_by(|one, other| {
        let far =
            |value: u8| Rating::new(value, scale).map_or(f64::MAX, |it| (rescale(it) - index.value).abs());
        far(*one).total_cmp(&far(*other))
    })?;
    Some(Segment::of_satisfaction(Rating::new(value, scale)?))
}

/// The segment of the whole step that is nearest to the mean gap of all SERVQUAL items that were answered: one of 22 says little,
/// and a fraction of a step is no disappointment.
fn segment_of_gaps(items: &[Item]) -> Option<Segment> {
    span_of(items)?;
    let gaps = items.iter().filter(|item| Metric::Servqual.is_made_of(item.score.metric));
    let gaps: Vec<f64> = gaps.map(|item| item.score.value).collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    Some(Segment::of_sign(mean.round()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Scale;
    use serde_json::json;

    fn rated(kind: QuestionType, points: u8, value: u8) -> Answer {
        let scale = Scale::of(kind, Some(points)).unwrap();
        Answer::rating(kind, Rating::new(value, scale).unwrap())
    }

    fn given(kind: QuestionType, value: Value) -> Answer {
        Answer { kind, given: Given::Other(value) }
    }

    /// Both sides on seven points, where they stand on them.
    fn sides(value: &Value) -> Option<Answer> {
        let ratings = Ratings::of(value, Scale::from_one(7).unwrap())?;
        Some(Answer { kind: QuestionType::Expectation, given: Given::Ratings(ratings) })
    }

    /// Value, range, method and segment.
    type Told = Option<(f64, [f64; 2], &'static str, Segment)>;

    #[track_caller]
    fn check(metric: Metric, answer: &Answer, direction: Direction, expected: Told) {
        let item = Item::of(metric, answer, direction);
        let told = item.as_ref().map(|item| {
            let score = &item.score;
            (score.value, [score.min, score.max], score.method.as_str(), item.segment)
        });
        assert_eq!(told, expected, "{answer:?}");
    }

    #[test]
    fn each_metric_reads_its_answers_its_own_way() {
        use Direction::{Ascending, Reversed};
        use Segment::{Detractor, Neutral, Promoter};
        let percent = [0.0, 100.0];
        let rescaled = |value, segment| Some((value, percent, "rescale/1", segment));
        for metric in [Metric::Csat, Metric::Product, Metric::Service] {
            check(metric, &rated(QuestionType::Smiley, 5, 2), Ascending, rescaled(25.0, Detractor));
            check(metric, &rated(QuestionType::Stars, 5, 3), Ascending, rescaled(50.0, Neutral));
            check(metric, &rated(QuestionType::Thumbs, 2, 2), Ascending, rescaled(100.0, Promoter));
        }
        let reversed = Some((75.0, percent, "rescale-reversed/1", Promoter));
        check(Metric::Csat, &rated(QuestionType::Rating, 5, 2), Reversed, reversed);
        check(Metric::Ces, &rated(QuestionType::Ces, 7, 4), Ascending, rescaled(50.0, Neutral));
        check(Metric::Acsi, &rated(QuestionType::Rating, 10, 10), Ascending, rescaled(100.0, Promoter));
        let class = |value, segment| Some((value, [-100.0, 100.0], "nps-class/1", segment));
        check(Metric::Nps, &rated(QuestionType::Nps, 11, 6), Ascending, class(-100.0, Detractor));
        check(Metric::Nps, &rated(QuestionType::Nps, 11, 8), Ascending, class(0.0, Neutral));
        check(Metric::Nps, &rated(QuestionType::Nps, 11, 9), Reversed, class(100.0, Promoter));
        check(Metric::Nps, &rated(QuestionType::Smiley, 5, 5), Ascending, None);
        check(Metric::Gap, &rated(QuestionType::Smiley, 5, 5), Ascending, None);
    }

    #[test]
    fn a_metric_fits_the_types_whose_answers_it_is_read_from_and_no_other() {
        for (_, metric) in Metric::NAMES {
            for (name, kind) in QuestionType::NAMES {
                let scale = Scale::of(kind, None).or_else(|| Scale::of(kind, Some(5)));
                let rating = scale.and_then(|scale| Rating::new(scale.high(), scale));
                let parts = || given(kind, json!("happy"));
                let answer = match kind {
                    QuestionType::Expectation => sides(&json!({ "expected": 5, "actual": 5 })).unwrap(),
                    QuestionType::Matrix => parts(),
                    _ => rating.map_or_else(parts, |rating| Answer::rating(kind, rating)),
                };
                let is_read = Item::of(metric, &answer, Direction::Ascending).is_some();
                let is_feeling = kind == QuestionType::Emotion || metric != Metric::Emotion;
                assert_eq!(metric.fits(kind), is_read && is_feeling, "{metric:?} of {name}");
            }
        }
    }

    #[test]
    fn gaps_and_feelings_are_read_from_what_was_given() {
        use Segment::{Detractor, Neutral, Promoter};
        let gap = |expected: Value, actual: Value, told: Told| {
            let value = json!({ "expected": expected, "actual": actual });
            let answer = sides(&value).unwrap_or_else(|| given(QuestionType::Expectation, value));
            check(Metric::Gap, &answer, Direction::Ascending, told);
        };
        let told = |value, segment| Some((value, [-6.0, 6.0], "gap/1", segment));
        gap(json!(7), json!(5), told(-2.0, Detractor));
        gap(json!(5.0), json!(5), told(0.0, Neutral));
        gap(json!(1), json!(7), told(6.0, Promoter));
        for wrong in [json!(8), json!(0), json!(-1), json!(1.5), json!("5"), json!(null), json!([5])] {
            gap(wrong.clone(), json!(5), None);
            gap(json!(5), wrong, None);
        }
        let feeling = |value: Value, told: Told| {
            check(Metric::Emotion, &given(QuestionType::Emotion, value), Direction::Ascending, told);
        };
        feeling(json!("worried"), Some((-1.0, [-2.0, 2.0], "valence/1", Detractor)));
        feeling(json!("happy"), Some((2.0, [-2.0, 2.0], "valence/1", Promoter)));
        feeling(json!("furious"), None);
        feeling(json!(["happy"]), None);
    }

    fn items(answers: &[(Metric, &str, Answer)]) -> Vec<Item> {
        let item = |(metric, question, answer): &(Metric, &str, Answer)| {
            let mut item = Item::of(*metric, answer, Direction::Ascending)?;
            item.score = item.score.of_question(question);
            Some(item)
        };
        answers.iter().filter_map(item).collect()
    }

    fn methods(answers: &[(Metric, &str, Answer)]) -> Vec<(&'static str, String, String)> {
        let (scores, _) = of_items(items(answers));
        let told = |score: &Score| {
            (score.metric.name(), score.question().to_owned(), score.method.as_str().to_owned())
        };
        scores.iter().map(told).collect()
    }

    #[test]
    fn acsi_needs_all_three_items_and_stands_before_them() {
        let item = |name, value| (Metric::Acsi, name, rated(QuestionType::Rating, 10, value));
        let nps = (Metric::Nps, "nps", rated(QuestionType::Nps, 11, 10));
        let three = [nps.clone(), item("a", 10), item("b", 1), item("c", 1)];
        let (scores, segment) = of_items(items(&three));
        assert_eq!((scores.len(), scores[1].value, scores[1].question()), (5, 100.0 / 3.0, "acsi"));
        assert_eq!(scores[1].method, Method::ACSI_EQUAL);
        assert_eq!(segment, Some(Segment::Promoter));
        assert_eq!(of_items(items(&three[..3])).0.len(), 3);
        let segment = |values: [u8; 3]| of_items(items(&values.map(|value| item("a", value)))).1;
        assert_eq!(segment([9, 1, 1]), Some(Segment::Neutral));
        assert_eq!(segment([1, 2, 3]), Some(Segment::Detractor));
        assert_eq!(segment([10, 8, 9]), Some(Segment::Promoter));
        assert_eq!(of_items(items(&[&three[..], &[item("d", 5)]].concat())).0.len(), 5);
    }

    #[test]
    fn the_segment_of_servqual_is_that_of_the_mean_gap_of_what_was_answered() {
        // Whoever was content with the first of 22 items was thanked as content, whatever the others got.
        let check = |gaps: &[i8], expected: Segment| {
            let item = |(place, gap): (usize, &i8)| {
                let value = json!({ "expected": 4, "actual": 4 + gap });
                (Metric::SERVQUAL[place % 5], "q", sides(&value).unwrap())
            };
            let answers: Vec<_> = gaps.iter().enumerate().map(item).collect();
            assert_eq!(of_items(items(&answers)).1, Some(expected), "{gaps:?}");
        };
        check(&[1, -3, -3, -3, -3], Segment::Detractor);
        check(&[-1, 0, 0, 0, 0], Segment::Neutral);
        check(&[-1, 0], Segment::Detractor);
        check(&[0, 0, 1, 1], Segment::Promoter);
        check(&[-3, 3], Segment::Neutral);
    }

    #[test]
    fn servqual_needs_all_five_dimensions() {
        let part = |metric, name, expected: u8, actual: u8| {
            let value = json!({ "expected": expected, "actual": actual });
            (metric, name, sides(&value).unwrap())
        };
        let mut answers: Vec<_> = Metric::SERVQUAL.map(|metric| part(metric, "one", 7, 6)).to_vec();
        answers.push(part(Metric::Reliability, "two", 7, 4));
        let (scores, _) = of_items(items(&answers));
        assert_eq!((scores[0].metric, scores[0].value), (Metric::Servqual, -1.2));
        assert_eq!(scores[0].method, Method::SERVQUAL);
        assert_eq!(methods(&answers[1..5]).len(), 4);
        let plain = [part(Metric::Servqual, "a", 7, 6), part(Metric::Servqual, "b", 7, 5)];
        assert_eq!(of_items(items(&plain)).0[0].value.total_cmp(&-1.5), std::cmp::Ordering::Equal);
        assert_eq!(methods(&plain)[0], ("servqual", "servqual".into(), "mean-gap/1".into()));
    }
}
