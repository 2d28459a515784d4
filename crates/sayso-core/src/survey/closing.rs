//! How a survey ends: its words of thanks, and the link to a public review.

use crate::complaint::Kind;
use crate::decode::{Node, Problems};
use crate::score::Segment;

use super::text::LocalText;
use super::{kind, limits};

/// Words of thanks by segment, with some for everybody else. What is not written here the widget says in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thanks {
    promoter: Option<LocalText>,
    neutral: Option<LocalText>,
    detractor: Option<LocalText>,
    everybody: Option<LocalText>,
}

/// What is said at the end of a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Farewell<'s> {
    /// The survey's own words.
    Own(&'s LocalText),
    /// The widget's, under this key.
    Key(&'static str),
}

impl Thanks {
    /// What is said at the end: the survey's own words for the segment, else the widget's for what was told on a form, else the
    /// survey's for everybody, else the widget's for the segment. No false cheer after a low score, and neutral is not taken for
    /// praise. Whoever answered nothing (`is_silent`) is not thanked for what they said: the survey's words for everybody may do so.
    ///
    /// ```
    /// use sayso_core::{complaint::Kind, score::Segment, survey::{Farewell, Thanks}};
    /// let none = Thanks::default();
    /// assert_eq!(none.farewell(Some(Segment::Promoter), None, false), Farewell::Key("thanks.promoter"));
    /// assert_eq!(none.farewell(Some(Segment::Promoter), Some(Kind::Complaint), false), Farewell::Key("thanks.complaint"));
    /// assert_eq!(none.farewell(None, None, false), Farewell::Key("thanks.neutral"));
    /// assert_eq!(none.farewell(None, None, true), Farewell::Key("thanks.silent"));
    /// ```
    pub fn farewell(&self, segment: Option<Segment>, told: Option<Kind>, is_silent: bool) -> Farewell<'_> {
        if is_silent {
            return Farewell::Key("thanks.silent");
        }
        // Whoever complained hears that, rather than what is said to everybody.
        if let Some(own) = self.own(segment).or(self.everybody.as_ref().filter(|_| told.is_none())) {
            return Farewell::Own(own);
        }
        Farewell::Key(match (told, segment) {
            (Some(Kind::Complaint), _) => "thanks.complaint",
            (Some(Kind::Praise), _) => "thanks.praise",
            (Some(Kind::Suggestion), _) => "thanks.suggestion",
            (Some(Kind::Question), _) => "thanks.question",
            (None, Some(Segment::Promoter)) => "thanks.promoter",
            (None, Some(Segment::Detractor)) => "thanks.detractor",
            (None, Some(Segment::Neutral) | None) => "thanks.neutral",
        })
    }

    fn own(&self, segment: Option<Segment>) -> Option<&LocalText> {
        match segment? {
            Segment::Promoter => self.promoter.as_ref(),
            Segment::Neutral => self.neutral.as_ref(),
            Segment::Detractor => self.detractor.as_ref(),
        }
    }

    pub(super) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let mut text = |name| kind::optional(&mut fields, name, problems, LocalText::decode);
        let (promoter, neutral, detractor, everybody) =
            (text("promoter"), text("neutral"), text("detractor"), text("everybody"));
        fields.refuse_unknown(problems);
        // What is wrong is among the problems; the rest is checked all the same.
        Some(Self {
            promoter: promoter.flatten(),
            neutral: neutral.flatten(),
            detractor: detractor.flatten(),
            everybody: everybody.flatten(),
        })
    }

    /// Every text with its field.
    pub(super) fn each(&self, visit: &mut dyn FnMut(&'static str, &LocalText)) {
        let texts = [
            ("promoter", &self.promoter),
            ("neutral", &self.neutral),
            ("detractor", &self.detractor),
            ("everybody", &self.everybody),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                visit(name, text);
            }
        }
    }
}

/// Where to write a review that all may read. Everybody is shown it alike, whatever the score: the format has no way to
/// say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLink {
    /// An address that begins with `https://`.
    pub url: String,
    /// What the link says.
    pub label: LocalText,
}

impl PublicLink {
    pub(super) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let url = fields.required("url", problems).and_then(|url| {
            let text = url.text(limits::TEXT, problems)?;
            // No other scheme: `javascript:` and `data:` are code.
            let host = text.strip_prefix("https://").filter(|host| {
                !host.is_empty()
                    && !host.starts_with('/')
                    && !host.contains(|c: char| c.is_whitespace() || c.is_control())
            });
            if host.is_some() {
                Some(text)
            } else {
                url.refuse("expected an address that begins with https://", problems)
            }
        });
        let label = fields.required("label", problems).and_then(|label| LocalText::decode(&label, problems));
        fields.refuse_unknown(problems);
        Some(Self { url: url?.to_owned(), label: label? })
    }
}
