//! Pictures of the shop with the survey, for people to judge.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Language, Shop, Stack, setting};
use std::path::PathBuf;

#[tokio::test]
async fn every_device_language_and_scheme_has_its_picture() -> Result<()> {
    let stack = Stack::start()?;
    let folder = setting("SAYSO_SCREENSHOTS")?;
    for device in [Device::PHONE, Device::DESKTOP] {
        for dark in [false, true] {
            let browser = Browser::start(Device { dark, ..device }).await?;
            let scheme = if dark { "dark" } else { "light" };
            for (language, tag) in [(Language::Vietnamese, "vi"), (Language::English, "en")] {
                let shop = Shop::open(&browser, &stack.url("/")).await?;
                shop.switch_to(language).await?;
                let widget = shop.widget().await?;
                let name = |screen| folder.join(format!("{}-{tag}-{scheme}-{screen}.png", device.width));
                picture(&browser, name("question"), device).await?;
                if language == Language::English {
                    widget.tap("Bad").await?;
                    widget.thanks().await?;
                    picture(&browser, name("thanks"), device).await?;
                }
            }
        }
    }
    Ok(())
}

/// The picture in the README. `cargo xtask screenshot` sets where it goes; a test run leaves the checkout as it is.
#[tokio::test]
async fn the_readme_has_its_picture() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let shop = Shop::open(&browser, &stack.url("/")).await?;
    shop.widget().await?;
    let file = std::env::var_os("SAYSO_PICTURE").map(PathBuf::from);
    picture(&browser, file.unwrap_or(setting("SAYSO_SCREENSHOTS")?.join("readme.png")), Device::DESKTOP).await
}

/// Takes the picture once everything stands still, and checks that it has the device's size.
async fn picture(browser: &Browser, file: PathBuf, device: Device) -> Result<()> {
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    browser.screenshot(&file).await?;
    let size = png_size(&std::fs::read(&file)?).context("a PNG")?;
    assert_eq!(size, (device.width, device.height), "{}", file.display());
    Ok(())
}

/// Width and height from the header chunk, which is always the first.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (bytes.get(1..4)? == b"PNG").then_some((number(16)?, number(20)?))
}
