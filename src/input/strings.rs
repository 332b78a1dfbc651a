//! Interface strings: one catalogue per language from `i18n/`, a portal's own keys over the built-in ones, English below all.
//! Does not know where a string is shown.

mod check;
mod dates;

use super::config::{Config, node_of};
use super::{File, Inputs, defaults};
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::memo::Last;
use crate::base::near::did_you_mean;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::tree::{Data, Node};
use icu_plurals::{PluralCategory, PluralRules};
use std::collections::BTreeMap;
use std::sync::Arc;

const SYNTAX: Code = Code("strings/syntax");
const MISSING: Code = Code("strings/missing");
const UNKNOWN: Code = Code("strings/unknown-key");
/// Keys that begin so are a portal's own, for its own templates.
const OWN: &str = "custom.";
/// Keys that begin so name languages, any that a portal's texts are in.
const NAMED: &str = "languages.";
/// Numbers below this have their category at hand.
const SMALL: usize = 1000;
/// How many missing keys a hint lists, all of them or the first ones of more.
const MOST_LISTED: usize = 60;
const FIRST_LISTED: usize = 6;

/// The strings of one language; a copy shares them.
#[derive(Clone)]
pub struct Strings {
    own: Arc<Catalogue>,
    /// What the language lacks is shown in English.
    english: Arc<Catalogue>,
    /// The category of each of the first numbers.
    categories: Arc<[PluralCategory]>,
    /// The language's code, which names its file.
    code: String,
    tag: String,
    fingerprint: Fingerprint,
}

type Catalogue = BTreeMap<String, Entry>;

#[derive(Clone, Debug, PartialEq, Hash)]
enum Entry {
    Text(String),
    /// One form for each category of numbers that the language tells apart.
    Plural(Vec<(String, String)>),
}

/// Whether these notes are of a file of strings that cannot be read, so that pages would say something else than it does.
pub fn is_unreadable(notes: &[Diagnostic]) -> bool {
    notes.iter().any(|note| note.code == SYNTAX)
}

/// The strings of every language of the portal, in the order of the languages.
pub fn read(inputs: &Inputs, config: &Config, last: &mut Last<Checked<Vec<Strings>>>) -> Checked<Vec<Strings>> {
    let files: Vec<_> = inputs.below("i18n/").map(|(path, file)| (path.as_str(), file.fingerprint())).collect();
    let languages: Vec<_> = config.languages.iter().map(|language| (&*language.code, &*language.tag)).collect();
    last.get(Fingerprint::of_value(&(files, languages)), || read_anew(inputs, config))
}

fn read_anew(inputs: &Inputs, config: &Config) -> Checked<Vec<Strings>> {
    let mut notes = Notes::default();
    let english = Arc::new(notes.take(catalogue(inputs, "en")));
    let mut all = Vec::new();
    for language in &config.languages {
        let own = match language.code.as_str() {
            "en" => english.clone(),
            code => Arc::new(notes.take(catalogue(inputs, code))),
        };
        notes.extend(missing(inputs, &own, &english, &language.code));
        let fingerprint = Fingerprint::of_value(&(&own, &english, &language.tag));
        let (categories, tag) = (categories(&language.tag), language.tag.clone());
        let code = language.code.clone();
        all.push(Strings { own, english: english.clone(), categories, code, tag, fingerprint });
    }
    notes.extend(check::files(inputs, config));
    notes.with(all)
}

fn rules(tag: &str) -> Option<PluralRules> {
    let locale = tag.parse::<icu_locale::Locale>().ok()?;
    PluralRules::try_new_cardinal((&locale).into()).ok()
}

fn categories(tag: &str) -> Arc<[PluralCategory]> {
    let rules = rules(tag);
    (0..SMALL).map(|n| rules.as_ref().map_or(PluralCategory::Other, |r| r.category_for(n))).collect()
}

/// The built-in catalogue of a language with the portal's keys over it.
fn catalogue(inputs: &Inputs, code: &str) -> Checked<Catalogue> {
    let path = format!("i18n/{code}.toml");
    let file = SourcePath::new(&path);
    let mut notes = Notes::default();
    let mut all = Catalogue::new();
    for (key, _, entry) in
        defaults::get(&path).and_then(|text| node_of(text).ok()).map(|n| flat(&n)).unwrap_or_default()
    {
        all.insert(key, entry);
    }
    if let Some(found) = inputs.files.get(&file) {
        let known = known_keys();
        for (key, span, entry) in notes.take(portal_file(found, &file)) {
            if !key.starts_with(OWN) && !key.starts_with(NAMED) && !known.contains_key(&key) {
                notes.push(unknown(&key, span, &file, &known));
            }
            notes.extend(check::slip(&key, span, &entry, &file, &known));
            all.insert(key, entry);
        }
    }
    notes.with(all)
}

fn known_keys() -> Catalogue {
    let english = defaults::get("i18n/en.toml").and_then(|text| node_of(text).ok());
    english.map(|n| flat(&n)).unwrap_or_default().into_iter().map(|(key, _, entry)| (key, entry)).collect()
}

fn unknown(key: &str, span: Span, file: &SourcePath, known: &Catalogue) -> Diagnostic {
    let note = Diagnostic::hint(UNKNOWN, file, span, format!("nothing shows a string `{key}`"));
    note.maybe_help(did_you_mean(key, known.keys().map(String::as_str)))
        .help(format!("keys for your own templates begin with `{OWN}`"))
}

fn portal_file(found: &File, file: &SourcePath) -> Checked<Vec<(String, Span, Entry)>> {
    let text = match found {
        File::Text { bytes, .. } => {
            std::str::from_utf8(bytes).map_err(|_| (Span::default(), "not UTF-8 text".to_owned()))
        }
        _ => Err((Span::default(), "not a readable text file".to_owned())),
    };
    match text.and_then(node_of) {
        Ok(node) => Checked::fine(flat(&node)),
        Err((span, message)) => {
            Checked { value: Vec::new(), notes: vec![Diagnostic::error(SYNTAX, file, span, message)] }
        }
    }
}

/// Every entry with its dotted key.
fn flat(node: &Node) -> Vec<(String, Span, Entry)> {
    let mut all = Vec::new();
    flatten("", node, node.span, &mut all);
    all
}

fn flatten(prefix: &str, node: &Node, at: Span, all: &mut Vec<(String, Span, Entry)>) {
    match &node.data {
        Data::Scalar(text) => all.push((prefix.to_owned(), at, Entry::Text(text.clone()))),
        Data::Map(entries)
            if entries.iter().any(|(key, _)| key.value == "other") && entries.iter().all(|(key, _)| is_form(key)) =>
        {
            let form = |(key, node): &(_, Node)| form(key, node);
            all.push((prefix.to_owned(), at, Entry::Plural(entries.iter().filter_map(form).collect())));
        }
        Data::Map(entries) => {
            for (key, value) in entries {
                let dot = if prefix.is_empty() { "" } else { "." };
                flatten(&format!("{prefix}{dot}{}", key.value), value, key.span, all);
            }
        }
        Data::Empty | Data::List(_) => {}
    }
}

fn is_form(key: &crate::base::span::Spanned<String>) -> bool {
    PluralCategory::get_for_cldr_string(&key.value).is_some()
}

fn form(key: &crate::base::span::Spanned<String>, node: &Node) -> Option<(String, String)> {
    match &node.data {
        Data::Scalar(text) => Some((key.value.clone(), text.clone())),
        _ => None,
    }
}

fn missing(inputs: &Inputs, own: &Catalogue, english: &Catalogue, code: &str) -> Option<Diagnostic> {
    let lacking: Vec<&str> = english.keys().filter(|k| !own.contains_key(*k)).map(String::as_str).collect();
    if lacking.is_empty() {
        return None;
    }
    let (first, more) = match lacking.len() <= MOST_LISTED {
        true => (&lacking[..], ""),
        false => (&lacking[..FIRST_LISTED], " and others"),
    };
    let message = format!("{} interface strings have no `{code}` text and are shown in English", lacking.len());
    let path = SourcePath::new(&format!("i18n/{code}.toml"));
    let known = inputs.files.contains_key(&path);
    let file = if known { path.clone() } else { SourcePath::new("site.toml") };
    let note = Diagnostic::hint(MISSING, &file, Span::default(), message);
    let verb = if known { "complete" } else { "add" };
    Some(note.help(format!("{verb} `{path}`")).help(format!("missing: {}{more}", first.join(", "))))
}

impl Strings {
    /// Changes with any string.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Every key that there is a string for.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.english.keys().chain(self.own.keys()).map(String::as_str)
    }

    /// The string of `key`, where there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        match self.own.get(key).or_else(|| self.english.get(key))? {
            Entry::Text(text) => Some(text),
            Entry::Plural(forms) => forms.iter().find(|(form, _)| form == "other").map(|(_, text)| text.as_str()),
        }
    }

    /// The language's code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The string of `key`; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.find(key).unwrap_or_default()
    }

    /// The string of `key` with every `{name}` filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), |name| values.iter().find(|(n, _)| *n == name).map(|(_, value)| *value))
    }

    /// The form of `key` for a number, with `{n}` filled in; `None` where there is no such key.
    pub fn find_count(&self, key: &str, n: usize) -> Option<String> {
        let text = match (self.own.get(key), self.english.get(key)) {
            (Some(Entry::Plural(forms)), _) => choose(forms, word(self.category(n))),
            (None, Some(Entry::Plural(forms))) => choose(forms, if n == 1 { "one" } else { "other" }),
            (Some(Entry::Text(text)), _) | (None, Some(Entry::Text(text))) => text,
            (None, None) => return None,
        };
        let number = self.number(n);
        Some(fill(text, |name| (name == "n").then_some(number.as_str())))
    }

    /// The form of `key` for a number, with `{n}` filled in.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.find_count(key, n).unwrap_or_default()
    }

    fn category(&self, n: usize) -> PluralCategory {
        let small = self.categories.get(n).copied();
        small.or_else(|| Some(rules(&self.tag)?.category_for(n))).unwrap_or(PluralCategory::Other)
    }

    /// A number in groups of three digits.
    pub fn number(&self, n: usize) -> String {
        let digits = n.to_string();
        let mut text = String::with_capacity(digits.len() + 4);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push_str(self.get("number.group"));
            }
            text.push(digit);
        }
        text
    }
}

fn choose<'a>(forms: &'a [(String, String)], category: &str) -> &'a str {
    let find = |wanted: &str| forms.iter().find(|(form, _)| form == wanted);
    find(category).or_else(|| find("other")).map_or("", |(_, text)| text)
}

fn word(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// `pattern` with every `{name}` that has a value replaced by it.
pub fn fill<'v>(pattern: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(name, tail)| Some((value(name)?, tail))) {
            Some((text, tail)) => {
                out.push_str(text);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
