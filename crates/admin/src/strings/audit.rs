//! The audit log.

pages::strings! {
/// The words of the audit log.
pub(crate) struct AuditTexts;
texts {
    title: "Audit log", "কার্যবিবরণী";
    lead: "Every change by staff: who, when, and from what to what. Nothing here can be changed or removed.", "কর্মীদের প্রতিটি পরিবর্তন: কে, কখন, কী থেকে কী। এখানকার কিছুই বদলানো বা মোছা যায় না।";
    chain: "This log is a chain", "এই বিবরণী একটি শিকল";
    chain_more: "Each entry carries the hash of the one before it, so nothing can be changed, removed or slipped in without the command verify noticing. Keep the end of the chain somewhere else now and then: with it, verify also notices a log that was written anew as a whole.", "প্রতিটি লেখায় আগেরটির হ্যাশ থাকে, তাই কিছু বদলালে, মুছলে বা ঢোকালে খাতা যাচাইয়ের সময় ধরা পড়ে। মাঝে মাঝে শিকলের শেষটুকু অন্য কোথাও রেখে দিন: তা থাকলে পুরো বিবরণী নতুন করে লেখা হলেও ধরা পড়বে।";
    head: "It ends at:", "এর শেষ:";
    when: "When", "কখন";
    actor: "Who", "কে";
    action: "What", "কী";
    subject: "To what", "কিসের";
    change: "Change", "পরিবর্তন";
    from: "From", "শুরুর দিন";
    to: "Until", "শেষ দিন";
    filter: "Filter", "বাছাই করুন";
    clear: "Clear", "মুছুন";
    before: "Before:", "আগে:";
    after: "After:", "পরে:";
    nothing: "No change fits", "মেলে এমন পরিবর্তন নেই";
}
counts {
    entries(n): "{n} entry", "{n} entries", "{n}টি ভুক্তি";
    more(n): "and {n} more field", "and {n} more fields", "আরও {n}টি ঘর";
}
}
