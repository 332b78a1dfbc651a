//! Everything that templates see: plain structs of texts, numbers and lists. Holds no place in a source, no hash map and no float.
//! `docs/TEMPLATES.md` lists every field; a test holds that list against these files.

mod cite;
mod document;
mod drawing;
mod entity;
mod lists;
mod rows;
mod sides;
mod theme;

pub use cite::*;
pub use document::*;
pub use drawing::*;
pub use entity::*;
pub use lists::*;
pub use rows::*;
pub use sides::*;
pub use theme::*;

use crate::base::shared::Kept;
use serde::Serialize;

/// What every template gets: `page` (this), `site` and, under `view`, one of the views below.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// The kind of the view, which is also the name of its template: `document`.
    pub kind: &'static str,
    /// The page's title, without the portal's.
    pub title: String,
    /// The tag of the language that the title is in, where that is not the page's.
    pub title_lang: Option<String>,
    /// One or two sentences for search engines and previews.
    pub description: String,
    /// The full address of the page, or of the edition that it shows in place of one of its own;
    /// empty on the page for addresses that lead nowhere.
    pub canonical: String,
    /// The same page in every language in which it exists, this one included.
    pub alternates: Vec<Alternate>,
    /// The same page for the reader of each language, for the switcher.
    pub languages: Vec<LanguageLink>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The way from the front page to this page's parent.
    pub crumbs: Vec<Link>,
    /// The feed of this page.
    pub feed: Option<Link>,
    /// Open Graph's type: `article`, `profile` or `website`.
    pub og_type: &'static str,
    /// The full address of the picture that other sites show beside a link to this page: a portrait, or the portal's own; empty without one.
    pub image: String,
    /// JSON-LD, ready for a `script` element.
    pub json_ld: String,
    /// The first part of the address: `people`; empty on the front page.
    pub section: &'static str,
    /// Whether only a preview with `--drafts` shows it: the notice on it.
    pub draft: bool,
    /// The day until which only such a preview shows it.
    pub embargo: Option<Kept<DateRow>>,
    /// Where the page is shown in another language than the reader's: the notice on it.
    pub notice: Option<Notice>,
}

/// A page in one language, for search engines.
#[derive(Debug, Clone, Serialize)]
pub struct Alternate {
    /// As in `hreflang`: `zh-Hans`, or `x-default`.
    pub tag: String,
    /// Its full address.
    pub href: String,
}

/// A page in one language, for readers.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageLink {
    /// `zh-Hans`.
    pub tag: String,
    /// The language's name in itself.
    pub name: String,
    /// Its address.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
}

/// A link with its label.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// The tag of the label's language, where that is not the page's.
    pub lang: Option<String>,
    /// Where it leads.
    pub href: String,
}

/// "This page does not exist in your language yet."
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// The tag of the language in which it is shown.
    pub tag: String,
    /// That language's name in itself.
    pub name: String,
    /// Its name in the reader's language.
    pub named: String,
    /// The address of the real edition.
    pub href: String,
}

/// What is the same on all pages of one language; made of `site.toml` and the strings only.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// The portal's title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// The language's code, as in addresses.
    pub code: String,
    /// The language's tag, as in `lang`.
    pub tag: String,
    /// The direction of its writing: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address of the front page in this language.
    pub home: String,
    /// Where styles and scripts lie, with a slash at its end.
    pub assets: String,
    /// The style sheet's address, with a fingerprint in its name.
    pub style: String,
    /// The address of the portal's own rules, `static/own.css`; empty where it has none.
    pub own_style: String,
    /// The theme switch's script, with a fingerprint in its name.
    pub script: String,
    /// The script that shows previews of links, with a fingerprint in its name.
    pub previews: String,
    /// The main menu: entries with the first part of their address.
    pub menu: Vec<MenuLink>,
    /// The footer's links: plain pages, the glossary, the timeline, the network.
    pub footer: Vec<Link>,
    /// The sides in their order.
    pub sides: Vec<Kept<SideRow>>,
    /// Rules that set the sides' own colours, where `site.toml` gives any.
    pub colors: String,
    /// The portal's feed in this language; empty if feeds are off.
    pub feed: String,
    /// Whether the portal has more than one language.
    pub multilingual: bool,
}

/// An entry of the main menu.
#[derive(Debug, Clone, Serialize)]
pub struct MenuLink {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The first part of that address, to mark the entry one is in.
    pub section: String,
}

/// One view; each has a template of its name.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum View {
    Home(HomeView),
    Document(Box<DocumentView>),
    Person(Box<PersonView>),
    Organization(Box<OrganizationView>),
    Theme(Box<ThemeView>),
    Event(Box<EventView>),
    Term(Box<TermView>),
    Plain(PlainView),
    Documents(DocumentsView),
    Index(IndexView),
    Themes(ThemesView),
    Balance(Box<BalanceView>),
    Proposals(ProposalsView),
    Side(Box<SideView>),
    Timeline(Box<TimelineView>),
    Network(Box<NetworkView>),
    Statements(StatementsView),
    Mentions(MentionsView),
    Redirect(RedirectView),
    Missing(MissingView),
}
