//! Signs that look like ours and are none: braces and brackets of full width, braces that lost one of theirs, marks in what Markdown takes for
//! code, numbers of footnotes that nothing explains. Readers would see them. Only tells.

use super::{Bracket, Pairing, UNCLOSED};
use crate::base::diag::{Code, Diagnostic};
use crate::base::span::Span;
use crate::parse::braces;
use crate::parse::keys::{KEYS, KINDS};
use memchr::memmem;
use std::ops::Range;

const IN_CODE: Code = Code("mark/in-code");
const NO_FOOTNOTE: Code = Code("link/no-footnote");

/// The brackets that input methods for Chinese write, twice as for a name.
const WIDE_NAME: (&str, &str) = ("【【", "】】");
/// Longest name looked for in them, in bytes.
const MOST_NAME: usize = 400;

/// Whether a text has signs of full width that may be meant as ours: most have none and are not searched again.
pub(super) fn has_wide(source: &str) -> bool {
    source.contains('｛') || source.contains(WIDE_NAME.0)
}

impl Pairing<'_, '_> {
    /// Reports signs of full width in plain words.
    pub(super) fn wide_signs(&mut self, range: &Range<usize>) {
        let source = self.source;
        let text = &source[range.clone()];
        for at in text.match_indices('｛').map(|(at, _)| range.start + at) {
            // Behind a bracket they are told of where the bracket closes.
            if !source[..at].ends_with(']') {
                self.unread_braces(at);
            }
        }
        for at in text.match_indices(WIDE_NAME.0).map(|(at, _)| range.start + at) {
            let from = at + WIDE_NAME.0.len();
            // Bounded, or each of many that never close would be read to the end of the text.
            let near = &source.as_bytes()[from..range.end.min(from + MOST_NAME)];
            let Some(len) = memmem::find(near, WIDE_NAME.1.as_bytes()).filter(|len| *len > 0) else { continue };
            let name = format!("[[{}]]", &source[from..from + len]);
            let end = at + WIDE_NAME.0.len() + len + WIDE_NAME.1.len();
            let span = Span::new(at, end).shifted(self.base);
            let note =
                Diagnostic::error(UNCLOSED, self.file, span, "these brackets are of full width, and make no name");
            self.script.notes.push(note.help(format!("write `{name}`")).suggest(span, name));
        }
    }

    /// Reports data right behind a bracket that have no brace before them: `[words]by=ana}`.
    pub(super) fn no_brace(&mut self, at: usize) {
        let rest = &self.source[at..];
        let word = rest.trim_start_matches('.');
        let len = word.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'-').count();
        let (word, behind) = word.split_at(len);
        let is_kind = rest.starts_with('.') && KINDS.iter().any(|(kind, _)| *kind == word);
        let is_key = behind.starts_with('=') && KEYS.iter().any(|(key, _)| *key == word);
        if !is_kind && !is_key {
            return;
        }
        let stops = |b: &u8| matches!(b, b'}' | b'\n' | b'{' | b'[');
        let Some(len) = behind.as_bytes().iter().take(braces::MOST).position(stops) else { return };
        if !behind[len..].starts_with('}') {
            return;
        }
        let end = at + (rest.len() - behind.len()) + len + 1;
        let note =
            Diagnostic::error(UNCLOSED, self.file, Span::new(at, end).shifted(self.base), "no `{` opens these braces");
        let hint = "braces touch the bracket: `]{`";
        self.script.notes.push(note.help(hint).suggest(Span::at(at).shifted(self.base), "{"));
    }

    /// Reports the number of a footnote that nothing explains, which readers would see in its brackets.
    pub(super) fn no_footnote(&mut self, opened: Option<&Bracket>, at: usize) {
        let Some(open) = opened.map(|open| open.at) else { return };
        let Some(label) = self.source[open + 1..at].strip_prefix('^') else { return };
        if label.is_empty() || label.contains(|c: char| c.is_whitespace() || c == '[') {
            return;
        }
        let span = Span::new(open, at + 1).shifted(self.base);
        let note = Diagnostic::warning(NO_FOOTNOTE, self.file, span, "no line of this text says what this footnote is");
        let hint = format!("begin a paragraph with `[^{label}]: …`, or write `\\[` for a bracket that readers see");
        self.script.notes.push(note.help(hint));
    }

    /// Reports the first mark in a block that is code only because its lines are indented.
    pub(super) fn marks_in_code(&mut self, range: &Range<usize>) {
        let source = self.source;
        let ends = source[range.clone()].match_indices("]{").map(|(at, _)| range.start + at);
        let is_mark =
            |at: &usize| braces::read(source, at + 1).is_some_and(|b| b.problems.is_empty() && b.says_something());
        let Some(at) = ends.take(64).find(is_mark) else { return };
        let span = Span::new(at, at + 2).shifted(self.base);
        let message = "this is no mark but code: the line begins with a tab or four spaces";
        let note = Diagnostic::warning(IN_CODE, self.file, span, message);
        self.script
            .notes
            .push(note.help("begin the line at the margin; code that is meant stands between lines of ```` ``` ````"));
    }
}
