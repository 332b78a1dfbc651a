//! Front matter, typed but not yet resolved: names are still names. One struct per kind; which keys exist is PRODUCT's table.

use crate::base::date::{Date, Day};
use crate::base::span::{Span, Spanned};
use crate::input::config::Text;
use crate::parse::words::{DocumentType, OrganizationKind, Track, TranslationKind};
use bitcode::{Decode, Encode};

/// A name as written, to be looked up.
pub type Name = Spanned<String>;

/// The front matter of one file.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Meta {
    /// Keys that every kind has.
    pub common: Common,
    /// Keys of the kind.
    pub own: Own,
    /// The keys that were written, for the comparison of editions.
    pub written: Vec<Spanned<String>>,
    /// A hash of the value of each written key that all editions share, for the same comparison; same order as `written`.
    pub values: Vec<crate::base::fingerprint::Fingerprint>,
    /// The front matter as a whole; empty at 0 if there is none.
    pub span: Span,
}

/// Keys that every kind has. A text of an edition that is no leading one fills only the edition's own language.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct Common {
    /// `title` or `name` or `term`.
    pub name: Text,
    /// Where it was written.
    pub name_span: Span,
    /// `short`.
    pub short: Text,
    /// `summary` or `definition`.
    pub summary: Text,
    /// `note`.
    pub note: Text,
    /// `aliases`.
    pub aliases: Vec<Name>,
    /// `sort`: plain, or by the language of the list.
    pub sort: Text,
    /// `links`.
    pub links: Vec<Name>,
    /// `ids`: scheme and value.
    pub ids: Vec<(String, String)>,
    /// `image`: a path beside the file.
    pub image: Option<Name>,
    /// `former_ids`.
    pub former_ids: Vec<Name>,
    /// `draft`.
    pub draft: bool,
    /// `embargo`: not part of the site before this day.
    pub embargo: Option<Date>,
}

impl Common {
    /// The day of its embargo, while that lies ahead.
    pub fn embargo_after(&self, today: Day) -> Option<Date> {
        // Of a range the last day: words that were to be kept back are not shown in between.
        self.embargo.filter(|day| if day.end.is_some() { day.last() >= today } else { day.first() > today })
    }
}

/// Keys of one kind.
#[derive(Clone, Debug, Encode, Decode)]
#[allow(missing_docs)]
pub enum Own {
    Document(Box<DocumentMeta>),
    Person(PersonMeta),
    Organization(OrganizationMeta),
    Theme(ThemeMeta),
    Event(EventMeta),
    Term(TermMeta),
    Page,
}

/// Which words of a document are public; the later, the fewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Publish {
    /// All.
    #[default]
    Full,
    /// Annotated passages with a little context.
    Excerpts,
    /// None.
    Metadata,
}

/// Front matter of a document.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct DocumentMeta {
    /// `date`: published.
    pub date: Option<Spanned<Date>>,
    /// `type`.
    pub doc_type: Option<DocumentType>,
    /// `outlet`.
    pub outlet: Option<Name>,
    /// `authors`: names of people or organizations, or plain text that names neither.
    pub authors: Vec<Name>,
    /// `speaker`: people, organizations or sides.
    pub speaker: Vec<Name>,
    /// `said`.
    pub said: Option<Spanned<Date>>,
    /// `event`.
    pub event: Option<Name>,
    /// `place`.
    pub place: Text,
    /// `url`.
    pub url: Option<Name>,
    /// `archive_url`.
    pub archive_url: Option<Name>,
    /// `retrieved`.
    pub retrieved: Option<Date>,
    /// `lang`: of the original, as a tag.
    pub lang: Option<String>,
    /// `translation`.
    pub translation: Option<Translation>,
    /// `sources`, in the order written.
    pub sources: Vec<Source>,
    /// `publish`.
    pub publish: Publish,
    /// `themes`.
    pub themes: Vec<Name>,
    /// `disputed`.
    pub disputed: Vec<Disputed>,
}

/// How an edition came to be.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Translation {
    /// `kind`.
    pub kind: TranslationKind,
    /// The language it was made from.
    pub of: Option<String>,
    /// Who made it.
    pub by: Option<String>,
}

/// Something that a briefing rests on.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Source {
    /// The key that `via=` and `source=` name.
    pub key: Name,
    /// Its address.
    pub url: Option<Name>,
    /// Its title.
    pub title: Text,
    /// Its outlet.
    pub outlet: Option<Name>,
    /// Its side.
    pub side: Option<Name>,
    /// Its date.
    pub date: Option<Date>,
    /// Its language, as a tag.
    pub lang: Option<String>,
    /// A remark.
    pub note: Text,
}

/// A point on which sources differ.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Disputed {
    /// What they differ on.
    pub point: Text,
    /// Each value and the source key or name that has it.
    pub versions: Vec<(Text, Option<Name>)>,
}

/// Front matter of a person.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct PersonMeta {
    /// `side`.
    pub side: Option<Name>,
    /// `track`.
    pub track: Option<Track>,
    /// `positions`.
    pub positions: Vec<Position>,
}

/// An office and when it was held.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Position {
    /// The organization.
    pub org: Option<Name>,
    /// The office.
    pub title: Text,
    /// First day.
    pub from: Option<Date>,
    /// The day from which it was no longer held.
    pub to: Option<Spanned<Date>>,
    /// When it was seen; beginning and end unknown.
    pub as_of: Option<Date>,
    /// A side other than the person's.
    pub side: Option<Name>,
    /// Where this is known from.
    pub source: Option<String>,
}

/// Front matter of an organization.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct OrganizationMeta {
    /// `kind`.
    pub kind: Option<OrganizationKind>,
    /// `side`.
    pub side: Option<Name>,
    /// `parent`.
    pub parent: Option<Name>,
    /// `founded`.
    pub founded: Option<Date>,
    /// `ownership`, of an outlet.
    pub ownership: Text,
}

/// Front matter of a theme.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct ThemeMeta {
    /// `broader`.
    pub broader: Vec<Name>,
    /// `related`.
    pub related: Vec<Name>,
    /// `propositions`.
    pub propositions: Vec<Proposition>,
}

/// A sentence that one may be for or against.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Proposition {
    /// Unique in its theme, never used again.
    pub id: Name,
    /// The sentence.
    pub text: Text,
    /// An editor's reading that stands beside the computed one.
    pub state: Option<String>,
    /// Why.
    pub note: Text,
    /// When the editor saw it so.
    pub as_of: Option<Date>,
}

/// Front matter of an event.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct EventMeta {
    /// `start`.
    pub start: Option<Spanned<Date>>,
    /// `end`.
    pub end: Option<Spanned<Date>>,
    /// `place`.
    pub place: Text,
    /// `track`.
    pub track: Option<Track>,
    /// `series`.
    pub series: Option<String>,
    /// `round`.
    pub round: Option<String>,
    /// `organizers`.
    pub organizers: Vec<Name>,
    /// `participants`.
    pub participants: Vec<Participant>,
    /// `disputed`.
    pub disputed: Vec<Disputed>,
}

/// Someone who took part.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Participant {
    /// The person (or the organization).
    pub person: Option<Name>,
    /// For which side.
    pub side: Option<Name>,
    /// As what.
    pub role: Text,
}

/// Front matter of a glossary entry.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct TermMeta {
    /// `definitions`: side, text, source.
    pub definitions: Vec<(Option<Name>, Text, Option<String>)>,
    /// `confused_with`.
    pub confused_with: Vec<Name>,
}
