//! Lets raw HTML through a sanitiser: a whole body at once, with its holes as tokens, because a sanitiser closes the tags of a fragment.

use crate::base::fingerprint::Fingerprint;
use crate::base::span::Span;
use crate::parse::body::write::scheme;
use crate::parse::{Block, Body, Segment};
use std::sync::{Arc, Mutex, PoisonError};

/// Addresses of pictures from other sites.
type Pictures = Arc<Mutex<Vec<String>>>;

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
                hole => {
                    text.push_str(&token(&seed, holes.len()));
                    holes.push(hole.clone());
                }
            }
        }
        text.push_str(&end(&seed, n));
    }
    let labels: Vec<(usize, String)> = labels(body, &pictures);
    let clean = sanitiser(&pictures).clean(&text).to_string();
    body.html.clear();
    let old = std::mem::take(&mut body.blocks);
    body.blocks = cut(&clean, &seed, &holes, &mut body.html, &old);
    for (i, label) in labels {
        let start = body.html.len();
        body.html.push_str(&label);
        body.mentions[i].label = Some(Span::new(start, body.html.len()));
    }
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

fn labels(body: &Body, pictures: &Pictures) -> Vec<(usize, String)> {
    let all = body.mentions.iter().enumerate();
    all.filter_map(|(i, m)| Some((i, sanitiser(pictures).clean(m.label?.of(&body.html)).to_string()))).collect()
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
fn cut(clean: &str, seed: &str, holes: &[Segment], html: &mut String, old: &[Block]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(old.len());
    let mut block = Block::default();
    let opening = format!("\u{E000}{seed}:");
    let mut rest = clean;
    while let Some(at) = rest.find(&opening) {
        push_html(&rest[..at], html, &mut block);
        let after = &rest[at + opening.len()..];
        let Some(end) = after.find('\u{E001}') else { break };
        match (&after[..end], after[..end].strip_prefix("end ")) {
            (_, Some(n)) => {
                let n = n.parse::<usize>().unwrap_or_default();
                finish(std::mem::take(&mut block), n, old, &mut blocks);
            }
            (n, None) => block.segments.extend(n.parse::<usize>().ok().and_then(|n| holes.get(n).cloned())),
        }
        rest = &after[end + '\u{E001}'.len_utf8()..];
    }
    push_html(rest, html, &mut block);
    if !old.is_empty() {
        finish(block, old.len() - 1, old, &mut blocks);
    }
    blocks
}

/// Adds a block that ends where the old one at `n` did. If ends before it were swallowed, it has what was in those too, and is only as public as
/// the least of them; in their places stand empty blocks.
fn finish(mut block: Block, n: usize, old: &[Block], blocks: &mut Vec<Block>) {
    let Some(all) = old.get(blocks.len()..=n).filter(|all| !all.is_empty()) else {
        // Behind the last end: what the sanitiser closed.
        return blocks.last_mut().into_iter().for_each(|last| last.segments.append(&mut block.segments));
    };
    let public = all.len() == 1 || all.iter().all(|own| !own.marks.is_empty());
    let is_there = |mark: &u32| block.segments.iter().any(|s| matches!(s, Segment::Open(m, _) if m == mark));
    let marks = all.iter().flat_map(|own| &own.marks).copied().filter(|mark| public && is_there(mark)).collect();
    for swallowed in &all[..all.len() - 1] {
        blocks.push(Block { span: swallowed.span, ..Block::default() });
    }
    blocks.push(Block { marks, span: all[all.len() - 1].span, segments: block.segments });
}

fn push_html(text: &str, html: &mut String, block: &mut Block) {
    if !text.is_empty() {
        let start = html.len();
        html.push_str(text);
        block.segments.push(Segment::Html(Span::new(start, html.len())));
    }
}
