//! Rows: cards of items, documents and statements, made once for each language however many pages show them. Does not choose what is shown.

use super::Desk;
use super::route::Page;
use super::view::*;
use crate::base::date::{Date, Point};
use crate::base::diag::Diagnostic;
use crate::base::lang::Lang;
use crate::base::shared::Shared;
use crate::entity::resolve::{Statement, Via, Voice};
use crate::entity::{Item, ItemId, Own, PositionOwn, Speaker};
use crate::input::config::{SideId, Text};
use crate::model::{StatementId, status};
use crate::parse::keys::{Key, MarkKind, attr};
use std::sync::OnceLock;

/// Sets rows in HTML with the portal's templates, which belong to a higher floor.
pub trait Press: Send + Sync {
    /// The card of a statement.
    fn card(&self, lang: Lang, row: &StatementRow) -> Result<String, Box<Diagnostic>>;
    /// The date and the title of a document, as they begin each entry of a list.
    fn entry(&self, lang: Lang, row: &DocumentRow) -> Result<String, Box<Diagnostic>>;
}

type Cell = OnceLock<Result<Shared, Box<Diagnostic>>>;

/// Every row that was made so far, by item or statement and language. Of a statement only its card is kept: it is shown on many
/// pages, and far smaller than what it is made from.
#[derive(Default)]
pub struct Rows {
    languages: usize,
    items: Vec<OnceLock<Shared>>,
    documents: Vec<Cell>,
    cards: Vec<Cell>,
}

impl Rows {
    /// Room for the rows of a site.
    pub fn new(items: usize, statements: usize, languages: usize) -> Rows {
        let cells = |n: usize| std::iter::repeat_with(OnceLock::new).take(n * languages).collect();
        let rows = |n: usize| std::iter::repeat_with(OnceLock::new).take(n * languages).collect();
        Rows { languages, items: rows(items), documents: cells(items), cards: cells(statements) }
    }
}

impl Desk<'_> {
    fn cell(self, index: usize) -> usize {
        index * self.pages.rows.languages + self.lang.index()
    }

    /// The `ItemRow` of an item.
    pub fn item(self, id: ItemId) -> Shared {
        let cell = &self.pages.rows.items[self.cell(id.index())];
        cell.get_or_init(|| Shared::new(&self.item_row(id))).clone()
    }

    /// The `DocumentRow` of a document.
    pub fn document_row(self, id: ItemId) -> Shared {
        let cell = &self.pages.rows.documents[self.cell(id.index())];
        let made = cell.get_or_init(|| {
            let mut row = self.make_document_row(id);
            row.head = self.pages.press.entry(self.lang, &row)?;
            Ok(Shared::new(&row))
        });
        self.taken(made)
    }

    /// The `StatementRow` of a statement; made anew, because the text of its document is the only place that shows it so.
    pub fn statement(self, id: StatementId) -> Shared {
        let original = self.original_place(self.model().statement(id));
        Shared::new(&StatementRow { original, ..self.statement_row(id) })
    }

    /// The `CardRow` of a statement.
    pub fn card(self, id: StatementId) -> Shared {
        let cell = &self.pages.rows.cards[self.cell(id.0 as usize)];
        let made = cell.get_or_init(|| {
            let row = self.statement_row(id);
            let html = self.pages.press.card(self.lang, &row)?;
            Ok(Shared::new(&CardRow { id: row.id, href: row.href, kind: row.kind, side: row.side, html }))
        });
        self.taken(made)
    }

    /// A row that was made; of one that could not be, the reason is put down and nothing is shown.
    fn taken(self, made: &Result<Shared, Box<Diagnostic>>) -> Shared {
        made.clone().unwrap_or_else(|problem| {
            self.failed.borrow_mut().push(*problem);
            Shared::new(&())
        })
    }

    /// A date in the reader's language.
    pub fn date(self, date: Date) -> DateRow {
        let text = |p: Point| self.strings().date_point(p);
        if date == crate::entity::collect::undated() {
            return DateRow {
                iso: String::new(),
                text: self.strings().get("undated").to_owned(),
                end_iso: None,
                end_text: None,
            };
        }
        DateRow {
            iso: date.start.to_string(),
            text: text(date.start),
            end_iso: date.end.map(|e| e.to_string()),
            end_text: date.end.map(text),
        }
    }

    /// A side.
    pub fn side(self, id: SideId) -> SideRow {
        let sides = &self.pages.config.sides;
        let side = &sides[id.0 as usize];
        let before = sides[..id.0 as usize].iter().filter(|s| !s.third_party).count() as u8;
        let n = match (side.third_party, before) {
            (true, _) => 3,
            (false, n) if n < 2 => n + 1,
            (false, n) => n + 2,
        };
        SideRow {
            id: side.id.clone(),
            href: self.href(Page::Side(id)),
            n,
            short: side.short.show(self.lang).to_owned(),
            name: side.name.show(self.lang).to_owned(),
            third_party: side.third_party,
        }
    }

    /// The side of an item: its own, its newest office's, its organization's.
    pub fn side_of(self, id: ItemId) -> Option<SideId> {
        let registry = &self.model().registry;
        let item = registry.get(id);
        match &item.own {
            Own::Person(own) => item.side.or_else(|| {
                let newest = own.positions.last()?;
                newest.side.or_else(|| registry.side_of_organization(newest.org?))
            }),
            Own::Organization(_) => registry.side_of_organization(id),
            _ => None,
        }
    }

    fn item_row(self, id: ItemId) -> ItemRow {
        let item = self.model().registry.get(id);
        let (name, found) = item.name(self.lang);
        let short = item.common.short.show(self.lang);
        ItemRow {
            kind: item.kind.word(),
            id: item.id.to_string(),
            href: self.item_href(id),
            name: name.to_owned(),
            lang: self.tag(found),
            short: if short.is_empty() { name } else { short }.to_owned(),
            other: self.other_names(item).into_iter().next(),
            side: self.side_of(id).map(|s| self.side(s)),
            line: self.line(item),
        }
    }

    /// The names in the portal's other languages that differ from the one shown.
    pub fn other_names(self, item: &Item) -> Vec<OtherName> {
        let (shown, _) = item.name(self.lang);
        let others = item.common.name.by.iter().filter(|(lang, name)| *lang != self.lang && *name != shown);
        let tag = |lang: Lang| self.pages.config.language(lang).tag.clone();
        others.map(|(lang, name)| OtherName { name: name.clone(), lang: tag(lang) }).collect()
    }

    fn line(self, item: &Item) -> String {
        match &item.own {
            Own::Person(own) => own.positions.last().map_or(String::new(), |p| self.office(p)),
            Own::Organization(own) => own.kind.map_or(String::new(), |k| self.word("org", k)),
            Own::Event(own) => own.start.map_or(String::new(), |d| self.strings().date(d)),
            Own::Theme(_) | Own::Term(_) => item.common.summary.show(self.lang).to_owned(),
            Own::Document(own) => self.strings().date(own.date),
            Own::Page => String::new(),
        }
    }

    /// The word of the reader's language for a word of the files: `type.news`.
    pub fn word(self, group: &str, word: &str) -> String {
        self.strings().get(&format!("{group}.{}", word.replace('.', "-"))).to_owned()
    }

    /// "Director, Water Agency".
    pub fn office(self, position: &PositionOwn) -> String {
        let org = position.org.map(|o| self.model().registry.get(o));
        let org = org.map(|o| self.short_name(o)).unwrap_or_default();
        match (position.title.show(self.lang), &*org) {
            ("", org) => org.to_owned(),
            (title, "") => title.to_owned(),
            (title, org) => self.strings().fill("office.at", &[("title", title), ("org", org)]),
        }
    }

    /// The short name where there is one.
    pub fn short_name(self, item: &Item) -> String {
        match item.common.short.show(self.lang) {
            "" => item.name(self.lang).0.to_owned(),
            short => short.to_owned(),
        }
    }

    fn make_document_row(self, id: ItemId) -> DocumentRow {
        let item = self.model().registry.get(id);
        let (title, found) = item.name(self.lang);
        let own = item.document();
        let outlet = own.and_then(|o| o.outlet).map(|o| self.model().registry.get(o));
        let edition = item.editions.best(self.lang).map(|(lang, _)| lang);
        DocumentRow {
            id: item.id.to_string(),
            href: self.item_href(id),
            title: title.to_owned(),
            lang: self.tag(found.or(edition)),
            date: own.map_or_else(|| self.date(crate::entity::collect::undated()), |o| self.date(o.date)),
            type_word: own.map_or(String::new(), |o| self.word("type", o.doc_type)),
            doc_type: own.map_or("", |o| o.doc_type),
            outlet: outlet.map_or(String::new(), |o| o.name(self.lang).0.to_owned()),
            summary: item.common.summary.show(self.lang).to_owned(),
            head: String::new(),
            draft: item.common.draft || item.common.embargo.is_some() && self.pages.drafts,
        }
    }

    /// A text that may differ by language, for the reader.
    pub fn show(self, text: &Text) -> String {
        text.show(self.lang).to_owned()
    }

    /// A link to an item.
    pub fn link_to(self, id: ItemId) -> Link {
        let (name, found) = self.model().registry.get(id).name(self.lang);
        Link { label: name.to_owned(), lang: self.tag(found), href: self.item_href(id) }
    }

    fn statement_row(self, id: StatementId) -> StatementRow {
        let statement = self.model().statement(id);
        let document = self.model().registry.get(statement.document);
        let (words, lang) = self.words(statement);
        let sides: Vec<SideRow> = statement.sides.iter().map(|s| self.side(*s)).collect();
        let history = status::current(self.model(), id);
        let newest = history.first().map(|s| (self.model().statement(s.statement), s.date));
        let known = newest.map(|(said, date)| said.as_of.unwrap_or(date));
        StatementRow {
            id: statement.sid.clone(),
            href: self.link(&format!("{}#{}", self.address(Page::Item(statement.document)), statement.sid)),
            kind: statement.kind.word(),
            kind_word: self.word("kind", statement.kind.word()),
            words,
            lang,
            voices: self.voices(statement),
            to: statement.to.iter().map(|s| self.voice_row(*s, None, None, None)).collect(),
            side: if let [only] = &sides[..] { only.n } else { 0 },
            sides,
            stance: statement.stance.map_or("", |s| s.word()),
            stance_word: statement.stance.map_or(String::new(), |s| self.word("stance", s.word())),
            on: statement.on.iter().filter_map(|(theme, place)| self.proposition(*theme, *place)).collect(),
            status: self.status_words(statement, &history),
            status_date: known.map(|d| self.date(d)),
            as_of: statement.as_of.filter(|_| statement.kind == MarkKind::Figure).map(|d| self.date(d)),
            due: statement.due.map(|d| self.date(d)),
            overdue: self.is_overdue(statement, &history),
            source: statement.source.as_ref().and_then(|source| self.claim_source(statement, source)),
            term: statement.term.map(|term| self.link_to(term)),
            themes: statement.themes.iter().map(|t| self.link_to(*t)).collect(),
            said: self.date(statement.said),
            reported: statement.reported,
            published: document.document().map_or_else(|| self.date(statement.said), |d| self.date(d.date)),
            via: self.via(statement),
            document: self.link_to(statement.document),
            original: None,
            value: statement.value.as_ref().map_or(String::new(), |(v, u)| match u {
                Some(unit) => format!("{v} {unit}"),
                None => v.clone(),
            }),
            note: statement.note.clone().unwrap_or_default(),
        }
    }

    /// Whether the day is over by which something should have been done.
    pub fn is_overdue(self, statement: &Statement, history: &[status::Step]) -> bool {
        let is_open = |s: &status::Step| !matches!(s.status.as_str(), "fulfilled" | "lapsed" | "withdrawn");
        statement.due.is_some_and(|due| due.last() < self.pages.today) && history.iter().all(is_open)
    }

    /// A source key of the document, or an address.
    fn claim_source(self, statement: &Statement, source: &str) -> Option<Link> {
        let own = self.model().registry.get(statement.document).document()?;
        let listed = own.sources.iter().find(|s| s.key == source);
        let href = listed.map_or(Some(source.to_owned()), |s| s.url.clone()).filter(|url| url.starts_with("http"))?;
        let label = listed.map_or_else(|| super::document::host(source).to_owned(), |s| self.source_title(s));
        Some(Link { label, lang: None, href })
    }

    fn status_words(self, statement: &Statement, history: &[status::Step]) -> Vec<String> {
        match (statement.kind, &statement.status) {
            (MarkKind::Proposal | MarkKind::Commitment | MarkKind::Claim, _) => {
                history.iter().map(|s| self.word("state", &s.status)).collect()
            }
            (_, Some(state)) if statement.updates.is_some() => vec![self.word("state", state)],
            _ => Vec::new(),
        }
    }

    /// The sentence of a proposition.
    pub fn proposition(self, theme: ItemId, place: u16) -> Option<String> {
        match &self.model().registry.get(theme).own {
            Own::Theme(own) => own.propositions.get(place as usize).map(|p| self.show(&p.text)),
            _ => None,
        }
    }

    /// A statement's words for the reader: of the reader's edition where it has them. Parts are joined with an ellipsis.
    pub fn words(self, statement: &Statement) -> (String, Option<String>) {
        let own = statement.words.iter().find(|(lang, _)| *lang == self.lang);
        let (lang, place) = *own.unwrap_or(&statement.words[0]);
        let Some(edition) = self.model().registry.get(statement.document).editions.get(lang) else {
            return (String::new(), None);
        };
        let mark = &edition.body.marks[place as usize];
        let parts: Vec<String> = mark.parts.iter().map(|p| self.plain(statement.document, lang, p.plain)).collect();
        let words = parts.join(self.strings().get("ellipsis"));
        let given = attr(&mark.attrs, Key::Lang).map(|a| a.value.clone());
        let tag = given.or_else(|| self.tag(Some(lang)));
        (words, tag.filter(|t| *t != self.pages.config.language(self.lang).tag))
    }

    /// Who speaks in a statement.
    pub fn voices(self, statement: &Statement) -> Vec<VoiceRow> {
        let one = |v: &Voice| self.voice_row(v.speaker, v.office, v.side, statement.described.as_deref());
        statement.voices.iter().map(one).collect()
    }

    /// A speaker; for an unnamed one with what they are called.
    pub fn voice_row(
        self,
        speaker: Speaker,
        office: Option<u16>,
        side: Option<SideId>,
        described: Option<&str>,
    ) -> VoiceRow {
        let side_row = side.map(|s| self.side(s));
        match speaker {
            Speaker::Side(id) => {
                let name = described.map_or_else(|| self.side(id).name, str::to_owned);
                VoiceRow { name, lang: None, href: None, office: String::new(), side: side_row }
            }
            Speaker::Item(id) => {
                let item = self.model().registry.get(id);
                let (name, found) = item.name(self.lang);
                let held = match (&item.own, office) {
                    (Own::Person(own), Some(place)) => own.positions.get(place as usize).map(|p| self.office(p)),
                    _ => None,
                };
                let office = held.or_else(|| described.map(str::to_owned)).unwrap_or_default();
                VoiceRow {
                    name: name.to_owned(),
                    lang: self.tag(found),
                    href: Some(self.item_href(id)),
                    office,
                    side: side_row,
                }
            }
        }
    }

    fn via(self, statement: &Statement) -> Option<Link> {
        let own = self.model().registry.get(statement.document).document()?;
        let outlet = match &statement.via {
            Via::Document => own.outlet,
            Via::Outlet(outlet) => Some(*outlet),
            Via::Source(place) => {
                let source = own.sources.get(*place as usize)?;
                let label = self.source_title(source);
                let href = source.url.clone().unwrap_or_default();
                return Some(match source.outlet {
                    Some(outlet) => self.link_to(outlet),
                    None => Link { label, lang: None, href },
                });
            }
        };
        outlet.map(|o| self.link_to(o))
    }
}
