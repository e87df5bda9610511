//! The first page.

pages::strings! {
/// The words of the dashboard.
pub(crate) struct DashboardTexts;
texts {
    title: "Dashboard", "ড্যাশবোর্ড";
    today: "Today", "আজ";
    orders: "Orders", "অর্ডার";
    revenue: "Revenue", "বিক্রি";
    conversion: "Carts that became orders", "অর্ডারে পরিণত ঝুড়ি";
    nothing_open: "Your role opens no figures. What it does open is in the menu.", "আপনার ভূমিকায় কোনো হিসাব দেখা যায় না। যা খোলা আছে তা মেনুতে।";
    nothing_waits: "Nothing waits here.", "এখানে কিছু অপেক্ষায় নেই।";
    number: "Number", "নম্বর";
    customer: "Customer", "ক্রেতা";
    total: "Total", "সর্বমোট";
    placed: "Placed", "অর্ডারের সময়";
    sold_out: "Sold out", "শেষ";
    nothing_low: "Everything is well stocked.", "সব পণ্যের স্টক ভালো আছে।";
    refusals: "Orders refused", "যেসব অর্ডার নেওয়া যায়নি";
    nothing_refused: "No order was refused.", "কোনো অর্ডার ফেরানো হয়নি।";
    reason: "Reason", "কারণ";
    last_week_whole: "The same day last week", "গত সপ্তাহের একই দিন";
    fortnight: "Orders in the last 14 days", "গত ১৪ দিনের অর্ডার";
    chart_about: "A bar for each day, today at the right. The same numbers stand in the table below.", "প্রতিদিনের জন্য একটি দাগ, আজ ডান দিকে। একই সংখ্যা নিচের ছকে আছে।";
    as_table: "As a table", "ছক আকারে";
    day: "Day", "দিন";
    as_of: "As of", "হিসাবের সময়";
    refused_out_of_stock: "Not enough stock", "যথেষ্ট স্টক ছিল না";
    refused_sale_limit: "More than a sale gives one customer", "অফারে একজনের ভাগের চেয়ে বেশি";
    refused_price_changed: "The price had changed", "দাম বদলে গিয়েছিল";
    refused_in_progress: "Sent twice at the same time", "একই সময়ে দুবার পাঠানো";
    refused_key_reused: "The form was used before", "ফর্মটি আগে ব্যবহার হয়েছিল";
    refused_cart_not_found: "The cart was gone", "ঝুড়িটি আর ছিল না";
    refused_cart_empty: "The cart was empty", "ঝুড়ি খালি ছিল";
    refused_cart_ordered: "The cart had been ordered", "ঝুড়িটি আগেই অর্ডার হয়েছিল";
    refused_busy: "Too many at once", "একসঙ্গে অনেক অর্ডার";
}
phrases {
    last_week_by_now(figure): "{figure} last week by this time", "গত সপ্তাহে এই সময় পর্যন্ত {figure}";
}
counts {
    to_confirm(n): "{n} order to confirm", "{n} orders to confirm", "{n}টি অর্ডার নিশ্চিত করতে হবে";
    to_pack(n): "{n} order to pack", "{n} orders to pack", "{n}টি অর্ডার প্যাকেট করতে হবে";
    low_stock(n): "{n} product low in stock", "{n} products low in stock", "{n}টি পণ্যের স্টক কম";
    units(n): "{n} left", "{n} left", "{n}টি আছে";
}
}

impl DashboardTexts {
    /// Why an order was refused; the code itself for one that has no words here.
    pub(crate) fn refusal<'a>(&self, code: &'a str) -> &'a str {
        match code {
            "out_of_stock" => self.refused_out_of_stock,
            "sale_limit" => self.refused_sale_limit,
            "price_changed" => self.refused_price_changed,
            "in_progress" => self.refused_in_progress,
            "idempotency_key_reused" => self.refused_key_reused,
            "cart_not_found" => self.refused_cart_not_found,
            "cart_empty" => self.refused_cart_empty,
            "cart_ordered" => self.refused_cart_ordered,
            "busy" => self.refused_busy,
            other => other,
        }
    }
}
