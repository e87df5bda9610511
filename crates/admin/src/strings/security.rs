//! The second factor of whoever is logged in.

use domain::FieldError;
use pages::fields::FieldWords;

use super::Common;

/// What was typed is another one.
pub(crate) const WRONG: &str = "wrong";

pages::strings! {
/// The words of the security page.
pub(crate) struct SecurityTexts;
texts {
    title: "Security", "নিরাপত্তা";
    second_factor: "Second step at login", "লগ ইনের দ্বিতীয় ধাপ";
    required: "The shop asks everybody who works here for a second step. Please set it up before you go on.", "এই দোকানে যাঁরা কাজ করেন তাঁদের সবার জন্য দ্বিতীয় ধাপ বাধ্যতামূলক। কাজ শুরুর আগে এটি চালু করে নিন।";
    off_lead: "With a second step nobody gets in with your password alone: after it the shop asks for a code from an app on your phone.", "দ্বিতীয় ধাপ চালু থাকলে শুধু পাসওয়ার্ড জেনে কেউ ঢুকতে পারবে না: পাসওয়ার্ডের পরে আপনার ফোনের অ্যাপ থেকে একটি কোড চাওয়া হবে।";
    begin: "Set up", "চালু করুন";
    step_app: "Open an authenticator app on your phone, such as Aegis, Google Authenticator or 2FAS.", "ফোনে একটি অথেনটিকেটর অ্যাপ খুলুন, যেমন Aegis, Google Authenticator বা 2FAS।";
    step_scan: "Scan this picture with it, or type the key in by hand.", "অ্যাপ দিয়ে ছবিটি স্ক্যান করুন, অথবা চাবিটি হাতে লিখুন।";
    step_code: "Enter the six digits that the app shows.", "অ্যাপে দেখানো ছয় অঙ্কের কোডটি নিচে লিখুন।";
    qr: "QR code for the authenticator app", "অথেনটিকেটর অ্যাপের জন্য কিউআর কোড";
    secret: "Key", "চাবি";
    confirm: "Turn on", "চালু করুন";
    on: "On", "চালু";
    since: "since", "চালু হয়েছে";
    change_lead: "To change it, enter your password and a code.", "বদলাতে চাইলে পাসওয়ার্ড ও একটি কোড দিন।";
    password: "Password", "পাসওয়ার্ড";
    code: "Code", "কোড";
    code_hint: "Six digits from the app, or a recovery code.", "অ্যাপের ছয় অঙ্কের কোড, অথবা একটি রিকভারি কোড।";
    renew: "New recovery codes", "নতুন রিকভারি কোড";
    turn_off: "Turn off", "বন্ধ করুন";
    codes_title: "Recovery codes", "রিকভারি কোড";
    codes_once: "These codes are shown only now. Print them or write them down before you leave the page.", "কোডগুলো শুধু এখনই দেখানো হচ্ছে। পাতা ছাড়ার আগে প্রিন্ট করুন বা লিখে রাখুন।";
    codes_use: "If your phone is gone, enter one of them in place of the six digits. Each works once. Codes you had before don't work any more.", "ফোন হাতে না থাকলে ছয় অঙ্কের কোডের বদলে এর একটি লিখুন। প্রতিটি একবারই কাজ করে। আগের কোডগুলো আর কাজ করবে না।";
    kept: "I have kept them", "রেখে দিয়েছি";
    done_off: "The second step is off.", "দ্বিতীয় ধাপ বন্ধ করা হয়েছে।";
    password_wrong: "The password is not right.", "পাসওয়ার্ড ঠিক নেই।";
    code_wrong: "The code is not right, or was used already. Please wait for the next one.", "কোডটি ঠিক নেই, অথবা আগে ব্যবহার হয়েছে। অনুগ্রহ করে পরের কোডটির জন্য অপেক্ষা করুন।";
}
phrases {
    codes_left(count): "Recovery codes left: {count}", "রিকভারি কোড বাকি: {count}টি";
}
}

impl FieldWords for SecurityTexts {
    fn field_label<'a>(&self, field: &'a str) -> &'a str {
        match field {
            "password" => self.password,
            "code" => self.code,
            other => other,
        }
    }

    fn field_message(&self, field: &str, code: &str) -> &'static str {
        match (field, code) {
            ("password", WRONG) => self.password_wrong,
            ("code", WRONG) => self.code_wrong,
            (_, FieldError::REQUIRED) => Common::of(self.lang).field_required,
            (_, code) => Common::of(self.lang).field_code(code),
        }
    }
}
