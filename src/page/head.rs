//! The head of a page: titles, canonical addresses, languages, breadcrumbs, the notice on pages that are missing in a language.

use super::Desk;
use super::address::prefix;
use super::assets;
use super::listed::{DocumentsOf, StatementsOf};
use super::route::{Page, Route};
use super::view::*;
use crate::base::lang::Lang;
use crate::entity::{Item, ItemId, Speaker};
use crate::parse::Kind;

impl Desk<'_> {
    /// The head of a page whose view is made.
    pub fn head(self, route: &Route, view: &View) -> Head {
        let page = route.page;
        let (title, title_lang) = self.title(page);
        let shown = self.shown_in(page);
        let missing = shown != self.lang;
        let registry = &self.model().registry;
        let shown_item = match page {
            Page::Item(id) => Some(registry.get(id)),
            _ => page.introduced().and_then(|kind| registry.intro(kind)).map(|(_, intro)| intro),
        };
        let mut head = Head {
            kind: template(page, self),
            title,
            title_lang,
            description: self.description(page),
            // The page stands for every address that leads nowhere, so it has none of its own.
            canonical: if page == Page::Missing { String::new() } else { self.absolute(&self.address_in(page, shown)) },
            alternates: if missing { Vec::new() } else { self.alternates(page) },
            languages: self.languages(page),
            noindex: missing || page == Page::Missing,
            crumbs: self.crumbs(page),
            feed: self.feed(page),
            og_type: og_type(page, self),
            image: self.image(page),
            json_ld: String::new(),
            section: self.section(page),
            draft: shown_item.is_some_and(|item| self.is_draft(item)),
            embargo: shown_item.and_then(|item| self.embargo(item)).map(|day| self.date(day)),
            notice: missing.then(|| self.notice(page, shown)),
        };
        head.json_ld = super::jsonld::page(self, page, view, &head);
        head
    }

    fn image(self, page: Page) -> String {
        let portrait = match page {
            Page::Item(id) => self.portrait(id),
            _ => None,
        };
        let own = || Some(assets::shared(self.pages.config.image.as_ref()?.value.show(self.lang)));
        match portrait.cloned().or_else(own) {
            Some(path) => self.absolute(&assets::written(&path)),
            None => String::new(),
        }
    }

    fn name_of_item(self, id: ItemId) -> (String, Option<String>) {
        let (name, found) = self.model().registry.get(id).name(self.lang);
        (name.to_owned(), self.tag(found))
    }

    fn title(self, page: Page) -> (String, Option<String>) {
        let strings = self.strings();
        let numbered = |title: String, number: usize| match number {
            0 => title,
            n => format!("{title} · {}", strings.fill("list.page", &[("n", &n.to_string())])),
        };
        let title = match page {
            Page::Home => self.show(&self.pages.config.title),
            Page::Item(id) | Page::Redirect(id) => return self.name_of_item(id),
            Page::Documents(of, number) => numbered(self.title_of_documents(of), number),
            Page::Index(kind) => strings.get(&format!("nav.{}", super::address::folder(kind))).to_owned(),
            Page::Balance => strings.get("nav.balance").to_owned(),
            Page::Proposals(number) => numbered(strings.get("proposals.title").to_owned(), number),
            Page::Standing(state, number) => {
                let word = self.word("state", state.word());
                numbered([strings.get("proposals.title"), strings.get("join.colon"), &*word].concat(), number)
            }
            Page::Timeline(number) => numbered(strings.get("nav.timeline").to_owned(), number),
            Page::Network => strings.get("nav.network").to_owned(),
            Page::Side(id) => self.side(id).name.clone(),
            Page::Statements(of, number) => numbered(self.title_of_statements(of), number),
            Page::Mentions(id, number) => numbered(self.about("list.mentions-of", id), number),
            Page::Missing => strings.get("page.missing-title").to_owned(),
        };
        (title, None)
    }

    fn about(self, key: &str, id: ItemId) -> String {
        self.strings().fill(key, &[("name", &self.name_of_item(id).0)])
    }

    fn title_of_documents(self, of: DocumentsOf) -> String {
        match of {
            DocumentsOf::All => self.strings().get("nav.documents").to_owned(),
            DocumentsOf::Year(year) => self.strings().fill("list.documents-of", &[("year", &format!("{year:04}"))]),
            DocumentsOf::Item(id) => self.about("list.documents-with", id),
            DocumentsOf::Publisher(id) => self.about("list.published-by", id),
        }
    }

    fn title_of_statements(self, of: StatementsOf) -> String {
        let about = |name: &str| self.strings().fill("list.statements-of", &[("name", name)]);
        match of {
            StatementsOf::Item(id) => self.about("list.statements-of", id),
            StatementsOf::InOffice(id) => self.about("list.in-office-of", id),
            StatementsOf::Source(id) => self.about("list.known-from", id),
            StatementsOf::On((theme, place)) => about(&self.proposition(theme, place).unwrap_or_default()),
            StatementsOf::Side(id) => about(&self.side(id).name),
            StatementsOf::To(Speaker::Item(id)) => self.about("list.addressed-to", id),
            StatementsOf::To(Speaker::Side(id)) => {
                self.strings().fill("list.addressed-to", &[("name", &self.side(id).short)])
            }
            StatementsOf::All => self.strings().get("nav.statements").to_owned(),
            StatementsOf::Figures => self.strings().get("nav.figures").to_owned(),
        }
    }

    fn description(self, page: Page) -> String {
        match page {
            Page::Item(id) => {
                let item = self.model().registry.get(id);
                let summary = self.show(&item.common.summary);
                if summary.is_empty() { self.first_words(id) } else { summary }
            }
            Page::Timeline(_) => self.strings().get("timeline.lede").to_owned(),
            Page::Network => self.strings().get("network.lede").to_owned(),
            _ => self.show(&self.pages.config.description),
        }
    }

    /// The beginning of a public text, at most 200 characters.
    fn first_words(self, id: ItemId) -> String {
        let item = self.model().registry.get(id);
        let public = item.document().is_none_or(|d| d.publish == crate::parse::meta::Publish::Full);
        let Some((lang, edition)) = self.edition(id).filter(|_| public) else { return String::new() };
        let end = edition.body.plain.find('\n').unwrap_or(edition.body.plain.len());
        let line = self.plain(id, lang, crate::base::span::Span::new(0, end));
        super::cite::shortened(&line, 200)
    }

    /// Whether the item has a page of its own in a language: an edition, a name, or no text that could be in another language.
    pub fn exists_in(self, item: &Item, lang: Lang) -> bool {
        if item.editions.get(lang).is_some() {
            return true;
        }
        if matches!(item.kind, Kind::Document | Kind::Page) {
            return false;
        }
        let empty = item.editions.leading().is_none_or(|(_, e)| e.body.blocks.is_empty());
        empty || item.common.name.by.get(lang).is_some()
    }

    /// The language that a page is really in for this reader: the reader's, else that of the edition shown.
    pub fn shown_in(self, page: Page) -> Lang {
        let (Page::Item(id) | Page::Redirect(id)) = page else { return self.lang };
        let item = self.model().registry.get(id);
        if self.exists_in(item, self.lang) {
            return self.lang;
        }
        item.editions.leading().map_or(self.lang, |(lang, _)| lang)
    }

    fn alternates(self, page: Page) -> Vec<Alternate> {
        let config = &self.pages.config;
        if config.languages.len() < 2 || matches!(page, Page::Missing | Page::Redirect(_)) {
            return Vec::new();
        }
        let has = |lang: &Lang| match page {
            Page::Item(id) => self.exists_in(self.model().registry.get(id), *lang),
            _ => true,
        };
        let langs: Vec<Lang> = config.langs().filter(has).collect();
        let href = |lang: Lang| self.absolute(&self.address_in(page, lang));
        let mut all: Vec<Alternate> =
            langs.iter().map(|l| Alternate { tag: config.language(*l).tag.clone(), href: href(*l) }).collect();
        if let Some(first) = langs.first() {
            all.push(Alternate { tag: "x-default".to_owned(), href: href(*first) });
        }
        all
    }

    fn languages(self, page: Page) -> Vec<LanguageLink> {
        let config = &self.pages.config;
        let link = |lang: Lang| {
            let language = config.language(lang);
            LanguageLink {
                tag: language.tag.clone(),
                name: language.name.clone(),
                href: self.link(&self.address_in(page, lang)),
                current: lang == self.lang,
            }
        };
        if config.languages.len() < 2 { Vec::new() } else { config.langs().map(link).collect() }
    }

    fn crumbs(self, page: Page) -> Vec<Link> {
        let strings = self.strings();
        let nav =
            |key: &str, page: Page| Link { label: strings.get(key).to_owned(), lang: None, href: self.href(page) };
        let home = nav("nav.home", Page::Home);
        let index = |kind: Kind| match kind {
            Kind::Document => Some(nav("nav.documents", Page::Documents(DocumentsOf::All, 0))),
            Kind::Page => None,
            kind => Some(nav(&format!("nav.{}", super::address::folder(kind)), Page::Index(kind))),
        };
        let kind = |id: ItemId| self.model().registry.get(id).kind;
        if let Some(id) = page.belongs_to() {
            let own = (!matches!(page, Page::Item(_))).then(|| self.link_to(id));
            return std::iter::once(home).chain(index(kind(id))).chain(own).collect();
        }
        match page {
            Page::Home | Page::Missing | Page::Redirect(_) => Vec::new(),
            Page::Statements(StatementsOf::Side(id) | StatementsOf::To(Speaker::Side(id)), _) => {
                vec![home, Link { label: self.side(id).name.clone(), lang: None, href: self.href(Page::Side(id)) }]
            }
            Page::Statements(list, 1..) => {
                let key = if list == StatementsOf::Figures { "nav.figures" } else { "nav.statements" };
                vec![home, nav(key, Page::Statements(list, 0))]
            }
            Page::Proposals(1..) | Page::Standing(..) => vec![home, nav("nav.proposals", Page::Proposals(0))],
            Page::Timeline(1..) => vec![home, nav("nav.timeline", Page::Timeline(0))],
            Page::Timeline(0) | Page::Network | Page::Balance | Page::Proposals(0) => vec![home],
            Page::Documents(DocumentsOf::All, 0) | Page::Index(_) => vec![home],
            Page::Documents(..) => std::iter::once(home).chain(index(Kind::Document)).collect(),
            _ => vec![home],
        }
    }

    /// The first part of an address, which the menu marks.
    fn section(self, page: Page) -> &'static str {
        if let Some(id) = page.belongs_to() {
            return super::address::folder(self.model().registry.get(id).kind);
        }
        match page {
            Page::Redirect(id) => super::address::folder(self.model().registry.get(id).kind),
            Page::Documents(..) => "documents",
            Page::Index(kind) => super::address::folder(kind),
            Page::Balance => "balance",
            Page::Proposals(_) | Page::Standing(..) => "proposals",
            Page::Timeline(_) => "timeline",
            Page::Network => "network",
            Page::Side(_) | Page::Statements(StatementsOf::Side(_) | StatementsOf::To(_), _) => "sides",
            Page::Statements(StatementsOf::Figures, _) => "figures",
            Page::Statements(..) => "statements",
            _ => "",
        }
    }

    /// The address of the feed that belongs to a page, in the site.
    pub fn feed_address(self, page: Page) -> Option<String> {
        let kind = |id: ItemId| self.model().registry.get(id).kind;
        match page {
            Page::Home => Some(format!("{}atom.xml", prefix(&self.pages.config, self.lang))),
            Page::Side(_) | Page::Proposals(0) => Some(format!("{}atom.xml", self.address(page))),
            Page::Item(id) if matches!(kind(id), Kind::Person | Kind::Organization | Kind::Theme) => {
                Some(format!("{}atom.xml", self.address(page)))
            }
            _ => None,
        }
    }

    fn feed(self, page: Page) -> Option<Link> {
        if !self.pages.config.feeds || self.shown_in(page) != self.lang {
            return None;
        }
        let address = self.feed_address(page)?;
        Some(Link { label: self.title(page).0, lang: None, href: self.link(&address) })
    }

    fn notice(self, page: Page, shown: Lang) -> Notice {
        let language = self.pages.config.language(shown);
        Notice {
            tag: language.tag.clone(),
            name: language.name.clone(),
            named: self.language_name(&language.tag),
            href: self.link(&self.address_in(page, shown)),
        }
    }
}

/// The template of a page, which is also the kind of its view.
pub fn template(page: Page, desk: Desk<'_>) -> &'static str {
    match page {
        Page::Home => "home",
        Page::Item(id) => desk.model().registry.get(id).kind.word(),
        Page::Documents(..) => "documents",
        Page::Index(Kind::Term) => "terms",
        Page::Index(kind) => kind.folder(),
        Page::Balance => "balance",
        Page::Proposals(_) | Page::Standing(..) => "proposals",
        Page::Timeline(_) => "timeline",
        Page::Network => "network",
        Page::Side(_) => "side",
        Page::Statements(..) => "statements",
        Page::Mentions(..) => "mentions",
        Page::Redirect(_) => "redirect",
        Page::Missing => "404",
    }
}

fn og_type(page: Page, desk: Desk<'_>) -> &'static str {
    match page {
        Page::Item(id) => match desk.model().registry.get(id).kind {
            Kind::Document => "article",
            Kind::Person => "profile",
            _ => "website",
        },
        _ => "website",
    }
}
