//! Attribution lines of quotations: which paragraph is one, whom it names, and what looks like one and is none.

use super::{ATTRIBUTION, Arranged, Frame};
use crate::base::diag::Diagnostic;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::parse::Kind;
use crate::parse::body::spans::{Step, find_braces};
use crate::parse::body::write;
use crate::parse::braces::Braces;
use crate::parse::keys::{Attr, Key, MarkKind, Origin, attr};
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

impl Arranged<'_> {
    /// The attribution line of a quotation, as the paragraph that it is and the braces that it amounts to. What looks like one and says nothing of
    /// who speaks is reported: one of several, one that other words follow, and one with anything but a dash before the name.
    pub(super) fn line_of(
        &mut self,
        source: &str,
        steps: &[Step<'_>],
        frame: &Frame,
        file: &SourcePath,
        base: usize,
    ) -> Option<(usize, Braces)> {
        if frame.tag != "blockquote" || frame.children < 2 {
            return None;
        }
        let words = |paragraph: usize| match &steps[paragraph] {
            Step::Event(_, range) => range.clone(),
            _ => 0..0,
        };
        let read = |(start, end): &(usize, usize)| self.attribution(source, steps, *start, *end);
        let mut lines = frame.paragraphs.iter().filter_map(|paragraph| Some((*paragraph, read(paragraph)?)));
        let (line, second) = (lines.next(), lines.next());
        let (at, message, hint, counts) = match (line, second, frame.last_paragraph) {
            (Some((line, braces)), None, Some(last)) if line == last => {
                if !steps[line.0..line.1].iter().any(is_break) {
                    return Some(braces);
                }
                let hint = "put an empty line below it, and mark what follows as a quotation of its own";
                let message = "words below an attribution line are part of that line, and no part of the quotation";
                (line.0, message, hint, Some(braces))
            }
            (None, _, Some(last)) if looks_like_line(&source[words(last.0)]) => {
                let hint = "write a dash, a name in double brackets, and only then what else is said of them: `— [[name]], the chair`";
                (last.0, "this looks like an attribution line, and says nothing of who speaks", hint, None)
            }
            (None, ..) => return None,
            (Some((line, _)), None, _) => {
                let hint = "end the quotation there, and begin another one";
                (line.0, "words follow this attribution line, so it says nothing of who speaks", hint, None)
            }
            (Some((line, _)), Some(_), _) => {
                let hint = "make a quotation of its own for each of them, with an empty line between";
                let message = "a quotation has one attribution line, and this one has several: nobody is said to speak";
                (line.0, message, hint, None)
            }
        };
        let range = words(at);
        let text = source[range.clone()].trim_end();
        let span = Span::new(range.start, range.start + text.len()).shifted(base);
        self.script.notes.push(Diagnostic::warning(ATTRIBUTION, file, span, message).help(hint));
        counts
    }

    /// Reports an attribution line in the paragraph of the quotation itself: Markdown makes one paragraph of both, and nobody speaks.
    pub(super) fn lost_line(
        &mut self,
        source: &str,
        steps: &[Step<'_>],
        frame: &Frame,
        file: &SourcePath,
        base: usize,
    ) {
        let Some((start, end)) = frame.last_paragraph else { return };
        let Some(at) = steps[start..end].iter().rposition(is_break).map(|at| start + at) else { return };
        let Some((_, line)) = self.attribution(source, steps, at, end) else { return };
        let Some(by) = attr(&line.attrs, Key::By) else { return };
        let message = "this line is in the paragraph of the quotation: it says nothing of who speaks";
        let note = Diagnostic::warning(ATTRIBUTION, file, by.span.shifted(base), message);
        self.script
            .notes
            .push(note.help("put a line of nothing but `>` above it, so that it is a paragraph of its own"));
    }

    /// The braces that an attribution line amounts to: its name as the speaker, and the name's data.
    fn attribution(&self, source: &str, steps: &[Step<'_>], start: usize, end: usize) -> Option<(usize, Braces)> {
        let mut dash = false;
        for step in &steps[start + 1..end] {
            match step {
                Step::Event(Event::Text(text), _) if text.trim().is_empty() => {}
                Step::Event(Event::Text(text), _) if !dash => {
                    let rest = text.trim_start().trim_start_matches(['—', '–', '-', '―']);
                    let count = text.trim_start().len() - rest.len();
                    dash = (count >= 2 && rest.trim().is_empty()).then_some(true)?;
                }
                Step::Event(Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. }), range)
                    if dash =>
                {
                    let data = find_braces(&self.script.names, range.end).cloned();
                    let mut braces = data.unwrap_or_default();
                    let span = name_span(source, range.start, dest_url);
                    let value = write::clean_target(dest_url).into();
                    let by = Attr { key: Key::By, value, span, origin: Origin::Own };
                    if attr(&braces.attrs, Key::By).is_none() {
                        braces.attrs.push(by);
                    }
                    braces.kind = Some(MarkKind::Quote);
                    return Some((start, braces));
                }
                Step::Event(Event::Start(Tag::Link { dest_url, .. }), range) if dash => {
                    let (value, at) = linked_speaker(source, range, dest_url)?;
                    let by = Attr { key: Key::By, value: value.into(), span: at, origin: Origin::Own };
                    return Some((start, Braces { kind: Some(MarkKind::Quote), attrs: vec![by], ..Braces::default() }));
                }
                Step::Event(Event::Start(Tag::Emphasis | Tag::Strong), _) => {}
                _ => return None,
            }
        }
        None
    }
}

/// Whether a line of the source ends here.
fn is_break(step: &Step<'_>) -> bool {
    matches!(step, Step::Event(Event::SoftBreak | Event::HardBreak, _))
}

/// Whether a paragraph that says nothing of who speaks was perhaps meant to: a short one that begins with a dash, or a name in parentheses.
fn looks_like_line(words: &str) -> bool {
    /// Longer ones are words of the quotation.
    const MOST: usize = 160;
    let words = words.trim();
    let has_name = words.contains("[[") && words.contains("]]");
    let in_parentheses = words.starts_with(['(', '（']) && words.ends_with([')', '）']);
    let after_dash = words.starts_with(['—', '–', '―', '−', '-', '⸺']);
    let is_sentence = words.ends_with(['.', '?', '!', '。', '？', '！', '”', '"', '」']);
    words.len() <= MOST && (in_parentheses && has_name || after_dash && (has_name || !is_sentence))
}

/// The speaker that a link to a file names: `../people/jan-maly.md` is `people/jan-maly`.
fn linked_speaker<'s>(source: &str, range: &Range<usize>, dest: &'s str) -> Option<(&'s str, Span)> {
    let path = dest.strip_suffix(".md").filter(|path| write::scheme(path).is_none())?;
    let (before, id) = path.rsplit_once('/')?;
    let folder = before.rsplit('/').next().unwrap_or(before);
    let is_speaker = |kind: &Kind| kind.folder().rsplit('/').next() == Some(folder);
    [Kind::Person, Kind::Organization].iter().find(|kind| is_speaker(kind))?;
    let start = path.len() - id.len() - folder.len() - 1;
    let at = range.start + source[range.clone()].rfind(dest)? + start;
    Some((&path[start..], Span::new(at, at + path.len() - start)))
}

fn name_span(source: &str, at: usize, dest: &str) -> Span {
    let start = at + source[at..].find(dest).unwrap_or(0);
    Span::new(start, start + dest.len())
}
