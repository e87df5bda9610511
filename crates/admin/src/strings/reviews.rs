//! Reviews: the queue, and what staff say about them.

use domain::{FieldError, Lang, ReviewStatus};

use super::Common;

pages::strings! {
/// The words of the reviews' pages.
pub(crate) struct ReviewTexts;
texts {
    title: "Reviews", "রিভিউ";
    lead: "What customers say of what they had delivered. Nobody else reads it before you do; what you publish is in the shop within two seconds.", "হাতে পাওয়া পণ্য নিয়ে ক্রেতারা যা বলেছেন। আপনার আগে আর কেউ এটি পড়েন না; প্রকাশ করলে দুই সেকেন্ডের মধ্যে দোকানে দেখা যায়।";
    status: "Status", "অবস্থা";
    any: "Any", "যেকোনো";
    filter: "Filter", "বাছাই করুন";
    all: "Everything", "সব";
    nothing: "No review is like that.", "এমন কোনো রিভিউ নেই।";
    back: "All reviews", "সব রিভিউ";
    pending: "To be read", "পড়া বাকি";
    published: "Published", "প্রকাশিত";
    rejected: "Rejected", "বাতিল";
    in_en: "in English", "ইংরেজিতে লেখা";
    in_bn: "in Bangla", "বাংলায় লেখা";
    reason_given: "Why it was rejected", "কেন বাতিল হয়েছে";
    reply_given: "The shop's answer", "দোকানের উত্তর";
    reply: "Answer by the shop", "দোকানের উত্তর";
    reply_hint: "Everybody reads it below the review. 2 to 1,000 characters.", "রিভিউয়ের নিচে সবাই এটি পড়বেন। ২ থেকে ১,০০০ অক্ষর।";
    reason: "Reason", "কারণ";
    reason_hint: "The author alone reads it. 3 to 500 characters.", "শুধু যিনি লিখেছেন তিনিই পড়বেন। ৩ থেকে ৫০০ অক্ষর।";
    publish: "Publish", "প্রকাশ করুন";
    save_reply: "Save the answer", "উত্তর সংরক্ষণ করুন";
    reject: "Reject", "বাতিল করুন";
    change_reason: "Change the reason", "কারণ বদলান";
    reject_now: "Reject now", "এখনই বাতিল করুন";
    save_reason: "Save the reason", "কারণ সংরক্ষণ করুন";
    reason_needed: "Please write why: 3 to 500 characters. The author reads it.", "কেন, তা লিখুন: ৩ থেকে ৫০০ অক্ষর। যিনি লিখেছেন তিনি এটি পড়বেন।";
    reply_length: "An answer has 2 to 1,000 characters.", "উত্তরে ২ থেকে ১,০০০ অক্ষর থাকবে।";
    changed_by_author: "Nothing was decided: the author has changed the review meanwhile. Please read it again.", "কোনো সিদ্ধান্ত হয়নি: যিনি লিখেছেন তিনি ইতিমধ্যে রিভিউটি বদলেছেন। অনুগ্রহ করে আবার পড়ুন।";
    decided_by_colleague: "Nothing was decided: a colleague has decided this review meanwhile. Please look at it again.", "নতুন কোনো সিদ্ধান্ত হয়নি: একজন সহকর্মী ইতিমধ্যে এই রিভিউয়ের সিদ্ধান্ত নিয়েছেন। অনুগ্রহ করে আবার দেখুন।";
    done_published: "The review was published.", "রিভিউ প্রকাশ করা হয়েছে।";
    done_rejected: "The review was rejected, and its author reads why.", "রিভিউ বাতিল করা হয়েছে; কারণটি লেখক দেখতে পাবেন।";
}
phrases {
    of_product(product): "Review of {product}", "{product}: রিভিউ";
    by(name, username): "{name} (account {username})", "{name} (অ্যাকাউন্ট {username})";
    stars(stars): "{stars} of 5 stars", "৫-এর মধ্যে {stars} তারা";
    publish_form(product, username): "Publish what {username} says of {product}", "{product}: {username} যা লিখেছেন তা প্রকাশ করুন";
    reject_form(product, username): "Reject what {username} says of {product}", "{product}: {username} যা লিখেছেন তা বাতিল করুন";
}
counts {
    reviews(n): "{n} review", "{n} reviews", "{n}টি রিভিউ";
}
}

impl ReviewTexts {
    /// Where a review stands.
    pub(crate) fn review_status(&self, status: ReviewStatus) -> &'static str {
        match status {
            ReviewStatus::Pending => self.pending,
            ReviewStatus::Published => self.published,
            ReviewStatus::Rejected => self.rejected,
        }
    }

    /// The language it is written in.
    pub(crate) fn written_in(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.in_en,
            Lang::Bn => self.in_bn,
        }
    }

    /// What is wrong with a reason or an answer.
    pub(crate) fn wrong(&self, error: &FieldError) -> &'static str {
        match (error.field.as_ref(), error.code) {
            ("reason", FieldError::REQUIRED | FieldError::LENGTH) => self.reason_needed,
            ("reply", FieldError::LENGTH) => self.reply_length,
            (_, code) => Common::of(self.lang).field_code(code),
        }
    }
}
