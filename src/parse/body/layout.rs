//! Finds the blocks that braces on a line of their own and attribution lines are about. Does not write HTML.

mod lines;

use super::spans::{NO_READOUT, READOUT_HINT, Raw, Script, Step, UNKNOWN_KIND};
use crate::base::diag::{Code, Diagnostic};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::parse::braces::Braces;
use crate::parse::keys::{Attr, Key};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};

/// So many steps back the beginning of a block is looked for: a hostile text has thousands of lines of braces.
const MOST_STACKED: usize = 64;
const ATTRIBUTION: Code = Code("mark/attribution");
const NO_BLOCK: Code = Code("mark/no-block");

/// A script whose blocks have found their braces.
pub struct Arranged<'a> {
    /// The script.
    pub script: Script<'a>,
    /// Keys of a block without a kind: they hold for every mark between two steps. By the first step.
    pub scopes: BTreeMap<usize, (usize, Vec<Attr>)>,
    /// Anchors to set before a step.
    pub anchors: BTreeMap<usize, (String, Span)>,
    /// Marks that begin before (or end after) a step.
    pub before: BTreeMap<usize, Vec<Edge>>,
    /// Marks that begin or end behind a step.
    pub behind: BTreeMap<usize, Vec<Edge>>,
    /// Where the keys and ids stand that hold for a quotation with an attribution line: those behind its name are among them.
    pub of_lines: BTreeSet<Span>,
}

/// The beginning or the end of a mark that is a block.
#[derive(Clone, Copy, Debug)]
pub enum Edge {
    /// The index of a `Raw`.
    Open(usize),
    /// The index of a `Raw`.
    Close(usize),
}

/// A block that is open while the steps are read.
struct Frame {
    start: usize,
    tag: &'static str,
    braces: Option<usize>,
    /// The first and the last step of the last block directly inside, if that is a paragraph.
    last_paragraph: Option<(usize, usize)>,
    /// Of a quotation all such paragraphs.
    paragraphs: Vec<(usize, usize)>,
    children: usize,
}

/// Braces that wait for the block below them.
#[derive(Default)]
struct Pending {
    block: Option<usize>,
    /// So many quotations, lists and items are open around them: behind the end of one there is no block of theirs.
    depth: usize,
}

/// Gives every block its braces.
pub fn arrange<'a>(source: &str, mut script: Script<'a>, file: &SourcePath, base: usize) -> Arranged<'a> {
    let steps = std::mem::take(&mut script.steps);
    let mut arranged = Arranged {
        script,
        scopes: BTreeMap::new(),
        anchors: BTreeMap::new(),
        before: BTreeMap::new(),
        behind: BTreeMap::new(),
        of_lines: BTreeSet::new(),
    };
    let mut frames: Vec<Frame> = Vec::new();
    let mut pending = Pending::default();
    for (i, step) in steps.iter().enumerate() {
        match step {
            Step::Block(block) if begins_words(&steps, i) && has_words(&steps[i + 1..]) => {
                if let Some(frame) = frames.last_mut() {
                    frame.braces = Some(arranged.stacked(frame.braces.take(), *block, file, base));
                }
            }
            Step::Block(block) if underlined(&steps, i) => {
                report_unused(&mut arranged.script, Some(*block), file, base);
            }
            Step::Block(block) => {
                pending.block = Some(arranged.stacked(pending.block, *block, file, base));
                // The braces themselves are words of a paragraph, but for those of a tight list.
                let is_in_words = frames.last().is_some_and(|frame| matches!(frame.tag, "p" | "heading"));
                pending.depth = frames.len() - usize::from(is_in_words);
            }
            Step::Event(Event::Start(tag), _) => {
                if let Some(name) = block_name(tag) {
                    let braces = if is_only_braces(&steps, i) { None } else { pending.block.take() };
                    frames.push(Frame {
                        start: i,
                        tag: name,
                        braces,
                        last_paragraph: None,
                        paragraphs: Vec::new(),
                        children: 0,
                    });
                }
            }
            Step::Event(Event::End(end), _) if is_block_end(*end) => {
                if let Some(frame) = frames.pop() {
                    if pending.depth > frames.len() {
                        report_unused(&mut arranged.script, pending.block.take(), file, base);
                    }
                    arranged.refuse_readout(&frame, file, base);
                    let line = arranged.line_of(source, &steps, &frame, file, base);
                    let attributed = arranged.close_block(source, &steps, &frame, i, line);
                    if frame.tag == "blockquote" && !attributed {
                        arranged.lost_line(source, &steps, &frame, file, base);
                    }
                    if let Some(parent) = frames.last_mut() {
                        parent.children += 1;
                        parent.last_paragraph = (frame.tag == "p").then_some((frame.start, i));
                        parent.paragraphs.extend(parent.last_paragraph.filter(|_| parent.tag == "blockquote"));
                    }
                }
            }
            _ => {}
        }
    }
    report_unused(&mut arranged.script, pending.block, file, base);
    arranged.script.steps = steps;
    arranged
}

fn report_unused(script: &mut Script<'_>, block: Option<usize>, file: &SourcePath, base: usize) {
    if let Some(block) = block {
        let span = script.blocks[block].span.shifted(base);
        let note = Diagnostic::error(NO_BLOCK, file, span, "no block follows these braces");
        script
            .notes
            .push(note.help("braces on a line of their own stand right before a paragraph, quotation, list or table"));
    }
}

fn block_name(tag: &Tag<'_>) -> Option<&'static str> {
    match tag {
        Tag::Paragraph => Some("p"),
        Tag::BlockQuote(_) => Some("blockquote"),
        Tag::Heading { .. } => Some("heading"),
        Tag::List(_) | Tag::Table(_) | Tag::CodeBlock(_) => Some("block"),
        Tag::Item | Tag::FootnoteDefinition(_) => Some("item"),
        _ => None,
    }
}

fn is_block_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::Heading(_)
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
    )
}

/// Whether braces stand on the first lines of what they are about; a heading has some if it is underlined.
fn begins_words(steps: &[Step<'_>], at: usize) -> bool {
    let tag = opening(steps, at);
    matches!(tag, Some(Tag::Paragraph | Tag::Item | Tag::Heading { .. }))
}

/// Whether braces are all that a line below them makes a heading of.
fn underlined(steps: &[Step<'_>], at: usize) -> bool {
    matches!(opening(steps, at), Some(Tag::Heading { .. }))
}

/// The block that braces are the first words of; only further braces may stand before them.
fn opening<'s, 'a>(steps: &'s [Step<'a>], at: usize) -> Option<&'s Tag<'a>> {
    let is_passed = |step: &&Step<'_>| matches!(step, Step::Block(_) | Step::Event(Event::SoftBreak, _));
    // More lines of braces than this are no data of one block.
    match steps[..at].iter().rev().take(MOST_STACKED).find(|step| !is_passed(step))? {
        Step::Event(Event::Start(tag), _) => Some(tag),
        _ => None,
    }
}

/// Whether words follow before the block ends.
fn has_words(steps: &[Step<'_>]) -> bool {
    for step in steps {
        match step {
            Step::Event(Event::End(end), _) if is_block_end(*end) => return false,
            Step::Event(Event::Start(tag), _) if block_name(tag).is_some() => return false,
            Step::Event(Event::SoftBreak | Event::HardBreak, _) | Step::Block(_) => {}
            Step::Event(Event::Text(text), _) if text.trim().is_empty() => {}
            _ => return true,
        }
    }
    false
}

/// Whether a paragraph holds nothing but braces, and so is none.
pub fn is_only_braces(steps: &[Step<'_>], start: usize) -> bool {
    matches!(steps[start], Step::Event(Event::Start(Tag::Paragraph), _))
        && matches!(steps.get(start + 1), Some(Step::Block(_)))
        && !has_words(&steps[start + 1..])
}

impl Arranged<'_> {
    /// Two lines of braces before one block are as one; what is said in both is taken from the nearer.
    fn stacked(&mut self, above: Option<usize>, below: usize, file: &SourcePath, base: usize) -> usize {
        let Some(above) = above else { return below };
        if self.script.blocks[above].attrs.len() > MOST_STACKED {
            report_unused(&mut self.script, Some(above), file, base);
            return below;
        }
        let (first, second) = (self.script.blocks[above].clone(), self.script.blocks[below].clone());
        if first.kind.is_some() && second.kind.is_some() {
            report_unused(&mut self.script, Some(above), file, base);
        } else {
            self.script.blocks[below] = merged(second, first);
        }
        below
    }

    /// A section has a heading; what follows braces is a block.
    fn refuse_readout(&mut self, frame: &Frame, file: &SourcePath, base: usize) {
        if let Some(braces) = frame.braces.map(|braces| &self.script.blocks[braces]).filter(|braces| braces.readout) {
            let note = Diagnostic::error(UNKNOWN_KIND, file, braces.span.shifted(base), NO_READOUT);
            self.script.notes.push(note.help(READOUT_HINT));
        }
    }

    /// Gives a block what its braces or its attribution line say; whether there is somebody whose words it may be.
    fn close_block(
        &mut self,
        source: &str,
        steps: &[Step<'_>],
        frame: &Frame,
        end: usize,
        attribution: Option<(usize, Braces)>,
    ) -> bool {
        let braces = frame.braces.map(|b| self.script.blocks[b].clone());
        let is_said = attribution.is_some() || braces.is_some();
        match (attribution, braces) {
            (Some((paragraph, line)), own) => {
                let braces = attributed(own.unwrap_or_default(), line);
                self.of_lines.extend(braces.attrs.iter().map(|attr| attr.span));
                self.of_lines.extend(braces.id.as_ref().map(|id| id.span));
                self.mark_block(source, steps, frame, paragraph, braces);
            }
            (None, Some(braces)) if braces.kind.is_some() => self.mark_block(source, steps, frame, end, braces),
            (None, Some(braces)) => {
                if let Some(id) = &braces.id {
                    self.anchors.insert(frame.start, (id.value.clone(), id.span));
                }
                self.scopes.insert(frame.start, (end, braces.attrs));
            }
            (None, None) => {}
        }
        is_said
    }

    fn mark_block(&mut self, source: &str, steps: &[Step<'_>], frame: &Frame, end: usize, braces: Braces) {
        let range = match &steps[frame.start] {
            Step::Event(_, range) => range.clone(),
            _ => 0..source.len(),
        };
        let raw = self.script.raws.len();
        let inside = matches!(frame.tag, "p" | "blockquote" | "heading" | "item");
        let block = frame.tag != "p" && frame.tag != "heading";
        self.script.raws.push(Raw { braces, span: range, block });
        if inside {
            self.behind.entry(frame.start).or_default().push(Edge::Open(raw));
            self.before.entry(end).or_default().push(Edge::Close(raw));
        } else {
            self.before.entry(frame.start).or_default().push(Edge::Open(raw));
            self.behind.entry(end).or_default().push(Edge::Close(raw));
        }
    }
}

/// Braces before a quotation and its attribution line: the line says who speaks, and all else that is said in both is taken from the braces.
/// The side and the description of somebody else are not those of who speaks.
fn attributed(mut own: Braces, line: Braces) -> Braces {
    let bare = |by: &str| by.rsplit('/').next().unwrap_or(by).to_owned();
    let is_other = own.get(Key::By).zip(line.get(Key::By)).is_some_and(|(a, b)| bare(&a.value) != bare(&b.value));
    own.attrs.retain(|attr| match attr.key {
        Key::By => line.get(Key::By).is_none(),
        Key::As | Key::Side => !is_other,
        _ => true,
    });
    merged(own, line)
}

/// Two pieces of data as one: what is said in both is taken from the first.
fn merged(mut own: Braces, line: Braces) -> Braces {
    own.kind = own.kind.or(line.kind);
    own.readout |= line.readout;
    own.id = own.id.or(line.id);
    for extra in line.attrs {
        if own.get(extra.key).is_none() {
            own.attrs.push(extra);
        }
    }
    if own.span == Span::default() {
        own.span = line.span;
    }
    own
}
