//! YAML as a tree with places. Scalars stay text as written; an alias is replaced by what it names. Does not know which keys
//! there are.

use super::parts::{Event, Piece};
use super::{LIMIT, mistakes, nothing, parts, swallowed};
use crate::base::diag::{Code, Diagnostic};
use crate::base::html::visible;
use crate::base::path::SourcePath;
use crate::base::span::{Span, Spanned};
use crate::base::tree::{Data, Node, short};
use crate::parse::body::COMMENT;
use std::borrow::Cow;

/// The same key or id twice.
pub(super) const DUPLICATE: Code = Code("front/duplicate-key");
/// Begins and ends a comment.
const SIGN: &str = "%%";
const BAD_KEY: Code = Code("front/bad-key");

/// Most nodes of one tree, with those that aliases repeat. A text counts once more for every `NODE_BYTES` in it.
pub(super) const MOST_NODES: usize = 10_000;
const NODE_BYTES: usize = 128;
/// Most parts that are read: one mistake ends a part.
const MOST_PARTS: usize = 8;

/// What was read.
pub(super) struct Tree {
    /// Keys and values, or nothing.
    pub root: Node,
    /// What was wrong with it.
    pub notes: Vec<Diagnostic>,
    /// Whether something may be lost, so that nothing should be called missing.
    pub is_broken: bool,
}

impl Tree {
    /// One of which nothing was read.
    pub fn none(note: Option<Diagnostic>) -> Tree {
        Tree { root: nothing(), is_broken: note.is_some(), notes: note.into_iter().collect() }
    }
}

/// Reads the YAML at `span` of `text`. After a mistake the reading goes on at the next key that begins a line, so that one
/// slip does not cost the whole front matter.
pub(super) fn read(text: &str, span: Span, nesting: usize, file: &SourcePath) -> Tree {
    let mut builder = Builder { file, nesting, left: MOST_NODES, stopped: false, notes: Vec::new() };
    let mut root = nothing();
    let mut next = Some(span.range().start);
    for _ in 0..MOST_PARTS {
        let Some(start) = next.take().filter(|_| !builder.stopped) else { break };
        let part = parts::read(text, Span::new(start, span.range().end), nesting);
        let read =
            Reading { events: &part.events, anchors: &part.anchors, open: Vec::new(), out: &mut builder }.document();
        root = builder.join(root, read);
        if let Some(mistake) = part.mistake {
            builder.notes.push(mistakes::explain(text, span, &mistake, file));
            next = next_key(text, mistake.resume, span.range().end);
        }
    }
    if !matches!(root.data, Data::Map(_) | Data::Empty) {
        builder.notes.push(mistakes::no_keys(text, span, root.span, file));
        root = nothing();
    }
    root.span = span;
    builder.notes.extend(swallowed::find(text, span, file));
    let is_broken = builder.stopped || builder.notes.iter().any(|note| ![DUPLICATE, BAD_KEY].contains(&note.code));
    Tree { root, notes: builder.notes, is_broken }
}

/// The first line between `from` and `end`, after the one that `from` is in, that begins with a key.
fn next_key(text: &str, from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    for (n, line) in text.get(from..end)?.split_inclusive('\n').enumerate() {
        if n > 0 && is_key(line) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Whether a line begins with a key and a colon.
pub(super) fn is_key(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let value = rest.strip_prefix(':').filter(|_| rest.len() < line.len());
    value.is_some_and(|value| value.is_empty() || value.starts_with(char::is_whitespace))
}

/// What all parts of one front matter have in common.
struct Builder<'a> {
    file: &'a SourcePath,
    nesting: usize,
    /// How many nodes may still be made.
    left: usize,
    /// Set at a limit: nothing more is read.
    stopped: bool,
    notes: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn error(&mut self, code: Code, span: Span, message: impl Into<String>, help: &str) {
        self.notes.push(Diagnostic::error(code, self.file, span, message).help(help));
    }

    fn stop(&mut self, span: Span, message: String, help: &str) {
        self.stopped = true;
        self.error(LIMIT, span, message, help);
    }

    /// Takes a new node off what is left.
    fn spend(&mut self, text: &str, span: Span) {
        let cost = 1 + text.len() / NODE_BYTES;
        match self.left.checked_sub(cost) {
            Some(left) => self.left = left,
            None if self.stopped => {}
            None => {
                let message = format!("the front matter has more than {MOST_NODES} keys and values");
                self.stop(span, message, "what follows is not read; aliases (`*name`) count as often as they are used");
            }
        }
    }

    /// Adds a value to a map, unless its key is none or is there already.
    fn add(&mut self, entries: &mut Vec<(Spanned<String>, Node)>, key: Node, value: Node) {
        let Data::Scalar(word) = key.data else {
            return self.error(BAD_KEY, key.span, "a key is one word or text", "write `key: value`");
        };
        if entries.iter().any(|(known, _)| known.value == word) {
            let message = format!("`{}` is there twice, and the first one counts", short(&word));
            return self.error(DUPLICATE, key.span, message, "keep one of them");
        }
        entries.push((Spanned::new(word, key.span), value));
    }

    /// The tree so far with the next part of it.
    fn join(&mut self, root: Node, more: Node) -> Node {
        match (root.data, more.data) {
            (Data::Map(mut entries), Data::Map(new)) => {
                for (key, value) in new {
                    self.add(&mut entries, Node { span: key.span, data: Data::Scalar(key.value) }, value);
                }
                Node { span: root.span, data: Data::Map(entries) }
            }
            (Data::Map(entries), _) => Node { span: root.span, data: Data::Map(entries) },
            (data, Data::Empty) => Node { span: root.span, data },
            (_, data) => Node { span: more.span, data },
        }
    }
}

/// One part while it is turned into a tree. An alias is read by reading the events of its anchor once more.
struct Reading<'r, 'b> {
    events: &'r [Event<'r>],
    /// Where each anchor's node begins in `events`, by the anchor's number.
    anchors: &'r [(usize, usize)],
    /// Anchors of the nodes that are being read.
    open: Vec<usize>,
    out: &'r mut Builder<'b>,
}

impl Reading<'_, '_> {
    fn document(&mut self) -> Node {
        let Some(mut at) = self.events.iter().position(|event| event.piece.is_node()) else { return nothing() };
        let root = self.node(&mut at, 0);
        let second = self.events[at..].iter().find(|event| matches!(event.piece, Piece::Document));
        if let Some(Event { span, .. }) = second.filter(|_| !self.out.stopped) {
            let help = "front matter ends at a line of nothing but `---`";
            self.out.error(mistakes::SYNTAX, *span, "a second document begins here", help);
        }
        root
    }

    /// The node whose first event is at `at`, which is moved past its last one.
    fn node(&mut self, at: &mut usize, depth: usize) -> Node {
        let Some(event) = self.events.get(*at).filter(|_| !self.out.stopped) else { return nothing() };
        *at += 1;
        let (span, anchor) = (event.span, event.anchor);
        self.out.spend(if let Piece::Text(text) = &event.piece { text } else { "" }, span);
        match &event.piece {
            Piece::Text(text) => {
                let (text, is_closed) = without_comments(&visible(text));
                if !is_closed {
                    let message = "no `%%` closes this comment: what stands behind it is not shown";
                    self.out.error(COMMENT, span, message, "close it with `%%`, or write `\\%%` for two percent signs");
                }
                Node { span, data: Data::Scalar(text) }
            }
            Piece::List => self.inside(anchor, span, depth, |r| r.list(at, span, depth + 1)),
            Piece::Map => self.inside(anchor, span, depth, |r| r.map(at, span, depth + 1)),
            Piece::Alias(anchor) => self.alias(*anchor, span, depth),
            Piece::Lost(name) => {
                let message = format!("nothing above is called `&{}`", short(name));
                self.out.error(mistakes::SYNTAX, span, message, "a value that begins with `*` is put in quotes");
                Node { span, data: Data::Empty }
            }
            Piece::Nothing | Piece::End | Piece::Document => Node { span, data: Data::Empty },
        }
    }

    fn inside(&mut self, anchor: usize, span: Span, depth: usize, read: impl FnOnce(&mut Self) -> Node) -> Node {
        if depth >= self.out.nesting {
            let message = format!("more than {} levels of lists and keys", self.out.nesting);
            self.out.stop(span, message, "what follows is not read");
            return nothing();
        }
        self.open.push(anchor);
        let node = read(self);
        self.open.pop();
        node
    }

    fn list(&mut self, at: &mut usize, mut span: Span, depth: usize) -> Node {
        let mut items = Vec::new();
        while !self.ends(at, &mut span) {
            let item = self.node(at, depth);
            span.end = span.end.max(item.span.end);
            items.push(item);
        }
        Node { span, data: Data::List(items) }
    }

    fn map(&mut self, at: &mut usize, mut span: Span, depth: usize) -> Node {
        let mut entries = Vec::new();
        while !self.ends(at, &mut span) {
            let key = self.node(at, depth);
            let value = self.node(at, depth);
            span.end = span.end.max(key.span.end).max(value.span.end);
            self.out.add(&mut entries, key, value);
        }
        Node { span, data: Data::Map(entries) }
    }

    /// Whether the list or the map ends here; its closing bracket belongs to `span`.
    fn ends(&mut self, at: &mut usize, span: &mut Span) -> bool {
        match self.events.get(*at) {
            Some(Event { piece: Piece::End, span: end, .. }) => {
                *at += 1;
                span.end = if end.start < end.end { end.end } else { span.end };
                true
            }
            Some(_) => self.out.stopped,
            None => true,
        }
    }

    fn alias(&mut self, anchor: usize, span: Span, depth: usize) -> Node {
        let found = self.anchors.binary_search_by_key(&anchor, |(number, _)| *number);
        match found {
            Ok(_) if self.open.contains(&anchor) => {
                self.out.error(mistakes::SYNTAX, span, "this repeats what it is itself a part of", "write it out");
                Node { span, data: Data::Empty }
            }
            Ok(n) => self.node(&mut self.anchors[n].1.clone(), depth),
            Err(_) => Node { span, data: Data::Empty },
        }
    }
}

/// A text without HTML's comments, as in the text below the front matter; what nothing closes stays.
fn without_html_comments(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut shown = String::new();
    while let Some((before, behind)) = rest.split_once("<!--") {
        let Some((_, after)) = behind.split_once("-->") else { break };
        shown.push_str(before);
        rest = if shown.ends_with(' ') { after.trim_start_matches(' ') } else { after };
    }
    match rest.len() == text.len() {
        true => Cow::Borrowed(text),
        false => Cow::Owned([&shown, rest].concat().trim().to_owned()),
    }
}

/// A value without Obsidian's comments, and whether each of them is closed: one that is not goes on to the end. A sign behind a backslash
/// stays.
fn without_comments(text: &str) -> (String, bool) {
    let html = without_html_comments(text);
    let text = &*html;
    if !text.contains(SIGN) {
        return (text.to_owned(), true);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(SIGN) {
        if let Some(before) = before.strip_suffix('\\') {
            out.extend([before, SIGN]);
            rest = behind;
            continue;
        }
        out.push_str(before);
        let Some((_, after)) = behind.split_once(SIGN) else { return (out.trim().to_owned(), false) };
        rest = if out.ends_with(' ') { after.trim_start_matches(' ') } else { after };
    }
    out.push_str(rest);
    (out.trim().to_owned(), true)
}
