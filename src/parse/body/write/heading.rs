//! Headings: their anchors, and the sections below them.

use super::Writer;
use super::mark::TOO_MANY;
use super::steps::words;
use crate::base::diag::Diagnostic;
use crate::base::fold::anchor;
use crate::base::span::{Span, Spanned};
use crate::parse::Heading;
use crate::parse::body::layout::Arranged;
use crate::parse::body::marks::{bad_value, other_kind};
use crate::parse::body::spans::{Step, find_braces};
use crate::parse::keys::{Attr, Key, MarkKind};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// How many sections of one text may be accounts of events.
const MOST_ACCOUNTS: usize = 50;

impl<'a> Writer<'a, '_> {
    pub(super) fn anchor_before(&mut self, id: &str, span: Span) {
        self.reading.body.anchors.push(Spanned::new(id.to_owned(), span.shifted(self.base)));
        if !self.owns(id, span) {
            return;
        }
        let html = format!("<span id=\"{}\"></span>", crate::base::html::attr(id));
        self.html(html);
    }

    pub(super) fn heading(
        &mut self,
        level: pulldown_cmark::HeadingLevel,
        steps: &[Step<'a>],
        i: usize,
        range: &Range<usize>,
        arranged: &Arranged<'a>,
    ) {
        let written = find_braces(&arranged.script.headings, range.start);
        let braces = written.cloned().unwrap_or_default();
        let number = level as u8;
        let attrs: Vec<Attr> = braces.attrs.iter().map(|a| self.shifted(a)).collect();
        self.check_keys(&attrs, "heading");
        // The heading itself is open already.
        let depth = self.depth - 1;
        self.scopes.heading(depth, number, attrs.clone());
        let span = self.span(range);
        if let Some(id) = &braces.id {
            self.reading.body.anchors.push(Spanned::new(id.value.clone(), id.span.shifted(self.base)));
        }
        let name = match braces.id.as_ref().filter(|id| self.owns(&id.value, id.span)) {
            Some(id) => {
                self.reading.body.renamed.push((anchor(&words(&steps[i + 1..])), id.value.clone()));
                Some(id.value.clone())
            }
            None if self.settings.as_commonmark => None,
            None => {
                let name = self.free_anchor(&anchor(&words(&steps[i + 1..])));
                self.reading.body.anchors.push(Spanned::new(name.clone(), span));
                Some(name)
            }
        };
        let readout = braces.readout && self.is_one_more_account(range);
        let start = self.plain_end();
        self.reading.body.headings.push(Heading {
            level: number,
            anchor: name.clone().unwrap_or_default(),
            plain: Span { start, end: start },
            attrs,
            readout,
            blocks: (self.blocks - 1, self.blocks),
            nested: depth > 0,
            span,
        });
        let id = name.map(Into::into);
        self.emit(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
    }

    /// Whether a text may have one more read-out: an event's page compares each with all others.
    fn is_one_more_account(&mut self, range: &Range<usize>) -> bool {
        self.accounts += 1;
        if self.accounts == MOST_ACCOUNTS + 1 {
            let message = format!("more than {MOST_ACCOUNTS} read-outs in one text");
            let note = Diagnostic::error(TOO_MANY, self.file, self.span(range), message);
            self.reading.notes.push(note.help("split the text; the words are kept, further accounts are not compared"));
        }
        self.accounts <= MOST_ACCOUNTS
    }

    /// What is inherited is checked where it is written.
    pub(super) fn check_keys(&mut self, attrs: &[Attr], what: &str) {
        for attr in attrs.iter().filter(|a| !a.value.is_empty()) {
            let wrong = bad_value(attr, MarkKind::Quote, false, self.file);
            let lone = (!attr.key.inherits()).then(|| other_kind(attr, what, Key::inherits, self.file));
            self.reading.notes.extend(lone.or(wrong));
        }
    }

    /// The ids that authors gave are no anchors for anything else.
    pub(super) fn keep_ids(&mut self, arranged: &Arranged<'a>) {
        let raws = arranged.script.raws.iter().map(|raw| &raw.braces);
        let blocks = arranged.script.blocks.iter();
        let headings = arranged.script.headings.iter().map(|(_, braces)| braces);
        for id in raws.chain(blocks).chain(headings).filter_map(|b| b.id.as_ref()) {
            self.anchors.insert(id.value.clone(), 1);
            let first = self.owners.entry(id.value.clone()).or_insert(id.span.start);
            *first = id.span.start.min(*first);
        }
    }

    /// Whether an id stands nowhere further up.
    fn owns(&self, id: &str, span: Span) -> bool {
        self.owners.get(id).is_none_or(|first| *first == span.start)
    }

    /// The anchor itself, or with the first free number behind it.
    pub(super) fn free_anchor(&mut self, name: &str) -> String {
        let count = self.anchors.entry(name.to_owned()).or_insert(0);
        *count += 1;
        match *count {
            1 => name.to_owned(),
            n => self.free_anchor(&format!("{name}-{n}")),
        }
    }
}

/// A section reaches up to the next heading of its level or above; that of a heading in a quotation or an item up to its end.
pub fn end_sections(headings: &mut [Heading], blocks: u32) {
    // The open sections, each of a higher level than the one before it.
    let mut open: Vec<usize> = Vec::new();
    for i in (0..headings.len()).filter(|i| !headings[*i].nested).collect::<Vec<_>>() {
        let (level, start) = (headings[i].level, headings[i].blocks.0);
        while let Some(over) = open.pop_if(|other| level <= headings[*other].level) {
            headings[over].blocks.1 = start;
        }
        open.push(i);
    }
    for rest in open {
        headings[rest].blocks.1 = blocks;
    }
}
