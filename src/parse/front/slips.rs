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
/// What other programs call a text that is not for readers.
const HELD_BACK: &[&str] = &["draft", "embargo", "embargoed", "hidden", "private", "unpublished", "wip", "withheld"];
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
    if let Some(slip) = misspelt(tree).or_else(|| lost(text, tree)) {
        return Some(slip);
    }
    let read_at = |key: &str| read_at(key).map(|place| place.start);
    match yaml {
        Some(span) => within(text, span, MOST_LINES, read_at)
            .or_else(|| among(text, span, tree.is_broken, read_at))
            .or_else(|| within(text, behind(text, span), TOP_LINES, read_at)),
        None => within(text, Span::new(0, text.len()), if tree.is_broken { MOST_LINES } else { TOP_LINES }, read_at)
            .or_else(|| among(text, unopened(text)?, true, read_at)),
    }
}

/// Whether a text has one of the keys in it.
pub(super) fn names_one(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    WITHHOLDING.iter().any(|key| text.contains(&format!("{key}:")))
}

/// A key that was read without its value, because that begins with a sign of YAML's own: `draft: *true*`, `embargo: #2027-01-01`. A remark
/// has a space behind its sign.
fn lost(text: &str, tree: &Tree) -> Option<Slip> {
    let Data::Map(entries) = &tree.root.data else { return None };
    let is_empty = |value: &str| {
        let value = value.trim();
        let nulls = ["", "~", "null", "Null", "NULL", "#"];
        nulls.contains(&value) || value.starts_with("# ") || value.starts_with([',', '}'])
    };
    entries.iter().filter(|(_, value)| value.data == Data::Empty).find_map(|(own, _)| {
        let key = WITHHOLDING.iter().find(|key| own.value == **key)?;
        let line = text.get(own.span.range().end..)?.split('\n').next()?;
        let (_, value) = line.split_once(':')?;
        (!is_empty(value)).then_some(Slip { place: own.span, key, why: Why::Form })
    })
}

/// A key in the middle of a line: `date: 2025-05-13, draft: true`. In quotation marks and in remarks it is text, and in lines that go on below
/// a key it may be, while the rest can be read.
fn among(text: &str, span: Span, is_broken: bool, read_at: impl Fn(&str) -> Option<usize>) -> Option<Slip> {
    let mut at = span.range().start;
    for line in span.of(text).split_inclusive('\n').take(MOST_LINES) {
        let start = at;
        at += line.len();
        if line.starts_with([' ', '\t']) && !is_broken {
            continue;
        }
        let (mut quote, mut before) = (None, ' ');
        for (place, sign) in line.char_indices() {
            match quote {
                Some(open) => quote = Some(open).filter(|open| *open != sign),
                None if sign == '#' && before == ' ' => break,
                None if matches!(sign, '"' | '\'') && !before.is_alphanumeric() => quote = Some(sign),
                // Some signs end a line for its author, and none for YAML.
                None if matches!(before, ' ' | ',' | ';' | '{' | '\u{85}' | '\u{2028}' | '\u{2029}') && place > 0 => {
                    let rest = &line[place..];
                    let is_key = |key: &str| rest[key.len()..].trim_end() == ":" || rest[key.len()..].starts_with(": ");
                    let found = form(rest).filter(|(key, _)| is_key(key) && read_at(key).is_none());
                    if let Some((key, _)) = found {
                        let place = Span::new(start + place, start + place + key.len());
                        return Some(Slip { place, key, why: Why::Form });
                    }
                }
                None => {}
            }
            before = sign;
        }
    }
    None
}

/// A key that is nearly one of those: `draf`, `embrgo`, `embargo_until`, or in full-width letters. Also what other programs call a draft:
/// `published: false`, `status: draft`, `publishDate: 2030-01-01`.
fn misspelt(tree: &Tree) -> Option<Slip> {
    let Data::Map(entries) = &tree.root.data else { return None };
    let written = entries.iter().find(|(own, _)| own.value == "date").map_or("", |(_, value)| match &value.data {
        Data::Scalar(date) => date.trim(),
        _ => "",
    });
    entries.iter().find_map(|(own, value)| {
        let letters: String = fold(&own.value).chars().filter(|c| c.is_alphanumeric()).collect();
        let value = if let Data::Scalar(value) = &value.data { value.trim() } else { "" };
        let is = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
        let slip = |key| Some(Slip { place: own.span, key, why: Why::Form });
        match &*letters {
            "published" | "public" | "ispublic" | "ispublished" if is(&["false", "no", "off"]) => return slip("draft"),
            "status" | "state" | "visibility" if is(HELD_BACK) => return slip("draft"),
            "private" | "hidden" | "unpublished" | "withheld" | "isdraft" | "isprivate" | "wip" | "草稿"
                if is(&["true", "yes", "on", "1"]) =>
            {
                return slip("draft");
            }
            "published" | "publishdate" | "publishon" | "publishat" | "releasedate" if is_later(value, written) => {
                return slip("embargo");
            }
            _ => {}
        }
        let goes_on = |key: &str| matches!(key, "draft" | "embargo") && letters.starts_with(key);
        let is_near = |key: &&&str| letters == **key || is_one_off(&letters, key) || goes_on(key);
        let key = WITHHOLDING.iter().find(is_near).filter(|key| own.value != **key)?;
        Some(Slip { place: own.span, key, why: Why::Form })
    })
}

/// Whether a day on which something is to be published is later than its own, where both are written from the year on.
fn is_later(day: &str, own: &str) -> bool {
    let is_day = |text: &str| text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_digit());
    let len = day.len().min(own.len()).min(10);
    is_day(day) && is_day(own) && day.as_bytes()[..len] > own.as_bytes()[..len]
}

/// What stands above a line `---` where the file has none at its top.
fn unopened(text: &str) -> Option<Span> {
    let begins = |line: &str| is_key(line) || line.trim_start().starts_with('{');
    let mut lines = text.split_inclusive('\n').take(TOP_LINES);
    let first = lines.next().filter(|line| begins(line))?;
    let mut end = first.len();
    for line in lines {
        if line.trim_end() == "---" {
            return Some(Span::new(0, end));
        }
        end += line.len();
    }
    None
}

/// The lines of data that the text begins with, a key first: front matter that was closed too early goes on there.
fn behind(text: &str, yaml: Span) -> Span {
    let end = yaml.range().end;
    let start = end + text[end..].find('\n').map_or(text.len() - end, |line| line + 1);
    let mut start = text.len() - text[start..].trim_start().len();
    // A second pair of lines `---` is none of front matter, but was meant as such.
    while let Some(rest) =
        text[start..].strip_prefix("---").filter(|rest| rest.trim_start_matches([' ', '\r']).starts_with('\n'))
    {
        start = text.len() - rest.trim_start().len();
    }
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
    let is_sign = matches!(c, '-' | '+' | '*' | '>' | '|' | '{' | '[' | '(' | '@' | '!' | '?' | '/' | '_' | '~');
    c.is_whitespace() || c == '\u{feff}' || is_sign || is_quote(c)
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
        let is_between = |c: char| c.is_whitespace() || is_quote(c) || matches!(c, '*' | '_' | ']' | ')' | '}');
        let rest = behind.trim_start_matches(['s', 'S']).trim_start_matches(is_between);
        let form = if word == key && behind.starts_with(':') { Form::Key } else { Form::Other };
        let is_set = rest.starts_with([':', '：', '=', '＝', ';', '；', '→'])
            || rest.starts_with("->")
            || behind.starts_with(char::is_whitespace) && is_value(rest);
        is_set.then_some((key, form))
    })
}

/// Whether a line that lacks its colon says nothing but a value that keeps words back.
fn is_value(rest: &str) -> bool {
    let value = rest.trim_end();
    let is_day = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    is_day || ["true", "yes", "on", "metadata", "excerpts"].iter().any(|word| value.eq_ignore_ascii_case(word))
}
