//! Brings a site to its folder: only what changed, every file whole at every moment, nothing touched that is not ours. Knows
//! addresses and bytes, not pages.
//!
//! Who is killed half-way leaves a journal: a list of what he was about to make or to remove. It is written before the first
//! change and removed after the last, so that the next build knows these files as ours, whatever the manifest says.
#![allow(clippy::disallowed_methods)]

mod bring;
mod clear;
mod survey;

use super::manifest::{self, Entry, MANIFEST};
use super::progress::Progress;
use super::record::{Known, Record, Stat, stat_of};
use super::{Failure, OutFolder, Portal};
use crate::base::diag::{Checked, Diagnostic};
use crate::base::fingerprint::Fingerprint;
use crate::base::parallel;
use crate::base::path::OutPath;
use crate::output::{Output, Stage};
use crate::pipeline::Site;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What can be brought to a folder. There is one: `Site`; tests have others.
pub trait Source: Sync {
    /// Called once, before several threads ask for keys.
    fn prepare(&self) {}
    /// Every address, sorted.
    fn addresses(&self) -> Vec<&OutPath>;
    /// The bytes of an address, from any thread.
    fn output(&self, path: &OutPath) -> Option<Checked<Output>>;
    /// Changes whenever the bytes of the address may.
    fn key(&self, path: &OutPath) -> Option<Fingerprint>;
    /// The bytes of an address with its key.
    fn keyed(&self, path: &OutPath) -> Option<(Checked<Output>, Option<Fingerprint>)> {
        Some((self.output(path)?, self.key(path)))
    }
    /// When the address is written.
    fn stage(&self, path: &OutPath) -> Stage;
}

impl Source for Site {
    fn prepare(&self) {
        self.prepare_keys();
    }

    fn addresses(&self) -> Vec<&OutPath> {
        self.paths().collect()
    }

    fn output(&self, path: &OutPath) -> Option<Checked<Output>> {
        Site::output(self, path)
    }

    fn key(&self, path: &OutPath) -> Option<Fingerprint> {
        Site::key(self, path)
    }

    fn stage(&self, path: &OutPath) -> Stage {
        Site::stage(self, path)
    }
}

/// One site and one folder.
pub struct Job<'a, S> {
    /// What is written.
    pub source: &'a S,
    /// Where copied files come from.
    pub portal: &'a Portal,
    /// Where it is written to; exists and is locked.
    pub folder: &'a OutFolder,
    /// What is known of the last build.
    pub record: Option<&'a Record>,
    /// Is told of every file.
    pub progress: &'a Progress,
}

/// How many files, `manifest.json` among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New or changed.
    pub written: usize,
    /// Already as they should be.
    pub unchanged: usize,
    /// No longer part of the site.
    pub removed: usize,
}

/// What was done, and what there is now.
#[derive(Debug)]
pub struct Written {
    /// For the last line of a build.
    pub counts: Counts,
    /// Every output.
    pub files: BTreeMap<OutPath, Known>,
    /// What was noticed while making the outputs.
    pub notes: Vec<Diagnostic>,
    /// The manifest on the disk.
    pub manifest: Stat,
}

/// Makes the folder hold the site, in an order in which nothing on the disk ever refers to what is not there yet. A failure before
/// the first change leaves all as it was; a later one leaves whole files, and the next build goes on from there.
pub fn write<S: Source>(job: &Job<'_, S>) -> Result<Written, Failure> {
    let ((), owned) = parallel::join(|| job.source.prepare(), || manifest::read(&job.folder.path));
    let owned = owned?;
    clear::drafts(&job.folder.path, owned.has_journal)?;
    let plan = survey::plan(job, &owned)?;
    let journal = Journal { job_folder: job.folder, paths: plan.journal(&owned), state: OnceLock::new() };
    let mut removed = clear::obstacles(&journal, &plan)?;
    let mut done = Written {
        counts: Counts::default(),
        files: plan.kept(),
        notes: Vec::new(),
        manifest: Stat { size: 0, modified: 0 },
    };
    done.counts.unchanged = done.files.len();
    // What is new is known to nobody before a page that was there already refers to it.
    for (stage, is_new) in [
        (Stage::Asset, true),
        (Stage::Asset, false),
        (Stage::Page, true),
        (Stage::Index, true),
        (Stage::Page, false),
        (Stage::Index, false),
    ] {
        done.take(bring::all(job, &journal, plan.part(stage, is_new))?);
    }
    done.put_manifest(&journal, owned.manifest.as_deref())?;
    removed += clear::stale(&journal, &plan)?;
    done.counts.removed = removed;
    journal.end(owned.has_journal)?;
    Ok(done)
}

impl Written {
    fn take(&mut self, all: Vec<bring::Brought>) {
        for one in all {
            self.notes.extend(one.notes);
            let Some(known) = one.known else { continue };
            match one.written {
                true => self.counts.written += 1,
                false => self.counts.unchanged += 1,
            }
            self.files.insert(one.path, known);
        }
    }

    fn put_manifest(&mut self, journal: &Journal<'_>, old: Option<&[u8]>) -> Result<(), Failure> {
        let entry = |known: &'_ Known| (known.hash, known.stat.size);
        let entries = self.files.iter().map(|(path, known)| {
            let (hash, size) = entry(known);
            (path, Entry { hash, size, media_type: &known.media_type })
        });
        let bytes = manifest::encode(entries);
        let at = journal.job_folder.path.join(MANIFEST);
        match old == Some(&bytes[..]) {
            true => self.counts.unchanged += 1,
            false => {
                journal.begin()?;
                manifest::put(&at, &bytes)?;
                self.counts.written += 1;
            }
        }
        self.manifest = stat_of(&at).unwrap_or(self.manifest);
        Ok(())
    }
}

/// The journal of this build; not written before something changes.
struct Journal<'a> {
    job_folder: &'a OutFolder,
    paths: Vec<&'a OutPath>,
    state: OnceLock<Result<(), Failure>>,
}

impl Journal<'_> {
    /// To be called before every change; the first call writes it.
    fn begin(&self) -> Result<(), Failure> {
        self.state.get_or_init(|| manifest::write_journal(&self.job_folder.path, &self.paths)).clone()
    }

    fn end(&self, is_old: bool) -> Result<(), Failure> {
        match is_old || self.state.get().is_some() {
            true => manifest::remove_journal(&self.job_folder.path),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
