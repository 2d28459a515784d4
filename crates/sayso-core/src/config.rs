//! The tag's attributes made meaningful: raw words in, a valid [`Config`] and what to tell the page's author out.
//!
//! Triggers, `sample`, `repeat` and `cooldown` decide whether the widget is loaded at all, so they belong to the loader; what
//! makes no sense in them is told by [`review`].

mod review;

pub use review::{review, slip, span_ms};

use std::fmt;

use crate::decode::nearest;

/// How the widget is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// In the flow of the page, where the element stands.
    Inline,
    /// A card in the corner; a bottom sheet on a phone.
    Popover,
    /// A dialog over the page.
    Modal,
    /// A button at the edge that opens the popover.
    Tab,
    /// A page of its own.
    Page,
    /// A full screen at a touch point.
    Kiosk,
}

impl Mode {
    /// Every mode and its name in the tag and in events.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("inline", Self::Inline),
        ("popover", Self::Popover),
        ("modal", Self::Modal),
        ("tab", Self::Tab),
        ("page", Self::Page),
        ("kiosk", Self::Kiosk),
    ];

    /// The mode's name in the tag and in events.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Whether a tap beside the widget puts it away: as long as nothing would be lost, and only where it covers the page.
    ///
    /// ```
    /// use sayso_core::config::Mode;
    /// assert!(Mode::Modal.closes_by_a_tap_outside(false));
    /// assert!(!Mode::Modal.closes_by_a_tap_outside(true));
    /// assert!(!Mode::Popover.closes_by_a_tap_outside(false));
    /// ```
    pub fn closes_by_a_tap_outside(self, has_answers: bool) -> bool {
        self == Self::Modal && !has_answers
    }

    /// Whether the widget was opened over the page by somebody's wish or in everybody's way, so that it takes the focus.
    pub fn takes_focus(self) -> bool {
        matches!(self, Self::Modal | Self::Tab)
    }

    /// Whether the widget stands over the page, and can be put away.
    pub fn is_over_the_page(self) -> bool {
        matches!(self, Self::Popover | Self::Modal | Self::Tab)
    }

    /// The channel of a respondent whose road the page does not name.
    pub fn default_channel(self) -> Channel {
        match self {
            Self::Kiosk => Channel::Kiosk,
            _ => Channel::Web,
        }
    }
}

/// By which road a respondent came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// A page of the business.
    Web,
    /// A tablet at a touch point.
    Kiosk,
    /// A WiFi sign-in page.
    Wifi,
    /// A call; an agent enters the answers.
    Hotline,
    /// A link in an e-mail.
    Email,
    /// A printed code.
    Qr,
    /// A post on a social network, or a message to a phone.
    Social,
}

impl Channel {
    /// Every channel and its name in the tag and in events.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("web", Self::Web),
        ("kiosk", Self::Kiosk),
        ("wifi", Self::Wifi),
        ("hotline", Self::Hotline),
        ("email", Self::Email),
        ("qr", Self::Qr),
        ("social", Self::Social),
    ];

    /// The channel's name in the tag and in events.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every theme and its name in the tag.
    pub const NAMES: [(&'static str, Self); 3] =
        [("auto", Self::Auto), ("light", Self::Light), ("dark", Self::Dark)];

    /// The theme's name in the tag.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// How events are written for the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CloudEvents 1.0 in structured JSON.
    CloudEvents,
    /// The `data` alone, as JSON.
    Json,
    /// The `data` alone, as JSON in `text/plain` and with no header of ours, so that no CORS preflight is sent.
    Simple,
}

impl Format {
    /// Every format and its name in the tag.
    pub const NAMES: [(&'static str, Self); 3] =
        [("cloudevents", Self::CloudEvents), ("json", Self::Json), ("simple", Self::Simple)];
}

/// What the tag asks for, valid throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where events go; none: they only reach the page.
    pub endpoint: Option<String>,
    /// The publishable write key.
    pub key: Option<String>,
    /// The touch point; none: the path of the page.
    pub touchpoint: Option<String>,
    /// By which road respondents come.
    pub channel: Channel,
    /// The language, as BCP 47; none: the page's, the browser's, the survey's.
    pub locale: Option<String>,
    /// How the widget is shown.
    pub mode: Mode,
    /// Light or dark.
    pub theme: Theme,
    /// How events are written.
    pub format: Format,
}

/// An attribute with a value that it does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misuse {
    /// The attribute.
    pub attribute: &'static str,
    /// What the page's author wrote.
    pub value: String,
    /// What could have been written.
    pub allowed: Vec<&'static str>,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in
            [self.attribute, "=\"", &self.value, "\" is not known; allowed: ", &self.allowed.join(", ")]
        {
            f.write_str(part)?;
        }
        if let Some(near) = nearest(&self.value, self.allowed.iter().copied()) {
            for part in ["; did you mean \"", near, "\"?"] {
                f.write_str(part)?;
            }
        }
        Ok(())
    }
}

impl Config {
    /// Makes sense of the attributes. `attribute` answers with the raw value of a name, if the tag has it.
    /// What makes no sense falls back to the default and is listed.
    ///
    /// ```
    /// use sayso_core::config::{Config, Mode};
    /// let tag = |name: &str| (name == "mode").then(|| "modle".to_owned());
    /// let (config, misuses) = Config::from_attributes(tag, Mode::Popover);
    /// assert_eq!(config.mode, Mode::Popover);
    /// assert_eq!(misuses[0].to_string(), "mode=\"modle\" is not known; \
    ///     allowed: inline, popover, modal, tab, page, kiosk; did you mean \"modal\"?");
    /// ```
    pub fn from_attributes(
        attribute: impl Fn(&str) -> Option<String>,
        default_mode: Mode,
    ) -> (Self, Vec<Misuse>) {
        let mut misuses = Vec::new();
        let text =
            |name| attribute(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let mode = word("mode", text("mode"), &Mode::NAMES, default_mode, &mut misuses);
        let config = Self {
            endpoint: text("endpoint"),
            // React and Vue keep `key` for themselves.
            key: text("key").or_else(|| text("write-key")),
            touchpoint: text("touchpoint"),
            channel: word("channel", text("channel"), &Channel::NAMES, mode.default_channel(), &mut misuses),
            locale: text("locale"),
            mode,
            theme: word("theme", text("theme"), &Theme::NAMES, Theme::Auto, &mut misuses),
            format: word("format", text("format"), &Format::NAMES, Format::CloudEvents, &mut misuses),
        };
        (config, misuses)
    }
}

fn word<T: Copy>(
    attribute: &'static str,
    value: Option<String>,
    words: &[(&'static str, T)],
    default: T,
    misuses: &mut Vec<Misuse>,
) -> T {
    let Some(value) = value else { return default };
    if let Some((_, meaning)) = words.iter().find(|(name, _)| *name == value) {
        return *meaning;
    }
    let allowed = words.iter().map(|(name, _)| *name).collect();
    misuses.push(Misuse { attribute, value, allowed });
    default
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(attributes: &[(&str, &str)]) -> (Config, Vec<String>) {
        let attribute = |name: &str| {
            attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let (config, misuses) = Config::from_attributes(attribute, Mode::Popover);
        (config, misuses.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_bare_tag_has_the_defaults() {
        let (config, misuses) = config(&[]);
        assert_eq!(config.mode, Mode::Popover);
        assert_eq!(config.channel, Channel::Web);
        assert_eq!(config.format, Format::CloudEvents);
        assert!(misuses.is_empty());
    }

    #[test]
    fn the_channel_follows_the_mode_unless_it_is_named() {
        assert_eq!(config(&[("mode", "kiosk")]).0.channel, Channel::Kiosk);
        assert_eq!(config(&[("mode", "kiosk"), ("channel", "qr")]).0.channel, Channel::Qr);
    }

    #[test]
    fn a_write_key_has_two_names_and_the_short_one_wins() {
        let key = |attributes| config(attributes).0.key;
        assert_eq!(key(&[("write-key", "pk_1")]).as_deref(), Some("pk_1"));
        assert_eq!(key(&[("write-key", "pk_1"), ("key", "pk_2")]).as_deref(), Some("pk_2"));
    }

    #[test]
    fn an_empty_attribute_is_an_absent_one() {
        assert_eq!(config(&[("endpoint", " "), ("theme", "")]), config(&[]));
    }

    #[test]
    fn several_misuses_are_listed_together() {
        let (config, misuses) = config(&[("theme", "drak"), ("format", "xml")]);
        assert_eq!(config.theme, Theme::Auto);
        assert_eq!(
            misuses[0],
            "theme=\"drak\" is not known; allowed: auto, light, dark; did you mean \"dark\"?"
        );
        assert_eq!(misuses[1], "format=\"xml\" is not known; allowed: cloudevents, json, simple");
    }
}
