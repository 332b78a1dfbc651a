//! Lists of documents, statements and mentions, page by page; the front page; the page that is missing. Pages are counted from the oldest.

use super::Desk;
use super::cite;
use super::listed::*;
use super::route::*;
use super::view::*;
use crate::entity::{ItemId, Speaker};
use crate::model::{StatementId, rows, status};
use crate::parse::Kind;
use crate::parse::keys::MarkKind;
use std::cmp::Reverse;
use std::ops::Range;

/// What the front page shows of each.
const ON_FRONT: usize = 8;
/// What it shows of propositions.
const FEW: usize = 6;

/// The places, counted from the oldest, that a page of a list shows.
pub fn range_of(total: usize, size: usize, number: usize) -> Range<usize> {
    match number {
        0 => total.saturating_sub(size)..total,
        n => (n - 1) * size..(n * size).min(total),
    }
}

impl Desk<'_> {
    /// The links between the pages of a list.
    pub fn paging(self, total: usize, size: usize, number: usize, page: impl Fn(usize) -> Page) -> Paging {
        let pages = numbered_pages(total, size);
        let href = |n: usize| self.href(page(n));
        let (newer, older) = match number {
            0 => (
                None,
                (pages > 0).then(|| if total.is_multiple_of(size) { pages - 1 } else { pages }).filter(|n| *n > 0),
            ),
            n => (Some(if n >= pages { 0 } else { n + 1 }), (n > 1).then(|| n - 1)),
        };
        let all = |n| PageLink { number: n, href: href(n), current: n == number };
        let numbers = std::iter::once(0).chain((1..=pages).rev());
        Paging {
            // A numbered page tells of itself only: what is added elsewhere does not change it.
            total: if number == 0 { total } else { range_of(total, size, number).len() },
            number,
            pages: if number == 0 { pages } else { 0 },
            newer: newer.map(href),
            older: older.map(href),
            all: if pages == 0 { Vec::new() } else { near(number, pages, numbers).map(all).collect() },
        }
    }

    /// A list of documents.
    pub fn documents(self, of: DocumentsOf, number: usize) -> DocumentsView {
        let model = self.model();
        let total = of.len(model);
        let shown = range_of(total, DOCUMENTS_PER_PAGE, number);
        // As `paging.total`: a numbered page tells of itself only, and looks at no more.
        let told = if number == 0 { 0..total } else { shown.clone() };
        let documents = of.oldest_first(model, told.clone());
        let is_own = |id: &&ItemId| model.registry.get(**id).editions.get(self.lang).is_some();
        let year = match of {
            DocumentsOf::Year(year) => Some(year),
            _ => None,
        };
        let by_year = number == 0 && matches!(of, DocumentsOf::All | DocumentsOf::Year(_));
        DocumentsView {
            own: documents.iter().filter(is_own).count(),
            intro: match (of, number) {
                (DocumentsOf::All, 0) => self.folder_intro(Kind::Document),
                _ => IntroView::default(),
            },
            year: year.map(|y| format!("{y:04}")),
            documents: documents[shown.start - told.start..].iter().rev().map(|id| self.document_row(*id)).collect(),
            paging: self.paging(total, DOCUMENTS_PER_PAGE, number, |number| Page::Documents(of, number)),
            years: if by_year { self.years(year) } else { Vec::new() },
            cite: if by_year { self.cite_files(cite::lists::ALL) } else { Vec::new() },
        }
    }

    fn years(self, shown: Option<i16>) -> Vec<YearRow> {
        let row = |(year, count): (i16, usize)| YearRow {
            year: format!("{year:04}"),
            href: self.href(Page::Documents(DocumentsOf::Year(year), 0)),
            count,
            current: shown == Some(year),
        };
        years(self.model()).into_iter().rev().map(row).collect()
    }

    /// A list of statements.
    pub fn statements_page(self, list: StatementsOf, number: usize) -> StatementsView {
        let total = list.len(self.model());
        let shown = list.newest_first(self.model(), range_of(total, ROWS_PER_PAGE, number));
        let is_first = list == StatementsOf::All && number == 0;
        let all = self.model().listed.iter().copied().filter(|_| is_first);
        let themes = self.model().registry.of_kind(Kind::Theme).filter(|_| is_first);
        StatementsView {
            sides: self.side_counts(all),
            themes: self.counted_themes(themes.map(|(id, _)| (id, StatementsOf::Item(id).len(self.model())))),
            statements: shown.into_iter().map(|s| self.card(s)).collect(),
            paging: self.paging(total, ROWS_PER_PAGE, number, |n| Page::Statements(list, n)),
        }
    }

    /// All places where an item is named.
    pub fn mentions_page(self, id: ItemId, number: usize) -> MentionsView {
        let all = mentions_of(self.model(), id);
        let shown = &all[range_of(all.len(), ROWS_PER_PAGE, number)];
        MentionsView {
            of: self.item(id),
            mentions: shown.iter().rev().filter_map(|d| self.mention_row(id, *d)).collect(),
            paging: self.paging(all.len(), ROWS_PER_PAGE, number, |n| Page::Mentions(id, n)),
        }
    }

    /// The front page.
    pub fn home(self) -> HomeView {
        let model = self.model();
        let count = |kind| model.registry.of_kind(kind).count();
        let documents = count(Kind::Document);
        let quotes = model.statements().rev().filter(|(_, statement)| statement.kind == MarkKind::Quote);
        let mut themes: Vec<(usize, ItemId)> =
            model.registry.of_kind(Kind::Theme).map(|(id, _)| (rows(&model.by_theme, id).len(), id)).collect();
        themes.sort_by_key(|(n, id)| (Reverse(*n), *id));
        let (ground, ground_tally) = self.common_ground_in_short(FEW);
        let open = self.open_proposals();
        HomeView {
            ground,
            ground_total: ground_tally.iter().map(|tally| tally.count).sum(),
            ground_tally,
            proposals: open.iter().take(FEW - 2).map(|id| self.statement(*id)).collect(),
            proposal_count: open.len(),
            speakers: self.items(self.last_speakers()),
            documents,
            people: count(Kind::Person),
            organizations: count(Kind::Organization),
            themes: count(Kind::Theme),
            events: count(Kind::Event),
            statements: model.listed.len(),
            latest: (0..documents).rev().take(ON_FRONT).map(|i| self.document_row(ItemId(i as u32))).collect(),
            quotes: quotes.take(4).map(|(id, _)| self.card(id)).collect(),
            top_themes: self.theme_rows(themes.iter().take(ON_FRONT).map(|(_, id)| (*id, 0))),
            latest_events: self.events_newest().into_iter().take(ON_FRONT).map(|e| self.item(e)).collect(),
        }
    }

    /// What was called for, proposed or agreed and is not over, newest first.
    fn open_proposals(self) -> Vec<StatementId> {
        let is_open = |id: &StatementId| status::ended(&status::current(self.model(), *id)).is_none();
        self.model().proposals.iter().rev().copied().filter(is_open).collect()
    }

    fn last_speakers(self) -> Vec<ItemId> {
        let mut found: Vec<ItemId> = Vec::new();
        let is_person = |id: ItemId| self.model().registry.get(id).kind == Kind::Person;
        for (_, statement) in self.model().statements().rev() {
            for voice in &statement.voices {
                match voice.speaker {
                    Speaker::Item(id) if is_person(id) && !found.contains(&id) => found.push(id),
                    _ => {}
                }
            }
            if found.len() >= ON_FRONT + FEW {
                break;
            }
        }
        found
    }

    /// What one may do on a page that is not there.
    pub fn missing(self) -> MissingView {
        let nav =
            |key: &str, page| Link { label: self.strings().get(key).to_owned(), lang: None, href: self.href(page) };
        MissingView {
            links: vec![
                nav("nav.home", Page::Home),
                nav("nav.documents", Page::Documents(DocumentsOf::All, 0)),
                nav("nav.people", Page::Index(Kind::Person)),
                nav("nav.organizations", Page::Index(Kind::Organization)),
                nav("nav.themes", Page::Index(Kind::Theme)),
                nav("nav.events", Page::Index(Kind::Event)),
                nav("nav.statements", Page::Statements(StatementsOf::All, 0)),
                nav("nav.proposals", Page::Proposals(0)),
                nav("nav.balance", Page::Balance),
                nav("nav.timeline", Page::Timeline(0)),
            ],
        }
    }
}

/// The newest page, the oldest, those around the one shown, and some on the way to the oldest: a row of links that stays short, that reaches
/// any page in a few steps, and that stays the same on a numbered page when pages are added.
fn near(shown: usize, pages: usize, numbers: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
    let at = if shown == 0 { pages } else { shown };
    let newest = if shown == 0 { pages } else { usize::MAX };
    let is_near = move |n: usize| n.abs_diff(at) <= 2 && (shown == 0 || n <= at + 1);
    // Further and further away: any sum of these is a few links away.
    let is_on_way = move |n: usize| [5, 10, 25, 50, 100, 250, 500, 1_000].iter().any(|step| n + step == at);
    numbers.filter(move |n| matches!(*n, 0 | 1) || *n == newest || is_near(*n) || is_on_way(*n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_page_of_a_long_list_is_a_few_links_away() {
        let shown = |at: usize, pages| near(at, pages, std::iter::once(0).chain((1..=pages).rev())).collect::<Vec<_>>();
        assert_eq!(shown(0, 4), [0, 4, 3, 2, 1]);
        assert_eq!(shown(0, 500), [0, 500, 499, 498, 495, 490, 475, 450, 400, 250, 1]);
        assert_eq!(shown(250, 500), shown(250, 251));
        let mut steps = vec![usize::MAX; 501];
        let mut wave = vec![0];
        for depth in 0.. {
            wave.retain(|page| steps[*page] == usize::MAX);
            wave.iter().for_each(|page| steps[*page] = depth);
            wave = wave.iter().flat_map(|page| shown(*page, 500)).collect();
            if steps.iter().all(|steps| *steps < usize::MAX) {
                break;
            }
        }
        assert!(steps.iter().all(|steps| *steps <= 8), "{:?}", steps.iter().max());
    }
}
