//! Import and export.

use shop::ImportStatus;

pages::strings! {
/// The words of the import's pages.
pub(crate) struct ImportTexts;
texts {
    title: "Import and export", "ইমপোর্ট ও এক্সপোর্ট";
    import_title: "Import products", "পণ্য ইমপোর্ট";
    import_lead: "A product CSV of Shopify or WooCommerce, up to 20 MB. Rows that can't be taken are listed afterwards. The same file twice changes nothing.", "শপিফাই বা উকমার্স-এর পণ্যের সিএসভি, সর্বোচ্চ ২০ মেগাবাইট। যেসব সারি নেওয়া যায়নি, শেষে দেখানো হবে। একই ফাইল দুবার দিলে কিছু বদলায় না।";
    file: "File", "ফাইল";
    set_stock: "Also take over the quantities of products that exist already", "আগে থেকে থাকা পণ্যের স্টকও ফাইল থেকে নিন";
    start: "Import", "ইমপোর্ট করুন";
    file_needed: "Please choose a CSV file of up to 20 MB.", "সর্বোচ্চ ২০ মেগাবাইটের একটি সিএসভি ফাইল বেছে নিন।";
    busy: "Five files are waiting already. Please try again when one is done.", "পাঁচটি ফাইল আগে থেকেই অপেক্ষায় আছে। একটি শেষ হলে আবার চেষ্টা করুন।";
    export_title: "Export products", "পণ্য এক্সপোর্ট";
    export_lead: "Every product with its stock as a CSV file. Cells that a spreadsheet would take for a formula begin with a quote, which the import takes off again.", "স্টকসহ সব পণ্যের সিএসভি ফাইল। স্প্রেডশিট যেসব ঘরকে সূত্র ভাববে, তার আগে একটি উদ্ধৃতিচিহ্ন থাকে; ইমপোর্টের সময় সেটি সরে যায়।";
    export_button: "Download the CSV", "সিএসভি ডাউনলোড করুন";
    earlier: "Earlier imports", "আগের ইমপোর্ট";
    nothing: "Nothing has been imported here yet.", "এখনও কিছু ইমপোর্ট হয়নি।";
    when: "When", "কখন";
    who: "Who", "কে";
    status: "Status", "অবস্থা";
    waiting: "Waiting", "অপেক্ষায়";
    running: "Running", "চলছে";
    done: "Done", "শেষ";
    failed: "Failed", "ব্যর্থ";
    progress: "Progress", "অগ্রগতি";
    reading: "The file is being read.", "ফাইল পড়া হচ্ছে।";
    keeps_going: "You may leave this page; the import goes on.", "পাতাটি ছেড়ে গেলেও ইমপোর্ট চলতে থাকবে।";
    report: "Report", "ফলাফল";
    products: "Products in the file", "ফাইলে পণ্য";
    variants: "Variants", "ভ্যারিয়েন্ট";
    published: "Published", "প্রকাশিত";
    drafts: "Drafts", "খসড়া";
    updated: "Changed", "বদলানো";
    rejected: "Rows not taken", "না নেওয়া সারি";
    line: "Line", "লাইন";
    reason: "Reason", "কারণ";
    report_csv: "Download these rows as CSV", "এই সারিগুলো সিএসভি হিসেবে নামান";
    first_rows: "The first 100 are shown; the file has all of them.", "প্রথম ১০০টি দেখানো হলো; ফাইলে সব আছে।";
    back: "All imports", "সব ইমপোর্ট";
}
phrases {
    of_file(name): "Import of {name}", "{name}: ইমপোর্ট";
    so_far(done, total): "{done} of {total} products", "{total}টির মধ্যে {done}টি পণ্য";
}
}

impl ImportTexts {
    /// What a status is called.
    pub(crate) fn status_name(&self, status: ImportStatus) -> &'static str {
        match status {
            ImportStatus::Waiting => self.waiting,
            ImportStatus::Running => self.running,
            ImportStatus::Done => self.done,
            ImportStatus::Failed => self.failed,
        }
    }
}
