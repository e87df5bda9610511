//! What staff may do, in words.

use domain::Permission;

pages::strings! {
/// The names of permissions, and what each opens.
pub(crate) struct PermissionTexts;
texts {
    catalogue: "Products", "পণ্য";
    catalogue_more: "Products and their prices, categories, pictures, synonyms.", "পণ্য ও দাম, ক্যাটাগরি, ছবি, প্রতিশব্দ।";
    stock: "Stock", "স্টক";
    stock_more: "Units on the shelf, and who waits for them.", "তাকে কত আছে, আর কে অপেক্ষায় আছেন।";
    promotions: "Promotions", "প্রচারণা";
    promotions_more: "Coupons and flash sales.", "কুপন ও ফ্ল্যাশ সেল।";
    orders: "Orders", "অর্ডার";
    orders_more: "Orders and their moves, with names, phones and addresses; slips and invoices.", "অর্ডার ও তার ধাপ, সঙ্গে নাম, ফোন ও ঠিকানা; স্লিপ ও চালান।";
    money: "Money", "টাকা";
    money_more: "Payouts from couriers and refunds to buyers. They stand on an order's page, so Orders is needed too.", "কুরিয়ারের পরিশোধ ও ক্রেতাকে ফেরত। এগুলো অর্ডারের পাতায় থাকে, তাই অর্ডারের অনুমতিও লাগবে।";
    reviews: "Reviews", "রিভিউ";
    reviews_more: "What buyers say, published or rejected.", "ক্রেতারা যা বলেন: প্রকাশ বা বাতিল।";
    imports: "Import and export", "ইমপোর্ট ও এক্সপোর্ট";
    imports_more: "Product files, in and out.", "পণ্যের ফাইল আনা ও নেওয়া।";
    reports: "Figures", "হিসাব";
    reports_more: "Turnover and orders of the whole shop, on the dashboard.", "ড্যাশবোর্ডে পুরো দোকানের বিক্রি ও অর্ডার।";
    customers: "Customers", "ক্রেতা";
    customers_more: "Their accounts: how they are reached, what they ordered, locking them out.", "তাঁদের অ্যাকাউন্ট: যোগাযোগ, অর্ডার, প্রবেশ বন্ধ করা।";
    blocks: "Blocks", "ব্লক";
    blocks_more: "Clients that are kept away for pushing too hard, and letting them back in.", "অতিরিক্ত অনুরোধের জন্য যাঁদের আটকে রাখা হয়েছে, আর তাঁদের ছাড়া।";
    audit: "Audit log", "কার্যবিবরণী";
    audit_more: "Who did what.", "কে কী করেছেন।";
    settings: "Settings", "সেটিংস";
    settings_more: "What the shop was set up with.", "দোকান কীভাবে সাজানো।";
}
}

impl PermissionTexts {
    /// What it is called.
    pub(crate) fn name(&self, permission: Permission) -> &'static str {
        self.both(permission).0
    }

    /// What it opens.
    pub(crate) fn more(&self, permission: Permission) -> &'static str {
        self.both(permission).1
    }

    fn both(&self, permission: Permission) -> (&'static str, &'static str) {
        match permission {
            Permission::Catalogue => (self.catalogue, self.catalogue_more),
            Permission::Stock => (self.stock, self.stock_more),
            Permission::Promotions => (self.promotions, self.promotions_more),
            Permission::Orders => (self.orders, self.orders_more),
            Permission::Money => (self.money, self.money_more),
            Permission::Reviews => (self.reviews, self.reviews_more),
            Permission::Imports => (self.imports, self.imports_more),
            Permission::Reports => (self.reports, self.reports_more),
            Permission::Customers => (self.customers, self.customers_more),
            Permission::Blocks => (self.blocks, self.blocks_more),
            Permission::Audit => (self.audit, self.audit_more),
            Permission::Settings => (self.settings, self.settings_more),
        }
    }
}
