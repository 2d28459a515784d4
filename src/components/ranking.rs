//! The ranking question: a list to be put in order, best first.
//!
//! A list stands in some order from the start, which is nobody's answer yet: the question is unanswered until a row was moved
//! or the order was confirmed by the button below.
//!
//! # Pointer
//! A row is dragged by its grip. Elsewhere a finger scrolls the page.
//!
//! # Keyboard
//! Each row has a button to move it up and one to move it down; the focus stays on the button, so that it can be pressed
//! again. At either end the button says that it is disabled and stays where it is.
//!
//! # Screen reader
//! A list named by the question; the buttons name their row; the new place of a row is announced ("Taste: 2 of 4").

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::untrack;
use sayso_core::complaint::Reason;
use sayso_core::ranking::{Step, neighbour, places};
use sayso_core::survey::Options;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};

use super::ask::{Ask, DESCRIBED_BY, TITLE_ID};
use super::face::drawn;
use super::rating_group::word;
use crate::element::{Element, element, svg, tell};
use crate::texts::Phrase;

/// The list and the button that confirms it.
pub(super) fn ranking(ask: Ask, options: &Options) -> Element {
    let offered = labelled(ask, options);
    let ids: Vec<&str> = offered.iter().map(|(id, _)| id.as_str()).collect();
    let order = places(&ids, untrack(|| ask.value()).as_ref());
    let list = element("ol")
        .class("ranking")
        .attr("role", "list")
        .attr("aria-labelledby", TITLE_ID)
        .attr("aria-describedby", DESCRIBED_BY);
    let news = element("p").class("unseen").attr("aria-live", "polite");
    let board = Rc::new(Board {
        ask,
        list: list.html(),
        news: news.html(),
        rows: RefCell::default(),
        drag: Cell::new(None),
    });
    let rows = order.into_iter().filter_map(|place| offered.get(place)).map(|(id, label)| {
        let drawn = row(&board, id, label);
        board.rows.borrow_mut().push(Row { id: id.clone(), label: label.to_string(), node: drawn.html() });
        drawn
    });
    let list = list.children(rows);
    board.mark_ends();
    ask.marked(element("div")).class("rank").child(list).child(confirm(ask, board)).child(news)
}

/// The options and their labels.
fn labelled(ask: Ask, options: &Options) -> Vec<(String, Phrase)> {
    match options {
        Options::Listed(options) => {
            options.iter().map(|option| (option.id.clone(), ask.local(&option.label))).collect()
        }
        Options::Reasons => {
            Reason::asked().map(|reason| (reason.code().to_owned(), ask.fixed(reason.label()))).collect()
        }
    }
}

fn row(board: &Rc<Board>, id: &str, label: &Phrase) -> Element {
    let grip = element("span").class("grip").attr("aria-hidden", "true").child(
        drawn("grip-dots", "0 0 24 24")
            .child(svg("path").attr("d", "M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01")),
    );
    let mover = |step: Step, key: &str, arrow: &str| {
        let (board, id) = (Rc::clone(board), id.to_owned());
        element("button")
            .class("mover")
            .attr("type", "button")
            .attr("aria-label", &board.ask.text(key).replace("{label}", label))
            .child(drawn("arrow", "0 0 24 24").child(svg("path").attr("d", arrow)))
            .on("click", move |_| board.step(&id, step))
    };
    element("li")
        .class("rank-row")
        .child(draggable(board, id, grip))
        .child(element("span").class("rank-label").says(label))
        .child(mover(Step::Up, "ranking.up", "M6 14.5 12 8.5 18 14.5"))
        .child(mover(Step::Down, "ranking.down", "M6 9.5 12 15.5 18 9.5"))
}

/// A grip that takes its row along.
fn draggable(board: &Rc<Board>, id: &str, grip: Element) -> Element {
    let (down, moved, board) = (Rc::clone(board), Rc::clone(board), Rc::clone(board));
    let (start, end) = (id.to_owned(), id.to_owned());
    let node = grip.node().clone();
    let id = id.to_owned();
    grip.on("pointerdown", move |event| {
        let pointer = event.unchecked_ref::<PointerEvent>();
        if pointer.button() == 0 && down.drag.get().is_none() {
            event.prevent_default();
            let _ = node.set_pointer_capture(pointer.pointer_id());
            down.begin(&start, pointer.client_y());
        }
    })
    .on("pointermove", move |event| moved.drag_to(&id, event.unchecked_ref::<PointerEvent>().client_y()))
    // Fires after a release and after a cancellation alike.
    .on("lostpointercapture", move |_| board.drop_row(&end))
}

/// A button that stands pressed while there is an answer.
fn confirm(ask: Ask, board: Rc<Board>) -> Element {
    let is_answered = move || ask.given().is_some();
    let tick = svg("path").attr("d", "M6.5 12.5 10.5 16.5 17.5 8.5");
    element("button")
        .class("confirm")
        .attr("type", "button")
        .live_attr("aria-pressed", move || word(is_answered(), "true", "false"))
        .child(drawn("confirm-tick", "0 0 24 24").child(tick))
        .child(element("span").says(&ask.text("ranking.confirm")))
        .on("click", move |_| if untrack(is_answered) { ask.answer(None) } else { board.answer() })
}

struct Row {
    id: String,
    label: String,
    node: HtmlElement,
}

/// A drag under way: where the pointer held the row, and whether the row has changed its place.
#[derive(Clone, Copy)]
struct Drag {
    held_at: i32,
    has_moved: bool,
}

/// The rows in their present order. The row that moves is left in the page and its neighbours are put on its other side, so
/// that it keeps the focus and the pointer.
struct Board {
    ask: Ask,
    list: HtmlElement,
    news: HtmlElement,
    rows: RefCell<Vec<Row>>,
    drag: Cell<Option<Drag>>,
}

impl Board {
    fn place(&self, id: &str) -> Option<usize> {
        self.rows.borrow().iter().position(|row| row.id == id)
    }

    fn node(&self, place: usize) -> Option<HtmlElement> {
        self.rows.borrow().get(place).map(|row| row.node.clone())
    }

    /// Swaps a row with its neighbour; false at the end of the list.
    fn shift(&self, id: &str, step: Step) -> bool {
        let moved = || {
            let place = self.place(id)?;
            let other = neighbour(place, step, self.rows.borrow().len())?;
            let (node, beside) = (self.node(place)?, self.node(other)?);
            let before = match step {
                Step::Up => node.next_sibling(),
                Step::Down => Some(node.into()),
            };
            self.list.insert_before(&beside, before.as_ref()).ok()?;
            self.rows.borrow_mut().swap(place, other);
            Some(())
        };
        moved().is_some()
    }

    fn step(&self, id: &str, step: Step) {
        if self.shift(id, step) {
            self.settle(id);
        }
    }

    fn begin(&self, id: &str, held_at: i32) {
        self.drag.set(Some(Drag { held_at, has_moved: false }));
        if let Some(node) = self.place(id).and_then(|place| self.node(place)) {
            let _ = node.class_list().add_1("is-dragged");
        }
    }

    fn drag_to(&self, id: &str, pointer: i32) {
        let Some(mut drag) = self.drag.get() else { return };
        let Some(node) = self.place(id).and_then(|place| self.node(place)) else { return };
        while let Some(step) = self.overlaps(id, pointer - drag.held_at) {
            let before = node.offset_top();
            if !self.shift(id, step) {
                break;
            }
            drag = Drag { held_at: drag.held_at + node.offset_top() - before, has_moved: true };
        }
        self.drag.set(Some(drag));
        let _ = node.style().set_property(
            "transform",
            &["translateY(", &(pointer - drag.held_at).to_string(), "px)"].concat(),
        );
    }

    /// Which neighbour the row has been drawn over by more than half. Half of the way that a swap takes the row, gap
    /// included: with less, the swap would at once call for its own undoing.
    fn overlaps(&self, id: &str, by: i32) -> Option<Step> {
        let place = self.place(id)?;
        let step = if by < 0 { Step::Up } else { Step::Down };
        let other = self.node(neighbour(place, step, self.rows.borrow().len())?)?;
        let node = self.node(place)?;
        let foot = |row: &HtmlElement| row.offset_top() + row.offset_height();
        let way = match step {
            Step::Up => node.offset_top() - other.offset_top(),
            Step::Down => foot(&other) - foot(&node),
        };
        (2 * by.abs() > way).then_some(step)
    }

    fn drop_row(&self, id: &str) {
        let Some(drag) = self.drag.take() else { return };
        if let Some(node) = self.place(id).and_then(|place| self.node(place)) {
            let _ = node.class_list().remove_1("is-dragged");
            let _ = node.style().remove_property("transform");
        }
        if drag.has_moved {
            self.settle(id);
        }
    }

    /// After a row has come to rest: the answer, the ends, the announcement.
    fn settle(&self, id: &str) {
        self.mark_ends();
        self.answer();
        let rows = self.rows.borrow();
        let Some(place) = rows.iter().position(|row| row.id == id) else { return };
        let said = self
            .ask
            .text("ranking.moved")
            .fill("{place}", &self.ask.session.count(place + 1))
            .fill("{of}", &self.ask.session.count(rows.len()))
            .fill("{label}", &rows[place].label);
        tell(&self.news, &said);
    }

    fn answer(&self) {
        let order = self.rows.borrow().iter().map(|row| Value::from(row.id.as_str())).collect();
        self.ask.answer(Some(Value::Array(order)));
    }

    /// The first cannot go up, the last not down.
    fn mark_ends(&self) {
        let rows = self.rows.borrow();
        for (place, row) in rows.iter().enumerate() {
            let ends = [place == 0, place + 1 == rows.len()];
            let Ok(movers) = row.node.query_selector_all(".mover") else { continue };
            for (is_end, mover) in ends.into_iter().zip(0..) {
                if let Some(mover) = movers.item(mover) {
                    let word = if is_end { "true" } else { "false" };
                    let _ = mover.unchecked_into::<HtmlElement>().set_attribute("aria-disabled", word);
                }
            }
        }
    }
}
