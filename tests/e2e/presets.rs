//! Every preset, on each of its roads, to its thanks: on a phone, by taps and by keys alone.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Screen, Stack, Walk};
use serde_json::{Value, json};
use std::collections::HashSet;
use thirtyfour::Key;

/// A road through a preset.
struct Road {
    preset: &'static str,
    /// The wave it is asked in; none where the preset has no waves.
    wave: Option<u64>,
    /// What is taken, by its place on the scale or in the list; the first where a question is not named.
    takes: &'static [(&'static str, usize)],
    /// The questions that are met, in this order.
    meets: &'static [&'static str],
    /// Whether a reference is given at the end.
    has_receipt: bool,
}

const fn road(
    preset: &'static str,
    takes: &'static [(&'static str, usize)],
    meets: &'static [&'static str],
) -> Road {
    Road { preset, wave: None, takes, meets, has_receipt: false }
}

impl Road {
    const fn in_wave(self, wave: u64) -> Self {
        Self { wave: Some(wave), ..self }
    }

    const fn with_receipt(self) -> Self {
        Self { has_receipt: true, ..self }
    }

    /// The survey as it is asked on this road.
    fn survey(&self) -> Result<Value> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../presets");
        let document = std::fs::read_to_string(format!("{folder}/{}.json", self.preset))?;
        let mut survey: Value = serde_json::from_str(&document)?;
        if let Some(wave) = self.wave {
            let questions = survey["questions"].as_array_mut().context("questions")?;
            for question in questions.iter_mut().filter_map(Value::as_object_mut) {
                // The other waves are still read by conditions, so their questions stay, and are never shown.
                if question.remove("wave").is_some_and(|own| own != wave) {
                    question.insert("show_if".into(), json!({ "==": [0, 1] }));
                }
            }
            survey["id"] = format!("{}-{wave}", self.preset).into();
        }
        Ok(survey)
    }

    fn place(&self, id: &str) -> usize {
        self.takes.iter().find(|(taken, _)| *taken == id).map_or(0, |(_, place)| *place)
    }
}

const SERVQUAL: [&str; 23] = [
    "intro", "item-01", "item-02", "item-03", "item-04", "item-05", "item-06", "item-07", "item-08",
    "item-09", "item-10", "item-11", "item-12", "item-13", "item-14", "item-15", "item-16", "item-17",
    "item-18", "item-19", "item-20", "item-21", "item-22",
];

/// Low, fair and high scores; who wants an answer, and who does not.
const ROADS: [Road; 30] = [
    road("csat", &[("csat", 0)], &["csat", "why", "gap", "follow", "case"]).with_receipt(),
    road("csat", &[("csat", 1), ("follow", 1)], &["csat", "why", "gap", "follow"]),
    road("csat", &[("csat", 2)], &["csat", "elsewhere"]),
    road("csat", &[("csat", 4)], &["csat"]),
    road("smiley", &[("csat", 0)], &["csat"]),
    road("smiley", &[("csat", 4)], &["csat"]),
    road("nps", &[("nps", 3)], &["nps", "why", "gap", "follow", "case"]).with_receipt(),
    road("nps", &[("nps", 7)], &["nps", "elsewhere"]),
    road("nps", &[("nps", 10)], &["nps", "best"]),
    road("ces", &[("ces", 1)], &["ces", "why", "gap", "follow", "case"]).with_receipt(),
    road("ces", &[("ces", 3)], &["ces", "elsewhere"]),
    road("ces", &[("ces", 6)], &["ces"]),
    road("acsi", &[], &["satisfaction", "expectancy", "ideal", "why", "follow", "case"]).with_receipt(),
    road(
        "acsi",
        &[("satisfaction", 8), ("expectancy", 8), ("ideal", 8)],
        &["satisfaction", "expectancy", "ideal"],
    ),
    road("servqual", &[("item-01", 3)], &SERVQUAL),
    road("complaint", &[], &["case"]).with_receipt(),
    road("complaint", &[("case", 1)], &["case"]).with_receipt(),
    road("complaint", &[("case", 2)], &["case"]).with_receipt(),
    road("complaint", &[("case", 3)], &["case"]),
    road("after-purchase", &[("purchase", 4)], &["purchase", "emotion-before", "emotion-purchase"])
        .in_wave(0),
    road(
        "after-purchase",
        &[("purchase", 0)],
        &["purchase", "why", "gap", "emotion-problem", "follow", "case"],
    )
    .in_wave(0)
    .with_receipt(),
    road(
        "after-purchase",
        &[("product-first-days", 3), ("service-first-days", 3), ("cared-first-days", 3)],
        &["product-first-days", "service-first-days", "cared-first-days", "terms", "emotion-first-days"],
    )
    .in_wave(7),
    road(
        "after-purchase",
        &[("product-in-use", 2), ("service-in-use", 4), ("cared-in-use", 4)],
        &[
            "product-in-use",
            "service-in-use",
            "cared-in-use",
            "emotion-in-use",
            "emotion-renewal",
            "elsewhere",
        ],
    )
    .in_wave(30),
    road("exit", &[("why", 0)], &["why", "missed", "return", "follow", "case"]).with_receipt(),
    road("exit", &[("why", 1)], &["why", "price", "return"]),
    road("exit", &[("why", 2)], &["why", "price", "better", "return"]),
    road("exit", &[("why", 3)], &["why", "worth", "return"]),
    road("exit", &[("why", 4)], &["why", "return"]),
    road("wifi", &[("csat", 0)], &["csat", "why"]),
    road("wifi", &[("csat", 4)], &["csat", "because"]),
];

#[test]
fn every_preset_has_a_road() -> Result<()> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../presets"))?;
    for file in folder {
        let file = file?.file_name().to_string_lossy().into_owned();
        assert!(ROADS.iter().any(|road| file == format!("{}.json", road.preset)), "{file}");
    }
    Ok(())
}

/// By taps, on half of the roads; a screen that was searched before is not searched again.
async fn tap_through(nth: usize) -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    let mut searched = HashSet::new();
    for road in ROADS.iter().skip(nth).step_by(2) {
        walk.ask(&road.survey()?, &json!({})).await?;
        let mut screen = walk.screen().await?;
        let mut met = Vec::new();
        while !screen.is_thanked {
            let id = walk.id(&screen)?.to_owned();
            if searched.insert((road.preset, id.clone())) {
                search(&walk, &screen, road).await?;
            }
            walk.answer(road.place(&id)).await?;
            walk.next().await?;
            met.push(id);
            screen = walk.after(&screen).await?;
        }
        assert_eq!(met, road.meets, "{} {:?}", road.preset, road.takes);
        assert_eq!(screen.has_receipt, road.has_receipt, "{} {:?}", road.preset, road.takes);
        search(&walk, &screen, road).await?;
    }
    Ok(())
}

async fn search(walk: &Walk<'_>, screen: &Screen, road: &Road) -> Result<()> {
    let barriers = walk.barriers(&["en", "vi"], &["light", "dark"]).await?;
    assert!(barriers.is_empty(), "{} {screen:?}:\n{}", road.preset, barriers.join("\n"));
    Ok(())
}

#[tokio::test]
async fn no_screen_of_any_preset_has_a_barrier() -> Result<()> {
    tap_through(0).await
}

#[tokio::test]
async fn no_screen_of_the_other_roads_has_a_barrier() -> Result<()> {
    tap_through(1).await
}

/// Much expected of the first statement, and little of it met; the others are passed over.
#[tokio::test]
async fn a_gap_that_is_wide_is_asked_about() -> Result<()> {
    const WIDE: &str = "
        const groups = [...document.querySelector('sayso-survey').shadowRoot.querySelectorAll('[role=radiogroup]')];
        const radios = groups.map((group) => [...group.querySelectorAll('[role=radio]')]);
        radios[0].at(-1).click();
        radios[1][0].click();
        arguments[0](groups.length);";
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    let road = road("servqual", &[], &[]);
    walk.ask(&road.survey()?, &json!({})).await?;
    let mut screen = walk.screen().await?;
    let mut asked = Vec::new();
    while !screen.is_thanked {
        let id = walk.id(&screen)?.to_owned();
        if id == "item-01" {
            assert_eq!(browser.evaluate(WIDE).await?, 2);
        } else if !SERVQUAL.contains(&id.as_str()) {
            search(&walk, &screen, &road).await?;
            walk.answer(0).await?;
            asked.push(id);
        }
        walk.next().await?;
        screen = walk.after(&screen).await?;
    }
    assert_eq!(asked, ["why", "follow", "case"]);
    assert!(screen.has_receipt, "{screen:?}");
    search(&walk, &screen, &road).await
}

#[tokio::test]
async fn every_preset_is_completed_with_the_keyboard_alone() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    for road in &ROADS {
        walk.ask(&road.survey()?, &json!({})).await?;
        walk.enter().await?;
        let mut screen = walk.screen().await?;
        let mut met = Vec::new();
        while !screen.is_thanked {
            let id = walk.id(&screen)?.to_owned();
            let on = format!("{} {id}", road.preset);
            walk.answer_by_keys(road.place(&id)).await.context(on.clone())?;
            met.push(id);
            screen = walk.after(&screen).await.context(on.clone())?;
            let begun = walk.begun().await.context(on)?;
            let begins = if screen.is_thanked { "p" } else { "h2" };
            assert_eq!(begun.role, begins, "a new screen is read from its beginning: {begun:?}");
        }
        assert_eq!(met, road.meets, "{} {:?}", road.preset, road.takes);
        assert_eq!(screen.has_receipt, road.has_receipt, "{} {:?}", road.preset, road.takes);
    }
    Ok(())
}

#[tokio::test]
async fn back_is_reached_by_shift_and_tab_and_keeps_what_was_given() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    walk.ask(&road("csat", &[], &[]).survey()?, &json!({})).await?;
    walk.enter().await?;
    let first = walk.screen().await?;
    walk.answer_by_keys(1).await?;
    walk.after(&first).await?;
    walk.begun().await?;
    let mut stop = walk.focus().await?;
    // Over the end of the screen to its foot, where Back is.
    while stop.name != "Quay lại" {
        walk.press(Key::Tab).await?;
        stop = walk.seen_focus().await?;
    }
    walk.press_with_shift(Key::Tab).await?;
    assert_ne!(walk.seen_focus().await?.name, "Quay lại");
    walk.press(Key::Tab).await?;
    let second = walk.screen().await?;
    walk.press(Key::Space).await?;
    assert_eq!(walk.id(&walk.after(&second).await?)?, "csat");
    walk.begun().await?;
    walk.press(Key::Tab).await?;
    let given = walk.seen_focus().await?;
    assert!(given.is_chosen && given.name == "Tệ", "{given:?}");
    Ok(())
}
