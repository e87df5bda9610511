//! Settings.

pages::strings! {
/// The words of the settings' page.
pub(crate) struct SettingsTexts;
texts {
    title: "Settings", "সেটিংস";
    lead: "What is in force in this process, and where it comes from. Settings are read when the shop starts: change the environment variable or the line in the settings file of every replica, then start them again one by one.", "এই প্রসেসে যা চালু আছে এবং তা কোথা থেকে এসেছে। দোকান চালুর সময় সেটিংস পড়া হয়: প্রতিটি রেপ্লিকার এনভায়রনমেন্ট ভেরিয়েবল বা সেটিংস ফাইলের লাইন বদলে একে একে আবার চালু করুন।";
    delivery: "Delivery charges", "ডেলিভারি চার্জ";
    delivery_more: "These belong to the release of the shop, and are changed with it.", "এগুলো দোকানের রিলিজের অংশ, রিলিজের সঙ্গেই বদলায়।";
    zone_dhaka: "Dhaka", "ঢাকা";
    zone_suburbs: "Gazipur and Narayanganj", "গাজীপুর ও নারায়ণগঞ্জ";
    zone_outside: "Other districts", "অন্যান্য জেলা";
    free_from: "Free from", "যত থেকে ফ্রি";
    never: "never", "কখনও নয়";
    process: "This process", "এই প্রসেস";
    setting: "Setting", "সেটিং";
    value: "Value", "মান";
    origin: "From", "উৎস";
    none: "none", "নেই";
}
}
