//! Diagnostics for people: the words in question with a line under them, what is wrong, what to do.

use super::{Item, clean, is_whole};
use crate::base::diag::{Edit, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Longer excerpts are cut around the place.
const MOST_BYTES: usize = 2000;
const MOST_LINES: usize = 8;
/// So much is shown beside a place in a long line.
const AROUND: usize = 60;
const MOST_FIX: usize = 120;

/// One diagnostic on some lines of a terminal.
pub fn show(item: &Item<'_>, colors: bool) -> String {
    let note = item.note;
    let level = match note.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    let mut group = place(item, level.primary_title(clean(&note.message)).id(note.code.0));
    for hint in &note.hints {
        group = group.element(Level::HELP.message(clean(hint)));
    }
    if let Some(fix) = note.fix.as_ref().and_then(|fix| describe(item, fix)) {
        group = group.element(Level::HELP.with_name("fix").message(clean(&fix)));
    }
    let renderer = if colors { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.decor_style(DecorStyle::Unicode).term_width(120).render(&[group]).trim_end())
}

fn place<'a>(item: &Item<'a>, title: annotate_snippets::Title<'a>) -> Group<'a> {
    let name = item.desk.name(&item.note.place.file);
    if is_whole(&item.note.place) {
        return title.element(Origin::path(name));
    }
    let (line, column) = item.lines.position(item.note.place.span.start as usize);
    let origin = Origin::path(name.clone()).line(line).char_column(column);
    match excerpt(item) {
        None => title.element(origin),
        Some(Excerpt { text, span, is_cut: false }) => title
            .element(Snippet::source(text).line_start(line).path(name).annotation(AnnotationKind::Primary.span(span))),
        Some(Excerpt { text, span, is_cut: true }) => title
            .element(origin)
            .element(Snippet::source(text).line_start(line).annotation(AnnotationKind::Primary.span(span))),
    }
}

/// The lines that a diagnostic is about, and the place in them.
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) span: Range<usize>,
    /// Whether the columns of `text` are not those of the file.
    is_cut: bool,
}

pub(super) fn excerpt(item: &Item<'_>) -> Option<Excerpt> {
    let lines = item.lines;
    let span = item.note.place.span.range();
    let span = span.start.min(lines.len())..span.end.min(lines.len());
    let (first, last) = (lines.position(span.start).0, lines.position(span.end.max(span.start + 1) - 1).0);
    let line = lines.line(first);
    let mut whole = line.start..lines.line(last).end;
    if whole.len() > MOST_BYTES || last - first >= MOST_LINES {
        whole = line.clone();
    }
    if whole.len() > MOST_BYTES {
        return Some(cut(item, line, span));
    }
    let inside = |at: usize| at.clamp(whole.start, whole.end) - whole.start;
    let text = lines.text(whole.clone())?.to_owned();
    let span = inside(span.start)..inside(span.end);
    let fits = text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
    fits.then_some(Excerpt { text, span, is_cut: false })
}

/// The surroundings of a place in a very long line.
fn cut(item: &Item<'_>, line: Range<usize>, span: Range<usize>) -> Excerpt {
    let lossy = |range: Range<usize>| {
        let bytes = item.lines.bytes(range);
        String::from_utf8_lossy(bytes).trim_matches('\u{FFFD}').to_owned()
    };
    let start = span.start.clamp(line.start, line.end);
    let end = span.end.clamp(start, line.end).min(start + 2 * AROUND);
    let (from, to) = (start.saturating_sub(AROUND).max(line.start), (end + AROUND).min(line.end));
    let mark = |is_cut: bool| if is_cut { "…" } else { "" };
    let before = format!("{}{}", mark(from > line.start), lossy(from..start));
    let inside = lossy(start..end);
    let text = format!("{before}{inside}{}{}", lossy(end..to), mark(to < line.end));
    Excerpt { span: before.len()..before.len() + inside.len(), text, is_cut: true }
}

/// What a fix would do, in words, with how a person gets it done.
fn describe(item: &Item<'_>, fix: &Edit) -> Option<String> {
    let how = if fix.safe { " (`bilat check --fix` does it)" } else { "" };
    words(item, fix).map(|text| format!("{text}{how}"))
}

/// What a fix would do, in words, if they are few.
pub(super) fn words(item: &Item<'_>, fix: &Edit) -> Option<String> {
    let other = fix.place.file != item.note.place.file;
    let old = if other { None } else { item.lines.text(fix.place.span.range()) };
    let text = match (old, fix.text.as_str()) {
        (None, new) => format!("write `{new}` in `{}`", item.desk.name(&fix.place.file)),
        (Some(""), new) => format!("insert `{new}`"),
        (Some(old), "") => format!("delete `{old}`"),
        (Some(old), new) => format!("replace `{old}` by `{new}`"),
    };
    (text.len() <= MOST_FIX && !text.contains('\n')).then_some(text)
}
