//! The grammar of braces: `{#id .kind key=value key="two words"}`. Does not know what stands before them.

use super::keys::{Attr, KEYS, KINDS, Key, MarkKind, Origin};
use crate::base::near::{did_you_mean, near};
use crate::base::span::{Span, Spanned};
use crate::base::tree::short;

/// What one pair of braces says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Braces {
    /// From the opening to the closing brace, in the file.
    pub span: Span,
    /// `#id`.
    pub id: Option<Spanned<String>>,
    /// `.kind`.
    pub kind: Option<MarkKind>,
    /// `.readout`.
    pub readout: bool,
    /// `key=value`, in the order written; of a repeated key the first.
    pub attrs: Vec<Attr>,
    /// Words that are no kind and no key, with what was probably meant.
    pub problems: Vec<Problem>,
}

/// Something in braces that is not understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// One clause.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The same as an edit.
    pub fix: Option<(Span, String)>,
    /// Whether it is a kind; else a key.
    pub kind: bool,
}

/// The class of a heading whose section is an official account.
const READOUT: &str = "readout";
/// Longest braces read, in bytes; more is text.
pub const MOST: usize = 4096;
/// So many words of a value without quotation marks are understood.
const MOST_STRAY: usize = 32;

/// Reads braces that open at byte `at` of `text`. `None` if they do not close or hold anything but ids, kinds and keys with
/// values: then they are text.
pub fn read(text: &str, at: usize) -> Option<Braces> {
    let mut cursor = Cursor { text, at: at + 1, breaks: 0 };
    let mut braces = Braces::default();
    let mut empty = true;
    if text.as_bytes().get(at) != Some(&b'{') {
        return None;
    }
    loop {
        cursor.skip_space();
        if cursor.at > at + MOST || cursor.breaks > 1 {
            return None;
        }
        match cursor.peek()? {
            b'}' if empty => return None,
            b'}' => break,
            b'#' => braces.set_id(cursor.name()?),
            b'.' => braces.set_kind(cursor.name()?),
            _ => braces.set_attr(&mut cursor)?,
        }
        empty = false;
    }
    braces.span = Span::new(at, cursor.at + 1);
    Some(braces)
}

/// Whether `{` at byte `at` of `text` looks like the beginning of braces that `read` cannot read.
pub fn is_meant(text: &str, at: usize) -> bool {
    let Some(rest) = text.get(at..).and_then(|t| t.strip_prefix('{')) else { return false };
    let bare = rest.trim_start_matches([' ', '\t']);
    // As kramdown writes them, or an input method for Chinese: `{: .quote}`, `{。quote}`.
    let rest = bare.trim_start_matches([':', '：', '。']).trim_start_matches([' ', '\t']);
    let word = rest.trim_start_matches(['#', '.']);
    let len = word.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(word.len());
    let sign = word[len..].trim_start_matches([' ', '\t']);
    let is_key = KEYS.iter().any(|(key, _)| *key == &word[..len]);
    // Right behind a bracket a key says enough by itself: `[words]{by ana}`.
    let is_behind = text[..at].ends_with(']') && word[len..].starts_with([' ', '\t']);
    let is_kind = rest.len() < bare.len() && KINDS.iter().any(|(kind, _)| *kind == &word[..len]);
    len > 0 && (is_kind || is_key && (is_behind || sign.starts_with(['=', ':', '＝', '：'])) || word.len() < rest.len())
}

/// What full-width braces at byte `at` of `text`, as input methods for Chinese and Japanese write them, are in ASCII, and where they end; `None`
/// if they would not be braces then either.
pub fn full_width(text: &str, at: usize) -> Option<(usize, String)> {
    let rest = text.get(at..).filter(|rest| rest.starts_with(['｛', '{']))?;
    // The next opening brace is looked at by itself: many that never close are not read to the end of the text each.
    let ends = |c: char| matches!(c, '｝' | '}' | '｛' | '{' | '\n');
    let (end, close) = rest.char_indices().skip(1).take(MOST).find(|(_, c)| ends(*c))?;
    if !matches!(close, '｝' | '}') {
        return None;
    }
    let ascii = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    let end = end + close.len_utf8();
    let written: String = rest[..end].chars().map(ascii).collect();
    let is_braces = written.len() < end && read(&written, 0).is_some_and(|b| b.says_something() || b.id.is_some());
    is_braces.then_some((at + end, written))
}

impl Braces {
    fn set_id(&mut self, name: Spanned<String>) {
        match &self.id {
            None => self.id = Some(name),
            Some(first) => {
                let message = format!("`#{}` is a second id beside `#{}`", short(&name.value), short(&first.value));
                self.problem(false, name.span, message, Some("words have one id".to_owned()), None);
            }
        }
    }

    fn set_kind(&mut self, name: Spanned<String>) {
        if name.value == READOUT {
            self.readout = true;
            return;
        }
        let kind = KINDS.iter().find(|(word, _)| *word == name.value).map(|(_, kind)| *kind);
        match (kind, self.kind) {
            (Some(kind), None) => self.kind = Some(kind),
            (Some(kind), Some(first)) if kind == first => {}
            (Some(_), Some(first)) => {
                let message = format!("`{}` is a second kind beside `{}`", name.value, first.word());
                let hint = "words have one kind; what is two things stands in brackets in brackets: `[[words]{.claim}]{.quote}`";
                self.problem(true, name.span, message, Some(hint.to_owned()), None);
            }
            (None, _) => self.unknown(true, &name, KINDS.iter().map(|(word, _)| *word).chain([READOUT])),
        }
    }

    fn set_attr(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let start = cursor.at;
        let name = cursor.word();
        let key = name.as_ref().and_then(|name| KEYS.iter().find(|(word, _)| *word == name.value));
        let Some((name, exact)) = name.and_then(|name| Some((name, cursor.sign(key.is_some())?))) else {
            cursor.at = start;
            return self.set_stray(cursor);
        };
        let (value, span, straight) = cursor.value()?;
        if !(exact && straight) {
            self.loose(&name.value, &value, Span::new(start, cursor.at), exact);
        }
        match key {
            Some((_, key)) if self.get(*key).is_some() => {
                let message = format!("`{}` is there twice, and the first one counts", name.value);
                self.problem(
                    false,
                    name.span,
                    message,
                    Some("several values stand in one: `by=\"a b\"`".to_owned()),
                    None,
                );
            }
            Some((_, key)) => self.attrs.push(Attr { key: *key, value: value.into(), span, origin: Origin::Own }),
            None => self.unknown(false, &name, KEYS.iter().map(|(word, _)| *word)),
        }
        Some(())
    }

    /// A key and a value that are understood, but not written as they should be.
    fn loose(&mut self, key: &str, value: &str, span: Span, exact: bool) {
        let message = match exact {
            true => "a value with a space in it stands in straight quotation marks",
            false => "a key and its value are joined by `=`, without spaces",
        };
        let bare = !value.is_empty() && value.chars().all(|c| !c.is_whitespace() && !matches!(c, '"' | '}' | '\\'));
        let value = match bare {
            true => value.to_owned(),
            false => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
        };
        let written = format!("{key}={value}");
        self.problem(false, span, message.to_owned(), Some(format!("write `{written}`")), Some((span, written)));
    }

    /// A word by itself. Right behind a value without quotation marks it was meant to be a part of that.
    fn set_stray(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let start = cursor.at;
        if self.attrs.is_empty() && self.kind.is_none() {
            let name = cursor.word().filter(|_| cursor.ends())?;
            let (word, kind) = KINDS.iter().find(|(word, _)| *word == name.value)?;
            self.kind = Some(*kind);
            let (message, hint) =
                (format!("`{word}` has no full stop before it"), format!("a kind is written `.{word}`"));
            self.problem(true, name.span, message, Some(hint), Some((name.span, format!(".{word}"))));
            return Some(());
        }
        cursor.at = start;
        let last = self.attrs.last_mut()?;
        // Each further word makes the value anew, in each of many braces that never close.
        if last.value.split(' ').count() > MOST_STRAY {
            return None;
        }
        let gap = cursor.text.get(last.span.range().end..cursor.at)?;
        let word = cursor.bare()?;
        if gap.is_empty() || !gap.bytes().all(|b| b == b' ') {
            return None;
        }
        last.value = format!("{}{gap}{}", last.value, word.value).into();
        last.span.end = word.span.end;
        let (span, quoted) = (last.span, format!("\"{}\"", last.value));
        let hint = format!("put a value with spaces in quotation marks: `{}={quoted}`", last.key.word());
        self.problems.retain(|p| p.span.start != span.start);
        let message = "a value with a space in it has no quotation marks".to_owned();
        self.problem(false, span, message, Some(hint), Some((span, quoted)));
        Some(())
    }

    fn unknown(&mut self, kind: bool, name: &Spanned<String>, words: impl Iterator<Item = &'static str> + Clone) {
        let what = if kind { "kind" } else { "key" };
        let message = format!("`{}` is no {what} of statement or mention", short(&name.value));
        let known = || format!("known: {}", words.clone().collect::<Vec<_>>().join(", "));
        let hint = did_you_mean(&name.value, words.clone()).unwrap_or_else(known);
        let fix = match near(&name.value, words.clone())[..] {
            [only] => Some((name.span, only.to_owned())),
            _ => None,
        };
        self.problem(kind, name.span, message, Some(hint), fix);
    }

    fn problem(&mut self, kind: bool, span: Span, message: String, hint: Option<String>, fix: Option<(Span, String)>) {
        self.problems.push(Problem { span, message, hint, fix, kind });
    }

    /// Whether they say anything of words; an id alone only names them.
    pub fn says_something(&self) -> bool {
        self.kind.is_some() || !self.attrs.is_empty()
    }

    /// The attribute for `key`.
    pub fn get(&self, key: Key) -> Option<&Attr> {
        super::keys::attr(&self.attrs, key)
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    breaks: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips white space; after a line break also the marks of the quotation or list that the braces stand in.
    fn skip_space(&mut self) {
        while let Some(b) = self.peek() {
            match b {
                b'\n' => self.breaks += 1,
                b' ' | b'\t' | b'\r' => {}
                b'>' if self.breaks > 0 => {}
                _ => break,
            }
            self.at += 1;
        }
    }

    fn take(&mut self, fine: impl Fn(u8) -> bool) -> Option<Spanned<String>> {
        let start = self.at;
        // Bounded, or each of many braces that never close would be read to the end of the text.
        while self.at - start <= MOST && self.peek().is_some_and(&fine) {
            self.at += 1;
        }
        let word = self.text.get(start..self.at).filter(|w| !w.is_empty())?;
        Some(Spanned::new(word.to_owned(), Span::new(start, self.at)))
    }

    /// The name after `#` or `.`.
    fn name(&mut self) -> Option<Spanned<String>> {
        self.at += 1;
        let name = self.take(|b| b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'-' | b'_' | b':'))?;
        self.ends().then_some(name)
    }

    fn word(&mut self) -> Option<Spanned<String>> {
        self.take(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_')
    }

    /// A value without quotation marks.
    fn bare(&mut self) -> Option<Spanned<String>> {
        let bare = self.take(|b| !b.is_ascii_whitespace() && b != b'}' && b != b'"')?;
        self.ends().then_some(bare)
    }

    fn ends(&self) -> bool {
        matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n' | b'}'))
    }

    /// The sign between a key and its value, and whether it is written as it should be. Behind what is a key, spaces around it and a colon
    /// in its place are slips; other words with them are text.
    fn sign(&mut self, is_key: bool) -> Option<bool> {
        let start = self.at;
        if is_key {
            self.skip_space();
        }
        let sign = self.text.get(self.at..)?.chars().next()?;
        if sign != '=' && !(is_key && matches!(sign, ':' | '＝' | '：')) {
            return None;
        }
        let exact = self.at == start && sign == '=';
        self.at += sign.len_utf8();
        let behind = self.at;
        if is_key {
            self.skip_space();
        }
        Some(exact && self.at == behind)
    }

    /// Words in other quotation marks than straight double ones.
    fn in_other_marks(&mut self) -> Option<(String, Span)> {
        let (start, rest) = (self.at, self.text.get(self.at..)?);
        let open =
            rest.chars().next().filter(|c| matches!(c, '„' | '“' | '”' | '‘' | '’' | '\'' | '«' | '»' | '「'))?;
        let inner = &rest[open.len_utf8()..];
        let closes = |c: char| matches!(c, '“' | '”' | '’' | '\'' | '«' | '»' | '」');
        let (end, close) = inner.char_indices().take(MOST).find(|(_, c)| closes(*c) || *c == '\n')?;
        if close == '\n' {
            return None;
        }
        let from = start + open.len_utf8();
        self.at = from + end + close.len_utf8();
        if !self.ends() {
            self.at = start;
            return None;
        }
        Some((inner[..end].to_owned(), Span::new(from, from + end)))
    }

    /// `value` or `"two words"`, and whether its quotation marks are the right ones; in them `\"` and `\\` stand for themselves.
    fn value(&mut self) -> Option<(String, Span, bool)> {
        if let Some((value, span)) = self.in_other_marks() {
            return Some((value, span, false));
        }
        if self.peek()? != b'"' {
            let bare = self.bare()?;
            return Some((bare.value.replace("\\|", "|"), bare.span, true));
        }
        let start = self.at + 1;
        let mut value = String::new();
        self.at = start;
        loop {
            let rest = self.text.get(self.at..)?;
            let c = rest.chars().next()?;
            match c {
                '"' => break,
                '\\' if rest[1..].starts_with(['"', '\\', '|']) => {
                    value.push_str(&rest[1..2]);
                    self.at += 1;
                }
                '\n' => {
                    self.breaks += 1;
                    value.push(' ');
                }
                '\r' => {}
                c => value.push(c),
            }
            self.at += c.len_utf8();
            if self.breaks > 1 || self.at - start > MOST {
                return None;
            }
        }
        let span = Span::new(start, self.at);
        self.at += 1;
        self.ends().then_some((value, span, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_hold_ids_kinds_and_keys() {
        let text = r#"{#a .quote by=jane-doe note="two } words \" x" theme=""}"#;
        let braces = read(text, 0).expect("these are braces");
        assert_eq!(braces.id.as_ref().map(|i| i.value.as_str()), Some("a"));
        assert_eq!(braces.kind, Some(MarkKind::Quote));
        let values: Vec<&str> = braces.attrs.iter().map(|a| &*a.value).collect();
        assert_eq!(values, ["jane-doe", "two } words \" x", ""]);
        assert_eq!(braces.span.of(text), text);
    }

    #[test]
    fn other_braces_are_text() {
        for text in
            ["{}", "{ }", "{a}", "{a b}", "{by=a", "{\"x\": 1}", "{#}", "{.}", "{by=\"a\n\n\n\"}", "{=a}", "{.quote a}"]
        {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_value_with_spaces_is_kept_whole() {
        let text = "{by=Jane Ann Doe theme=trust}";
        let braces = read(text, 0).expect("these are braces");
        let values: Vec<&str> = braces.attrs.iter().map(|a| &*a.value).collect();
        assert_eq!(values, ["Jane Ann Doe", "trust"]);
        let fixes: Vec<_> = braces.problems.iter().filter_map(|p| p.fix.clone()).collect();
        assert_eq!(fixes, [(Span::new(4, 16), "\"Jane Ann Doe\"".to_owned())]);
    }

    #[test]
    fn braces_that_never_close_may_be_meant() {
        assert!(["{by=jane", "{ .quote by=\"a}", "{#x", "{theme=a\n\n}"].iter().all(|text| is_meant(text, 0)));
        assert!(!["{}", "{a}", "{x=1", "{ }", "by=a", "{#}"].iter().any(|text| is_meant(text, 0)));
    }
}
