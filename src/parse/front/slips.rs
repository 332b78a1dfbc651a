//! Lines that were meant to keep words back and were not read as that: a slip must not publish what its author withholds. Reads no
//! YAML.

use super::is_data;
use super::yaml::{Tree, is_key};
use crate::base::diag::{Code, Diagnostic};
use crate::base::fold::fold;
use crate::base::near::is_one_off;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::tree::Data;

const WITHHELD: Code = Code("front/withheld");

/// The keys that keep words back.
const WITHHOLDING: [&str; 3] = ["draft", "embargo", PUBLISH];
/// The one that only documents have.
pub(super) const PUBLISH: &str = "publish";
/// In so many lines of front matter that cannot be read they are looked for.
const MOST_LINES: usize = 20_000;
/// In so many lines of a file without front matter: what is meant as such stands at the top.
const TOP_LINES: usize = 50;

/// Such a line.
pub(super) struct Slip {
    place: Span,
    key: &'static str,
    why: Why,
}

/// Why a line is no such key.
#[derive(Clone, Copy, PartialEq)]
enum Why {
    /// It is not written as one.
    Form,
    /// The key was read further up.
    Second,
    /// Only documents have the key.
    Kind,
}

impl Slip {
    /// What to say about it.
    pub fn note(&self, file: &SourcePath) -> Diagnostic {
        let key = self.key;
        let (message, help) = match self.why {
            Why::Second => {
                (format!("`{key}` is there twice: the file counts as a draft"), "keep one of them".to_owned())
            }
            Why::Kind => (
                format!("only a document has `{key}`: the file counts as a draft"),
                "write `draft: true` to keep it back, or leave the key out".to_owned(),
            ),
            Why::Form => (
                format!("this looks like `{key}`, and is not understood: the file counts as a draft"),
                format!("write `{key}: …`, in small letters, at the beginning of a line between the `---`"),
            ),
        };
        Diagnostic::error(WITHHELD, file, self.place, message).help(help)
    }
}

/// The first slip in what was meant as front matter: in what was read, in the lines of data right behind it, or in a file that has none.
pub(super) fn find(text: &str, yaml: Option<Span>, tree: &Tree, is_document: bool) -> Option<Slip> {
    let read_at = |key: &str| match &tree.root.data {
        Data::Map(entries) => entries.iter().find(|(own, _)| own.value == key).map(|(own, _)| own.span.range()),
        _ => None,
    };
    if let Some(place) = read_at(PUBLISH).filter(|_| !is_document) {
        return Some(Slip { place: Span::new(place.start, place.end), key: PUBLISH, why: Why::Kind });
    }
    if let Some(slip) = misspelt(tree) {
        return Some(slip);
    }
    let read_at = |key: &str| read_at(key).map(|place| place.start);
    match yaml {
        Some(span) => {
            within(text, span, MOST_LINES, read_at).or_else(|| within(text, behind(text, span), TOP_LINES, read_at))
        }
        None => within(text, Span::new(0, text.len()), if tree.is_broken { MOST_LINES } else { TOP_LINES }, read_at),
    }
}

/// A key that is nearly one of those: `draf`, `embrgo`, `embargo_until`, or in full-width letters. Also what other programs call a draft:
/// `published: false`, `status: draft`.
fn misspelt(tree: &Tree) -> Option<Slip> {
    let Data::Map(entries) = &tree.root.data else { return None };
    entries.iter().find_map(|(own, value)| {
        let letters: String = fold(&own.value).chars().filter(|c| c.is_alphanumeric()).collect();
        let value = if let Data::Scalar(value) = &value.data { value.trim() } else { "" };
        let is_off = ["false", "no", "off"].iter().any(|off| value.eq_ignore_ascii_case(off));
        match &*letters {
            "published" | "public" if is_off => return Some(Slip { place: own.span, key: "draft", why: Why::Form }),
            "status" | "state" if value.eq_ignore_ascii_case("draft") => {
                return Some(Slip { place: own.span, key: "draft", why: Why::Form });
            }
            _ => {}
        }
        let goes_on = |key: &str| matches!(key, "draft" | "embargo") && letters.starts_with(key);
        let is_near = |key: &&&str| letters == **key || is_one_off(&letters, key) || goes_on(key);
        let key = WITHHOLDING.iter().find(is_near).filter(|key| own.value != **key)?;
        Some(Slip { place: own.span, key, why: Why::Form })
    })
}

/// The lines of data that the text begins with, a key first: front matter that was closed too early goes on there.
fn behind(text: &str, yaml: Span) -> Span {
    let end = yaml.range().end;
    let start = end + text[end..].find('\n').map_or(text.len() - end, |line| line + 1);
    let start = text.len() - text[start..].trim_start().len();
    let begins = |line: &str| is_key(line) || form(line.trim_start_matches(is_quote)).is_some();
    let lines = text[start..].split_inclusive('\n').enumerate();
    let data = lines.take_while(|(n, line)| begins(line) || *n > 0 && is_data(line));
    Span::new(start, start + data.map(|(_, line)| line.len()).sum::<usize>())
}

fn within(text: &str, span: Span, most: usize, read_at: impl Fn(&str) -> Option<usize>) -> Option<Slip> {
    let mut at = span.range().start;
    for line in span.of(text).split_inclusive('\n').take(most) {
        let bare = line.trim_start_matches(is_before);
        let start = at + (line.len() - bare.len());
        let (begin, is_indented) = (at, line.starts_with([' ', '\t']));
        at += line.len();
        let Some((key, form)) = form(bare) else { continue };
        let why = match read_at(key) {
            Some(read) if (begin..=start).contains(&read) || is_indented => continue,
            Some(_) if form == Form::Key => Why::Second,
            Some(_) | None => Why::Form,
        };
        return Some(Slip { place: Span::new(start, start + key.len()), key, why });
    }
    None
}

/// What may stand before a key by mistake. A `#` makes a remark of the line, which is none.
fn is_before(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || matches!(c, '-' | '+') || is_quote(c)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '＂')
}

/// How a line begins with a key that keeps words back.
#[derive(PartialEq)]
enum Form {
    /// `draft:`.
    Key,
    /// In any other way: `Draft :`, `drafts：`, `draft = true`, `draft true`.
    Other,
}

fn form(bare: &str) -> Option<(&'static str, Form)> {
    WITHHOLDING.into_iter().find_map(|key| {
        let word = bare.get(..key.len()).filter(|word| word.eq_ignore_ascii_case(key))?;
        let behind = &bare[key.len()..];
        let rest = behind.trim_start_matches(['s', 'S']).trim_start_matches(|c: char| c.is_whitespace() || is_quote(c));
        let form = if word == key && behind.starts_with(':') { Form::Key } else { Form::Other };
        let is_set =
            rest.starts_with([':', '：', '=', '＝']) || behind.starts_with(char::is_whitespace) && is_value(rest);
        is_set.then_some((key, form))
    })
}

/// Whether a line that lacks its colon says nothing but a value that keeps words back.
fn is_value(rest: &str) -> bool {
    let value = rest.trim_end();
    let is_day = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    is_day || ["true", "yes", "on", "metadata", "excerpts"].iter().any(|word| value.eq_ignore_ascii_case(word))
}
