//! The language of the page is the language of the survey.

use anyhow::Result;
use sayso_e2e::{Device, Language, Shop, Stack, in_every_engine};

use crate::{ENGLISH, VIETNAMESE};

#[tokio::test]
async fn the_switch_of_the_shop_reaches_the_survey() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let stack = Stack::start()?;
        let shop = Shop::open(browser, &stack.url("/")).await?;
        assert_eq!(shop.widget().await?.choices().await?, VIETNAMESE);

        shop.switch_to(Language::English).await?;
        let widget = shop.widget().await?;
        assert_eq!(widget.choices().await?, ENGLISH);
        assert_eq!(widget.question().await?, "How was our service today?");
        widget.press_button("Close").await?;

        shop.switch_to(Language::Vietnamese).await?;
        assert_eq!(shop.widget().await?.choices().await?, VIETNAMESE);
        Ok(())
    })
    .await
}
