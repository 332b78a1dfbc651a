//! Says when to look at a portal's sources again, and where. What the system tells is a hint only: everything is looked at again
//! when it has been quiet for a moment, so that a lost event is made up for. Reads no file.
#![allow(clippy::disallowed_methods)]

mod hint;

use super::disk::SOURCES;
use super::sources::Scope;
use super::{Failure, Portal, world};
use hint::Hint;
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// After so much quiet everything is looked at once more.
const QUIET: Duration = Duration::from_millis(300);
/// After a rename it is looked at sooner: more may have moved than was said.
const SOON: Duration = Duration::from_millis(60);
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
}

impl Watch {
    /// Begins to watch; with `poll`, or where the system cannot tell of changes, it looks twice a second.
    pub fn start(portal: &Portal, poll: bool) -> Watch {
        let (sender, events) = channel();
        let mut watch = Watch { root: portal.root.clone(), watcher: None, events, due: None };
        if !poll {
            let config = Config::default().with_follow_symlinks(false);
            match RecommendedWatcher::new(move |event| drop(sender.send(event)), config) {
                Ok(watcher) => watch.watcher = Some(watcher),
                Err(error) => watch.give_up(&error),
            }
            watch.attach();
        }
        watch
    }

    /// Waits for the next reason to look.
    pub fn wait(&mut self) -> Scope {
        loop {
            let mut hint = Hint::default();
            match self.next() {
                Ok(event) => hint.add(&self.root, event),
                Err(RecvTimeoutError::Timeout) => hint.everything = true,
                // Nothing tells of changes: the sender is gone.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(POLL);
                    hint.everything = true;
                }
            }
            while let Ok(event) = self.events.try_recv() {
                hint.add(&self.root, event);
            }
            if let Some(scope) = self.scope(hint) {
                return scope;
            }
        }
    }

    fn next(&self) -> Result<notify::Result<Event>, RecvTimeoutError> {
        match self.due {
            Some(due) => self.events.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
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

    /// Watches the portal's folder for folders that come and go, and those that are there with all that is in them.
    fn attach(&mut self) {
        let folders = SOURCES.iter().filter(|top| **top != "site.toml").map(|top| self.root.join(top));
        let mut all = vec![(self.root.clone(), RecursiveMode::NonRecursive)];
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
