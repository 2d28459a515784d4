//! What a form asks, how it is drawn, and what was answered in it.

use std::collections::{BTreeMap, HashMap};

use axum::http::StatusCode;
use axum::response::Response as HttpResponse;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use sayso_core::answer::{Answer, Given, QuestionType};
use sayso_core::config::{Channel, Mode};
use sayso_core::face::{Face, Features};
use sayso_core::flow::Way;
use sayso_core::preset;
use sayso_core::response::{Circumstances, Client, Response, SurveyRef, clip, score};
use sayso_core::survey::{Choosable, Ends, Kind, LocalText, Options, Question, Survey};
use sayso_core::words::Words;
use serde_json::json;
use uuid::Uuid;

use super::{Visit, notice};
use crate::app::App;
use crate::html::escape;
use crate::problem::Problem;
use crate::time::now;

const SEND: Words = Words { vi: "Gửi", en: "Send" };
const SKIP: Words = Words { vi: "Bỏ qua, vào mạng", en: "Skip and go online" };
const OWN_WORDS: Words = Words { vi: "Bạn viết thêm nhé", en: "In your own words" };

/// The most characters of them.
const MAX_WORDS: usize = 500;

/// Makes the form the survey itself, where the browser can and the site has it.
const SCRIPT: &str = include_str!("../portal.js");

/// The longest visit that is believed; a form that lay open for longer says nothing about how long somebody thought.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// What of a survey goes into one form: its first rating, and for each value of it the first short list to choose from that follows.
pub(super) struct Form {
    survey: Survey,
    rating: usize,
    /// The lists, each once.
    reasons: Vec<usize>,
    /// Each value and the place of its list among them.
    values: Vec<(u8, Option<usize>)>,
}

impl Form {
    /// The form of a preset.
    ///
    /// # Errors
    /// A 404 where there is no portal or no such preset, or it begins with nothing that a form can ask.
    pub(super) fn of(app: &App, name: &str) -> Result<Self, Problem> {
        let unknown = || Problem::new(StatusCode::NOT_FOUND, "There is no such page.");
        app.portal.as_ref().ok_or_else(unknown)?;
        let document = preset::document(name).ok_or_else(unknown)?;
        let document = serde_json::from_str(document).map_err(|_| unknown())?;
        let survey = Survey::decode(&document).map_err(|_| unknown())?;
        let rating = survey.questions.iter().position(|question| question.kind.scale().is_some());
        let rating = rating.ok_or_else(unknown)?;
        let mut form = Self { survey, rating, reasons: Vec::new(), values: Vec::new() };
        let scale = form.question().kind.scale().ok_or_else(unknown)?;
        for value in scale.values() {
            let reason = form.reason_after(value);
            let place = reason.map(|reason| {
                let known = form.reasons.iter().position(|known| *known == reason);
                known.unwrap_or_else(|| {
                    form.reasons.push(reason);
                    form.reasons.len() - 1
                })
            });
            form.values.push((value, place));
        }
        Ok(form)
    }

    fn question(&self) -> &Question {
        &self.survey.questions[self.rating]
    }

    /// The list that a value leads to. One that leads to more questions is no reason, but a decision that this page has no room for.
    fn reason_after(&self, value: u8) -> Option<usize> {
        let rated = self.rated(value)?;
        let path = self.path(&rated);
        let leads_on = |index: usize, option: &Choosable| {
            let mut answers = rated.clone();
            answers.insert(self.survey.questions[index].id.clone(), chosen(&option.id, None));
            self.path(&answers) != path
        };
        path.iter().copied().find(|index| {
            let listed = options(&self.survey.questions[*index]);
            listed.is_some_and(|options| !options.iter().any(|option| leads_on(*index, option)))
        })
    }

    /// The answers of somebody who chose this value.
    fn rated(&self, value: u8) -> Option<BTreeMap<String, Answer>> {
        let question = self.question();
        let answer = Answer::rating(question.kind.question_type(), question.rate(value)?);
        Some(BTreeMap::from([(question.id.clone(), answer)]))
    }

    fn path(&self, answers: &BTreeMap<String, Answer>) -> Vec<usize> {
        Way { survey: &self.survey, answers, context: &BTreeMap::new() }.path()
    }

    /// Whether the form has room for all that the survey asks.
    fn is_whole(&self) -> bool {
        self.survey.questions.len() == 1 + self.reasons.len()
    }

    /// The page of the form, under what is to be said of what was sent before.
    pub(super) fn page(
        &self,
        app: &App,
        status: StatusCode,
        visit: &Visit,
        wrong: Option<Words>,
    ) -> HttpResponse {
        let (question, language) = (self.question(), visit.language);
        let ratings = self.values.iter().filter_map(|(value, reason)| {
            let class = reason.map(|place| format!("to-{place}")).unwrap_or_default();
            Some(radio(&question.id, &value.to_string(), &class, &label(question, *value, language)?))
        });
        let ratings: Vec<String> = ratings.collect();
        let hidden = |name: &str, value: &str| {
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
        };
        let mut body = wrong.map(|words| notice(words, language)).unwrap_or_default();
        let script = Some(SCRIPT).filter(|_| app.has_widget && wrong.is_none() && self.is_whole());
        let survey =
            script.map(|_| format!(" data-survey=\"{}\"", escape(&self.survey.id))).unwrap_or_default();
        body.extend(["<form method=\"post\"", &survey, ">"]);
        body.push_str(&hidden("response", &visit.form_id.to_string()));
        body.push_str(&hidden("touchpoint", &visit.touchpoint));
        body.push_str(&hidden("lang", language));
        body.push_str(&visit.way_on.as_ref().map(|url| hidden("continue", url.as_str())).unwrap_or_default());
        body.push_str(&fieldset(question, "", language, &scale(question, language, &ratings.concat())));
        for (place, reason) in self.reasons.iter().enumerate() {
            let question = &self.survey.questions[*reason];
            let reasons = options(question).into_iter().flatten();
            let reasons = reasons.map(|option| {
                let label = format!("<span>{}</span>", escape(option.label.pick(language, "vi")));
                let choice = radio(&question.id, &option.id, "", &label);
                if option.with_text { choice + &own_words(&question.id, language) } else { choice }
            });
            let reasons: Vec<String> = reasons.collect();
            body.push_str(&fieldset(
                question,
                &format!("reason reason-{place}"),
                language,
                &reasons.concat(),
            ));
        }
        body.extend(["<button>", SEND.pick(language), "</button></form>"]);
        body.push_str(&visit.skip(SKIP));
        let mut page = visit.page(body);
        page.script = script;
        page.other_language = Some(visit.in_other_language());
        page.answer(status, language)
    }

    /// What was answered; `None` where nothing was chosen on the scale.
    pub(super) fn read(&self, fields: &HashMap<String, String>, visit: &Visit) -> Option<Response> {
        let value = fields.get(&self.question().id)?.parse().ok()?;
        let mut answers = self.rated(value)?;
        // Only what follows the rating: a browser that shows every list may send a choice of another.
        if let Some(question) = self.reason_after(value).map(|place| &self.survey.questions[place])
            && let Some(id) = fields.get(&question.id)
            && let Some(option) = options(question).into_iter().flatten().find(|option| option.id == *id)
        {
            let words = fields.get(&format!("{}.text", question.id)).filter(|_| option.with_text);
            let words = words.map(|words| clip(words.trim(), MAX_WORDS).replace('\0', ""));
            answers.insert(question.id.clone(), chosen(id, words.filter(|words| !words.is_empty())));
        }
        let (scores, segment) = score(&self.survey, &answers);
        let (started_at, submitted_at) = times(visit.form_id);
        let duration = (submitted_at - started_at).num_milliseconds();
        Some(Response {
            // The form's id is whatever somebody sends; a response that came in another way is never named by it.
            response_id: Uuid::new_v5(&visit.form_id, b"portal"),
            revision: 1,
            complete: true,
            answers,
            scores,
            segment,
            flags: Vec::new(),
            context: BTreeMap::new(),
            circumstances: Circumstances {
                survey: SurveyRef { id: self.survey.id.clone(), version: self.survey.version },
                touchpoint: visit.touchpoint.clone(),
                channel: Channel::Wifi,
                locale: visit.language.to_owned(),
                started_at,
                submitted_at,
                duration_ms: u64::try_from(duration).unwrap_or_default(),
                clock_skew_ms: 0,
                client: Client { version: env!("CARGO_PKG_VERSION").to_owned(), mode: Mode::Page },
            },
        })
    }
}

/// When the form was asked for, which its id says, and now; by this server's clock, in UTC.
fn times(id: Uuid) -> (DateTime<FixedOffset>, DateTime<FixedOffset>) {
    let now = DateTime::from_timestamp_millis(now()).unwrap_or_default();
    let asked = id.get_timestamp().and_then(|made| {
        let (seconds, nanoseconds) = made.to_unix();
        DateTime::<Utc>::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
    });
    let asked = asked.filter(|asked| *asked <= now && now - *asked <= LONGEST).unwrap_or(now);
    (asked.fixed_offset(), now.fixed_offset())
}

fn options(question: &Question) -> Option<&[Choosable]> {
    match &question.kind {
        Kind::Choice(choices) => match &choices.options {
            Options::Listed(options) => Some(options),
            Options::Reasons => None,
        },
        _ => None,
    }
}

/// One option, and what was written beside it.
fn chosen(id: &str, words: Option<String>) -> Answer {
    let pick = match words {
        Some(words) => json!([{ "id": id, "text": words }]),
        None => json!([id]),
    };
    Answer { kind: QuestionType::Choice, given: Given::Other(pick) }
}

/// A line beside an option, shown where it is chosen.
fn own_words(question: &str, language: &str) -> String {
    let (name, label) = (escape(question), OWN_WORDS.pick(language));
    format!(
        "<input class=\"words\" name=\"{name}.text\" maxlength=\"{MAX_WORDS}\" aria-label=\"{label}\" placeholder=\"{label}\">"
    )
}

/// The values in a row, and the words under both ends; a face says its own.
fn scale(question: &Question, language: &str, values: &str) -> String {
    let ends = match &question.kind {
        Kind::Smiley(_) => return format!("<div class=\"scale faces\">{values}</div>"),
        Kind::Nps(ends) | Kind::Ces(ends) | Kind::Rating(_, ends) => ends.clone(),
        _ => Ends::default(),
    };
    let end = |words: &Option<LocalText>| {
        let words = words.as_ref().map(|words| escape(words.pick(language, "vi")));
        format!("<span>{}</span>", words.unwrap_or_default())
    };
    let ends = [end(&ends.low), end(&ends.high)].concat();
    format!("<div class=\"scale points\">{values}</div><p class=\"ends\">{ends}</p>")
}

/// A value as it reads, in HTML: a face and its words, anything else by its number.
fn label(question: &Question, value: u8, language: &str) -> Option<String> {
    let face = Face::of(question.rate(value)?);
    if question.kind.question_type() != QuestionType::Smiley {
        return Some(format!("<span>{value}</span>"));
    }
    let Features { brows, eyes, mouth } = face.features();
    let (open, dots) = if face == Face::Great { (" class=\"full\"", "") } else { ("", " class=\"dots\"") };
    Some(format!(
        "<svg class=\"{}\" viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle class=\"skin\" cx=\"24\" cy=\"24\" r=\"20.5\"/>\
         <path d=\"{brows}\"/><path{dots} d=\"{eyes}\"/><path{open} d=\"{mouth}\"/></svg><span>{}</span>",
        face.name(),
        face.words().pick(language)
    ))
}

fn fieldset(question: &Question, class: &str, language: &str, choices: &str) -> String {
    let title = escape(question.title.pick(language, "vi"));
    let help = question.help.as_ref().map(|help| format!("<p>{}</p>", escape(help.pick(language, "vi"))));
    format!(
        "<fieldset class=\"{class}\"><legend>{title}</legend>{}{choices}</fieldset>",
        help.unwrap_or_default()
    )
}

/// A choice; its label is HTML.
fn radio(name: &str, value: &str, class: &str, label: &str) -> String {
    let [name, value] = [name, value].map(escape);
    format!(
        "<label><input type=\"radio\" class=\"{class}\" name=\"{name}\" value=\"{value}\">{label}</label>"
    )
}
