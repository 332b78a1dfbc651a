//! Pairs brackets with braces: from events to a script of words, marks and names. Does not write HTML and does not inherit keys.

mod alike;
mod cells;
mod place;

pub use place::{NO_READOUT, READOUT_HINT, UNKNOWN_KEY, UNKNOWN_KIND};

use super::comments;
use super::events::{Masked, Sourced, is_block_edge, is_escaped};
use crate::base::diag::{Code, Diagnostic};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::parse::braces::{self, Braces};
use memchr::memchr_iter;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

const UNCLOSED: Code = Code("mark/unclosed");
const CROSSES: Code = Code("mark/crosses");
const EMPTY: Code = Code("mark/empty");
const PIPE: Code = Code("mention/pipe");

/// A span of words with braces, before inheritance.
#[derive(Debug)]
pub struct Raw {
    /// What the braces say.
    pub braces: Braces,
    /// From the opening bracket to the closing brace, in the text.
    pub span: Range<usize>,
    /// Whether the words are a whole block.
    pub block: bool,
}

/// A step of the script.
#[derive(Debug)]
pub enum Step<'a> {
    /// An event of Markdown.
    Event(Event<'a>, Range<usize>),
    /// Marked words begin: the index of a `Raw`.
    Open(usize),
    /// Marked words end.
    Close(usize),
    /// Braces on a line of their own before a block: the index in `Script::blocks`.
    Block(usize),
}

/// A text as steps.
#[derive(Debug, Default)]
pub struct Script<'a> {
    /// In the order of the text.
    pub steps: Vec<Step<'a>>,
    /// Spans with braces, in the order of their opening brackets as they were paired.
    pub raws: Vec<Raw>,
    /// Braces before blocks.
    pub blocks: Vec<Braces>,
    /// Braces at the end of headings, by the offset at which the heading starts.
    pub headings: Vec<(usize, Braces)>,
    /// Braces after names, by the offset at which the name ends.
    pub names: Vec<(usize, Braces)>,
    /// What was noticed.
    pub notes: Vec<Diagnostic>,
}

/// The braces that were read at an offset; `all` is in the order of the text.
pub fn find_braces(all: &[(usize, Braces)], at: usize) -> Option<&Braces> {
    all.binary_search_by_key(&at, |(offset, _)| *offset).ok().map(|i| &all[i].1)
}

/// An opening bracket that waits for its closing one.
struct Bracket {
    step: usize,
    at: usize,
    container: usize,
}

/// Reads one text.
pub struct Pairing<'a, 's> {
    source: &'a str,
    file: &'s SourcePath,
    base: usize,
    script: Script<'a>,
    open: Vec<Bracket>,
    /// The inline elements that one is in, by the step at which they began.
    containers: Vec<usize>,
    code: bool,
    in_name: bool,
    in_image: usize,
    /// Where the last cell of a table ends.
    cell_end: usize,
    table: bool,
    /// Ranges that are no words: braces, and what is hidden.
    dropped: Vec<Range<usize>>,
    hidden: &'s [Range<usize>],
    /// Brackets that Markdown was not shown.
    freed: &'s BTreeSet<usize>,
    heading: Option<usize>,
    /// Whether there are signs of full width that may be meant as ours.
    wide: bool,
}

/// Turns events into a script. `source` is the text as written (braces are read from it), `base` its offset in `file`.
pub fn pair<'a>(
    source: &'a str,
    events: Vec<Sourced<'a>>,
    masked: &Masked,
    file: &SourcePath,
    base: usize,
) -> Script<'a> {
    let mut pairing = Pairing {
        source,
        file,
        base,
        script: Script::default(),
        open: Vec::new(),
        containers: Vec::new(),
        code: false,
        in_name: false,
        in_image: 0,
        cell_end: 0,
        table: false,
        dropped: Vec::new(),
        hidden: &masked.hidden,
        freed: &masked.freed,
        heading: None,
        wide: alike::has_wide(source),
    };
    pairing.script.steps.reserve(events.len() + events.len() / 4);
    for (event, range) in events {
        pairing.step(event, range);
    }
    pairing.script
}

impl<'a> Pairing<'a, '_> {
    fn step(&mut self, event: Event<'a>, range: Range<usize>) {
        if is_block_edge(&event) {
            match event {
                Event::End(TagEnd::TableCell) => {
                    self.split_name(&range);
                    self.cell_end = range.end;
                }
                Event::End(TagEnd::TableRow) => self.lost_cells(&range),
                _ => {}
            }
            self.unpaired();
            self.open.clear();
            self.containers.clear();
        }
        match &event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => return self.end(*tag, event, range),
            Event::Text(_) if self.code => {}
            Event::Text(_) if self.in_name || self.in_image > 0 => {}
            Event::Text(_) => return self.text(event, range),
            Event::SoftBreak | Event::HardBreak | Event::Code(_) | Event::InlineHtml(_) if self.is_dropped(&range) => {
                return;
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.behind_sign(range.end),
            _ => {}
        }
        self.push(event, range);
    }

    fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        let event = if self.hidden.is_empty() { event } else { comments::unmasked(event) };
        self.script.steps.push(Step::Event(event, range));
    }

    fn is_dropped(&self, range: &Range<usize>) -> bool {
        let inside = |r: &Range<usize>| r.start <= range.start && range.start < r.end;
        self.dropped.last().is_some_and(inside) || self.hidden_from(range.start).first().is_some_and(inside)
    }

    /// What is hidden at `at` or behind it. There may be as many comments as words, so they are not all looked at.
    fn hidden_from(&self, at: usize) -> &[Range<usize>] {
        &self.hidden[self.hidden.partition_point(|r| r.end <= at)..]
    }

    fn start(&mut self, tag: &Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::CodeBlock(kind) => {
                self.code = true;
                if *kind == CodeBlockKind::Indented {
                    self.marks_in_code(range);
                }
            }
            Tag::Table(_) => self.table = true,
            Tag::Heading { .. } => self.heading = self.heading_braces(range),
            Tag::Link { link_type: LinkType::WikiLink { .. }, .. } => self.in_name = true,
            Tag::Image { .. } => self.in_image += 1,
            _ => {}
        }
        if matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) {
            self.containers.push(self.script.steps.len());
        }
    }

    fn end(&mut self, tag: TagEnd, event: Event<'a>, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => self.code = false,
            TagEnd::Table => self.table = false,
            TagEnd::Image => self.in_image = self.in_image.saturating_sub(1),
            _ => {}
        }
        let inline = !is_block_edge(&event);
        if inline {
            self.containers.pop();
        }
        let end = range.end;
        let start = range.start;
        self.push(event, range);
        if tag == TagEnd::Link && self.in_name {
            self.in_name = false;
            self.after_name(end);
        } else if tag == TagEnd::Image && self.source[start..].starts_with("![[") {
            self.after_name(end);
        } else if tag == TagEnd::Link {
            self.after_link(start, end);
        }
    }

    fn text(&mut self, event: Event<'a>, range: Range<usize>) {
        let Event::Text(text) = &event else { return };
        let literal = text.len() == range.len() && self.source.get(range.clone()) == Some(text);
        if !literal {
            let masked = self.dropped.last().is_some_and(|d| d.start < range.end && range.start < d.end)
                || self.hidden_from(range.start).first().is_some_and(|h| h.start < range.end)
                || self.freed.range(range.clone()).next().is_some()
                || (text.len() == range.len() && self.masked_braces(&range));
            if !masked {
                return self.push(event, range);
            }
        }
        self.literal(range);
    }

    /// Whether the range holds braces that Markdown did not see.
    fn masked_braces(&self, range: &Range<usize>) -> bool {
        self.source[range.clone()].contains(['{', '}'])
    }

    /// Text that stands in the source as it is: one event, or several with brackets and braces between them.
    fn literal(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            if let Some(gone) = self.gone(at) {
                at = gone.max(at + 1);
                continue;
            }
            let bytes = self.source.as_bytes();
            match bytes[at] {
                b'[' if self.is_bracket(at, &range) || self.freed.contains(&at) => {
                    self.open.push(Bracket { step: self.script.steps.len(), at, container: self.container() });
                    self.plain(at..at + 1);
                    at += 1;
                }
                b']' if self.is_bracket(at, &range) => {
                    self.close(at);
                    at += 1;
                }
                b'{' if self.block_braces(at) => {}
                _ => {
                    let stop = self.stop(at, range.end);
                    self.plain(at..stop);
                    at = stop;
                }
            }
        }
    }

    /// Whether a bracket at `at` may be markup: it is an event of its own then, as an escaped one may be too.
    fn is_bracket(&self, at: usize, range: &Range<usize>) -> bool {
        range.len() == 1 && !is_escaped(self.source, at)
    }

    /// Whether a range holds nothing but spaces and comments.
    fn is_empty(&self, range: Range<usize>) -> bool {
        let mut at = range.start;
        for hidden in self.hidden_from(at).iter().take_while(|hidden| hidden.start < range.end) {
            if !self.source[at..hidden.start].trim().is_empty() {
                return false;
            }
            at = hidden.end;
        }
        self.source[at..range.end.max(at)].trim().is_empty()
    }

    /// The end of what is dropped at `at`.
    fn gone(&self, at: usize) -> Option<usize> {
        let inside = |r: &&Range<usize>| r.start <= at && at < r.end;
        let hidden = || self.hidden_from(at).first().filter(inside);
        self.dropped.iter().rev().take(8).find(inside).or_else(hidden).map(|r| r.end)
    }

    /// Where plain words end: before something dropped, or before braces that may belong to a block.
    fn stop(&self, at: usize, end: usize) -> usize {
        let hidden = self.hidden_from(at).iter().take(2);
        let freed = self.freed.range(at + 1..end).next().copied();
        let starts = self.dropped.iter().rev().take(8).chain(hidden).map(|r| r.start).chain(freed);
        starts.filter(|s| at < *s && *s < end).min().unwrap_or(end)
    }

    fn plain(&mut self, range: Range<usize>) {
        let text = &self.source[range.clone()];
        memchr_iter(b'{', text.as_bytes()).for_each(|at| self.stray(range.start + at));
        if self.wide {
            self.wide_signs(&range);
        }
        self.push(Event::Text(text.into()), range);
    }

    fn container(&self) -> usize {
        self.containers.last().map_or(0, |c| c + 1)
    }

    /// A closing bracket: the end of marked words if braces touch it, else a bracket like any other.
    fn close(&mut self, at: usize) {
        let opened = self.open.pop();
        let Some(braces) = braces::read(self.source, at + 1) else {
            self.unread_braces(at + 1);
            self.space_before_braces(at, opened.is_some());
            self.no_brace(at + 1);
            self.no_link(opened.as_ref(), at);
            self.no_footnote(opened.as_ref(), at);
            return self.plain(at..at + 1);
        };
        self.dropped.push(braces.span.range());
        let here = Span::new(at, braces.span.range().end).shifted(self.base);
        match opened {
            None => {
                let hint = "put `[` before the first of these words; a bracket inside them is written `\\[`";
                self.unopened(here, hint);
                self.plain(at..at + 1);
            }
            Some(bracket) if bracket.container != self.container() => {
                let message = "marked words begin inside emphasis or a link and end outside, or the reverse";
                let note = Diagnostic::error(CROSSES, self.file, here, message);
                self.script.notes.push(note.help("close the emphasis before `]`, or open it before `[`"));
                self.drop_step(bracket.step);
            }
            Some(bracket) => self.mark(&bracket, at, braces),
        }
    }

    fn mark(&mut self, bracket: &Bracket, at: usize, braces: Braces) {
        self.report(&braces);
        if braces.readout {
            self.no_kind(&braces, NO_READOUT, READOUT_HINT);
        }
        if self.is_empty(bracket.at + 1..at) {
            let span = Span::new(bracket.at, braces.span.range().end).shifted(self.base);
            let note = Diagnostic::error(EMPTY, self.file, span, "no words between the brackets");
            self.script.notes.push(note.help("put the words that the braces are about between the brackets"));
            return self.drop_step(bracket.step);
        }
        let raw = self.script.raws.len();
        let span = bracket.at..braces.span.range().end;
        self.script.raws.push(Raw { braces, span, block: false });
        self.script.steps[bracket.step] = Step::Open(raw);
        self.script.steps.push(Step::Close(raw));
    }

    /// Takes a bracket that turned out to be markup out of the text.
    fn drop_step(&mut self, step: usize) {
        self.script.steps[step] = Step::Event(Event::Text("".into()), 0..0);
    }
}
