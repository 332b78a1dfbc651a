//! Turns the text of a file into HTML with holes, the names and the marked words in it. Does not look names up.

mod comments;
pub(super) use comments::COMMENT;
mod emphasis;
mod events;
mod inherit;
mod layout;
mod marks;
mod parts;
mod sanitize;
pub mod sentence;
mod spans;
mod write;

use crate::base::diag::{Code, Diagnostic};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::input::config::RawHtml;
use crate::parse::Body;
use crate::parse::keys::Attr;
use events::Masked;
pub use events::nth_element;

/// Most times that a text is read again because braces held Markdown's own signs.
const MOST_PASSES: usize = 4;

/// More levels than are read.
pub(super) const NESTING: Code = Code("body/nesting");
/// So many tags of raw HTML may be open at once: a sanitiser's time grows with the square of it.
const MOST_TAGS: usize = 200;

/// What reading a text depends on, besides the text.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// How raw HTML is treated.
    pub raw_html: RawHtml,
    /// Whether the HTML is CommonMark's own: no anchors on headings, links and pictures as they are written.
    pub as_commonmark: bool,
    /// Most levels of nested blocks and marks.
    pub nesting: usize,
    /// Most marks of a text.
    pub marks: usize,
    /// The tag of the language that the text is in.
    pub language: &'a str,
    /// What the front matter says for every mark: the outermost of what encloses it.
    pub outer: &'a [Attr],
}

/// Reads `source`, which stands at byte `base` of `file`.
pub fn read(source: &str, base: usize, file: &SourcePath, settings: &Settings<'_>) -> (Body, Vec<Diagnostic>) {
    let (mut masked, slips) = Masked::new(source);
    let spoken = events::spoken(masked.seen(source));
    if !spoken.is_empty() && !settings.as_commonmark {
        masked.hide(spoken, source);
    }
    let mut passes = 0;
    let events = loop {
        let seen = masked.seen(source);
        let events = events::read(seen);
        let found = events::find_unsafe(&events, seen, source);
        if found.is_empty() || passes == MOST_PASSES {
            break events::repair(seen, events);
        }
        drop(events);
        masked.hide(found, source);
        passes += 1;
    };
    let too_deep = settings.raw_html == RawHtml::Sanitize && events::tags_open(&events) > MOST_TAGS;
    let raw_html = if too_deep { RawHtml::Escape } else { settings.raw_html };
    let settings = &Settings { raw_html, ..settings.clone() };
    let script = spans::pair(source, events, &masked, file, base);
    let script = layout::arrange(source, script, file, base);
    let mut reading = write::write(source, base, file, settings, script);
    reading.notes.extend(slips.iter().map(|slip| slip.told(base, file)));
    marks::build(&mut reading, file);
    reading.body.renamed.sort();
    reading.body.anchors.sort_by(|a, b| (&a.value, a.span).cmp(&(&b.value, b.span)));
    let pointers = reading.body.mentions.iter().zip(0..).filter(|(mention, _)| mention.fragment.is_some());
    reading.body.pointers = pointers.map(|(_, place)| place).collect();
    for mention in &mut reading.body.mentions {
        mention.sentence = sentence::around(&reading.body.plain, mention.plain, settings.language);
    }
    if settings.raw_html == RawHtml::Sanitize {
        let pictures = sanitize::sanitize(&mut reading.body);
        let mut from = 0;
        reading.notes.extend(pictures.iter().map(|address| {
            let at = find_address(source, &mut from, address);
            foreign_picture(at.shifted(base), file)
        }));
    }
    if too_deep {
        let message = format!("more than {MOST_TAGS} tags of raw HTML are open at once");
        let note = Diagnostic::error(NESTING, file, Span::at(base), message);
        reading.notes.retain(|note| note.code != write::RAW_HTML);
        reading.notes.push(note.help("all HTML of this text is shown as text; close what is opened"));
    }
    reading.body.shrink();
    (reading.body, reading.notes)
}

/// Where an address stands that the sanitiser took away. It knows no places, but keeps the order: each is looked for behind the last. After
/// one that is written in another way than the sanitiser reads it, the rest is not searched once more for each.
fn find_address(source: &str, from: &mut usize, address: &str) -> Span {
    match source[*from..].find(address) {
        Some(at) => {
            let start = *from + at;
            *from = start + address.len();
            Span::new(start, *from)
        }
        None => {
            *from = source.len();
            Span::at(0)
        }
    }
}

/// A picture from another site in raw HTML.
fn foreign_picture(at: Span, file: &SourcePath) -> Diagnostic {
    let message = "a picture from another site is left out: readers' browsers would ask that site";
    Diagnostic::warning(write::FOREIGN, file, at, message).help("put the file beside the text")
}
