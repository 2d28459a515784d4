//! What to do about a reason, and whose job it is. A suggestion to people; nothing here acts by itself.

use super::Reason;
use crate::words::Words;

/// What helps against a reason.
///
/// ```
/// use sayso_core::complaint::{Reason, Remedy};
/// let remedy = Reason::DeliveryLate.remedy();
/// assert_eq!(remedy.code(), "RM-LOGISTICS");
/// assert!(remedy.text().vi.starts_with("Báo khách giờ giao mới"));
/// assert_eq!(Reason::DeliveryLate.owner().en, "Logistics");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is told in full by its text")]
pub enum Remedy {
    CheckQuality,
    Replace,
    KeepPromise,
    MeetStandard,
    Train,
    FixLogistics,
    NameOwner,
    AnswerNow,
    RewriteContent,
    Guide,
    ExplainPolicy,
    PlainTerms,
    Escalate,
    Empower,
    ShowValue,
    Benchmark,
    RemindOnly,
    Onboard,
    CallInPerson,
    RewardLoyalty,
    Reassure,
    EasePayment,
    OpenChannel,
    MakeSafe,
    ShortenQueue,
    Triage,
    PassOnPraise,
}

impl Remedy {
    /// Every remedy and its code in events and queries.
    pub const NAMES: [(&'static str, Self); 27] = [
        ("RM-QA", Self::CheckQuality),
        ("RM-REPLACE", Self::Replace),
        ("RM-PROMISE", Self::KeepPromise),
        ("RM-STANDARD", Self::MeetStandard),
        ("RM-TRAIN", Self::Train),
        ("RM-LOGISTICS", Self::FixLogistics),
        ("RM-CASE-OWNER", Self::NameOwner),
        ("RM-SLA", Self::AnswerNow),
        ("RM-CONTENT", Self::RewriteContent),
        ("RM-GUIDE", Self::Guide),
        ("RM-POLICY", Self::ExplainPolicy),
        ("RM-PLAIN", Self::PlainTerms),
        ("RM-ESCALATE", Self::Escalate),
        ("RM-EMPOWER", Self::Empower),
        ("RM-VALUE", Self::ShowValue),
        ("RM-BENCH", Self::Benchmark),
        ("RM-NONE-REMIND", Self::RemindOnly),
        ("RM-ONBOARD", Self::Onboard),
        ("RM-HUMAN", Self::CallInPerson),
        ("RM-LOYALTY", Self::RewardLoyalty),
        ("RM-REASSURE", Self::Reassure),
        ("RM-PAY", Self::EasePayment),
        ("RM-CHANNEL", Self::OpenChannel),
        ("RM-SAFETY", Self::MakeSafe),
        ("RM-QUEUE", Self::ShortenQueue),
        ("RM-TRIAGE", Self::Triage),
        ("RM-SHARE", Self::PassOnPraise),
    ];

    /// The code in events and queries.
    pub fn code(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// What to do, as one colleague tells another.
    pub fn text(self) -> Words {
        TEXTS[self as usize]
    }
}

impl Reason {
    /// Who looks after it.
    pub fn owner(self) -> Words {
        HANDLING[self as usize].0
    }

    /// What helps against it.
    pub fn remedy(self) -> Remedy {
        HANDLING[self as usize].1
    }
}

const PRODUCT_QA: Words = Words { vi: "Sản phẩm/QA", en: "Product and QA" };
const QA_WARRANTY: Words = Words { vi: "QA + Bảo hành", en: "QA and warranty" };
const SITE: Words = Words { vi: "Quản lý điểm", en: "Site manager" };
const OPERATIONS: Words = Words { vi: "Vận hành", en: "Operations" };
const HR: Words = Words { vi: "Nhân sự/Đào tạo", en: "HR and training" };
const TRAINING: Words = Words { vi: "Đào tạo", en: "Training" };
const LOGISTICS: Words = Words { vi: "Logistics", en: "Logistics" };
const CARE: Words = Words { vi: "CSKH", en: "Customer care" };
const MARKETING: Words = Words { vi: "Marketing", en: "Marketing" };
const GUIDANCE: Words = Words { vi: "Hướng dẫn/CSKH", en: "Guidance and customer care" };
const CARE_LEGAL: Words = Words { vi: "CSKH/Pháp chế", en: "Customer care and legal" };
const LEGAL: Words = Words { vi: "Pháp chế", en: "Legal" };
const LEGAL_MANAGEMENT: Words = Words { vi: "Pháp chế + QL", en: "Legal and management" };
const MANAGEMENT: Words = Words { vi: "Quản lý", en: "Management" };
const SALES: Words = Words { vi: "Kinh doanh", en: "Sales" };
const PRODUCT: Words = Words { vi: "Sản phẩm", en: "Product" };
const ACCOUNTING: Words = Words { vi: "Kế toán/IT", en: "Accounting and IT" };

/// Owner and remedy, in the order of [`Reason::ALL`].
const HANDLING: [(Words, Remedy); 31] = [
    (PRODUCT_QA, Remedy::CheckQuality),
    (QA_WARRANTY, Remedy::Replace),
    (SITE, Remedy::KeepPromise),
    (OPERATIONS, Remedy::MeetStandard),
    (HR, Remedy::Train),
    (TRAINING, Remedy::Train),
    (LOGISTICS, Remedy::FixLogistics),
    (CARE, Remedy::NameOwner),
    (CARE, Remedy::AnswerNow),
    (CARE, Remedy::AnswerNow),
    (MARKETING, Remedy::RewriteContent),
    (GUIDANCE, Remedy::Guide),
    (CARE_LEGAL, Remedy::ExplainPolicy),
    (LEGAL, Remedy::PlainTerms),
    (LEGAL_MANAGEMENT, Remedy::Escalate),
    (MANAGEMENT, Remedy::Empower),
    (SALES, Remedy::ShowValue),
    (SALES, Remedy::Benchmark),
    (PRODUCT, Remedy::ShowValue),
    (SALES, Remedy::RemindOnly),
    (CARE, Remedy::Onboard),
    (CARE, Remedy::CallInPerson),
    (CARE, Remedy::RewardLoyalty),
    (CARE, Remedy::Onboard),
    (CARE, Remedy::Reassure),
    (ACCOUNTING, Remedy::EasePayment),
    (CARE, Remedy::OpenChannel),
    (OPERATIONS, Remedy::MakeSafe),
    (OPERATIONS, Remedy::ShortenQueue),
    (CARE, Remedy::Triage),
    (MANAGEMENT, Remedy::PassOnPraise),
];

const TEXTS: [Words; 27] = [
    Words {
        vi: "Kiểm tra lại lô hàng, tìm nguyên nhân rồi báo kết quả cho khách.",
        en: "Check the batch, find the cause and tell the customer what was found.",
    },
    Words {
        vi: "Đổi, sửa hoặc hoàn tiền cho khách, rồi chuyển hàng lỗi về QA.",
        en: "Replace, repair or refund, then send the faulty item to QA.",
    },
    Words {
        vi: "Làm đúng điều đã hứa. Nếu không kịp thì xin lỗi và hẹn lại ngày cụ thể.",
        en: "Keep the promise. If that is too late, apologise and name a new date.",
    },
    Words {
        vi: "Đối chiếu với tiêu chuẩn phục vụ, sửa chỗ chưa đạt và mời khách thử lại.",
        en: "Compare with the service standard, correct what fell short and invite the customer to try again.",
    },
    Words {
        vi: "Xin lỗi khách, trao đổi riêng với nhân viên và kèm thêm kỹ năng giao tiếp, xử lý tình huống.",
        en: "Apologise, talk with the employee in private and coach them in talking with customers.",
    },
    Words {
        vi: "Báo khách giờ giao mới, rồi làm rõ với bên giao hàng vì sao bị trễ.",
        en: "Give the customer a new delivery time, then clear up with the carrier why it was late.",
    },
    Words {
        vi: "Cử một người lo đến cùng, cho khách biết tên và số điện thoại của người đó.",
        en: "Name one person who sees it through; give the customer their name and number.",
    },
    Words {
        vi: "Trả lời khách ngay, hẹn rõ khi nào xong, rồi xem vì sao bị trễ hạn.",
        en: "Answer the customer now, say when it will be done, then find out why it was late.",
    },
    Words {
        vi: "Viết lại thông tin sản phẩm cho dễ hiểu và gửi khách bản mới.",
        en: "Rewrite the product information in plain words and send the customer the new version.",
    },
    Words {
        vi: "Chỉ khách cách dùng, gửi kèm bài hoặc video ngắn.",
        en: "Show the customer how to use it, with a short guide or video.",
    },
    Words {
        vi: "Giải thích chính sách hậu mãi cho khách và đăng bản dễ hiểu ở chỗ dễ thấy.",
        en: "Explain the after-sales policy to the customer and post a plain version where it is seen.",
    },
    Words {
        vi: "Giải thích điều khoản cho khách, viết lại phần in nhỏ bằng lời dễ hiểu và in cho rõ.",
        en: "Explain the term to the customer; rewrite the small print in plain words and in readable size.",
    },
    Words {
        vi: "Chuyển quản lý và pháp chế ngay trong ngày, báo khách ai đang giải quyết.",
        en: "Take it to management and legal the same day; tell the customer who is on it.",
    },
    Words {
        vi: "Cho nhân viên quyền linh hoạt trong mức được phép và xem lại quy định gây khó.",
        en: "Let staff bend within limits, and review the rule that got in the way.",
    },
    Words {
        vi: "Chỉ rõ khách nhận được gì, hoặc gợi ý lựa chọn vừa nhu cầu và túi tiền hơn.",
        en: "Show what the customer gets, or suggest what fits their needs and budget better.",
    },
    Words {
        vi: "So giá và quyền lợi với nơi khách nhắc đến, rồi trả lời khách thật lòng.",
        en: "Compare price and terms with the place the customer named, then answer honestly.",
    },
    Words {
        vi: "Không cần khắc phục. Cảm ơn khách, chỉ liên hệ lại nếu khách đồng ý.",
        en: "Nothing to put right. Thank the customer; get in touch again only if they agreed.",
    },
    Words {
        vi: "Gọi hỏi thăm sau khi mua, hướng dẫn từng bước và hẹn lần liên hệ tới.",
        en: "Call after the purchase, guide step by step and agree on the next contact.",
    },
    Words {
        vi: "Để một nhân viên gọi trực tiếp, nghe khách nói hết rồi mới đề xuất.",
        en: "Have a person call; hear the customer out before proposing anything.",
    },
    Words {
        vi: "Hỏi khách cần gì hơn, và dành quyền lợi rõ ràng cho khách quen.",
        en: "Ask what the customer misses, and give regulars a clear benefit.",
    },
    Words {
        vi: "Gọi hỏi thăm để khách yên tâm, nhắc lại khách được bảo đảm những gì và cần thì gọi ai.",
        en: "Call to put the customer at ease; repeat what is guaranteed and whom to call.",
    },
    Words {
        vi: "Giúp khách trả bằng cách khác ngay, rồi sửa chỗ bị vướng.",
        en: "Help the customer pay another way now, then fix what got in the way.",
    },
    Words {
        vi: "Liên hệ lại theo cách khách muốn, rồi kiểm tra kênh đang khó gọi.",
        en: "Get back to the customer the way they prefer, then check the channel that failed.",
    },
    Words {
        vi: "Xử lý tại chỗ ngay, hỏi thăm khách, lập biên bản và kiểm tra cả khu vực.",
        en: "Make it safe at once, see to the customer, write a report and check the whole area.",
    },
    Words {
        vi: "Mở thêm quầy hoặc phát số, và báo khách còn chờ khoảng bao lâu.",
        en: "Open another counter or hand out numbers, and say how long the wait will be.",
    },
    Words {
        vi: "Đọc kỹ lời khách, chọn đúng lý do rồi giao cho người phụ trách.",
        en: "Read what the customer wrote, pick the right reason and pass it to its owner.",
    },
    Words {
        vi: "Cảm ơn khách và chuyển lời khen đến đúng người.",
        en: "Thank the customer and pass the praise on to the person it is for.",
    },
];
