//! Which picture stands for a product or a category.
//!
//! A product has photos from its maker, or drawings of ours, or none: then its category decides.
//! Drawings are square SVGs in `assets/pictures`; `generic` is the one for everything else.

use catalogue::Snapshot;
use domain::{CategoryId, Image, Product};

use crate::{assets, drawings};

/// A picture on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Its address.
    pub(crate) src: String,
    /// What it shows; empty for one that only decorates.
    pub(crate) alt: String,
    /// Whether another host sends it.
    pub(crate) remote: bool,
    /// The drawing that it is, which stands in the page itself.
    pub(crate) drawing: Option<&'static str>,
    /// The widths that it is kept in (HTML's `srcset`); empty for one that has but one.
    pub(crate) srcset: String,
    /// Pixels across and down, or of its square if nobody knows.
    pub(crate) size: (u32, u32),
}

/// The square that pictures of unknown size are shown in.
const SQUARE: (u32, u32) = (400, 400);
/// Pixels across that a browser without `srcset` is sent.
const USUAL_WIDTH: u32 = 400;

/// Categories of our own by slug, and words of slugs that imports make, with their drawing.
#[rustfmt::skip] // one word a line
const DRAWINGS: &[(&str, &str)] = &[
    ("accessories", "cable"),
    ("air-conditioners", "air-conditioner"),
    ("appliances", "washing-machine"),
    ("audio", "headphones"),
    ("batteries", "battery"),
    ("cables", "cable"),
    ("camcorders", "camera"),
    ("cameras", "camera"),
    ("care", "iron"),
    ("chargers", "charger"),
    ("computer-accessories", "keyboard"),
    ("computers", "laptop"),
    ("earphones", "earphones"),
    ("fans", "stand-fan"),
    ("fridges", "refrigerator"),
    ("games", "game-controller"),
    ("gaming", "game-controller"),
    ("hard", "ssd"),
    ("headphones", "headphones"),
    ("home-appliances", "washing-machine"),
    ("keyboards", "keyboard"),
    ("kitchen", "rice-cooker"),
    ("kitchen-appliances", "rice-cooker"),
    ("laptops", "laptop"),
    ("large-appliances", "refrigerator"),
    ("lenses", "camera"),
    ("lighting", "led-bulb"),
    ("memory", "memory-card"),
    ("mice", "mouse"),
    ("microwaves", "microwave"),
    ("mobile", "smartphone"),
    ("monitors", "monitor"),
    ("networking", "router"),
    ("ovens", "microwave"),
    ("personal-and-home-care", "iron"),
    ("phones", "smartphone"),
    ("power-and-lighting", "led-bulb"),
    ("power-backup", "ips"),
    ("printers", "printer"),
    ("projectors", "projector"),
    ("radios", "speaker"),
    ("refrigerators", "refrigerator"),
    ("routers", "router"),
    ("security", "cctv-camera"),
    ("smartphones", "smartphone"),
    ("speakers", "speaker"),
    ("storage", "ssd"),
    ("tablets", "tablet"),
    ("tablets-and-wearables", "tablet"),
    ("televisions", "television"),
    ("theatre", "speaker"),
    ("tv", "television"),
    ("video", "television"),
    ("washers", "washing-machine"),
    ("watches", "smartwatch"),
    ("wearables", "smartwatch"),
];

/// The drawing for a category's slug: the slug as a whole, then word by word.
fn drawing(slug: &str) -> &'static str {
    let of = |word: &str| {
        let at = DRAWINGS.binary_search_by_key(&word, |row| row.0).ok()?;
        Some(DRAWINGS[at].1)
    };
    of(slug)
        .or_else(|| slug.split('-').find_map(of))
        .unwrap_or("generic")
}

/// The tile of a category.
pub(crate) fn of_category(slug: &str) -> Picture {
    drawn(drawing(slug))
}

/// All pictures of a product, the main one first; at least one.
pub(crate) fn of_product(product: &Product, snapshot: &Snapshot) -> Vec<Picture> {
    if product.images.is_empty() {
        return vec![substitute(product.category, snapshot)];
    }
    product.images.iter().map(of_image).collect()
}

/// The main picture of a product.
pub(crate) fn main_of(product: &Product, snapshot: &Snapshot) -> Picture {
    match product.images.first() {
        Some(image) => of_image(image),
        None => substitute(product.category, snapshot),
    }
}

/// A picture that came with an image of its own.
pub(crate) fn of_image(image: &Image) -> Picture {
    if let Some(uploaded) = domain::Picture::of_src(&image.src) {
        return Picture {
            src: uploaded.src_for(USUAL_WIDTH),
            alt: image.alt.clone(),
            remote: false,
            drawing: None,
            srcset: uploaded.srcset(),
            size: (uploaded.width, uploaded.height),
        };
    }
    let src = match image.src.strip_prefix("/assets/") {
        Some(path) if assets::exists(path) => assets::url(path),
        _ => image.src.clone(),
    };
    Picture {
        remote: !src.starts_with('/'),
        src,
        alt: image.alt.clone(),
        drawing: image
            .src
            .strip_prefix("/assets/pictures/")
            .and_then(|file| drawings::find(file.strip_suffix(".svg")?)),
        srcset: String::new(),
        size: SQUARE,
    }
}

/// The picture of something that has none.
pub(crate) fn generic() -> Picture {
    drawn("generic")
}

/// A drawing of ours that only decorates.
fn drawn(name: &str) -> Picture {
    Picture {
        src: assets::url(&format!("pictures/{name}.svg")),
        alt: String::new(),
        remote: false,
        drawing: drawings::find(name),
        srcset: String::new(),
        size: SQUARE,
    }
}

fn substitute(category: Option<CategoryId>, snapshot: &Snapshot) -> Picture {
    let path = category
        .map(|id| snapshot.category_path(id))
        .unwrap_or_default();
    path.last()
        .map_or_else(generic, |node| of_category(node.category.slug.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_named_here_exists() {
        assert!(DRAWINGS.is_sorted_by_key(|row| row.0));
        for (word, picture) in DRAWINGS {
            assert!(
                assets::exists(&format!("pictures/{picture}.svg")),
                "{word}: {picture}"
            );
        }
    }

    #[test]
    fn slugs_find_their_drawing() {
        assert_eq!(drawing("mobile-phones"), "smartphone");
        assert_eq!(drawing("tv-and-cameras"), "television");
        assert_eq!(drawing("cell-phones-2"), "smartphone");
        assert_eq!(drawing("garden-gnomes"), "generic");
    }

    #[test]
    fn images_of_ours_get_a_version_and_others_stay() {
        let image = |src: &str| Image {
            src: src.to_owned(),
            alt: "A kettle".to_owned(),
        };
        let own = of_image(&image("/assets/pictures/kettle.svg"));
        assert!(own.src.starts_with("/assets/pictures/kettle.svg?v=") && !own.remote);
        let remote = of_image(&image("https://maker.example/k.jpg"));
        assert_eq!(
            (remote.src.as_str(), remote.remote),
            ("https://maker.example/k.jpg", true)
        );
        assert!(remote.srcset.is_empty());
    }

    #[test]
    fn uploaded_pictures_come_in_widths_with_their_size() {
        let hash = "0123456789abcdef0123456789abcdef";
        let uploaded = of_image(&Image {
            src: format!("/media/{hash}-900x600.jpg"),
            alt: "A kettle".to_owned(),
        });
        assert_eq!(uploaded.src, format!("/media/{hash}-400.jpg"));
        assert!(
            uploaded
                .srcset
                .ends_with(&format!("/media/{hash}-900.jpg 900w"))
        );
        assert_eq!(uploaded.size, (900, 600));
        assert!(!uploaded.remote && uploaded.drawing.is_none());
    }
}
