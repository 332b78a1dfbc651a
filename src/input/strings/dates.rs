//! Dates as one writes them in a language: order, months and what a range leaves out come from the catalogue. Does not compare dates.

use super::Strings;
use crate::base::date::{Date, Point};

impl Strings {
    /// "5 July 2025", "2–4 July 2025", "2025年7月2日至4日".
    pub fn date(&self, date: Date) -> String {
        let (start, rest) = self.date_parts(date);
        rest.map_or(start.clone(), |(join, end)| format!("{start}{join}{end}"))
    }

    /// "5 July 2025", "July 2025", "2025".
    pub fn date_point(&self, point: Point) -> String {
        let key = match (point.month, point.day) {
            (0, _) => "date.year",
            (_, 0) => "date.month",
            _ => "date.day",
        };
        self.date_as(key, point)
    }

    /// A date's text; of a range what joins it to its end, and the text of the end. One of the two leaves out what both have in common.
    pub fn date_parts(&self, date: Date) -> (String, Option<(&str, String)>) {
        let Some(end) = date.end.filter(|end| *end != date.start) else {
            return (self.date_point(date.start), None);
        };
        let start = date.start;
        let (mut first, mut last) = (self.date_point(start), self.date_point(end));
        let short = match (start.year == end.year, start.month == end.month) {
            (true, true) if start.day > 0 && end.day > 0 => Some("date.day-of-month"),
            (true, false) if start.day > 0 && end.day > 0 => Some("date.day-of-year"),
            (true, false) if start.month > 0 && end.month > 0 && start.day == end.day => Some("date.month-of-year"),
            _ => None,
        };
        match short {
            Some(key) if self.get("date.short") == "end" => last = self.date_as(key, end),
            Some(key) => first = self.date_as(key, start),
            None => {}
        }
        let join = if first.contains(' ') { "date.join-wide" } else { "date.join" };
        (first, Some((self.get(join), last)))
    }

    fn date_as(&self, key: &str, point: Point) -> String {
        let month = self.get(&format!("month.{}", point.month));
        self.fill(key, &[("year", &point.year.to_string()), ("month", month), ("day", &point.day.to_string())])
    }
}
