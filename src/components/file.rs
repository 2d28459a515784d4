//! Photographs, such as of a defect: taken or chosen, made smaller on the device, shown with a button to take them back.
//!
//! # Keyboard
//! The tile is a native file field: Enter and Space open the device's own chooser. Each photograph has a button to remove
//! it; the focus then returns to the tile.
//!
//! # Screen reader
//! The field is named by what it does and described by the hint, each photograph by its number and size, each button by
//! the number of its photograph. What is being done and what came of it is said politely, what went wrong at once.

use leptos::task::spawn_local;
use sayso_core::answer::{Answer, Given, QuestionType};
use sayso_core::survey::FileField;
use serde_json::{Map, Value};
use web_sys::{Blob, Element as Node, HtmlElement};

use super::ask::{Ask, DESCRIBED_BY};
use super::face::drawn;
use crate::element::{Element, element, svg, tell};
use crate::photo::{self, Photo, Refusal};
use crate::session::Session;
use crate::texts::Phrase;

/// The tile and the photographs of a file question.
pub(super) fn file(ask: Ask, asked: FileField) -> Element {
    let input = element("input")
        .class("photo-input")
        .attr("type", "file")
        .attr("accept", "image/*")
        .called(&ask.text("file.add"))
        .attr("aria-describedby", &[DESCRIBED_BY, " file-hint file-error"].concat());
    let input = if asked.max_files > 1 { input.attr("multiple", "") } else { input };
    let said = element("p").class("unseen").attr("role", "status");
    let wrong = element("p").class("error").attr("id", "file-error").attr("role", "alert");
    let desk = Desk {
        session: ask.session,
        question: ask.with(|question| question.id.clone()),
        asked,
        said: said.node().clone(),
        wrong: wrong.node().clone(),
        input: input.html(),
    };
    let (taking, listing, counting) = (desk.clone(), desk.clone(), desk);
    let input = input.on("change", move |_| {
        let (desk, files) = (taking.clone(), photo::chosen(&taking.input));
        spawn_local(async move { desk.take(files).await });
    });
    let follow = move || drop(ask.value());
    ask.marked(element("div"))
        .class("file")
        .region(move || {
            follow();
            Some(listing.list())
        })
        .child(tile(ask, input).live_flag("hidden", move || {
            drop(ask.value());
            counting.room() == 0
        }))
        .child(said)
        .child(wrong)
}

/// The tile that is tapped: the native field covers it, unseen.
fn tile(ask: Ask, input: Element) -> Element {
    let icon = drawn("photo-icon", "0 0 32 32")
        .child(svg("path").attr(
            "d",
            "M4.5 11.5a3 3 0 0 1 3-3h2.6l1.9-3h8l1.9 3h2.6a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3h-17a3 3 0 0 1-3-3Z",
        ))
        .child(svg("circle").attr("cx", "16").attr("cy", "17").attr("r", "5"));
    element("div")
        .class("photo-add")
        .child(icon)
        .child(element("span").class("photo-name").attr("aria-hidden", "true").says(&ask.text("file.add")))
        .child(element("span").class("photo-hint").attr("id", "file-hint").says(&ask.text("file.hint")))
        .child(input)
}

/// What outlives the screen while a photograph is being prepared: nothing of it is the screen's own.
#[derive(Clone)]
struct Desk {
    session: Session,
    question: String,
    asked: FileField,
    said: Node,
    wrong: Node,
    input: HtmlElement,
}

impl Desk {
    /// Takes files one after the other, as many as there is room for.
    async fn take(&self, files: Vec<Blob>) {
        let working = self.session.text("file.working");
        self.say(&working);
        self.wrong.set_text_content(None);
        self.session.refuse(Some(working));
        for file in files {
            if self.room() == 0 {
                break;
            }
            match photo::prepare(&file, self.asked).await {
                Ok(photo) => self.keep(photo),
                Err(refusal) => self.refuse(refusal),
            }
        }
        self.session.refuse(None);
    }

    fn keep(&self, photo: Photo) {
        self.session.add_photo(&self.question, photo);
        self.answer();
        let count = self.session.count(self.photos().len());
        self.say(&self.session.text("file.added").fill("{n}", &count));
    }

    fn refuse(&self, refusal: Refusal) {
        self.say(&Phrase::default());
        let key = match refusal {
            Refusal::TooLarge => "file.too_large",
            Refusal::Unreadable => "file.unreadable",
            Refusal::Insecure => "file.insecure",
        };
        tell(&self.wrong, &self.session.text(key));
    }

    fn remove(&self, hash: &str) {
        self.session.remove_photo(&self.question, hash);
        self.answer();
        self.say(&self.session.text("file.removed"));
        let _ = self.input.focus();
    }

    fn answer(&self) {
        let photos: Vec<Value> = self.photos().iter().map(encode).collect();
        if photos.is_empty() {
            self.session.unanswer(&self.question);
        } else {
            let answer = Answer { kind: QuestionType::File, given: Given::Other(Value::Array(photos)) };
            self.session.answer(&self.question, answer);
        }
    }

    fn say(&self, words: &Phrase) {
        tell(&self.said, words);
    }

    fn photos(&self) -> Vec<Photo> {
        self.session.photos(&self.question)
    }

    /// Kilobytes, as both languages write them.
    fn size_words(&self, bytes: usize) -> String {
        [&self.session.count(bytes.div_ceil(1_000)), "\u{a0}kB"].concat()
    }

    fn room(&self) -> usize {
        usize::from(self.asked.max_files).saturating_sub(self.photos().len())
    }

    fn list(&self) -> Element {
        let photos = self.photos();
        let items = photos.into_iter().enumerate().map(|(place, photo)| self.item(place + 1, photo));
        element("ul").class("photos").attr("role", "list").children(items)
    }

    fn item(&self, number: usize, photo: Photo) -> Element {
        let size = self.size_words(photo.bytes);
        let name =
            |key: &str| self.session.text(key).fill("{n}", &self.session.count(number)).fill("{size}", &size);
        let _ = photo.preview.set_attribute("role", "img");
        let _ = photo.preview.set_attribute("aria-label", &name("file.photo"));
        let item = element("li").class("photo");
        let _ = item.node().append_child(&photo.preview);
        let (desk, hash) = (self.clone(), photo.hash);
        let cross = drawn("cross", "0 0 24 24").child(svg("path").attr("d", "M5 5 19 19M19 5 5 19"));
        let remove = element("button")
            .class("photo-remove")
            .attr("type", "button")
            .called(&name("file.remove"))
            .on("click", move |_| desk.remove(&hash))
            .child(cross);
        item.child(remove).child(element("span").class("photo-size").attr("aria-hidden", "true").text(&size))
    }
}

/// As it stands in the answer; the bytes travel apart, by the hash.
fn encode(photo: &Photo) -> Value {
    let mut entry = Map::new();
    entry.insert("hash".to_owned(), photo.hash.as_str().into());
    entry.insert("bytes".to_owned(), photo.bytes.into());
    entry.insert("type".to_owned(), photo::MEDIA.name().into());
    Value::Object(entry)
}
