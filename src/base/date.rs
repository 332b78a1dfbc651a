//! Dates as people know them: a year, a month, a day or a range of these. Does not read a clock and does not name months.

use bitcode::{Decode, Encode};
use jiff::civil;
use std::fmt;

/// A day, or less exactly a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Point {
    /// 1 to 9999.
    pub year: i16,
    /// 1 to 12; 0 where only the year is known.
    pub month: u8,
    /// 1 to 31; 0 where the day is not known.
    pub day: u8,
}

/// `2026`, `2026-05`, `2026-05-13` or `start/end`. Ordered by first day; of two that begin together the coarser comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Date {
    /// The date, or the beginning of the range.
    pub start: Point,
    /// The end of a range, which is part of it.
    pub end: Option<Point>,
}

/// One day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(civil::Date);

impl Day {
    /// The UTC day of a number of seconds since 1970.
    pub fn of_unix_seconds(seconds: i64) -> Option<Day> {
        let stamp = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Day(jiff::tz::Offset::UTC.to_datetime(stamp).date()))
    }

    /// The day as a date.
    pub fn date(self) -> Date {
        let (year, month, day) = (self.0.year(), self.0.month() as u8, self.0.day() as u8);
        Date { start: Point { year, month, day }, end: None }
    }

    /// The day after.
    pub fn next(self) -> Day {
        Day(self.0.tomorrow().unwrap_or(self.0))
    }

    /// Days since 1 January 1970, to measure with.
    pub fn number(self) -> i32 {
        let since = self.0.duration_since(civil::date(1970, 1, 1));
        (since.as_hours() / 24) as i32
    }

    /// `2026-05-13`.
    pub fn iso(self) -> String {
        self.date().to_string()
    }
}

impl Point {
    fn parse(text: &str) -> Option<Point> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)? as i16;
        let month = parts.next().map_or(Some(0), |m| digits(m, 2).filter(|m| *m > 0))? as u8;
        let day = parts.next().map_or(Some(0), |d| digits(d, 2).filter(|d| *d > 0))? as u8;
        let point = Point { year, month, day };
        (parts.next().is_none() && year > 0 && point.day_of(month.max(1), day.max(1)).is_some()).then_some(point)
    }

    fn day_of(self, month: u8, day: u8) -> Option<Day> {
        civil::Date::new(self.year, month as i8, day as i8).ok().map(Day)
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.day_of(self.month.max(1), self.day.max(1)).unwrap_or(Day(civil::Date::MIN))
    }

    /// Its last day.
    pub fn last(self) -> Day {
        match (self.month, self.day) {
            (0, _) => self.day_of(12, 31).unwrap_or(self.first()),
            (month, 0) => Day(self.day_of(month, 1).unwrap_or(self.first()).0.last_of_month()),
            _ => self.first(),
        }
    }
}

fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

impl Date {
    /// Of a document without a date: before every other, so that it is the oldest.
    pub const UNDATED: Date = Date { start: Point { year: 1, month: 0, day: 0 }, end: None };

    /// Reads a date; `None` if it is none of the four forms, names a day that does not exist or ends before it begins.
    pub fn parse(text: &str) -> Option<Date> {
        let Some((start, end)) = text.split_once('/') else {
            return Some(Date { start: Point::parse(text)?, end: None });
        };
        let date = Date { start: Point::parse(start)?, end: Some(Point::parse(end)?) };
        (date.last() >= date.first()).then_some(date)
    }

    /// The date that a text may mean that is written in another way: `2025/5/20`, `2025.05`, `2025年5月20日`, or a range that ends before it
    /// begins.
    pub fn meant(text: &str) -> Option<Date> {
        if let Some((start, end)) = text.split_once('/') {
            let (start, end) = (Point::parse(start.trim()), Point::parse(end.trim()));
            if let (Some(start), Some(end)) = (start, end) {
                return [(start, end), (end, start)].into_iter().find_map(|(a, b)| Date::parse(&format!("{a}/{b}")));
            }
        }
        // As other programs write it, with a time: the day is what counts.
        let with_time = text.trim().get(..11).filter(|start| start.ends_with(['T', 't', ' ']) && text.contains(':'));
        if let Some(day) = with_time.and_then(|start| Date::parse(&start[..10])) {
            return Some(day);
        }
        let is_between = |c: char| matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | ' ');
        let parts: Vec<&str> = text.trim().split(is_between).filter(|part| !part.is_empty()).collect();
        let (year, rest) = parts.split_first()?;
        let is_number = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let is_date = year.len() == 4 && (1..=2).contains(&rest.len()) && rest.iter().all(is_number);
        let padded: String = rest.iter().map(|part| format!("-{part:0>2}")).collect();
        Date::parse(&format!("{year}{padded}")).filter(|_| is_date)
    }

    /// Whether a text is a range that ends before it begins.
    pub fn is_reversed(text: &str) -> bool {
        let ends = text.split_once('/').and_then(|(a, b)| Some((Point::parse(a.trim())?, Point::parse(b.trim())?)));
        ends.is_some_and(|(start, end)| end.last() < start.first())
    }

    /// The first day it may mean.
    pub fn first(self) -> Day {
        self.start.first()
    }

    /// The last day it may mean.
    pub fn last(self) -> Day {
        self.end.unwrap_or(self.start).last()
    }

    fn is_day(self) -> bool {
        self.start.day > 0 && self.end.is_none()
    }

    /// The year or the years that it lies in.
    pub fn years(self) -> Date {
        let year = |point: Point| Point { year: point.year, month: 0, day: 0 };
        Date { start: year(self.start), end: self.end.map(year).filter(|end| *end != year(self.start)) }
    }

    /// Whether it lies after `other` for certain: even its first day is later than the last day of the other, so that of two dates
    /// that may be the same day neither is later.
    pub fn later_than(self, other: Date) -> bool {
        self.first() > other.last()
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// A number that is the smaller the earlier a date begins, and of those that begin together the smaller the longer they last.
    pub fn rank(self) -> u64 {
        // Years have four digits, so that the number of a day is below 2³².
        let number = |p: Point| (p.year as u64 * 12 + u64::from(p.month)) * 31 + u64::from(p.day);
        // Most dates are days, which need no calendar.
        let (first, last) = match self.is_day() {
            true => (self.start, self.start),
            false => (self.first().date().start, self.last().date().start),
        };
        number(first) << 32 | (u64::from(u32::MAX) - number(last))
    }

    /// The beginning as a full timestamp at midnight UTC, as feeds need it.
    pub fn timestamp(self) -> String {
        format!("{}T00:00:00Z", self.first().iso())
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |d: &Date| (d.rank(), d.start, d.end);
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start)?;
        self.end.map_or(Ok(()), |end| write!(f, "/{end}"))
    }
}
