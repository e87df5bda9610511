//! Flash sales.

use domain::FieldError;

use super::Common;

pages::strings! {
/// The words of the flash sales' pages.
pub(crate) struct FlashSaleTexts;
texts {
    title: "Flash sales", "ফ্ল্যাশ সেল";
    new_title: "New flash sale", "নতুন ফ্ল্যাশ সেল";
    lead: "Lower prices for a while. They hold in carts and orders to the moment, and on every page within two seconds.", "কিছু সময়ের জন্য কম দাম। কার্ট ও অর্ডারে মুহূর্তেই, আর সব পাতায় দুই সেকেন্ডের মধ্যে কার্যকর হয়।";
    none_yet: "There are no flash sales yet.", "এখনও কোনো ফ্ল্যাশ সেল নেই।";

    // --- the list and the form
    name: "Name", "নাম";
    name_bn: "Name in Bangla", "বাংলা নাম";
    name_hint: "Shoppers read it on the first page.", "ক্রেতারা প্রথম পাতায় এটি দেখবেন।";
    name_bn_hint: "And here in Bangla.", "এটি বাংলা পাতায়।";
    state: "State", "অবস্থা";
    starts_at: "Begins", "শুরু";
    ends_at: "Ends", "শেষ";
    dhaka_time: "Time in Dhaka.", "ঢাকার সময়।";
    about: "Name and time", "নাম ও সময়";
    lines: "On sale", "যা কম দামে";
    lines_hint: "A line a SKU; empty ones don't count. Where two sales have a SKU, the lower price holds.", "প্রতি লাইনে একটি এসকেইউ; খালি লাইন ধরা হয় না। দুই সেলে একই এসকেইউ থাকলে কম দামটি খাটে।";
    skus: "SKUs", "এসকেইউ";
    sku: "SKU", "এসকেইউ";
    price: "Sale price, taka", "সেলের দাম, টাকা";
    units: "Units each", "জনপ্রতি সংখ্যা";
    product: "Product", "পণ্য";
    regular: "Regular price", "স্বাভাবিক দাম";
    no_price: "no price", "দাম নেই";
    not_lower: "not lower", "কম নয়";
    stock: "Can be sold", "বিক্রিযোগ্য";
    sold: "Sold", "বিক্রি";
    remove: "Remove", "বাদ দিন";
    add_rows: "More rows", "আরও লাইন";
    save: "Save", "সংরক্ষণ করুন";
    not_saved: "Not saved yet: press Save when you are done.", "এখনও সংরক্ষণ হয়নি: শেষ হলে সংরক্ষণ করুন চাপুন।";

    // --- where it stands
    upcoming: "Planned", "আসছে";
    running: "Running", "চলছে";
    ended: "Ended", "শেষ";

    // --- the end
    end: "End it now", "এখনই শেষ করুন";
    end_title: "End this sale", "সেলটি শেষ করুন";
    end_confirm: "End now", "এখন শেষ";

    // --- what went wrong
    name_length: "A name has 1 to 100 characters.", "নামে ১ থেকে ১০০টি অক্ষর থাকবে।";
    moment_required: "Please choose a day and a time.", "তারিখ ও সময় দিন।";
    moment_format: "A day and a time, such as 2026-12-16 18:30.", "তারিখ ও সময় লিখুন, যেমন ২০২৬-১২-১৬ ১৮:৩০।";
    ends_range: "The end must come after the beginning.", "শেষের সময় শুরুর পরে হতে হবে।";
    lines_length: "A sale has 1 to 200 lines.", "সেলে ১ থেকে ২০০টি লাইন থাকবে।";
    sku_unknown: "Nothing that is for sale has this SKU.", "বিক্রির কোনো পণ্যে এই এসকেইউ নেই।";
    sku_twice: "This SKU stands in the sale twice.", "এই এসকেইউ সেলে দুবার আছে।";
    price_format: "An amount in taka, such as 999.", "টাকায় লিখুন, যেমন ৯৯৯।";
    price_range: "Above zero and below the regular price.", "শূন্যের বেশি ও স্বাভাবিক দামের কম।";
    units_range: "A whole number from 1 to 99.", "১ থেকে ৯৯-এর মধ্যে একটি পূর্ণ সংখ্যা।";

    // --- done
    done_created: "The flash sale was made.", "ফ্ল্যাশ সেলটি তৈরি হয়েছে।";
    done_saved: "The flash sale was saved.", "ফ্ল্যাশ সেলটি সংরক্ষণ হয়েছে।";
    done_ended: "The flash sale has ended.", "ফ্ল্যাশ সেলটি শেষ করা হয়েছে।";
}
phrases {
    line_field(number, field): "Line {number}: {field}", "লাইন {number}: {field}";
    line_terms(price, units): "{price}, {units} each", "{price}, জনপ্রতি {units}টি";
    off(percent): "−{percent} %", "{percent}% কম";
    end_question(name): "{name} ends at once: its prices hold no longer. Orders keep what they cost.", "{name} সঙ্গে সঙ্গে শেষ হবে, কম দাম আর থাকবে না। আগের অর্ডারের দাম বদলাবে না।";
}
counts {
    sales(n): "{n} sale", "{n} sales", "{n}টি সেল";
    line_count(n): "{n} SKU", "{n} SKUs", "{n}টি এসকেইউ";
    units_sold(n): "{n} unit sold", "{n} units sold", "{n}টি বিক্রি";
}
}

impl FlashSaleTexts {
    /// What a field is called, a line's without its number.
    pub(crate) fn label(&self, field: &str) -> &'static str {
        match field {
            "name" => self.name,
            "name_bn" => self.name_bn,
            "starts_at" => self.starts_at,
            "ends_at" => self.ends_at,
            "sku" => self.sku,
            "price" => self.price,
            "units_per_customer" => self.units,
            _ => self.lines,
        }
    }

    /// What is wrong with a field, a line's without its number.
    pub(crate) fn message(&self, field: &str, code: &str) -> &'static str {
        match (field, code) {
            ("name" | "name_bn", FieldError::LENGTH) => self.name_length,
            ("starts_at" | "ends_at", FieldError::REQUIRED) => self.moment_required,
            ("starts_at" | "ends_at", FieldError::FORMAT) => self.moment_format,
            ("ends_at", FieldError::RANGE) => self.ends_range,
            ("lines", _) => self.lines_length,
            ("sku", FieldError::DUPLICATE) => self.sku_twice,
            ("sku", _) => self.sku_unknown,
            ("price", FieldError::RANGE) => self.price_range,
            ("price", _) => self.price_format,
            ("units_per_customer", _) => self.units_range,
            (_, code) => Common::of(self.lang).field_code(code),
        }
    }
}
