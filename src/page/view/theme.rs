//! The view of a theme: what each side says on it, by proposition.

use super::{Counted, DateRow, Entity, GroundRow, SideCount, SideRow};
use crate::base::shared::{Kept, Shared};
use serde::Serialize;

/// `theme.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ThemeView {
    /// What all such pages have.
    pub entity: Entity,
    /// Wider themes: `ItemRow`s.
    pub broader: Vec<Shared>,
    /// Narrower themes.
    pub narrower: Vec<Shared>,
    /// Neighbours.
    pub related: Vec<Shared>,
    /// Where the sides stand on each proposition.
    pub ground: Vec<GroundRow>,
    /// Propositions with what was said on each.
    pub pairs: Vec<PairView>,
    /// Statements on no proposition, by side; none where the theme has propositions and there are no others.
    pub columns: Vec<ColumnView>,
    /// Those of the sides that are no third party, a few of each in turn, so that one under the other no side waits for the end of another.
    pub rounds: Vec<Vec<ColumnView>>,
    /// Figures: `CardRow`s.
    pub figures: Vec<Shared>,
    /// How many there are.
    pub figure_count: usize,
    /// Proposals and commitments: `CardRow`s.
    pub proposals: Vec<Shared>,
    /// How many there are.
    pub proposal_count: usize,
    /// Statements and speakers by side.
    pub sides: Vec<SideCount>,
    /// Who speaks on it.
    pub speakers: Vec<Counted>,
    /// How many there are.
    pub speaker_count: usize,
}

/// An editor's reading of a proposition.
#[derive(Debug, Clone, Serialize)]
pub struct EditorRow {
    /// In the editor's words.
    pub state: String,
    /// Why.
    pub note: String,
    /// When it was so.
    pub date: Option<Kept<DateRow>>,
}

/// A proposition with what each side said on it.
#[derive(Debug, Clone, Serialize)]
pub struct PairView {
    /// Its id.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// A column for every side that is no third party, for sides that spoke together, and for each third party that spoke.
    pub columns: Vec<ColumnView>,
    /// How many statements there are on it.
    pub count: usize,
    /// All of them, where the page does not show all.
    pub all: Option<String>,
}

/// What one side said, or several together.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnView {
    /// The side; none for statements without one, and for those of several.
    pub side: Option<Kept<SideRow>>,
    /// The sides that said it together, two or more; else empty.
    pub together: Vec<Kept<SideRow>>,
    /// Whether the side also has words that it said together with others: they stand in another column.
    pub joins: bool,
    /// Whether the side has words anywhere on the page.
    pub elsewhere: bool,
    /// `CardRow`s, newest first.
    pub statements: Vec<Shared>,
    /// How many there are, also where not all are shown.
    pub count: usize,
    /// How many of them the page shows, here and where the column goes on.
    pub shown: usize,
}
