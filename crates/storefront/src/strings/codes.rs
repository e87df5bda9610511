//! The words about one-time codes: a forgotten password, a phone to be verified.

pages::strings! {
/// The texts of one language.
pub(crate) struct CodeWords;
texts {
    forgot_password: "Forgot your password?", "পাসওয়ার্ড ভুলে গেছেন?";
    reset_title: "Set a new password", "নতুন পাসওয়ার্ড দিন";
    reset_lead: "We send a code to the mobile number of your account.", "আপনার অ্যাকাউন্টের মোবাইল নম্বরে একটি কোড পাঠাব।";
    identifier: "Username or mobile number", "ইউজারনেম বা মোবাইল নম্বর";
    identifier_hint: "If several accounts have your number, write the username.", "একই নম্বরে একাধিক অ্যাকাউন্ট থাকলে ইউজারনেম লিখুন।";
    identifier_required: "Please write your username or mobile number.", "অনুগ্রহ করে ইউজারনেম বা মোবাইল নম্বর লিখুন।";
    identifier_format: "This is neither a username nor a mobile number.", "এটি ইউজারনেমও নয়, মোবাইল নম্বরও নয়।";
    send_code: "Send me a code", "কোড পাঠান";
    code_title: "Enter the code", "কোডটি লিখুন";
    code_sent: "If there is such an account with a mobile number, a code is on its way there. It is good for 10 minutes.", "এমন অ্যাকাউন্ট ও তার মোবাইল নম্বর থাকলে সেখানে একটি কোড যাচ্ছে। কোডের মেয়াদ ১০ মিনিট।";
    code: "Code from the message", "বার্তায় পাওয়া কোড";
    code_hint: "Six digits.", "ছয়টি সংখ্যা।";
    code_format: "A code has six digits.", "কোডে ছয়টি সংখ্যা থাকে।";
    wrong_code: "This code is wrong, used or too old. Please ask for a new one.", "কোডটি ভুল, ব্যবহৃত বা মেয়াদ শেষ। অনুগ্রহ করে নতুন কোড নিন।";
    no_code: "No message after a few minutes?", "কয়েক মিনিটেও বার্তা আসেনি?";
    ask_again: "Ask for another code", "আরেকটি কোড নিন";
    ends_sessions: "You will be logged out on every device.", "সব ডিভাইস থেকে আপনি লগ আউট হয়ে যাবেন।";
    password_set: "Your password is changed. Log in with the new one.", "আপনার পাসওয়ার্ড বদলানো হয়েছে। নতুন পাসওয়ার্ড দিয়ে লগ ইন করুন।";
    no_messages: "We can't send messages at present, so a code can't reach you.", "এই মুহূর্তে আমরা বার্তা পাঠাতে পারছি না, তাই কোড পাঠানো যাচ্ছে না।";
    verify_title: "Verify your mobile number", "মোবাইল নম্বর যাচাই করুন";
    verify_lead: "With a verified number you can set a new password if you forget yours.", "নম্বর যাচাই করা থাকলে পাসওয়ার্ড ভুলে গেলে নতুন পাসওয়ার্ড দিতে পারবেন।";
    verify: "Verify", "যাচাই করুন";
    verified: "Verified", "যাচাই করা";
    not_verified: "Not verified yet", "এখনও যাচাই করা হয়নি";
    is_verified: "Your mobile number is verified.", "আপনার মোবাইল নম্বর যাচাই করা হয়েছে।";
    number_sent: "A code is on its way to your number. It is good for 10 minutes.", "আপনার নম্বরে একটি কোড যাচ্ছে। কোডের মেয়াদ ১০ মিনিট।";
    no_number: "Your account has no mobile number yet.", "আপনার অ্যাকাউন্টে এখনও মোবাইল নম্বর নেই।";
    add_number: "Add one", "নম্বর যোগ করুন";
    password_for_phone: "Only needed when you change the mobile number.", "শুধু মোবাইল নম্বর বদলাতে লাগবে।";
}
}
