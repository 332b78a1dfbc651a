//! What lists hold: statements, documents, places where something is named. Which lists an item has besides its own page is said here and
//! nowhere else: their addresses, the links to them and their lengths follow from it.

use super::route::Page;
use crate::base::date::Date;
use crate::entity::{Item, ItemId, Own, Speaker};
use crate::input::config::SideId;
use crate::model::ground::Proposition;
use crate::model::{Model, Role, StatementId, rows};
use crate::parse::Kind;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many documents a list shows on a page.
pub const DOCUMENTS_PER_PAGE: usize = 100;
/// How many rows of a list an entity's page shows before it links to pages of their own.
pub const ROWS_ON_ENTITY: usize = 30;
/// How many statements or mentions such a page of their own shows.
pub const ROWS_PER_PAGE: usize = 100;
/// How many statements of each side a theme's page shows on one proposition.
pub const ROWS_IN_COLUMN: usize = 8;
/// How many of the statements that it is the source of an organization's page shows.
pub const ROWS_OF_SOURCE: usize = 8;
/// How many of the statements that are addressed to it the page of a person, an organization or a side shows.
pub const ROWS_ADDRESSED: usize = 8;

/// Whose statements a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementsOf {
    /// What a person or an organization said, what was said on a theme or at an event, uses of a term.
    Item(ItemId),
    /// What the people of an organization said while they held an office of it.
    InOffice(ItemId),
    /// What is known from an organization's reports.
    Source(ItemId),
    /// What was said on a proposition.
    On(Proposition),
    /// What was said for a side.
    Side(SideId),
    /// What is addressed to a person, an organization or a side.
    To(Speaker),
    /// All.
    All,
    /// All figures.
    Figures,
}

impl StatementsOf {
    /// How many there are.
    pub fn len(self, model: &Model) -> usize {
        match self {
            StatementsOf::Item(id) => statements_of(model, id).len(),
            StatementsOf::InOffice(id) => rows(&model.in_office, id).len(),
            StatementsOf::Source(id) => rows(&model.by_source, id).len(),
            StatementsOf::On(on) => rows(&model.by_proposition, on).len(),
            StatementsOf::Side(side) => rows(&model.by_side, side).len(),
            StatementsOf::To(to) => rows(&model.by_addressee, to).len(),
            StatementsOf::All => model.listed.len(),
            StatementsOf::Figures => model.figures.len(),
        }
    }

    /// Some of them, by place from the oldest; newest first.
    pub fn newest_first(self, model: &Model, places: Range<usize>) -> Vec<StatementId> {
        fn of<K>(table: &[(K, StatementId)], places: Range<usize>) -> Vec<StatementId> {
            table[places].iter().rev().map(|(_, id)| *id).collect()
        }
        match self {
            StatementsOf::Item(id) => of(statements_of(model, id), places),
            StatementsOf::InOffice(id) => of(rows(&model.in_office, id), places),
            StatementsOf::Source(id) => of(rows(&model.by_source, id), places),
            StatementsOf::On(on) => of(rows(&model.by_proposition, on), places),
            StatementsOf::Side(side) => of(rows(&model.by_side, side), places),
            StatementsOf::To(to) => of(rows(&model.by_addressee, to), places),
            StatementsOf::All => model.listed[places].iter().rev().copied().collect(),
            StatementsOf::Figures => model.figures[places].iter().rev().copied().collect(),
        }
    }

    /// The newest of them, newest first.
    pub fn newest(self, model: &Model, most: usize) -> Vec<StatementId> {
        let total = self.len(model);
        self.newest_first(model, total.saturating_sub(most)..total)
    }
}

/// Which documents a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentsOf {
    /// All.
    All,
    /// Those of a year.
    Year(i16),
    /// All that an entity is in.
    Item(ItemId),
    /// Those that an organization published.
    Publisher(ItemId),
}

impl DocumentsOf {
    /// How many there are.
    pub fn len(self, model: &Model) -> usize {
        match self {
            DocumentsOf::All | DocumentsOf::Year(_) => self.places(model).len(),
            DocumentsOf::Item(id) => rows(&model.documents, id).len(),
            DocumentsOf::Publisher(id) => published_by(model, id).count(),
        }
    }

    /// Some of them, by place from the oldest; oldest first.
    pub fn oldest_first(self, model: &Model, places: Range<usize>) -> Vec<ItemId> {
        match self {
            DocumentsOf::All | DocumentsOf::Year(_) => {
                let start = self.places(model).start;
                places.map(|i| ItemId((start + i) as u32)).collect()
            }
            DocumentsOf::Item(id) => rows(&model.documents, id)[places].iter().map(|(_, document)| *document).collect(),
            DocumentsOf::Publisher(id) => published_by(model, id).skip(places.start).take(places.len()).collect(),
        }
    }

    /// The places of the documents of a year, or of all, among the items: they come first, by date.
    fn places(self, model: &Model) -> Range<usize> {
        let items = &model.registry.items;
        let documents = &items[..items.partition_point(|item| item.kind == Kind::Document)];
        match self {
            DocumentsOf::Year(year) => {
                documents.partition_point(|d| year_of(d) < year)..documents.partition_point(|d| year_of(d) <= year)
            }
            _ => 0..documents.len(),
        }
    }
}

/// The years that documents are of, with how many each has, oldest first.
pub fn years(model: &Model) -> BTreeMap<i16, usize> {
    let mut years = BTreeMap::new();
    for (_, item) in model.registry.of_kind(Kind::Document) {
        if let Some(own) = item.document().filter(|own| own.date != Date::UNDATED) {
            *years.entry(own.date.start.year).or_default() += 1;
        }
    }
    years
}

fn year_of(item: &Item) -> i16 {
    item.document().map_or(1, |d| d.date.start.year)
}

/// A list with pages of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// Of statements.
    Statements(StatementsOf),
    /// Of documents.
    Documents(DocumentsOf),
    /// Of places where an item is named.
    Mentions(ItemId),
}

impl List {
    /// One of its pages; 0 is the newest.
    pub fn page(self, number: usize) -> Page {
        match self {
            List::Statements(of) => Page::Statements(of, number),
            List::Documents(of) => Page::Documents(of, number),
            List::Mentions(id) => Page::Mentions(id, number),
        }
    }

    /// How many rows it has.
    pub fn len(self, model: &Model) -> usize {
        match self {
            List::Statements(of) => of.len(model),
            List::Documents(of) => of.len(model),
            List::Mentions(id) => naming(model, id).count(),
        }
    }

    /// How many rows one of its pages shows.
    pub fn per_page(self) -> usize {
        match self {
            List::Documents(_) => DOCUMENTS_PER_PAGE,
            _ => ROWS_PER_PAGE,
        }
    }

    /// Whether it has more rows than the page of what it belongs to shows.
    pub fn is_long(self, model: &Model) -> bool {
        self.long(model).is_some()
    }

    /// How many rows it has, if these are more than the page of what it belongs to shows.
    fn long(self, model: &Model) -> Option<usize> {
        let shown = match self {
            List::Statements(StatementsOf::Source(_)) => ROWS_OF_SOURCE,
            List::Statements(StatementsOf::On(_)) => ROWS_IN_COLUMN,
            List::Statements(StatementsOf::To(_)) => ROWS_ADDRESSED,
            _ => ROWS_ON_ENTITY,
        };
        let len = self.len(model);
        let is_needed = || match self {
            List::Statements(StatementsOf::On(on)) => has_long_column(model, on),
            // Where each of them is in another list of the item, that one is enough.
            List::Documents(DocumentsOf::Item(id)) => {
                len > List::Mentions(id).len(model) && len > DocumentsOf::Publisher(id).len(model)
            }
            _ => true,
        };
        (len > shown && is_needed()).then_some(len)
    }
}

/// The lists that an item has besides its own page, each with its length.
pub fn lists_of(model: &Model, id: ItemId) -> Vec<(List, usize)> {
    let item = model.registry.get(id);
    if matches!(item.kind, Kind::Document | Kind::Page) {
        return Vec::new();
    }
    let mut lists =
        vec![List::Statements(StatementsOf::Item(id)), List::Mentions(id), List::Documents(DocumentsOf::Item(id))];
    match &item.own {
        Own::Person(_) => lists.push(List::Statements(StatementsOf::To(Speaker::Item(id)))),
        Own::Organization(_) => lists.extend([
            List::Statements(StatementsOf::To(Speaker::Item(id))),
            List::Statements(StatementsOf::InOffice(id)),
            List::Statements(StatementsOf::Source(id)),
            List::Documents(DocumentsOf::Publisher(id)),
        ]),
        Own::Theme(own) => {
            let places = (0..own.propositions.len()).map(|place| place as u16);
            lists.extend(places.map(|place| List::Statements(StatementsOf::On((id, place)))));
        }
        _ => {}
    }
    lists.into_iter().filter_map(|list| Some((list, list.long(model)?))).collect()
}

/// Whether some side said more on a proposition than the theme's page shows.
fn has_long_column(model: &Model, on: Proposition) -> bool {
    let all = rows(&model.by_proposition, on);
    let mut columns: BTreeMap<&[SideId], usize> = BTreeMap::new();
    all.iter().any(|(_, id)| {
        let count = columns.entry(&model.statement(*id).sides).or_default();
        *count += 1;
        *count > ROWS_IN_COLUMN
    })
}

/// The statements that an item's page is about, oldest first: what a person or an organization said, what was said on a theme or at an
/// event, the uses of a term.
pub fn statements_of(model: &Model, id: ItemId) -> &[(ItemId, StatementId)] {
    match model.registry.get(id).kind {
        Kind::Person | Kind::Organization => rows(&model.by_speaker, id),
        Kind::Theme => rows(&model.by_theme, id),
        Kind::Event => rows(&model.by_event, id),
        Kind::Term => rows(&model.by_term, id),
        Kind::Document | Kind::Page => &[],
    }
}

/// The documents in whose text an item is named, oldest first, each once: an entity's page shows one sentence of each.
pub fn mentions_of(model: &Model, id: ItemId) -> Vec<ItemId> {
    naming(model, id).collect()
}

/// The same one after the other: the appearances of an item are in the order of its documents.
fn naming(model: &Model, id: ItemId) -> impl Iterator<Item = ItemId> {
    let named = model.appearances_of(id).iter().filter(|a| a.role == Role::Mention).map(|a| a.document);
    let mut last = None;
    named.filter(move |document| last.replace(*document) != Some(*document))
}

/// The documents that an organization published, and those that have it as a source, oldest first.
pub fn reports_of(model: &Model, id: ItemId) -> impl Iterator<Item = ItemId> {
    let all = model.appearances_of(id).iter();
    all.filter(|appearance| appearance.role == Role::Outlet).map(|appearance| appearance.document)
}

/// The documents that an organization published, oldest first.
pub fn published_by(model: &Model, id: ItemId) -> impl Iterator<Item = ItemId> {
    reports_of(model, id).filter(move |document| is_published_by(model, id, *document))
}

/// Whether a document has the organization as its outlet.
pub fn is_published_by(model: &Model, id: ItemId, document: ItemId) -> bool {
    model.registry.get(document).document().is_some_and(|own| own.outlet == Some(id))
}
