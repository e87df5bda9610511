//! Two people who change the same thing at once.

pages::strings! {
/// The words around what differs.
pub(crate) struct ConflictTexts;
texts {
    title: "Somebody changed this meanwhile", "ইতিমধ্যে অন্য কেউ এটি বদলেছেন";
    more: "Nothing was overwritten, and what you typed is kept below. Where the two differ:", "কিছুই মুছে যায়নি, আপনার লেখাও নিচে রয়ে গেছে। যেখানে দুটি আলাদা:";
    same: "What you typed is what is saved already.", "আপনি যা লিখেছেন তাই আগে থেকে সংরক্ষিত আছে।";
    save_mine: "Saving now puts yours in the place of theirs.", "এখন সংরক্ষণ করলে তাঁরটির জায়গায় আপনারটি বসবে।";
    open_theirs: "Drop mine and open theirs", "আমারটি বাদ দিয়ে তাঁরটি খুলুন";
    field: "Field", "ঘর";
    theirs: "Saved now", "এখন সংরক্ষিত";
    mine: "What you typed", "আপনার লেখা";
    empty: "empty", "খালি";
}
phrases {
    changed_by(actor, at): "Changed by {actor}, {at}", "বদলেছেন {actor}, {at}";
}
}
