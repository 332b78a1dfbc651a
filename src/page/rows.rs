//! Rows: items, documents, dates and sides, made once for each language however many pages show them. Does not choose what is shown.

use super::Desk;
use super::office::{self, Line};
use super::related::{Relation, Scores};
use super::route::Page;
use super::timeline::days_of;
use super::view::*;
use crate::base::date::{Date, Point};
use crate::base::diag::Diagnostic;
use crate::base::lang::Lang;
use crate::base::memo::Memo;
use crate::base::shared::{Kept, Shared};
use crate::entity::resolve::Voice;
use crate::entity::{Item, ItemId, Own, PositionOwn};
use crate::input::config::{SideId, Text};
use crate::parse::meta::Common;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Sets rows in HTML with the portal's templates, which belong to a higher floor.
pub trait Press: Send + Sync {
    /// The card of a statement, from its `StatementRow`.
    fn card(&self, lang: Lang, row: &Shared) -> Result<String, Box<Diagnostic>>;
    /// The mark of an item's side and its short name, as a chip shows them.
    fn label(&self, lang: Lang, row: &ItemRow) -> Result<String, Box<Diagnostic>>;
    /// The date and the title of a document, as they begin each entry of a list.
    fn entry(&self, lang: Lang, row: &DocumentRow) -> Result<String, Box<Diagnostic>>;
}

type Cell = OnceLock<Result<Shared, Box<Diagnostic>>>;

/// Every row that was made so far, by item or statement and language. Of a statement only its card is kept: it is shown on many
/// pages, and far smaller than what it is made from.
#[derive(Default)]
pub struct Rows {
    languages: usize,
    items: Vec<Cell>,
    links: Vec<OnceLock<Kept<Link>>>,
    documents: Vec<Cell>,
    pub(super) cards: Vec<Cell>,
    sides: Vec<OnceLock<Kept<SideRow>>>,
    related: Vec<OnceLock<Box<[Relation]>>>,
    /// Tables that no thread uses at the moment.
    scores: Mutex<Vec<Scores>>,
    dates: Memo<(Date, Lang), Kept<DateRow>>,
    pub(super) voices: Memo<(Voice, Lang), Kept<VoiceRow>>,
}

impl Rows {
    /// The documents related to one, found where they are not known yet.
    pub fn related(&self, id: ItemId, find: impl FnOnce(&mut Scores) -> Vec<Relation>) -> &[Relation] {
        self.related[id.index()].get_or_init(|| {
            let mut scores = self.spare().pop().unwrap_or_default();
            let found = find(&mut scores);
            self.spare().push(scores);
            found.into()
        })
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Scores>> {
        self.scores.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Room for the rows of a site.
    pub fn new(items: usize, statements: usize, sides: usize, languages: usize) -> Rows {
        fn room<T>(n: usize) -> Vec<OnceLock<T>> {
            std::iter::repeat_with(OnceLock::new).take(n).collect()
        }
        Rows {
            languages,
            items: room(items * languages),
            links: room(items * languages),
            documents: room(items * languages),
            cards: room(statements * languages),
            sides: room(sides * languages),
            related: room(items),
            ..Rows::default()
        }
    }
}

impl Desk<'_> {
    pub(super) fn cell(self, index: usize) -> usize {
        index * self.pages.rows.languages + self.lang.index()
    }

    /// The `ItemRow` of an item.
    pub fn item(self, id: ItemId) -> Shared {
        let cell = &self.pages.rows.items[self.cell(id.index())];
        let made = cell.get_or_init(|| {
            let mut row = self.item_row(id);
            row.label = self.pages.press.label(self.lang, &row)?;
            Ok(Shared::new(&row))
        });
        self.taken(made)
    }

    /// The `ItemRow` of an item where it belongs to another side than elsewhere.
    pub fn item_for(self, id: ItemId, side: Option<SideId>) -> Shared {
        let mut row = ItemRow { side: side.map(|s| self.side(s)), ..self.item_row(id) };
        let made = self.pages.press.label(self.lang, &row).map(|label| {
            row.label = label;
            Shared::new(&row)
        });
        self.taken(&made)
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

    /// A row that was made; of one that could not be, the reason is put down and nothing is shown.
    pub(super) fn taken(self, made: &Result<Shared, Box<Diagnostic>>) -> Shared {
        made.clone().unwrap_or_else(|problem| {
            self.failed.borrow_mut().push(*problem);
            Shared::new(&())
        })
    }

    /// A date in the reader's language.
    pub fn date(self, date: Date) -> Kept<DateRow> {
        let rows = &self.pages.rows.dates;
        (*rows.get((date, self.lang), || Kept::new(self.date_row(date)))).clone()
    }

    /// A date as a text.
    pub fn date_text(self, date: Date) -> String {
        match date.end {
            None => self.date(date).text.clone(),
            Some(_) => self.strings().date(date),
        }
    }

    fn date_row(self, date: Date) -> DateRow {
        let text = |p: Point| self.strings().date_point(p);
        if date == Date::UNDATED {
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
    pub fn side(self, id: SideId) -> Kept<SideRow> {
        let cell = &self.pages.rows.sides[self.cell(usize::from(id.0))];
        cell.get_or_init(|| Kept::new(self.side_row(id))).clone()
    }

    fn side_row(self, id: SideId) -> SideRow {
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
                let newest = own.newest_office(self.pages.today)?;
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
            held_back: self.held_back(item),
            label: String::new(),
        }
    }

    /// The names in the portal's other languages that differ from the one shown.
    pub fn other_names(self, item: &Item) -> Vec<OtherName> {
        let (shown, _) = item.name(self.lang);
        let others =
            item.common.name.by.iter().filter(|(lang, name)| *lang != self.lang && !shown.contains(name.as_str()));
        let tag = |lang: Lang| self.pages.config.language(lang).tag.clone();
        others.map(|(lang, name)| OtherName { name: name.clone(), lang: tag(lang) }).collect()
    }

    fn line(self, item: &Item) -> String {
        match &item.own {
            Own::Person(own) => own.newest_office(self.pages.today).map_or(String::new(), |p| self.last_office(p)),
            Own::Organization(own) => own.kind.map_or(String::new(), |k| self.word("org", k.word())),
            Own::Event(own) => days_of(own).map_or(String::new(), |d| self.strings().date(d)),
            Own::Theme(_) | Own::Term(_) => item.common.summary.show(self.lang).to_owned(),
            Own::Document(own) => self.strings().date(own.date),
            Own::Page => String::new(),
        }
    }

    /// The word of the reader's language for a word of the files: `type.news`.
    pub fn word(self, group: &str, word: &str) -> String {
        self.strings().get(&[group, ".", &*word.replace('.', "-")].concat()).to_owned()
    }

    /// The name of a language in the reader's; else as the portal calls it, else its tag.
    pub fn language_name(self, tag: &str) -> String {
        let named = |tag: &str| self.strings().find(&format!("languages.{tag}"));
        let known = self.pages.config.languages.iter().find(|l| l.tag == tag || l.code == tag);
        // The portal may call a language of its own by a shorter code than the tag says: `pt` for `pt-BR`.
        let by_code = || known.and_then(|l| named(&l.code));
        named(tag).or_else(by_code).or_else(|| known.map(|l| &*l.name)).unwrap_or(tag).to_owned()
    }

    /// "Director, Water Agency (until 2024)": where an office is over, or was seen once, the line says when.
    fn last_office(self, position: &PositionOwn) -> String {
        let years = |date: Date| self.strings().date(date.years());
        let when = match (position.from, position.to, position.as_of) {
            (_, Some(to), _) => self.strings().fill("office.to", &[("to", &years(to))]),
            (None, None, Some(seen)) => self.strings().fill("office.as-of", &[("date", &years(seen))]),
            _ => return self.office(position),
        };
        self.strings().fill("office.then", &[("office", &self.office(position)), ("when", &when)])
    }

    /// "Director, Water Agency".
    pub fn office(self, position: &PositionOwn) -> String {
        let title = position.title.show(self.lang);
        let Some(org) = position.org.map(|o| self.model().registry.get(o)) else { return title.to_owned() };
        let shown = self.short_name(org);
        if title.is_empty() {
            return shown;
        }
        match office::joined(title, &shown, &[&shown, org.name(self.lang).0]) {
            Line::Title => title.to_owned(),
            Line::Both(org) => self.strings().fill("office.at", &[("title", title), ("org", org)]),
            Line::Merged(org, rest) => format!("{org}{rest}"),
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
        DocumentRow {
            id: item.id.to_string(),
            href: self.item_href(id),
            title: title.to_owned(),
            lang: self.tag(found),
            date: own.map_or_else(|| self.date(Date::UNDATED), |o| self.date(o.date)),
            type_word: own.map_or(String::new(), |o| self.word("type", o.doc_type.word())),
            doc_type: own.map_or("", |o| o.doc_type.word()),
            outlet: outlet.map_or(String::new(), |o| o.name(self.lang).0.to_owned()),
            summary: self.show(&item.common.summary),
            summary_lang: self.tag_of(&item.common.summary),
            head: String::new(),
            held_back: self.held_back(item),
        }
    }

    /// Why only `--drafts` shows it, in a word; empty for what everybody sees.
    pub fn held_back(self, item: &Item) -> String {
        let key = match (self.is_draft(item), self.embargo(item)) {
            (true, _) => "list.draft",
            (false, Some(_)) => "list.embargo",
            (false, None) => return String::new(),
        };
        self.strings().get(key).to_owned()
    }

    /// Whether an item, or the edition of it that the reader sees, is a draft.
    pub fn is_draft(self, item: &Item) -> bool {
        self.holding(item).any(|common| common.draft)
    }

    /// The day until which an item, or the edition of it that the reader sees, is shown by `--drafts` only.
    pub fn embargo(self, item: &Item) -> Option<Date> {
        self.holding(item).filter_map(|common| common.embargo_after(self.pages.today)).max_by_key(|day| day.last())
    }

    /// What may hold an item back: the leading edition for all, any other for itself.
    fn holding(self, item: &Item) -> impl Iterator<Item = &Common> {
        let shown = item.editions.best(self.lang).map(|(_, edition)| &edition.meta.common);
        std::iter::once(&item.common).chain(shown)
    }

    /// A text that may differ by language, for the reader.
    pub fn show(self, text: &Text) -> String {
        text.show(self.lang).to_owned()
    }

    /// The tag of the language in which the reader sees a text, where that is not the reader's.
    pub fn tag_of(self, text: &Text) -> Option<String> {
        self.tag(text.get(self.lang).and_then(|(_, found)| found))
    }

    /// A link to an item, for rows.
    pub fn link_row(self, id: ItemId) -> Kept<Link> {
        let cell = &self.pages.rows.links[self.cell(id.index())];
        cell.get_or_init(|| Kept::new(self.link_to(id))).clone()
    }

    /// A link to an item.
    pub fn link_to(self, id: ItemId) -> Link {
        let (name, found) = self.model().registry.get(id).name(self.lang);
        Link { label: name.to_owned(), lang: self.tag(found), href: self.item_href(id) }
    }
}
