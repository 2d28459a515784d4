//! Why a customer is unhappy: the reasons of the taxonomy, with the words that a customer reads.
//!
//! Who looks after a reason and what to do about it is [`super::Remedy`]'s matter; it stands apart so that a page that
//! only asks does not carry what only a back office reads.

use super::{Group, Severity};
use crate::words::Words;

/// A reason of the taxonomy.
///
/// ```
/// use sayso_core::complaint::{Group, Reason};
/// let reason = Reason::from_code("DEL-LATE").unwrap();
/// assert_eq!(reason.label().pick("vi"), "Giao hàng chậm trễ");
/// assert_eq!((reason.group(), reason.severity().get()), (Group::Delivery, 3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The product is not as good as it should be.
    ProductQuality,
    /// The product is faulty.
    ProductDefect,
    /// What was promised was not kept.
    PromiseBroken,
    /// The service fell short of what was expected.
    ServiceBelowExpectation,
    /// How somebody behaved.
    StaffAttitude,
    /// Somebody did not know how to sell or help.
    StaffSkill,
    /// It came late.
    DeliveryLate,
    /// Nobody helped, or nothing came of it.
    NotResolved,
    /// Help took too long.
    ResolvedSlowly,
    /// An earlier complaint got no answer.
    NeverAnswered,
    /// The product was not described clearly.
    UnclearProduct,
    /// How to use it is not understood.
    UnclearUse,
    /// What holds after the sale is not clear.
    UnclearAfterSales,
    /// A term came as a surprise.
    SmallPrint,
    /// A contract, fee, penalty or cover is disputed.
    Dispute,
    /// A rule left no room.
    RigidRules,
    /// It costs too much.
    PriceHigh,
    /// Elsewhere is cheaper or better.
    CompetitorBetter,
    /// It is no longer worth it.
    ValueLow,
    /// It is no longer needed: nobody's fault.
    NeedsChanged,
    /// After the sale nobody cared.
    Abandoned,
    /// There was no person in it.
    Impersonal,
    /// Elsewhere they care more.
    OthersCareMore,
    /// The first days went badly.
    PoorOnboarding,
    /// Fear, doubt or confusion after buying.
    Doubt,
    /// Paying was a nuisance.
    PaymentInconvenient,
    /// Nobody could be reached.
    HardToReach,
    /// The place is dirty or dangerous.
    HygieneOrSafety,
    /// The wait was long.
    LongWait,
    /// None of these.
    Other,
    /// Not a complaint: thanks.
    Praise,
}

impl Reason {
    /// Every reason, in the taxonomy's order.
    pub const ALL: [Self; 31] = [
        Self::ProductQuality,
        Self::ProductDefect,
        Self::PromiseBroken,
        Self::ServiceBelowExpectation,
        Self::StaffAttitude,
        Self::StaffSkill,
        Self::DeliveryLate,
        Self::NotResolved,
        Self::ResolvedSlowly,
        Self::NeverAnswered,
        Self::UnclearProduct,
        Self::UnclearUse,
        Self::UnclearAfterSales,
        Self::SmallPrint,
        Self::Dispute,
        Self::RigidRules,
        Self::PriceHigh,
        Self::CompetitorBetter,
        Self::ValueLow,
        Self::NeedsChanged,
        Self::Abandoned,
        Self::Impersonal,
        Self::OthersCareMore,
        Self::PoorOnboarding,
        Self::Doubt,
        Self::PaymentInconvenient,
        Self::HardToReach,
        Self::HygieneOrSafety,
        Self::LongWait,
        Self::Other,
        Self::Praise,
    ];

    /// The reasons offered to whoever is asked for one, in the taxonomy's order: all but praise, which is none.
    ///
    /// ```
    /// use sayso_core::complaint::Reason;
    /// assert_eq!(Reason::asked().count(), Reason::ALL.len() - 1);
    /// assert!(Reason::asked().all(|reason| reason != Reason::Praise));
    /// ```
    pub fn asked() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|reason| reason.group() != Group::Praise)
    }

    /// The reason of a code, such as `DEL-LATE`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The code in surveys, events and queries.
    pub fn code(self) -> &'static str {
        self.entry().0
    }

    /// What it is about.
    pub fn group(self) -> Group {
        self.entry().1
    }

    /// How grave it is by itself; [`super::Assessment`] adds what the case brings with it.
    pub fn severity(self) -> Severity {
        self.entry().2
    }

    /// The reason as a customer reads it.
    pub fn label(self) -> Words {
        Words { vi: self.entry().3, en: self.entry().4 }
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }
}

/// Code, group, severity, Vietnamese, English.
type Entry = (&'static str, Group, Severity, &'static str, &'static str);

#[rustfmt::skip]
const ENTRIES: [Entry; 31] = [
    ("PRD-QUAL", Group::Product, Severity::SERIOUS, "Chất lượng không đạt", "Quality below standard"),
    ("PRD-DEF", Group::Product, Severity::GRAVE, "Lỗi sản phẩm", "Defective product"),
    ("REL-TRUST", Group::Service, Severity::GRAVE, "Không tin cậy, sai cam kết", "Unreliable, promise broken"),
    ("SRV-EXPECT", Group::Service, Severity::SERIOUS, "Dịch vụ không như mong đợi", "Service below expectation"),
    ("STF-ATT", Group::Staff, Severity::SERIOUS, "Thái độ nhân viên", "Staff attitude"),
    ("STF-SKILL", Group::Staff, Severity::MODERATE, "Bán hàng, hỗ trợ thiếu chuyên nghiệp", "Unskilled sales or support"),
    ("DEL-LATE", Group::Delivery, Severity::SERIOUS, "Giao hàng chậm trễ", "Late delivery"),
    ("RES-NONE", Group::Resolution, Severity::GRAVE, "Không được hỗ trợ, không giải quyết", "No support or resolution"),
    ("RES-SLOW", Group::Resolution, Severity::SERIOUS, "Giải quyết chậm", "Slow resolution"),
    ("RES-NOREPLY", Group::Resolution, Severity::CRITICAL, "Than phiền không được hồi đáp", "Complaint left unanswered"),
    ("INF-PROD", Group::Information, Severity::MODERATE, "Thông tin sản phẩm không rõ", "Unclear product information"),
    ("INF-KNOW", Group::Information, Severity::SLIGHT, "Chưa hiểu cách dùng sản phẩm", "Not sure how to use it"),
    ("POL-AFTER", Group::Policy, Severity::SERIOUS, "Chính sách hậu mãi không rõ", "Unclear after-sales policy"),
    ("POL-FINE", Group::Policy, Severity::GRAVE, "Điều khoản in nhỏ, bất ngờ", "Small print surprise"),
    ("POL-DISP", Group::Policy, Severity::CRITICAL, "Tranh chấp hợp đồng, phí, phạt, bảo hiểm", "Contract dispute, fee, penalty, cover"),
    ("POL-RIGID", Group::Policy, Severity::SERIOUS, "Quy định cứng nhắc", "Rigid rules"),
    ("PRI-HIGH", Group::Price, Severity::MODERATE, "Giá cao", "Price too high"),
    ("PRI-COMP", Group::Price, Severity::SERIOUS, "Nơi khác rẻ hoặc tốt hơn", "Competitor cheaper or better"),
    ("VAL-LOW", Group::Price, Severity::SERIOUS, "Không còn đáng tiền", "Not worth it any more"),
    ("NEED-CHG", Group::Other, Severity::SLIGHT, "Nhu cầu thay đổi", "Needs changed"),
    ("CARE-ABAND", Group::Care, Severity::GRAVE, "Bị bỏ rơi sau khi mua", "Abandoned after purchase"),
    ("CARE-COLD", Group::Care, Severity::SERIOUS, "Máy móc, lạnh nhạt", "Cold and impersonal"),
    ("CARE-OTHER", Group::Care, Severity::SERIOUS, "Nơi khác quan tâm hơn", "Others care more"),
    ("ONB", Group::Care, Severity::SERIOUS, "Lúc mới mua không ai hướng dẫn", "Nobody helped me get started"),
    ("EMO-DOUBT", Group::Care, Severity::SERIOUS, "Lo lắng, nghi ngờ, hoang mang", "Fear, doubt, confusion after buying"),
    ("PAY", Group::Price, Severity::MODERATE, "Thanh toán bất tiện", "Payment inconvenient"),
    ("CON-HARD", Group::Resolution, Severity::SERIOUS, "Khó liên lạc", "Hard to reach"),
    ("ENV-SAFE", Group::Premises, Severity::CRITICAL, "Vệ sinh, an toàn", "Hygiene or safety"),
    ("WAIT", Group::Premises, Severity::MODERATE, "Chờ lâu", "Long wait"),
    ("OTH", Group::Other, Severity::MODERATE, "Khác", "Other"),
    ("PRAISE", Group::Praise, Severity::NONE, "Khen ngợi", "Praise"),
];
