//! Emphasis beside Chinese characters. CommonMark decides by spaces and punctuation whether stars open or close, and so bolds the wrong words in
//! `说**合作。**然后`; here a Chinese neighbour counts as a letter would (the rules of the "CJK-friendly emphasis" amendment). Leaves text without Chinese beside stars alone.

use super::events::{Sourced, is_block_edge};
use crate::base::fold::is_cjk;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;

/// A run of stars in one container of one block.
#[derive(Clone, Debug)]
struct Run {
    at: usize,
    len: usize,
    container: usize,
    opens: bool,
    closes: bool,
    /// Stars not yet paired.
    left: usize,
    /// Stars already used at the beginning (as a closer) and at the end (as an opener).
    used_front: usize,
    used_back: usize,
}

/// A pair of stars: offsets of the opening and of the closing ones, and how many.
type Pair = (usize, usize, usize);

/// Pairs the stars of every block anew in which a star touches a Chinese character.
pub fn repair<'a>(text: &'a str, events: Vec<Sourced<'a>>) -> Vec<Sourced<'a>> {
    let mut result = Vec::with_capacity(events.len());
    let mut leaf: Vec<Sourced<'a>> = Vec::new();
    let mut code = false;
    for item in events {
        if is_block_edge(&item.0) {
            flush(text, &mut leaf, &mut result, code);
            code = matches!(item.0, Event::Start(Tag::CodeBlock(_)));
            result.push(item);
        } else {
            leaf.push(item);
        }
    }
    flush(text, &mut leaf, &mut result, code);
    result
}

fn flush<'a>(text: &str, leaf: &mut Vec<Sourced<'a>>, result: &mut Vec<Sourced<'a>>, code: bool) {
    let stars = if code { BTreeMap::new() } else { star_offsets(text, leaf) };
    if stars.keys().any(|at| touches_cjk(text, *at)) {
        let mut runs = runs(text, &stars);
        let pairs = pair(&mut runs);
        rebuild(leaf, &stars, &pairs, result);
        leaf.clear();
    } else {
        result.append(leaf);
    }
}

/// Every star that is a delimiter or could be one, with the container it is in (0: the block; else 1 + the index of a link's or a strikethrough's start).
fn star_offsets(text: &str, leaf: &[Sourced<'_>]) -> BTreeMap<usize, usize> {
    let mut stars = BTreeMap::new();
    let mut containers = vec![0];
    for (i, (event, range)) in leaf.iter().enumerate() {
        let here = containers.last().copied().unwrap_or(0);
        match event {
            Event::Start(Tag::Strong) if text[range.start..].starts_with("**") => {
                stars.extend([range.start, range.start + 1, range.end - 2, range.end - 1].map(|at| (at, here)));
            }
            Event::Start(Tag::Emphasis) if text[range.start..].starts_with('*') => {
                stars.extend([range.start, range.end - 1].map(|at| (at, here)));
            }
            Event::Text(t) if !t.is_empty() && t.len() == range.len() && t.bytes().all(|b| b == b'*') => {
                let escaped = range.start > 0 && text.as_bytes()[range.start - 1] == b'\\';
                stars.extend(range.clone().skip(usize::from(escaped)).map(|at| (at, here)));
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough) => containers.push(i + 1),
            Event::Start(Tag::Strong | Tag::Emphasis) => containers.push(i + 1),
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::Strikethrough) => {
                containers.pop();
            }
            Event::End(TagEnd::Strong | TagEnd::Emphasis) if text[range.start..].starts_with('_') => {
                containers.pop();
            }
            _ => {}
        }
    }
    stars
}

fn before(text: &str, at: usize) -> char {
    text[..at].chars().next_back().unwrap_or('\n')
}

fn after(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or('\n')
}

fn touches_cjk(text: &str, at: usize) -> bool {
    is_cjk(before(text, at)) || is_cjk(after(text, at + 1))
}

fn runs(text: &str, stars: &BTreeMap<usize, usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, container) in stars {
        match runs.last_mut() {
            Some(run) if run.at + run.len == *at && run.container == *container => run.len += 1,
            _ => runs.push(Run {
                at: *at,
                len: 1,
                container: *container,
                opens: false,
                closes: false,
                left: 0,
                used_front: 0,
                used_back: 0,
            }),
        }
    }
    for run in &mut runs {
        (run.opens, run.closes) = flanks(before(text, run.at), after(text, run.at + run.len));
        run.left = run.len;
    }
    runs
}

/// Whether stars between `prev` and `next` can open and can close.
fn flanks(prev: char, next: char) -> (bool, bool) {
    let space = char::is_whitespace;
    let mark = |c: char| !is_cjk(c) && !c.is_alphanumeric() && !c.is_whitespace();
    let opens = !space(next) && (!mark(next) || space(prev) || mark(prev) || is_cjk(prev));
    let closes = !space(prev) && (!mark(prev) || space(next) || mark(next) || is_cjk(next));
    (opens, closes)
}

/// CommonMark's delimiter algorithm. A closer looks back at most as far as `SPAN` runs, which keeps hostile texts linear.
fn pair(runs: &mut [Run]) -> Vec<Pair> {
    const SPAN: usize = 64;
    let mut pairs = Vec::new();
    let mut stack: Vec<usize> = Vec::new();
    for i in 0..runs.len() {
        while runs[i].closes && runs[i].left > 0 {
            let near = stack.iter().rev().take(SPAN).position(|o| matches(&runs[*o], &runs[i]));
            let Some(back) = near else { break };
            let place = stack.len() - 1 - back;
            stack.truncate(place + 1);
            let opener = stack[place];
            pairs.push(join(runs, opener, i));
            if runs[opener].left == 0 {
                stack.pop();
            }
        }
        if runs[i].opens && runs[i].left > 0 {
            stack.push(i);
        }
    }
    pairs
}

fn matches(open: &Run, close: &Run) -> bool {
    let both = (open.closes && open.opens) || (close.opens && close.closes);
    let thirds =
        (open.len + close.len).is_multiple_of(3) && !(open.len.is_multiple_of(3) && close.len.is_multiple_of(3));
    open.container == close.container && open.left > 0 && open.at + open.len < close.at && !(both && thirds)
}

fn join(runs: &mut [Run], opener: usize, closer: usize) -> Pair {
    let count = if runs[opener].left >= 2 && runs[closer].left >= 2 { 2 } else { 1 };
    runs[opener].left -= count;
    runs[opener].used_back += count;
    let open_at = runs[opener].at + runs[opener].len - runs[opener].used_back;
    let close_at = runs[closer].at + runs[closer].used_front;
    runs[closer].left -= count;
    runs[closer].used_front += count;
    (open_at, close_at, count)
}

/// The events of a block with its stars paired as `pairs` says.
fn rebuild<'a>(
    leaf: &mut Vec<Sourced<'a>>,
    stars: &BTreeMap<usize, usize>,
    pairs: &[Pair],
    result: &mut Vec<Sourced<'a>>,
) {
    let mut edges: BTreeMap<usize, (Event<'a>, std::ops::Range<usize>)> = BTreeMap::new();
    for (open, close, count) in pairs {
        let range = *open..close + count;
        let (start, end) = match count {
            2 => (Event::Start(Tag::Strong), Event::End(TagEnd::Strong)),
            _ => (Event::Start(Tag::Emphasis), Event::End(TagEnd::Emphasis)),
        };
        edges.insert(*open, (start, range.clone()));
        edges.insert(*close, (end, range));
    }
    let covered: Vec<usize> = pairs.iter().flat_map(|(o, c, n)| (*o..o + n).chain(*c..c + n)).collect();
    let covered: std::collections::BTreeSet<usize> = covered.into_iter().collect();
    for at in stars.keys().filter(|at| !covered.contains(at)) {
        edges.insert(*at, (Event::Text("*".into()), *at..at + 1));
    }
    let mut edges = edges.into_iter().peekable();
    for (event, range) in leaf.drain(..) {
        let at = if matches!(event, Event::End(_)) { range.end } else { range.start };
        while let Some((_, edge)) = edges.next_if(|(edge, _)| *edge < at) {
            result.push(edge);
        }
        if !made_of_stars(&event, &range, stars) {
            result.push((event, range));
        }
    }
    result.extend(edges.map(|(_, edge)| edge));
}

fn made_of_stars(event: &Event<'_>, range: &std::ops::Range<usize>, stars: &BTreeMap<usize, usize>) -> bool {
    match event {
        Event::Start(Tag::Strong | Tag::Emphasis) | Event::End(TagEnd::Strong | TagEnd::Emphasis) => {
            stars.contains_key(&range.start)
        }
        Event::Text(t) => !t.is_empty() && t.bytes().all(|b| b == b'*') && stars.contains_key(&range.start),
        _ => false,
    }
}
