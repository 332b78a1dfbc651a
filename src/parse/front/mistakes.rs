//! What an author should hear about YAML that cannot be read, with the place and, where it is plain, the fix. Does not read
//! YAML.

use super::LIMIT;
use super::parts::Mistake;
use crate::base::diag::{Code, Diagnostic};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use granit_parser::ErrorKind;

/// What is not YAML, or not one document of it.
pub(super) const SYNTAX: Code = Code("front/syntax");

/// What was noticed, and what to do about it.
type Words = (&'static str, &'static str);

const COLON: Words =
    ("a colon and a space in a value without quotes", "put the whole value in quotes: `title: \"One: two\"`");
const STRAY_KEY: Words =
    ("a key is not expected here", "the line above may lack its colon, or this line begins too far to the right");
const GOES_ON: Words =
    ("the value goes on where it should end", "put a value that begins with `[`, `{`, `*`, `&` or `!` in quotes");
const WRONG_COLUMN: Words =
    ("this line begins in the wrong column", "keys of one map, and dashes of one list, begin in the same column");
const SIGN: Words = ("a value without quotes cannot begin with this sign", "put the value in quotes");
const NO_KEYS: Words = ("the front matter has no keys", "a line of it is `key: value`");
const OTHER: Words = ("this is not YAML", "a line is `key: value`; a value with signs in it is put in quotes");

/// The diagnostic for a mistake in the YAML at `yaml` of `text`.
pub(super) fn explain(text: &str, yaml: Span, mistake: &Mistake, file: &SourcePath) -> Diagnostic {
    use ErrorKind as E;
    let line = Line::around(text, yaml, mistake.at);
    let error = |(message, help): Words| Diagnostic::error(SYNTAX, file, line.place(), message).help(help);
    match &mistake.kind {
        E::RecursionLimitExceeded => {
            let note = Diagnostic::error(LIMIT, file, line.place(), "too many lists and keys inside of each other");
            note.help("what is inside is not read; `nesting` in `[limits]` of `site.toml` is the limit")
        }
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => tab(text, yaml, &line, file).unwrap_or_else(|| error(OTHER)),
        E::MappingValueNotAllowed if line.value().is_some() => line.fix(error(COLON)),
        E::MappingValueNotAllowed => bad_colon(text, yaml, &line, file).unwrap_or_else(|| error(STRAY_KEY)),
        E::SimpleKeyExpected | E::InvalidSimpleKey => bad_colon(text, yaml, &line, file)
            .unwrap_or_else(|| error(("this line has no colon", "a line is `key: value`"))),
        E::UnexpectedCharacter { character } if character.is_control() => {
            let message = format!("the character U+{:04X} has no place here", u32::from(*character));
            Diagnostic::error(SYNTAX, file, line.place(), message).help("take it away; most editors do not show it")
        }
        E::UnexpectedCharacter { .. } => line.suggest(error(SIGN)),
        kind if is_structure(kind) && !line.is_first() => line.suggest(error(GOES_ON)),
        kind if is_structure(kind) => error(WRONG_COLUMN),
        kind => error(brackets(kind, line.rest()).or_else(|| quotes(kind)).unwrap_or(OTHER)),
    }
}

/// The diagnostic for YAML that is a text or a list as a whole.
pub(super) fn no_keys(text: &str, yaml: Span, root: Span, file: &SourcePath) -> Diagnostic {
    let line = Line::around(text, yaml, root.range().start);
    let note = || Diagnostic::error(SYNTAX, file, Span::new(line.at, line.end), NO_KEYS.0).help(NO_KEYS.1);
    bad_colon(text, yaml, &line, file).unwrap_or_else(note)
}

/// A line of the file, and the place in it where something went wrong.
struct Line<'t> {
    text: &'t str,
    start: usize,
    at: usize,
    /// Before the space at its end.
    end: usize,
    /// Whether what follows may belong to the same value.
    goes_on: bool,
}

impl<'t> Line<'t> {
    fn around(text: &'t str, yaml: Span, at: usize) -> Line<'t> {
        let text = &text[..yaml.range().end];
        let start = text[..at].rfind('\n').map_or(0, |n| n + 1).max(yaml.range().start);
        let (rest, below) = text[at..].split_once('\n').unwrap_or((&text[at..], ""));
        Line { text, start, at, end: at + rest.trim_end().len(), goes_on: below.starts_with([' ', '\t', '\r', '\n']) }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    /// The character at the place.
    fn place(&self) -> Span {
        Span::new(self.at, self.at + self.rest().chars().next().map_or(0, char::len_utf8))
    }

    /// Whether nothing stands before the place.
    fn is_first(&self) -> bool {
        self.text[self.start..self.at].trim_start().is_empty()
    }

    /// From after the line's first colon to its end, if the place is not before that.
    fn value(&self) -> Option<Span> {
        if self.text[self.start..].trim_start().starts_with(['"', '\'']) {
            return None;
        }
        let colon = self.text[self.start..self.at].find(": ")?;
        let value = self.text[self.start + colon + 1..self.end].trim_start();
        Some(Span::new(self.end - value.len(), self.end))
    }

    /// The value in quotes, if all of it stands on this line and there is no remark behind it.
    fn quoted(&self) -> Option<(Span, String)> {
        let span = self.value().filter(|_| !self.goes_on)?;
        let value = span.of(self.text);
        let is_plain = !value.is_empty()
            && ![" #", "\t#"].iter().any(|remark| value.contains(remark))
            && !value.contains(|c: char| c.is_control() && c != '\t')
            && !value.starts_with(['"', '\'', '|', '>', '#']);
        let quoted = match value.contains(['"', '\\']) {
            true => format!("'{}'", value.replace('\'', "''")),
            false => format!("\"{value}\""),
        };
        is_plain.then_some((span, quoted))
    }

    /// `note` with the value in quotes as its fix: the value begins like any text, so nothing else can be meant.
    fn fix(&self, note: Diagnostic) -> Diagnostic {
        // `cz, text: foo` and `｛ en: A, zh: B ｝` are meant as keys and values.
        let has_keys =
            |value: &str| value.matches(": ").count() > 1 || value.split(", ").skip(1).any(|v| v.contains(": "));
        // Nor is a key that keeps words back text, or the fix would publish them.
        let is_text = |value: &str| {
            let is_other = value.starts_with(['[', '{', '&', '*', '!', '［', '｛']);
            !is_other && !has_keys(value) && !super::slips::names_one(value)
        };
        match self.quoted() {
            Some((span, quoted)) if is_text(span.of(self.text)) => match self.has_plain_key() {
                true => note.fix(span, quoted),
                // `- Lecture: On war: part two` is one text.
                false => note.suggest(span, quoted),
            },
            _ => note,
        }
    }

    /// Whether what stands before the line's first colon looks like a key: small letters.
    fn has_plain_key(&self) -> bool {
        let line = self.text[self.start..self.end].trim_start_matches([' ', '-', '{']);
        let key = line.split_once(": ").map_or("", |(key, _)| key);
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
    }

    /// The same where something else can be meant.
    fn suggest(&self, note: Diagnostic) -> Diagnostic {
        match self.quoted() {
            Some((span, quoted)) => note.suggest(span, quoted),
            None => note,
        }
    }
}

/// A tab in the line or in one of those below it.
fn tab(text: &str, yaml: Span, line: &Line<'_>, file: &SourcePath) -> Option<Diagnostic> {
    let at = line.start + text[line.start..yaml.range().end].find('\t')?;
    let place = Span::new(at, at + 1);
    Some(match Line::around(text, yaml, at).is_first() {
        true => Diagnostic::error(SYNTAX, file, place, "a tab at the beginning of a line")
            .help("write spaces there, as many as on the other lines of the same list or map")
            .suggest(place, "  "),
        false => Diagnostic::error(SYNTAX, file, place, "a tab in a value without quotes")
            .help("write a space, or put the value in quotes")
            .fix(place, " "),
    })
}

/// A colon after a key, in the line or in the one above it, that is no colon of YAML: a wide one, or one without a space.
fn bad_colon(text: &str, yaml: Span, line: &Line<'_>, file: &SourcePath) -> Option<Diagnostic> {
    let above = (line.start > yaml.range().start).then(|| Line::around(text, yaml, line.start - 1).start);
    [above, Some(line.start)].into_iter().flatten().find_map(|start| {
        let whole = text[start..yaml.range().end].split('\n').next()?.trim_start_matches([' ', '-']);
        let rest = whole.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let at = start + text[start..].find(whole)? + whole.len() - rest.len();
        let colon = rest.chars().next().filter(|c| matches!(c, ':' | '：') && rest.len() < whole.len())?;
        let place = Span::new(at, at + colon.len_utf8());
        let is_bare = !rest[colon.len_utf8()..].starts_with([' ', '\t', '\r']) && rest.len() > colon.len_utf8();
        let note =
            |message: &str| Diagnostic::error(SYNTAX, file, place, message).help("after a key stand `:` and a space");
        match colon {
            '：' => Some(note("this is a full-width colon").suggest(place, if is_bare { ": " } else { ":" })),
            _ if is_bare => Some(note("no space after the colon").suggest(place, ": ")),
            _ => None,
        }
    })
}

/// Whether the parser found something else than what may follow.
fn is_structure(kind: &ErrorKind) -> bool {
    use ErrorKind as E;
    matches!(
        kind,
        E::InvalidIndentation
            | E::ExpectedBlockMappingKey
            | E::ExpectedBlockSequenceEntry
            | E::ExpectedDocumentStart
            | E::InvalidBlockScalarIndent
            | E::InvalidFlowScalarIndent
            | E::InvalidQuotedScalarIndent
    )
}

fn brackets(kind: &ErrorKind, rest: &str) -> Option<Words> {
    use ErrorKind as E;
    Some(match kind {
        E::ExpectedFlowMappingSeparator if rest.starts_with(':') => (
            "a colon where `,` or `}` should be",
            "put a text with a colon in quotes, or close the brace that was opened before",
        ),
        E::ExpectedFlowMappingSeparator | E::UnexpectedEofFlowMapping => (
            "`,` or `}` should be here",
            "in braces stands `{ key: value, key: value }`; put a text with a comma in quotes",
        ),
        E::ExpectedFlowSequenceSeparator | E::UnexpectedEofFlowSequence | E::UnexpectedEofImplicitFlowMapping => {
            ("`,` or `]` should be here", "a list is `[one, two]`; put a text with a comma in quotes")
        }
        E::InvalidColonPlacement => (
            "a colon where `,` or a closing bracket should be",
            "close the bracket that was opened before, or put a text with a colon in quotes",
        ),
        E::UnclosedFlowCollection { open: '[' } => ("this bracket is never closed", "add `]` where the list ends"),
        E::UnclosedFlowCollection { .. } => ("this brace is never closed", "add `}` after the last value"),
        E::MismatchedFlowCollectionEnd { .. } => {
            ("this is closed by a bracket of the other kind", "`[` is closed by `]`, and `{` by `}`")
        }
        E::MisplacedFlowCollectionEnd => ("this bracket closes nothing", "take it away, or put the value in quotes"),
        E::BlockSequenceEntryNotAllowed | E::BlockEntryInFlowCollection => {
            ("a list in dashes begins on a line of its own", "put `- …` on the next line, or write `[one, two]`")
        }
        _ => return None,
    })
}

fn quotes(kind: &ErrorKind) -> Option<Words> {
    use ErrorKind as E;
    Some(match kind {
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => {
            ("this quotation mark is never closed", "end the value with the same mark, on the same line")
        }
        E::InvalidTrailingSingleQuotedScalar => {
            ("the value goes on after its closing quotation mark", "an apostrophe between '…' is written twice: ''")
        }
        E::InvalidTrailingDoubleQuotedScalar => (
            "the value goes on after its closing quotation mark",
            "put the whole value between '…' if it has \" in it, and write each ' in it twice",
        ),
        E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape | E::InvalidUnicodeEscape => {
            ("a backslash between \"…\" begins a sign that there is not", "write `\\\\`, or put the value between '…'")
        }
        E::CommentInterceptedScalar | E::CommentNotSeparated => {
            ("a `#` begins a remark that nobody reads", "put a value with `#` in it in quotes")
        }
        E::InvalidBlockScalarHeader => ("`|` and `>` stand before a text on the next lines", "put the value in quotes"),
        E::UndeclaredTagHandle
        | E::MissingTagUri
        | E::InvalidTagTerminator
        | E::MissingAnchorOrAliasName
        | E::DirectiveDisallowed => SIGN,
        _ => return None,
    })
}
