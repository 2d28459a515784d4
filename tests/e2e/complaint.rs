//! From what went wrong to the case in the database, under the number on the screen.

use anyhow::Result;
use sayso_e2e::{
    Browser, Device, Endpoint, HostPage, Manner, Shop, Stack, Widget, eventually, in_every_engine,
};

async fn complain(shop: &Shop<'_>, stack: &Stack) -> Result<String> {
    let widget = shop.ask("complaint").await?;
    widget.tick("Giao hàng chậm trễ").await?;
    widget.write("Bạn kể thêm chuyện đã xảy ra nhé", "Hẹn thứ Hai, thứ Tư mới tới.").await?;
    widget.tap("Hoàn tiền").await?;
    widget.tap("Nhắn hoặc gọi").await?;
    widget.write("Số điện thoại", "0912 345 678").await?;
    assert!(stack.events("sayso.complaint.v1", 0).await?.is_empty());
    widget.press_button("Gửi").await?;
    reference(&widget).await
}

async fn reference(widget: &Widget<'_>) -> Result<String> {
    eventually("the reference", async || {
        let shown = widget.text_of(".reference > [aria-hidden]").await?;
        Ok((!shown.is_empty()).then_some(shown))
    })
    .await
}

#[tokio::test]
async fn a_complaint_is_filed_under_the_number_on_the_screen() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let shop = Shop::open(&browser, &stack.url("/contact.html")).await?;
    let shown = complain(&shop, &stack).await?;

    let event = &stack.events("sayso.complaint.v1", 1).await?[0];
    let complaint = &event["data"];
    assert_eq!(complaint["reference"], shown.as_str());
    assert_eq!(complaint["complaintId"], event["id"]);
    assert_eq!(complaint["reasons"][0], "DEL-LATE");
    assert_eq!(complaint["remedy"], "refund");
    assert_eq!(complaint["contact"]["phone"], "+84912345678");
    assert_eq!(complaint["consent"]["given"], true);
    assert_eq!(complaint["severity"]["value"], 3);

    let response = &stack.responses(1).await?[0];
    assert_eq!(response["responseId"], complaint["responseId"]);
    assert_eq!(response["answers"]["case"]["value"]["reference"], shown.as_str());
    assert!(!response.to_string().contains("912345678"), "the response leads to nobody: {response}");
    Ok(())
}

#[tokio::test]
async fn a_complaint_without_a_network_has_its_number_at_once_and_arrives_later() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let mut stack = Stack::start()?;
        let shop = Shop::open(browser, &stack.url("/contact.html")).await?;
        shop.widget().await?;
        stack.events("sayso.complaint.v1", 0).await?;
        let widget = shop.ask("complaint").await?;
        stack.stop()?;
        widget.tick("Giao hàng chậm trễ").await?;
        widget.press_button("Gửi").await?;
        let shown = reference(&widget).await?;
        assert_eq!(browser.outbox().await?.len(), 2, "response and complaint are kept");

        stack.start_again()?;
        Shop::open(browser, &stack.url("/contact.html")).await?.widget().await?;
        let event = &stack.events("sayso.complaint.v1", 1).await?[0];
        assert_eq!(event["data"]["reference"], shown.as_str());
        Ok(())
    })
    .await
}

/// Who waits at the counter is told that somebody comes once the call was heard, and by no day; and where it was not, what else to do.
#[tokio::test]
async fn a_member_of_staff_comes_only_where_the_call_was_heard() -> Result<()> {
    let survey = r#"{ "id": "own", "version": 1, "locales": ["vi"], "questions": [
        { "id": "case", "type": "complaint", "title": { "vi": "Bạn cần gì?" }, "staff_call": true,
          "promise": { "hours": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "08:00", "to": "17:00" }], "offset": "+07:00", "answer_hours": 9 } }] }"#;
    let page = |path, html: &str| HostPage { path, policy: "", html: html.to_owned() };
    let tag = r#"<!doctype html><html lang="vi"><title>Page</title><body>
        <script src="/sayso.js" data-survey="/own.json" data-endpoint="/v1/events" data-mode="inline"></script></body></html>"#;
    let pages = vec![page("/page", tag), page("/own.json", survey)];
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), pages).await?;
    let browser = Browser::start(Device::PHONE).await?;
    for (manner, told) in [
        (Manner::Reply(202, ""), "Nhân viên đã được báo. Bạn đợi ở đây một chút nhé."),
        (Manner::Reply(503, ""), "Chưa báo được cho nhân viên. Bạn gọi giúp nhân viên ở gần đây nhé."),
    ] {
        endpoint.behave(manner);
        browser.open("about:blank").await?;
        browser.open(&endpoint.url("/page")).await?;
        let act = async |what: &str, script: &str| {
            let script = format!(
                "const root = document.querySelector('sayso-survey')?.shadowRoot; const all = (selector) => [...root?.querySelectorAll(selector) ?? []];
                 arguments[0]({script} ?? null)"
            );
            eventually(what, async || Ok(browser.evaluate(&script).await?.as_str().map(str::to_owned))).await
        };
        act("the form", "all('textarea').map((it) => { it.value = 'Trễ'; it.dispatchEvent(new Event('input', { bubbles: true })); return 'written'; })[0]").await?;
        let staff = "all('[role=radio]').filter((it) => it.textContent === 'Gặp nhân viên ngay').map((it) => { it.click(); return 'chosen'; })[0]";
        act("the way", staff).await?;
        act("the button", "all('.primary:not([hidden])').map((it) => { it.click(); return 'sent'; })[0]")
            .await?;
        let promises = "(all('.promise').length === 1 ? all('.promise')[0].textContent : null)";
        eventually(told, async || Ok((act("what is promised", promises).await? == told).then_some(())))
            .await?;
    }
    Ok(())
}
