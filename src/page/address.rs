//! Addresses of pages, as paths in the site and as links. Does not know whether a page exists.

use super::Desk;
use super::listed::{DocumentsOf, StatementsOf};
use super::route::Page;
use crate::base::html::encoded;
use crate::base::lang::Lang;
use crate::entity::{Item, ItemId, Speaker};
use crate::input::config::{Config, SideId};
use crate::model::Model;
use crate::model::ground::proposition;
use crate::parse::Kind;
use std::borrow::Cow;

/// Stands in relative links for the way back to the site's root, which depends on the page that a link is on; it is replaced when a
/// page's bytes are done. A private character that a portal's own text cannot hold: the text floor drops it.
pub const ROOT: char = '\u{F8FE}';

/// The folder of a kind's pages.
pub fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "glossary",
        Kind::Page => "",
        kind => kind.folder(),
    }
}

/// The first part of the addresses of a language: empty for the default one.
pub fn prefix(config: &Config, lang: Lang) -> String {
    match lang {
        Lang::DEFAULT => String::new(),
        _ => format!("{}/", config.language(lang).code),
    }
}

/// The address of an item, without the language.
pub fn of_item(item: &Item) -> String {
    match folder(item.kind) {
        "" => [&*item.id, "/"].concat(),
        folder => [folder, "/", &*item.id, "/"].concat(),
    }
}

/// The address, without the language, that an entry of the menu means: written with or without slashes around it.
pub fn menu_address(written: &str) -> String {
    match written.trim_matches('/') {
        "" => String::new(),
        page => format!("{page}/"),
    }
}

/// The link to an address in the site: root-relative under the base path, or relative where the portal is to work from any folder.
pub fn link(config: &Config, address: &str) -> String {
    match (config.relative_urls, config.names_index) {
        (true, _) => format!("{ROOT}{}", encoded(&with_file(address))),
        (false, true) => encoded(&[&*config.base_path, &*with_file(address)].concat()),
        (false, false) => encoded(&[&*config.base_path, address].concat()),
    }
}

/// An address with the name of its file.
pub fn with_file(address: &str) -> String {
    let (path, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let file = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    format!("{path}{file}{fragment}")
}

/// Puts the way back to the root, from a page `depth` folders deep, in the place of `ROOT`.
pub fn resolve_root(html: Vec<u8>, depth: usize) -> Vec<u8> {
    let mut buffer = [0; 4];
    let token = ROOT.encode_utf8(&mut buffer).as_bytes();
    let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    let mut out = Vec::with_capacity(html.len());
    let mut rest = &html[..];
    while let Some(at) = rest.iter().position(|b| *b == token[0]) {
        out.extend_from_slice(&rest[..at]);
        if rest[at..].starts_with(token) {
            out.extend_from_slice(up.as_bytes());
            rest = &rest[at + token.len()..];
        } else {
            out.push(rest[at]);
            rest = &rest[at + 1..];
        }
    }
    out.extend_from_slice(rest);
    out
}

impl Desk<'_> {
    /// The address of a page in the reader's language.
    pub fn address(self, page: Page) -> String {
        self.address_in(page, self.lang)
    }

    /// The address of a page in some language.
    pub fn address_in(self, page: Page, lang: Lang) -> String {
        let address = of_page(page, self.model(), &self.pages.config);
        match lang {
            Lang::DEFAULT => address,
            _ => [prefix(&self.pages.config, lang), address].concat(),
        }
    }

    /// The link to an address.
    pub fn link(self, address: &str) -> String {
        link(&self.pages.config, address)
    }

    /// The full address.
    pub fn absolute(self, address: &str) -> String {
        let config = &self.pages.config;
        let address = if config.names_index { Cow::from(with_file(address)) } else { Cow::from(address) };
        encoded(&[&*config.base_url, &*address].concat())
    }

    /// The link to an item's page in the reader's language.
    pub fn item_href(self, id: ItemId) -> String {
        self.link(&self.address(Page::Item(id)))
    }

    /// The link to a page in the reader's language.
    pub fn href(self, page: Page) -> String {
        self.link(&self.address(page))
    }
}

/// The address of a page, without the language.
pub fn of_page(page: Page, model: &Model, config: &Config) -> String {
    let numbered = |base: String, number: usize| match number {
        0 => base,
        n => format!("{base}page/{n}/"),
    };
    let item = |id: ItemId| of_item(model.registry.get(id));
    let side = |id: SideId| format!("sides/{}/", config.side_of(id).id);
    match page {
        Page::Home => String::new(),
        Page::Item(id) | Page::Redirect(id) => item(id),
        Page::Documents(of, number) => {
            let base = match of {
                DocumentsOf::All => "documents/".to_owned(),
                DocumentsOf::Year(year) => format!("documents/{year:04}/"),
                DocumentsOf::Item(id) => format!("{}documents/", item(id)),
                DocumentsOf::Publisher(id) => format!("{}published/", item(id)),
            };
            numbered(base, number)
        }
        Page::Index(kind) => format!("{}/", folder(kind)),
        Page::Balance => "balance/".to_owned(),
        Page::Proposals(number) => numbered("proposals/".to_owned(), number),
        Page::Standing(state, number) => numbered(format!("proposals/{}/", state.word()), number),
        Page::Timeline(number) => numbered("timeline/".to_owned(), number),
        Page::Network => "network/".to_owned(),
        Page::Side(id) => side(id),
        Page::Statements(of, number) => {
            let base = match of {
                StatementsOf::Item(id) => format!("{}statements/", item(id)),
                StatementsOf::InOffice(id) => format!("{}in-office/", item(id)),
                StatementsOf::Source(id) => format!("{}as-source/", item(id)),
                StatementsOf::On((theme, place)) => {
                    format!("{}propositions/{}/", item(theme), proposition(model, (theme, place)).map_or("", |p| &p.id))
                }
                StatementsOf::Side(id) => format!("{}statements/", side(id)),
                StatementsOf::To(Speaker::Item(id)) => format!("{}addressed/", item(id)),
                StatementsOf::To(Speaker::Side(id)) => format!("{}addressed/", side(id)),
                StatementsOf::All => "statements/".to_owned(),
                StatementsOf::Figures => "figures/".to_owned(),
            };
            numbered(base, number)
        }
        Page::Mentions(id, number) => numbered(format!("{}mentions/", item(id)), number),
        Page::Missing => "404.html".to_owned(),
    }
}
