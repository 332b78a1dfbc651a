//! The page of a document: where it comes from, its text, who and what is in it. Does not judge what it says.

use super::Desk;
use super::route::Page;
use super::view::*;
use crate::base::lang::Lang;
use crate::base::shared::Shared;
use crate::entity::lookup::Lookup;
use crate::entity::own::SPEAKERS;
use crate::entity::resolve::Target;
use crate::entity::{Author, DisputedOwn, DocumentOwn, ItemId, SourceOwn, Speaker};
use crate::input::config::SideId;
use crate::model::StatementId;
use crate::parse::Kind;
use crate::parse::meta::Publish;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// The view of a document.
    pub fn document(self, id: ItemId) -> DocumentView {
        let item = self.model().registry.get(id);
        let Some(own) = item.document() else { unreachable!("only documents have this view") };
        let counts = self.counts_in(id);
        let of = |kinds: &[Kind]| self.counted(&counts, kinds);
        let said: Vec<StatementId> = self.model().statements_in(id).map(|(id, _)| id).collect();
        let edition = self.edition(id);
        let lang = edition.map_or(self.lang, |(lang, _)| lang);
        let translation = own.translation.get(lang).map_or("", |t| t.kind.word());
        let original = self.original(own);
        let original_tag = original.as_ref().and_then(|original| original.lang.as_deref());
        let original_language = original_tag.map_or(String::new(), |tag| self.language_name(tag));
        let blocks = self.blocks(id);
        DocumentView {
            notes: blocks.iter().map(|block| block.notes.len()).sum(),
            row: self.document_row(id),
            briefing: own.is_briefing(),
            note: self.show(&item.common.note),
            note_lang: self.tag_of(&item.common.note),
            outlet: own.outlet.map(|o| self.item(o)),
            outlet_note_lang: own.outlet.and_then(|o| self.tag_of(&self.model().registry.get(o).common.note)),
            outlet_note: own.outlet.map_or(String::new(), |o| self.show(&self.model().registry.get(o).common.note)),
            authors: own.writers().iter().map(|a| self.author(a)).collect(),
            date: self.date(own.date),
            said: own.said.map(|d| self.date(d)),
            event: own.event.map(|e| self.item(e)),
            place: self.show(&own.place),
            original_language,
            original,
            archive: own.archive_url.clone(),
            retrieved: own.retrieved.map(|d| self.date(d)),
            translation,
            translation_word: self.translated(own, lang),
            sources: own.sources.iter().map(|s| self.source_row(s)).collect(),
            publish: match own.publish {
                Publish::Full => "full",
                Publish::Excerpts => "excerpts",
                Publish::Metadata => "metadata",
            },
            text_lang: self.pages.config.language(lang).tag.clone(),
            blocks,
            statements: said.len(),
            people: of(&[Kind::Person]),
            organizations: of(&[Kind::Organization]),
            themes: of(&[Kind::Theme]),
            others: of(&[Kind::Document, Kind::Event, Kind::Term, Kind::Page]),
            joint: said.iter().any(|id| self.model().statement(*id).sides.len() > 1),
            sides: self.side_counts(said.iter().copied()),
            disputed: own.disputed.iter().map(|d| self.disputed(d, &own.sources)).collect(),
            related: self.related(id),
            mentions: self.newest_mentions(id, super::listed::ROWS_ON_ENTITY),
            previous: self.neighbour(id, -1),
            next: self.neighbour(id, 1),
            contents: if own.publish == Publish::Full { self.contents(id) } else { Vec::new() },
            cite: self.cite(id),
            address: self.absolute(&self.address_in(Page::Item(id), self.shown_in(Page::Item(id)))),
        }
    }

    fn neighbour(self, id: ItemId, step: i64) -> Option<Shared> {
        let place = u32::try_from(i64::from(id.0) + step).ok()?;
        let item = self.model().registry.items.get(place as usize)?;
        (item.kind == Kind::Document).then(|| self.document_row(ItemId(place)))
    }

    fn original(self, own: &DocumentOwn) -> Option<Link> {
        let (lang, url) = own.url.best(self.lang)?;
        let tag = own.lang.get(lang).cloned();
        Some(Link { label: host(url).to_owned(), lang: tag, href: url.clone() })
    }

    fn author(self, author: &Author) -> Link {
        match author {
            Author::Item(id) => self.link_to(*id),
            Author::Name(name) => Link { label: name.clone(), lang: None, href: String::new() },
        }
    }

    /// A source's title, else its outlet's name, else its host.
    pub fn source_title(self, source: &SourceOwn) -> String {
        let title = self.show(&source.title);
        if !title.is_empty() {
            return title;
        }
        match source.outlet {
            Some(outlet) => self.model().registry.get(outlet).name(self.lang).0.to_owned(),
            None => source.url.as_deref().map_or(source.key.clone(), |u| host(u).to_owned()),
        }
    }

    fn source_row(self, source: &SourceOwn) -> SourceRow {
        let href = source.url.clone().unwrap_or_default();
        SourceRow {
            key: source.key.clone(),
            title: self.source_title(source),
            outlet: source.outlet.map(|o| self.item(o)),
            side: source.side.or_else(|| source.outlet.and_then(|o| self.side_of(o))).map(|s| self.side(s)),
            host: host(&href).to_owned(),
            href,
            date: source.date.map(|d| self.date(d)),
            lang: source.lang.clone(),
            note: self.show(&source.note),
        }
    }

    /// A point on which sources differ.
    pub fn disputed(self, disputed: &DisputedOwn, sources: &[SourceOwn]) -> DisputedRow {
        let version = |(text, name): &(crate::input::config::Text, Option<String>)| {
            let name = name.as_deref().unwrap_or_default();
            let known = sources.iter().find(|s| s.key == *name);
            let (source, href) = match known {
                Some(source) => (self.source_title(source), source.url.clone().unwrap_or_default()),
                None => self.outlet_named(name).map_or((name.to_owned(), String::new()), |o| (o.label, o.href)),
            };
            let outlet = known.and_then(|source| source.outlet);
            let outlet = outlet.map_or("", |id| self.model().registry.get(id).name(self.lang).0);
            let outlet = if outlet == source { String::new() } else { outlet.to_owned() };
            VersionRow { value: self.show(text), source, outlet, href }
        };
        let versions = disputed.versions.iter().map(version).collect();
        DisputedRow { point: self.show(&disputed.point), versions, document: None }
    }

    fn outlet_named(self, name: &str) -> Option<Link> {
        match self.model().registry.look_up(name, &[Kind::Organization]) {
            Lookup::One(id) if !name.is_empty() => Some(self.link_to(id)),
            _ => None,
        }
    }

    /// How the text came into its language, from which one, and who translated it.
    fn translated(self, own: &DocumentOwn, lang: Lang) -> String {
        let Some(translation) = own.translation.get(lang) else { return String::new() };
        let strings = self.strings();
        let word = self.word("translation", translation.kind.word());
        let of = translation
            .of
            .as_ref()
            .map(|tag| strings.fill("doc.translated-from", &[("name", &self.language_name(tag))]));
        let by = translation.by.as_ref().map(|by| {
            let found = self.model().registry.look_up(by, &SPEAKERS);
            let name = if let Lookup::One(id) = found { self.model().registry.get(id).name(self.lang).0 } else { by };
            [strings.get("join.colon"), name].concat()
        });
        [word, of.unwrap_or_default(), by.unwrap_or_default()].concat()
    }

    /// Everything in a document with how often it is named or speaks.
    fn counts_in(self, id: ItemId) -> BTreeMap<ItemId, usize> {
        let mut counts: BTreeMap<ItemId, usize> = BTreeMap::new();
        let model = self.model();
        let lang = self.edition(id).map_or(self.lang, |(lang, _)| lang);
        for target in model.targets_of(id, lang) {
            if let Target::Item(found) = target {
                *counts.entry(*found).or_default() += 1;
            }
        }
        for (_, statement) in model.statements_in(id) {
            let named = statement.voices.iter().map(|voice| voice.speaker).chain(statement.to.iter().copied());
            let named = named.filter_map(Speaker::item).chain(statement.themes.iter().copied());
            named.for_each(|item| *counts.entry(item).or_default() += 1);
        }
        let own = model.registry.get(id).document();
        // Of a text that is not published only the front matter says whose it is.
        for speaker in own.iter().flat_map(|own| &own.speaker).filter_map(|speaker| speaker.item()) {
            counts.entry(speaker).or_insert(1);
        }
        own.iter().flat_map(|o| &o.themes).for_each(|t| *counts.entry(*t).or_default() += 1);
        counts.remove(&id);
        counts
    }

    /// The items of some kinds, most frequent first.
    pub fn counted(self, counts: &BTreeMap<ItemId, usize>, kinds: &[Kind]) -> Vec<Counted> {
        let registry = &self.model().registry;
        let mut found: Vec<(ItemId, usize)> =
            counts.iter().map(|(i, n)| (*i, *n)).filter(|(i, _)| kinds.contains(&registry.get(*i).kind)).collect();
        found.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        found.into_iter().map(|(id, count)| Counted { item: self.item(id), count }).collect()
    }

    /// How often each side speaks in some statements, and how many speakers it has; none where no side speaks at all.
    pub fn side_counts(self, statements: impl Iterator<Item = StatementId>) -> Vec<SideCount> {
        // Those of no side come last.
        let mut counts: BTreeMap<(bool, Option<SideId>), (usize, Vec<ItemId>)> = BTreeMap::new();
        for id in statements {
            let statement = self.model().statement(id);
            let sides = statement.sides.iter().copied().map(Some);
            let none = statement.sides.is_empty().then_some(None);
            for side in sides.chain(none) {
                let entry = counts.entry((side.is_none(), side)).or_default();
                entry.0 += 1;
                entry.1.extend(statement.speakers(side));
            }
        }
        let row = |((_, side), (statements, mut speakers)): ((bool, Option<SideId>), (usize, Vec<ItemId>))| {
            speakers.sort_unstable();
            speakers.dedup();
            SideCount { side: side.map(|side| self.side(side)), statements, speakers: speakers.len() }
        };
        counts.into_iter().map(row).collect()
    }
}

/// The host of an address, without `www.`.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}
