//! The intake form: a whole complaint by taps and by keys, what each kind asks, and what one takes along.

use js_sys::Function;
use sayso_core::complaint::Reference;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::fill::{error, onward};
use crate::page::{Page, field};

const PRESET: &str = include_str!("../../presets/complaint.json");

/// The preset of a business that promises an answer within ten hours around the clock.
fn promising() -> String {
    with_promise(
        r#""promise": { "hours": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        "from": "00:00", "to": "24:00" }], "offset": "+07:00", "answer_hours": 10 }, "#,
    )
}

/// The preset of a business that says more than the preset may say for it: a promise, and that staff can come.
fn with_promise(promise: &str) -> String {
    let (before, after) = PRESET.split_once("\"asks_public\"").expect("the preset asks it");
    [before, promise, "\"staff_call\": true, \"asks_public\"", after].concat()
}

/// The elements of this selector that are to be seen.
fn seen(page: &Page, selector: &str) -> Vec<HtmlElement> {
    let found = page.root.query_selector_all(selector).unwrap();
    (0..found.length())
        .map(|index| found.item(index).unwrap().unchecked_into::<HtmlElement>())
        .filter(is_seen)
        .collect()
}

fn is_seen(element: &HtmlElement) -> bool {
    let check: Function = field(element, "checkVisibility").unchecked_into();
    check.call0(element).unwrap().is_truthy()
}

fn names(page: &Page, selector: &str) -> Vec<String> {
    seen(page, selector).iter().map(|element| words(element)).collect()
}

fn words(element: &Element) -> String {
    element.text_content().unwrap_or_default().trim().to_owned()
}

fn tap(page: &Page, selector: &str, name: &str) {
    let found = seen(page, selector).into_iter().find(|element| words(element) == name);
    found.unwrap_or_else(|| panic!("no {name} among {:?}", names(page, selector))).click();
}

/// The field to write in that this label is for.
fn field_of(page: &Page, label: &str) -> HtmlInputElement {
    let labels = seen(page, "label");
    let found = labels.iter().find(|element| words(element) == label);
    let id =
        found.unwrap_or_else(|| panic!("no {label} among {:?}", names(page, "label"))).get_attribute("for");
    page.root.get_element_by_id(&id.unwrap()).unwrap().unchecked_into()
}

fn write(page: &Page, label: &str, text: &str) {
    // A textarea has the same property.
    let field = field_of(page, label);
    js_sys::Reflect::set(&field, &"value".into(), &text.into()).unwrap();
    field.dispatch_event(&Event::new("input").unwrap()).unwrap();
}

/// The `data` of the events of this type that left.
fn sent(page: &Page, kind: &str) -> Vec<JsValue> {
    let events = page.heard("sayso:submitted").into_iter().map(|detail| field(&detail, "event"));
    events.filter(|event| field(event, "type") == kind).map(|event| field(&event, "data")).collect()
}

fn text(value: &JsValue, path: &str) -> String {
    field(value, path).as_string().unwrap_or_default()
}

async fn send(page: &Page) {
    page.button("Gửi").unwrap().click();
    page.until("thanks", |page| !page.status().is_empty()).await;
}

#[wasm_bindgen_test]
async fn a_whole_complaint_by_taps_becomes_an_event_of_its_own() {
    let page = Page::open(&promising(), &[("touchpoint", "counter-2")]).await;
    tap(&page, "[role=checkbox]", "Giao hàng chậm trễ");
    tap(&page, "summary", "Nhân viên");
    tap(&page, "[role=checkbox]", "Thái độ nhân viên");
    write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ hai ngày <b>liền</b> 😡");
    write(&page, "Lẽ ra bạn mong thế nào?", "Trong ngày");
    tap(&page, "[role=radio]", "Hoàn tiền");
    tap(&page, "[role=checkbox]", "Tôi đã đăng chuyện này lên mạng");
    tap(&page, "[role=radio]", "Gọi lại vào giờ hẹn");
    page.settle().await;
    assert!(
        names(&page, ".tell-hint").concat().contains("chỉ việc này"),
        "the number is asked for with its purpose"
    );
    write(&page, "Số điện thoại", "0912 345 678");
    tap(&page, "[role=radio]", "Tối");
    send(&page).await;

    let complaint = &sent(&page, "sayso.complaint.v1")[0];
    assert_eq!(text(complaint, "kind"), "complaint");
    assert_eq!([text(complaint, "reasons.0"), text(complaint, "reasons.1")], ["DEL-LATE", "STF-ATT"]);
    assert_eq!(text(complaint, "happened"), "Trễ hai ngày <b>liền</b> 😡");
    assert_eq!(text(complaint, "expected"), "Trong ngày");
    assert_eq!(text(complaint, "remedy"), "refund");
    assert_eq!(field(complaint, "public"), true);
    assert_eq!(text(complaint, "contact.by"), "callback");
    assert_eq!(text(complaint, "contact.phone"), "+84912345678");
    assert_eq!(text(complaint, "contact.slot"), "evening");
    assert_eq!(field(complaint, "consent.given"), true);
    assert_eq!(field(complaint, "severity.value"), 4);
    assert_eq!(text(complaint, "touchpoint"), "counter-2");

    let response = &sent(&page, "sayso.response.v1")[0];
    assert_eq!(text(response, "responseId"), text(complaint, "responseId"));
    assert_eq!(text(response, "answers.case.value.reference"), text(complaint, "reference"));
    assert!(field(response, "answers.case.value.contact").is_undefined(), "the response leads to nobody");

    let request = &sent(&page, "sayso.callback.v1")[0];
    assert_eq!(text(request, "reference"), text(complaint, "reference"));
    assert_eq!([text(request, "phone"), text(request, "slot")], ["+84912345678", "evening"]);
    assert!(sent(&page, "sayso.staff-call.v1").is_empty());

    for answered in page.heard("sayso:answered") {
        let heard: String = js_sys::JSON::stringify(&answered).unwrap().into();
        assert_eq!(heard, r#"{"question":"case","answer":{"type":"complaint"}}"#, "any script may listen");
    }
}

#[wasm_bindgen_test]
async fn whoever_asked_for_an_answer_says_how_or_that_there_is_no_need() {
    let (before, after) = PRESET.split_once("\"asks_public\"").expect("the preset asks it");
    let page =
        Page::open(&[before, "\"contact_required\": true, \"asks_public\"", after].concat(), &[]).await;
    tap(&page, "[role=checkbox]", "Giao hàng chậm trễ");
    page.button("Gửi").unwrap().click();
    page.until("the error", |page| !error(page).is_empty()).await;
    assert_eq!(error(&page), "Bạn chọn cách để chúng tôi trả lời nhé, hoặc chọn “Không cần”.");
    let group = page.find("[aria-labelledby=tell-contact]").unwrap();
    assert_eq!(group.get_attribute("aria-required").as_deref(), Some("true"));
    assert_eq!(group.get_attribute("aria-invalid").as_deref(), Some("true"));
    page.until("the focus on the first way", |page| {
        page.root.active_element().is_some_and(|focused| words(&focused) == "Nhắn hoặc gọi")
    })
    .await;
    tap(&page, "[role=radio]", "Email");
    page.settle().await;
    assert_eq!(
        (error(&page), group.get_attribute("aria-invalid").as_deref()),
        (String::new(), Some("false"))
    );
    tap(&page, "[role=radio]", "Không cần");
    send(&page).await;
    assert_eq!(sent(&page, "sayso.complaint.v1").len(), 1);
}

#[wasm_bindgen_test]
async fn whoever_praises_is_not_asked_how_to_be_answered() {
    let (before, after) = PRESET.split_once("\"asks_public\"").expect("the preset asks it");
    let page =
        Page::open(&[before, "\"contact_required\": true, \"asks_public\"", after].concat(), &[]).await;
    tap(&page, "[role=radio]", "Khen ngợi");
    page.settle().await;
    write(&page, "Điều gì làm bạn hài lòng?", "Cà phê ngon");
    send(&page).await;
}

#[wasm_bindgen_test]
async fn whoever_wants_a_member_of_staff_calls_one_by_an_event_of_its_own() {
    let page = Page::open(&promising(), &[]).await;
    write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ");
    tap(&page, "[role=radio]", "Gặp nhân viên ngay");
    send(&page).await;
    let request = &sent(&page, "sayso.staff-call.v1")[0];
    assert_eq!(text(request, "by"), "staff");
    assert_eq!(text(request, "complaintId"), text(&sent(&page, "sayso.complaint.v1")[0], "complaintId"));
    assert!(field(request, "phone").is_undefined());
    // That somebody comes is said once the call was heard, which it is nowhere here, and no day is promised.
    assert_eq!(
        names(&page, ".promise"),
        ["Chưa báo được cho nhân viên. Bạn gọi giúp nhân viên ở gần đây nhé."]
    );
}

#[wasm_bindgen_test]
async fn whoever_prefers_to_talk_finds_the_number_to_call() {
    let (before, after) = PRESET.split_once("\"asks_public\"").expect("the preset asks it");
    let survey = [before, "\"hotline\": \"1900 6868\", \"asks_public\"", after].concat();
    let page = Page::open(&survey, &[]).await;
    let link = page.find("a[href^='tel:']").unwrap();
    assert_eq!(link.get_attribute("href").as_deref(), Some("tel:19006868"));
    assert_eq!(words(&link), "Muốn nói chuyện ngay? Gọi 1900 6868");
    assert!(Page::open(PRESET, &[]).await.find("a[href^='tel:']").is_none(), "only where there is one");
    let kiosk = Page::open(&survey, &[("mode", "kiosk")]).await;
    tap(&kiosk, "[role=radio]", "Nhắn hoặc gọi");
    kiosk.settle().await;
    for (page, suggested) in [(&page, "tel"), (&kiosk, "off")] {
        let field = page.find("#tell-phone").unwrap();
        assert_eq!(
            field.get_attribute("autocomplete").as_deref(),
            Some(suggested),
            "the next one sees nobody's number"
        );
    }
    assert!(kiosk.find("a[href^='tel:']").is_none(), "a kiosk has no way out");
    assert!(names(&kiosk, ".tell-way").contains(&"Muốn nói chuyện ngay? Gọi 1900 6868".to_owned()));
}

#[wasm_bindgen_test]
async fn the_thanks_hold_reference_code_and_promise() {
    let page = Page::open(&promising(), &[]).await;
    write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ");
    tap(&page, "[role=radio]", "Email");
    page.settle().await;
    write(&page, "Email", " lan@example.vn ");
    send(&page).await;

    let complaint = &sent(&page, "sayso.complaint.v1")[0];
    let reference = text(complaint, "reference");
    assert!(reference.parse::<Reference>().is_ok(), "{reference}");
    assert_eq!(names(&page, ".reference > [aria-hidden]"), std::slice::from_ref(&reference));
    let spelled: String = reference.replace('-', "").chars().flat_map(|sign| [' ', sign]).collect();
    let said = words(&page.find(".reference > .unseen").unwrap());
    assert_eq!(said.replace(',', ""), spelled.trim());
    assert!(page.find("svg[role=img][aria-label] path").unwrap().get_attribute("d").unwrap().len() > 500);
    assert!(page.button("Sao chép").is_some());

    let due = text(complaint, "due.answer");
    let promise = words(&page.find(".promise").unwrap());
    assert!(promise.starts_with("Chúng tôi sẽ trả lời bạn trước "), "{promise}");
    assert!(promise.contains(&due[11..16]), "{promise} of {due}");
    let (day, month) = (due[8..10].trim_start_matches('0'), due[5..7].trim_start_matches('0'));
    assert!(promise.contains(&format!("{day}/{month}")), "{promise} of {due}");
    assert!(promise.contains(" thứ ") || promise.contains(" Chủ "), "{promise}");
}

#[wasm_bindgen_test]
async fn the_reference_is_there_offline_and_nobody_promises_what_was_not_configured() {
    // Nothing listens there: the same to the widget as no network.
    let page = Page::open(&with_promise(""), &[("endpoint", "http://127.0.0.1:9/v1/events")]).await;
    write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ");
    send(&page).await;
    assert_eq!(names(&page, ".reference > [aria-hidden]").len(), 1);
    assert!(page.find(".qr").is_some());
    assert!(page.find(".promise").is_none());
    page.until("kept", |page| page.status().contains("Đã lưu trên máy này")).await;
}

#[wasm_bindgen_test]
async fn praise_is_one_field_and_gets_no_case() {
    let page = Page::open(&promising(), &[]).await;
    let whole = names(&page, "textarea, [role=radiogroup], .topics").len();
    assert_eq!(whole, 6, "kinds, reasons, two fields, remedies, contact");
    tap(&page, "[role=radio]", "Khen ngợi");
    page.settle().await;
    assert_eq!(names(&page, "textarea, [role=radiogroup], .topics").len(), 2, "kinds and one field");
    write(&page, "Điều gì làm bạn hài lòng?", "Chị Lan rất tận tình");
    send(&page).await;
    assert!(page.status().contains("Cảm ơn bạn vì lời khen."));
    assert!(page.find(".reference").is_none());
    assert!(page.find(".promise").is_none());
    assert_eq!(text(&sent(&page, "sayso.complaint.v1")[0], "kind"), "praise");
}

#[wasm_bindgen_test]
async fn a_suggestion_and_a_question_ask_for_words_and_contact() {
    for (kind, label) in [("Góp ý", "Bạn muốn góp ý điều gì?"), ("Hỏi", "Bạn muốn hỏi điều gì?")]
    {
        let page = Page::open(PRESET, &[]).await;
        tap(&page, "[role=radio]", kind);
        page.settle().await;
        assert_eq!(names(&page, "textarea, [role=radiogroup], .topics").len(), 3, "{kind}");
        field_of(&page, label);
    }
}

#[wasm_bindgen_test]
async fn a_complaint_goes_through_by_keyboard() {
    let page = Page::open(PRESET, &[]).await;
    let kinds = seen(&page, "[role=radiogroup]").remove(0);
    assert_eq!(page.name_of(&kinds), "Bạn muốn nói gì với chúng tôi?");
    page.radio("Than phiền").focus().unwrap();
    page.press("ArrowRight");
    page.settle().await;
    assert_eq!(page.radio("Góp ý").get_attribute("aria-checked").as_deref(), Some("true"));
    page.press("ArrowLeft");
    page.settle().await;
    // What Tab stops at, in order; each stop is one that a key can use.
    let stops: Vec<String> = seen(&page, "button, summary, textarea, input")
        .iter()
        .filter(|stop| stop.tab_index() >= 0)
        .map(|stop| stop.get_attribute("id").unwrap_or_else(|| words(stop)))
        .collect();
    let place = |name: &str| {
        stops.iter().position(|stop| stop == name).unwrap_or_else(|| panic!("{name}: {stops:?}"))
    };
    assert!(place("Than phiền") < place("Nhân viên"));
    assert!(place("tell-happened") < place("Nhân viên"));
    assert!(place("tell-happened") < place("tell-expected"));
    assert!(!stops.contains(&"Khen ngợi".to_owned()), "a group is one stop");

    page.radio("Một lời xin lỗi").focus().unwrap();
    page.press("End");
    page.settle().await;
    let last = page.radio("Thay đổi để không lặp lại");
    assert_eq!(page.root.active_element().as_ref(), Some(last.as_ref()));
    send(&page).await;
    assert_eq!(text(&sent(&page, "sayso.complaint.v1")[0], "remedy"), "change");
}

#[wasm_bindgen_test]
async fn what_cannot_be_answered_is_said_and_shown_at_its_field() {
    let page = Page::open(PRESET, &[]).await;
    write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ");
    tap(&page, "[role=radio]", "Nhắn hoặc gọi");
    page.settle().await;
    write(&page, "Số điện thoại", "0912");
    page.button("Gửi").unwrap().click();
    page.settle().await;
    assert!(names(&page, ".error").concat().starts_with("Số này chưa đúng"));
    let phone = field_of(&page, "Số điện thoại");
    assert_eq!(phone.get_attribute("aria-invalid").as_deref(), Some("true"));
    page.until("focus", |page| page.root.active_element().as_ref() == Some(phone.as_ref())).await;
    assert!(page.heard("sayso:submitted").is_empty());

    // A second thought is enough: no number, no contact.
    tap(&page, "[role=radio]", "Không cần");
    send(&page).await;
    let complaint = &sent(&page, "sayso.complaint.v1")[0];
    assert!(field(complaint, "contact").is_undefined());
    assert!(field(complaint, "consent").is_undefined());
}

#[wasm_bindgen_test]
async fn a_form_that_tells_nothing_is_not_sent() {
    let page = Page::open(PRESET, &[]).await;
    tap(&page, "[role=radio]", "Hỏi");
    page.settle().await;
    page.button("Gửi").unwrap().click();
    page.settle().await;
    assert!(names(&page, ".error").concat().starts_with("Bạn viết đôi dòng"));
    assert!(page.heard("sayso:submitted").is_empty());
}

#[wasm_bindgen_test]
async fn a_second_tap_takes_the_remedy_back() {
    let page = Page::open(PRESET, &[]).await;
    tap(&page, "[role=radio]", "Hoàn tiền");
    tap(&page, "[role=radio]", "Hoàn tiền");
    write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ");
    send(&page).await;
    assert!(field(&sent(&page, "sayso.complaint.v1")[0], "remedy").is_undefined());
}

#[wasm_bindgen_test]
async fn the_form_begins_with_the_reasons_that_were_given_on_the_way_to_it() {
    let page = Page::open(include_str!("../../presets/csat.json"), &[]).await;
    page.radios()[0].click();
    page.until("the reasons", |page| page.find(".topics").is_some()).await;
    tap(&page, "[role=checkbox]", "Giao hàng chậm trễ");
    tap(&page, "summary", "Nhân viên");
    tap(&page, "[role=checkbox]", "Thái độ nhân viên");
    onward(&page).click();
    page.until("the gap", |page| page.find(".gap").is_some()).await;
    onward(&page).click();
    page.until("whether to follow", |page| page.names().iter().any(|name| name.starts_with("Có"))).await;
    page.radios()[0].click();
    page.settle().await;
    onward(&page).click();
    page.until("the form", |page| page.find(".tell").is_some()).await;
    assert!(seen(&page, ".tell .topics").is_empty(), "they take one line");
    assert_eq!(names(&page, ".fold > summary"), ["Chuyện gì chưa ổn?Đã chọn 2"]);
    seen(&page, ".fold > summary").remove(0).click();
    assert_eq!(
        names(&page, "[role=checkbox][aria-checked=true]"),
        ["Giao hàng chậm trễ", "Thái độ nhân viên"],
        "and the topic that holds one of them is open"
    );
    // Taken back, they stay so.
    tap(&page, "[role=checkbox]", "Giao hàng chậm trễ");
    tap(&page, "[role=radio]", "Không cần");
    send(&page).await;
    let complaint = &sent(&page, "sayso.complaint.v1")[0];
    assert_eq!(field(complaint, "reasons.length"), 1);
    assert_eq!(text(complaint, "reasons.0"), "STF-ATT");
}

/// Once the thanks gave a number and a promise for what the endpoint had refused: nobody would ever have known of it.
#[wasm_bindgen_test]
async fn what_nobody_has_heard_gets_neither_number_nor_promise() {
    // The server of these tests knows no such address and says 404, which no later visit mends.
    let page = Page::open(&promising(), &[("endpoint", "/no-such-endpoint")]).await;
    write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ");
    send(&page).await;
    page.until("that it is not delivered", |page| page.status().contains("Chưa gửi được tới chúng tôi"))
        .await;
    assert!(page.find(".reference").is_none());
    assert!(page.find(".promise").is_none());
}

#[wasm_bindgen_test]
async fn only_an_endpoint_of_our_contract_has_a_page_to_look_at() {
    let own = "Bạn quét mã bên dưới để xem việc đã tới đâu.";
    for (format, has_page) in [("cloudevents", true), ("json", false), ("simple", false)] {
        // Nothing listens there: what is only delayed keeps its number and its promise.
        let attributes = [("endpoint", "http://127.0.0.1:9/v1/events"), ("format", format)];
        let page = Page::open(&promising(), &attributes).await;
        write(&page, "Bạn kể thêm chuyện đã xảy ra nhé", "Trễ");
        send(&page).await;
        let (promise, hint) =
            (words(&page.find(".promise").unwrap()), words(&page.find(".receipt-hint").unwrap()));
        assert_eq!(promise.contains(own), has_page, "{format}: {promise}");
        assert_eq!(hint.starts_with("Quét để xem"), has_page, "{format}: {hint}");
    }
}
