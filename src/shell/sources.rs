//! The sources of a portal while people edit them: looks at the disk again and brings `Inputs` up to date. Does not know when to
//! look, nor what the files mean.
#![allow(clippy::disallowed_methods)]

mod stamp;

use super::disk::{self, Found, Settings};
use super::{Failure, Portal};
use crate::base::parallel;
use crate::base::path::SourcePath;
use crate::input::{File, Inputs};
use crate::output::{UNKNOWN_TYPE, media_type};
use stamp::Stamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A file that is empty, cut or gone is looked at again for so long: somebody may be writing it.
const PATIENCE: Duration = Duration::from_millis(50);
const STEP: Duration = Duration::from_millis(4);
/// When more files than this are doubtful, nobody is saving them one by one.
const MOST_DOUBTFUL: usize = 32;
/// A file that changes all the time is taken as it is after so many readings.
const MOST_READINGS: usize = 5;

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// At every source that may have changed.
    Everything,
    /// At these, and at what lies below them, whether or not they seem changed.
    Paths(BTreeSet<SourcePath>),
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// There was none.
    Added,
    /// It has other bytes.
    Changed,
    /// There is none any more.
    Removed,
}

/// One file that is not what it was; with what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which.
    pub path: SourcePath,
    /// What became of it.
    pub turn: Turn,
    /// Its old content.
    pub before: Option<File>,
}

/// What is known of the files on disk.
pub struct Sources {
    portal: Portal,
    stamps: BTreeMap<SourcePath, Stamp>,
    links: BTreeSet<PathBuf>,
}

/// One file as it was found, with whether it may be half written.
struct Sight {
    path: SourcePath,
    stamp: Stamp,
    file: File,
    doubtful: bool,
}

/// What one look saw.
#[derive(Default)]
struct Look {
    sights: Vec<Sight>,
    gone: Vec<SourcePath>,
    /// The files behind the symbolic links that it came across.
    links: BTreeSet<PathBuf>,
}

impl Sources {
    /// Reads every source.
    pub fn read(portal: &Portal, settings: &Settings) -> Result<(Sources, Inputs), Failure> {
        let Settings { today, drafts, base_url } = settings.clone();
        let mut inputs = Arc::new(Inputs { files: BTreeMap::new(), today, drafts, base_url });
        let mut sources = Sources { portal: portal.clone(), stamps: BTreeMap::new(), links: BTreeSet::new() };
        sources.look(&mut inputs, &Scope::Everything)?;
        Ok((sources, Arc::unwrap_or_clone(inputs)))
    }

    /// Brings `inputs` up to date, and says what changed. Waits a moment for files that are being written.
    pub fn look(&mut self, inputs: &mut Arc<Inputs>, scope: &Scope) -> Result<Vec<Change>, Failure> {
        let start = Instant::now();
        let mut seen = self.see(inputs, scope)?;
        loop {
            let doubtful = self.doubtful(&seen);
            if doubtful.is_empty() || doubtful.len() > MOST_DOUBTFUL || start.elapsed() > PATIENCE {
                break;
            }
            std::thread::sleep(STEP);
            let again = self.see(inputs, &Scope::Paths(doubtful.clone()))?;
            seen.sights.retain(|sight| !doubtful.contains(&sight.path));
            seen.gone.retain(|path| !doubtful.contains(path));
            seen.sights.extend(again.sights);
            seen.gone.extend(again.gone);
            seen.links.extend(again.links);
        }
        if !seen.gone.is_empty() && *scope != Scope::Everything {
            // What is gone here may have come elsewhere: both are one change.
            let mut all = self.see(inputs, &Scope::Everything)?;
            all.sights.retain(|sight| seen.sights.iter().all(|known| known.path != sight.path));
            seen.sights.extend(all.sights);
            seen.gone = all.gone;
            seen.links.extend(all.links);
        }
        // One that nothing leads to any more costs nothing.
        self.links.append(&mut seen.links);
        Ok(self.take(inputs, seen))
    }

    /// The files that symbolic links among the sources lead to; of links that are not read, themselves.
    pub fn links(&self) -> &BTreeSet<PathBuf> {
        &self.links
    }

    fn see(&self, inputs: &Inputs, scope: &Scope) -> Result<Look, Failure> {
        let found = self.find(scope)?;
        let gone = self.gone(inputs, scope, &found);
        let always = matches!(scope, Scope::Paths(_));
        let sights = parallel::map(&found, |found| self.sight(found, always, inputs.files.get(&found.path)));
        let links = found.into_iter().filter_map(|found| found.behind).collect();
        Ok(Look { sights: sights.into_iter().flatten().collect(), gone, links })
    }

    fn find(&self, scope: &Scope) -> Result<Vec<Found>, Failure> {
        let Scope::Paths(paths) = scope else { return disk::list(&self.portal.root) };
        let mut found = Vec::new();
        for path in paths.iter().filter(|path| self.is_reached(path)) {
            disk::walk(&self.portal.root, path.as_str(), &mut found)?;
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.dedup_by(|a, b| a.path == b.path);
        Ok(found)
    }

    /// Whether the folder of a source is a real folder of the portal, so that a walk from its root would come to it.
    fn is_reached(&self, path: &SourcePath) -> bool {
        let folder = self.portal.root.join(path.folder());
        folder.canonicalize().is_ok_and(|real| real == folder)
    }

    fn gone(&self, inputs: &Inputs, scope: &Scope, found: &[Found]) -> Vec<SourcePath> {
        let there: BTreeSet<&SourcePath> = found.iter().map(|f| &f.path).collect();
        let missing = |path: &&SourcePath| !there.contains(path);
        match scope {
            Scope::Everything => inputs.files.keys().filter(missing).cloned().collect(),
            Scope::Paths(paths) => {
                let own = paths.iter().filter(|path| inputs.files.contains_key(path));
                let folders: Vec<String> = paths.iter().map(|path| format!("{path}/")).collect();
                let below = folders.iter().flat_map(|folder| inputs.below(folder)).map(|(path, _)| path);
                let all: BTreeSet<&SourcePath> = own.chain(below).collect();
                all.into_iter().filter(missing).cloned().collect()
            }
        }
    }

    /// Reads a file; nothing where it is certainly what it was.
    fn sight(&self, found: &Found, always: bool, old: Option<&File>) -> Option<Sight> {
        let mut stamp = Stamp::of(&found.at);
        if !always && old.is_some() && self.stamps.get(&found.path).is_some_and(|known| known.proves(&stamp)) {
            return None;
        }
        for reading in 1.. {
            let file = disk::read(found);
            let after = Stamp::of(&found.at);
            let steady = after.is_same(&stamp);
            if steady || reading == MOST_READINGS {
                let doubtful = !steady || stamp.is_nothing() || is_cut(old, &file);
                return Some(Sight { path: found.path.clone(), stamp: after, file, doubtful });
            }
            stamp = after;
        }
        None
    }

    /// Files that may be half written, and files that are gone from folders that are not: editors save in such steps.
    fn doubtful(&self, seen: &Look) -> BTreeSet<SourcePath> {
        let cut = seen.sights.iter().filter(|sight| sight.doubtful).map(|sight| &sight.path);
        // A file of no known kind is a temporary one: it does not come back.
        let is_known = |path: &&SourcePath| disk::is_text(path) || media_type(path.as_str()) != UNKNOWN_TYPE;
        let is_here = |path: &&SourcePath| self.portal.root.join(path.folder()).is_dir();
        let gone = seen.gone.iter().filter(is_known).filter(is_here);
        cut.chain(gone).cloned().collect()
    }

    fn take(&mut self, inputs: &mut Arc<Inputs>, seen: Look) -> Vec<Change> {
        let mut changes = Vec::new();
        for Sight { path, stamp, file, .. } in seen.sights {
            self.stamps.insert(path.clone(), stamp);
            if inputs.files.get(&path) != Some(&file) {
                let before = Arc::make_mut(inputs).files.insert(path.clone(), file);
                let turn = if before.is_some() { Turn::Changed } else { Turn::Added };
                changes.push(Change { path, turn, before });
            }
        }
        for path in seen.gone {
            self.stamps.remove(&path);
            let before = Arc::make_mut(inputs).files.remove(&path);
            changes.push(Change { path, turn: Turn::Removed, before });
        }
        changes
    }
}

/// Whether `new` may be the beginning of a file that is being written: empty, or cut where a buffer ends.
fn is_cut(old: Option<&File>, new: &File) -> bool {
    let File::Text { bytes: new, .. } = new else { return false };
    let Some(File::Text { bytes: old, .. }) = old else { return new.is_empty() };
    match new.len() {
        0 => !old.is_empty(),
        len => len < old.len() && old.starts_with(new) && (len % 512 == 0 || !new.ends_with(b"\n")),
    }
}

#[cfg(test)]
mod tests;
