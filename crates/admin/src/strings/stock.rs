//! Stock: the list, the ledger, corrections, prices and stock in bulk.

use domain::MovementReason;

pages::strings! {
/// The words of the stock's pages.
pub(crate) struct StockTexts;
texts {
    title: "Stock", "স্টক";
    search: "SKU, barcode or title", "এসকেইউ, বারকোড বা নাম";
    at_most: "Can be sold, at most", "বিক্রিযোগ্য সর্বোচ্চ";
    at_most_hint: "Empty for all.", "সব দেখতে খালি রাখুন।";
    low: "Running low", "ফুরিয়ে আসছে";
    all: "Everything", "সব";
    filter: "Filter", "বাছাই করুন";
    nothing: "Nothing is like that.", "এমন কিছু নেই।";
    sku: "SKU", "এসকেইউ";
    product: "Product", "পণ্য";
    on_hand: "In the house", "গুদামে";
    reserved: "Promised", "কথা দেওয়া";
    available: "Can be sold", "বিক্রিযোগ্য";
    barcode: "Barcode", "বারকোড";
    edit_product: "Edit the product", "পণ্য সম্পাদনা";

    // --- one SKU
    adjust: "Correct the stock", "স্টক ঠিক করুন";
    how: "How", "কীভাবে";
    change_by: "Add or take away", "যোগ বা বিয়োগ";
    change_to: "Counted: there are", "গুনে পাওয়া গেছে";
    units: "Units", "সংখ্যা";
    units_hint: "A minus takes away: -2", "বিয়োগ করতে মাইনাস দিন: -২";
    reason: "Reason", "কারণ";
    reason_hint: "3 to 200 characters; it stays in the ledger.", "৩ থেকে ২০০ অক্ষর; খতিয়ানে থেকে যাবে।";
    ledger: "Ledger", "খতিয়ান";
    when: "When", "কখন";
    change: "Change", "পরিবর্তন";
    promised_change: "Promised", "কথা দেওয়া";
    why: "Why", "কেন";
    who: "Who", "কে";
    reference: "Reference", "সূত্র";
    note: "Note", "মন্তব্য";
    nothing_moved: "Nothing has moved yet.", "এখনও কিছু নড়েনি।";
    units_format: "A whole number, such as 12 or -2.", "একটি পূর্ণ সংখ্যা, যেমন ১২ বা -২।";
    insufficient: "That many can't be taken away: they are not there, or promised to orders.", "এতগুলো বাদ দেওয়া যাবে না: নেই, অথবা অর্ডারে কথা দেওয়া।";
    done_adjusted: "The stock was corrected.", "স্টক ঠিক করা হয়েছে।";

    // --- why stock moved
    opening: "Opening stock", "শুরুর স্টক";
    order_placed: "Ordered", "অর্ডার হয়েছে";
    order_cancelled: "Order cancelled", "অর্ডার বাতিল";
    order_shipped: "Shipped", "পাঠানো হয়েছে";
    order_returned: "Returned", "ফেরত এসেছে";
    adjustment: "Corrected by hand", "হাতে ঠিক করা";
    import: "Import", "ইমপোর্ট";
    hold_taken: "Held for a checkout", "চেকআউটের জন্য রাখা";
    hold_released: "Checkout ended", "চেকআউট শেষ";
    hold_consumed: "Checkout became an order", "চেকআউট থেকে অর্ডার";

    // --- in bulk
    bulk_title: "Prices and stock in bulk", "একসঙ্গে দাম ও স্টক";
    bulk_lead: "Change as many rows as you like and save once. Each row gets its own answer.", "যত সারি দরকার বদলান, একবারে সংরক্ষণ করুন। প্রতিটি সারির ফল আলাদা।";
    brand: "Brand", "ব্র্যান্ড";
    category: "Category", "ক্যাটাগরি";
    any: "Any", "যেকোনো";
    status: "Status", "অবস্থা";
    price: "Price", "দাম";
    compare_at: "Price before", "আগের দাম";
    counted: "Counted", "গোনা";
    pick: "Selected", "বাছাই";
    result: "Result", "ফল";
    save: "Save all rows", "সব সারি সংরক্ষণ করুন";
    change_prices: "Change the prices of selected rows", "বাছাই করা সারির দাম বদলান";
    amount: "By how much", "কত";
    percent: "per cent", "শতাংশ";
    taka: "taka", "টাকা";
    direction_up: "Raise", "বাড়ান";
    direction_down: "Lower", "কমান";
    round: "Round to", "কাছাকাছি অঙ্ক";
    keep_before: "Keep today's price as the price before", "আজকের দাম আগের দাম হিসেবে রাখুন";
    work_out: "Work out", "হিসাব করুন";
    worked_out: "The new prices stand in the rows. Nothing is saved yet.", "নতুন দাম সারিতে বসানো হয়েছে। এখনও কিছু সংরক্ষণ হয়নি।";
    nothing_picked: "No row is selected, or the amount is not a number.", "কোনো সারি বাছাই হয়নি, অথবা পরিমাণটি সংখ্যা নয়।";
    row_saved: "Saved", "সংরক্ষিত";
    row_stale: "Changed by somebody else meanwhile; look at it again", "ইতিমধ্যে অন্য কেউ বদলেছেন; আবার দেখুন";
    row_unknown: "No longer there", "আর নেই";
    row_invalid: "The price is not valid", "দামটি ঠিক নয়";
    row_stock: "The stock can't be that", "স্টক এমন হতে পারে না";
    row_reason: "Stock changes need a reason of 3 to 200 characters", "স্টক বদলাতে ৩ থেকে ২০০ অক্ষরের কারণ লাগবে";
    row_number: "A price or count is not a number", "দাম বা সংখ্যাটি ঠিক নয়";
    row_failed: "Not saved; please try again", "সংরক্ষণ হয়নি; আবার চেষ্টা করুন";
}
phrases {
    of_sku(sku): "Stock of {sku}", "{sku}: স্টক";
    row_moved(units): "The stock moved meanwhile: {units} now", "ইতিমধ্যে স্টক নড়েছে: এখন {units}";
    price_of(sku): "Price of {sku}", "{sku}: দাম";
    before_of(sku): "Price before of {sku}", "{sku}: আগের দাম";
    count_of(sku): "Count of {sku}", "{sku}: গোনা সংখ্যা";
    pick_of(sku): "Select {sku}", "{sku} বাছাই করুন";
}
counts {
    variants(n): "{n} variant", "{n} variants", "{n}টি ভ্যারিয়েন্ট";
    movements(n): "{n} movement", "{n} movements", "{n}টি নড়াচড়া";
    saved(n): "{n} row was saved.", "{n} rows were saved.", "{n}টি সারি সংরক্ষণ হয়েছে।";
    refused(n): "{n} row was not saved; see why beside it.", "{n} rows were not saved; see why beside them.", "{n}টি সারি সংরক্ষণ হয়নি; পাশে কারণ দেখুন।";
}
}

impl StockTexts {
    /// Why stock moved.
    pub(crate) fn reason_name(&self, reason: MovementReason) -> &'static str {
        match reason {
            MovementReason::Opening => self.opening,
            MovementReason::OrderPlaced => self.order_placed,
            MovementReason::OrderCancelled => self.order_cancelled,
            MovementReason::OrderShipped => self.order_shipped,
            MovementReason::OrderReturned => self.order_returned,
            MovementReason::Adjustment => self.adjustment,
            MovementReason::Import => self.import,
            MovementReason::HoldTaken => self.hold_taken,
            MovementReason::HoldReleased => self.hold_released,
            MovementReason::HoldConsumed => self.hold_consumed,
        }
    }
}
