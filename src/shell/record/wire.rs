//! A record as bytes: fields one after the other. Whatever does not fit is no record.

use super::{Known, Record, Stat};
use crate::base::diag::{Code, Diagnostic, Edit, Place, Severity};
use crate::base::fingerprint::Fingerprint;
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// The bytes of `record`.
pub fn encode(record: &Record) -> Vec<u8> {
    let mut w = Writer(Vec::new());
    w.fingerprint(record.stamp);
    w.number(record.pages);
    w.stat(record.manifest);
    w.number(record.files.len() as u64);
    for (path, known) in &record.files {
        w.text(path.as_str());
        w.known(known);
    }
    w.number(record.notes.len() as u64);
    record.notes.iter().for_each(|note| w.note(note));
    w.0
}

/// The record in `bytes`, if it is whole.
pub fn decode(bytes: &[u8]) -> Option<Record> {
    let mut r = Reader { rest: bytes, types: HashMap::new() };
    let (stamp, pages, manifest) = (r.fingerprint()?, r.number()?, r.stat()?);
    let files = r.list(|r| Some((OutPath::new(r.text()?), r.known()?)))?;
    let notes = r.list(Reader::note)?;
    r.rest.is_empty().then(|| Record { stamp, pages, manifest, files: BTreeMap::from_iter(files), notes })
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, n: u64) {
        self.0.extend(n.to_le_bytes());
    }

    fn fingerprint(&mut self, fingerprint: Fingerprint) {
        self.0.extend(fingerprint.0);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn stat(&mut self, stat: Stat) {
        self.number(stat.size);
        self.number(stat.modified as u64);
    }

    fn known(&mut self, known: &Known) {
        self.0.push(u8::from(known.key.is_some()));
        self.fingerprint(known.key.unwrap_or_default());
        self.fingerprint(known.hash);
        self.stat(known.stat);
        self.text(&known.media_type);
    }

    fn place(&mut self, place: &Place) {
        self.text(place.file.as_str());
        self.number(u64::from(place.span.start) << 32 | u64::from(place.span.end));
    }

    fn note(&mut self, note: &Diagnostic) {
        self.place(&note.place);
        self.text(note.code.0);
        self.0.push(note.severity as u8);
        self.text(&note.message);
        self.number(note.hints.len() as u64);
        note.hints.iter().for_each(|hint| self.text(hint));
        self.number(note.fix.iter().len() as u64);
        if let Some(fix) = &note.fix {
            self.place(&fix.place);
            self.text(&fix.text);
            self.0.push(u8::from(fix.safe));
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    types: HashMap<&'a str, Arc<str>>,
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        self.bytes(1).map(|b| b[0])
    }

    fn number(&mut self) -> Option<u64> {
        self.bytes(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn fingerprint(&mut self) -> Option<Fingerprint> {
        self.bytes(16)?.try_into().ok().map(Fingerprint)
    }

    fn text(&mut self) -> Option<&'a str> {
        let len = self.number()?;
        std::str::from_utf8(self.bytes(usize::try_from(len).ok()?)?).ok()
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.number()?).map(|_| item(self)).collect()
    }

    fn stat(&mut self) -> Option<Stat> {
        Some(Stat { size: self.number()?, modified: self.number()? as i64 })
    }

    fn known(&mut self) -> Option<Known> {
        let has_key = self.byte()? == 1;
        let (key, hash, stat) = (self.fingerprint()?, self.fingerprint()?, self.stat()?);
        let name = self.text()?;
        let media_type = Arc::clone(self.types.entry(name).or_insert_with(|| Arc::from(name)));
        Some(Known { key: has_key.then_some(key), hash, stat, media_type })
    }

    fn place(&mut self) -> Option<Place> {
        let file = SourcePath::new(self.text()?);
        let span = self.number()?;
        Some(Place { file, span: Span { start: (span >> 32) as u32, end: span as u32 } })
    }

    fn note(&mut self) -> Option<Diagnostic> {
        let (place, code) = (self.place()?, code(self.text()?));
        let severity = [Severity::Error, Severity::Warning, Severity::Hint].into_iter();
        let byte = self.byte()?;
        let severity = severity.clone().find(|s| *s as u8 == byte)?;
        let message = self.text()?.to_owned();
        let hints = self.list(|r| r.text().map(str::to_owned))?;
        let fix = self.list(Reader::edit)?.pop();
        Some(Diagnostic { place, code, severity, message, hints, fix })
    }

    fn edit(&mut self) -> Option<Edit> {
        Some(Edit { place: self.place()?, text: self.text()?.to_owned(), safe: self.byte()? == 1 })
    }
}

/// The code with this name. There are few of them, and each is kept once for as long as the program runs.
fn code(name: &str) -> Code {
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.iter().find(|known| **known == name) {
        return Code(known);
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.push(kept);
    Code(kept)
}
