//! Lets raw HTML through a sanitiser: a whole body at once, with its holes as tokens, because a sanitiser closes the tags of a fragment.

use crate::base::fingerprint::Fingerprint;
use crate::base::span::Span;
use crate::parse::{Block, Body, Segment};

/// Replaces the HTML of a body by what the sanitiser leaves of it.
pub fn sanitize(body: &mut Body) {
    let seed = Fingerprint::of(body.html.as_bytes()).base32(12);
    let mut holes: Vec<Segment> = Vec::new();
    let mut text = String::new();
    for block in &body.blocks {
        for segment in &block.segments {
            match segment {
                Segment::Html(span) => text.push_str(span.of(&body.html)),
                hole => {
                    text.push_str(&token(&seed, holes.len()));
                    holes.push(hole.clone());
                }
            }
        }
        text.push_str(&token(&seed, usize::MAX));
    }
    let labels: Vec<(usize, String)> = labels(body);
    let clean = sanitiser().clean(&text).to_string();
    body.html.clear();
    let marks: Vec<Vec<u32>> = body.blocks.iter().map(|b| b.marks.clone()).collect();
    body.blocks = cut(&clean, &seed, &holes, &mut body.html, marks);
    for (i, label) in labels {
        let start = body.html.len();
        body.html.push_str(&label);
        body.mentions[i].label = Some(Span::new(start, body.html.len()));
    }
}

fn token(seed: &str, n: usize) -> String {
    format!("\u{E000}{seed}:{n}\u{E001}")
}

fn labels(body: &Body) -> Vec<(usize, String)> {
    let all = body.mentions.iter().enumerate();
    all.filter_map(|(i, m)| Some((i, sanitiser().clean(m.label?.of(&body.html)).to_string()))).collect()
}

/// The sanitiser's own list of tags and attributes, and what Markdown itself makes: anchors, footnotes, aligned cells.
fn sanitiser() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .add_generic_attributes(["id", "class", "lang", "dir"])
        .add_tags(["section"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tags(["input"])
        .add_tag_attributes("td", ["style"])
        .add_tag_attributes("th", ["style"])
        .filter_style_properties(std::collections::HashSet::from(["text-align"]))
        .link_rel(None)
        .url_relative(ammonia::UrlRelative::PassThrough);
    builder
}

/// Cuts sanitised HTML at the tokens again.
fn cut(clean: &str, seed: &str, holes: &[Segment], html: &mut String, marks: Vec<Vec<u32>>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut block = Block::default();
    let mut marks = marks.into_iter();
    let opening = format!("\u{E000}{seed}:");
    let mut rest = clean;
    while let Some(at) = rest.find(&opening) {
        push_html(&rest[..at], html, &mut block);
        let after = &rest[at + opening.len()..];
        let Some(end) = after.find('\u{E001}') else { break };
        match after[..end].parse::<usize>() {
            Ok(usize::MAX) => {
                block.marks = marks.next().unwrap_or_default();
                blocks.push(std::mem::take(&mut block));
            }
            Ok(n) => block.segments.extend(holes.get(n).cloned()),
            Err(_) => {}
        }
        rest = &after[end + '\u{E001}'.len_utf8()..];
    }
    push_html(rest, html, &mut block);
    if !block.segments.is_empty() {
        blocks.push(block);
    }
    blocks
}

fn push_html(text: &str, html: &mut String, block: &mut Block) {
    if !text.is_empty() {
        let start = html.len();
        html.push_str(text);
        block.segments.push(Segment::Html(Span::new(start, html.len())));
    }
}
