//! Floor 5: which pages there are, and everything that each one shows. Makes views, not HTML pages, and writes nothing.

pub mod address;
pub mod assets;
pub mod balance;
pub mod cite;
pub mod document;
pub mod drawing;
pub mod entity;
pub mod event;
pub mod ground;
pub mod head;
pub mod index;
pub mod jsonld;
pub mod key;
pub mod links;
pub mod listed;
pub mod lists;
pub mod network;
pub mod organization;
pub mod original;
pub mod person;
pub mod plain;
pub mod positions;
pub mod proposals;
pub mod related;
pub mod route;
pub mod rows;
pub mod side;
pub mod site;
pub mod statement;
pub mod strip;
mod office;
mod term;
pub mod text;
pub mod theme;
pub mod timeline;
pub mod view;
pub mod words;

use crate::base::date::Day;
use crate::base::diag::{Checked, Diagnostic};
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Lang;
use crate::entity::ItemId;
use crate::input::config::Config;
use crate::input::strings::Strings;
use crate::model::Model;
use crate::parse::Kind;
use route::{Page, Route, Routes};
use std::cell::RefCell;
use std::sync::{Arc, OnceLock};
use view::{Head, View};

/// Everything that a view is made from.
pub struct Pages {
    /// `site.toml`.
    pub config: Config,
    /// Interface strings, by language.
    pub strings: Vec<Strings>,
    /// Who said what.
    pub model: Model,
    /// Which pages there are.
    pub routes: Arc<Routes>,
    /// Files that texts may refer to.
    pub assets: assets::Assets,
    /// Rows that are made once.
    pub rows: rows::Rows,
    /// Tell whether a page must be made anew.
    pub keys: OnceLock<key::Keys>,
    /// Of every input that is no document.
    pub world: Fingerprint,
    /// Sets rows in HTML.
    pub press: Box<dyn rows::Press>,
    /// Decides what is overdue, and nothing else.
    pub today: Day,
    /// Whether drafts are shown, and marked.
    pub drafts: bool,
}

/// One page in one language, while its view is made.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// All there is.
    pub pages: &'a Pages,
    /// The reader's language.
    pub lang: Lang,
    /// What went wrong on the way.
    failed: &'a RefCell<Vec<Diagnostic>>,
}

impl Pages {
    /// What `work` makes for the readers of a language, with what went wrong.
    pub fn desk<R>(&self, lang: Lang, work: impl FnOnce(Desk<'_>) -> R) -> Checked<R> {
        let failed = RefCell::new(Vec::new());
        let value = work(Desk { pages: self, lang, failed: &failed });
        Checked { value, notes: failed.into_inner() }
    }

    /// The template of a page, without `.html`.
    pub fn template(&self, route: &Route) -> &'static str {
        self.desk(route.lang, |desk| head::template(route.page, desk)).value
    }

    /// The head and the view of a page.
    pub fn view(&self, route: &Route) -> Checked<(Head, View)> {
        self.desk(route.lang, |desk| desk.view(route))
    }

    /// The strings of a language.
    pub fn strings(&self, lang: Lang) -> &Strings {
        &self.strings[lang.index()]
    }
}

impl<'a> Desk<'a> {
    fn view(self, route: &Route) -> (Head, View) {
        let desk = self;
        let view = match route.page {
            Page::Home => View::Home(desk.home()),
            Page::Item(id) => desk.item_view(id),
            Page::Documents(of, number) => View::Documents(desk.documents(of, number)),
            Page::Index(Kind::Theme) => View::Themes(desk.themes()),
            Page::Index(kind) => View::Index(desk.index(kind)),
            Page::Balance => View::Balance(Box::new(desk.balance())),
            Page::Proposals(number) => View::Proposals(desk.proposals(None, number)),
            Page::Standing(state, number) => View::Proposals(desk.proposals(Some(state), number)),
            Page::Timeline(number) => View::Timeline(Box::new(desk.timeline(number))),
            Page::Network => View::Network(Box::new(desk.network())),
            Page::Side(id) => View::Side(Box::new(desk.side_page(id))),
            Page::Statements(list, number) => View::Statements(desk.statements_page(list, number)),
            Page::Mentions(id, number) => View::Mentions(desk.mentions_page(id, number)),
            Page::Redirect(id) => View::Redirect(view::RedirectView { href: desk.item_href(id) }),
            Page::Missing => View::Missing(desk.missing()),
        };
        (desk.head(route, &view), view)
    }

    fn item_view(self, id: ItemId) -> View {
        match self.pages.model.registry.get(id).kind {
            Kind::Document => View::Document(Box::new(self.document(id))),
            Kind::Person => View::Person(Box::new(self.person(id))),
            Kind::Organization => View::Organization(Box::new(self.organization(id))),
            Kind::Theme => View::Theme(Box::new(self.theme(id))),
            Kind::Event => View::Event(Box::new(self.event(id))),
            Kind::Term => View::Term(Box::new(self.term(id))),
            Kind::Page => View::Plain(self.plain_page(id)),
        }
    }

    /// The strings of the reader's language.
    pub fn strings(self) -> &'a Strings {
        self.pages.strings(self.lang)
    }

    /// The model.
    pub fn model(self) -> &'a Model {
        &self.pages.model
    }

    /// The tag of `lang` where it is not the reader's.
    pub fn tag(self, lang: Option<Lang>) -> Option<String> {
        lang.filter(|l| *l != self.lang).map(|l| self.pages.config.language(l).tag.clone())
    }
}
