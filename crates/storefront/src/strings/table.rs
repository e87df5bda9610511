//! The table: every text, English and Bangla side by side, grouped by page.
//!
//! Bangla addresses the shopper as আপনি and writes numbers with ০–৯. A text with values goes to
//! `phrases`, one with a number that English counts (one, many) to `counts`.

pages::strings! {
/// The texts of one language.
pub(crate) struct Strings;
texts {
    // --- on every page
    shop_name: "DhakaCart", "ঢাকাকার্ট";
    tagline: "Electronics for every home in Bangladesh", "দেশের প্রতিটি ঘরের জন্য ইলেকট্রনিক্স";
    skip_to_content: "Skip to the content", "মূল অংশে যান";
    search_label: "Search the shop", "দোকানে খুঁজুন";
    search_placeholder: "Phone, fan, brand or model", "ফোন, ফ্যান, ব্র্যান্ড বা মডেল";
    search: "Search", "খুঁজুন";
    cart: "Cart", "ঝুড়ি";
    account: "Account", "অ্যাকাউন্ট";
    categories: "Categories", "ক্যাটাগরি";
    home: "Home", "হোম";
    breadcrumb: "You are here", "আপনি এখানে আছেন";
    main_links: "Cart and account", "ঝুড়ি ও অ্যাকাউন্ট";
    see_all: "See all", "সব দেখুন";
    footer_delivery: "Delivery to all 64 districts", "৬৪ জেলাতেই ডেলিভারি";
    footer_cash: "Cash on delivery", "ক্যাশ অন ডেলিভারি";
    footer_vat: "Every price includes VAT", "সব দামে ভ্যাট ধরা আছে";
    yes: "Yes", "হ্যাঁ";
    no: "No", "না";

    help: "Help", "সহায়তা";
    the_shop: "The shop", "দোকান";
    read_also: "Read also", "আরও পড়ুন";
    search_else: "Search for something else", "অন্য কিছু খুঁজুন";
    call_us: "Or call us:", "অথবা ফোন করুন:";
    suggestions: "Suggestions", "খোঁজার পরামর্শ";
    recently_seen: "Recently seen", "সম্প্রতি দেখেছেন";

    // --- pages about the shop
    about_link: "About us", "আমাদের কথা";
    contact_link: "Contact", "যোগাযোগ";
    returns_link: "Returns and refunds", "ফেরত ও টাকা ফেরত";
    terms_link: "Terms", "শর্তাবলি";
    privacy_link: "Privacy", "গোপনীয়তা";
    contact_phone: "Telephone", "ফোন";
    contact_address: "Address", "ঠিকানা";
    registration: "Registration", "নিবন্ধন";
    returns_short: "Something wrong with it? Tell us within 7 days", "পণ্যে সমস্যা? ৭ দিনের মধ্যে জানান";

    // --- comparing
    compare: "Compare", "তুলনা করুন";
    compare_title: "Compare products", "পণ্যের তুলনা";
    compare_hint: "Tick up to four products", "সর্বোচ্চ চারটি পণ্যে টিক দিন";
    compare_similar: "Compare with similar ones", "একই ধরনের পণ্যের সঙ্গে তুলনা";
    compare_empty: "Nothing to compare yet", "তুলনা করার মতো কিছু নেই";
    compare_empty_hint: "Tick products in a list, or open one and compare it with similar ones.", "তালিকায় পণ্যে টিক দিন, অথবা কোনো পণ্য খুলে একই ধরনের পণ্যের সঙ্গে তুলনা করুন।";
    compare_most: "Four products fit side by side. These are the first four.", "পাশাপাশি চারটি পণ্য রাখা যায়। প্রথম চারটি দেখানো হলো।";
    compare_add: "Add one more", "আরও একটি যোগ করুন";
    availability: "Availability", "স্টক";
    not_stated: "Not stated", "উল্লেখ নেই";

    // --- following an order
    track_title: "Track an order", "অর্ডার খুঁজুন";
    track_lead: "With the order number and the mobile number you ordered with.", "অর্ডার নম্বর আর যে মোবাইল নম্বর দিয়ে অর্ডার করেছিলেন তা দিন।";
    track_button: "Show the order", "অর্ডার দেখুন";
    track_number_hint: "It stands in the message we sent you.", "আমাদের পাঠানো বার্তায় নম্বরটি আছে।";
    track_phone_hint: "The one you gave for the delivery.", "ডেলিভারির জন্য যেটি দিয়েছিলেন।";
    track_not_found: "There is no order with this number and this mobile number. Please check both.", "এই অর্ডার নম্বর ও মোবাইল নম্বরে কোনো অর্ডার নেই। অনুগ্রহ করে দুটিই মিলিয়ে দেখুন।";
    order_number_required: "Please write the order number.", "অনুগ্রহ করে অর্ডার নম্বর লিখুন।";
    order_number_format: "This is not an order number of ours. Please check it.", "এটি আমাদের অর্ডার নম্বর নয়। অনুগ্রহ করে মিলিয়ে দেখুন।";

    // --- home
    home_title: "DhakaCart: electronics delivered across Bangladesh", "ঢাকাকার্ট: সারা দেশে ইলেকট্রনিক্স ডেলিভারি";
    home_description: "Phones, fans, fridges and everything electric, delivered to all 64 districts. Pay in cash when it arrives.", "ফোন, ফ্যান, ফ্রিজসহ সব ইলেকট্রনিক্স পৌঁছে যাবে ৬৪ জেলায়। পণ্য হাতে পেয়ে দাম দিন।";
    home_heading: "Good electronics at honest prices", "ভালো ইলেকট্রনিক্স, ন্যায্য দাম";
    home_lead: "Choose at your ease, order in a few minutes and pay in cash when the parcel is in your hands.", "ধীরেসুস্থে বেছে নিন, কয়েক মিনিটে অর্ডার করুন, পণ্য হাতে পেয়ে নগদে দাম দিন।";
    start_shopping: "See all products", "সব পণ্য দেখুন";
    our_promises: "What you can count on", "যা নিশ্চিত থাকছে";
    promise_cash: "Pay when it arrives", "পণ্য হাতে পেয়ে দাম দিন";
    promise_cash_more: "Cash on delivery, no card and no advance.", "ক্যাশ অন ডেলিভারি; কার্ড বা অগ্রিম লাগবে না।";
    promise_delivery: "Delivered to your door", "আপনার দরজায় ডেলিভারি";
    promise_delivery_more: "All 64 districts; you see the charge before you order.", "৬৪ জেলাতেই; অর্ডারের আগেই চার্জ জানতে পারবেন।";
    promise_price: "The price is the price", "দেখানো দামই আসল দাম";
    promise_price_more: "VAT is included, nothing is added later.", "ভ্যাট ধরা আছে, পরে কিছু যোগ হবে না।";
    shop_by_category: "Shop by category", "ক্যাটাগরি ধরে দেখুন";
    best_sellers: "Best sellers", "সবচেয়ে বেশি বিক্রীত";
    new_arrivals: "New arrivals", "নতুন এসেছে";
    ready_to_send: "In stock, ready to send", "স্টকে আছে, এখনই পাঠানো যাবে";
    shelves_empty: "The shelves are being filled", "দোকান সাজানো হচ্ছে";
    shelves_empty_more: "There is nothing to buy yet. Please look in again soon.", "এখনও কেনার মতো পণ্য নেই। অনুগ্রহ করে কিছুক্ষণ পরে আবার আসুন।";

    // --- product cards, category and search
    price: "Price", "দাম";
    before_price: "Price before", "আগের দাম";
    in_stock: "In stock", "স্টকে আছে";
    out_of_stock: "Out of stock", "স্টকে নেই";
    all_products: "All products", "সব পণ্য";
    filters: "Filter", "বাছাই";
    apply_filters: "Apply", "বাছাই করুন";
    clear_filters: "Clear all", "সব বাছাই মুছুন";
    active_filters: "Filters in use", "চালু বাছাই";
    brand: "Brand", "ব্র্যান্ড";
    price_range: "Price range", "দামের সীমা";
    price_from: "From (৳)", "সর্বনিম্ন (৳)";
    price_to: "To (৳)", "সর্বোচ্চ (৳)";
    price_hint: "Please write an amount in taka, for example 5000.", "অনুগ্রহ করে টাকার অঙ্ক লিখুন, যেমন ৫০০০।";
    in_stock_only: "Only what is in stock", "শুধু যা স্টকে আছে";
    sort_by: "Sort by", "যেভাবে সাজাবেন";
    sort_relevance: "Best match", "সবচেয়ে মিল";
    sort_usual: "Recommended", "আমাদের পরামর্শ";
    sort_best_selling: "Best selling", "বেশি বিক্রীত আগে";
    sort_price_asc: "Price, low to high", "কম দাম আগে";
    sort_price_desc: "Price, high to low", "বেশি দাম আগে";
    sort_newest: "Newest", "নতুন আগে";
    nothing_found: "Nothing found", "কিছু পাওয়া যায়নি";
    nothing_found_hint: "Try fewer words or another spelling, or look into one of these categories.", "কম শব্দে বা অন্য বানানে খুঁজে দেখুন, অথবা নিচের কোনো ক্যাটাগরিতে দেখুন।";
    nothing_fits: "No product fits all the filters", "সব শর্ত মেলে এমন পণ্য নেই";
    nothing_fits_hint: "Take one of the filters away, or clear them all.", "কোনো একটি শর্ত বাদ দিন, অথবা সব বাছাই মুছুন।";
    pages: "Pages", "পৃষ্ঠা";
    previous_page: "Previous", "আগের পৃষ্ঠা";
    next_page: "Next", "পরের পৃষ্ঠা";

    // --- product
    choose_variant: "Choose one", "একটি বেছে নিন";
    quantity: "Quantity", "পরিমাণ";
    add_to_cart: "Add to cart", "ঝুড়িতে নিন";
    pictures: "Pictures", "ছবি";
    specifications: "Specifications", "বৈশিষ্ট্য";
    description: "Description", "বিবরণ";
    related_products: "You may also like", "এগুলোও দেখতে পারেন";
    model: "Model", "মডেল";
    sold_out_hint: "This product is out of stock at the moment. Please look at the ones below.", "পণ্যটি এই মুহূর্তে স্টকে নেই। নিচের পণ্যগুলো দেখতে পারেন।";
    delivery_charges: "Delivery charges", "ডেলিভারি চার্জ";
    delivery_and_time: "Delivery to your district", "আপনার জেলায় ডেলিভারি";
    delivery_time: "Time", "সময়";
    within_5_days: "within 5 days", "৫ দিনের মধ্যে";
    within_10_days: "within 10 days", "১০ দিনের মধ্যে";
    share_facebook: "Share on Facebook", "ফেসবুকে শেয়ার";
    share_whatsapp: "Share on WhatsApp", "হোয়াটসঅ্যাপে শেয়ার";
    zone_dhaka: "Dhaka", "ঢাকা";
    zone_suburbs: "Gazipur and Narayanganj", "গাজীপুর ও নারায়ণগঞ্জ";
    zone_outside: "Other districts", "অন্যান্য জেলা";
    vat_included_note: "VAT included", "ভ্যাটসহ";
    free: "Free", "বিনামূল্যে";

    // --- cart
    cart_title: "Your cart", "আপনার ঝুড়ি";
    cart_empty: "Your cart is empty", "আপনার ঝুড়ি খালি";
    cart_empty_hint: "Put something in and it will wait for you here.", "পছন্দের পণ্য ঝুড়িতে নিলে তা এখানে থাকবে।";
    continue_shopping: "Continue shopping", "আরও কেনাকাটা করুন";
    each: "each", "প্রতিটি";
    change: "Change", "বদলান";
    remove: "Remove", "বাদ দিন";
    sold_out_line: "Sold out. Please remove it to continue.", "শেষ হয়ে গেছে। এগোতে হলে এটি বাদ দিন।";
    summary: "Summary", "হিসাব";
    subtotal: "Products", "পণ্যের দাম";
    delivery: "Delivery", "ডেলিভারি";
    discount: "Discount", "ছাড়";
    total: "Total", "সর্বমোট";
    delivery_later: "Delivery is added at the next step, by district.", "জেলা অনুযায়ী ডেলিভারি চার্জ পরের ধাপে যোগ হবে।";
    to_checkout: "Continue to checkout", "অর্ডার করতে এগিয়ে যান";
    coupon: "Coupon", "কুপন";
    coupon_code: "Coupon code", "কুপন কোড";
    coupon_use: "Apply", "ব্যবহার করুন";
    coupon_free_delivery: "Free delivery", "ফ্রি ডেলিভারি";
    coupon_unknown: "There is no coupon with this code. Please check how it is written.", "এই কোডের কোনো কুপন নেই। কোডটি ঠিকমতো লেখা হয়েছে কি না দেখুন।";
    coupon_format: "A coupon code has 3 to 32 letters A to Z, digits and dashes.", "কুপন কোডে ৩ থেকে ৩২টি ইংরেজি অক্ষর, অঙ্ক বা হাইফেন থাকে।";
    sale_limit_refused: "The sale gives one customer fewer units than you want, or you have bought your share already. Nothing has been ordered. Please lower the quantity.", "অফারে একজন ক্রেতা এতগুলো পান না, অথবা আপনার ভাগেরটা আপনি আগেই কিনেছেন। কোনো অর্ডার হয়নি। অনুগ্রহ করে পরিমাণ কমান।";
    shortage: "Some of your products are no longer available in the quantity you chose. Nothing has been ordered. Please change the quantities marked below and continue.", "আপনার বেছে নেওয়া কিছু পণ্য এখন ততগুলো নেই। কোনো অর্ডার হয়নি। নিচে চিহ্নিত পরিমাণ বদলে আবার এগিয়ে যান।";
    add_unknown: "This product is no longer sold.", "এই পণ্যটি এখন আর বিক্রি হয় না।";
    add_too_many: "A cart holds at most 50 different products. Please order these first.", "এক ঝুড়িতে সর্বোচ্চ ৫০ রকম পণ্য রাখা যায়। অনুগ্রহ করে আগে এগুলো অর্ডার করুন।";

    // --- checkout
    checkout: "Checkout", "অর্ডার সম্পন্ন করুন";
    guest_hint: "You can order without an account. Have one?", "অ্যাকাউন্ট ছাড়াই অর্ডার করতে পারেন। অ্যাকাউন্ট আছে?";
    agree_before: "By ordering you accept our", "অর্ডার করলে আপনি আমাদের";
    agree_after: ".", " মেনে নিচ্ছেন।";
    contact: "Who is it for?", "কার জন্য?";
    name: "Full name", "পুরো নাম";
    phone: "Mobile number", "মোবাইল নম্বর";
    phone_hint: "11 digits, for example 01712-345678. The courier calls this number.", "১১ সংখ্যার নম্বর, যেমন ০১৭১২-৩৪৫৬৭৮। ডেলিভারির আগে এই নম্বরে ফোন করা হবে।";
    email: "E-mail address", "ইমেইল ঠিকানা";
    optional: "optional", "না দিলেও চলবে";
    deliver_to: "Where should it go?", "কোথায় পৌঁছাবে?";
    district: "District", "জেলা";
    choose_district: "Choose a district", "জেলা বেছে নিন";
    area: "Area, thana or upazila", "এলাকা, থানা বা উপজেলা";
    address_line: "House, road, village", "বাসা, রোড, গ্রাম";
    address_hint: "So that the courier finds you: house and road number, floor, a landmark.", "যাতে সহজে খুঁজে পাওয়া যায়: বাসা ও রোড নম্বর, তলা, আশপাশের পরিচিত জায়গা।";
    payment: "How will you pay?", "কীভাবে দাম দেবেন?";
    cash_on_delivery: "Cash on delivery", "ক্যাশ অন ডেলিভারি";
    cash_hint: "Pay the courier when the parcel is in your hands.", "পণ্য হাতে পেয়ে ডেলিভারিম্যানকে দাম দিন।";
    update_total: "Update total", "সর্বমোট হিসাব করুন";
    choose_to_see_total: "Choose your district and press the button: you see the total before you order.", "জেলা বেছে বোতামটি চাপুন: অর্ডারের আগেই সর্বমোট দেখতে পাবেন।";
    edit_cart: "Change the cart", "ঝুড়ি বদলান";
    your_products: "Your products", "আপনার পণ্য";
    of_which_vat: "VAT included in the price", "দামের মধ্যে ভ্যাট";
    nothing_ordered: "Nothing has been ordered yet.", "এখনও কোনো অর্ডার হয়নি।";
    new_total: "New total", "নতুন সর্বমোট";
    check_fields: "Please check the fields marked below. What you typed is kept.", "অনুগ্রহ করে নিচে চিহ্নিত ঘরগুলো দেখুন। যা লিখেছেন তা রয়ে গেছে।";
    shop_busy: "Very many people are ordering at this moment, and your order has not been taken yet. Please press the button again in a few seconds.", "এই মুহূর্তে অনেকে একসঙ্গে অর্ডার করছেন, তাই আপনার অর্ডার এখনও নেওয়া যায়নি। কয়েক সেকেন্ড পরে আবার বোতামটি চাপুন।";
    order_unknown: "We could not finish your order just now. Please press the button again: you will not order twice.", "এই মুহূর্তে অর্ডার শেষ করা যায়নি। অনুগ্রহ করে আবার বোতামটি চাপুন: দুবার অর্ডার হবে না।";
    order_in_progress: "Your order is being placed. Please press the button again in a moment: you will not order twice.", "আপনার অর্ডার নেওয়া হচ্ছে। একটু পরে আবার বোতামটি চাপুন: দুবার অর্ডার হবে না।";
    form_used: "This form was already sent with other details. Please check them and press the button again.", "এই ফর্মটি আগে অন্য তথ্য দিয়ে পাঠানো হয়েছিল। অনুগ্রহ করে তথ্য দেখে নিয়ে আবার বোতামটি চাপুন।";

    // --- order
    order_thanks: "Thank you, your order is placed", "ধন্যবাদ, আপনার অর্ডার নেওয়া হয়েছে";
    order_thanks_more: "Please keep the order number. We will call you before we deliver.", "অর্ডার নম্বরটি রেখে দিন। ডেলিভারির আগে আমরা আপনাকে ফোন করব।";
    order_placed_at: "Placed", "অর্ডারের সময়";
    order_progress: "What has happened so far", "এ পর্যন্ত যা হয়েছে";
    order_delivery: "Delivery", "ডেলিভারি";
    order_payment: "Payment", "দাম পরিশোধ";
    cancel_order: "Cancel this order", "অর্ডার বাতিল করুন";
    cancel_hint: "You can cancel until the parcel is packed.", "প্যাকেট করার আগ পর্যন্ত বাতিল করতে পারবেন।";
    cannot_cancel: "This order can no longer be cancelled.", "এই অর্ডার এখন আর বাতিল করা যাবে না।";

    // --- log in, register, account
    log_in: "Log in", "লগ ইন করুন";
    log_in_lead: "To see your orders.", "আপনার অর্ডারগুলো দেখতে।";
    register: "Create an account", "অ্যাকাউন্ট খুলুন";
    register_lead: "To find your orders again. You can also order without an account.", "নিজের অর্ডারগুলো পরে দেখতে। অ্যাকাউন্ট ছাড়াও অর্ডার করতে পারবেন।";
    username: "Username", "ইউজারনেম";
    username_hint: "3 to 20 letters (a to z), digits or underscores.", "৩ থেকে ২০টি ইংরেজি অক্ষর, সংখ্যা বা আন্ডারস্কোর।";
    password: "Password", "পাসওয়ার্ড";
    password_hint: "At least 8 characters, and not one that others guess easily.", "অন্তত ৮ অক্ষর; সহজে অনুমান করা যায় এমন নয়।";
    no_account: "No account yet?", "এখনও অ্যাকাউন্ট নেই?";
    have_account: "Already have an account?", "আগে থেকেই অ্যাকাউন্ট আছে?";
    wrong_credentials: "The username or the password is not right.", "ইউজারনেম বা পাসওয়ার্ড ঠিক নেই।";
    too_many_attempts: "Too many attempts. Please wait a few minutes and try again.", "অনেকবার চেষ্টা হয়েছে। অনুগ্রহ করে কয়েক মিনিট পরে আবার চেষ্টা করুন।";
    sign_in_busy: "Many people are logging in at this moment. Please try again in a few seconds.", "এই মুহূর্তে অনেকে লগ ইন করছেন। কয়েক সেকেন্ড পরে আবার চেষ্টা করুন।";
    second_factor: "Second step", "দ্বিতীয় ধাপ";
    second_factor_lead: "The password is right. Now the code from your authenticator app.", "পাসওয়ার্ড ঠিক আছে। এবার আপনার অথেনটিকেটর অ্যাপের কোডটি দিন।";
    second_factor_code: "Code", "কোড";
    second_factor_hint: "Six digits, new every half minute. If your phone is gone: one of your recovery codes.", "ছয় অঙ্কের কোড, প্রতি আধা মিনিটে বদলায়। ফোন হাতে না থাকলে একটি রিকভারি কোড দিন।";
    second_factor_missing: "Please enter the code.", "অনুগ্রহ করে কোডটি লিখুন।";
    second_factor_wrong: "The code is not right, or was used already. Please wait for the next one.", "কোডটি ঠিক নেই, অথবা আগে ব্যবহার হয়েছে। অনুগ্রহ করে পরের কোডটির জন্য অপেক্ষা করুন।";
    second_factor_back: "Log in as somebody else", "অন্য কেউ হিসেবে লগ ইন করুন";
    my_sessions: "Where I am logged in", "কোথায় কোথায় লগ ইন আছে";
    my_sessions_lead: "If you don't recognise one of these, log it out and change your password.", "কোনোটি আপনার অচেনা হলে সেটি লগ আউট করে পাসওয়ার্ড বদলে ফেলুন।";
    logged_in_since: "Logged in:", "লগ ইন:";
    this_device: "This device", "এই ডিভাইস";
    unknown_device: "Unknown device", "অজানা ডিভাইস";
    log_out_others: "Log out all others", "বাকি সব থেকে লগ আউট করুন";
    log_out_everywhere: "Log out everywhere", "সব জায়গা থেকে লগ আউট করুন";
    session_ended: "Done: you are logged out there.", "হয়ে গেছে: সেখান থেকে লগ আউট করা হয়েছে।";
    my_orders: "My orders", "আমার অর্ডার";
    no_orders: "You have not ordered anything yet.", "আপনি এখনও কিছু অর্ডার করেননি।";
    order_number: "Order number", "অর্ডার নম্বর";
    log_out: "Log out", "লগ আউট করুন";

    // --- fields
    field_required: "This field is needed.", "এই ঘরটি পূরণ করা দরকার।";
    field_invalid: "Please check this field.", "অনুগ্রহ করে এই ঘরটি দেখুন।";
    field_invisible: "There is a character here that cannot be seen. Please type it again.", "এখানে এমন কিছু আছে যা দেখা যায় না। অনুগ্রহ করে আবার লিখুন।";
    name_required: "Please write your name.", "অনুগ্রহ করে আপনার নাম লিখুন।";
    name_length: "The name has 2 to 100 characters.", "নামে ২ থেকে ১০০টি অক্ষর থাকবে।";
    phone_required: "Please write your mobile number.", "অনুগ্রহ করে আপনার মোবাইল নম্বর লিখুন।";
    phone_format: "A mobile number has 11 digits and begins with 013 to 019.", "মোবাইল নম্বর ১১ সংখ্যার এবং ০১৩ থেকে ০১৯ দিয়ে শুরু হয়।";
    email_format: "An e-mail address looks like name@example.com.", "ইমেইল ঠিকানা দেখতে এমন: name@example.com।";
    line_required: "Please write your house, road or village.", "অনুগ্রহ করে বাসা, রোড বা গ্রাম লিখুন।";
    line_length: "The address has 3 to 200 characters.", "ঠিকানায় ৩ থেকে ২০০টি অক্ষর থাকবে।";
    area_required: "Please write your area, thana or upazila.", "অনুগ্রহ করে এলাকা, থানা বা উপজেলা লিখুন।";
    area_length: "The area has 2 to 80 characters.", "এলাকার নামে ২ থেকে ৮০টি অক্ষর থাকবে।";
    district_required: "Please choose your district.", "অনুগ্রহ করে জেলা বেছে নিন।";
    district_unknown: "Please choose one of the 64 districts.", "অনুগ্রহ করে ৬৪ জেলা থেকে একটি বেছে নিন।";
    username_required: "Please write your username.", "অনুগ্রহ করে ইউজারনেম লিখুন।";
    username_length: "A username has 3 to 20 characters.", "ইউজারনেমে ৩ থেকে ২০টি অক্ষর থাকবে।";
    username_format: "A username has letters (a to z), digits and underscores only.", "ইউজারনেমে শুধু ইংরেজি অক্ষর, সংখ্যা ও আন্ডারস্কোর থাকবে।";
    username_taken: "This username is taken. Please choose another one.", "এই ইউজারনেমটি অন্য কেউ নিয়েছেন। অনুগ্রহ করে আরেকটি বেছে নিন।";
    password_required: "Please write your password.", "অনুগ্রহ করে পাসওয়ার্ড লিখুন।";
    password_length: "A password has 8 to 128 characters.", "পাসওয়ার্ডে ৮ থেকে ১২৮টি অক্ষর থাকবে।";
    password_common: "This password is easy to guess. Please choose another one.", "এই পাসওয়ার্ড সহজে অনুমান করা যায়। অনুগ্রহ করে আরেকটি বেছে নিন।";
    quantity_range: "The quantity is a number from 1 to 99.", "পরিমাণ ১ থেকে ৯৯-এর মধ্যে একটি সংখ্যা।";

    // --- what an order and its payment can be
    status_pending: "Received", "গৃহীত হয়েছে";
    status_confirmed: "Confirmed", "নিশ্চিত হয়েছে";
    status_packed: "Packed", "প্যাকেট হয়েছে";
    status_shipped: "With the courier", "কুরিয়ারে আছে";
    status_delivered: "Delivered", "পৌঁছে গেছে";
    status_cancelled: "Cancelled", "বাতিল হয়েছে";
    status_returned: "Returned", "ফেরত এসেছে";
    payment_due: "Please pay the courier when the parcel arrives.", "পণ্য হাতে পেয়ে ডেলিভারিম্যানকে দাম দিন।";
    payment_collected: "Paid", "পরিশোধিত";
    payment_void: "Nothing to pay", "কিছু দিতে হবে না";
    payment_refunded: "Refunded", "টাকা ফেরত দেওয়া হয়েছে";
    payment_refund_due: "Refund on its way", "টাকা ফেরত দেওয়া হচ্ছে";

    // --- when something went wrong
    not_found: "We could not find this page", "পাতাটি খুঁজে পাওয়া যায়নি";
    not_found_more: "The link may be old or mistyped, or the product is no longer sold. Search for it, or look into a category.", "লিংকটি পুরোনো বা ভুল হতে পারে, অথবা পণ্যটি আর বিক্রি হয় না। খুঁজে দেখুন, অথবা কোনো ক্যাটাগরিতে যান।";
    forbidden: "This was not accepted", "এটি গ্রহণ করা হয়নি";
    forbidden_more: "The form came from another website, so for your safety we did not act on it. Please open the page here and try again.", "ফর্মটি অন্য ওয়েবসাইট থেকে এসেছে, তাই আপনার নিরাপত্তার জন্য তা নেওয়া হয়নি। অনুগ্রহ করে এখানে পাতাটি খুলে আবার চেষ্টা করুন।";
    bad_request: "We could not understand this", "এটি বোঝা যায়নি";
    bad_request_more: "Something in the form or in the address was not as it should be. Please go back and try again.", "ফর্মে বা ঠিকানায় কিছু একটা ঠিক নেই। অনুগ্রহ করে ফিরে গিয়ে আবার চেষ্টা করুন।";
    too_large: "That was too much at once", "একবারে অনেক বেশি পাঠানো হয়েছে";
    too_large_more: "The form was larger than we can take. Please shorten what you wrote.", "ফর্মটি আমাদের সীমার চেয়ে বড়। অনুগ্রহ করে লেখা ছোট করুন।";
    too_many_requests: "A little slower, please", "অনুগ্রহ করে একটু ধীরে";
    too_many_requests_more: "Very many requests came from your connection. Please wait a few minutes and try again.", "আপনার সংযোগ থেকে অনেক বেশি অনুরোধ এসেছে। অনুগ্রহ করে কয়েক মিনিট পরে আবার চেষ্টা করুন।";
    unavailable: "We will be back in a moment", "একটু পরেই আমরা ফিরছি";
    unavailable_more: "The shop cannot answer just now. Nothing of yours is lost. Please try again in a minute.", "দোকানটি এই মুহূর্তে সাড়া দিতে পারছে না। আপনার কিছুই হারায়নি। অনুগ্রহ করে এক মিনিট পরে আবার চেষ্টা করুন।";
    internal_error: "Something went wrong on our side", "আমাদের দিকে একটা সমস্যা হয়েছে";
    internal_error_more: "It is not your fault, and we have made a note of it. Please try again in a moment.", "এতে আপনার কোনো ভুল নেই; বিষয়টি আমরা লিখে রেখেছি। অনুগ্রহ করে একটু পরে আবার চেষ্টা করুন।";
    request_id: "If you call us, this number helps", "আমাদের জানাতে হলে এই নম্বরটি বলুন";
    back_home: "Back to the home page", "হোমে ফিরে যান";

    // --- reviews
    reviews: "Reviews", "রিভিউ";
    no_reviews: "Nobody has reviewed this yet.", "এই পণ্যের কোনো রিভিউ এখনও নেই।";
    bought_here: "Bought here", "এখান থেকে কেনা";
    shop_reply: "DhakaCart replied", "ঢাকাকার্টের উত্তর";
    all_reviews: "All reviews", "সব রিভিউ";
    back_to_product: "Back to the product", "পণ্যের পাতায় ফিরুন";
    write_review: "Write a review", "রিভিউ লিখুন";
    send_review: "Send review", "রিভিউ পাঠান";
    review_stars: "How many stars?", "কয়টি তারা দেবেন?";
    review_title: "In a few words", "অল্প কথায়";
    review_body: "Your review", "আপনার রিভিউ";
    review_body_hint: "What is good, what is not? 10 to 2,000 characters.", "কী ভালো লেগেছে, কী লাগেনি? ১০ থেকে ২,০০০ অক্ষর।";
    review_name: "Your name as others will see it", "যে নামে অন্যরা দেখবেন";
    review_name_hint: "For example Rahima K.", "যেমন রহিমা খ.";
    review_read_first: "Our staff read every review before it is shown.", "প্রকাশের আগে আমাদের কর্মীরা প্রতিটি রিভিউ পড়ে দেখেন।";
    review_not_bought: "Only customers who have received this product can review it.", "যাঁরা পণ্যটি কিনে হাতে পেয়েছেন, শুধু তাঁরাই রিভিউ লিখতে পারেন।";
    stars_required: "Please choose one to five stars.", "অনুগ্রহ করে এক থেকে পাঁচটি তারা বেছে নিন।";
    review_title_length: "Please use 2 to 100 characters.", "অনুগ্রহ করে ২ থেকে ১০০ অক্ষরে লিখুন।";
    review_body_length: "Please write 10 to 2,000 characters.", "অনুগ্রহ করে ১০ থেকে ২,০০০ অক্ষরে লিখুন।";
    review_pending: "Being read", "পড়ে দেখা হচ্ছে";
    review_published: "Published", "প্রকাশিত";
    review_rejected: "Not published", "প্রকাশ করা হয়নি";
    review_reason: "Why it was not published", "কেন প্রকাশ করা হয়নি";
    what_did_you_think: "What did you think of it?", "কেমন লাগল?";
    buy_again: "Buy again", "আবার কিনুন";

    // --- what an account keeps
    my_reviews: "My reviews", "আমার রিভিউ";
    no_own_reviews: "You have not reviewed anything yet", "আপনি এখনও কোনো রিভিউ লেখেননি";
    no_own_reviews_more: "Open a delivered order to review what you bought.", "পৌঁছে যাওয়া কোনো অর্ডার খুলে কেনা পণ্যের রিভিউ লিখুন।";
    wishlist: "Wishlist", "পছন্দের তালিকা";
    add_to_wishlist: "Add to wishlist", "পছন্দের তালিকায় রাখুন";
    wishlist_empty: "Your wishlist is empty", "আপনার পছন্দের তালিকা খালি";
    wishlist_empty_more: "Put a product here from its own page.", "পণ্যের পাতা থেকে এখানে যোগ করতে পারবেন।";
    wishlist_full: "Your wishlist is full. Please remove something first.", "তালিকা পূর্ণ। অনুগ্রহ করে আগে কিছু বাদ দিন।";
    my_addresses: "My addresses", "আমার ঠিকানা";
    no_addresses: "You have not saved an address yet", "আপনি এখনও কোনো ঠিকানা রাখেননি";
    no_addresses_more: "A saved address is filled in for you at checkout.", "রাখা ঠিকানা অর্ডারের সময় নিজে থেকেই বসে যাবে।";
    add_address: "Add an address", "ঠিকানা যোগ করুন";
    addresses_full: "You have as many addresses as an account can keep. Please remove one first.", "একটি অ্যাকাউন্টে আর ঠিকানা রাখা যাবে না। অনুগ্রহ করে আগে একটি বাদ দিন।";
    default_address: "Used first at checkout", "অর্ডারে প্রথমে ব্যবহৃত";
    make_default: "Use first", "প্রথমে ব্যবহার করুন";
    use_as_default: "Use this address first at checkout", "অর্ডারে এই ঠিকানা প্রথমে ব্যবহার করুন";
    use_address: "Use one of your addresses", "আপনার রাখা ঠিকানা ব্যবহার করুন";
    save_changes: "Save", "সংরক্ষণ করুন";
    saved: "Saved.", "সংরক্ষিত হয়েছে।";
    contact_details: "Contact details", "যোগাযোগের তথ্য";
    contact_details_more: "Filled in for you at checkout. Leave a field empty to remove what is in it.", "অর্ডারের সময় নিজে থেকেই বসে যাবে। মুছে ফেলতে চাইলে ঘরটি খালি রাখুন।";
    change_password: "Change password", "পাসওয়ার্ড বদলান";
    old_password: "Old password", "পুরোনো পাসওয়ার্ড";
    new_password: "New password", "নতুন পাসওয়ার্ড";
    old_password_wrong: "This is not your password now.", "এটি আপনার বর্তমান পাসওয়ার্ড নয়।";
    password_ends_sessions: "You will be logged out on every other device.", "অন্য সব ডিভাইস থেকে আপনি লগ আউট হয়ে যাবেন।";
    password_changed: "Your password is changed.", "আপনার পাসওয়ার্ড বদলানো হয়েছে।";

    // --- back in stock
    back_in_stock: "Tell me when it is back", "স্টকে এলে জানান";
    back_in_stock_hint: "We send one message to this number and nothing else.", "এই নম্বরে শুধু একটি বার্তা পাঠাব, আর কিছু নয়।";
    back_in_stock_send: "Tell me", "জানাবেন";
    back_in_stock_done: "We will send you one message as soon as it is back in stock.", "স্টকে এলেই আপনাকে একটি বার্তা পাঠাব।";
    back_in_stock_already: "It is in stock now: you can order it.", "পণ্যটি এখন স্টকে আছে, অর্ডার করতে পারবেন।";
    back_in_stock_many: "This number waits for too many products already.", "এই নম্বরটি ইতিমধ্যে অনেক পণ্যের অপেক্ষায় আছে।";

}
phrases {
    page_title(title): "{title} · DhakaCart", "{title} · ঢাকাকার্ট";
    starting_at(price): "From {price}", "{price} থেকে";
    save(amount): "Save {amount}", "{amount} সাশ্রয়";
    until(time): "Until {time}", "{time} পর্যন্ত";
    results_for(words): "Results for “{words}”", "“{words}” খুঁজে যা পাওয়া গেছে";
    corrected_to(words): "Nothing is spelled that way here. These are the results for “{words}”.", "এই বানানে কিছু পাওয়া যায়নি। “{words}” খুঁজে যা পাওয়া গেছে তা দেখানো হলো।";
    category_description(name): "{name} at DhakaCart: prices with VAT, delivered to all 64 districts, cash on delivery.", "ঢাকাকার্টে {name}: ভ্যাটসহ দাম, ৬৪ জেলায় ডেলিভারি, ক্যাশ অন ডেলিভারি।";
    product_description(title, price): "{title} for {price} at DhakaCart. Delivered to all 64 districts, cash on delivery.", "ঢাকাকার্টে {title}, দাম {price}। ৬৪ জেলায় ডেলিভারি, ক্যাশ অন ডেলিভারি।";
    remove_filter(name): "Remove the filter {name}", "{name} বাছাইটি বাদ দিন";
    at_least(price): "from {price}", "{price} থেকে";
    at_most(price): "up to {price}", "{price} পর্যন্ত";
    page_of(page, pages): "Page {page} of {pages}", "মোট {pages} পৃষ্ঠার {page} নম্বর";
    go_to_page(page): "Page {page}", "পৃষ্ঠা {page}";
    picture_number(number, title): "Picture {number} of {title}", "{title}, ছবি {number}";
    free_from(amount): "Free for products worth {amount} or more", "{amount} বা তার বেশি পণ্যে ডেলিভারি ফ্রি";
    added(title): "Added to your cart: {title}", "ঝুড়িতে নেওয়া হয়েছে: {title}";
    quantity_of(title): "Quantity of {title}", "{title}, পরিমাণ";
    change_quantity_of(title): "Change the quantity of {title}", "{title}, পরিমাণ বদলান";
    one_more(title): "One more of {title}", "{title}, আরও একটি";
    one_less(title): "One less of {title}", "{title}, একটি কম";
    remove_product(title): "Remove {title}", "{title} বাদ দিন";
    remove_coupon(code): "Remove the coupon {code}", "{code} কুপনটি বাদ দিন";
    kept_until(time): "We are keeping these products for you until {time}.", "পণ্যগুলো আপনার জন্য {time} পর্যন্ত রাখা থাকবে।";
    total_changed(total): "The total is now {total}. Please check it and place the order again.", "সর্বমোট এখন {total}। অনুগ্রহ করে দেখে নিয়ে আবার অর্ডার করুন।";
    place_order_for(total): "Place order for {total}", "অর্ডার করুন: {total}";
    order_title(number): "Order {number}", "অর্ডার {number}";
    stars_of_five(stars): "{stars} of 5 stars", "৫-এর মধ্যে {stars} তারা";
    reviews_of(title): "Reviews of {title}", "{title}: রিভিউ";
    signed_in_as(username): "Logged in as {username}", "লগ ইন করা আছে: {username}";
}
counts {
    products(n): "{n} product", "{n} products", "{n}টি পণ্য";
    few_left(n): "Only {n} left", "Only {n} left", "আর মাত্র {n}টি আছে";
    sale_share(n): "At most {n} unit per customer at this price.", "At most {n} units per customer at this price.", "একজন ক্রেতা এই দামে সর্বোচ্চ {n}টি পাবেন।";
    sale_limit(n): "The sale gives one customer {n} at most. Please lower the quantity.", "The sale gives one customer {n} at most. Please lower the quantity.", "অফারে একজন ক্রেতা সর্বোচ্চ {n}টি পাবেন। অনুগ্রহ করে পরিমাণ কমান।";
    only_available(n): "Only {n} available. Please lower the quantity.", "Only {n} available. Please lower the quantity.", "আছে মাত্র {n}টি। অনুগ্রহ করে পরিমাণ কমান।";
    review_count(n): "{n} review", "{n} reviews", "{n}টি রিভিউ";
    star_count(n): "{n} star", "{n} stars", "{n} তারা";
    units(n): "{n} piece", "{n} pieces", "{n}টি";
    field_problems(n): "There is a problem with {n} field", "There is a problem with {n} fields", "{n}টি ঘরে সমস্যা আছে";
}
}
