//! From spans with braces to marks: kinds, ids, parts that continue others, and what is wrong with them. Does not look names up.

use super::parts::{self, GLOSS, Parts, Role};
use super::write::Reading;
use crate::base::date::Date;
use crate::base::diag::{Code, Diagnostic};
use crate::base::lang::is_tag;
use crate::base::near::did_you_mean;
use crate::base::path::SourcePath;
use crate::base::signs::QUOTATION_MARKS;
use crate::base::tree::{DATE, short};
use crate::parse::braces::Braces;
use crate::parse::keys::{Attr, CLAIM_STATES, KEYS, Key, MarkKind, Origin, STANCES, STATES, attr, states_of, words};
use crate::parse::{Mark, Part, Segment};
use std::collections::BTreeSet;

const NO_QUOTES: Code = Code("mark/no-quotation-marks");
const KEY_KIND: Code = Code("mark/key-of-other-kind");
const VALUE: Code = Code("mark/bad-value");
const NO_STATUS: Code = Code("mark/updates-without-status");
const PART: Code = Code("mark/part-differs");
const STANCE: Code = Code("mark/stance-without-proposition");

/// A span with braces and with the keys that it inherits.
#[derive(Debug)]
pub struct RawMark {
    /// As written.
    pub braces: Braces,
    /// With what is inherited.
    pub attrs: Vec<Attr>,
    /// The keys that `key=""` stops.
    pub stopped: Vec<Key>,
    /// Its place.
    pub part: Part,
    /// The enclosing span.
    pub parent: Option<u32>,
}

impl RawMark {
    /// Whether the words translate others, and so are no statement.
    pub fn is_gloss(&self) -> bool {
        self.braces.get(Key::Gloss).is_some()
    }
}

/// Builds the marks of a body and numbers the holes by mark and part.
pub fn build(reading: &mut Reading, file: &SourcePath) {
    let raws = std::mem::take(&mut reading.raws);
    let Parts { roles, named } = parts::find(&raws, &reading.body.anchors, file, &mut reading.notes);
    // Where each span ended up: the mark and the part of it. A translation is no part of what it translates, and has no holes.
    let mut homes: Vec<Option<Home>> = vec![None; raws.len()];
    let mut marks: Vec<Mark> = Vec::new();
    for i in (0..raws.len()).filter(|i| roles[*i] == Role::First) {
        homes[i] = Some(Home { mark: marks.len() as u32, part: Some(0) });
        marks.push(mark(&raws[i], named[i], file, &reading.body.plain, &mut reading.notes));
    }
    for (i, raw) in raws.iter().enumerate() {
        let Role::Later(first) = roles[i] else { continue };
        homes[i] = homes[first].map(|home| {
            let mark = &mut marks[home.mark as usize];
            check(raw, mark.kind, file, &mut reading.notes);
            Home { part: Some(add_part(raw, mark, file, &mut reading.notes)), ..home }
        });
    }
    // Only now it is known which language each statement is in.
    for (i, raw) in raws.iter().enumerate() {
        let Role::Gloss(of) = roles[i] else { continue };
        check_gloss(raw, file, &mut reading.notes);
        homes[i] = of.and_then(|first| homes[first]).map(|home| Home { part: None, ..home });
        if let Some(home) = homes[i] {
            add_gloss(raw, &mut marks[home.mark as usize], file, &mut reading.notes);
        }
    }
    for i in (0..raws.len()).filter(|i| roles[*i] == Role::First) {
        let around = std::iter::successors(raws[i].parent, |p| raws[*p as usize].parent);
        let parent = around.filter_map(|p| homes[p as usize]).map(|home| home.mark).next();
        if let Some(own) = homes[i] {
            marks[own.mark as usize].parent = parent.filter(|p| *p != own.mark);
        }
    }
    reading.body.marks = marks;
    renumber(reading, &homes);
}

/// The mark that a span belongs to, and which part of it the span is; none of a translation.
#[derive(Clone, Copy)]
struct Home {
    mark: u32,
    part: Option<u32>,
}

/// A translation has nothing else in its braces: what it translates says the rest.
fn check_gloss(raw: &RawMark, file: &SourcePath, notes: &mut Vec<Diagnostic>) {
    for own in raw.braces.attrs.iter().filter(|own| own.key != Key::Gloss) {
        notes.push(other_kind(own, "translation", |key| key == Key::Gloss, file));
    }
    if raw.braces.kind.is_some() || raw.braces.id.is_some() {
        let note = Diagnostic::error(KEY_KIND, file, raw.braces.span, "a translation has neither a kind nor an id");
        notes.push(note.help("it belongs to the words that it translates: `[…]{gloss=id}`"));
    }
}

/// Gives a mark its translation.
fn add_gloss(raw: &RawMark, mark: &mut Mark, file: &SourcePath, notes: &mut Vec<Diagnostic>) {
    let place = raw.braces.get(Key::Gloss).map_or(raw.braces.span, |gloss| gloss.span);
    if mark.gloss.is_some() {
        let note = Diagnostic::error(GLOSS, file, place, "these words have a translation already");
        notes.push(note.help("the first one is shown with them; put all of it into one pair of brackets"));
    } else if attr(&mark.attrs, Key::Lang).is_none() {
        let note =
            Diagnostic::error(GLOSS, file, place, "the words that this translates are in the language of the text");
        notes.push(note.help("say which language they are in, at the words: `lang=en`"));
    } else {
        mark.gloss = Some(raw.part.plain);
    }
}

/// Adds words that continue a mark; returns which part they are.
fn add_part(raw: &RawMark, mark: &mut Mark, file: &SourcePath, notes: &mut Vec<Diagnostic>) -> u32 {
    mark.parts.push(raw.part.clone());
    let good = good_attrs(raw, mark.kind);
    // Who speaks is settled by the first part, also where it has that from around it; so is what belongs to who speaks.
    let speaker = attr(&mark.attrs, Key::By).map(|by| by.value.clone());
    let is_other = attr(&good, Key::By).is_some_and(|by| speaker.as_ref().is_some_and(|first| *first != by.value));
    let own = good.into_iter().filter(|a| a.origin == Origin::Own && a.key != Key::Cont);
    for own in own.filter(|a| !(is_other && matches!(a.key, Key::As | Key::Side))) {
        let is_settled = |a: &&Attr| a.key == own.key && (a.origin == Origin::Own || a.key == Key::By);
        match mark.attrs.iter().find(is_settled) {
            Some(first) if first.value == own.value => {}
            Some(first) => {
                let message = format!("`{}` says otherwise than at the first part of the statement", own.key.word());
                let note = Diagnostic::error(PART, file, own.span, message);
                let hint =
                    format!("a statement has one: there it is `{}`, which holds for all parts", short(&first.value));
                notes.push(note.help(hint));
            }
            None => {
                mark.attrs.retain(|a| a.key != own.key);
                mark.attrs.push(own);
            }
        }
    }
    mark.parts.len() as u32 - 1
}

fn mark(raw: &RawMark, named: bool, file: &SourcePath, plain: &str, notes: &mut Vec<Diagnostic>) -> Mark {
    let kind = kind(raw);
    let words = raw.part.plain.of(plain);
    if raw.braces.kind == Some(MarkKind::Quote) && !raw.part.whole && !words.contains(QUOTATION_MARKS) {
        let note = Diagnostic::warning(NO_QUOTES, file, raw.part.span, "a quotation without quotation marks");
        notes.push(note.help("put the verbatim words in quotation marks, or mark them `.paraphrase`"));
    }
    check(raw, kind, file, notes);
    Mark {
        kind,
        bare: raw.braces.kind.is_none() && raw.braces.problems.iter().all(|p| !p.kind),
        id: raw.braces.id.clone().filter(|_| named),
        parts: vec![raw.part.clone()],
        attrs: good_attrs(raw, kind),
        stopped: raw.stopped.clone(),
        gloss: None,
        parent: None,
        span: raw.braces.span,
    }
}

/// The keys of a mark without those whose values mean nothing, and those of other kinds.
fn good_attrs(raw: &RawMark, kind: MarkKind) -> Vec<Attr> {
    let updates = raw.braces.get(Key::Updates).is_some();
    let good = |a: &&Attr| has_place(a, kind, updates) && wrong_value(a, kind, updates).is_none();
    raw.attrs.iter().filter(good).cloned().collect()
}

/// Whether a mark of this kind may have the key in its braces; `updates` where it changes the status of another.
fn has_place(attr: &Attr, kind: MarkKind, updates: bool) -> bool {
    let of_update = updates && matches!(attr.key, Key::Status | Key::AsOf);
    attr.origin != Origin::Own || of_update || attr.key.fits(kind)
}

fn kind(raw: &RawMark) -> MarkKind {
    let looks = if raw.part.quoted { MarkKind::Quote } else { MarkKind::Paraphrase };
    raw.braces.kind.unwrap_or(looks)
}

fn check(raw: &RawMark, kind: MarkKind, file: &SourcePath, notes: &mut Vec<Diagnostic>) {
    let updates = raw.braces.get(Key::Updates).is_some();
    for attr in raw.attrs.iter().filter(|a| a.origin != Origin::Front) {
        if !has_place(attr, kind, updates) {
            notes.push(other_kind(attr, kind.word(), |key| key.fits(kind), file));
        }
        notes.extend(bad_value(attr, kind, updates, file));
    }
    let own = |key| raw.braces.get(key);
    if let (Some(lone), None) | (None, Some(lone)) = (own(Key::Stance), own(Key::On)) {
        let missing = if lone.key == Key::On { "stance" } else { "on" };
        let message = format!("`{}` needs `{missing}`", lone.key.word());
        let note = Diagnostic::error(STANCE, file, lone.span, message);
        notes.push(note.help("`stance=for on=theme/proposition`"));
    }
    if let (Some(updates), None) = (own(Key::Updates), own(Key::Status)) {
        let note = Diagnostic::error(NO_STATUS, file, updates.span, "`updates` needs `status`");
        notes.push(note.help(format!("`updates=… status=agreed`; known: {}", words(STATES).join(", "))));
    }
}

/// A key that has no place on `what`.
pub fn other_kind(attr: &Attr, what: &str, fits: impl Fn(Key) -> bool, file: &SourcePath) -> Diagnostic {
    let message = format!("`{}` is no key of a {what}", attr.key.word());
    let fit: Vec<&str> = KEYS.iter().filter(|(_, key)| fits(*key)).map(|(word, _)| *word).collect();
    Diagnostic::error(KEY_KIND, file, attr.span, message).help(format!("a {what} has {}", fit.join(", ")))
}

/// A value that its key cannot have.
pub fn bad_value(attr: &Attr, kind: MarkKind, updates: bool, file: &SourcePath) -> Option<Diagnostic> {
    let wanted = wrong_value(attr, kind, updates)?;
    let message = format!("`{}` is no value of `{}`", short(&attr.value), attr.key.word());
    Some(Diagnostic::error(VALUE, file, attr.span, message).help(wanted))
}

/// What a value should be, where it is not.
fn wrong_value(own: &Attr, kind: MarkKind, updates: bool) -> Option<String> {
    let value = &*own.value;
    let one_of = |words: &[&str]| {
        (!words.contains(&value)).then(|| {
            let near = did_you_mean(value, words.iter().copied());
            near.unwrap_or_else(|| format!("known: {}", words.join(", ")))
        })
    };
    match own.key {
        Key::Date | Key::AsOf | Key::Due if Date::parse(value).is_none() => {
            let meant = Date::meant(value).map(|date| format!("did you mean `{date}`?"));
            meant.or_else(|| Some(DATE.to_owned()))
        }
        Key::Stance => one_of(&words(STANCES)),
        Key::Status if updates => one_of(&words(&[STATES, CLAIM_STATES].concat())),
        Key::Status => one_of(&words(states_of(kind))),
        Key::Lang if !is_tag(value) => Some("the tag of a language, such as `en` or `zh-Hans`".to_owned()),
        Key::Value if !is_figure(value) => {
            Some("decimal text, with `<`, `>` or `~` before it, or a range: `60`, `<60`, `40..45`".to_owned())
        }
        _ => None,
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
    let number = |text: &str| text.parse::<f64>().unwrap_or_default();
    match value.split_once("..") {
        Some((from, to)) => decimal(from) && decimal(to) && number(from) <= number(to),
        None => decimal(value.strip_prefix(['<', '>', '~']).unwrap_or(value)),
    }
}

/// Numbers the holes of the body by mark and part, and takes those of translations out.
fn renumber(reading: &mut Reading, homes: &[Option<Home>]) {
    for block in &mut reading.body.blocks {
        block.segments.retain_mut(|segment| {
            let (Segment::Open(i, part) | Segment::Close(i, part)) = segment else { return true };
            let Some(Home { mark, part: Some(own) }) = homes[*i as usize] else { return false };
            (*i, *part) = (mark, own);
            true
        });
        let mut seen = BTreeSet::new();
        block.marks = block.marks.iter().filter_map(|i| Some(homes[*i as usize]?.mark)).collect();
        block.marks.retain(|m| seen.insert(*m));
    }
}
