//! The choice question: one or several of a list, or of the reasons for a complaint in two levels.
//!
//! # Keyboard
//! One of a list moves as in [`super::rating_group`]; of several, each box is a stop for Tab and Space ticks it. Neither
//! goes on by itself. The topics of the reasons are disclosures: Enter and Space open one and close the other.
//!
//! # Screen reader
//! A `radiogroup` or a `group` of checkboxes named by the question, under a topic by the topic. A closed topic says how
//! many of its reasons are chosen. An option with words of one's own opens a line named by the option.

use std::rc::Rc;

use leptos::prelude::untrack;
use sayso_core::complaint::{Group as Topic, Reason};
use sayso_core::survey::order::order;
use sayso_core::survey::{Choices, Options, Picks};
use serde_json::Value;
use web_sys::HtmlElement;

use super::ask::{Ask, DESCRIBED_BY, TITLE_ID};
use super::field::written;
use super::option::{checkbox, own_words, radio};
use super::rating_group::{Group, rating_group};
use crate::element::{Element, element, svg};
use crate::json;
use crate::texts::Phrase;

use super::face::drawn;

/// The options of a choice question.
pub(super) fn choice(ask: Ask, choices: &Choices) -> Element {
    let keep: Keep = Rc::new(move |picks| ask.answer(picks));
    let choosing = Choosing { ask, choices: Rc::new(choices.clone()), field: None, keep, named_by: TITLE_ID };
    match &choices.options {
        Options::Reasons => choosing.topics(),
        Options::Listed(options) => {
            let order = ask.with(|question| order(choices, ask.session.seed(), &question.id));
            let items = order.into_iter().filter_map(|place| options.get(place)).map(|option| Item {
                id: option.id.clone(),
                label: ask.local(&option.label),
                with_text: option.with_text,
            });
            choosing.list(TITLE_ID, items.collect())
        }
    }
}

/// The reasons as a field of an answer that holds more, which `keep` keeps.
pub(super) fn reasons(ask: Ask, field: &'static str, keep: Keep, named_by: &'static str) -> Element {
    let choices = Choices { options: Options::Reasons, multiple: true, random: false };
    Choosing { ask, choices: Rc::new(choices), field: Some(field), keep, named_by }.topics()
}

/// Keeps what is chosen.
pub(super) type Keep = Rc<dyn Fn(Option<Value>)>;

/// One option.
struct Item {
    id: String,
    label: Phrase,
    with_text: bool,
}

#[derive(Clone)]
struct Choosing {
    ask: Ask,
    choices: Rc<Choices>,
    /// The field of the answer that holds the picks, where they are not all of it.
    field: Option<&'static str>,
    keep: Keep,
    /// The id of the element that names the reasons.
    named_by: &'static str,
}

impl Choosing {
    /// What is chosen; a closure that calls it follows it.
    fn picks(&self) -> Picks {
        let answer = self.ask.value();
        let answer = answer.as_ref();
        Picks::decode(match self.field {
            Some(field) => answer.and_then(|answer| answer.get(field)),
            None => answer,
        })
    }

    /// A tap on an option. Words that stand on its line already count again.
    fn tap(&self, id: &str, line: Option<&HtmlElement>) {
        let picks = untrack(|| self.picks()).toggle(&self.choices, id);
        let picks = line.map(|line| picks.reword(id, &written(line))).unwrap_or(picks);
        (self.keep)(picks.encode());
    }

    /// The options under one another, each with its line where it has one.
    fn list(&self, named_by: &str, items: Vec<Item>) -> Element {
        let lines: Vec<_> = items.iter().map(|item| item.with_text.then(|| self.line(item))).collect();
        if self.choices.multiple {
            return element("div").class("choice").child(self.boxes(named_by, items, lines));
        }
        let nodes: Vec<_> = lines.iter().map(|line| line.as_ref().map(Element::html)).collect();
        let options = self.radios(named_by, items, nodes);
        element("div").class("choice").child(options).children(lines.into_iter().flatten())
    }

    /// A group of radios may hold nothing else, so the lines follow it and are only drawn under their options.
    fn radios(&self, named_by: &str, items: Vec<Item>, lines: Vec<Option<HtmlElement>>) -> Element {
        let has_lines = lines.iter().any(Option::is_some);
        let radios = items.iter().zip(&lines).enumerate().map(|(place, (item, line))| {
            let radio = opens(radio(&item.label), line.clone());
            if has_lines {
                draw_at(&radio.html(), place);
            }
            if let Some(line) = line {
                draw_at(line, place);
            }
            radio
        });
        let radios = radios.collect();
        let ids: Rc<[String]> = items.into_iter().map(|item| item.id).collect();
        let (chosen, chosen_ids, choose) = (self.clone(), ids.clone(), self.clone());
        let group = Group {
            class: if has_lines { "options with-lines" } else { "options" },
            named_by: named_by.to_owned(),
            chosen: Box::new(move || {
                let picks = chosen.picks();
                chosen_ids.iter().position(|id| picks.holds(id))
            }),
            choose: Box::new(move |place| {
                if let Some(id) = ids.get(place) {
                    choose.tap(id, lines.get(place).and_then(Option::as_ref));
                }
            }),
            goes_on: false,
        };
        rating_group(self.ask, group, radios)
    }

    fn boxes(&self, named_by: &str, items: Vec<Item>, lines: Vec<Option<Element>>) -> Element {
        let boxes = items.into_iter().zip(lines).flat_map(|(item, line)| {
            let (shown, tapped) = (self.clone(), self.clone());
            let node = line.as_ref().map(Element::html);
            let (shown_id, tapped_line) = (item.id.clone(), node.clone());
            let ticked = checkbox(
                &item.label,
                move || shown.picks().holds(&shown_id),
                move || tapped.tap(&item.id, tapped_line.as_ref()),
            );
            // Reasons lie in closed topics, which are marked as a whole.
            let (ask, is_marked) = (self.ask, matches!(self.choices.options, Options::Listed(_)));
            let ticked = ticked
                .live_attr("aria-invalid", move || (is_marked && ask.has_error()).then(|| "true".to_owned()));
            [Some(opens(ticked, node)), line].into_iter().flatten()
        });
        element("div")
            .class("options")
            .attr("role", "group")
            .attr("aria-labelledby", named_by)
            .attr("aria-describedby", DESCRIBED_BY)
            .children(boxes)
    }

    /// The line of an option with words of one's own.
    fn line(&self, item: &Item) -> Element {
        let (shown, noted) = (self.clone(), self.clone());
        let (shown_id, id) = (item.id.clone(), item.id.clone());
        let line = own_words(self.ask, &item.label, move || shown.picks().holds(&shown_id));
        let line = line.prop("value", untrack(|| self.picks()).text(&item.id).unwrap_or_default());
        let node = line.html();
        line.on("input", move |_| {
            let picks = untrack(|| noted.picks()).reword(&id, &written(&node));
            noted.ask.note(picks.encode());
        })
    }

    /// The reasons in two levels.
    fn topics(&self) -> Element {
        let topics = Topic::asked().map(|topic| self.topic(topic));
        let group =
            element("div").class("topics").attr("role", "group").attr("aria-labelledby", self.named_by);
        // A form around the reasons says itself what is wrong with it.
        if self.field.is_some() {
            return group.children(topics);
        }
        self.ask.marked(group).attr("aria-describedby", DESCRIBED_BY).children(topics)
    }

    /// A topic that opens. One with a single reason is that reason, and needs no second tap.
    fn topic(&self, topic: Topic) -> Element {
        let reasons: Vec<Reason> = topic.reasons().collect();
        let items = reasons.iter().map(|reason| Item {
            id: reason.code().to_owned(),
            label: self.ask.fixed(reason.label()),
            // A form around the reasons has room for words of one's own anyway.
            with_text: *reason == Reason::Other && self.field.is_none(),
        });
        if reasons.len() == 1 {
            return self.list(self.named_by, items.collect()).class("choice topic");
        }
        let id = ["topic-", topic.name()].concat();
        let counted = self.clone();
        let is_open = untrack(|| count(&self.picks(), &reasons)) > 0;
        let list = self.list(&id, items.collect());
        let summary = element("summary")
            .class("topic-name")
            .child(element("span").attr("id", &id).says(&self.ask.fixed(topic.label())))
            .child(element("span").class("count").live_says(move || counted.count_words(&reasons)))
            .child(chevron());
        let details = element("details").class("topic").attr("name", "topics").child(summary).child(list);
        if is_open { details.attr("open", "") } else { details }
    }

    fn count_words(&self, reasons: &[Reason]) -> Phrase {
        match count(&self.picks(), reasons) {
            0 => Phrase::default(),
            count => self.ask.text("choice.count").fill("{n}", &self.ask.session.count(count)),
        }
    }
}

/// Says that a line opens.
pub(super) fn chevron() -> Element {
    drawn("chevron", "0 0 24 24").child(svg("path").attr("d", "M6 9.5 12 15.5 18 9.5"))
}

/// Lines come after all options in the document; drawn, each follows its own.
fn draw_at(part: &HtmlElement, place: usize) {
    let _ = part.style().set_property("order", &place.to_string());
}

fn count(picks: &Picks, reasons: &[Reason]) -> usize {
    reasons.iter().filter(|reason| picks.holds(reason.code())).count()
}

/// A tap on the option opens its line and puts the cursor there: in the tap itself, as phones demand of whoever wants
/// their keyboard. Whoever chooses by keyboard goes there by Tab.
fn opens(option: Element, line: Option<HtmlElement>) -> Element {
    let Some(line) = line else { return option };
    option.on("click", move |event| {
        let by_pointer = json::get(&event, "detail").as_f64().is_some_and(|taps| taps > 0.0);
        if by_pointer && line.hidden() {
            line.set_hidden(false);
            let _ = line.focus();
        }
    })
}
