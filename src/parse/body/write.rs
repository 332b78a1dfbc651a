//! Writes the HTML of an arranged script, and beside it the plain text, the names, links, headings and the places of marks.

mod assemble;
mod heading;
mod html;
mod inline;
mod mark;
mod picture;
mod steps;
mod table;

use super::inherit::Scopes;
use super::layout::{Arranged, Edge, is_only_braces};
use super::marks::RawMark;
use super::spans::Step;
use super::{NESTING, Settings};
use crate::base::diag::{Code, Diagnostic};
use crate::base::fold::is_cjk;
use crate::base::html::visible;
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::parse::Body;
use crate::parse::keys::Attr;
use assemble::{Hole, Out, Place};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use steps::{next_char, skip_break, skip_paragraph};
use table::Table;

pub use inline::{FOREIGN, INSIDE, clean_target, scheme};

/// Raw HTML that is shown as text.
pub const RAW_HTML: Code = Code("body/raw-html");

/// What was read so far.
pub struct Reading {
    /// The body; its marks are not built yet.
    pub body: Body,
    /// What was noticed.
    pub notes: Vec<Diagnostic>,
    /// Marks in the order of their first words.
    pub raws: Vec<RawMark>,
}

struct Writer<'a, 's> {
    source: &'a str,
    base: usize,
    file: &'s SourcePath,
    settings: &'s Settings<'s>,
    out: Vec<Out<'a>>,
    reading: Reading,
    scopes: Scopes,
    /// Which entry of `reading.raws` a raw of the script became.
    places: BTreeMap<usize, u32>,
    open: Vec<u32>,
    blocks: u32,
    depth: usize,
    /// Block tags left out because they nest too deep.
    skipped: usize,
    /// The limits that marks went over.
    told: Vec<Code>,
    /// How many sections are accounts of events.
    accounts: usize,
    code: bool,
    table: Table,
    /// Whether it is in a link.
    link: bool,
    anchors: BTreeMap<String, u32>,
    /// Where each id that the author gave stands first: there it is the page's.
    owners: BTreeMap<String, u32>,
    footnotes: BTreeSet<String>,
    html_block: bool,
    /// Whether it is in a comment of a block of HTML.
    comment: bool,
    /// Where the last comment of a block of HTML begins, in the file.
    comment_at: Option<usize>,
    /// Where the block of HTML begins.
    html_start: usize,
}

/// Writes the script of `source`.
pub fn write<'a>(
    source: &'a str,
    base: usize,
    file: &SourcePath,
    settings: &Settings<'_>,
    mut arranged: Arranged<'a>,
) -> Reading {
    let steps = std::mem::take(&mut arranged.script.steps);
    let notes = std::mem::take(&mut arranged.script.notes);
    let body = Body { plain: String::with_capacity(source.len()), ..Body::default() };
    let mut writer = Writer {
        source,
        base,
        file,
        settings,
        out: Vec::with_capacity(steps.len() + 16),
        reading: Reading { body, notes, raws: Vec::new() },
        scopes: Scopes::new(settings.outer),
        places: BTreeMap::new(),
        open: Vec::new(),
        blocks: 0,
        depth: 0,
        skipped: 0,
        told: Vec::new(),
        accounts: 0,
        code: false,
        table: Table::default(),
        link: false,
        anchors: BTreeMap::new(),
        owners: BTreeMap::new(),
        footnotes: BTreeSet::new(),
        html_block: false,
        comment: false,
        comment_at: None,
        html_start: 0,
    };
    writer.keep_ids(&arranged);
    let mut i = 0;
    while i < steps.len() {
        i = writer.step(&steps, i, &arranged);
    }
    let out = std::mem::take(&mut writer.out);
    let blocks = writer.blocks;
    let mut reading = writer.reading;
    heading::end_sections(&mut reading.body.headings, blocks);
    assemble::assemble(out, &mut reading.body);
    reading
}

impl<'a> Writer<'a, '_> {
    /// Writes the step at `i`; returns the next one.
    fn step(&mut self, steps: &[Step<'a>], i: usize, arranged: &Arranged<'a>) -> usize {
        self.scopes.at_step(i);
        // What is set before a block is a part of it.
        if let (0, Step::Event(Event::Start(_), range), false) = (self.depth, &steps[i], is_only_braces(steps, i)) {
            self.begin_block(range);
        }
        for edge in arranged.before.get(&i).into_iter().flatten() {
            self.edge(*edge, arranged);
        }
        if let Some((end, attrs)) = arranged.scopes.get(&i) {
            let attrs: Vec<Attr> = attrs.iter().map(|a| self.shifted(a)).collect();
            self.check_keys(&attrs, "block without a kind");
            self.scopes.open_block(*end, attrs);
        }
        if let Some((id, span)) = arranged.anchors.get(&i) {
            self.anchor_before(id, *span);
        }
        let next = match &steps[i] {
            Step::Event(Event::Start(Tag::Paragraph), _) if is_only_braces(steps, i) => skip_paragraph(steps, i),
            Step::Event(event, range) => self.event(steps, i, event, range, arranged),
            Step::Open(raw) => {
                self.edge(Edge::Open(*raw), arranged);
                i + 1
            }
            Step::Close(raw) => {
                self.edge(Edge::Close(*raw), arranged);
                i + 1
            }
            Step::Block(_) => skip_break(steps, i + 1),
        };
        for edge in arranged.behind.get(&i).into_iter().flatten() {
            self.edge(*edge, arranged);
        }
        next
    }

    fn shifted(&self, attr: &Attr) -> Attr {
        Attr { span: attr.span.shifted(self.base), ..attr.clone() }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.base)
    }

    fn plain_end(&self) -> u32 {
        self.reading.body.plain.len() as u32
    }

    fn hole(&mut self, hole: Hole) {
        self.out.push(Out::Place(Place::Segment(hole)));
    }

    fn emit(&mut self, event: Event<'a>) {
        self.out.push(Out::Event(event));
    }

    fn html(&mut self, html: impl Into<pulldown_cmark::CowStr<'a>>) {
        self.emit(Event::InlineHtml(html.into()));
    }

    fn event(
        &mut self,
        steps: &[Step<'a>],
        i: usize,
        event: &Event<'a>,
        range: &Range<usize>,
        arranged: &Arranged<'a>,
    ) -> usize {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. }) => {
                return self.name(steps, i, dest_url, *has_pothole, arranged);
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                return self.link(steps, i, dest_url, title, range, arranged);
            }
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                return self.image(steps, i, *link_type, dest_url, title, range, arranged);
            }
            Event::Start(tag) => self.start(tag, steps, i, range, arranged),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => {
                self.bare_comment(text, range);
                self.text(text);
            }
            Event::Code(text) => {
                self.reading.body.plain.push_str(text);
                self.emit(event.clone());
            }
            Event::SoftBreak => self.soft_break(steps, i),
            Event::HardBreak => {
                self.reading.body.plain.push(' ');
                self.emit(Event::HardBreak);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(event, html, range),
            Event::FootnoteReference(name) if self.link => {
                let note = Diagnostic::error(INSIDE, self.file, self.span(range), "a footnote cannot stand in a link");
                self.reading.notes.push(note.help("put it behind the link; here it is shown as it is written"));
                self.text(&format!("[^{name}]").into());
            }
            Event::FootnoteReference(name) => {
                let name = self.footnote(name);
                self.emit(Event::FootnoteReference(name));
            }
            Event::Rule => self.top_level(range, |w| w.emit(Event::Rule)),
            _ => self.emit(event.clone()),
        }
        i + 1
    }

    fn text(&mut self, text: &pulldown_cmark::CowStr<'a>) {
        let shown = match visible(text) {
            Cow::Borrowed(_) => text.clone(),
            Cow::Owned(shown) => shown.into(),
        };
        self.reading.body.plain.push_str(&shown);
        self.emit(Event::Text(shown));
    }

    /// The anchor of a footnote: with a dot, so that no heading and no statement has it. Its name is the same in other letters' case.
    fn footnote(&self, name: &pulldown_cmark::CowStr<'a>) -> pulldown_cmark::CowStr<'a> {
        match self.settings.as_commonmark {
            true => name.clone(),
            false => format!("fn.{}", plain_id(&name.to_lowercase())).into(),
        }
    }

    /// A line break in the source is a space, except between two Chinese characters.
    fn soft_break(&mut self, steps: &[Step<'a>], i: usize) {
        let before = self.reading.body.plain.chars().next_back().unwrap_or(' ');
        let after = next_char(steps, i + 1).unwrap_or(' ');
        let mark = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '…' | '—');
        // Between two marks only the language tells.
        let chinese = ["zh", "ja"].iter().any(|tag| self.settings.language.starts_with(tag));
        if chinese && mark(before) && mark(after) {
            return;
        }
        let joins = |a: char, b: char| is_cjk(a) && (is_cjk(b) || mark(b));
        if joins(before, after) || joins(after, before) {
            return;
        }
        self.reading.body.plain.push(' ');
        self.emit(Event::SoftBreak);
    }

    fn top_level(&mut self, range: &Range<usize>, write: impl FnOnce(&mut Self)) {
        let top = self.depth == 0;
        if top {
            self.begin_block(range);
        }
        write(self);
        if top {
            self.end_line();
        }
    }

    fn begin_block(&mut self, range: &Range<usize>) {
        self.out.push(Out::Place(Place::BlockStart(self.span(range))));
        self.blocks += 1;
    }

    fn end_line(&mut self) {
        let plain = &mut self.reading.body.plain;
        if !plain.is_empty() && !plain.ends_with('\n') {
            plain.push('\n');
        }
    }

    fn start(&mut self, tag: &Tag<'a>, steps: &[Step<'a>], i: usize, range: &Range<usize>, arranged: &Arranged<'a>) {
        if matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough) {
            return self.emit(Event::Start(tag.clone()));
        }
        self.depth += 1;
        self.end_line();
        self.table.start(tag, self.plain_end());
        if self.depth > self.settings.nesting && matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) {
            return self.skip_level(range);
        }
        match tag {
            Tag::CodeBlock(_) => self.code = true,
            Tag::HtmlBlock => {
                (self.html_block, self.comment) = (false, false);
                self.html_start = range.start;
            }
            Tag::Heading { level, .. } => return self.heading(*level, steps, i, range, arranged),
            Tag::FootnoteDefinition(name) => {
                self.scopes.footnote(Some(self.depth));
                let name = self.footnote(name);
                self.reading.body.anchors.push(Spanned::new(name.to_string(), self.span(range)));
                if !self.footnotes.insert(name.to_string()) {
                    return self.html("<div class=\"footnote-definition\">");
                }
                return self.emit(Event::Start(Tag::FootnoteDefinition(name)));
            }
            _ => {}
        }
        self.emit(Event::Start(tag.clone()));
    }

    fn skip_level(&mut self, range: &Range<usize>) {
        if self.skipped == 0 {
            let message = format!("more than {} levels of quotations and lists", self.settings.nesting);
            let note = Diagnostic::error(NESTING, self.file, self.span(&(range.start..range.start + 1)), message);
            self.reading.notes.push(note.help("the words are kept, the deeper levels are not"));
        }
        self.skipped += 1;
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) {
            return self.emit(Event::End(tag));
        }
        let deep = self.depth > self.settings.nesting;
        if !(deep && matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item)) {
            self.emit(Event::End(tag));
        }
        self.table.end(tag, self.plain_end());
        match tag {
            TagEnd::CodeBlock => self.code = false,
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::FootnoteDefinition => self.scopes.footnote(None),
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
        self.scopes.end_container(self.depth);
        match self.depth {
            0 => self.end_line(),
            _ if tag == TagEnd::TableCell => self.reading.body.plain.push(' '),
            _ => self.end_line(),
        }
        if let TagEnd::Heading(_) = tag {
            let end = self.plain_end().saturating_sub(1);
            if let Some(heading) = self.reading.body.headings.last_mut() {
                heading.plain.end = end.max(heading.plain.start);
            }
        }
    }
}

/// A name as an id that needs no signs in an address: spaces are `_`, other signs stand as their numbers.
fn plain_id(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut id = String::new();
    for c in words.join("_").chars() {
        match c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
            true => id.push(c),
            false => id.push_str(&format!("~{:x}", u32::from(c))),
        }
    }
    id
}
