//! The words that braces may hold: kinds of statements, keys, stances, states. Does not read braces.

use crate::base::span::Span;
use bitcode::{Decode, Encode};
use std::sync::Arc;

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
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
    Gloss,
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
    ("gloss", Key::Gloss),
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

    /// Whether statements of `kind` take this key. With `updates=` any kind takes `status` and `as-of`.
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
            Key::Status => matches!(kind, Claim | Proposal | Commitment),
            Key::Role | Key::Gloss => false,
        }
    }
}

/// Where a mark has a key from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Origin {
    /// From its own braces.
    Own,
    /// From what stands around it: another span, a block, a section.
    Around,
    /// From the front matter, where what is wrong with it is said once.
    Front,
}

/// One key of a mark or a mention.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Attr {
    /// The key.
    pub key: Key,
    /// Its value, without the quotation marks around it. Shared by the marks that inherit it.
    pub value: Arc<str>,
    /// The value's place in the file.
    pub span: Span,
    /// Where a mark has it from.
    pub origin: Origin,
}

/// The value of `key` among `attrs`.
pub fn attr(attrs: &[Attr], key: Key) -> Option<&Attr> {
    attrs.iter().find(|a| a.key == key)
}

/// Stands between the names of a list of front matter, which may have commas and spaces in them; no name has it.
pub const BETWEEN_NAMES: &str = "\u{1F}";

/// The values of a list, each with its offset: separated by commas, or by spaces where there is neither a comma nor a `kind:` in it.
fn places(value: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_given = value.contains(BETWEEN_NAMES);
    let named = value.contains(':') || value.contains(',');
    let ends = move |c: char| match is_given {
        true => BETWEEN_NAMES.contains(c),
        false => c == ',' || (!named && c.is_whitespace()),
    };
    let mut at = 0;
    let pieces = value.split_inclusive(ends).map(move |piece| {
        at += piece.len();
        let part = piece.strip_suffix(ends).unwrap_or(piece);
        (at - piece.len() + part.len() - part.trim_start().len(), part.trim())
    });
    pieces.filter(|(_, part)| !part.is_empty())
}

impl Attr {
    /// The values of the list, each with its place in the file. A value that is not written as it reads has no place of its own: it
    /// stands for the whole.
    pub fn parts(&self) -> impl Iterator<Item = (&str, Span)> {
        let literal = self.is_literal();
        let place = move |at: usize, part: &str| Span::new(at, at + part.len()).shifted(self.span.range().start);
        places(&self.value).map(move |(at, part)| (part, if literal { place(at, part) } else { self.span }))
    }

    /// Whether the value is written as it reads, without a backslash.
    pub fn is_literal(&self) -> bool {
        self.span.range().len() == self.value.len()
    }
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

/// How far a proposal or a commitment has come, or how a claim stands; in the order in which lists have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum State {
    CalledFor,
    Proposed,
    Agreed,
    UnderWay,
    Fulfilled,
    Lapsed,
    Withdrawn,
    Confirmed,
    Disputed,
    Retracted,
}

/// States of proposals and commitments as they are written.
pub const STATES: &[(&str, State)] = &[
    ("called-for", State::CalledFor),
    ("proposed", State::Proposed),
    ("agreed", State::Agreed),
    ("under-way", State::UnderWay),
    ("fulfilled", State::Fulfilled),
    ("lapsed", State::Lapsed),
    ("withdrawn", State::Withdrawn),
];
/// States of claims as they are written.
pub const CLAIM_STATES: &[(&str, State)] =
    &[("confirmed", State::Confirmed), ("disputed", State::Disputed), ("retracted", State::Retracted)];

/// The words of a table of them.
pub fn words<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(word, _)| *word).collect()
}

/// How a statement of this kind can stand.
pub fn states_of(kind: MarkKind) -> &'static [(&'static str, State)] {
    if kind == MarkKind::Claim { CLAIM_STATES } else { STATES }
}

impl State {
    /// The state of this word.
    pub fn named(word: &str) -> Option<State> {
        STATES.iter().chain(CLAIM_STATES).find(|(own, _)| *own == word).map(|(_, state)| *state)
    }

    /// The word for it in files, views and addresses.
    pub fn word(self) -> &'static str {
        STATES.iter().chain(CLAIM_STATES).find(|(_, state)| *state == self).map_or("", |(word, _)| word)
    }

    /// Whether nothing more is expected.
    pub fn is_end(self) -> bool {
        matches!(self, State::Fulfilled | State::Lapsed | State::Withdrawn)
    }
}

impl Stance {
    /// The word for it.
    pub fn word(self) -> &'static str {
        STANCES.iter().find(|(_, s)| *s == self).map_or("", |(word, _)| word)
    }
}
