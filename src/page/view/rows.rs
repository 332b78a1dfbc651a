//! Rows: what stands for an item, a document, a statement, a side or a date wherever one is shown.

use super::Link;
use crate::base::shared::{Kept, Shared};
use serde::Serialize;

/// A date.
#[derive(Debug, Clone, Serialize)]
pub struct DateRow {
    /// `2025-07-05`, `2025-07` or `2025`: for `datetime`; of a range the beginning.
    pub iso: String,
    /// As one writes it in the page's language; of a range only the beginning.
    pub text: String,
    /// The end of a range.
    pub end_iso: Option<String>,
    /// The end of a range as one writes it.
    pub end_text: Option<String>,
}

/// A side.
#[derive(Debug, Clone, Serialize)]
pub struct SideRow {
    /// `china`.
    pub id: String,
    /// The address of its page.
    pub href: String,
    /// For `data-side`: 1, 2, …; of third parties always 3, as in the style sheet.
    pub n: u8,
    /// In a badge.
    pub short: String,
    /// In full.
    pub name: String,
    /// Whether it is none of the two.
    pub third_party: bool,
}

/// A link to anything that has a page.
#[derive(Debug, Clone, Serialize)]
pub struct ItemRow {
    /// `person`, `organization`, `theme`, `event`, `term`, `page`, `document`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its address.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The tag of the name's language, where that is not the page's.
    pub lang: Option<String>,
    /// The short name, or the name again.
    pub short: String,
    /// The name in another of the portal's languages.
    pub other: Option<OtherName>,
    /// Its side.
    pub side: Option<Kept<SideRow>>,
    /// One line on it: a person's newest office, a theme's definition, an event's date.
    pub line: String,
    /// In a preview with `--drafts`: `draft` or `under embargo`; else empty.
    pub held_back: String,
    /// The mark of its side and its short name, as HTML: what a chip shows, set once by the component `item_label`.
    pub label: String,
}

/// A name in another language.
#[derive(Debug, Clone, Serialize)]
pub struct OtherName {
    /// The name.
    pub name: String,
    /// The tag of its language.
    pub lang: String,
}

/// An item and how often it counts here.
#[derive(Debug, Clone, Serialize)]
pub struct Counted {
    /// An `ItemRow`.
    pub item: Shared,
    /// How often.
    pub count: usize,
}

/// A document in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentRow {
    /// Its id.
    pub id: String,
    /// Its address.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The tag of the title's language, where that is not the page's.
    pub lang: Option<String>,
    /// When it was published.
    pub date: Kept<DateRow>,
    /// Its type, as a word of the page's language.
    pub type_word: String,
    /// Its type as written: `news`.
    pub doc_type: &'static str,
    /// Its outlet's name; empty where there is none.
    pub outlet: String,
    /// What it is about, in a sentence; may be empty.
    pub summary: String,
    /// The tag of the summary's language, where that is not the page's.
    pub summary_lang: Option<String>,
    /// Where only `--drafts` shows it, why: a draft, or under embargo; else empty.
    pub held_back: String,
    /// Its date and its title, as HTML: how each entry of a list begins, set once by the component `entry_head`.
    pub head: String,
}

/// A place in a document where something is named.
#[derive(Debug, Clone, Serialize)]
pub struct MentionRow {
    /// A `DocumentRow`.
    pub document: Shared,
    /// The sentence up to the name.
    pub before: String,
    /// The name as written there.
    pub name: String,
    /// The rest of the sentence.
    pub after: String,
    /// The tag of the sentence's language, where that is not the page's.
    pub lang: Option<String>,
    /// As what it is named, in the author's words (`role=`), in the same language; may be empty.
    pub role: String,
}

/// Who said something.
#[derive(Debug, Clone, Serialize)]
pub struct VoiceRow {
    /// The name, or what an unnamed speaker is called.
    pub name: String,
    /// The tag of the name's language, where that is not the page's.
    pub lang: Option<String>,
    /// The speaker's page.
    pub href: Option<String>,
    /// The office held that day; empty where none is known.
    pub office: String,
    /// The side on that day.
    pub side: Option<Kept<SideRow>>,
}

/// A statement as lists show it: its card, set once by the component `card` from a `StatementRow`.
#[derive(Debug, Clone, Serialize)]
pub struct CardRow {
    /// Its anchor in the document.
    pub id: String,
    /// The address of the passage.
    pub href: String,
    /// `quote`, `paraphrase`, …
    pub kind: &'static str,
    /// The number of its side; 0 for several or none.
    pub side: u8,
    /// The card, as HTML.
    pub html: String,
}

/// A statement: what a card and a note in the text are made from.
#[derive(Debug, Clone, Serialize)]
pub struct StatementRow {
    /// Where only `--drafts` shows its document, why: a draft, or under embargo; else empty.
    pub held_back: String,
    /// Its anchor in its document.
    pub id: String,
    /// Its permanent address.
    pub href: String,
    /// `quote`, `paraphrase`, `claim`, `figure`, `proposal`, `commitment`, `term`.
    pub kind: &'static str,
    /// The kind as a word of the page's language.
    pub kind_word: String,
    /// The words, as text; parts of a split statement are joined with an ellipsis.
    pub words: String,
    /// Of a figure, what stands before it in its sentence; a number by itself says little.
    pub before: String,
    /// What stands behind it.
    pub after: String,
    /// The tag of the words' language, where that is not the page's.
    pub lang: Option<String>,
    /// The portal's own translation of words in another language, where the text gives one; else empty.
    pub gloss: String,
    /// Who said it.
    pub voices: Vec<Kept<VoiceRow>>,
    /// To whom.
    pub to: Vec<Kept<VoiceRow>>,
    /// Its sides, each once.
    pub sides: Vec<Kept<SideRow>>,
    /// For `data-side`: the only side's number; 0 where there is none or more than one.
    pub side: u8,
    /// `for`, `against`, `conditional`, `neutral`; empty without a stance.
    pub stance: &'static str,
    /// The stance as a word of the page's language.
    pub stance_word: String,
    /// The propositions that the stance is on.
    pub on: Vec<String>,
    /// The newest status: words of the page's language; two only if they are of the same date.
    pub status: Vec<String>,
    /// When the status was last known.
    pub status_date: Option<Kept<DateRow>>,
    /// The words that gave it its status, where these are others.
    pub status_href: Option<String>,
    /// The status that it gives to earlier words, and their place.
    pub earlier: Option<Kept<Link>>,
    /// When it is due.
    pub due: Option<Kept<DateRow>>,
    /// Whether that day is over and it is neither fulfilled nor given up.
    pub overdue: bool,
    /// The day that a figure is of.
    pub as_of: Option<Kept<DateRow>>,
    /// Where a claim is known from.
    pub source: Option<Kept<Link>>,
    /// The glossary entry of a term.
    pub term: Option<Kept<Link>>,
    /// What it is about.
    pub themes: Vec<Kept<Link>>,
    /// When it was said.
    pub said: Kept<DateRow>,
    /// Whether that is only the day of the report.
    pub reported: bool,
    /// When the report of it was published, where that is known and another day.
    pub published: Option<Kept<DateRow>>,
    /// By whom it is reported.
    pub via: Option<Kept<Link>>,
    /// Whether that is somebody else than the outlet of the document.
    pub via_source: bool,
    /// How the words came into the language that they are shown in, where the edition is a translation; else empty.
    pub translation: String,
    /// The document that it is in.
    pub document: Kept<Link>,
    /// The place of the words in the original, where they are verbatim.
    pub original: Option<String>,
    /// A figure's value as written, with its unit.
    pub value: String,
    /// What a figure in a table is of: the heads of its row and column; else empty.
    pub head: String,
    /// A remark of the author.
    pub note: String,
}

/// How often a side counts.
#[derive(Debug, Clone, Serialize)]
pub struct SideCount {
    /// The side; none for statements that no side makes, which come last.
    pub side: Option<Kept<SideRow>>,
    /// Statements.
    pub statements: usize,
    /// Distinct speakers; 0 where nobody speaks, as of the text's own figures.
    pub speakers: usize,
}
