//! What pages tell search engines in JSON-LD (schema.org): the shop, its search, the way to a
//! page, a product and its offers.
//!
//! It stands in `<script type="application/ld+json">`, which no browser runs. Invariant: nothing in
//! it can end that element, whatever a product is called ([`block`]).

use catalogue::Listing;
use domain::{Lang, Paisa};
use pages::dates;
use serde_json::{Value, json};

use crate::Contact;

/// The text of a block: `<`, `>` and `&` are escaped, so no tag begins or ends in it.
pub(crate) fn block(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            c => text.push(c),
        }
    }
    text
}

/// The shop and its search. `home` is the whole address of the home page.
pub(crate) fn shop(name: &str, home: &str, search: &str, logo: &str, contact: &Contact) -> Value {
    let mut organization = json!({
        "@type": "Organization", "@id": "#shop", "name": name, "url": home, "logo": logo,
    });
    if let Some(phone) = &contact.phone {
        organization["telephone"] = json!(phone);
    }
    if let Some(email) = &contact.email {
        organization["email"] = json!(email);
    }
    json!({
        "@context": "https://schema.org",
        "@graph": [organization, {
            "@type": "WebSite", "name": name, "url": home, "publisher": {"@id": "#shop"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": format!("{search}?q={{words}}")},
                "query-input": "required name=words",
            },
        }],
    })
}

/// The way to a page: name and whole address of each step, the page's own last.
pub(crate) fn breadcrumbs(steps: &[(String, String)]) -> Value {
    let items: Vec<Value> = steps
        .iter()
        .enumerate()
        .map(|(at, (name, url))| {
            json!({"@type": "ListItem", "position": at + 1, "name": name, "item": url})
        })
        .collect();
    json!({
        "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items,
    })
}

/// A product at `url` with a picture at `image` (whole addresses).
pub(crate) fn product(listing: &Listing, lang: Lang, about: &str, url: &str, image: &str) -> Value {
    let product = &listing.product;
    let offers: Vec<Value> = product
        .variants
        .iter()
        .enumerate()
        .filter_map(|(at, variant)| {
            let in_stock = listing.variant_stock(at) > 0;
            let mut offer = offer(variant.sku.as_str(), variant.price?, in_stock, url);
            if let Some(sale) = listing.sale(at) {
                offer["priceValidUntil"] = json!(dates::machine(sale.ends_at));
            }
            Some(offer)
        })
        .collect();
    let mut value = json!({
        "@context": "https://schema.org", "@type": "Product",
        "name": product.title.get(lang), "description": about, "url": url, "image": [image],
        "offers": offers,
    });
    if !product.brand.is_empty() {
        value["brand"] = json!({"@type": "Brand", "name": product.brand});
    }
    if let Some(model) = &product.model {
        value["mpn"] = json!(model);
    }
    let rating = &listing.reviews.rating;
    if let Some(tenths) = rating.tenths() {
        value["aggregateRating"] = json!({
            "@type": "AggregateRating",
            "ratingValue": format!("{}.{}", tenths / 10, tenths % 10),
            "reviewCount": rating.count(),
        });
    }
    if let [only] = &product.variants[..] {
        value["sku"] = json!(only.sku.as_str());
    }
    value
}

fn offer(sku: &str, price: Paisa, in_stock: bool, url: &str) -> Value {
    let availability = if in_stock { "InStock" } else { "OutOfStock" };
    json!({
        "@type": "Offer", "sku": sku, "url": url,
        "price": price.decimal(), "priceCurrency": "BDT",
        "availability": format!("https://schema.org/{availability}"),
        "itemCondition": "https://schema.org/NewCondition",
        "seller": {"@id": "#shop"},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_block() {
        let name = "</script><script>alert(1)</script><!-- & \u{2028}";
        let text = block(&json!({"name": name}));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], name);
    }

    #[test]
    fn the_search_says_where_the_words_go() {
        let value = shop(
            "Shop",
            "https://s/",
            "https://s/search",
            "https://s/l",
            &Contact::default(),
        );
        let target = &value["@graph"][1]["potentialAction"]["target"]["urlTemplate"];
        assert_eq!(target, "https://s/search?q={words}");
        assert!(value["@graph"][0].get("telephone").is_none());
    }
}
