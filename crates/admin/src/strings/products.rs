//! Products: the list and the editor.

use domain::ProductStatus;

pages::strings! {
/// The words of the products' pages.
pub(crate) struct ProductTexts;
texts {
    // --- the list
    title: "Products", "পণ্য";
    add: "Add a product", "পণ্য যোগ করুন";
    bulk: "Prices and stock in bulk", "একসঙ্গে দাম ও স্টক";
    search: "Title, brand, model or SKU", "নাম, ব্র্যান্ড, মডেল বা এসকেইউ";
    filter: "Filter", "বাছাই করুন";
    clear: "Clear", "মুছুন";
    any: "Any", "যেকোনো";
    status: "Status", "অবস্থা";
    draft: "Draft", "খসড়া";
    active: "Published", "প্রকাশিত";
    archived: "Archived", "আর্কাইভ";
    stock: "Stock", "স্টক";
    stock_in: "In stock", "স্টকে আছে";
    stock_low: "Running low", "ফুরিয়ে আসছে";
    stock_none: "Sold out", "স্টক শেষ";
    price: "Price", "দাম";
    changed: "Changed", "বদলানো হয়েছে";
    no_price: "No price", "দাম নেই";
    nothing: "No product is like that.", "এমন কোনো পণ্য নেই।";

    // --- the editor
    new_title: "New product", "নতুন পণ্য";
    save: "Save", "সংরক্ষণ করুন";
    see_page: "See its page", "পাতাটি দেখুন";
    preview: "Preview", "প্রিভিউ";
    preview_note: "This is how it will look. Only staff see this page.", "পাতাটি দেখতে এমন হবে। শুধু কর্মীরাই এটি দেখতে পান।";
    back_to_editor: "Back to the editor", "সম্পাদনায় ফিরুন";
    words: "Words", "লেখা";
    name: "Title", "নাম";
    name_bn: "Title in Bangla", "বাংলা নাম";
    slug: "Address", "ঠিকানা";
    slug_hint: "Left empty, it is made from the title. It never changes afterwards.", "খালি রাখলে নাম থেকে তৈরি হবে। পরে আর বদলায় না।";
    brand: "Brand", "ব্র্যান্ড";
    category: "Category", "ক্যাটাগরি";
    no_category: "No category", "কোনো ক্যাটাগরি নয়";
    model: "Model", "মডেল";
    tags: "Tags", "ট্যাগ";
    tags_hint: "Words between commas.", "কমা দিয়ে আলাদা করুন।";
    description: "Description", "বিবরণ";
    description_bn: "Description in Bangla", "বাংলা বিবরণ";
    description_hint: "HTML: paragraphs, lists, tables, bold, links. Anything else is taken out.", "এইচটিএমএল: অনুচ্ছেদ, তালিকা, টেবিল, মোটা লেখা, লিংক। বাকি সব বাদ যায়।";
    serials: "Number noted when packed", "প্যাক করার সময় যে নম্বর লেখা হয়";
    serials_none: "None", "কোনোটি নয়";
    serials_imei: "IMEI of each unit", "প্রতিটির আইএমইআই (IMEI)";
    serials_serial: "Serial number of each unit", "প্রতিটির সিরিয়াল নম্বর";
    pictures: "Pictures", "ছবি";
    pictures_hint: "JPEG, PNG or WebP, up to 15 MB each. The first is shown in lists.", "জেপিইজি, পিএনজি বা ওয়েবপি, প্রতিটি সর্বোচ্চ ১৫ মেগাবাইট। প্রথমটি তালিকায় দেখা যায়।";
    add_pictures: "Add pictures", "ছবি যোগ করুন";
    upload: "Upload", "আপলোড করুন";
    alt: "What it shows", "ছবিতে কী আছে";
    place: "Place", "ক্রম";
    remove: "Remove", "বাদ দিন";
    options: "What variants differ in", "ভ্যারিয়েন্টে কী আলাদা";
    options_hint: "Colour, storage, size. Leave all empty for a product of one kind.", "রং, স্টোরেজ, সাইজ। এক রকমের পণ্য হলে সব খালি রাখুন।";
    variants: "Variants", "ভ্যারিয়েন্ট";
    sku: "SKU", "এসকেইউ";
    compare_at: "Price before", "আগের দাম";
    barcode: "Barcode", "বারকোড";
    grams: "Weight in grams", "ওজন (গ্রাম)";
    taxable: "VAT included", "ভ্যাটসহ";
    opening: "Opening stock", "শুরুর স্টক";
    on_hand: "In stock", "স্টকে";
    add_variant: "Add a variant", "ভ্যারিয়েন্ট যোগ করুন";
    attributes: "Technical data", "কারিগরি তথ্য";
    key: "Name", "নাম";
    key_hint: "In snake case: screen_size", "ছোট হাতের ইংরেজি অক্ষর ও আন্ডারস্কোর দিয়ে লিখুন।";
    kind: "Kind", "ধরন";
    kind_text: "Words", "লেখা";
    kind_number: "Number", "সংখ্যা";
    kind_flag: "Yes or no", "হ্যাঁ বা না";
    value: "Value", "মান";
    value_bn: "Value in Bangla", "বাংলায় মান";
    unit: "Unit", "একক";
    add_attribute: "Add a line", "লাইন যোগ করুন";
    not_saved: "Not saved yet: press Save when you are done.", "এখনও সংরক্ষণ হয়নি: শেষ হলে সংরক্ষণ করুন চাপুন।";

    // --- what went wrong
    sku_taken: "Another product has this SKU.", "অন্য পণ্যে এই এসকেইউ আছে।";
    slug_taken: "Another product has this address.", "অন্য পণ্যের এই ঠিকানা আছে।";
    money_format: "An amount in taka, such as 1250 or 1,250.50.", "টাকায় লিখুন, যেমন ১২৫০ বা ১,২৫০.৫০।";
    number_format: "A whole number.", "একটি পূর্ণ সংখ্যা।";
    variants_length: "There must be 1 to 250 variants, each with a SKU.", "১ থেকে ২৫০টি ভ্যারিয়েন্ট থাকবে, প্রতিটিতে এসকেইউ।";
    picture_unknown_format: "is not a JPEG, PNG or WebP picture.", "জেপিইজি, পিএনজি বা ওয়েবপি ছবি নয়।";
    picture_too_large: "is larger than 15 MB.", "১৫ মেগাবাইটের চেয়ে বড়।";
    picture_too_many_pixels: "has more than 52 megapixels.", "৫২ মেগাপিক্সেলের চেয়ে বড়।";
    picture_damaged: "is damaged or cut off.", "নষ্ট বা অসম্পূর্ণ।";
    picture_busy: "could not be taken now. Please try again in a minute.", "এখন নেওয়া যায়নি। এক মিনিট পরে আবার চেষ্টা করুন।";

    // --- done
    done_created: "The product was added.", "পণ্যটি যোগ হয়েছে।";
    done_saved: "The product was saved.", "পণ্যটি সংরক্ষণ হয়েছে।";
}
phrases {
    edit_title(title): "Edit {title}", "{title}: সম্পাদনা";
    variant_field(number, field): "Variant {number}: {field}", "ভ্যারিয়েন্ট {number}: {field}";
    attribute_field(number, field): "Line {number}: {field}", "লাইন {number}: {field}";
    picture_field(number, field): "Picture {number}: {field}", "ছবি {number}: {field}";
    option_name(number): "Difference {number}", "পার্থক্য {number}";
}
counts {
    products(n): "{n} product", "{n} products", "{n}টি পণ্য";
    variant_count(n): "{n} variant", "{n} variants", "{n}টি ভ্যারিয়েন্ট";
    pictures_added(n): "{n} picture was added.", "{n} pictures were added.", "{n}টি ছবি যোগ হয়েছে।";
}
}

impl ProductTexts {
    /// What a status is called.
    pub(crate) fn status_name(&self, status: ProductStatus) -> &'static str {
        match status {
            ProductStatus::Draft => self.draft,
            ProductStatus::Active => self.active,
            ProductStatus::Archived => self.archived,
        }
    }
}
