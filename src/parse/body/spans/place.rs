//! Braces by what they stand behind or before: names, links, headings, blocks, and words that a space separates from them.

use super::{Bracket, PIPE, Pairing, Step, UNCLOSED};
use crate::base::diag::{Code, Diagnostic};
use crate::base::signs::{QUOTATION_MARKS, is_quotation_mark};
use crate::base::span::Span;
use crate::parse::body::write::INSIDE;
use crate::parse::braces::{self, Braces};
use crate::parse::keys::Key;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// No address is longer.
const MOST_ADDRESS: usize = 2048;
const SPACE: Code = Code("mark/space");
const SWALLOWED: Code = Code("mark/swallowed");
/// A kind that there is not, or not here.
pub const UNKNOWN_KIND: Code = Code("mark/unknown-kind");
/// What is said of a read-out that is no section.
pub const NO_READOUT: &str = "`.readout` has its place on a heading";
/// And what to do about it.
pub const READOUT_HINT: &str = "`## Their account {.readout by=… event=…}`";
/// A key that there is not, or not here.
pub const UNKNOWN_KEY: Code = Code("mark/unknown-key");

impl Pairing<'_, '_> {
    /// Braces that touch a name are its data.
    pub(super) fn after_name(&mut self, end: usize) {
        let Some(braces) = braces::read(self.source, end) else {
            self.unread_braces(end);
            return self.space_before_braces(end - 1, true);
        };
        self.report(&braces);
        self.dropped.push(braces.span.range());
        if braces.kind.is_some() || braces.readout {
            let hint = "to say what words with a name in them are, put brackets around: `[[[name]] …]{.claim}`";
            self.no_kind(&braces, "a name has keys, and is no statement", hint);
        }
        self.script.names.push((end, braces));
    }

    /// Reports a kind where none has a place.
    pub(super) fn no_kind(&mut self, braces: &Braces, message: &str, hint: &str) {
        let note = Diagnostic::error(UNKNOWN_KIND, self.file, braces.span.shifted(self.base), message);
        self.script.notes.push(note.help(hint));
    }

    /// Reports `{` at `at` that begins braces nobody can read.
    pub(super) fn unread_braces(&mut self, at: usize) {
        if let Some((end, ascii)) = braces::full_width(self.source, at) {
            let span = Span::new(at, end).shifted(self.base);
            let note = Diagnostic::error(UNCLOSED, self.file, span, "these braces have full-width signs in them");
            self.script.notes.push(note.help(format!("write `{ascii}`")).suggest(span, ascii));
        } else if braces::is_meant(self.source, at) {
            let span = Span::new(at, at + 1).shifted(self.base);
            let note = Diagnostic::error(
                UNCLOSED,
                self.file,
                span,
                "these braces are never closed, or hold something else than keys",
            );
            self.script.notes.push(note.help("`{#id .kind key=value key=\"two words\"}`, in at most two lines"));
        }
    }

    /// Reports braces that stand in the middle of text, behind no bracket: readers would see them.
    pub(super) fn stray(&mut self, at: usize) {
        let before = &self.source[..at];
        if before.ends_with('\\') || before.trim_end_matches([' ', '\t']).ends_with(']') {
            return;
        }
        match braces::read(self.source, at) {
            None => self.unread_braces(at),
            Some(braces) if braces.says_something() => {
                self.report(&braces);
                let hint = "put the words in brackets right before the braces: `[words]{…}`; a bracket inside them is written `\\[`";
                self.unopened(braces.span.shifted(self.base), hint);
            }
            Some(_) => {}
        }
    }

    /// Reports braces behind the number of a footnote or the box of a task, which are no words.
    pub(super) fn behind_sign(&mut self, end: usize) {
        let at = end + self.source[end..].len() - self.source[end..].trim_start_matches([' ', '\t']).len();
        let Some(braces) = braces::read(self.source, at) else { return };
        if braces.says_something() {
            self.unopened(
                braces.span.shifted(self.base),
                "put the words in brackets right before the braces: `[words]{…}`",
            );
        }
    }

    /// Reports brackets with an address behind them that Markdown does not take for a link: a name, a link or a footnote stands in them.
    pub(super) fn no_link(&mut self, opened: Option<&Bracket>, at: usize) {
        let rest = self.source[at + 1..].strip_prefix('(').map(|rest| rest.bytes().take(MOST_ADDRESS));
        let is_address = rest.is_some_and(|mut rest| {
            let mut len = 0;
            let end = rest.find(|b| {
                len += 1;
                *b == b')' || b.is_ascii_whitespace()
            });
            end == Some(b')') && len > 1
        });
        if !is_address {
            return;
        }
        // Something stands in the brackets that is no text: a name or a link, or there was a picture's sign. Long ones are not searched.
        let nearest = (at.saturating_sub(MOST_ADDRESS)..at).find(|at| self.source.is_char_boundary(*at)).unwrap_or(at);
        let from = opened.map_or(nearest, |open| open.at.max(nearest));
        let words = self.source[from..at].rsplit('\n').next().unwrap_or_default();
        let is_inside = ["]]", "](", "[^"].iter().any(|sign| words.contains(sign));
        if is_inside && (opened.is_some() || words.contains("![")) {
            // The bracket that opens a picture is no bracket to Markdown.
            let span = Span::new(opened.map_or(at, |open| open.at), at + 1).shifted(self.base);
            let message = "these brackets make no link or picture: a name, a link or a footnote stands in them";
            let note = Diagnostic::error(INSIDE, self.file, span, message);
            self.script.notes.push(note.help("leave plain words in them, and put a footnote behind the link"));
        }
    }

    /// Reports an opening bracket before a quotation that nothing closes, where words behind it are marked: it may be their own.
    pub(super) fn unpaired(&mut self) {
        let Some(last) = self.script.raws.last().map(|raw| raw.span.start) else { return };
        let is_quotation = |at: usize| self.source[at + 1..].starts_with(QUOTATION_MARKS);
        let Some(stray) = self.open.iter().map(|open| open.at).find(|at| *at < last && is_quotation(*at)) else {
            return;
        };
        let span = Span::new(stray, stray + 1).shifted(self.base);
        let message = "no `]{` closes this bracket: the braces are about the words behind a later one";
        let note = Diagnostic::error(UNCLOSED, self.file, span, message);
        self.script.notes.push(note.help("write `\\[` for a bracket in words that are marked"));
    }

    /// Reports braces without the bracket that would say which words they are about.
    pub(super) fn unopened(&mut self, span: Span, hint: &str) {
        let note = Diagnostic::error(UNCLOSED, self.file, span, "no `[` opens the words that these braces are about");
        self.script.notes.push(note.help(hint));
    }

    /// Braces behind a link that a reference definition made of plain brackets.
    pub(super) fn after_link(&mut self, start: usize, end: usize) {
        let shortcut = self.source[start..end].ends_with(']') && !self.source[start..end].contains("](");
        if !shortcut {
            return;
        }
        if let Some(braces) = braces::read(self.source, end) {
            let word = &self.source[start..end];
            let message = format!("a reference definition makes a link of {}", crate::base::tree::short(word));
            let note = Diagnostic::error(SWALLOWED, self.file, Span::new(start, end).shifted(self.base), message);
            let hint = "rename or remove the line that begins with the same brackets and a colon";
            self.script.notes.push(note.help(hint));
            self.dropped.push(braces.span.range());
        }
    }

    pub(super) fn heading_braces(&mut self, range: &Range<usize>) -> Option<usize> {
        let text = self.source[range.clone()].trim_end();
        // The last of several lines underlines the others.
        let text = text.rsplit_once('\n').map_or(text, |(above, _)| above.trim_end());
        let line = text.trim_end_matches('#').trim_end();
        if !line.ends_with('}') {
            return None;
        }
        let end = range.start + line.len();
        let starts = line.match_indices(" {").map(|(at, _)| range.start + at + 1);
        for at in starts.take(64) {
            if let Some(braces) = braces::read(self.source, at).filter(|b| b.span.range().end == end) {
                self.report(&braces);
                if braces.kind.is_some() {
                    let hint = "keys of a heading hold for all marked words in its section";
                    self.no_kind(&braces, "a heading has keys and `.readout`, and is no statement", hint);
                }
                // The space before the braces goes with them.
                self.dropped.push(at - 1..end);
                self.script.headings.push((range.start, braces));
                return Some(at - 1);
            }
        }
        None
    }

    pub(super) fn space_before_braces(&mut self, at: usize, opened: bool) {
        let rest = &self.source[at + 1..];
        let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        // Braces at the end of a heading are the heading's.
        let of_heading = self.heading.is_some_and(|braces| (at..=at + space).contains(&braces));
        if !opened || of_heading || space == 0 || !rest[space..].starts_with('{') {
            return;
        }
        if let Some(braces) = braces::read(self.source, at + 1 + space).filter(|b| b.problems.is_empty()) {
            let gap = Span::new(at + 1, at + 1 + space).shifted(self.base);
            let span = Span::new(at, braces.span.range().end).shifted(self.base);
            let note = Diagnostic::error(SPACE, self.file, span, "a space separates the words from their braces");
            let note = note.help("braces touch the bracket: `]{`");
            self.script.notes.push(match self.is_marked_words(at, &braces) {
                true => note.fix(gap, ""),
                false => note.suggest(gap, ""),
            });
        }
    }

    /// Whether braces behind a bracket that closes at `at` are meant for what is in it, and not, behind an editor's `"words" [sic]` or a
    /// number, for what stands before that.
    fn is_marked_words(&self, at: usize, braces: &Braces) -> bool {
        let Some((before, words)) = self.source[..at].rsplit_once('[') else { return false };
        if words.ends_with(']') {
            return braces.kind.is_none() && braces.id.is_none() && braces.attrs.iter().all(|a| a.key == Key::Role);
        }
        let is_aside = before.trim_end().ends_with(|c| is_quotation_mark(c) || c == '’');
        !is_aside && words.trim().contains(char::is_whitespace) || words.trim_end().ends_with(is_quotation_mark)
    }

    /// Braces alone on their line belong to the block that follows, or whose first line they are.
    pub(super) fn block_braces(&mut self, at: usize) -> bool {
        // Looked for from the brace backwards: a line of a million braces is not read a million times.
        let lead = self.before_markers(at);
        let is_first = lead.is_empty() || lead.ends_with('\n');
        if !is_first || self.heading.is_some_and(|h| h >= lead.len()) {
            return self.literal_brace(at);
        }
        let Some(braces) = braces::read(self.source, at) else { return self.literal_brace(at) };
        let end = braces.span.range().end;
        let rest = &self.source[end..];
        let blank = rest.trim_start_matches([' ', '\t', '\r']);
        if !(blank.is_empty() || blank.starts_with('\n')) {
            return self.literal_brace(at);
        }
        let above = lead.strip_suffix('\n').map_or("", |above| above.trim_end_matches(['\r', ' ', '\t']));
        if above.ends_with(']') && !above.ends_with("\\]") {
            let gap = Span::new(above.len(), at).shifted(self.base);
            let span = Span::new(above.len() - 1, end).shifted(self.base);
            let note = Diagnostic::error(SPACE, self.file, span, "a line break separates the words from their braces");
            let hint = "braces touch the bracket: `]{`; braces for the block below have an empty line above them";
            self.script.notes.push(note.help(hint).suggest(gap, ""));
            self.push(Event::Text(self.source[at..at + 1].into()), at..at + 1);
            self.dropped.push(at..at + 1);
            return true;
        }
        self.report(&braces);
        // The line break behind the braces goes with them.
        self.dropped.push(at..end + (rest.len() - blank.len()) + usize::from(!blank.is_empty()));
        self.script.steps.push(Step::Block(self.script.blocks.len()));
        self.script.blocks.push(braces);
        true
    }

    /// The text before `at` without what marks quotations and, where an item begins here, items.
    fn before_markers(&self, at: usize) -> &str {
        let lead = self.source[..at].trim_end_matches([' ', '\t', '>']);
        let begins = matches!(self.script.steps.last(), Some(Step::Event(Event::Start(Tag::Item | Tag::Paragraph), _)));
        if !begins || lead.len() == at || lead.ends_with('\n') {
            return lead;
        }
        let number = || lead.strip_suffix(['.', ')']).map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()));
        let item = lead.strip_suffix(['-', '*', '+']).or_else(number);
        item.map_or(lead, |rest| rest.trim_end_matches([' ', '\t', '>']))
    }

    /// A brace that is a character of the text.
    pub(super) fn literal_brace(&mut self, at: usize) -> bool {
        self.plain(at..at + 1);
        self.dropped.push(at..at + 1);
        true
    }

    pub(super) fn report(&mut self, braces: &Braces) {
        for problem in &braces.problems {
            let code = if problem.kind { UNKNOWN_KIND } else { UNKNOWN_KEY };
            let span = problem.span.shifted(self.base);
            let mut note = Diagnostic::error(code, self.file, span, problem.message.clone());
            note = note.maybe_help(problem.hint.clone());
            if let Some((span, text)) = &problem.fix {
                note = note.suggest(span.shifted(self.base), text.clone());
            }
            self.script.notes.push(note);
        }
        for pipe in self.bare_pipes(braces) {
            let note = Diagnostic::error(PIPE, self.file, pipe, "a bare `|` ends the cell of a table");
            self.script.notes.push(note.help("write `\\|`").fix(pipe, "\\|"));
        }
    }

    /// Pipes in braces that end the cell of a table.
    fn bare_pipes(&self, braces: &Braces) -> Vec<Span> {
        let range = braces.span.range();
        let pipes = self.source[range.clone()].match_indices('|').map(|(at, _)| range.start + at);
        let bare = pipes.filter(|at| self.table && !self.source[..*at].ends_with('\\'));
        bare.map(|at| Span::new(at, at + 1).shifted(self.base)).collect()
    }
}
