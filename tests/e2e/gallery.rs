//! Every question and state on one page: photographed for people, and searched for barriers by axe-core.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Gallery, Stack, setting};

#[tokio::test]
async fn no_question_has_a_barrier_in_any_language_and_theme() -> Result<()> {
    let stack = Stack::start()?;
    let folder = setting("SAYSO_SCREENSHOTS")?.join("gallery");
    for device in [Device::PHONE, Device::DESKTOP] {
        let browser = Browser::start(device).await?;
        for (locale, theme) in [("vi", "light"), ("vi", "dark"), ("en", "light"), ("en", "dark")] {
            for (part, least) in [("questions", 30), ("presets", 10)] {
                let address = stack.url(&format!("/gallery.html?locale={locale}&theme={theme}&part={part}"));
                let gallery = Gallery::open(&browser, &address).await?;
                assert!(gallery.count().await? >= least, "all of them are on the wall");
                let name = format!("{part}-{}-{locale}-{theme}.png", device.width);
                gallery.photograph(device, &folder.join(&name)).await.context(name.clone())?;
                let barriers = gallery.barriers().await?;
                assert!(barriers.is_empty(), "{name}:\n{}", barriers.join("\n"));
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn axe_would_find_a_barrier_inside_a_widget() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let gallery =
        Gallery::open(&browser, &stack.url("/gallery.html?locale=en&theme=light&only=smiley")).await?;
    gallery.unname_the_choices().await?;
    let barriers = gallery.barriers().await?;
    assert!(barriers.iter().any(|barrier| barrier.starts_with("button-name")), "{barriers:?}");
    Ok(())
}
