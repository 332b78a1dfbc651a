//! What is remembered of the last build into a folder, or of the last publication to a place, so that the next one asks only for what may
//! have changed. It is never believed over the sources: they are read every time.
#![allow(clippy::disallowed_methods)]

mod wire;

use super::cache::Cache;
use super::folder::OutFolder;
use super::manifest::{JOURNAL, MANIFEST};
use super::portal::Portal;
use crate::base::diag::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::OutPath;
use crate::input::Inputs;
use std::collections::BTreeMap;
use std::fs;
use std::hash::{Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

/// A file on the disk as far as a look at its folder tells: whoever changes it changes one of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// In bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub modified: i64,
}

impl Stat {
    /// Of what the system says.
    pub fn of(meta: &fs::Metadata) -> Stat {
        let modified = meta.mtime().saturating_mul(1_000_000_000).saturating_add(meta.mtime_nsec());
        Stat { size: meta.len(), modified }
    }
}

/// One output as it was last written or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// `Site::key` of then; `None` where making it gave diagnostics, so that it is made again and they are not lost.
    pub key: Option<Fingerprint>,
    /// Of its bytes.
    pub hash: Fingerprint,
    /// On the disk.
    pub stat: Stat,
    /// For the manifest.
    pub media_type: Arc<str>,
}

/// A build as it ended. Of a publication there are the files only, and what is said of the disk is of no use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Of all that went into it.
    pub stamp: Fingerprint,
    /// How many of the outputs are pages.
    pub pages: u64,
    /// The manifest on the disk.
    pub manifest: Stat,
    /// Every output.
    pub files: BTreeMap<OutPath, Known>,
    /// Everything that was noticed.
    pub notes: Vec<Diagnostic>,
}

impl Record {
    /// Whether a build with this stamp would write nothing: the inputs are the same and no output was touched.
    pub fn holds(&self, stamp: Fingerprint, folder: &OutFolder) -> bool {
        let same = |path: &str, stat: Stat| stat_of(&folder.path.join(path)) == Some(stat);
        if self.stamp != stamp || !same(MANIFEST, self.manifest) || folder.path.join(JOURNAL).exists() {
            return false;
        }
        let files: Vec<(&OutPath, &Known)> = self.files.iter().collect();
        parallel::map(&files, |(path, known)| same(path.as_str(), known.stat)).into_iter().all(|same| same)
    }
}

/// The state of a regular file; `None` for anything else.
pub fn stat_of(path: &Path) -> Option<Stat> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|meta| Stat::of(&meta))
}

/// The fingerprint of all that a build depends on.
pub fn stamp(inputs: &Inputs) -> Fingerprint {
    Fingerprint::of_value(&Stamp(inputs))
}

struct Stamp<'a>(&'a Inputs);

impl Hash for Stamp<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Inputs { files, today, drafts, base_url } = self.0;
        (today.iso(), drafts, base_url, files.len()).hash(state);
        for (path, file) in files {
            (path, std::mem::discriminant(file), file.fingerprint()).hash(state);
        }
    }
}

/// Where the record of builds into one folder lies.
#[derive(Debug)]
pub struct Store {
    cache: Cache,
    name: String,
}

const ENDING: &str = ".record";
/// Records of more output folders than this are forgotten, oldest first.
const MOST_RECORDS: usize = 8;

impl Store {
    /// The store of a portal for one output folder.
    pub fn new(portal: &Portal, out: &OutFolder) -> Store {
        Store::named(portal, Fingerprint::of(out.path.as_os_str().as_encoded_bytes()))
    }

    /// The store of a portal for one place that it is published to.
    pub fn of_place(portal: &Portal, place: &str) -> Store {
        Store::named(portal, Fingerprint::of_value(&("publish", place)))
    }

    fn named(portal: &Portal, name: Fingerprint) -> Store {
        Store { cache: Cache::of(portal), name: name.base32(12) + ENDING }
    }

    /// The record of the last build, where there is a sound one.
    pub fn load(&self) -> Option<Record> {
        wire::decode(&self.cache.read(&self.name)?)
    }

    /// Keeps `record` for the next build.
    pub fn save(&self, record: &Record) {
        if self.cache.make().is_ok() {
            self.cache.tidy();
            self.forget_oldest();
            self.cache.write(&self.name, wire::encode(record));
        }
    }

    /// Removes the oldest records of other output folders.
    fn forget_oldest(&self) {
        let names = self.cache.names(ENDING).into_iter().filter(|name| *name != self.name);
        let modified = |name: &str| stat_of(&self.cache.folder.join(name)).map(|stat| stat.modified);
        let mut others: Vec<(Option<i64>, String)> = names.map(|name| (modified(&name), name)).collect();
        others.sort();
        let extra = others.len().saturating_sub(MOST_RECORDS - 1);
        others.iter().take(extra).for_each(|(_, name)| self.cache.forget(name));
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
