//! The views of people, organizations, events, glossary entries and plain pages.

use super::{
    AlignedRow, BlockView, CiteFile, ColumnView, Counted, CountedLink, DateRow, DisputedRow, Link, MentionRow,
    OtherName, PositionsView, SideRow, StripView, VoiceRow,
};
use crate::base::shared::{Kept, Shared};
use serde::Serialize;

/// A group of statements under one heading.
#[derive(Debug, Clone, Serialize)]
pub struct StatementGroup {
    /// The heading; empty for what has none.
    pub label: String,
    /// The tag of the label's language, where that is not the page's.
    pub lang: Option<String>,
    /// Where the heading leads.
    pub href: Option<String>,
    /// `CardRow`s, newest first.
    pub statements: Vec<Shared>,
    /// How many there are, also where not all are shown.
    pub count: usize,
}

/// What the pages of people, organizations, themes, events and terms have in common.
#[derive(Debug, Clone, Serialize)]
pub struct Entity {
    /// Its own row: an `ItemRow`.
    pub row: Shared,
    /// Its names in the other languages.
    pub other_names: Vec<OtherName>,
    /// Aliases.
    pub aliases: Vec<String>,
    /// Its side.
    pub side: Option<Kept<SideRow>>,
    /// Whether it has no file.
    pub stub: bool,
    /// The definition or summary.
    pub summary: String,
    /// The tag of its language, where that is not the page's.
    pub summary_lang: Option<String>,
    /// The note of the front matter.
    pub note: String,
    /// The tag of its language, where that is not the page's.
    pub note_lang: Option<String>,
    /// The text.
    pub blocks: Vec<BlockView>,
    /// The tag of the text's language.
    pub text_lang: String,
    /// Links to other sites.
    pub links: Vec<Link>,
    /// The documents with its words, for reference managers; of a theme or an event those that it is in.
    pub cite: Vec<CiteFile>,
    /// Statements in all.
    pub statement_count: usize,
    /// All statements, where the page does not show all.
    pub all_statements: Option<String>,
    /// The newest statements that are addressed to it, where it may be: `CardRow`s.
    pub addressed: Vec<Shared>,
    /// How many there are.
    pub addressed_count: usize,
    /// All of them, where the page does not show all.
    pub all_addressed: Option<String>,
    /// The newest events that it took part in, held or spoke at: `ItemRow`s.
    pub events: Vec<Shared>,
    /// How many there are.
    pub event_count: usize,
    /// Places where it is named, in all.
    pub mention_count: usize,
    /// All such places, where the page does not show all.
    pub all_mentions: Option<String>,
    /// The newest places where it is named.
    pub mentions: Vec<MentionRow>,
    /// The newest documents that it is in as speaker, author, theme or event, and whose texts do not name it: `DocumentRow`s.
    pub documents: Vec<Shared>,
    /// How many such documents there are.
    pub document_count: usize,
    /// All documents that it is in, where there are more than a page of an entity shows.
    pub all_documents: Option<String>,
    /// Of people, organizations and themes that said or are in anything: when.
    pub strip: Option<StripView>,
}

/// `person.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PersonView {
    /// What all such pages have.
    pub entity: Entity,
    /// The address of a portrait, where there is one.
    pub image: Option<String>,
    /// The track of dialogue; may be empty.
    pub track: String,
    /// Offices, newest first.
    pub offices: Vec<OfficeRow>,
    /// What they said, by theme.
    pub groups: Vec<StatementGroup>,
    /// Who appears in the same documents.
    pub with: Vec<Counted>,
    /// On what they speak.
    pub themes: Vec<Counted>,
    /// Stances over time.
    pub positions: PositionsView,
}

/// An office and when it was held.
#[derive(Debug, Clone, Serialize)]
pub struct OfficeRow {
    /// What.
    pub title: String,
    /// Where: an `ItemRow`.
    pub org: Option<Shared>,
    /// When, in words: "2021 to June 2024", "seen 2023 to 2026".
    pub when: String,
    /// A side other than the person's.
    pub side: Option<Kept<SideRow>>,
    /// Where this is known from; an address or empty.
    pub source: String,
}

/// Somebody and their office at an organization.
#[derive(Debug, Clone, Serialize)]
pub struct MemberRow {
    /// An `ItemRow`.
    pub person: Shared,
    /// The offices there.
    pub offices: Vec<OfficeRow>,
}

/// `organization.html`.
#[derive(Debug, Clone, Serialize)]
pub struct OrganizationView {
    /// What all such pages have.
    pub entity: Entity,
    /// The kind as a word; may be empty.
    pub kind_word: String,
    /// What it is part of: an `ItemRow`.
    pub parent: Option<Shared>,
    /// Its parts: `ItemRow`s.
    pub parts: Vec<Shared>,
    /// When it was founded.
    pub founded: Option<Kept<DateRow>>,
    /// Who owns it.
    pub ownership: String,
    /// Its people over time.
    pub members: Vec<MemberRow>,
    /// How many there are.
    pub member_count: usize,
    /// What it said itself: `CardRow`s.
    pub statements: Vec<Shared>,
    /// What its people said while they held an office of it, newest first: `CardRow`s.
    pub by_people: Vec<Shared>,
    /// How much they said.
    pub by_people_count: usize,
    /// All of it, where the page does not show all.
    pub all_by_people: Option<String>,
    /// The newest statements that are known from what it published: `CardRow`s.
    pub reported: Vec<Shared>,
    /// How many there are.
    pub reported_count: usize,
    /// All of them, where the page does not show all.
    pub all_reported: Option<String>,
    /// The newest documents that it published: `DocumentRow`s.
    pub published: Vec<Shared>,
    /// How many it published.
    pub published_count: usize,
    /// All of them, where the page does not show all.
    pub all_published: Option<String>,
    /// The newest documents that have it as a source: `DocumentRow`s.
    pub used: Vec<Shared>,
    /// How many have it as a source.
    pub used_count: usize,
    /// Stances over time.
    pub positions: PositionsView,
}

/// `event.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    /// What all such pages have.
    pub entity: Entity,
    /// When.
    pub date: Option<Kept<DateRow>>,
    /// Where.
    pub place: String,
    /// The track of dialogue; may be empty.
    pub track: String,
    /// The series; may be empty.
    pub series: String,
    /// The round in the series; may be empty.
    pub round: String,
    /// Who held it: `ItemRow`s.
    pub organizers: Vec<Shared>,
    /// Who took part, by side.
    pub participants: Vec<ParticipantGroup>,
    /// Statements made there or about it, by side, without those that `aligned` has.
    pub columns: Vec<ColumnView>,
    /// How many these are.
    pub said_count: usize,
    /// The sides' accounts.
    pub readouts: Vec<ReadoutRow>,
    /// The sides, but for third parties, that have none.
    pub unheard: Vec<Kept<SideRow>>,
    /// The same by theme, where there are two or more: what each mentions.
    pub aligned: Vec<AlignedRow>,
    /// Points on which sources differ.
    pub disputed: Vec<DisputedRow>,
    /// How many there are.
    pub disputed_count: usize,
}

/// Those who took part for one side.
#[derive(Debug, Clone, Serialize)]
pub struct ParticipantGroup {
    /// The side; none for those without one.
    pub side: Option<Kept<SideRow>>,
    /// Who.
    pub people: Vec<ParticipantRow>,
}

/// Someone who took part.
#[derive(Debug, Clone, Serialize)]
pub struct ParticipantRow {
    /// An `ItemRow`.
    pub person: Shared,
    /// As what; may be empty.
    pub role: String,
}

/// An account of an event by one side.
#[derive(Debug, Clone, Serialize)]
pub struct ReadoutRow {
    /// By whom.
    pub by: Kept<VoiceRow>,
    /// For which side.
    pub side: Option<Kept<SideRow>>,
    /// Where it stands.
    pub document: Link,
    /// Whether that is a text of the portal's own, which retells it.
    pub retold: bool,
    /// The tag of its language.
    pub lang: String,
    /// Its text.
    pub html: String,
}

/// `term.html`: a glossary entry.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// What all such pages have.
    pub entity: Entity,
    /// Each side's meaning.
    pub definitions: Vec<DefinitionRow>,
    /// The sides, third parties aside, whose meaning is not recorded, where that of others is.
    pub undefined: Vec<Kept<SideRow>>,
    /// Entries that it is confused with: `ItemRow`s.
    pub confused_with: Vec<Shared>,
    /// The portal's languages: columns of the renderings.
    pub languages: Vec<OtherName>,
    /// Whether the renderings have a last column, for words in other languages.
    pub other_languages: bool,
    /// Who has which words for it, the most uses first.
    pub renderings: Vec<RenderingRow>,
    /// How many have any, also where not all are shown.
    pub rendering_count: usize,
    /// The newest words marked as this term: `CardRow`s.
    pub uses: Vec<Shared>,
    /// How many there are.
    pub use_count: usize,
}

/// The words of an outlet, or of another source, for a term.
#[derive(Debug, Clone, Serialize)]
pub struct RenderingRow {
    /// Whose words they are; none for the portal's own. A translator has no address.
    pub by: Option<Kept<Link>>,
    /// Its side.
    pub side: Option<Kept<SideRow>>,
    /// A cell for each language.
    pub cells: Vec<RenderingCell>,
    /// How many uses there are.
    pub count: usize,
}

/// The words for a term in one language.
#[derive(Debug, Clone, Serialize)]
pub struct RenderingCell {
    /// Each of the words once, with its newest passage and how often it is used.
    pub words: Vec<CountedLink>,
    /// How many more there are.
    pub more: usize,
}

/// What a side means by a word.
#[derive(Debug, Clone, Serialize)]
pub struct DefinitionRow {
    /// The side.
    pub side: Option<Kept<SideRow>>,
    /// What it means.
    pub text: String,
    /// Where that is from; may be empty.
    pub source: String,
    /// Whose page that is, where it is an address; else empty.
    pub host: String,
}

/// `page.html`: a plain page.
#[derive(Debug, Clone, Serialize)]
pub struct PlainView {
    /// The text.
    pub blocks: Vec<BlockView>,
    /// The tag of the text's language.
    pub text_lang: String,
    /// Documents that name it: `MentionRow`s.
    pub mentions: Vec<MentionRow>,
}

/// A side of the relation.
#[derive(Debug, Clone, Serialize)]
pub struct SideView {
    /// The side.
    pub side: Kept<SideRow>,
    /// How many people and organizations speak for it.
    pub speaker_count: usize,
    /// Those who speak most.
    pub speakers: Vec<Counted>,
    /// The themes that it speaks on most.
    pub themes: Vec<Counted>,
    /// How many there are.
    pub theme_count: usize,
    /// How many statements are its own.
    pub statement_count: usize,
    /// The newest statements: `CardRow`s.
    pub statements: Vec<Shared>,
    /// The list of all of them, where the page does not show all.
    pub all_statements: Option<String>,
    /// The newest statements that are addressed to it: `CardRow`s.
    pub addressed: Vec<Shared>,
    /// How many there are.
    pub addressed_count: usize,
    /// All of them, where the page does not show all.
    pub all_addressed: Option<String>,
    /// The documents with its words, for reference managers.
    pub cite: Vec<CiteFile>,
    /// Stances over time.
    pub positions: PositionsView,
}
