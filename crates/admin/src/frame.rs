//! What surrounds every page: head, sections, who is logged in, the message after a redirect; the
//! data of `templates/base.html`.

mod nav;

use domain::Lang;
use pages::visit::link;
use pages::{Shown, Visit, strings};
use shop::Identity;

use crate::assets;
use crate::strings::Common;

pub(crate) use nav::Entry;

/// The data of `base.html`.
pub(crate) struct Frame {
    /// The words that every page shares.
    pub(crate) t: &'static Common,
    /// The page's language.
    pub(crate) lang: Lang,
    /// The document's title.
    pub(crate) title: String,
    /// The sections that are open to whoever is logged in.
    pub(crate) nav: Vec<Entry>,
    /// Who is logged in; `None` where that isn't known (`error.html`).
    pub(crate) member: Option<Member>,
    /// What has just been done, on the page that a form led to.
    pub(crate) done: Option<&'static str>,
    /// What the address says has been done.
    asked: String,
    /// Where the page can be opened again, without its language.
    place: String,
}

/// Who is logged in.
pub(crate) struct Member {
    /// Their name.
    pub(crate) username: String,
    /// What they may do, in words.
    pub(crate) role: &'static str,
}

impl Frame {
    /// The frame of a page about `heading` for whoever is logged in.
    pub(crate) fn new(visit: &Visit, who: &Identity, heading: &str) -> Self {
        let t = Common::of(visit.lang);
        Frame {
            nav: nav::entries(visit, who),
            member: Some(Member {
                username: who.username.clone(),
                role: t.role(who.role),
            }),
            ..Frame::outside(visit, heading)
        }
    }

    /// The frame of a page for nobody in particular: without sections.
    pub(crate) fn outside(visit: &Visit, heading: &str) -> Self {
        let t = Common::of(visit.lang);
        let (kept, asked) = without_done(visit.query.as_deref().unwrap_or_default());
        Frame {
            t,
            lang: visit.lang,
            title: t.page_title(heading),
            nav: Vec::new(),
            member: None,
            done: None,
            asked,
            place: match kept.as_str() {
                "" => visit.path.clone(),
                kept => format!("{}?{kept}", visit.path),
            },
        }
    }

    /// Shows the words of whichever code stands in the address as `?done=`; a code that isn't
    /// listed shows nothing, so nobody can put words into our mouth with a link.
    pub(crate) fn says(mut self, words: &[(&str, &'static str)]) -> Self {
        let known = words.iter().find(|(code, _)| *code == self.asked);
        self.done = known.map(|(_, words)| *words);
        self
    }

    /// Where the page can be opened again, if not where the request went (a form's action).
    pub(crate) fn placed_at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.place);
        self
    }

    /// The address of one of our paths in the page's language.
    pub(crate) fn link(&self, path: &str) -> String {
        link(self.lang, path)
    }

    /// The address of a file of the back office.
    pub(crate) fn asset(&self, path: &str) -> String {
        assets::url(path)
    }

    /// The address of an icon within the one file of icons.
    pub(crate) fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::url("icons.svg"))
    }

    /// A number, price or text as the page's language writes it.
    pub(crate) fn show(&self, value: impl Shown) -> String {
        strings::show(value, self.lang)
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
}

/// A query without its `done`, and what that said.
fn without_done(query: &str) -> (String, String) {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let (done, kept): (Vec<_>, Vec<_>) = pairs.partition(|pair| pair.starts_with("done="));
    let done = done.first().and_then(|pair| pair.strip_prefix("done="));
    (kept.join("&"), done.unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(uri: &str) -> Frame {
        Frame::outside(&Visit::new(&uri.parse().unwrap()), "Coupons")
    }

    #[test]
    fn only_words_of_our_own_are_said() {
        let words = [("saved", "It was saved."), ("gone", "It is gone.")];
        let said = |uri: &str| frame(uri).says(&words).done;
        assert_eq!(said("/admin/coupons?q=eid&done=saved"), Some(words[0].1));
        for other in ["?done=", "?done=SAVED", "?done=Your+password+please", ""] {
            assert_eq!(said(&format!("/admin/coupons{other}")), None, "{other}");
        }
    }

    #[test]
    fn the_other_language_shows_the_same_list_and_no_message() {
        let frame = frame("/bn/admin/coupons?q=eid&done=saved&page=2");
        assert_eq!(frame.other_link(), "/admin/coupons?q=eid&page=2");
    }
}
