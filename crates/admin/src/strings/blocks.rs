//! Who is blocked.

pages::strings! {
/// The words of the page of blocks.
pub(crate) struct BlockTexts;
texts {
    title: "Blocks", "ব্লক";
    lead: "Clients that went on asking long past the limit. They are let in again by themselves: after a minute the first time, then after twice as long each time, up to a day.", "সীমা পেরিয়েও যারা বারবার অনুরোধ পাঠিয়েছে। এরা নিজে থেকেই আবার ঢুকতে পারে: প্রথমবার এক মিনিট পরে, তারপর প্রতিবার দ্বিগুণ সময় পরে, সর্বোচ্চ এক দিন।";
    shared: "The list is that of all servers together.", "তালিকাটি সব সার্ভারের জন্য একসঙ্গে।";
    per_process: "Each server counts by itself now: the list is that of the one that made this page.", "এখন প্রতিটি সার্ভার আলাদা করে গুনছে: তালিকাটি শুধু এই পাতা যে সার্ভার তৈরি করেছে তার।";
    nothing: "Nobody is blocked.", "কেউ ব্লক হয়ে নেই।";
    whom: "Who", "কে";
    place: "Where", "কোথায়";
    since: "Since", "কখন থেকে";
    until: "Until", "কখন পর্যন্ত";
    why: "Why", "কেন";
    refused: "Turned away", "ফেরানো অনুরোধ";
    actions: "Actions", "করণীয়";
    api: "API", "এপিআই";
    pages: "Pages", "পাতা";
    lift: "Let in", "ঢুকতে দিন";
    done_lifted: "They are let in again and start clean.", "এখন আবার ঢুকতে পারবে, হিসাব নতুন করে শুরু।";
    done_gone: "They were not blocked any more.", "এরা আর ব্লক ছিল না।";
}
phrases {
    lift_for(whom): "Let {whom} in", "{whom}-কে ঢুকতে দিন";
}
counts {
    times(n): "Too many requests ({n} time)", "Too many requests ({n} times)", "অতিরিক্ত অনুরোধ ({n} বার)";
    clients(n): "{n} client", "{n} clients", "{n}টি";
}
}
