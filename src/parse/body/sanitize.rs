//! Lets raw HTML through a sanitiser: a whole body at once, with its holes as tokens, because a sanitiser closes the tags of a fragment.

use crate::base::fingerprint::Fingerprint;
use crate::base::span::Span;
use crate::parse::body::write::scheme;
use crate::parse::{Block, Body, Mention, Segment};
use std::sync::{Arc, Mutex, PoisonError};

/// Addresses of pictures from other sites.
type Pictures = Arc<Mutex<Vec<String>>>;

/// What stands before and behind the token of a labelled name.
const LINK: (&str, &str) = ("<a href=\"", "\">");
const LINK_END: &str = "</a>";

/// Replaces the HTML of a body by what the sanitiser leaves of it; gives the addresses of pictures that it took away.
pub fn sanitize(body: &mut Body) -> Vec<String> {
    let pictures = Pictures::default();
    let seed = Fingerprint::of(body.html.as_bytes()).base32(12);
    let mut holes: Vec<Segment> = Vec::new();
    let mut text = String::new();
    for (n, block) in body.blocks.iter().enumerate() {
        for segment in &block.segments {
            match segment {
                Segment::Html(span) => text.push_str(span.of(&body.html)),
                // A label is inside a link, so that the sanitiser keeps what it opens inside it too.
                Segment::LabelEnd(_) => text.push_str(LINK_END),
                hole => {
                    let (open, end) = if is_labelled(hole, &body.mentions) { LINK } else { ("", "") };
                    text.extend([open, &token(&seed, holes.len()), end]);
                    holes.push(hole.clone());
                }
            }
        }
        text.push_str(&end(&seed, n));
    }
    let clean = sanitiser(&pictures).clean(&text).to_string();
    body.html.clear();
    let old = std::mem::take(&mut body.blocks);
    body.blocks = cut(&clean, &seed, &holes, body, &old);
    let mut pictures = pictures.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *pictures)
}

fn token(seed: &str, n: usize) -> String {
    format!("\u{E000}{seed}:{n}\u{E001}")
}

/// The end of a block. It has a number, because the sanitiser may swallow some of them.
fn end(seed: &str, n: usize) -> String {
    format!("\u{E000}{seed}:end {n}\u{E001}")
}

/// Whether a hole begins a label.
fn is_labelled(hole: &Segment, mentions: &[Mention]) -> bool {
    matches!(hole, Segment::Mention(i) | Segment::Embed(i) if mentions[*i as usize].labelled)
}

/// The sanitiser's own list of tags and attributes, and what Markdown itself makes: anchors, footnotes, aligned cells.
fn sanitiser(pictures: &Pictures) -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    let pictures = Arc::clone(pictures);
    builder
        .add_generic_attributes(["id", "class", "lang", "dir"])
        .add_tags(["section"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tags(["input"])
        .add_tag_attributes("td", ["style"])
        .add_tag_attributes("th", ["style"])
        .filter_style_properties(std::collections::HashSet::from(["text-align"]))
        .link_rel(None)
        .url_relative(ammonia::UrlRelative::PassThrough)
        .attribute_filter(move |tag, name, value| match (tag, name) {
            // Only ids of the page itself and of footnotes have a point.
            (_, "id") if value.contains('.') && !value.starts_with("fn.") => None,
            ("img", "src") if is_foreign(value) => {
                pictures.lock().unwrap_or_else(PoisonError::into_inner).push(value.to_owned());
                None
            }
            _ => Some(value.into()),
        });
    builder
}

/// Whether a browser would ask another site for what is at this address: it takes a backslash for a slash, and does not see line breaks.
fn is_foreign(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !c.is_control()).collect();
    let seen = seen.trim_start().replace('\\', "/");
    seen.starts_with("//") || scheme(&seen).is_some()
}

/// Cuts sanitised HTML at the tokens again, into as many blocks as there were: the places of names and marks count them.
fn cut(clean: &str, seed: &str, holes: &[Segment], body: &mut Body, old: &[Block]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(old.len());
    let mut piece = Piece { body, block: Block::default(), label: None };
    let opening = format!("\u{E000}{seed}:");
    let mut rest = clean;
    while let Some(at) = rest.find(&opening) {
        let (before, after) = (&rest[..at], &rest[at + opening.len()..]);
        let Some(end) = after.find('\u{E001}') else { break };
        let (token, behind) = (&after[..end], &after[end + '\u{E001}'.len_utf8()..]);
        rest = match token.strip_prefix("end ") {
            Some(n) => {
                piece.html(before);
                piece.end_label();
                let n = n.parse::<usize>().unwrap_or_default();
                finish(std::mem::take(&mut piece.block), n, old, &mut blocks);
                behind
            }
            None => piece.hole(before, token.parse().ok().and_then(|n: usize| holes.get(n)), behind),
        };
    }
    piece.html(rest);
    if !old.is_empty() {
        finish(piece.block, old.len() - 1, old, &mut blocks);
    }
    blocks
}

/// A block while its segments are put together again.
struct Piece<'b> {
    body: &'b mut Body,
    block: Block,
    /// The mention whose label goes on.
    label: Option<u32>,
}

impl Piece<'_> {
    /// Adds HTML. The end of a link that is a label ends the label.
    fn html(&mut self, text: &str) {
        let ends = self.label.and_then(|i| Some((i, text.split_once(LINK_END)?)));
        let Some((i, (label, rest))) = ends else { return self.push(text) };
        self.push(label);
        self.block.segments.push(Segment::LabelEnd(i));
        self.label = None;
        self.push(rest);
    }

    /// Ends a label whose link goes on: what opens in it ends with its block.
    fn end_label(&mut self) {
        self.block.segments.extend(self.label.take().map(Segment::LabelEnd));
    }

    fn push(&mut self, text: &str) {
        if !text.is_empty() {
            let start = self.body.html.len();
            self.body.html.push_str(text);
            self.block.segments.push(Segment::Html(Span::new(start, self.body.html.len())));
        }
    }

    /// Adds a hole with what stands before it; gives what is left of what stands behind it.
    fn hole<'t>(&mut self, before: &str, hole: Option<&Segment>, behind: &'t str) -> &'t str {
        let label = hole.filter(|hole| is_labelled(hole, &self.body.mentions));
        self.html(if label.is_some() { before.strip_suffix(LINK.0).unwrap_or(before) } else { before });
        self.block.segments.extend(hole.cloned());
        match label {
            Some(Segment::Mention(i) | Segment::Embed(i)) => {
                self.label = Some(*i);
                behind.strip_prefix(LINK.1).unwrap_or(behind)
            }
            _ => behind,
        }
    }
}

/// Adds a block that ends where the old one at `n` did. If ends before it were swallowed, it has what was in those too, and is only as public as
/// the least of them; in their places stand empty blocks.
fn finish(mut block: Block, n: usize, old: &[Block], blocks: &mut Vec<Block>) {
    let Some(all) = old.get(blocks.len()..=n).filter(|all| !all.is_empty()) else {
        // Behind the last end: what the sanitiser closed.
        return blocks.last_mut().into_iter().for_each(|last| last.segments.append(&mut block.segments));
    };
    let public = all.len() == 1 || all.iter().all(|own| !own.marks.is_empty());
    let opens = |own: &Block, mark: u32| own.segments.iter().any(|s| matches!(s, Segment::Open(m, _) if *m == mark));
    let is_there = |mark: &u32| opens(&block, *mark);
    // A translation marks its block and has no segment.
    let is_kept = |own: &Block, mark: &u32| is_there(mark) || !opens(own, *mark);
    let marks = all.iter().flat_map(|own| own.marks.iter().filter(move |mark| is_kept(own, mark))).copied();
    let marks = marks.filter(|_| public).collect();
    for swallowed in &all[..all.len() - 1] {
        blocks.push(Block { span: swallowed.span, ..Block::default() });
    }
    blocks.push(Block { marks, span: all[all.len() - 1].span, segments: block.segments });
}
