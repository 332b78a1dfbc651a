//! Where marked words begin and end, with the keys that hold there.

use super::assemble::Hole;
use super::{NESTING, Writer};
use crate::base::diag::{Code, Diagnostic};
use crate::base::signs::{CLOSING_MARKS, QUOTATION_MARKS};
use crate::base::span::Span;
use crate::parse::Part;
use crate::parse::body::layout::{Arranged, Edge};
use crate::parse::body::marks::RawMark;

/// More marks, or more accounts, than a text may have.
pub(super) const TOO_MANY: Code = Code("body/marks");

impl<'a> Writer<'a, '_> {
    pub(super) fn edge(&mut self, edge: Edge, arranged: &Arranged<'a>) {
        match edge {
            Edge::Open(raw) => self.open_mark(raw, arranged),
            Edge::Close(raw) => self.close_mark(raw),
        }
    }

    pub(super) fn open_mark(&mut self, raw: usize, arranged: &Arranged<'a>) {
        if let Some(code) = self.limit() {
            return self.skip_mark(raw, arranged, code);
        }
        let written = &arranged.script.raws[raw];
        let mut braces = written.braces.clone();
        for attr in &mut braces.attrs {
            attr.span = attr.span.shifted(self.base);
        }
        if let Some(id) = &mut braces.id {
            id.span = id.span.shifted(self.base);
        }
        braces.span = braces.span.shifted(self.base);
        let index = self.reading.raws.len() as u32;
        let part = Part {
            span: self.span(&written.span),
            plain: Span { start: self.plain_end(), end: self.plain_end() },
            block: self.blocks.saturating_sub(1),
            quoted: false,
            verbatim: false,
            whole: written.block,
            heads: self.table.heads(),
        };
        let (attrs, stopped) = self.scopes.effective(&braces.attrs);
        self.scopes.open_mark(braces.attrs.clone());
        let parent = self.open.last().copied();
        self.reading.raws.push(RawMark { braces, attrs, stopped, part, parent });
        self.places.insert(raw, index);
        self.open.push(index);
        self.hole(Hole::Open(index));
    }

    /// The limit that one more mark would go over. Every mark shows all of its words, so marks that nest without end would make a page as
    /// long as their square; and each becomes a card on many pages, and takes memory as such.
    fn limit(&self) -> Option<Code> {
        let is_deep = self.open.len() >= self.settings.nesting;
        let is_full = self.reading.raws.len() >= self.settings.marks;
        is_deep.then_some(NESTING).or(is_full.then_some(TOO_MANY))
    }

    /// Leaves a mark out, and says so once.
    fn skip_mark(&mut self, raw: usize, arranged: &Arranged<'a>, code: Code) {
        if self.told.contains(&code) {
            return;
        }
        self.told.push(code);
        let (message, help) = match code {
            TOO_MANY => (
                format!("more than {} marked words in one text", self.settings.marks),
                "split the text; the words are kept, further marks are not",
            ),
            _ => (
                format!("more than {} levels of marked words", self.settings.nesting),
                "the words are kept, the deeper marks are not",
            ),
        };
        let span = self.span(&arranged.script.raws[raw].span);
        self.reading.notes.push(Diagnostic::error(code, self.file, span, message).help(help));
    }

    pub(super) fn close_mark(&mut self, raw: usize) {
        let Some(index) = self.places.get(&raw).copied() else { return };
        self.open.retain(|o| *o != index);
        self.scopes.close_mark();
        let end = self.plain_end();
        let part = &mut self.reading.raws[index as usize].part;
        part.plain.end = end;
        let words = part.plain.of(&self.reading.body.plain).trim_start();
        part.quoted = words.starts_with(QUOTATION_MARKS);
        part.verbatim = words.contains(QUOTATION_MARKS) || words.contains(CLOSING_MARKS);
        self.hole(Hole::Close(index));
    }
}
