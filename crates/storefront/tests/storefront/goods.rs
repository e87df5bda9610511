//! What the test shop sells: a phone in variants, earbuds, a fan, and a lamp that is sold out.

use serde_json::{Value, json};

/// Categories, in the format of the shop's import.
pub(crate) const CATEGORIES: &[u8] = "slug,name,name_bn,parent,position
gadgets,Gadgets,গ্যাজেট,,1
mobile-phones,Mobile Phones,মোবাইল ফোন,gadgets,1
audio,Audio,অডিও,gadgets,2
fans,Fans,ফ্যান,,2
"
.as_bytes();

/// Everything there is, as staff would send it.
pub(crate) fn all() -> [Value; 4] {
    [phone(), earbuds(), fan(), lamp()]
}

fn phone() -> Value {
    let variant = |sku: &str, colour: &str, storage: &str, taka: i64, stock: i64| {
        json!({
            "sku": sku, "options": [colour, storage], "price_paisa": taka * 100,
            "compare_at_paisa": (taka + 2_000) * 100, "opening_stock": stock,
        })
    };
    json!({
        "slug": "korotoa-kx-55", "title": "Korotoa KX-55 Smartphone",
        "title_bn": "করতোয়া KX-55 স্মার্টফোন", "brand": "Korotoa", "category": "mobile-phones",
        "model": "KX-55", "status": "active",
        "description": "<p>A bright screen.</p><script>alert(1)</script>",
        "description_bn": "<p>উজ্জ্বল স্ক্রিন।</p>",
        "options": ["Colour", "Storage"],
        "attributes": [
            {"key": "screen_size", "value": {"type": "number", "value": {"amount": "6.7", "unit": "in"}}},
            {"key": "wifi", "value": {"type": "flag", "value": true}},
        ],
        "images": [{"src": "/assets/pictures/smartphone.svg", "alt": "Drawing of the phone"},
                   {"src": "https://maker.example/kx-55.jpg", "alt": ""}],
        "variants": [
            variant("KX55-BLK-128", "Black", "128 GB", 23_990, 10),
            variant("KX55-BLK-256", "Black", "256 GB", 26_990, 3),
            variant("KX55-BLU-128", "Blue", "128 GB", 23_990, 0),
        ],
    })
}

fn earbuds() -> Value {
    json!({
        "slug": "dhoni-buds", "title": "Dhoni Buds", "title_bn": "ধ্বনি বাডস", "brand": "Dhoni",
        "category": "audio", "status": "active", "description": "<p>Small and loud.</p>",
        "variants": [{"sku": "BUDS-1", "price_paisa": 149_950, "opening_stock": 20}],
    })
}

fn fan() -> Value {
    json!({
        "slug": "batash-ceiling-fan", "title": "Batash Ceiling Fan", "title_bn": "বাতাস সিলিং ফ্যান",
        "brand": "Batash", "category": "fans", "status": "active",
        "variants": [{"sku": "FAN-56", "price_paisa": 320_000, "opening_stock": 50}],
    })
}

fn lamp() -> Value {
    json!({
        "slug": "prodip-lamp", "title": "Prodip Lamp", "brand": "Prodip", "status": "active",
        "variants": [{"sku": "LAMP/1#2", "price_paisa": 45_000, "opening_stock": 0}],
    })
}
