//! From a file of `content/` to an edition: its kind, id and language from its path, its front matter and its text. Reads no other file.

use super::body::{self, Settings};
use super::kept::{Batch, Kept, Open, batches};
use super::keys::{Attr, BETWEEN_NAMES, Key, Origin};
use super::meta::{Meta, Name, Own, Publish};
use super::words::DocumentType;
use super::{Edition, Kind, front};
use crate::base::diag::{Checked, Code, Diagnostic, Notes};
use crate::base::fingerprint::Fingerprint;
use crate::base::fold::is_id;
use crate::base::lang::Lang;
use crate::base::parallel;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::input::config::Config;
use crate::input::{File, Inputs, UNREADABLE};
use std::borrow::Cow;
use std::sync::Arc;

const FOLDER: Code = Code("file/folder");
const NAME: Code = Code("file/name");
const LANGUAGE: Code = Code("file/language");
const ENCODING: Code = Code("file/encoding");
const SIZE: Code = Code("file/size");

/// What was read from one file, and what was noticed about it.
#[derive(Debug)]
pub struct Parsed {
    edition: Option<Arc<Edition>>,
    notes: Vec<Diagnostic>,
}

/// What was read for the last site, with all that it depends on: settings, and of each file path and bytes. Sorted by path.
#[derive(Default)]
pub struct LastEditions {
    settings: Fingerprint,
    files: Vec<(SourcePath, Fingerprint, Arc<Parsed>)>,
    kept: Kept,
}

impl LastEditions {
    /// Begins with what an earlier process read.
    pub fn of(kept: Kept) -> LastEditions {
        LastEditions { kept, ..LastEditions::default() }
    }

    /// What of the last site another process need not read again: texts of which there is nothing to tell, because what is noticed is not kept.
    pub fn batches(&self) -> Vec<Batch<'_>> {
        let quiet = self.files.iter().filter(|(.., parsed)| parsed.notes.is_empty());
        let texts: Vec<&Edition> = quiet.filter_map(|(.., parsed)| parsed.edition.as_deref()).collect();
        batches(&texts)
    }
}

/// Every Markdown file of `content/`, read on all cores; files that did not change are not read again.
pub fn editions(inputs: &Inputs, config: &Config, last: &mut LastEditions) -> Checked<Vec<Arc<Edition>>> {
    let settings = settings_fingerprint(config);
    // What an earlier process kept serves once: from then on it is in the memory.
    let LastEditions { settings: before, files, kept } = std::mem::take(last);
    let known = if before == settings { files } else { Vec::new() };
    let open = kept.open();
    let mut known = known.into_iter().peekable();
    let files = inputs.below("content/").filter(|(path, _)| path.as_str().ends_with(".md"));
    // Both are sorted by path, so that one walk over them finds what did not change.
    let files: Vec<_> = files
        .map(|(path, file)| {
            while known.next_if(|(other, ..)| other < path).is_some() {}
            let same = known.next_if(|(other, ..)| other == path);
            (path, file, same.filter(|(_, bytes, _)| *bytes == file.fingerprint()))
        })
        .collect();
    let parsed = parallel::map(&files, |(path, file, same)| match same {
        Some((.., parsed)) => Arc::clone(parsed),
        None => {
            let key = Fingerprint::of_value(&(path.as_str(), file.fingerprint(), settings));
            Arc::new(read(path, file, config, key, &open))
        }
    });
    let mut notes = Notes::default();
    notes.extend(folders(inputs));
    notes.extend(other_endings(inputs));
    let mut editions = Vec::with_capacity(parsed.len());
    for one in &parsed {
        notes.extend(one.notes.iter().cloned());
        editions.extend(one.edition.clone());
    }
    let read = files.into_iter().zip(parsed);
    let read = read.map(|((path, file, _), parsed)| (path.clone(), file.fingerprint(), parsed)).collect();
    *last = LastEditions { settings, files: read, kept: Kept::default() };
    notes.with(editions)
}

/// Links to folders, which nothing is read from: a text in them would be missed without a word.
fn folders(inputs: &Inputs) -> impl Iterator<Item = Diagnostic> {
    inputs.below("content/").filter_map(|(path, file)| match file {
        File::Unreadable { reason } if path.extension().is_empty() => {
            Some(Diagnostic::error(UNREADABLE, path, Span::default(), reason.clone()))
        }
        _ => None,
    })
}

/// Texts under another ending: not reading them without a word would lose them.
fn other_endings(inputs: &Inputs) -> impl Iterator<Item = Diagnostic> {
    let is_text = |path: &SourcePath| matches!(&*path.extension(), "md" | "markdown" | "mdown" | "mkd");
    let texts = inputs.below("content/").filter(move |(path, _)| !path.as_str().ends_with(".md") && is_text(path));
    texts.map(|(path, _)| {
        let note = Diagnostic::error(NAME, path, Span::default(), "the file is not read: texts end in `.md`");
        let stem = path.file_name().rsplit_once('.').map_or("", |(stem, _)| stem);
        note.help(format!("rename it: `{stem}.md`"))
    })
}

/// What reading a file depends on, besides the file.
fn settings_fingerprint(config: &Config) -> Fingerprint {
    let languages: Vec<(&str, &str)> = config.languages.iter().map(|l| (&*l.code, &*l.tag)).collect();
    Fingerprint::of_value(&(languages, config.limits, config.raw_html))
}

fn read(path: &SourcePath, file: &File, config: &Config, key: Fingerprint, kept: &Open<'_>) -> Parsed {
    if let Some(edition) = kept.edition(key) {
        return Parsed { edition: Some(Arc::new(edition)), notes: Vec::new() };
    }
    let mut notes = Vec::new();
    let edition = open(path, file, config, &mut notes).and_then(|text| {
        let (kind, id, lang) = place(path, config, &mut notes)?;
        Some(Arc::new(edition(path, &visible(text), config, key, (kind, id, lang), &mut notes)))
    });
    Parsed { edition, notes }
}

/// The text of a file, or what keeps it from being text.
fn open<'f>(path: &SourcePath, file: &'f File, config: &Config, notes: &mut Vec<Diagnostic>) -> Option<&'f str> {
    let mut fail = |code, at, message: String, hint: &str| {
        let note = Diagnostic::error(code, path, Span::at(at), message);
        notes.push(if hint.is_empty() { note } else { note.help(hint) });
        None
    };
    let bytes = match file {
        File::Text { bytes, .. } => bytes,
        File::Unreadable { reason } => return fail(UNREADABLE, 0, reason.clone(), ""),
        File::Asset { .. } => return fail(UNREADABLE, 0, "not a text file".to_owned(), ""),
    };
    if bytes.len() as u64 > config.limits.file_bytes {
        let message = format!("{} bytes, more than the limit of {}", bytes.len(), config.limits.file_bytes);
        return fail(SIZE, 0, message, "split the text, or raise `file_bytes` under `[limits]` in `site.toml`");
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return fail(ENCODING, 0, "the file is UTF-16, not UTF-8".to_owned(), "save it as UTF-8");
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return fail(ENCODING, at, "the file has a NUL byte: it is no text".to_owned(), "save it as UTF-8 text");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => match lone_return(text) {
            Some(at) => {
                let message = "a line ends with a carriage return alone: the front matter cannot be told from the text";
                fail(ENCODING, at, message.to_owned(), "save it with line feeds at the ends of lines")
            }
            None => Some(text),
        },
        Err(error) => {
            let message = format!("byte {} is not UTF-8", error.valid_up_to() + 1);
            fail(ENCODING, error.valid_up_to(), message, "the file may be Latin-1 or GBK: save it as UTF-8")
        }
    }
}

/// Where a line of the front matter, or of what may be meant as such, ends with a carriage return alone. Read as one long line it would keep
/// nothing back.
fn lone_return(text: &str) -> Option<usize> {
    if !text.contains('\r') {
        return None;
    }
    let head = match front::split(text).0 {
        Some(yaml) => yaml.range(),
        None if text.trim_start_matches('\u{feff}').starts_with("---") => 0..text.len(),
        None => return None,
    };
    let of_head = &text[head.clone()];
    let is_lone = |at: &usize| !of_head[at + 1..].starts_with('\n');
    of_head.match_indices('\r').map(|(at, _)| at).find(is_lone).map(|at| head.start + at)
}

/// The text with signs that no page may hold taken out, as long as it was: the places of all else stay.
fn visible(text: &str) -> Cow<'_, str> {
    let is_lost = |b: u8| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0x7f;
    // No characters, and those that stand for other things on the way to a page: for comments, and for the way to the site's root.
    const NONE: [char; 5] = ['\u{FFFE}', '\u{FFFF}', '\u{F8FD}', '\u{F8FE}', '\u{91}'];
    let may_be = |b: u8| is_lost(b) || matches!(b, 0xC2 | 0xEF);
    if !text.bytes().any(may_be) || !text.bytes().any(is_lost) && !text.contains(NONE) {
        return Cow::from(text);
    }
    let shown = text.chars().map(|c| match c {
        c if c.is_ascii() && is_lost(c as u8) => ' ',
        '\u{91}' => '\u{A0}',
        c if NONE.contains(&c) => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    Cow::from(shown.collect::<String>())
}

/// Kind, id and language, from the path.
fn place(path: &SourcePath, config: &Config, notes: &mut Vec<Diagnostic>) -> Option<(Kind, Arc<str>, Lang)> {
    let rest = path.as_str().strip_prefix("content/")?;
    let folder = rest.split_once('/').map_or("", |(folder, _)| folder);
    let Some(kind) = Kind::ALL.into_iter().find(|k| k.folder() == folder) else {
        let known: Vec<&str> = Kind::ALL.iter().map(|k| k.folder()).collect();
        let note = Diagnostic::warning(FOLDER, path, Span::default(), "the file lies in no folder of a kind");
        let near = crate::base::near::did_you_mean(folder, known.iter().copied());
        notes.push(note.maybe_help(near).help(format!("folders of `content/`: {}", known.join(", "))));
        return None;
    };
    let stem = path.text_name();
    let (id, code) = stem.split_once('.').map_or((stem, None), |(id, code)| (id, Some(code)));
    let lang = match code.map(|code| (code, config.lang(code))) {
        None => Lang::DEFAULT,
        Some((_, Some(lang))) => lang,
        Some((code, None)) => {
            let message = format!("`{}` is no language of this portal", crate::base::tree::short(code));
            let note = Diagnostic::error(LANGUAGE, path, Span::default(), message);
            notes.push(note.help("declare it under `languages` in `site.toml`, or rename the file"));
            return None;
        }
    };
    if id == front::INTRODUCTION && (kind == Kind::Page || rest.matches('/').count() > 1) {
        let message = "this introduces no index: only a folder of `content/` has one, and plain pages have none";
        let note = Diagnostic::warning(FOLDER, path, Span::default(), message);
        notes.push(note.help("what a folder in it is about may stand in `content/documents/_index.md`"));
        return None;
    }
    if id != front::INTRODUCTION && !is_id(id) {
        let message = format!("`{}` is no id", crate::base::tree::short(id));
        let note = Diagnostic::error(NAME, path, Span::default(), message);
        let hint = format!("small letters, digits and hyphens, at most 80: `{}.md`", crate::base::fold::slug(id));
        notes.push(note.help(hint));
        return None;
    }
    Some((kind, Arc::from(id), lang))
}

fn edition(
    path: &SourcePath,
    text: &str,
    config: &Config,
    key: Fingerprint,
    (kind, id, lang): (Kind, Arc<str>, Lang),
    notes: &mut Vec<Diagnostic>,
) -> Edition {
    let (yaml, start) = front::split(text);
    let required = lang == Lang::DEFAULT && &*id != front::INTRODUCTION;
    let (meta, found) = front::read(text, yaml, &front::About { path, kind, id: &id, lang, required, config });
    notes.extend(found);
    let outer = outer(&meta);
    let settings = Settings {
        raw_html: config.raw_html,
        as_commonmark: false,
        nesting: config.limits.nesting,
        marks: config.limits.marks,
        language: &config.language(lang).tag,
        outer: &outer,
    };
    let (body, found) = body::read(&text[start..], start, path, &settings);
    notes.extend(found);
    // Of excerpts, marks decide which of the names are asked for.
    let asked = [Publish::Full, Publish::Excerpts].map(|publish| body.with_colons(publish));
    let asked = asked.map(|names| names.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
    let written = yaml.map(|span| (span, span.of(text)));
    // A slip below the front matter may keep the file back, so that its bytes alone do not tell.
    let frame = Fingerprint::of_value(&(path.as_str(), written, start, asked, meta.common.draft));
    Edition { path: path.clone(), fingerprint: key, frame, kind, id, lang, meta, body }
}

/// What the front matter says for every mark of the text.
pub fn outer(meta: &Meta) -> Vec<Attr> {
    let Own::Document(own) = &meta.own else { return Vec::new() };
    let attr = |key, value: String, span| Attr { key, value: value.into(), span, origin: Origin::Front };
    let named = |key, name: &Option<Name>| name.as_ref().map(|n| attr(key, n.value.clone(), n.span));
    let mut outer = Vec::new();
    if let Some(first) = own.speaker.first() {
        let all: Vec<&str> = own.speaker.iter().map(|s| s.value.as_str()).collect();
        outer.push(attr(Key::By, all.join(BETWEEN_NAMES), first.span));
    }
    outer.extend(own.said.as_ref().map(|d| attr(Key::Date, d.value.to_string(), d.span)));
    outer.extend(named(Key::Event, &own.event));
    // A briefing is the portal's own.
    outer.extend(named(Key::Via, &own.outlet).filter(|_| own.doc_type != Some(DocumentType::Briefing)));
    if let [only] = &own.themes[..] {
        outer.push(attr(Key::Theme, only.value.clone(), only.span));
    }
    outer
}
