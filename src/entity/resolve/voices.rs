//! Who speaks: names of speakers, the office and the side of the day, and who it may be where nobody is named.

use super::names::Written;
use super::themes::unique;
use super::{Reader, Target, Voice};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use crate::base::tree::short;
use crate::entity::lookup::Lookup;
use crate::entity::own::{self, OF_SIDE, SPEAKERS, unknown_side};
use crate::entity::{ItemId, Own, Speaker};
use crate::input::config::SideId;
use crate::parse::keys::{Attr, Key, MarkKind, Origin, attr};
use crate::parse::{Kind, Mark, Mention};

const NO_SPEAKER: Code = Code("mark/no-speaker");
const TOO_MANY: Code = Code("mark/too-many-names");
/// How many may speak, or be spoken to, in one statement: each of them is named on its card, and has it on their page.
const MOST_NAMES: usize = 50;
/// Among how many names before and after some words their speaker is looked for.
const LOOK: usize = 32;

impl Reader<'_> {
    /// People, organizations and sides; one name with spaces in it, or a list of ids.
    pub(super) fn speakers(&mut self, names: &Attr) -> Vec<Speaker> {
        let written = Written::of(names);
        let mut all = self.names(names, |name| self.knows_speaker(name));
        if all.len() > MOST_NAMES {
            if self.told.insert(names.span) {
                let message = format!("{} names, of which the first {MOST_NAMES} count", all.len());
                let note = Diagnostic::error(TOO_MANY, &self.edition.path, names.span, message);
                self.notes.push(note.help("name a side, or an organization that they belong to"));
            }
            all.truncate(MOST_NAMES);
        }
        unique(all.into_iter().filter_map(|(name, span)| self.speaker(name, span, written)).collect())
    }

    fn knows_speaker(&self, name: &str) -> bool {
        let is_side = |side: &str| self.config.side(side).is_some() || !side.contains([',', ' ']);
        self.config.side(name).is_some()
            || name.strip_prefix(OF_SIDE).is_some_and(is_side)
            || self.knows(name, &SPEAKERS)
    }

    fn speaker(&mut self, name: &str, span: Span, written: Written) -> Option<Speaker> {
        let found = own::speaker(self.registry, self.config, name);
        if found.is_some() {
            return found;
        }
        if let Some(side) = name.strip_prefix(OF_SIDE) {
            if written != Written::Front {
                self.notes.push(self.no_such_side(name, side, span));
            }
            return None;
        }
        match self.look_up(name, span, &SPEAKERS, written) {
            Target::Item(id) => Some(Speaker::Item(id)),
            Target::Plain => None,
        }
    }

    /// Of several names with spaces between them and a colon in one, says what separates them.
    fn no_such_side(&self, name: &str, side: &str, span: Span) -> Diagnostic {
        let note = unknown_side(self.config, &self.edition.path, side, span);
        let all: Vec<&str> = name.split_whitespace().collect();
        if all.len() < 2 {
            return note;
        }
        let listed = all.join(", ");
        let note = note.help(format!("where a name has a colon, commas separate: `{}`", short(&listed)));
        if span.range().len() == name.len() { note.suggest(span, listed) } else { note }
    }

    /// The side that a key names.
    pub(super) fn side(&mut self, given: &Attr) -> Option<SideId> {
        let found = self.config.side(given.value.strip_prefix(OF_SIDE).unwrap_or(&given.value));
        if found.is_none() && given.origin != Origin::Front {
            self.notes.push(unknown_side(self.config, &self.edition.path, &given.value, given.span));
        }
        found
    }

    pub(super) fn voices(&mut self, mark: &Mark, attrs: &[Attr], said: Date) -> Vec<Voice> {
        let given = attr(attrs, Key::Side).and_then(|side| self.side(side));
        let Some(by) = attr(attrs, Key::By) else {
            if mark.kind == MarkKind::Quote && self.twin(mark).is_none() {
                self.no_speaker(mark);
            }
            return Vec::new();
        };
        self.speakers(by).into_iter().map(|s| self.voice(s, given, said)).collect()
    }

    /// Somebody on a day, with the office held then and the side: the one given, the office's, their own, that of its organization.
    pub(super) fn voice(&self, speaker: Speaker, given: Option<SideId>, said: Date) -> Voice {
        let id = match speaker {
            Speaker::Side(side) => return Voice { speaker, office: None, side: given.or(Some(side)) },
            Speaker::Item(id) => id,
        };
        let item = self.registry.get(id);
        let Own::Person(person) = &item.own else {
            return Voice { speaker, office: None, side: given.or(self.registry.side_of_organization(id)) };
        };
        let held = person.office_on(said);
        let office = held.and_then(|h| person.positions.iter().position(|p| std::ptr::eq(p, h))).map(|i| i as u16);
        let of_org = || held.and_then(|h| h.org).and_then(|org| self.registry.side_of_organization(org));
        let side = given.or(held.and_then(|h| h.side)).or(item.side).or_else(of_org);
        Voice { speaker, office, side }
    }

    fn no_speaker(&mut self, mark: &Mark) {
        let place = mark.parts.first().map_or(mark.span, |p| p.span);
        let mut note = Diagnostic::error(NO_SPEAKER, &self.edition.path, place, "a quotation without a speaker");
        match self.nearest(mark) {
            Some(near) => {
                let at = Span::at(mark.span.range().end.saturating_sub(1));
                note = note.help(format!("`by={near}` is the nearest name")).suggest(at, format!(" by={near}"));
            }
            None => note = note.help("add `by=…`; for somebody unnamed `by=side:… as=\"a senior official\"`"),
        }
        self.notes.push(note);
    }

    /// The id of who is named nearest to the words: in the same sentence, else in the same block; there a person rather than an organization.
    fn nearest(&self, mark: &Mark) -> Option<String> {
        let part = mark.parts.first()?;
        let mentions = &self.edition.body.mentions;
        let here = mentions.partition_point(|m| (m.block, m.plain.start) < (part.block, part.plain.start));
        let window = &mentions[here.saturating_sub(LOOK)..(here + LOOK).min(mentions.len())];
        let known = window.iter().filter(|m| m.block == part.block && !m.embed).filter_map(|m| {
            match self.registry.look_up(&m.target.value, &SPEAKERS) {
                Lookup::One(id) => Some((m, id)),
                _ => None,
            }
        });
        let far = |m: &Mention| m.sentence.end <= part.plain.start || part.plain.end <= m.sentence.start;
        let distance = |m: &Mention| match m.plain.start < part.plain.start {
            true => part.plain.start.saturating_sub(m.plain.end),
            false => m.plain.start.saturating_sub(part.plain.end),
        };
        let other = |id: ItemId| self.registry.get(id).kind != Kind::Person;
        let best = known.min_by_key(|(m, id)| (far(m), other(*id), distance(m), m.plain.start))?;
        Some(self.registry.get(best.1).id.to_string())
    }
}
