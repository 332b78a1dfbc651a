//! The events of YAML up to the first mistake, and where to go on after it. Makes no tree of them.

use super::yaml::MOST_NODES;
use crate::base::span::Span;
use granit_parser::{ErrorKind, Options, Parser, ScalarStyle, ScanError};
use std::borrow::Cow;
use std::ops::Range;

/// What an event is.
pub(super) enum Piece<'t> {
    /// A text.
    Text(Cow<'t, str>),
    /// Nothing: no value, `~` or `null`, without quotes.
    Nothing,
    /// A list begins.
    List,
    /// Keys and values begin.
    Map,
    /// The list or the map that began last ends.
    End,
    /// What stands at the anchor of this number is to be repeated.
    Alias(usize),
    /// The same with a name that no anchor has.
    Lost(Cow<'t, str>),
    /// A document begins.
    Document,
}

impl Piece<'_> {
    /// Whether it is a value or begins one.
    pub fn is_node(&self) -> bool {
        !matches!(self, Piece::End | Piece::Document)
    }
}

/// A piece with its place in the file.
pub(super) struct Event<'t> {
    pub piece: Piece<'t>,
    pub span: Span,
    /// The number of its anchor, or 0.
    pub anchor: usize,
}

/// Some events, and the mistake that ended them.
pub(super) struct Part<'t> {
    /// Whole top-level keys and values, if there was a mistake.
    pub events: Vec<Event<'t>>,
    /// The number of each anchor and the event that it is at, in order.
    pub anchors: Vec<(usize, usize)>,
    /// What went wrong, if it did.
    pub mistake: Option<Mistake>,
}

/// Something that is not YAML.
pub(super) struct Mistake {
    /// Where the parser noticed it.
    pub at: usize,
    /// What it noticed.
    pub kind: ErrorKind,
    /// The first top-level key after this place's line is to be read next.
    pub resume: usize,
}

/// Where in the outermost map the events are.
#[derive(Default)]
struct Top {
    depth: usize,
    is_map: bool,
    /// How many keys and values have begun.
    nodes: usize,
    /// The event of the last key.
    key: Option<usize>,
}

impl Top {
    fn see(&mut self, piece: &Piece<'_>, index: usize) {
        if piece.is_node() && self.depth == 0 {
            *self = Top { is_map: matches!(piece, Piece::Map), ..Top::default() };
        } else if piece.is_node() && self.depth == 1 && self.is_map {
            self.key = if self.nodes.is_multiple_of(2) { Some(index) } else { self.key };
            self.nodes += 1;
        }
        match piece {
            Piece::Map | Piece::List => self.depth += 1,
            Piece::End => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether the last key has all of its value.
    fn is_whole(&self) -> bool {
        self.depth <= 1 && self.nodes.is_multiple_of(2)
    }
}

/// Reads the YAML at `span` of `text` up to its end, a mistake, a second document, or more events than a tree may have.
pub(super) fn read(text: &str, span: Span, nesting: usize) -> Part<'_> {
    let mut part = Part { events: Vec::with_capacity(64), anchors: Vec::new(), mistake: None };
    let mut top = Top::default();
    let mut parser = Parser::new_from_str_with_options(span.of(text), options(nesting));
    while part.events.len() < 2 * MOST_NODES + 16 && !part.has_second() {
        match parser.next_event() {
            Some(Ok((event, place))) => part.take(event, place.byte_range(), span.range().start, &mut top),
            Some(Err(error)) => {
                part.fail(text, span, &top, &error);
                break;
            }
            None => break,
        }
    }
    part
}

fn options(nesting: usize) -> Options {
    let mut options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        flow_nesting_limit: nesting,
        block_nesting_limit: nesting,
    };
    options.set_emit_comments(false);
    options
}

impl<'t> Part<'t> {
    /// Keeps an event of the YAML that begins at `start` of the file.
    fn take(&mut self, event: granit_parser::Event<'t>, place: Option<Range<usize>>, start: usize, top: &mut Top) {
        use granit_parser::Event as E;
        let (piece, anchor) = match event {
            E::Scalar(text, ScalarStyle::Plain, anchor, _) if matches!(&*text, "" | "~" | "null") => {
                (Piece::Nothing, anchor)
            }
            E::Scalar(text, _, anchor, _) => (Piece::Text(text), anchor),
            E::SequenceStart(_, anchor, _) => (Piece::List, anchor),
            E::MappingStart(_, anchor, _) => (Piece::Map, anchor),
            E::SequenceEnd | E::MappingEnd => (Piece::End, 0),
            E::Alias(anchor) => (Piece::Alias(anchor), 0),
            E::UnresolvedAlias(name) => (Piece::Lost(name), 0),
            E::DocumentStart(..) => (Piece::Document, 0),
            _ => return,
        };
        let place = place.unwrap_or_default();
        top.see(&piece, self.events.len());
        if anchor > 0 {
            self.anchors.push((anchor, self.events.len()));
        }
        self.events.push(Event { piece, anchor, span: Span::new(start + place.start, start + place.end) });
    }

    /// Whether a second document begins with the last event.
    fn has_second(&self) -> bool {
        self.events.len() > 1 && matches!(self.events.last(), Some(Event { piece: Piece::Document, .. }))
    }

    /// Drops what the mistake may have spoilt: the key that it is in, unless that was at an end on a line above.
    fn fail(&mut self, text: &str, span: Span, top: &Top, error: &ScanError) {
        let at = (span.range().start + error.marker().byte_offset().unwrap_or(0)).min(span.range().end);
        let last = self.events.last().map_or(at, |event| event.span.range().end);
        let is_above = text.get(last..at).is_some_and(|between| between.contains('\n'));
        let resume = match top.key {
            Some(_) if top.is_whole() && is_above => at,
            Some(key) => {
                let resume = self.events[key].span.range().start;
                self.events.truncate(key);
                resume
            }
            None => {
                self.events.clear();
                span.range().start
            }
        };
        self.mistake = Some(Mistake { at, kind: error.kind().clone(), resume });
    }
}
