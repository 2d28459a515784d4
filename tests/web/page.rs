//! A page of one widget. Dropping it takes the widget off and removes the host.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, JSON, Object, Promise, Reflect};
use sayso::{Widget, mount};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CustomEvent, Document, Element, HtmlElement, KeyboardEvent, ShadowRoot, ShadowRootInit, ShadowRootMode,
};

/// The preset, as the loader would fetch it.
pub(crate) const SMILEY: &str = include_str!("../../presets/smiley.json");

const VI: &str = include_str!("../../locales/vi.json");
const AR: &str = include_str!("../fixtures/ar.json");
/// A file with gaps.
const PT_BR: &str = r#"{ "smiley.awful": "Péssimo", "smiley.great": "Ótimo" }"#;
const EN: &str = include_str!("../../locales/en.json");
const CSS: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/widget.css"),
    include_str!("../../style/ratings.css"),
    include_str!("../../style/controls.css"),
    include_str!("../../style/around.css"),
    include_str!("../../style/motion.css"),
    include_str!("../../style/scales.css"),
    include_str!("../../style/lists.css"),
    include_str!("../../style/fields.css"),
    include_str!("../../style/complaint.css"),
    include_str!("../../style/thanks.css"),
);

type Heard = Rc<RefCell<Vec<(String, JsValue)>>>;

pub(crate) struct Page {
    pub(crate) host: HtmlElement,
    pub(crate) root: ShadowRoot,
    widget: Option<Widget>,
    heard: Heard,
    _listener: Closure<dyn FnMut(CustomEvent)>,
}

impl Page {
    /// Mounts `survey` (JSON) with these attributes.
    pub(crate) async fn open(survey: &str, attributes: &[(&str, &str)]) -> Self {
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&host).unwrap();
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        let heard = Heard::default();
        let listener = listen(&host, Rc::clone(&heard));
        let resources = resources(survey, attributes);
        let widget = mount(host.clone(), root.clone(), resources.unchecked_into()).await;
        let page = Self { host, root, widget, heard, _listener: listener };
        page.settle().await;
        page
    }

    pub(crate) fn is_mounted(&self) -> bool {
        self.widget.is_some()
    }

    pub(crate) fn unmount(&self) {
        self.widget.as_ref().unwrap().unmount();
    }

    /// The details of every event of that name so far.
    pub(crate) fn heard(&self, name: &str) -> Vec<JsValue> {
        self.heard
            .borrow()
            .iter()
            .filter(|(heard, _)| heard == name)
            .map(|(_, detail)| detail.clone())
            .collect()
    }

    pub(crate) fn group(&self) -> Element {
        self.find("[role=radiogroup]").expect("a radio group")
    }

    pub(crate) fn radios(&self) -> Vec<HtmlElement> {
        let radios = self.root.query_selector_all("[role=radio]").unwrap();
        (0..radios.length()).map(|index| radios.item(index).unwrap().unchecked_into()).collect()
    }

    pub(crate) fn radio(&self, name: &str) -> HtmlElement {
        self.radios().into_iter().find(|radio| label(radio) == name).expect(name)
    }

    /// The radio of that name in the group of that name.
    pub(crate) fn radio_of(&self, group: &str, name: &str) -> HtmlElement {
        let is_of = |radio: &HtmlElement| {
            let around = radio.closest("[role=radiogroup]").unwrap().expect("a group");
            self.name_of(&around) == group && label(radio) == name
        };
        self.radios().into_iter().find(is_of).expect(name)
    }

    /// The names of all radios, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.radios().iter().map(|radio| label(radio)).collect()
    }

    /// The names of the radios that are chosen.
    pub(crate) fn chosen(&self) -> Vec<String> {
        let is_chosen = |radio: &&HtmlElement| radio.get_attribute("aria-checked").as_deref() == Some("true");
        self.radios().iter().filter(is_chosen).map(|radio| label(radio)).collect()
    }

    /// The visible button of that name.
    pub(crate) fn button(&self, name: &str) -> Option<HtmlElement> {
        let buttons = self.root.query_selector_all("button:not([role]):not([hidden])").unwrap();
        (0..buttons.length()).map(|index| buttons.item(index).unwrap().unchecked_into()).find(
            |button: &HtmlElement| {
                text(button) == name || button.get_attribute("aria-label").as_deref() == Some(name)
            },
        )
    }

    /// What the live region says.
    pub(crate) fn status(&self) -> String {
        self.find("[role=status]").map(|region| text(&region)).unwrap_or_default()
    }

    /// What names an element: the text of the element that `aria-labelledby` points to.
    pub(crate) fn name_of(&self, element: &Element) -> String {
        let id = element.get_attribute("aria-labelledby").unwrap();
        text(&self.root.get_element_by_id(&id).unwrap())
    }

    pub(crate) fn press(&self, key: &str) {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        let target = self.root.active_element().unwrap_or_else(|| self.group());
        target.dispatch_event(&event).unwrap();
    }

    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    /// Lets signals and short timers run.
    pub(crate) async fn settle(&self) {
        sleep(50).await;
    }

    /// Waits until `found` is true, for half a minute at most.
    pub(crate) async fn until(&self, what: &str, found: impl Fn(&Self) -> bool) {
        for _ in 0..1_500 {
            if found(self) {
                return;
            }
            sleep(20).await;
        }
        panic!("{what}: not within half a minute; the widget shows: {}", self.root.inner_html());
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(widget) = &self.widget {
            widget.unmount();
        }
        self.host.remove();
    }
}

pub(crate) fn field(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| Reflect::get(&value, &name.into()).unwrap())
}

/// A survey of one question, "q", named "Thế nào?", with these fields.
pub(crate) fn one(fields: &str) -> String {
    let question =
        format!(r#"{{ "id": "q", "title": {{ "vi": "Thế nào?", "en": "How was it?" }}, {fields} }}"#);
    format!(r#"{{ "id": "one", "version": 1, "locales": ["vi", "en"], "questions": [{question}] }}"#)
}

/// What an element is called: its label, or what stands in it.
fn label(element: &Element) -> String {
    element.get_attribute("aria-label").unwrap_or_else(|| text(element))
}

fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default().trim().to_owned()
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

pub(crate) async fn sleep(millis: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Listens on the document, where a page would: only composed, bubbling events arrive there.
fn listen(host: &HtmlElement, heard: Heard) -> Closure<dyn FnMut(CustomEvent)> {
    let own = host.clone();
    let listener = Closure::new(move |event: CustomEvent| {
        if event.target().as_ref() == Some(own.as_ref()) {
            heard.borrow_mut().push((event.type_(), event.detail()));
        }
    });
    for name in ["ready", "shown", "answered", "submitted", "delivered", "closed", "error"] {
        let name = format!("sayso:{name}");
        document().add_event_listener_with_callback(&name, listener.as_ref().unchecked_ref()).unwrap();
    }
    listener
}

fn resources(survey: &str, attributes: &[(&str, &str)]) -> Object {
    let object = Object::new();
    let set =
        |target: &Object, name: &str, value: &JsValue| Reflect::set(target, &name.into(), value).unwrap();
    let raw = Object::new();
    for (name, value) in attributes {
        set(&raw, name, &(*value).into());
    }
    if attributes.iter().all(|(name, _)| *name != "touchpoint") {
        // One of its own, so that no test is offered what another left half filled in.
        set(&raw, "touchpoint", &format!("test-{}", js_sys::Math::random()).into());
    }
    set(&object, "attributes", &raw);
    set(&object, "survey", &JSON::parse(survey).unwrap());
    set(&object, "css", &CSS.into());
    set(&object, "moreStyle", &Function::new_no_args("return Promise.resolve('')"));
    set(&object, "languages", &js_sys::Array::of1(&"vi".into()));
    // As the loader does it: the file of this very tag, in small letters, or none.
    let texts = format!(
        r#"const file = {{ vi: {VI}, en: {EN}, ar: {AR}, "pt-br": {PT_BR} }}[language.toLowerCase()];
        return file ? Promise.resolve(file) : Promise.reject(Error("404"));"#
    );
    set(&object, "texts", &Function::new_with_args("language", &texts));
    object
}
