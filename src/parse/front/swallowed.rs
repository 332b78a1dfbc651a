//! Values that YAML does not read as what they look like: `#` begins a remark, `&` and `!` begin names and tags of its own, and the words
//! behind them are lost without a word. Looks at lines; only tells.

use super::mistakes::SYNTAX;
use super::yaml::is_key;
use crate::base::diag::Diagnostic;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// Most lines looked at: front matter is shorter.
const MOST_LINES: usize = 1000;

/// The values at `yaml` of `text` that begin with a sign of YAML's own.
pub(super) fn find(text: &str, yaml: Span, file: &SourcePath) -> Vec<Diagnostic> {
    let whole = yaml.of(text);
    if !whole.contains([':']) || !whole.contains(['#', '&', '!']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = yaml.range().start;
    for line in whole.split_inclusive('\n').take(MOST_LINES) {
        let (start, below) = (at, &text[at + line.len()..yaml.range().end]);
        at += line.len();
        let Some((key, value)) = line.split_once(':').filter(|_| is_key(line)) else { continue };
        let value = value.trim();
        let Some(sign) = lost(value, below, whole) else { continue };
        let from = start + line.len() - line[key.len() + 1..].trim_start().len();
        let message =
            format!("a value that begins with `{sign}` is not read as it stands: to YAML this is {}", what(sign));
        let note = Diagnostic::error(SYNTAX, file, Span::new(from, from + value.len()), message);
        found.push(note.help("put the whole value in quotes, or a space behind the `#` of a remark"));
    }
    found
}

/// The sign that a value is lost by.
fn lost(value: &str, below: &str, whole: &str) -> Option<char> {
    let sign = value.chars().next()?;
    let word = &value[sign.len_utf8()..];
    let is_word = word.starts_with(|c: char| c.is_alphanumeric());
    let name = word.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    let goes_on = below.starts_with([' ', '\t', '-', '#']);
    match sign {
        // A remark has a space behind its sign, and a list or a map may follow it.
        '#' => (is_word && !goes_on).then_some(sign),
        // What is named is used somewhere, or has something to be the name of.
        '&' => (is_word && !whole.contains(&format!("*{name}"))).then_some(sign),
        '!' => is_word.then_some(sign),
        _ => None,
    }
}

fn what(sign: char) -> &'static str {
    match sign {
        '#' => "a remark",
        '&' => "a name for the value",
        _ => "a type",
    }
}
