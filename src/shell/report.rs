//! Shows diagnostics: to people, to editors, to other programs. Decides nothing about them but how many fit on a screen.

mod human;
mod lines;
#[cfg(feature = "preview")]
pub mod panel;
mod plain;

use super::{Failure, Portal, world};
use crate::base::diag::{Code, Diagnostic, Place, Severity};
use crate::base::path::SourcePath;
use crate::input::{File, Inputs, defaults};
use lines::Lines;
use std::collections::BTreeMap;

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the words they are about, and what to do; the first of many of a kind.
    Human,
    /// `file:line:column: severity[code]: message`.
    Short,
    /// One object a line, on stdout.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// Of one code so many are shown to people; the rest is counted.
pub const MOST_OF_A_CODE: usize = 20;

/// How many there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
}

impl Tally {
    /// Counts `notes`.
    pub fn of(notes: &[Diagnostic]) -> Tally {
        let count = |severity| notes.iter().filter(|note| note.severity == severity).count();
        Tally { errors: count(Severity::Error), warnings: count(Severity::Warning), hints: count(Severity::Hint) }
    }

    /// `1 error, 2 warnings`; `None` where there is nothing to say.
    pub fn text(self) -> Option<String> {
        let words = [(self.errors, "error"), (self.warnings, "warning"), (self.hints, "hint")];
        let parts: Vec<String> = words.iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(*n, word)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// `1 page`, `2 pages`.
pub fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// Makes errors of warnings (`--strict`).
pub fn make_strict(notes: &mut [Diagnostic]) {
    for note in notes.iter_mut().filter(|note| note.severity == Severity::Warning) {
        note.severity = Severity::Error;
    }
}

/// The line and the column of a byte of a text, both from 1.
pub fn position(text: &[u8], offset: usize) -> (usize, usize) {
    Lines::new(text).position(offset)
}

/// Shows `notes`, which are sorted by place: JSON on stdout, everything else on stderr.
pub fn show(format: Format, portal: &Portal, inputs: &Inputs, notes: &[Diagnostic]) -> Result<(), Failure> {
    let desk = Desk { shown: &portal.shown, inputs };
    match format {
        Format::Json => return world::print_all(desk.each(notes, plain::json)),
        Format::Short => world::eprint_all(desk.each(notes, plain::short)),
        Format::Github => world::eprint_all(desk.each(notes, plain::github)),
        Format::Human => world::eprint_all(desk.people(notes, world::stderr_has_colors())),
    }
    Ok(())
}

/// What is needed to show a diagnostic.
struct Desk<'a> {
    shown: &'a str,
    inputs: &'a Inputs,
}

/// One diagnostic with the text that it is about.
struct Item<'a> {
    desk: &'a Desk<'a>,
    note: &'a Diagnostic,
    lines: &'a Lines<'a>,
}

impl<'a> Desk<'a> {
    /// Every diagnostic by itself.
    fn each<'b>(
        &'b self,
        notes: &'b [Diagnostic],
        show: impl Fn(&Item<'_>) -> String + 'b,
    ) -> impl Iterator<Item = String> + 'b {
        notes.chunk_by(|a, b| a.place.file == b.place.file).flat_map(move |same| {
            let lines = self.lines(&same[0].place.file);
            same.iter().map(|note| show(&Item { desk: self, note, lines: &lines })).collect::<Vec<_>>()
        })
    }

    /// The first of each code, then how many more there are.
    fn people(&self, notes: &[Diagnostic], colors: bool) -> impl Iterator<Item = String> + use<> {
        let mut seen: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        let mut first = Vec::new();
        for note in notes {
            let count = seen.entry((note.severity, note.code)).or_default();
            *count += 1;
            if *count <= MOST_OF_A_CODE {
                first.push(note.clone());
            }
        }
        let more = seen.into_iter().filter(|(_, n)| *n > MOST_OF_A_CODE).map(|((severity, code), n)| {
            format!("…and {} more {}[{}]; `--format short` lists all", n - MOST_OF_A_CODE, severity.word(), code.0)
        });
        let shown: Vec<String> = self.each(&first, |item| human::show(item, colors)).collect();
        shown.into_iter().chain(more)
    }

    fn lines(&self, file: &SourcePath) -> Lines<'a> {
        let own = match self.inputs.files.get(file) {
            Some(File::Text { bytes, .. }) => Some(&bytes[..]),
            Some(_) => None,
            None => defaults::get(file.as_str()).map(str::as_bytes),
        };
        Lines::new(own.unwrap_or(b""))
    }

    /// A file as a person may click on it.
    fn name(&self, file: &SourcePath) -> String {
        clean(&format!("{}{file}", self.shown))
    }
}

/// Whether a diagnostic is about a file as a whole.
fn is_whole(place: &Place) -> bool {
    place.span.start == 0 && place.span.end == 0
}

/// `text` on one line, without what could steer a terminal: author's words are quoted in messages.
fn clean(text: &str) -> String {
    let picture = |c: char| match c {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
        '\u{7F}'..='\u{9F}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c => c,
    };
    text.chars().map(picture).collect()
}

#[cfg(test)]
mod tests;
