//! The strip of time: which statements, documents and events fall where on a line, as whole numbers. The more there are, the more statements
//! one mark stands for, so that a drawing stays small and leaves nothing out. Does not list what it shows: the page below it does.

mod labels;

use super::Desk;
use super::drawing::{cut, shape, width};
use super::listed::statements_of;
use super::view::*;
use crate::base::date::{Date, Point};
use crate::entity::{ItemId, Own};
use crate::input::config::SideId;
use crate::model::{Model, StatementId, rows};
use crate::parse::Kind;

/// The distance between two marks.
const PITCH: usize = 12;
/// How far lines of event labels are apart.
const LABEL: usize = 16;
/// Below this many days months are marked instead of years.
const TWO_YEARS: i32 = 730;
/// Room for the name of a year on the line of time, and for that of a month.
const TICK: [usize; 2] = [60, 112];

/// How large a strip is.
#[derive(Clone, Copy)]
pub struct Size {
    width: usize,
    left: usize,
    /// Marks in a column above and below the line, and on it.
    column: [usize; 3],
    /// Lines of event labels.
    labels: usize,
    /// Events drawn.
    events: usize,
}

/// On a page of its own.
pub const FULL: Size = Size { width: 1120, left: 112, column: [7, 5, 7], labels: 7, events: 60 };
/// On the page of a theme, which has all of the width.
const WIDE: Size = Size { width: 1120, left: 112, ..SMALL };
/// On the page of another entity.
const SMALL: Size = Size { width: 880, left: 96, column: [4, 3, 4], labels: 3, events: 24 };

/// What a strip shows.
pub struct Moments {
    /// Oldest first.
    pub statements: Vec<StatementId>,
    /// Oldest first.
    pub documents: Vec<ItemId>,
    /// In any order.
    pub events: Vec<ItemId>,
}

/// Where days lie.
struct Scale {
    from: i32,
    days: i32,
    size: Size,
}

impl Scale {
    fn x(&self, day: i32) -> usize {
        let room = (self.size.width - self.size.left) as i64;
        self.size.left + (i64::from(day - self.from) * room / i64::from(self.days)).clamp(0, room) as usize
    }

    fn columns(&self) -> usize {
        (self.size.width - self.size.left) / PITCH
    }

    fn column(&self, day: i32) -> usize {
        let place = i64::from(day - self.from) * self.columns() as i64 / i64::from(self.days);
        (place.max(0) as usize).min(self.columns() - 1)
    }
}

/// Statements by side and column; the last row is for those without a side.
struct Counts {
    columns: usize,
    all: Vec<usize>,
}

impl Counts {
    fn of(&self, side: usize, column: usize) -> usize {
        self.all[side * self.columns + column]
    }

    fn sum(&self, side: usize) -> usize {
        self.all[side * self.columns..(side + 1) * self.columns].iter().sum()
    }
}

/// The sides above the line, on it and below it, as rows of `Counts`.
type Lanes = [Vec<usize>; 3];

/// The day on which an event begins.
pub fn begins(model: &Model, event: ItemId) -> Option<Date> {
    match &model.registry.get(event).own {
        Own::Event(own) => own.start,
        _ => None,
    }
}

impl Desk<'_> {
    /// The strip of a person, an organization or a theme: its statements and documents, the events that these belong to, and those that
    /// somebody took part in. None where all of it lies in one month.
    pub fn strip_of(self, id: ItemId) -> Option<StripView> {
        let model = self.model();
        let statements: Vec<StatementId> = statements_of(model, id).iter().map(|(_, s)| *s).collect();
        if statements.is_empty() {
            // Rows of sides without a mark would say that they were silent.
            return None;
        }
        let documents: Vec<ItemId> = rows(&model.documents, id).iter().map(|(_, d)| *d).collect();
        let of_statements = statements.iter().filter_map(|s| model.statement(*s).event);
        let of_documents = documents.iter().filter_map(|d| model.registry.get(*d).document()?.event);
        let took_part = rows(&model.events, id).iter().map(|(_, event)| *event);
        let mut events: Vec<ItemId> = of_statements.chain(of_documents).chain(took_part).collect();
        events.sort_unstable();
        events.dedup();
        let size = if model.registry.get(id).kind == Kind::Theme { WIDE } else { SMALL };
        self.strip(&Moments { statements, documents, events }, size).filter(|strip| strip.from.iso != strip.to.iso)
    }

    /// A strip; none where nothing has a date.
    pub fn strip(self, moments: &Moments, size: Size) -> Option<StripView> {
        let model = self.model();
        let said = |s: &StatementId| model.statement(*s).said;
        let published = |d: &ItemId| Some(model.registry.get(*d).document()?.date);
        let begins = |e: &ItemId| begins(model, *e).filter(|d| *d != Date::UNDATED);
        let mut events: Vec<(Date, ItemId)> = moments.events.iter().filter_map(|e| Some((begins(e)?, *e))).collect();
        events.sort_unstable();
        let dates = moments.statements.iter().map(said).chain(moments.documents.iter().filter_map(published));
        let (first, last) = ends(dates.chain(events.iter().map(|(d, _)| *d)))?;
        let said: Vec<(i32, StatementId)> =
            moments.statements.iter().filter_map(|s| Some((day(said(s))?, *s))).collect();
        let documents: Vec<i32> = moments.documents.iter().filter_map(published).filter_map(day).collect();
        let scale =
            Scale { from: first.first().number(), days: last.last().number() - first.first().number() + 1, size };
        let (marks, labels) = self.event_marks(&events, &scale);
        let counts = self.side_columns(&said, &scale);
        let mut view = StripView {
            width: size.width,
            height: 0,
            left: size.left,
            axis: 0,
            top: 10 + labels * LABEL,
            bottom: 0,
            from: self.date(Date { start: first, end: None }),
            to: self.date(Date { start: last, end: None }),
            lanes: Vec::new(),
            ticks: self.ticks(first, last, &scale),
            marks: Vec::new(),
            each: 1,
            statements: said.len(),
            joint: said.iter().any(|(_, id)| model.statement(*id).sides.len() > 1),
            strokes: String::new(),
            documents: documents.len(),
            events: marks,
            event_count: events.len(),
        };
        self.draw(&counts, &mut view, size);
        view.strokes = strokes(&documents, &scale, view.bottom - 11);
        Some(view)
    }

    fn side_columns(self, said: &[(i32, StatementId)], scale: &Scale) -> Counts {
        let (columns, sides) = (scale.columns(), self.pages.config.sides.len());
        let mut all = vec![0; (sides + 1) * columns];
        for (day, id) in said {
            let column = scale.column(*day);
            let own = &self.model().statement(*id).sides;
            own.iter().for_each(|s| all[s.0 as usize * columns + column] += 1);
            if own.is_empty() {
                all[sides * columns + column] += 1;
            }
        }
        Counts { columns, all }
    }

    /// The first side above the line, the second below, further ones by turns; third parties on it. Statements without a side are counted only:
    /// they are mostly the texts' own, and would hide who spoke.
    fn lanes(self) -> Lanes {
        let mut lanes: Lanes = Default::default();
        let sides = self.pages.config.sides.len();
        for i in 0..sides {
            let lane = match self.side(SideId(i as u8)).n {
                3 => 1,
                2 => 2,
                1 => 0,
                n => usize::from(n % 2) * 2,
            };
            lanes[lane].push(i);
        }
        lanes
    }

    /// Places every mark, and with them the heights of everything below the labels.
    fn draw(self, counts: &Counts, view: &mut StripView, size: Size) {
        let lanes = self.lanes();
        let limits = size.column;
        view.each = each(counts, &lanes, limits);
        let tall = |i: usize| highest(counts, &lanes[i], view.each).min(limits[i]).max(1);
        let half = 13 + PITCH * (tall(1) / 2);
        view.axis = view.top + 6 + PITCH * tall(0) + half;
        view.bottom = view.axis + half + PITCH * tall(2) + 28;
        view.height = view.bottom + 18;
        let (up, down) = (view.axis - half - PITCH / 2, view.axis + half + PITCH / 2);
        let mut paths = vec![String::new(); counts.all.len() / counts.columns];
        for (lane, sides) in lanes.iter().enumerate() {
            for column in 0..counts.columns {
                let x = size.left + column * PITCH + PITCH / 2;
                let mut place = 0;
                for side in sides {
                    for _ in 0..counts.of(*side, column).div_ceil(view.each) {
                        if place < limits[lane] {
                            let y = match (lane, place) {
                                (0, n) => up - n * PITCH,
                                (2, n) => down + n * PITCH,
                                (_, n) if n % 2 == 1 => view.axis - n.div_ceil(2) * PITCH,
                                (_, n) => view.axis + n / 2 * PITCH,
                            };
                            shape(self.shape_of(*side), x, y, &mut paths[*side]);
                        }
                        place += 1;
                    }
                }
            }
        }
        let rows = paths.into_iter().enumerate().map(|(side, path)| self.marks_row(side, path, counts.sum(side)));
        view.marks = rows.filter(|row| row.statements > 0).collect();
        view.lanes = self.lane_rows(&lanes, view, [up, view.axis, down]);
    }

    fn marks_row(self, side: usize, path: String, statements: usize) -> MarksRow {
        let known = (side < self.pages.config.sides.len()).then(|| self.side(SideId(side as u8)));
        MarksRow { n: self.shape_of(side), side: known, path, statements }
    }

    fn shape_of(self, side: usize) -> u8 {
        if side < self.pages.config.sides.len() { self.side(SideId(side as u8)).n } else { 0 }
    }

    fn lane_rows(self, lanes: &Lanes, view: &StripView, heights: [usize; 3]) -> Vec<LaneRow> {
        let strings = self.strings();
        let short = |side: &usize| self.pages.config.sides.get(*side).map(|s| self.show(&s.short));
        let mut all = Vec::new();
        for (i, sides) in lanes.iter().enumerate() {
            let names: Vec<String> = sides.iter().filter_map(short).collect();
            let label = match (i, names.len()) {
                (1, 2..) => strings.get("strip.third").to_owned(),
                _ => names.join(strings.get("join.list")),
            };
            all.push(LaneRow { label: cut(&label, view.left - 8), y: heights[i] });
        }
        if view.event_count > 0 {
            all.push(LaneRow { label: strings.get("nav.events").to_owned(), y: 8 });
        }
        if view.documents > 0 {
            all.push(LaneRow { label: strings.get("nav.documents").to_owned(), y: view.bottom - 8 });
        }
        all
    }

    /// Years, or months where there are fewer than two years.
    fn ticks(self, first: Point, last: Point, scale: &Scale) -> Vec<TickRow> {
        let by_month = scale.days < TWO_YEARS;
        let most = (scale.size.width - scale.size.left) / TICK[usize::from(by_month)];
        let unit =
            |p: Point| if by_month { i32::from(p.year) * 12 + i32::from(p.month) - 1 } else { i32::from(p.year) };
        let (from, to) = (unit(first), unit(last));
        let steps: &[i32] = if by_month { &[1, 2, 3, 6, 12] } else { &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };
        let fits = |step: &&i32| (to - from) / **step < most as i32;
        let step = steps.iter().find(fits).copied().unwrap_or(1000);
        let point = |unit: i32| match by_month {
            true => Point { year: (unit / 12) as i16, month: (unit % 12 + 1) as u8, day: 0 },
            false => Point { year: unit as i16, month: 0, day: 0 },
        };
        let mut ticks: Vec<TickRow> = Vec::new();
        for unit in from..=to {
            if unit != from && unit % step != 0 {
                continue;
            }
            let begins = point(unit).first().number();
            let inside = begins > scale.from;
            let x = if inside { scale.x(begins) } else { scale.size.left };
            ticks.push(TickRow { x, label: self.strings().date_point(point(unit)), line: inside });
        }
        let places: Vec<usize> = ticks.iter().map(|t| t.x).collect();
        for (i, tick) in ticks.iter_mut().enumerate() {
            let end = places.get(i + 1).copied().unwrap_or(scale.size.width + 4);
            if tick.x + 4 + width(&tick.label) > end {
                tick.label.clear();
            }
        }
        ticks
    }
}

fn day(date: Date) -> Option<i32> {
    (date != Date::UNDATED).then(|| date.first().number())
}

/// The first and the last month of what is shown.
fn ends(dates: impl Iterator<Item = Date>) -> Option<(Point, Point)> {
    let month = |d: Date| Point { year: d.start.year, month: d.start.month.max(1), day: 0 };
    let mut found: Option<(Point, Point)> = None;
    for at in dates.filter(|d| *d != Date::UNDATED).map(month) {
        let (first, last) = found.unwrap_or((at, at));
        found = Some((first.min(at), last.max(at)));
    }
    found
}

/// How many statements a mark must stand for so that no column is higher than its limit, or than the sides that it cannot do without.
fn each(counts: &Counts, lanes: &Lanes, limits: [usize; 3]) -> usize {
    let least = |i: usize| highest(counts, &lanes[i], usize::MAX).max(limits[i]);
    let fits = |each: &usize| (0..3).all(|i| highest(counts, &lanes[i], *each) <= least(i));
    let series = (0..6).flat_map(|power| [1, 2, 5].map(|n| n * 10_usize.pow(power)));
    series.clone().find(fits).or_else(|| series.last()).unwrap_or(1)
}

fn highest(counts: &Counts, sides: &[usize], each: usize) -> usize {
    let column = |c: usize| sides.iter().map(|s| counts.of(*s, c).div_ceil(each)).sum::<usize>();
    (0..counts.columns).map(column).max().unwrap_or(0)
}

/// A stroke for each place with a document.
fn strokes(days: &[i32], scale: &Scale, y: usize) -> String {
    let mut places: Vec<usize> = days.iter().map(|d| scale.x(*d)).collect();
    places.sort_unstable();
    places.dedup_by(|b, a| *b < *a + 3);
    places.iter().map(|x| format!("M{x} {y}v8")).collect()
}
