//! What is remembered of the last build into a folder, or of the last publication to a place, so that the next one asks only for what may
//! have changed. A record that is missing, damaged or of another program counts as none, and it is never believed over the sources: they are read every time.
#![allow(clippy::disallowed_methods)]

mod wire;

use super::folder::OutFolder;
use super::manifest::{self, JOURNAL, MANIFEST};
use super::portal::Portal;
use super::temporary;
use crate::base::diag::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::OutPath;
use crate::input::Inputs;
use std::collections::BTreeMap;
use std::fs;
use std::hash::{Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
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

/// Where the record of builds into `folder` lies.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    file: PathBuf,
    program: Fingerprint,
}

const IGNORE: &str = "# Remembered from the last build. May be deleted at any time.\n*\n";
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
        let (folder, name) = (portal.root.join(".bilat"), name.base32(12));
        Store { file: folder.join(format!("{name}.record")), folder, program: program() }
    }

    /// The record of the last build, where there is a sound one.
    pub fn load(&self) -> Option<Record> {
        wire::decode(&fs::read(&self.file).ok()?, self.program)
    }

    /// Keeps `record` for the next build. Where that is not possible the next build only takes longer.
    pub fn save(&self, record: &Record) {
        let _ = fs::create_dir(&self.folder);
        if !fs::symlink_metadata(&self.folder).is_ok_and(|meta| meta.is_dir()) {
            return;
        }
        self.tidy();
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            let _ = manifest::put(&ignore, IGNORE.as_bytes());
        }
        let _ = manifest::put(&self.file, &wire::encode(record, self.program));
    }

    /// Removes drafts of killed builds and the oldest records of other output folders.
    fn tidy(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let (drafts, others): (Vec<_>, Vec<_>) =
            entries.map(|e| e.path()).partition(|p| name_of(p).is_some_and(temporary::is_draft));
        let mut records: Vec<(Option<i64>, PathBuf)> = others
            .into_iter()
            .filter(|p| *p != self.file && name_of(p).is_some_and(|name| name.ends_with(".record")))
            .map(|p| (stat_of(&p).map(|s| s.modified), p))
            .collect();
        records.sort();
        let extra = records.len().saturating_sub(MOST_RECORDS - 1);
        for path in drafts.into_iter().chain(records.into_iter().take(extra).map(|(_, p)| p)) {
            let _ = fs::remove_file(path);
        }
    }
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

/// The program itself: its version, and the size and time of its file, so that a program built anew is another one.
fn program() -> Fingerprint {
    let exe = std::env::current_exe().ok().and_then(|path| fs::metadata(path).ok()).map(|meta| Stat::of(&meta));
    Fingerprint::of_value(&(env!("CARGO_PKG_VERSION"), exe.map(|stat| (stat.size, stat.modified))))
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
