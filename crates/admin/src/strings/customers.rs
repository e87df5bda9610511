//! Customers: the list, and one with their orders.

pages::strings! {
/// The words of the customers' pages.
pub(crate) struct CustomerTexts;
texts {
    title: "Customers", "ক্রেতা";
    lead: "Who has an account. Guests order without one; find them by their phone among the orders.", "যাঁদের অ্যাকাউন্ট আছে। অতিথিরা অ্যাকাউন্ট ছাড়াই অর্ডার করেন; ফোন নম্বর দিয়ে অর্ডারের তালিকায় তাঁদের খুঁজুন।";
    search: "Username, phone or e-mail", "ইউজারনেম, ফোন বা ইমেইল";
    filter: "Search", "খুঁজুন";
    all: "Everybody", "সবাই";
    nothing: "No customer is like that.", "এমন কোনো ক্রেতা নেই।";
    back: "All customers", "সব ক্রেতা";
    username: "Username", "ইউজারনেম";
    phone: "Phone", "ফোন";
    email: "E-mail", "ইমেইল";
    joined: "Joined", "যোগ দিয়েছেন";
    access: "Access", "প্রবেশ";
    open: "Open", "খোলা";
    locked: "Switched off", "বন্ধ";
    none: "None", "নেই";
    account: "Account", "অ্যাকাউন্ট";
    history: "What staff changed about it", "কর্মীরা যা বদলেছেন";
    disable: "Switch off", "বন্ধ করুন";
    disable_confirm: "Switch off now", "এখনই বন্ধ করুন";
    enable: "Switch on again", "আবার চালু করুন";
    done_disabled: "The account was switched off and is logged out everywhere.", "অ্যাকাউন্ট বন্ধ করা হয়েছে এবং সব জায়গা থেকে লগ আউট হয়েছে।";
    done_enabled: "The account was switched on again.", "অ্যাকাউন্ট আবার চালু করা হয়েছে।";
    orders_title: "Orders", "অর্ডার";
    no_orders: "They have not ordered anything yet.", "এখনও কোনো অর্ডার করেননি।";
    number: "Number", "নম্বর";
    placed: "Placed", "কবে";
    status: "Status", "অবস্থা";
    payment: "Payment", "পেমেন্ট";
    units: "Units", "সংখ্যা";
    total: "Total", "মোট";
}
phrases {
    disable_question(username): "{username} is logged out everywhere at once and can't log in until the account is switched on again. Their orders go on.", "{username} সঙ্গে সঙ্গে সব জায়গা থেকে লগ আউট হবেন এবং অ্যাকাউন্ট আবার চালু না করা পর্যন্ত লগ ইন করতে পারবেন না। তাঁর অর্ডার চলতে থাকবে।";
}
counts {
    customers(n): "{n} customer", "{n} customers", "{n} জন ক্রেতা";
    orders(n): "{n} order", "{n} orders", "{n}টি অর্ডার";
}
}
