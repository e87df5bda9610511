//! Named roles.

pages::strings! {
/// The words of the roles' page.
pub(crate) struct RoleTexts;
texts {
    title: "Roles", "ভূমিকা";
    lead: "A role says what its people may do, and nothing else is open to them. Staff without one may do everything that sells. A change holds from their next click on.", "ভূমিকা বলে দেয় কে কী করতে পারবেন; বাকি সব তাঁদের জন্য বন্ধ। ভূমিকা ছাড়া কর্মীরা বিক্রির সব কাজ করতে পারেন। পরিবর্তন তাঁদের পরের ক্লিক থেকেই কার্যকর।";
    add_title: "Add a role", "ভূমিকা যোগ করুন";
    add: "Add", "যোগ করুন";
    edit: "Change", "বদলান";
    save: "Save", "সংরক্ষণ করুন";
    name: "Name", "নাম";
    may: "Its people may do", "যা করা যাবে";
    may_nothing: "nothing", "কিছুই না";
    remove: "Remove", "মুছুন";
    remove_confirm: "Remove now", "এখনই মুছুন";
    remove_full: "It can be removed once nobody has it.", "কারও না থাকলে মোছা যাবে।";
    nothing: "There are no roles yet.", "এখনও কোনো ভূমিকা নেই।";
    to_staff: "Give roles to people", "কর্মীদের ভূমিকা দিন";
    name_taken: "Another role has this name.", "এই নামে আরেকটি ভূমিকা আছে।";
    name_needed: "Please write a name of up to 40 characters.", "৪০ অক্ষরের মধ্যে একটি নাম লিখুন।";
    unknown: "One of these permissions doesn't exist. Please tick them again.", "একটি অনুমতি অচেনা। আবার টিক দিন।";
    full: "There are a hundred roles already. Please remove one first.", "একশোটি ভূমিকা আছে। আগে একটি মুছুন।";
    in_use: "Somebody has this role. Please give them another one first.", "কারও এই ভূমিকা আছে। আগে তাঁকে অন্যটি দিন।";
    stale: "Somebody changed this role meanwhile. Nothing was overwritten, and what you typed is kept. Saving now puts yours in its place.", "ইতিমধ্যে অন্য কেউ এটি বদলেছেন। কিছুই মুছে যায়নি, আপনার লেখাও রয়ে গেছে। এখন সংরক্ষণ করলে আপনারটি বসবে।";
    done_added: "The role was added.", "ভূমিকা যোগ হয়েছে।";
    done_saved: "The role was saved.", "ভূমিকা সংরক্ষণ হয়েছে।";
    done_removed: "The role was removed.", "ভূমিকা মোছা হয়েছে।";
}
phrases {
    edit_one(name): "Change {name}", "{name}: বদলান";
    saved_now(name, permissions): "Saved now: {name} ({permissions})", "এখন সংরক্ষিত: {name} ({permissions})";
    remove_question(name): "{name} is gone then.", "{name} আর থাকবে না।";
}
counts {
    members(n): "{n} person", "{n} people", "{n} জন";
}
}
