//! What surrounds every page: head, header, footer; the data of `templates/base.html`.

use std::sync::Arc;

use catalogue::Snapshot;
use domain::{Lang, digits};
use serde_json::Value;

use crate::drawings::Drawn;
use crate::strings::Strings;
use crate::visit::{Texts as _, Visit, link};
use crate::{Contact, Site, assets, share, structured};

/// Categories in the header.
const NAV_LENGTH: usize = 10;

/// The data of `base.html`.
pub(crate) struct Frame {
    /// The texts of the page's language.
    pub(crate) t: &'static Strings,
    /// The page's language.
    pub(crate) lang: Lang,
    /// The document's title.
    pub(crate) title: String,
    /// What search engines show below it.
    pub(crate) description: String,
    /// Whether search engines may keep it.
    pub(crate) indexed: bool,
    /// What stands in the search box.
    pub(crate) search: String,
    /// The categories in the header.
    pub(crate) nav: Vec<NavLink>,
    /// Where the scripts find the API.
    pub(crate) api: String,
    /// Who runs the shop.
    pub(crate) contact: Arc<Contact>,
    /// What other sites show of the page when somebody shares it.
    pub(crate) card: ShareCard,
    /// JSON-LD, escaped.
    pub(crate) data: Vec<String>,
    /// The product that the page is about: its slug, or empty.
    pub(crate) product: String,
    drawn: Drawn,
    /// The page's place without language and host.
    canonical: String,
    /// Where the other language's version is, without its prefix; keeps the query.
    place: String,
    origin: String,
}

/// A page as other sites show it (Open Graph).
pub(crate) struct ShareCard {
    /// `website` or `product`.
    pub(crate) kind: &'static str,
    /// Its title, without the shop's name.
    pub(crate) title: String,
    /// Where its picture is; a path of ours or a whole address.
    pub(crate) image: String,
}

/// A link to a category.
pub(crate) struct NavLink {
    /// Its name.
    pub(crate) name: String,
    /// Its address.
    pub(crate) href: String,
    /// Whether the page is within it.
    pub(crate) current: bool,
}

impl Frame {
    /// The frame of a page about `heading`, not kept by search engines until [`Frame::indexed`].
    pub(crate) fn new(site: &Site, visit: &Visit, snapshot: &Snapshot, heading: &str) -> Self {
        let t = visit.t();
        Frame {
            t,
            lang: visit.lang,
            title: t.page_title(heading),
            description: t.home_description.to_owned(),
            indexed: false,
            search: String::new(),
            nav: nav(visit, snapshot),
            canonical: visit.path.clone(),
            place: visit.place(),
            api: site.api.clone(),
            contact: Arc::clone(&site.contact),
            card: ShareCard {
                kind: "website",
                title: heading.to_owned(),
                image: share::url(share::SHOP),
            },
            data: Vec::new(),
            product: String::new(),
            drawn: Drawn::default(),
            origin: site.origin.clone(),
        }
    }

    /// Lets search engines keep the page, described so, at `path` (without language and host).
    pub(crate) fn indexed(mut self, path: String, description: String) -> Self {
        self.indexed = true;
        self.canonical = path;
        self.description = description;
        self
    }

    /// The document's title as it is, without the shop's name behind it.
    pub(crate) fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Says who we are and how to search here.
    pub(crate) fn with_shop(mut self) -> Self {
        let home = self.canonical_url();
        let search = self.whole("/search");
        let logo = format!("{}{}", self.origin, share::url(share::SHOP));
        let shop = structured::shop(self.t.shop_name, &home, &search, &logo, &self.contact);
        self.add_data(&shop);
        self
    }

    /// Says the way to the page: names and paths (in the page's language), its own last.
    pub(crate) fn with_way(mut self, steps: impl IntoIterator<Item = (String, String)>) -> Self {
        let home = (self.t.home.to_owned(), self.whole("/"));
        let below = steps
            .into_iter()
            .map(|(name, path)| (name, format!("{}{path}", self.origin)));
        let steps: Vec<_> = std::iter::once(home).chain(below).collect();
        self.add_data(&structured::breadcrumbs(&steps));
        self
    }

    /// Adds JSON-LD; nothing without whole addresses, which it must name.
    pub(crate) fn add_data(&mut self, value: &Value) {
        if self.has_address() {
            self.data.push(structured::block(value));
        }
    }

    /// Fills the search box.
    pub(crate) fn searching(mut self, words: &str) -> Self {
        words.clone_into(&mut self.search);
        self
    }

    /// Where the page can be opened again, if not where the request went (a form's action).
    pub(crate) fn placed_at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.place);
        path.clone_into(&mut self.canonical);
        self
    }

    /// The address of one of our paths in the page's language.
    pub(crate) fn link(&self, path: &str) -> String {
        link(self.lang, path)
    }

    /// The whole address of one of our paths in the page's language.
    pub(crate) fn whole(&self, path: &str) -> String {
        format!("{}{}", self.origin, self.link(path))
    }

    /// Whether we know where shoppers reach us.
    pub(crate) fn has_address(&self) -> bool {
        !self.origin.is_empty()
    }

    /// The whole address of the picture for sharing.
    pub(crate) fn card_image(&self) -> String {
        if self.card.image.starts_with('/') {
            format!("{}{}", self.origin, self.card.image)
        } else {
            self.card.image.clone()
        }
    }

    /// The page's language and country, as Open Graph names them.
    pub(crate) fn locale(&self) -> &'static str {
        locale(self.lang)
    }

    /// The other version's.
    pub(crate) fn other_locale(&self) -> &'static str {
        locale(self.other())
    }

    /// Uses a drawing: the id that `<use>` refers to. It is defined at the page's end.
    pub(crate) fn draw(&self, name: &'static str) -> String {
        self.drawn.draw(name)
    }

    /// The definitions of the drawings used so far.
    pub(crate) fn sprite(&self) -> String {
        self.drawn.sprite()
    }

    /// The shop's sign.
    pub(crate) fn logo(&self) -> String {
        let id = self.draw("logo");
        format!(
            "<svg viewBox=\"0 0 400 400\" width=\"40\" height=\"40\" aria-hidden=\"true\"><use href=\"#{id}\"/></svg>"
        )
    }

    /// The address that dials a number.
    pub(crate) fn dial(&self, phone: &str) -> String {
        let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
        format!("tel:{}", digits.collect::<String>())
    }

    /// A number as the page's language writes it.
    pub(crate) fn spoken(&self, phone: &str) -> String {
        digits::localise(phone, self.lang).into_owned()
    }

    /// The address of an asset.
    pub(crate) fn asset(&self, path: &str) -> String {
        assets::url(path)
    }

    /// The other language.
    pub(crate) fn other(&self) -> Lang {
        self.lang.other()
    }

    /// The other language's name, in itself.
    pub(crate) fn other_name(&self) -> &'static str {
        self.other().own_name()
    }

    /// This page in the other language.
    pub(crate) fn other_link(&self) -> String {
        link(self.other(), &self.place)
    }

    /// The whole address of the page in English.
    pub(crate) fn english_url(&self) -> String {
        format!("{}{}", self.origin, link(Lang::En, &self.canonical))
    }

    /// The whole address of the page in Bangla.
    pub(crate) fn bangla_url(&self) -> String {
        format!("{}{}", self.origin, link(Lang::Bn, &self.canonical))
    }

    /// The whole address of the page.
    pub(crate) fn canonical_url(&self) -> String {
        match self.lang {
            Lang::En => self.english_url(),
            Lang::Bn => self.bangla_url(),
        }
    }
}

fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en_BD",
        Lang::Bn => "bn_BD",
    }
}

fn nav(visit: &Visit, snapshot: &Snapshot) -> Vec<NavLink> {
    let filled = snapshot.categories().iter().filter(|node| node.count > 0);
    filled
        .take(NAV_LENGTH)
        .map(|node| {
            let path = crate::links::category(node.category.slug.as_str());
            NavLink {
                name: node.category.name.get(visit.lang).to_owned(),
                current: path == visit.path,
                href: visit.link(&path),
            }
        })
        .collect()
}
