//! Categories.

pages::strings! {
/// The words of the categories' page.
pub(crate) struct CategoryTexts;
texts {
    title: "Categories", "ক্যাটাগরি";
    lead: "The tree that shoppers browse. A change is on every page within two seconds.", "ক্রেতারা এই গাছ ধরে খোঁজেন। পরিবর্তন দুই সেকেন্ডের মধ্যে সব পাতায় দেখা যায়।";
    add_title: "Add a category", "ক্যাটাগরি যোগ করুন";
    add: "Add", "যোগ করুন";
    edit: "Change", "বদলান";
    save: "Save", "সংরক্ষণ করুন";
    name: "Name", "নাম";
    name_bn: "Name in Bangla", "বাংলা নাম";
    slug: "Address", "ঠিকানা";
    slug_hint: "Left empty, it is made from the name. It never changes afterwards.", "খালি রাখলে নাম থেকে তৈরি হবে। পরে আর বদলায় না।";
    parent: "Stands below", "যার নিচে";
    top: "The top", "সবার উপরে";
    position: "Place", "ক্রম";
    position_hint: "Smaller numbers come first.", "ছোট সংখ্যা আগে আসে।";
    products: "Products", "পণ্য";
    remove: "Remove", "মুছুন";
    remove_confirm: "Remove now", "এখনই মুছুন";
    remove_full: "It can be removed once nothing stands in it.", "ভেতরে কিছু না থাকলে মোছা যাবে।";
    nothing: "There are no categories yet.", "এখনও কোনো ক্যাটাগরি নেই।";
    slug_taken: "Another category has this address.", "অন্য ক্যাটাগরির এই ঠিকানা আছে।";
    slug_needed: "An address can't be made from this name. Please write one, such as water-kettles.", "এই নাম থেকে ঠিকানা তৈরি করা যায় না। ইংরেজি ছোট হাতের অক্ষরে একটি লিখুন।";
    circle: "A category can't stand below itself.", "কোনো ক্যাটাগরি নিজের নিচে থাকতে পারে না।";
    too_deep: "The tree has at most six levels.", "গাছটিতে সর্বোচ্চ ছয়টি স্তর থাকতে পারে।";
    not_empty: "Products or other categories stand in it. Please move them first.", "এর ভেতরে পণ্য বা অন্য ক্যাটাগরি আছে। আগে সেগুলো সরান।";
    done_added: "The category was added.", "ক্যাটাগরি যোগ হয়েছে।";
    done_saved: "The category was saved.", "ক্যাটাগরি সংরক্ষণ হয়েছে।";
    done_removed: "The category was removed.", "ক্যাটাগরি মোছা হয়েছে।";
}
phrases {
    edit_one(name): "Change {name}", "{name}: বদলান";
    remove_question(name): "{name} is removed from the tree.", "{name} গাছ থেকে মুছে যাবে।";
}
}
