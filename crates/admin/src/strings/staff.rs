//! Staff and their roles.

use domain::FieldError;
use pages::fields::FieldWords;

use super::Common;

/// The username is somebody's.
pub(crate) const TAKEN: &str = "taken";

pages::strings! {
/// The words of the staff's pages.
pub(crate) struct StaffTexts;
texts {
    title: "Staff", "কর্মী";
    lead: "Who runs the shop. Staff sell: products, stock, orders. Admins also manage accounts, settings and the audit log.", "যাঁরা দোকান চালান। কর্মীরা বিক্রি দেখেন: পণ্য, স্টক, অর্ডার। অ্যাডমিনরা অ্যাকাউন্ট, সেটিংস ও কার্যবিবরণীও দেখেন।";
    username: "Username", "ইউজারনেম";
    username_hint: "3 to 20 letters (a to z), digits or underscores.", "৩ থেকে ২০টি ইংরেজি অক্ষর, সংখ্যা বা আন্ডারস্কোর।";
    role: "Role", "ভূমিকা";
    since: "Since", "কবে থেকে";
    access: "Access", "প্রবেশ";
    open: "Open", "খোলা";
    locked: "Disabled", "বন্ধ";
    you: "you", "আপনি";
    actions: "Actions", "কাজ";
    add_title: "Add a colleague", "সহকর্মী যোগ করুন";
    add: "Add", "যোগ করুন";
    add_hint: "A password is made and shown once, here. Hand it over in person.", "একটি পাসওয়ার্ড তৈরি হয়ে এখানে একবারই দেখানো হবে। সরাসরি হাতে দিন।";
    password: "Password", "পাসওয়ার্ড";
    password_once: "This password is shown only now. Write it down before you leave the page.", "পাসওয়ার্ডটি শুধু এখনই দেখানো হচ্ছে। পাতা ছাড়ার আগে লিখে রাখুন।";
    back_to_list: "Back to the list", "তালিকায় ফিরুন";
    make_staff: "Make staff", "কর্মী করুন";
    make_admin: "Make admin", "অ্যাডমিন করুন";
    make_customer: "Take back-office rights away", "ব্যাক অফিসের অধিকার তুলে নিন";
    disable: "Disable", "বন্ধ করুন";
    disable_confirm: "Disable now", "এখনই বন্ধ করুন";
    enable: "Enable", "চালু করুন";
    second_factor: "Second step", "দ্বিতীয় ধাপ";
    second_factor_on: "On", "চালু";
    second_factor_off: "Off", "বন্ধ আছে";
    reset_second_factor: "Reset second step", "দ্বিতীয় ধাপ মুছুন";
    reset_confirm: "Reset now", "এখনই মুছুন";
    done_reset: "The second step was reset. Your colleague is logged out everywhere.", "দ্বিতীয় ধাপ মুছে ফেলা হয়েছে। সহকর্মী সব জায়গা থেকে লগ আউট হয়েছেন।";
    done_role: "The role was changed.", "ভূমিকা বদলানো হয়েছে।";
    done_disabled: "The account was disabled and is logged out everywhere.", "অ্যাকাউন্ট বন্ধ করা হয়েছে এবং সব জায়গা থেকে লগ আউট হয়েছে।";
    done_enabled: "The account was enabled.", "অ্যাকাউন্ট চালু করা হয়েছে।";
    username_required: "Please write a username.", "অনুগ্রহ করে ইউজারনেম লিখুন।";
    username_length: "A username has 3 to 20 characters.", "ইউজারনেমে ৩ থেকে ২০টি অক্ষর থাকবে।";
    username_format: "A username has letters (a to z), digits and underscores only.", "ইউজারনেমে শুধু ইংরেজি অক্ষর, সংখ্যা ও আন্ডারস্কোর থাকবে।";
    username_taken: "This username is taken. Please choose another one.", "এই ইউজারনেমটি অন্য কেউ নিয়েছেন। আরেকটি বেছে নিন।";
    role_unknown: "Please choose staff or admin.", "কর্মী বা অ্যাডমিন বেছে নিন।";
}
phrases {
    added(username): "{username} can log in now", "{username} এখন লগ ইন করতে পারবেন";
    disable_question(username): "{username} is logged out everywhere at once and can't log in again until an admin enables the account.", "{username} সঙ্গে সঙ্গে সব জায়গা থেকে লগ আউট হবেন এবং অ্যাডমিন চালু না করা পর্যন্ত আর লগ ইন করতে পারবেন না।";
    reset_question(username): "{username} is logged out everywhere and then logs in with the password alone. Make sure it is really them who asks.", "{username} সব জায়গা থেকে লগ আউট হবেন, তারপর শুধু পাসওয়ার্ড দিয়েই লগ ইন করতে পারবেন। নিশ্চিত হোন যে তিনি নিজেই চাইছেন।";
    actions_for(username): "Change {username}", "{username}: বদলান";
}
}

impl FieldWords for StaffTexts {
    fn field_label<'a>(&self, field: &'a str) -> &'a str {
        match field {
            "username" => self.username,
            "role" => self.role,
            other => other,
        }
    }

    fn field_message(&self, field: &str, code: &str) -> &'static str {
        match (field, code) {
            ("username", FieldError::REQUIRED) => self.username_required,
            ("username", FieldError::LENGTH) => self.username_length,
            ("username", FieldError::FORMAT) => self.username_format,
            ("username", TAKEN) => self.username_taken,
            ("role", _) => self.role_unknown,
            (_, code) => Common::of(self.lang).field_code(code),
        }
    }
}
