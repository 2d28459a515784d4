//! Which cells of a table stand for too few people to be shown.

/// The least number of people in a cell of a published table by the rule of the US Centers for Medicare & Medicaid
/// Services.
pub const SMALLEST_CELL: u64 = 11;

/// Which cells of a table with a known total have to stay hidden.
///
/// Cells of fewer people than `minimum`; and, as long as all the hidden ones together are fewer than that, so that the total
/// would tell on them, the next smallest as well. An empty cell is shown: it gives nobody away.
///
/// # Formula
/// Hidden are all cells with `0 < n < minimum`, then, in order of n, further ones until `Σn ≥ minimum`: never one alone.
///
/// # Source
/// CMS cell size suppression policy (`ResDAC`, "No cell (e.g. admissions, discharges, patients) 10 or less may be
/// displayed", also not by derivation from others). Complementary suppression as in Hundepool et al. (2012),
/// *Statistical Disclosure Control*, section 4.
///
/// ```
/// use sayso_core::stats::{SMALLEST_CELL, suppressed};
/// assert_eq!(suppressed(&[10, 11, 400, 0], SMALLEST_CELL), [true, true, false, false]);
/// ```
pub fn suppressed(cells: &[u64], minimum: u64) -> Vec<bool> {
    let mut hidden = vec![false; cells.len()];
    let mut order: Vec<usize> = (0..cells.len()).filter(|&cell| cells[cell] > 0).collect();
    order.sort_by_key(|&cell| cells[cell]);
    let mut people = 0_u64;
    for cell in order {
        let told_by_the_total = 0 < people && people < minimum;
        if cells[cell] >= minimum && !told_by_the_total {
            break;
        }
        hidden[cell] = true;
        people = people.saturating_add(cells[cell]);
    }
    hidden
}
