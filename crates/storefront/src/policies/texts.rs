//! The texts of the policy pages, English and Bangla side by side.

use super::Policy::{self, About, Contact, Privacy, Returns, Terms};

/// English, Bangla.
pub(super) type Text = (&'static str, &'static str);

/// No heading.
const OPENING: Text = ("", "");

/// Page, heading, paragraphs; in the order in which they are read.
#[rustfmt::skip] // a text and its translation belong together
pub(super) const SECTIONS: &[(Policy, Text, &[Text])] = &[
    (About, OPENING, &[
        ("DhakaCart sells electronics to homes in all 64 districts of Bangladesh: phones and laptops, fans and fridges, chargers and bulbs.",
         "ঢাকাকার্ট বাংলাদেশের ৬৪ জেলার ঘরে ঘরে ইলেকট্রনিক্স পৌঁছে দেয়: ফোন ও ল্যাপটপ, ফ্যান ও ফ্রিজ, চার্জার ও বাতি।"),
        ("We built the shop for phones with slow and paid-for data. Pages are small, they work without scripts, and nothing follows you around.",
         "ধীর ও টাকায় কেনা ডেটার কথা ভেবে দোকানটি বানানো। পাতাগুলো ছোট, স্ক্রিপ্ট ছাড়াই চলে, আর কেউ আপনাকে অনুসরণ করে না।"),
    ]),
    (About, ("What you can count on", "যা নিশ্চিত থাকছে"), &[
        ("The price you see is the price you pay: VAT is included, and the delivery charge is shown before you order.",
         "যে দাম দেখেন সেটাই দেন: ভ্যাট ধরা আছে, আর ডেলিভারি চার্জ অর্ডারের আগেই দেখানো হয়।"),
        ("You pay in cash when the parcel is in your hands. We ask for no advance and no card.",
         "পণ্য হাতে পেয়ে নগদে দাম দেবেন। কোনো অগ্রিম বা কার্ড লাগে না।"),
        ("What is shown as in stock is on our shelf. We never sell the same piece twice.",
         "স্টকে আছে লেখা থাকলে পণ্যটি আমাদের তাকেই আছে। একই পণ্য আমরা কখনও দুজনকে বিক্রি করি না।"),
    ]),
    (Contact, OPENING, &[
        ("Have your order number at hand, if it is about an order. You can also look up an order yourself on the tracking page.",
         "অর্ডার নিয়ে কথা হলে অর্ডার নম্বরটি হাতে রাখুন। ট্র্যাকিং পাতায় আপনি নিজেও অর্ডারের অবস্থা দেখতে পারেন।"),
    ]),
    (Contact, ("Complaints", "অভিযোগ"), &[
        ("Tell us what went wrong, with your order number and a photo if there is something to see. We answer every complaint within 72 hours, with what we will do about it.",
         "কী সমস্যা হয়েছে তা অর্ডার নম্বরসহ জানান; দেখানোর মতো কিছু থাকলে ছবিও দিন। প্রতিটি অভিযোগের জবাব ও সমাধান আমরা ৭২ ঘণ্টার মধ্যে জানাই।"),
        ("If our answer does not satisfy you, you may complain to the Directorate of National Consumers’ Right Protection within 30 days of the purchase.",
         "আমাদের জবাবে সন্তুষ্ট না হলে কেনার ৩০ দিনের মধ্যে জাতীয় ভোক্তা অধিকার সংরক্ষণ অধিদপ্তরে অভিযোগ করতে পারেন।"),
    ]),
    (Returns, ("When something is wrong", "পণ্যে সমস্যা হলে"), &[
        ("Open the parcel in front of the courier if you can. If the product is damaged, not the one you ordered, or something is missing, do not take it: you pay nothing.",
         "সম্ভব হলে ডেলিভারিম্যানের সামনেই প্যাকেট খুলুন। পণ্য ভাঙা, ভুল বা অসম্পূর্ণ হলে নেবেন না: কোনো টাকা দিতে হবে না।"),
        ("If you find out later, tell us within 7 days of delivery. Keep the box, the accessories and the invoice; for a phone, the IMEI on the invoice must match.",
         "পরে বুঝতে পারলে ডেলিভারির ৭ দিনের মধ্যে জানান। বাক্স, সঙ্গের জিনিস ও চালান রেখে দিন; ফোনের ক্ষেত্রে চালানের আইএমইআই মিলতে হবে।"),
        ("We fetch it, and you choose: the same product again, or your money back. You pay nothing for the way back.",
         "আমরা পণ্যটি নিয়ে আসব, আর আপনি বেছে নেবেন: একই পণ্য আবার, নাকি টাকা ফেরত। ফেরত আনার খরচ আমাদের।"),
    ]),
    (Returns, ("When you change your mind", "মত বদলালে"), &[
        ("You can cancel an order free of charge until it is packed, on the order’s page or by telephone.",
         "প্যাকেট করার আগ পর্যন্ত বিনা খরচে অর্ডার বাতিল করতে পারবেন, অর্ডারের পাতা থেকে বা ফোন করে।"),
        ("You may also refuse the parcel at the door. We bring it back, and you owe nothing.",
         "দরজায় এসেও পণ্য ফিরিয়ে দিতে পারেন। আমরা তা ফেরত আনব, আপনাকে কিছু দিতে হবে না।"),
    ]),
    (Returns, ("Refunds", "টাকা ফেরত"), &[
        ("Money goes back within 10 days of our agreeing to the return, by the same way it came: to the mobile wallet or bank account that you name if you paid in cash. The whole price is refunded, the delivery charge too if the mistake was ours.",
         "ফেরত গ্রহণের ১০ দিনের মধ্যে টাকা ফেরত যায়, যে পথে এসেছিল সে পথেই; নগদে দিলে আপনার বলে দেওয়া মোবাইল ওয়ালেট বা ব্যাংক হিসাবে। পুরো দাম ফেরত দেওয়া হয়; ভুল আমাদের হলে ডেলিভারি চার্জও।"),
    ]),
    (Returns, ("Warranty", "ওয়ারেন্টি"), &[
        ("The maker’s warranty is named in the product’s data, with its length. The invoice is your warranty paper: keep it.",
         "নির্মাতার ওয়ারেন্টি ও তার মেয়াদ পণ্যের বৈশিষ্ট্যে লেখা থাকে। চালানটিই আপনার ওয়ারেন্টির কাগজ: রেখে দিন।"),
    ]),
    (Terms, OPENING, &[
        ("These terms hold for every order at DhakaCart. The Bangla text decides where the two differ.",
         "ঢাকাকার্টের প্রতিটি অর্ডারে এই শর্তগুলো প্রযোজ্য। দুই ভাষায় অমিল থাকলে বাংলাটিই চূড়ান্ত।"),
    ]),
    (Terms, ("Prices", "দাম"), &[
        ("Prices are in taka and include VAT. The total with the delivery charge is shown before you order, and it is what you pay: if a price changes while you are ordering, we ask you first.",
         "দাম টাকায় এবং ভ্যাটসহ। ডেলিভারি চার্জসহ সর্বমোট অর্ডারের আগেই দেখানো হয়, আর সেটাই দেবেন: অর্ডারের সময় দাম বদলালে আগে আপনার সম্মতি নেওয়া হয়।"),
    ]),
    (Terms, ("Orders and stock", "অর্ডার ও স্টক"), &[
        ("An order is placed when you see its number. The product is then kept for you. We may call to confirm it; if we cannot reach you, we may cancel it, and you owe nothing.",
         "অর্ডার নম্বর দেখা গেলে অর্ডার নেওয়া হয়েছে। তখন থেকে পণ্যটি আপনার জন্য রাখা থাকে। নিশ্চিত করতে আমরা ফোন করতে পারি; না পেলে অর্ডার বাতিল হতে পারে, সেক্ষেত্রে আপনাকে কিছু দিতে হবে না।"),
    ]),
    (Terms, ("Delivery", "ডেলিভারি"), &[
        ("We hand your parcel to the courier within 48 hours. It reaches you within 5 days in the district of Dhaka and within 10 days everywhere else. The courier calls before coming.",
         "৪৮ ঘণ্টার মধ্যে আপনার পণ্য কুরিয়ারে দেওয়া হয়। ঢাকা জেলায় ৫ দিনের মধ্যে এবং অন্য সব জেলায় ১০ দিনের মধ্যে পৌঁছায়। আসার আগে ডেলিভারিম্যান ফোন করবেন।"),
        ("If we cannot keep this, we tell you within 48 hours, and you may cancel: whatever you have paid goes back within 10 days.",
         "তা সম্ভব না হলে ৪৮ ঘণ্টার মধ্যে আপনাকে জানাই, আর আপনি বাতিল করতে পারেন: কিছু দিয়ে থাকলে ১০ দিনের মধ্যে ফেরত পাবেন।"),
    ]),
    (Terms, ("Payment", "দাম পরিশোধ"), &[
        ("You pay in cash on delivery. You get an invoice with the VAT, and with the IMEI or serial number where the product has one.",
         "পণ্য হাতে পেয়ে নগদে দাম দেবেন। ভ্যাটসহ চালান পাবেন; পণ্যের আইএমইআই বা সিরিয়াল নম্বর থাকলে চালানে তা লেখা থাকে।"),
    ]),
    (Terms, ("Complaints and law", "অভিযোগ ও আইন"), &[
        ("We answer complaints within 72 hours. The laws of Bangladesh apply, among them the Consumers’ Right Protection Act 2009 and the Digital Commerce Guidelines 2021.",
         "অভিযোগের জবাব ৭২ ঘণ্টার মধ্যে দেওয়া হয়। বাংলাদেশের আইন প্রযোজ্য, যার মধ্যে আছে ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯ এবং ডিজিটাল কমার্স পরিচালনা নির্দেশিকা ২০২১।"),
    ]),
    (Privacy, ("What we keep", "যা আমরা রাখি"), &[
        ("For an order: your name, mobile number, address, and e-mail address if you give one. For an account: your username, and your password in a form that nobody can read, not even us.",
         "অর্ডারের জন্য: আপনার নাম, মোবাইল নম্বর, ঠিকানা, আর দিলে ইমেইল ঠিকানা। অ্যাকাউন্টের জন্য: ইউজারনেম, আর পাসওয়ার্ড এমনভাবে যা কেউ পড়তে পারে না, আমরাও না।"),
        ("Orders and invoices are kept as long as tax law asks for.",
         "কর আইন যত দিন চায়, অর্ডার ও চালান তত দিন রাখা হয়।"),
    ]),
    (Privacy, ("Who sees it", "কে দেখে"), &[
        ("Our staff, and the courier who brings your parcel: your name, number and address. We sell nothing to anybody, and no advertiser’s script runs on our pages.",
         "আমাদের কর্মীরা, আর যে কুরিয়ার পণ্য নিয়ে যান তিনি আপনার নাম, নম্বর ও ঠিকানা দেখেন। আমরা কারও কাছে তথ্য বিক্রি করি না, আর আমাদের পাতায় কোনো বিজ্ঞাপনদাতার স্ক্রিপ্ট চলে না।"),
    ]),
    (Privacy, ("Cookies", "কুকি"), &[
        ("We use cookies only for what you ask for: your cart, being logged in, and opening your own orders in this browser. The products you looked at recently are remembered on your own phone, not here.",
         "আপনি যা চান শুধু তার জন্যই কুকি ব্যবহার হয়: আপনার ঝুড়ি, লগ ইন থাকা, আর এই ব্রাউজারে নিজের অর্ডার খোলা। সম্প্রতি দেখা পণ্যের তালিকা আপনার ফোনেই থাকে, আমাদের কাছে নয়।"),
    ]),
    (Privacy, ("Your rights", "আপনার অধিকার"), &[
        ("Ask us what we know about you, have it corrected, or have your account closed: the contact page says how to reach us.",
         "আপনার সম্পর্কে কী তথ্য আছে জানতে, ঠিক করাতে বা অ্যাকাউন্ট বন্ধ করাতে আমাদের বলুন: যোগাযোগ পাতায় উপায় দেওয়া আছে।"),
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_stands_in_both_languages() {
        let bangla = |c: char| ('\u{980}'..='\u{9f1}').contains(&c);
        let texts = SECTIONS
            .iter()
            .flat_map(|(_, heading, paragraphs)| std::iter::once(heading).chain(*paragraphs));
        for (en, bn) in texts.filter(|text| **text != OPENING) {
            assert!(!en.is_empty() && !en.contains(bangla), "{en}");
            assert!(bn.contains(bangla), "{bn}");
            let foreign = bn.chars().find(char::is_ascii_alphanumeric);
            assert_eq!(foreign, None, "{bn}");
        }
        for policy in Policy::ALL {
            assert!(
                SECTIONS.iter().any(|(of, _, _)| *of == policy),
                "{policy:?}"
            );
        }
    }

    /// The periods that the guidelines set are on the pages, in both languages.
    #[test]
    fn the_periods_of_the_guidelines_are_named() {
        let all = |lang: fn(&Text) -> &'static str| -> String {
            SECTIONS
                .iter()
                .flat_map(|(_, _, paragraphs)| paragraphs.iter().map(lang))
                .collect()
        };
        let (english, bangla) = (all(|text| text.0), all(|text| text.1));
        for period in ["48 hours", "5 days", "10 days", "72 hours", "VAT"] {
            assert!(english.contains(period), "{period}");
        }
        for period in ["৪৮ ঘণ্টা", "৫ দিন", "১০ দিন", "৭২ ঘণ্টা", "ভ্যাট"]
        {
            assert!(bangla.contains(period), "{period}");
        }
    }
}
