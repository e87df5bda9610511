//! Coupons.

use domain::{FieldError, Reduction};
use pages::fields::FieldWords;

use super::{Common, TAKEN};

pages::strings! {
/// The words of the coupons' pages.
pub(crate) struct CouponTexts;
texts {
    title: "Coupons", "কুপন";
    new_title: "New coupon", "নতুন কুপন";
    lead: "A code that takes something off an order. It is judged when the order is placed; orders keep what they got.", "একটি কোড, যা দিলে অর্ডারে ছাড় মেলে। অর্ডার দেওয়ার সময় যাচাই হয়; আগের অর্ডারের ছাড় বদলায় না।";
    search: "Code", "কোড";
    search_button: "Search", "খুঁজুন";
    all: "Everything", "সব";
    nothing: "No coupon is like that.", "এমন কোনো কুপন নেই।";
    none_yet: "There are no coupons yet.", "এখনও কোনো কুপন নেই।";

    // --- the list and the form
    code: "Code", "কোড";
    code_hint: "Letters A to Z, digits and dashes, 3 to 32 of them. It never changes afterwards.", "ইংরেজি অক্ষর, সংখ্যা ও ড্যাশ, ৩ থেকে ৩২টি। পরে আর বদলায় না।";
    takes_off: "Takes off", "ছাড়";
    kind_percent: "A part of the goods, in percent", "পণ্যের দামের শতাংশ";
    kind_fixed: "An amount of the goods", "পণ্যের দাম থেকে নির্দিষ্ট টাকা";
    kind_free_delivery: "The delivery charge", "ডেলিভারি চার্জ";
    free_delivery: "Free delivery", "ফ্রি ডেলিভারি";
    percent: "Percent", "শতাংশ";
    cap: "At most, in taka", "সর্বোচ্চ কত টাকা";
    amount: "Amount in taka", "কত টাকা";
    conditions: "When it counts", "কখন কাজ করবে";
    min_subtotal: "The goods must cost, in taka", "পণ্যের দাম অন্তত, টাকায়";
    min_subtotal_hint: "Left empty: any order.", "খালি রাখলে যেকোনো অর্ডারে।";
    minimum: "Minimum", "ন্যূনতম";
    starts_at: "Begins", "শুরু";
    starts_hint: "Time in Dhaka. Left empty: at once.", "ঢাকার সময়। খালি রাখলে এখনই।";
    ends_at: "Ends", "শেষ";
    ends_hint: "Left empty: it has no end.", "খালি রাখলে শেষ নেই।";
    no_end: "no end", "শেষ নেই";
    limits: "How often", "কতবার";
    uses: "Orders", "অর্ডার";
    max_uses: "Orders in all, at most", "মোট সর্বোচ্চ অর্ডার";
    max_uses_per_customer: "Orders of one customer, at most", "একজন ক্রেতার সর্বোচ্চ অর্ডার";
    limit_hint: "Left empty: no limit. A cancelled order gives its use back.", "খালি রাখলে সীমা নেই। অর্ডার বাতিল হলে ব্যবহারটি ফিরে আসে।";
    customer_hint: "One phone number, one account. Left empty: no limit.", "এক ফোন নম্বর, এক অ্যাকাউন্ট। খালি রাখলে সীমা নেই।";
    active: "It counts", "কুপনটি চালু";
    active_hint: "Without the tick it is refused, whatever its dates.", "টিক না থাকলে তারিখ যা-ই হোক, কুপন কাজ করবে না।";
    state: "State", "অবস্থা";
    save: "Save", "সংরক্ষণ করুন";
    yes: "yes", "হ্যাঁ";
    no: "no", "না";

    // --- where it stands
    upcoming: "Planned", "আসছে";
    running: "Running", "চলছে";
    ended: "Ended", "শেষ";
    switched_off: "Switched off", "বন্ধ রাখা";
    used_up: "Used up", "সব ব্যবহৃত";

    // --- the end
    end: "End it now", "এখনই শেষ করুন";
    end_title: "End this coupon", "কুপনটি শেষ করুন";
    end_confirm: "End now", "এখন শেষ";

    // --- what went wrong
    code_required: "Please write a code.", "একটি কোড লিখুন।";
    code_format: "A code has only letters A to Z, digits and dashes.", "কোডে শুধু ইংরেজি অক্ষর, সংখ্যা ও ড্যাশ থাকবে।";
    code_length: "A code has 3 to 32 characters.", "কোডে ৩ থেকে ৩২টি অক্ষর থাকবে।";
    code_taken: "Another coupon has this code.", "অন্য কুপনে এই কোড আছে।";
    percent_range: "A whole number from 1 to 100.", "১ থেকে ১০০-এর মধ্যে একটি পূর্ণ সংখ্যা।";
    money_format: "An amount in taka, such as 500 or 1,250.50.", "টাকায় লিখুন, যেমন ৫০০ বা ১,২৫০.৫০।";
    money_range: "More than zero, or left empty.", "শূন্যের বেশি, অথবা খালি।";
    amount_required: "Please write how much it takes off.", "কত টাকা ছাড় তা লিখুন।";
    moment_format: "A day and a time, such as 2026-12-16 18:30.", "তারিখ ও সময় লিখুন, যেমন ২০২৬-১২-১৬ ১৮:৩০।";
    ends_range: "The end must come after the beginning.", "শেষের সময় শুরুর পরে হতে হবে।";
    limit_range: "A whole number from 1 on, and not below what was used already.", "১ বা তার বেশি পূর্ণ সংখ্যা, আগে যতবার ব্যবহার হয়েছে তার কম নয়।";

    // --- done
    done_created: "The coupon was made.", "কুপনটি তৈরি হয়েছে।";
    done_saved: "The coupon was saved.", "কুপনটি সংরক্ষণ হয়েছে।";
    done_ended: "The coupon has ended.", "কুপনটি শেষ করা হয়েছে।";
}
phrases {
    coupon(code): "Coupon {code}", "কুপন {code}";
    percent_off(percent): "{percent} % off", "{percent}% ছাড়";
    percent_capped(percent, cap): "{percent} %, at most {cap}", "{percent}%, সর্বোচ্চ {cap}";
    fixed_off(amount): "{amount} off", "{amount} ছাড়";
    uses_of(uses, limit): "{uses} of {limit}", "{limit}টির মধ্যে {uses}টি";
    each(limit): "{limit} each", "প্রত্যেকের {limit}টি";
    end_question(code): "{code} stops counting at once. Orders that used it keep what they got.", "{code} সঙ্গে সঙ্গে বন্ধ হবে। যেসব অর্ডারে ব্যবহার হয়েছে, সেগুলোর ছাড় থাকবে।";
}
counts {
    coupons(n): "{n} coupon", "{n} coupons", "{n}টি কুপন";
    used(n): "Used for {n} order", "Used for {n} orders", "{n}টি অর্ডারে ব্যবহৃত";
}
}

impl CouponTexts {
    /// What a coupon takes off, in words.
    pub(crate) fn reduction(&self, reduction: Reduction) -> String {
        match reduction {
            Reduction::Percent {
                percent,
                cap: Some(cap),
            } => self.percent_capped(percent, cap),
            Reduction::Percent { percent, cap: None } => self.percent_off(percent),
            Reduction::Fixed { amount } => self.fixed_off(amount),
            Reduction::FreeDelivery => self.free_delivery.to_owned(),
        }
    }

    /// What a kind of reduction is called: `percent`, `fixed`, `free_delivery`.
    pub(crate) fn kind(&self, kind: &str) -> &'static str {
        match kind {
            "percent" => self.kind_percent,
            "fixed" => self.kind_fixed,
            "free_delivery" => self.kind_free_delivery,
            _ => "",
        }
    }
}

impl FieldWords for CouponTexts {
    fn field_label<'a>(&self, field: &'a str) -> &'a str {
        match field {
            "code" => self.code,
            "kind" => self.takes_off,
            "percent" => self.percent,
            "cap" => self.cap,
            "amount" => self.amount,
            "min_subtotal" => self.min_subtotal,
            "starts_at" => self.starts_at,
            "ends_at" => self.ends_at,
            "max_uses" => self.max_uses,
            "max_uses_per_customer" => self.max_uses_per_customer,
            "active" => self.active,
            other => other,
        }
    }

    fn field_message(&self, field: &str, code: &str) -> &'static str {
        match (field, code) {
            ("code", FieldError::REQUIRED) => self.code_required,
            ("code", FieldError::FORMAT) => self.code_format,
            ("code", FieldError::LENGTH) => self.code_length,
            ("code", TAKEN) => self.code_taken,
            ("percent", _) => self.percent_range,
            ("amount", FieldError::REQUIRED) => self.amount_required,
            ("cap" | "amount" | "min_subtotal", FieldError::FORMAT) => self.money_format,
            ("cap" | "amount", FieldError::RANGE) => self.money_range,
            ("starts_at" | "ends_at", FieldError::FORMAT) => self.moment_format,
            ("ends_at", FieldError::RANGE) => self.ends_range,
            ("max_uses" | "max_uses_per_customer", _) => self.limit_range,
            (_, code) => Common::of(self.lang).field_code(code),
        }
    }
}
