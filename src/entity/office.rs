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

    /// The last day on which it is known to have been held, or to have ended.
    pub fn last_known(&self) -> Option<Day> {
        [self.to, self.as_of, self.from].into_iter().flatten().map(Date::first).max()
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

    /// The office by which somebody is introduced: of those held today the one that began last; else the one of which the last day is known. Of
    /// two alike, and of those without dates, the last one written.
    pub fn newest_office(&self, today: Day) -> Option<&PositionOwn> {
        self.positions.iter().max_by_key(|p| match p.held_on(today) {
            true => (true, p.from.map(Date::first)),
            false => (false, p.last_known()),
        })
    }
}
