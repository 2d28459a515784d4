//! Quantiles of the normal and of Student's t distribution, as the intervals need them: two-sided, by level.
//!
//! The inverse error function comes from `statrs`, which has it to the last digit. Its `erfc` has ten digits, so that
//! is `libm`'s. Its inverse of Student's t does not return at all for 10⁹ degrees of freedom and is off in the fifth
//! digit at low levels (0.19.1); that one is computed here.

use statrs::function::erf::erf_inv;

use super::Level;

/// Above this many degrees of freedom the expansion in 1/ν is exact to the last digits of an `f64`.
const MANY: u64 = 1000;

/// How many standard errors lie on either side of the estimate at this level: 1.959964 at 95 %.
pub(super) fn z_of(level: Level) -> f64 {
    std::f64::consts::SQRT_2 * erf_inv(level.get())
}

/// How likely a standard normal variable lies at least `z` away from 0, to either side.
pub(super) fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The same as [`z_of`] for Student's t distribution with `freedom` degrees of freedom; `None` for 0.
pub(super) fn t_of(level: Level, freedom: u64) -> Option<f64> {
    match freedom {
        0 => None,
        1..=MANY => Some(t_by_newton(level.get(), freedom)),
        _ => Some(t_by_expansion(z_of(level), freedom as f64)),
    }
}

/// Abramowitz and Stegun 26.7.5.
fn t_by_expansion(z: f64, freedom: f64) -> f64 {
    let z2 = z * z;
    let g1 = (z2 + 1.0) * z / 4.0;
    let g2 = ((5.0 * z2 + 16.0) * z2 + 3.0) * z / 96.0;
    let g3 = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * z / 384.0;
    let g4 = ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) * z / 92160.0;
    z + (g1 + (g2 + (g3 + g4 / freedom) / freedom) / freedom) / freedom
}

/// Solves `A(x·√ν | ν) = level` for `x`. `A` is concave on this side, so that Newton's steps from 0 never overshoot.
fn t_by_newton(level: f64, freedom: u64) -> f64 {
    let mut x = 0.0;
    for _ in 0..200 {
        let (probability, density) = central_t(x, freedom);
        let step = (level - probability) / density;
        // No step left, or, far out in the tail, no density left to divide by.
        if !(step > x * f64::EPSILON && step.is_finite()) {
            break;
        }
        x += step;
    }
    x * (freedom as f64).sqrt()
}

/// `A(t|ν)`, the probability of lying within ±t, and its derivative by `x = t/√ν`: the finite sums of Abramowitz and
/// Stegun 26.7.3 and 26.7.4, where `cos² θ = 1/(1 + x²)`.
fn central_t(x: f64, freedom: u64) -> (f64, f64) {
    let cos2 = 1.0 / (1.0 + x * x);
    let cos = cos2.sqrt();
    let sin = x * cos;
    let odd = freedom % 2 == 1;
    let (mut sum, mut term) = (0.0, if odd { cos } else { 1.0 });
    let mut k = if odd { 2 } else { 1 };
    while k < freedom {
        sum += term;
        term *= cos2 * k as f64 / (k + 1) as f64;
        k += 2;
    }
    // The sum's derivative is its first missing term, up to the factor ν.
    let density = freedom as f64 * term * cos;
    if odd {
        (std::f64::consts::FRAC_2_PI * (libm::atan(x) + sin * sum), std::f64::consts::FRAC_2_PI * density)
    } else {
        (sin * sum, density)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Percentiles printed in NIST/SEMATECH e-Handbook 1.3.6.7.2, two-sided level, degrees of freedom, t.
    #[test]
    fn t_agrees_with_the_printed_table() {
        let table = [
            (0.95, 1, 12.706),
            (0.95, 2, 4.303),
            (0.95, 10, 2.228),
            (0.95, 100, 1.984),
            (0.8, 4, 1.533),
            (0.99, 7, 3.499),
            (0.998, 1, 318.309),
            (0.998, 3, 10.215),
            (0.998, 99, 3.175),
        ];
        for (level, freedom, printed) in table {
            let t = t_of(Level::new(level).unwrap(), freedom).unwrap();
            assert!((t - printed).abs() <= 0.0005, "{level} {freedom}: {t} against {printed}");
        }
    }

    #[test]
    fn the_two_ways_to_t_meet_where_one_takes_over() {
        for level in [1e-6, 0.5, 0.8, 0.95, 0.99, 0.9999] {
            let (newton, expansion) =
                (t_by_newton(level, MANY), t_by_expansion(z_of(Level::new(level).unwrap()), MANY as f64));
            assert!((newton / expansion - 1.0).abs() < 1e-11, "{level}: {newton} against {expansion}");
        }
    }

    #[test]
    fn t_is_finite_for_every_level_and_any_number_of_degrees() {
        for level in [f64::MIN_POSITIVE, 1e-300, 0.5, 1.0 - f64::EPSILON / 2.0] {
            for freedom in [1, 2, 3, 4, 999, 1000, 1001, u64::MAX] {
                let t = t_of(Level::new(level).unwrap(), freedom).unwrap();
                assert!(t.is_finite() && t >= 0.0, "{level} {freedom}: {t}");
            }
        }
        assert_eq!(t_of(Level::P95, 0), None);
    }
}
