//! Shares by LMG: what a predictor adds to R², averaged over all orders in which the predictors can be added.

use nalgebra::{Cholesky, DMatrix, DVector};

use super::{Correlation, Drivers};
use crate::error::Error;
use crate::score::Method;

/// The most predictors for which all subsets are tried: 4,096 of them.
pub const MOST_FOR_LMG: usize = 12;

/// Shapley's value of R²: the fair share of each predictor, whatever the order.
///
/// # Errors
/// [`Error::OutOfRange`] for more than [`MOST_FOR_LMG`] predictors; [`Error::Singular`] when a subset cannot be solved.
///
/// # Formula
/// `share(j) = Σ over subsets S without j of |S|!(p−|S|−1)!/p! · (R²(S+j) − R²(S))`, `R²(S) = r'R⁻¹r` within S
///
/// # Source
/// Lindeman, Merenda and Gold (1980), *Introduction to Bivariate and Multivariate Analysis*, p. 119; Grömping (2006),
/// *Journal of Statistical Software* 17(1). The numbers are those that `relaimpo::calc.relimp` prints for `Sepal.Length
/// ~ Sepal.Width + Petal.Length` on Anderson's irises (stats.stackexchange.com/q/650455), whose covariances are R's
/// `cov(iris)`.
///
/// ```
/// use sayso_core::driver::{Correlation, lmg};
/// let (width, length, sepal) = (0.189_979_4_f64, 3.116_277_9_f64, 0.685_693_5_f64);
/// let between = -0.329_656_4 / (width * length).sqrt();
/// let outcome = [-0.042_434_0 / (width * sepal).sqrt(), 1.274_315_4 / (length * sepal).sqrt()];
/// let drivers = lmg(&Correlation::new(&[vec![1.0, between], vec![between, 1.0]], &outcome).unwrap()).unwrap();
/// assert_eq!(format!("{:.4} {:.4}", drivers.shares[0].share, drivers.shares[1].share), "0.7932 0.0470");
/// assert_eq!(format!("{:.4}", drivers.r_squared), "0.8402");
/// ```
pub fn lmg(correlation: &Correlation) -> Result<Drivers, Error> {
    let p = correlation.len();
    if p > MOST_FOR_LMG {
        return Err(Error::OutOfRange { argument: "predictors" });
    }
    let explained = (0..1_usize << p)
        .map(|subset| explained(correlation, subset))
        .collect::<Result<Vec<f64>, Error>>()?;
    let weights = weights(p);
    let share = |predictor: usize| -> f64 {
        let bit = 1 << predictor;
        (0..explained.len())
            .filter(|subset| subset & bit == 0)
            .map(|subset| {
                weights[subset.count_ones() as usize] * (explained[subset | bit] - explained[subset])
            })
            .sum()
    };
    Ok(Drivers::ranked(correlation, (0..p).map(share), Method::new("lmg/1")))
}

/// R² of the predictors whose bits are set.
fn explained(correlation: &Correlation, subset: usize) -> Result<f64, Error> {
    let members: Vec<usize> = (0..correlation.len()).filter(|member| subset >> member & 1 == 1).collect();
    let k = members.len();
    if k == 0 {
        return Ok(0.0);
    }
    let matrix =
        DMatrix::from_fn(k, k, |row, column| correlation.predictors[(members[row], members[column])]);
    let outcome = DVector::from_fn(k, |row, _| correlation.outcome[members[row]]);
    let factor = Cholesky::new(matrix).ok_or(Error::Singular)?;
    Ok(outcome.dot(&factor.solve(&outcome)))
}

/// By the size of the subset: `1 / (p · C(p−1, size))`.
fn weights(p: usize) -> Vec<f64> {
    let mut binomial = 1.0;
    (0..p)
        .map(|size| {
            if size > 0 {
                binomial *= (p - size) as f64 / size as f64;
            }
            1.0 / (p as f64 * binomial)
        })
        .collect()
}
