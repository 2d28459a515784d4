//! The gallery looks as it did when its pictures were kept.
//!
//! `SAYSO_REFERENCES=write` keeps new ones, `skip` leaves the comparison out on a machine with other fonts.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Gallery, Reference, Stack, setting};
use std::fs;

/// Wide enough for both languages in both themes, beside one another.
const WALL: Device = Device { width: 1480, height: 1700, dark: false, languages: "vi" };

/// What is drawn twice on one machine is alike to 0.99; a colour, a word or a step of space that has changed is not to this.
const ALIKE: f64 = 0.95;

const PAGE: &str = "/gallery.html?part=questions&still";

fn manner() -> String {
    std::env::var("SAYSO_REFERENCES").unwrap_or_default()
}

/// Whether this machine draws words as wide as the one that the references come from.
async fn has_the_fonts(gallery: &Gallery<'_>) -> Result<bool> {
    let fonts = gallery.fonts().await?;
    if manner() == "write" {
        fs::create_dir_all(Reference::fonts().parent().context("a folder")?)?;
        fs::write(Reference::fonts(), &fonts)?;
    }
    let kept = fs::read_to_string(Reference::fonts()).unwrap_or_default();
    let advice = "the references were drawn with the fonts of Debian 12 (fonts-noto-core) and this machine has others: \
        see \"Pictures that are kept\" in CONTRIBUTING.md";
    if manner() == "skip" {
        eprintln!("the pictures are not compared: SAYSO_REFERENCES=skip");
        return Ok(false);
    }
    if fonts != kept {
        eprintln!("the pictures are not compared: {advice}");
    }
    Ok(fonts == kept)
}

#[tokio::test]
async fn every_state_looks_as_it_did() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(WALL).await?;
    let gallery = Gallery::open(&browser, &stack.url(PAGE)).await?;
    if !has_the_fonts(&gallery).await? {
        return Ok(());
    }
    let folder = setting("SAYSO_SCREENSHOTS")?.join("changed");
    fs::create_dir_all(&folder)?;
    let mut changed = Vec::new();
    for state in gallery.states().await? {
        let photograph = gallery.photograph_of(&state).await?;
        let (picture, reference) = (Reference::reduce(&photograph)?, Reference::of(&state));
        if manner() == "write" {
            reference.keep(&picture)?;
        }
        let likeness = reference.likeness(&picture);
        let verdict = match likeness {
            Ok(likeness) if likeness >= ALIKE => continue,
            Ok(likeness) => format!("alike to {likeness:.3} only"),
            Err(error) => format!("{error:#}"),
        };
        let file = folder.join(format!("{state}.png"));
        fs::write(&file, photograph).context("a photograph to look at")?;
        changed.push(format!("{state}: {verdict}, see {}", file.display()));
    }
    let advice = "where this is wanted, SAYSO_REFERENCES=write keeps the new pictures";
    assert!(changed.is_empty(), "{}\n{advice}", changed.join("\n"));
    Ok(())
}

#[tokio::test]
async fn another_accent_corner_or_word_is_noticed() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(WALL).await?;
    let gallery = Gallery::open(&browser, &stack.url(&format!("{PAGE}&only=choice"))).await?;
    if !has_the_fonts(&gallery).await? {
        return Ok(());
    }
    let likeness = async || -> Result<f64> {
        Reference::of("choice").likeness(&Reference::reduce(&gallery.photograph_of("choice").await?)?)
    };
    let unchanged = likeness().await?;
    assert!(unchanged >= ALIKE, "nothing has changed yet: {unchanged:.3}");
    for (what, name, value) in [
        ("an accent a little bluer", "--sayso-accent", "#0f5a86"),
        ("words a step larger", "font-size", "17px"),
        ("paper in grey", "--sayso-paper", "#d9dcd6"),
    ] {
        gallery.restyle(name, value).await?;
        // Another size of the picture is noticed as well.
        let noticed = likeness().await.map_or(0.0, |likeness| likeness);
        assert!(noticed < ALIKE, "{what}: alike to {noticed:.3}");
        gallery.restyle(name, "").await?;
        assert!(likeness().await? >= ALIKE, "and back from {what}");
    }
    Ok(())
}
