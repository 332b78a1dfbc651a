//! Says when to look at a portal's sources again, and where. What the system tells is a hint only: everything is looked at again
//! when it has been quiet for a moment, so that a lost event is made up for. Reads no file.
#![allow(clippy::disallowed_methods)]

mod hint;

use super::disk::SOURCES;
use super::sources::Scope;
use super::{Failure, Portal, world};
use crate::base::date::Day;
use hint::Hint;
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};
use same_file::Handle;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// After so much quiet everything is looked at once more.
const QUIET: Duration = Duration::from_millis(300);
/// After a rename it is looked at sooner: more may have moved than was said.
const SOON: Duration = Duration::from_millis(60);
/// How often is looked whether the portal's own folder is still the one that is watched: nothing tells when it was taken away and another
/// put in its place, as by `git worktree` or a restored backup.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How often is looked where nothing tells of changes.
const POLL: Duration = Duration::from_millis(500);

/// Watches the sources of a portal.
pub struct Watch {
    root: PathBuf,
    /// Nothing where the system cannot tell, or was not to be asked.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    /// When everything is to be looked at.
    due: Option<Instant>,
    /// Files that symbolic links among the sources lead to, which may lie anywhere in the portal; of links that lead nowhere, themselves.
    links: BTreeSet<PathBuf>,
    /// Which folder is watched.
    identity: Option<Handle>,
    /// The day on which everything was looked at last.
    day: Option<Day>,
}

impl Watch {
    /// Begins to watch; with `poll`, or where the system cannot tell of changes, it looks twice a second.
    pub fn start(portal: &Portal, poll: bool) -> Watch {
        let root = portal.root.clone();
        let identity = Handle::from_path(&root).ok();
        let (events, links, day) = (channel().1, BTreeSet::new(), world::today(None).ok());
        let mut watch = Watch { root, watcher: None, events, due: None, links, identity, day };
        if !poll {
            watch.begin();
        }
        watch
    }

    /// Watches the files behind links too.
    pub fn watch_links(&mut self, links: &BTreeSet<PathBuf>) {
        if self.links != *links {
            self.links.clone_from(links);
            self.attach();
        }
    }

    fn begin(&mut self) {
        let (sender, events) = channel();
        self.events = events;
        let config = Config::default().with_follow_symlinks(false);
        match RecommendedWatcher::new(move |event| drop(sender.send(event)), config) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => self.give_up(&error),
        }
        self.attach();
    }

    /// Whether the folder that was watched is gone, or another is in its place; then that is watched from here on.
    fn is_replaced(&mut self) -> bool {
        let now = Handle::from_path(&self.root).ok();
        if now == self.identity {
            return false;
        }
        self.identity = now;
        if self.identity.is_some() {
            self.begin();
        }
        true
    }

    /// Whether midnight has passed: what is under embargo may be shown.
    fn is_new_day(&mut self) -> bool {
        let day = world::today(None).ok();
        std::mem::replace(&mut self.day, day) != day
    }

    /// Waits for the next reason to look.
    pub fn wait(&mut self) -> Scope {
        loop {
            let mut hint = Hint::default();
            match self.next() {
                Ok(event) => hint.add(&self.root, &self.links, event),
                Err(RecvTimeoutError::Timeout) if self.due.is_none() => {
                    hint.folders = self.is_replaced();
                    // What lies on the way to a file behind a link may change anywhere, and nothing tells of it.
                    hint.everything = !self.links.is_empty() || self.is_new_day();
                }
                Err(RecvTimeoutError::Timeout) => hint.everything = true,
                // Nothing tells of changes: the sender is gone.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(POLL);
                    hint.everything = true;
                }
            }
            while let Ok(event) = self.events.try_recv() {
                hint.add(&self.root, &self.links, event);
            }
            if let Some(scope) = self.scope(hint) {
                return scope;
            }
        }
    }

    fn next(&self) -> Result<notify::Result<Event>, RecvTimeoutError> {
        let now = Instant::now();
        self.events.recv_timeout(self.due.map_or(HEARTBEAT, |due| due.saturating_duration_since(now)))
    }

    fn scope(&mut self, hint: Hint) -> Option<Scope> {
        if hint.folders {
            self.attach();
        }
        if hint.everything || hint.folders {
            // A folder that has just come may have been filled before it was watched.
            self.due = hint.folders.then(|| Instant::now() + QUIET);
            return Some(Scope::Everything);
        }
        if hint.paths.is_empty() {
            return None;
        }
        self.due = Some(Instant::now() + if hint.renamed { SOON } else { QUIET });
        Some(Scope::Paths(hint.paths))
    }

    /// Watches the portal's folder for folders that come and go, those that are there with all that is in them, and the folders of what links
    /// lead to.
    fn attach(&mut self) {
        let folders = SOURCES.iter().filter(|top| **top != "site.toml").map(|top| self.root.join(top));
        let mut all = vec![(self.root.clone(), RecursiveMode::NonRecursive)];
        let linked: BTreeSet<PathBuf> = self.links.iter().filter_map(|link| Some(link.parent()?.to_owned())).collect();
        let is_watched =
            |at: &PathBuf| *at == self.root || SOURCES.iter().any(|top| at.starts_with(self.root.join(top)));
        all.extend(linked.into_iter().filter(|at| !is_watched(at)).map(|at| (at, RecursiveMode::NonRecursive)));
        all.extend(folders.filter(|at| at.is_dir()).map(|at| (at, RecursiveMode::Recursive)));
        for (at, mode) in all {
            let Some(watcher) = &mut self.watcher else { return };
            if let Err(error) = watcher.watch(&at, mode).or_else(|e| if at.is_dir() { Err(e) } else { Ok(()) }) {
                self.give_up(&error);
            }
        }
    }

    fn give_up(&mut self, error: &notify::Error) {
        world::eprint(&format!("the system does not tell of changes ({error}): looking twice a second instead\n"));
        self.watcher = None;
    }
}

/// Says why a look failed; the next one may not.
pub fn complain(failure: &Failure) {
    world::eprint(&format!("{failure}\n"));
}
