//! What heads a cell of a table, while it is written: a number there says nothing by itself.

use crate::base::span::Span;
use pulldown_cmark::{Tag, TagEnd};

/// The table that is written.
#[derive(Default)]
pub struct Table {
    /// The cells of its head.
    head: Vec<Span>,
    is_head: bool,
    /// The first cell of the row.
    row: Option<Span>,
    /// The place of the cell in its row.
    column: usize,
    /// Where the cell begins.
    start: u32,
}

impl Table {
    /// A tag opens, at a place of the plain text.
    pub fn start(&mut self, tag: &Tag<'_>, plain: u32) {
        match tag {
            Tag::Table(_) => *self = Table::default(),
            Tag::TableHead => self.is_head = true,
            Tag::TableRow => (self.row, self.column) = (None, 0),
            Tag::TableCell => self.start = plain,
            _ => {}
        }
    }

    /// A tag closes.
    pub fn end(&mut self, tag: TagEnd, plain: u32) {
        match tag {
            TagEnd::Table => *self = Table::default(),
            TagEnd::TableHead => self.is_head = false,
            TagEnd::TableCell => {
                let cell = Span { start: self.start, end: plain };
                match self.is_head {
                    true => self.head.push(cell),
                    false => self.row = self.row.or(Some(cell)),
                }
                self.column += 1;
            }
            _ => {}
        }
    }

    /// What heads the cell at hand; nothing outside of a table, in its head, and in the first cell of a row.
    pub fn heads(&self) -> Option<Box<[Span; 3]>> {
        let row = self.row.filter(|_| !self.is_head)?;
        Some(Box::new([*self.head.first()?, row, *self.head.get(self.column)?]))
    }
}
