//! Finds Obsidian's comments, from `%%` to `%%`: where they are, what Markdown sees instead, and where the author may have meant none.

use super::events::{is_escaped, openings, options, text_of};
use crate::base::diag::{Code, Diagnostic};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::parse::braces;
use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// A comment that may not hide what was meant.
pub const COMMENT: Code = Code("body/comment");
const SIGN: &str = "%%";

/// Signs that stand for a comment: for private use, so that texts have none, of two and three bytes, so that they fill any room. Markdown
/// takes them for letters, in addresses too.
const MASKS: [char; 2] = ['\u{91}', '\u{F8FD}'];

/// After so many comments with signs of code in them, no sign counts as code, and that is told: a hostile text has thousands.
const MOST_PASSES: usize = 32;

/// The comments of a text.
#[derive(Default)]
pub struct Comments {
    /// The source without them, as long as it, where there are any.
    pub text: Option<String>,
    /// Where they are, signs included.
    pub ranges: Vec<Range<usize>>,
    /// What may be meant otherwise.
    pub slips: Vec<Slip>,
}

/// A sign that may be meant otherwise.
pub enum Slip {
    /// Nothing closes the comment that it opens: what is behind it is shown.
    Open(usize),
    /// It opens a comment right behind a digit, where a percent sign may be meant: what is behind it is not shown.
    Percent(usize),
    /// From here on signs in code count too.
    Many(usize),
}

impl Slip {
    /// What the author is told.
    pub fn told(&self, base: usize, file: &SourcePath) -> Diagnostic {
        let (at, message, help) = match self {
            Slip::Open(at) => (
                *at,
                "no `%%` closes this comment: its words are shown to readers",
                "close it with `%%`, or write `\\%%` for two percent signs",
            ),
            Slip::Percent(at) => (
                *at,
                "`%%` begins a comment: what stands behind this number is not shown to readers",
                "write one `%` for percent, `\\%%` for two signs, or a space before a comment",
            ),
            Slip::Many(at) => (
                *at,
                "too many comments with signs of code in them: from here on `%%` in code begins comments too",
                "leave backticks and `~` out of comments, or split the text",
            ),
        };
        Diagnostic::error(COMMENT, file, Span::new(at, at + SIGN.len()).shifted(base), message).help(help)
    }
}

/// The comments of `source`. A sign in code, in the data of braces or behind a backslash opens none; in a comment nothing is code.
pub fn find(source: &str) -> Comments {
    let mut found = Comments::default();
    let signs = signs(source);
    if signs.is_empty() {
        return found;
    }
    let mut bytes = source.as_bytes().to_vec();
    let mut code = code_ranges(source);
    let (mut next, mut passes) = (0, 0);
    while let Some(open) = signs.get(next).copied() {
        next += 1;
        if is_inside(&code, open) {
            continue;
        }
        let Some(close) = signs.get(next).copied() else {
            found.slips.push(Slip::Open(open));
            break;
        };
        next += 1;
        if source[..open].ends_with(|c: char| c.is_ascii_digit()) {
            found.slips.push(Slip::Percent(open));
        }
        let range = open..close + SIGN.len();
        hide(&mut bytes, source, &range);
        // What is in a comment began or ended no code.
        if source[range.clone()].contains(['`', '~']) {
            passes += 1;
            code = match passes <= MOST_PASSES {
                true => {
                    let seen = text_of(bytes);
                    let code = code_ranges(&seen);
                    bytes = seen.into_bytes();
                    code
                }
                false => Vec::new(),
            };
            if passes == MOST_PASSES + 1 {
                found.slips.push(Slip::Many(open));
            }
        }
        found.ranges.push(range);
    }
    blank(&mut bytes, source, &found.ranges);
    found.text = (!found.ranges.is_empty()).then(|| text_of(bytes));
    found
}

/// Makes lines that hold several comments and nothing else empty, as `hide` does with one.
fn blank(bytes: &mut [u8], source: &str, ranges: &[Range<usize>]) {
    let is_gap = |gap: &str| gap.chars().all(|c| c.is_whitespace() && c != '\n');
    for line in ranges.chunk_by(|one, next| is_gap(&source[one.end..next.start])) {
        let [first, .., last] = line else { continue };
        let whole = first.start..last.end;
        if is_alone(source, &whole) {
            bytes[whole].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
    }
}

/// Whether nothing but spaces stands beside a range in its lines.
fn is_alone(source: &str, range: &Range<usize>) -> bool {
    // From the range outwards: a line of a million comments is not read a million times.
    let is_space = |c: char| c.is_whitespace() && c != '\n';
    let before = source[..range.start].trim_end_matches(is_space);
    let after = source[range.end..].trim_start_matches(is_space);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}

/// Where `%%` stands, but for the data of braces and behind a backslash.
fn signs(source: &str) -> Vec<usize> {
    let mut signs: Vec<usize> = memmem::find_iter(source.as_bytes(), SIGN).collect();
    if signs.is_empty() {
        return signs;
    }
    let mut data: Vec<Range<usize>> = Vec::new();
    for at in openings(source, 0..source.len()) {
        let is_past = data.last().is_none_or(|last| last.end <= at);
        data.extend(is_past.then(|| braces::read(source, at)).flatten().map(|braces| braces.span.range()));
    }
    signs.retain(|at| !is_escaped(source, *at) && !is_inside(&data, *at));
    signs
}

/// Whether `at` is in one of the ranges, which are in their order.
fn is_inside(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|r| r.start <= at);
    next > 0 && at < ranges[next - 1].end
}

/// Lines that hold nothing else become empty; beside other words a comment becomes a word of `MASKS`, which is dropped later: its lines
/// then end no paragraph, and what stands behind it is no indented code.
fn hide(bytes: &mut [u8], source: &str, range: &Range<usize>) {
    match is_alone(source, range) {
        true => bytes[range.clone()].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' '),
        false => mask(&mut bytes[range.clone()]),
    }
}

/// Fills two bytes or more with signs for a comment.
fn mask(room: &mut [u8]) {
    let (mut short, mut long) = ([0; 2], [0; 3]);
    MASKS[0].encode_utf8(&mut short);
    MASKS[1].encode_utf8(&mut long);
    let (odd, even) = room.split_at_mut(if room.len() % 2 == 1 { long.len() } else { 0 });
    odd.copy_from_slice(&long[..odd.len()]);
    even.chunks_mut(short.len()).for_each(|pair| pair.copy_from_slice(&short));
}

/// Without the signs for comments.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(MASKS) { Cow::from(text.replace(MASKS, "")) } else { Cow::from(text) }
}

/// What Markdown read, without the signs for comments; a name keeps them, because its length tells its place.
pub fn unmasked<'a>(event: Event<'a>) -> Event<'a> {
    let clean = |text: CowStr<'a>| match clean(&text) {
        Cow::Owned(text) => CowStr::from(text),
        Cow::Borrowed(_) => text,
    };
    match event {
        Event::Start(
            Tag::Link { link_type: LinkType::WikiLink { .. }, .. }
            | Tag::Image { link_type: LinkType::WikiLink { .. }, .. },
        ) => event,
        Event::Text(text) => Event::Text(clean(text)),
        Event::Code(text) => Event::Code(clean(text)),
        Event::FootnoteReference(name) => Event::FootnoteReference(clean(name)),
        Event::Start(Tag::FootnoteDefinition(name)) => Event::Start(Tag::FootnoteDefinition(clean(name))),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(clean(info))))
        }
        Event::Html(html) => Event::Html(clean(html)),
        Event::InlineHtml(html) => Event::InlineHtml(clean(html)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) })
        }
        other => other,
    }
}

fn code_ranges(source: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(source, options()).into_offset_iter();
    events
        .filter(|(e, _)| matches!(e, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect()
}
