//! Orders, their moves and their papers.

use domain::{
    FieldError, OrderMove, OrderStatus, PaymentMove, PaymentStatus, RefundChannel, SerialRule,
};
use pages::fields::FieldWords;

use super::Common;

pages::strings! {
/// The words of the orders' pages.
pub(crate) struct OrderTexts;
texts {
    // --- list
    title: "Orders", "অর্ডার";
    search: "Number, phone, name, tracking number or IMEI", "নম্বর, ফোন, নাম, ট্র্যাকিং নম্বর বা IMEI";
    status: "Status", "অবস্থা";
    payment: "Payment", "পেমেন্ট";
    any: "All", "সব";
    from: "From", "থেকে";
    until: "Until", "পর্যন্ত";
    filter: "Search", "খুঁজুন";
    reset: "Clear", "মুছুন";
    number: "Order", "অর্ডার";
    placed: "Placed", "সময়";
    customer: "Customer", "ক্রেতা";
    total: "Total", "মোট";
    units: "Units", "পরিমাণ";
    select: "Select", "বাছাই";
    confirm_selected: "Confirm selected", "বাছাই করা অর্ডার নিশ্চিত করুন";
    nothing: "No orders match", "কোনো অর্ডার মেলেনি";
    nothing_more: "Try fewer filters, or another spelling.", "কম ফিল্টার বা অন্য বানানে চেষ্টা করুন।";
    to_pack: "To pack", "প্যাক করতে হবে";
    to_hand_over: "To hand over", "কুরিয়ারে দিতে হবে";
    done_confirmed: "The orders were confirmed.", "অর্ডারগুলো নিশ্চিত হয়েছে।";
    done_some: "Some orders could not be confirmed: somebody had moved them already.", "কিছু অর্ডার নিশ্চিত করা যায়নি: কেউ আগেই সেগুলো বদলেছেন।";
    done_none: "No order was selected.", "কোনো অর্ডার বাছাই করা হয়নি।";
    done_moved: "The order was moved.", "অর্ডার এগিয়ে নেওয়া হয়েছে।";
    done_remitted: "The payout was recorded.", "কুরিয়ারের টাকা জমা হয়েছে।";
    done_refunded: "The refund was recorded, and the customer is told.", "টাকা ফেরত লেখা হয়েছে; ক্রেতাকে জানানো হচ্ছে।";
    done_noted: "The note was added.", "নোট যোগ হয়েছে।";

    // --- detail
    back: "All orders", "সব অর্ডার";
    timeline: "Timeline", "কী কী হয়েছে";
    lines: "Items", "পণ্য";
    item: "Item", "পণ্য";
    unit_price: "Unit price", "একক মূল্য";
    quantity: "Quantity", "পরিমাণ";
    amount: "Amount", "মূল্য";
    subtotal: "Subtotal", "পণ্যের মূল্য";
    delivery_charge: "Delivery", "ডেলিভারি";
    discount: "Discount", "ছাড়";
    phone: "Phone", "ফোন";
    email: "E-mail", "ই-মেইল";
    address: "Address", "ঠিকানা";
    delivery: "Delivery", "ডেলিভারি";
    courier: "Courier", "কুরিয়ার";
    courier_hint: "Pathao, Steadfast, RedX …", "পাঠাও, স্টেডফাস্ট, রেডএক্স …";
    tracking: "Tracking number", "ট্র্যাকিং নম্বর";
    handed_over: "Handed over", "কুরিয়ারে দেওয়া হয়েছে";
    money: "Money", "টাকা";
    received: "Received", "পাওয়া গেছে";
    charge: "Courier's charge", "কুরিয়ারের চার্জ";
    charge_hint: "In taka, as on the courier's statement.", "কুরিয়ারের হিসাব অনুযায়ী, টাকায়।";
    reference: "Reference", "রেফারেন্স";
    reference_hint: "The transaction's number; not needed for cash.", "লেনদেনের নম্বর; নগদের জন্য দরকার নেই।";
    refund: "Refund", "টাকা ফেরত";
    refund_amount: "Amount given back", "ফেরতের পরিমাণ";
    channel: "Channel", "মাধ্যম";
    notes: "Internal notes", "অভ্যন্তরীণ নোট";
    notes_lead: "Only staff see these.", "এগুলো শুধু কর্মীরা দেখেন।";
    note: "Note", "নোট";
    note_hint: "Only staff see it.", "শুধু কর্মীরা দেখেন।";
    add_note: "Add the note", "নোট যোগ করুন";
    next_step: "Next step", "পরের ধাপ";
    finished: "Nothing more can happen to this order.", "এই অর্ডারে আর কিছু করার নেই।";
    serials_lead: "Scan one number for each unit.", "প্রতিটি পণ্যের জন্য একটি করে নম্বর স্ক্যান করুন।";
    invoice: "Invoice", "চালানপত্র";
    packing_slip: "Packing slip", "প্যাকিং স্লিপ";
    history_by_customer: "customer", "ক্রেতা";
    system: "the shop", "দোকান";

    // --- moves
    confirm: "Confirm", "নিশ্চিত করুন";
    pack: "Pack", "প্যাক করুন";
    ship: "Hand to courier", "কুরিয়ারে দিন";
    deliver: "Delivered, cash collected", "পৌঁছেছে, টাকা নেওয়া হয়েছে";
    cancel: "Cancel the order", "অর্ডার বাতিল করুন";
    return_it: "Returned", "ফেরত এসেছে";
    remit: "Record the courier's payout", "কুরিয়ারের টাকা জমা লিখুন";
    refund_it: "Record the refund", "টাকা ফেরত লিখুন";
    cancel_question: "The units go back on the shelf and the customer is told.", "পণ্য আবার স্টকে যাবে এবং ক্রেতাকে জানানো হবে।";
    cancel_now: "Cancel it now", "এখনই বাতিল করুন";
    return_question: "The units go back on the shelf. What was paid becomes a refund that is due.", "পণ্য আবার স্টকে যাবে। টাকা নেওয়া হয়ে থাকলে তা ফেরত দিতে হবে।";
    return_now: "They are back", "ফেরত এসেছে";

    // --- what an order and its payment are called
    pending: "New", "নতুন";
    confirmed: "Confirmed", "নিশ্চিত";
    packed: "Packed", "প্যাক করা";
    shipped: "With the courier", "কুরিয়ারের কাছে";
    delivered: "Delivered", "পৌঁছেছে";
    cancelled: "Cancelled", "বাতিল";
    returned: "Returned", "ফেরত";
    payment_due: "Due", "বাকি";
    payment_with_courier: "To be collected", "কুরিয়ার নেবে";
    payment_collected: "Collected by courier", "কুরিয়ার নিয়েছে";
    payment_remitted: "Received", "জমা হয়েছে";
    payment_void: "Void", "প্রযোজ্য নয়";
    payment_refund_due: "Refund due", "ফেরত দিতে হবে";
    payment_refunded: "Refunded", "ফেরত দেওয়া হয়েছে";
    cash: "Cash", "নগদ";
    bkash: "bKash", "বিকাশ";
    nagad: "Nagad", "নগদ (মোবাইল)";
    rocket: "Rocket", "রকেট";
    bank: "Bank transfer", "ব্যাংক ট্রান্সফার";
    imei: "IMEI", "আইএমইআই (IMEI)";
    serial_number: "Serial number", "সিরিয়াল নম্বর";

    // --- what was wrong
    stale: "Somebody moved this order while you were looking at it. This is where it stands now.", "আপনি দেখার সময় কেউ অর্ডারটি বদলেছেন। এখন এটি এই অবস্থায় আছে।";
    illegal: "That can't be done with the order where it stands now.", "অর্ডারটি এখন যে অবস্থায় আছে তাতে এটি করা যায় না।";
    serial_missing: "A number is needed for each unit.", "প্রতিটি পণ্যের জন্য একটি নম্বর দরকার।";
    serial_format: "This is not a valid number. An IMEI has 15 digits; check for a wrong one.", "নম্বরটি ঠিক নয়। IMEI ১৫ সংখ্যার হয়; কোনোটি ভুল কি না দেখুন।";
    serial_taken: "This number is twice here, or went out with another order.", "এই নম্বর দুবার আছে, বা অন্য অর্ডারের সঙ্গে গেছে।";
    courier_required: "Please write who carries the parcel.", "কে পার্সেল নিয়ে যাচ্ছে লিখুন।";
    reference_required: "The transaction's number is needed for this channel.", "এই মাধ্যমের জন্য লেনদেনের নম্বর দরকার।";
    amount_range: "More than nothing, and at most what was collected.", "শূন্যের বেশি, এবং যা নেওয়া হয়েছে তার বেশি নয়।";
    charge_range: "At most what was collected.", "যা নেওয়া হয়েছে তার বেশি নয়।";
    amount_format: "An amount in taka, such as 1250 or 1250.50.", "টাকার পরিমাণ, যেমন ১২৫০ বা ১২৫০.৫০।";

    // --- papers
    print: "Print", "প্রিন্ট করুন";
    print_hint: "Print with Ctrl+P; A4.", "ব্রাউজারের প্রিন্ট থেকে এ৪ কাগজে ছাপুন।";
    tax_invoice: "Tax invoice (Mushak-6.3)", "কর চালানপত্র (মূসক-৬.৩)";
    government: "Government of the People's Republic of Bangladesh, National Board of Revenue", "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার, জাতীয় রাজস্ব বোর্ড";
    seller: "Registered person (seller)", "নিবন্ধিত ব্যক্তি (বিক্রেতা)";
    seller_address: "Address of issue", "চালানপত্র ইস্যুর ঠিকানা";
    bin: "BIN", "বিআইএন";
    buyer: "Buyer", "ক্রেতা";
    destination: "Destination", "সরবরাহের গন্তব্যস্থল";
    invoice_number: "Invoice number", "চালানপত্র নম্বর";
    issued: "Issued", "ইস্যুর তারিখ ও সময়";
    serial: "No.", "ক্রমিক";
    description: "Description", "পণ্য বা সেবার বর্ণনা";
    unit: "Unit", "একক";
    piece: "piece", "পিস";
    service: "service", "সেবা";
    price_before_vat: "Unit price without VAT", "একক মূল্য (ভ্যাট ছাড়া)";
    total_before_vat: "Total without VAT", "মোট মূল্য (ভ্যাট ছাড়া)";
    vat_rate: "VAT rate", "ভ্যাটের হার";
    vat: "VAT", "ভ্যাট";
    total_with_vat: "Total with VAT", "মোট মূল্য (ভ্যাটসহ)";
    to_pay: "To pay on delivery", "ডেলিভারির সময় পরিশোধযোগ্য";
    signature: "Signature and seal", "স্বাক্ষর ও সিল";
    no_seller: "Seller's name, address and BIN are not set: see DHAKACART_SELLER_NAME, DHAKACART_SELLER_ADDRESS and DHAKACART_SELLER_BIN in docs/settings.md.", "বিক্রেতার নাম, ঠিকানা ও বিআইএন দেওয়া নেই: সেটিংসে DHAKACART_SELLER_NAME, DHAKACART_SELLER_ADDRESS ও DHAKACART_SELLER_BIN দিন।";
    nothing_waits: "Nothing is waiting.", "কিছুই অপেক্ষায় নেই।";
    picked: "Picked", "নেওয়া হয়েছে";
    courier_signature: "Received by the courier", "কুরিয়ারের স্বাক্ষর";
}
phrases {
    order(number): "Order {number}", "অর্ডার {number}";
    select_order(number): "Select order {number}", "অর্ডার {number} বাছাই করুন";
    refund_by(day): "Refund by {day}", "{day} এর মধ্যে ফেরত দিন";
    by(who): "by {who}", "{who} করেছেন";
    unit_of(kind, unit): "{kind}, unit {unit}", "{kind}, {unit} নং";
    percent(rate): "{rate}%", "{rate}%";
}
counts {
    orders(n): "{n} order", "{n} orders", "{n}টি অর্ডার";
    waiting(n): "{n} waiting", "{n} waiting", "{n}টি অপেক্ষায়";
}
}

impl OrderTexts {
    /// Where an order is.
    pub(crate) fn order_status(&self, status: OrderStatus) -> &'static str {
        match status {
            OrderStatus::Pending => self.pending,
            OrderStatus::Confirmed => self.confirmed,
            OrderStatus::Packed => self.packed,
            OrderStatus::Shipped => self.shipped,
            OrderStatus::Delivered => self.delivered,
            OrderStatus::Cancelled => self.cancelled,
            OrderStatus::Returned => self.returned,
        }
    }

    /// Where its payment is.
    pub(crate) fn payment_status(&self, status: PaymentStatus) -> &'static str {
        match status {
            PaymentStatus::Due => self.payment_due,
            PaymentStatus::WithCourier => self.payment_with_courier,
            PaymentStatus::Collected => self.payment_collected,
            PaymentStatus::Remitted => self.payment_remitted,
            PaymentStatus::Void => self.payment_void,
            PaymentStatus::RefundDue => self.payment_refund_due,
            PaymentStatus::Refunded => self.payment_refunded,
        }
    }

    /// What the button of a move says.
    pub(crate) fn order_move(&self, m: OrderMove) -> &'static str {
        match m {
            OrderMove::Confirm => self.confirm,
            OrderMove::Pack => self.pack,
            OrderMove::Ship => self.ship,
            OrderMove::Deliver => self.deliver,
            OrderMove::Cancel => self.cancel,
            OrderMove::Return => self.return_it,
        }
    }

    /// What the button of a payment's move says.
    pub(crate) fn payment_move(&self, m: PaymentMove) -> &'static str {
        match m {
            PaymentMove::Remit => self.remit,
            PaymentMove::Refund => self.refund_it,
        }
    }

    /// The way a refund goes.
    pub(crate) fn refund_channel(&self, channel: RefundChannel) -> &'static str {
        match channel {
            RefundChannel::Cash => self.cash,
            RefundChannel::Bkash => self.bkash,
            RefundChannel::Nagad => self.nagad,
            RefundChannel::Rocket => self.rocket,
            RefundChannel::Bank => self.bank,
        }
    }

    /// What the number of a unit is called; empty if it has none.
    pub(crate) fn serial_rule(&self, rule: SerialRule) -> &'static str {
        match rule {
            SerialRule::None => "",
            SerialRule::Imei => self.imei,
            SerialRule::Serial => self.serial_number,
        }
    }
}

impl FieldWords for OrderTexts {
    fn field_label<'a>(&self, field: &'a str) -> &'a str {
        match field {
            "courier" => self.courier,
            "tracking" => self.tracking,
            "charge" => self.charge,
            "amount" => self.refund_amount,
            "reference" | "statement" => self.reference,
            "channel" => self.channel,
            "note" | "text" => self.note,
            other if other.starts_with("serial") => self.serial_number,
            other => other,
        }
    }

    fn field_message(&self, field: &str, code: &str) -> &'static str {
        match (field, code) {
            ("courier", FieldError::REQUIRED) => self.courier_required,
            ("reference", FieldError::REQUIRED) => self.reference_required,
            ("amount", FieldError::RANGE) => self.amount_range,
            ("charge", FieldError::RANGE) => self.charge_range,
            ("amount" | "charge", FieldError::FORMAT) => self.amount_format,
            (serial, FieldError::REQUIRED) if serial.starts_with("serial") => self.serial_missing,
            (serial, FieldError::FORMAT) if serial.starts_with("serial") => self.serial_format,
            (serial, FieldError::DUPLICATE) if serial.starts_with("serial") => self.serial_taken,
            (_, code) => Common::of(self.lang).field_code(code),
        }
    }
}
