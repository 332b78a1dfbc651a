//! The views of lists and indexes, of the front page and of the page that is missing.

use super::{BlockView, CiteFile, Counted, CountedLink, GroundRow, GroundTally, Link, MentionRow, SideCount};
use crate::base::shared::Shared;
use serde::Serialize;

/// A list that may be one of several pages.
#[derive(Debug, Clone, Serialize)]
pub struct Paging {
    /// How many items there are in all; on a numbered page, how many it shows.
    pub total: usize,
    /// The number of this page, counted from the oldest; 0 for the newest.
    pub number: usize,
    /// How many numbered pages there are; not told on a numbered page.
    pub pages: usize,
    /// The page with newer items.
    pub newer: Option<String>,
    /// The page with older items.
    pub older: Option<String>,
    /// Every page, the newest first, where there is more than one.
    pub all: Vec<PageLink>,
}

/// One page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// Its number; 0 for the newest.
    pub number: usize,
    /// Its address.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
}

/// `home.html`: the front page.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// How many documents there are.
    pub documents: usize,
    /// How many people.
    pub people: usize,
    /// How many organizations.
    pub organizations: usize,
    /// How many themes.
    pub themes: usize,
    /// How many events.
    pub events: usize,
    /// How many statements.
    pub statements: usize,
    /// The newest documents: `DocumentRow`s.
    pub latest: Vec<Shared>,
    /// Where the sides agree and differ, the most telling first.
    pub ground: Vec<GroundRow>,
    /// How many propositions somebody spoke on.
    pub ground_total: usize,
    /// How all of them fall, the most telling result first.
    pub ground_tally: Vec<GroundTally>,
    /// The newest proposals and commitments that are not done: `StatementRow`s.
    pub proposals: Vec<Shared>,
    /// How many proposals and commitments are not done.
    pub proposal_count: usize,
    /// Those who spoke last: `ItemRow`s.
    pub speakers: Vec<Shared>,
    /// The newest quotations: `CardRow`s.
    pub quotes: Vec<Shared>,
    /// The themes with most statements.
    pub top_themes: Vec<ThemeRow>,
    /// The newest events: `ItemRow`s.
    pub latest_events: Vec<Shared>,
}

/// A theme with how often each side speaks on it.
#[derive(Debug, Clone, Serialize)]
pub struct ThemeRow {
    /// An `ItemRow`.
    pub item: Shared,
    /// How deep it lies in the tree of themes; 0 at the top.
    pub depth: usize,
    /// Documents about it.
    pub documents: usize,
    /// Statements on it.
    pub statements: usize,
    /// Statements by side, in the order of the sides; sides without one are left out.
    pub sides: Vec<SideCount>,
    /// How much longer the longest strip of the list is, in statements.
    pub rest: usize,
}

/// `documents.html`: a list of documents.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentsView {
    /// The introduction of the folder; empty on all but the first page.
    pub intro: IntroView,
    /// The year that the list is of; none for all.
    pub year: Option<String>,
    /// `DocumentRow`s, newest first.
    pub documents: Vec<Shared>,
    /// How many of `paging.total` have an edition in the reader's language; the others are shown in another one.
    pub own: usize,
    /// Which page it is.
    pub paging: Paging,
    /// Every year with its documents, newest first; empty on numbered pages.
    pub years: Vec<YearRow>,
    /// All documents, for reference managers.
    pub cite: Vec<CiteFile>,
}

/// The introduction of a folder (`_index.md`): in the reader's language, else in the leading one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IntroView {
    /// The language that it is in.
    pub text_lang: String,
    /// Its blocks; empty where there is no introduction.
    pub blocks: Vec<BlockView>,
}

/// A year and how many documents it has.
#[derive(Debug, Clone, Serialize)]
pub struct YearRow {
    /// `2025`.
    pub year: String,
    /// Its address.
    pub href: String,
    /// How many documents.
    pub count: usize,
    /// Whether it is the one shown.
    pub current: bool,
}

/// `people.html`, `organizations.html`, `events.html`, `terms.html`: all entities of a kind, in groups.
#[derive(Debug, Clone, Serialize)]
pub struct IndexView {
    /// The introduction of the folder.
    pub intro: IntroView,
    /// How many there are.
    pub total: usize,
    /// Letters, or years for events.
    pub groups: Vec<IndexGroup>,
    /// Every letter of the alphabet, for the row of links; empty for events.
    pub letters: Vec<LetterRow>,
}

/// Entities under one letter or year.
#[derive(Debug, Clone, Serialize)]
pub struct IndexGroup {
    /// The letter or the year.
    pub label: String,
    /// Its anchor.
    pub anchor: String,
    /// Who or what, with the number of documents.
    pub items: Vec<Counted>,
}

/// A letter of the alphabet.
#[derive(Debug, Clone, Serialize)]
pub struct LetterRow {
    /// The letter.
    pub label: String,
    /// The anchor of its group; none if it has no entries.
    pub anchor: Option<String>,
}

/// `themes.html`: the tree of themes.
#[derive(Debug, Clone, Serialize)]
pub struct ThemesView {
    /// The introduction of the folder.
    pub intro: IntroView,
    /// How many there are.
    pub total: usize,
    /// In the order of the tree.
    pub themes: Vec<ThemeRow>,
}

/// `statements.html`: all statements, all figures, or all statements of a person, an organization or a theme.
#[derive(Debug, Clone, Serialize)]
pub struct StatementsView {
    /// Of all statements, on the newest page: how many of each side.
    pub sides: Vec<SideCount>,
    /// Of all statements, on the newest page: the themes with most.
    pub themes: Vec<CountedLink>,
    /// `CardRow`s, newest first.
    pub statements: Vec<Shared>,
    /// Which page it is.
    pub paging: Paging,
}

/// `mentions.html`: all places where an entity is named.
#[derive(Debug, Clone, Serialize)]
pub struct MentionsView {
    /// Of what: an `ItemRow`.
    pub of: Shared,
    /// Newest first.
    pub mentions: Vec<MentionRow>,
    /// Which page it is.
    pub paging: Paging,
}

/// `redirect.html`: an address that something had before.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    /// Where it is now.
    pub href: String,
}

/// `404.html`: no such page.
#[derive(Debug, Clone, Serialize)]
pub struct MissingView {
    /// The lists that one may go to.
    pub links: Vec<Link>,
}
