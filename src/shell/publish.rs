//! Brings a site to where readers are: a folder, object storage, WebDAV, SFTP, a git branch. Sends only what changed, in an order in
//! which readers never meet a link to what is not there; touches nothing that bilat did not put there.
//!
//! Nothing is written before the plan was shown and agreed to. Knows addresses and bytes, not pages.

mod cloud;
mod connect;
mod extras;
mod git;
mod lease;
mod ledger;
mod limit;
mod local;
mod look;
mod plan;
mod stop;
mod store;
mod survey;
mod trouble;
mod upload;

pub use survey::Item;

use super::progress::Progress;
use super::record::{self, Record};
use super::{Failure, Portal, world};
use crate::base::diag::Diagnostic;
use crate::input::config::Target;
use crate::input::place::Place;
use crate::pipeline::Site;
use lease::{Lease, Memory};
use ledger::Ledger;
use plan::Plan;
use std::collections::BTreeSet;
use stop::Stop;
use store::Store;
use survey::Press;
use trouble::untouched;

/// So many files may go without anybody having looked, whatever part of the site they are.
const MOST_UNSEEN: usize = 20;

/// What was asked for on the command line.
#[derive(Clone, Copy, Debug)]
pub struct Wishes {
    /// Look, say what would be done, and touch nothing.
    pub dry_run: bool,
    /// Do not ask.
    pub yes: bool,
    /// Read the target, before and after.
    pub verify: bool,
    /// Remove nothing.
    pub keep_removed: bool,
    /// Remove most of what is there without asking, too.
    pub replace: bool,
    /// Name every file.
    pub verbose: bool,
}

/// One site and one target.
pub struct Job<'a> {
    /// What is published.
    pub site: &'a Site,
    /// Where copied files come from.
    pub portal: &'a Portal,
    /// Where it goes, and how it is kept there.
    pub target: &'a Target,
    /// The place of the target.
    pub place: &'a Place,
    /// How.
    pub wishes: Wishes,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The target was as it should be.
    Nothing(usize),
    /// Something was done, or would be: the summary.
    Done(String),
    /// The person said no.
    Refused,
}

/// Every file of the site, and what was noticed while making them. What the last publication there made is not made again, unless it
/// `verify`: then nothing that is remembered counts.
pub fn survey(job: &Job<'_>, progress: &Progress) -> Result<(Vec<Item>, Vec<Diagnostic>), Failure> {
    let memory = record::Store::of_place(job.portal, &job.place.to_string());
    let record = if job.wishes.verify { None } else { memory.load() };
    let press = job.press();
    let survey::Found { mut items, notes, known } = survey::survey(&press, record.as_ref(), progress)?;
    if !job.wishes.dry_run && record.as_ref().is_none_or(|record| record.files != known) {
        memory.save(&Record { files: known, ..Record::default() });
    }
    let moved = job.site.redirects();
    if let Some(words) = extras::unread(job.target, &moved, items.iter().map(|item| &item.path)) {
        world::eprint(&format!("warning: {words}\n"));
    }
    survey::add_own(&mut items, &press, job.site.base().1, &moved);
    Ok((items, notes))
}

impl<'a> Job<'a> {
    fn press(&self) -> Press<'a> {
        let keeps_headers = matches!(self.place, Place::S3(_) | Place::Google(_) | Place::Azure(_));
        Press { source: self.site, portal: self.portal, target: self.target, keeps_headers }
    }

    /// Publishes `items`.
    pub fn run(&self, items: &[Item], progress: &mut Progress) -> Result<Ending, Failure> {
        let shown = self.place.to_string();
        let mut memory = if self.wishes.dry_run { None } else { Some(Memory::take(self.portal, &shown)?) };
        let known = memory.as_ref().map_or_else(|| Memory::glance(self.portal, &shown), |m| m.tokens().to_vec());
        progress.phase("looking at the target");
        let store = connect::open(self.portal, self.target, self.place, self.wishes.dry_run).map_err(untouched)?;
        let store = &*store;
        lease::check(store, &known).map_err(untouched)?;
        let ledger = self.look(store, items, progress).map_err(untouched)?;
        let plan = plan::plan(items, &ledger, self.wishes.keep_removed, store.manner().has_folders);
        progress.finish();
        if plan.is_empty() && !ledger.has_journal() && ledger.is_ours() {
            memory.as_mut().map_or(Ok(()), |memory| lease::clear(store, memory))?;
            return Ok(Ending::Nothing(plan.same));
        }
        self.show(&plan)?;
        let Some(memory) = memory.as_mut() else {
            return Ok(Ending::Done(format!("would publish: {}", plan.intent())));
        };
        self.guard(&plan, &ledger)?;
        if !self.agreed()? {
            return Ok(Ending::Refused);
        }
        *progress = Progress::start();
        self.send(store, &plan, &ledger, memory, progress)?;
        Ok(Ending::Done(format!("published: {}", plan.result())))
    }

    /// What is known of the target, after as much reading as was asked for.
    fn look(&self, store: &dyn Store, items: &[Item], progress: &Progress) -> Result<Ledger, Failure> {
        let mut ledger = look::ledger(store)?;
        look::settle(store, &mut ledger, items)?;
        if self.wishes.verify {
            let wrong = look::verify(store, &mut ledger, progress)?;
            for path in &wrong {
                world::eprint(&format!("not as published: {}\n", path.escape_debug()));
            }
        }
        look::fold_case(store, &mut ledger, items)?;
        let make_way = store.manner().has_folders && !self.wishes.keep_removed;
        let cleared = if make_way { plan::in_place_of_ours(items, &ledger) } else { BTreeSet::new() };
        look::adopt(store, &mut ledger, items, &cleared)?;
        Ok(ledger)
    }

    fn show(&self, plan: &Plan<'_>) -> Result<(), Failure> {
        if self.wishes.verbose {
            world::print(&plan.list())?;
        }
        if !self.wishes.yes && !self.wishes.dry_run {
            world::eprint(&format!("{}: {}\n", self.place, plan.intent()));
        }
        Ok(())
    }

    /// A wrong name of a target would put this site in the place of another: where nobody looks at the numbers, that needs a word more.
    fn guard(&self, plan: &Plan<'_>, ledger: &Ledger) -> Result<(), Failure> {
        let (gone, all) = (plan.removed.len() + plan.obstacles.len(), ledger.owned.len());
        if !self.wishes.yes || self.wishes.replace || gone <= MOST_UNSEEN || gone * 2 <= all {
            return Ok(());
        }
        Err(Failure::new(format!(
            "{gone} of the {all} files that bilat put there would be removed: is it another site's place?"
        ))
        .help("look with `--dry-run -v`; if it is right, add `--replace`; nothing was written or deleted"))
    }

    fn agreed(&self) -> Result<bool, Failure> {
        match () {
            () if self.wishes.yes => Ok(true),
            () if world::can_ask() => Ok(world::ask("publish?")),
            () => Err(Failure::new("there is nobody to ask")
                .help("add `--yes`, or look first with `--dry-run`; nothing was written")),
        }
    }

    fn send(
        &self,
        store: &dyn Store,
        plan: &Plan<'_>,
        ledger: &Ledger,
        memory: &mut Memory,
        progress: &Progress,
    ) -> Result<(), Failure> {
        store.begin()?;
        let lease = Lease::take(store, memory, Stop::listen()?).map_err(untouched)?;
        let press = self.press();
        let sent = self.unchanged(store, ledger).and_then(|()| {
            let sender = upload::Sender { store, press: &press, lease: &lease, progress };
            sender.run(plan, ledger)
        });
        let confirmed = sent.and_then(|()| match self.wishes.verify && !store.manner().is_atomic {
            true => look::confirm(store, plan, progress),
            false => Ok(()),
        });
        lease.end(memory);
        confirmed
    }

    /// Between the plan and the lock somebody may have published.
    fn unchanged(&self, store: &dyn Store, ledger: &Ledger) -> Result<(), Failure> {
        match store.manner().is_atomic || look::ledger(store)?.bytes == ledger.bytes {
            true => Ok(()),
            false => Err(Failure::new("somebody else published there meanwhile")
                .help("run the same command again; nothing was written")),
        }
    }
}
