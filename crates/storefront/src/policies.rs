//! The pages that say how the shop works: about, contact, returns, terms, privacy.
//!
//! They promise what the Digital Commerce Guidelines 2021 of Bangladesh ask for: to the courier
//! within 48 hours, delivered within 5 days in the same city and 10 elsewhere, money back within
//! 10 days by the way it came, complaints answered within 72 hours. Who runs the shop comes from
//! the settings. The texts are in `policies/texts.rs`, both languages side by side.

mod texts;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Lang;
use edge::Problem;

use crate::frame::Frame;
use crate::strings::Strings;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};
use texts::{SECTIONS, Text};

/// One of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Policy {
    About,
    Contact,
    Returns,
    Terms,
    Privacy,
}

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage {
    frame: Frame,
    title: &'static str,
    sections: Vec<Section>,
    shows_contact: bool,
    /// Address, name, and whether it is this page.
    links: Vec<(String, &'static str, bool)>,
}

/// A heading, which may be empty, and what stands below it.
struct Section {
    heading: &'static str,
    paragraphs: Vec<&'static str>,
}

impl Policy {
    /// All of them, in the order in which they are named.
    pub(crate) const ALL: [Policy; 5] = [
        Policy::About,
        Policy::Contact,
        Policy::Returns,
        Policy::Terms,
        Policy::Privacy,
    ];

    /// Its place, without the language.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Policy::About => "/about",
            Policy::Contact => "/contact",
            Policy::Returns => "/returns",
            Policy::Terms => "/terms",
            Policy::Privacy => "/privacy",
        }
    }

    fn title(self, t: &Strings) -> &'static str {
        match self {
            Policy::About => t.about_link,
            Policy::Contact => t.contact_link,
            Policy::Returns => t.returns_link,
            Policy::Terms => t.terms_link,
            Policy::Privacy => t.privacy_link,
        }
    }

    /// `GET` of its path.
    pub(crate) async fn show(
        self,
        State(state): State<Storefront>,
        visit: Visit,
    ) -> Result<Response, Problem> {
        let (t, lang) = (visit.t(), visit.lang);
        let snapshot = state.shop.catalogue().snapshot();
        let title = self.title(t);
        let sections = sections(self, lang);
        let about = sections
            .first()
            .and_then(|section| section.paragraphs.first())
            .map_or(title, |paragraph| *paragraph)
            .to_owned();
        respond::shared(&PolicyPage {
            frame: Frame::new(&state.site, &visit, &snapshot, title)
                .indexed(self.path().to_owned(), about),
            title,
            sections,
            shows_contact: matches!(self, Policy::Contact | Policy::About),
            links: Policy::ALL
                .iter()
                .map(|other| (visit.link(other.path()), other.title(t), *other == self))
                .collect(),
        })
    }
}

fn sections(policy: Policy, lang: Lang) -> Vec<Section> {
    let in_lang = |text: &'static Text| match lang {
        Lang::En => text.0,
        Lang::Bn => text.1,
    };
    SECTIONS
        .iter()
        .filter(|(of, _, _)| *of == policy)
        .map(|(_, heading, paragraphs)| Section {
            heading: in_lang(heading),
            paragraphs: paragraphs.iter().map(in_lang).collect(),
        })
        .collect()
}
