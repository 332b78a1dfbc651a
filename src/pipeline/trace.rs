//! From a page back to the files that it is made from, for previews: which they are, and where in them a part of the page stands.
//! Makes no page.

use super::Site;
use crate::base::diag::{Diagnostic, Place};
use crate::base::lang::{ByLang, Lang};
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::Span;
use crate::entity::ItemId;
use crate::entity::own::NOT_PUBLIC;
use crate::model::status;
use crate::page::route::{Page, Route};
pub use crate::parse::body::nth_element;
pub use crate::parse::front::place_of_key;
use crate::parse::meta::Publish;
use crate::parse::{Block, Edition, front};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part<'a> {
    /// The page as a whole.
    Whole,
    /// One of the blocks of its text, counted from 0.
    Block(usize),
    /// What has this `id`.
    Anchor(&'a str),
}

/// Whether a diagnostic, in whatever text, names something that is not public.
pub fn names_withheld(note: &Diagnostic) -> bool {
    note.code == NOT_PUBLIC
}

/// Whether a text in which this was noticed could not be read.
pub fn is_unread(note: &Diagnostic) -> bool {
    front::is_unread(note.code)
}

impl Site {
    /// Whether there is anything at the address.
    pub fn has(&self, path: &OutPath) -> bool {
        self.source(path).is_some()
    }

    /// The files that a page is about: all editions of its document or entity, or the introduction of its folder.
    pub fn sources(&self, path: &OutPath) -> Vec<SourcePath> {
        let Some(route) = self.route(path) else { return Vec::new() };
        let mut all: Vec<SourcePath> =
            self.editions(route).iter().flat_map(|e| e.iter()).map(|(_, e)| e.path.clone()).collect();
        if all.is_empty() {
            all.push(route.origin.clone());
        }
        all
    }

    /// Of these files those that any reader of the site may read whole: texts that are public in full, and all that is no content.
    pub fn open_files<'a>(&self, files: impl Iterator<Item = &'a SourcePath>) -> BTreeSet<&'a SourcePath> {
        let (content, mut open): (BTreeSet<_>, BTreeSet<_>) =
            files.partition(|file| file.as_str().starts_with("content/"));
        let registry = &self.pages.model.registry;
        let items = registry.items.iter().filter(|i| i.document().is_none_or(|own| own.publish == Publish::Full));
        let all = items.map(|item| &item.editions).chain(registry.intros.iter().map(|intro| &intro.editions));
        open.extend(all.flat_map(|all| all.iter()).filter_map(|(_, edition)| content.get(&edition.path).copied()));
        open
    }

    /// The language of the readers that a page is for.
    pub fn language_of(&self, path: &OutPath) -> Option<Lang> {
        Some(self.route(path)?.lang)
    }

    /// The page of what `source` is an edition of, for readers of this language.
    pub fn page_of(&self, source: &SourcePath, lang: Lang) -> Option<&OutPath> {
        let is_of = |route: &&Route| {
            let own = matches!(route.page, Page::Item(_)) && route.lang == lang;
            own && self.editions(route).is_some_and(|all| all.iter().any(|(_, e)| e.path == *source))
        };
        self.pages.routes.all.iter().find(is_of).map(|route| &route.path)
    }

    /// Where a part of a page stands in its file; the file's beginning for what comes from no particular place.
    pub fn place(&self, path: &OutPath, part: Part<'_>) -> Option<Place> {
        let route = self.route(path)?;
        let whole = || Place { file: route.origin.clone(), span: Span::default() };
        let Some((_, edition)) = self.editions(route).and_then(|all| all.best(route.lang)) else {
            return Some(whole());
        };
        let span = match part {
            Part::Whole => None,
            Part::Block(n) => self.block(route, edition, n),
            Part::Anchor(id) => self.anchor(route, edition, id),
        };
        Some(Place { file: edition.path.clone(), span: span.unwrap_or_default() })
    }

    /// The path of the site's addresses, with a slash at both ends.
    pub fn base_path(&self) -> &str {
        &self.pages.config.base_path
    }

    /// Where a preview opens a source.
    pub fn editor(&self) -> &str {
        &self.pages.config.editor
    }

    /// Language codes that addresses begin with.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.pages.config.languages.iter().skip(1).map(|language| language.code.as_str())
    }

    fn route(&self, path: &OutPath) -> Option<&Route> {
        self.pages.routes.get(path)
    }

    fn editions(&self, route: &Route) -> Option<&ByLang<Arc<Edition>>> {
        let registry = &self.pages.model.registry;
        if let Some(id) = route.page.belongs_to() {
            return Some(&registry.get(id).editions);
        }
        registry.intro(route.page.introduced()?).map(|(_, intro)| &intro.editions)
    }

    fn block(&self, route: &Route, edition: &Edition, n: usize) -> Option<Span> {
        let publish = match route.page {
            Page::Item(id) => self.pages.model.registry.get(id).publish(),
            _ => Publish::Full,
        };
        let is_seen = |block: &&Block| block.is_public(publish) && !block.segments.is_empty();
        edition.body.blocks.iter().filter(is_seen).nth(n).map(|block| block.span)
    }

    fn anchor(&self, route: &Route, edition: &Edition, id: &str) -> Option<Span> {
        let heading = edition.body.headings.iter().find(|h| h.anchor == id).map(|h| h.span);
        let Page::Item(item) = route.page else { return heading };
        heading.or_else(|| self.statement(item, edition, id))
    }

    fn statement(&self, item: ItemId, edition: &Edition, id: &str) -> Option<Span> {
        let model = &self.pages.model;
        let said = model.statement(status::find(model, item, id)?);
        let (_, mark) = said.words.iter().find(|(lang, _)| *lang == edition.lang)?;
        Some(edition.body.marks.get(*mark as usize)?.parts.first()?.span)
    }
}
