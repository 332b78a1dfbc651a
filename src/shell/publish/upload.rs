//! Brings a target to the state that was planned. A journal comes first and goes last; in between it is brought up to date now and
//! then, so that a run that is cut off is taken up where it was. Removes nothing before everything else has succeeded.
#![allow(clippy::disallowed_methods)]

use super::lease::Lease;
use super::ledger::{self, Entries, JOURNAL, Ledger};
use super::plan::{Plan, rank};
use super::store::{Body, Headers, Store};
use super::survey::{Item, Press};
use crate::base::path::folders_of;
use crate::shell::Failure;
use crate::shell::manifest::MANIFEST;
use crate::shell::progress::Progress;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The journal is brought up to date after so many files, or a sixteenth of all.
const PACE: usize = 128;

/// What is needed to send.
pub struct Sender<'a> {
    /// Where to.
    pub store: &'a dyn Store,
    /// Makes the bytes.
    pub press: &'a Press<'a>,
    /// Held meanwhile.
    pub lease: &'a Lease<'a>,
    /// Is told of every file.
    pub progress: &'a Progress,
}

/// Works on all items, several at a time; after the first failure nothing new is begun.
pub fn each<T: Sync>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> Result<(), Failure> + Sync,
) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let failed: Mutex<Option<Failure>> = Mutex::new(None);
    let worker = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(failure) = work(item) {
                next.store(items.len(), Ordering::Relaxed);
                failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
            // Pages are made here, and templates may nest deeply.
            let started = thread::Builder::new().stack_size(8 << 20).spawn_scoped(scope, worker);
            started.map_or_else(|_| worker(), drop);
        }
    });
    failed.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

/// What has arrived, for the journal.
struct Log<'a> {
    files: Entries,
    /// Ours, whatever is in it.
    remove: BTreeSet<&'a str>,
    /// What is there for certain, and how much of it the journal says.
    done: Mutex<(BTreeSet<&'a str>, usize)>,
    pace: usize,
}

impl<'a> Log<'a> {
    /// Says all that an earlier journal said too: this one takes its place.
    fn new(sent: &[&'a Item], plan: &'a Plan<'_>, ledger: &'a Ledger) -> Log<'a> {
        let mut files = if ledger.has_journal() { ledger.known.clone() } else { Entries::new() };
        let mut done: BTreeSet<&str> =
            if ledger.has_journal() { ledger.known.keys().map(String::as_str).collect() } else { BTreeSet::new() };
        for item in sent {
            files.insert(item.path.clone(), item.entry.clone());
            done.remove(item.path.as_str());
        }
        let unknown =
            ledger.owned.iter().filter(|path| !ledger.known.contains_key(*path) && !files.contains_key(*path));
        // What is written over may not be in the manifest yet, and is to be known for ours before its new bytes are there, too.
        let written_over = sent.iter().map(|item| &item.path).filter(|path| ledger.owned.contains(*path));
        let all = plan.removed.iter().chain(&plan.obstacles).chain(unknown).chain(written_over);
        let remove = all.map(String::as_str).collect();
        let count = done.len();
        Log { files, remove, done: Mutex::new((done, count)), pace: PACE.max(sent.len() / 16) }
    }
}

impl<'a> Sender<'a> {
    /// Does all that the plan says.
    pub fn run(&self, plan: &'a Plan<'a>, ledger: &'a Ledger) -> Result<(), Failure> {
        let sent: Vec<&Item> = plan.phases.iter().flatten().copied().collect();
        let log = Log::new(&sent, plan, ledger);
        let needs_journal = !self.store.manner().is_atomic && !plan.is_empty();
        if needs_journal {
            self.put_journal(&log)?;
        }
        self.progress.steps("sending", sent.len() + plan.removed.len() + plan.obstacles.len());
        self.remove(&plan.obstacles, |path| self.store.make_way(path))?;
        self.refuse_folders(plan, &sent)?;
        for phase in &plan.phases {
            each(self.store.manner().parallel, phase, |item| self.send(item, &log, needs_journal))?;
        }
        self.finish(plan, ledger, needs_journal)
    }

    /// A folder that stays, although all that was ours in it is gone, has files of somebody else.
    fn refuse_folders(&self, plan: &Plan<'_>, sent: &[&Item]) -> Result<(), Failure> {
        let folders: BTreeSet<&str> = plan.obstacles.iter().flat_map(|path| folders_of(path)).collect();
        for item in sent.iter().filter(|item| folders.contains(item.path.as_str())) {
            if self.store.size(&item.path)?.is_some() {
                let message = format!(
                    "the site needs the place of a folder with files that bilat did not put there: `{}`",
                    item.path
                );
                return Err(Failure::new(message).help("move them away, then run the same command again"));
            }
        }
        Ok(())
    }

    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), Failure> {
        self.store.write(path, Body::Bytes(bytes), Headers { media_type: "application/json", cache: Some("no-cache") })
    }

    fn put_journal(&self, log: &Log<'_>) -> Result<(), Failure> {
        let done = log.done.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = ledger::journal(&log.files, done.0.iter().copied(), log.remove.iter().copied());
        self.put(JOURNAL, bytes)
    }

    fn send(&self, item: &&'a Item, log: &Log<'a>, needs_journal: bool) -> Result<(), Failure> {
        let body = self.press.body(item)?;
        let headers = Headers { media_type: &item.entry.media_type, cache: item.entry.cache.as_deref() };
        self.store.write(&item.path, body, headers)?;
        self.progress.step();
        self.lease.keep()?;
        let is_due = {
            let mut done = log.done.lock().unwrap_or_else(PoisonError::into_inner);
            done.0.insert(&item.path);
            let is_due = done.0.len() - done.1 >= log.pace;
            if is_due {
                done.1 = done.0.len();
            }
            is_due
        };
        if is_due && needs_journal { self.put_journal(log) } else { Ok(()) }
    }

    fn remove(&self, paths: &[String], remove: impl Fn(&str) -> Result<(), Failure> + Sync) -> Result<(), Failure> {
        each(self.store.manner().parallel, paths, |path| {
            remove(path)?;
            self.progress.step();
            self.lease.keep()
        })
    }

    /// The manifest, then what is gone, then the end of the journal.
    fn finish(&self, plan: &Plan<'_>, ledger: &Ledger, needs_journal: bool) -> Result<(), Failure> {
        let bytes = ledger::manifest(&plan.entries);
        if ledger.bytes[0].as_ref() != Some(&bytes) || ledger.has_journal() {
            self.put(MANIFEST, bytes)?;
        }
        for turn in plan.removed.chunk_by(|a, b| rank(a) == rank(b)) {
            self.remove(turn, |path| self.store.remove(path))?;
        }
        if ledger.has_journal() {
            self.store.sweep()?;
        }
        if needs_journal || ledger.has_journal() {
            self.store.remove(JOURNAL)?;
        }
        self.store.finish()
    }
}
