//! The views of drawings: the strip of time, the timeline, the network. All places are whole numbers in the drawing's own units.

use super::{DateRow, Link, Paging, SideCount, SideRow};
use crate::base::shared::{Kept, Shared};
use serde::Serialize;

/// A strip of time: statements above and below a line by side, events over them, documents under them.
#[derive(Debug, Clone, Serialize)]
pub struct StripView {
    /// How wide the drawing is.
    pub width: usize,
    /// How high.
    pub height: usize,
    /// Where the line of time begins.
    pub left: usize,
    /// The height of that line.
    pub axis: usize,
    /// Where the ticks begin, above.
    pub top: usize,
    /// Where the ticks end, below.
    pub bottom: usize,
    /// The first day shown.
    pub from: Kept<DateRow>,
    /// The last day shown.
    pub to: Kept<DateRow>,
    /// What stands at which height.
    pub lanes: Vec<LaneRow>,
    /// Years or months.
    pub ticks: Vec<TickRow>,
    /// The marks of statements, by side.
    pub marks: Vec<MarksRow>,
    /// How many statements one mark stands for, at most.
    pub each: usize,
    /// How many statements the marks stand for.
    pub statements: usize,
    /// Whether some of them are by several sides together.
    pub joint: bool,
    /// Path data: a stroke wherever there is a document.
    pub strokes: String,
    /// How many documents.
    pub documents: usize,
    /// Events, the newest ones if there are many.
    pub events: Vec<EventMark>,
    /// How many events in all.
    pub event_count: usize,
}

/// The name of a lane of a strip.
#[derive(Debug, Clone, Serialize)]
pub struct LaneRow {
    /// The name.
    pub label: String,
    /// The height of its middle.
    pub y: usize,
}

/// A year or a month on a strip.
#[derive(Debug, Clone, Serialize)]
pub struct TickRow {
    /// Where it begins.
    pub x: usize,
    /// Its name; empty where there is no room.
    pub label: String,
    /// Whether a line is drawn.
    pub line: bool,
}

/// The marks of one side.
#[derive(Debug, Clone, Serialize)]
pub struct MarksRow {
    /// The side; none for statements without one.
    pub side: Option<Kept<SideRow>>,
    /// For the class of the path: the number of the side, 0 for none.
    pub n: u8,
    /// Path data; empty for statements without a side, which are only counted.
    pub path: String,
    /// How many statements.
    pub statements: usize,
}

/// An event on a strip.
#[derive(Debug, Clone, Serialize)]
pub struct EventMark {
    /// Where it begins.
    pub x: usize,
    /// The height of its label, or of its beginning where it has none.
    pub y: usize,
    /// Its name, shortened to fit; empty where there is no room.
    pub label: String,
    /// The tag of the label's language, where that is not the page's.
    pub lang: Option<String>,
    /// Its whole name.
    pub name: String,
    /// Whether the label stands before the line instead of after it.
    pub before: bool,
}

/// `timeline.html`: events by year, and what was said when.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineView {
    /// The whole time as a strip; none on numbered pages, and where nothing has a date.
    pub strip: Option<StripView>,
    /// Events, newest first.
    pub groups: Vec<EventYear>,
    /// Which page of events it is.
    pub paging: Paging,
    /// Every year with what it holds, newest first; empty on numbered pages.
    pub years: Vec<YearSum>,
    /// How many years there are.
    pub year_count: usize,
}

/// The events of a year.
#[derive(Debug, Clone, Serialize)]
pub struct EventYear {
    /// `2025`, or the word for events without a date.
    pub label: String,
    /// Its anchor.
    pub anchor: String,
    /// Its events, newest first.
    pub events: Vec<EventEntry>,
}

/// An event in a list.
#[derive(Debug, Clone, Serialize)]
pub struct EventEntry {
    /// An `ItemRow`.
    pub item: Shared,
    /// When.
    pub date: Option<Kept<DateRow>>,
    /// Where; may be empty.
    pub place: String,
    /// Whose people took part, held it or spoke there.
    pub sides: Vec<Kept<SideRow>>,
    /// How many documents are about it.
    pub documents: usize,
    /// How many statements were made there.
    pub statements: usize,
}

/// What a year holds.
#[derive(Debug, Clone, Serialize)]
pub struct YearSum {
    /// `2025`.
    pub year: String,
    /// The documents of the year; none if there are none.
    pub href: Option<String>,
    /// How many documents.
    pub documents: usize,
    /// How many events.
    pub events: usize,
    /// How many statements.
    pub statements: usize,
    /// Statements by side.
    pub sides: Vec<SideCount>,
    /// How much longer the longest strip of the list is, in statements.
    pub rest: usize,
}

/// `network.html`: who speaks on which theme, and with whom.
#[derive(Debug, Clone, Serialize)]
pub struct NetworkView {
    /// How wide the drawing is.
    pub width: usize,
    /// How high.
    pub height: usize,
    /// The names of the columns.
    pub heads: Vec<HeadRow>,
    /// Speakers, each with the lines to its themes.
    pub speakers: Vec<SpeakerNode>,
    /// How many speakers there are in all.
    pub speaker_count: usize,
    /// Themes.
    pub themes: Vec<ThemeNode>,
    /// How many themes somebody speaks on.
    pub theme_count: usize,
    /// How many lines are drawn.
    pub lines: usize,
    /// How many pairs of a speaker and a theme there are.
    pub line_count: usize,
}

/// The name of a column or a group of the network.
#[derive(Debug, Clone, Serialize)]
pub struct HeadRow {
    /// The name.
    pub label: String,
    /// Where.
    pub x: usize,
    /// The height of its letters' foot.
    pub y: usize,
    /// `start`, `middle` or `end`: which end of it is there.
    pub anchor: &'static str,
}

/// A speaker in the network.
#[derive(Debug, Clone, Serialize)]
pub struct SpeakerNode {
    /// An `ItemRow`.
    pub item: Shared,
    /// The name, shortened to fit.
    pub label: String,
    /// The side for which they spoke most often.
    pub side: Option<Kept<SideRow>>,
    /// For classes: the number of the side, 0 for none.
    pub n: u8,
    /// The height of its row.
    pub y: usize,
    /// Where its shape is.
    pub x: usize,
    /// Where its name begins, or ends.
    pub text_x: usize,
    /// Where the row begins that can be clicked.
    pub row_x: usize,
    /// Whether the name stands before the shape.
    pub before: bool,
    /// Path data of its shape.
    pub mark: String,
    /// How many statements.
    pub statements: usize,
    /// The lines to its themes.
    pub lines: Vec<LineRow>,
    /// The themes it speaks on most.
    pub themes: Vec<CountedLink>,
    /// How many themes it speaks on besides.
    pub more_themes: usize,
    /// People in the same documents.
    pub with: Vec<CountedLink>,
}

/// A line from a speaker to a theme.
#[derive(Debug, Clone, Serialize)]
pub struct LineRow {
    /// Path data.
    pub path: String,
    /// How wide: 1 to 6, one more for each doubling of the number of statements.
    pub weight: u8,
}

/// A theme in the network.
#[derive(Debug, Clone, Serialize)]
pub struct ThemeNode {
    /// An `ItemRow`.
    pub item: Shared,
    /// The name, shortened to fit.
    pub label: String,
    /// The height of its middle.
    pub y: usize,
    /// How many statements of the speakers are on it.
    pub statements: usize,
}

/// A link and how often what it leads to counts here.
#[derive(Debug, Clone, Serialize)]
pub struct CountedLink {
    /// The link.
    pub link: Link,
    /// How often.
    pub count: usize,
}
