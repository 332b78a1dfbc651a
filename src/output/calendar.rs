//! `data/calendar.ics`: events, and the days by which something is due, as iCalendar (RFC 5545). Dates come from the content.

use crate::base::date::{Date, Day};
use crate::base::lang::Lang;
use crate::entity::{ItemId, Own};
use crate::model::{StatementId, status};
use crate::page::route::Page;
use crate::page::timeline::days_of;
use crate::page::{Desk, Pages};
use crate::parse::Kind;
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// Longer titles and places are cut: nobody reads more in a calendar, and `icalendar` takes the square of a line's length.
const MOST_CHARS: usize = 300;

/// A text on one line: a sign that ends lines in a calendar would begin a property.
fn line(text: &str) -> String {
    let flat = |text: &str| text.replace(char::is_control, " ");
    match text.char_indices().nth(MOST_CHARS) {
        Some((cut, _)) => format!("{}…", flat(&text[..cut])),
        None => flat(text),
    }
}

/// Days far apart are no day: an event that is known only by its month or its year is left out.
fn days(date: Date) -> Option<(String, String)> {
    let known = date.start.day > 0 && date.end.is_none_or(|end| end.day > 0);
    known.then(|| from_to(date.first(), date.last()))
}

/// The first day, and the one after the last, as calendars have them.
fn from_to(first: Day, last: Day) -> (String, String) {
    (first.iso().replace('-', ""), last.next().iso().replace('-', ""))
}

/// The calendar in a language.
pub fn calendar(pages: &Pages, lang: Lang) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//bilat//portal//EN"));
    calendar.append_property(Property::new("X-WR-CALNAME", line(pages.config.title.show(lang))));
    pages.desk(lang, |desk| {
        for (id, _) in pages.model.registry.of_kind(Kind::Event) {
            calendar.extend(event(desk, id));
        }
        for id in &pages.model.proposals {
            calendar.extend(due(desk, *id));
        }
    });
    calendar.to_string().into_bytes()
}

fn event(desk: Desk<'_>, id: ItemId) -> Option<Event> {
    let item = desk.model().registry.get(id);
    let Own::Event(own) = &item.own else { return None };
    let mut entry = entry(days(days_of(own)?)?, &desk.absolute(&desk.address(Page::Item(id))), item.name(desk.lang).0);
    let place = own.place.show(desk.lang);
    if !place.is_empty() {
        entry.location(&line(place));
    }
    Some(entry)
}

fn due(desk: Desk<'_>, id: StatementId) -> Option<Event> {
    let statement = desk.model().statement(id);
    let address = desk.permanent(statement);
    let words = desk.words(statement).0;
    // What is over is not due any more, and its day stays.
    let history = status::history(desk.model(), id);
    let title = match status::ended(status::newest(&history)) {
        Some(state) => {
            let words = [("state", desk.word("state", state.word())), ("words", words)];
            desk.strings().fill("calendar.closed", &words.each_ref().map(|(name, value)| (*name, value.as_str())))
        }
        None => desk.strings().fill("calendar.due", &[("words", &words)]),
    };
    let due = status::due(desk.model(), id, &history)?;
    // Of something due in a month or a year, the last day is the day.
    let days = days(due).unwrap_or_else(|| from_to(due.last(), due.last()));
    Some(entry(days, &address, &title))
}

/// An entry of whole days; what it is about is its identity, and its stamp is its day, so that the same content gives the same bytes.
fn entry((from, to): (String, String), address: &str, title: &str) -> Event {
    let mut event = Event::new();
    event.uid(address).summary(&line(title)).url(address);
    event.add_property("DTSTAMP", format!("{from}T000000Z"));
    // What happens elsewhere takes nothing of a reader's own day.
    event.add_property("TRANSP", "TRANSPARENT");
    for (name, day) in [("DTSTART", from), ("DTEND", to)] {
        let mut property = Property::new(name, day);
        property.append_parameter(icalendar::Parameter::new("VALUE", "DATE"));
        event.append_property(property);
    }
    event.done()
}
