//! The views of a document and of its text.

use super::{CiteView, Counted, DateRow, Link, MentionRow, SideCount, SideRow};
use crate::base::shared::{Kept, Shared};
use serde::Serialize;

/// A document in a list, and why it is in it.
#[derive(Debug, Clone, Serialize)]
pub struct RelatedRow {
    /// A `DocumentRow`.
    pub document: Shared,
    /// Why: "Same event", "Shares 3 names".
    pub reason: String,
}

/// A top-level block of a text, with the notes on the statements that begin in it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BlockView {
    /// Ready HTML.
    pub html: String,
    /// Whether words stand before it that are not shown here.
    pub gap: bool,
    /// In the order of the text.
    pub notes: Vec<NoteView>,
}

/// A note beside the text on one statement.
#[derive(Debug, Clone, Serialize)]
pub struct NoteView {
    /// Its number on the page, from 1.
    pub n: usize,
    /// Whether the note before it in the block names the same speakers, or, where nobody speaks, the same outlet.
    pub again: bool,
    /// When it was said, where that is another day than the document's.
    pub day: Option<Kept<DateRow>>,
    /// A `StatementRow`.
    pub statement: Shared,
}

/// `document.html`: a source document or a briefing.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentView {
    /// Its own row: a `DocumentRow`.
    pub row: Shared,
    /// Whether the text is the portal's own.
    pub briefing: bool,
    /// The note of the front matter.
    pub note: String,
    /// The tag of its language, where that is not the page's.
    pub note_lang: Option<String>,
    /// Who published it.
    pub outlet: Option<Shared>,
    /// The outlet's own note.
    pub outlet_note: String,
    /// The tag of its language, where that is not the page's.
    pub outlet_note_lang: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Link>,
    /// Published.
    pub date: Kept<DateRow>,
    /// Said.
    pub said: Option<Kept<DateRow>>,
    /// The event: an `ItemRow`.
    pub event: Option<Shared>,
    /// The place.
    pub place: String,
    /// The original.
    pub original: Option<Link>,
    /// The name of its language; empty where that is not known.
    pub original_language: String,
    /// A copy of the original.
    pub archive: Option<String>,
    /// When it was read.
    pub retrieved: Option<Kept<DateRow>>,
    /// How this edition came to be: `official`, `human`, `machine`, `machine-reviewed`; empty if it is no translation.
    pub translation: &'static str,
    /// The same in words.
    pub translation_word: String,
    /// What it rests on.
    pub sources: Vec<SourceRow>,
    /// `full`, `excerpts` or `metadata`.
    pub publish: &'static str,
    /// The tag of the text's language.
    pub text_lang: String,
    /// The text.
    pub blocks: Vec<BlockView>,
    /// How many statements it has.
    pub statements: usize,
    /// Whether several sides say one of them together.
    pub joint: bool,
    /// How many marked words have a note: besides the statements, terms that are a part of them.
    pub notes: usize,
    /// People in it: `Counted` by statements and mentions.
    pub people: Vec<Counted>,
    /// Organizations in it.
    pub organizations: Vec<Counted>,
    /// Its themes.
    pub themes: Vec<Counted>,
    /// Other documents, events and terms that it names.
    pub others: Vec<Counted>,
    /// Who speaks, by side.
    pub sides: Vec<SideCount>,
    /// Points on which its sources differ.
    pub disputed: Vec<DisputedRow>,
    /// Documents that have much in common with it.
    pub related: Vec<RelatedRow>,
    /// Documents that name it: `MentionRow`s.
    pub mentions: Vec<MentionRow>,
    /// The document before it.
    pub previous: Option<Shared>,
    /// The document after it.
    pub next: Option<Shared>,
    /// Its headings, for a list of contents.
    pub contents: Vec<ContentRow>,
    /// How to cite it and its statements.
    pub cite: CiteView,
    /// Its own permanent address.
    pub address: String,
}

/// A heading of a text.
#[derive(Debug, Clone, Serialize)]
pub struct ContentRow {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// Its anchor.
    pub anchor: String,
}

/// A source of a briefing.
#[derive(Debug, Clone, Serialize)]
pub struct SourceRow {
    /// `a`.
    pub key: String,
    /// Its title, or its outlet's name, or its host.
    pub title: String,
    /// Its outlet: an `ItemRow`.
    pub outlet: Option<Shared>,
    /// Its side.
    pub side: Option<Kept<SideRow>>,
    /// Its address; empty where there is none.
    pub href: String,
    /// The host of that address.
    pub host: String,
    /// Its date.
    pub date: Option<Kept<DateRow>>,
    /// The tag of its language.
    pub lang: Option<String>,
    /// A remark.
    pub note: String,
}

/// A point on which sources differ.
#[derive(Debug, Clone, Serialize)]
pub struct DisputedRow {
    /// What they differ on.
    pub point: String,
    /// What each says.
    pub versions: Vec<VersionRow>,
    /// On the page of an event: the document that tells of it, where that is not the event's own file.
    pub document: Option<Link>,
}

/// What a source says on a disputed point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct VersionRow {
    /// What it says.
    pub value: String,
    /// Which source: its title or name; empty where none is given.
    pub source: String,
    /// Who published that source, where its title does not say it; may be empty.
    pub outlet: String,
    /// That source's address; empty where there is none.
    pub href: String,
}
