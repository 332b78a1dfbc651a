//! What the names in one text mean: mentions become targets, marks become statements. Does not relate texts to each other.

mod themes;
mod voices;

use super::lookup::{Lookup, path_parts};
use super::own::{ambiguous, not_public};
use super::{Item, ItemId, Own, Registry, Speaker};
use crate::base::date::Date;
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::fold::fold_text;
use crate::base::lang::Lang;
use crate::base::path::join;
use crate::base::span::{Span, Spanned};
use crate::base::tree::short;
use crate::input::config::{Config, SideId};
use crate::parse::keys::{Key, MarkKind, STANCES, Stance, attr};
use crate::parse::{Edition, Kind, Mark, Mention};
use std::collections::BTreeMap;

const UNKNOWN: Code = Code("name/unknown");
const VIA: Code = Code("mark/unknown-source");
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
#[derive(Clone, Debug, PartialEq)]
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
    pub described: Option<String>,
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
    pub lang: Option<String>,
    /// A figure's value and unit.
    pub value: Option<(String, Option<String>)>,
    /// When a figure or a status was last known.
    pub as_of: Option<Date>,
    /// The status given with it.
    pub status: Option<String>,
    /// When something is due.
    pub due: Option<Date>,
    /// The glossary entry of a term.
    pub term: Option<ItemId>,
    /// A source key or an address.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The statement whose status it changes, as written.
    pub updates: Option<Spanned<String>>,
    /// The place of the enclosing statement's mark.
    pub parent: Option<u32>,
}

/// One edition with everything in it resolved.
#[derive(Debug, Default)]
pub struct Resolved {
    /// For each mention.
    pub targets: Vec<Target>,
    /// For each mark.
    pub statements: Vec<Statement>,
}

struct Reader<'a> {
    item: &'a Item,
    id: ItemId,
    edition: &'a Edition,
    registry: &'a Registry,
    config: &'a Config,
    notes: Notes,
}

/// Resolves one edition of an item.
pub fn resolve(id: ItemId, edition: &Edition, registry: &Registry, config: &Config) -> Checked<Resolved> {
    let mut reader =
        Reader { item: registry.get(id), id, edition, registry, config, notes: Notes::default() };
    let targets = edition.body.mentions.iter().map(|m| reader.target(m)).collect();
    let statements = if reader.item.kind == Kind::Document { reader.statements() } else { Vec::new() };
    reader.notes.with(Resolved { targets, statements })
}

impl Reader<'_> {
    fn target(&mut self, mention: &Mention) -> Target {
        if mention.by_path {
            return self.by_path(mention);
        }
        self.look_up(&mention.target.value, mention.target.span, &[])
    }

    fn by_path(&mut self, mention: &Mention) -> Target {
        let joined = join(self.edition.path.folder(), &mention.target.value);
        let parts = joined.as_deref().and_then(path_parts);
        match parts.and_then(|(kind, id)| self.registry.find(kind, id)) {
            Some(found) => Target::Item(found),
            None => match joined {
                Some(path) => self.look_up(path.trim_start_matches("content/"), mention.target.span, &[]),
                None => self.unknown(&mention.target.value, mention.target.span, &[]),
            },
        }
    }

    fn look_up(&mut self, name: &str, span: Span, kinds: &[Kind]) -> Target {
        match self.registry.look_up(name, kinds) {
            Lookup::One(id) => Target::Item(id),
            Lookup::Many(all) => {
                self.notes.push(ambiguous(self.registry, &self.edition.path, name, span, &all));
                Target::Plain
            }
            Lookup::Withheld => {
                self.notes.push(not_public(&self.edition.path, name, span));
                Target::Plain
            }
            Lookup::None => self.unknown(name, span, kinds),
        }
    }

    fn unknown(&mut self, name: &str, span: Span, kinds: &[Kind]) -> Target {
        let message = format!("nothing is named `{}`", short(name));
        let note = Diagnostic::error(UNKNOWN, &self.edition.path, span, message);
        let near = self.registry.near(name, kinds);
        let note = match &near[..] {
            [] => note,
            [one] => note.help(format!("did you mean `{one}`?")).suggest(span, one.clone()),
            more => note.help(format!("did you mean `{}`?", more.join("` or `"))),
        };
        self.notes.push(note.help("`[[person:Name]]` makes a page for somebody who has no file yet"));
        Target::Plain
    }

    fn statements(&mut self) -> Vec<Statement> {
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        let marks = self.edition.body.marks.iter().enumerate();
        marks.map(|(i, mark)| self.statement(i as u32, mark, &mut taken)).collect()
    }

    fn statement(&mut self, place: u32, mark: &Mark, taken: &mut BTreeMap<String, u32>) -> Statement {
        let text = |key| attr(&mark.attrs, key).map(|a| a.value.clone());
        let date = |key| attr(&mark.attrs, key).and_then(|a| Date::parse(&a.value));
        let event = attr(&mark.attrs, Key::Event).and_then(|a| self.item_of(&a.value, a.span, a.own, Kind::Event));
        let (said, reported) = self.said(date(Key::Date), event);
        let voices = self.voices(mark, said);
        let (themes, on) = self.themes(mark);
        self.check_date(mark, said);
        let sid = self.sid(mark, taken);
        let named = mark.id.as_ref().is_some_and(|id| id.value == sid);
        let value = text(Key::Value).filter(|_| mark.kind == MarkKind::Figure);
        let mut sides: Vec<SideId> = voices.iter().filter_map(|v| v.side).collect();
        sides.sort_unstable();
        sides.dedup();
        Statement {
            sid,
            named,
            kind: mark.kind,
            document: self.id,
            words: vec![(self.edition.lang, place)],
            to: attr(&mark.attrs, Key::To).map_or(Vec::new(), |a| self.speakers(&a.value, a.span, a.own)),
            described: text(Key::As),
            sides,
            themes,
            stance: text(Key::Stance).and_then(|s| STANCES.iter().find(|(w, _)| *w == s).map(|(_, v)| *v)),
            on,
            said,
            reported,
            event,
            via: self.via(mark),
            lang: attr(&mark.attrs, Key::Lang).map(|a| a.value.clone()),
            value: value.map(|v| (v, text(Key::Unit))),
            as_of: date(Key::AsOf),
            status: text(Key::Status),
            due: date(Key::Due),
            term: attr(&mark.attrs, Key::Term).and_then(|a| self.item_of(&a.value, a.span, a.own, Kind::Term)),
            source: text(Key::Source),
            note: text(Key::Note),
            updates: attr(&mark.attrs, Key::Updates).map(|a| Spanned::new(a.value.clone(), a.span)),
            parent: mark.parent,
            voices,
        }
    }

    /// The `#id`, else `s-` and 8 characters of the hash of document, language and folded words; a repeat gets a number.
    fn sid(&self, mark: &Mark, taken: &mut BTreeMap<String, u32>) -> String {
        if let Some(id) = mark.id.as_ref().filter(|id| !taken.contains_key(&id.value)) {
            taken.insert(id.value.clone(), 1);
            return id.value.clone();
        }
        let words: String = mark.parts.iter().map(|p| p.plain.of(&self.edition.body.plain)).collect();
        let language = &self.config.language(self.edition.lang).code;
        let seed = format!("{}\n{language}\n{}", self.item.id, fold_text(&words));
        let base = format!("s-{}", Fingerprint::of(seed.as_bytes()).base32(8));
        let count = taken.entry(base.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { base } else { format!("{base}-{count}") }
    }

    fn item_of(&mut self, name: &str, span: Span, own: bool, kind: Kind) -> Option<ItemId> {
        // What is inherited from the front matter was reported there.
        if !own {
            return match self.registry.look_up(name, &[kind]) {
                Lookup::One(id) => Some(id),
                _ => None,
            };
        }
        match self.look_up(name, span, &[kind]) {
            Target::Item(id) => Some(id),
            Target::Plain => None,
        }
    }

    fn said(&self, given: Option<Date>, event: Option<ItemId>) -> (Date, bool) {
        let start = event.and_then(|e| match &self.registry.get(e).own {
            Own::Event(own) => own.start,
            _ => None,
        });
        let published = self.item.document().map_or_else(super::collect::undated, |d| d.date);
        given.or(start).map_or((published, true), |date| (date, false))
    }

    fn check_date(&mut self, mark: &Mark, said: Date) {
        let Some(document) = self.item.document() else { return };
        let Some(date) = attr(&mark.attrs, Key::Date).filter(|a| a.own) else { return };
        if said.later_than(document.date) {
            let message = format!("said on {said}, later than the document's date, {}", document.date);
            self.notes.push(Diagnostic::warning(LATER, &self.edition.path, date.span, message));
        }
    }

    fn via(&mut self, mark: &Mark) -> Via {
        let Some(via) = attr(&mark.attrs, Key::Via) else { return Via::Document };
        let Some(document) = self.item.document() else { return Via::Document };
        if let Some(place) = document.sources.iter().position(|s| s.key == via.value) {
            return Via::Source(place as u16);
        }
        match self.registry.look_up(&via.value, &[Kind::Organization]) {
            Lookup::One(id) if document.outlet == Some(id) => Via::Document,
            Lookup::One(id) => Via::Outlet(id),
            _ if !via.own => Via::Document,
            _ => {
                let message = format!("`{}` is no source of this document and no outlet", short(&via.value));
                let keys = document.sources.iter().map(|s| s.key.as_str());
                let near = crate::base::near::did_you_mean(&via.value, keys);
                let note = Diagnostic::error(VIA, &self.edition.path, via.span, message);
                self.notes.push(note.maybe_help(near).help("`sources:` in the front matter lists what a text rests on"));
                Via::Document
            }
        }
    }
}
