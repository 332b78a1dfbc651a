//! Folded text: what two spellings of one name have in common. Does not know which names exist.

use super::simplified::simplified;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest id, in bytes.
pub const MAX_ID: usize = 80;

/// Folds a name for comparison: compatibility forms, case, marks, spaces, hyphens, dots between name parts and kinds of
/// apostrophe no longer matter, nor whether Chinese is traditional or simplified. "Ana-Kovač" and "ana kovac" fold to the same text.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.bytes().filter(|b| !ignored(*b as char)).map(|b| b.to_ascii_lowercase() as char).collect();
    }
    // What is one letter in small ones is two in capitals: "Weiß" and "WEISS".
    let text =
        if text.contains(['ß', 'ẞ']) { Cow::from(text.replace(['ß', 'ẞ'], "ss")) } else { Cow::from(text) };
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c)).nfkc();
    bare.flat_map(char::to_lowercase).filter(|c| !ignored(*c)).map(plain).collect()
}

fn ignored(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '·' | '‧' | '・' | '•' | '\u{FEFF}')
        // Nobody sees these: soft hyphens, signs that join, and those for the direction of writing.
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

fn plain(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '`' => '\'',
        // The capitals of these are those of other letters, too.
        'ς' => 'σ',
        'ı' => 'i',
        c if is_han(c) => simplified(c),
        _ => c,
    }
}

/// Folds running text for the fingerprint of a statement: white space and case do not matter, nor which quotation marks.
pub fn fold_text(text: &str) -> String {
    let is_quote = |c: char| {
        matches!(c, '"' | '“' | '”' | '„' | '‘' | '’' | '‚' | '\'' | '「' | '」' | '『' | '』' | '«' | '»' | '‹' | '›')
    };
    let left = |c: &char| !c.is_whitespace() && !is_quote(*c);
    // Nearly all text of Latin script; the long way gives the same.
    if text.is_ascii() {
        let left = |b: &u8| !matches!(b, b'\t'..=b'\r' | b' ' | b'"' | b'\'');
        return text.bytes().filter(left).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    if text.chars().all(|c| c.is_ascii() || is_quote(c)) {
        return text.chars().filter(left).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkc().flat_map(char::to_lowercase).filter(left).collect()
}

/// A letter without its marks: `e` for `é`.
pub fn without_marks(c: char) -> char {
    std::iter::once(c).nfd().next().unwrap_or(c)
}

/// An address as it is compared where letters' case and Unicode's forms do not matter: two files that some disks cannot tell apart.
pub fn fold_address(path: &str) -> String {
    match path.is_ascii() {
        true => path.to_ascii_lowercase(),
        false => path.nfc().flat_map(char::to_lowercase).collect(),
    }
}

/// Whether `id` is an id: `[a-z0-9][a-z0-9-]*`, up to 80 characters.
pub fn is_id(id: &str) -> bool {
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    id.len() <= MAX_ID && id.bytes().next().is_some_and(fine) && id.bytes().all(|b| fine(b) || b == b'-')
}

/// An id for a name without one: transliterated, in lower case, words joined by hyphens. Never empty.
pub fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in deunicode::deunicode(name).chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => id.push(c),
            '\'' | '.' => {}
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    id.truncate(MAX_ID);
    let id = id.trim_end_matches('-');
    if id.is_empty() { "unnamed".to_owned() } else { id.to_owned() }
}

/// The anchor of a heading: lower case, words joined by hyphens, letters of every script kept.
pub fn anchor(text: &str) -> String {
    match text.is_ascii() {
        true => anchor_of(text.chars().map(|c| c.to_ascii_lowercase())),
        false => anchor_of(text.nfkc().flat_map(char::to_lowercase)),
    }
}

fn anchor_of(folded: impl Iterator<Item = char>) -> String {
    let mut anchor = String::new();
    for c in folded {
        match c {
            c if c.is_alphanumeric() || c == '_' => anchor.push(c),
            _ if anchor.ends_with('-') || anchor.is_empty() => {}
            _ => anchor.push('-'),
        }
    }
    let anchor = anchor.trim_end_matches('-');
    if anchor.is_empty() { "section".to_owned() } else { anchor.to_owned() }
}

/// Whether `c` is a Han character: such text is read and broken by other rules.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇' | '々')
}

/// Whether `c` is a letter or a sign of Chinese or Japanese text: a line break beside it is no space.
pub fn is_cjk(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{30FF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF65}')
}
