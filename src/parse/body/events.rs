//! Markdown events with source offsets, after the repairs that annotations and Chinese need. Does not pair brackets.

use super::comments::{self, Comments, Slip};
use super::emphasis;
use crate::parse::braces;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// One event and the bytes of the source that it came from.
pub type Sourced<'a> = (Event<'a>, Range<usize>);

/// The Markdown that texts are written in: CommonMark, wikilinks, tables, footnotes, strikethrough and task lists. Heading
/// attributes, smart punctuation and metadata blocks are read from the source instead.
pub fn options() -> Options {
    Options::ENABLE_WIKILINKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// How long an event is in most texts, so that room is made once for all of them.
const BYTES_AN_EVENT: usize = 16;

/// The source as Markdown should see it: as written, but for braces and comments that would be taken for markup.
#[derive(Default)]
pub struct Masked {
    /// As long as the source, byte for byte.
    pub text: Option<String>,
    /// Ranges of the source that are no part of what readers see: `%%comments%%`.
    pub hidden: Vec<Range<usize>>,
    /// Opening brackets of the source that Markdown would take for the beginning of a name, as in `[[sic] …]{…}`.
    pub freed: BTreeSet<usize>,
}

/// What Markdown would take for something else.
#[derive(Default)]
pub struct Unsafe {
    /// Braces with signs in them that Markdown would act on.
    braces: Vec<Range<usize>>,
    /// Brackets that begin no name.
    brackets: Vec<usize>,
}

/// Masks replace whole characters by others of as many bytes, so that this cannot fail.
pub fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

impl Masked {
    /// `source` without its comments.
    pub fn new(source: &str) -> (Masked, Vec<Slip>) {
        let Comments { text, ranges, slips } = comments::find(source);
        (Masked { text, hidden: ranges, freed: BTreeSet::new() }, slips)
    }

    /// What Markdown reads.
    pub fn seen<'a>(&'a self, source: &'a str) -> &'a str {
        self.text.as_deref().unwrap_or(source)
    }

    /// Masks what was found in what Markdown reads.
    pub fn hide(&mut self, found: Unsafe, source: &str) {
        let mut bytes = self.text.take().unwrap_or_else(|| source.to_owned()).into_bytes();
        for range in found.braces {
            bytes[range.start + 1..range.end - 1].fill(b'x');
        }
        // A sign that means nothing to Markdown, and that is no letter either.
        found.brackets.iter().for_each(|at| bytes[*at] = b'{');
        self.freed.extend(found.brackets);
        self.text = Some(text_of(bytes));
    }
}

/// Where in the source of a block its `nth` element of a kind begins, in bytes: `li`, `tr` or `p`, counted from 0 in the order of the HTML.
pub fn nth_element(source: &str, tag: &str, nth: usize) -> Option<usize> {
    let is_it = |event: &Event<'_>| match event {
        Event::Start(Tag::Item) => tag == "li",
        Event::Start(Tag::TableHead | Tag::TableRow) => tag == "tr",
        Event::Start(Tag::Paragraph) => tag == "p",
        _ => false,
    };
    let mut found = Parser::new_ext(source, options()).into_offset_iter().filter(|(event, _)| is_it(event));
    found.nth(nth).map(|(_, range)| range.start)
}

/// What must be masked: `seen` is what Markdown reads, `events` what it reads in it, `source` what the author wrote.
pub fn find_unsafe(events: &[Sourced<'_>], seen: &str, source: &str) -> Unsafe {
    let mut found = Unsafe::default();
    let mut in_code = false;
    let mut past = 0;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. })
            | Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. }) => {
                found.no_names(seen, range, dest_url);
            }
            Event::Text(_) if !in_code => {
                for at in openings(seen, range.clone()).filter(|at| may_be_active(seen, *at)) {
                    if at < past {
                        continue;
                    }
                    if let Some(braces) = braces::read(source, at) {
                        let span = braces.span.range();
                        past = span.end;
                        if seen[span.clone()].bytes().any(is_active) {
                            found.braces.push(span);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    found
}

impl Unsafe {
    /// Whether Markdown may read the text as it is.
    pub fn is_empty(&self) -> bool {
        self.braces.is_empty() && self.brackets.is_empty()
    }

    /// Two brackets begin no name if a bracket comes before the two that close it: so of several only the last may.
    fn no_names(&mut self, seen: &str, name: &Range<usize>, target: &str) {
        if !target.contains(['[', ']']) {
            return;
        }
        let open = name.start + usize::from(seen[name.start..].starts_with('!'));
        // The target is written with its backslashes: it goes on to the bar or to the end of the name.
        let written = &seen[open..name.end];
        let end = written.rfind('|').filter(|bar| *bar >= target.len()).or_else(|| written.rfind("]]"));
        let written = &written[..end.unwrap_or(written.len())];
        let last = written.rfind(['[', ']']).unwrap_or(0);
        self.brackets
            .extend(written.match_indices("[[").map(|(at, _)| at).filter(|at| at + 1 < last).map(|at| open + at));
    }
}

/// Whether the sign at `at` is escaped: an odd number of backslashes stands before it.
pub fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// Where braces may open in a range of text: after `]`, after a space (of a heading), or at the start of a line.
pub fn openings(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let all = text[range.clone()].match_indices('{').map(move |(at, _)| range.start + at);
    all.filter(move |at| *at == 0 || matches!(bytes[at - 1], b']' | b' ' | b'\t' | b'\n'))
}

/// Whether the braces that open at `at` may hold a sign that Markdown acts on. Only in quotation marks can they go on behind `}`.
fn may_be_active(seen: &str, at: usize) -> bool {
    let mut bytes = seen.as_bytes()[at..].iter().take(braces::MOST);
    bytes.find(|b| matches!(b, b'}' | b'"') || is_active(**b)).is_some_and(|b| *b != b'}')
}

fn is_active(b: u8) -> bool {
    matches!(b, b'*' | b'_' | b'`' | b'[' | b']' | b'&' | b'!' | b'\\' | b'~' | b'<' | b'\n')
}

/// Reads `text` into events, in its order.
pub fn read(text: &str) -> Vec<Sourced<'_>> {
    let mut events = Vec::with_capacity(text.len() / BYTES_AN_EVENT);
    events.extend(Parser::new_ext(text, options()).into_offset_iter());
    events
}

/// The brackets of what CommonMark takes for reference definitions, and shows nowhere, though it leads nowhere: `[Q]: Why?` in a transcript.
pub fn spoken(text: &str) -> Unsafe {
    let mut found = Unsafe::default();
    if !text.contains("]:") {
        return found;
    }
    let parser = Parser::new_ext(text, options());
    let definitions = parser.reference_definitions().iter();
    let leads_nowhere = definitions.filter(|(_, definition)| !leads(&definition.dest, &text[definition.span.clone()]));
    let labels = leads_nowhere.filter_map(|(_, definition)| {
        let written = &text[definition.span.clone()];
        Some(&written[..written.find("]:")? + 2]).filter(|label| label.starts_with('['))
    });
    let labels: BTreeSet<&str> = labels.collect();
    if labels.is_empty() {
        return found;
    }
    // The parser knows the first of several alike only, so every line is looked at.
    let is_before = |c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+' | '.' | '0'..='9');
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let open = start + (line.len() - line.trim_start_matches(is_before).len());
        start += line.len();
        let Some(end) = text[open..start].find("]:").map(|at| open + at + 2) else { continue };
        let dest = text[end..].split_whitespace().next().unwrap_or_default();
        if labels.contains(&text[open..end]) && !leads(dest, &text[open..]) {
            found.brackets.push(open);
        }
    }
    found
}

/// Whether the target of a reference definition may lead anywhere: an address, a path, the name of a file, or what stands in `<>`.
fn leads(dest: &str, written: &str) -> bool {
    let is_bracketed = written.split_once("]:").is_some_and(|(_, rest)| rest.trim_start().starts_with('<'));
    let scheme = dest.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    });
    let ending = dest.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty() && (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    let is_path = dest.is_ascii() && dest.contains('/') && !dest.contains("]{");
    is_bracketed || scheme || ending || is_path || dest.starts_with(['/', '#', '.'])
}

/// Pairs emphasis in Chinese text as its readers expect.
pub fn repair<'a>(text: &'a str, events: Vec<Sourced<'a>>) -> Vec<Sourced<'a>> {
    if text.is_ascii() || !text.contains('*') {
        return events;
    }
    emphasis::repair(text, events)
}

/// How many tags of raw HTML are open at once, at most, as far as one can tell without parsing it.
pub fn tags_open(events: &[Sourced<'_>]) -> usize {
    let (mut open, mut most) = (0usize, 0);
    let raw = events.iter().filter_map(|(event, _)| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html),
        _ => None,
    });
    for (at, html) in raw.flat_map(|html| html.match_indices('<').map(move |(at, _)| (at, html))) {
        let name = &html[at + 1..];
        let is_void = || ["br", "hr", "img", "input", "wbr"].iter().any(|void| name.starts_with(void));
        match name.bytes().next() {
            Some(b'/') => open = open.saturating_sub(1),
            Some(letter) if letter.is_ascii_alphabetic() && !is_void() => open += 1,
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Whether an event begins or ends a block, so that brackets do not pair across it.
pub fn is_block_edge(event: &Event<'_>) -> bool {
    use Tag::{Emphasis, Image, Link, Strikethrough, Strong};
    match event {
        Event::Start(tag) => !matches!(tag, Emphasis | Strong | Strikethrough | Link { .. } | Image { .. }),
        Event::End(tag) => {
            !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
        }
        Event::Html(_) | Event::Rule => true,
        _ => false,
    }
}
