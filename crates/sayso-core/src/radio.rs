//! Where a key leads within a group of radios. Moving the focus there is the widget's doing.

/// The place that `key` leads to from the chosen one of `count`; `None` where the key is not the group's. Arrows wrap
/// around at both ends and follow the direction of writing, as the radio pattern of the ARIA authoring guide asks.
///
/// ```
/// use sayso_core::radio::place_by_key;
/// let from_second = |key, is_rtl| place_by_key(key, Some(1), 5, is_rtl);
/// assert_eq!([from_second("ArrowRight", false), from_second("ArrowRight", true)], [Some(2), Some(0)]);
/// assert_eq!(place_by_key("ArrowUp", None, 5, false), Some(4));
/// assert_eq!(from_second("Enter", false), None);
/// ```
pub fn place_by_key(key: &str, chosen: Option<usize>, count: usize, is_rtl: bool) -> Option<usize> {
    let step = match (key, is_rtl) {
        ("Home", _) => return (count > 0).then_some(0),
        ("End", _) => return count.checked_sub(1),
        ("ArrowDown", _) | ("ArrowRight", false) | ("ArrowLeft", true) => 1,
        ("ArrowUp", _) | ("ArrowLeft", false) | ("ArrowRight", true) => count.checked_sub(1)?,
        _ => return None,
    };
    (chosen.unwrap_or(0) + step).checked_rem(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_pattern_leads_somewhere() {
        let check = |key, chosen, is_rtl, expected| {
            assert_eq!(place_by_key(key, chosen, 5, is_rtl), expected, "{key} from {chosen:?}, rtl {is_rtl}");
        };
        check("Home", Some(3), false, Some(0));
        check("End", Some(3), false, Some(4));
        check("ArrowDown", Some(4), false, Some(0));
        check("ArrowDown", Some(4), true, Some(0));
        check("ArrowUp", Some(0), true, Some(4));
        check("ArrowLeft", Some(0), false, Some(4));
        check("ArrowLeft", Some(0), true, Some(1));
        check("ArrowRight", None, false, Some(1));
        check("Tab", Some(0), false, None);
    }

    #[test]
    fn a_group_without_radios_leads_nowhere() {
        for key in ["Home", "End", "ArrowUp", "ArrowDown"] {
            assert_eq!(place_by_key(key, None, 0, false), None, "{key}");
        }
    }
}
