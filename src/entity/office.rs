//! A person's offices: which one is held on a day, and which one somebody is introduced by.

use super::ItemId;
use crate::base::date::{Date, Day};
use crate::input::config::{SideId, Text};
use crate::parse::words::Track;

/// Keys of a person.
#[derive(Debug, Default)]
pub struct PersonOwn {
    /// The track of dialogue.
    pub track: Option<Track>,
    /// Offices in the order written.
    pub positions: Vec<PositionOwn>,
}

/// An office.
#[derive(Debug)]
pub struct PositionOwn {
    /// Where.
    pub org: Option<ItemId>,
    /// What.
    pub title: Text,
    /// First day.
    pub from: Option<Date>,
    /// The day from which it was no longer held.
    pub to: Option<Date>,
    /// When it was seen.
    pub as_of: Option<Date>,
    /// A side other than the person's.
    pub side: Option<SideId>,
    /// Where this is known from.
    pub source: Option<String>,
}

impl PositionOwn {
    /// Whether it is known to have been held on `day`: `from ≤ day < to`.
    pub fn held_on(&self, day: Day) -> bool {
        let begun = self.from.is_some_and(|from| from.first() <= day);
        let ended = self.to.is_some_and(|to| to.first() <= day);
        begun && !ended
    }

    /// Whether it was seen in a time that contains `day`.
    pub fn seen_on(&self, day: Day) -> bool {
        self.as_of.is_some_and(|as_of| as_of.contains(day))
    }
}

impl PersonOwn {
    /// The offices in an organization, in the order in which they were written.
    pub fn offices_in(&self, org: ItemId) -> impl Iterator<Item = &PositionOwn> {
        self.positions.iter().filter(move |position| position.org == Some(org))
    }

    /// The office of a day: one held by its dates, else one seen then, else none; never guessed.
    pub fn office_on(&self, date: Date) -> Option<&PositionOwn> {
        let day = date.first();
        let held = self.positions.iter().rfind(|p| p.held_on(day));
        held.or_else(|| self.positions.iter().rfind(|p| p.seen_on(day)))
    }

    /// The office by which somebody is introduced: of those that are not over the one that began, or was seen, last; else of those that
    /// are. Of two that began alike, and of those without dates, the last one written.
    pub fn newest_office(&self) -> Option<&PositionOwn> {
        let began = |p: &PositionOwn| p.from.or(p.as_of).map(|date| date.first());
        self.positions.iter().max_by_key(|p| (p.to.is_none(), began(p)))
    }
}
