//! What a target says of itself: `manifest.json` of the last publication that was finished, and the journal of one that was not.
//! Both come from outside and are believed only as far as they name plain paths.

use crate::shell::Failure;
use crate::shell::manifest::{self, MANIFEST, is_plain};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a publication is about to do; exists on the target only while it does so.
pub const JOURNAL: &str = ".bilat-journal";
const SCHEMA: u64 = 1;

/// One file on a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of its bytes, in hexadecimal digits.
    pub hash: String,
    /// In bytes.
    pub size: u64,
    /// Its media type.
    pub media_type: String,
    /// Its `cache-control`, where the target keeps one.
    pub cache: Option<String>,
}

impl Entry {
    /// A file that is ours, whatever is in it.
    pub fn unknown() -> Entry {
        Entry { hash: String::new(), size: 0, media_type: String::new(), cache: None }
    }

    fn is_known(&self) -> bool {
        !self.hash.is_empty()
    }
}

/// Files by path.
pub type Entries = BTreeMap<String, Entry>;

/// What is known of a target.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Files that are ours and known to be whole.
    pub known: Entries,
    /// Files that may be as an earlier publication meant them to be, or as they were before it.
    pub unsure: Entries,
    /// Everything that is ours, whatever is in it, and whether it is there or not.
    pub owned: BTreeSet<String>,
    /// Those of them that are there for certain, as they should be or as they were before.
    pub present: BTreeSet<String>,
    /// Whether names that differ in letter case only are the same file there.
    pub folds_case: bool,
    /// The bytes of manifest and journal, by which a change in between is told.
    pub bytes: [Option<Vec<u8>>; 2],
}

impl Ledger {
    /// Whether an earlier publication was cut off.
    pub fn has_journal(&self) -> bool {
        self.bytes[1].is_some()
    }

    /// Whether anything says that the place is ours.
    pub fn is_ours(&self) -> bool {
        self.bytes.iter().any(Option::is_some)
    }
}

#[derive(Deserialize)]
struct WireEntry {
    hash: String,
    size: u64,
    #[serde(rename = "type")]
    media_type: String,
    cache: Option<String>,
}

#[derive(Deserialize)]
struct WireManifest {
    schema: u64,
    files: BTreeMap<String, WireEntry>,
}

#[derive(Deserialize)]
struct WireJournal {
    schema: u64,
    files: BTreeMap<String, WireEntry>,
    done: BTreeSet<String>,
    remove: BTreeSet<String>,
}

impl From<WireEntry> for Entry {
    fn from(wire: WireEntry) -> Entry {
        Entry { hash: wire.hash, size: wire.size, media_type: wire.media_type, cache: wire.cache }
    }
}

/// Makes sense of a target's manifest and journal.
pub fn read(manifest: Option<Vec<u8>>, journal: Option<Vec<u8>>) -> Result<Ledger, Failure> {
    let mut ledger = Ledger::default();
    if let Some(bytes) = &manifest {
        let listed = decode(bytes)?;
        ledger.owned = listed.keys().cloned().collect();
        ledger.present = ledger.owned.clone();
        ledger.known = listed.into_iter().filter(|(_, entry)| entry.is_known()).collect();
    }
    if let Some(bytes) = &journal {
        ledger.take_journal(bytes);
    }
    ledger.bytes = [manifest, journal];
    Ok(ledger)
}

fn decode(bytes: &[u8]) -> Result<Entries, Failure> {
    let wire: WireManifest =
        serde_json::from_slice(bytes).map_err(|_| foreign("was not written by bilat, or is damaged"))?;
    if wire.schema != SCHEMA {
        return Err(foreign(&format!("has schema {}; this bilat knows {SCHEMA}", wire.schema)));
    }
    match wire.files.keys().find(|path| !is_plain(path)) {
        Some(path) => Err(foreign(&format!("lists `{}`, which is no path inside the site", path.escape_debug()))),
        None => Ok(wire.files.into_iter().map(|(path, entry)| (path, entry.into())).collect()),
    }
}

fn foreign(why: &str) -> Failure {
    Failure::new(format!("`{MANIFEST}` on the target {why}"))
        .help("move that file away, or publish to another place; nothing was written or deleted")
}

impl Ledger {
    /// A journal that is cut or of another program says nothing; what it would have named is then treated as somebody else's.
    fn take_journal(&mut self, bytes: &[u8]) {
        if let Ok(paths) = serde_json::from_slice::<Vec<String>>(bytes) {
            // Of a build into the folder that was cut off: it may have written over anything that is known.
            let known: Vec<String> = self.known.keys().cloned().collect();
            self.forget(known.into_iter().chain(paths));
            return;
        }
        let Ok(wire) = serde_json::from_slice::<WireJournal>(bytes) else { return };
        if wire.schema != SCHEMA {
            return;
        }
        self.forget(wire.remove);
        let files = wire.files.into_iter().map(|(path, entry)| (path, Entry::from(entry)));
        for (path, entry) in files.filter(|(path, entry)| is_plain(path) && entry.is_known()) {
            if wire.done.contains(&path) {
                self.brought(path, entry);
            } else {
                // Whether it was brought, its bytes tell: if not, somebody else's file may stand there by now.
                self.known.remove(&path);
                self.unsure.insert(path, entry);
            }
        }
    }

    /// This file is there, and ours.
    pub fn brought(&mut self, path: String, entry: Entry) {
        self.present.insert(path.clone());
        self.owned.insert(path.clone());
        self.known.insert(path, entry);
    }

    /// These are ours, and nothing is known of what is in them.
    fn forget(&mut self, paths: impl IntoIterator<Item = String>) {
        for path in paths.into_iter().filter(|path| is_plain(path)) {
            self.known.remove(&path);
            self.owned.insert(path);
        }
    }
}

/// The beginning of a manifest and of a journal, up to the last of the files.
fn begun(entries: &Entries) -> String {
    let mut text = format!("{{\"schema\": {SCHEMA}, \"files\": {{");
    for (path, entry) in entries {
        manifest::line(&mut text, path, &entry.hash, entry.size, &entry.media_type, entry.cache.as_deref());
    }
    text
}

/// The manifest's bytes: one line a file, sorted, without times.
pub fn manifest(entries: &Entries) -> Vec<u8> {
    format!("{}\n}}}}\n", begun(entries)).into_bytes()
}

/// The journal's bytes: what will be there, what of it is there, and what will be gone.
pub fn journal<'a>(
    files: &Entries,
    done: impl Iterator<Item = &'a str>,
    remove: impl Iterator<Item = &'a str>,
) -> Vec<u8> {
    let mut rest = Map::new();
    rest.insert("done".to_owned(), done.map(Value::from).collect());
    rest.insert("remove".to_owned(), remove.map(Value::from).collect());
    let rest = Value::from(rest).to_string();
    format!("{}\n}},\n{}\n", begun(files), &rest[1..]).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(names: &[&str]) -> Entries {
        let entry =
            |name: &str| Entry { hash: format!("h-{name}"), size: 1, media_type: "text/css".to_owned(), cache: None };
        names.iter().map(|name| ((*name).to_owned(), entry(name))).collect()
    }

    fn keys(entries: &Entries) -> Vec<&str> {
        entries.keys().map(String::as_str).collect()
    }

    #[test]
    fn a_manifest_reads_back() {
        let mut files = entries(&["a \"b\".html", "z/文.css"]);
        files.values_mut().next().expect("one").cache = Some("public".to_owned());
        assert_eq!(read(Some(manifest(&files)), None).expect("it is ours").known, files);
        assert!(read(Some(b"{\"name\": \"app\"}".to_vec()), None).is_err());
        assert!(read(Some(manifest(&entries(&["../x"]))), None).is_err());
    }

    #[test]
    fn a_journal_says_what_is_sure() {
        let journal = journal(&entries(&["a", "b", "../x"]), ["a"].into_iter(), ["old", "/etc/x"].into_iter());
        let ledger = read(Some(manifest(&entries(&["b", "c", "old"]))), Some(journal)).expect("it is ours");
        assert_eq!((keys(&ledger.known), keys(&ledger.unsure)), (vec!["a", "c"], vec!["b"]));
        assert_eq!(ledger.present.iter().collect::<Vec<_>>(), ["a", "b", "c", "old"]);
        assert_eq!(ledger.owned.iter().collect::<Vec<_>>(), ["a", "b", "c", "old"]);
    }

    #[test]
    fn after_a_build_that_was_cut_off_nothing_is_known() {
        let ledger = read(Some(manifest(&entries(&["a", "b"]))), Some(b"[\"new\"]".to_vec())).expect("it is ours");
        assert!(ledger.known.is_empty() && ledger.unsure.is_empty());
        assert_eq!(ledger.owned.iter().collect::<Vec<_>>(), ["a", "b", "new"]);
    }
}
