//! The Customer Effort Score 2.0 ("they made it easy for me", 1 to 7) in the three ways in which it is reported.

use crate::answer::{QuestionType, Scale};
use crate::score::{Distribution, Metric, Segments};

/// Seven points, 7 the easiest; `None` for ratings on any other scale, whose points these conventions do not know.
fn on_seven_points(ratings: &Distribution) -> Option<&Distribution> {
    (Scale::of(QuestionType::Ces, None) == Some(ratings.scale())).then_some(ratings)
}

/// CES 2.0 as the share of those who found it easy, in percent. `None` without a rating or on other than seven points.
///
/// # Formula
/// `100 · (those who chose 5, 6 or 7) / n`
///
/// # Source
/// CEB, now Gartner: the share that at least somewhat agrees (Dixon et al., 2013, *The Effortless Experience*,
/// chapter 6). The counts are those of [`ces_mean`]'s source; the share on them is the closed form.
///
/// ```
/// use sayso_core::answer::Scale;
/// use sayso_core::score::{Distribution, ces_percent};
/// let ratings = Distribution::from_counts(Scale::from_one(7).unwrap(), &[80, 210, 140, 110, 160, 180, 120]).unwrap();
/// assert_eq!(ces_percent(&ratings), Some(46.0));
/// ```
pub fn ces_percent(ratings: &Distribution) -> Option<f64> {
    Segments::of(on_seven_points(ratings)?, Metric::Ces).csat()
}

/// How many found it clearly easy (6 or 7), neither (4 or 5), and hard (1 to 3). `None` on other than seven points.
pub fn ces_boxes(ratings: &Distribution) -> Option<Segments> {
    let ratings = on_seven_points(ratings)?;
    Some(Segments {
        promoters: ratings.count(|rating| rating.value() >= 6),
        neutrals: ratings.count(|rating| (4..=5).contains(&rating.value())),
        detractors: ratings.count(|rating| rating.value() <= 3),
    })
}

/// CES 2.0 as a net score, from −100 to 100. `None` without a rating or on other than seven points.
///
/// # Formula
/// `100 · (those who chose 6 or 7 − those who chose 1, 2 or 3) / n`
///
/// # Source
/// CYS Group's support pages, "Customer Effort Score: 7-point scale to index": 6 and 7 easy, 4 and 5 neutral, 1 to 3 difficult.
/// The counts are those of [`ces_mean`]'s source; the score on them is the closed form.
///
/// ```
/// use sayso_core::answer::Scale;
/// use sayso_core::score::{Distribution, ces_net};
/// let ratings = Distribution::from_counts(Scale::from_one(7).unwrap(), &[80, 210, 140, 110, 160, 180, 120]).unwrap();
/// assert_eq!(ces_net(&ratings), Some(-13.0));
/// ```
pub fn ces_net(ratings: &Distribution) -> Option<f64> {
    ces_boxes(ratings)?.nps()
}

/// CES 2.0 as a mean, from 1 to 7. `None` without a rating or on other than seven points.
///
/// # Formula
/// `Σ rating / n`
///
/// # Source
/// Dixon, Freeman and Toman (2010), "Stop Trying to Delight Your Customers", *Harvard Business Review* 88(7), who reported
/// the mean of the first CES. The numbers: CYS Group's support pages, "Customer Effort Score: 7-point scale to average", 1,000
/// responses, 4.08.
///
/// ```
/// use sayso_core::answer::Scale;
/// use sayso_core::score::{Distribution, ces_mean};
/// let ratings = Distribution::from_counts(Scale::from_one(7).unwrap(), &[80, 210, 140, 110, 160, 180, 120]).unwrap();
/// assert_eq!(ces_mean(&ratings), Some(4.08));
/// ```
pub fn ces_mean(ratings: &Distribution) -> Option<f64> {
    on_seven_points(ratings)?.mean()
}
