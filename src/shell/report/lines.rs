//! Lines and columns of a text, found quickly even in a line of ten megabytes. Knows bytes and characters, not diagnostics.

use std::ops::Range;

/// Characters are counted from marks that lie so many bytes apart.
const STEP: usize = 1024;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A text that can be asked where a byte of it is.
pub struct Lines<'a> {
    bytes: &'a [u8],
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many characters lie before each mark.
    marks: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Looks at all of `bytes`, once.
    pub fn new(bytes: &'a [u8]) -> Lines<'a> {
        let first = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        let breaks = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(first).chain(breaks).collect();
        let mut marks = vec![0];
        for chunk in bytes.chunks(STEP) {
            marks.push(marks[marks.len() - 1] + count(chunk));
        }
        Lines { bytes, starts, marks }
    }

    /// The line and the column of a byte, both counted from 1; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = offset.clamp(self.starts[0], self.bytes.len().max(self.starts[0]));
        let line = self.starts.partition_point(|start| *start <= offset);
        (line, self.chars(offset) - self.chars(self.starts[line - 1]) + 1)
    }

    /// The bytes of a line, without its end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.bytes.len(), |next| next - 1);
        let end = if end > start && self.bytes[end - 1] == b'\r' { end - 1 } else { end };
        start..end.max(start)
    }

    /// A part of the text, if it is one.
    pub fn text(&self, range: Range<usize>) -> Option<&'a str> {
        std::str::from_utf8(self.bytes.get(range)?).ok()
    }

    /// A part of the bytes, which is one.
    pub fn bytes(&self, range: Range<usize>) -> &'a [u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    fn chars(&self, offset: usize) -> usize {
        let mark = offset / STEP;
        self.marks[mark] + count(&self.bytes[mark * STEP..offset])
    }
}

fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_from_one() {
        let lines = Lines::new("a文b\r\n\nc".as_bytes());
        let at = |offset| lines.position(offset);
        assert_eq!(
            [at(0), at(1), at(4), at(7), at(8), at(9), at(99)],
            [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (3, 2)]
        );
        assert_eq!([lines.line(1), lines.line(2), lines.line(3)], [0..5, 7..7, 8..9]);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let lines = Lines::new("\u{FEFF}ab".as_bytes());
        assert_eq!([lines.position(0), lines.position(3), lines.position(4)], [(1, 1), (1, 1), (1, 2)]);
        assert_eq!(Lines::new(b"").position(7), (1, 1));
        assert_eq!(Lines::new(BOM).position(0), (1, 1));
    }

    #[test]
    fn a_long_line_costs_no_more_than_a_short_one() {
        let text = "好".repeat(3_000_000);
        let lines = Lines::new(text.as_bytes());
        for i in 0..100_000 {
            assert_eq!(lines.position(i * 90), (1, i * 30 + 1));
        }
    }
}
