//! The labels of events above a strip: as wide as there is room, and none on another. Does not choose the events.

use super::{LABEL, Scale, Size};
use crate::base::date::Date;
use crate::entity::ItemId;
use crate::page::Desk;
use crate::page::drawing::{cut, width};
use crate::page::view::EventMark;

/// How wide labels of events may be: the first that leaves room for all is taken.
const WIDEST: [usize; 6] = [400, 320, 260, 210, 170, 130];

impl Desk<'_> {
    /// The newest events, and how many lines their labels take: as wide as all of them find room, else the shortest.
    pub(super) fn event_marks(self, events: &[(Date, ItemId)], scale: &Scale) -> (Vec<EventMark>, usize) {
        let shown = &events[events.len().saturating_sub(scale.size.events)..];
        let tries = WIDEST.iter().map(|widest| self.flags(shown, scale, *widest));
        let mut last = (Vec::new(), 0);
        for (marks, used) in tries {
            let whole = marks.iter().all(|m| !m.label.is_empty());
            last = (marks, used);
            if whole {
                break;
            }
        }
        self.widen(shown, scale.size, &mut last.0);
        last
    }

    /// Labels take the room that is left beside them in their line: those before their event first.
    fn widen(self, events: &[(Date, ItemId)], size: Size, marks: &mut [EventMark]) {
        let begin = |m: &EventMark| if m.before { m.x.saturating_sub(4 + width(&m.label)) } else { m.x + 4 };
        let end = |m: &EventMark| if m.before { m.x } else { m.x + 4 + width(&m.label) };
        for before in [true, false] {
            for i in 0..marks.len() {
                let this = &marks[i];
                if this.label.is_empty() || this.before != before {
                    continue;
                }
                // What ends the room: a label beside it, or the line that falls from one above.
                let beside = |m: &&EventMark| m.y == this.y && !m.label.is_empty();
                let above = |m: &&EventMark| m.y < this.y && m.x != this.x && !m.label.is_empty();
                let room = if before {
                    let last = marks[..i].iter().rev().find(beside).map_or(size.left, |m| end(m) + 8);
                    let line = marks[..i].iter().rev().find(above).map_or(size.left, |m| m.x + 4);
                    this.x.saturating_sub(4 + last.max(line))
                } else {
                    let next = marks[i + 1..].iter().find(beside).map_or(size.width, |m| begin(m).saturating_sub(8));
                    let line = marks[i + 1..].iter().find(above).map_or(size.width, |m| m.x.saturating_sub(4));
                    next.min(line).saturating_sub(this.x + 4)
                };
                let label = cut(&self.short_name(self.model().registry.get(events[i].1)), room.min(WIDEST[0]));
                if width(&label) > width(&this.label) {
                    marks[i].label = label;
                }
            }
        }
    }

    /// Events with labels of at most a width, each in the first line where it lies on no other and, where there is one, where its line falls
    /// through no other.
    fn flags(self, events: &[(Date, ItemId)], scale: &Scale, widest: usize) -> (Vec<EventMark>, usize) {
        let size = scale.size;
        let mut ends = vec![0; size.labels];
        let (mut marks, mut used) = (Vec::new(), 0);
        for (date, id) in events {
            let item = self.model().registry.get(*id);
            let (name, lang) = item.name(self.lang);
            let label = cut(&self.short_name(item), widest);
            let (x, wide) = (scale.x(date.first().number()), width(&label) + 8);
            let before = x + 4 + wide > size.width;
            let start = if before { x.saturating_sub(4 + wide) } else { x + 4 };
            let is_free = |row: &usize| start >= size.left && start >= ends[*row];
            let is_clear = |row: &usize| ends[row + 1..].iter().all(|end| *end <= x + 8);
            let row =
                (0..ends.len()).find(|row| is_free(row) && is_clear(row)).or_else(|| (0..ends.len()).find(is_free));
            if let Some(row) = row {
                ends[row] = if before { x + 4 } else { start + wide };
                used = used.max(row + 1);
            }
            marks.push(EventMark {
                x,
                y: row.map_or(0, |r| 12 + r * LABEL),
                label: row.map_or(String::new(), |_| label),
                lang: self.tag(lang),
                name: name.to_owned(),
                before,
            });
        }
        for bare in marks.iter_mut().filter(|m| m.label.is_empty()) {
            bare.y = 6 + used * LABEL;
        }
        (marks, used)
    }
}
