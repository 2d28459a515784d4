//! What a response becomes as it leaves: the events, how it ended, and where they go.

use std::collections::BTreeMap;

use js_sys::Date;
use sayso_core::answer::Answer;
use sayso_core::complaint::{Complaint, Request};
use sayso_core::config::Config;
use sayso_core::delivery;
use sayso_core::draft::Draft;
use sayso_core::event::{Event, Payload};
use sayso_core::flow;
use sayso_core::mask;
use sayso_core::photo::Photo;
use sayso_core::quality::Flag;
use sayso_core::response::{self, Circumstances, Client, Response, SurveyRef};
use sayso_core::small;
use uuid::Uuid;

use super::{Setup, Shared, elapsed};
use crate::ending::{Ending, Receipt};
use crate::outbox::{Entry, Told};
use crate::photo::{self, Photo as Picture};
use crate::transport::Destination;
use crate::{clock, json, kiosk, outbox, page};

impl Shared {
    /// The answers as they may be stored and sent.
    pub(super) fn fit_to_keep(&self, answers: BTreeMap<String, Answer>) -> BTreeMap<String, Answer> {
        let wish = json::get(&json::get(&self.setup.library, "attributes"), "mask").as_string();
        if mask::is_wanted(wish.as_deref()) { mask::answers(&answers) } else { answers }
    }

    /// The events of a response that is about to leave, and how it ended.
    pub(super) fn leave(
        &mut self,
        answers: BTreeMap<String, Answer>,
        is_silent: bool,
        destination: Option<&Destination>,
    ) -> (Vec<Told>, Ending) {
        let doubts = self.doubts();
        let pictures: Vec<&(String, Picture)> =
            self.photos.iter().filter(|(question, _)| answers.contains_key(question)).collect();
        let mut response = self.response(answers, destination);
        response.flags = doubts;
        let complaints = Complaint::file(&self.setup.survey, &mut response, clock::uuid);
        let told = complaints.first().map(|complaint| complaint.told.kind);
        let Config { mode, channel, .. } = self.setup.config;
        let ending = Ending {
            segment: response.segment,
            told,
            is_silent,
            may_change: flow::may_change(mode, channel, told),
            receipt: Receipt::of(&complaints, destination),
        };
        let about = &response.circumstances;
        let (subject, time) = (about.touchpoint.clone(), about.submitted_at);
        let event =
            |id: Uuid, payload| Event { id, source: page::source(), subject: subject.clone(), time, payload };
        let mut photos: Vec<Event> = Vec::new();
        for photo in photos_of(&response, &pictures, destination) {
            if !photos.iter().any(|before| before.id == photo.id) {
                photos.push(event(photo.id, Payload::Photo(Box::new(photo))));
            }
        }
        // Nobody's words wait for a photograph, and nothing that refers to one goes before it.
        let held = (!photos.is_empty() && destination.is_some()).then(|| response.hold_back());
        let mut whole = event_of(response);
        let mut events = vec![Told::of(&whole)];
        for complaint in complaints {
            let request = Request::within(&complaint, clock::uuid);
            // A complaint's event has the id of its case, so that whoever sends it again files it once.
            events.push(Told::of(&event(complaint.id, Payload::Complaint(Box::new(complaint)))));
            let request = request.map(|request| event(request.id, Payload::Request(Box::new(request))));
            events.extend(request.as_ref().map(Told::of));
        }
        events.extend(photos.iter().map(Told::of));
        if let (Some(held), Payload::Response(response)) = (held, &mut whole.payload) {
            response.go_on(held);
            self.sitting.revision = response.revision;
            whole.id = clock::uuid();
            events.push(Told::of(&whole));
        }
        (events, ending)
    }

    /// What was answered so far as an event of its own, and the id of the one that it replaces; `None` where there is nothing to
    /// tell, or nobody to. What leads to a person leaves with the whole alone. A whole that was sent is followed by no part: until it
    /// is changed for good, it is what counts.
    pub(super) fn part(&mut self, answers: &BTreeMap<String, Answer>) -> Option<(Entry, Option<String>)> {
        if self.sitting.is_sent {
            return None;
        }
        let destination =
            self.destination().filter(|destination| delivery::takes_parts(destination.format))?;
        let answers = small::keep(answers, |_, answer| Draft::keeps(answer.kind));
        if answers.is_empty() {
            return None;
        }
        let mut response = self.response(answers, Some(&destination));
        response.complete = false;
        response.flags = self.doubts();
        self.sitting.revision = self.sitting.revision.saturating_add(1);
        let entry = Entry::new(&Told::of(&event_of(response)), &destination);
        let before = self.sitting.part.replace(entry.id());
        Some((entry.due_at(delivery::part_due_ms(clock::millis(Date::now()))), before))
    }

    fn doubts(&mut self) -> Vec<Flag> {
        let before = self.sitting.doubts.take();
        let doubts = kiosk::doubts(self.setup.config.mode, &self.setup.library, before);
        self.sitting.doubts = Some(doubts.clone());
        doubts
    }

    fn response(&self, answers: BTreeMap<String, Answer>, destination: Option<&Destination>) -> Response {
        let Setup { survey, config, locale, .. } = &self.setup;
        let submitted_at = clock::now();
        let touchpoint = config.touchpoint.clone().unwrap_or_else(page::path);
        let (scores, segment) = response::score(survey, &answers);
        Response {
            response_id: self.response_id,
            revision: self.sitting.revision,
            complete: true,
            answers: self.fit_to_keep(answers),
            scores,
            segment,
            flags: Vec::new(),
            context: self.context.clone(),
            circumstances: Circumstances {
                survey: SurveyRef { id: survey.id.clone(), version: survey.version },
                touchpoint,
                channel: config.channel,
                locale: locale.clone(),
                started_at: self.started_at,
                submitted_at,
                duration_ms: self.sitting.earlier_ms + elapsed(self.started_ms),
                clock_skew_ms: destination.map_or(0, |destination| outbox::skew_ms(&destination.lane())),
                client: Client { version: env!("CARGO_PKG_VERSION").to_owned(), mode: config.mode },
            },
        }
    }

    pub(super) fn destination(&self) -> Option<Destination> {
        let Config { endpoint, key, format, .. } = &self.setup.config;
        let endpoint = page::absolute(endpoint.as_deref()?);
        // Read here, so that a first screen does not carry the reading.
        let batch = json::get(&json::get(&self.setup.library, "attributes"), "batch").as_string();
        let batch = delivery::batch(&batch.unwrap_or_default());
        Some(Destination { endpoint, key: key.clone(), format: *format, batch })
    }
}

/// The photographs that a response refers to, for an endpoint that takes any.
fn photos_of(
    response: &Response,
    pictures: &[&(String, Picture)],
    destination: Option<&Destination>,
) -> Vec<Photo> {
    if destination.is_some_and(|destination| !delivery::takes_photos(destination.format)) {
        if !pictures.is_empty() {
            page::warn_once(
                "photos",
                "the format simple brings no photographs; the answer has their hashes alone",
            );
        }
        return Vec::new();
    }
    let about = &response.circumstances;
    let photo = |(question, picture): &&(String, Picture)| Photo {
        id: Photo::id_of(response.response_id, &picture.hash),
        response_id: response.response_id,
        question: question.clone(),
        touchpoint: about.touchpoint.clone(),
        channel: about.channel,
        submitted_at: about.submitted_at,
        hash: picture.hash.clone(),
        media: photo::MEDIA,
        content: picture.content.as_string().unwrap_or_default(),
    };
    pictures.iter().map(photo).collect()
}

/// A response in its envelope.
fn event_of(response: Response) -> Event {
    let about = &response.circumstances;
    Event {
        id: clock::uuid(),
        source: page::source(),
        subject: about.touchpoint.clone(),
        time: about.submitted_at,
        payload: Payload::Response(Box::new(response)),
    }
}
