//! Requests to be called back and for a member of staff, as events of their own.

use sayso_core::complaint::{Complaint, Request, Want};
use sayso_core::decode::Node;
use sayso_core::event::{Event, EventType, Payload};
use serde_json::{Value, json};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(0x0193_6b5e_4d2c_7c3a_9b1f_2f8d_6a7b_4c60);

fn complaint(contact: Value) -> Complaint {
    let mut data = json!({ "complaintId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "reference": "SO-5HN7-PK2X-V",
        "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "survey": { "id": "complaint", "version": 1 },
        "question": "case", "touchpoint": "contact", "channel": "web", "locale": "vi",
        "receivedAt": "2026-11-21T20:38:00.123+07:00", "kind": "complaint", "happened": "Trễ hai ngày",
        "consent": { "given": true, "textVersion": "complaint-contact/1", "time": "2026-11-21T20:38:00.123+07:00" },
        "severity": { "value": 0, "points": [] } });
    if !contact.is_null() {
        data["contact"] = contact;
    }
    let mut problems = Vec::new();
    let complaint = Complaint::decode(&Node::root(&data), &mut problems);
    complaint.unwrap_or_else(|| panic!("{problems:?}"))
}

fn event(request: Request) -> Value {
    let (id, payload) = (request.id, Payload::Request(Box::new(request)));
    let (subject, time) = payload.place_and_time().unwrap();
    let (source, subject) = ("https://shop.example/".to_owned(), subject.to_owned());
    Event { id, source, subject, time, payload }.encode()
}

#[test]
fn a_request_is_made_of_the_contact_that_asks_for_it() {
    let check = |contact: Value, expected: Option<&str>| {
        let request = Request::within(&complaint(contact.clone()), || ID);
        let kind = request.map(|request| Payload::Request(Box::new(request)).event_type().name());
        assert_eq!(kind, expected, "{contact}");
    };
    check(json!({ "by": "callback", "phone": "0912345678", "slot": "noon" }), Some("sayso.callback.v1"));
    check(json!({ "by": "staff" }), Some("sayso.staff-call.v1"));
    check(json!({ "by": "phone", "phone": "0912345678" }), None);
    check(json!({ "by": "email", "email": "lan@example.com" }), None);
    check(json!(null), None);
}

#[test]
fn a_call_back_survives_the_journey_to_the_letter() {
    let contact = json!({ "by": "callback", "phone": "0912345678", "slot": "noon" });
    let written = event(Request::within(&complaint(contact), || ID).unwrap());
    assert_eq!(written["type"], "sayso.callback.v1");
    assert_eq!(
        written["data"],
        json!({ "requestId": ID.to_string(), "by": "callback",
            "complaintId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "reference": "SO-5HN7-PK2X-V",
            "touchpoint": "contact", "channel": "web", "locale": "vi",
            "requestedAt": "2026-11-21T20:38:00.123+07:00", "phone": "+84912345678", "slot": "noon",
            "consent": { "given": true, "textVersion": "complaint-contact/1", "time": "2026-11-21T20:38:00.123+07:00" } })
    );
    let decoded = Event::decode(&written).unwrap();
    assert_eq!(decoded.payload.event_type(), EventType::Callback);
    assert_eq!(decoded.encode(), written);
    let bare = Payload::decode_bare(&Node::root(&written["data"]), &mut Vec::new());
    assert_eq!(bare, Some(decoded.payload));
}

#[test]
fn a_call_for_staff_says_nothing_of_what_happened() {
    let written = event(Request::within(&complaint(json!({ "by": "staff" })), || ID).unwrap());
    let text = written.to_string();
    assert!(!text.contains("Trễ") && !text.contains("consent") && !text.contains("phone"), "{text}");
    let decoded = Event::decode(&written).unwrap();
    let Payload::Request(request) = &decoded.payload else { panic!("{decoded:?}") };
    assert_eq!((&request.want, decoded.payload.id()), (&Want::Staff, Some(ID)));
    assert_eq!(decoded.encode(), written);
}

#[test]
fn what_is_wrong_with_a_request_is_named_by_its_path() {
    let check = |change: fn(&mut Value), expected: &[&str]| {
        let contact = json!({ "by": "callback", "phone": "0912345678", "slot": "noon" });
        let mut document = event(Request::within(&complaint(contact), || ID).unwrap());
        change(&mut document);
        let problems = Event::decode(&document).err().unwrap_or_default();
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(said, expected);
    };
    check(|_| {}, &[]);
    check(|event| drop(event["data"].as_object_mut().unwrap().remove("slot")), &[]);
    check(|event| drop(event["data"].as_object_mut().unwrap().remove("complaintId")), &[]);
    check(
        |event| event["type"] = json!("sayso.staff-call.v1"),
        &["/data/by: is not what this type of event asks for"],
    );
    check(|event| event["data"]["consent"] = json!(null), &["/data/consent: is missing"]);
    check(
        |event| event["data"]["consent"]["given"] = json!(false),
        &["/data/consent/given: expected true: nobody is contacted without their consent"],
    );
    check(
        |event| event["data"]["phone"] = json!("0912"),
        &["/data/phone: expected a telephone number such as +84912345678"],
    );
    check(
        |event| (event["data"]["by"], event["data"]["requestId"]) = (json!("email"), json!(7)),
        &[
            "/data/requestId: expected a UUID, found 7",
            "/data/by: expected one of callback, staff, found \"email\"",
        ],
    );
}
