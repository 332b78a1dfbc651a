//! One page as a browser is to see it: the newest bytes; where a template fails on it, or its text cannot be read, its last good ones. Adds
//! nothing to them.

use super::Version;
use crate::base::diag::{Checked, Diagnostic, Severity};
use crate::base::fingerprint::Fingerprint;
use crate::base::path::{OutPath, SourcePath};
use crate::output::Content;
use crate::pipeline::Site;
use crate::pipeline::trace::Part;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Of so many pages the last good bytes are kept.
const MOST_GOOD: usize = 64;

/// Shown where there is no page to show; the panel on it says why.
pub const NOTHING: &str = "<!doctype html>\n<html lang=\"en\" data-bilat-nothing>\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<title>bilat: not yet</title>\n</head>\n\
    <body>\n<p style=\"font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34em; margin: 4em auto; padding: 0 1em\">\
    This page cannot be made yet: mend the problems below, and it will appear.</p>\n</body>\n</html>\n";

/// A page, made.
#[derive(Debug)]
pub struct Made {
    /// Its bytes, as `build` would write them.
    pub bytes: Arc<[u8]>,
    /// Of the bytes and whether there is such a page.
    pub print: Fingerprint,
    /// Whether there is such a page.
    pub exists: bool,
    /// What was noticed while it was made.
    pub notes: Vec<Diagnostic>,
    /// Whether the bytes are older than the sources.
    pub is_stale: bool,
    /// The file whose text its last good bytes show, where those are shown.
    pub source: Option<SourcePath>,
}

/// The last good bytes of pages, the latest asked for last.
#[derive(Default)]
pub struct LastGood {
    pages: BTreeMap<OutPath, Good>,
    turn: u64,
}

/// A page as it was when all was well.
#[derive(Clone)]
struct Good {
    turn: u64,
    bytes: Arc<[u8]>,
    /// The file whose text it shows.
    source: Option<SourcePath>,
}

impl LastGood {
    /// The pages that were asked for lately.
    pub fn paths(&self) -> Vec<OutPath> {
        self.pages.keys().cloned().collect()
    }

    fn keep(&mut self, path: &OutPath, bytes: &Arc<[u8]>, source: Option<SourcePath>) {
        self.turn += 1;
        self.pages.insert(path.clone(), Good { turn: self.turn, bytes: Arc::clone(bytes), source });
        if self.pages.len() > MOST_GOOD {
            let oldest = self.pages.iter().min_by_key(|(_, good)| good.turn).map(|(path, _)| path.clone());
            oldest.map(|path| self.pages.remove(&path));
        }
    }

    /// Forgets pages that the newest site does not have for good reasons, or shows another text of: what was withdrawn must not come back.
    pub fn forget(&mut self, version: &Version) {
        let Some(site) = version.site.as_ref().filter(|_| !version.is_stale) else { return };
        self.pages
            .retain(|path, good| is_broken(version, good) || (site.has(path) && source_of(site, path) == good.source));
    }

    fn get(&self, path: &OutPath) -> Option<Good> {
        self.pages.get(path).cloned()
    }
}

/// Makes the page at `path`, or the one that says that there is none.
pub fn make(version: &Version, path: &OutPath, good: &Mutex<LastGood>) -> Made {
    let Some(site) = &version.site else { return made(NOTHING.as_bytes().into(), true, Vec::new(), true) };
    if let Some(Good { bytes, source, .. }) = lock(good).get(path).filter(|good| is_broken(version, good)) {
        return Made { source, ..made(bytes, true, Vec::new(), true) };
    }
    let exists = site.has(path);
    let at = if exists { path.clone() } else { missing(version, path) };
    let Some(Checked { value, notes }) = site.output(&at) else {
        return made(NOTHING.as_bytes().into(), false, Vec::new(), version.is_stale);
    };
    let bytes: Arc<[u8]> = match value.content {
        Content::Bytes(bytes) => bytes.into(),
        Content::Copy(_) => Arc::default(),
    };
    if !notes.iter().any(|note| note.severity == Severity::Error) {
        lock(good).keep(&at, &bytes, source_of(site, &at));
        return made(bytes, exists, notes, version.is_stale);
    }
    let last = lock(good).get(&at).map_or_else(|| NOTHING.as_bytes().into(), |good| good.bytes);
    made(last, exists, notes, true)
}

/// The file whose text a page shows.
fn source_of(site: &Site, path: &OutPath) -> Option<SourcePath> {
    site.place(path, Part::Whole).map(|place| place.file)
}

/// Whether the file of a page is there and cannot be read as a text with front matter: then the page would be gone, or another one.
fn is_broken(version: &Version, good: &Good) -> bool {
    let source = good.source.as_ref().filter(|source| version.seen.files.contains_key(*source));
    source.is_some_and(|source| version.unread(source).is_some())
}

/// The last good pages, whoever held them last.
pub fn lock(good: &Mutex<LastGood>) -> MutexGuard<'_, LastGood> {
    good.lock().unwrap_or_else(PoisonError::into_inner)
}

fn made(bytes: Arc<[u8]>, exists: bool, notes: Vec<Diagnostic>, is_stale: bool) -> Made {
    let print = Fingerprint::of_value(&(&bytes[..], exists));
    Made { bytes, print, exists, notes, is_stale, source: None }
}

/// The page that tells readers of the address's language that there is none.
fn missing(version: &Version, path: &OutPath) -> OutPath {
    let first = path.as_str().split('/').next().unwrap_or_default();
    let code = version.site.iter().flat_map(|site| site.prefixes()).find(|code| *code == first);
    code.map_or_else(|| OutPath::new("404.html"), |code| OutPath::new(&format!("{code}/404.html")))
}
