//! What is the same on all pages of one language. Made of `site.toml` and the strings only, so that no other edit touches every page.

use super::Desk;
use super::listed::{DocumentsOf, StatementsOf};
use super::route::Page;
use super::view::{Link, MenuLink, SiteView};
use crate::input::config::MenuItem;
use crate::parse::Kind;
use std::fmt::Write;

impl Desk<'_> {
    /// The site as pages of this language show it; `style` and `scripts` are addresses in the site.
    pub fn site_view(self, styles: [&str; 2], scripts: [&str; 2]) -> SiteView {
        let config = &self.pages.config;
        let language = config.language(self.lang);
        SiteView {
            title: self.show(&config.title),
            description: self.show(&config.description),
            code: language.code.clone(),
            tag: language.tag.clone(),
            dir: crate::input::config::direction(&language.tag),
            home: self.href(Page::Home),
            // Of a file, because a folder's address may name its `index.html`.
            assets: self.link("assets/-").trim_end_matches('-').to_owned(),
            style: self.link(styles[0]),
            own_style: if styles[1].is_empty() { String::new() } else { self.link(styles[1]) },
            script: self.link(scripts[0]),
            previews: self.link(scripts[1]),
            menu: if config.menu.is_empty() {
                self.own_menu()
            } else {
                config.menu.iter().map(|m| self.menu_link(m)).collect()
            },
            footer: self.footer(),
            sides: config.side_ids().map(|id| self.side(id)).collect(),
            colors: self.colors(),
            feed: if config.feeds {
                self.link(&format!("{}atom.xml", self.address(Page::Home)))
            } else {
                String::new()
            },
            multilingual: config.languages.len() > 1,
        }
    }

    /// The plain pages, by id, and the glossary if there is one: all of the content that every page shows, because it hardly ever changes; then
    /// pages that the menu has no room for.
    fn footer(self) -> Vec<Link> {
        let view =
            |key: &str, page| Link { label: self.strings().get(key).to_owned(), lang: None, href: self.href(page) };
        let plain = self.model().registry.of_kind(Kind::Page).map(|(id, _)| self.link_to(id));
        let timeline = (!self.pages.config.menu.is_empty()).then(|| view("nav.timeline", Page::Timeline(0)));
        let has_terms = self.model().registry.of_kind(Kind::Term).next().is_some();
        let glossary = has_terms.then(|| view("nav.glossary", Page::Index(Kind::Term)));
        plain.chain(glossary).chain(timeline).chain([view("nav.network", Page::Network)]).collect()
    }

    fn own_menu(self) -> Vec<MenuLink> {
        let entry = |section: &str, page| MenuLink {
            label: self.strings().get(&format!("nav.{section}")).to_owned(),
            href: self.href(page),
            section: section.to_owned(),
        };
        vec![
            entry("documents", Page::Documents(DocumentsOf::All, 0)),
            entry("people", Page::Index(Kind::Person)),
            entry("organizations", Page::Index(Kind::Organization)),
            entry("themes", Page::Index(Kind::Theme)),
            entry("events", Page::Index(Kind::Event)),
            entry("proposals", Page::Proposals(0)),
            entry("balance", Page::Balance),
            entry("statements", Page::Statements(StatementsOf::All, 0)),
            entry("timeline", Page::Timeline(0)),
        ]
    }

    fn menu_link(self, item: &MenuItem) -> MenuLink {
        let target = item.target.value.trim_matches('/');
        let section = target.split('/').next().unwrap_or_default().to_owned();
        let label = match item.label.show(self.lang) {
            "" if target.is_empty() => self.strings().get("nav.home").to_owned(),
            "" => target.to_owned(),
            label => label.to_owned(),
        };
        if item.external {
            return MenuLink { label, href: item.target.value.clone(), section: String::new() };
        }
        let address = super::address::menu_address(&item.target.value);
        let address = format!("{}{address}", super::address::prefix(&self.pages.config, self.lang));
        MenuLink { label, href: self.link(&address), section }
    }

    /// The sides' own colours as custom properties of the style sheet.
    fn colors(self) -> String {
        let mut css = String::new();
        for (i, side) in self.pages.config.sides.iter().enumerate() {
            let n = self.side(crate::input::config::SideId(i as u8)).n;
            if let [Some(light), dark] = &side.colors {
                let dark = dark.as_ref().unwrap_or(light);
                let _ = write!(css, "--side-{n}:light-dark({light},{dark});");
            }
        }
        if css.is_empty() {
            return css;
        }
        let mut css = format!(":root{{{css}}}");
        // The style sheet has rules for the first few.
        for n in 7..=self.pages.config.sides.len() + 1 {
            let _ = write!(css, "[data-side=\"{n}\"]{{--side:var(--side-{n},var(--side-3))}}");
        }
        css
    }
}
