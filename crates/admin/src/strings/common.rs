//! What surrounds every page, what the kit says, and what goes wrong.

pages::strings! {
/// The words that every page shares.
pub(crate) struct Common;
texts {
    // --- around every page
    office: "Back office", "ব্যাক অফিস";
    shop_name: "DhakaCart", "ঢাকাকার্ট";
    skip_to_content: "Skip to the content", "মূল অংশে যান";
    menu: "Menu", "মেনু";
    sections: "Sections", "বিভাগ";
    view_shop: "View the shop", "দোকান দেখুন";
    log_out: "Log out", "লগ আউট করুন";
    role_customer: "Customer", "ক্রেতা";
    role_staff: "Staff", "কর্মী";
    role_admin: "Admin", "অ্যাডমিন";

    // --- sections
    nav_dashboard: "Dashboard", "ড্যাশবোর্ড";
    nav_products: "Products", "পণ্য";
    nav_categories: "Categories", "ক্যাটাগরি";
    nav_stock: "Stock", "স্টক";
    nav_imports: "Import and export", "ইমপোর্ট ও এক্সপোর্ট";
    nav_orders: "Orders", "অর্ডার";
    nav_coupons: "Coupons", "কুপন";
    nav_flash_sales: "Flash sales", "ফ্ল্যাশ সেল";
    nav_stock_requests: "Waiting for stock", "স্টকের অপেক্ষায়";
    nav_reviews: "Reviews", "রিভিউ";
    nav_customers: "Customers", "ক্রেতা";
    nav_staff: "Staff", "কর্মী";
    nav_audit: "Audit log", "কার্যবিবরণী";
    nav_security: "Security", "নিরাপত্তা";
    nav_settings: "Settings", "সেটিংস";

    // --- keyboard
    keys_title: "Keyboard", "কিবোর্ড";
    keys_search: "Search this page", "এই পাতায় খুঁজুন";
    keys_help: "Show this help", "এই তালিকা দেখান";
    keys_then: "then", "তারপর";
    close: "Close", "বন্ধ করুন";

    // --- lists and forms
    pages: "Pages", "পৃষ্ঠা";
    previous_page: "Previous", "আগের পৃষ্ঠা";
    next_page: "Next", "পরের পৃষ্ঠা";
    optional: "optional", "না দিলেও চলবে";
    check_fields: "Nothing has been saved. What you typed is kept.", "কিছুই সংরক্ষণ হয়নি। যা লিখেছেন তা রয়ে গেছে।";
    field_required: "This field is needed.", "এই ঘরটি পূরণ করা দরকার।";
    field_length: "This is too short or too long.", "লেখাটি খুব ছোট বা খুব বড়।";
    field_range: "This number is outside what is possible.", "সংখ্যাটি সীমার বাইরে।";
    field_format: "This is not written the way it should be.", "এটি যেভাবে লেখা দরকার সেভাবে লেখা হয়নি।";
    field_unknown: "Please choose one from the list.", "তালিকা থেকে একটি বেছে নিন।";
    field_duplicate: "This is there already.", "এটি আগে থেকেই আছে।";
    field_invalid: "Please check this field.", "অনুগ্রহ করে এই ঘরটি দেখুন।";

    // --- when something went wrong
    not_found: "There is nothing here", "এখানে কিছু নেই";
    not_found_more: "The link may be old, or somebody has removed what it led to.", "লিংকটি পুরোনো হতে পারে, অথবা কেউ জিনিসটি সরিয়ে ফেলেছেন।";
    forbidden: "This is not open to you", "এটি আপনার জন্য খোলা নয়";
    forbidden_more: "You are logged in, but your account may not do this. If it should, please ask an admin.", "আপনি লগ ইন করেছেন, কিন্তু আপনার অ্যাকাউন্টের এই অনুমতি নেই। দরকার হলে একজন অ্যাডমিনকে বলুন।";
    cross_site: "This was not accepted", "এটি গ্রহণ করা হয়নি";
    cross_site_more: "The form came from another website. Please open the page here and try again.", "ফর্মটি অন্য ওয়েবসাইট থেকে এসেছে। অনুগ্রহ করে এখানে পাতাটি খুলে আবার চেষ্টা করুন।";
    conflict: "Somebody was quicker", "অন্য কেউ আগেই বদলেছেন";
    conflict_more: "This has changed since you opened it, and nothing was overwritten. Please open it again.", "আপনি খোলার পরে এটি বদলে গেছে; কিছুই মুছে যায়নি। অনুগ্রহ করে আবার খুলুন।";
    bad_request: "We could not understand this", "এটি বোঝা যায়নি";
    bad_request_more: "Something in the form or in the address was not as it should be. Please go back and try again.", "ফর্মে বা ঠিকানায় কিছু একটা ঠিক নেই। অনুগ্রহ করে ফিরে গিয়ে আবার চেষ্টা করুন।";
    too_large: "That was too much at once", "একবারে অনেক বেশি পাঠানো হয়েছে";
    too_large_more: "The form or the file is larger than we can take.", "ফর্ম বা ফাইলটি সীমার চেয়ে বড়।";
    too_many_requests: "A little slower, please", "অনুগ্রহ করে একটু ধীরে";
    too_many_requests_more: "Very many requests came from your connection. Please wait a few minutes and try again.", "আপনার সংযোগ থেকে অনেক বেশি অনুরোধ এসেছে। কয়েক মিনিট পরে আবার চেষ্টা করুন।";
    unavailable: "We will be back in a moment", "একটু পরেই আবার চালু হবে";
    unavailable_more: "The shop cannot answer just now. Please try again in a minute.", "দোকানটি এই মুহূর্তে সাড়া দিতে পারছে না। এক মিনিট পরে আবার চেষ্টা করুন।";
    internal_error: "Something went wrong on our side", "আমাদের দিকে একটা সমস্যা হয়েছে";
    internal_error_more: "It has been logged. Please try again in a moment.", "বিষয়টি লিখে রাখা হয়েছে। একটু পরে আবার চেষ্টা করুন।";
    request_id: "Whoever looks into it needs this number", "খোঁজ নিতে এই নম্বরটি লাগবে";
    to_dashboard: "To the dashboard", "ড্যাশবোর্ডে যান";
}
phrases {
    page_title(title): "{title} · Back office", "{title} · ব্যাক অফিস";
    go_to_page(page): "Page {page}", "পৃষ্ঠা {page}";
    go_to(section): "Go to: {section}", "যান: {section}";
}
counts {
    field_problems(n): "There is a problem with {n} field", "There are problems with {n} fields", "{n}টি ঘরে সমস্যা আছে";
}
}

impl Common {
    /// What somebody may do.
    pub(crate) fn role(&self, role: domain::Role) -> &'static str {
        match role {
            domain::Role::Customer => self.role_customer,
            domain::Role::Staff => self.role_staff,
            domain::Role::Admin => self.role_admin,
        }
    }
}
