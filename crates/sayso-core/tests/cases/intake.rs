//! What somebody tells on the form, from the draft on the screen to the event and back.

use chrono::DateTime;
use sayso_core::answer::{Answer, Given, QuestionType};
use sayso_core::complaint::{Complaint, Contact, Kind, Needs, Obstacle, Reason, Slot, Told};
use sayso_core::config::{Channel, Mode};
use sayso_core::event::{Event, EventType, Payload};
use sayso_core::response::{Circumstances, Client, Response, SurveyRef};
use sayso_core::survey::{Remedy, Survey};
use serde_json::{Value, json};
use uuid::Uuid;

fn told(draft: &Value) -> Told {
    Told::of_draft(draft).unwrap_or_else(|| panic!("{draft} tells something"))
}

#[test]
fn a_whole_complaint_is_taken_as_it_was_told() {
    let draft = json!({ "kind": "complaint", "reasons": ["DEL-LATE", "STF-ATT"], "happened": "Trễ hai ngày 😡\n",
        "expected": "Trong ngày", "remedy": "refund", "public": true,
        "contact": { "by": "callback", "phone": "0912 345 678", "slot": "evening" } });
    assert_eq!(
        told(&draft),
        Told {
            kind: Kind::Complaint,
            reasons: vec![Reason::DeliveryLate, Reason::StaffAttitude],
            happened: "Trễ hai ngày 😡".into(),
            expected: "Trong ngày".into(),
            remedy: Some(Remedy::Refund),
            public: true,
            contact: Some(Contact::Callback("+84912345678".into(), Slot::Evening)),
        }
    );
}

#[test]
fn what_another_kind_does_not_ask_is_left_out() {
    // Somebody fills in a complaint, then says that it is praise after all.
    let draft = |kind: &str| {
        json!({ "kind": kind, "reasons": ["WAIT"], "happened": "Chờ lâu", "expected": "Nhanh", "remedy": "apology",
            "public": true, "contact": { "by": "email", "email": " lan@example.vn " } })
    };
    let praise = told(&draft("praise"));
    assert_eq!(
        (praise.reasons.len(), praise.remedy, praise.public, &praise.contact),
        (0, None, false, &None)
    );
    assert_eq!(praise.happened, "Chờ lâu");
    assert!(!praise.waits_for_answer());
    for kind in ["suggestion", "question"] {
        let told = told(&draft(kind));
        assert_eq!((told.reasons.len(), told.expected.as_str()), (0, ""));
        assert_eq!(told.contact, Some(Contact::Email("lan@example.vn".into())));
        assert!(told.waits_for_answer());
    }
}

#[test]
fn a_draft_that_tells_nothing_is_nothing() {
    for draft in [
        json!({}),
        json!(null),
        json!([]),
        json!({ "kind": "complaint" }),
        json!({ "kind": "anger", "happened": "x" }),
        json!({ "kind": "complaint", "happened": " \n", "reasons": ["NO-SUCH"], "remedy": "gold", "public": true }),
        json!({ "kind": "complaint", "contact": { "by": "none" } }),
        json!({ "kind": "complaint", "contact": { "by": "phone", "phone": "12" } }),
        json!({ "kind": "praise", "contact": { "by": "staff" } }),
    ] {
        assert_eq!(Told::of_draft(&draft), None, "{draft}");
    }
}

/// Something has to be told.
const TOLD: Needs = Needs { told: true, contact: false };

#[test]
fn whoever_is_to_be_answered_says_how_or_that_there_is_no_need() {
    let check = |draft: Value, told, expected| {
        assert_eq!(Told::obstacle(&draft, Needs { told, contact: true }), expected, "{draft}");
    };
    let unsaid = Some(Obstacle::Contact);
    check(json!({ "kind": "complaint", "happened": "x" }), true, unsaid);
    check(json!({ "kind": "complaint", "happened": "x" }), false, unsaid);
    check(json!({ "kind": "question", "happened": "x", "contact": {} }), true, unsaid);
    check(json!({ "kind": "suggestion", "happened": "x", "contact": { "by": "owl" } }), true, unsaid);
    check(json!({ "kind": "complaint", "happened": "x", "contact": { "by": "none" } }), true, None);
    check(json!({ "kind": "complaint", "happened": "x", "contact": { "by": "staff" } }), true, None);
    check(json!({ "kind": "complaint", "contact": { "by": "phone" } }), true, Some(Obstacle::Phone));
    // An answer to a question needs somewhere to go, whatever the survey says.
    let question = json!({ "kind": "question", "happened": "x" });
    assert_eq!(Told::obstacle(&question, TOLD), unsaid);
    // Nobody asks those who praise, and where nothing was told there is nothing to answer.
    check(json!({ "kind": "praise", "happened": "x" }), true, None);
    check(json!({ "kind": "complaint" }), true, Some(Obstacle::Empty));
    check(json!({ "kind": "complaint" }), false, None);
    check(json!({ "kind": "complaint", "contact": { "by": "none" } }), true, Some(Obstacle::Empty));
    check(json!({}), false, None);
}

#[test]
fn an_answer_that_could_not_arrive_stands_in_the_way() {
    let check = |kind: &str, contact: Value, expected: Option<Obstacle>| {
        let draft = json!({ "kind": kind, "happened": "x", "contact": contact });
        assert_eq!(Told::obstacle(&draft, TOLD), expected, "{draft}");
    };
    check("complaint", json!({ "by": "phone" }), Some(Obstacle::Phone));
    check("complaint", json!({ "by": "callback", "phone": "0912" }), Some(Obstacle::Phone));
    check("question", json!({ "by": "email", "email": "lan@" }), Some(Obstacle::Email));
    check("complaint", json!({ "by": "email", "email": "lan@example.vn", "phone": "x" }), None);
    check("complaint", json!({ "by": "none", "phone": "x" }), None);
    check("complaint", json!({ "by": "staff" }), None);
    check("praise", json!({ "by": "phone", "phone": "x" }), None);
    check("complaint", json!("phone"), None);

    let expected = ["ế".repeat(20_003), "  ".to_owned()].concat();
    let long = json!({ "kind": "complaint", "expected": expected });
    assert_eq!(Told::obstacle(&long, Needs::default()), Some(Obstacle::Long(3)));
    assert_eq!(
        Told::obstacle(&json!({ "kind": "praise", "expected": "x".repeat(20_001) }), Needs::default()),
        None
    );

    let empty = json!({ "kind": "question" });
    assert_eq!(Told::obstacle(&empty, TOLD), Some(Obstacle::Empty));
    assert_eq!(Told::obstacle(&empty, Needs::default()), None);
}

#[test]
fn only_a_complaint_is_grave() {
    let draft =
        |kind: &str| json!({ "kind": kind, "reasons": ["DEL-LATE"], "happened": "x", "public": true });
    assert_eq!(told(&draft("complaint")).assess().severity.get(), 4);
    for kind in ["praise", "suggestion", "question"] {
        let assessment = told(&draft(kind)).assess();
        assert_eq!((assessment.severity.get(), assessment.points.len()), (0, 0));
    }
}

#[test]
fn the_answer_in_the_response_leads_to_nobody() {
    let draft = json!({ "kind": "complaint", "happened": "Trễ",
        "contact": { "by": "phone", "phone": "0912345678" } });
    let answer = Value::Object(told(&draft).encode_answer());
    assert_eq!(answer, json!({ "kind": "complaint", "reasons": [], "happened": "Trễ", "public": false }));
}

/// A complaint as it travels.
fn event() -> Value {
    json!({ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d",
        "source": "https://shop.example/contact", "type": "sayso.complaint.v1", "subject": "contact",
        "time": "2026-11-21T20:38:00.123+07:00", "datacontenttype": "application/json",
        "data": { "complaintId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "reference": "SO-5HN7-PK2X-V",
            "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "survey": { "id": "complaint", "version": 1 },
            "question": "case", "touchpoint": "contact", "channel": "web", "locale": "vi",
            "receivedAt": "2026-11-21T20:38:00.123+07:00",
            "kind": "complaint", "reasons": ["DEL-LATE"], "happened": "Trễ hai ngày", "expected": "Trong ngày",
            "remedy": "refund", "public": true,
            "contact": { "by": "callback", "phone": "+84912345678", "slot": "evening" },
            "consent": { "given": true, "textVersion": "complaint-contact/1",
                "time": "2026-11-21T20:38:00.123+07:00" },
            "severity": { "value": 4, "points": [
                { "cause": "DEL-LATE", "points": 3 }, { "cause": "public", "points": 1 }] },
            "due": { "acknowledge": "2026-11-23T10:00:00.000+07:00",
                "answer": "2026-11-23T17:00:00.000+07:00" } } })
}

#[test]
fn a_complaint_survives_the_journey_to_the_letter() {
    let decoded = Event::decode(&event()).unwrap();
    assert_eq!(decoded.payload.event_type(), EventType::Complaint);
    let Payload::Complaint(complaint) = &decoded.payload else { panic!("{decoded:?}") };
    assert_eq!(complaint.reference().to_string(), "SO-5HN7-PK2X-V");
    assert_eq!(
        complaint.due.as_ref().unwrap().answer_by,
        DateTime::parse_from_rfc3339("2026-11-23T17:00:00+07:00").unwrap()
    );
    assert_eq!(decoded.encode(), event());
}

#[test]
fn the_barest_one_does_too() {
    let mut bare = event();
    let data = bare["data"].as_object_mut().unwrap();
    for name in ["happened", "expected", "remedy", "contact", "consent", "due"] {
        data.remove(name);
    }
    assert_eq!(Event::decode(&bare).unwrap().encode(), bare);
    for (contact, personal) in [
        (json!({ "by": "email", "email": "lan@example.vn" }), true),
        (json!({ "by": "phone", "phone": "+442079460018" }), true),
        (json!({ "by": "staff" }), false),
    ] {
        let mut event = event();
        event["data"]["contact"] = contact;
        if !personal {
            event["data"].as_object_mut().unwrap().remove("consent");
        }
        assert_eq!(Event::decode(&event).unwrap().encode(), event);
    }
}

#[test]
fn every_problem_is_named_by_its_path() {
    let check = |change: &dyn Fn(&mut Value), expected: &[&str]| {
        let mut document = event();
        change(&mut document["data"]);
        let problems: Vec<String> =
            Event::decode(&document).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(problems, expected);
    };
    check(
        &|data| data["reference"] = json!("SO-5HN7-PKX2-V"),
        &["/data/reference: the reference number has a mistake in it"],
    );
    // A sound reference, but somebody else's.
    check(
        &|data| data["complaintId"] = json!("01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5f"),
        &["/data/reference: is not the reference of this complaintId"],
    );
    check(&|data| drop(data.as_object_mut().unwrap().remove("consent")), &["/data/consent: is missing"]);
    check(
        &|data| data["consent"]["given"] = json!(false),
        &["/data/consent/given: expected true: nobody is contacted without their consent"],
    );
    check(
        &|data| data["contact"]["phone"] = json!("0912"),
        &["/data/contact/phone: expected a telephone number such as +84912345678"],
    );
    check(
        &|data| data["contact"] = json!({ "by": "email", "email": "lan@" }),
        &["/data/contact/email: expected an e-mail address"],
    );
    check(
        &|data| data["contact"]["by"] = json!("none"),
        &[
            "/data/contact/by: expected one of phone, email, callback, staff (did you mean \"phone\"?), found \"none\"",
        ],
    );
    check(
        &|data| data["severity"]["value"] = json!(3),
        &["/data/severity/value: is not the sum of its points, at most 5"],
    );
    check(
        &|data| data["severity"]["points"][0]["cause"] = json!("anger"),
        &["/data/severity/points/0/cause: expected the code of a reason, safety or public"],
    );
    check(
        &|data| data["due"]["answer"] = json!("2026-11-23T09:00:00+07:00"),
        &["/data/due/answer: lies before the acknowledgement"],
    );
    check(
        &|data| {
            data["kind"] = json!("complain");
            data["reasons"] = json!(["DEL-LATE", "DEL-LATE", "LATE"]);
            data["happened"] = json!("x".repeat(20_001));
            data["remedy"] = json!("money");
            data["public"] = json!("yes");
        },
        &[
            "/data/kind: expected one of complaint, praise, suggestion, question (did you mean \"complaint\"?), found \
             \"complain\"",
            "/data/reasons/1: is there twice",
            "/data/reasons/2: expected the code of a reason, such as DEL-LATE",
            "/data/happened: expected at most 20000 characters, found 20001",
            "/data/remedy: expected one of heard, apology, explanation, redo, replacement, refund, change, found \
             \"money\"",
            "/data/public: expected true or false, found \"yes\"",
        ],
    );
}

#[test]
fn an_empty_complaint_lacks_what_it_needs_and_no_more() {
    let mut document = event();
    document["data"] = json!({});
    let problems: Vec<String> =
        Event::decode(&document).unwrap_err().iter().map(|problem| problem.path.clone()).collect();
    let names = [
        "complaintId",
        "reference",
        "responseId",
        "survey",
        "question",
        "touchpoint",
        "channel",
        "locale",
        "receivedAt",
        "severity",
        "kind",
    ];
    assert_eq!(problems, names.map(|name| format!("/data/{name}")));
}

#[test]
fn a_response_files_its_complaint_and_keeps_no_way_to_the_person() {
    let survey = json!({ "id": "s", "version": 3, "locales": ["vi"], "questions": [
        { "id": "case", "type": "complaint", "title": { "vi": "Chuyện gì?" }, "promise": {
            "hours": [{ "days": ["mon"], "from": "08:00", "to": "17:00" }], "offset": "+07:00", "answer_hours": 9 } },
        { "id": "more", "type": "complaint", "title": { "vi": "Gì nữa?" } },
        { "id": "last", "type": "complaint", "title": { "vi": "Còn gì?" } }] });
    let survey = Survey::decode(&survey).unwrap();
    let answer = |value: Value| Answer { kind: QuestionType::Complaint, given: Given::Other(value) };
    let contact = json!({ "by": "phone", "phone": "0912345678" });
    let mut response = response();
    response.answers = [
        ("case", json!({ "kind": "complaint", "reasons": ["WAIT"], "contact": contact })),
        ("more", json!({ "kind": "complaint" })),
        ("last", json!({ "kind": "praise", "happened": "Chị Lan tận tình" })),
    ]
    .map(|(id, value)| (id.to_owned(), answer(value)))
    .into();
    let ids = ["01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c6d"];
    let mut ids = ids.into_iter().map(|id| Uuid::try_parse(id).unwrap());
    let filed = Complaint::file(&survey, &mut response, || ids.next().unwrap());

    assert_eq!(filed.len(), 2, "what tells nothing is not filed");
    assert_eq!((filed[0].question.as_str(), filed[0].survey.version), ("case", 3));
    assert_eq!(filed[0].told.contact, Some(Contact::Phone("+84912345678".into())));
    assert_eq!(filed[0].due.as_ref().unwrap().answer_by.to_rfc3339(), "2026-11-23T17:00:00+07:00");
    assert_eq!((filed[1].question.as_str(), &filed[1].due), ("last", &None));
    let kept: Vec<Value> = response.answers.values().map(|answer| answer.encode()["value"].clone()).collect();
    assert_eq!(
        kept,
        [
            json!({ "kind": "complaint", "reasons": ["WAIT"], "public": false, "reference": "SO-5HN7-PK2X-V" }),
            json!({ "kind": "praise", "reasons": [], "happened": "Chị Lan tận tình", "public": false,
                "reference": filed[1].reference().to_string() }),
        ]
    );
}

fn response() -> Response {
    let at = DateTime::parse_from_rfc3339("2026-11-21T20:38:00+07:00").unwrap();
    Response {
        response_id: Uuid::nil(),
        revision: 1,
        complete: true,
        answers: [].into(),
        scores: Vec::new(),
        segment: None,
        flags: Vec::new(),
        context: [].into(),
        circumstances: Circumstances {
            survey: SurveyRef { id: "s".into(), version: 3 },
            touchpoint: "counter".into(),
            channel: Channel::Kiosk,
            locale: "vi".into(),
            started_at: at,
            submitted_at: at,
            duration_ms: 0,
            clock_skew_ms: 0,
            client: Client { version: "0".into(), mode: Mode::Kiosk },
        },
    }
}
