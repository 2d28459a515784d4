//! The boundary to the loader: raw attributes and parsed files in, a mounted widget out.
//!
//! Nothing here throws into the page: what is wrong is told by `sayso:error` and once in the console.

use std::any::Any;
use std::cell::RefCell;
use std::time::Duration;

use any_spawner::Executor;
use gloo_timers::future::sleep;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sayso_core::config::{Config, Mode};
use sayso_core::flow::Progress;
use sayso_core::problem::Problem;
use sayso_core::survey::Survey;
use sayso_core::{flow, locale, preset};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, ShadowRoot};

use crate::components::app::{self, App};
use crate::session::{Session, Setup};
use crate::texts::Texts;
use crate::{json, more, page, proof, style};

#[wasm_bindgen]
extern "C" {
    /// What the loader brings along; it is also the library of the widget's words.
    pub type Resources;

    /// The attributes as the page's author wrote them, without `data-`.
    #[wasm_bindgen(method, getter)]
    fn attributes(this: &Resources) -> JsValue;

    /// The parsed survey.
    #[wasm_bindgen(method, getter)]
    fn survey(this: &Resources) -> JsValue;

    /// The style sheet's text.
    #[wasm_bindgen(method, getter)]
    fn css(this: &Resources) -> String;

    /// The languages wished for, best first.
    #[wasm_bindgen(method, getter)]
    fn languages(this: &Resources) -> Vec<String>;
}

struct Mounted {
    /// The view; dropping it takes it off the page.
    view: Box<dyn Any>,
    /// The signals' owner, of our own: a widget mounted from another's click would otherwise die with that one.
    owner: Owner,
}

/// A widget on the page. The element keeps it and calls [`Widget::unmount`] when it leaves.
#[wasm_bindgen]
pub struct Widget {
    mounted: RefCell<Option<Mounted>>,
    session: Session,
}

#[wasm_bindgen]
impl Widget {
    /// Takes the widget off the page; a second call does nothing.
    pub fn unmount(&self) {
        // Released before the cleanup runs, which may call back into this very object.
        let mounted = self.mounted.take();
        if let Some(Mounted { view, owner }) = mounted {
            drop(view);
            // Effects that were due when the view went still read the signals once; after them nobody does.
            spawn_local(async move {
                sleep(Duration::ZERO).await;
                owner.cleanup();
            });
        }
    }

    /// Shows it again where it was closed half way; `false` where that is over, and a new one has to be mounted.
    pub fn open(&self) -> bool {
        self.session.open_again()
    }

    /// Takes it off the screen, as the respondent would; what stands in the page stays.
    pub fn close(&self) {
        if self.session.with(|setup| setup.config.mode.is_over_the_page()) {
            self.session.close();
        }
    }

    /// Reads the hidden fields again, which the page has changed; before the program is whole nothing looks at them.
    pub fn update(&self) {
        if let Some(more) = self.session.more() {
            (more.take_context)(self.session);
        }
    }

    /// The scores of the answers so far; nothing before the program is whole.
    pub fn scores(&self) -> JsValue {
        self.session.more().map_or(JsValue::UNDEFINED, |more| (more.scores)(self.session))
    }
}

/// Does with what waits on this device what the page wishes: `flush` or `forget`, say what is held, or keep and send one more event.
///
/// # Errors
/// When the part of the program that does it cannot be had.
#[wasm_bindgen]
pub async fn outbox(library: JsValue, wish: JsValue) -> Result<JsValue, JsValue> {
    let more = more::load(&library).await.ok_or_else(|| JsValue::from(js_sys::Error::new(NOT_LOADED)))?;
    Ok((more.outbox)(None, wish).await)
}

/// Draws a widget into `root`; `None` where the survey cannot be asked.
#[wasm_bindgen]
pub async fn mount(host: HtmlElement, root: ShadowRoot, resources: Resources) -> Option<Widget> {
    let Read { survey, rest, is_long } = match read_survey(&resources).await {
        Ok(read) => read,
        Err(problems) => {
            refuse(&host, &problems);
            return None;
        }
    };
    breathe().await;
    let config = read_config(&host, &resources);
    let wishes = resources.languages();
    let wishes = config.locale.as_deref().into_iter().chain(wishes.iter().map(String::as_str));
    let available = survey.locales.iter().map(String::as_str);
    let locale = locale::choose(wishes, available).unwrap_or("vi").to_owned();
    let library = JsValue::from(&resources);
    let Some(texts) = Texts::load(&library, &locale, survey.first_locale()).await else {
        refuse(&host, &[Problem::new("", "no words could be loaded")]);
        return None;
    };
    if let Err(error) = style::adopt(&root, &resources.css()) {
        page::warn_once("style", &json::get(&error, "message").as_string().unwrap_or_default());
    }
    // Nobody waits at a kiosk for what comes later.
    let is_alone = flow::opens_plainly(&survey) && config.mode != Mode::Kiosk;
    if !is_alone && more::load(&library).await.is_none() {
        refuse(&host, &[Problem::new("", NOT_LOADED)]);
        return None;
    }
    let setup = Setup { host: host.clone(), survey, config, locale, texts, is_long, library };
    // Where effects run, for the whole page; a second widget finds it done.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let session = owner.with(|| Session::new(setup, rest));
    breathe().await;
    let mut drawn = owner.with(|| app::frame(session));
    for step in app::STEPS {
        breathe().await;
        drawn = owner.with(|| step(session, drawn));
    }
    let frame = drawn.html();
    let view = owner.with(|| mount_to(root.unchecked_into(), move || view! { <App frame=drawn /> }));
    page::dispatch(&host, "ready", &JsValue::NULL);
    // To lift it makes the browser lay it out at once.
    breathe().await;
    session.present(&frame);
    spawn_local(async move {
        session.complete().await;
    });
    Some(Widget { mounted: RefCell::new(Some(Mounted { view: Box::new(view), owner })), session })
}

const NOT_LOADED: &str = "a part of the program could not be loaded";

struct Read {
    /// Of our own presets as much as the first screen needs.
    survey: Survey,
    /// The document to read the rest from.
    rest: Option<Value>,
    /// Whether its way is worth a bar.
    is_long: bool,
}

async fn read_survey(resources: &Resources) -> Result<Read, Vec<Problem>> {
    let whole = |reason: String| vec![Problem::new("", reason)];
    let document = json::from_js(&resources.survey()).map_err(|excess| whole(excess.reason()))?;
    let is_long = Progress::is_coming(&document);
    let name = json::get(&resources.attributes(), "survey").as_string();
    if preset::is_ours(name.as_deref().unwrap_or("csat"))
        && let Some(opening) = Survey::opening(&document)
    {
        return Ok(Read { survey: opening, rest: Some(document), is_long });
    }
    let survey = proof::decode(&document).await.ok_or_else(|| whole(NOT_LOADED.to_owned()))??;
    Ok(Read { survey, rest: None, is_long })
}

pub(crate) fn refuse(host: &HtmlElement, problems: &[Problem]) {
    let list = problems.iter().map(|problem| {
        let fields = [("path", problem.path.as_str()), ("reason", problem.reason.as_str())];
        JsValue::from(json::object(&fields.map(|(name, text)| (name, JsValue::from_str(text)))))
    });
    let detail = json::object(&[("problems", list.collect::<js_sys::Array>().into())]);
    page::dispatch(host, "error", &detail);
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let message = ["the survey cannot be asked:\n", &lines.join("\n")].concat();
    page::warn_once(&message, &message);
}

/// Lets the page go first. A browser compiles what is called for the first time while it is called, which on a slow phone is most of
/// the work of a first screen; in one piece it would be felt.
async fn breathe() {
    sleep(Duration::ZERO).await;
}

fn read_config(host: &HtmlElement, resources: &Resources) -> Config {
    let attributes = resources.attributes();
    let is_from_tag = json::get(host, "fromTag").is_truthy();
    let mode = if is_from_tag { Mode::Popover } else { Mode::Inline };
    let attribute = |name: &str| json::get(&attributes, name).as_string();
    // Where the survey is the page, a link to it says where it hangs; elsewhere the page's address is the host's own.
    let is_page = attribute("mode").as_deref() == Some(Mode::Page.name());
    let of_link = |name: &str| match name {
        "touchpoint" | "channel" => page::link_parameter(name),
        "locale" => page::link_parameter("lang"),
        _ => None,
    };
    let value = |name: &str| if is_page { of_link(name) } else { None }.or_else(|| attribute(name));
    let (config, misuses) = Config::from_attributes(value, mode);
    for misuse in misuses {
        let message = misuse.to_string();
        page::warn_once(&message, &message);
    }
    config
}
