//! The portal as a preview shows it: scan, make the site, swap, tell. Keeps the last good site where the newest cannot be shown.
//! Serves nothing, writes nothing, and does not know when to look: it is told.
#![allow(clippy::disallowed_methods)]

mod page;
#[cfg(test)]
mod tests;
mod version;

use super::disk::Settings;
use super::report::{Tally, counted};
use super::sources::{Change, Scope, Sources, Turn};
use super::texts::Texts;
use super::watch::complain;
use super::world::{self, Stopwatch};
use super::{Failure, Portal};
use crate::base::diag::{Checked, Diagnostic};
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Lang;
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::Span;
use crate::input::{File, Inputs, UNREADABLE};
use crate::pipeline::{self, Memos, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

pub use page::{Made, NOTHING};
pub use version::Version;

/// So many addresses are remembered that a page has moved from.
const MOST_MOVES: usize = 256;

/// What the server shows; shared by all of its threads.
pub struct Live {
    /// The portal's folder.
    pub portal: Portal,
    version: watch::Sender<Arc<Version>>,
    last_good: Mutex<page::LastGood>,
}

/// The thread that looks and makes.
pub struct Maker {
    live: Arc<Live>,
    sources: Sources,
    inputs: Arc<Inputs>,
    memos: Memos,
    date: Option<String>,
    trial: Trial,
    /// What was shown when the sources could be read last, while they cannot.
    lost: Option<Arc<Version>>,
    /// Pages that somebody has looked at and whose files are gone, until these are seen again somewhere.
    away: BTreeMap<OutPath, Away>,
}

/// A page whose file is gone.
struct Away {
    /// The language of its readers.
    lang: Lang,
    /// The bytes of the files that it was made from.
    files: Vec<File>,
}

/// What is known of the templates.
#[derive(Default)]
struct Trial {
    /// Those that were tried last.
    templates: Fingerprint,
    /// The pages that they fail on.
    failing: Vec<OutPath>,
}

impl Trial {
    /// What the templates of a version fail on: when they changed, on some pages of each kind; else on the pages that they failed on before,
    /// and on those of `looked_at`, because the texts may have changed.
    fn run(&mut self, version: &Version, looked_at: Vec<OutPath>) -> Vec<Diagnostic> {
        let Some(site) = version.site.as_ref().filter(|_| !version.is_stale) else { return Vec::new() };
        let mut pages = match self.templates == site.templates() {
            true => std::mem::take(&mut self.failing),
            false => site.trial(),
        };
        self.templates = site.templates();
        pages.extend(looked_at);
        pages.sort();
        pages.dedup();
        let faults = catch_unwind(AssertUnwindSafe(|| site.faults(&pages))).unwrap_or_default();
        let (failing, notes) = faults.into_iter().unzip();
        self.failing = failing;
        notes
    }
}

impl Live {
    /// Reads the portal and makes its site for the first time. With `date` the day stays what it is.
    pub fn start(portal: &Portal, settings: &Settings, date: Option<&str>) -> Result<(Arc<Live>, Maker), Failure> {
        let (sources, inputs) = Sources::read(portal, settings)?;
        let inputs = Arc::new(inputs);
        let mut memos = Texts::load(portal).1;
        let mut version = Version::first(&inputs, pipeline::site(&inputs, &mut memos));
        let mut trial = Trial::default();
        let faults = trial.run(&version, Vec::new());
        if !faults.is_empty() {
            version = version.with(faults);
        }
        let (version, _) = watch::channel(Arc::new(version));
        let live = Arc::new(Live { portal: portal.clone(), version, last_good: Mutex::default() });
        let maker = Maker {
            live: Arc::clone(&live),
            sources,
            inputs,
            memos,
            date: date.map(str::to_owned),
            trial,
            lost: None,
            away: BTreeMap::new(),
        };
        Ok((live, maker))
    }

    /// What is shown now.
    pub fn now(&self) -> Arc<Version> {
        Arc::clone(&self.version.borrow())
    }

    /// Tells of every new version.
    pub fn follow(&self) -> watch::Receiver<Arc<Version>> {
        self.version.subscribe()
    }

    /// One page as a browser is to see it.
    pub fn page(&self, version: &Version, path: &OutPath) -> Arc<Made> {
        version.page(path, || page::make(version, path, &self.last_good))
    }
}

impl Maker {
    /// The files that symbolic links among the sources lead to; of links that are not read, themselves.
    pub fn links(&self) -> &BTreeSet<PathBuf> {
        self.sources.links()
    }

    /// Looks where it is told, and if anything changed, or the day, makes the site anew, swaps it and tells.
    pub fn round(&mut self, scope: &Scope) {
        let time = Stopwatch::start();
        let changes = match self.sources.look(&mut self.inputs, scope) {
            Ok(changes) => changes,
            Err(failure) => return self.lose(&failure),
        };
        let lost = self.lost.take();
        if !self.set_today() && changes.is_empty() {
            if let Some(before) = lost {
                self.live.version.send_replace(Arc::new(self.live.now().found(&before)));
            }
            return;
        }
        let made = catch_unwind(AssertUnwindSafe(|| pipeline::site(&self.inputs, &mut self.memos)));
        let Ok(made) = made else {
            self.memos = Memos::default();
            return world::eprint("bilat made a mistake of its own: the last good pages stay; please report this\n");
        };
        let version = self.next(made, &changes);
        page::lock(&self.live.last_good).forget(&version);
        let mut version = Arc::new(version);
        let old = self.live.version.send_replace(Arc::clone(&version));
        let ms = time.elapsed().as_millis();
        // Pages are shown before anything else is looked into.
        let faults = self.trial.run(&version, old.looked_at());
        if !faults.is_empty() {
            version = Arc::new(version.with(faults));
            self.live.version.send_replace(Arc::clone(&version));
        }
        let _ = world::print(&self.line(&version, &changes, ms));
        // Taking a large site apart takes time: it is done when everybody has been told.
        drop(old);
    }

    /// Previews run for days, and what is under embargo until one of them shows from then on. Whether it is another day than it was.
    fn set_today(&mut self) -> bool {
        let today = world::today(self.date.as_deref()).unwrap_or(self.inputs.today);
        let is_new = today != self.inputs.today;
        if is_new {
            Arc::make_mut(&mut self.inputs).today = today;
        }
        is_new
    }

    /// The sources cannot be read: what is shown is as old as they were, and every page says so.
    fn lose(&mut self, failure: &Failure) {
        let now = self.live.now();
        let note = Diagnostic::error(UNREADABLE, &SourcePath::new("site.toml"), Span::default(), &failure.message);
        let note = failure.hint.iter().fold(note, |note, hint| note.help(hint));
        let before = self.lost.get_or_insert_with(|| Arc::clone(&now));
        if now.notes.last() != Some(&note) {
            complain(failure);
            self.live.version.send_replace(Arc::new(now.lost(before, note)));
        }
    }

    fn next(&mut self, made: Checked<Site>, changes: &[Change]) -> Version {
        let before = self.live.now();
        let is_broken = made.value.is_broken();
        let mut version = before.after(&self.inputs, made);
        if !is_broken {
            version.moved = Arc::new(self.moves(&before, &version, changes));
        }
        version
    }

    /// Pages that somebody has looked at and that are elsewhere now, because their file has another name; it may have been nowhere for a while,
    /// or have had a name that is none.
    fn moves(&mut self, before: &Version, now: &Version, changes: &[Change]) -> BTreeMap<OutPath, OutPath> {
        let mut moved = (*before.moved).clone();
        let (Some(old), Some(new)) = (&before.site, &now.site) else { return moved };
        // From the few pages that were looked at, and not from the many files of a folder with a new name.
        let mut seen = page::lock(&self.live.last_good).paths();
        // Whoever is still at an older address goes on from where that one has led.
        seen.extend(moved.values().cloned());
        for path in seen.into_iter().filter(|path| !new.has(path)) {
            let sources = old.sources(&path);
            let gone = changes.iter().filter(|c| c.turn == Turn::Removed && sources.contains(&c.path));
            let files: Vec<File> = gone.filter_map(|gone| gone.before.clone()).collect();
            if let Some(lang) = old.language_of(&path).filter(|_| !files.is_empty()) {
                self.away.insert(path, Away { lang, files });
            }
        }
        let inputs = &self.inputs;
        self.away.retain(|path, away| {
            let is_same = |file: &&File| away.files.contains(*file);
            let mut found = inputs.files.iter().filter(|(_, file)| is_same(file));
            let to = found.find_map(|(source, _)| new.page_of(source, away.lang));
            moved.extend(to.map(|to| (path.clone(), to.clone())));
            to.is_none() && !new.has(path)
        });
        while self.away.len() > MOST_MOVES {
            self.away.pop_first();
        }
        while moved.len() > MOST_MOVES {
            moved.pop_first();
        }
        moved
    }

    /// What changed, how long it took, and the problems there are.
    fn line(&self, version: &Version, changes: &[Change], ms: u128) -> String {
        let word = |turn: Turn| match turn {
            Turn::Added => "added",
            Turn::Changed => "changed",
            Turn::Removed => "removed",
        };
        let what = match changes {
            [] => format!("it is {} now", self.inputs.today.iso()),
            [one] => format!("{} {}", word(one.turn), self.live.portal.show(&one.path)),
            [first, rest @ ..] => {
                let (name, more) = (self.live.portal.show(&first.path), counted(rest.len(), "file"));
                format!("{} {name} and {more} more", word(first.turn))
            }
        };
        let problems = Tally::of(&version.notes).text().map_or(String::new(), |text| format!(" · {text}"));
        let stale = if version.is_stale { " · the last good pages stay" } else { "" };
        let what: String = what.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
        format!("{what} · {ms} ms{problems}{stale}\n")
    }
}
