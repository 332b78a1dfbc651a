//! A glossary entry: what each side means by it, and which words each outlet has for it. Translates nothing: it shows words that authors
//! marked.

use super::Desk;
use super::listed::{ROWS_ON_ENTITY, StatementsOf};
use super::original::same_language;
use super::route::Page;
use super::view::*;
use crate::base::fold::fold_text;
use crate::base::html::is_web_address;
use crate::base::lang::Lang;
use crate::base::shared::Kept;
use crate::entity::resolve::{Statement, Via};
use crate::entity::{DocumentOwn, ItemId, Own};
use crate::input::config::{SideId, Text};
use crate::model::{StatementId, rows};
use crate::parse::words::TranslationKind;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// How many different words of one outlet a language shows.
const MOST_WORDS: usize = 12;

/// Whose words they are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Giver {
    Outlet(ItemId),
    /// A source without an outlet: of a document, by place.
    Source(ItemId, u16),
    /// A document without an outlet.
    Document(ItemId),
    Translator(String),
    Portal,
}

/// The words that somebody has for a term.
#[derive(Default)]
struct Rendering {
    uses: usize,
    last: Option<StatementId>,
    /// By the place of the language and the folded words.
    words: BTreeMap<(usize, String), (StatementId, CountedLink)>,
}

/// One edition's words of a use.
struct Word {
    /// The place of its language among the portal's; after the last for any other.
    column: usize,
    link: Link,
    /// Whether it stands in the reader's edition.
    is_own: bool,
}

impl Desk<'_> {
    /// The view of a glossary entry.
    pub fn term(self, id: ItemId) -> TermView {
        let Own::Term(own) = &self.model().registry.get(id).own else { unreachable!("only terms have this view") };
        let definition = |(side, text, source): &(Option<SideId>, Text, Option<String>)| DefinitionRow {
            side: side.map(|s| self.side(s)),
            text: self.show(text),
            source: source.clone().unwrap_or_default(),
            host: source.as_deref().filter(|url| is_web_address(url)).map_or("", super::document::host).to_owned(),
        };
        let used = rows(&self.model().by_term, id);
        let (renderings, has_others) = self.renderings(used);
        let languages = self.pages.config.languages.iter();
        let undefined = self.main_sides().filter(|side| own.definitions.iter().all(|(of, ..)| *of != Some(*side)));
        TermView {
            entity: self.entity(id),
            undefined: if own.definitions.is_empty() { Vec::new() } else { undefined.map(|s| self.side(s)).collect() },
            definitions: own.definitions.iter().map(definition).collect(),
            confused_with: self.items(rows(&self.model().confused, id).iter().map(|(_, other)| *other)),
            languages: languages.map(|l| OtherName { name: l.name.clone(), lang: l.tag.clone() }).collect(),
            other_languages: has_others,
            rendering_count: renderings.len(),
            renderings: renderings.into_iter().take(ROWS_ON_ENTITY).collect(),
            uses: self.newest_cards(StatementsOf::Item(id), ROWS_ON_ENTITY),
            use_count: used.len(),
        }
    }

    /// Who has which words, and whether some are in no language of the portal.
    fn renderings(self, used: &[(ItemId, StatementId)]) -> (Vec<RenderingRow>, bool) {
        let mut found: BTreeMap<Giver, Rendering> = BTreeMap::new();
        let mut columns = self.pages.config.languages.len();
        let known = columns;
        for (_, id) in used {
            let statement = self.model().statement(*id);
            for (lang, place) in &statement.words {
                let (giver, word) = self.word_of(statement, *lang, *place);
                columns = columns.max(word.column + 1);
                found.entry(giver).or_default().add(*id, word);
            }
        }
        let mut found: Vec<(Giver, Rendering)> = found.into_iter().collect();
        found.sort_by_key(|(giver, own)| (Reverse(own.uses), giver.clone()));
        let rows = found.into_iter().map(|(giver, own)| self.rendering_row(giver, own, columns)).collect();
        (rows, columns > known)
    }

    fn rendering_row(self, giver: Giver, own: Rendering, columns: usize) -> RenderingRow {
        let mut cells: Vec<RenderingCell> =
            std::iter::repeat_with(|| RenderingCell { words: Vec::new(), more: 0 }).take(columns).collect();
        for ((column, _), (_, word)) in own.words {
            let cell = &mut cells[column];
            match cell.words.len() < MOST_WORDS {
                true => cell.words.push(word),
                false => cell.more += 1,
            }
        }
        let side = match giver {
            Giver::Outlet(outlet) => self.side_of(outlet).map(|s| self.side(s)),
            Giver::Source(document, place) => self.source(document, place).and_then(|s| s.side).map(|s| self.side(s)),
            _ => None,
        };
        RenderingRow { by: self.giver_link(giver), side, cells, count: own.uses }
    }

    fn giver_link(self, giver: Giver) -> Option<Kept<Link>> {
        match giver {
            Giver::Outlet(id) | Giver::Document(id) => Some(self.link_row(id)),
            Giver::Source(document, place) => {
                let source = self.source(document, place)?;
                let href = source.url.clone().unwrap_or_default();
                Some(Kept::new(Link { label: self.source_title(source), lang: None, href }))
            }
            Giver::Translator(label) => Some(Kept::new(Link { label, lang: None, href: String::new() })),
            Giver::Portal => None,
        }
    }

    fn source(&self, document: ItemId, place: u16) -> Option<&crate::entity::SourceOwn> {
        self.model().registry.get(document).document()?.sources.get(usize::from(place))
    }

    /// The words of a use in one edition: whose they are, in which language, and where.
    fn word_of(self, statement: &Statement, lang: Lang, place: u32) -> (Giver, Word) {
        let (label, given) = self.words_in(statement, lang, place);
        let verbatim = given.is_some();
        let tag = given.unwrap_or_else(|| self.pages.config.language(lang).tag.clone());
        let own = self.model().registry.get(statement.document).document();
        let giver = own.map_or(Giver::Portal, |own| giver(own, statement, lang, (&tag, verbatim)));
        let href = format!("{}#{}", self.address_in(Page::Item(statement.document), lang), statement.sid);
        let languages = &self.pages.config.languages;
        let column = languages.iter().position(|l| same_language(&l.tag, &tag)).unwrap_or(languages.len());
        let tag = Some(tag).filter(|t| *t != self.pages.config.language(self.lang).tag);
        let link = Link { label, lang: tag, href: self.link(&href) };
        (giver, Word { column, link, is_own: lang == self.lang })
    }
}

impl Rendering {
    /// Adds the words of one edition. The same words in two are one use, which leads to the reader's own.
    fn add(&mut self, id: StatementId, word: Word) {
        self.uses += usize::from(self.last.replace(id) != Some(id));
        match self.words.entry((word.column, fold_text(&word.link.label))) {
            Entry::Vacant(empty) => _ = empty.insert((id, CountedLink { link: word.link, count: 1 })),
            Entry::Occupied(mut known) => {
                let (last, shown) = known.get_mut();
                let again = std::mem::replace(last, id) == id;
                shown.count += usize::from(!again);
                if !again || word.is_own {
                    shown.link.href = word.link.href;
                }
            }
        }
    }
}

/// Whose words they are. In a language that what reports them does not have, they are a translation, and no outlet's.
fn giver(own: &DocumentOwn, statement: &Statement, lang: Lang, (tag, verbatim): (&str, bool)) -> Giver {
    let differs = |original: Option<&String>| original.is_some_and(|original| !same_language(original, tag));
    let translation = own.translation.get(lang).filter(|t| !verbatim && t.kind != TranslationKind::Official);
    if let Some(translation) = translation {
        return translation.by.clone().map_or(Giver::Portal, Giver::Translator);
    }
    match statement.via {
        Via::Outlet(outlet) => Giver::Outlet(outlet),
        Via::Source(place) => match own.sources.get(usize::from(place)) {
            Some(source) if differs(source.lang.as_ref()) => Giver::Portal,
            Some(source) => source.outlet.map_or(Giver::Source(statement.document, place), Giver::Outlet),
            None => Giver::Portal,
        },
        Via::Document if own.is_briefing() || differs(own.lang.get(lang)) => Giver::Portal,
        Via::Document => own.outlet.map_or(Giver::Document(statement.document), Giver::Outlet),
    }
}
