//! What surrounds every page: head, header, footer; the data of `templates/base.html`.

use catalogue::Snapshot;
use domain::Lang;

use crate::strings::Strings;
use crate::visit::{Texts as _, Visit, link};
use crate::{Site, assets};

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
    /// The page's place without language and host.
    canonical: String,
    /// Where the other language's version is, without its prefix; keeps the query.
    place: String,
    origin: String,
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

    /// The address of an asset.
    pub(crate) fn asset(&self, path: &str) -> String {
        assets::url(path)
    }

    /// The other language.
    pub(crate) fn other(&self) -> Lang {
        match self.lang {
            Lang::En => Lang::Bn,
            Lang::Bn => Lang::En,
        }
    }

    /// The other language's name, in itself.
    pub(crate) fn other_name(&self) -> &'static str {
        match self.other() {
            Lang::En => "English",
            Lang::Bn => "বাংলা",
        }
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
