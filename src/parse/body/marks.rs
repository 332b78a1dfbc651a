//! From spans with braces to marks: kinds, ids, parts that continue others, and what is wrong with them. Does not look names up.

use super::write::Reading;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::near::did_you_mean;
use crate::base::path::SourcePath;
use crate::parse::braces::Braces;
use crate::parse::keys::{Attr, CLAIM_STATES, Key, MarkKind, STANCES, STATES, attr};
use crate::parse::{Mark, Part, Segment};
use std::collections::{BTreeMap, BTreeSet};

const NO_KIND: Code = Code("mark/no-kind");
const NO_QUOTES: Code = Code("mark/no-quotation-marks");
const CONT: Code = Code("mark/continues-nothing");
const DUPLICATE: Code = Code("mark/duplicate-id");
const KEY_KIND: Code = Code("mark/key-of-other-kind");
const VALUE: Code = Code("mark/bad-value");
const STANCE: Code = Code("mark/stance-without-proposition");

/// The signs that open a quotation.
pub const QUOTATION_MARKS: [char; 10] = ['"', '“', '「', '『', '‘', '«', '„', '»', '\u{301D}', '＂'];

/// A span with braces and with the keys that it inherits.
#[derive(Debug)]
pub struct RawMark {
    /// As written.
    pub braces: Braces,
    /// With what is inherited.
    pub attrs: Vec<Attr>,
    /// Its place.
    pub part: Part,
    /// The enclosing span.
    pub parent: Option<u32>,
    /// Whether it is a whole block.
    pub block: bool,
}

/// Builds the marks of a body and numbers the holes by mark and part.
pub fn build(reading: &mut Reading, file: &SourcePath) {
    let raws = std::mem::take(&mut reading.raws);
    let ids = first_parts(&raws, file, &mut reading.notes);
    // Where each span ended up: the mark and the part of it.
    let mut homes: Vec<(u32, u32)> = Vec::with_capacity(raws.len());
    let mut marks: Vec<Mark> = Vec::new();
    let firsts: Vec<bool> = raws.iter().map(|raw| continued(raw, &ids).is_none()).collect();
    for (i, raw) in raws.iter().enumerate() {
        if firsts[i] {
            homes.push((marks.len() as u32, 0));
            marks.push(mark(raw, file, &reading.body.plain, &mut reading.notes));
        } else {
            homes.push((u32::MAX, 0));
        }
    }
    join_parts(&raws, &ids, &mut homes, &mut marks);
    for (i, raw) in raws.iter().enumerate().filter(|(i, _)| firsts[*i]) {
        marks[homes[i].0 as usize].parent = raw.parent.map(|p| homes[p as usize].0);
    }
    reading.body.marks = marks;
    renumber(reading, &homes);
}

/// The span that `cont=` continues, where there is one.
fn continued(raw: &RawMark, ids: &BTreeMap<&str, usize>) -> Option<usize> {
    ids.get(raw.braces.get(Key::Cont)?.value.as_str()).copied()
}

/// The first span of each id.
fn first_parts<'a>(raws: &'a [RawMark], file: &SourcePath, notes: &mut Vec<Diagnostic>) -> BTreeMap<&'a str, usize> {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, raw) in raws.iter().enumerate() {
        if let (Some(id), None) = (&raw.braces.id, raw.braces.get(Key::Cont)) {
            if ids.contains_key(id.value.as_str()) {
                let message = format!("`#{}` is taken by words further up", id.value);
                let note = Diagnostic::error(DUPLICATE, file, id.span, message);
                notes.push(note.help("an id names one statement; words that continue it have `cont=` instead"));
            } else {
                ids.insert(&id.value, i);
            }
        }
    }
    for raw in raws {
        if let Some(cont) = raw.braces.get(Key::Cont).filter(|c| !ids.contains_key(c.value.as_str())) {
            let message = format!("no words here have the id `#{}`", cont.value);
            let note = Diagnostic::error(CONT, file, cont.span, message);
            let near = did_you_mean(&cont.value, ids.keys().copied());
            notes.push(note.maybe_help(near).help("the first part of a split statement has `{#id …}`"));
        }
    }
    ids
}

fn join_parts(raws: &[RawMark], ids: &BTreeMap<&str, usize>, homes: &mut [(u32, u32)], marks: &mut [Mark]) {
    for (i, raw) in raws.iter().enumerate() {
        let Some(first) = continued(raw, ids).filter(|f| homes[*f].0 != u32::MAX) else { continue };
        let home = homes[first].0;
        let mark = &mut marks[home as usize];
        homes[i] = (home, mark.parts.len() as u32);
        mark.parts.push(raw.part.clone());
        for own in raw.attrs.iter().filter(|a| a.own && a.key != Key::Cont) {
            if !mark.attrs.iter().any(|a| a.key == own.key && a.own) {
                mark.attrs.retain(|a| a.key != own.key);
                mark.attrs.push(own.clone());
            }
        }
    }
    // A span that continues one which is itself a continuation of nothing stays unnumbered: it is its own mark's part 0.
    for home in homes.iter_mut().filter(|h| h.0 == u32::MAX) {
        *home = (0, 0);
    }
}

fn mark(raw: &RawMark, file: &SourcePath, plain: &str, notes: &mut Vec<Diagnostic>) -> Mark {
    let kind = kind(raw, file, notes);
    let words = raw.part.plain.of(plain);
    if raw.braces.kind == Some(MarkKind::Quote) && !raw.block && !words.contains(QUOTATION_MARKS) {
        let note = Diagnostic::warning(NO_QUOTES, file, raw.part.span, "a quotation without quotation marks");
        notes.push(note.help("put the verbatim words in quotation marks, or mark them `.paraphrase`"));
    }
    check(raw, kind, file, notes);
    Mark {
        kind,
        id: raw.braces.id.clone(),
        parts: vec![raw.part.clone()],
        attrs: raw.attrs.clone(),
        parent: None,
        block: raw.block,
        span: raw.braces.span,
    }
}

fn kind(raw: &RawMark, file: &SourcePath, notes: &mut Vec<Diagnostic>) -> MarkKind {
    if let Some(kind) = raw.braces.kind {
        return kind;
    }
    let spoken = attr(&raw.attrs, Key::By).is_some() || raw.braces.get(Key::Cont).is_some();
    if !spoken && raw.braces.problems.is_empty() {
        let message = "the braces do not say what these words are";
        let note = Diagnostic::error(NO_KIND, file, raw.braces.span, message);
        notes.push(note.help("add a kind such as `.quote`, `.claim` or `.figure`, or a speaker: `by=…`"));
    }
    if raw.part.quoted { MarkKind::Quote } else { MarkKind::Paraphrase }
}

fn check(raw: &RawMark, kind: MarkKind, file: &SourcePath, notes: &mut Vec<Diagnostic>) {
    for own in raw.attrs.iter().filter(|a| a.own) {
        if !own.key.fits(kind) && raw.braces.get(Key::Updates).is_none() {
            let message = format!("`{}` is no key of a {}", own.key.word(), kind.word());
            notes.push(Diagnostic::error(KEY_KIND, file, own.span, message));
        }
        if let Some(wanted) = wrong_value(own, kind, raw) {
            let message = format!("`{}` is no value of `{}`", crate::base::tree::short(&own.value), own.key.word());
            notes.push(Diagnostic::error(VALUE, file, own.span, message).help(wanted));
        }
    }
    let own = |key| raw.braces.get(key);
    if let (Some(lone), None) | (None, Some(lone)) = (own(Key::Stance), own(Key::On)) {
        let missing = if lone.key == Key::On { "stance" } else { "on" };
        let message = format!("`{}` needs `{missing}`", lone.key.word());
        let note = Diagnostic::error(STANCE, file, lone.span, message);
        notes.push(note.help("`stance=for on=theme/proposition`"));
    }
}

/// What a value should be, where it is not.
fn wrong_value(own: &Attr, kind: MarkKind, raw: &RawMark) -> Option<String> {
    let value = own.value.as_str();
    let one_of = |words: &[&str]| {
        let near = did_you_mean(value, words.iter().copied());
        (!words.contains(&value)).then(|| near.unwrap_or_else(|| format!("known: {}", words.join(", "))))
    };
    match own.key {
        Key::Date | Key::AsOf | Key::Due if Date::parse(value).is_none() => {
            Some("a date: 2026, 2026-05, 2026-05-13 or start/end".to_owned())
        }
        Key::Stance => one_of(&STANCES.map_words()),
        Key::Status if kind == MarkKind::Claim && raw.braces.get(Key::Updates).is_none() => one_of(CLAIM_STATES),
        Key::Status if kind == MarkKind::Claim => {
            let all: Vec<&str> = STATES.iter().chain(CLAIM_STATES).copied().collect();
            one_of(&all)
        }
        Key::Status => one_of(STATES),
        Key::Value if !is_figure(value) => {
            Some("decimal text, with `<`, `>` or `~` before it, or a range: `60`, `<60`, `40..45`".to_owned())
        }
        _ => None,
    }
}

trait MapWords {
    fn map_words(&self) -> Vec<&'static str>;
}

impl<T> MapWords for &[(&'static str, T)] {
    fn map_words(&self) -> Vec<&'static str> {
        self.iter().map(|(word, _)| *word).collect()
    }
}

/// Whether a value is decimal text with a sign of comparison, or a range of two.
pub fn is_figure(value: &str) -> bool {
    let decimal = |text: &str| {
        let text = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(part)
    };
    match value.split_once("..") {
        Some((from, to)) => decimal(from) && decimal(to),
        None => decimal(value.trim_start_matches(['<', '>', '~'])),
    }
}

/// Numbers the holes of the body by mark and part.
fn renumber(reading: &mut Reading, homes: &[(u32, u32)]) {
    for block in &mut reading.body.blocks {
        for segment in &mut block.segments {
            if let Segment::Open(i, part) | Segment::Close(i, part) = segment {
                (*i, *part) = homes[*i as usize];
            }
        }
        for i in &mut block.marks {
            *i = homes[*i as usize].0;
        }
        let mut seen = BTreeSet::new();
        block.marks.retain(|m| seen.insert(*m));
    }
}
