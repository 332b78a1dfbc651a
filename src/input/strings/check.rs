//! What is wrong with a portal's own strings: places in braces that nothing fills, forms where a text is wanted, files of languages that the
//! portal does not have. Does not read them.

use super::{Catalogue, Entry};
use crate::base::diag::{Code, Diagnostic};
use crate::base::near::did_you_mean;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::input::Inputs;
use crate::input::config::Config;
use std::collections::BTreeSet;

const PLACES: Code = Code("strings/places");
const FORMS: Code = Code("strings/forms");
/// Longer words in braces are meant as they stand.
const LONGEST_NAME: usize = 32;
const NO_LANGUAGE: Code = Code("strings/no-language");

/// What a string has that the built-in one of its key has not, or lacks that it has.
pub fn slip(key: &str, span: Span, entry: &Entry, file: &SourcePath, known: &Catalogue) -> Option<Diagnostic> {
    let built_in = known.get(key)?;
    if let (Entry::Plural(_), Entry::Text(_)) = (entry, built_in) {
        let note = Diagnostic::warning(FORMS, file, span, format!("`{key}` is one text, and has no forms for numbers"));
        return Some(note.help(format!("write `{} = \"…\"`", key.rsplit('.').next().unwrap_or(key))));
    }
    let (own, wanted) = (places(entry), places(built_in));
    if let Some(place) = own.difference(&wanted).next() {
        let note = Diagnostic::warning(PLACES, file, span, format!("nothing fills `{{{place}}}` in `{key}`"));
        let known = wanted.iter().map(|place| format!("`{{{place}}}`")).collect::<Vec<_>>().join(", ");
        let list = if known.is_empty() { "it is shown as it stands".to_owned() } else { format!("it has {known}") };
        return Some(note.maybe_help(did_you_mean(place, wanted.iter().copied())).help(list));
    }
    // A form may say "one document"; a text that leaves something out says less than the built-in one.
    let left_out = wanted.difference(&own).next().filter(|_| matches!(entry, Entry::Text(_)))?;
    let note = Diagnostic::hint(PLACES, file, span, format!("`{key}` does not say `{{{left_out}}}`"));
    Some(note.help("what is filled in there is not shown in this language"))
}

/// The names in braces of a string, in whichever form.
fn places(entry: &Entry) -> BTreeSet<&str> {
    let texts: Vec<&str> = match entry {
        Entry::Text(text) => vec![text],
        Entry::Plural(forms) => forms.iter().map(|(_, text)| text.as_str()).collect(),
    };
    let is_name = |name: &&str| !name.trim().is_empty() && name.len() <= LONGEST_NAME && !name.contains('\n');
    let names = texts.into_iter().flat_map(|text| text.split('{').skip(1));
    names.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).filter(is_name).collect()
}

/// Files of strings that no language of the portal uses; what English has is shown for want of others.
pub fn files(inputs: &Inputs, config: &Config) -> Vec<Diagnostic> {
    let codes = || config.languages.iter().map(|language| language.code.as_str());
    let unused = |path: &&SourcePath| {
        let code = path.as_str().strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml"));
        code.is_some_and(|code| code != "en" && !codes().any(|own| own == code))
    };
    let note = |file: &SourcePath| {
        let note = Diagnostic::hint(NO_LANGUAGE, file, Span::default(), "no language of the portal has this code");
        note.help(format!("`languages` has {}", codes().collect::<Vec<_>>().join(", ")))
    };
    inputs.files.keys().filter(unused).map(note).collect()
}
