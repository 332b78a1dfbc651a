//! Words that the cells of a table lose: behind a bare `|`, or in cells that no column is for. Only tells.

use super::{PIPE, Pairing};
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use std::ops::Range;

const CELLS: Code = Code("body/cells");

impl Pairing<'_, '_> {
    /// A name whose bare `|` ended the cell of a table.
    pub(super) fn split_name(&mut self, cell: &Range<usize>) {
        let [.., first, second] = &self.open[..] else { return };
        let rest = &self.source[second.at..];
        let line = rest.split('\n').next().unwrap_or(rest);
        let (Some(pipe), Some(close)) = (line.find('|'), line.find("]]")) else { return };
        // Where another name begins before the brackets close, they are those of that one.
        let is_one = pipe < close && !line[1..close].contains("[[");
        if is_one && second.at == first.at + 1 && second.at + pipe + 1 >= cell.end {
            let span = Span::new(second.at + pipe, second.at + pipe + 1).shifted(self.base);
            let note = Diagnostic::error(PIPE, self.file, span, "a bare `|` ends the cell of a table");
            self.script.notes.push(note.help("write `\\|` between a name and its label").fix(span, "\\|"));
        }
    }

    /// A row with more cells than its table has columns: Markdown leaves out what is in them.
    pub(super) fn lost_cells(&mut self, row: &Range<usize>) {
        let from = self.cell_end.clamp(row.start, row.end);
        let is_lost = |at: usize| self.hidden_from(at).first().is_none_or(|hidden| at < hidden.start);
        let mut words = self.source[from..row.end].char_indices().map(|(at, sign)| (from + at, sign));
        let first = words.find(|(at, sign)| !sign.is_whitespace() && *sign != '|' && is_lost(*at));
        let told = self
            .script
            .notes
            .last()
            .is_some_and(|n| n.code == PIPE && n.place.span.end as usize > self.base + row.start);
        if let Some((at, _)) = first.filter(|_| !told) {
            let end = at + self.source[at..row.end].trim_end().len();
            let span = Span::new(at, end).shifted(self.base);
            let note = Diagnostic::error(CELLS, self.file, span, "this row has more cells than the head of its table");
            self.script
                .notes
                .push(note.help("give the table another column, or write `\\|` for a bar; these words are not shown"));
        }
    }
}
