//! The words that braces may hold: kinds of statements, keys, stances, states. Does not read braces.

use crate::base::span::Span;

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// Words given as verbatim.
    Quote,
    /// Indirect speech.
    Paraphrase,
    /// A statement of fact.
    Claim,
    /// A number.
    Figure,
    /// Something called for.
    Proposal,
    /// Something promised or agreed.
    Commitment,
    /// A word whose translation matters.
    Term,
}

/// Kinds as they are written after the dot.
pub const KINDS: &[(&str, MarkKind)] = &[
    ("quote", MarkKind::Quote),
    ("paraphrase", MarkKind::Paraphrase),
    ("claim", MarkKind::Claim),
    ("figure", MarkKind::Figure),
    ("proposal", MarkKind::Proposal),
    ("commitment", MarkKind::Commitment),
    ("term", MarkKind::Term),
];

impl MarkKind {
    /// The word for it in files, views and addresses.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// A key in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Key {
    By,
    To,
    As,
    Side,
    Theme,
    Stance,
    On,
    Date,
    Event,
    Via,
    Lang,
    Cont,
    Updates,
    Value,
    Unit,
    AsOf,
    Status,
    Source,
    Due,
    Term,
    Note,
    Role,
}

/// Keys as they are written.
pub const KEYS: &[(&str, Key)] = &[
    ("by", Key::By),
    ("to", Key::To),
    ("as", Key::As),
    ("side", Key::Side),
    ("theme", Key::Theme),
    ("stance", Key::Stance),
    ("on", Key::On),
    ("date", Key::Date),
    ("event", Key::Event),
    ("via", Key::Via),
    ("lang", Key::Lang),
    ("cont", Key::Cont),
    ("updates", Key::Updates),
    ("value", Key::Value),
    ("unit", Key::Unit),
    ("as-of", Key::AsOf),
    ("status", Key::Status),
    ("source", Key::Source),
    ("due", Key::Due),
    ("term", Key::Term),
    ("note", Key::Note),
    ("role", Key::Role),
];

impl Key {
    /// The key as it is written.
    pub fn word(self) -> &'static str {
        KEYS.iter().find(|(_, key)| *key == self).map_or("", |(word, _)| word)
    }

    /// Whether a span without this key takes it from what encloses it.
    pub fn inherits(self) -> bool {
        use Key::*;
        matches!(self, By | To | As | Side | Theme | Date | Event | Via | Lang)
    }

    /// Whether statements of `kind` take this key.
    pub fn fits(self, kind: MarkKind) -> bool {
        use MarkKind::*;
        match self {
            Key::By | Key::To | Key::As | Key::Side | Key::Theme | Key::Stance | Key::On | Key::Date => true,
            Key::Event | Key::Via | Key::Lang | Key::Cont | Key::Updates => true,
            Key::Value | Key::Unit => kind == Figure,
            Key::AsOf => matches!(kind, Figure | Proposal | Commitment),
            Key::Source => kind == Claim,
            Key::Due => matches!(kind, Proposal | Commitment),
            Key::Term => kind == Term,
            Key::Note => true,
            // `updates=` may stand on any kind and then says the new status.
            Key::Status => true,
            Key::Role => false,
        }
    }
}

/// One key of a mark or a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Attr {
    /// The key.
    pub key: Key,
    /// Its value, without the quotation marks around it.
    pub value: String,
    /// The value's place in the file.
    pub span: Span,
    /// Whether it was written on the span itself and not inherited.
    pub own: bool,
}

/// The value of `key` among `attrs`.
pub fn attr(attrs: &[Attr], key: Key) -> Option<&Attr> {
    attrs.iter().find(|a| a.key == key)
}

/// The values of a list: separated by spaces or commas; a quoted `side:…` or `person:Jane Doe` list is separated by commas only.
pub fn list(value: &str) -> impl Iterator<Item = &str> {
    let named = value.contains(':') || value.contains(',');
    value.split(move |c: char| c == ',' || (!named && c.is_whitespace())).map(str::trim).filter(|v| !v.is_empty())
}

/// What a speaker thinks of a proposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Stance {
    For,
    Against,
    Conditional,
    Neutral,
}

/// Stances as they are written.
pub const STANCES: &[(&str, Stance)] = &[
    ("for", Stance::For),
    ("against", Stance::Against),
    ("conditional", Stance::Conditional),
    ("neutral", Stance::Neutral),
];

/// How far a proposal or a commitment has come.
pub const STATES: &[&str] = &["called-for", "proposed", "agreed", "under-way", "fulfilled", "lapsed", "withdrawn"];
/// How a claim stands.
pub const CLAIM_STATES: &[&str] = &["confirmed", "disputed", "retracted"];

impl Stance {
    /// The word for it.
    pub fn word(self) -> &'static str {
        STANCES.iter().find(|(_, s)| *s == self).map_or("", |(word, _)| word)
    }
}
