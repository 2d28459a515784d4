//! A request that cannot wait for somebody to read a complaint: to be called back, or for a member of staff, now.
//!
//! It stands in the complaint too. As an event of its own it reaches the telephone desk or the tablet at the counter, which
//! need not read complaints and see of one no more than where it leads.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::contact::decode_phone;
use super::filed::{decode_consent, encode_consent};
use super::{By, Complaint, Contact, Reference, Slot};
use crate::config::Channel;
use crate::decode::{Node, Problems};
use crate::response::{MAX_TOUCHPOINT, write_time};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// A call to this number, at the time of day that suits: a `sayso.callback.v1`.
    Callback(String, Slot),
    /// A member of staff: a `sayso.staff-call.v1`.
    Staff,
}

/// The `data` of a `sayso.callback.v1` or a `sayso.staff-call.v1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Unique.
    pub id: Uuid,
    /// The complaint it was made in, if in one.
    pub complaint_id: Option<Uuid>,
    /// Where: a free id such as `checkout`.
    pub touchpoint: String,
    /// By which road the customer came.
    pub channel: Channel,
    /// The language in which they wish to be spoken to, as BCP 47.
    pub locale: String,
    /// When it was made, by the clock of the place.
    pub requested_at: DateTime<FixedOffset>,
    /// What is asked for.
    pub want: Want,
}

impl Request {
    /// The request within a complaint, if there is one.
    pub fn within(complaint: &Complaint, new_id: impl FnOnce() -> Uuid) -> Option<Self> {
        let want = match complaint.told.contact.as_ref()? {
            Contact::Callback(number, slot) => Want::Callback(number.clone(), *slot),
            Contact::Staff => Want::Staff,
            Contact::Phone(_) | Contact::Email(_) => return None,
        };
        Some(Self {
            id: new_id(),
            complaint_id: Some(complaint.id),
            touchpoint: complaint.touchpoint.clone(),
            channel: complaint.channel,
            locale: complaint.locale.clone(),
            requested_at: complaint.received_at,
            want,
        })
    }

    /// As it stands in the `data` of an event.
    pub fn encode(&self) -> Value {
        let mut data = Map::new();
        let mut put = |name: &str, value: Value| data.insert(name.to_owned(), value);
        put("requestId", self.id.to_string().into());
        if let Some(id) = self.complaint_id {
            put("complaintId", id.to_string().into());
            put("reference", Reference::of(id).to_string().into());
        }
        put("touchpoint", self.touchpoint.as_str().into());
        put("channel", self.channel.name().into());
        put("locale", self.locale.as_str().into());
        put("requestedAt", write_time(self.requested_at).into());
        match &self.want {
            Want::Callback(number, slot) => {
                put("by", By::Callback.name().into());
                put("phone", number.as_str().into());
                put("slot", slot.name().into());
                put("consent", encode_consent(self.requested_at));
            }
            Want::Staff => drop(put("by", By::Staff.name().into())),
        }
        Value::Object(data)
    }

    /// Reads what [`Request::encode`] wrote. Fields of later versions are passed over. A number without consent is refused.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("requestId", problems).and_then(|node| node.uuid(problems));
        let complaint_id = match fields.optional("complaintId") {
            Some(node) => node.uuid(problems).map(Some),
            None => Some(None),
        };
        let touchpoint =
            fields.required("touchpoint", problems).and_then(|node| node.text(MAX_TOUCHPOINT, problems));
        let channel =
            fields.required("channel", problems).and_then(|node| node.one_of(&Channel::NAMES, problems));
        let locale = fields.required("locale", problems).and_then(|node| node.name(35, problems));
        let requested_at = fields.required("requestedAt", problems).and_then(|node| node.moment(problems));
        let by = fields.required("by", problems);
        let by = by.and_then(|node| node.one_of(&By::NAMES[By::Callback as usize..], problems));
        let want = match by {
            Some(By::Callback) => {
                let number = fields.required("phone", problems);
                let number = number.and_then(|node| decode_phone(&node, problems));
                let slot = match fields.optional("slot") {
                    Some(node) => node.one_of(&Slot::NAMES, problems),
                    None => Some(Slot::Any),
                };
                let consent = fields.required("consent", problems);
                let consent = consent.and_then(|node| decode_consent(&node, problems));
                consent.and(number).zip(slot).map(|(number, slot)| Want::Callback(number, slot))
            }
            other => other.map(|_| Want::Staff),
        };
        Some(Self {
            id: id?,
            complaint_id: complaint_id?,
            touchpoint: touchpoint?.to_owned(),
            channel: channel?,
            locale: locale?.to_owned(),
            requested_at: requested_at?,
            want: want?,
        })
    }
}
