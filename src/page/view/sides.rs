//! The views that set sides next to each other: common ground, balance, proposals and commitments.

use super::{Counted, CountedLink, DateRow, EditorRow, Link, Paging, SideRow, VoiceRow};
use crate::base::shared::{Kept, Shared};
use serde::Serialize;

/// A proposition with where each side stands.
#[derive(Debug, Clone, Serialize)]
pub struct GroundRow {
    /// Its id.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Its place on the theme's page.
    pub href: String,
    /// The theme.
    pub theme: Link,
    /// `shared`, `conditional`, `divergent`, `mixed`, `open`, `one-sided`; where no side has an official position `outside` if a third
    /// party has one, `unofficial` if nobody has, `silent` if nobody said anything.
    pub verdict: &'static str,
    /// The same as words.
    pub verdict_word: String,
    /// Where two sides agree in words that were said a year or more apart, how long; empty elsewhere.
    pub apart: String,
    /// An editor's own reading, which stands beside the computed one.
    pub editor: Option<EditorRow>,
    /// The sides that are no third party, then the third parties that spoke.
    pub cells: Vec<GroundCell>,
}

/// How many propositions have a result.
#[derive(Debug, Clone, Serialize)]
pub struct GroundTally {
    /// The result, as in `verdict` of a `GroundRow`.
    pub verdict: &'static str,
    /// The same as words.
    pub verdict_word: String,
    /// How many.
    pub count: usize,
}

/// Where a side stands on a proposition.
#[derive(Debug, Clone, Serialize)]
pub struct GroundCell {
    /// The side.
    pub side: Kept<SideRow>,
    /// `for`, `against`, `conditional`, `neutral`, `mixed`, `unofficial` or `silent`.
    pub stand: &'static str,
    /// The same as words.
    pub stand_word: String,
    /// The passage that decides; none where the side is silent.
    pub href: Option<String>,
    /// When that was said.
    pub date: Option<Kept<DateRow>>,
    /// How many statements of the side are on it.
    pub statements: usize,
}

/// Stances over time.
#[derive(Debug, Clone, Serialize)]
pub struct PositionsView {
    /// Those that changed first, then the most often spoken on.
    pub rows: Vec<PositionRow>,
    /// How many propositions there are.
    pub total: usize,
}

/// How a stance on a proposition went over time.
#[derive(Debug, Clone, Serialize)]
pub struct PositionRow {
    /// The proposition.
    pub text: String,
    /// Its place on the theme's page.
    pub href: String,
    /// Whether the stance changed.
    pub changed: bool,
    /// How many stances there are, also where not all are shown.
    pub total: usize,
    /// The newest ones, oldest first.
    pub steps: Vec<StanceRow>,
}

/// One stance.
#[derive(Debug, Clone, Serialize)]
pub struct StanceRow {
    /// `for`, `against`, `conditional`, `neutral`.
    pub stance: &'static str,
    /// The same as a word.
    pub stance_word: String,
    /// When it was taken.
    pub date: Kept<DateRow>,
    /// Who took it.
    pub voices: Vec<Kept<VoiceRow>>,
    /// The words.
    pub words: String,
    /// The tag of the words' language, where that is not the page's.
    pub lang: Option<String>,
    /// The passage.
    pub href: String,
    /// Whether it differs from those of the day before it.
    pub changed: bool,
    /// Whether it counts; on the page of a side only what official speakers say does.
    pub official: bool,
}

/// What the accounts of an event say on one theme.
#[derive(Debug, Clone, Serialize)]
pub struct AlignedRow {
    /// The theme; none for statements without one.
    pub theme: Option<Link>,
    /// For each account its `CardRow`s.
    pub cells: Vec<Vec<Shared>>,
    /// The place of the only account that mentions it, counted from 1; 0 where several do.
    pub only: usize,
}

/// `balance.html`.
#[derive(Debug, Clone, Serialize)]
pub struct BalanceView {
    /// The sides, in the order of the columns.
    pub sides: Vec<Kept<SideRow>>,
    /// The newest years in which something was said, newest first.
    pub years: Vec<String>,
    /// A row for each theme.
    pub themes: Vec<HeatRow>,
    /// How much each side says by year, by the side of the outlet, by track and by language.
    pub breakdowns: Vec<Breakdown>,
    /// Themes on which a side that is no third party says nothing.
    pub silent: Vec<SilentRow>,
    /// People of a side who are named but never speak, most named first.
    pub unheard: Vec<UnheardRow>,
    /// Where the sides agree and differ, over all themes.
    pub ground: Vec<GroundRow>,
    /// How many propositions there are, also where not all are shown.
    pub ground_total: usize,
}

/// A theme in the table of themes and sides.
#[derive(Debug, Clone, Serialize)]
pub struct HeatRow {
    /// The theme: an `ItemRow`.
    pub item: Shared,
    /// How deep it lies in the tree.
    pub depth: usize,
    /// A cell for each side.
    pub cells: Vec<HeatCell>,
}

/// What one side says on one theme.
#[derive(Debug, Clone, Serialize)]
pub struct HeatCell {
    /// For `data-side`.
    pub side: u8,
    /// Where the words are.
    pub href: String,
    /// How much it says at any time, then in each of the years.
    pub periods: Vec<HeatNumbers>,
}

/// How much one side says on one theme in one period.
#[derive(Debug, Clone, Serialize)]
pub struct HeatNumbers {
    /// Statements.
    pub statements: HeatNumber,
    /// Documents.
    pub documents: HeatNumber,
    /// Distinct speakers.
    pub speakers: HeatNumber,
}

/// A number with its shade.
#[derive(Debug, Clone, Serialize)]
pub struct HeatNumber {
    /// The number.
    pub n: usize,
    /// 0 (none) to 5 (most); one scale for all sides.
    pub heat: usize,
}

/// How much each side says by something else than theme.
#[derive(Debug, Clone, Serialize)]
pub struct Breakdown {
    /// `year`, `outlet`, `track` or `language`.
    pub kind: &'static str,
    /// What it counts by, in words.
    pub title: String,
    /// A row for each value.
    pub rows: Vec<BreakdownRow>,
}

/// One value with how often each side speaks.
#[derive(Debug, Clone, Serialize)]
pub struct BreakdownRow {
    /// The value, in words.
    pub label: String,
    /// A cell for each side.
    pub cells: Vec<BreakdownCell>,
}

/// How much one side says there.
#[derive(Debug, Clone, Serialize)]
pub struct BreakdownCell {
    /// The side.
    pub side: Kept<SideRow>,
    /// The anchor of the words behind the numbers; empty where there are none.
    pub anchor: String,
    /// The newest of these words.
    pub words: Vec<WordsRow>,
    /// Statements.
    pub statements: usize,
    /// Documents.
    pub documents: usize,
    /// Distinct speakers.
    pub speakers: usize,
}

/// The beginning of somebody's words.
#[derive(Debug, Clone, Serialize)]
pub struct WordsRow {
    /// The words, with their passage.
    pub words: Link,
    /// When they were said.
    pub date: Kept<DateRow>,
    /// Who said them.
    pub voices: Vec<Kept<VoiceRow>>,
}

/// Themes that a side leaves out.
#[derive(Debug, Clone, Serialize)]
pub struct SilentRow {
    /// The side.
    pub side: Kept<SideRow>,
    /// `ItemRow`s.
    pub themes: Vec<Shared>,
}

/// People of a side who are named but never speak.
#[derive(Debug, Clone, Serialize)]
pub struct UnheardRow {
    /// The side.
    pub side: Kept<SideRow>,
    /// Who, with the number of documents that name them.
    pub people: Vec<Counted>,
    /// How many there are, also where not all are shown.
    pub total: usize,
}

/// `proposals.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalsView {
    /// The address of the calendar.
    pub calendar: String,
    /// How many of each status, on the newest page, also where these have lists of their own.
    pub states: Vec<StateCount>,
    /// How many proposals and commitments there are, on the newest page.
    pub total: usize,
    /// The address of the list of all.
    pub all: String,
    /// The themes with how many are on each, on the newest page; the links lead to the list on the theme's page.
    pub themes: Vec<CountedLink>,
    /// Whether a third party has one, on the newest page.
    pub third_parties: bool,
    /// Newest first.
    pub proposals: Vec<ProposalRow>,
    /// The filters that leave nothing of these, on the newest page.
    pub empty: Vec<EmptyFilter>,
    /// The pages of the list.
    pub paging: Paging,
}

/// A status and a side that no proposal of a page has.
#[derive(Debug, Clone, Serialize)]
pub struct EmptyFilter {
    /// `agreed`, or `all`.
    pub state: &'static str,
    /// The number of the side, or `all`.
    pub side: String,
}

/// A status with how many have it.
#[derive(Debug, Clone, Serialize)]
pub struct StateCount {
    /// `agreed`.
    pub state: &'static str,
    /// The same as a word.
    pub word: String,
    /// How many.
    pub count: usize,
    /// The address of the list of these; empty where the one list is short.
    pub href: String,
    /// Whether the page is a part of it.
    pub current: bool,
}

/// A proposal or a commitment with what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalRow {
    /// Its `CardRow`.
    pub card: Shared,
    /// The newest status as written, of one day several with spaces between them; empty where none was given.
    pub state: String,
    /// The numbers of its sides, for filters.
    pub sides: Vec<u8>,
    /// Whether it is due and open.
    pub overdue: bool,
    /// The newest changes of its status, oldest first; none where it never changed.
    pub steps: Vec<StepRow>,
    /// How many changes there are.
    pub step_count: usize,
}

/// One change of status.
#[derive(Debug, Clone, Serialize)]
pub struct StepRow {
    /// The new status, as a word.
    pub word: String,
    /// Since when.
    pub date: Kept<DateRow>,
    /// Who said so.
    pub voices: Vec<Kept<VoiceRow>>,
    /// By when it should be done, where this change or the beginning says so.
    pub due: Option<Kept<DateRow>>,
    /// The passage that says so.
    pub href: String,
}
