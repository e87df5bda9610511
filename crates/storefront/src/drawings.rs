//! Drawings inside pages: each page carries those that it shows, once, as `<symbol>`s.
//!
//! A drawing is a kilobyte or two and most of them share their colours, so a page's drawings
//! compress to less than the headers of the requests that they save; and they are there with the
//! page. Invariant: a page that uses a drawing defines it, because both go through [`Drawn`].

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::assets;

/// What a drawing is made of.
struct Drawing {
    /// What stands inside `<svg>`, without `<defs>`.
    shapes: String,
    /// The gradients it uses.
    gradients: BTreeSet<String>,
}

/// All drawings by name, and all gradients by id: the same id means the same gradient everywhere.
struct Drawings {
    drawings: BTreeMap<String, Drawing>,
    gradients: BTreeMap<String, String>,
}

static DRAWINGS: LazyLock<Drawings> = LazyLock::new(|| {
    let mut all = Drawings {
        drawings: BTreeMap::new(),
        gradients: BTreeMap::new(),
    };
    for (name, svg) in assets::pictures() {
        all.add(name, &svg);
    }
    all
});

impl Drawings {
    fn add(&mut self, name: String, svg: &str) {
        let inside = svg
            .split_once('>')
            .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
            .map_or("", |(inside, _)| inside);
        let (defs, shapes) = match inside.split_once("</defs>") {
            Some((defs, shapes)) => (defs, shapes),
            None => ("", inside),
        };
        let mut gradients = BTreeSet::new();
        for gradient in defs.split("<linearGradient id=\"").skip(1) {
            let Some((id, rest)) = gradient.split_once('"') else {
                continue;
            };
            let rest = rest.trim_end();
            gradients.insert(id.to_owned());
            self.gradients.insert(
                id.to_owned(),
                format!("<linearGradient id=\"g-{id}\"{rest}"),
            );
        }
        let shapes = shapes.replace("url(#", "url(#g-").replace('\n', "");
        self.drawings.insert(name, Drawing { shapes, gradients });
    }
}

/// The drawing of that name, if there is one.
pub(crate) fn find(name: &str) -> Option<&'static str> {
    DRAWINGS
        .drawings
        .get_key_value(name)
        .map(|(name, _)| name.as_str())
}

/// The drawings that a page has used so far.
#[derive(Debug, Default)]
pub(crate) struct Drawn(RefCell<BTreeSet<&'static str>>);

impl Drawn {
    /// Uses a drawing: the id that `<use>` refers to.
    pub(crate) fn draw(&self, name: &'static str) -> String {
        self.0.borrow_mut().insert(name);
        format!("d-{name}")
    }

    /// The definitions of all that were used; empty if none was.
    pub(crate) fn sprite(&self) -> String {
        let used = self.0.borrow();
        let drawings: Vec<(&str, &Drawing)> = used
            .iter()
            .filter_map(|name| Some((*name, DRAWINGS.drawings.get(*name)?)))
            .collect();
        if drawings.is_empty() {
            return String::new();
        }
        let gradients: BTreeSet<&String> = drawings
            .iter()
            .flat_map(|(_, drawing)| &drawing.gradients)
            .collect();
        let mut sprite = String::from("<svg class=\"sprite\" aria-hidden=\"true\"><defs>");
        sprite.extend(
            gradients
                .into_iter()
                .filter_map(|id| DRAWINGS.gradients.get(id).map(String::as_str)),
        );
        sprite.push_str("</defs>");
        for (name, drawing) in drawings {
            let shapes = &drawing.shapes;
            sprite.extend([
                "<symbol id=\"d-",
                name,
                "\" viewBox=\"0 0 400 400\">",
                shapes,
                "</symbol>",
            ]);
        }
        sprite.push_str("</svg>");
        sprite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_defines_what_it_uses_once() {
        let drawn = Drawn::default();
        assert_eq!(drawn.sprite(), "");
        let kettle = find("kettle").unwrap();
        assert_eq!(drawn.draw(kettle), "d-kettle");
        drawn.draw(kettle);
        drawn.draw(find("laptop").unwrap());
        let sprite = drawn.sprite();
        assert_eq!(sprite.matches("<symbol id=\"d-kettle\"").count(), 1);
        assert_eq!(sprite.matches("<symbol").count(), 2);
        assert!(find("nothing").is_none());
    }

    #[test]
    fn every_gradient_that_is_used_is_defined_and_means_one_thing() {
        let mut meanings: BTreeMap<String, String> = BTreeMap::new();
        for (name, svg) in assets::pictures() {
            for gradient in svg.split("<linearGradient id=\"").skip(1) {
                let (id, rest) = gradient.split_once('"').unwrap();
                let meaning = rest.split("</linearGradient>").next().unwrap();
                let known = meanings
                    .entry(id.to_owned())
                    .or_insert_with(|| meaning.to_owned());
                assert_eq!(known, meaning, "{id} in {name}");
            }
            let drawn = Drawn::default();
            drawn.draw(find(&name).unwrap());
            let sprite = drawn.sprite();
            for used in sprite.split("url(#").skip(1) {
                let id = used.split(')').next().unwrap();
                assert!(sprite.contains(&format!("id=\"{id}\"")), "{id} in {name}");
            }
            for broken in ["<svg xmlns", "<style", "<image", "href="] {
                assert!(!sprite.contains(broken), "{broken} in {name}");
            }
        }
        assert!(meanings.len() > 5);
    }
}
