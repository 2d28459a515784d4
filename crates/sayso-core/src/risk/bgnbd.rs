//! Whether a customer with no contract is still one: the BG/NBD model of Fader, Hardie and Lee.
//!
//! Where the parameters come from (a fit over all customers) is left to the host.

use crate::error::Error;

/// The parameters of the BG/NBD model, in the host's unit of time.
///
/// A customer buys at a rate that is gamma distributed over customers (`r`, `alpha`), and after each purchase
/// leaves for good with a probability that is beta distributed (`a`, `b`).
///
/// # Source
/// Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, *Marketing Science* 24 (2005) 275.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BgNbd {
    r: f64,
    alpha: f64,
    a: f64,
    b: f64,
}

/// A customer's purchases so far, in the unit of time of the parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct History {
    repeats: u32,
    recency: f64,
    age: f64,
}

impl History {
    /// `repeats` purchases after the first (`x`), the last of them `recency` after the first (`t_x`), seen for
    /// `age` (`T`).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `0 ≤ recency ≤ age ≤ 10⁹`, and recency is 0 where there is no repeat; `repeats`
    /// may be up to a million.
    pub fn new(repeats: u32, recency: f64, age: f64) -> Result<Self, Error> {
        if repeats > 1_000_000 {
            return Err(Error::OutOfRange { argument: "repeats" });
        }
        if !(0.0..=LARGE).contains(&age) {
            return Err(Error::OutOfRange { argument: "age" });
        }
        if !(0.0..=age).contains(&recency) || (repeats == 0 && recency > 0.0) {
            return Err(Error::OutOfRange { argument: "recency" });
        }
        Ok(Self { repeats, recency, age })
    }

    /// Purchases after the first.
    pub fn repeats(self) -> u32 {
        self.repeats
    }

    /// Time since the last purchase.
    pub fn gap(self) -> f64 {
        self.age - self.recency
    }
}

/// The largest parameter or time that is taken.
const LARGE: f64 = 1.0e9;

/// The smallest parameter that is taken.
const SMALL: f64 = 1.0e-9;

/// The most terms that [`BgNbd::expected_purchases`] adds up.
const MAX_TERMS: u32 = 1_000_000;

impl BgNbd {
    /// A model with these parameters.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a parameter below 10⁻⁹ or above 10⁹.
    pub fn new(r: f64, alpha: f64, a: f64, b: f64) -> Result<Self, Error> {
        for (argument, value) in [("r", r), ("alpha", alpha), ("a", a), ("b", b)] {
            if !(SMALL..=LARGE).contains(&value) {
                return Err(Error::OutOfRange { argument });
            }
        }
        Ok(Self { r, alpha, a, b })
    }

    /// The probability that the customer has not left for good.
    ///
    /// For a customer with no repeat purchase the model says 1 however long ago the first one was, because it lets
    /// customers leave only after a repeat: there [`super::Visits`] goes by the gap instead.
    ///
    /// # Formula
    /// `1 / (1 + [x > 0] · a / (b + x − 1) · ((α + T) / (α + t_x))^(r + x))`, the second summand through its
    /// logarithm, so that a long history overflows nothing.
    ///
    /// # Source
    /// Fader, Hardie and Lee, *Computing P(alive) Using the BG/NBD Model*, brucehardie.com/notes/021 (2008).
    ///
    /// ```
    /// use sayso_core::risk::{BgNbd, History};
    /// let cdnow = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    /// let customer = History::new(2, 30.43, 38.86).unwrap();
    /// assert!((cdnow.p_alive(customer) - 0.726_578_57).abs() < 5e-9);
    /// assert_eq!(cdnow.p_alive(History::new(0, 0.0, 38.86).unwrap()), 1.0);
    /// ```
    pub fn p_alive(self, history: History) -> f64 {
        if history.repeats == 0 {
            return 1.0;
        }
        let x = f64::from(history.repeats);
        let stretch = libm::log1p(history.gap() / (self.alpha + history.recency));
        let log_odds_of_gone = libm::log(self.a) - libm::log(self.b + (x - 1.0)) + (self.r + x) * stretch;
        1.0 / (1.0 + libm::exp(log_odds_of_gone))
    }

    /// How many purchases to expect within `time` from now.
    ///
    /// # Formula
    /// The paper's form is `P(alive) · (a + b + x − 1) / (a − 1) · [1 − ((α + T) / (α + T + t))^(r + x) · ₂F₁(r +
    /// x, b + x; a + b + x − 1; t / (α + T + t))]`, which loses all digits near `a = 1`. The same number as a
    /// series of positive terms:
    ///
    /// `P(alive) · Σ_{n ≥ 1} P(N = n) · Σ_{k < n} E[(1 − p)^k]`
    ///
    /// where `N`, the purchases of a customer who could not leave, is negative binomial with `P(N = n) ∝ (r + x)_n
    /// zⁿ / n!`, `z = t / (α + T + t)`, and `E[(1 − p)^k] = (b + x)_k / (a + b + x)_k` is the chance to be there
    /// still after `k` of them. (Euler's integral of the ₂F₁ over the dropout probability `p`, with `(1 − z +
    /// pz)^(−r−x)` expanded in powers of `(1 − p)z`.)
    ///
    /// The sum runs past the mode of `N` until what is left out, bounded by a geometric series, is below 10⁻¹⁶ of
    /// it; weights are scaled down together before they overflow.
    ///
    /// # Source
    /// Fader, Hardie and Lee (2005), equation 10; the number below is theirs (note 004). Held against
    /// `scipy.special.hyp2f1` and `mpmath` in `tests/oracle/bgnbd_expected.py`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `0 ≤ time ≤ 10⁹`; [`Error::NoConvergence`] where a million terms are not
    /// enough, that is, where a customer who never left would buy about as often.
    ///
    /// ```
    /// use sayso_core::risk::{BgNbd, History};
    /// let cdnow = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    /// let customer = History::new(2, 30.43, 38.86).unwrap();
    /// assert!((cdnow.expected_purchases(customer, 39.0).unwrap() - 1.226_028).abs() < 5e-7);
    /// ```
    pub fn expected_purchases(self, history: History, time: f64) -> Result<f64, Error> {
        if !(0.0..=LARGE).contains(&time) {
            return Err(Error::OutOfRange { argument: "time" });
        }
        let x = f64::from(history.repeats);
        let (shape, staying) = (self.r + x, self.b + x);
        let so_far = self.alpha + history.age;
        let z = time / (so_far + time);
        // The mean of `N` is about as many terms as the sum takes, so a hopeless one need not be begun.
        if shape * time / so_far > f64::from(MAX_TERMS) {
            return Err(Error::NoConvergence);
        }
        // The weight of `n` purchases, all weights so far, and their sum with the purchases that are made.
        let (mut weight, mut mass, mut sum) = (1.0_f64, 1.0_f64, 0.0_f64);
        let (mut still_there, mut made) = (1.0_f64, 0.0_f64);
        for k in 0..MAX_TERMS {
            let k = f64::from(k);
            weight *= (shape + k) / (k + 1.0) * z;
            made += still_there;
            still_there *= (staying + k) / (self.a + staying + k);
            mass += weight;
            sum += weight * made;
            let ratio = z * ((shape + k + 1.0) / (k + 2.0)).max(1.0);
            if ratio < 1.0 {
                let rest = weight * ratio / (1.0 - ratio) * (made + 1.0 / (1.0 - ratio));
                if rest <= 1.0e-16 * sum {
                    return Ok(self.p_alive(history) * (sum / mass));
                }
            }
            if mass > 1.0e200 {
                for scaled in [&mut weight, &mut mass, &mut sum] {
                    *scaled *= 1.0e-200;
                }
            }
        }
        Err(Error::NoConvergence)
    }
}
