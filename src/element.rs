//! An element as one Leptos view type, whatever is in it.
//!
//! Leptos's `view!` gives every element a type made of its attributes and children, and each type its own code: a single
//! smiley question weighed 24 kB brotli that way. An [`Element`] has one type, so a question pays for what it says
//! alone. It is built with DOM calls and never from an HTML string, which pages with Trusted Types refuse.
//!
//! Signals, owners and effects are Leptos's; an element is a view like any other and may stand in a `view!`.

use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Event, HtmlElement, Node, window};

use crate::json;
use crate::texts::Phrase;

const SVG: &str = "http://www.w3.org/2000/svg";

type Listener = Closure<dyn FnMut(Event)>;

/// What must live as long as the element does: dropping it ends its effects and its listeners.
#[derive(Default)]
struct Alive {
    effects: Vec<RenderEffect<()>>,
    regions: Vec<RenderEffect<Region>>,
    listeners: Vec<Listener>,
}

impl Alive {
    fn adopt(&mut self, child: Self) {
        self.effects.extend(child.effects);
        self.regions.extend(child.regions);
        self.listeners.extend(child.listeners);
    }
}

/// An element under construction, or one that is on the page.
pub(crate) struct Element {
    parts: SendWrapper<(web_sys::Element, Alive)>,
}

/// An HTML element.
pub(crate) fn element(tag: &str) -> Element {
    Element::new(document().create_element(tag))
}

/// An SVG element.
pub(crate) fn svg(tag: &str) -> Element {
    Element::new(document().create_element_ns(Some(SVG), tag))
}

#[expect(clippy::expect_used, reason = "a widget without a document is never mounted")]
fn document() -> Document {
    window().and_then(|window| window.document()).expect("a document")
}

impl Element {
    #[expect(clippy::expect_used, reason = "the tags are ours, and valid")]
    fn new(created: Result<web_sys::Element, JsValue>) -> Self {
        Self { parts: SendWrapper::new((created.expect("a valid tag"), Alive::default())) }
    }

    /// The element itself.
    pub(crate) fn node(&self) -> &web_sys::Element {
        &self.parts.0
    }

    /// The element itself, as one that can be focused.
    pub(crate) fn html(&self) -> HtmlElement {
        self.node().clone().unchecked_into()
    }

    /// Sets an attribute.
    pub(crate) fn attr(self, name: &str, value: &str) -> Self {
        let _ = self.node().set_attribute(name, value);
        self
    }

    /// Sets a property of the element's object, such as what stands in a field.
    pub(crate) fn prop(self, name: &str, value: &str) -> Self {
        json::set(self.node(), name, &JsValue::from_str(value));
        self
    }

    /// Sets the classes.
    pub(crate) fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Names it for a page's own style sheet, as `::part(name)`; the names are a promise, listed in `docs/embedding.md`.
    pub(crate) fn part(self, names: &str) -> Self {
        self.attr("part", names)
    }

    /// Says in which language it is, where that is another than that around; `dir` follows the words.
    pub(crate) fn speaks(self, phrase: &Phrase) -> Self {
        speak(self.node(), phrase);
        self
    }

    /// Keeps an attribute at what `value` says; `None` takes it off.
    pub(crate) fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let node = self.node().clone();
        self.follow(Box::new(move || set(&node, name, value().as_deref())))
    }

    /// Does something with the page whenever what it reads has changed.
    pub(crate) fn live(self, act: impl Fn() + 'static) -> Self {
        self.follow(Box::new(act))
    }

    /// Keeps an attribute that stands for yes by being there.
    pub(crate) fn live_flag(self, name: &'static str, value: impl Fn() -> bool + 'static) -> Self {
        self.live_attr(name, move || value().then(String::new))
    }

    /// Keeps a class on or off.
    pub(crate) fn live_class(self, name: &'static str, value: impl Fn() -> bool + 'static) -> Self {
        let node = self.node().clone();
        self.follow(Box::new(move || {
            let _ = node.class_list().toggle_with_force(name, value());
        }))
    }

    /// Keeps a custom property of the style at what `value` says: through the object model, which pages that forbid style
    /// attributes allow.
    pub(crate) fn live_style(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let style = self.html().style();
        self.follow(Box::new(move || {
            let _ = style.set_property(name, &value());
        }))
    }

    /// Sets the text; markup in it stays text.
    pub(crate) fn text(self, text: &str) -> Self {
        self.node().set_text_content(Some(text));
        self
    }

    /// Says words, in their language.
    pub(crate) fn says(self, phrase: &Phrase) -> Self {
        tell(self.node(), phrase);
        self
    }

    /// Names it for whoever does not see it, in the name's language.
    pub(crate) fn called(self, phrase: &Phrase) -> Self {
        call(self.node(), phrase);
        self
    }

    /// Keeps naming it so.
    pub(crate) fn live_called(self, phrase: impl Fn() -> Phrase + 'static) -> Self {
        let node = self.node().clone();
        self.follow(Box::new(move || call(&node, &phrase())))
    }

    /// Keeps saying what `phrase` comes to.
    pub(crate) fn live_says(self, phrase: impl Fn() -> Phrase + 'static) -> Self {
        let node = self.node().clone();
        self.follow(Box::new(move || tell(&node, &phrase())))
    }

    /// Appends a child.
    pub(crate) fn child(mut self, child: Self) -> Self {
        let (node, alive) = child.parts.take();
        let _ = self.node().append_child(&node);
        self.parts.1.adopt(alive);
        self
    }

    /// Appends children.
    pub(crate) fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// Appends a child that is drawn anew whenever what `draw` reads has changed, and may be absent.
    pub(crate) fn region(self, draw: impl Fn() -> Option<Self> + 'static) -> Self {
        self.draws(Box::new(|| None), Box::new(draw))
    }

    /// Appends a child that is drawn anew when its key is another, whatever else it reads.
    pub(crate) fn keyed_region(
        self,
        key: impl Fn() -> Key + 'static,
        draw: impl Fn() -> Option<Self> + 'static,
    ) -> Self {
        self.draws(Box::new(move || Some(key())), Box::new(draw))
    }

    fn draws(mut self, key: Box<dyn Fn() -> Option<Key>>, draw: Box<dyn Fn() -> Option<Self>>) -> Self {
        let marker: Node = document().create_text_node("").unchecked_into();
        let _ = self.node().append_child(&marker);
        // An effect cleans up what was made in it before it runs again; a child that stays needs an owner of its own.
        let parent = Owner::current().unwrap_or_default();
        let effect = RenderEffect::new(move |before: Option<Region>| {
            let key = key();
            if let Some(before) = before {
                if key.is_some() && before.key == key {
                    return before;
                }
                // The old child's effects end before the new one is drawn.
                drop(before);
            }
            let owner = parent.child();
            let child = owner.with(&draw);
            Region { key, child, owner }.insert(&marker)
        });
        self.parts.1.regions.push(effect);
        self
    }

    /// Listens to an event.
    pub(crate) fn on(self, event: &str, listener: impl Fn(Event) + 'static) -> Self {
        self.listen(event, Box::new(listener))
    }

    fn listen(mut self, event: &str, listener: Box<dyn FnMut(Event)>) -> Self {
        let listener = Listener::wrap(listener);
        let _ = self.node().add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        self.parts.1.listeners.push(listener);
        self
    }

    fn follow(mut self, change: Box<dyn Fn()>) -> Self {
        self.parts.1.effects.push(RenderEffect::new(move |_| change()));
        self
    }
}

/// Says words in an element, in their language.
pub(crate) fn tell(node: &web_sys::Element, phrase: &Phrase) {
    speak(node, phrase);
    node.set_text_content(Some(phrase));
}

fn call(node: &web_sys::Element, phrase: &Phrase) {
    speak(node, phrase);
    set(node, "aria-label", Some(phrase));
}

fn speak(node: &web_sys::Element, phrase: &Phrase) {
    let language = phrase.language();
    set(node, "lang", language);
    set(node, "dir", language.map(|_| "auto"));
}

/// Sets an attribute unless it is so: of one that concerns the focus, even the same value makes a browser lay out the page.
pub(crate) fn set(node: &web_sys::Element, name: &str, value: Option<&str>) {
    if node.get_attribute(name).as_deref() == value {
        return;
    }
    let _ = match value {
        Some(value) => node.set_attribute(name, value),
        None => node.remove_attribute(name),
    };
}

/// What tells one drawing of a region from the next.
pub(crate) type Key = (usize, usize);

/// The present child of a region; dropping it takes it off the page.
struct Region {
    key: Option<Key>,
    child: Option<Element>,
    owner: Owner,
}

impl Region {
    fn insert(self, marker: &Node) -> Self {
        if let (Some(child), Some(parent)) = (&self.child, marker.parent_node()) {
            let _ = parent.insert_before(child.node(), Some(marker));
        }
        self
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        if let Some(child) = self.child.take() {
            child.node().remove();
        }
        self.owner.cleanup();
    }
}

impl Render for Element {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        let _ = state.node().replace_with_with_node_1(self.node());
        *state = self;
    }
}

impl Mountable for Element {
    fn unmount(&mut self) {
        self.node().remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        let _ = parent.insert_before(self.node(), marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.node().parent_element() else { return false };
        child.mount(&parent, Some(self.node()));
        true
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.node().clone()]
    }
}

no_attrs!(Element);

/// Drawn in the browser alone; on a server there is nothing of it.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
