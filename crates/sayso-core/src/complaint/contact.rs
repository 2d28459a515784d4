//! Whether and how somebody who told us something wants to be answered.
//!
//! What a telephone number or an address is, is [`crate::contact`]'s matter.

use serde_json::{Map, Value};

use super::told::{Obstacle, named};
use crate::contact::{is_email, phone};
use crate::decode::{Node, Problems};

/// How somebody wants to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// By telephone or message, to this number.
    Phone(String),
    /// To this e-mail address.
    Email(String),
    /// By a call to this number, at the time of day that suits.
    Callback(String, Slot),
    /// By a member of staff, here and now.
    Staff,
}

/// The ways of being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// Not at all.
    None,
    /// By telephone or message.
    Phone,
    /// By e-mail.
    Email,
    /// By a call at a time of day that suits.
    Callback,
    /// By a member of staff, now.
    Staff,
}

impl By {
    /// Every way and its name in drafts and events.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("none", Self::None),
        ("phone", Self::Phone),
        ("email", Self::Email),
        ("callback", Self::Callback),
        ("staff", Self::Staff),
    ];

    /// The way's name in drafts and events.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Whether it takes a telephone number.
    pub fn takes_phone(self) -> bool {
        matches!(self, Self::Phone | Self::Callback)
    }

    /// The way that a draft has chosen, if it has.
    ///
    /// ```
    /// use sayso_core::complaint::By;
    /// use serde_json::json;
    /// assert_eq!(By::of_draft(&json!({ "contact": { "by": "email" } })), Some(By::Email));
    /// assert_eq!(By::of_draft(&json!({})), None);
    /// ```
    pub fn of_draft(draft: &Value) -> Option<Self> {
        named(draft.get("contact")?.get("by")?, &Self::NAMES)
    }
}

/// A time of day for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Any.
    Any,
    /// In the morning.
    Morning,
    /// Around noon.
    Noon,
    /// In the afternoon.
    Afternoon,
    /// In the evening.
    Evening,
}

impl Slot {
    /// Every time of day and its name in drafts and events.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("any", Self::Any),
        ("morning", Self::Morning),
        ("noon", Self::Noon),
        ("afternoon", Self::Afternoon),
        ("evening", Self::Evening),
    ];

    /// The time's name in drafts and events.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

impl Contact {
    /// The version of the sentence under which a number or an address is filled in, kept with the consent.
    pub const CONSENT_TEXT: &'static str = "complaint-contact/1";

    /// Which way this is.
    pub fn by(&self) -> By {
        match self {
            Self::Phone(_) => By::Phone,
            Self::Email(_) => By::Email,
            Self::Callback(..) => By::Callback,
            Self::Staff => By::Staff,
        }
    }

    /// The number or the address.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Phone(address) | Self::Email(address) | Self::Callback(address, _) => Some(address),
            Self::Staff => None,
        }
    }

    /// Whether it holds what leads to a person, which only their consent lets travel.
    pub fn is_personal(&self) -> bool {
        *self != Self::Staff
    }

    /// What the `contact` of a draft comes to; `None` where no answer is wanted or none could arrive.
    pub(super) fn of_draft(contact: &Value) -> Option<Self> {
        let text = |name: &str| contact.get(name).and_then(Value::as_str).unwrap_or_default();
        Some(match named(contact.get("by")?, &By::NAMES)? {
            By::None => return None,
            By::Phone => Self::Phone(phone(text("phone"))?),
            By::Email => Self::Email(email(text("email"))?),
            By::Callback => {
                let slot = contact.get("slot").and_then(|slot| named(slot, &Slot::NAMES));
                Self::Callback(phone(text("phone"))?, slot.unwrap_or(Slot::Any))
            }
            By::Staff => Self::Staff,
        })
    }

    /// What the `contact` of a draft lacks for the way that it has chosen.
    pub(super) fn obstacle(contact: &Value) -> Option<Obstacle> {
        let by = named(contact.get("by")?, &By::NAMES)?;
        if by == By::None || Self::of_draft(contact).is_some() {
            return None;
        }
        Some(if by.takes_phone() { Obstacle::Phone } else { Obstacle::Email })
    }

    pub(super) fn encode(&self) -> Value {
        let mut object = Map::new();
        let mut put = |name: &str, value: &str| object.insert(name.to_owned(), value.into());
        put("by", self.by().name());
        match self {
            Self::Phone(number) => drop(put("phone", number)),
            Self::Email(address) => drop(put("email", address)),
            Self::Callback(number, slot) => {
                put("phone", number);
                put("slot", slot.name());
            }
            Self::Staff => {}
        }
        Value::Object(object)
    }

    pub(super) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        // Who wants no answer sends no contact.
        let by = fields.required("by", problems)?.one_of(&By::NAMES[1..], problems)?;
        Some(match by {
            By::Phone => Self::Phone(decode_phone(&fields.required("phone", problems)?, problems)?),
            By::Email => {
                let node = fields.required("email", problems)?;
                let address = node.value().as_str().and_then(email);
                Self::Email(address.or_else(|| node.refuse("expected an e-mail address", problems))?)
            }
            By::Callback => {
                let number =
                    fields.required("phone", problems).and_then(|node| decode_phone(&node, problems));
                let slot = match fields.optional("slot") {
                    Some(node) => node.one_of(&Slot::NAMES, problems),
                    None => Some(Slot::Any),
                };
                Self::Callback(number?, slot?)
            }
            By::Staff | By::None => Self::Staff,
        })
    }
}

pub(super) fn decode_phone(node: &Node<'_>, problems: &mut Problems) -> Option<String> {
    let number = node.value().as_str().and_then(phone);
    number.or_else(|| node.refuse("expected a telephone number such as +84912345678", problems))
}

/// An e-mail address without the space around it, if it could be one.
fn email(text: &str) -> Option<String> {
    let address = text.trim();
    is_email(address).then(|| address.to_owned())
}
