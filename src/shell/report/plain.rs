//! Diagnostics for other programs: one line each.

use super::{Item, Lines, clean};
use crate::base::diag::{Place, Severity};
use serde::Serialize;

/// `file:line:column: severity[code]: message`.
pub fn short(item: &Item<'_>) -> String {
    let note = item.note;
    let (line, column) = item.lines.position(note.place.span.start as usize);
    let (file, message) = (item.desk.name(&note.place.file), clean(&note.message));
    format!("{file}:{line}:{column}: {}[{}]: {message}", note.severity.word(), note.code.0)
}

/// A workflow command: GitHub shows it beside the line.
pub fn github(item: &Item<'_>) -> String {
    let note = item.note;
    let command = match note.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let span = note.place.span;
    let (line, column) = item.lines.position(span.start as usize);
    let (end_line, end_column) = item.lines.position(span.end as usize);
    let file = property(&item.desk.name(&note.place.file));
    let text: Vec<String> = std::iter::once(&note.message).chain(&note.hints).map(|text| clean(text)).collect();
    let (title, text) = (property(note.code.0), data(&text.join("\n")));
    format!(
        "::{command} file={file},line={line},col={column},endLine={end_line},endColumn={end_column},title={title}::{text}"
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    hints: &'a [String],
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
    safe: bool,
}

/// One object; files are named as inside the portal, offsets count bytes.
pub fn json(item: &Item<'_>) -> String {
    let note = item.note;
    let ((line, column), (end_line, end_column)) = range(item.lines, &note.place);
    let fix = note.fix.as_ref().map(|fix| {
        let ((line, column), (end_line, end_column)) = match fix.place.file == note.place.file {
            true => range(item.lines, &fix.place),
            false => range(&item.desk.lines(&fix.place.file), &fix.place),
        };
        let (file, span) = (fix.place.file.as_str(), fix.place.span);
        Fix {
            file,
            start: span.start,
            end: span.end,
            line,
            column,
            end_line,
            end_column,
            text: &fix.text,
            safe: fix.safe,
        }
    });
    let (code, severity, file) = (note.code.0, note.severity.word(), note.place.file.as_str());
    let (message, hints) = (&note.message, &note.hints);
    let record = Record { code, severity, file, line, column, end_line, end_column, message, hints, fix };
    serde_json::to_string(&record).expect("texts and numbers can be written as JSON")
}

fn range(lines: &Lines<'_>, place: &Place) -> ((usize, usize), (usize, usize)) {
    (lines.position(place.span.start as usize), lines.position(place.span.end as usize))
}
