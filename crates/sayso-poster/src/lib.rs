//! The poster of a kiosk's touch point, for the staff's panel. A program of its own, fetched once somebody asks for one: it weighs a third of
//! what a kiosk loads beside its survey, and most never print one.

use sayso_core::config::Channel;
use sayso_invite::{Link, Paper, Poster};
use wasm_bindgen::prelude::wasm_bindgen;

/// The poster as an SVG document on `a6` or `a4`, whose code leads to the page at `base`, with the rating of `survey`, the text of its
/// document; `vi` and `en` are what people call the place. `undefined` where `base` is no address of a page or too long for a code, and where the survey has no rating.
#[wasm_bindgen]
pub fn poster(base: &str, touchpoint: &str, vi: &str, en: &str, survey: &str, paper: &str) -> Option<String> {
    let title = sayso_invite::title(&serde_json::from_str(survey).ok()?)?;
    let link = Link::new(base, touchpoint, Channel::Qr).ok()?;
    let (_, paper) = Paper::NAMES.into_iter().find(|(name, _)| *name == paper)?;
    Poster { link: &link, title: &title, place: [vi, en] }.draw(paper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::preset;

    #[test]
    fn a_poster_needs_an_address_a_rating_and_a_paper() {
        let draw = |base: &str, survey: &str, paper: &str| {
            poster(base, "counter-1", "Quầy 1", "Counter 1", preset::document(survey).unwrap_or("{}"), paper)
        };
        let drawn = draw("https://shop.example/rate", "smiley", "a6").unwrap();
        for told in ["Quầy 1 · Counter 1", "Hôm nay", "How was our service today?", "shop.example"] {
            assert!(drawn.contains(told), "{told} in {drawn}");
        }
        for wrong in [
            ("shop.example", "smiley", "a6"),
            ("https://a.example", "complaint", "a6"),
            ("https://a.example", "smiley", "a5"),
        ] {
            assert_eq!(draw(wrong.0, wrong.1, wrong.2), None, "{wrong:?}");
        }
    }
}
