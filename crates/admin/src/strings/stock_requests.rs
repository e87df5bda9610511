//! Who waits for stock.

pages::strings! {
/// The words of the page of what is waited for.
pub(crate) struct StockRequestTexts;
texts {
    title: "Waiting for stock", "স্টকের অপেক্ষায়";
    lead: "What shoppers want to be told of, the most wanted first. They get a message as soon as it can be bought again.", "ক্রেতারা যেসব পণ্যের খবর চেয়েছেন, বেশি চাওয়াগুলো আগে। আবার কেনার মতো হলেই তাঁদের কাছে বার্তা যায়।";
    nothing: "Nobody waits for anything.", "কেউ কিছুর অপেক্ষায় নেই।";
    sku: "SKU", "এসকেইউ";
    product: "Product", "পণ্য";
    waiting: "People waiting", "অপেক্ষায় কতজন";
    since: "The first since", "প্রথমজন কবে থেকে";
    available: "Can be sold", "বিক্রিযোগ্য";
    price: "Price", "দাম";
    no_price: "Not for sale", "বিক্রির জন্য নয়";
}
counts {
    skus(n): "{n} SKU", "{n} SKUs", "{n}টি এসকেইউ";
}
}
