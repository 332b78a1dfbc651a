//! Front matter: where it begins and ends, and what it says in keys that are known. Does not look names up, does not read
//! the text below it, and does not compare the editions of one thing.
//!
//! Texts that an edition may have of its own (`title`, `name`, `term`, `short`, `summary`, `definition`, `note`, and the
//! propositions of a theme) are filed under the language of the file where they are plain. Every other plain text
//! (places, offices, roles, remarks on sources) serves all languages. A map by language is filed as it is written.

mod compare;
mod kinds;
mod mistakes;
mod parts;
mod slips;
mod swallowed;
#[cfg(test)]
mod tests;
mod values;
mod yaml;

use super::Kind;
use super::meta::Meta;
use crate::base::diag::{Code, Diagnostic};
use crate::base::lang::Lang;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::tree::{Data, Node};
use crate::input::config::Config;
use values::Reader;
pub use values::bare;

const UNCLOSED: Code = Code("front/unclosed");
const LIMIT: Code = Code("front/limit");

/// Most bytes of front matter.
const MOST_BYTES: usize = 64 * 1024;
/// The id of the introduction of a folder, which is a page, whatever the folder is for.
pub const INTRODUCTION: &str = "_index";
/// How the front matter of other programs begins.
const OTHERS: [(&str, &str); 2] = [("+++\n", "TOML"), ("{\n", "JSON")];
/// Keys of Obsidian itself, which are nobody's mistake.
const FOREIGN: &[&str] = &["tags", "cssclasses", "cssclass"];

/// What is known of a file before it is read.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The file.
    pub path: &'a SourcePath,
    /// From the folder.
    pub kind: Kind,
    /// From the file name.
    pub id: &'a str,
    /// From the file name's suffix.
    pub lang: Lang,
    /// Whether the keys that a thing needs must be there; an edition that is no leading one needs none.
    pub required: bool,
    /// The languages and the limits.
    pub config: &'a Config,
}

impl About<'_> {
    /// Whose keys the file has.
    fn shape(&self) -> Kind {
        if self.id == INTRODUCTION { Kind::Page } else { self.kind }
    }
}

/// Where the YAML of a file stands and where its text begins. Front matter opens with `---` as the very first line and
/// closes with `---` or `...`, alone on a line. If it never closes there is none, and all is text.
pub fn split(text: &str) -> (Option<Span>, usize) {
    let found = opening(text).and_then(|line| closing(text, line.range().end));
    found.map_or((None, mark(text)), |(yaml, body)| (Some(yaml), body))
}

/// Where the first of these keys stands that the front matter of a text has at its left edge, in bytes; words of `keys` are keys.
pub fn place_of_key(text: &str, keys: &str) -> Option<usize> {
    let yaml = split(text).0?.range();
    keys.split(' ').find_map(|key| {
        let mut at = yaml.start;
        for line in text[yaml.clone()].split_inclusive('\n') {
            if line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')) {
                return Some(at);
            }
            at += line.len();
        }
        None
    })
}

/// The length of the byte order mark.
fn mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The opening line with its end, where there is one.
fn opening(text: &str) -> Option<Span> {
    let start = mark(text);
    let line = text[start..].split_inclusive('\n').next()?;
    (line.trim_end() == "---").then(|| Span::new(start, start + line.len()))
}

/// The YAML that begins at `start`, and the place after the line that closes it.
fn closing(text: &str, start: usize) -> Option<(Span, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if (line.starts_with("---") || line.starts_with("...")) && line.trim_end().len() == 3 {
            return Some((Span::new(start, at), at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads the front matter that `split` found in `text`. What cannot be read is reported and left out; the rest is there.
///
/// An introduction (`_index`) has the keys of a page. Where `draft` or `embargo` is there but not understood the file counts
/// as a draft, and where `publish` is not understood nothing of the text is public.
pub fn read(text: &str, yaml: Option<Span>, about: &About<'_>) -> (Meta, Vec<Diagnostic>) {
    let tree = match yaml {
        None => yaml::Tree::none(unclosed(text, about.path)),
        Some(span) if span.range().len() > MOST_BYTES => yaml::Tree::none(Some(too_long(span, about.path))),
        Some(span) => yaml::read(text, span, about.config.limits.nesting, about.path),
    };
    let span = yaml.unwrap_or_default();
    let (mut meta, mut notes) = typed(&tree.root, span, tree.is_broken, about);
    if let Some((sign, name)) = OTHERS.iter().find(|(sign, _)| text[mark(text)..].starts_with(sign)) {
        let told = format!(
            "front matter is YAML between two lines of `---`; this file begins with `{}`, as {name} does",
            sign.trim_end()
        );
        let missing = notes.iter_mut().find(|note| note.code == kinds::MISSING);
        missing.into_iter().for_each(|note| *note = note.clone().help(&*told));
    }
    if let Some(slip) = slips::find(text, yaml, &tree, about.shape() == Kind::Document) {
        meta.common.draft = true;
        notes.push(slip.note(about.path));
    }
    notes.extend(tree.notes);
    (meta, notes)
}

/// The keys of the kind, and what editions are compared by.
fn typed(root: &Node, span: Span, is_broken: bool, about: &About<'_>) -> (Meta, Vec<Diagnostic>) {
    let about = About { required: about.required && !is_broken, ..*about };
    let mut reader = Reader::new(root, &about, what(about.shape()));
    reader.fields.ignore(FOREIGN);
    let common = kinds::common(&mut reader);
    let own = kinds::own(&mut reader);
    kinds::require(&mut reader, &own, span);
    let notes = reader.finish();
    let (written, values) = compare::written(root, &notes);
    (Meta { common, own, written, values, span }, notes)
}

fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "a document",
        Kind::Person => "a person",
        Kind::Organization => "an organization",
        Kind::Theme => "a theme",
        Kind::Event => "an event",
        Kind::Term => "a term",
        Kind::Page => "a page",
    }
}

fn too_long(span: Span, path: &SourcePath) -> Diagnostic {
    let message = format!("the front matter has {} bytes and is not read", span.range().len());
    Diagnostic::error(LIMIT, path, Span::at(span.range().start), message)
        .help(format!("at most {MOST_BYTES} bytes are read; is the line `---` that ends it in its place?"))
}

/// Whether a text in which this was noticed could not be read: what it says of itself is not known, or not what it says.
pub fn is_unread(code: Code) -> bool {
    [UNCLOSED, LIMIT, mistakes::SYNTAX].contains(&code) || code.0.starts_with("file/")
}

/// What to say about front matter that opens and never closes; nothing if it does not open.
fn unclosed(text: &str, path: &SourcePath) -> Option<Diagnostic> {
    let Some(line) = opening(text) else { return below(text, path) };
    let start = line.range().end;
    let dashes = Span::new(line.range().start, line.range().start + 3);
    let note = Diagnostic::error(UNCLOSED, path, dashes, "the front matter is never closed");
    let data = text[start..].split_inclusive('\n').take_while(|line| is_data(line));
    let end = start + data.map(str::len).sum::<usize>();
    if end == start {
        return Some(note.help("a line across the page is `***`").suggest(dashes, "***"));
    }
    let closing = if text[..end].ends_with('\n') { "---\n" } else { "\n---\n" };
    Some(note.help("add a line `---` after the last key").suggest(Span::at(end), closing))
}

/// What to say about front matter that has blank lines above it.
fn below(text: &str, path: &SourcePath) -> Option<Diagnostic> {
    let start = mark(text);
    let at = text.len() - text[start..].trim_start().len();
    let mut lines = text[at..].split_inclusive('\n');
    if lines.next()?.trim_end() != "---" || !lines.next().is_some_and(is_data) {
        return None;
    }
    let note = Diagnostic::error(UNCLOSED, path, Span::new(at, at + 3), "the front matter is not at the very top");
    Some(note.help("`---` is the first line of the file").fix(Span::new(start, at), ""))
}

/// Whether a line looks like YAML rather than like prose.
fn is_data(line: &str) -> bool {
    let is_inner = line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
    yaml::is_key(line) || is_inner && !line.trim().is_empty()
}

/// A tree without anything in it.
fn nothing() -> Node {
    Node { span: Span::default(), data: Data::Empty }
}
