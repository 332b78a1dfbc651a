//! The timeline: events by year, over a strip of everything that has a date. Does not judge what was important.

use super::Desk;
use super::listed::{DocumentsOf, ROWS_PER_PAGE, statements_of};
use super::lists::range_of;
use super::route::Page;
use super::strip::{FULL, Moments, begins};
use super::theme::to_scale;
use super::view::*;
use crate::base::date::Date;
use crate::entity::{EventOwn, ItemId, Own};
use crate::input::config::SideId;
use crate::model::{StatementId, rows};
use crate::parse::Kind;
use std::collections::BTreeMap;

/// How many years the table lists.
const MOST_YEARS: usize = 60;

impl Desk<'_> {
    /// The timeline: the newest events, or a page of them counted from the oldest.
    pub fn timeline(self, number: usize) -> TimelineView {
        let events = self.events_newest();
        let total = events.len();
        let shown = range_of(total, ROWS_PER_PAGE, number);
        let years = if number == 0 { self.years_summed() } else { Vec::new() };
        TimelineView {
            strip: if number == 0 { self.whole_strip(&events) } else { None },
            groups: self.event_years(&events[total - shown.end..total - shown.start]),
            paging: self.paging(total, ROWS_PER_PAGE, number, Page::Timeline),
            year_count: years.len(),
            years: years.into_iter().rev().take(MOST_YEARS).collect(),
        }
    }

    fn whole_strip(self, events: &[ItemId]) -> Option<StripView> {
        let model = self.model();
        let moments = Moments {
            statements: model.listed.clone(),
            documents: model.registry.of_kind(Kind::Document).map(|(id, _)| id).collect(),
            events: events.to_vec(),
        };
        self.strip(&moments, FULL)
    }

    fn event_years(self, newest: &[ItemId]) -> Vec<EventYear> {
        let mut groups: Vec<EventYear> = Vec::new();
        for id in newest {
            let (label, anchor) = match begins(self.model(), *id) {
                Some(date) => (format!("{:04}", date.start.year), format!("y{:04}", date.start.year)),
                None => (self.strings().get("undated").to_owned(), "undated".to_owned()),
            };
            if groups.last().is_none_or(|g| g.label != label) {
                groups.push(EventYear { label, anchor, events: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.events.push(self.event_entry(*id));
            }
        }
        groups
    }

    fn event_entry(self, id: ItemId) -> EventEntry {
        let Own::Event(own) = &self.model().registry.get(id).own else { unreachable!("only events are listed") };
        EventEntry {
            item: self.item(id),
            date: days_of(own).map(|d| self.date(d)),
            place: self.show(&own.place),
            sides: self.sides_at(id, own).into_iter().map(|s| self.side(s)).collect(),
            documents: rows(&self.model().documents, id).len(),
            statements: statements_of(self.model(), id).len(),
        }
    }

    /// The sides of those who took part, held the event or spoke there, in their order.
    fn sides_at(self, id: ItemId, own: &EventOwn) -> Vec<SideId> {
        let took_part = own.participants.iter().filter_map(|p| p.side.or_else(|| self.side_of(p.person)));
        let held = own.organizers.iter().filter_map(|o| self.side_of(*o));
        let spoke = statements_of(self.model(), id).iter().flat_map(|(_, s)| &self.model().statement(*s).sides);
        let mut sides: Vec<SideId> = took_part.chain(held).chain(spoke.copied()).collect();
        sides.sort_unstable();
        sides.dedup();
        sides
    }

    /// What each year holds, oldest first.
    fn years_summed(self) -> Vec<YearSum> {
        let model = self.model();
        let mut years: BTreeMap<i16, (usize, usize, Vec<StatementId>)> = BTreeMap::new();
        let year = |date: Option<Date>| date.filter(|d| *d != Date::UNDATED).map(|d| d.start.year);
        for (_, item) in model.registry.of_kind(Kind::Document) {
            if let Some(year) = year(item.document().map(|d| d.date)) {
                years.entry(year).or_default().0 += 1;
            }
        }
        for (id, _) in model.registry.of_kind(Kind::Event) {
            if let Some(year) = year(begins(model, id)) {
                years.entry(year).or_default().1 += 1;
            }
        }
        for (id, statement) in model.statements() {
            if let Some(year) = year(Some(statement.said)) {
                years.entry(year).or_default().2.push(id);
            }
        }
        let sum = |(year, (documents, events, said)): (i16, (usize, usize, Vec<StatementId>))| YearSum {
            year: format!("{year:04}"),
            href: (documents > 0).then(|| self.href(Page::Documents(DocumentsOf::Year(year), 0))),
            documents,
            events,
            statements: said.len(),
            sides: self.side_counts(said.into_iter()),
            rest: 0,
        };
        let mut years: Vec<YearSum> = years.into_iter().map(sum).collect();
        to_scale(years.iter_mut().map(|year| (&*year.sides, &mut year.rest)));
        years
    }
}

/// The days of an event: its first, or from its first to its last.
pub fn days_of(own: &EventOwn) -> Option<Date> {
    own.start.map(|start| match own.end {
        Some(end) if end != start => Date { start: start.start, end: Some(end.end.unwrap_or(end.start)) },
        _ => start,
    })
}
