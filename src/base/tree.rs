//! Structured data with places: what YAML and TOML have in common once read. Does not know which keys there are.

use super::date::Date;
use super::diag::{Code, Diagnostic, Place};
use super::near::did_you_mean;
use super::path::SourcePath;
use super::span::{Span, Spanned};
use std::collections::BTreeSet;

/// A value of front matter or of `site.toml`, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it was written.
    pub span: Span,
    /// What it is.
    pub data: Data,
}

/// The three shapes of data. Scalars stay text, so that `no` and `012` are what the author wrote.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Nothing after the key.
    Empty,
    /// A word, number, date, truth value or text.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order written.
    Map(Vec<(Spanned<String>, Node)>),
}

const KEY: Code = Code("data/unknown-key");
const SHAPE: Code = Code("data/wrong-type");
const VALUE: Code = Code("data/bad-value");
/// The four forms of a date.
pub const DATE: &str = "a date: 2026, 2026-05, 2026-05-13 or start/end";

/// Reads the keys of one map, one after the other, and says what was wrong with them.
pub struct Fields<'a> {
    file: &'a SourcePath,
    /// What is being read, for messages: "a person", "`site.toml`".
    what: &'a str,
    entries: Vec<(&'a Spanned<String>, &'a Node, bool)>,
    known: Vec<&'static str>,
    /// What was noticed so far.
    pub notes: Vec<Diagnostic>,
    /// The whole map's place.
    pub span: Span,
}

impl<'a> Fields<'a> {
    /// The fields of `node`, which should be a map.
    pub fn new(node: &'a Node, file: &'a SourcePath, what: &'a str) -> Fields<'a> {
        let mut fields =
            Fields { file, what, entries: Vec::new(), known: Vec::new(), notes: Vec::new(), span: node.span };
        match &node.data {
            Data::Map(entries) => fields.entries = entries.iter().map(|(k, v)| (k, v, false)).collect(),
            Data::Empty => {}
            _ => fields.wrong(node, "keys and values"),
        }
        fields
    }

    /// The raw value of `key`; nothing where the key is missing or empty.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let entry = self.entries.iter_mut().find(|(k, _, _)| k.value == key)?;
        entry.2 = true;
        (entry.1.data != Data::Empty).then_some(entry.1)
    }

    /// Text.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        self.scalar(node)
    }

    /// Text without its place.
    pub fn string(&mut self, key: &'static str) -> Option<String> {
        self.text(key).map(|t| t.value)
    }

    /// A list of texts; one text counts as a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.data {
            Data::List(items) => items.iter().filter_map(|item| self.scalar(item)).collect(),
            _ => self.scalar(node).into_iter().collect(),
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let text = self.text(key)?;
        match text.value.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => self.bad(&text, "`true` or `false`"),
        }
    }

    /// A whole number.
    pub fn number(&mut self, key: &'static str) -> Option<u64> {
        let text = self.text(key)?;
        match text.value.replace('_', "").parse() {
            Ok(n) => Some(n),
            Err(_) => self.bad(&text, "a whole number"),
        }
    }

    /// A whole number that is at most `most`.
    pub fn number_up_to(&mut self, key: &'static str, most: u64) -> Option<u64> {
        let text = self.text(key)?;
        match text.value.replace('_', "").parse() {
            Ok(n) if n <= most => Some(n),
            Ok(_) => self.bad(&text, &format!("at most {most}")),
            Err(_) => self.bad(&text, "a whole number"),
        }
    }

    /// A date in one of its four forms.
    pub fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let read = Date::parse(&text.value).map(|date| Spanned::new(date, text.span));
        if read.is_none() {
            let note = match Date::is_reversed(&text.value) {
                true => {
                    let message = format!("`{}` ends before it begins", short(&text.value));
                    Diagnostic::error(VALUE, self.file, text.span, message)
                }
                false => self.wrong_value(&text, DATE),
            };
            let meant = Date::meant(&text.value).map(|date| date.to_string());
            self.notes.push(match meant {
                Some(date) => note.help(format!("did you mean `{date}`?")).suggest(text.span, date),
                None => note,
            });
        }
        read
    }

    /// One of a set of words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let note = Diagnostic::error(VALUE, self.file, text.span, format!("`{}` is no value of `{key}`", text.value));
        let near = did_you_mean(&text.value, list.iter().copied());
        self.notes.push(note.maybe_help(near).help(format!("known: {}", list.join(", "))));
        None
    }

    /// A list of maps, or of anything else, as nodes.
    pub fn list(&mut self, key: &'static str) -> Vec<&'a Node> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.data {
            Data::List(items) => items.iter().collect(),
            _ => {
                self.wrong(node, "a list");
                Vec::new()
            }
        }
    }

    /// Keys and values under `key`, in the order written.
    pub fn map(&mut self, key: &'static str) -> Vec<(&'a Spanned<String>, &'a Node)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.data {
            Data::Map(entries) => entries.iter().map(|(k, v)| (k, v)).collect(),
            _ => {
                self.wrong(node, "keys and values");
                Vec::new()
            }
        }
    }

    /// The text of a node, or a diagnostic.
    pub fn scalar(&mut self, node: &Node) -> Option<Spanned<String>> {
        match &node.data {
            Data::Scalar(text) => Some(Spanned::new(text.clone(), node.span)),
            _ => {
                self.wrong(node, "a text");
                None
            }
        }
    }

    /// Which of `keys` were written, with their places.
    pub fn written(&self) -> impl Iterator<Item = &'a Spanned<String>> + '_ {
        self.entries.iter().map(|(key, _, _)| *key)
    }

    /// Leaves keys of other tools alone: they are neither read nor reported.
    pub fn ignore(&mut self, keys: &[&str]) {
        for (key, _, read) in &mut self.entries {
            *read |= keys.contains(&key.value.as_str());
        }
    }

    /// Says that `node` should be `wanted`.
    pub fn wrong(&mut self, node: &Node, wanted: &str) {
        let found = match &node.data {
            Data::Empty => "nothing",
            Data::Scalar(_) => "a text",
            Data::List(_) => "a list",
            Data::Map(_) => "keys and values",
        };
        let message = format!("expected {wanted}, found {found}");
        self.notes.push(Diagnostic::error(SHAPE, self.file, node.span, message));
    }

    /// Says that a value is not `wanted`.
    pub fn bad<T>(&mut self, text: &Spanned<String>, wanted: &str) -> Option<T> {
        self.notes.push(self.wrong_value(text, wanted));
        None
    }

    fn wrong_value(&self, text: &Spanned<String>, wanted: &str) -> Diagnostic {
        let message = format!("`{}` is not {wanted}", short(&text.value));
        Diagnostic::error(VALUE, self.file, text.span, message)
    }

    /// Ends the reading as `finish` does, without the places of unknown keys: a report would quote their lines, which may hold a secret.
    pub fn finish_without_quoting(self) -> Vec<Diagnostic> {
        let quiet = |note: Diagnostic| match note.code {
            KEY => Diagnostic { fix: None, place: Place { span: Span::default(), ..note.place }, ..note },
            _ => note,
        };
        self.finish().into_iter().map(quiet).collect()
    }

    /// Ends the reading: every key that nobody asked for is reported with the nearest known ones.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        // A key that is there already is not meant again.
        let there: BTreeSet<&str> = self.entries.iter().map(|(key, ..)| key.value.as_str()).collect();
        let free: Vec<&str> = self.known.iter().copied().filter(|known| !there.contains(known)).collect();
        for (key, _, read) in &self.entries {
            if *read {
                continue;
            }
            let message = format!("unknown key `{}` in {}", short(&key.value), self.what);
            let mut note = Diagnostic::error(KEY, self.file, key.span, message);
            if let [only] = super::near::near(&key.value, free.iter().copied())[..] {
                note = note.suggest(key.span, only);
            }
            note = note.maybe_help(did_you_mean(&key.value, free.iter().copied()));
            if note.hints.is_empty() {
                note = note.help(format!("known: {}", self.known.join(", ")));
            }
            self.notes.push(note);
        }
        self.notes
    }
}

/// At most 60 characters of a text, for messages.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}
