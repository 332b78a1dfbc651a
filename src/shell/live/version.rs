//! One state of the preview: the site that is shown, and what was noticed in the sources last. Never changes once it is made; only
//! remembers pages that it has made.

use super::page::Made;
use crate::base::diag::{Checked, Diagnostic, Notes, Severity};
use crate::base::fingerprint::Fingerprint;
use crate::base::path::{OutPath, SourcePath};
use crate::input::Inputs;
use crate::pipeline::Site;
use crate::pipeline::trace::is_unread;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many pages of one version are kept ready.
const MOST_PAGES: usize = 64;

/// What is shown between two changes.
pub struct Version {
    /// Counts up with every change.
    pub number: u64,
    /// The last good site; none before there was one.
    pub site: Option<Arc<Site>>,
    /// What that site was made from.
    pub inputs: Arc<Inputs>,
    /// What was noticed in `seen`.
    pub notes: Arc<Vec<Diagnostic>>,
    /// The sources as they are.
    pub seen: Arc<Inputs>,
    /// Whether the sources cannot be shown, so that `site` is older than they are.
    pub is_stale: bool,
    /// Where pages are that were elsewhere before.
    pub moved: Arc<BTreeMap<OutPath, OutPath>>,
    /// Every style sheet, script, picture and file with its fingerprint.
    pub assets: Arc<BTreeMap<OutPath, Fingerprint>>,
    pages: Mutex<BTreeMap<OutPath, Arc<Made>>>,
}

impl Version {
    /// The version that a preview begins with.
    pub fn first(inputs: &Arc<Inputs>, made: Checked<Site>) -> Version {
        let none = Version {
            number: 0,
            site: None,
            inputs: Arc::clone(inputs),
            notes: Arc::default(),
            seen: Arc::clone(inputs),
            is_stale: true,
            moved: Arc::default(),
            assets: Arc::default(),
            pages: Mutex::default(),
        };
        none.after(inputs, made)
    }

    /// The version that follows, with the site that was made of `inputs`, or with the old one where that is broken.
    pub fn after(&self, inputs: &Arc<Inputs>, made: Checked<Site>) -> Version {
        let Checked { value: site, notes } = made;
        let is_stale = site.is_broken();
        let mut version = Version {
            notes: Arc::new(notes),
            seen: Arc::clone(inputs),
            is_stale,
            pages: Mutex::default(),
            ..self.next()
        };
        if !is_stale {
            version.assets = Arc::new(site.assets().map(|(path, key)| (path.clone(), key)).collect());
            version.site = Some(Arc::new(site));
            version.inputs = Arc::clone(inputs);
        }
        version
    }

    /// The same with more that was noticed.
    pub fn with(&self, more: Vec<Diagnostic>) -> Version {
        let mut notes = Notes::default();
        notes.extend(self.notes.iter().cloned().chain(more));
        Version { notes: Arc::new(notes.with(()).notes), ..self.next() }
    }

    /// The same while the sources cannot be read, with what was noticed `before` and why.
    pub fn lost(&self, before: &Version, why: Diagnostic) -> Version {
        let notes = before.notes.iter().cloned().chain([why]).collect();
        Version { notes: Arc::new(notes), is_stale: true, ..self.next() }
    }

    /// The same once the sources can be read again and are what they were `before`.
    pub fn found(&self, before: &Version) -> Version {
        Version { notes: Arc::clone(&before.notes), is_stale: before.is_stale, ..self.next() }
    }

    /// The same once more.
    fn next(&self) -> Version {
        Version {
            number: self.number + 1,
            site: self.site.clone(),
            inputs: Arc::clone(&self.inputs),
            notes: Arc::clone(&self.notes),
            seen: Arc::clone(&self.seen),
            is_stale: self.is_stale,
            moved: Arc::clone(&self.moved),
            assets: Arc::clone(&self.assets),
            pages: Mutex::new(self.pages().clone()),
        }
    }

    /// What keeps a file from being read as a text with front matter.
    pub fn unread(&self, file: &SourcePath) -> Option<&Diagnostic> {
        let is_why = |note: &&Diagnostic| note.severity == Severity::Error && is_unread(note);
        self.notes.iter().filter(|note| note.place.file == *file).find(is_why)
    }

    /// The pages that somebody looked at.
    pub fn looked_at(&self) -> Vec<OutPath> {
        self.pages().keys().cloned().collect()
    }

    fn pages(&self) -> MutexGuard<'_, BTreeMap<OutPath, Arc<Made>>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page at `path`, made with `make` if it is not there yet.
    pub fn page(&self, path: &OutPath, make: impl FnOnce() -> Made) -> Arc<Made> {
        if let Some(made) = self.pages().get(path) {
            return Arc::clone(made);
        }
        let made = Arc::new(make());
        let mut pages = self.pages();
        if pages.len() >= MOST_PAGES {
            pages.clear();
        }
        Arc::clone(pages.entry(path.clone()).or_insert(made))
    }

    /// Where the page at `path` is now, if it is not there any more.
    pub fn moved_to<'a>(&'a self, path: &'a OutPath) -> Option<&'a OutPath> {
        let site = self.site.as_ref()?;
        let mut at = path;
        for _ in 0..8 {
            if site.has(at) {
                break;
            }
            at = self.moved.get(at)?;
        }
        (at != path && site.has(at)).then_some(at)
    }
}
