//! What the names in one text mean: mentions become targets, marks become statements. Does not relate texts to each other.

mod accounts;
mod keys;
mod names;
mod sources;
mod themes;
mod voices;

use super::{Item, ItemId, Own, Registry, Speaker};
use crate::base::date::Date;
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::fold::fold_text;
use crate::base::lang::Lang;
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::input::config::{Config, SideId};
use crate::parse::keys::{Attr, Key, MarkKind, Origin, STANCES, Stance, State, attr};
use crate::parse::{Edition, Kind, Mark};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use accounts::Account;

const NO_KIND: Code = Code("mark/no-kind");
const LATER: Code = Code("date/after-publication");

/// What a name in a text means.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An item, or a place in it.
    Item(ItemId),
    /// Nothing, or nothing public: the words as they were written.
    Plain,
}

/// Who a statement is known from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// The document itself: its outlet and address.
    Document,
    /// One of the document's sources, by place.
    Source(u16),
    /// Another outlet.
    Outlet(ItemId),
}

/// A speaker on the day of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Voice {
    /// Who.
    pub speaker: Speaker,
    /// The place of the office held that day among the person's positions.
    pub office: Option<u16>,
    /// The side on that day.
    pub side: Option<SideId>,
}

/// What somebody said, or a text says, in one document.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its anchor in the document: the `#id`, else a name made of its words.
    pub sid: String,
    /// Whether the author gave the id.
    pub named: bool,
    /// What it is.
    pub kind: MarkKind,
    /// The document.
    pub document: ItemId,
    /// Where its words are: the language of an edition and the place among its marks; the leading edition's first.
    pub words: Vec<(Lang, u32)>,
    /// Who said it; empty for the text's own claims and figures.
    pub voices: Vec<Voice>,
    /// To whom.
    pub to: Vec<Speaker>,
    /// What an unnamed speaker is called.
    pub described: Option<Arc<str>>,
    /// Its sides, each once.
    pub sides: Vec<SideId>,
    /// What it is about.
    pub themes: Vec<ItemId>,
    /// For or against something.
    pub stance: Option<Stance>,
    /// Propositions, by theme and place in it.
    pub on: Vec<(ItemId, u16)>,
    /// When it was said.
    pub said: Date,
    /// Whether `said` is only the day of the report.
    pub reported: bool,
    /// Where it was said.
    pub event: Option<ItemId>,
    /// Where it is known from.
    pub via: Via,
    /// The tag of the language of the words, where the author gave one.
    pub lang: Option<Arc<str>>,
    /// A figure's value and unit.
    pub value: Option<(Arc<str>, Option<Arc<str>>)>,
    /// When a figure or a status was last known.
    pub as_of: Option<Date>,
    /// The status given with it.
    pub status: Option<State>,
    /// When something is due.
    pub due: Option<Date>,
    /// The glossary entry of a term.
    pub term: Option<ItemId>,
    /// A source key or an address.
    pub source: Option<Arc<str>>,
    /// A remark.
    pub note: Option<Arc<str>>,
    /// The statement whose status it changes, as written.
    pub updates: Option<Spanned<Arc<str>>>,
    /// The place of the enclosing statement's mark.
    pub parent: Option<u32>,
}

impl Statement {
    /// Whether it is a part of the statement around it: a term in somebody's words says nothing more than they do, so it is listed where
    /// the term is used, and not beside them.
    pub fn is_part(&self) -> bool {
        self.kind == MarkKind::Term && self.parent.is_some()
    }

    /// Whether the same people say it as `other`, or, where nobody does, the same source has it.
    pub fn is_known_as(&self, other: &Statement) -> bool {
        self.voices == other.voices && (!self.voices.is_empty() || self.via == other.via)
    }

    /// Who speaks in it for a side, or for none, by name: a side itself, of which nobody is named, is nobody.
    pub fn speakers(&self, side: Option<SideId>) -> impl Iterator<Item = ItemId> + '_ {
        self.voices.iter().filter(move |voice| voice.side == side).filter_map(|voice| voice.speaker.item())
    }

    /// Whether this person or organization says it.
    pub fn is_by(&self, id: ItemId) -> bool {
        self.voices.iter().any(|voice| voice.speaker == Speaker::Item(id))
    }
}

/// One edition with everything in it resolved.
#[derive(Debug, Default)]
pub struct Resolved {
    /// For each mention.
    pub targets: Vec<Target>,
    /// For each mark.
    pub statements: Vec<Statement>,
    /// Official accounts of events.
    pub accounts: Vec<Account>,
}

struct Reader<'a> {
    item: &'a Item,
    id: ItemId,
    edition: &'a Edition,
    /// The leading edition, where this is another one.
    leading: Option<keys::Leading<'a>>,
    registry: &'a Registry,
    config: &'a Config,
    notes: Notes,
    /// Where unknown names were told.
    told: BTreeSet<Span>,
}

/// Resolves one edition of an item.
pub fn resolve(id: ItemId, edition: &Edition, registry: &Registry, config: &Config) -> Checked<Resolved> {
    let item = registry.get(id);
    let mut reader = Reader::new(item, id, edition, registry, config);
    reader.leading = keys::Leading::of(item, edition);
    let targets = edition.body.mentions.iter().map(|m| reader.target(m)).collect();
    let (mut statements, mut accounts) = (Vec::new(), Vec::new());
    if item.kind == Kind::Document {
        statements = reader.statements();
        accounts = reader.accounts();
        reader.headings();
    }
    reader.notes.with(Resolved { targets, statements, accounts })
}

/// What the names in the introduction of a folder mean; its marks are no statements.
pub fn names(intro: &Item, edition: &Edition, registry: &Registry, config: &Config) -> Checked<Vec<Target>> {
    // Only a statement says which item it is of.
    let id = ItemId(u32::MAX);
    let mut reader = Reader::new(intro, id, edition, registry, config);
    let targets = edition.body.mentions.iter().map(|m| reader.target(m)).collect();
    reader.notes.with(targets)
}

impl<'a> Reader<'a> {
    /// Of the leading edition, or of a text that is no item.
    fn new(item: &'a Item, id: ItemId, edition: &'a Edition, registry: &'a Registry, config: &'a Config) -> Reader<'a> {
        Reader { item, id, edition, leading: None, registry, config, notes: Notes::default(), told: BTreeSet::new() }
    }
}

impl Reader<'_> {
    fn statements(&mut self) -> Vec<Statement> {
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        let marks = self.edition.body.marks.iter().enumerate();
        marks.map(|(i, mark)| self.statement(i as u32, mark, &mut taken)).collect()
    }

    fn statement(&mut self, place: u32, mark: &Mark, taken: &mut BTreeMap<String, u32>) -> Statement {
        let attrs = &*self.keys(mark);
        let text = |key| attr(attrs, key).map(|a| a.value.clone());
        let date = |key| attr(attrs, key).and_then(|a| Date::parse(&a.value));
        let event = attr(attrs, Key::Event).and_then(|a| self.item_of(a, Kind::Event));
        let via = self.via(attrs);
        let (said, reported) = self.said(date(Key::Date), event, &via);
        self.check_kind(mark, attrs);
        let voices = self.voices(mark, attrs, said);
        let (themes, on) = self.themes(attrs);
        self.check_date(attrs, said);
        let sid = self.sid(mark, taken);
        let named = mark.id.as_ref().is_some_and(|id| id.value == sid);
        let stance = text(Key::Stance).and_then(|s| STANCES.iter().find(|(w, _)| *w == &*s).map(|(_, v)| *v));
        let value = text(Key::Value).filter(|_| mark.kind == MarkKind::Figure);
        // Of what nobody says only the words' own braces can give the side.
        let own_side = attr(attrs, Key::Side).filter(|a| voices.is_empty() && a.origin == Origin::Own);
        let own_side = own_side.and_then(|a| self.config.side(&a.value));
        let mut sides: Vec<SideId> = voices.iter().filter_map(|v| v.side).chain(own_side).collect();
        sides.sort_unstable();
        sides.dedup();
        Statement {
            sid,
            named,
            kind: mark.kind,
            document: self.id,
            words: vec![(self.edition.lang, place)],
            to: attr(attrs, Key::To).map_or(Vec::new(), |a| self.speakers(a)),
            described: text(Key::As),
            sides,
            themes,
            on: if stance.is_some() { on } else { Vec::new() },
            stance,
            said,
            reported,
            event,
            via,
            lang: text(Key::Lang),
            value: value.map(|v| (v, text(Key::Unit))),
            as_of: date(Key::AsOf),
            status: attr(attrs, Key::Status).and_then(|a| State::named(&a.value)),
            due: date(Key::Due),
            term: attr(attrs, Key::Term).and_then(|a| self.item_of(a, Kind::Term)),
            source: attr(attrs, Key::Source).and_then(|a| self.source(a)),
            note: text(Key::Note),
            updates: attr(attrs, Key::Updates).map(|a| Spanned::new(a.value.clone(), a.span)),
            parent: mark.parent,
            voices,
        }
    }

    /// The `#id`, else `s-` and 8 characters of the hash of document, language and folded words; a repeat gets a number. The document's first
    /// id counts, so that links to its statements hold when it gets another.
    fn sid(&self, mark: &Mark, taken: &mut BTreeMap<String, u32>) -> String {
        if let Some(id) = mark.id.as_ref().filter(|id| !taken.contains_key(&id.value)) {
            taken.insert(id.value.clone(), 1);
            return id.value.clone();
        }
        let words: String = mark.parts.iter().map(|p| p.plain.of(&self.edition.body.plain)).collect();
        let language = &self.config.language(self.edition.lang).code;
        let document = self.item.common.former_ids.first().map_or(&*self.item.id, |first| &first.value);
        let seed = format!("{document}\n{language}\n{}", fold_text(&words));
        let base = format!("s-{}", Fingerprint::of(seed.as_bytes()).base32(8));
        let count = taken.entry(base.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { base } else { format!("{base}-{count}") }
    }

    /// Braces that give no kind need somebody who speaks. A quotation without a speaker is told elsewhere.
    fn check_kind(&mut self, mark: &Mark, attrs: &[Attr]) {
        let is_clear =
            mark.kind == MarkKind::Quote || [Key::By, Key::Cont].iter().any(|key| attr(attrs, *key).is_some());
        if !mark.bare || is_clear || self.twin(mark).is_some() {
            return;
        }
        let message = "the braces do not say what these words are";
        let note = Diagnostic::error(NO_KIND, &self.edition.path, mark.span, message);
        self.notes.push(note.help("add a kind such as `.quote`, `.claim` or `.figure`, or a speaker: `by=…`"));
    }

    /// When something was said, or, where that is not known, when it was reported: by the source that is named, else by the document.
    fn said(&self, given: Option<Date>, event: Option<ItemId>, via: &Via) -> (Date, bool) {
        let start = event.and_then(|e| match &self.registry.get(e).own {
            Own::Event(own) => own.start,
            _ => None,
        });
        let document = self.item.document();
        // A report on what is still to come has no words of it.
        let start = start.filter(|start| document.is_none_or(|d| d.date == Date::UNDATED || !start.later_than(d.date)));
        let source = match via {
            Via::Source(place) => document.and_then(|d| d.sources.get(usize::from(*place))?.date),
            Via::Document | Via::Outlet(_) => None,
        };
        let published = source.or(document.map(|d| d.date)).unwrap_or(Date::UNDATED);
        given.or(start).map_or((published, true), |date| (date, false))
    }

    fn check_date(&mut self, attrs: &[Attr], said: Date) {
        let Some(document) = self.item.document() else { return };
        if let Some(date) = attr(attrs, Key::Date).filter(|a| a.origin != Origin::Front) {
            self.notes.extend(later(&self.edition.path, date.span, said, document.date));
        }
    }
}

/// Words that were said after they were published.
pub fn later(file: &SourcePath, span: Span, said: Date, published: Date) -> Option<Diagnostic> {
    let is_late = said.later_than(published) && published != Date::UNDATED;
    let message = format!("said on {said}, later than the document's date, {published}");
    let note = Diagnostic::warning(LATER, file, span, message);
    is_late.then(|| note.help("`date` in braces and `said` are when words were said, `date` in the front matter is when they were published"))
}
