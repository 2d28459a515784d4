//! The upper level of the reasons: what a customer picks from first, before the screen narrows it down.

use super::Reason;
use crate::words::Words;

/// What a reason is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is its own label")]
pub enum Group {
    Product,
    Information,
    Delivery,
    Service,
    Staff,
    Resolution,
    Policy,
    Price,
    Care,
    Premises,
    Other,
    Praise,
}

impl Group {
    /// Every group and its name in events and queries, in the order in which a customer sees them.
    pub const NAMES: [(&'static str, Self); 12] = [
        ("product", Self::Product),
        ("information", Self::Information),
        ("delivery", Self::Delivery),
        ("service", Self::Service),
        ("staff", Self::Staff),
        ("resolution", Self::Resolution),
        ("policy", Self::Policy),
        ("price", Self::Price),
        ("care", Self::Care),
        ("premises", Self::Premises),
        ("other", Self::Other),
        ("praise", Self::Praise),
    ];

    /// The group's name in events and queries.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The group as a customer reads it.
    pub fn label(self) -> Words {
        LABELS[self as usize]
    }

    /// The groups offered to whoever is asked for a reason, in the order in which a customer sees them: all but praise, which
    /// is none.
    pub fn asked() -> impl Iterator<Item = Self> {
        Self::NAMES.into_iter().map(|(_, group)| group).filter(|group| *group != Self::Praise)
    }

    /// The group's reasons, in the taxonomy's order.
    ///
    /// ```
    /// use sayso_core::complaint::{Group, Reason};
    /// assert_eq!(Group::Staff.reasons().collect::<Vec<_>>(), [Reason::StaffAttitude, Reason::StaffSkill]);
    /// ```
    pub fn reasons(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.into_iter().filter(move |reason| reason.group() == self)
    }
}

const LABELS: [Words; 12] = [
    Words { vi: "Sản phẩm", en: "Product" },
    Words { vi: "Thông tin, cách dùng", en: "Information and how to use it" },
    Words { vi: "Giao hàng", en: "Delivery" },
    Words { vi: "Dịch vụ", en: "Service" },
    Words { vi: "Nhân viên", en: "Staff" },
    Words { vi: "Hỗ trợ, giải quyết", en: "Support and resolution" },
    Words { vi: "Chính sách, điều khoản", en: "Policy and terms" },
    Words { vi: "Giá và thanh toán", en: "Price and payment" },
    Words { vi: "Chăm sóc khách hàng", en: "Customer care" },
    Words { vi: "Tại điểm phục vụ", en: "At the premises" },
    Words { vi: "Lý do khác", en: "Something else" },
    Words { vi: "Lời khen", en: "Praise" },
];
