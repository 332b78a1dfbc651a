//! Who speaks: names of speakers, the office and the side of the day, and who it may be where nobody is named.

use super::{Reader, Target, Voice};
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use crate::entity::lookup::Lookup;
use crate::entity::own::unknown_side;
use crate::entity::{ItemId, Own, Speaker};
use crate::input::config::SideId;
use crate::parse::keys::{self, Key, MarkKind, attr};
use crate::parse::{Kind, Mark, Mention};

const NO_SPEAKER: Code = Code("mark/no-speaker");

impl Reader<'_> {
    pub(super) fn speakers(&mut self, names: &str, span: Span, own: bool) -> Vec<Speaker> {
        keys::list(names).filter_map(|name| self.speaker(name, span, own)).collect()
    }

    pub(super) fn speaker(&mut self, name: &str, span: Span, own: bool) -> Option<Speaker> {
        if let Some(side) = name.strip_prefix("side:") {
            let found = self.config.side(side);
            if found.is_none() {
                self.notes.push(unknown_side(self.config, &self.edition.path, side, span));
            }
            return found.map(Speaker::Side);
        }
        let kinds = [Kind::Person, Kind::Organization];
        if let Some(side) = self.config.side(name).filter(|_| !matches!(self.registry.look_up(name, &kinds), Lookup::One(_))) {
            return Some(Speaker::Side(side));
        }
        if !own {
            return match self.registry.look_up(name, &kinds) {
                Lookup::One(id) => Some(Speaker::Item(id)),
                _ => None,
            };
        }
        match self.look_up(name, span, &kinds) {
            Target::Item(id) => Some(Speaker::Item(id)),
            Target::Plain => None,
        }
    }

    pub(super) fn voices(&mut self, mark: &Mark, said: Date) -> Vec<Voice> {
        let Some(by) = attr(&mark.attrs, Key::By) else {
            if mark.kind == MarkKind::Quote {
                self.no_speaker(mark);
            }
            return Vec::new();
        };
        let mut speakers = self.speakers_of(by);
        speakers.dedup();
        let side = attr(&mark.attrs, Key::Side).cloned();
        let given = side.as_ref().and_then(|s| {
            let found = self.config.side(&s.value);
            if found.is_none() && s.own {
                self.notes.push(unknown_side(self.config, &self.edition.path, &s.value, s.span));
            }
            found
        });
        speakers.into_iter().map(|s| self.voice(s, given, said)).collect()
    }

    /// A list of ids, or one name with spaces in it.
    pub(super) fn speakers_of(&mut self, by: &keys::Attr) -> Vec<Speaker> {
        let kinds = [Kind::Person, Kind::Organization];
        if let Lookup::One(id) = self.registry.look_up(&by.value, &kinds) {
            return vec![Speaker::Item(id)];
        }
        self.speakers(&by.value, by.span, by.own)
    }

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

    pub(super) fn no_speaker(&mut self, mark: &Mark) {
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

    /// The id of the person or organization named nearest to the words, in the same block.
    pub(super) fn nearest(&self, mark: &Mark) -> Option<String> {
        let part = mark.parts.first()?;
        let body = &self.edition.body;
        let named = body.mentions.iter().filter(|m| m.block == part.block);
        let known = named.filter_map(|m| match self.registry.look_up(&m.target.value, &[Kind::Person, Kind::Organization]) {
            Lookup::One(id) => Some((m, id)),
            _ => None,
        });
        let distance = |m: &Mention| match m.plain.start < part.plain.start {
            true => part.plain.start.saturating_sub(m.plain.end),
            false => m.plain.start.saturating_sub(part.plain.end),
        };
        let person = |id: ItemId| self.registry.get(id).kind != Kind::Person;
        let best = known.min_by_key(|(m, id)| (person(*id), distance(m), m.plain.start))?;
        Some(self.registry.get(best.1).id.to_string())
    }
}
