//! The grammar of braces: `{#id .kind key=value key="two words"}`. Does not know what stands before them.

use super::keys::{Attr, KEYS, KINDS, Key, MarkKind};
use crate::base::near::did_you_mean;
use crate::base::span::{Span, Spanned};

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
    /// What was probably meant, and the word that replaces it.
    pub hint: Option<String>,
    /// The same as an edit.
    pub fix: Option<&'static str>,
    /// Whether it is a kind; else a key.
    pub kind: bool,
}

/// Longest braces read, in bytes; more is text.
const MOST: usize = 4096;

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
            _ => braces.set_attr(cursor.word()?, &mut cursor)?,
        }
        empty = false;
    }
    braces.span = Span::new(at, cursor.at + 1);
    Some(braces)
}

impl Braces {
    fn set_id(&mut self, name: Spanned<String>) {
        self.id.get_or_insert(name);
    }

    fn set_kind(&mut self, name: Spanned<String>) {
        if name.value == "readout" {
            self.readout = true;
        } else if let Some((_, kind)) = KINDS.iter().find(|(word, _)| *word == name.value) {
            self.kind.get_or_insert(*kind);
        } else {
            let words = || KINDS.iter().map(|(word, _)| *word);
            self.problem(true, &name, did_you_mean(&name.value, words()), nearest(&name.value, words()));
        }
    }

    fn set_attr(&mut self, name: Spanned<String>, cursor: &mut Cursor<'_>) -> Option<()> {
        let (value, span) = cursor.value()?;
        match KEYS.iter().find(|(word, _)| *word == name.value) {
            Some((_, key)) => {
                if !self.attrs.iter().any(|a| a.key == *key) {
                    self.attrs.push(Attr { key: *key, value, span, own: true });
                }
            }
            None => {
                let words = || KEYS.iter().map(|(word, _)| *word);
                self.problem(false, &name, did_you_mean(&name.value, words()), nearest(&name.value, words()));
            }
        }
        Some(())
    }

    fn problem(&mut self, kind: bool, name: &Spanned<String>, hint: Option<String>, fix: Option<&'static str>) {
        let what = if kind { "kind" } else { "key" };
        let message = format!("`{}` is no {what} of statement or mention", crate::base::tree::short(&name.value));
        self.problems.push(Problem { span: name.span, message, hint, fix, kind });
    }

    /// The attribute for `key`.
    pub fn get(&self, key: Key) -> Option<&Attr> {
        super::keys::attr(&self.attrs, key)
    }
}

fn nearest(word: &str, words: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    match crate::base::near::near(word, words)[..] {
        [only] => Some(only),
        _ => None,
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

    fn ends(&self) -> bool {
        matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n' | b'}'))
    }

    /// `=value` or `="two words"`; in quotation marks `\"` and `\\` stand for themselves.
    fn value(&mut self) -> Option<(String, Span)> {
        if self.peek()? != b'=' {
            return None;
        }
        self.at += 1;
        if self.peek()? != b'"' {
            let bare = self.take(|b| !b.is_ascii_whitespace() && b != b'}' && b != b'"')?;
            return self.ends().then_some((bare.value.replace("\\|", "|"), bare.span));
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
        self.ends().then_some((value, span))
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
        let values: Vec<&str> = braces.attrs.iter().map(|a| a.value.as_str()).collect();
        assert_eq!(values, ["jane-doe", "two } words \" x", ""]);
        assert_eq!(braces.span.of(text), text);
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{}", "{ }", "{a}", "{a b}", "{by=a", "{\"x\": 1}", "{#}", "{.}", "{by=\"a\n\n\n\"}", "{=a}"] {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }
}
