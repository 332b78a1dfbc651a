//! What the pages of people, organizations, themes, events and terms have in common. Does not know what is particular to each.

use super::Desk;
use super::document::host;
use super::listed::*;
use super::route::Page;
use super::view::*;
use crate::base::lang::Lang;
use crate::base::shared::Shared;
use crate::base::span::Span;
use crate::entity::resolve::Target;
use crate::entity::{ItemId, Speaker};
use crate::model::rows;
use crate::parse::keys::{Key, attr};
use crate::parse::{Edition, Kind};

/// How many of its events the page of a person or an organization lists.
const EVENTS_ON_ENTITY: usize = 12;

impl<'a> Desk<'a> {
    /// The common part of an entity's page.
    pub fn entity(self, id: ItemId) -> Entity {
        let item = self.model().registry.get(id);
        let model = self.model();
        let statement_count = statements_of(model, id).len();
        let addressed = StatementsOf::To(Speaker::Item(id));
        let events = self.newest_of(rows(&model.events, id).iter().map(|(_, event)| *event));
        let named = mentions_of(model, id);
        let all = rows(&model.documents, id).iter().map(|(_, d)| *d);
        // The page of an organization lists what it published, and what it is a source of, by themselves.
        let reported: Vec<ItemId> =
            if item.kind == Kind::Organization { reports_of(model, id).collect() } else { Vec::new() };
        let is_listed = |document: &ItemId| reported.binary_search(document).is_ok() || self.is_named_in(id, *document);
        let documents: Vec<ItemId> = all.filter(|document| !is_listed(document)).collect();
        let lang = self.edition(id).map_or(self.lang, |(lang, _)| lang);
        Entity {
            row: self.item(id),
            other_names: self.other_names(item),
            aliases: item.common.aliases.iter().map(|a| a.value.clone()).collect(),
            side: self.side_of(id).map(|s| self.side(s)),
            stub: item.stub,
            summary: self.show(&item.common.summary),
            summary_lang: self.tag_of(&item.common.summary),
            note: self.show(&item.common.note),
            note_lang: self.tag_of(&item.common.note),
            blocks: self.blocks(id),
            text_lang: self.pages.config.language(lang).tag.clone(),
            links: item.common.links.iter().map(|l| outside(&l.value)).collect(),
            cite: match item.kind {
                Kind::Term => Vec::new(),
                _ => self.cite_files(Page::Item(id)),
            },
            statement_count,
            all_statements: self.all_of(List::Statements(StatementsOf::Item(id))),
            addressed: self.newest_cards(addressed, ROWS_ADDRESSED),
            addressed_count: addressed.len(model),
            all_addressed: self.all_of(List::Statements(addressed)),
            events: self.items(events.iter().copied().take(EVENTS_ON_ENTITY)),
            event_count: events.len(),
            mention_count: named.len(),
            all_mentions: self.all_of(List::Mentions(id)),
            mentions: named.iter().rev().take(ROWS_ON_ENTITY).filter_map(|d| self.mention_row(id, *d)).collect(),
            documents: documents.iter().rev().take(ROWS_ON_ENTITY).map(|d| self.document_row(*d)).collect(),
            document_count: documents.len(),
            all_documents: self.all_of(List::Documents(DocumentsOf::Item(id))),
            strip: if matches!(item.kind, Kind::Person | Kind::Organization | Kind::Theme) {
                self.strip_of(id)
            } else {
                None
            },
        }
    }

    /// The address of a list, where it has pages of its own.
    pub fn all_of(self, list: List) -> Option<String> {
        list.is_long(self.model()).then(|| self.href(list.page(0)))
    }

    /// The newest of a list of statements, as cards.
    pub fn newest_cards(self, list: StatementsOf, most: usize) -> Vec<Shared> {
        list.newest(self.model(), most).into_iter().map(|id| self.card(id)).collect()
    }

    /// The newest places where an item is named.
    pub fn newest_mentions(self, id: ItemId, most: usize) -> Vec<MentionRow> {
        mentions_of(self.model(), id).iter().rev().take(most).filter_map(|d| self.mention_row(id, *d)).collect()
    }

    /// Whether the text of a document names an item, in any edition: only then it has a `mention_row`.
    fn is_named_in(self, item: ItemId, document: ItemId) -> bool {
        self.naming_edition(item, document).is_some()
    }

    /// The edition of a document whose text names an item: the one that the reader sees, else the first that does.
    fn naming_edition(self, item: ItemId, document: ItemId) -> Option<(Lang, &'a Edition)> {
        let names = |lang: Lang| self.model().targets_of(document, lang).contains(&Target::Item(item));
        let all = self.model().registry.get(document).editions.iter().map(|(lang, edition)| (lang, &**edition));
        self.edition(document).into_iter().chain(all).find(|(lang, _)| names(*lang))
    }

    /// The first public sentence of a document in which an item is named: of the reader's edition where that names it. Where none is
    /// public, only the name.
    pub fn mention_row(self, item: ItemId, document: ItemId) -> Option<MentionRow> {
        let model = self.model();
        let (lang, edition) = self.naming_edition(item, document)?;
        let publish = model.registry.get(document).publish();
        let targets = model.targets_of(document, lang);
        let block = |place: usize| edition.body.blocks.get(edition.body.mentions[place].block as usize);
        let is_shown = |place: &usize| block(*place).is_some_and(|block| block.is_public(publish));
        let mut named = (0..targets.len()).filter(|place| targets[*place] == Target::Item(item));
        let role = |place: usize| attr(&edition.body.mentions[place].attrs, Key::Role).map(|a| a.value.to_string());
        let role = named.clone().filter(is_shown).find_map(role).unwrap_or_default();
        let first = named.next()?;
        let found = Some(first).into_iter().chain(named).find(is_shown);
        let (place, shown) = (found.unwrap_or(first), found.is_some());
        let mention = &edition.body.mentions[place];
        let part = |start, end| self.plain_between(document, lang, Span { start, end });
        let written = match mention.labelled && shown {
            true => part(mention.plain.start, mention.plain.end),
            false => self.name_of(targets.get(place), &mention.target.value, lang),
        };
        let sentence = if shown { mention.sentence } else { mention.plain };
        Some(MentionRow {
            document: self.document_row(document),
            before: part(sentence.start, mention.plain.start),
            name: written,
            after: part(mention.plain.end, sentence.end),
            lang: self.tag(Some(lang)),
            role,
        })
    }

    /// Like `plain`, with the spaces at both ends kept.
    pub fn plain_between(self, id: ItemId, lang: Lang, span: Span) -> String {
        let Some(edition) = self.model().registry.get(id).editions.get(lang) else { return String::new() };
        let raw = span.of(&edition.body.plain);
        if raw.is_empty() {
            return String::new();
        }
        let text = self.plain(id, lang, span);
        let lead = if raw.starts_with(' ') { " " } else { "" };
        let tail = if raw.ends_with(' ') && !text.is_empty() { " " } else { "" };
        [lead, &*text, tail].concat()
    }

    /// Items as rows.
    pub fn items(self, ids: impl IntoIterator<Item = ItemId>) -> Vec<Shared> {
        ids.into_iter().map(|id| self.item(id)).collect()
    }

    /// The view of a plain page.
    pub fn plain_page(self, id: ItemId) -> PlainView {
        let lang = self.edition(id).map_or(self.lang, |(lang, _)| lang);
        PlainView {
            blocks: self.blocks(id),
            text_lang: self.pages.config.language(lang).tag.clone(),
            mentions: self.newest_mentions(id, ROWS_ON_ENTITY),
        }
    }
}

fn outside(url: &str) -> Link {
    Link { label: host(url).to_owned(), lang: None, href: url.to_owned() }
}
